"""How far a single weight must move to overturn the choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from distretto.analysis.selection.promethee import criterion_flows, no_thresholds
from distretto.analysis.selection.ranking import utilities
from distretto.analysis.selection.ranks import competition_ranks, tie_width
from distretto.analysis.selection.score_matrix import (
    Floats,
    ScoreMatrix,
    Scores,
    Weights,
)
from distretto.analysis.selection.scores import score_matrix
from distretto.errors import InputError, gettext_noop


@dataclass(frozen=True)
class Overturn:
    """What it takes for one criterion's weight to change the choice.

    Attributes
    ----------
    criterion : str
    weight : float
        The weight as agreed, a share from 0 to 1.
    overturning_weight : float or None
        The nearest weight at which a candidate outside draws level with one inside;
        beyond it the choice is another. None where no weight from 0 to 1 does it.
    change : float or None
        From the one to the other, in shares; negative where the weight must fall.
    leaves, enters : str or None
        Who would drop out of the choice, and who would come in.
    """

    criterion: str
    weight: float
    overturning_weight: float | None
    change: float | None
    leaves: str | None
    enters: str | None


def weight_to_overturn(
    scores: Scores,
    weights: Weights,
    *,
    top: int,
    method: str = "weighted-sum",
    directions: Sequence[str] | Mapping[str, str] | None = None,
    low: ArrayLike = 1.0,
    high: ArrayLike = 5.0,
    candidates: Sequence[str] | None = None,
    criteria: Sequence[str] | None = None,
    vetoes: Mapping[str, str] | None = None,
    candidate: str = "candidate",
) -> tuple[Overturn, ...]:
    """The smallest change of each single weight that changes the first `top`
    [triantaphyllou1997].

    With the weight t on criterion k, the others keep their proportions, so that
    S[c](t) = t * s[c, k] + (1 - t) * r[c], where r[c] is the score on the other
    criteria alone. Candidates cross where these straight lines do: the result is
    exact, not searched for. `top` = 1 asks when the winner changes.

    Parameters
    ----------
    scores : array of shape (n_candidates, n_criteria), or a table
        In points on the scale; NaN or null where missing, then at its middle.
    weights : array of shape (n_criteria,), or a mapping by criterion
        Dimensionless; divided by their sum.
    top : how many are to be chosen
    method : “weighted-sum” or “promethee” (usual criterion), which are linear in the
        weights; TOPSIS is not
    directions : “benefit” or “cost” for each criterion; default all “benefit”
    low, high : numbers, or one for each criterion
        The ends of the scale, in points.
    candidates, criteria : names; default their places, from “1”
    vetoes : mapping of candidate to the ground on which it is ruled out
    candidate : the column of a table that names the rows

    Returns
    -------
    tuple of Overturn, one for each criterion, in their order
        Weights and changes are shares from 0 to 1. A criterion that has all the
        weight gives None: the others have no proportions to keep. Where candidates
        tie at the edge of the choice, the change is 0.

    Raises
    ------
    InputError
        As `weighted_sum`; the method is not linear in the weights; `top` is below 1.
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
    if top < 1:
        raise InputError(
            "setting_out_of_range",
            gettext_noop("“%(name)s” is %(found)s; give a number %(wanted)s."),
            name="top",
            found=top,
            wanted="of 1 or more",
        )
    parts = _parts(matrix, method)
    names = [
        name
        for name, here in zip(matrix.candidates, matrix.is_ranked, strict=True)
        if here
    ]
    return tuple(
        _overturn(parts, matrix, k, top, names) for k in range(len(matrix.criteria))
    )


def _parts(matrix: ScoreMatrix, method: str) -> Floats:
    """What each criterion adds to a candidate's score for a weight of 1."""
    if method == "weighted-sum":
        return utilities(matrix, matrix.placed)[matrix.is_ranked]
    if method == "promethee":
        return criterion_flows(matrix, *no_thresholds(matrix))
    raise InputError(
        "not_linear",
        gettext_noop(
            "“%(method)s” is not linear in the weights, so that there is no single "
            "crossing point. Use “weighted-sum” or “promethee”."
        ),
        method=method,
    )


def _overturn(
    parts: Floats, matrix: ScoreMatrix, k: int, top: int, names: list[str]
) -> Overturn:
    agreed = float(matrix.weights[k])
    none = Overturn(matrix.criteria[k], agreed, None, None, None, None)
    if agreed >= 1 or not len(parts):
        return none
    others = np.delete(matrix.weights, k) / (1 - agreed)
    lines = _Lines(parts[:, k], np.delete(parts, k, axis=1) @ others)
    scores = lines.at(agreed)
    ranks, _ = competition_ranks(scores)
    inside = ranks <= top
    if inside.sum() > top:  # a tie at the edge: the slightest change may break it
        edge = np.flatnonzero(ranks == ranks[inside].max())
        slopes = lines.slope[edge]
        if np.ptp(slopes) > tie_width(np.append(parts[:, k], lines.rest)):
            low, high = (names[edge[pick(slopes)]] for pick in (np.argmin, np.argmax))
            return Overturn(matrix.criteria[k], agreed, agreed, 0.0, low, high)
    if inside.all():
        return none
    found = [
        crossing
        for end in (0.0, 1.0)
        if (crossing := lines.crossing(inside, agreed, end)) is not None
    ]
    if not found:
        return none
    at, leaves, enters = min(found, key=lambda each: abs(each[0] - agreed))
    return Overturn(
        matrix.criteria[k], agreed, at, at - agreed, names[leaves], names[enters]
    )


class _Lines:
    """Scores as straight lines in one weight t: t * own + (1 - t) * rest."""

    def __init__(self, own: Floats, rest: Floats) -> None:
        self.own, self.rest = own, rest
        self.slope = own - rest

    def at(self, t: float) -> Floats:
        return np.asarray(t * self.own + (1 - t) * self.rest)

    def crossing(
        self, inside: np.ndarray, start: float, end: float
    ) -> tuple[float, int, int] | None:
        """The first weight from `start` towards `end` where somebody outside draws
        level with somebody inside, and who they are.

        The lead of the last inside over the first outside is a concave function of
        straight pieces. Newton's steps from the far end, where it is negative, stay
        on that side and reach the crossing in finitely many.
        """
        ins, outs = np.flatnonzero(inside), np.flatnonzero(~inside)
        t, pair = end, None
        tie = tie_width(np.append(self.own, self.rest))
        while True:
            scores = self.at(t)
            last, first = ins[np.argmin(scores[ins])], outs[np.argmax(scores[outs])]
            if scores[last] - scores[first] >= -tie:
                return None if pair is None else (t, int(pair[0]), int(pair[1]))
            pair = (last, first)
            gap = self.slope[last] - self.slope[first]
            level = (self.rest[first] - self.rest[last]) / gap
            nearer = float(np.clip(level, min(start, end), max(start, end)))
            if abs(nearer - start) >= abs(t - start):  # rounding: no step is left
                return t, int(last), int(first)
            t = nearer
