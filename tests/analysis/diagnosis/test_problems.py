"""Priorities and trees of problems, by hand."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.analysis.diagnosis.problems import problem_priorities, problem_tree
from distretto.errors import InputError


def test_priority_is_share_times_severity_times_feasibility():
    #                 share severity feasibility   product / 25
    # old machines     0.6      4         3        7.2 / 25 = 0.288
    # no credit        0.5      5         2        5.0 / 25 = 0.2
    # price war        unknown  5         1        unknown
    table = pl.DataFrame(
        {
            "problem": ["old machines", "no credit", "price war"],
            "share": [0.6, 0.5, None],
            "severity": [4, 5, 5],
            "feasibility": [3, 2, 1],
        }
    )
    found = problem_priorities(table)
    assert found["priority"].to_list() == pytest.approx([0.288, 0.2, None])
    assert found["rank"].to_list() == [1, 2, None]


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(1, 5), st.integers(1, 5)),
        min_size=1,
        max_size=20,
    )
)
def test_priorities_lie_between_nothing_and_all(rows):
    table = pl.DataFrame(
        [(str(n), *row) for n, row in enumerate(rows)],
        schema=["problem", "share", "severity", "feasibility"],
        orient="row",
    )
    priority = problem_priorities(table)["priority"]
    assert priority.min() >= 0 and priority.max() <= 1


def test_what_is_out_of_range_is_named():
    table = pl.DataFrame(
        {"problem": ["dust"], "share": [60.0], "severity": [4], "feasibility": [3]}
    )
    with pytest.raises(InputError) as refusal:
        problem_priorities(table)
    assert "“dust”: share is 60.0. Give a number from 0 to 1" in str(refusal.value)


# no training -> unskilled workers -> rejects -> low prices
#                old machines ------^
CAUSES = [
    ("no training", "unskilled workers"),
    ("unskilled workers", "rejects"),
    ("old machines", "rejects"),
    ("rejects", "low prices"),
]
PROBLEMS = [
    "low prices",
    "rejects",
    "old machines",
    "unskilled workers",
    "no training",
    "dust",
]


def test_causes_stand_below_what_they_bring_about():
    tree = problem_tree(PROBLEMS, CAUSES)
    assert tree.layers == (
        ("low prices", "dust"),
        ("rejects",),
        ("old machines", "unskilled workers"),
        ("no training",),
    )
    assert tree.roots == ("old machines", "no training")
    assert tree.alone == ("dust",)


def test_a_circle_is_named():
    with pytest.raises(InputError) as refusal:
        problem_tree(PROBLEMS, [*CAUSES, ("low prices", "no training")])
    assert refusal.value.code == "causes_in_a_circle"
    assert str(refusal.value).count("→") == 4


def test_causes_must_be_problems():
    with pytest.raises(InputError) as refusal:
        problem_tree(["dust"], [("noise", "dust")])
    assert "“noise”" in str(refusal.value)


@given(st.integers(2, 12), st.data())
def test_every_effect_is_above_its_causes(n, data):
    # Arrows from a higher number to a lower one: no circle is possible.
    pairs = data.draw(
        st.lists(st.tuples(st.integers(1, n - 1), st.integers(0, n - 1)), max_size=20)
    )
    causes = [(str(a), str(b)) for a, b in pairs if a > b]
    tree = problem_tree([str(each) for each in range(n)], causes)
    level = {each: depth for depth, layer in enumerate(tree.layers) for each in layer}
    assert len(level) == n
    assert all(level[cause] > level[effect] for cause, effect in causes)
