"""What a reader of growth should know beside the figures."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from distretto.analysis.selection.growth.measuring import Run, whole_of
from distretto.analysis.selection.growth.totals import GrowthTotals
from distretto.errors import gettext_noop, ngettext_noop
from distretto.notes import Note, quoted

VALUES = {
    "employment": gettext_noop("jobs"),
    "establishments": gettext_noop("establishments"),
}
_HIDDEN = ngettext_noop(
    "%(count)s cell is hidden in %(start)s or %(end)s; what changed in it is unknown, "
    "and neither loss nor gain.",
    "%(count)s cells are hidden in %(start)s or %(end)s; what changed in them is "
    "unknown, and neither loss nor gain.",
)
_PUBLISHED = gettext_noop("Industries grow as their published totals.")
_VISIBLE = gettext_noop(
    "No totals of industries were published for both years: industries grow as the "
    "cells that are known in both."
)
_WHOLES = {
    "whole": gettext_noop(
        "The whole grows as its published total: %(first)s %(what)s in %(start)s and "
        "%(last)s in %(end)s."
    ),
    "regions": gettext_noop(
        "The whole grows as the published totals of the regions together: %(first)s "
        "%(what)s in %(start)s and %(last)s in %(end)s."
    ),
    "industries": gettext_noop(
        "The whole grows as the industries whose totals are published for both years: "
        "%(first)s %(what)s in %(start)s and %(last)s in %(end)s."
    ),
    "cells": gettext_noop(
        "The whole grows as the cells that are known in both years: %(first)s %(what)s "
        "in %(start)s and %(last)s in %(end)s."
    ),
}
_CODES = {
    "industry": ngettext_noop(
        "%(count)s industry code is in %(year)s and not in %(other)s: %(codes)s, with "
        "%(figure)s %(what)s. What changed in it is unknown, and left out.",
        "%(count)s industry codes are in %(year)s and not in %(other)s: %(codes)s, "
        "with %(figure)s %(what)s. What changed in them is unknown, and left out.",
    ),
    "region": ngettext_noop(
        "%(count)s region is in %(year)s and not in %(other)s: %(codes)s, with "
        "%(figure)s %(what)s. What changed in it is unknown, and left out.",
        "%(count)s regions are in %(year)s and not in %(other)s: %(codes)s, with "
        "%(figure)s %(what)s. What changed in them is unknown, and left out.",
    ),
}
_REVISED = gettext_noop(
    "Codes of industries ended and others began, so the classification was probably "
    "revised between %(start)s and %(end)s; a coarser level may be the same in both."
)
_AT_LEAST = gettext_noop("at least %(number)s")
_SOME = gettext_noop("an unknown number of")
_LONELY = ngettext_noop(
    "%(count)s region has no neighbour; its part of the neighbours is not told.",
    "%(count)s regions have no neighbour; their part of the neighbours is not told.",
)


def growth_notes(
    measured: pl.DataFrame,
    cells: pl.DataFrame,
    run: Run,
    totals: GrowthTotals,
    one: tuple[str, str] | None,
) -> list[Note]:
    """What a reader should know: rates, what is hidden or has no growth, islands.

    `measured` are the cells looked at, `cells` all figures of the table; `one` is the
    kind and code of the region or industry that was asked for.
    """
    start, end = str(run.asked.start), str(run.asked.end)
    notes = [Note(_VISIBLE) if totals.industries is None else Note(_PUBLISHED)]
    notes += _whole_note(run, start, end)
    if totals.note is not None:
        notes.append(totals.note)
    hidden = _in_both_years(measured, cells, run)["change"].null_count()
    if hidden:
        notes.append(Note(_HIDDEN, count=hidden, start=start, end=end))
    notes += _codes_in_one_year(cells, run, totals, one)
    if run.asked.method.startswith("spatial"):
        told = measured.group_by("region").agg(pl.col("neighbours_hidden").count())
        lonely = told.filter(pl.col("neighbours_hidden") == 0).height
        if lonely:
            notes.append(Note(_LONELY, count=lonely))
    return notes


def _whole_note(run: Run, start: str, end: str) -> list[Note]:
    whole = whole_of(run)
    if whole is None or (len(run.periods) > 1 and whole.source != "whole"):
        return []  # from year to year, the whole may be of other cells each time
    return [
        Note(
            _WHOLES[whole.source],
            first=whole.start,
            last=whole.end,
            what=Note(VALUES[run.at.value]),
            start=start,
            end=end,
        )
    ]


def _codes_in_one_year(
    cells: pl.DataFrame, run: Run, totals: GrowthTotals, one: tuple[str, str] | None
) -> Iterator[Note]:
    """Codes without any row at one end, and what is known of them at the other.

    Of an industry or region that has itself no rows at one end, all codes of its kind
    are told: what it became may be among them.
    """
    start, end = run.asked.start, run.asked.end
    for kind, told in (("industry", totals.industries), ("region", totals.regions)):
        sides = [
            (year, other, _only_in(cells, kind, year, other))
            for year, other in ((start, end), (end, start))
        ]
        if one is not None and one[0] != kind:
            told = None
            sides = [(year, other, _of(rows, *one)) for year, other, rows in sides]
        elif one is not None and not any(_of(rows, *one).height for *_, rows in sides):
            continue
        for year, other, rows in sides:
            if rows.height:
                yield _codes_note(rows, told, kind, year, other, run.at.value)
        if kind == "industry" and all(rows.height for *_, rows in sides):
            yield Note(_REVISED, start=str(start), end=str(end))


def _of(rows: pl.DataFrame, kind: str, code: str) -> pl.DataFrame:
    return rows.filter(pl.col(kind) == code)


def _in_both_years(
    measured: pl.DataFrame, cells: pl.DataFrame, run: Run
) -> pl.DataFrame:
    """The cells whose region and industry have rows in both years."""
    for kind in run.at.keys:
        for year in (run.asked.start, run.asked.end):
            listed = cells.filter(pl.col("year") == year).select(kind).unique()
            measured = measured.join(listed, on=kind, how="semi")
    return measured


def _only_in(cells: pl.DataFrame, kind: str, year: int, other: int) -> pl.DataFrame:
    """The cells of a year whose region or industry has no row in the other."""
    there = cells.filter(pl.col("year") == other).select(kind).unique()
    return cells.filter(pl.col("year") == year).join(there, on=kind, how="anti")


def _codes_note(
    rows: pl.DataFrame,
    told: pl.DataFrame | None,
    kind: str,
    year: int,
    other: int,
    value: str,
) -> Note:
    codes = sorted(rows[kind].unique())
    sums = rows.group_by(kind).agg(
        pl.col(value).sum().cast(pl.Float64).alias("sum"),
        pl.col(value).null_count().alias("hidden"),
    )
    if told is not None:
        published = told.filter(pl.col("year") == year).select(kind, total=value)
        sums = sums.join(published, on=kind, how="left").with_columns(
            sum=pl.coalesce("total", "sum"),
            hidden=pl.when(pl.col("total").is_null()).then("hidden").otherwise(0),
        )
    number = float(sums["sum"].sum())
    figure: Any = number
    if sums["hidden"].sum():
        figure = Note(_AT_LEAST, number=number) if number else Note(_SOME)
    return Note(
        _CODES[kind],
        count=len(codes),
        year=str(year),
        other=str(other),
        codes=quoted(codes),
        figure=figure,
        what=Note(VALUES[value]),
    )
