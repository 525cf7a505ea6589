"""Counts by group that tell of no few firms, worked out by hand with five as least."""

import pytest

from distretto.web.diagnosis.few_firms import few_together, names_hidden


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 5, "b": 5}, ""),
        ({"a": 5, "b": 2}, "ab"),  # seven less five would be the two
        ({"a": 6, "b": 6, "c": 3, "d": 2}, "cd"),  # five together
        ({"a": 6, "b": 5, "c": 1, "d": 1}, "bcd"),
        ({"a": 9, "b": 0}, ""),  # of nobody nothing is told
        ({}, ""),
    ],
)
def test_groups_of_few_take_others_with_them(counts, hidden):
    assert names_hidden(counts, 5) == set(hidden)


def test_counts_of_few_are_added_up():
    # Small 2 is too few; with the 1 unknown it is still too few: micro joins them.
    counts = {"Micro": 6, "Small": 2, "Medium": 9, "Large": 0, "Unknown": 1}
    assert few_together(counts, 5) == {"Medium": 9, "Others and unknown": 9}
    assert few_together({"Micro": 6, "Medium": 9}, 5) == {"Micro": 6, "Medium": 9}
    assert few_together({"Micro": 2}, 5) == {"Others and unknown": 2}
