"""Columns of an export that belong to no question: listed, and their cells kept."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from distretto.formats.kobo.placed import Placed
from distretto.formats.kobo.placing import Place
from distretto.formats.kobo.responses import EXTRA, Unplaced
from distretto.formats.kobo.sensitive import HIDDEN, SensitiveColumns
from distretto.formats.kobo.values import as_text

ELSEWHERE = "elsewhere"
_OF_QUESTIONS = frozenset(("question", "choice", "position"))


@dataclass(frozen=True)
class LeftOver:
    """A column that no question has taken, with its cells as text."""

    told: Unplaced
    cells: pl.Series
    is_blank: bool


def left_over(
    placed: Placed, taken: Collection[str], sensitive: SensitiveColumns
) -> list[LeftOver]:
    """The columns of a table that are of no question, or of none of those `taken`.

    A question that repeats has its columns on the sheet of its repeat, and others on
    that of the responses: elsewhere they would be answers of nobody. The example of a
    sensitive one is hidden.
    """
    found = []
    names: set[str] = set()
    for number, (head, place) in enumerate(
        zip(placed.table.heads, placed.places, strict=True)
    ):
        why = _why(place, taken)
        if not why:
            continue
        cells = as_text(placed.table.frame[str(number)])
        name = head or f"column {number + 1}"
        if name in names:
            name = f"{name} ({number + 1})"
        names.add(name)
        filled = cells.drop_nulls()
        example = str(filled[0])[:60] if len(filled) else ""
        if example and head in sensitive:
            example = HIDDEN
        told = Unplaced(placed.table.name, name, len(filled), example, why)
        found.append(LeftOver(told, cells, not len(filled)))
    return found


def _why(place: Place, taken: Collection[str]) -> str:
    if place.kind == "unplaced":
        return place.detail
    is_lost = place.kind in _OF_QUESTIONS and place.question not in taken
    return ELSEWHERE if is_lost else ""


def extra_cells(
    left: Sequence[LeftOver], rows: pl.DataFrame, sheet: str = ""
) -> Iterator[pl.DataFrame]:
    """The cells of such columns, one row for each that is filled.

    Parameters
    ----------
    left : of one table
    rows : for each row of the table, `response` and `place`
    sheet : of a repeat; its cells are called “sheet[2]/column”
    """
    for each in left:
        name = (
            pl.format(f"{sheet}[{{}}]/{{}}", "place", pl.lit(each.told.column))
            if sheet
            else pl.lit(each.told.column)
        )
        frame = rows.select("response", "place").with_columns(value=each.cells)
        yield (
            frame.drop_nulls(["response", "value"])
            .with_columns(column=name)
            .select(*EXTRA)
        )
