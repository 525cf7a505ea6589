"""What a curve says in words, and what is drawn of it."""

import numpy as np
import pytest
import shapely

from distretto.analysis.selection.agglomeration.localised import localised_industries
from distretto.analysis.selection.agglomeration.sites import Sites
from distretto.formats.charts import render
from distretto.formats.charts.close_pairs import Plants, close_pairs_map
from distretto.formats.charts.distances import distance_curve
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Column, word
from distretto.formats.localisation.words import p_value, ranges, reading


@pytest.fixture(scope="module")
def town():
    rng = np.random.default_rng(1)
    points = np.vstack([rng.uniform(0, 40, (300, 2)), rng.normal(20, 1, (50, 2))])
    names = np.array(["other"] * 300 + ["town"] * 50)
    sites = Sites(*np.ascontiguousarray(points.T))
    return localised_industries(sites, names, simulations=99)[0]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.00025, "p < 0.001"),
        (0.001, "p = 0.001"),
        (0.0449, "p = 0.04"),
        (1, "p = 1.00"),
    ],
)
def test_a_p_value_is_never_said_to_be_zero(value, said):
    assert p_value(value) == said


def test_ranges_of_distances():
    assert (
        ranges(((0.0, 8.66), (25.2, 31.0))) == "from 0 to 8.7 km and from 25 to 31 km"
    )
    assert ranges(()) == ""


def test_the_reading_names_distances_ratio_and_chance(town):
    said = reading(town, "Knitting")
    ratio = ENGLISH.short(town.ratio)
    assert said.startswith("Knitting is localised from 0 to ")
    assert f"{ratio} times as many pairs" in said and "(p = 0.01)" in said


def test_the_curve_has_a_line_two_bands_and_every_fifth_figure(town):
    picture = distance_curve(town.density, reading="It is so.", name="Knitting")
    assert len(picture.data["curve"]) == 101
    assert len(picture.table.rows) == 21
    assert picture.table.rows[0][1] == pytest.approx(float(town.density.density[0]))
    for width in (680, 340):
        drawn = render.svg(
            distance_curve(town.density, reading="It is so.", width=width)
        )
        assert "expected by chance" in drawn


def plants(count: int = 40) -> Plants:
    rng = np.random.default_rng(2)
    places = rng.uniform((10, 5), (11, 6), (count * 3, 2))
    members = np.arange(count * 3) < count
    return Plants(places, members, np.arange(count) % 12, 1.5)


def test_the_map_of_close_pairs_counts_every_plant_in_its_class():
    """By hand: of 40 plants with 0 to 11 neighbours in turn, four have none."""
    picture = close_pairs_map(plants(), source="a list")
    counts = dict(picture.table.rows)
    assert counts["none"] == 4
    assert sum(counts.values()) == 40
    assert "Source: a list." in picture.notes
    assert "<svg" in render.svg(picture)


def test_a_place_far_away_does_not_shrink_the_map():
    near = plants(200)
    far = np.vstack([near.places, [[40.0, 30.0]]])
    members, nearby = np.append(near.members, False), near.nearby
    picture = close_pairs_map(Plants(far, members, nearby, 1.5))
    assert "Beyond the frame of the map: " in picture.caption
    box = np.array(picture.data["others"][0]["geometry"]["coordinates"])[:, 0]
    assert np.ptp(box[:, 0]) > 300


def test_borders_and_arabic():
    there = plants()
    borders = {"a": shapely.box(9, 4, 10.5, 7), "b": shapely.box(10.5, 4, 12, 7)}
    shown = Plants(there.places, there.members, there.nearby, 1.5, borders)
    picture = close_pairs_map(shown, language=Language("ar"))
    assert len(picture.data["borders"]) == 2
    assert "<svg" in render.svg(picture)


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.03124, "0.0312"), (0.000456, "0.000456"), (1.2345, "1.23"), (123.4, "123")],
)
def test_figures_have_three_digits_however_small(value, said):
    assert ENGLISH.significant(value) == said
    column = Column("density", "Density", "exact")
    assert word(column, value, ENGLISH) == said


def test_no_figure_is_nought():
    assert ENGLISH.significant(0.0) == "0"
    assert ENGLISH.significant(-0.0312) == "−0.0312"
