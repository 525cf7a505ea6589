"""What a region could gain: complex industries near to what it has."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from distretto.analysis.selection.relatedness.density import density, weights_of
from distretto.analysis.selection.relatedness.matrices import (
    Floats,
    Presence,
    Reals,
    check_matrix,
    check_square,
)
from distretto.errors import InputError, gettext_noop


@dataclass(frozen=True)
class Opportunity:
    """What is within reach of regions, in the unit of PCI.

    Attributes
    ----------
    value : array of shape (regions,)
        Opportunity value (complexity outlook index): higher where more complex
        industries that the region lacks are near to what it has.
    gain : array of shape (regions, industries)
        How the opportunity value would change if the region gained the industry. NaN
        where it has the industry, where that is unknown, and where PCI is.
    density : array of shape (regions, industries), shares from 0 to 1
        As of `relatedness_density`.
    """

    value: Floats
    gain: Floats
    density: Floats


def opportunity(
    presence: ArrayLike, proximities: ArrayLike, pci: ArrayLike, *, own: bool = True
) -> Opportunity:
    """Opportunity value of regions and gain of industries [hausmann2014].

    OV[r] = sum over i of d[r, i] (1 - M[r, i]) PCI[i]

    OG[r, i] = sum over j of phi[i, j] / (sum over k of phi[k, j]) (1 - M[r, j]) PCI[j]
    - d[r, i] PCI[i]

    d is the relatedness density. Industries without PCI, and cells that are unknown,
    are left out of the sums.

    Parameters
    ----------
    presence : array of shape (regions, industries)
        M: 1, 0 or NaN (unknown), as of `presence`.
    proximities : array of shape (industries, industries)
        As for `relatedness_density`.
    pci : array of shape (industries,)
        Complexity of the industries, as of `economic_complexity`. Its origin and unit
        are those of the result.
    own : bool
        As for `relatedness_density`.

    Returns
    -------
    Opportunity
        In units of PCI (standard deviations); density in shares.

    Raises
    ------
    InputError
        The arrays do not fit, or presence is something else than 0, 1 and NaN.
    """
    told = Presence.of(presence)
    industries = told.present.shape[1]
    near = weights_of(check_square(proximities, industries), own=own)
    worth = check_matrix(np.atleast_2d(np.asarray(pci, dtype=np.float64)))[0]
    if worth.shape != (industries,):
        raise InputError(
            "complexities_differ_in_length",
            gettext_noop(
                "There are %(found)s complexities for %(industries)s industries. Give "
                "one for each, NaN where it is unknown."
            ),
            found=worth.size,
            industries=industries,
        )
    dense = density(told, near)
    value, gain = value_and_gain(told, near, worth, dense)
    return Opportunity(value, gain, dense)


def value_and_gain(
    presence: Presence,
    near: Reals,
    pci: Floats,
    dense: Reals,
    out: Reals | None = None,
) -> tuple[Floats, Reals]:
    """Opportunity value and gain of checked matrices, in the precision of `near`."""
    worth = np.nan_to_num(pci).astype(near.dtype)
    has = presence.present
    if presence.known is not None:
        has = has | ~presence.known
    missing = np.where(has, near.dtype.type(0), worth)
    reached = np.nan_to_num(dense) if np.isnan(dense).any() else dense
    value = np.einsum("ri,ri->r", reached, missing).astype(np.float64)
    if presence.known is not None:  # nobody knows what a hidden region could reach
        value[~presence.known.any(axis=1)] = np.nan
    of_all = near.sum(axis=0)
    scale = np.divide(1, of_all, out=np.zeros_like(of_all), where=of_all > 0)
    gain = np.matmul(missing, (near * scale).T, out=out)
    gain -= reached * worth
    np.putmask(gain, has, np.nan)
    if np.isnan(pci).any():
        gain[:, np.isnan(pci)] = np.nan
        if np.isnan(pci).all():
            value[:] = np.nan
    return value, gain
