"""Sheets of what was understood of firms: any table, its problems, its notes."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.problems import Problem
from distretto.formats.result_files import MOST_ROWS, add_sheet
from distretto.formats.sheet_setup import for_paper, widths_of

SEEN = 200  # rows by which the widths of columns are chosen
PROBLEM_HEADS = {
    "sheet": gettext_noop("Sheet"),
    "row": gettext_noop("Row"),
    "column": gettext_noop("Column"),
    "value": gettext_noop("Value"),
    "rule": gettext_noop("Rule"),
    "severity": gettext_noop("Severity"),
    "sentence": gettext_noop("What to do"),
}


def add_table(
    book: Any,
    name: str,
    frame: pl.DataFrame,
    heads: Mapping[str, str],
    language: Language,
) -> None:
    """A sheet of a table under translated headings; a blank cell is unknown."""
    sheet = add_sheet(book, name, language)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    titles = [language.say(heads.get(column, column)) for column in frame.columns]
    shown = [[_text(cell) for cell in row] for row in frame.head(SEEN).iter_rows()]
    widths = widths_of(titles, shown)
    for place, (title, width) in enumerate(zip(titles, widths, strict=True)):
        sheet.write_string(0, place, title, bold)
        sheet.set_column(place, place, width)
    for number, row in enumerate(frame.head(MOST_ROWS).iter_rows(), start=1):
        for place, cell in enumerate(row):
            _write(sheet, number, place, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, frame.height), max(0, len(titles) - 1))
    for_paper(sheet, widths, head=0)


def problem_table(problems: Sequence[Problem]) -> pl.DataFrame:
    """Problems as a table: where, what is written, which rule, what to do."""
    rows = [
        (
            each.sheet,
            each.row,
            each.column,
            each.value,
            each.code,
            each.severity,
            each.sentence,
        )
        for each in problems
    ]
    schema = dict.fromkeys(PROBLEM_HEADS, pl.String) | {"row": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _write(sheet: Any, row: int, place: int, cell: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, place, cell)
    else:
        sheet.write_string(row, place, _text(cell))


def _text(cell: Any) -> str:
    if isinstance(cell, list):
        return "; ".join(map(str, cell))
    return "" if cell is None else str(cell)
