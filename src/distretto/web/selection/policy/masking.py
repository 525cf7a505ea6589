"""The tables of a cluster map without what would tell figures of few firms.

Which cells and sums these are, `disclosure` says; who may see them, `secrecy`.
"""

from collections.abc import Iterable
from typing import Any

import polars as pl

from distretto.analysis.selection.cluster_map import ClusterMap as FoundMap
from distretto.analysis.selection.disclosure import Disclosure

# What a row tells of its firms; how many they are, and stars, may be known.
_OF_FIRMS = (
    *("employment", "employment_known", "value"),
    *("lq", "focus", "size", "growth", "strength"),
)
# Made of all cells of an industry: with the visible ones they tell the others.
_OF_WHOLE_INDUSTRY = ("lq_low", "lq_high", "lq_shrunken")
_OF_REGION = ("region_total", "region_known_share")
_OF_INDUSTRY = (
    *("industry_total", "industry_known_share", "known_share"),
    *("reference_industry_total", "reference_share"),
)


def _unless(masked: pl.Expr, names: Iterable[str], table: pl.DataFrame) -> list[Any]:
    return [
        pl.when(masked).then(None).otherwise(pl.col(name)).alias(name)
        for name in names
        if name in table.columns
    ]


def _of_sums(table: pl.DataFrame, kept: Disclosure, in_region: pl.Expr) -> list[Any]:
    """Columns of the sums, masked where the sum is."""
    in_industry = pl.col("industry").is_in(kept.industries)
    return [
        *_unless(in_region, _OF_REGION, table),
        *_unless(in_industry, _OF_INDUSTRY, table),
        *_unless(pl.lit(kept.total), ("reference_total",), table),
    ]


def masked_cells(cells: pl.DataFrame, kept: Disclosure) -> pl.DataFrame:
    """Cells without the figures of masked ones, and without what would tell these."""
    pair = ["region", "industry"]
    marked = cells.join(kept.cells, on=pair, how="left", maintain_order="left")
    masked = (pl.col("is_masked") | pl.col("is_few")).fill_null(True)
    in_region = pl.col("region").is_in(kept.regions)
    columns = [
        *_unless(masked, _OF_FIRMS, cells),
        *_unless(_is_told(kept), _OF_WHOLE_INDUSTRY, cells),
        *_of_sums(cells, kept, in_region),
    ]
    return marked.with_columns(columns).drop("is_masked", "is_few")


def _is_told(kept: Disclosure) -> pl.Expr:
    """Whether a figure of a whole industry would tell one of its masked cells."""
    masked = kept.cells.filter("is_masked")["industry"].unique()
    return pl.col("industry").is_in(masked.implode())


def masked_clusters(found: FoundMap, kept: Disclosure, fewest: int) -> pl.DataFrame:
    """Clusters likewise, and growth since a year of fewer firms than `fewest`."""
    clusters = found.clusters
    masked = pl.col("rank").is_in(kept.clusters)
    shown = clusters.with_columns(
        *_unless(masked, _OF_FIRMS, clusters),
        *_unless(_is_told(kept), _OF_WHOLE_INDUSTRY, clusters),
        *_of_sums(clusters, kept, masked),
    )
    if "growth_firms" in clusters.columns:  # maps of an earlier version lack it
        enough = (pl.col("growth_firms") >= fewest).fill_null(False) & ~masked
        shown = shown.with_columns(*_unless(~enough, ("growth",), shown))
    else:
        shown = shown.with_columns(growth=pl.lit(None, pl.Float64))
    return _without_bars(shown, found.cells, kept)


def _without_bars(
    clusters: pl.DataFrame, cells: pl.DataFrame, kept: Disclosure
) -> pl.DataFrame:
    """The bars of the stars are figures of single cells: masked where these are."""
    masked = cells.join(
        kept.cells.filter("is_masked"), on=["region", "industry"], how="semi"
    )
    sizes = masked.filter(pl.col("size_star") == 1)
    focuses = masked.filter(pl.col("focus_star") == 1)["focus"]
    at_size = pl.struct("industry", "size_bar").is_in(
        sizes.select(pl.struct("industry", size_bar="size")).to_series().implode()
    )
    at_focus = pl.col("focus_bar").is_in(focuses.implode())
    return clusters.with_columns(
        *_unless(at_size, ("size_bar",), clusters),
        *_unless(at_focus, ("focus_bar",), clusters),
    )


def masked_sums(sums: pl.DataFrame, kept: Disclosure) -> pl.DataFrame:
    """What of each region is in clusters: true, or unknown."""
    of_part = pl.col("region").is_in(kept.parts)
    of_region = pl.col("region").is_in(kept.regions)
    return sums.with_columns(
        *_unless(of_part, ("inside", "share"), sums),
        *_unless(of_region, ("region_total", "known"), sums),
    )
