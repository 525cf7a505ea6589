"""One subject over all tables that show it, beside what was shown before."""

import numpy as np
import pytest

from distretto.analysis.diagnosis.bottlenecks.disclosure import (
    Cells,
    Guard,
    cell_name,
    hidden_of,
)

KEYS = np.array([f"f{number}" for number in range(30)], dtype=object)
EVERYBODY = np.ones(30, dtype=bool)
WHOLE = Cells([()], EVERYBODY[None, :], (1,))


def first(count):
    return frozenset(KEYS[:count])


def halves(at, variable="size"):
    """The firms before a number, and the others."""
    is_before = np.arange(30) < at
    texts = [(variable, "a"), (variable, "b")]
    return Cells(texts, np.array([is_before, ~is_before]), (2,))


def hidden(tables, released=None, known=EVERYBODY):
    guard = Guard(KEYS, released or {}, 5)
    return [each.tolist() for each in hidden_of("TEC", known, tables, guard)]


def test_the_names_by_which_cells_are_kept():
    assert cell_name("TEC", ()) == "TEC"
    assert cell_name("TEC seen", ("size", None)) == "TEC seen | size | "


@pytest.mark.parametrize(
    ("cell", "firms", "is_hidden"),
    [
        ("TEC", first(29), True),  # one came
        ("3 TEC | size | a", first(26), True),  # any cell of this subject
        ("TEC", frozenset({*KEYS, "gone"}), True),  # one left
        ("TEC", first(30), False),  # the same
        ("TEC", first(25), False),  # five came
        ("TEC", first(29) | {"gone"}, True),  # one left, one came
        ("TEC", first(27) | {"gone"}, True),  # one left, three came
        ("TEC", first(27) | {"gone", "gone too"}, False),  # two left, three came
        ("ENV", first(29), False),  # answers of something else
        ("TEC seen", first(29), False),
    ],
)
def test_beside_an_earlier_cell(cell, firms, is_hidden):
    assert hidden([WHOLE], {cell: firms}) == [[is_hidden]]


def test_those_who_did_not_answer_are_not_behind_a_cell():
    """Of 10 and 20 firms the last 18 are silent: 2 answered of the second group."""
    known = np.arange(30) < 12
    assert hidden([WHOLE, halves(10)], known=known) == [[False], [True, True]]


def test_a_hidden_whole_takes_its_groups_along():
    before = {"TEC": first(29)}
    assert hidden([WHOLE, halves(10)], before) == [[True], [True, True]]


def test_a_hidden_group_takes_its_cells_along():
    """Groups of 3 and 27 are hidden; the cells of the second are of 12 and 15."""
    size, place = halves(3), halves(15, "place")
    texts = [(*one, *other) for one in size.texts for other in place.texts]
    both = [one & other for one in size.members for other in place.members]
    cross = Cells(texts, np.array(both), (2, 2))
    assert hidden([WHOLE, size, place, cross])[-1] == [True] * 4


def test_groups_that_differ_by_five_firms_are_shown():
    tables = [WHOLE, halves(10), halves(15, "place")]
    assert hidden(tables) == [[False], [False, False], [False, False]]


def test_groups_of_as_many_firms_of_which_a_few_are_others_tell_those():
    """Size a is firms 0 to 9; place x firms 0 to 8 and firm 10.

    Ten times the difference of their means is firm 9's score less firm 10's. The first
    is hidden, and size b with it, as the whole is shown.
    """
    is_there = np.isin(np.arange(30), [*range(9), 10])
    texts = [("place", "x"), ("place", "y")]
    place = Cells(texts, np.array([is_there, ~is_there]), (2,))
    tables = [WHOLE, halves(10), place]
    assert hidden(tables) == [[False], [True, True], [False, False]]


def test_of_groups_that_differ_by_four_firms_one_line_is_hidden():
    tables = [WHOLE, halves(10), halves(14, "place")]
    assert hidden(tables) == [[False], [True, True], [False, False]]
