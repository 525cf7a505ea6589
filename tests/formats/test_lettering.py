"""Words in a picture: as wide as they are said to be, in the lines they have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.formats.charts.lettering import fits, lines_of, text_width


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("", 0),
        ("ill", 3 * 0.34),  # narrow
        ("Mm", 2 * 0.9),  # wide
        ("Ab", 0.7 + 0.58),
        ("\u7e54\u7269", 2),  # two ideographs, each as wide as it is high
        ("e\N{COMBINING ACUTE ACCENT}", 0.58),  # the accent stands on its letter
    ],
)
def test_a_text_is_as_wide_as_its_signs(text, shares):
    assert text_width(text, 10) == pytest.approx(10 * shares)


@given(st.text("abM i\u7e54", min_size=1, max_size=60), st.integers(30, 300))
def test_what_is_cut_has_room_and_says_so(text, width):
    cut = fits(text, width, 12)
    assert text_width(cut, 12) <= width
    assert cut == text or cut.endswith("…")


def test_words_stand_in_as_many_lines_as_they_need():
    """Ten letters of 5.8 pixels, and 3.4 between words, in 62 pixels."""
    words = ["aaaaa", "bbbbb", "ccccc"]
    assert lines_of(words, 62, 10) == ["aaaaa bbbbb", "ccccc"]
    assert lines_of(words, 61, 10) == words


def test_where_there_are_lines_for_some_the_last_says_so():
    """Of the second line 58 less 5.8 for the ellipsis have room: nine letters of it."""
    words = ["aaaaaaaaaa", "bbbbb", "ccccc", "ddddd"]
    assert lines_of(words, 58, 10, most=2) == ["aaaaaaaaaa", "bbbbb ccc…"]
    assert lines_of(words[:2], 58, 10, most=2) == ["aaaaaaaaaa", "bbbbb"]
