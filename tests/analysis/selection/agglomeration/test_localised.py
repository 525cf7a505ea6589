"""All industries of a list: ordered, corrected, with the plants near each other."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from distretto.analysis.selection.agglomeration.localised import (
    localised_industries,
    plants_nearby,
)
from distretto.analysis.selection.agglomeration.sites import Sites, sites_in_plane
from distretto.errors import InputError


@pytest.fixture(scope="module")
def country():
    """Three industries: one in a single town, one by the edge, one anywhere."""
    rng = np.random.default_rng(3)
    anywhere = rng.uniform(0, 60, (900, 2))
    town = rng.normal(30, 1.5, (60, 2))
    points = np.vstack([anywhere, town])
    names = np.array(["mixed"] * 900 + ["town"] * 60)
    names[:100] = ""
    # As far apart as can be: a lattice.
    lattice = np.stack(np.meshgrid(np.arange(5, 60, 10), np.arange(5, 60, 10)), -1)
    points = np.vstack([points, lattice.reshape(-1, 2)])
    names = np.concatenate([names, ["spread"] * 36])
    return Sites(*np.ascontiguousarray(points.T)), names


def test_localised_ones_come_first_and_the_most_dispersed_last(country):
    """Beside the town, plants that stand anywhere are dispersed too, and more so."""
    found = localised_industries(*country, simulations=199)
    assert [each.industry for each in found] == ["town", "spread", "mixed"]
    town, spread, mixed = found
    assert mixed.dispersion > spread.dispersion > 0
    assert town.is_localised and town.density.localised_km[0][0] == 0
    assert town.ratio is not None and town.ratio > 2
    assert spread.is_dispersed and spread.ratio is None
    assert spread.localisation == 0


def test_localisation_is_the_area_above_the_band(country):
    """By the trapezoidal rule, worked out term by term."""
    town = localised_industries(*country, simulations=199)[0]
    density = town.density
    above = np.maximum(density.density - density.upper_global, 0)
    steps = np.diff(density.distances_km)
    area = sum(
        step * (low + high) / 2
        for step, low, high in zip(steps, above[:-1], above[1:], strict=True)
    )
    assert town.localisation == pytest.approx(area)


def test_p_values_are_corrected_as_benjamini_and_hochberg_do(country):
    """q = p x industries / rank, never falling, by hand from the p-values found."""
    found = localised_industries(*country, simulations=199)
    ordered = sorted(found, key=lambda each: each.density.p_value)
    raw = [each.density.p_value * 3 / rank for rank, each in enumerate(ordered, 1)]
    by_hand = [
        min(1, *raw[place:]) if place < 2 else min(1, raw[2]) for place in range(3)
    ]
    assert [each.adjusted_p_value for each in ordered] == pytest.approx(by_hand)


def test_industries_without_a_name_are_sites_only(country):
    sites, names = country
    found = localised_industries(sites, names, simulations=19)
    assert "" not in {each.industry for each in found}
    assert {each.density.sites for each in found} == {sites.count}


def test_too_few_plants_everywhere_is_said(country):
    with pytest.raises(InputError, match="No industry has 5000 plants or more"):
        localised_industries(*country, minimum_plants=5000)


def test_plants_nearby_are_counted_as_by_all_distances():
    """Against every distance from SciPy."""
    rng = np.random.default_rng(8)
    x, y = rng.uniform(0, 10, (2, 300))
    members = rng.random(300) < 0.4
    found = plants_nearby(sites_in_plane(x, y, unit="km"), members, 1.25)
    points = np.column_stack([x, y])[members]
    assert found.tolist() == ((cdist(points, points) <= 1.25).sum(axis=1) - 1).tolist()


def test_progress_counts_the_industries_and_may_stop_the_work():
    rng = np.random.default_rng(1)
    sites = Sites(*rng.uniform(0, 10, (2, 60)))
    names = np.repeat(["a", "b", "c", ""], [25, 20, 5, 10])
    told = []

    def progress(done, of):
        told.append((done, of))

    measured = localised_industries(sites, names, simulations=19, progress=progress)
    # "c" has too few plants; those of no industry are measured and left out.
    assert told == [(1, 3), (2, 3), (3, 3)] and len(measured) == 2

    def stop(done, of):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        localised_industries(sites, names, simulations=19, progress=stop)
