"""A picture: its drawing, its words, and the table behind it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.signs import signed

if TYPE_CHECKING:  # it takes a second to load, and only names a type here
    import altair as alt

Cell = str | int | float | bool | None


class Bounded(float):
    """A number that is shown behind a sign, such as “≤” where it is a bound.

    `beneath` is a line of its own under it, such as its interval.
    """

    sign: str
    beneath: str

    def __new__(cls, number: float, sign: str, beneath: str = "") -> "Bounded":
        """The number with its sign, and what stands beneath."""
        found = super().__new__(cls, number)
        found.sign, found.beneath = sign, beneath
        return found


@dataclass(frozen=True)
class Column:
    """A column of the table behind a picture.

    `kind` is “text”, “count”, “number”, “figure” (whole ones without decimals),
    “exact” (three significant digits, however small), “score” (points, whole ones
    without decimals) or “share”; `unit` is empty where the name says it.
    """

    key: str
    name: str
    kind: str = "text"
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """The figures behind a picture, as numbers; unknown is None."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def worded(self, language: Language = ENGLISH) -> list[list[str]]:
        """The rows as people read them."""
        return [
            [word(column, cell, language) for column, cell in self.cells(row)]
            for row in self.rows
        ]

    def cells(self, row: Sequence[Cell]) -> list[tuple[Column, Cell]]:
        """Each cell of a row beside its column."""
        return list(zip(self.columns, row, strict=True))


def source_line(source: str, year: int | str | None) -> str:
    """Source and year as they stand behind a figure: “Census, 2018”.

    A year that the source names already is not said twice.
    """
    if year and re.search(rf"(?<!\d){re.escape(str(year))}(?!\d)", source):
        return source
    return ", ".join(str(each) for each in (source, year) if each)


def word(column: Column, cell: Cell, language: Language) -> str:
    """One cell as people read it: with separators, and unknown said."""
    if cell is None:
        return "" if column.kind == "text" else language.unknown
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Bounded):
        number = signed(cell.sign, word(column, float(cell), language))
        return f"{number}\n{cell.beneath}" if cell.beneath else number
    if column.kind == "score":
        return language.number(float(cell), 0 if float(cell).is_integer() else 2)
    if column.kind == "count":
        return language.number(float(cell))
    if column.kind == "figure":
        return language.figure(float(cell))
    if column.kind == "number":
        return language.short(float(cell))
    if column.kind == "exact":
        return language.significant(float(cell))
    if column.kind == "share":
        return language.percent(float(cell))
    return str(cell)


@dataclass(frozen=True)
class Picture:
    """What a chart function gives back.

    Attributes
    ----------
    chart : altair chart
        The one definition that page, PNG and PDF are drawn from; it names its data.
    data : dict of name to rows
    table : Table
        The figures behind it, for those who do not see the picture.
    title : str
        A heading; it is not drawn inside the picture.
    description : str
        What the picture shows, in a sentence or two, for screen readers.
    notes : tuple of str
        Source, year, what is unknown, what borders mean: the caption.
    """

    chart: "alt.TopLevelMixin"
    data: Mapping[str, Sequence[Any]]
    table: Table
    title: str
    description: str
    notes: tuple[str, ...] = ()
    language: Language = ENGLISH

    @property
    def caption(self) -> str:
        """The notes in one line."""
        return " ".join(self.notes)

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The Vega-Lite specification, all data inside."""
        # Charts name their data and get them here: Altair copies and checks what
        # it is given again and again, and a map has many thousand numbers. A test
        # checks the specifications.
        spec: dict[str, Any] = self.chart.to_dict(validate=False)
        return {**spec, "datasets": dict(self.data)}
