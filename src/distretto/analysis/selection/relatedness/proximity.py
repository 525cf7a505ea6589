"""How related two industries are, by how often regions have both.

The regions where an industry's presence is unknown say nothing about it: a pair is
counted over the regions where both are known.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from distretto.analysis.selection.relatedness.matrices import (
    Floats,
    Presence,
    Reals,
    check_square,
    check_values,
)
from distretto.errors import InputError, gettext_noop


def proximity(presence: ArrayLike) -> Floats:
    """Proximity of industries by co-location [hidalgo2007].

    phi[i, j] = sum over r of M[r, i] M[r, j] / max(u[i], u[j])

    u[i] is the number of regions that have industry i: the smaller of the chances
    that a region with the one has the other too.

    Parameters
    ----------
    presence : array of shape (regions, industries)
        M: 1, 0 or NaN (unknown), as of `presence`.

    Returns
    -------
    array of shape (industries, industries)
        Shares from 0 to 1, symmetric, 1 on the diagonal. NaN for an industry that no
        region has. With unknown cells, u[i] counts the regions where j is known too.

    Raises
    ------
    InputError
        The matrix holds something else than 0, 1 and NaN.
    """
    counts = pair_counts(Presence.of(presence))
    together, one, other = (count.astype(np.float64) for count in counts)
    return _divided(together, _larger(one, other))


def phi(presence: Presence) -> Reals:
    """Proximity of a checked matrix, in single precision."""
    together, one, other = pair_counts(presence)
    return _divided(together, _larger(one, other))


METHODS: dict[str, Callable[[Floats, Floats, Floats, Floats | float], Floats]] = {
    "proximity": lambda c, s, t, n: _divided(c, _larger(s, t)),
    "association": lambda c, s, t, n: _divided(c * n, s * t),
    "cosine": lambda c, s, t, n: _divided(c, np.sqrt(s * t)),
    "jaccard": lambda c, s, t, n: _divided(c, (s + t - c) * ((s > 0) & (t > 0))),
}


def relatedness(presence: ArrayLike, *, method: str = "proximity") -> Floats:
    """Relatedness of industries by a named measure of co-occurrence [vaneck2009].

    With c[i, j] the regions that have both, u[i] those that have i, n all regions:

    - "proximity": c[i, j] / max(u[i], u[j]), as `proximity`
    - "association": n c[i, j] / (u[i] u[j]), observed over expected
    - "cosine": c[i, j] / sqrt(u[i] u[j])
    - "jaccard": c[i, j] / (u[i] + u[j] - c[i, j])
    - "probability": as `cooccurrence_probability` of c [steijn2021]

    Parameters
    ----------
    presence : array of shape (regions, industries)
        M: 1, 0 or NaN (unknown), as of `presence`.
    method : str
        One of the names above.

    Returns
    -------
    array of shape (industries, industries)
        Dimensionless, symmetric. Association and probability are around 1 where two
        industries meet as often as by chance; the others are shares from 0 to 1. NaN
        for an industry that no region has; on the diagonal of "probability".

    Raises
    ------
    InputError
        The matrix holds something else than 0, 1 and NaN, or the method is unknown.
    """
    told = Presence.of(presence)
    if method == "probability":
        return _where_known(cooccurrence_probability(told.together()), told)
    if method not in METHODS:
        raise InputError(
            "no_such_relatedness",
            gettext_noop(
                "The measure of relatedness “%(found)s” is not known. Choose one of: "
                "%(known)s."
            ),
            found=method,
            known=", ".join((*METHODS, "probability")),
        )
    counts = pair_counts(told)
    together, one, other = (count.astype(np.float64) for count in counts)
    return METHODS[method](together, one, other, _regions(told))


def cooccurrence_probability(cooccurrences: ArrayLike) -> Floats:
    """Observed over expected co-occurrences of pairs without repetition [steijn2021].

    S[i, j] = c[i, j] / ((s[i]/T s[j]/(T - s[i]) + s[j]/T s[i]/(T - s[j])) T/2)

    s[i] is the sum of the co-occurrences of i with others and T of all s. The chance
    of the second draw leaves out the first one's own, for nothing occurs with itself.

    Parameters
    ----------
    cooccurrences : array of shape (industries, industries)
        Counts c, symmetric; the diagonal is not looked at.

    Returns
    -------
    array of shape (industries, industries)
        Ratios (dimensionless): 1 is as often as by chance. NaN on the diagonal and
        for industries that occur with no other.

    Raises
    ------
    InputError
        Not a square matrix of counts.
    """
    counts = check_values(check_square(cooccurrences)).copy()
    np.fill_diagonal(counts, 0)
    sums = np.nansum(counts, axis=1)
    total = sums.sum()
    others = np.where(total > sums, total - sums, np.nan)
    one_way = np.outer(sums / others, sums) / (total or np.nan)
    found = _divided(counts, (one_way + one_way.T) * total / 2)
    np.fill_diagonal(found, np.nan)
    return found


def pair_counts(presence: Presence) -> tuple[Reals, Reals, Reals]:
    """c[i, j], u[i] beside j, and u[j] beside i."""
    beside = presence.ubiquity_beside()
    if beside is None:
        alone = presence.ubiquity.astype(np.float32)
        beside = np.broadcast_to(alone[:, None], (len(alone),) * 2)
    return presence.together(), beside, beside.T


def _regions(presence: Presence) -> Floats | float:
    """How many regions there are; for each pair, where both are known."""
    if presence.known is None:
        return float(len(presence.present))
    known = presence.known.astype(np.float64)
    return known.T @ known


def _where_known(found: Floats, presence: Presence) -> Floats:
    """NaN for pairs that no region knows together: none met is not known of them."""
    return np.where(np.asarray(_regions(presence)) > 0, found, np.nan)


def _larger(one: Reals, other: Reals) -> Reals:
    """The larger of both; 0 where either is, for then nothing can be said."""
    return np.where(np.minimum(one, other) > 0, np.maximum(one, other), 0)


def _divided(counts: Reals, by: Reals) -> Reals:
    """NaN where nothing is to be divided by."""
    found = np.full(counts.shape, np.nan, dtype=counts.dtype)
    return np.divide(counts, by, out=found, where=by > 0)
