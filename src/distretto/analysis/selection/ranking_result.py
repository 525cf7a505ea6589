"""A ranking of candidates by one method, and its lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from distretto.analysis.selection.ranks import competition_ranks, possible_ranks
from distretto.analysis.selection.score_matrix import Bools, Floats, ScoreMatrix


@dataclass(frozen=True)
class RankedCandidate:
    """One line of a ranking; None where there is nothing to say."""

    candidate: str
    rank: int | None
    score: float | None
    score_low: float | None
    score_high: float | None
    rank_best: int | None
    rank_worst: int | None
    is_tied: bool
    missing: int
    partial: int
    veto: str | None


@dataclass(frozen=True)
class Ranking:
    """The candidates of a round, ranked by one method.

    Attributes
    ----------
    method : str
        "weighted-sum", "topsis" or "promethee".
    candidates : tuple of str
        In the order in which they came; all arrays follow it.
    score : array of float
        With missing scores at the middle of their scale. NaN for vetoed candidates.
    rank : array of float
        1 is the best; tied candidates share the smallest rank (1, 2, 2, 4). NaN for
        vetoed candidates, which are out of the ranking.
    score_low, score_high : arrays of float
        The least and the greatest score over all values that missing scores may have.
    rank_best, rank_worst : arrays of float
        The ranks that follow from those ranges.
    is_tied : array of bool
    missing : array of int
        How many scores of the candidate are missing.
    partial : array of int
        How many more are known within a range only: not everybody could say.
    bounds_are_exact : bool
        True where some completion reaches every bound; false where the bounds hold
        but may be wider than need be.
    vetoes : dict of candidate to ground
    """

    method: str
    candidates: tuple[str, ...]
    score: Floats
    rank: Floats
    score_low: Floats
    score_high: Floats
    rank_best: Floats
    rank_worst: Floats
    is_tied: Bools
    missing: NDArray[np.int64]
    partial: NDArray[np.int64]
    bounds_are_exact: bool
    vetoes: Mapping[str, str]

    def in_top(self, top: int) -> Bools:
        """Which candidates are among the first `top`; ties at the edge all count."""
        with np.errstate(invalid="ignore"):
            return np.asarray(self.rank <= top)

    def rows(self) -> Iterator[RankedCandidate]:
        """The lines of the ranking, best first, vetoed candidates last."""
        for place in np.argsort(self.rank, kind="stable"):  # NaN sorts last
            name = self.candidates[place]
            yield RankedCandidate(
                candidate=name,
                rank=_whole(self.rank[place]),
                score=_number(self.score[place]),
                score_low=_number(self.score_low[place]),
                score_high=_number(self.score_high[place]),
                rank_best=_whole(self.rank_best[place]),
                rank_worst=_whole(self.rank_worst[place]),
                is_tied=bool(self.is_tied[place]),
                missing=int(self.missing[place]),
                partial=int(self.partial[place]),
                veto=self.vetoes.get(name),
            )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


def make_ranking(
    method: str,
    matrix: ScoreMatrix,
    score: Floats,
    score_low: Floats,
    score_high: Floats,
    *,
    bounds_are_exact: bool = True,
) -> Ranking:
    """A ranking from the scores of the candidates that are not vetoed."""
    here = matrix.is_ranked
    rank, is_tied = competition_ranks(score)
    best = worst = rank
    if not np.array_equal(score_low, score_high, equal_nan=True):
        best, worst = possible_ranks(score_low, score_high)
    tied = np.zeros(len(here), bool)
    tied[here] = is_tied
    return Ranking(
        method=method,
        candidates=matrix.candidates,
        score=_spread(score, here),
        rank=_spread(rank, here),
        score_low=_spread(score_low, here),
        score_high=_spread(score_high, here),
        rank_best=_spread(best, here),
        rank_worst=_spread(worst, here),
        is_tied=tied,
        missing=matrix.missing.sum(axis=1),
        partial=(matrix.is_open & ~matrix.missing).sum(axis=1),
        bounds_are_exact=bounds_are_exact,
        vetoes=matrix.vetoes,
    )


def _spread(values: Floats, here: Bools) -> Floats:
    if here.all():
        return values
    out = np.full(len(here), np.nan)
    out[here] = values
    return out
