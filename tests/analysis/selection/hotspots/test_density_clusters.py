"""Density clusters of points, against their definition and other programs."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distretto.analysis.selection.agglomeration.sites import Sites, sites_in_plane
from distretto.analysis.selection.hotspots.density_clusters import density_clusters
from distretto.analysis.selection.hotspots.hierarchical import (
    hierarchical_density_clusters,
)
from distretto.errors import InputError


def by_definition(
    points: np.ndarray, reach: float, minimum: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Core points, the cluster of each core point, noise: every distance is taken."""
    apart = ((points[:, None] - points) ** 2).sum(axis=2) <= reach * reach
    core = apart.sum(axis=1) >= minimum
    label = np.full(len(points), -1)
    for start in np.flatnonzero(core):
        if label[start] >= 0:
            continue
        label[start], waiting = label.max() + 1, [start]
        while waiting:
            here = waiting.pop()
            for near in np.flatnonzero(apart[here] & core & (label < 0)):
                label[near] = label[start]
                waiting.append(near)
    noise = ~(apart & core).any(axis=1)
    return core, label, noise


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 120),
    st.integers(1, 9),
    st.sampled_from([0.3, 1.0, 1.4142135623730951, 2.0, 60.0]),
    st.booleans(),
)
def test_clusters_are_those_of_the_definition(seed, number, minimum, reach, on_grid):
    """Points on a grid are exactly 1, sqrt 2 or 2 apart, and stand on each other."""
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 12, (number, 2)).astype(float)
    if not on_grid:
        points += rng.normal(0, 0.4, points.shape)
    core, label, noise = by_definition(points, reach, minimum)
    sites = Sites(*np.ascontiguousarray(points.T))
    found = density_clusters(sites, reach_km=reach, minimum_plants=minimum)
    np.testing.assert_array_equal(found.is_core, core)
    np.testing.assert_array_equal(found.label[core], label[core])
    np.testing.assert_array_equal(found.label < 0, noise)
    border = ~core & ~noise
    if border.any():
        squares = ((points[border, None] - points[core]) ** 2).sum(axis=2)
        own = found.label[core] == found.label[border][:, None]
        nearest = squares.min(axis=1)
        assert (np.where(own, squares, np.inf).min(axis=1) == nearest).all()
    assert found.noise == noise.sum()
    assert found.sizes.sum() == (~noise).sum()


def test_by_hand():
    """Points at 0, 1, 2 and 5 on a line, reach 1, three of them: only 1 is core."""
    line = sites_in_plane([0, 1, 2, 5], [0, 0, 0, 0], unit="km")
    found = density_clusters(line, reach_km=1, minimum_plants=3)
    assert found.is_core.tolist() == [False, True, False, False]
    assert found.label.tolist() == [0, 0, 0, -1]
    assert found.sizes.tolist() == [3]
    assert found.noise == 1


def test_plants_on_top_of_each_other_are_dense():
    sites = sites_in_plane([3.0] * 5 + [90.0], [4.0] * 5 + [90.0], unit="km")
    found = density_clusters(sites, reach_km=0.001, minimum_plants=5)
    assert found.label.tolist() == [0, 0, 0, 0, 0, -1]


def test_no_sites_have_no_clusters():
    found = density_clusters(
        sites_in_plane([], [], unit="km"), reach_km=1, minimum_plants=2
    )
    assert found.label.size == 0
    assert found.noise == 0


@pytest.mark.parametrize(
    ("reach", "minimum", "code"),
    [(0, 3, "no_density"), (np.nan, 3, "no_density"), (1, 0, "no_density"),
     (1e-12, 1, "reach_too_short")],
)  # fmt: skip
def test_what_is_no_density_is_told(reach, minimum, code):
    sites = sites_in_plane([0, 1000], [0, 1000], unit="km")
    with pytest.raises(InputError) as refusal:
        density_clusters(sites, reach_km=reach, minimum_plants=minimum)
    assert refusal.value.code == code


def test_without_scikit_learn_the_sentence_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.cluster", None)
    sites = sites_in_plane([0, 1, 2], [0, 0, 0], unit="km")
    with pytest.raises(InputError, match="need scikit-learn"):
        hierarchical_density_clusters(sites, minimum_size=2)


def test_clusters_of_two_densities_are_both_found():
    """50 plants within some 100 m, 50 within some km, far apart: no one reach suits."""
    pytest.importorskip(
        "sklearn", reason="scikit-learn, which is optional, is not here"
    )
    rng = np.random.default_rng(1)
    tight, loose = rng.normal(0, 0.1, (50, 2)), rng.normal(100, 3, (50, 2))
    sites = Sites(*np.ascontiguousarray(np.concatenate([tight, loose]).T))
    found = hierarchical_density_clusters(sites, minimum_size=10)
    assert len(found.sizes) == 2
    assert len(set(found.label[:50]) - {-1}) == 1
    assert (found.membership[found.label < 0] == 0).all()


def test_too_few_sites_are_told():
    sites = sites_in_plane([0, 1, 2], [0, 0, 0], unit="km")
    with pytest.raises(InputError) as refusal:
        hierarchical_density_clusters(sites, minimum_size=5)
    assert refusal.value.code == "too_few_sites"
