"""What all decompositions share: tables of several years in, cells with parts out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame

from distretto.analysis.checks import Frame
from distretto.analysis.selection.growth.nearby import with_neighbours
from distretto.analysis.selection.growth.parts import PARTS, change_of, parts_of
from distretto.analysis.selection.growth.periods import (
    Period,
    Reference,
    whole_at,
    wholes_by_source,
    with_reference,
)
from distretto.analysis.selection.growth.years import (
    Columns,
    cells_by_year,
    check_years,
    figure,
    let_in,
    totals_by_year,
)
from distretto.analysis.selection.totals import attach
from distretto.errors import InputError, gettext_noop


@dataclass(frozen=True)
class Asked:
    """The period, the method, and the neighbours where it needs them."""

    start: int
    end: int
    method: str
    neighbours: IntoFrame | None

    def periods(self) -> list[Period]:
        """The steps the change is taken in: one, or one a year."""
        if self.method != "dynamic":
            return [(self.start, self.end)]
        return [(each, each + 1) for each in range(self.start, self.end)]


@dataclass(frozen=True)
class Run:
    """The cells by year, and the same with all parts beside them."""

    cells: Frame
    measured: Frame
    periods: list[Period]
    reference: Reference
    asked: Asked
    at: Columns

    def shown(self) -> list[str]:
        """The columns of the result, cell by cell."""
        spatial = self.asked.method.startswith("spatial")
        more = ["neighbours_hidden"] if spatial else []
        ends = ["value_start", "value_end", "change"]
        return [*self.at.keys, *ends, *PARTS[self.asked.method], *more]


@dataclass(frozen=True)
class Whole:
    """What the whole grew from and to, and what its figures were taken from."""

    source: str
    start: float
    end: float


def whole_of(run: Run) -> Whole | None:
    """The whole that the cells of a run were compared with; None if it is unknown.

    Of a table in memory. In several periods the source is that of the first.
    """
    last = len(run.periods) - 1
    ends = (whole_at(0, False), whole_at(last, True))
    sources = wholes_by_source(run.cells, run.periods, run.reference, run.at)
    for source, sums in sources:
        row: Any = sums
        start, end = (row.get_column(name).to_list()[0] for name in ends)
        if start is not None and end is not None:
            return Whole(source, start, end)
    return None


def prepared(
    cells: IntoFrame,
    asked: Asked,
    region_totals: IntoFrame | None,
    industry_totals: IntoFrame | None,
    reference: IntoFrame | None,
    reference_total: Mapping[int, float] | None,
    at: Columns,
) -> Run:
    """Tables let in, set side by side by year, and every part computed."""
    _check(asked)
    periods = asked.periods()
    years = sorted({year for period in periods for year in period})
    frame = cells_by_year(let_in(cells, at.keys, at, "cells", years), years, at)

    def told(table: IntoFrame | None, key: str, name: str) -> Frame | None:
        return None if table is None else let_in(table, [key], at, name, years)

    compared = Reference(
        told(region_totals, at.region, "region totals"),
        told(industry_totals, at.industry, "industry totals"),
        told(reference, at.industry, "reference"),
        reference_total,
    )
    full = with_reference(frame, periods, compared, at)
    if asked.method.startswith("spatial"):
        assert asked.neighbours is not None
        full = with_neighbours(full, asked.neighbours, asked.start, asked.end, at)
    if asked.method == "esteban-marquillas":
        full = attach(full, (_region_start(frame, compared, asked, at), at.region))
    first, last = figure(asked.start), figure(asked.end)
    known = ~change_of(periods).is_null()  # of a change that is unknown, so is a part
    measured = full.with_columns(
        nw.col(first).alias("value_start"),
        nw.col(last).alias("value_end"),
        (nw.col(last) - nw.col(first)).alias("change"),
        *parts_of(asked.method, periods),
    ).with_columns(
        nw.when(known).then(nw.col(part)).alias(part) for part in PARTS[asked.method]
    )
    return Run(frame, measured, periods, compared, asked, at)


def _check(asked: Asked) -> None:
    check_years(asked.start, asked.end)
    if asked.method not in PARTS:
        raise InputError(
            "no_such_method",
            gettext_noop(
                "There is no method “%(method)s”. Choose one of: %(methods)s."
            ),
            method=asked.method,
            methods=", ".join(PARTS),
        )
    if asked.method.startswith("spatial") and asked.neighbours is None:
        raise InputError(
            "needs_neighbours",
            gettext_noop(
                "The method “%(method)s” compares a region with its neighbours: say "
                "which regions are neighbours."
            ),
            method=asked.method,
        )


def _region_start(
    frame: Frame, reference: Reference, asked: Asked, at: Columns
) -> Frame:
    """Each region's total at the start: published, else of the cells known then."""
    start = figure(asked.start)
    sums: Any = (
        frame.select(at.region, nw.col(start).fill_null(0.0).alias("_region_start"))
        .group_by(at.region)
        .agg(nw.col("_region_start").sum())
    )
    wide = totals_by_year(frame, reference.regions, at.region, [asked.start], at)
    if wide is None:
        return sums
    both: Any = sums.join(wide, on=at.region, how="left")
    best = nw.coalesce(nw.col(start), nw.col("_region_start"))
    return both.select(at.region, best.alias("_region_start"))


def in_order(frame: Frame, keys: Sequence[str]) -> Frame:
    """The rows by their keys, where the table is in memory."""
    return frame.sort(*keys) if isinstance(frame, nw.DataFrame) else frame
