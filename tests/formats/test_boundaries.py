"""Boundaries and neighbours, on a chessboard whose neighbours are plain to see."""

import json
import math
from pathlib import Path

import pytest

from distretto.errors import FormatError, InputError
from distretto.formats.boundaries import read_boundaries
from distretto.formats.neighbours import middles, neighbours, neighbours_by_distance

#  a b
#  c d    one degree each; a and d, b and c touch in one corner only
PLACES = {"a": (0, 1), "b": (1, 1), "c": (0, 0), "d": (1, 0)}


def square(x: float, y: float, side: float = 1.0) -> dict:
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry: dict, **properties) -> dict:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


@pytest.fixture
def board(tmp_path):
    def write(*features, **more) -> Path:
        if not features:
            features = tuple(
                feature(square(*place), code=code, name=code.upper())
                for code, place in PLACES.items()
            )
        path = tmp_path / "map.geojson"
        collection = {"type": "FeatureCollection", "features": features, **more}
        path.write_text(json.dumps(collection), encoding="utf-8")
        return path

    return write


def pairs(table) -> set[tuple[str, str]]:
    return set(table.rows())


def both_ways(*those: str) -> set[tuple[str, str]]:
    return {(p[0], p[1]) for p in those} | {(p[1], p[0]) for p in those}


def test_neighbours_share_a_border_and_a_corner_only_counts_as_queen(board):
    boundaries = read_boundaries(board())
    assert pairs(neighbours(boundaries)) == both_ways("ab", "cd", "ac", "bd")
    queen = neighbours(boundaries, queen=True)
    assert pairs(queen) == both_ways("ab", "cd", "ac", "bd", "ad", "bc")


@pytest.mark.parametrize("gap", [0.0003, -0.0003])
def test_slivers_between_neighbours_do_not_part_them(board, gap):
    path = board(feature(square(0, 0), code="a"), feature(square(1 + gap, 0), code="b"))
    assert pairs(neighbours(read_boundaries(path))) == both_ways("ab")


def test_regions_apart_are_no_neighbours(board):
    path = board(feature(square(0, 0), code="a"), feature(square(1.1, 0), code="b"))
    assert neighbours(read_boundaries(path)).is_empty()


def test_the_codes_of_the_table_say_which_property_is_the_code(board):
    boundaries = read_boundaries(board(), ["A", "B", "C", "E"])
    assert boundaries.code_property in ("code", "name")
    assert boundaries.match_share == 0.75
    assert boundaries.without_shape == ("E",)
    assert boundaries.without_data == ("d",) or boundaries.without_data == ("D",)
    told = " ".join(map(str, boundaries.notes))
    assert "75%" in told and "“E”" in told


def test_leading_zeros_and_names_are_matched(board):
    path = board(
        feature(square(0, 0), fips=1, name="Alpha"),
        feature(square(1, 0), fips=12, name="Béta"),
    )
    assert set(read_boundaries(path, ["01", "12"]).shapes) == {"01", "12"}
    named = read_boundaries(path, ["x", "y"], names={"x": "alpha", "y": "Beta"})
    assert set(named.shapes) == {"x", "y"} and named.code_property == "name"


def test_regions_that_do_not_match_are_a_sentence_with_both_sides(board):
    with pytest.raises(FormatError) as refused:
        read_boundaries(board(), ["13313", "13129"])
    assert refused.value.code == "regions_do_not_match"
    assert "0% of them" in str(refused.value) and "“13129”" in str(refused.value)


def test_features_of_one_region_are_joined(board):
    path = board(feature(square(0, 0), code="a"), feature(square(5, 5), code="a"))
    assert read_boundaries(path).shapes["a"].area == pytest.approx(2)


def test_a_shape_that_crosses_itself_is_mended_and_told(board):
    bow = [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]  # two triangles of area 1 each
    path = board(feature({"type": "Polygon", "coordinates": [bow]}, code="a"))
    boundaries = read_boundaries(path)
    assert boundaries.shapes["a"].is_valid
    assert boundaries.shapes["a"].area == pytest.approx(2)
    assert "1 shape with crossing lines mended." in map(str, boundaries.notes)


