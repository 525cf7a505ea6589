"""The variance of true quotients, against SciPy's negative binomial distribution."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import nbinom

from distretto.analysis.selection.quotients.prior import (
    LEAST,
    MOST,
    variance_of_quotients,
)


def best_by_scipy(counts: np.ndarray, means: np.ndarray) -> tuple[float, float]:
    """The variance of highest likelihood, and that likelihood; whole counts only."""

    def loss(log_variance: float) -> float:
        theta = np.exp(-log_variance)
        return -float(nbinom.logpmf(counts, theta, theta / (theta + means)).sum())

    found = minimize_scalar(
        loss, bounds=(np.log(LEAST), np.log(MOST)), method="bounded"
    )
    return float(np.exp(found.x)), -float(found.fun)


def ours(counts: np.ndarray, shares: np.ndarray, *, listed: np.ndarray) -> float:
    """The same of one industry, whose regions with nobody need not be listed."""
    total = counts.sum()
    at = np.flatnonzero(listed)
    found = variance_of_quotients(
        counts[at] / total,
        at,
        np.zeros(len(at), int),
        shares=shares,
        plants=[float(total)],
    )
    return float(found[0])


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("true", [0.1, 1.0, 6.0])
def test_the_highest_likelihood_is_that_of_scipy(seed: int, true: float) -> None:
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.full(60, 0.5))
    counts = rng.poisson(rng.gamma(1 / true, true, 60) * 150 * shares)
    theirs, height = best_by_scipy(counts, counts.sum() * shares)
    found = ours(counts, shares, listed=counts > 0)
    if theirs > 2 * LEAST:
        assert found == pytest.approx(theirs, rel=0.01)
        theta = 1 / found
        means = counts.sum() * shares
        own = nbinom.logpmf(counts, theta, theta / (theta + means)).sum()
        assert own >= height - 1e-4
    else:
        assert found <= 2 * LEAST


def test_a_large_region_is_believed_beside_many_small_ones_without_plants() -> None:
    """One region of a fifth has 67 of 100 plants, and eighty of 1 % have 33 or none.

    As with performing arts in Atlanta. Marshall's moments give 0 for a like case, for
    the small regions vary less than chance would make them.
    """
    shares = np.array([0.2] + [0.01] * 80)
    counts = np.array([67] + [1] * 33 + [0] * 47)
    quotient = 0.67 / 0.2  # 3.35
    variance = ours(counts, shares, listed=counts > 0)
    weight = variance / (variance + 1 / (100 * 0.2))
    assert 1 + weight * (quotient - 1) > 2.5


def test_where_plants_are_as_the_regions_are_nothing_is_left_but_chance() -> None:
    shares = np.full(20, 0.05)
    assert ours(np.full(20, 5), shares, listed=np.full(20, True)) == 0.0


@given(st.integers(0, 2**32 - 1), st.lists(st.booleans(), min_size=15, max_size=15))
def test_zeros_count_alike_listed_or_not(seed: int, listed: list[bool]) -> None:
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.ones(15))
    counts = rng.poisson(20 * shares * rng.gamma(1, 1, 15))
    counts[0] += 3
    some = np.array(listed) | (counts > 0)
    whole = ours(counts, shares, listed=np.full(15, True))
    assert ours(counts, shares, listed=some) == pytest.approx(whole, rel=1e-4, abs=1e-9)


def test_a_hidden_region_is_left_out_and_unknown_plants_leave_it_unknown() -> None:
    """Hidden: the first of five regions. The other four stand in for the whole."""
    shares = np.array([0.2, 0.2, 0.2, 0.2, 0.2])
    observed = np.array([np.nan, 0.7, 0.1, 0.1, 0.1])
    at, of = np.arange(5), np.zeros(5, int)
    hidden = variance_of_quotients(observed, at, of, shares=shares, plants=[50.0])
    # 50 plants of which a fifth is not looked at: 40 in regions of 10 expected each.
    theirs, _ = best_by_scipy(np.array([28, 4, 4, 4]), np.full(4, 10.0))
    assert hidden[0] == pytest.approx(theirs, rel=0.01)
    unknown = variance_of_quotients(observed, at, of, shares=shares, plants=[np.nan])
    assert np.isnan(unknown[0])
