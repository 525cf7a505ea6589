"""The grid of stakeholders: each disc in its cell, none on another, none left out."""

from itertools import combinations
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.formats.charts.render import svg
from distretto.formats.charts.stakeholders import Stake, stakeholder_grid

GROUPS = {
    "close": "Manage closely",
    "satisfied": "Keep satisfied",
    "informed": "Keep informed",
    "monitor": "Monitor",
}
VALUES = st.one_of(st.none(), st.integers(1, 5))


def grid(stakes, width=680):
    return stakeholder_grid(stakes, groups=GROUPS, high_from=4, width=width)


def pixels(picture, width):
    """The middles of the discs and their size, as they are drawn."""
    across = width - 70
    down = max(400, round(width * 0.72))
    return [
        (
            (each["interest"] - 0.5) * across / 5,
            (each["influence"] - 0.5) * down / 5,
            each["area"] ** 0.5,
        )
        for each in picture.data["stakes"]
    ]


@given(st.lists(st.tuples(VALUES, VALUES), max_size=30), st.sampled_from([340, 680]))
def test_every_known_one_is_drawn_in_its_cell_beside_the_others(values, width):
    stakes = [
        Stake(number, f"S{number}", interest, influence)
        for number, (interest, influence) in enumerate(values, start=1)
    ]
    picture = grid(stakes, width)
    known = {str(each.number): each for each in stakes if each.is_placed}
    drawn = {each["number"]: each for each in picture.data["stakes"]}
    assert drawn.keys() == known.keys()
    for number, point in drawn.items():
        assert abs(point["interest"] - known[number].interest) < 0.5
        assert abs(point["influence"] - known[number].influence) < 0.5
    for (x1, y1, size1), (x2, y2, size2) in combinations(pixels(picture, width), 2):
        assert hypot(x1 - x2, y1 - y2) > (size1 + size2) / 2
    assert len(picture.table.rows) == len(stakes)


def test_the_unknown_stand_in_the_table_and_the_caption_says_so():
    picture = grid([Stake(1, "Bank", 2, None), Stake(2, "Arka", 5, 5, 2, "Driving it")])
    assert picture.table.rows[0][2:4] == (2, None)
    assert "not known: 1." in picture.caption
    assert "Placed: 1." in picture.description


def test_nobody_is_an_empty_grid():
    assert "<svg" in svg(grid([]))


@pytest.mark.parametrize(
    ("attitude", "side"), [(2, "for"), (-1, "against"), (0, "open"), (None, "open")]
)
def test_attitude_is_told_without_colour_alone(attitude, side):
    picture = grid([Stake(1, "Bank", 3, 3, attitude)])
    assert picture.data["stakes"][0]["side"] == side


def test_colours_follow_the_theme_by_their_names():
    drawn = svg(grid([Stake(1, "A", 5, 5, 1), Stake(2, "B", 1, 1, -2)]))
    assert 'class="f-accent' in drawn and "s-ink" in drawn and "f-step-1" in drawn
