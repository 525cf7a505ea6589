"""PROMETHEE II: candidates compared pair by pair, criterion by criterion.

The net flow adds up comparisons with every other candidate. Sorting a criterion once
and adding up its sorted values gives those sums for all candidates together, so that
no table of n x n pairs is ever made.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from distretto.analysis.selection.ranking_result import Ranking, make_ranking
from distretto.analysis.selection.score_matrix import (
    Floats,
    ScoreMatrix,
    Scores,
    Weights,
)
from distretto.analysis.selection.scores import score_matrix
from distretto.errors import InputError, gettext_noop


def promethee_ii(
    scores: Scores,
    weights: Weights,
    *,
    directions: Sequence[str] | Mapping[str, str] | None = None,
    low: ArrayLike | None = 1.0,
    high: ArrayLike | None = 5.0,
    indifference: ArrayLike = 0.0,
    preference: ArrayLike = 0.0,
    candidates: Sequence[str] | None = None,
    criteria: Sequence[str] | None = None,
    vetoes: Mapping[str, str] | None = None,
    candidate: str = "candidate",
) -> Ranking:
    """Net outranking flows of PROMETHEE II [brans1985].

    phi[a] = sum over k of w[k] * sum over b of (P(d) - P(-d)) / (n - 1),
    d = s[a, k] - s[b, k] (or its opposite where less is better)

    P is the usual criterion (1 where d > 0) by default. With `preference` p above
    zero it is linear: 0 up to the indifference q, 1 from p on, (d - q) / (p - q)
    between; q = 0 is the V-shape.

    Parameters
    ----------
    scores : array of shape (n_candidates, n_criteria), or a table
        In the unit of each criterion; NaN or null where missing.
    weights : array of shape (n_criteria,), or a mapping by criterion
        Dimensionless; divided by their sum.
    directions : “benefit” or “cost” for each criterion; default all “benefit”
    low, high : numbers, one for each criterion, or None for figures without a scale
        The ends of the scale, in the unit of the criterion.
    indifference, preference : numbers, or one for each criterion
        Differences that count for nothing (q), and in full (p), in the criterion's
        unit. p = q = 0 is the usual criterion.
    candidates, criteria : names; default their places, from “1”
    vetoes : mapping of candidate to the ground on which it is ruled out
    candidate : the column of a table that names the rows

    Returns
    -------
    Ranking
        Net flows, dimensionless, from -1 (worse than all on every criterion) to 1;
        they sum to zero. 0 where there is a single candidate. Missing scores stand
        at the middle of the scale. The bounds are exact: a candidate's flow rises
        with its own score and falls with every other, so its ends are reached with
        its own missing scores at one end and all others' at the opposite one.

    Raises
    ------
    InputError
        A score is off its scale, or missing without one; a threshold is negative, or
        the preference is below the indifference.
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
    q, p = _thresholds(indifference, preference, matrix)
    ends = [matrix.placed, matrix.worst, matrix.best]
    middle, worst, best = (_oriented(matrix, end) for end in ends)
    is_open = np.atleast_1d(matrix.is_open[matrix.is_ranked].any(axis=0))
    score = np.zeros(len(middle))
    lowest, highest = np.zeros(len(middle)), np.zeros(len(middle))
    for k, weight in enumerate(matrix.weights):
        flow = _flow(middle[:, k], middle[:, k], q[k], p[k])
        score += weight * flow
        if is_open[k]:
            lowest += weight * _flow(worst[:, k], best[:, k], q[k], p[k])
            highest += weight * _flow(best[:, k], worst[:, k], q[k], p[k])
        else:
            lowest += weight * flow
            highest += weight * flow
    return make_ranking("promethee", matrix, score, lowest, highest)


def criterion_flows(matrix: ScoreMatrix, q: Floats, p: Floats) -> Floats:
    """The net flow on each criterion alone; weighted, they add up to the net flow."""
    values = _oriented(matrix, matrix.placed)
    columns = [
        _flow(values[:, k], values[:, k], q[k], p[k]) for k in range(values.shape[1])
    ]
    return np.column_stack(columns)


def no_thresholds(matrix: ScoreMatrix) -> tuple[Floats, Floats]:
    """The thresholds of the usual criterion: none."""
    return np.zeros(len(matrix.weights)), np.zeros(len(matrix.weights))


def _oriented(matrix: ScoreMatrix, scores: Floats) -> Floats:
    """Scores of the ranked candidates, so that more is better on every criterion."""
    ranked = scores[matrix.is_ranked]
    return np.where(matrix.is_benefit, ranked, -ranked)


def _thresholds(
    indifference: ArrayLike, preference: ArrayLike, matrix: ScoreMatrix
) -> tuple[Floats, Floats]:
    shape = matrix.weights.shape
    q = np.broadcast_to(np.asarray(indifference, float), shape)
    p = np.broadcast_to(np.asarray(preference, float), shape)
    bad = ~((q >= 0) & np.isfinite(p) & ((p > q) | ((p == 0) & (q == 0))))
    if bad.any():
        k = int(np.argmax(bad))
        raise InputError(
            "bad_thresholds",
            gettext_noop(
                "Criterion “%(criterion)s” has the indifference %(indifference)s and "
                "the preference %(preference)s. Give an indifference of zero or more "
                "and a larger preference, or leave both at zero."
            ),
            criterion=matrix.criteria[k],
            indifference=q[k],
            preference=p[k],
        )
    return q, p


def _flow(own: Floats, others: Floats, q: float, p: float) -> Floats:
    """Net flow of each candidate at its `own` value against all others at `others`.

    Place i of both arrays is the same candidate, which is not compared with itself.
    """
    if len(own) < 2:
        return np.zeros(len(own))
    if p > 0:
        net = _linear(own, others, q, p) - _linear_of(own - others, q, p)
        return net / (len(own) - 1)
    rivals, order = np.sort(others), np.argsort(own)
    asked = own[order]  # neighbours are looked up together: much faster
    beaten = np.empty(len(own))
    beaten[order] = rivals.searchsorted(asked) + rivals.searchsorted(asked, "right")
    net = beaten - len(own) - np.sign(own - others)
    return np.asarray(net / (len(own) - 1))


def _linear(own: Floats, others: Floats, q: float, p: float) -> Floats:
    """Sum over all rivals of P(d) - P(-d) with the linear preference function."""
    centre = others.mean()  # sums of small numbers keep their digits
    own, rivals = own - centre, np.sort(others - centre)
    sums = np.append(0.0, np.cumsum(rivals))
    gains = _excess_over(own, rivals, sums, q) - _excess_over(own, rivals, sums, p)
    losses = _excess_under(own, rivals, sums, q) - _excess_under(own, rivals, sums, p)
    return (gains - losses) / (p - q)


def _excess_over(own: Floats, rivals: Floats, sums: Floats, t: float) -> Floats:
    """Sum over rivals of max(0, own - rival - t)."""
    count: NDArray[np.intp] = np.searchsorted(rivals, own - t)
    return count * (own - t) - sums[count]


def _excess_under(own: Floats, rivals: Floats, sums: Floats, t: float) -> Floats:
    """Sum over rivals of max(0, rival - own - t)."""
    count: NDArray[np.intp] = np.searchsorted(rivals, own + t)
    return (sums[-1] - sums[count]) - (len(rivals) - count) * (own + t)


def _linear_of(difference: Floats, q: float, p: float) -> Floats:
    """P(d) - P(-d) of single differences."""
    size = np.clip((np.abs(difference) - q) / (p - q), 0, 1)
    return np.asarray(np.sign(difference) * size)
