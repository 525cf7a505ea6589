"""TOPSIS: how near a candidate comes to the best, and how far from the worst.

Distances and ideals depend on who else is in the list, so that a candidate that
drops out can change the order of the others. The ranking says so; the weighted sum
does not have this trait.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from distretto.analysis.selection.ranking_result import Ranking, make_ranking
from distretto.analysis.selection.score_matrix import (
    Bools,
    Floats,
    ScoreMatrix,
    Scores,
    Weights,
)
from distretto.analysis.selection.scores import score_matrix
from distretto.errors import InputError, gettext_noop

NORMALISATIONS = ("vector", "range")


def topsis(
    scores: Scores,
    weights: Weights,
    *,
    directions: Sequence[str] | Mapping[str, str] | None = None,
    low: ArrayLike | None = 1.0,
    high: ArrayLike | None = 5.0,
    normalisation: str = "vector",
    candidates: Sequence[str] | None = None,
    criteria: Sequence[str] | None = None,
    vetoes: Mapping[str, str] | None = None,
    candidate: str = "candidate",
) -> Ranking:
    """Relative closeness to the ideal candidate [hwang1981].

    C[c] = D-[c] / (D+[c] + D-[c])

    D+ and D- are Euclidean distances to the best and to the worst value of each
    criterion among the candidates, on weighted values v[c, k] = w[k] * s[c, k] / N[k].
    N[k] is the root of the sum of squares (“vector”, as published) or the range
    (“range”, often called min-max).

    Parameters
    ----------
    scores : array of shape (n_candidates, n_criteria), or a table
        In the unit of each criterion; NaN or null where missing.
    weights : array of shape (n_criteria,), or a mapping by criterion
        Dimensionless; divided by their sum.
    directions : “benefit” or “cost” for each criterion; default all “benefit”
    low, high : numbers, one for each criterion, or None for figures without a scale
        The ends of the scale, in the unit of the criterion.
    normalisation : “vector” or “range”
    candidates, criteria : names; default their places, from “1”
    vetoes : mapping of candidate to the ground on which it is ruled out
    candidate : the column of a table that names the rows

    Returns
    -------
    Ranking
        Closeness, dimensionless: 1 is the best candidate on every criterion, 0 the
        worst. NaN where all candidates score alike: there is no ideal to be near to.
        Missing scores stand at the middle of the scale. The bounds are exact with
        “range”. With “vector” they always hold, but where others' scores are missing
        too they may be wider than need be, because one completion would have to make
        the norm both small and large.

    Raises
    ------
    InputError
        A score is off its scale, or missing without one; scores are missing on a
        scale with negative values and “vector”; there is no such normalisation.
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
    _check_normalisation(normalisation, matrix)
    values = matrix.placed[matrix.is_ranked]
    if not len(values):
        return make_ranking("topsis", matrix, *[np.empty(0)] * 3)
    score = _closeness(values, matrix.weights, matrix.is_benefit, normalisation)
    is_open = matrix.is_open[matrix.is_ranked].any()
    low_bound, high_bound = score, score
    if is_open:
        bounds = _range_bounds if normalisation == "range" else _vector_bounds
        low_bound, high_bound = bounds(matrix)
    return make_ranking(
        "topsis",
        matrix,
        score,
        low_bound,
        high_bound,
        bounds_are_exact=normalisation == "range" or not is_open,
    )


def _check_normalisation(normalisation: str, matrix: ScoreMatrix) -> None:
    if normalisation not in NORMALISATIONS:
        raise InputError(
            "no_such_normalisation",
            gettext_noop(
                "There is no normalisation “%(found)s”. Choose “vector” or “range”."
            ),
            found=normalisation,
        )
    negative = (matrix.least[matrix.is_open] < 0).any()
    if normalisation == "vector" and negative:
        raise InputError(
            "negative_scale",
            gettext_noop(
                "Scores are missing and a scale goes below zero, where the vector "
                "normalisation gives no bounds. Use the normalisation “range”."
            ),
        )


def squared_distances(
    values: Floats, is_benefit: Bools, normalisation: str
) -> tuple[Floats, Floats]:
    """Squared distances to the ideal and the anti-ideal, criterion by criterion.

    Unweighted: with squared weights they add up to the squared distances.
    """
    top, bottom = values.max(axis=0), values.min(axis=0)
    size = _sizes(values, normalisation)
    ideal = np.where(is_benefit, top, bottom) / size
    worst = np.where(is_benefit, bottom, top) / size
    scaled = values / size
    return (scaled - ideal) ** 2, (scaled - worst) ** 2


def _sizes(values: Floats, normalisation: str) -> Floats:
    """What each criterion is divided by; 1 where that would be nothing."""
    if normalisation == "range":
        size = values.max(axis=0) - values.min(axis=0)
    else:
        size = np.sqrt(np.einsum("ck,ck->k", values, values))
    return np.where(size > 0, size, 1.0)


def closeness_of(to_ideal: Floats, to_worst: Floats) -> Floats:
    """Closeness from squared distances; NaN where both are nothing."""
    near, far = np.sqrt(to_worst), np.sqrt(to_ideal)
    total = near + far
    safe = np.where(total > 0, total, 1.0)
    return np.asarray(np.where(total > 0, near / safe, np.nan))


