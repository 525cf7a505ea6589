"""K-density against its formula, and its bands against draws."""

import numpy as np
import pytest
from scipy.spatial.distance import pdist

from distretto.analysis.selection.agglomeration.bins import Bins
from distretto.analysis.selection.agglomeration.k_density import k_densities, k_density
from distretto.analysis.selection.agglomeration.labelling import site_pairs
from distretto.analysis.selection.agglomeration.sites import Sites, sites_in_plane
from distretto.errors import InputError

AT = np.linspace(0, 30, 31)


def country(number: int, seed: int) -> Sites:
    """Plants in and around thirty towns of a country 100 km wide."""
    rng = np.random.default_rng(seed)
    towns = rng.uniform(0, 100, (30, 2))
    points = towns[rng.integers(0, 30, number)] + rng.normal(0, 4, (number, 2))
    return Sites(*np.ascontiguousarray(points.T))


SITES = country(4000, seed=5)
SOME = np.random.default_rng(6).choice(4000, 600, replace=False)


def by_formula(points, at, h, products):
    """Every pair in the kernel, as the formula has it; distances from SciPy."""
    distances = pdist(points)
    z, mirrored = (at[:, None] - distances) / h, (at[:, None] + distances) / h
    bells = np.exp(-(z**2) / 2) + np.exp(-(mirrored**2) / 2)
    return bells @ products / (h * np.sqrt(2 * np.pi) * products.sum())


