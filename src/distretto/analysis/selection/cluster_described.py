"""The clusters of a map with names, growth and the neighbours nobody knows of."""

import polars as pl

from distretto.analysis.selection import cluster_certainty
from distretto.analysis.selection.bounds import MINIMA
from distretto.analysis.selection.cluster_source import Source
from distretto.analysis.selection.delineation import unknown_neighbours


def described(
    table: pl.DataFrame,
    joined: pl.DataFrame,
    source: Source,
    links: pl.DataFrame | None,
) -> pl.DataFrame:
    """The clusters with names, growth and unknown neighbours."""
    titled = table.with_columns(
        region_names=pl.col("regions").list.eval(
            _named(pl.element(), source.region_names)
        ),
        industry_name=pl.col("industry").replace_strict(
            source.industry_names, default=None, return_dtype=pl.String
        ),
        known_share=pl.col("industry_known_share"),
    )
    for more in (_growth(joined, source), _unknown(joined, source, links)):
        titled = titled.join(more, on="cluster", how="left", maintain_order="left")
    empty = pl.lit([], pl.List(pl.String))
    titled = titled.with_columns(pl.coalesce("unknown_regions", empty))
    return titled.select(COLUMNS)


COLUMNS = (
    *("rank", "regions", "region_names", "industry", "industry_name"),
    *("employment", "establishments", "lq", "focus", "size"),
    *cluster_certainty.COLUMNS,
    *("lq_is_maximum", "lq_is_estimate", "focus_is_maximum", "size_is_maximum"),
    *("stars", "lq_star", "size_star", "focus_star"),
    *("known_share", "growth", "growth_firms", "unknown_regions", "strength"),
    *("employment_known", "establishments_known"),
    *("value", "region_total", "industry_total"),
    *("reference_industry_total", "reference_total", "reference_share"),
    *("size_bar", "focus_bar"),
    *MINIMA,
)


def _named(codes: pl.Expr, names: dict[str, str]) -> pl.Expr:
    """Titles of codes; a code without one stands for itself."""
    return codes.replace(names) if names else codes


def _growth(joined: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Relative change of each cluster's value since the first year, and its firms then.

    A pair that the first year does not list employed nobody then, if that year lists
    its region and its industry at all; a place or a branch that was not surveyed, or
    a figure that is unknown, leaves the growth unknown.
    """
    kinds = {"cluster": pl.Int64, "growth": pl.Float64, "growth_firms": pl.Float64}
    nothing = pl.DataFrame(schema=kinds)
    if source.earlier is None:
        return nothing
    value = source.value
    before = source.earlier.select(
        "region", "industry", before=value, firms="establishments", listed=True
    )
    both = joined.select("cluster", "region", "industry", value).join(
        before, on=["region", "industry"], how="left"
    )
    was_surveyed = pl.col("region").is_in(before["region"].unique()) & pl.col(
        "industry"
    ).is_in(before["industry"].unique())

    def then(count: str) -> pl.Expr:
        listed = pl.when(pl.col("listed")).then(pl.col(count))
        return listed.when(was_surveyed).then(pl.lit(0.0)).alias(count)

    sums = (
        both.with_columns(then("before"), then("firms"))
        .group_by("cluster")
        .agg(
            now=pl.col(value).sum(),
            known=pl.col("before").is_not_null().all(),
            before=pl.col("before").sum(),
            growth_firms=pl.when(pl.col("firms").is_not_null().all()).then(
                pl.col("firms").sum()
            ),
        )
    )
    defined = pl.col("known") & (pl.col("before") > 0)
    change = pl.col("now") / pl.col("before") - 1
    return sums.select("cluster", "growth_firms", growth=pl.when(defined).then(change))


def _unknown(
    joined: pl.DataFrame, source: Source, links: pl.DataFrame | None
) -> pl.DataFrame:
    if links is None:
        return pl.DataFrame(
            schema={"cluster": pl.Int64, "unknown_regions": pl.List(pl.String)}
        )
    hidden = source.cells.filter(pl.col(source.value).is_null())
    return unknown_neighbours(joined, hidden, links)