def test_metres_are_refused(board):
    path = board(feature(square(440_000, 4_000_000, 1000), code="a"))
    with pytest.raises(FormatError, match="not in degrees"):
        read_boundaries(path)


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"type": "FeatureCollection", "features": []}',
        '{"type": "FeatureCollection", "features": [{"geometry": {"type": "Point", '
        '"coordinates": [1, 2]}}]}',
        '{"type": "FeatureCollection", "features": [{"geometry": {"type": "Polygon", '
        '"coordinates": [1, 2]}, "id": 1}]}',
        '{"type": "Topology", "objects": {"a": 3}}',
        "[" * 100_000,
    ],
)
def test_what_is_no_map_is_a_sentence(tmp_path, content):
    path = tmp_path / "map.geojson"
    path.write_text(content)
    with pytest.raises(FormatError, match=r"“map.geojson” is no map of regions"):
        read_boundaries(path)


def test_topojson_shares_its_arcs(tmp_path):
    # Two squares that share the arc from (1, 0) to (1, 1), steps of one degree.
    topology = {
        "type": "Topology",
        "transform": {"scale": [1, 1], "translate": [10, 20]},
        "arcs": [
            [[1, 0], [0, 1]],
            [[1, 1], [-1, 0], [0, -1], [1, 0]],
            [[1, 0], [1, 0], [0, 1], [-1, 0]],
        ],
        "objects": {
            "regions": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "id": "a", "arcs": [[0, 1]]},
                    {"type": "Polygon", "id": "b", "arcs": [[2, -1]]},
                ],
            }
        },
    }
    path = tmp_path / "map.topojson"
    path.write_text(json.dumps(topology))
    boundaries = read_boundaries(path)
    assert boundaries.shapes["a"].bounds == (10, 20, 11, 21)
    assert boundaries.shapes["b"].bounds == (11, 20, 12, 21)
    assert pairs(neighbours(boundaries)) == both_ways("ab")


def test_distance_is_along_the_great_circle():
    # One degree along the equator is 6371.0088 km x pi / 180 = 111.195 km; at 60
    # degrees north half of that.
    degree = 6371.0088 * math.pi / 180
    places = {"a": (0, 0), "b": (0, 1), "c": (60, 0), "d": (60, 1)}
    assert pairs(neighbours_by_distance(places, degree + 0.01)) == both_ways("ab", "cd")
    assert pairs(neighbours_by_distance(places, degree - 0.01)) == both_ways("cd")
    assert neighbours_by_distance(places, degree / 2 - 0.1).is_empty()


def test_the_date_line_does_not_part_neighbours():
    assert pairs(neighbours_by_distance({"a": (0, 179.9), "b": (0, -179.9)}, 30)) == (
        both_ways("ab")
    )


def test_places_that_are_no_degrees_are_refused():
    with pytest.raises(InputError, match="which are no degrees"):
        neighbours_by_distance({"a": (440_000, 4_000_000)}, 10)
    with pytest.raises(InputError, match="no distance"):
        neighbours_by_distance({"a": (0, 0)}, 0)


def test_the_middle_of_a_region_is_latitude_first(board):
    latitude, longitude = middles(read_boundaries(board()))["a"]
    assert (latitude, longitude) == (1.5, 0.5)


def test_whitfield_borders_on_gordon_and_murray(shared_data):
    # 13129 Gordon, 13213 Murray, 13047 Catoosa, 13295 Walker: as on any road map.
    path = shared_data / "boundaries" / "us_georgia_counties.geojson"
    found = neighbours(read_boundaries(path))
    beside = {b for a, b in found.rows() if a == "13313"}
    assert beside == {"13129", "13213", "13047", "13295"}


def test_countries_of_the_world_are_read(shared_data):
    path = shared_data / "boundaries" / "world_countries_110m.topojson"
    boundaries = read_boundaries(path)
    assert len(boundaries.shapes) == 177
    assert ("France", "Spain") in pairs(neighbours(boundaries))
    assert ("France", "Poland") not in pairs(neighbours(boundaries))
