"""Several people score the same candidates: how far they agree.

Every vote is kept. A mean hides a quarrel; the spread shows where to talk again. It
hides an abstention too: whoever could not say might have said anything on the scale,
and the mean moves within a range.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from distretto.analysis.selection.score_matrix import Bools, Floats, RangedScores
from distretto.errors import InputError, gettext_noop


@dataclass(frozen=True)
class AssessorSummary:
    """What the assessors gave, cell by cell: candidate x criterion.

    Attributes
    ----------
    votes : array of shape (n_assessors, n_candidates, n_criteria)
        As they came; NaN where an assessor gave none.
    count, asked : arrays of shape (n_candidates, n_criteria)
        How many votes there are, and of how many assessors.
    mean, sd, low, high : arrays of shape (n_candidates, n_criteria)
        In points. NaN without a vote; the standard deviation (of a sample) needs two.
    is_outlier : array of shape (n_assessors, n_candidates, n_criteria)
        Votes far from the median of the other assessors' votes, of which there must
        be two at least.
    assessors : tuple of str
    """

    votes: Floats
    count: np.ndarray
    asked: np.ndarray
    mean: Floats
    sd: Floats
    low: Floats
    high: Floats
    is_outlier: Bools
    assessors: tuple[str, ...]

    def means(self, *, low: float = 1.0, high: float = 5.0) -> RangedScores:
        """The means, and how far the voices that are missing could move each.

        (sum of votes + (asked - count) * end) / asked, with the low and the high end

        Parameters
        ----------
        low, high : the ends of the scale, in points

        Returns
        -------
        RangedScores
            In points, for `rank_candidates`. The mean of those who could say lies
            within the range; without a vote it is NaN and the range the whole scale.
        """
        total = np.where(self.count > 0, self.mean * self.count, 0.0)
        silent = self.asked - self.count
        least, most = (
            np.where(silent > 0, _divided(total + silent * end, self.asked), self.mean)
            for end in (low, high)
        )
        nobody = self.count == 0
        return RangedScores(
            values=self.mean,
            least=np.where(nobody, low, least),
            most=np.where(nobody, high, most),
        )


def assessor_summary(
    votes: ArrayLike,
    *,
    asked: ArrayLike | None = None,
    far: float = 2.0,
    assessors: Sequence[str] | None = None,
) -> AssessorSummary:
    """Mean, spread and outliers of several assessors' scores.

    A vote is an outlier where it lies `far` or more from the median of the others'.

    Parameters
    ----------
    votes : array of shape (n_assessors, n_candidates, n_criteria)
        In points; NaN where missing.
    asked : array that can be spread over the shape of `votes`
        Whose voice a mean lacks where it is missing; default everybody's. An assessor
        with whom a candidate was never lodged is not asked.
    far : in points; on a scale from 1 to 5, half of its length
    assessors : names; default their places, from “1”

    Returns
    -------
    AssessorSummary
        The mean is in points, over the votes that were given: a missing vote does
        not count as zero. What it could have been, `means` tells. With two assessors
        nobody is an outlier: `low` and `high` show how far apart they are.

    Raises
    ------
    InputError
        The votes are not numbers in three dimensions; `far` is not above zero.
    """
    given = _votes(votes)
    if not far > 0:
        raise InputError(
            "setting_out_of_range",
            gettext_noop("“%(name)s” is %(found)s; give a number %(wanted)s."),
            name="far",
            found=far,
            wanted="above 0",
        )
    here = ~np.isnan(given)
    called = np.broadcast_to(
        True if asked is None else np.asarray(asked, bool), here.shape
    )
    count = here.sum(axis=0)
    mean = _divided(np.where(here, given, 0).sum(axis=0), count)
    squares = np.where(here, (given - mean) ** 2, 0).sum(axis=0)
    names = assessors or [str(place) for place in range(1, len(given) + 1)]
    return AssessorSummary(
        votes=given,
        count=count,
        asked=(called | here).sum(axis=0),
        mean=mean,
        sd=np.sqrt(_divided(squares, count - 1)),
        low=_unless(count == 0, np.where(here, given, np.inf).min(axis=0)),
        high=_unless(count == 0, np.where(here, given, -np.inf).max(axis=0)),
        is_outlier=_outliers(given, far),
        assessors=tuple(names),
    )


def _votes(votes: ArrayLike) -> Floats:
    try:
        given = np.array(votes, dtype=float)
    except (TypeError, ValueError) as wrong:
        raise InputError(
            "scores_not_numbers",
            gettext_noop(
                "The scores hold something that is not a number. Give numbers, with "
                "NaN or null where a score is missing."
            ),
        ) from wrong
    if given.ndim != 3 or 0 in given.shape or np.isinf(given).any():
        raise InputError(
            "votes_not_a_block",
            gettext_noop(
                "The votes have the shape %(shape)s. Give finite numbers by assessor, "
                "candidate and criterion, at least one of each."
            ),
            shape=given.shape,
        )
    return given


def _divided(total: Floats, count: np.ndarray) -> Floats:
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _unless(unknown: Bools, values: Floats) -> Floats:
    return np.where(unknown, np.nan, values)


def _outliers(votes: Floats, far: float) -> Bools:
    outliers = np.zeros(votes.shape, bool)
    for place in range(len(votes)):
        others = np.sort(np.delete(votes, place, axis=0), axis=0)  # NaN last
        count = (~np.isnan(others)).sum(axis=0)
        enough = count >= 2
        if not enough.any():
            continue
        middle = _median(others, np.maximum(count, 1))
        with np.errstate(invalid="ignore"):
            outliers[place] = enough & (np.abs(votes[place] - middle) >= far)
    return outliers


def _median(ordered: Floats, count: np.ndarray) -> Floats:
    """The median of the first `count` values of each sorted column."""
    lower = np.take_along_axis(ordered, ((count - 1) // 2)[None], axis=0)[0]
    upper = np.take_along_axis(ordered, (count // 2)[None], axis=0)[0]
    return np.asarray((lower + upper) / 2)
