"""How many firms to draw from each stratum."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from distretto.errors import InputError, gettext_noop

ALLOCATIONS = ("proportional", "equal", "neyman")
_ROUNDS = 200  # halvings of the interval; 60 would do for any count of firms


def allocated_sizes(
    population: ArrayLike,
    size: int,
    *,
    allocation: str = "proportional",
    spread: ArrayLike | None = None,
    minimum: int = 2,
    certain: Sequence[bool] | None = None,
) -> NDArray[np.int64]:
    """Firms to draw from each stratum [cochran1977, sections 5.5 and 5.6].

    n[h] is in proportion to N[h] (proportional), to 1 (equal) or to N[h] S[h]
    (neyman), but at least `minimum` and at most N[h]; what a stratum cannot give, the
    others do. Whole numbers by the largest remainders.

    Parameters
    ----------
    population : array of shape (n_strata,)
        Firms in each stratum, counts.
    size : int
        Firms to draw altogether, a count.
    allocation : str
        “proportional”, “equal” or “neyman”.
    spread : array of shape (n_strata,), or None
        For “neyman”: the standard deviation within each stratum, in any unit.
    minimum : int
        Least number of firms of a stratum; all of them where it has fewer. Two let
        its spread be known.
    certain : sequence of bool, or None
        Strata of which every firm is drawn.

    Returns
    -------
    array of int
        Counts of firms; they add up to `size`, or to all firms where that is less.

    Raises
    ------
    InputError
        A count is not one, the size is too small for the minimum of each stratum, or
        Neyman's allocation has no spread.
    """
    firms = _checked_counts(population)
    wanted = _proportions(firms, allocation, spread)
    low = np.minimum(firms, max(minimum, 0))
    if certain is not None:
        low = np.where(np.asarray(certain, dtype=bool), firms, low)
    _check_size(size, low)
    if size >= firms.sum():
        return firms.astype(np.int64)
    return _whole(_shared_out(wanted, low, firms, size), low, firms, size)


def _checked_counts(population: ArrayLike) -> NDArray[np.float64]:
    try:
        firms = np.array(population, dtype=float)
    except (TypeError, ValueError):
        firms = np.array([np.nan])
    is_count = np.isfinite(firms) & (firms >= 0) & (firms == np.floor(firms))
    if firms.ndim != 1 or not len(firms) or not is_count.all():
        raise InputError(
            "not_counts_of_firms",
            gettext_noop(
                "The strata hold something that is not a count of firms. Give whole "
                "numbers of zero or more, one for each stratum."
            ),
        )
    return firms


def _proportions(
    firms: NDArray[np.float64], allocation: str, spread: ArrayLike | None
) -> NDArray[np.float64]:
    if allocation not in ALLOCATIONS:
        raise InputError(
            "unknown_allocation",
            gettext_noop(
                "There is no allocation “%(found)s”. Give “proportional”, “equal” or "
                "“neyman”."
            ),
            found=allocation,
        )
    if allocation == "proportional":
        return firms
    if allocation == "equal":
        return np.where(firms > 0, 1.0, 0.0)
    known = np.full(firms.shape, np.nan) if spread is None else np.array(spread, float)
    if known.shape != firms.shape or not (np.isfinite(known) & (known >= 0)).all():
        raise InputError(
            "no_spread",
            gettext_noop(
                "Neyman's allocation needs the standard deviation of each stratum, a "
                "number of zero or more. Give it, or allocate in proportion."
            ),
        )
    return firms * known


def _check_size(size: int, low: NDArray[np.float64]) -> None:
    if size < low.sum() or size < 1:
        raise InputError(
            "sample_too_small",
            gettext_noop(
                "A sample of %(size)s firms is too small: the strata need %(needed)s "
                "at least. Draw more firms, join strata, or ask for fewer of each."
            ),
            size=size,
            needed=int(max(low.sum(), 1)),
        )


def _shared_out(
    wanted: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    size: int,
) -> NDArray[np.float64]:
    """Numbers in proportion to `wanted` within their bounds, which add up to `size`."""
    few, many = 0.0, 1.0
    while np.clip(many * wanted, low, high).sum() < size and many < 1e18:
        many *= 2.0
    for _ in range(_ROUNDS):
        middle = (few + many) / 2.0
        if np.clip(middle * wanted, low, high).sum() < size:
            few = middle
        else:
            many = middle
    return np.clip(many * wanted, low, high)


def _whole(
    numbers: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    size: int,
) -> NDArray[np.int64]:
    """Whole numbers within the bounds, the largest remainders rounded up."""
    # A number that is whole but for the last digit is whole.
    down = np.clip(np.floor(numbers + 1e-9), low, high)
    order = np.argsort(-(numbers - down), kind="stable")
    while (lacking := int(size - down.sum())) > 0:
        room = [place for place in order if down[place] < high[place]][:lacking]
        down[room] += 1
    return down.astype(np.int64)
