"""What a measure of points is asked: plants, weights, distances, settings."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from distretto.analysis.selection.agglomeration.grid import Integers
from distretto.analysis.selection.agglomeration.sites import Floats, Sites
from distretto.errors import InputError, gettext_noop

METHODS = ("auto", "exact", "simulate")
# Distances at which a curve is shown where none are asked for.
DISTANCES = 101


@dataclass(frozen=True)
class Asked:
    """What was asked for beside the points; checked at once."""

    method: str
    simulations: int
    level: float
    seed: int

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise InputError(
                "no_such_method",
                gettext_noop("The method “%(found)s” is not one of: %(present)s."),
                found=self.method,
                present=", ".join(METHODS),
            )
        if not 0 < self.level < 1:
            raise InputError(
                "level_out_of_range",
                gettext_noop(
                    "A level of %(found)s is not a share between 0 and 1. Give 0.95 "
                    "for 95 %%."
                ),
                found=self.level,
            )
        if self.simulations < 19:
            raise InputError(
                "too_few_simulations",
                gettext_noop(
                    "%(found)s simulations say nothing about 5 %%. Give 19 or more; "
                    "999 are usual."
                ),
                found=self.simulations,
            )


def check_members(members: ArrayLike, sites: int) -> Integers:
    """The industry's sites as numbers; at least two, each once."""
    given = np.asarray(members)
    if given.dtype == bool:
        given = np.flatnonzero(given) if len(given) == sites else np.array([-1])
    chosen = np.unique(given.astype(np.int64))
    if len(chosen) != len(given) or (
        len(chosen) and (chosen[0] < 0 or chosen[-1] >= sites)
    ):
        raise InputError(
            "members_are_no_sites",
            gettext_noop(
                "The plants of the industry are not sites. Give true or false for each "
                "of the %(sites)s sites, or their numbers from 0 on, each once."
            ),
            sites=sites,
        )
    if len(chosen) < 2:
        raise InputError(
            "too_few_plants",
            gettext_noop(
                "The industry has %(found)s plants among the sites. Distances between "
                "plants need two or more."
            ),
            found=len(chosen),
        )
    return chosen


def check_apart(members: Integers, others: Integers) -> None:
    """No plant is in both industries."""
    both = np.intersect1d(members, others)
    if len(both):
        raise InputError(
            "plants_in_both",
            gettext_noop(
                "%(count)s plants are in both industries. Leave them out of one, or "
                "give one industry only, to compare it with itself."
            ),
            count=len(both),
        )


def check_weights(weights: ArrayLike | None, number: int) -> Floats | None:
    """One weight above zero for each plant; None stays None."""
    if weights is None:
        return None
    try:
        sizes = np.asarray(weights, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(
            "weights_not_numbers",
            gettext_noop(
                "The weights are not all numbers. Give the persons employed by each "
                "plant."
            ),
        ) from error
    if sizes.shape != (number,):
        raise InputError(
            "weights_differ_in_length",
            gettext_noop(
                "There are %(found)s weights for %(plants)s plants. Give one for each."
            ),
            found=sizes.size,
            plants=number,
        )
    bad = ~(np.isfinite(sizes) & (sizes > 0))
    if bad.any():
        raise InputError(
            "weight_not_above_zero",
            gettext_noop(
                "%(count)s plants have no weight above zero; the first is in row "
                "%(row)s. Leave out plants whose employment is unknown, or count every "
                "plant alike: unknown is not zero."
            ),
            count=int(bad.sum()),
            row=int(bad.argmax()) + 1,
        )
    return sizes


def check_distances(distances: ArrayLike | None, sites: Sites, seed: int) -> Floats:
    """Distances in km that rise from zero or more, within the study area.

    By default up to the median distance of all pairs of sites [duranton2005].
    """
    extent = float(np.hypot(np.ptp(sites.x), np.ptp(sites.y))) if sites.count else 0.0
    if extent == 0:
        raise InputError(
            "sites_at_one_point",
            gettext_noop("All sites stand at one point: there are no distances."),
        )
    if distances is None:
        return np.linspace(0, sites.pairs_by_share(0.5, seed=seed) or extent, DISTANCES)
    at = np.asarray(distances, dtype=np.float64)
    rises = at.ndim == 1 and at.size > 0 and bool(np.all(np.diff(at) > 0))
    if not (rises and at[0] >= 0 and np.isfinite(at[-1]) and at[-1] > 0):
        raise InputError(
            "distances_do_not_rise",
            gettext_noop(
                "The distances must be numbers of km that rise from zero or more."
            ),
        )
    if at[-1] > extent:
        raise InputError(
            "distances_beyond_the_area",
            gettext_noop(
                "A distance of %(found)s km is wider than the whole study area of "
                "%(extent)s km. Ask for shorter ones."
            ),
            found=round(float(at[-1]), 3),
            extent=round(extent, 3),
        )
    return at
