"""Outline maps: drawn once here, told in words, light however many places there are."""

import re

from shapely.geometry import box

from distretto.web.register import pictures

NAMES = {"A": "Knit & <ton>", "B": "Bootham"}


def grid(count):
    return {
        f"G{n}": box(n % 50, n // 50, n % 50 + 1, n // 50 + 1) for n in range(count)
    }


def paths(picture):
    return re.findall(r"<path[^>]*>", picture.svg)


def test_every_place_is_drawn_and_the_filled_one_is_darker():
    shapes = {"A": box(0, 0, 1, 1), "B": box(1, 0, 2, 1)}
    picture = pictures.outline_map(shapes, NAMES, filled=["B"])
    light, dark = paths(picture)
    assert 'fill-opacity="0.07"' in light and 'fill-opacity="0.55"' in dark
    assert picture.description == "Map of 2 places; filled: Bootham."
    assert picture.rows == [["B", "Bootham"]]


def test_names_of_places_are_text_and_never_markup():
    picture = pictures.outline_map({"A": box(0, 0, 1, 1)}, NAMES)
    assert "Knit &amp; &lt;ton&gt;" in picture.svg and "<ton>" not in picture.svg


def test_nothing_to_draw_is_no_picture():
    assert pictures.outline_map({}, {}) is None


def test_of_very_many_places_those_around_are_drawn():
    picture = pictures.outline_map(grid(2000), {}, filled=["G1000"])
    assert len(paths(picture)) == pictures.MOST_NAMED
    assert "filled: G1000" in picture.description
    assert pictures.outline_map(grid(2000), {}) is None


def test_nothing_in_the_drawing_breaks_the_content_policy():
    picture = pictures.outline_map(grid(9), {}, filled=["G1"])
    assert "style=" not in picture.svg and "<script" not in picture.svg
