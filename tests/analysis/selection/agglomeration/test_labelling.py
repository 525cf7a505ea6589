"""Exact moments of random labelling, against every labelling there is."""

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distretto.analysis.selection.agglomeration.bins import Bins
from distretto.analysis.selection.agglomeration.labelling import (
    crossing_moments,
    labelled_moments,
    site_pairs,
)
from distretto.analysis.selection.agglomeration.sites import Sites, sites_in_plane
from distretto.errors import InputError

BINS = Bins(width_km=1.0, count=6)
# Seven sites, two of them at one point.
X = np.array([0.0, 1.0, 1.0, 2.5, 4.0, 4.0, 0.5])
Y = np.array([0.0, 0.0, 0.0, 1.0, 3.0, 0.5, 2.0])
SITES = sites_in_plane(X, Y, unit="km")


def bin_of(one: int, other: int) -> int:
    return int(np.hypot(X[one] - X[other], Y[one] - Y[other]) + 0.5)


def pairs_of(sizes: dict[int, float]) -> np.ndarray:
    """Products of sizes by bin, pair by pair."""
    found = np.zeros(BINS.count + 1)
    for one, other in combinations(sizes, 2):
        found[min(bin_of(one, other), BINS.count)] += sizes[one] * sizes[other]
    return found[:-1]


def moments(outcomes: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    drawn = np.array(outcomes)
    return drawn.mean(axis=0), np.cov(drawn.T, bias=True)


def test_moments_are_those_of_every_labelling():
    """All 35 ways to choose 3 of 7 sites, counted one by one."""
    every = [
        pairs_of(dict.fromkeys(chosen, 1.0)) for chosen in combinations(range(7), 3)
    ]
    mean, covariance = moments(every)
    found_mean, found_covariance = labelled_moments(site_pairs(SITES, BINS), np.ones(3))
    assert found_mean == pytest.approx(mean, abs=1e-12)
    assert found_covariance == pytest.approx(covariance, abs=1e-12)


def test_weighted_moments_are_those_of_every_assignment():
    """All 840 ways to put four plants of different size on 7 sites."""
    sizes = np.array([1.0, 2.0, 5.0, 11.0])
    every = [
        pairs_of(dict(zip(chosen, sizes, strict=True)))
        for chosen in permutations(range(7), 4)
    ]
    mean, covariance = moments(every)
    found_mean, found_covariance = labelled_moments(site_pairs(SITES, BINS), sizes)
    assert found_mean == pytest.approx(mean, rel=1e-12)
    assert found_covariance == pytest.approx(covariance, rel=1e-10, abs=1e-9)


def test_moments_between_two_industries_are_those_of_every_labelling():
    """All 210 ways to put two plants of one and two of another on 7 sites."""
    every = []
    for chosen in combinations(range(7), 2):
        rest = [site for site in range(7) if site not in chosen]
        for others in combinations(rest, 2):
            found = np.zeros(BINS.count + 1)
            for one in chosen:
                for other in others:
                    found[min(bin_of(one, other), BINS.count)] += 1
            every.append(found[:-1])
    mean, covariance = moments(every)
    found_mean, found_covariance = crossing_moments(site_pairs(SITES, BINS), 2, 2)
    assert found_mean == pytest.approx(mean, abs=1e-12)
    assert found_covariance == pytest.approx(covariance, abs=1e-12)


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=4, max_size=60
    ),
    st.data(),
)
def test_weights_of_one_are_counts_and_totals_hold(points, data):
    """Bins that hold every distance hold all pairs: nothing is random in their sum."""
    x, y = np.array(points, dtype=float).T
    known = site_pairs(Sites(x, y), Bins(width_km=2.0, count=31))
    plants = data.draw(st.integers(2, len(points)))
    mean, covariance = labelled_moments(known, np.ones(plants))
    pairs = plants * (plants - 1) / 2
    assert mean.sum() == pytest.approx(pairs)
    assert covariance.sum() == pytest.approx(0, abs=1e-6 * max(pairs, 1) ** 2)
    assert np.diag(covariance).min() >= -1e-9 * max(pairs, 1) ** 2


def test_no_sites_are_told():
    with pytest.raises(InputError) as refusal:
        site_pairs(Sites(np.array([]), np.array([])), BINS)
    assert refusal.value.code == "no_sites"
