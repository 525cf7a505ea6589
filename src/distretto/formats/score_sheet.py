"""What a sheet of scores says, once it is read."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from distretto.analysis.selection.assessors import AssessorSummary, assessor_summary
from distretto.analysis.selection.score_matrix import RangedScores
from distretto.errors import FormatError, gettext_noop
from distretto.formats.problems import Problem, counted
from distretto.notes import Note


@dataclass(frozen=True)
class ScoreSheet:
    """What a sheet of scores says.

    Attributes
    ----------
    candidates, criteria : tuple of str
    weights : tuple of float
        Shares that sum to 1.
    directions : tuple of str
        “benefit” or “cost” for each criterion.
    headings : tuple of str
        The heading of each criterion; blank where there is none.
    assessors : tuple of str
        Blank names where the sheet names none: then there is one set of scores.
    votes : array of shape (n_assessors, n_candidates, n_criteria)
        NaN where missing.
    vetoes : dict of candidate to ground
    low, high : float
        The ends of the scale.
    sheet : str or None
    notes : tuple of Note
        What was taken for granted or passed over, in sentences for people.
    problems : tuple of Problem
        Cells that cannot be used; they are missing in `votes`.
    asked : array of shape (n_assessors, n_candidates), or None
        Who has a row for whom. An assessor without one was not asked, and is not
        missed in the mean. None: all were asked for all.
    """

    candidates: tuple[str, ...]
    criteria: tuple[str, ...]
    weights: tuple[float, ...]
    directions: tuple[str, ...]
    headings: tuple[str, ...]
    assessors: tuple[str, ...]
    votes: np.ndarray
    vetoes: dict[str, str]
    low: float
    high: float
    sheet: str | None = None
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()
    asked: np.ndarray | None = None

    @property
    def scores(self) -> np.ndarray:
        """Mean over the assessors: candidates x criteria, NaN where nobody scored."""
        return self.by_assessor.mean

    @property
    def ranged(self) -> RangedScores:
        """The means, with the ranges that missing voices leave them."""
        return self.by_assessor.means(low=self.low, high=self.high)

    @cached_property
    def by_assessor(self) -> AssessorSummary:
        """Mean, spread and outliers of the assessors' scores."""
        far = (self.high - self.low) / 2
        return assessor_summary(
            self.votes,
            asked=None if self.asked is None else self.asked[:, :, None],
            far=far,
            assessors=self.assessors,
        )

    def checked(self) -> "ScoreSheet":
        """The sheet itself; raises FormatError where a cell cannot be used."""
        if self.problems:
            raise FormatError(
                "problems_in_scores",
                gettext_noop("%(first)s (%(count)s in all.)"),
                first=str(self.problems[0]),
                count=counted(len(self.problems), "problem"),
            )
        return self
