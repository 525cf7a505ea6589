"""Fitness of regions and complexity of industries by the map that is not linear."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from distretto.analysis.selection.relatedness.matrices import Floats, Presence
from distretto.errors import InputError, gettext_noop


@dataclass(frozen=True)
class Fitness:
    """Fitness of regions and complexity of industries.

    Attributes
    ----------
    fitness : array of shape (regions,), dimensionless
        Mean 1 over the regions that have anything; NaN for those that have nothing.
    complexity : array of shape (industries,), dimensionless
        Mean 1 over the industries that anybody has; NaN for the others. Industries
        that a region of vanishing fitness has fall to 0.
    iterations : int
        How many steps were taken.
    change : float
        Largest change of a fitness in the last step, of those above one millionth.
    converged : bool
        Whether that is below the tolerance. Where M is far from nested, fitness of
        the weakest falls towards 0 without end, but the order stands early.
    """

    fitness: Floats
    complexity: Floats
    iterations: int
    change: float
    converged: bool


def fitness(
    presence: ArrayLike, *, iterations: int = 1000, tolerance: float = 1e-8
) -> Fitness:
    """Fitness of regions and complexity of industries [tacchella2012].

    F[r] = sum over i of M[r, i] Q[i];  Q[i] = 1 / sum over r of M[r, i] / F[r]

    each divided by its mean, from 1 on, until nothing changes: what a weak region can
    make is not complex, however many strong ones make it too.

    Parameters
    ----------
    presence : array of shape (regions, industries)
        M: 1, 0 or NaN, as of `presence`; unknown is read as not present.
    iterations : int
        At most so many steps (1 or more).
    tolerance : float
        Relative change of fitness to stop at (above 0).

    Returns
    -------
    Fitness
        Of mean 1 (dimensionless); higher is fitter.

    Raises
    ------
    InputError
        The matrix holds something else than 0, 1 and NaN, or fewer than one step.
    """
    told = Presence.of(presence)
    if not (iterations >= 1 and tolerance > 0):
        raise InputError(
            "no_steps",
            gettext_noop(
                "%(iterations)s steps to a tolerance of %(tolerance)s come to no end. "
                "Give one step or more and a tolerance above zero."
            ),
            iterations=iterations,
            tolerance=tolerance,
        )
    rows, columns = told.diversity > 0, told.ubiquity > 0
    found = np.full(len(rows), np.nan), np.full(len(columns), np.nan)
    if not rows.any():
        return Fitness(*found, 0, 0.0, True)
    part = csr_array(told.numbers(np.float64)[rows][:, columns])
    found[0][rows], found[1][columns], steps, change = _iterate(
        part, iterations, tolerance
    )
    return Fitness(*found, steps, change, change < tolerance)


# Below the smallest number that can be divided by, a fitness has vanished.
LEAST = 1e-300
# What is this small no longer tells whether the rest stands still.
SMALL = 1e-6


def _iterate(
    matrix: csr_array, iterations: int, tolerance: float
) -> tuple[Floats, Floats, int, float]:
    turned = matrix.T.tocsr()
    strength, complex_ = np.ones(matrix.shape[0]), np.ones(matrix.shape[1])
    taken, change = 0, np.inf
    while taken < iterations and change >= tolerance:
        new = matrix @ complex_
        complex_ = 1 / (turned @ (1 / np.maximum(strength, LEAST)))
        new, complex_ = new / new.mean(), complex_ / complex_.mean()
        counted = new > SMALL
        change = float(np.max(np.abs(new - strength)[counted] / new[counted]))
        strength, taken = new, taken + 1
    return strength, complex_, taken, change
