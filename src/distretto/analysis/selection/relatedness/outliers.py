"""Industries that are nearer to another category than to their own move there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from distretto.analysis.selection.relatedness.matrices import Floats
from distretto.analysis.selection.relatedness.validation import means_to

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Move:
    """An industry that was moved, for it is nearer to another category.

    Attributes
    ----------
    industry : str
    before, after : int
        Numbers of the categories.
    within, between : float
        Mean relatedness to the others of the one, and to the other, before the move.
    """

    industry: str
    before: int
    after: int
    within: float
    between: float


def moved_outliers(
    matrix: Floats, labels: Integers, names: Sequence[str]
) -> tuple[Integers, tuple[Move, ...]]:
    """Marginal outliers go where they are nearest, the most misplaced first.

    Each moves once at most, and the last two of a category stay, so that categories
    are mended and not made anew.
    """
    labels, moves = labels.copy(), list[Move]()
    number = int(labels.max()) + 1
    may_move = np.ones(len(labels), dtype=bool)
    every = np.arange(len(labels))
    sums, counts = means_to(matrix, labels, number)
    told, known = np.nan_to_num(matrix), ~np.isnan(matrix)
    while True:
        with np.errstate(divide="ignore", invalid="ignore"):
            towards = sums / counts
        own = towards[every, labels].copy()
        towards[every, labels] = np.nan
        nearest = np.nan_to_num(towards, nan=-np.inf).max(axis=1)
        others = np.nansum(towards, axis=1) / (~np.isnan(towards)).sum(axis=1)
        is_outlier = (own < nearest) & (own <= others) & may_move
        is_outlier &= np.bincount(labels)[labels] > 2
        if not is_outlier.any():
            return labels, tuple(moves)
        one = int(np.where(is_outlier, nearest - own, -np.inf).argmax())
        before, after = int(labels[one]), int(np.nanargmax(towards[one]))
        moves.append(
            Move(names[one], before, after, float(own[one]), float(nearest[one]))
        )
        labels[one], may_move[one] = after, False
        rest = every != one
        for category, sign in ((before, -1), (after, 1)):
            sums[rest, category] += sign * told[rest, one]
            counts[rest, category] += sign * known[rest, one]


def renumbered(one: Move, number: Mapping[int, int]) -> Move:
    """In the final numbers; no category is ever left by all."""
    return Move(
        one.industry, number[one.before], number[one.after], one.within, one.between
    )
