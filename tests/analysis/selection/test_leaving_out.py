"""The choice without each assessor, worked by hand."""

import numpy as np
import pytest

from distretto.analysis.selection.leaving_out import choice_without_each
from distretto.errors import InputError

# Two criteria of equal weight; the mean over both criteria and all assessors decides.
#            Ada        Ben        Cleo       sums of each
# knitwear   5 5        3 3        4 4        10, 6, 8
# footwear   3 3        5 5        3 3         6, 10, 6
# pottery    1 1        1 1        1 1         2, 2, 2
VOTES = np.array(
    [
        [[5, 5], [3, 3], [1, 1]],
        [[3, 3], [5, 5], [1, 1]],
        [[4, 4], [3, 3], [1, 1]],
    ],
    float,
)
NAMES = {
    "assessors": ["Ada", "Ben", "Cleo"],
    "candidates": ["knitwear", "footwear", "pottery"],
}


def test_who_changes_the_choice_by_staying_away():
    """All: 24 against 22. Without Ada 14 against 16; without Ben 18 against 12;
    without Cleo 16 against 16, a tie, which drops nobody."""
    ada, ben, cleo = choice_without_each(VOTES, [50, 50], top=1, **NAMES)
    assert ada.is_changed
    assert (ada.leaves, ada.enters) == (("knitwear",), ("footwear",))
    assert (ben.leaves, ben.enters) == ((), ())
    assert (cleo.leaves, cleo.enters) == ((), ("footwear",))
    assert not cleo.is_changed


def test_the_first_two_are_the_same_without_anybody():
    found = choice_without_each(VOTES, [50, 50], top=2, **NAMES)
    assert [each.is_changed for each in found] == [False] * 3


def test_a_ruled_out_candidate_is_never_among_the_first():
    found = choice_without_each(
        VOTES, [50, 50], top=1, vetoes={"footwear": "tannery waste"}, **NAMES
    )
    assert not any("footwear" in each.enters for each in found)


def test_one_assessor_cannot_be_left_out():
    assert choice_without_each(VOTES[:1], [50, 50], top=1) == ()


def test_nobody_chosen_is_refused():
    with pytest.raises(InputError, match="of 1 or more"):
        choice_without_each(VOTES, [50, 50], top=0)
