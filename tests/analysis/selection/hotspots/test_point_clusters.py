"""What is in clusters of points, what chance has, and a reach; by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.analysis.selection.agglomeration.sites import Sites
from distretto.analysis.selection.hotspots.chance import chance_clusters
from distretto.analysis.selection.hotspots.density_clusters import density_clusters
from distretto.analysis.selection.hotspots.point_clusters import (
    point_clusters,
    sites_around,
)
from distretto.analysis.selection.hotspots.reach import reach_of_share
from distretto.errors import InputError


def sites(*points: tuple[float, float]) -> Sites:
    return Sites(*np.array(points, dtype=float).reshape(-1, 2).T)


# A square of side 2 around (1, 1) with one corner twice, a pair, and one alone.
TOWN = sites((0, 0), (0, 2), (2, 0), (2, 2), (9, 9), (9, 9), (5, 0))
LABELS = [4, 4, 4, 4, 1, 1, -1]


def test_figures_by_hand():
    sizes = [10, 20, 30, 40, 5, np.nan, 7]
    codes = ["14", "14", "13", "", "15", "15", "14"]
    found = point_clusters(TOWN, LABELS, sizes=sizes, industries=codes)
    assert found.cluster.tolist() == [1, 1, 1, 1, 2, 2, 0]
    square, pair = found.rows.to_dicts()
    assert square["plants"] == 4 and square["places"] == 4
    assert square["employment"] == 100 and square["plants_sized"] == 4
    assert (square["x_km"], square["y_km"]) == (1, 1)
    assert square["radius_km"] == pytest.approx(math.sqrt(2))
    assert square["industries"] == ["14", "13"]
    assert square["industry_plants"] == [2, 1]
    assert pair["places"] == 1 and pair["radius_km"] == 0
    assert pair["employment"] is None and pair["employment_known"] == 5


def test_half_of_the_plants_are_within_the_half_radius():
    """On a line at 0, 1, 2, 3 and 14, mean 4: 4, 3, 2, 1 and 10 away; median 3."""
    line = sites((0, 0), (1, 0), (2, 0), (3, 0), (14, 0))
    row = point_clusters(line, [0] * 5).rows.row(0, named=True)
    assert row["half_radius_km"] == 3 and row["radius_km"] == 10
    assert row["employment"] is None and row["employment_known"] is None
    assert row["industries"] == []


def test_no_cluster_gives_no_row():
    assert point_clusters(TOWN, [-1] * 7).rows.is_empty()
    with pytest.raises(InputError):
        point_clusters(TOWN, [0, 1])


def test_sites_around_by_hand():
    """Of five sites, two are within 1 km of the first core, one of the second."""
    everyone = sites((0, 0), (0, 1), (4, 0), (4.5, 0), (9, 9))
    own = sites((0, 0), (4, 0))
    around = sites_around(everyone, own, [1, 2], reach_km=1.0)
    assert around.tolist() == [2, 2]
    assert sites_around(everyone, own, [2, 2], reach_km=0.5).tolist() == [0, 3]


def test_chance_by_hand():
    """Ten sites, two on one place: five plants have both in C(8, 3) / C(10, 5)."""
    spread = sites((0, 0), (0, 0), *((10 * k, 5) for k in range(1, 9)))
    found = chance_clusters(
        spread, 5, reach_km=1, minimum_plants=2, simulations=2000, seed=2
    )
    assert set(found.clustered.tolist()) == {0, 2}
    assert found.clustered.mean() == pytest.approx(2 * 56 / 252, abs=0.06)
    assert found.p_value(2) == pytest.approx(56 / 252, abs=0.03)
    assert found.p_value(3) == pytest.approx(1 / 2001)


def test_the_seed_decides():
    where = Sites(*np.random.default_rng(1).uniform(0, 5, (2, 200)))
    asked = {"reach_km": 0.5, "minimum_plants": 4, "simulations": 19}
    one = chance_clusters(where, 80, seed=5, **asked)
    again = chance_clusters(where, 80, seed=5, **asked)
    assert one.clustered.tolist() == again.clustered.tolist()


@pytest.mark.parametrize("plants", [0, 8])
def test_chance_needs_room(plants):
    with pytest.raises(InputError):
        chance_clusters(TOWN, plants, reach_km=1, minimum_plants=2)


def test_a_reach_by_hand():
    """At 0, 1, 3 and 7 the nearest is 1, 1, 2 and 4 away; three of four within 2."""
    line = sites((0, 0), (1, 0), (3, 0), (7, 0))
    assert reach_of_share(line, minimum_plants=2, share=0.5) == 2
    assert reach_of_share(line, minimum_plants=2, share=1.0) == 4


@given(
    seed=st.integers(0, 10_000),
    minimum=st.integers(2, 6),
    share=st.floats(0.05, 0.95),
)
def test_at_that_reach_the_share_is_core(seed, minimum, share):
    where = Sites(*np.random.default_rng(seed).normal(size=(2, 60)))
    reach = reach_of_share(where, minimum_plants=minimum, share=share)
    found = density_clusters(where, reach_km=reach, minimum_plants=minimum)
    assert found.is_core.mean() >= share - 1 / 60


def test_plants_on_one_place_have_no_reach():
    with pytest.raises(InputError) as refusal:
        reach_of_share(sites(*[(1, 1)] * 20), minimum_plants=10)
    assert refusal.value.code == "plants_on_one_place"
    with pytest.raises(InputError):
        reach_of_share(TOWN, minimum_plants=8)
