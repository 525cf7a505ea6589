"""Where plants crowd: density clusters of points in the plane, exactly and quickly."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from distretto.analysis.selection.agglomeration.sites import Sites
from distretto.analysis.selection.hotspots import kernels
from distretto.errors import InputError, gettext_noop

Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

# A side this much shorter than reach / sqrt(2) keeps rounding from parting two points
# of a cell by more than the reach.
SHORTER = 1 - 1e-6
# Cells are numbered in 64 bits.
MOST_CELLS = 2**62


@dataclass(frozen=True)
class DensityClusters:
    """Clusters of points.

    Attributes
    ----------
    label : array of shape (sites,), integers
        Number of the cluster, from 0 in the order of their first core point; -1 for
        points in none (noise).
    is_core : array of shape (sites,), bool
        Points that have enough others within reach. The rest of a cluster are at its
        border; they go with the nearest core point.
    sizes : array of shape (clusters,), counts
        Points in each cluster.
    noise : int
        Points in no cluster.
    reach_km : float
    minimum_plants : int
    scale_error : float
        As of the sites.
    """

    label: Integers
    is_core: Booleans
    sizes: Integers
    noise: int
    reach_km: float
    minimum_plants: int
    scale_error: float


def density_clusters(
    sites: Sites, *, reach_km: float, minimum_plants: int
) -> DensityClusters:
    """Density clusters of points, exactly those of DBSCAN [ester1996].

    A point is core if at least `minimum_plants` points, itself among them, are within
    `reach_km`. Core points within reach of each other are of one cluster; a point
    within reach of a core point is of its cluster. Cells of side reach / sqrt(2) spare
    most distances: points of one cell are within reach anyway [gunawan2013].

    Parameters
    ----------
    sites : Sites
        Points in a plane, in km.
    reach_km : float
        Distance in km (above 0).
    minimum_plants : int
        Count, 1 or more.

    Returns
    -------
    DensityClusters
        Numbers of clusters for each site (dimensionless). Core points and noise do
        not depend on the order of the sites, nor do the clusters of border points,
        unless two core points are equally near. No sites give no clusters.

    Raises
    ------
    InputError
        The reach is not above zero, or too short for the extent of the sites; or the
        minimum is below 1.
    """
    _check(reach_km, minimum_plants)
    count = sites.count
    labels, core = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.bool_)
    if count:
        labels, core = _labelled(sites, float(reach_km), int(minimum_plants))
    sizes = np.bincount(labels[labels >= 0])
    return DensityClusters(
        label=labels,
        is_core=core,
        sizes=sizes,
        noise=int((labels < 0).sum()),
        reach_km=float(reach_km),
        minimum_plants=int(minimum_plants),
        scale_error=sites.scale_error,
    )


def _check(reach_km: float, minimum_plants: int) -> None:
    if not (math.isfinite(reach_km) and reach_km > 0 and minimum_plants >= 1):
        raise InputError(
            "no_density",
            gettext_noop(
                "%(plants)s plants within %(reach)s km are no density. Give a "
                "distance above zero and one plant or more."
            ),
            plants=minimum_plants,
            reach=reach_km,
        )


def _labelled(sites: Sites, reach: float, minimum: int) -> tuple[Integers, Booleans]:
    keys, columns = _cells(sites, reach * math.sqrt(0.5) * SHORTER)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    begins = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    keys, starts = keys[begins], np.append(begins, len(order))
    x, y = sites.x[order], sites.y[order]
    grid = (x, y, starts, keys, columns, reach * reach)
    core = np.zeros(len(x), dtype=np.bool_)
    kernels.mark_core(*grid, minimum, core)
    boxes = np.empty((len(keys), 4))
    kernels.core_boxes(x, y, starts, core, boxes)
    parent = np.arange(len(keys))
    kernels.join_cells(*grid, core, boxes, parent)
    joined = np.empty(len(x), dtype=np.int64)
    kernels.label_points(*grid, core, parent, joined)
    label = np.empty(len(x), dtype=np.int64)
    label[order] = joined
    is_core = np.empty(len(x), dtype=np.bool_)
    is_core[order] = core
    return _renumbered(label, is_core), is_core


def _cells(sites: Sites, side: float) -> tuple[Integers, int]:
    """The number of each point's cell, and how many columns of cells there are."""
    left, low = float(sites.x.min()), float(sites.y.min())
    columns = (float(sites.x.max()) - left) / side + 1
    rows = (float(sites.y.max()) - low) / side + 1
    if columns * rows > MOST_CELLS:
        raise InputError(
            "reach_too_short",
            gettext_noop(
                "The reach is shorter by far than the %(extent)s km that the sites "
                "extend over. Give a longer one."
            ),
            extent=round(max(columns, rows) * side),
        )
    keys = ((sites.y - low) / side).astype(np.int64) * int(columns)
    keys += ((sites.x - left) / side).astype(np.int64)
    return keys, int(columns)


def _renumbered(label: Integers, core: Booleans) -> Integers:
    """Clusters from 0 up, in the order of their first core point."""
    found, first = np.unique(label[core], return_index=True)
    number = np.full(int(label.max(initial=-1)) + 2, -1, dtype=np.int64)
    number[found[np.argsort(first)]] = np.arange(len(found))
    return number[label]  # -1 takes the last place, which is -1
