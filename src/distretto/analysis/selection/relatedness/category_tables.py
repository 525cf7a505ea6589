"""Cluster categories as tables: categories, their members, and what was tried."""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from distretto.analysis.selection.cluster_source import Source
from distretto.analysis.selection.measured import named, sizes
from distretto.analysis.selection.relatedness.categories import ClusterCategories
from distretto.analysis.selection.relatedness.matrices import Floats
from distretto.analysis.selection.table_frames import COUNTS


def members_of(found: ClusterCategories, source: Source) -> pl.DataFrame:
    """A row for each industry: its category, and how much it is related to it."""
    category = found.category
    related = np.flatnonzero(category >= 0)
    within, nearest, between = _nearest(found, related)
    moved = {one.industry: str(one.before + 1) for one in found.moves}
    told: dict[str, Any] = {
        "industry": [found.industries[k] for k in related],
        "category": category[related] + 1,
        "within": within,
        "nearest_other": nearest + 1,
        "between": between,
    }
    rows = pl.DataFrame(told, nan_to_null=True).with_columns(
        moved_from=pl.Series(
            [moved.get(each) for each in told["industry"]], dtype=pl.String
        )
    )
    rows = rows.join(sizes(source, "industry"), on="industry", how="left")
    return named(rows, "industry", source.industry_names)


def _nearest(
    found: ClusterCategories, related: NDArray[np.int64]
) -> tuple[Floats, NDArray[np.int64], Floats]:
    """Relatedness to the own category, and which other one is nearest, how near."""
    told = found.after_moves
    outside = np.nan_to_num(told.industry_between, nan=-np.inf)
    nearest = outside.argmax(axis=1)
    between = told.industry_between[np.arange(len(related)), nearest]
    return told.industry_within, nearest, between


def categories_of(found: ClusterCategories, members: pl.DataFrame) -> pl.DataFrame:
    """A row for each category, named after the industry most related to the others."""
    told = found.after_moves
    known = np.maximum((~np.isnan(told.between)).sum(axis=1), 1)
    between = np.nansum(told.between, axis=1) / known
    nearest = np.nan_to_num(told.between, nan=-np.inf).argmax(axis=1) + 1
    measures = pl.DataFrame(
        {
            "category": np.arange(len(told.within)) + 1,
            "within": told.within,
            "between": between,
            "nearest_other": nearest,
        },
        nan_to_null=True,
    )
    in_order = members.sort("within", "code", descending=[True, False], nulls_last=True)
    full = pl.concat_str(
        "code", pl.col("name").fill_null(""), separator=" "
    ).str.strip_chars()
    lists = in_order.group_by("category").agg(
        pl.col("name").first().fill_null(pl.col("code").first()),
        pl.len().cast(pl.Int64).alias("industries"),
        pl.col("code").str.join(" ").alias("codes"),
        full.str.join("; ").alias("members"),
        *(_sums(each) for each in COUNTS),
        *(_are_minima(each) for each in COUNTS),
    )
    rows = lists.join(measures, on="category").with_columns(
        code=pl.col("category").cast(pl.String)
    )
    return rows.sort(
        "within", "category", descending=[True, False], nulls_last=True
    ).select(
        "code",
        "name",
        "industries",
        *COUNTS,
        "within",
        "between",
        pl.col("nearest_other").cast(pl.String),
        "codes",
        "members",
        *(f"{each}_is_minimum" for each in COUNTS),
    )


def _sums(count: str) -> pl.Expr:
    """The sum of the members, null where it is known of none."""
    return pl.when(pl.col(count).count() > 0).then(pl.col(count).sum()).alias(count)


def _are_minima(count: str) -> pl.Expr:
    """Whether something is lacking in a sum that is known in part."""
    least = f"{count}_is_minimum"
    is_part = (pl.col(least) | pl.col(count).is_null()).any()
    return (is_part & (pl.col(count).count() > 0)).alias(least)


def alternatives_of(found: ClusterCategories) -> pl.DataFrame:
    """All that were tried, best first."""
    return pl.DataFrame(
        [
            {
                "code": str(rank),
                "name": one.similarity,
                "method": one.method,
                "categories": one.categories,
                "score": one.score,
                **{f"score_{key}": each for key, each in one.scores.items()},
            }
            for rank, one in enumerate(found.candidates, start=1)
        ]
    )
