"""Which clusters to assist: candidates ranked on weighted criteria.

The weighted sum is the method's own way, and the one that a meeting can follow with
a pencil. TOPSIS and PROMETHEE II answer the same question differently; where all
three agree, the choice does not hang on the arithmetic.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from distretto.analysis.selection.promethee import promethee_ii
from distretto.analysis.selection.ranking_result import (
    RankedCandidate,
    Ranking,
    make_ranking,
)
from distretto.analysis.selection.score_matrix import (
    Floats,
    ScoreMatrix,
    Scores,
    Weights,
)
from distretto.analysis.selection.scores import score_matrix
from distretto.analysis.selection.topsis import topsis

__all__ = [
    "METHODS",
    "RankedCandidate",
    "Ranking",
    "promethee_ii",
    "rank_candidates",
    "topsis",
    "weighted_sum",
]


def weighted_sum(
    scores: Scores,
    weights: Weights,
    *,
    directions: Sequence[str] | Mapping[str, str] | None = None,
    low: ArrayLike = 1.0,
    high: ArrayLike = 5.0,
    candidates: Sequence[str] | None = None,
    criteria: Sequence[str] | None = None,
    vetoes: Mapping[str, str] | None = None,
    candidate: str = "candidate",
) -> Ranking:
    """Weighted sum of scores, on a scale from 0 to 100 [fishburn1967].

    S[c] = 100 * sum over k of w[k] * (s[c, k] - low) / (high - low), sum of w = 1

    With scores from 1 to 5 that is 25 * (sum of w[k] * s[c, k] - 1). Where less is
    better (“cost”), (high - s) stands for (s - low).

    Parameters
    ----------
    scores : array of shape (n_candidates, n_criteria), or a table
        Points on the scale; NaN or null where missing.
    weights : array of shape (n_criteria,), or a mapping by criterion
        Dimensionless; divided by their sum.
    directions : “benefit” or “cost” for each criterion; default all “benefit”
    low, high : numbers, or one for each criterion
        The ends of the scale, in points.
    candidates, criteria : names; default their places, from “1”
    vetoes : mapping of candidate to the ground on which it is ruled out
    candidate : the column of a table that names the rows

    Returns
    -------
    Ranking
        Scores in points from 0 (worst on every criterion) to 100 (best on every
        one). Missing scores stand at the middle of the scale; the bounds, at its
        ends, are exact.

    Raises
    ------
    InputError
        A score is off its scale or not finite; a weight is negative; names clash.
    """
    matrix = score_matrix(
        scores,
        weights,
        directions=directions,
        low=low,
        high=high,
        candidates=candidates,
        criteria=criteria,
        vetoes=vetoes,
        candidate=candidate,
    )
    utility = utilities(matrix, matrix.middle)[matrix.is_ranked]
    score = utility @ (100 * matrix.weights)
    half = _unknown_share(matrix) * 50.0
    return make_ranking("weighted-sum", matrix, score, score - half, score + half)


def _unknown_share(matrix: ScoreMatrix) -> Floats:
    """The share of the weights that rests on missing scores, for each candidate."""
    return np.asarray(matrix.missing[matrix.is_ranked] @ matrix.weights, float)


def utilities(matrix: ScoreMatrix, ends: Floats | None) -> Floats:
    """Scores from 0 (worst end of the scale) to 1 (best), missing ones at `ends`."""
    assert matrix.low is not None and matrix.high is not None
    share = (matrix.filled(ends) - matrix.low) / (matrix.high - matrix.low)
    return np.where(matrix.is_benefit, share, 1 - share)


METHODS = {
    "weighted-sum": weighted_sum,
    "topsis": topsis,
    "promethee": promethee_ii,
}


def rank_candidates(
    scores: Scores,
    weights: Weights,
    *,
    methods: Sequence[str] = tuple(METHODS),
    directions: Sequence[str] | Mapping[str, str] | None = None,
    low: ArrayLike = 1.0,
    high: ArrayLike = 5.0,
    candidates: Sequence[str] | None = None,
    criteria: Sequence[str] | None = None,
    vetoes: Mapping[str, str] | None = None,
    candidate: str = "candidate",
) -> dict[str, Ranking]:
    """Rank the same scores by several methods, to be shown side by side.

    Parameters are those of `weighted_sum`; `methods` names which, of
    “weighted-sum”, “topsis” and “promethee”, each with its defaults.

    Returns
    -------
    dict of method to Ranking
    """
    return {
        method: METHODS[method](
            scores,
            weights,
            directions=directions,
            low=low,
            high=high,
            candidates=candidates,
            criteria=criteria,
            vetoes=vetoes,
            candidate=candidate,
        )
        for method in methods
    }
