"""Several assessors. Expected values by hand."""

import numpy as np
import pytest

from distretto.analysis.selection.assessors import assessor_summary
from distretto.errors import InputError

nan = np.nan
# Three assessors, two candidates, two criteria.
VOTES = [
    [[4, 5], [2, nan]],
    [[5, 5], [2, nan]],
    [[1, 2], [nan, nan]],
]


def test_mean_spread_and_range_by_hand():
    summary = assessor_summary(VOTES, assessors=["Dalia", "Emil", "Farah"])
    assert summary.count.tolist() == [[3, 3], [2, 0]]
    # (4 + 5 + 1) / 3 = 10/3; squares about it: 4/9 + 25/9 + 49/9 = 78/9, over 2
    assert summary.mean[0] == pytest.approx([10 / 3, 4])
    assert summary.sd[0] == pytest.approx([np.sqrt(78 / 18), np.sqrt(3)])
    assert (summary.low[0, 0], summary.high[0, 0]) == (1, 5)
    assert (summary.mean[1, 0], summary.sd[1, 0]) == (2, 0)
    assert np.isnan([summary.mean[1, 1], summary.sd[1, 1], summary.low[1, 1]]).all()
    assert np.array_equal(summary.votes, VOTES, equal_nan=True)  # each vote is kept


def test_a_missing_voice_widens_its_mean():
    # Second candidate: 2, 2 and nobody: the third could make it 5/3 or 9/3; nobody
    # said anything of its second criterion, which may be anything from 1 to 5.
    summary = assessor_summary(VOTES)
    means = summary.means()
    assert summary.asked.tolist() == [[3, 3], [3, 3]]
    assert means.values[1, 0] == 2 and np.isnan(means.values[1, 1])
    assert means.least[1] == pytest.approx([5 / 3, 1])
    assert means.most[1] == pytest.approx([3, 5])
    # Where all spoke there is no range.
    assert np.array_equal(means.least[0], means.values[0])
    assert np.array_equal(means.most[0], means.values[0])


def test_who_was_not_asked_is_not_missed():
    asked = [[[True], [True]], [[True], [True]], [[True], [False]]]
    summary = assessor_summary(VOTES, asked=asked)
    assert summary.asked.tolist() == [[3, 3], [2, 2]]
    means = summary.means()
    assert (means.least[1, 0], means.most[1, 0]) == (2, 2)


def test_outliers_lie_far_from_the_median_of_the_others():
    # First cell: 4 against the median of (5, 1) = 3: 1 away; 5 against 2.5: 2.5 away,
    # an outlier; 1 against 4.5: 3.5 away, an outlier. Second: 5 against 3.5, 1.5
    # away; 2 against 5, 3 away.
    outliers = assessor_summary(VOTES).is_outlier
    assert outliers[:, 0, 0].tolist() == [False, True, True]
    assert outliers[:, 0, 1].tolist() == [False, False, True]
    assert not outliers[:, 1].any()  # two votes or none: nobody is the odd one out


def test_one_vote_has_no_spread():
    summary = assessor_summary([[[3.0]]])
    assert summary.mean.tolist() == [[3]] and np.isnan(summary.sd).all()
    assert not summary.is_outlier.any()


@pytest.mark.parametrize("votes", [[[1, 2]], [[["five"]]], np.empty((0, 1, 1))])
def test_votes_that_are_no_votes(votes):
    with pytest.raises(InputError):
        assessor_summary(votes)


def test_far_must_be_a_distance():
    with pytest.raises(InputError):
        assessor_summary(VOTES, far=0)
