"""Buyer-supplier links, similar profiles, and what density says of entry and exit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distretto.analysis.selection.relatedness.entry_exit import entry_and_exit
from distretto.analysis.selection.relatedness.linkages import (
    industry_flows,
    input_output_linkage,
    profile_similarity,
    regrouped_flows,
)
from distretto.errors import InputError

NAN = np.nan


def test_the_largest_of_four_shares_by_hand():
    """1 sells 30 of its 100 to 2, which buys 40 in all; 2 sells 5 of its 50 to 1,
    which buys 10 in all: 30/100, 5/50, 30/40, 5/10.
    """
    found = input_output_linkage([[0, 30], [5, 0]], sales=[100, 50], purchases=[10, 40])
    assert found[0, 1] == found[1, 0] == pytest.approx(30 / 40)


def test_totals_are_the_sums_unless_told():
    """30 of 40 that 1 sells; 30 of 30 that 2 buys."""
    found = input_output_linkage([[10, 30], [0, 0]])
    assert found[0, 1] == 1
    assert found[0, 0] == 1  # all that 1 buys, it buys of itself


def test_an_unknown_flow_leaves_the_other_way():
    found = input_output_linkage([[0, NAN], [5, 0]], sales=[10, 50], purchases=[20, 9])
    assert found[0, 1] == pytest.approx(5 / 20)
    nothing = input_output_linkage([[0, NAN], [NAN, 0]], sales=[1, 1], purchases=[1, 1])
    assert np.isnan(nothing[0, 1])


def test_flows_of_industries_by_hand():
    """Commodity 1 is made 3/4 by industry 1 and 1/4 by 2; industry 2 buys 8 of it."""
    use = [[0, 8], [2, 0]]
    make = [[6, 0], [2, 5]]
    found = industry_flows(use, make)
    np.testing.assert_allclose(found, [[0, 6], [2, 2]])


def test_regrouped_flows_by_hand():
    """Industry 2 is half of group B, half of group A: 10 from A to it is 5 and 5."""
    found = regrouped_flows([[0, 10], [0, 0]], [[1, 0], [0.5, 0.5]])
    np.testing.assert_allclose(found, [[5, 5], [0, 0]])


def test_correlation_of_profiles_is_that_of_numpy():
    rng = np.random.default_rng(1)
    counts = rng.integers(0, 50, (6, 12)).astype(float)
    shares = counts / counts.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(profile_similarity(counts), np.corrcoef(shares))


def test_cosine_by_hand():
    """(3, 4) and (4, 3): 24 / 25."""
    found = profile_similarity([[3, 4], [4, 3]], method="cosine")
    assert found[0, 1] == pytest.approx(24 / 25)


def test_pairs_are_compared_where_both_are_known():
    """Without the third feature the profiles are (1, 2) and (4, 2): opposite."""
    found = profile_similarity([[1, 2, NAN], [4, 2, 9]])
    assert found[0, 1] == pytest.approx(-1)
    assert np.isnan(profile_similarity([[1, NAN], [4, 2]])[0, 1])


def test_flat_and_empty_profiles_are_like_nothing():
    found = profile_similarity([[2, 2, 2], [0, 0, 0], [1, 2, 3]])
    assert np.isnan(found[:2]).all()
    assert found[2, 2] == pytest.approx(1)


def stack() -> tuple[np.ndarray, np.ndarray]:
    """Three years whose turns rise with density."""
    rng = np.random.default_rng(11)
    dense = np.round(rng.random((3, 6, 8)), 3)
    present = (rng.random((3, 6, 8)) < 0.5).astype(float)
    turns = rng.random((2, 6, 8)) < 1 / (1 + np.exp(1 - 3 * dense[:-1]))
    present[1:] = np.where(turns, 1 - present[:-1], present[:-1])
    return present, dense


def test_the_logit_is_that_of_statsmodels():
    """statsmodels 0.14 Logit with cov_type="cluster" by region, on `stack()`."""
    found = entry_and_exit(*stack())
    entry, leave = found.entry.model, found.exit.model
    assert entry.intercept == pytest.approx(0.34040292664516353)
    assert entry.slope == pytest.approx(0.7895889223909396)
    assert entry.standard_error == pytest.approx(1.3297205368796532)
    assert entry.p_value == pytest.approx(0.5526454526163226)
    assert (entry.observations, entry.events, entry.groups) == (47, 31, 6)
    assert leave.slope == pytest.approx(1.4951366307192182)
    assert leave.standard_error == pytest.approx(0.7703994734651621)
    assert leave.odds_ratio_of_a_tenth == pytest.approx(np.exp(0.14951366307192182))


def test_rates_by_hand():
    """Densities .1 .2 | .8 .9 of two classes: one of two enters, then both."""
    before = [[0.0, 0.0, 0.0, 0.0]]
    after = [[1.0, 0.0, 1.0, 1.0]]
    dense = [[0.1, 0.2, 0.8, 0.9]]
    found = entry_and_exit([before, after], [dense, dense], classes=2)
    np.testing.assert_allclose(found.bounds, [0.1, 0.5, 0.9])
    assert found.entry.candidates.tolist() == [2, 2]
    assert found.entry.events.tolist() == [1, 2]
    assert found.entry.rate.tolist() == [0.5, 1.0]
    assert found.exit.candidates.tolist() == [0, 0]
    assert np.isnan(found.exit.rate).all()
    assert np.isnan(found.exit.model.slope)
    assert found.steps == 1


def test_intervals_are_those_of_statsmodels():
    """proportion_confint(3, 10, method="wilson") of statsmodels 0.14."""
    after = np.zeros((1, 10))
    after[0, :3] = 1
    dense = np.full((2, 1, 10), 0.5)
    found = entry_and_exit(np.stack([np.zeros((1, 10)), after]), dense, classes=1)
    assert found.entry.low[0] == pytest.approx(0.10779126740630104)
    assert found.entry.high[0] == pytest.approx(0.6032218525388546)


def test_unknown_pairs_are_no_candidates():
    present, dense = stack()
    everything = entry_and_exit(present, dense)
    present[1, 0, 0] = NAN
    dense[0, 1, 1] = NAN
    found = entry_and_exit(present, dense)

    def count(result):
        return result.entry.candidates.sum() + result.exit.candidates.sum()

    assert count(everything) == 2 * 48
    assert count(found) == 2 * 48 - 3


def test_without_fail_there_is_no_slope():
    """Every density above .5 enters, none below: the slope has no end."""
    dense = np.array([[[0.1, 0.2, 0.8, 0.9]]] * 2)
    present = np.array([[[0.0] * 4], [[0.0, 0.0, 1.0, 1.0]]])
    model = entry_and_exit(present, dense).entry.model
    assert np.isnan(model.slope)
    assert model.events == 2


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_linkage_is_a_symmetric_share(seed):
    flows = np.random.default_rng(seed).exponential(size=(5, 5))
    found = input_output_linkage(flows)
    np.testing.assert_array_equal(found, found.T)
    assert ((found > 0) & (found <= 1)).all()
    np.testing.assert_allclose(input_output_linkage(flows * 1000), found)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: input_output_linkage([[1, 2]]), "matrix_not_square"),
        (lambda: input_output_linkage([[-1]]), "value_below_zero"),
        (lambda: input_output_linkage([[1]], sales=[1, 2]), "totals_differ_in_length"),
        (lambda: industry_flows([[1, 2]], [[1, 2]]), "use_does_not_fit_make"),
        (lambda: regrouped_flows([[1]], [[0.7, 0.7]]), "shares_do_not_fit"),
        (lambda: regrouped_flows([[np.nan]], [[1.0]]), "flow_unknown"),
        (lambda: regrouped_flows([[1]], [[np.nan]]), "flow_unknown"),
        (lambda: industry_flows([[np.nan, 2]], [[1], [2]]), "flow_unknown"),
        (lambda: profile_similarity([[1]], method="dice"), "no_such_comparison"),
        (lambda: entry_and_exit([[[1]]], [[[1]]]), "not_years_of_matrices"),
        (lambda: entry_and_exit(*stack(), classes=0), "no_classes"),
    ],
)
def test_what_does_not_fit_is_told(call, code):
    with pytest.raises(InputError) as refusal:
        call()
    assert refusal.value.code == code
