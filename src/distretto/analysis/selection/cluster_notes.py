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
    yield from _unknown_bases(source, cells)
    yield from _undefined(source, cells)
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
    elif source.region_totals is None and source.base is None:
        yield (
            "Totals of regions are sums of their visible cells and too small where "
            "cells are unknown, so quotients are somewhat too high there."
        )


def _unknown_bases(source: Source, cells: pl.DataFrame) -> Iterator[str]:
    """Within a base, a region has a total only where all of it is known."""
    if source.base is None:
        return
    lacking = cells.filter(_has_no_base(source.value))
    if lacking.height:
        regions, of = lacking["region"].n_unique(), cells["region"].n_unique()
        shown = lacking.height - lacking[source.value].null_count()
        yield (
            f"In {regions:,} of {_counted(of, 'region')} the total of the industries "
            "compared is unknown, because figures are hidden there and no total above "
            f"them was published: {_counted(shown, 'known cell')} of theirs cannot be "
            "judged."
        )


def _has_no_base(value: str) -> pl.Expr:
    hidden = pl.col(value).is_null().any().over("region")
    return hidden & pl.col("region_total").is_null()


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
                f"The parts of {_counted(len(codes), f'{key} code')}, such as "
                f"“{codes[0]}”, add up to more than the published total: look whether "
                "totals are mixed with details."
            )


def _undefined(source: Source, cells: pl.DataFrame) -> Iterator[str]:
    lacking = pl.col(source.value).is_not_null() & pl.col("lq").is_null()
    if source.base is not None:
        lacking &= ~_has_no_base(source.value)
    undefined = cells.filter(lacking)
    if undefined.height:
        verb = "has" if undefined.height == 1 else "have"
        yield (
            f"{_counted(undefined.height, 'cell')} {verb} no quotient: the total of "
            "the region or the industry is zero or unknown, or the reference does not "
            "list the industry."
        )


def _untested(table: pl.DataFrame) -> Iterator[str]:
    for count in ("establishments", "employment"):
        unknown = table[count].null_count()
        if unknown:
            verb, they = ("has", "it is") if unknown == 1 else ("have", "they are")
            yield (
                f"{_counted(unknown, 'cluster')} {verb} unknown {count}: {they} not "
                "taken for too small."
            )


def _neighbours(cells: pl.DataFrame, links: pl.DataFrame | None) -> Iterator[str]:
    if links is None:
        yield "No neighbours were given: every region stands alone."
        return
    alone = cells.filter(~pl.col("region").is_in(links["region"].implode()))
    if alone.height:
        codes = alone["region"].unique().sort()
        verb, stand = ("is", "stands") if len(codes) == 1 else ("are", "stand")
        yield (
            f"{_counted(len(codes), 'region')}, such as “{codes[0]}”, {verb} not in "
            f"the table of neighbours and {stand} alone."
        )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
