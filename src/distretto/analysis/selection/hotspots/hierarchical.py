"""Density clusters of every density at once, by a library that may be there."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from distretto.analysis.selection.agglomeration.sites import Sites
from distretto.errors import InputError, gettext_noop

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class HierarchicalClusters:
    """Clusters of points, each at the density at which it lasts longest.

    Attributes
    ----------
    label : array of shape (sites,), integers
        Number of the cluster from 0; -1 for points in none (noise).
    membership : array of shape (sites,), shares from 0 to 1
        How firmly a point is in its cluster; 0 for noise.
    sizes : array of shape (clusters,), counts
    noise : int
    minimum_size : int
    minimum_plants : int
    """

    label: Integers
    membership: Floats
    sizes: Integers
    noise: int
    minimum_size: int
    minimum_plants: int


def hierarchical_density_clusters(
    sites: Sites, *, minimum_size: int, minimum_plants: int | None = None
) -> HierarchicalClusters:
    """Density clusters without one reach for all, HDBSCAN [campello2013].

    scikit-learn's `HDBSCAN`, which is not among what the program needs: install
    scikit-learn (1.3 or newer) to use it. Where one distance suits the whole country,
    `density_clusters` is exact and far quicker.

    Parameters
    ----------
    sites : Sites
        Points in a plane, in km.
    minimum_size : int
        Count of points that a cluster has at least (2 or more).
    minimum_plants : int, optional
        Count of points, itself among them, by which the density at a point is
        measured. Default: as `minimum_size`.

    Returns
    -------
    HierarchicalClusters
        Numbers of clusters and membership as shares from 0 to 1.

    Raises
    ------
    InputError
        scikit-learn is not installed, or there are fewer sites than a cluster needs.
    """
    density = minimum_size if minimum_plants is None else minimum_plants
    if not 2 <= max(minimum_size, density) <= sites.count or minimum_size < 2:
        raise InputError(
            "too_few_sites",
            gettext_noop(
                "Clusters of %(size)s plants or more cannot be told among %(sites)s "
                "sites. Ask for 2 or more, and for no more than there are."
            ),
            size=max(minimum_size, density),
            sites=sites.count,
        )
    model = _model()(min_cluster_size=minimum_size, min_samples=density, copy=True)
    model.fit(np.column_stack([sites.x, sites.y]))
    label = model.labels_.astype(np.int64)
    return HierarchicalClusters(
        label=label,
        membership=np.where(label < 0, 0.0, model.probabilities_),
        sizes=np.bincount(label[label >= 0]),
        noise=int((label < 0).sum()),
        minimum_size=minimum_size,
        minimum_plants=density,
    )


def _model() -> Any:
    try:
        from sklearn.cluster import HDBSCAN
    except ImportError as error:
        raise InputError(
            "needs_scikit_learn",
            gettext_noop(
                "Clusters of every density need scikit-learn 1.3 or newer, which is "
                "not installed. Install it, or group plants by one distance (DBSCAN)."
            ),
        ) from error
    return HDBSCAN
