"""What is in clusters of points: plants, jobs, extent, industries."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from distretto.analysis.selection.agglomeration.sites import Sites
from distretto.errors import InputError, gettext_noop

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

SCHEMA: dict[str, Any] = {
    "cluster": pl.Int64,
    "plants": pl.Int64,
    "places": pl.Int64,
    "employment": pl.Float64,
    "employment_known": pl.Float64,
    "plants_sized": pl.Int64,
    "x_km": pl.Float64,
    "y_km": pl.Float64,
    "radius_km": pl.Float64,
    "half_radius_km": pl.Float64,
    "industries": pl.List(pl.String),
    "industry_plants": pl.List(pl.Int64),
}
INDUSTRIES = 3  # named of each cluster


@dataclass(frozen=True)
class PointClusters:
    """Clusters with their figures.

    Attributes
    ----------
    rows : DataFrame
        A row for each cluster, the one of most plants first.
    cluster : array of shape (sites,), integers
        The number of each point's cluster, from 1 as in the rows; 0 for none.
    """

    rows: pl.DataFrame
    cluster: Integers


def point_clusters(
    sites: Sites,
    label: ArrayLike,
    *,
    sizes: ArrayLike | None = None,
    industries: ArrayLike | None = None,
) -> PointClusters:
    """Plants, jobs, extent and main industries of clusters of points [ester1996].

    The centre is the mean of the points; the radius the distance from it that holds all
    plants, or half of them.

    Parameters
    ----------
    sites : Sites
        Points in a plane, in km.
    label : array of shape (sites,), integers
        The cluster of each, below 0 for none, as `density_clusters` and
        `hierarchical_density_clusters` give it.
    sizes : array of shape (sites,), optional
        Persons employed; NaN is unknown.
    industries : array of shape (sites,), optional
        Codes; “” is unknown.

    Returns
    -------
    PointClusters
        `plants` and distinct `places` (counts), `employment` (persons; null where the
        size of one plant is unknown) and `employment_known` (persons in the plants
        whose size is known; null where none is), centre and radii in km, and up to
        three industries with their counts of plants, the first first.

    Raises
    ------
    InputError
        An array is not as long as the sites.
    """
    labels = np.asarray(label, dtype=np.int64)
    size = np.full(sites.count, np.nan) if sizes is None else np.asarray(sizes, float)
    named = np.full(sites.count, "") if industries is None else np.asarray(industries)
    for name, given in (("label", labels), ("sizes", size), ("industries", named)):
        _check_length(name, given, sites.count)
    order = np.argsort(labels, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    groups = [each for each in members if len(each) and labels[each[0]] >= 0]
    groups.sort(key=lambda each: (-len(each), labels[each[0]]))
    cluster = np.zeros(sites.count, dtype=np.int64)
    rows = []
    for number, group in enumerate(groups, start=1):
        cluster[group] = number
        rows.append({"cluster": number, **_figures(sites, group, size, named)})
    return PointClusters(pl.DataFrame(rows, schema=SCHEMA), cluster)


def _check_length(name: str, given: NDArray[Any], count: int) -> None:
    if given.shape != (count,):
        raise InputError(
            "not_of_the_sites",
            gettext_noop(
                "“%(name)s” has shape %(shape)s, and there are %(sites)s sites. Give "
                "one for each."
            ),
            name=name,
            shape=str(given.shape),
            sites=count,
        )


def _figures(
    sites: Sites, group: Integers, sizes: Floats, industries: NDArray[Any]
) -> dict[str, Any]:
    x, y = sites.x[group], sites.y[group]
    away = np.hypot(x - x.mean(), y - y.mean())
    known = sizes[group][np.isfinite(sizes[group])]
    codes, counts = np.unique(industries[group], return_counts=True)
    first = [place for place in np.argsort(-counts, kind="stable") if codes[place]]
    return {
        "plants": len(group),
        "places": len(np.unique(np.column_stack([x, y]), axis=0)),
        "employment": float(known.sum()) if len(known) == len(group) else None,
        "employment_known": float(known.sum()) if len(known) else None,
        "plants_sized": len(known),
        "x_km": float(x.mean()),
        "y_km": float(y.mean()),
        "radius_km": float(away.max()),
        "half_radius_km": float(np.median(away)),
        "industries": [str(codes[place]) for place in first[:INDUSTRIES]],
        "industry_plants": [int(counts[place]) for place in first[:INDUSTRIES]],
    }


def sites_around(
    all_sites: Sites, own: Sites, cluster: ArrayLike, *, reach_km: float
) -> Integers:
    """Sites within reach of a core plant of each cluster: what could have been there.

    The plants of a cluster against them, and the same of all plants and sites, is a
    location quotient without borders [hoover1936].

    Parameters
    ----------
    all_sites : Sites
        Where plants of any industry stand, in km.
    own : Sites
        The core plants, in the same plane.
    cluster : array of shape (own,), integers
        The number of the cluster of each, from 1.
    reach_km : float
        Distance in km.

    Returns
    -------
    array of shape (clusters,), counts
        Sites, of which each is around the cluster of its nearest core plant.

    Raises
    ------
    InputError
        The numbers are not as many as the core plants.
    """
    numbers = np.asarray(cluster, dtype=np.int64)
    _check_length("cluster", numbers, own.count)
    tree = cKDTree(np.column_stack([own.x, own.y])) if own.count else None
    counts = np.zeros(int(numbers.max(initial=0)), dtype=np.int64)
    if tree is None:
        return counts
    everyone = np.column_stack([all_sites.x, all_sites.y])
    apart, nearest = tree.query(everyone, distance_upper_bound=reach_km * (1 + 1e-9))
    found = numbers[nearest[np.isfinite(apart)]]
    return counts + np.bincount(found - 1, minlength=len(counts))
