"""Codes in a line, there and back."""

from hypothesis import given
from hypothesis import strategies as st

from distretto.formats.listed import codes_in, line_of

LABELS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1)


def test_a_label_with_a_comma_is_one_label():
    assert codes_in('20, "Food, drinks",,20,Wool ') == ["20", "Food, drinks", "Wool"]
    assert line_of(["20", "Food, drinks"]) == '20,"Food, drinks"'


@given(st.lists(LABELS, unique=True))
def test_there_and_back(labels):
    assert codes_in(line_of(labels)) == labels
