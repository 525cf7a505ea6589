"""The picture of bottlenecks: what is hidden is not drawn, and stands in the table."""

import re
from dataclasses import replace

import pytest

from distretto.formats.charts import render
from distretto.formats.charts.bottlenecks import Severe, severe_shares

FOUND = [
    Severe("Skills", 57, 0.36, 0.27, 0.46, 0.25),
    Severe("Technology", 56, 0.2, None, None, None),
    Severe("Labour standards", None, None, None, None, None),
]


def test_hidden_figures_are_not_drawn():
    picture = severe_shares(FOUND)
    assert [row["name"] for row in picture.data["rows"]] == ["Skills", "Technology"]
    assert picture.table.rows[2] == ("Labour standards", *[None] * 5)
    assert "Skills with 36" in picture.description


def test_without_an_interval_the_line_has_no_length():
    row = severe_shares(FOUND).data["rows"][1]
    assert row["low"] == row["value"] == row["high"]


@pytest.mark.parametrize("width", [720, 340])
def test_it_is_drawn(width):
    assert "36" in render.svg(severe_shares(FOUND, width=width))


def test_nothing_known_is_said():
    assert "Too few" in severe_shares(FOUND[2:]).description


def test_names_have_room_in_the_wider_fonts_of_a_device():
    """As wide as DejaVu Sans, which Chromium on Debian takes: 0.6 of its size, on the
    average of these letters."""
    name = "Business culture and cooperation"
    svg = render.svg(severe_shares([replace(FOUND[0], name=name)], width=640))
    before_plot = float(re.search(r"translate\((\d+)", svg)[1])
    assert before_plot >= len(name) * 12 * 0.55 + 10


def test_the_level_is_said_and_who_may_well_be_the_first():
    """By hand: 0.9 as a level is 90 %; only Technology is like the first."""
    alike = [FOUND[0], replace(FOUND[1], is_like_first=True)]
    lines, told = severe_shares(alike, level=0.9).notes
    assert "90\N{NO-BREAK SPACE}% interval" in lines
    assert "Skills cannot be told apart at this level from: Technology." in told
    [only] = severe_shares(FOUND).notes
    assert "95" in only
