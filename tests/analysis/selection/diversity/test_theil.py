"""Theil's index and its decomposition."""

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from distretto.analysis.selection.diversity.theil import theil
from distretto.errors import InputError

# Gross domestic product a head of the 32 states of Mexico in 1940, and their regions
# (Hanson 1998): the example data of PySAL.
MEXICO = [10384, 22361, 9573, 3758, 2934, 8578, 8537, 6909]
MEXICO += [17816, 12132, 4359, 2181, 4414, 5309, 3408, 3327]
MEXICO += [6936, 4836, 9073, 1892, 3569, 11016, 21965, 4372]
MEXICO += [4840, 6399, 2459, 7508, 3605, 5203, 7990, 3734]
REGIMES = [2, 1, 2, 5, 5, 1, 1, 3, 4, 2, 3, 5, 3, 3, 4, 3]
REGIMES += [3, 2, 1, 5, 3, 3, 5, 2, 2, 1, 5, 1, 3, 3, 5, 2]


def test_mexico_as_pysal_publishes_it():
    """The figures of 1940 in the documentation of PySAL's `inequality` 1.1."""
    found = theil(MEXICO, REGIMES)
    assert found.total == pytest.approx(0.20894344, abs=5e-9)
    assert found.between == pytest.approx(0.0345889, abs=5e-9)
    assert found.within == pytest.approx(0.17435454, abs=5e-9)
    assert found.groups == (1, 2, 3, 4, 5)


def test_by_hand():
    """1 and 3, mean 2: 1/4 ln(1/2) + 3/4 ln(3/2)."""
    expected = 0.25 * np.log(0.5) + 0.75 * np.log(1.5)
    assert theil([1, 3]).total == pytest.approx(expected)
    # Two groups of equals: all of it lies between them.
    found = theil([1, 1, 3, 3], ["a", "a", "b", "b"])
    assert found.between == pytest.approx(expected)
    assert found.within == pytest.approx(0)
    assert found.group_mean.tolist() == [1, 3]


def test_one_has_everything():
    assert theil([0, 0, 0, 5]).total == pytest.approx(np.log(4))


def test_weights_stand_for_so_many_alike():
    weighted = theil([1, 3, 8], ["a", "b", "b"], weights=[2, 1, 3])
    listed = theil([1, 1, 3, 8, 8, 8], list("aabbbb"))
    for part in ("total", "between", "within"):
        assert getattr(weighted, part) == pytest.approx(getattr(listed, part))


def test_unknown_values_are_left_out_and_counted():
    found = theil([1, None, 3, np.nan], ["a", "a", "b", "c"])
    known = theil([1, 3], ["a", "b"])
    assert found.total == pytest.approx(known.total)
    assert (found.count, found.known_share) == (2, 0.5)
    assert np.isnan(found.group_theil[2])


def test_nothing_known_or_nothing_there_is_undefined():
    assert np.isnan(theil([]).total) and np.isnan(theil([]).known_share)
    assert np.isnan(theil([0, 0]).total)
    assert np.isnan(theil([np.nan, np.nan], ["a", "b"]).between)


AMOUNTS = st.lists(
    st.tuples(st.floats(0, 1e6), st.integers(0, 3)), min_size=2, max_size=30
).filter(lambda rows: any(amount > 1e-3 for amount, _ in rows))


@settings(max_examples=60, deadline=None)
@given(AMOUNTS)
@example([(4.0, 0), (5e-324, 1)])  # the second share is rounded to zero
def test_the_parts_add_up_to_the_whole(rows):
    amounts, groups = (np.array(column) for column in zip(*rows, strict=True))
    found = theil(amounts, groups)
    shares = amounts / amounts.sum()
    positive = shares > 0
    direct = (
        shares * np.log(len(shares) * shares, where=positive, out=shares * 0)
    ).sum()
    assert found.total == pytest.approx(direct, abs=1e-9)
    assert found.total == pytest.approx(theil(amounts).total, abs=1e-9)
    assert found.within == pytest.approx(
        np.nansum(found.group_share * found.group_theil)
    )
    assert found.between >= -1e-9


@pytest.mark.parametrize(
    ("values", "groups", "code"),
    [
        ([1, -2], None, "amount_below_zero"),
        ([1, np.inf], None, "amount_below_zero"),
        ([[1, 2], [3, 4]], None, "amount_below_zero"),
        (["few", "many"], None, "amounts_not_numbers"),
        ([1, 2], ["a"], "amounts_differ_in_length"),
        ([1, 2], ["a", None], "blank_label"),
    ],
)
def test_amounts_that_make_no_sense_are_refused(values, groups, code):
    with pytest.raises(InputError) as refusal:
        theil(values, groups)
    assert refusal.value.code == code


def test_labels_of_a_column_do_as_well():
    column = pl.Series(["b", "a", "b"]).cast(pl.Categorical)
    assert theil([1, 2, 3], column).groups == ("a", "b")
