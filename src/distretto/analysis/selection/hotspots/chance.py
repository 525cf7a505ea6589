"""How many plants would be in density clusters if they stood anywhere else."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from distretto.analysis.selection.agglomeration.sites import Sites
from distretto.analysis.selection.hotspots.density_clusters import density_clusters
from distretto.errors import InputError, gettext_noop

NULL = gettext_noop(
    "As many plants at sites drawn at random, without repetition, from all sites where "
    "plants of any industry stand."
)


@dataclass(frozen=True)
class ChanceClusters:
    """Density clusters of plants that were placed at random.

    Attributes
    ----------
    clustered : array of shape (simulations,), counts
        Plants in clusters.
    largest : array of shape (simulations,), counts
        Plants in the largest cluster.
    null : str
    """

    clustered: NDArray[np.int64]
    largest: NDArray[np.int64]
    null: str

    def p_value(self, clustered: int) -> float:
        """How likely chance has so many plants in clusters, or more."""
        as_many = int((self.clustered >= clustered).sum())
        return (as_many + 1) / (len(self.clustered) + 1)


def chance_clusters(
    sites: Sites,
    plants: int,
    *,
    reach_km: float,
    minimum_plants: int,
    simulations: int = 99,
    seed: int = 1,
) -> ChanceClusters:
    """Density clusters of plants placed at random on sites [duranton2005].

    Towns have clusters of everything. Only what goes beyond them says something about
    an industry.

    Parameters
    ----------
    sites : Sites
        Where plants of any industry stand, in km.
    plants : int
        How many are placed: a count below that of the sites.
    reach_km, minimum_plants
        As for `density_clusters`.
    simulations : int
        How often they are placed, 19 or more.
    seed : int
        Zero or more.

    Returns
    -------
    ChanceClusters
        Of each draw the counts of plants in clusters, and in the largest of them.

    Raises
    ------
    InputError
        There are more plants than sites, or the draws are too few.
    """
    if not 0 < plants <= sites.count or simulations < 19 or seed < 0:
        raise InputError(
            "no_such_chance",
            gettext_noop(
                "%(plants)s plants cannot be placed %(simulations)s times on "
                "%(sites)s sites with seed %(seed)s. Give no more plants than sites, "
                "19 simulations or more, and a seed of zero or more."
            ),
            plants=plants,
            simulations=simulations,
            sites=sites.count,
            seed=seed,
        )
    rng = np.random.default_rng(seed)
    counts = np.zeros((simulations, 2), dtype=np.int64)
    for row in counts:
        at = rng.choice(sites.count, plants, replace=False)
        drawn = Sites(sites.x[at], sites.y[at], sites.scale_error)
        found = density_clusters(
            drawn, reach_km=reach_km, minimum_plants=minimum_plants
        )
        row[:] = plants - found.noise, found.sizes.max(initial=0)
    return ChanceClusters(counts[:, 0], counts[:, 1], NULL)
