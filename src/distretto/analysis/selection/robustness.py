"""Would the choice stand if the weights were a little different?

Weights are agreed in a meeting, and another meeting would have agreed others. The
seeded Monte Carlo moves all weights at once and counts; `weight_to_overturn` moves one
weight at a time and says how far it can go.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from distretto.analysis.selection.promethee import criterion_flows, no_thresholds
from distretto.analysis.selection.ranking import utilities
from distretto.analysis.selection.ranks import competition_ranks
from distretto.analysis.selection.score_matrix import (
    Bools,
    Floats,
    ScoreMatrix,
    Scores,
    Weights,
)
from distretto.analysis.selection.scores import score_matrix
from distretto.analysis.selection.topsis import closeness_of, squared_distances
from distretto.errors import InputError, gettext_noop

WAYS = ("relative", "dirichlet", "any")
BLOCK = 4_000_000  # scores held at a time: draws x candidates
RANKS_KEPT = 20

Ranker = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Robustness:
    """How the ranking behaves when the weights move.

    Arrays follow the order of the candidates; NaN for vetoed ones.

    Attributes
    ----------
    method, way : str
        How candidates were ranked and how weights were drawn.
    draws, seed, top : int
    candidates : tuple of str
    is_in_top : array of bool
        Who is among the first `top` with the weights as agreed.
    is_at_edge : array of bool
        Who of them ties for the last places, so that more come in than there are.
    in_top_share : array of float
        In what share of the draws each candidate is among the first `top`.
    mean_rank, rank_best, rank_worst : arrays of float
        Over the draws.
    rank_share : array of shape (n_candidates, ranks kept)
        In what share of the draws the candidate comes 1st, 2nd, 3rd ... : its rank
        acceptability, for the first 20 ranks at most.
    top_changed_share : float
        In what share of the draws the first `top` are not the same candidates:
        somebody else comes in, or somebody drops out who does not tie at the edge.
        Which of the tied comes in is no change: nobody had chosen between them.
    winner_changed_share : float
        In what share of the draws somebody else comes first; the same for `top` = 1.
    """

    method: str
    way: str
    draws: int
    seed: int
    top: int
    candidates: tuple[str, ...]
    is_in_top: Bools
    is_at_edge: Bools
    in_top_share: Floats
    mean_rank: Floats
    rank_best: Floats
    rank_worst: Floats
    rank_share: Floats
    top_changed_share: float
    winner_changed_share: float


def robustness(
    scores: Scores,
    weights: Weights,
    *,
    top: int,
    method: str = "weighted-sum",
    way: str = "relative",
    vary: float = 0.2,
    concentration: float = 100.0,
    draw_missing: bool = False,
    draws: int = 10_000,
    seed: int = 1,
    directions: Sequence[str] | Mapping[str, str] | None = None,
    low: ArrayLike = 1.0,
    high: ArrayLike = 5.0,
    candidates: Sequence[str] | None = None,
    criteria: Sequence[str] | None = None,
    vetoes: Mapping[str, str] | None = None,
    candidate: str = "candidate",
) -> Robustness:
    """How often each candidate stays among the first when weights move [lahdelma1998].

    Each draw moves all weights, divides them by their sum, and ranks again:

    “relative”: w'[k] = w[k] * (1 + u), u uniform from -vary to vary;
    “dirichlet”: w' from Dirichlet(concentration * w);
    “any”: w' uniform over all weights of the criteria that have one.

    Parameters
    ----------
    scores : array of shape (n_candidates, n_criteria), or a table
        In points on the scale; NaN or null where missing.
    weights : array of shape (n_criteria,), or a mapping by criterion
        Dimensionless; divided by their sum.
    top : how many are to be chosen
    method : “weighted-sum”, “topsis” or “promethee”, each with its defaults
    way : “relative”, “dirichlet” or “any”
    vary : share by which each weight may go up or down, above 0 and below 1
    concentration : the larger, the nearer to the weights as given; the standard
        deviation of a weight is the root of w * (1 - w) / (concentration + 1)
    draw_missing : also draw missing scores, uniformly over their scale or over the
        range in which they are known (weighted sum only); else they stand as in the
        ranking
    draws, seed : how many draws, and what makes them repeatable
    directions : “benefit” or “cost” for each criterion; default all “benefit”
    low, high : numbers, or one for each criterion
        The ends of the scale, in points.
    candidates, criteria : names; default their places, from “1”
    vetoes : mapping of candidate to the ground on which it is ruled out
    candidate : the column of a table that names the rows

    Returns
    -------
    Robustness
        Shares from 0 to 1: 0.93 in `in_top_share` reads “among the first `top` in
        93 % of the draws”. They describe the ranking under weights moved in this way;
        they are not probabilities that a choice is right. Ties at the edge all count
        as in.

    Raises
    ------
    InputError
        As `weighted_sum`; there is no such method or way; a setting is out of range.
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
    _check_settings(matrix, method, way, vary, concentration, draws, top, draw_missing)
    chance = np.random.default_rng(seed)
    rank_by = ranker(matrix, method, seed if draw_missing else None)
    base, _ = competition_ranks(ranker(matrix, method)(matrix.weights[None, :])[0])
    counts = _Counts(base, top)
    groups = _Twins(matrix, keep_apart=draw_missing)
    for size in _block_sizes(draws, max(base.size, matrix.is_open.sum())):
        block = drawn_weights(matrix.weights, way, vary, concentration, size, chance)
        counts.add(groups.ranks(rank_by(block)))
    here = matrix.is_ranked
    return Robustness(
        method=method,
        way=way,
        draws=draws,
        seed=seed,
        top=top,
        candidates=matrix.candidates,
        is_in_top=_spread(counts.choice.can_be_in, here, False),
        is_at_edge=_spread(counts.choice.is_at_edge, here, False),
        in_top_share=_spread(counts.in_top / draws, here, np.nan),
        mean_rank=_spread(counts.rank_sum / draws, here, np.nan),
        rank_best=_spread(counts.best, here, np.nan),
        rank_worst=_spread(counts.worst, here, np.nan),
        rank_share=_spread(counts.at_rank / draws, here, np.nan),
        top_changed_share=counts.top_changed / draws,
        winner_changed_share=counts.winner_changed / draws,
    )


