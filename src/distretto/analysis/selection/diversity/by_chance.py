"""Krugman's index of a region whose plants are drawn from the mix of the whole.

A region of few plants is unlike the whole whatever its plants are: fifty of them cannot
be in a thousand industries. Without what chance gives, regions would be ranked by size.
"""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import gammaln, xlog1py, xlogy

from distretto.analysis.selection.cluster_source import Source
from distretto.analysis.selection.measured import sizes
from distretto.analysis.selection.quotients.plants_behind import plants_of

Floats = NDArray[np.float64]
BLOCK = 2_000_000  # cells of the regions that are reckoned at once


def departure_by_chance(plants: Any, share: Any) -> Floats:
    """E |X / n - b| of a binomial X of n plants with chance b [diaconis1991].

    2 (1 - b) k C(n, k) b^k (1 - b)^(n - k) / n,  k = floor(n b) + 1

    De Moivre's, exact for whole n. Between them binomials are continued by the Gamma
    function; towards n = 0 it is 2 b: what is there is in another industry.
    """
    n, b = np.broadcast_arrays(np.asarray(plants, float), np.asarray(share, float))
    k = np.floor(n * b) + 1.0
    choose = gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)
    log = choose + xlogy(k, b) + xlog1py(n - k, -b) + np.log(k) + np.log1p(-b)
    return np.where((b > 0) & (b < 1), 2.0 * np.exp(log) / n, 0.0)


def krugman_by_chance(
    source: Source, plants: pl.DataFrame | None, least: float
) -> pl.DataFrame:
    """`region` and `krugman_by_chance`: the sum of E |X[i] / n[i] - b[i]| over i.

    b[i] is the industry's share of the whole, within what the region does not hide;
    n[i] how many plants of the industry's size the region's known jobs would fill, or
    its establishments. Industries of unknown size have the mean size of the others,
    where those make up `least` of the whole (0 to 1); else all is null.
    """
    weights = _weights(source, plants)
    told = weights["size"].is_not_null()
    known = float(weights.filter(told)["share"].sum())
    regions = source.cells["region"].unique().sort()
    if weights.is_empty() or known <= 0 or known < least - 1e-9:
        nobody_knows = pl.lit(None, pl.Float64).alias("krugman_by_chance")
        return regions.to_frame().with_columns(nobody_knows)
    mean = float((weights["share"] * weights["size"]).sum()) / known
    share = weights["share"].to_numpy()
    size = weights["size"].fill_null(mean).to_numpy()
    found = [
        _of_regions(source, block, weights["industry"], share, size)
        for block in _blocks(regions, len(share))
    ]
    chance = pl.Series(np.concatenate(found)).fill_nan(None)
    return pl.DataFrame({"region": regions, "krugman_by_chance": chance})


def _blocks(regions: pl.Series, width: int) -> list[pl.Series]:
    height = max(1, BLOCK // max(width, 1))
    return [regions[start : start + height] for start in range(0, len(regions), height)]


def _of_regions(
    source: Source, regions: pl.Series, industries: pl.Series, share: Floats, size: Any
) -> Floats:
    """The sum for each of the regions; NaN where nothing is known of one."""
    rows = pl.DataFrame({"region": regions}).with_row_index("_row")
    columns = pl.DataFrame({"industry": industries}).with_row_index("_column")
    cells = source.cells.join(rows, on="region").join(columns, on="industry")
    place = (cells["_row"].to_numpy(), cells["_column"].to_numpy())
    counts = np.zeros((len(regions), len(share)))
    counts[place] = cells[source.value].cast(pl.Float64).fill_null(np.nan).to_numpy()
    seen = ~np.isnan(counts)
    total = np.nansum(counts, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = np.where(seen, share, 0.0)
        whole /= whole.sum(axis=1)[:, None]
        apart = departure_by_chance(total[:, None] / size, whole)
    return np.where(total > 0, apart.sum(axis=1), np.nan)


def _weights(source: Source, plants: pl.DataFrame | None) -> pl.DataFrame:
    """`industry`, its `share` of the whole, and `size`: of a plant if all were alike.

    Of an industry of which only a minimum is known, the size is that in visible cells.
    """
    value = pl.col(source.value)
    told = sizes(source, "industry").filter(value > 0)
    amounts = told.with_columns(share=value / value.sum())
    if source.value == "establishments":
        return amounts.select("industry", "share", pl.lit(1.0).alias("size"))
    herfindahl, _ = plants_of(source, plants)
    if herfindahl is None:
        return amounts.select(
            "industry", "share", pl.lit(None, pl.Float64).alias("size")
        )
    both = amounts.join(herfindahl, on="industry", how="left").join(
        _visible_means(source), on="industry", how="left"
    )
    power = pl.col("plant_herfindahl")
    least = pl.col(f"{source.value}_is_minimum")
    from_visible = pl.col("_mean") * pl.col("establishments") * power
    size = pl.when(least).then(from_visible).otherwise(value * power)
    return both.select("industry", "share", size.alias("size"))


def _visible_means(source: Source) -> pl.DataFrame:
    """`_mean`: persons by establishment in the cells where both are known."""
    value, firms = pl.col(source.value), pl.col("establishments")
    seen = source.cells.filter(value.is_not_null() & (firms > 0))
    return seen.group_by("industry").agg((value.sum() / firms.sum()).alias("_mean"))
