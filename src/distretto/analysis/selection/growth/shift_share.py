"""Shift-share: a change of jobs as the sum of what the nation, the mix of industries
and the region itself brought.

Every decomposition adds up: the parts of a cell to its change, and the parts of a
region or an industry, with what cannot be told apart, to the change observed.
"""

from collections.abc import Mapping

from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.selection.growth.measuring import Asked, in_order, prepared
from distretto.analysis.selection.growth.parts import PARTS
from distretto.analysis.selection.growth.sums import sums_by
from distretto.analysis.selection.growth.years import Columns
from distretto.errors import InputError, gettext_noop

__all__ = ["METHODS", "shift_share", "shift_share_by"]

METHODS = tuple(PARTS)


def shift_share(
    cells: IntoFrameT,
    *,
    start: int,
    end: int,
    method: str = "dunn",
    region_totals: IntoFrame | None = None,
    industry_totals: IntoFrame | None = None,
    reference: IntoFrame | None = None,
    reference_total: Mapping[int, float] | None = None,
    neighbours: IntoFrame | None = None,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
    year: str = "year",
) -> IntoFrameT:
    """What the change of each industry in each region is made of.

    With e0, e1 the cell's figures at the start and end, E0, E1 those of the industry
    and W0, W1 those of all industries in the reference area:

    - “dunn” [dunn1960]: national = e0 (W1/W0 - 1), mix = e0 (E1/E0 - W1/W0),
      regional = e0 (e1/e0 - E1/E0)
    - “esteban-marquillas” [esteban1972]: national and mix as Dunn; with h = R0 E0/W0,
      R0 the region's total, competitive = h (e1/e0 - E1/E0) and
      allocation = (e0 - h) (e1/e0 - E1/E0)
    - “dynamic” [barff1988]: Dunn for each year from start to end, added up
    - “spatial” [nazara2004]: with N0, N1 the sums of the neighbours, national and mix
      as Dunn, neighbours = e0 (N1/N0 - E1/E0), regional = e0 (e1/e0 - N1/N0)
    - “spatial-instead” [nazara2004]: neighbours in the place of the nation's industry:
      national as Dunn, neighbours = e0 (N1/N0 - W1/W0), regional = e0 (e1/e0 - N1/N0)

    Parameters
    ----------
    cells : table, one row per region x industry x year
        Columns `region`, `industry`, `year` and `value`: counts of zero or more
        (persons, establishments). Null or NaN is unknown; a pair not listed in a year
        is zero in it, but a region or an industry without any row in a year is unknown.
    start, end : int
        The first and the last year; “dynamic” needs all years between.
    method : str
        One of the above.
    region_totals : table, optional
        `region`, `year`, `value`: published totals of regions over all industries.
    industry_totals : table, optional
        `industry`, `year`, `value`: published totals of industries over all regions.
        Without them industries grow as the cells known at both ends.
    reference : table, optional
        `industry`, `year`, `value` of another area, such as the nation of a region.
    reference_total : mapping of year to number, optional
        Total of the reference area over all industries, in the unit of `value`.
        Default: the sum of the reference; without one, of the region totals, else of
        the industry totals, else of the industry totals or the cells that are known at
        both ends, whichever are more.
    neighbours : table, optional
        `region`, `neighbour` and, if wanted, `weight`: for the spatial methods.
    value, region, industry, year : str
        Names of the columns.

    Returns
    -------
    table of the same kind, one row per region x industry listed in any of the years
        `value_start`, `value_end`, `change` and the parts, all in the unit of `value`
        (persons); the parts add up to the change. Null where a figure is unknown at
        one end, or where its part cannot be computed: the reference's total is unknown
        or zero, no neighbour has the industry, or a cell that was empty at the start
        has no rate (competitive, allocation). The spatial methods have
        `neighbours_hidden` too, the number of neighbours whose figure is unknown. In
        the order of region and industry where the table is in memory.

    Raises
    ------
    InputError
        A column is missing, a value is negative or text, a cell comes twice in a year,
        a year is not in the table, the method is unknown or lacks its neighbours.
    """
    at = Columns(value, region, industry, year)
    run = prepared(
        cells,
        Asked(start, end, method, neighbours),
        region_totals,
        industry_totals,
        reference,
        reference_total,
        at,
    )
    return in_order(run.measured.select(*run.shown()), at.keys).to_native()


def shift_share_by(
    cells: IntoFrameT,
    *,
    by: str,
    start: int,
    end: int,
    method: str = "dunn",
    region_totals: IntoFrame | None = None,
    industry_totals: IntoFrame | None = None,
    reference: IntoFrame | None = None,
    reference_total: Mapping[int, float] | None = None,
    neighbours: IntoFrame | None = None,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
    year: str = "year",
) -> IntoFrameT:
    """What the change of each region, or of each industry, is made of [dunn1960].

    change = sum of the parts + unattributed

    Parameters
    ----------
    cells, start, end, method, region_totals, industry_totals, reference
        As for `shift_share`.
    reference_total, neighbours, value, region, industry, year
        As for `shift_share`.
    by : str
        “region” or “industry”.

    Returns
    -------
    table of the same kind, one row per region or industry
        `value_start`, `value_end`, `change`, the parts, and `unattributed`: what is in
        cells that are hidden at one end, or that have no part for the reasons told at
        `shift_share`; all in the unit of `value` (persons). Where the total of a row is
        published at both ends, the change is the total's and so is the national part
        (of an industry the mix too); else they are of the cells known at both ends.
        `known_share` (0 to 1) is the share of `value_start` in the cells that are
        taken apart; null where cells are hidden and no total was published.
        `hidden` counts those cells, and `is_minimum` tells where they are in no figure
        of the row, so that those at both ends are at least what is told. Null
        altogether where nothing is known. The parts and `unattributed` add up to the
        change within rounding of floating point.

    Raises
    ------
    InputError
        As for `shift_share`; `by` is neither.
    """
    if by not in ("region", "industry"):
        raise InputError(
            "no_such_grouping",
            gettext_noop(
                "Growth is told by “region” or by “industry”, not by “%(by)s”."
            ),
            by=by,
        )
    at = Columns(value, region, industry, year)
    run = prepared(
        cells,
        Asked(start, end, method, neighbours),
        region_totals,
        industry_totals,
        reference,
        reference_total,
        at,
    )
    key = region if by == "region" else industry
    sums = sums_by(
        run.measured, run.cells, key, PARTS[method], run.periods, run.reference, at
    )
    return in_order(sums, [key]).to_native()
