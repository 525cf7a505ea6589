"""Scores of candidates on criteria, as the ranking methods take them.

A score that nobody gave is NaN. It is never read as zero: it stands for every value
from the low to the high end of its scale, and each method says what follows. A mean
that lacks the voice of an assessor is known within a range in the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from narwhals.typing import IntoDataFrame
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Weights = ArrayLike | Mapping[str, float]


@dataclass(frozen=True)
class RangedScores:
    """Scores some of which are known within a range only.

    Attributes
    ----------
    values : array of shape (n_candidates, n_criteria)
        Where each stands in a ranking; NaN where it is missing.
    least, most : arrays of the same shape
        What each may be; equal to the value where nothing is missing.
    """

    values: Floats
    least: Floats
    most: Floats


Scores = ArrayLike | IntoDataFrame | RangedScores


@dataclass(frozen=True)
class ScoreMatrix:
    """Scores that passed the door.

    Attributes
    ----------
    values : array of shape (n_candidates, n_criteria)
        NaN where missing.
    weights : array of shape (n_criteria,)
        Sum to 1.
    is_benefit : array of shape (n_criteria,)
        True where more is better, false where less is.
    low, high : arrays of shape (n_criteria,), or None
        The ends of each scale; None where the scores have none.
    candidates, criteria : tuple of str
    vetoes : dict of candidate to ground
    least, most : arrays of shape (n_candidates, n_criteria)
        What each score may be. NaN where it is missing and there is no scale.
    """

    values: Floats
    weights: Floats
    is_benefit: Bools
    low: Floats | None
    high: Floats | None
    candidates: tuple[str, ...]
    criteria: tuple[str, ...]
    vetoes: Mapping[str, str]
    least: Floats
    most: Floats

    @property
    def missing(self) -> Bools:
        """Where a score is missing."""
        return np.isnan(self.values)

    @property
    def is_open(self) -> Bools:
        """Where a score is missing or known within a range only."""
        return self.missing | (self.least < self.most)

    @property
    def is_ranked(self) -> Bools:
        """Which candidates are in the ranking: those without a veto."""
        if not self.vetoes:
            return np.ones(len(self.candidates), bool)
        return np.array([name not in self.vetoes for name in self.candidates], bool)

    @property
    def placed(self) -> Floats:
        """The scores as they stand in a ranking: missing ones in the middle."""
        if self.low is None or self.high is None:
            return self.values
        return np.where(self.missing, (self.low + self.high) / 2, self.values)

    @property
    def worst(self) -> Floats:
        """The scores with each open one at the end that is worst for its candidate."""
        return np.where(self.is_benefit, self.least, self.most)

    @property
    def best(self) -> Floats:
        """The scores with each open one at the end that is best for its candidate."""
        return np.where(self.is_benefit, self.most, self.least)
