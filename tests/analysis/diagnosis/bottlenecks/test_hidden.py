"""No firm is told: by a cell, by a total less what is shown, by two tables."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.analysis.diagnosis.bottlenecks.hidden import (
    hidden_cells,
    told_by_difference,
)
from distretto.errors import InputError


def test_a_cell_of_few_takes_the_smallest_with_it():
    # 3 alone would be 60 less the others: 12, the smallest other, is hidden too.
    assert hidden_cells([3, 12, 20, 25]).tolist() == [True, True, False, False]


def test_two_cells_of_enough_firms_need_no_third():
    assert hidden_cells([3, 4, 30]).tolist() == [True, True, False]


def test_two_cells_of_too_few_together_need_a_third():
    assert hidden_cells([1, 2, 30, 40]).tolist() == [True, True, True, False]


def test_a_cell_of_nobody_is_shown():
    assert hidden_cells([0, 9, 9]).tolist() == [False, False, False]


def test_rows_and_columns_are_protected_both():
    hidden = hidden_cells([[2, 10, 11], [12, 13, 14], [15, 16, 17]])
    assert hidden[0, 0]
    for line in (*hidden, *hidden.T):
        assert line.sum() != 1


@given(
    st.lists(
        st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=4
    )
)
def test_no_line_gives_a_hidden_cell_back(counts):
    firms = np.array(counts)
    hidden = hidden_cells(firms)
    assert hidden[(firms > 0) & (firms < 5)].all()
    assert not hidden[firms == 0].any()
    for line, there in (*zip(hidden, firms), *zip(hidden.T, firms.T)):  # noqa: B905
        if line.any() and not (line | (there == 0)).all():
            assert line.sum() >= 2 and there[line].sum() >= 5


def test_counts_are_counts():
    for wrong in ([-1, 5], [2.5], [float("nan")], ["some"]):
        with pytest.raises(InputError) as refusal:
            hidden_cells(wrong)
        assert refusal.value.code == "not_counts_of_firms"


FIRMS = [f"firm {number}" for number in range(20)]


def test_two_firms_more_are_told():
    (told,) = told_by_difference(
        {"all": set(FIRMS[:12])}, [("all, last month", set(FIRMS[:10]))]
    )
    assert (told.cell, told.earlier, told.firms) == ("all", "all, last month", 2)


def test_two_firms_fewer_are_told_too():
    assert told_by_difference({"now": set(FIRMS[:9])}, [("then", set(FIRMS[:10]))])


def test_firms_that_took_the_place_of_others_are_told():
    """Ten firms then and now: firm 0 left, firm 10 came.

    With scores of 1 but for firm 10's 4, the means were 1 and 13/10: ten times the
    difference, 3, is firm 10's score less firm 0's, and who knows one knows both.
    """
    (told,) = told_by_difference({"now": {*FIRMS[1:11]}}, [("then", {*FIRMS[:10]})])
    assert told.firms == 2


@pytest.mark.parametrize(
    ("now", "firms"),
    [
        (FIRMS[1:13], 4),  # one left, three came
        (FIRMS[2:12], 4),  # two of each
        (FIRMS[3:11], 4),  # three left, one came
    ],
)
def test_what_left_and_what_came_are_counted_together(now, firms):
    (told,) = told_by_difference({"now": set(now)}, [("then", set(FIRMS[:10]))])
    assert told.firms == firms


@pytest.mark.parametrize(
    "now",
    [
        FIRMS[:10],  # the same
        FIRMS[:15],  # five more
        FIRMS[2:13],  # two left, three came
        FIRMS[10:],  # nobody of those
    ],
)
def test_others_tell_nothing(now):
    assert told_by_difference({"now": set(now)}, [("then", set(FIRMS[:10]))]) == ()
