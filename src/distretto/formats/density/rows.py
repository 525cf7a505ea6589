"""The rows of clusters of points: where they are, and what stands around."""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from distretto.analysis.selection.hotspots.point_clusters import sites_around
from distretto.formats.layouts.points import Points


def rows_of(
    rows: pl.DataFrame,
    points: Points,
    plants: Points,
    cluster: NDArray[np.int64],
    is_core: NDArray[np.bool_],
    reach_km: float | None,
) -> pl.DataFrame:
    """The rows with places in degrees, core plants, and what stands around."""
    core = is_core & (cluster > 0)
    counts = np.bincount(cluster[core], minlength=rows.height + 1)[1:]
    around = _around(points, plants, cluster, core, reach_km, rows.height)
    whole = plants.sites.count / points.sites.count
    named = rows.with_columns(
        *_centres(plants, cluster, rows.height),
        code=pl.col("cluster").cast(pl.String),
        name=pl.lit(None, pl.String),
        core_plants=pl.Series(counts),
        sites_around=pl.Series(around, dtype=pl.Int64),
        industries=pl.Series(
            [_industries(points, row) for row in rows.to_dicts()], dtype=pl.String
        ),
    ).with_columns(times_sites=pl.col("plants") / pl.col("sites_around") / whole)
    return named.select("code", "name", pl.exclude(*_PUT_ASIDE))


_PUT_ASIDE = ("code", "name", "cluster", "industry_plants")


def _around(
    points: Points,
    plants: Points,
    cluster: NDArray[np.int64],
    core: NDArray[np.bool_],
    reach_km: float | None,
    clusters: int,
) -> list[int | None]:
    if reach_km is None or plants.sites.count == points.sites.count:
        return [None] * clusters
    own = plants.only(core).sites
    return sites_around(points.sites, own, cluster[core], reach_km=reach_km).tolist()


def _centres(
    plants: Points, cluster: NDArray[np.int64], clusters: int
) -> list[pl.Series]:
    """Latitude and longitude of the middles of clusters; null in a plane."""
    names = ("latitude", "longitude")
    if plants.degrees is None:
        return [pl.Series(name, [None] * clusters, pl.Float64) for name in names]
    east, north = np.radians(plants.degrees).T
    flat = np.cos(north)
    # Means of points on the sphere know no seam at 180 degrees.
    x, y, z = (
        np.bincount(cluster, weights=each, minlength=clusters + 1)[1:]
        for each in (flat * np.cos(east), flat * np.sin(east), np.sin(north))
    )
    latitude = np.degrees(np.arctan2(z, np.hypot(x, y)))
    longitude = np.degrees(np.arctan2(y, x))
    return [
        pl.Series(name, each)
        for name, each in zip(names, (latitude, longitude), strict=True)
    ]


def named(points: Points, code: str) -> str:
    """Code and title, or the code alone."""
    title = points.names.get(code, "")
    return f"{code} {title}" if title and title != code else code


def _industries(points: Points, row: dict[str, Any]) -> str:
    counted = zip(row["industries"], row["industry_plants"], strict=True)
    return "; ".join(f"{named(points, code)} ({count:,})" for code, count in counted)
