"""What a reader of a cluster map should know, in sentences."""

from collections.abc import Iterator

import polars as pl

from distretto.analysis.selection.cluster_source import Source
from distretto.analysis.selection.source_quotients import (
    regions_without_total,
    total_notes,
)
from distretto.errors import gettext_noop, ngettext_noop
from distretto.notes import Note, quoted

# Published figures are rounded; a sum of n parts that is larger by more than this
# share of the total, and by more than the root of n, is not rounding: n errors of
# half a unit at most hardly ever add up to more than that (3.5 deviations).
ROUNDING = 0.005

UNJUDGED = {
    "employment": ngettext_noop(
        "The map cannot judge %(count)s cell (of %(all)s): its employment is unknown, "
        "and is never counted as zero.",
        "The map cannot judge %(count)s cells (of %(all)s): their employment is "
        "unknown, and is never counted as zero.",
    ),
    "establishments": ngettext_noop(
        "The map cannot judge %(count)s cell (of %(all)s): its establishments are "
        "unknown, and are never counted as zero.",
        "The map cannot judge %(count)s cells (of %(all)s): their establishments are "
        "unknown, and are never counted as zero.",
    ),
}
EXCEEDED = {
    "region": ngettext_noop(
        "The parts of %(count)s region code, “%(code)s”, add up to more than "
        "the published total: look whether totals are mixed with details.",
        "The parts of %(count)s region codes, such as “%(code)s”, add up to more than "
        "the published total: look whether totals are mixed with details.",
    ),
    "industry": ngettext_noop(
        "The parts of %(count)s industry code, “%(code)s”, add up to more than "
        "the published total: look whether totals are mixed with details.",
        "The parts of %(count)s industry codes, such as “%(code)s”, add up to more "
        "than the published total: look whether totals are mixed with details.",
    ),
}
UNTESTED = {
    "establishments": ngettext_noop(
        "%(count)s cluster has unknown establishments: it is not taken for too small.",
        "%(count)s clusters have unknown establishments: they are not taken for too "
        "small.",
    ),
    "employment": ngettext_noop(
        "%(count)s cluster has unknown employment: it is not taken for too small.",
        "%(count)s clusters have unknown employment: they are not taken for too small.",
    ),
}
_LACKING = gettext_noop(
    "Industries of the base that the table does not have: %(codes)s."
)


def notes(
    source: Source,
    cells: pl.DataFrame,
    table: pl.DataFrame,
    links: pl.DataFrame | None,
) -> Iterator[Note]:
    """The notes that apply, most important first."""
    if source.lacking:
        yield Note(_LACKING, codes=quoted(source.lacking))
    yield from _unknown(source, cells)
    yield from _totals(source, cells)
    yield from total_notes(source)
    yield from _undefined(source, cells)
    yield from _untested(table)
    yield from _neighbours(cells, links)
    yield from _no_growth(source)


def _no_growth(source: Source) -> Iterator[Note]:
    """Why no cluster has a growth, where the table has nothing to compare with."""
    if source.first_year is not None:
        return
    if source.year is None:
        yield Note(gettext_noop("No growth is shown, because the table has no years."))
        return
    yield Note(
        gettext_noop(
            "No growth is shown, because the table has no year before %(year)s."
        ),
        year=str(source.year),
    )


def _unknown(source: Source, cells: pl.DataFrame) -> Iterator[Note]:
    hidden = cells[source.value].null_count()
    if not hidden:
        return
    yield Note(UNJUDGED[source.value], count=hidden, all=cells.height)
    if source.total is None:
        yield Note(
            gettext_noop(
                "No totals were published, so totals are sums of the visible cells and "
                "too small where cells are unknown. The known share then counts "
                "establishments."
            )
        )
    elif source.region_totals is None and source.base is None:
        yield Note(
            gettext_noop(
                "Totals of regions are sums of their visible cells and too small where "
                "cells are unknown, so quotients are somewhat too high there."
            )
        )


def _totals(source: Source, cells: pl.DataFrame) -> Iterator[Note]:
    for key, published in (
        ("region", source.region_totals),
        ("industry", source.industry_totals),
    ):
        if published is None:
            continue
        total, share = pl.col(f"{key}_total"), pl.col(f"{key}_known_share")
        over = cells.filter(
            total * (share - 1)
            > pl.max_horizontal(ROUNDING * total, 1e-6 + pl.len().over(key).sqrt())
        )
        if over.height:
            codes = over[key].unique().sort()
            yield Note(EXCEEDED[key], count=len(codes), code=codes[0])


def _undefined(source: Source, cells: pl.DataFrame) -> Iterator[Note]:
    lacking = pl.col(source.value).is_not_null() & pl.col("lq").is_null()
    lacking &= ~pl.col("region").is_in(regions_without_total(source))
    undefined = cells.filter(lacking)
    if undefined.height:
        yield Note(
            ngettext_noop(
                "%(count)s cell has no quotient: the total of the region or the "
                "industry is zero or unknown, or the reference does not list the "
                "industry.",
                "%(count)s cells have no quotient: the total of the region or the "
                "industry is zero or unknown, or the reference does not list the "
                "industry.",
            ),
            count=undefined.height,
        )


def _untested(table: pl.DataFrame) -> Iterator[Note]:
    for count in UNTESTED:
        unknown = table[count].null_count()
        if unknown:
            yield Note(UNTESTED[count], count=unknown)


def _neighbours(cells: pl.DataFrame, links: pl.DataFrame | None) -> Iterator[Note]:
    if links is None:
        yield Note(gettext_noop("No neighbours were given: every region stands alone."))
        return
    alone = cells.filter(~pl.col("region").is_in(links["region"].implode()))
    if alone.height:
        codes = alone["region"].unique().sort()
        yield Note(
            ngettext_noop(
                "%(count)s region, “%(code)s”, has no neighbour and stands alone.",
                "%(count)s regions, such as “%(code)s”, have no neighbours and stand "
                "alone.",
            ),
            count=len(codes),
            code=codes[0],
        )
