"""Severities of indicators and scores of categories, by hand."""

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.analysis.diagnosis.bottlenecks.indicators import (
    Indicator,
    check_indicators,
)
from distretto.analysis.diagnosis.bottlenecks.scores import category_scores
from distretto.analysis.diagnosis.bottlenecks.severities import severities
from distretto.errors import InputError

AGE = Indicator("TEC1", "TEC", terms={"TEC1": 1}, anchors=(3, 7, 11, 15, 25))
TRAINED = Indicator("SKI1", "SKI", terms={"SKI1": 1}, anchors=(70, 50, 35, 20, 5))


def severity(indicator, **answers):
    """Severities of one indicator, for the answers of a few firms."""
    table = pl.DataFrame(
        {"response": [str(n) for n in range(len(next(iter(answers.values()))))]}
        | answers,
        strict=False,
    )
    return severities(table, [indicator]).table[indicator.code].to_list()


def test_anchors_are_the_whole_severities():
    assert severity(AGE, TEC1=[3.0, 7.0, 11.0, 15.0, 25.0]) == [0, 1, 2, 3, 4]


def test_between_anchors_run_straight_lines():
    # 20 years: 3 + (20 - 15) / (25 - 15) = 3.5; 5 years: (5 - 3) / (7 - 3) = 0.5.
    assert severity(AGE, TEC1=[20.0, 5.0]) == [3.5, 0.5]


def test_beyond_the_anchors_nothing_grows():
    assert severity(AGE, TEC1=[0.0, 90.0]) == [0, 4]


def test_falling_anchors_are_read_the_other_way():
    # 60 %: (70 - 60) / (70 - 50) = 0.5; 12.5 %: 3 + (20 - 12.5) / (20 - 5) = 3.5.
    assert severity(TRAINED, SKI1=[60.0, 12.5, 100.0, 0.0]) == [0.5, 3.5, 0, 4]


def test_unknown_stays_unknown():
    assert severity(AGE, TEC1=[None, math.nan, 3.0]) == [None, None, 0]


def test_without_lines_the_anchors_reached_count():
    table = pl.DataFrame({"response": ["a", "b"], "TEC1": [14.9, 15.0]})
    found = severities(table, [AGE], interpolated=False)
    assert found.table["TEC1"].to_list() == [2, 3]


def test_value_added_per_worker_against_the_median():
    """Of five firms with 240 days each: (sales - materials - energy - services) / FTE.

    Firm by firm 10, 20, 40, 40, 80: the median is 40, and 20 is half of it, which is
    the anchor of severity 3; 10 is a quarter, that of severity 4.
    """
    indicator = Indicator(
        "PRO1",
        "PRO",
        terms={"sales": 1, "materials": -1, "energy": -1, "services": -1},
        over={"fte": 1},
        relative_to="median",
        anchors=(1.2, 0.9, 0.7, 0.5, 0.25),
    )
    found = severity(
        indicator,
        sales=[100.0, 100, 200, 100, 200],
        materials=[60.0, 40, 80, 10, 20],
        energy=[20.0, 10, 20, 30, 10],
        services=[10.0, 10, 20, 20, 10],
        fte=[1.0, 2, 2, 1, 2],
    )
    # 10, 20, 40, 40, 80 per worker; at the median itself 0 + (1.2 - 1) / (1.2 - 0.9).
    assert found == pytest.approx([4, 3, 2 / 3, 2 / 3, 0])


def test_a_median_needs_five_firms():
    indicator = Indicator(
        "X", "PRO", terms={"x": 1}, relative_to="median", anchors=(5, 4, 3, 2, 1)
    )
    table = pl.DataFrame({"response": list("abcd"), "x": [1.0, 2, 3, 4]})
    found = severities(table, [indicator])
    assert found.without_reference == ("X",) and found.table.columns == ["response"]
    told = severities(table, [indicator], benchmarks={"X": 2.0})
    # 4 / 2 = 2 is the anchor of severity 3; 1 / 2 is beyond that of 4.
    assert told.table["X"].to_list() == [4, 4, 3.5, 3]


def test_nothing_is_divided_by_zero():
    indicator = Indicator(
        "X", "MKT", terms={"a": 1}, over={"b": 1}, anchors=(0, 1, 2, 3, 4)
    )
    assert severity(indicator, a=[6.0, 6.0, 0.0], b=[2.0, 0.0, 5.0]) == [3, None, 0]


