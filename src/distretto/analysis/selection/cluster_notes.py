"""What a reader of a cluster map should know, in sentences."""

from collections.abc import Iterator

import polars as pl

from distretto.analysis.selection.cluster_source import Source

# Published totals are rounded; a sum of parts that is larger by more than this
# share of the total is not rounding.
ROUNDING = 0.005


def notes(
    source: Source,
    cells: pl.DataFrame,
    table: pl.DataFrame,
    links: pl.DataFrame | None,
) -> Iterator[str]:
    """The sentences that apply, most important first."""
    yield from _unknown(source, cells)
    yield from _totals(source, cells)
    yield from _undefined(cells, source.value)
    yield from _untested(table)
    yield from _neighbours(cells, links)


def _unknown(source: Source, cells: pl.DataFrame) -> Iterator[str]:
    hidden = cells[source.value].null_count()
    if not hidden:
        return
    yield (
        f"The map cannot judge {hidden:,} of {cells.height:,} cells: their "
        f"{source.value} is unknown, and is never counted as zero."
    )
    if source.total is None:
        yield (
            "No totals were published, so totals are sums of the visible cells and "
            "too small where cells are unknown. The known share then counts "
            "establishments."
        )
    elif source.region_totals is None:
        yield (
            "Totals of regions are sums of their visible cells and too small where "
            "cells are unknown, so quotients are somewhat too high there."
        )


def _totals(source: Source, cells: pl.DataFrame) -> Iterator[str]:
    for key, published in (
        ("region", source.region_totals),
        ("industry", source.industry_totals),
    ):
        if published is None:
            continue
        over = cells.filter(pl.col(f"{key}_known_share") > 1 + ROUNDING)
        if over.height:
            codes = over[key].unique().sort()
            yield (
                f"The parts of {len(codes):,} {key} code(s), such as “{codes[0]}”, add "
                "up to more than the published total: look whether totals are mixed "
                "with details."
            )


def _undefined(cells: pl.DataFrame, value: str) -> Iterator[str]:
    undefined = cells.filter(pl.col(value).is_not_null() & pl.col("lq").is_null())
    if undefined.height:
        yield (
            f"{undefined.height:,} cells have no quotient: their region or their "
            "industry has a total of zero, or the reference does not list them."
        )


def _untested(table: pl.DataFrame) -> Iterator[str]:
    for count in ("establishments", "employment"):
        unknown = table[count].null_count()
        if unknown:
            yield (
                f"{unknown:,} clusters have unknown {count}: they are not taken for "
                "too small."
            )


def _neighbours(cells: pl.DataFrame, links: pl.DataFrame | None) -> Iterator[str]:
    if links is None:
        yield "No neighbours were given: every region stands alone."
        return
    alone = cells.filter(~pl.col("region").is_in(links["region"].implode()))
    if alone.height:
        codes = alone["region"].unique().sort()
        yield (
            f"{len(codes):,} region(s), such as “{codes[0]}”, are not in the table of "
            "neighbours and stand alone."
        )
