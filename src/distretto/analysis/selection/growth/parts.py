"""What a change is made of: the formulas of each method, as columns.

e0 and e1 are a cell's figures at the start and end of a period, E0 and E1 those of the
reference's industry, W0 and W1 those of the reference as a whole. A cell that was empty
at the start has no rate of growth: all that came is its own (regional) part.
"""

from collections.abc import Iterable, Sequence

import narwhals as nw

from distretto.analysis.selection.growth.nearby import NEAR
from distretto.analysis.selection.growth.periods import (
    Period,
    industry_at,
    whole_at,
)
from distretto.analysis.selection.growth.years import figure

# The parts of each method, in the order in which they are told.
PARTS: dict[str, tuple[str, ...]] = {
    "dunn": ("national", "mix", "regional"),
    "esteban-marquillas": ("national", "mix", "competitive", "allocation"),
    "dynamic": ("national", "mix", "regional"),
    "spatial": ("national", "mix", "neighbours", "regional"),
    "spatial-instead": ("national", "neighbours", "regional"),
}


def parts_of(method: str, periods: Sequence[Period]) -> list[nw.Expr]:
    """The columns of a method's parts, in the unit of the figures."""
    if method == "esteban-marquillas":
        return _homothetic(periods[0])
    if method == "spatial":
        return _beside_nation(periods[0])
    if method == "spatial-instead":
        return _instead_of_nation(periods[0])
    return _added_up(periods)


def national_part(periods: Sequence[Period]) -> nw.Expr:
    """What the rows would have won had they grown as the reference as a whole."""
    return _sum(_as_whole(each) - _start(each) for each in enumerate(periods))


def mix_part(periods: Sequence[Period]) -> nw.Expr:
    """What came of industries that grew faster or slower than the whole."""
    return _sum(_as_industry(each) - _as_whole(each) for each in enumerate(periods))


def change_of(periods: Sequence[Period]) -> nw.Expr:
    """The figures at the end less those at the start; null where a year is unknown."""
    return _sum(_end(each) - _start(each) for each in enumerate(periods))


def as_industry(period: Period) -> nw.Expr:
    """The figure at the end, had the cell grown as its industry in the reference."""
    return _as_industry((0, period))


def _added_up(periods: Sequence[Period]) -> list[nw.Expr]:
    """Dunn, in one period or added up over several."""
    regional = _sum(_end(each) - _as_industry(each) for each in enumerate(periods))
    return [
        national_part(periods).alias("national"),
        mix_part(periods).alias("mix"),
        regional.alias("regional"),
    ]


def _homothetic(period: Period) -> list[nw.Expr]:
    """The regional part, split by the jobs the region would have with the reference's
    structure."""
    each = (0, period)
    e0, e1 = _start(each), _end(each)
    whole, industry = nw.col(whole_at(0, False)), nw.col(industry_at(0, False))
    fair = nw.when(whole > 0).then(nw.col("_region_start") * industry / whole)
    ahead = nw.when(e0 > 0).then((e1 - _as_industry(each)) / e0)
    empty = (e0 == 0) & (e1 == 0)
    zero = nw.lit(0.0)
    return [
        (_as_whole(each) - e0).alias("national"),
        (_as_industry(each) - _as_whole(each)).alias("mix"),
        nw.when(empty).then(zero).otherwise(fair * ahead).alias("competitive"),
        nw.when(empty).then(zero).otherwise((e0 - fair) * ahead).alias("allocation"),
    ]


def _beside_nation(period: Period) -> list[nw.Expr]:
    each = (0, period)
    return [
        (_as_whole(each) - _start(each)).alias("national"),
        (_as_industry(each) - _as_whole(each)).alias("mix"),
        (_as_neighbours(each) - _as_industry(each)).alias("neighbours"),
        (_end(each) - _as_neighbours(each)).alias("regional"),
    ]


def _instead_of_nation(period: Period) -> list[nw.Expr]:
    each = (0, period)
    return [
        (_as_whole(each) - _start(each)).alias("national"),
        (_as_neighbours(each) - _as_whole(each)).alias("neighbours"),
        (_end(each) - _as_neighbours(each)).alias("regional"),
    ]


_Placed = tuple[int, Period]


def _start(each: _Placed) -> nw.Expr:
    return nw.col(figure(each[1][0]))


def _end(each: _Placed) -> nw.Expr:
    return nw.col(figure(each[1][1]))


def _as_whole(each: _Placed) -> nw.Expr:
    place, _ = each
    return _grown(each, whole_at(place, False), whole_at(place, True))


def _as_industry(each: _Placed) -> nw.Expr:
    place, _ = each
    return _grown(each, industry_at(place, False), industry_at(place, True))


def _as_neighbours(each: _Placed) -> nw.Expr:
    return _grown(each, *NEAR)


def _grown(each: _Placed, start: str, end: str) -> nw.Expr:
    """The cell's start, grown as another figure did; nothing grows to nothing."""
    e0, before = _start(each), nw.col(start)
    grown = nw.when(before > 0).then(e0 * nw.col(end) / before)
    return nw.when(e0 == 0).then(nw.lit(0.0)).otherwise(grown)


def _sum(parts: Iterable[nw.Expr]) -> nw.Expr:
    total, *rest = parts
    for part in rest:
        total = total + part
    return total
