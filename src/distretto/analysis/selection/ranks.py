"""Ranks from scores: ties, and the ranks that follow from ranges of scores."""

import numpy as np
from numpy.typing import NDArray

from distretto.analysis.selection.score_matrix import Bools, Floats

TIE = 1e-12  # scores closer than this share of the largest one, or of 1, are a tie


def competition_ranks(score: Floats) -> tuple[Floats, Bools]:
    """Ranks from the highest score down, ties sharing the smallest; who is tied.

    Where all scores are undefined (NaN), all candidates are tied.
    """
    order = np.argsort(-score)  # NaN sorts last
    tie = tie_width(score)
    with np.errstate(invalid="ignore"):
        begins = np.append(True, -np.diff(score[order]) > tie)[: len(score)]
    first = np.maximum.accumulate(np.where(begins, np.arange(len(score)), 0))
    ends = np.append(begins[1:], True)[: len(score)]
    rank, is_tied = np.empty(len(score)), np.empty(len(score), bool)
    rank[order] = first + 1
    is_tied[order] = ~(begins & ends)
    return rank, is_tied


def tie_width(score: Floats) -> float:
    """How close two scores are that count as equal: rounding, no more.

    Flows of parts up to 1 may cancel to nothing but rounding, which has no scale of
    its own: where all scores are below 1, the scale is 1.
    """
    known = np.abs(score[np.isfinite(score)])
    return TIE * max(1.0, float(known.max())) if known.size else 0.0


def possible_ranks(score_low: Floats, score_high: Floats) -> tuple[Floats, Floats]:
    """The best and the worst rank of each candidate, given the range of its score."""
    tie, count = tie_width(score_high), len(score_low)
    lows, highs = np.sort(score_low), np.sort(score_high)
    surely_better = count - _how_many_up_to(lows, score_high + tie)
    maybe_better = count - _how_many_up_to(highs, score_low + tie)
    # With a range of its own, a candidate's high end exceeds its low end.
    itself = score_high > score_low + tie
    best = np.asarray(1.0 + surely_better, float)
    return best, np.asarray(1.0 + maybe_better - itself, float)


def _how_many_up_to(ordered: Floats, limits: Floats) -> NDArray[np.int64]:
    """How many of the ordered values lie at or below each limit."""
    order = np.argsort(limits)  # neighbours are looked up together: much faster
    out = np.empty(len(limits), np.int64)
    out[order] = np.searchsorted(ordered, limits[order], side="right")
    return out
