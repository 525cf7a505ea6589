"""Points in a plane and on the globe."""

import numpy as np
import pytest

from distretto.analysis.selection.agglomeration.sites import (
    EARTH_RADIUS_KM,
    sites_in_plane,
    sites_on_globe,
)
from distretto.errors import InputError


def test_a_degree_of_latitude_is_111_km():
    """pi / 180 x 6,371.007 km = 111.195 km, by hand."""
    sites = sites_on_globe([0.0, 1.0], [10.0, 10.0])
    apart = np.hypot(*(np.diff(axis)[0] for axis in (sites.x, sites.y)))
    assert apart == pytest.approx(111.195, abs=0.01)


def test_distances_keep_within_the_error_that_is_told():
    """Against great circles, by the haversine formula, over 1,000 km of Argentina."""
    rng = np.random.default_rng(7)
    north, east = rng.uniform(-38, -30, 200), rng.uniform(-65, -57, 200)
    sites = sites_on_globe(north, east)
    phi, lam = np.radians(north), np.radians(east)
    half = (
        np.sin((phi[:, None] - phi) / 2) ** 2
        + np.cos(phi[:, None]) * np.cos(phi) * np.sin((lam[:, None] - lam) / 2) ** 2
    )
    great_circle = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))
    flat = np.hypot(sites.x[:, None] - sites.x, sites.y[:, None] - sites.y)
    apart = great_circle > 0
    error = np.abs(flat[apart] / great_circle[apart] - 1)
    assert 0 < sites.scale_error < 0.003
    assert error.max() <= sites.scale_error


def test_the_date_line_and_the_poles_part_nobody():
    """Two towns of Fiji 0.2 degrees apart, on both sides of 180 degrees: 22.24 km
    x cos 17 degrees = 21.27 km. Around the pole, 0.1 degrees either side: 22.24 km.
    """
    fiji = sites_on_globe([-17.0, -17.0], [179.9, -179.9])
    assert np.hypot(*fiji_apart(fiji)) == pytest.approx(21.27, abs=0.01)
    pole = sites_on_globe([89.9, 89.9], [0.0, 180.0])
    assert np.hypot(*fiji_apart(pole)) == pytest.approx(22.24, abs=0.01)


def fiji_apart(sites):
    return np.diff(sites.x)[0], np.diff(sites.y)[0]


def test_metres_become_kilometres():
    sites = sites_in_plane([0, 1500], [0, 2000], unit="m")
    assert sites.x.tolist() == [0, 1.5]
    assert sites.scale_error == 0
    assert sites.count == 2


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (
            lambda: sites_in_plane([-34.8, -34.6], [-58.4, -58.3], unit="m"),
            "degrees_as_metres",
        ),
        (lambda: sites_in_plane([1], [2], unit="degrees"), "no_such_unit"),
        (
            lambda: sites_in_plane([1, 2], [3], unit="km"),
            "coordinates_differ_in_length",
        ),
        (lambda: sites_in_plane([1, np.nan], [3, 4], unit="km"), "coordinate_missing"),
        (lambda: sites_in_plane(["a"], [3], unit="km"), "coordinates_not_numbers"),
        (lambda: sites_in_plane([[1]], [3], unit="km"), "coordinates_not_a_list"),
        (lambda: sites_on_globe([-58.4, 120.0], [1, 2]), "not_on_the_globe"),
        (lambda: sites_on_globe([0, 0, 0], [0, 120, 240]), "sites_span_the_globe"),
    ],
)
def test_what_cannot_be_a_place_is_told(make, code):
    with pytest.raises(InputError) as refusal:
        make()
    assert refusal.value.code == code


def test_half_of_all_pairs_are_within_the_median():
    """Points even on a line of 10 km: P(distance <= d) = 2 d/L - (d/L)^2, so half of
    all pairs are within L (1 - sqrt 0.5) = 2.93 km.
    """
    line = sites_in_plane(np.linspace(0, 10, 2001), np.zeros(2001), unit="km")
    assert line.pairs_by_share(0.5) == pytest.approx(2.93, abs=0.03)
