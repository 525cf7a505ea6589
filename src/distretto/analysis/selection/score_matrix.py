"""Scores of candidates on criteria, as the ranking methods take them.

A score that nobody gave is NaN. It is never read as zero: it stands for every value
from the low to the high end of its scale, and each method says what follows.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from narwhals.typing import IntoDataFrame
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Scores = ArrayLike | IntoDataFrame
Weights = ArrayLike | Mapping[str, float]


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
    """

    values: Floats
    weights: Floats
    is_benefit: Bools
    low: Floats | None
    high: Floats | None
    candidates: tuple[str, ...]
    criteria: tuple[str, ...]
    vetoes: Mapping[str, str]

    @property
    def missing(self) -> Bools:
        """Where a score is missing."""
        return np.isnan(self.values)

    @property
    def is_ranked(self) -> Bools:
        """Which candidates are in the ranking: those without a veto."""
        if not self.vetoes:
            return np.ones(len(self.candidates), bool)
        return np.array([name not in self.vetoes for name in self.candidates], bool)

    def filled(self, ends: Floats | None) -> Floats:
        """The scores with the missing ones put at one value per criterion."""
        if ends is None:
            return self.values
        return np.where(self.missing, ends, self.values)

    @property
    def middle(self) -> Floats | None:
        """The middle of each scale, where missing scores stand in a ranking."""
        if self.low is None or self.high is None:
            return None
        return (self.low + self.high) / 2

    @property
    def worst(self) -> Floats | None:
        """The end of each scale that is worst for a candidate."""
        if self.low is None or self.high is None:
            return None
        return np.where(self.is_benefit, self.low, self.high)

    @property
    def best(self) -> Floats | None:
        """The end of each scale that is best for a candidate."""
        if self.low is None or self.high is None:
            return None
        return np.where(self.is_benefit, self.high, self.low)
