"""What stands behind one cluster of a map: its growth, and the industries beside it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from distretto.analysis.checks import polars_of
from distretto.analysis.selection.cluster_source import Source, read
from distretto.analysis.selection.growth.explained import explain_growth
from distretto.analysis.selection.relatedness.related import related_industries
from distretto.analysis.selection.source_quotients import quotients_of
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.analysis.selection.table_frames import COUNTS

# The regions of the cluster as one; the sign cannot be in a code that was read.
HERE = "\N{HOUSE BUILDING}"
MINIMUM_KNOWN_SHARE = 0.5
LEAST_BOTH = 2  # regions that have both; one may be chance


@dataclass(frozen=True)
class ClusterBackground:
    """What stands behind one cluster.

    Attributes
    ----------
    growth : dict or None
        The row of the industry in `explain_growth`, of all regions of the cluster
        together: `value_start`, `value_end`, `change` and its parts `national`, `mix`
        and `regional` (persons or establishments), `lq_start`, `lq_end`, `stage`,
        `stage_rule`; with the years `from` and `to`. None where the table has one
        year, or a part of the cluster is unknown in one of the two.
    related : polars.DataFrame
        The industries most related to it, that it shares two regions with or more, the
        nearest first: `code`, `name`, `proximity` (0 to 1), `both` and `by_chance`
        (regions that have both, and that would by chance), `adjusted_p_value` (of as
        many or more), and what of them is in the cluster's regions: `value` (null
        unknown) and `lq` (dimensionless, null unknown).
    """

    growth: dict[str, Any] | None
    related: pl.DataFrame


def cluster_background(
    table: RegionIndustryTable,
    *,
    regions: Collection[str],
    industry: str,
    value: str = "employment",
    year: int | None = None,
    most: int = 8,
) -> ClusterBackground:
    """The growth of a cluster, and what is related to it [dunn1960, hidalgo2007].

    Over all industries of the table, whatever base the cluster was found within. It has
    the formulas of `shift_share`, `life_cycle`, `proximity` and `location_quotient`,
    the cluster's regions being taken for one.

    Parameters
    ----------
    table : RegionIndustryTable
        Cells, with the totals that were published.
    regions : collection of str
        Codes of the cluster's regions.
    industry : str
        Its code.
    value : str
        “employment” or “establishments”.
    year : int, optional
        The year looked at; growth is from the first one to it. Default: the last.
    most : int
        How many related industries to list.

    Returns
    -------
    ClusterBackground
        Growth in the unit of `value`, and related industries.

    Raises
    ------
    InputError
        The table cannot be measured, or lacks the industry or the year.
    """
    # First, for it checks the table: nothing odd may be hidden in a sum.
    related = related_industries(
        table,
        industry,
        value=value,
        year=year,
        minimum_known_share=MINIMUM_KNOWN_SHARE,
    ).rows.filter(pl.col("both") >= LEAST_BOTH)
    one = _as_one(table, regions)
    source = read(one, value, None, year)
    near = related.sort("proximity", "both", descending=True, maintain_order=True)
    return ClusterBackground(
        growth=_growth(one, source, industry),
        related=_with_what_is_here(near.head(most), source),
    )


def _as_one(
    table: RegionIndustryTable, regions: Collection[str]
) -> RegionIndustryTable:
    """The table with these regions taken for one; a sum of unknown parts is unknown."""
    totals = table.region_totals
    return replace(
        table,
        cells=_summed(polars_of(table.cells, "cells"), regions),
        region_totals=None
        if totals is None
        else _summed(polars_of(totals, "region totals"), regions),
    )


def _summed(frame: pl.DataFrame, regions: Collection[str]) -> pl.DataFrame:
    """Sums over the regions; unknown where a year does not list all of them."""
    keys = [name for name in ("region", "industry", "year") if name in frame.columns]
    frame = frame.with_columns(pl.col("region").cast(pl.String))
    inside = pl.col("region").is_in(list(regions))
    is_whole = pl.col("region").filter(inside).n_unique() == len(set(regions))
    if "year" in frame.columns:
        is_whole = is_whole.over("year")
    frame = frame.with_columns(_is_known=~inside | is_whole)
    counts = [name for name in COUNTS if name in frame.columns]
    joined = frame.with_columns(
        pl.when(inside).then(pl.lit(HERE)).otherwise("region").alias("region")
    )
    sums = [
        pl.when(pl.col(name).is_not_null().all() & pl.col("_is_known").all())
        .then(pl.col(name).sum())
        .alias(name)
        for name in counts
    ]
    return joined.group_by(keys, maintain_order=True).agg(sums)


def _growth(
    table: RegionIndustryTable, source: Source, industry: str
) -> dict[str, Any] | None:
    if source.first_year is None:
        return None
    found = explain_growth(
        table, end=source.year, region=HERE, by="industry", value=source.value
    )
    rows = found.rows.filter(code=industry).to_dicts()
    if not rows or rows[0]["change"] is None:
        return None
    years = {name: found.settings[name] for name in ("from", "to")}
    return {**rows[0], **years}


def _with_what_is_here(related: pl.DataFrame, source: Source) -> pl.DataFrame:
    """`value` and `lq` of each industry in the cluster; a pair not listed is zero."""
    here = (
        quotients_of(source)
        .filter(region=HERE)
        .select("lq", code="industry", value=source.value, is_listed=True)
    )
    wanted = ("code", "name", "proximity", "both", "by_chance", "adjusted_p_value")
    rows = related.select(wanted).join(
        here, on="code", how="left", maintain_order="left"
    )
    listed = pl.col("is_listed").is_not_null()
    return rows.with_columns(
        pl.when(listed).then(name).otherwise(0.0).alias(name)
        for name in ("value", "lq")
    ).drop("is_listed")
