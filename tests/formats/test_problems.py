"""Sentences about problems: their numbers."""

import pytest

from distretto.formats.problems import part_of_all


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [
        (1.0, 1, "100.0%"),
        (0.9995, 1, "99.9%"),
        (0.9999, 0, "99%"),
        (0.996, 1, "99.6%"),
        (1.004, 1, "100.4%"),
        (0.0, 1, "0.0%"),
    ],
)
def test_less_than_all_is_never_rounded_up_to_all(share, decimals, text):
    assert part_of_all(share, decimals) == text
