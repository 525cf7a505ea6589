"""How near what a region does not have is to what it has."""

import numpy as np
from numpy.typing import ArrayLike

from distretto.analysis.selection.relatedness.matrices import (
    Floats,
    Presence,
    Reals,
    check_square,
)


def relatedness_density(
    presence: ArrayLike, proximities: ArrayLike, *, own: bool = True
) -> Floats:
    """Relatedness density of each region around each industry [hidalgo2007].

    d[r, i] = sum over j of M[r, j] phi[i, j] / sum over j of phi[i, j]

    Parameters
    ----------
    presence : array of shape (regions, industries)
        M: 1, 0 or NaN (unknown), as of `presence`.
    proximities : array of shape (industries, industries)
        Relatedness of any kind, of zero or more; NaN counts as none.
    own : bool
        Whether an industry counts around itself. The usual definition says yes,
        which makes the density of present industries higher by 1 / sum of phi; where
        entry and exit are explained, say no.

    Returns
    -------
    array of shape (regions, industries)
        Shares from 0 to 1 (dimensionless): 0.3 means that the region has 30 % of what
        is related to the industry. Sums run over the industries known in the region.
        NaN for an industry related to none, and where none of those is known.

    Raises
    ------
    InputError
        The matrices do not fit, or presence is something else than 0, 1 and NaN.
    """
    told = Presence.of(presence)
    near = check_square(proximities, told.present.shape[1])
    return density(told, weights_of(near, own=own))


def weights_of(proximities: Reals, *, own: bool = True) -> Reals:
    """Proximities as weights: unknown ones and, if so asked, the diagonal are none."""
    near = np.nan_to_num(proximities)
    if not own:
        np.fill_diagonal(near, 0)
    return near


def density(presence: Presence, near: Reals, out: Reals | None = None) -> Reals:
    """Density of checked matrices, in the precision of `near`, which holds no NaN."""
    present = presence.numbers(near.dtype)
    if presence.known is None:
        of_all = near.sum(axis=0)
        with np.errstate(divide="ignore"):
            scale = np.where(of_all > 0, 1 / of_all, np.nan).astype(near.dtype)
        return np.matmul(present, near * scale, out=out)
    of_known = presence.known.astype(near.dtype) @ near
    found = np.empty_like(of_known) if out is None else out
    found[...] = np.nan
    return np.divide(present @ near, of_known, out=found, where=of_known > 0)
