"""Search that forgives spelling. What should be found is said in each test."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from distretto.analysis.register.folding import folded
from distretto.analysis.register.lookup import Lookup

NAMES = [
    "Arka Tekstil",
    "Arkan Ltd",
    "Арка Кожа",
    "مصنع قطن النصر",
    "Łódź Dywany",
    "Regina Miracle Intimate Apparel",
    "Xiaoxiang Shoes",
    "Epyllion Style",
    "Style of Dhaka",
    "PHI 12",
]
LOOKUP = Lookup([folded(name) for name in NAMES])
WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9)
TEXTS = st.lists(
    st.lists(WORDS, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=25
)


def found(typed: str) -> list[str]:
    return [NAMES[each.row] for each in LOOKUP.find(typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("arka", "Arka Tekstil"),
        ("Арка кожа", "Арка Кожа"),
        ("قطن", "مصنع قطن النصر"),
        ("qutn", "مصنع قطن النصر"),  # with the vowel that Arabic leaves out
        ("lodz", "Łódź Dywany"),
        ("regina mircale", "Regina Miracle Intimate Apparel"),  # letters exchanged
        ("regina intim", "Regina Miracle Intimate Apparel"),  # half typed
        ("intmate", "Regina Miracle Intimate Apparel"),  # a letter missing
        ("xiao xiang", "Xiaoxiang Shoes"),  # one word in two
        ("style epyllion", "Epyllion Style"),  # another order
        ("pylli", "Epyllion Style"),  # within a word
        ("phi 12", "PHI 12"),
    ],
)
def test_what_was_meant_comes_first(typed, first):
    assert found(typed)[0] == first


def test_a_word_in_other_letters_is_the_same_word():
    assert found("arka")[:2] == ["Arka Tekstil", "Арка Кожа"]


def test_numbers_are_not_forgiven():
    assert "PHI 12" not in found("13")


@pytest.mark.parametrize("typed", ["", "  ", "□", "zzzzzz"])
def test_nothing_is_found_for_nothing(typed):
    assert found(typed) == []


def test_an_empty_list_has_nothing():
    assert Lookup([]).find("arka") == []
    assert Lookup(["", ""]).find("arka") == []


def test_no_more_than_the_limit():
    assert len(Lookup(["arka"] * 50).find("arka", limit=7)) == 7


@given(TEXTS, st.data())
def test_the_text_itself_always_comes_first(texts, data):
    row = data.draw(st.integers(0, len(texts) - 1))
    best = Lookup(texts).find(texts[row])[0]
    assert texts[best.row] == folded(texts[row]) == texts[row]
    assert best.score == pytest.approx(1.0)


@given(TEXTS, st.data())
def test_scores_are_shares_in_order_and_rows_come_once(texts, data):
    typed = data.draw(st.lists(WORDS, min_size=1, max_size=3).map(" ".join))
    results = Lookup(texts).find(typed)
    scores = [each.score for each in results]
    assert all(0 <= score <= 1 for score in scores)
    whole = [texts[each.row] == typed for each in results]
    assert sorted(whole, reverse=True) == whole  # the text itself before all others
    rest = [
        round(s, 6) for s, is_whole in zip(scores, whole, strict=True) if not is_whole
    ]
    assert rest == sorted(rest, reverse=True)
    assert len({each.row for each in results}) == len(results)


@given(st.text(alphabet="abcdefghijklmnop", min_size=5, max_size=10), st.data())
def test_two_letters_exchanged_are_forgiven(word, data):
    at = data.draw(st.integers(0, len(word) - 2))
    slip = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assume(folded(slip) == slip)
    assert [each.row for each in Lookup(["zzz", word]).find(slip)] == [1]


@given(st.text(alphabet="abcdefghijklmnop", min_size=3, max_size=12), st.data())
def test_every_beginning_finds_its_word(word, data):
    typed = word[: data.draw(st.integers(2, len(word)))]
    assert 1 in [each.row for each in Lookup(["zzz", word]).find(typed)]
