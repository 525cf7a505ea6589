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
    RangedScores,
    ScoreMatrix,
    Scores,
    Weights,
)
from distretto.analysis.selection.scores import score_matrix
from distretto.analysis.selection.topsis import topsis

__all__ = [
    "METHODS",
    "RangedScores",
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
        Points on the scale; NaN or null where missing. Or `RangedScores`, such as
        the means of assessors of whom not all could say.
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
        ends or at those of a range, are exact.

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
    score = _sums(matrix, matrix.placed)
    if not matrix.is_open.any():
        return make_ranking("weighted-sum", matrix, score, score, score)
    ends = (_sums(matrix, end) for end in (matrix.worst, matrix.best))
    return make_ranking("weighted-sum", matrix, score, *ends)


def _sums(matrix: ScoreMatrix, scores: Floats) -> Floats:
    """Weighted sums of the ranked candidates, from 0 to 100."""
    shares = utilities(matrix, scores)[matrix.is_ranked]
    return np.asarray(shares @ (100 * matrix.weights))


def utilities(matrix: ScoreMatrix, scores: Floats) -> Floats:
    """Scores from 0 (worst end of the scale) to 1 (best)."""
    assert matrix.low is not None and matrix.high is not None
    share = (scores - matrix.low) / (matrix.high - matrix.low)
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
