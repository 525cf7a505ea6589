"""How the reference area grew in each period: as a whole, and in each industry.

Published totals win, because they count the hidden cells. Where none were published,
the growth is that of the cells that are known at both ends of the period: a cell that
is hidden in one year only would otherwise count as jobs lost or won.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from distretto.analysis.checks import Frame, check_at_least_zero, check_joinable
from distretto.analysis.selection.growth.years import (
    Columns,
    figure,
    published_by_year,
    totals_by_year,
)
from distretto.analysis.selection.totals import attach

Period = tuple[int, int]


@dataclass(frozen=True)
class Reference:
    """What the growth of a region is compared with: tables of several years.

    `totals` are of another area; `regions` and `industries` the published totals of
    this one. `whole` is the total of the other area over all its industries.
    """

    regions: Frame | None = None
    industries: Frame | None = None
    totals: Frame | None = None
    whole: Mapping[int, float] | None = None


def industry_at(place: int, end: bool) -> str:
    """The column of the reference's industry at the start or end of a period."""
    return f"_i{'e' if end else 's'}{place}"


def whole_at(place: int, end: bool) -> str:
    """The column of the reference as a whole at the start or end of a period."""
    return f"_w{'e' if end else 's'}{place}"


def years_of(periods: Sequence[Period]) -> list[int]:
    """All years at which a period begins or ends, in their order."""
    return sorted({year for period in periods for year in period})


def with_reference(
    cells: Frame, periods: Sequence[Period], reference: Reference, at: Columns
) -> Frame:
    """The cells with the reference's industry and whole at both ends of each period."""
    return beside_reference(cells, cells, periods, reference, at)


def beside_reference(
    frame: Frame,
    cells: Frame,
    periods: Sequence[Period],
    reference: Reference,
    at: Columns,
) -> Frame:
    """Any rows with the reference's whole and, where they have one, industry.

    `cells` are what the growth is taken from where no totals were published.
    """
    if at.industry in frame.collect_schema().names():
        industries = _industries(cells, periods, reference, at)
        frame = attach(frame, (industries, at.industry))
    wholes = _wholes(cells, periods, reference, at)
    joined: Any = frame.join(wholes, how="cross")  # type: ignore[arg-type]
    return joined


def _ends(periods: Sequence[Period]) -> Iterator[tuple[int, bool, int]]:
    """Each end of each period: the period's place, whether it is the end, the year."""
    for place, period in enumerate(periods):
        for is_end, year in enumerate(period):
            yield place, bool(is_end), year


def _industries(
    cells: Frame, periods: Sequence[Period], reference: Reference, at: Columns
) -> Frame:
    given = reference.industries if reference.totals is None else reference.totals
    told = totals_by_year(cells, given, at.industry, years_of(periods), at)
    if told is not None:
        return told.select(
            nw.col(at.industry),
            *(
                nw.col(figure(year)).alias(industry_at(place, is_end))
                for place, is_end, year in _ends(periods)
            ),
        )
    matched = cells.select(at.industry, *_matched(periods, industry_at))
    sums: Any = matched.group_by(at.industry).agg(
        nw.col(industry_at(place, is_end)).sum() for place, is_end, _ in _ends(periods)
    )
    return sums


def _matched(
    periods: Sequence[Period], name: Callable[[int, bool], str]
) -> Iterator[nw.Expr]:
    """The figures at both ends of each period, zero where either is unknown."""
    for place, is_end, year in _ends(periods):
        start, end = periods[place]
        both = ~nw.col(figure(start)).is_null() & ~nw.col(figure(end)).is_null()
        value = nw.when(both).then(nw.col(figure(year))).otherwise(nw.lit(0.0))
        yield value.alias(name(place, is_end))


def _wholes(
    cells: Frame, periods: Sequence[Period], reference: Reference, at: Columns
) -> Frame:
    """One row: the whole at each end, from the best that is known."""
    names = [whole_at(place, is_end) for place, is_end, _ in _ends(periods)]
    (_, best), *others = wholes_by_source(cells, periods, reference, at)
    for _, other in others:
        best = _preferred(best, other, names)
    return best


