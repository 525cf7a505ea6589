"""Which cells of a table of firms' answers are hidden, so that no firm is told.

A cell of few firms is hidden, and others beside it, so that no total less what is
shown gives it back. And two cells of which a few firms are behind one alone tell those.
"""

from collections.abc import Hashable, Iterable, Mapping, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from distretto.analysis.checks import check_at_least_zero
from distretto.errors import InputError, gettext_noop

Bools = NDArray[np.bool_]
FEWEST = 5


def hidden_cells(
    counts: ArrayLike, *, fewest: int = FEWEST, also: ArrayLike | None = None
) -> NDArray[np.bool_]:
    """Cells to hide where the totals of lines and of the whole are shown [cox1980].

    Hidden are cells of 1 to `fewest` - 1 firms. Of each line (and of a table of one
    line, of the whole) the hidden cells are then two or more, of `fewest` firms
    together, or none: else the smallest other one is hidden too.

    Parameters
    ----------
    counts : array of shape (n,) or (n_rows, n_columns)
        Firms behind each cell: counts.
    fewest : int
        Least number of firms behind a cell that is shown, a count.
    also : array of bool of the same shape, or None
        Cells that are hidden for other reasons, to be protected likewise.

    Returns
    -------
    array of bool, of the same shape
        True where the cell is hidden; a dimensionless yes or no. A cell of no firm
        tells of nobody and is not hidden.

    Raises
    ------
    InputError
        A count is missing, negative, infinite or not whole, or `fewest` is negative.
    """
    check_at_least_zero(fewest, "fewest")
    firms = _counts(counts)
    hidden = (firms > 0) & (firms < fewest)
    if also is not None:
        hidden |= np.asarray(also, dtype=bool)
    lines = _lines(firms)
    while True:
        before = int(hidden.sum())
        for line in lines:
            _protect(firms, hidden, line, fewest)
        if int(hidden.sum()) == before:
            return hidden


def _counts(counts: ArrayLike) -> NDArray[np.float64]:
    try:
        firms = np.array(counts, dtype=float)
    except (TypeError, ValueError):
        firms = np.array([np.nan])
    is_count = np.isfinite(firms) & (firms >= 0) & (firms == np.floor(firms))
    if not is_count.all():
        raise InputError(
            "not_counts_of_firms",
            gettext_noop(
                "The cells hold something that is not a count of firms. Give whole "
                "numbers of zero or more."
            ),
        )
    return firms


Line = tuple[int | slice, ...]


def _lines(firms: NDArray[np.float64]) -> list[Line]:
    """The sums that are shown: all of one line, or each row and each column."""
    if firms.ndim < 2:
        return [(slice(None),)]
    rows: list[Line] = [(row, slice(None)) for row in range(firms.shape[0])]
    return rows + [(slice(None), column) for column in range(firms.shape[1])]


def _protect(
    firms: NDArray[np.float64], hidden: Bools, line: Line, fewest: int
) -> None:
    here, there = hidden[line], firms[line]
    while here.any() and (here.sum() < 2 or there[here].sum() < fewest):
        shown = np.flatnonzero(~here & (there > 0))
        if not len(shown):
            return
        here[shown[np.argmin(there[shown])]] = True


def told_firms(here: int, there: int, fewest: int) -> int:
    """How many firms two cells tell together: 0 where none, or enough of them.

    The figure of one less that of the other, each times its firms, is of the firms
    that are behind one of the two alone, and of nobody else. Firms are the bits of a
    number.
    """
    apart = (here ^ there).bit_count()
    return apart if apart < fewest else 0


@dataclass(frozen=True)
class Told:
    """Two cells whose difference is a few firms, and how many they are."""

    cell: str
    earlier: str
    firms: int


def told_by_difference(
    proposed: Mapping[str, Set[Hashable]],
    released: Iterable[tuple[str, Set[Hashable]]],
    *,
    fewest: int = FEWEST,
) -> tuple[Told, ...]:
    """Cells that would tell a few firms beside cells that were shown [cox1980].

    Where 1 to `fewest` - 1 firms are behind one of two cells and not behind the other,
    whichever of the two, the difference of the figures is of those few: firms that
    came, that left, or that took the place of others.

    Only pairs are looked at: what several cells together tell is not.

    Parameters
    ----------
    proposed : mapping of cell to the firms behind it
        Keys of firms; the cells that shall be shown.
    released : pairs of a cell and the firms behind it
        Cells that were shown, in earlier tables or under other filters.
    fewest : int
        Least number of firms that a figure may stand for, a count.

    Returns
    -------
    tuple of Told
        The pairs, with the count of firms they would tell of; empty where all may be
        shown.

    Raises
    ------
    InputError
        `fewest` is negative or not a number.
    """
    check_at_least_zero(fewest, "fewest")
    bit: dict[Hashable, int] = {}

    def bits(firms: Set[Hashable]) -> int:
        return sum(1 << bit.setdefault(firm, len(bit)) for firm in firms)

    before = [(name, bits(firms)) for name, firms in released]
    now = [(name, bits(firms)) for name, firms in proposed.items()]
    return tuple(
        Told(cell, earlier, told)
        for cell, here in now
        for earlier, there in before
        if (told := told_firms(here, there, fewest))
    )