def test_answers_offered_have_their_own_severity():
    indicator = Indicator("Y", "CRE", terms={"y": 1}, severities={"yes": 3, "no": 0})
    assert severity(indicator, y=["yes", "no", None, "perhaps"]) == [3, 0, None, None]


def test_chosen_answers_are_counted_none_apart():
    indicator = Indicator("M", "TEC", counted="m", anchors=(3, 2, 1, 0, -1))
    assert severity(indicator, m=["a b c", "a", "none", None]) == [0, 2, 3, None]


def test_certificates_required_and_not_held():
    indicator = Indicator(
        "C", "MKT", counted="required", lacking="held", anchors=(0, 0.5, 1, 2, 3)
    )
    found = severity(
        indicator,
        required=["quality social", "quality", "none", "quality social", None],
        held=["quality", "quality", "none", "none", "quality"],
    )
    # Lacking 1, 0, 0, 2: severity 2, 0, 0, 3.
    assert found == [2, 0, 0, 3, None]


def test_the_mean_of_what_was_answered():
    indicator = Indicator("I", "INS", mean_of=("a", "b"), anchors=(5, 4, 3, 2, 1))
    assert severity(indicator, a=[2.0, 4.0, None], b=[2.0, None, None]) == [3, 1, None]


def test_an_answer_that_makes_it_harmless():
    indicator = Indicator(
        "S", "SPE", terms={"s": 1}, zero_if={"same": "no"}, anchors=(30, 50, 65, 80, 95)
    )
    assert severity(indicator, s=[80.0, 80.0], same=["yes", "no"]) == [3, 0]


def test_what_is_not_asked_is_told():
    found = severities(pl.DataFrame({"response": ["a"], "TEC1": [3.0]}), [AGE, TRAINED])
    assert found.not_asked == ("SKI1",)


@given(st.lists(st.floats(0, 200), min_size=2, max_size=20))
def test_a_worse_value_is_never_less_severe(ages):
    found = severity(AGE, TEC1=sorted(ages))
    assert found == sorted(found) and all(0 <= each <= 4 for each in found)


@given(st.floats(-100, 200))
def test_turning_the_anchors_round_turns_the_sign(value):
    turned = Indicator(
        "N", "TEC", terms={"TEC1": -1}, anchors=tuple(-each for each in AGE.anchors)
    )
    (one,), (other,) = severity(AGE, TEC1=[value]), severity(turned, TEC1=[value])
    assert one == pytest.approx(other, abs=1e-9)


@pytest.mark.parametrize(
    ("indicator", "code"),
    [
        (Indicator("X", "TEC", terms={"x": 1}, anchors=(1, 2, 2, 3, 4)), "anchors_not"),
        (Indicator("X", "TEC", terms={"x": 1}, anchors=(1, 2)), "anchors_not_in_order"),
        (Indicator("X", "TEC", terms={"x": 1}, severities={"a": 9}), "severities_of"),
        (Indicator("X", "TEC", anchors=(1, 2, 3, 4, 5)), "indicator_without_value"),
    ],
)
def test_an_indicator_that_cannot_be_judged_is_refused(indicator, code):
    with pytest.raises(InputError) as refusal:
        severity(indicator, x=[1.0])
    assert refusal.value.code.startswith(code)


def test_the_same_indicator_twice_is_refused():
    with pytest.raises(InputError, match="“TEC1” is there twice"):
        check_indicators([AGE, AGE])


def scores_of(*rows, least=0.5):
    """Scores in one category of two indicators."""
    two = [AGE, Indicator("TEC2", "TEC", terms={"TEC2": 1}, anchors=(0, 1, 2, 3, 4))]
    columns = ["response", "TEC1", "TEC2"]
    table = pl.DataFrame(rows, schema=columns, orient="row", strict=False)
    found = category_scores(severities(table, two), least_answered=least)
    return found.table["TEC"].to_list()


def test_a_score_is_the_mean_where_half_is_answered():
    # 15 years is 3; TEC2 of 1 is 1; mean 2. One answer of two is half: enough.
    rows = ("a", 15.0, 1.0), ("b", 15.0, None), ("c", None, None)
    assert scores_of(*rows) == [2, 3, None]


def test_more_than_half_may_be_asked_for():
    assert scores_of(("a", 15.0, 1.0), ("b", 15.0, None), least=0.6) == [2, None]


def test_even_if_nothing_is_asked_for_nothing_is_no_score():
    assert scores_of(("a", 15.0, 1.0), ("c", None, None), least=0) == [2, None]
