"""Would the choice be the same without one of the assessors?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from distretto.analysis.selection.assessors import assessor_summary
from distretto.analysis.selection.ranking import rank_candidates
from distretto.analysis.selection.score_matrix import Weights
from distretto.errors import InputError, gettext_noop


@dataclass(frozen=True)
class WithoutAssessor:
    """The choice when one assessor's votes are left out.

    Attributes
    ----------
    assessor : str
    leaves, enters : tuple of str
        Candidates that drop out of the first `top`, and those that come in. Where one
        comes in and none drops out, they tie at the edge.
    """

    assessor: str
    leaves: tuple[str, ...]
    enters: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        """Whether somebody drops out; a tie at the edge drops nobody."""
        return bool(self.leaves)


def choice_without_each(
    votes: ArrayLike,
    weights: Weights,
    *,
    top: int,
    method: str = "weighted-sum",
    assessors: Sequence[str] | None = None,
    candidates: Sequence[str] | None = None,
    vetoes: Mapping[str, str] | None = None,
    low: float = 1.0,
    high: float = 5.0,
) -> tuple[WithoutAssessor, ...]:
    """The choice without each assessor in turn: leave-one-out, as the jackknife
    does [quenouille1956].

    The means are taken anew of the votes that are left, and the candidates ranked on
    them; all that share the rank `top` count as among the first.

    Parameters
    ----------
    votes : array of shape (n_assessors, n_candidates, n_criteria)
        In points; NaN where missing.
    weights : as for `rank_candidates`
    top : how many are chosen (a number of candidates, 1 or more)
    method : “weighted-sum”, “topsis” or “promethee”
    assessors, candidates : names; default their places, from “1”
    vetoes : dict of candidate to ground
    low, high : the ends of the scale, in points

    Returns
    -------
    tuple of WithoutAssessor
        One for each assessor (dimensionless); empty where there is one only, whom
        nobody could replace.

    Raises
    ------
    InputError
        As `assessor_summary` and `rank_candidates`, and where `top` is under one.
    """
    if top < 1:
        raise InputError(
            "setting_out_of_range",
            gettext_noop("“%(name)s” is %(found)s; give a number %(wanted)s."),
            name="top",
            found=top,
            wanted="of 1 or more",
        )
    summary = assessor_summary(votes, assessors=assessors)

    def first(some: ArrayLike) -> set[str]:
        means = assessor_summary(some).means(low=low, high=high)
        ranking = rank_candidates(
            means,
            weights,
            methods=(method,),
            candidates=candidates,
            vetoes=vetoes,
            low=low,
            high=high,
        )[method]
        pairs = zip(ranking.candidates, ranking.rank, strict=True)
        return {name for name, rank in pairs if rank <= top}

    if len(summary.votes) < 2:
        return ()
    chosen = first(summary.votes)
    found = []
    for place, assessor in enumerate(summary.assessors):
        others = first(np.delete(summary.votes, place, axis=0))
        leaves, enters = sorted(chosen - others), sorted(others - chosen)
        found.append(WithoutAssessor(assessor, tuple(leaves), tuple(enters)))
    return tuple(found)
