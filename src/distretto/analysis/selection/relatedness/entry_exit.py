"""Do regions gain what is near to what they have, and lose what is far?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from distretto.analysis.selection.relatedness.logit import Logit, logit
from distretto.analysis.selection.relatedness.matrices import Booleans, Floats
from distretto.analysis.selection.wilson import quantile, wilson
from distretto.errors import InputError, gettext_noop

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Rates:
    """How often something happened, by class of density.

    Attributes
    ----------
    candidates, events : arrays of shape (classes,), counts
        Pairs of region and industry to which it could happen, and did.
    rate, low, high : arrays of shape (classes,), shares from 0 to 1
        Share of the candidates, and its 95 % interval (Wilson), which takes the pairs
        for independent. NaN without candidates.
    model : Logit
        The same as a logit of density over all candidates, with errors by region.
    """

    candidates: Integers
    events: Integers
    rate: Floats
    low: Floats
    high: Floats
    model: Logit


@dataclass(frozen=True)
class EntryExit:
    """Entry and exit by density.

    Attributes
    ----------
    bounds : array of shape (classes + 1,), shares from 0 to 1
        A class holds densities from its lower bound to below its upper one; the last
        one holds its upper bound too.
    entry : Rates
        Of industries that a region does not have: which it has a step later.
    exit : Rates
        Of industries that a region has: which it no longer has a step later.
    steps : int
        From how many years to the next they are counted.
    """

    bounds: Floats
    entry: Rates
    exit: Rates
    steps: int


def entry_and_exit(
    presences: ArrayLike, densities: ArrayLike, *, classes: int = 10
) -> EntryExit:
    """Chances of entry and exit by relatedness density [hidalgo2007].

    entry rate of class c = pairs with M[t] = 0, M[t+1] = 1 and density d[t] in c, over
    all pairs with M[t] = 0 and d[t] in c; exit rate likewise with M[t] = 1, M[t+1] = 0

    Parameters
    ----------
    presences : array of shape (years, regions, industries)
        M of two years or more: 1, 0 or NaN (unknown), as of `presence`.
    densities : array of the same shape
        As of `relatedness_density` with `own=False`; otherwise an industry explains
        itself. The last year's are not looked at.
    classes : int
        How many classes of equal width from the least to the largest density.

    Returns
    -------
    EntryExit
        Rates are shares from 0 to 1 with counts. Pairs unknown in one of the two
        years, or without a density, are left out.

    Raises
    ------
    InputError
        The shapes differ, there are fewer than two years, or no class.
    """
    present, dense = _checked(presences, densities, classes)
    before, after, near = present[:-1], present[1:], dense[:-1]
    known = ~(np.isnan(before) | np.isnan(after) | np.isnan(near))
    bounds = _bounds(near[known], classes)
    region = np.broadcast_to(
        np.arange(present.shape[1])[None, :, None], before.shape
    ).astype(np.int64)

    def rates(has: int) -> Rates:
        chosen = known & (before == has)
        turned = after[chosen] != has
        return _rates(near[chosen], turned, region[chosen], bounds)

    return EntryExit(bounds, rates(0), rates(1), len(before))


def _checked(
    presences: ArrayLike, densities: ArrayLike, classes: int
) -> tuple[Floats, Floats]:
    present = np.asarray(presences, dtype=np.float64)
    dense = np.asarray(densities, dtype=np.float64)
    if present.ndim != 3 or len(present) < 2 or present.shape != dense.shape:
        raise InputError(
            "not_years_of_matrices",
            gettext_noop(
                "Presence is %(presence)s and density %(density)s. Give both as years "
                "x regions x industries, of two years or more."
            ),
            presence=" x ".join(map(str, present.shape)) or "a number",
            density=" x ".join(map(str, dense.shape)) or "a number",
        )
    if classes < 1:
        raise InputError(
            "no_classes",
            gettext_noop("%(found)s classes hold nothing. Give one or more."),
            found=classes,
        )
    return present, dense


def _bounds(near: Floats, classes: int) -> Floats:
    if not near.size:
        return np.full(classes + 1, np.nan)
    return np.linspace(near.min(), near.max(), classes + 1)


def _rates(near: Floats, turned: Booleans, region: Integers, bounds: Floats) -> Rates:
    classes = len(bounds) - 1
    place = np.clip(np.searchsorted(bounds, near, side="right") - 1, 0, classes - 1)
    candidates = np.bincount(place, minlength=classes)
    events = np.bincount(place[turned], minlength=classes)
    some = np.where(candidates > 0, candidates, np.nan)
    rate = events / some  # NaN where nobody could
    low, high = wilson(rate, some, quantile(0.95))
    model = logit(near, turned, region)
    return Rates(
        candidates, events, rate, np.maximum(low, 0), np.minimum(high, 1), model
    )
