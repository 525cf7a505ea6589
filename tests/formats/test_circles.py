"""Circles where only the middles of regions are known: on a page, and said to be so."""

import pytest

from distretto.cli import main
from distretto.formats.charts import maps
from distretto.formats.charts.picture import Column
from distretto.formats.circles import circles

# By region: latitude, longitude.
MIDDLES = {"a": (0.0, 0.0), "b": (0.0, 10.0), "c": (5.0, 5.0)}


def test_a_circle_lies_at_the_middle_of_its_region():
    """The extent is ten degrees, a hundredth of it the radius: 0.1."""
    found = circles(MIDDLES, {"a": "Aldomar"})
    middle = found.shapes["b"].centroid
    assert (middle.x, middle.y) == pytest.approx((10, 0))
    assert found.shapes["b"].bounds[2] == pytest.approx(10.1)
    assert found.names == {"a": "Aldomar", "b": "b", "c": "c"}
    assert circles({}, {}) is None


def test_all_are_drawn_in_one_size_and_said_to_be_no_borders():
    found = circles(MIDDLES, {})
    column = Column("share", "Share of jobs", "share")
    sheet = maps.Sheet(
        found.shapes, found.names, {"a": 0.1, "b": 0.2}, column, are_circles=True
    )
    picture = maps.region_map(sheet, title="")
    widths = set()
    for feature in picture.data["regions"]:
        xs = [x for x, _ in feature["geometry"]["coordinates"][0]]
        widths.add(round(max(xs) - min(xs)))
    assert widths == {10}  # pixels
    assert maps.CIRCLES in picture.notes and maps.BORDERS not in picture.notes


def test_a_list_of_plants_with_places_has_a_map_without_boundaries(tmp_path):
    """Ten plants of one branch in N1 and ten of another in N2, with places."""
    from click.testing import CliRunner

    path, out = tmp_path / "firms.csv", tmp_path / "firms.html"
    rows = [f"N{n},14{n}0,30,{n}.5,{n}.25" for n in (1, 2) for _ in range(10)]
    head = "region,industry,employment,latitude,longitude"
    path.write_text("\n".join([head, *rows]))
    done = CliRunner().invoke(
        main,
        ["selection", "map", str(path), "--min-establishments", "5", "-o", str(out)],
    )
    assert done.exit_code == 0, done.output
    page = out.read_text()
    assert "Where the clusters are" in page and maps.CIRCLES in page
