"""The picture of bottlenecks: what is hidden is not drawn, and stands in the table."""

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
