"""How far apart plants that crowd stand: a reach for density clusters."""

import math

import numpy as np
from scipy.spatial import cKDTree

from distretto.analysis.checks import check_share
from distretto.analysis.selection.agglomeration.sites import Sites
from distretto.errors import InputError, gettext_noop

CROWDED = 0.25  # share of the plants that are core at the reach that is taken
ASKED = 50_000  # plants whose distances are taken, of a longer list


def reach_of_share(
    sites: Sites, *, minimum_plants: int, share: float = CROWDED, seed: int = 1
) -> float:
    """The distance at which a share of the plants are core of a cluster [ester1996].

    The quantile of the distances from each plant to its `minimum_plants`-th one, itself
    counted, rounded up to two digits. Clusters at this reach are where plants stand
    denser than most of them do.

    Parameters
    ----------
    sites : Sites
        Points in a plane, in km.
    minimum_plants : int
        Count, 2 or more.
    share : float
        Share of the plants (0 to 1).
    seed : int
        Of the draw of 50,000 plants, where there are more.

    Returns
    -------
    float
        Distance in km.

    Raises
    ------
    InputError
        There are fewer plants than that, the share is none, or so many stand on top of
        each other that the distance is zero.
    """
    share = check_share(share, "share")
    if not 2 <= minimum_plants <= sites.count:
        raise InputError(
            "too_few_sites",
            gettext_noop(
                "Clusters of %(size)s plants or more cannot be told among %(sites)s "
                "sites. Ask for 2 or more, and for no more than there are."
            ),
            size=minimum_plants,
            sites=sites.count,
        )
    points = np.column_stack([sites.x, sites.y])
    asked = points
    if sites.count > ASKED:
        rng = np.random.default_rng(seed)
        asked = points[rng.choice(sites.count, ASKED, replace=False)]
    apart, _ = cKDTree(points).query(asked, k=[minimum_plants])
    found = float(np.quantile(apart, share, method="higher"))
    if found <= 0:
        raise InputError(
            "plants_on_one_place",
            gettext_noop(
                "So many plants stand exactly on top of each other that no distance "
                "parts crowded ones from the others. Say within how many kilometres "
                "plants are close, or ask for more plants."
            ),
        )
    digits = 1 - math.floor(math.log10(found))
    return math.ceil(found * 10**digits - 1e-9) / 10**digits
