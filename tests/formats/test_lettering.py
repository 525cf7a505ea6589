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


def test_a_word_wider_than_a_line_is_broken_by_its_signs():
    """Ideographs of 10 pixels, six to 62; Thai letters of 5.8, ten to 62, where the
    marks above stand on their letters and need no room."""
    assert lines_of(["能源成本太高了供应不稳定"], 62, 10) == [
        "能源成本太高",
        "了供应不稳定",
    ]
    thai = "ต้นทุนพลังงานสูง"
    lines = lines_of([thai], 62, 10)
    assert "".join(lines) == thai and lines[0] == "ต้นทุนพลังงาน"
    assert lines_of(["see", "aaaaaaaaaaaa", "bb"], 58, 10) == [
        "see",
        "aaaaaaaaaa",
        "aa bb",
    ]


def test_a_part_of_several_words_is_broken_between_them():
    assert lines_of(["aaaaa bbbbb", "ccc"], 40, 10, between=" · ") == [
        "aaaaa", "bbbbb", "ccc",
    ]  # fmt: skip


@given(
    st.lists(st.text("abM\u7e54\u0e34/", min_size=1, max_size=40), max_size=5),
    st.integers(20, 200),
)
def test_all_signs_stand_in_lines_that_have_room(words, width):
    lines = lines_of(words, width, 12)
    assert "".join("".join(lines).split()) == "".join(words)
    assert all(text_width(line, 12) <= width for line in lines)
