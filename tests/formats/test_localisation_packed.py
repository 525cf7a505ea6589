"""A localisation that is kept in a file is the one that was measured."""

import numpy as np
import polars as pl
import pytest

from distretto.formats.layouts.model import Choices
from distretto.formats.layouts.points import read_points
from distretto.formats.localisation.packed import pack, unpack
from distretto.formats.localisation.report import measure
from distretto.formats.localisation.results import (
    to_csv,
    to_curves,
    to_geojson,
    to_json,
)
from distretto.formats.tables import read_table


@pytest.fixture(scope="module", params=["degrees", "km"])
def report(request, tmp_path_factory):
    """30 knitters in a town of 60 tanners; one size is unknown."""
    rng = np.random.default_rng(2)
    places = np.vstack([rng.normal(0.3, 0.01, (30, 2)), rng.uniform(0, 0.6, (60, 2))])
    frame = pl.DataFrame(
        {
            "latitude": places[:, 0],
            "longitude": places[:, 1],
            "isic": ["1430"] * 30 + ["1511"] * 60,
            "jobs": [None, *rng.integers(1, 40, 89).tolist()],
        }
    )
    path = tmp_path_factory.mktemp("plants") / "plants.csv"
    frame.write_csv(path)
    points = read_points(read_table(path), Choices(), unit=request.param)
    return measure(points, simulations=99)


def test_every_file_made_of_it_is_the_same(report):
    found = unpack(pack(report))
    assert to_json(found) == to_json(report)
    assert to_csv(found) == to_csv(report)
    assert to_curves(found).equals(to_curves(report))
    if report.points.degrees is not None:
        assert to_geojson(found) == to_geojson(report)


def test_points_keep_their_places_and_unknown_sizes(report):
    was, found = report.points, unpack(pack(report)).points
    assert np.isnan(found.sizes[0]) and np.isnan(found.sizes).sum() == 1
    for name in ("x", "y"):
        assert (getattr(found.sites, name) == getattr(was.sites, name)).all()
    assert found.sites.scale_error == was.sites.scale_error
    assert (found.degrees is None) == (was.degrees is None)


@pytest.mark.parametrize("left", [0, 100])
def test_a_file_that_was_cut_is_refused(report, left):
    with pytest.raises((ValueError, OSError, pl.exceptions.PolarsError)):
        unpack(pack(report)[:left])