def _check_settings(
    matrix: ScoreMatrix,
    method: str,
    way: str,
    vary: float,
    concentration: float,
    draws: int,
    top: int,
    draw_missing: bool,
) -> None:
    if way not in WAYS:
        raise InputError(
            "no_such_way",
            gettext_noop(
                "There is no way “%(found)s” to draw weights. Choose “relative”, "
                "“dirichlet” or “any”."
            ),
            found=way,
        )
    for name, value, is_good, wanted in (
        ("vary", vary, 0 < vary < 1, "above 0 and below 1"),
        ("concentration", concentration, 0 < concentration < np.inf, "above 0"),
        ("draws", draws, draws >= 1, "of 1 or more"),
        ("top", top, top >= 1, "of 1 or more"),
    ):
        if not is_good:
            raise InputError(
                "setting_out_of_range",
                gettext_noop("“%(name)s” is %(found)s; give a number %(wanted)s."),
                name=name,
                found=value,
                wanted=wanted,
            )
    if draw_missing and method != "weighted-sum":
        raise InputError(
            "draws_need_weighted_sum",
            gettext_noop(
                "Missing scores are drawn for the weighted sum only. Leave them at the "
                "middle of their scale for “%(method)s”."
            ),
            method=method,
        )
    if not matrix.is_ranked.any():
        raise InputError(
            "nobody_left",
            gettext_noop("All candidates are ruled out by a veto: nobody is ranked."),
        )


def drawn_weights(
    weights: Floats,
    way: str,
    vary: float,
    concentration: float,
    draws: int,
    chance: np.random.Generator,
) -> Floats:
    """Sets of weights around (or regardless of) those given: draws x criteria.

    Row after row comes from one stream, so that blocks of any size give the same.
    """
    if way == "relative":
        moved = weights * (1 + chance.uniform(-vary, vary, (draws, len(weights))))
        return np.asarray(moved / moved.sum(axis=1, keepdims=True))
    here = weights > 0
    drawn = np.zeros((draws, len(weights)))
    centre = np.ones(here.sum()) if way == "any" else concentration * weights[here]
    drawn[:, here] = chance.dirichlet(centre, draws)
    return drawn


def ranker(matrix: ScoreMatrix, method: str, seed: int | None = None) -> Ranker:
    """A function from many sets of weights to the scores of all ranked candidates.

    Takes an array (draws, criteria), gives (draws, candidates). With a seed, missing
    scores are drawn anew for every set.
    """
    if method == "weighted-sum":
        return _sum_ranker(matrix, seed)
    if method == "promethee":
        flows = criterion_flows(matrix, *no_thresholds(matrix)).T
        return lambda weights: np.asarray(weights @ flows)
    if method == "topsis":
        values = matrix.placed[matrix.is_ranked]
        parts = squared_distances(values, matrix.is_benefit, "vector")
        to_ideal, to_worst = (np.ascontiguousarray(part.T) for part in parts)
        return lambda weights: closeness_of(
            weights**2 @ to_ideal, weights**2 @ to_worst
        )
    raise InputError(
        "no_such_method",
        gettext_noop(
            "There is no ranking method “%(found)s”. Choose “weighted-sum”, “topsis” "
            "or “promethee”."
        ),
        found=method,
    )


