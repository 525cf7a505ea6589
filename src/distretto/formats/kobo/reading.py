"""An export of Kobo or ODK, read as responses."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from distretto.errors import FormatError, gettext_noop
from distretto.formats.kobo.keys import keyed, meta_table
from distretto.formats.kobo.left_over import LeftOver, extra_cells, left_over
from distretto.formats.kobo.placed import Placed, faults_of, read_columns
from distretto.formats.kobo.placing import Placer
from distretto.formats.kobo.repeats import (
    RepeatTable,
    owners_of,
    repeat_rows,
    repeat_tables,
)
from distretto.formats.kobo.responses import (
    EXTRA,
    NO_COLUMN,
    RETIRED,
    UNPLACED,
    VERSIONS,
    Responses,
    Unplaced,
)
from distretto.formats.kobo.sensitive import SensitiveColumns
from distretto.formats.kobo.sheets import ExportTable, export_tables
from distretto.formats.kobo.values import Column, FaultTable, not_after
from distretto.formats.questionnaire.model import (
    CONSENT,
    DAY_OF_INTERVIEW,
    Question,
    Questionnaire,
)
from distretto.notes import Note, quoted

_NAMED = 8  # in a note; the whole lists stand in the result


def read_responses(
    path: str | Path,
    questionnaire: Questionnaire,
    *,
    today: date | None = None,
    asked: Questionnaire | None = None,
) -> Responses:
    """Read an export (CSV, Excel, or a ZIP of CSVs), whatever its columns are called.

    Nothing is lost: what does not fit its question is told, column and row, and its
    text kept; columns without a question are listed.

    Parameters
    ----------
    path : the file
    questionnaire : what was asked, retired questions of earlier versions included
    today : an interview after this day is at fault; without it, none is
    asked : the blocks that were asked, of which columns may be lacking; else all are

    Raises
    ------
    FormatError
        The file is no table, or none of its columns belongs to a question.
    """
    placer = Placer(questionnaire)
    tables = [
        Placed(table, tuple(placer.place(head) for head in table.heads))
        for table in export_tables(path)
    ]
    main, others = _main(tables)
    faults = FaultTable()
    columns = read_columns(main, questionnaire)
    if not columns:
        raise _no_question(path, main.table)
    if today and DAY_OF_INTERVIEW in columns:
        columns[DAY_OF_INTERVIEW] = not_after(columns[DAY_OF_INTERVIEW], today)
    responses, kept = keyed(meta_table(main), main.table.name, faults)
    for code, column in columns.items():
        faults.add(faults_of(main, code, column, responses["all"]))
    inner = repeat_tables(others, questionnaire, main, responses["all"])
    repeats = repeat_rows(inner, questionnaire, faults)
    repeated = questionnaire.repeat_of
    one = {code: column for code, column in columns.items() if code not in repeated}
    wide = _wide(one, kept)
    _add_needed(questionnaire, wide, kept, main, faults)
    hidden = SensitiveColumns(questionnaire)
    seen = {*one, *(name for table in repeats.values() for name in table.columns)}
    left, extra = _left_over(main, others, inner, one, responses["all"], kept, hidden)
    return Responses(
        questionnaire=questionnaire,
        responses=kept,
        answers=_answers(one, kept, questionnaire),
        wide=wide,
        repeats=repeats,
        faults=faults.table.sort("sheet", "row", maintain_order=True),
        unplaced=left,
        passed_over=tuple(
            head
            for head, place in zip(main.table.heads, main.places, strict=True)
            if place.kind == "passed over"
        ),
        notes=_notes(questionnaire, asked or questionnaire, kept, seen, left),
        extra=extra,
        heads=_heads(main, others),
        unordered=frozenset(code for table in tables for code in _only_split(table)),
    )


def _heads(main: Placed, others: Sequence[Placed]) -> frozenset[str]:
    inner = (
        f"{each.table.name}/{head}" for each in others for head in each.table.heads
    )
    return frozenset((*main.table.heads, *inner))


def _only_split(placed: Placed) -> set[str]:
    return {*placed.columns_of("choice")} - {*placed.columns_of("question")}


def _left_over(
    main: Placed,
    others: Sequence[Placed],
    inner: Sequence[RepeatTable],
    taken: Collection[str],
    responses: pl.Series,
    kept: pl.DataFrame,
    hidden: SensitiveColumns,
) -> tuple[tuple[Unplaced, ...], pl.DataFrame]:
    """What belongs to no question: the columns that have something in them, and it."""
    of_main = left_over(main, taken, hidden)
    # Of a response that is there twice, the row that counts.
    counts = pl.int_range(0, pl.len()).is_in(kept["place"].to_list())
    rows = pl.DataFrame({"response": responses}).select(
        pl.when(counts).then("response"), place=pl.int_range(1, pl.len() + 1)
    )
    parts = [pl.DataFrame(schema=EXTRA), *extra_cells(of_main, rows)]
    found: list[LeftOver] = [*of_main]
    for table in others:
        here = [each for each in inner if each.placed is table]
        inside = {code for each in here for code in each.codes}
        of_table = left_over(table, inside, hidden)
        owners = here[-1].owners if here else owners_of(table, main, responses)
        parts += extra_cells(of_table, owners, table.table.name or "2")
        found += of_table
    # A heading over nothing, such as that of a group, loses nothing.
    listed = tuple(each.told for each in found if not each.is_blank)
    return listed, pl.concat(parts)


def _main(tables: Sequence[Placed]) -> tuple[Placed, list[Placed]]:
    """The table of responses, and those of the groups that repeat."""
    inner = [
        each
        for each in tables
        if each.meta("parent_index") is not None
        or each.meta("parent_key") is not None
        or each.meta("submission") is not None
    ]
    outer = [each for each in tables if each not in inner] or list(tables)
    main = max(outer, key=lambda each: len(each.columns_of("question")))
    return main, [each for each in tables if each is not main]


def _no_question(path: str | Path, table: ExportTable) -> FormatError:
    return FormatError(
        "no_known_question",
        gettext_noop(
            "“%(file)s” has no column of the questionnaire. Its columns are: "
            "%(columns)s. Export with the names of the form or with its labels, or "
            "give the questionnaire that was asked."
        ),
        file=Path(path).name,
        columns=", ".join(f"“{head}”" for head in table.heads[:_NAMED]),
    )


def _wide(columns: Mapping[str, Column], kept: pl.DataFrame) -> pl.DataFrame:
    rows = kept["place"]
    return pl.DataFrame(
        {
            "response": kept["response"],
            **{code: column.typed.gather(rows) for code, column in columns.items()},
        }
    )


def _answers(
    columns: Mapping[str, Column], kept: pl.DataFrame, questionnaire: Questionnaire
) -> pl.DataFrame:
    """One row for each answer; of text and answers offered, the number they have."""
    parts = [
        pl.DataFrame(schema=dict.fromkeys(("response", "question", "value"), pl.String))
        .with_columns(number=pl.lit(None, pl.Float64))
    ]  # fmt: skip
    for code, column in columns.items():
        number = numbers_of(column, questionnaire.by_code[code], questionnaire)
        table = pl.DataFrame(
            {
                "response": kept["response"],
                "value": column.text.gather(kept["place"]),
                "number": number.gather(kept["place"]),
            }
        ).filter(pl.col("value").is_not_null())
        parts.append(table.with_columns(question=pl.lit(code)).select(parts[0].columns))
    return pl.concat(parts)


def numbers_of(
    column: Column, question: Question, questionnaire: Questionnaire
) -> pl.Series:
    """What answers count as; null where they are no numbers."""
    if column.typed.dtype.is_numeric():
        return column.typed.cast(pl.Float64)
    offered = questionnaire.offered(question)
    if question.kind == "multi" or not offered:
        return pl.Series([None], dtype=pl.Float64).new_from_index(0, len(column.typed))
    numbers = {choice.name: choice.number for choice in offered}
    return column.typed.replace_strict(numbers, default=None, return_dtype=pl.Float64)


def _add_needed(
    questionnaire: Questionnaire,
    wide: pl.DataFrame,
    kept: pl.DataFrame,
    main: Placed,
    faults: FaultTable,
) -> None:
    """Answers that must be given, but of those who refused to take part."""
    said = wide[CONSENT] if CONSENT in wide.columns else [None] * wide.height
    refused = [questionnaire.agreed(each) is False for each in said]
    for question in questionnaire.asked:
        if not question.required or question.code not in wide.columns:
            continue
        lacking = wide[question.code].is_null() & ~pl.Series(refused, dtype=pl.Boolean)
        at_fault = faults.table.filter(pl.col("question") == question.code)
        frame = kept.select("response", "row").filter(lacking)
        faults.add(
            frame.join(at_fault, on="response", how="anti").with_columns(
                code=pl.lit("needed"),
                question=pl.lit(question.code),
                sheet=pl.lit(main.table.name),
                column=pl.lit(question.code),
                value=pl.lit(""),
            )
        )


def _notes(
    questionnaire: Questionnaire,
    asked: Questionnaire,
    kept: pl.DataFrame,
    seen: Collection[str],
    unplaced: Sequence[Unplaced],
) -> tuple[Note, ...]:
    notes = []
    versions = kept["version"].drop_nulls().unique().sort().to_list()
    if versions:
        listed = quoted(versions, _NAMED)
        notes.append(Note(VERSIONS, count=len(versions), versions=listed))
    gone = [
        question.code
        for _, question in questionnaire.all_questions()
        if question.is_retired and question.code in seen
    ]
    lacking = [
        question.code
        for question in asked.asked
        if question.code not in seen and question.kind != "note"
    ]
    left = [each.column for each in unplaced]
    if gone:
        listed = quoted(gone, _NAMED)
        notes.append(Note(RETIRED, count=len(gone), questions=listed))
    if lacking:
        listed = quoted(lacking, _NAMED)
        notes.append(Note(NO_COLUMN, count=len(lacking), questions=listed))
    if left:
        listed = quoted(left, _NAMED)
        notes.append(Note(UNPLACED, count=len(left), columns=listed))
    return tuple(notes)
