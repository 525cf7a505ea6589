"""Maps made to break the reader: only sentences come out, and soon."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distretto.errors import FormatError
from distretto.formats import map_features
from distretto.formats.boundaries import code_places, read_boundaries

RING = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]


def topology(geometries: list, arcs: list, **more) -> dict:
    regions = {"type": "GeometryCollection", "geometries": geometries}
    return {"type": "Topology", "arcs": arcs, "objects": {"regions": regions}, **more}


def collection(geometry, **more) -> dict:
    feature = {"type": "Feature", "geometry": geometry, "id": "a", **more}
    return {"type": "FeatureCollection", "features": [feature]}


def polygon(*rings) -> dict:
    return {"type": "Polygon", "coordinates": list(rings)}


def written(folder: Path, content) -> Path:
    path = folder / "map.geojson"
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, content) -> FormatError:
    with pytest.raises(FormatError) as refused:
        read_boundaries(written(folder, content))
    assert "“map.geojson”" in str(refused.value)
    return refused.value


def test_one_arc_used_by_all_polygons_is_counted_before_it_unfolds(tmp_path):
    """4,000 polygons x 3,000 points are 12 million points, in 0.1 MB."""
    arc = [[step / 3000, 0] for step in range(2999)] + [[0, 0]]
    shapes = [{"type": "Polygon", "id": str(n), "arcs": [[0]]} for n in range(4000)]
    refused = refusal(tmp_path, topology(shapes, [arc]))
    assert refused.code == "map_too_detailed" and "3,000,000" in str(refused)


def test_the_points_of_geojson_are_counted_too(tmp_path, monkeypatch):
    monkeypatch.setattr(map_features, "MOST_POINTS", 4)
    assert refusal(tmp_path, collection(polygon(RING))).code == "map_too_detailed"
    monkeypatch.setattr(map_features, "MOST_POINTS", 5)
    path = written(tmp_path, collection(polygon(RING)))
    assert read_boundaries(path).shapes["a"].area == 1


@pytest.mark.parametrize(
    "found", ["1e999", "-1e999", "NaN", "Infinity", '"1"', "null", "true", "[1]"]
)
def test_a_position_that_is_none_is_a_sentence(tmp_path, found):
    text = json.dumps(collection(polygon([*RING[:2], [7, 0], *RING[2:]])))
    refused = refusal(tmp_path, text.replace("[7, 0]", f"[{found}, 0]"))
    assert refused.code == "bad_position"


def test_a_scale_that_leaves_all_numbers_is_a_sentence(tmp_path):
    shapes = [{"type": "Polygon", "id": "a", "arcs": [[0]]}]
    transform = {"scale": [1e308, 1], "translate": [0, 0]}
    arcs = [[[10, 0], [1, 0], [0, 1], [-1, -1]]]
    refused = refusal(tmp_path, topology(shapes, arcs, transform=transform))
    assert refused.code == "bad_position"


def test_a_text_is_not_repeated_by_the_scale(tmp_path):
    """As whole numbers, these would be a text of 10^12 signs."""
    shapes = [{"type": "Polygon", "id": "a", "arcs": [[0]]}]
    transform = {"scale": [10**12, 10**12], "translate": [0, 0]}
    arcs = [[["a", "b"], ["c", "d"]]]
    refused = refusal(tmp_path, topology(shapes, arcs, transform=transform))
    assert refused.code == "no_geojson"


def test_numbers_where_positions_should_be_are_a_sentence(tmp_path):
    assert refusal(tmp_path, collection(polygon([1, 2]))).code == "bad_position"


@pytest.mark.parametrize("properties", [["x"], "x", 3, True])
def test_properties_without_names_are_a_sentence(tmp_path, properties):
    content = collection(polygon(RING), properties=properties)
    assert refusal(tmp_path, content).code == "bad_properties"
    with pytest.raises(FormatError):
        code_places(written(tmp_path, content))


@pytest.mark.parametrize("properties", [None, {}])
def test_no_properties_at_all_are_allowed(tmp_path, properties):
    path = written(tmp_path, collection(polygon(RING), properties=properties))
    assert read_boundaries(path).shapes["a"].area == 1


@pytest.mark.parametrize(
    "shape", [polygon(), polygon([[0, 0], [1, 1], [2, 2], [0, 0]])]
)
def test_a_region_without_area_is_no_region(tmp_path, shape):
    assert refusal(tmp_path, collection(shape)).code == "no_geojson"


NUMBERS = st.one_of(
    st.integers(-200, 200), st.floats(width=32), st.just(10**400), st.just(1e308)
)
JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, st.sampled_from(["", "a", "id"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["type", "arcs", "id", "x"]), inner, max_size=3
        ),
    ),
    max_leaves=6,
)


def mostly(usual) -> st.SearchStrategy:
    """The usual thing, and once in a while anything."""
    return st.integers(0, 9).flatmap(lambda dice: JUNK if dice == 0 else usual)


POSITION = mostly(st.lists(mostly(NUMBERS), min_size=2, max_size=3))
RINGS = mostly(st.lists(mostly(st.lists(POSITION, min_size=4, max_size=6)), max_size=2))
KIND = mostly(st.sampled_from(["Polygon", "MultiPolygon"]))
GEOMETRY = mostly(
    st.fixed_dictionaries(
        {"type": KIND, "coordinates": st.one_of(RINGS, st.lists(RINGS, max_size=2))}
    )
)
PROPERTIES = mostly(st.dictionaries(st.sampled_from(["code", "name"]), JUNK))
FEATURE = mostly(
    st.fixed_dictionaries(
        {"geometry": GEOMETRY}, optional={"properties": PROPERTIES, "id": JUNK}
    )
)
GEOJSON = mostly(
    st.fixed_dictionaries({"features": mostly(st.lists(FEATURE, max_size=3))})
)
ARCS = mostly(st.lists(mostly(st.lists(POSITION, max_size=5)), max_size=3))
NUMBER = mostly(st.integers(-4, 3))
USED = mostly(st.lists(mostly(st.lists(NUMBER, max_size=3)), max_size=2))
SHAPE = mostly(
    st.fixed_dictionaries(
        {"type": KIND, "arcs": st.one_of(USED, st.lists(USED, max_size=2))},
        optional={"properties": PROPERTIES, "id": JUNK},
    )
)
PAIR = mostly(st.lists(mostly(NUMBERS), min_size=2, max_size=2))
TOPOJSON = st.fixed_dictionaries(
    {
        "type": st.just("Topology"),
        "arcs": ARCS,
        "objects": mostly(
            st.fixed_dictionaries(
                {
                    "regions": mostly(
                        st.fixed_dictionaries(
                            {
                                "type": st.just("GeometryCollection"),
                                "geometries": mostly(st.lists(SHAPE, max_size=3)),
                            }
                        )
                    )
                }
            )
        ),
    },
    optional={
        "transform": mostly(st.fixed_dictionaries({"scale": PAIR, "translate": PAIR}))
    },
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(GEOJSON, TOPOJSON))
def test_whatever_a_map_says_only_sentences_come_out(tmp_path_factory, content):
    path = written(tmp_path_factory.getbasetemp(), content)
    for read in (
        lambda: read_boundaries(path),
        lambda: read_boundaries(path, ["a", "b"], names={"a": "x"}),
        lambda: read_boundaries(path, ["a"], code_property="id"),
        lambda: code_places(path),
    ):
        try:
            read()
        except FormatError as refused:
            assert "“map.geojson”" in str(refused)