def _sum_ranker(matrix: ScoreMatrix, seed: int | None) -> Ranker:
    middle, worst, best = (
        utilities(matrix, each)[matrix.is_ranked]
        for each in (matrix.placed, matrix.worst, matrix.best)
    )
    rows, columns = np.nonzero(matrix.is_open[matrix.is_ranked])
    known = np.ascontiguousarray(100 * middle.T)
    if seed is None or not len(rows):
        return lambda weights: np.asarray(weights @ known)
    chance = np.random.default_rng([seed, 1])
    known[columns, rows] = 100 * worst[rows, columns]
    width = 100 * (best - worst)[rows, columns]
    owners, starts = np.unique(rows, return_index=True)

    def rank_by(weights: Floats) -> Floats:
        scores = weights @ known
        drawn = chance.random((len(weights), len(rows)))
        drawn *= width * weights[:, columns]
        scores[:, owners] += np.add.reduceat(drawn, starts, axis=1)
        return np.asarray(scores)

    return rank_by


def _block_sizes(draws: int, width: int) -> Iterator[int]:
    """How many draws to take at a time, so that memory stays bounded."""
    step = max(1, BLOCK // max(1, width))
    for start in range(0, draws, step):
        yield min(step, draws - start)


class _Twins:
    """Candidates with the same scores throughout, who tie whatever the weights.

    All other ties have no weight among continuous draws; these would be broken by
    rounding, in favour of whoever comes first in the list.
    """

    def __init__(self, matrix: ScoreMatrix, keep_apart: bool) -> None:
        values = matrix.placed
        if keep_apart:  # what is drawn anew each time is nobody's twin
            values = np.where(matrix.is_open, np.nan, values)
        values = values[matrix.is_ranked][:, matrix.weights > 0]
        _, self.first, self.group, self.sizes = np.unique(
            values,
            axis=0,
            return_index=True,
            return_inverse=True,
            return_counts=True,
        )
        self.has_twins = len(self.first) < len(values)

    def ranks(self, scores: Floats) -> NDArray[np.int64]:
        """Ranks of all candidates in every draw, from 1; twins share the smallest."""
        if not self.has_twins:
            return _places(scores, None)
        ranks = _places(np.ascontiguousarray(scores[:, self.first]), self.sizes)
        return ranks[:, self.group.ravel()]


def _places(scores: Floats, sizes: NDArray[np.intp] | None) -> NDArray[np.int64]:
    order = np.argsort(-scores, axis=1)
    ranks = np.empty(order.shape, np.int64)
    if sizes is None:
        place = np.broadcast_to(np.arange(1, order.shape[1] + 1), order.shape)
    else:
        ahead = sizes[order]
        place = np.cumsum(ahead, axis=1) - ahead + 1
    np.put_along_axis(ranks, order, place, axis=1)
    return ranks


class _Choice:
    """The first `top` with the weights as agreed, and which draws depart from them."""

    def __init__(self, ranks: Floats, top: int) -> None:
        _, group, sizes = np.unique(ranks, return_inverse=True, return_counts=True)
        tied = sizes[group]
        self.top = top
        self.can_be_in = ranks <= top
        self.is_at_edge = self.can_be_in & (ranks + tied - 1 > top)

    def departs(self, ranks: NDArray[np.int64]) -> Bools:
        """In which draws somebody else is in, or somebody is out who did not tie."""
        is_in = ranks <= self.top
        is_sure = self.can_be_in & ~self.is_at_edge
        wrong = (is_in & ~self.can_be_in) | (~is_in & is_sure)
        return np.asarray(wrong.any(axis=1))


class _Counts:
    """What is counted over the draws."""

    def __init__(self, base: Floats, top: int) -> None:
        count = len(base)
        self.top = top
        self.choice, self.winner = _Choice(base, top), _Choice(base, 1)
        self.in_top, self.rank_sum = np.zeros(count), np.zeros(count)
        self.best, self.worst = np.full(count, np.inf), np.zeros(count)
        self.at_rank = np.zeros((count, min(count, RANKS_KEPT)))
        self.top_changed = self.winner_changed = 0

    def add(self, ranks: NDArray[np.int64]) -> None:
        self.in_top += (ranks <= self.top).sum(axis=0)
        self.rank_sum += ranks.sum(axis=0)
        self.best = np.minimum(self.best, ranks.min(axis=0))
        self.worst = np.maximum(self.worst, ranks.max(axis=0))
        self.top_changed += int(self.choice.departs(ranks).sum())
        self.winner_changed += int(self.winner.departs(ranks).sum())
        _, columns = kept = np.nonzero(ranks <= self.at_rank.shape[1])
        np.add.at(self.at_rank, (columns, ranks[kept] - 1), 1)


def _spread(values: NDArray, here: Bools, otherwise: object) -> NDArray:
    out = np.full((len(here), *values.shape[1:]), otherwise, dtype=values.dtype)
    out[here] = values
    return out
