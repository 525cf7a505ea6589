"""Answers looked after: what is wrong, what is odd, what changed, whom to ask again."""

from collections.abc import Mapping

import polars as pl

from distretto.analysis.diagnosis.answers.enumerators import enumerator_quality
from distretto.analysis.diagnosis.answers.outliers import outliers
from distretto.analysis.diagnosis.answers.repeated import reinterview_draw
from distretto.analysis.diagnosis.answers.rules import broken_rules
from distretto.formats.kobo import Comparison, Responses, compare_responses
from distretto.formats.survey.found import Found
from distretto.formats.survey.groups import SIZE, SIZES, with_size_class

MOST_PROBLEMS = 100_000


def answer_tables(
    found: Responses,
    before: Responses | None = None,
    *,
    share_again: float = 0.05,
    seed: int = 1,
    sizes: Mapping[str, int] = SIZES,
) -> Found:
    """Everything that somebody who looks after a survey wants to know.

    Parameters
    ----------
    found : the responses
    before : those of an earlier export, to say what is new
    share_again : share of the responses of each enumerator to ask again
    seed : makes the draw repeatable
    sizes : size classes within which answers are odd, and where each begins
    """
    wide = with_size_class(found.wide, sizes).join(
        found.responses.select("response", "minutes"), on="response", how="left",
        maintain_order="left",
    )  # fmt: skip
    odd = outliers(wide, _quantities(found), group=SIZE)
    who = "enumerator" if "enumerator" in wide.columns else None
    tables = {
        "problems": _problems(found),
        "inconsistent": _inconsistent(found),
        "outliers": odd,
        "enumerators": _enumerators(found, wide, odd, who),
        "again": reinterview_draw(wide, share=share_again, enumerator=who, seed=seed),
        "unplaced": _unplaced(found),
    }
    if before is not None:
        compared = compare_responses(before, found)
        tables = {"imports": _imports(compared), "changes": compared.changes, **tables}
    return Found("answers", {**tables, **_whole(found)}, _settings(found), found.notes)


def _settings(found: Responses) -> dict[str, object]:
    return {
        "questionnaire": found.questionnaire.code,
        "version": found.questionnaire.version,
        "responses": found.responses.height,
        "answers": found.answers.height,
    }


def _whole(found: Responses) -> dict[str, pl.DataFrame]:
    """The answers themselves, for programs that go on with them."""
    kept = found.responses.drop("place")
    return {"responses": kept, "answers": found.answers, **found.repeats}


def _quantities(found: Responses) -> list[str]:
    return [
        name
        for name in found.wide.columns
        if name != "response" and found.questionnaire.by_code[name].is_quantity
    ]


def _problems(found: Responses) -> pl.DataFrame:
    rows = [
        (each.sheet, each.row, each.column, each.value, each.code, each.sentence)
        for each in found.problems(MOST_PROBLEMS)
    ]
    texts = ("sheet", "column", "value", "code", "problem")
    schema = {name: pl.String for name in texts} | {"row": pl.Int64}
    order = ("sheet", "row", "column", "value", "code", "problem")
    return pl.DataFrame(
        rows, schema={name: schema[name] for name in order}, orient="row"
    )


def _inconsistent(found: Responses) -> pl.DataFrame:
    """Broken rules, each with its sentence."""
    broken = broken_rules(found.wide, found.questionnaire.rules)
    says = {rule.code: rule.says for rule in found.questionnaire.rules}
    sentence = pl.col("rule").replace_strict(says, default="", return_dtype=pl.String)
    return broken.with_columns(says=sentence)


def _enumerators(
    found: Responses, wide: pl.DataFrame, odd: pl.DataFrame, who: str | None
) -> pl.DataFrame:
    if who is None:
        return pl.DataFrame()
    form = found.questionnaire
    asked = [question.code for question in form.asked if not question.relevant]
    items = [code for code in form.seen.values() if code in wide.columns]
    return enumerator_quality(
        wide,
        enumerator=who,
        questions=[code for code in asked if code in wide.columns],
        items=items,
        minutes="minutes",
        outlying=odd,
    )


def _unplaced(found: Responses) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (each.sheet, each.column, each.filled, each.example, each.why)
            for each in found.unplaced
        ],
        schema={
            "sheet": pl.String,
            "column": pl.String,
            "filled": pl.Int64,
            "example": pl.String,
            "why": pl.String,
        },
        orient="row",
    )


def _imports(compared: Comparison) -> pl.DataFrame:
    kinds = {
        "new": compared.new,
        "changed": compared.changed,
        "unchanged": compared.unchanged,
        "gone": compared.gone,
    }
    rows = [(key, kind) for kind, keys in kinds.items() for key in keys]
    return pl.DataFrame(
        rows, schema={"response": pl.String, "became": pl.String}, orient="row"
    )