def wholes_by_source(
    cells: Frame, periods: Sequence[Period], reference: Reference, at: Columns
) -> list[tuple[str, Frame]]:
    """What the whole may be taken from, the best first; null where it is not known.

    One row each. Regions are better than industries, for they have industries of no
    cell. Where some industries have no total, the others are the whole if they are
    more than the cells that are known: what both have in common counts what is hidden.
    """
    years = years_of(periods)
    sums = _matched_sums(cells, periods)
    if reference.whole is not None:
        return [("whole", sums.select(*_fixed(periods, reference.whole)))]
    if reference.totals is not None:
        theirs = check_joinable(cells, reference.totals, at.industry, "reference")
        wide = published_by_year(theirs, at.industry, years, at)
        return [("reference", _complete(wide, periods))]
    found = []
    regions = totals_by_year(cells, reference.regions, at.region, years, at)
    if regions is not None:
        found.append(("regions", _complete(regions, periods)))
    industries = totals_by_year(cells, reference.industries, at.industry, years, at)
    if industries is not None:
        found.append(("industries", _complete(industries, periods)))
        matched = _if_wider(_matched_sums(industries, periods), sums, periods)
        found.append(("industries", matched))
    return [*found, ("cells", sums)]


def _matched_sums(wide: Frame, periods: Sequence[Period]) -> Frame:
    """The sums of what is known at both ends of each period."""
    names = [whole_at(place, is_end) for place, is_end, _ in _ends(periods)]
    matched = wide.select(*_matched(periods, whole_at))
    return matched.select(*(nw.col(name).sum() for name in names))


def _if_wider(sums: Frame, other: Frame, periods: Sequence[Period]) -> Frame:
    """The sums of the periods at whose start they are not less than the others."""
    names = [whole_at(place, is_end) for place, is_end, _ in _ends(periods)]
    beside = other.rename({name: f"{name}_other" for name in names})
    both: Any = sums.join(beside, how="cross")  # type: ignore[arg-type]
    return both.select(
        nw.when(
            nw.col(whole_at(place, False)) >= nw.col(f"{whole_at(place, False)}_other")
        )
        .then(nw.col(whole_at(place, is_end)))
        .alias(whole_at(place, is_end))
        for place, is_end, _ in _ends(periods)
    )


def _fixed(periods: Sequence[Period], whole: Mapping[int, float]) -> Iterator[nw.Expr]:
    for place, is_end, year in _ends(periods):
        found = whole.get(year)
        total = None if found is None else check_at_least_zero(found, "total")
        yield nw.lit(total).cast(nw.Float64).alias(whole_at(place, is_end))


def _complete(wide: Frame, periods: Sequence[Period]) -> Frame:
    """The sums of totals at both ends of each period; null where one is lacking."""
    years = years_of(periods)
    lacking = {year: f"_u{year}" for year in years}
    marked = wide.with_columns(
        nw.col(figure(year)).is_null().cast(nw.Float64).alias(lacking[year])
        for year in years
    )
    sums = marked.select(
        nw.col(name).sum() for year in years for name in (figure(year), lacking[year])
    )
    return sums.select(
        nw.when(
            (nw.col(lacking[periods[place][0]]) == 0)
            & (nw.col(lacking[periods[place][1]]) == 0)
        )
        .then(nw.col(figure(year)))
        .alias(whole_at(place, is_end))
        for place, is_end, year in _ends(periods)
    )


def _preferred(better: Frame, other: Frame, names: Sequence[str]) -> Frame:
    kept = other.rename({name: f"{name}_other" for name in names})
    both: Any = kept.join(better, how="cross")  # type: ignore[arg-type]
    return both.select(
        nw.coalesce(nw.col(n), nw.col(f"{n}_other")).alias(n) for n in names
    )
