"""Hot spots on a map, as GeoJSON, and neighbours that are listed once."""

import json

import polars as pl
import pytest
import shapely

from distretto.analysis.selection.measured import Measured
from distretto.formats.boundaries import Boundaries
from distretto.formats.charts import render
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.hotspots.results import to_geojson
from distretto.formats.hotspots.sheet import hot_spot_map, kind_of
from distretto.formats.measured.leads import lead
from distretto.formats.neighbour_pairs import both_ways_if_once


def row(code: str, **more: object) -> dict:
    plain = {
        "code": code,
        "name": f"Place {code}",
        "hot_spot": None,
        "kind": "low-low",
        "is_significant": False,
        "employment": 10.0,
        "establishments": 2.0,
        "lq": 0.5,
        "slq": -0.33,
        "neighbours_mean": 0.4,
        "neighbours": 2,
        "local_moran": 0.1,
        "p_value": 0.5,
        "adjusted_p_value": 0.9,
        "left_out": None,
        "lq_is_maximum": False,
        "lq_is_estimate": False,
    }
    return {**plain, **more}


HOT = {"kind": "high-high", "is_significant": True, "lq": 9.0, "adjusted_p_value": 1e-5}
NONE = {"p_value": None, "adjusted_p_value": None, "kind": None, "local_moran": None}
ROWS = [
    row("a", hot_spot=1, **HOT),
    row("b", hot_spot=1, **HOT),
    row("c", hot_spot=2, **HOT),
    row("d", kind="low-high", is_significant=True, lq=0.0),
    row("e"),
    row("f", left_out="no_neighbours", **NONE),
    row("g", left_out="unknown", **{**NONE, "lq": None, "slq": None}),
]


def measured(rows: list[dict] = ROWS, **more: object) -> Measured:
    settings = {
        "value": "employment",
        "measure": "lq",
        "year": 2018,
        "industry": "3141",
        "industry_name": "Carpets",
        "hot_share": 0.73,
        "regions_measured": 5,
        "level": 0.05,
        **more,
    }
    return Measured(
        "hot_spots", pl.DataFrame(rows, infer_schema_length=None), settings, ()
    )


def shapes(*, are_circles: bool = False) -> Boundaries:
    boxes = {each["code"]: shapely.box(k, 0, k + 1, 1) for k, each in enumerate(ROWS)}
    return Boundaries(boxes, {}, "code", are_circles=are_circles)


def test_the_sentence_counts_spots_and_names_who_else_stands_out():
    said = lead(measured(), ENGLISH)
    assert said == (
        "3141 Carpets has 2 hot spots, 3 of the 5 regions that could be tested; the "
        "largest: Place a, Place b. They have 73\N{NO-BREAK SPACE}% of its jobs. 1 "
        "other region stands out: Place d (low among high)."
    )


def test_without_a_hot_spot_the_nearest_is_named():
    near = row("a", kind="high-high", adjusted_p_value=0.21)
    said = lead(measured([near, row("b")]), ENGLISH)
    assert "has no hot spot" in said
    assert said.endswith("Place a comes nearest (corrected p 0.21).")


def test_how_many_more_there_are_takes_its_own_form():
    """Ten regions, eight of them named."""
    language = Language(say_counted=lambda _one, many, count: f"{count}: {many}")
    said = lead(measured([row(c, hot_spot=1, **HOT) for c in "abcdefghij"]), language)
    assert "2: Place a, " in said and "Place h and 2 more" in said


def test_the_map_has_each_region_in_its_kind():
    picture = hot_spot_map(
        measured(), shapes(), source="x", language=ENGLISH, width=680
    )
    kinds = [each["class"] for each in picture.data["regions"]]
    assert kinds == [
        *["high among high (hot spot)"] * 3,
        "low among high",
        "as chance has it",
        "no neighbour with a figure",
        "unknown",
    ]
    assert [each["name"] for each in picture.data["names"]]
    table = {line[1]: line[3] for line in picture.table.rows}
    assert table["a"] == "high among high (hot spot)" and table["g"] == ""
    for language in (ENGLISH, Language("ar")):
        drawn = hot_spot_map(measured(), shapes(), language=language, width=340)
        assert "<svg" in render.svg(drawn)


def test_unknown_has_no_kind_and_is_not_as_chance_has_it():
    assert kind_of(ROWS[-1]) is None
    assert kind_of(ROWS[-2]) == "alone"


@pytest.mark.parametrize(("are_circles", "kind"), [(False, "Polygon"), (True, "Point")])
def test_geojson_has_shapes_or_where_there_are_none_points(are_circles, kind):
    told = json.loads(to_geojson(measured(), shapes(are_circles=are_circles)))
    assert [each["geometry"]["type"] for each in told["features"]] == [kind] * 7
    assert told["features"][6]["properties"]["lq"] is None
    assert told["settings"]["industry"] == "3141"


def pairs(*rows: tuple[str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["region", "neighbour", "weight"], orient="row")


def test_pairs_that_stand_once_are_read_both_ways():
    once = both_ways_if_once(pairs(("a", "b", 1.0), ("b", "c", 1.0)))
    assert set(once.select("region", "neighbour").rows()) == {
        ("a", "b"),
        ("b", "a"),
        ("b", "c"),
        ("c", "b"),
    }


def test_pairs_with_weights_or_both_ways_stay_as_they_are():
    for given in (
        pairs(("a", "b", 1.0), ("b", "c", 2.0)),
        pairs(("a", "b", 1.0), ("b", "a", 1.0), ("b", "c", 1.0)),
    ):
        assert both_ways_if_once(given).equals(given)


def test_a_chance_is_never_said_to_be_zero():
    assert ENGLISH.chance(0.0) == "<\N{NO-BREAK SPACE}0.001"
    assert ENGLISH.chance(0.0234) == "0.023"
    assert ENGLISH.chance(None) == "unknown"
