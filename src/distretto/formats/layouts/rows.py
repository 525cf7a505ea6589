"""Canonical rows: what every layout but the QCEW's becomes first."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from distretto.errors import gettext_noop
from distretto.formats.layouts.model import Choices
from distretto.formats.problems import Problem
from distretto.notes import Note

KEYS = ("region", "industry")
LISTED = 100  # problems of one rule that are kept with their places


@dataclass
class Rows:
    """Canonical rows on their way, with what was found so far.

    `frame` has `row` (of the file), `region`, `industry`, `year` (0 where the file
    has none), `establishments`, `employment`.
    """

    frame: pl.DataFrame
    columns: Mapping[str, str]
    region_names: dict[str, str] = field(default_factory=dict)
    industry_names: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    notes: list[Note] = field(default_factory=list)


def left_out_after(year: int) -> Note:
    """The note where an earlier year than the last was asked for."""
    return Note(gettext_noop("Figures after %(year)s were left out."), year=str(year))


def titles_notes(choices: Choices, cells: pl.DataFrame) -> list[Note]:
    """Where titles were given and the table has none of their codes."""
    notes = []
    for key, titles in (
        ("industry", choices.titles),
        ("region", choices.region_titles),
    ):
        used = cells[key].unique().to_list()
        if titles and used and titles.keys().isdisjoint(used):
            given, own = min(titles), min(used)
            notes.append(Note(_NO_TITLE_FITS[key], given=given, used=own))
    return notes


_NO_TITLE_FITS = {
    "industry": gettext_noop(
        "None of the titles given fits an industry of the table: their codes are like "
        "“%(given)s”, the table's like “%(used)s”."
    ),
    "region": gettext_noop(
        "None of the names given fits a region of the table: their codes are like "
        "“%(given)s”, the table's like “%(used)s”."
    ),
}
_BLANK = gettext_noop(
    "there are figures but no %(role)s. Fill it in, or delete the row."
)
_MERGED = gettext_noop(
    "there are figures but no %(role)s, below a row that has one. If the cells are "
    "merged, say that a blank is filled from above (fill down); else fill it in."
)


def blank_key(
    role: str, row: int, column: str, sheet: str | None, *, merged: bool = False
) -> Problem:
    """The problem of a row with figures but without its region or industry.

    `merged` says that so many are blank that they look like cells merged in a sheet.
    """
    return Problem(
        "blank_key",
        _MERGED if merged else _BLANK,
        {"role": role, "merged": merged},
        sheet,
        row,
        column,
    )
