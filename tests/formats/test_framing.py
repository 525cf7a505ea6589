"""The frame of a map, where few regions lie far off from all the others."""

import pytest
import shapely

from distretto.formats.boundaries import read_boundaries
from distretto.formats.charts import maps, projection
from distretto.formats.charts.picture import Column

SHARE = Column("share", "Share of jobs", "share")
# Three by three squares of one degree about the equator; a tenth, and an eleventh.
LAND = {f"{x}{y}": shapely.box(x, y, x + 1, y + 1) for x in range(3) for y in range(3)}
FAR = shapely.box(40, 0, 41, 1)
NEAR = shapely.box(3.2, 1, 4.2, 2)


def drawn(shapes, **options):
    return projection.flatten(shapes, width=300, tallest=3, together=True, **options)


def test_one_far_off_does_not_shrink_the_others():
    alone = drawn(LAND)
    flat = drawn({**LAND, "far": FAR})
    assert set(flat.shapes) == set(LAND)
    assert flat.shapes["00"].bounds == pytest.approx(alone.shapes["00"].bounds, abs=1)
    assert drawn({**LAND, "far": FAR}, frame=[*LAND, "far"]).height == flat.height


def test_one_nearby_is_taken_in():
    """The box of nine is 3 by 3; with the one beside 4.2 by 3, 1.4 times as large."""
    flat = drawn({**LAND, "near": NEAR, "far": FAR})
    assert set(flat.shapes) == {*LAND, "near"}
    assert flat.shapes["near"].bounds[2] == pytest.approx(300, abs=1)


def test_islands_of_equal_standing_are_all_drawn():
    """Four squares here and four there: neither half holds four fifths."""
    islands = {
        f"{x}{n}": shapely.box(x + n, 0, x + n + 1, 1)
        for x in (0, 40)
        for n in range(4)
    }
    assert set(drawn(islands).shapes) == set(islands)


def test_what_lies_beyond_the_frame_is_named():
    shapes = {**LAND, "far": FAR}
    names = {"far": "Far Isle"}
    sheet = maps.Sheet(shapes, names, dict.fromkeys(shapes, 0.2), SHARE)
    picture = maps.region_map(sheet, title="")
    assert "Beyond the frame of the map: Far Isle." in picture.notes
    assert "Far Isle" in {row[0] for row in picture.table.rows}


def test_the_united_states_without_the_far_states_fill_the_map(shared_data):
    """The 48 states that lie together reach from 67 to 125 degrees west."""
    found = read_boundaries(shared_data / "boundaries" / "us_states_10m.topojson")
    states = {c: s for c, s in found.shapes.items() if int(c) < 60}  # no territories
    flat = drawn(states)
    assert set(states) - set(flat.shapes) == {"02", "15"}  # Alaska and Hawaii
    together = shapely.union_all(list(flat.shapes.values()))
    left, _, right, _ = together.bounds
    assert right - left == pytest.approx(300, abs=2)
