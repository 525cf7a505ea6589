"""The dry run of an export of answers: what it holds, and what it would change.

Knows files and kept responses, no records. The responses as understood are kept by
their content, so that taking them in reads no file a second time.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from distretto.formats.kobo import Comparison, compare_responses, read_responses
from distretto.formats.kobo.responses import Responses
from distretto.formats.kobo.sensitive import HIDDEN, SensitiveColumns
from distretto.formats.questionnaire.model import Questionnaire
from distretto.formats.survey.kept import (
    KeptResponse,
    kept_responses,
    responses_from,
)
from distretto.formats.survey.merging import merged, scope_of
from distretto.web.register import kept_files, reading
from distretto.web.register.arriving import under_its_name

FOLDER = "answers"
PROBLEMS_KEPT = 1000
CHANGES_KEPT = 500
Say = Callable[..., None]


@dataclass(frozen=True)
class FoundAnswers:
    """What a dry run found: for the record, and as a file of its own."""

    findings: dict[str, Any]
    details: dict[str, Any]


def dry_run(
    stored: str,
    file_name: str,
    questionnaire: Questionnaire,
    before: Sequence[KeptResponse],
    say: Say,
    *,
    today: date,
    asked: Questionnaire,
) -> FoundAnswers:
    """Read a kept export, compare it with what is there, and keep its responses.

    It is read by the whole questionnaire, and lacks only what the survey asked of it.

    Raises
    ------
    FormatError
        It is no table, or none of its columns belongs to a question.
    """
    say("Reading the answers", done=0, of=3)
    with under_its_name(stored, file_name) as path:
        found = read_responses(path, questionnaire, today=today, asked=asked)
    say("Comparing them with those that are here", done=1, of=3)
    scope = scope_of(found)
    kept = merged(before, kept_responses(found), scope, questionnaire)
    compared = compare_responses(
        responses_from(questionnaire, before), responses_from(questionnaire, kept)
    )
    say("Keeping what was understood", done=2, of=3)
    return FoundAnswers(
        findings=_findings(found, compared)
        | {"rows": keep_rows(kept), "scope": scope.kept()},
        details={
            "problems": [
                reading.problem_of(each)
                for each in _open(found).problems(PROBLEMS_KEPT)
            ],
            "changes": _readable(questionnaire, compared.changes),
        },
    )


def _secret(questionnaire: Questionnaire) -> list[str]:
    """Questions whose answers are never read for a firm, not by the staff either."""
    return [code for code, each in questionnaire.by_code.items() if each.is_sensitive]


def _open(found: Responses) -> Responses:
    """Without the values that stand in faults of sensitive questions."""
    secret = pl.col("question").is_in(_secret(found.questionnaire)).fill_null(False)
    value = pl.when(secret).then(pl.lit(HIDDEN)).otherwise(pl.col("value"))
    return replace(found, faults=found.faults.with_columns(value.alias("value")))


def _readable(
    questionnaire: Questionnaire, changes: pl.DataFrame
) -> list[dict[str, Any]]:
    """Changes for the staff; of repeats and of columns too, what is sensitive is not.

    Those go by “block[2]/code” and by the headings of their columns.
    """
    kept = changes.head(CHANGES_KEPT)
    sensitive = SensitiveColumns(questionnaire)
    names = [name for name in kept["question"].unique() if name in sensitive]
    secret = pl.col("question").is_in(names)
    shown = (
        pl.when(secret & pl.col(name).is_not_null())
        .then(pl.lit(HIDDEN))
        .otherwise(pl.col(name))
        .alias(name)
        for name in ("before", "after")
    )
    return kept.with_columns(*shown).to_dicts()


def _findings(found: Responses, compared: Comparison) -> dict[str, Any]:
    return {
        "counts": {
            "new": len(compared.new),
            "changed": len(compared.changed),
            "unchanged": len(compared.unchanged),
            "gone": len(compared.gone),
            "answers_changed": compared.changes.height,
        },
        "responses": found.responses.height,
        "answers": found.answers.height,
        "faults": found.faults.height,
        "unplaced": [asdict(each) for each in found.unplaced],
        "passed_over": list(found.passed_over),
        "notes": [note.kept() for note in found.notes],
    }


def keep_rows(kept: Sequence[KeptResponse]) -> str:
    """Keep responses as they were understood; the name of the file."""
    # Not `asdict`, which copies every answer: a second for each thousand responses.
    content = json.dumps([vars(each) for each in kept], ensure_ascii=False).encode()
    digest = hashlib.sha256(content).hexdigest()
    name = f"{FOLDER}/{digest[:2]}/{digest}.json"
    kept_files.keep(name, content)
    return name


def kept_rows(name: str) -> list[KeptResponse] | None:
    """The responses as they were understood; None where they are missing."""
    return kept_files.found(
        name, lambda content: [KeptResponse(**each) for each in json.loads(content)]
    )
