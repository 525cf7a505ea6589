"""M and Ripley's K against their formulas, pair by pair."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from distretto.analysis.selection.agglomeration.k_density import k_density
from distretto.analysis.selection.agglomeration.m_function import m_function
from distretto.analysis.selection.agglomeration.ripley import pair_correlation, ripley_k
from distretto.analysis.selection.agglomeration.sites import sites_in_plane
from distretto.errors import InputError

RNG = np.random.default_rng(3)
# On a lattice of 100 m, where many pairs are exactly as far apart as is asked.
POINTS = RNG.integers(0, 100, (400, 2)) / 10
SITES = sites_in_plane(POINTS[:, 0], POINTS[:, 1], unit="km")
SIZES = RNG.uniform(1, 9, 400)
INDUSTRY, OTHER = np.split(RNG.permutation(400)[:100], [45])
AT = np.array([0.0, 0.5, 1.0, 2.0, 2.5, 4.0])
APART = cdist(POINTS, POINTS)


def m_by_formula(members, others, sizes):
    """Each plant's neighbourhood by itself, as the formula has it."""
    is_other = np.isin(np.arange(400), others)
    curve = []
    for r in AT:
        ratios, shares = 0.0, 0.0
        for plant in members:
            near = APART[plant] <= r + 1e-9
            near[plant] = False
            if sizes[near].sum() == 0:
                continue
            ratios += sizes[near & is_other].sum() / sizes[near].sum()
            own = sizes[plant] if is_other[plant] else 0.0
            shares += (sizes[others].sum() - own) / (sizes.sum() - sizes[plant])
        curve.append(ratios / shares if shares else np.nan)
    return np.array(curve)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("other", [None, OTHER])
def test_m_is_that_of_the_formula(weighted, other):
    sizes = SIZES if weighted else None
    found = m_function(
        SITES, INDUSTRY, others=other, weights=sizes, distances_km=AT, simulations=19
    )
    expected = m_by_formula(
        INDUSTRY,
        INDUSTRY if other is None else other,
        SIZES if weighted else np.ones(400),
    )
    assert found.m == pytest.approx(expected, rel=1e-12)


def test_m_is_one_on_average_and_two_where_twice_as_many_are_near():
    """A square of four plants, two of each industry at opposite ends of a street: by
    hand, within 1 km each plant has one neighbour, of its own industry: ratio 1 each,
    against (2 - 1) / (4 - 1) = 1/3 of all others: M = 1 / (1/3) = 3.
    """
    street = sites_in_plane([0, 1, 50, 51], [0, 0, 0, 0], unit="km")
    found = m_function(street, [0, 1], distances_km=[1.0, 50.5], simulations=19)
    assert found.m[0] == pytest.approx(3)
    even = m_function(SITES, INDUSTRY, distances_km=AT[1:], simulations=199)
    assert even.expected == pytest.approx(1, abs=0.05)
    assert even.p_value > 0.05


def test_where_nobody_has_a_neighbour_m_is_undefined():
    far = sites_in_plane(np.arange(10.0) * 5, np.zeros(10), unit="km")
    found = m_function(far, [0, 1, 2], distances_km=[1.0, 6.0], simulations=19)
    assert np.isnan(found.m[0]) and np.isnan(found.upper_global[0])
    assert np.isfinite(found.m[1])


def test_distances_that_hold_no_neighbour_at_all_are_refused():
    far = sites_in_plane(np.arange(10.0) * 5, np.zeros(10), unit="km")
    with pytest.raises(InputError) as refusal:
        m_function(far, [0, 1, 2], distances_km=[1.0, 2.0], simulations=19)
    assert refusal.value.code == "nobody_has_a_neighbour"


def test_ripleys_k_counts_ordered_pairs_within():
    """K = area / (n (n - 1)) x ordered pairs within r, counted from all distances."""
    found = ripley_k(SITES, INDUSTRY, area_km2=100, reach_km=5, simulations=19)
    inside = APART[np.ix_(INDUSTRY, INDUSTRY)]
    np.fill_diagonal(inside, np.inf)
    for at in (0, 20, 60, 100):
        pairs = (inside <= found.distances_km[at] + 1e-9).sum()
        assert found.k[at] == pytest.approx(100 * pairs / (45 * 44))
    assert found.l == pytest.approx(np.sqrt(found.k / np.pi))


def test_ripleys_k_between_two_counts_their_pairs():
    found = ripley_k(
        SITES, INDUSTRY, others=OTHER, area_km2=100, reach_km=5, simulations=19
    )
    pairs = (APART[np.ix_(INDUSTRY, OTHER)] <= 5 + 1e-9).sum()
    assert found.k[-1] == pytest.approx(100 * pairs / (45 * 55))


def test_exact_bands_of_k_are_those_of_draws():
    asked = {"area_km2": 100, "reach_km": 4}
    exact = ripley_k(SITES, INDUSTRY, method="exact", **asked)
    drawn = ripley_k(SITES, INDUSTRY, simulations=1999, **asked)
    assert exact.expected[20:] == pytest.approx(drawn.expected[20:], rel=0.02)
    wide = (exact.upper - exact.lower)[20:] / (drawn.upper - drawn.lower)[20:]
    assert wide == pytest.approx(1, abs=0.12)


def test_pair_correlation_is_the_density_over_that_of_a_ring():
    """g(d) = area K(d) / (2 pi d): at 2 km, 100 K / 12.566."""
    density = k_density(
        SITES, INDUSTRY, distances_km=[0.0, 1.0, 2.0], bandwidth_km=0.5, simulations=19
    )
    found = pair_correlation(density, area_km2=100)
    assert np.isnan(found.density[0])
    assert found.density[2] == pytest.approx(
        100 * density.density[2] / 12.566, rel=1e-4
    )


def test_an_area_must_be_above_zero():
    with pytest.raises(InputError) as refusal:
        ripley_k(SITES, INDUSTRY, area_km2=0)
    assert refusal.value.code == "area_not_above_zero"
