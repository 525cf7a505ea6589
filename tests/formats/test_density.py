"""Areas of clusters of points, and places that are rounded."""

import numpy as np
import pytest
import shapely

from distretto.analysis.selection.agglomeration.sites import (
    sites_in_plane,
    sites_on_globe,
)
from distretto.formats.charts import render
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Table
from distretto.formats.charts.point_clusters import Clusters, point_cluster_map
from distretto.formats.density.areas import areas_of
from distretto.formats.density.report import measure
from distretto.formats.layouts.point_notes import rounding_notes
from distretto.formats.layouts.points import Points


def points(places: np.ndarray, *, plane: bool = False) -> Points:
    """Plants of one industry at longitudes and latitudes, or at km of a plane."""
    x, y = places.T
    count = len(places)
    return Points(
        sites=sites_in_plane(x, y, unit="km") if plane else sites_on_globe(y, x),
        degrees=None if plane else places,
        industries=np.array(["14"] * count),
        sizes=np.full(count, np.nan),
        names={},
        level=2,
        columns={},
        rows=count,
        is_estimate=False,
        problems=(),
        problem_count=0,
        notes=(),
        file="plants.csv",
    )


@pytest.fixture(scope="module")
def towns():
    """Two towns far north, where a degree of longitude is half as long."""
    rng = np.random.default_rng(3)
    spread = rng.normal(0, 0.01, (80, 2)) * [2, 1]
    spread[40:, 0] += 0.6
    return spread + np.array([25.0, 60.0])


def test_areas_hold_their_core_plants_and_never_meet(towns):
    report = measure(points(towns), within_km=1.5, minimum_plants=5)
    areas = areas_of(report)
    assert len(areas) == report.measured.rows.height >= 2
    for number, area in enumerate(areas, start=1):
        core = towns[(report.cluster == number) & report.is_core]
        assert shapely.contains(area, shapely.points(core)).all()
    assert not any(
        one.intersects(other) for k, one in enumerate(areas) for other in areas[:k]
    )


def test_an_area_is_as_wide_as_high_in_kilometres():
    """One place at 60° north: half a reach of 2 km is 0.009° up and 0.018° across."""
    report = measure(
        points(np.array([[25.0, 60.0]] * 3)), within_km=2, minimum_plants=3
    )
    (area,) = areas_of(report)
    west, south, east, north = area.bounds
    assert (north - south) / 2 == pytest.approx(1 / 111.195, rel=0.01)
    assert (east - west) / 2 == pytest.approx(2 / 111.195, rel=0.01)


def test_in_a_plane_areas_are_in_kilometres():
    report = measure(
        points(np.array([[500.0, 7.0]] * 3), plane=True), within_km=2, minimum_plants=3
    )
    (area,) = areas_of(report)
    assert area.bounds == pytest.approx((499, 6, 501, 8), abs=0.01)
    row = report.measured.rows.row(0, named=True)
    assert row["latitude"] is None and row["x_km"] == 500


def test_middles_know_no_seam_at_180_degrees():
    places = np.array([[179.999, 10.0], [-179.999, 10.0], [180.0, 10.0]])
    report = measure(points(places), within_km=5, minimum_plants=3)
    row = report.measured.rows.row(0, named=True)
    assert abs(row["longitude"]) == pytest.approx(180)
    assert row["latitude"] == pytest.approx(10, abs=1e-6)


@pytest.mark.parametrize(("decimals", "km"), [(2, 1.112), (3, 0.111)])
def test_rounded_places_are_told_where_the_reach_is_short(towns, decimals, km):
    rounded = points(np.round(towns, decimals))
    (note,) = rounding_notes(rounded, 2.5 * km)
    assert f"rounded to {km:g} km" in str(note)
    assert rounding_notes(rounded, 3.5 * km) == []
    assert rounding_notes(points(towns), 0.001) == []


def test_plants_on_one_place_are_told():
    places = np.vstack(
        [[[25.0, 60.0]] * 12, np.random.default_rng(1).normal([25, 60], 1, (30, 2))]
    )
    report = measure(points(places), within_km=1, minimum_plants=5)
    said = " ".join(map(str, report.measured.notes))
    assert "1 cluster of 1 is a single place" in said
    assert "12 establishments of 42 stand exactly where another one does" in said


def test_the_map_is_drawn_with_and_without_clusters(towns):
    for within in (1.5, 0.001):
        report = measure(points(towns), within_km=within, minimum_plants=5)
        clusters = Clusters(
            places=towns,
            cluster=report.cluster,
            areas=areas_of(report),
            near_km=within / 2,
            table=Table((), ()),
            borders={"a": shapely.box(24, 59, 27, 61)},
        )
        for language in (Language(), Language("ar")):
            picture = point_cluster_map(clusters, source="a list", language=language)
            assert "<svg" in render.svg(picture)
        found = report.cluster.max() > 0
        assert bool(picture.data["discs"]) == found