def test_the_density_is_that_of_the_formula():
    chosen = np.sort(SOME[:200])
    found = k_density(SITES, chosen, distances_km=AT, bandwidth_km=2.0, simulations=19)
    points = np.c_[SITES.x, SITES.y][chosen]
    products = np.ones(200 * 199 // 2)
    expected = by_formula(points, AT, 2.0, products)
    assert found.density == pytest.approx(expected, rel=2e-3)


def test_the_weighted_density_is_that_of_the_formula():
    chosen = np.sort(SOME[:150])
    sizes = np.random.default_rng(1).integers(1, 50, 150).astype(float)
    found = k_density(
        SITES, chosen, weights=sizes, distances_km=AT, bandwidth_km=2.0, simulations=19
    )
    first, second = np.triu_indices(150, 1)
    points = np.c_[SITES.x, SITES.y][chosen]
    expected = by_formula(points, AT, 2.0, sizes[first] * sizes[second])
    assert found.density == pytest.approx(expected, rel=2e-3)
    assert found.weighted


def test_the_bandwidth_is_silvermans():
    """0.9 min(sd, IQR / 1.34) n^(-1/5) of all distances, with NumPy's quartiles."""
    chosen = np.sort(SOME[:300])
    distances = pdist(np.c_[SITES.x, SITES.y][chosen])
    low, high = np.quantile(distances, [0.25, 0.75])
    narrow = min(distances.std(), (high - low) / 1.34)
    found = k_density(SITES, chosen, distances_km=AT, simulations=19)
    assert found.bandwidth_km == pytest.approx(
        0.9 * narrow * len(distances) ** -0.2, rel=2e-3
    )


@pytest.mark.parametrize("others", [None, 700])
def test_exact_bands_are_those_of_draws(others):
    rest = np.setdiff1d(np.arange(4000), SOME)[:others] if others else None
    asked = {"distances_km": AT, "others": rest, "bandwidth_km": 3.0}
    exact = k_density(SITES, SOME, method="exact", **asked)
    drawn = k_density(SITES, SOME, method="simulate", simulations=1999, **asked)
    assert exact.method == "exact" and drawn.method == "simulate"
    assert exact.density == pytest.approx(drawn.density, rel=1e-3)
    assert exact.expected == pytest.approx(drawn.expected, rel=0.01)
    # The band of 1,999 draws is itself uncertain by 3 %, its edges by a little more.
    wide = (exact.upper - exact.lower) / (drawn.upper - drawn.lower)
    assert wide == pytest.approx(1, abs=0.08)
    whole = (exact.upper_global - exact.lower_global).sum()
    assert whole / (drawn.upper_global - drawn.lower_global).sum() == pytest.approx(
        1, abs=0.08
    )


def test_exact_weighted_bands_are_those_of_draws():
    sizes = np.random.default_rng(2).lognormal(2, 0.4, 600)
    asked = {"distances_km": AT, "weights": sizes, "bandwidth_km": 3.0}
    exact = k_density(SITES, SOME, method="exact", **asked)
    drawn = k_density(SITES, SOME, method="simulate", simulations=1999, **asked)
    wide = (exact.upper - exact.lower) / (drawn.upper - drawn.lower)
    assert wide == pytest.approx(1, abs=0.08)


def test_one_in_twenty_random_industries_leaves_the_band():
    """Of 100 industries drawn at random, 5 are expected outside a 95 % band; 1 to 13
    is all but 0.7 % of the binomial distribution.
    """
    rng = np.random.default_rng(8)
    known = site_pairs(SITES, Bins.within(45.0))
    asked = {"distances_km": AT, "bandwidth_km": 3.0, "method": "exact"}
    outside = 0
    for _ in range(100):
        chosen = rng.choice(4000, 600, replace=False)
        found = k_density(SITES, chosen, known=known, **asked)
        outside += found.p_value < 0.05
        assert (found.p_value < 0.05) == bool(found.localised_km or found.dispersed_km)
    assert 1 <= outside <= 13


def test_plants_around_one_town_are_localised():
    near = np.argsort(np.hypot(SITES.x - SITES.x[0], SITES.y - SITES.y[0]))[:120:2]
    found = k_density(SITES, near, distances_km=AT, simulations=199)
    start, end = found.localised_km[0]
    assert start == 0 and 3 <= end <= 15
    assert found.p_value == pytest.approx(1 / 200)
    assert found.localisation[0] == found.density[0] - found.upper_global[0] > 0


def test_an_even_lattice_is_dispersed():
    """One plant in every second cell of a chessboard, among all its cells."""
    x, y = (axis.ravel().astype(float) for axis in np.mgrid[0:40, 0:40])
    sites = sites_in_plane(x, y, unit="km")
    even = ((x % 2 == 0) & (y % 2 == 0)).nonzero()[0]
    found = k_density(
        sites,
        even,
        distances_km=np.linspace(0, 6, 25),
        bandwidth_km=0.4,
        simulations=199,
    )
    assert found.dispersed_km[0][0] == 0
    assert found.dispersion.max() > 0


def test_the_same_seed_gives_the_same_bands():
    asked = {"distances_km": AT, "simulations": 49, "method": "simulate"}
    one, again = (k_density(SITES, SOME[:50], seed=3, **asked) for _ in range(2))
    other = k_density(SITES, SOME[:50], seed=4, **asked)
    assert np.array_equal(one.upper_global, again.upper_global)
    assert not np.array_equal(one.upper_global, other.upper_global)


def test_every_industry_is_measured_as_it_is_alone():
    rng = np.random.default_rng(9)
    industries = rng.choice(["knitwear", "shoes", "rare"], 4000, p=[0.2, 0.799, 0.001])
    found = dict(k_densities(SITES, industries, distances_km=AT, simulations=49))
    assert list(found) == ["knitwear", "shoes"]  # few make rare things
    alone = k_density(SITES, industries == "knitwear", distances_km=AT)
    assert found["knitwear"].density == pytest.approx(alone.density, rel=2e-3)
    assert found["knitwear"].upper == pytest.approx(alone.upper, rel=2e-3)


def test_plants_on_top_of_each_other_are_zero_apart():
    """Ten plants at one point, of 20 sites: every pair is at distance 0, so K is twice
    the height of the bell there, 2 / (h sqrt(2 pi)).
    """
    x = np.r_[np.zeros(10), np.arange(1, 11)]
    sites = sites_in_plane(x, np.zeros(20), unit="km")
    found = k_density(
        sites,
        np.arange(10),
        distances_km=[0.0, 5.0],
        bandwidth_km=0.5,
        simulations=99,
    )
    assert found.density[0] == pytest.approx(2 / (0.5 * np.sqrt(2 * np.pi)))
    assert found.localised_km[0][0] == 0


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"members": [3]}, "too_few_plants"),
        ({"members": [3, 3, 4]}, "members_are_no_sites"),
        ({"members": [3, 4000]}, "members_are_no_sites"),
        ({"members": [True, True]}, "members_are_no_sites"),
        ({"weights": [1.0, np.nan, 2.0]}, "weight_not_above_zero"),
        ({"weights": [1.0, -1.0, 2.0]}, "weight_not_above_zero"),
        ({"weights": [1.0]}, "weights_differ_in_length"),
        ({"distances_km": [0, 2, 1]}, "distances_do_not_rise"),
        ({"distances_km": [0, 500]}, "distances_beyond_the_area"),
        ({"level": 95}, "level_out_of_range"),
        ({"simulations": 5}, "too_few_simulations"),
        ({"method": "guess"}, "no_such_method"),
        ({"others": [2, 7]}, "plants_in_both"),
        ({"others": [8, 7], "weights": [1, 1, 1]}, "no_weights_between_industries"),
    ],
)
def test_what_cannot_be_measured_is_told(asked, code):
    with pytest.raises(InputError) as refusal:
        k_density(SITES, **{"members": [1, 2, 3], **asked})
    assert refusal.value.code == code


def test_sites_at_one_point_have_no_distances():
    with pytest.raises(InputError) as refusal:
        k_density(Sites(np.ones(5), np.ones(5)), [0, 1])
    assert refusal.value.code == "sites_at_one_point"


def test_industries_are_one_for_each_site():
    with pytest.raises(InputError) as refusal:
        list(k_densities(SITES, ["shoes"]))
    assert refusal.value.code == "industries_differ_in_length"