def _closeness(
    values: Floats, weights: Floats, is_benefit: Bools, normalisation: str
) -> Floats:
    # Candidates last: each criterion's values then lie together in memory.
    scaled = np.ascontiguousarray(values.T)
    scaled *= (weights / _sizes(values, normalisation))[:, None]
    top, bottom = scaled.max(axis=1), scaled.min(axis=1)
    to_ideal, to_worst = np.zeros(len(values)), np.zeros(len(values))
    for k, column in enumerate(scaled):
        ends = (top[k], bottom[k]) if is_benefit[k] else (bottom[k], top[k])
        for total, end in zip((to_ideal, to_worst), ends, strict=True):
            gap = column - end
            total += np.square(gap, out=gap)
    return closeness_of(to_ideal, to_worst)


def _range_bounds(matrix: ScoreMatrix) -> tuple[Floats, Floats]:
    """Exact bounds: the place within the range rises with one's own score and falls
    with every other, so both ends are reached by completions at the scale's ends."""
    bounds = []
    for ends in _end_pairs(matrix):
        own, top, bottom = _against_others(*ends)
        width = top - bottom
        place = (own - bottom) / np.where(width > 0, width, 1.0)
        place = np.where(matrix.is_benefit, place, 1 - place)
        place_left = np.where(width > 0, 1 - place, 0.0)
        place = np.where(width > 0, place, 0.0)
        squares = matrix.weights**2
        bounds.append(closeness_of(place_left**2 @ squares, place**2 @ squares))
    # Where the completion at one end makes all candidates alike, every other one
    # puts this candidate at the opposite end of each criterion that is not.
    return _known_or(bounds[0], 1.0), _known_or(bounds[1], 0.0)


def _known_or(values: Floats, otherwise: float) -> Floats:
    return np.where(np.isnan(values), otherwise, values)


def _end_pairs(matrix: ScoreMatrix) -> list[tuple[Floats, Floats]]:
    """A candidate's own scores and all others', open ones at the ends that make for
    its lowest and for its highest closeness."""
    worst, best = matrix.worst[matrix.is_ranked], matrix.best[matrix.is_ranked]
    return [(worst, best), (best, worst)]


def _against_others(own: Floats, others: Floats) -> tuple[Floats, Floats, Floats]:
    """Own values, and the largest and smallest of the column that each one sees."""
    # A candidate's own value replaces its value among the others.
    top = np.maximum(own, _largest_other(others))
    bottom = np.minimum(own, -_largest_other(-others))
    return own, top, bottom


def _largest_other(values: Floats) -> Floats:
    """For each cell, the largest value of its column without that cell."""
    if len(values) == 1:
        return np.full(values.shape, -np.inf)
    second, first = np.sort(values, axis=0)[-2:]
    out = np.broadcast_to(first, values.shape).copy()
    out[np.argmax(values, axis=0), np.arange(values.shape[1])] = second
    return out


def _vector_bounds(matrix: ScoreMatrix) -> tuple[Floats, Floats]:
    """Bounds that hold with the vector normalisation.

    For a ratio L, closeness can reach 1 / (1 + L**-0.5) only where the sum over
    criteria of w**2 * (to_worst - L * to_ideal) can be brought to zero. Each
    criterion's part is bounded on its own: the numerator at its best completion, and
    the norm at whichever end helps. The greatest L is found by Newton's steps on a
    convex function of few straight pieces, which end at the root itself.
    """
    bounds = []
    for is_high, ends in zip((False, True), _end_pairs(matrix), strict=True):
        own, top, bottom = _against_others(*ends)
        ideal = np.where(matrix.is_benefit, top, bottom)
        worst = np.where(matrix.is_benefit, bottom, top)
        to_ideal, to_worst = (own - ideal) ** 2, (own - worst) ** 2
        small, large = _squared_norms(own, matrix)
        squares = matrix.weights**2
        gain, loss = (to_worst, to_ideal) if is_high else (to_ideal, to_worst)
        ratio = _greatest_ratio(gain, loss, squares / large, squares / small)
        root = np.sqrt(ratio)
        part = np.where(
            np.isinf(root), 1.0, root / (1 + np.where(np.isinf(root), 0, root))
        )
        bounds.append(part if is_high else 1 - part)
    return bounds[0], bounds[1]


def _squared_norms(own: Floats, matrix: ScoreMatrix) -> tuple[Floats, Floats]:
    """The least and the greatest sum of squares that each candidate can see."""
    norms = (
        (end**2).sum(axis=0) - end**2 + own**2
        for end in (matrix.least[matrix.is_ranked], matrix.most[matrix.is_ranked])
    )
    small, large = (np.where(norm > 0, norm, 1.0) for norm in norms)
    return small, large


def _greatest_ratio(gain: Floats, loss: Floats, least: Floats, most: Floats) -> Floats:
    """The L at which the sum of the largest parts (gain - L * loss) is nothing."""
    ratio = np.zeros(len(gain))
    for _ in range(gain.shape[1] + 2):
        open_ = np.isfinite(ratio)
        safe = np.where(open_, ratio, 0.0)[:, None]
        scale = np.where(gain - safe * loss >= 0, most, least)
        gains, losses = (gain * scale).sum(axis=1), (loss * scale).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = np.where(gains > 0, gains / losses, 0.0)
        ratio = np.where(open_, np.maximum(step, ratio), ratio)
    return ratio
