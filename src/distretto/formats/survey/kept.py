"""Responses as a database keeps them, one object of answers each, and back again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from distretto.formats.kobo.reading import numbers_of
from distretto.formats.kobo.repeats import within
from distretto.formats.kobo.responses import EXTRA, Responses
from distretto.formats.kobo.values import SCHEMA, Column, read_column
from distretto.formats.questionnaire.model import (
    Block,
    Question,
    Questionnaire,
)

_META = {
    "row": pl.Int64,
    "version": pl.String,
    "submitted": pl.String,
    "start": pl.String,
    "end": pl.String,
    "user": pl.String,
    "minutes": pl.Float64,
}
_LONG = {"response": pl.String, "question": pl.String, "value": pl.String}


@dataclass(frozen=True)
class KeptResponse:
    """One response. An answer is a number, the name of an answer, names parted by
    blanks, or a text; one that did not fit its question is the text that was there.
    `unplaced` has the cells of columns that belong to no question.
    """

    key: str
    answers: Mapping[str, Any]
    repeats: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    version: str = ""
    submitted: str = ""
    minutes: float | None = None
    row: int | None = None
    unplaced: Mapping[str, str] = field(default_factory=dict)


def kept_responses(found: Responses) -> list[KeptResponse]:
    """The responses of an export, to be kept."""
    form = found.questionnaire
    answers: dict[str, dict[str, Any]] = {key: {} for key in found.wide["response"]}
    for key, code, value, number in found.answers.select(
        "response", "question", "value", "number"
    ).iter_rows():
        counts = form.by_code[code].kind in _COUNTED and number is not None
        answers[key][code] = number if counts else value
    repeats = _repeats_by_response(found)
    unplaced: dict[str, dict[str, str]] = {}
    for key, column, value in found.extra.iter_rows():
        unplaced.setdefault(key, {})[column] = value
    return [
        KeptResponse(
            key=each["response"],
            answers=answers[each["response"]],
            repeats=repeats.get(each["response"], {}),
            version=each["version"] or "",
            submitted=each["submitted"] or "",
            minutes=each["minutes"],
            row=each["row"],
            unplaced=unplaced.get(each["response"], {}),
        )
        for each in found.responses.iter_rows(named=True)
    ]


_COUNTED = ("count", "number", "percent", "calculate")


def _repeats_by_response(found: Responses) -> dict[str, dict[str, list[Any]]]:
    kept: dict[str, dict[str, list[Any]]] = {}
    for block, rows in found.repeats.items():
        for row in rows.sort("response", "place").iter_rows(named=True):
            key = row.pop("response")
            row.pop("place")
            known = {code: value for code, value in row.items() if value is not None}
            kept.setdefault(key, {}).setdefault(block, []).append(known)
    return kept


def responses_from(
    questionnaire: Questionnaire, kept: Sequence[KeptResponse]
) -> Responses:
    """Kept responses as if they had just been read: typed, and checked again.

    Parameters
    ----------
    questionnaire : what was asked, retired questions included
    kept : each response once
    """
    keys = pl.Series("response", [each.key for each in kept], dtype=pl.String)
    repeated = questionnaire.repeat_of
    columns = {
        code: _column(
            [each.answers.get(code) for each in kept], question, questionnaire
        )
        for code, question in questionnaire.by_code.items()
        if code not in repeated and any(code in each.answers for each in kept)
    }
    return Responses(
        questionnaire=questionnaire,
        responses=_responses(kept),
        answers=_long(keys, columns, questionnaire),
        wide=pl.DataFrame(
            {"response": keys, **{code: each.typed for code, each in columns.items()}}
        ),
        repeats=_repeats(questionnaire, kept),
        faults=_faults(keys, columns),
        unplaced=(),
        passed_over=(),
        extra=_extra(kept),
    )


def _extra(kept: Sequence[KeptResponse]) -> pl.DataFrame:
    cells = [
        (each.key, column, value)
        for each in kept
        for column, value in each.unplaced.items()
    ]
    return pl.DataFrame(cells, schema=EXTRA, orient="row")


def _column(values: Sequence[Any], question: Question, form: Questionnaire) -> Column:
    cells = pl.Series([_text(value) for value in values], dtype=pl.String)
    return read_column(cells, question, form.offered(question))


def _text(value: Any) -> str | None:
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return None if value is None else str(value)


def _responses(kept: Sequence[KeptResponse]) -> pl.DataFrame:
    columns: dict[str, list[Any]] = {
        "response": [each.key for each in kept],
        "row": [each.row for each in kept],
        "version": [each.version or None for each in kept],
        "submitted": [each.submitted or None for each in kept],
        "start": [None] * len(kept),
        "end": [None] * len(kept),
        "user": [None] * len(kept),
        "minutes": [each.minutes for each in kept],
    }
    table = pl.DataFrame(columns, schema={"response": pl.String, **_META})
    return table.with_row_index("place").select(*table.columns, "place")


def _long(
    keys: pl.Series, columns: Mapping[str, Column], form: Questionnaire
) -> pl.DataFrame:
    parts = [pl.DataFrame(schema={**_LONG, "number": pl.Float64})]
    for code, column in columns.items():
        table = pl.DataFrame(
            {
                "response": keys,
                "question": pl.repeat(code, len(keys), dtype=pl.String, eager=True),
                "value": column.text,
                "number": numbers_of(column, form.by_code[code], form),
            }
        )
        parts.append(table.drop_nulls("value"))
    return pl.concat(parts)


def _faults(keys: pl.Series, columns: Mapping[str, Column]) -> pl.DataFrame:
    parts = [pl.DataFrame(schema=SCHEMA)]
    for code, column in columns.items():
        table = pl.DataFrame(
            {"code": column.codes, "response": keys, "value": column.text}
        ).drop_nulls("code")
        nothing = pl.lit(None, pl.String)
        parts.append(
            table.with_columns(
                question=pl.lit(code),
                column=pl.lit(code),
                sheet=nothing,
                row=pl.lit(None, pl.Int64),
            ).select(*SCHEMA)
        )
    return pl.concat(parts)


def _repeats(
    questionnaire: Questionnaire, kept: Sequence[KeptResponse]
) -> Mapping[str, pl.DataFrame]:
    found = {}
    for block in questionnaire.blocks:
        rows = [
            (each.key, place, row)
            for each in kept
            for place, row in enumerate(each.repeats.get(block.code, ()), start=1)
        ]
        if block.repeat and rows:
            found[block.code] = _repeat_table(block, rows, questionnaire)
    return found


def _repeat_table(
    block: Block,
    rows: Sequence[tuple[str, int, Mapping[str, Any]]],
    form: Questionnaire,
) -> pl.DataFrame:
    there = {code for _, _, row in rows for code in row}
    columns = {
        each.code: _column([row.get(each.code) for _, _, row in rows], each, form).typed
        for each in form.repeated_questions(block)
        if each.code in there
    }
    outer = within(form.outer_repeat(block))
    inside = {outer: [row.get(outer) for _, _, row in rows]} if outer in there else {}
    return pl.DataFrame(
        {
            "response": [key for key, _, _ in rows],
            "place": [place for _, place, _ in rows],
            **inside,
            **columns,
        }
    )
