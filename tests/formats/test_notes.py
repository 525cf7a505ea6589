"""Notes: one sentence with its figures, for readers of any language."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.formats.charts.language import Language
from distretto.notes import Note, is_kept, percentage, quoted, recalled

CELLS = ("%(count)s cell of %(all)s unknown.", "%(count)s cells of %(all)s unknown.")
FRENCH = {
    CELLS: ("%(count)s cellule sur %(all)s.", "%(count)s cellules sur %(all)s."),
    "Used: %(names)s.": "Utilisé : %(names)s.",
    "“%(name)s”": "« %(name)s »",
    ", ": " ; ",
}


def in_french(one, many, count):
    # French counts nought and one alike: CLDR, plural rule “i = 0,1”.
    return FRENCH[one, many][count > 1]


FR = Language("fr", lambda sentence: FRENCH.get(sentence, sentence), in_french)


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "0 cells of 1,234 unknown.", "0 cellule sur 1\u202f234."),
        (1, "1 cell of 1,234 unknown.", "1 cellule sur 1\u202f234."),
        (2, "2 cells of 1,234 unknown.", "2 cellules sur 1\u202f234."),
    ],
)
def test_each_language_has_its_own_plural_and_digits(count, english, french):
    note = Note(CELLS, count=count, all=1234)
    assert str(note) == f"{note}" == english
    assert note.said(FR).replace("\u00a0", "\u202f") == french


def test_a_list_is_joined_and_quoted_as_the_language_does():
    note = Note("Used: %(names)s.", names=quoted(["a", "b"]))
    assert str(note) == "Used: “a”, “b”."
    assert note.said(FR) == "Utilisé : « a » ; « b »."


def test_the_rest_of_a_long_list_is_counted():
    note = Note("%(names)s", names=quoted("abcdef", 4))
    assert str(note) == "“a”, “b”, “c”, “d” and 2 more"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(29.5, "29.5"), (750.0, "750"), (99.9, "99.9"), (12345.5, "12,345.5")],
)
def test_figures_have_the_digits_that_they_need(value, shown):
    assert str(Note("%(value)s", value=value)) == shown


def test_codes_and_years_are_text_and_stay_as_they_are():
    assert Note("%(year)s", year="2018").said(FR) == "2018"


@pytest.mark.parametrize(
    ("share", "said"), [(1, "100%"), (0.999, "99%"), (0.976, "98%"), (0.0, "0%")]
)
def test_less_than_all_is_never_100_percent(share, said):
    assert str(percentage(share)) == said


@pytest.mark.parametrize("text", ["100 % of %(them)s", "50%", "“%s”"])
def test_what_fills_a_gap_is_never_read_as_a_template(text):
    assert str(Note("%(text)s", text=text)) == text
    assert str(recalled(text)) == text


words = st.text(max_size=8)
params = st.recursive(
    words | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | inner.map(lambda param: Note("(%(inner)s)", inner=param))
    ),
    max_leaves=6,
)


@given(first=params, count=st.integers(0, 10**6), has_forms=st.booleans())
def test_what_is_kept_as_json_comes_back_as_it_was(first, count, has_forms):
    template = ("%(count)s: %(first)s", "%(count)s:: %(first)s")
    note = Note(template if has_forms else template[0], count=count, first=first)
    kept = json.loads(json.dumps(note.kept()))
    assert is_kept(kept)
    assert recalled(kept) == note
    assert str(recalled(kept)) == str(note)
