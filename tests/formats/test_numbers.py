"""Numbers as people write them. Expected values: what the writer meant, by hand."""

from typing import NamedTuple

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.errors import FormatError
from distretto.formats.numbers import (
    UNKNOWN_MARKS,
    NumberStyle,
    count,
    count_problems,
    number_styles,
)
from distretto.formats.problems import Problem


class Counts(NamedTuple):
    values: pl.Series
    problems: list[Problem]
    style: NumberStyle


def parse_counts(series: pl.Series, decimal: str | None = None) -> Counts:
    """A column as the layouts read it: its style, its problems, its values."""
    frame, name = series.to_frame().lazy(), series.name
    styles = number_styles(frame, [name], decimal)
    numbered = frame.with_row_index("row", offset=2)
    problems, total = count_problems(numbered, [name], styles)
    assert len(problems) == total
    values = frame.select(count(name, styles[name], series.dtype)).collect()
    return Counts(values.to_series(), problems, styles[name])


def values(*texts, **options):
    return parse_counts(pl.Series("jobs", texts), **options).values.to_list()


@pytest.mark.parametrize(
    ("texts", "meant"),
    [
        (["12", "1234", "0"], [12, 1234, 0]),
        (["1,5", "1234,75"], [1.5, 1234.75]),
        (["1.5", "1234.75"], [1.5, 1234.75]),
        (["1.234,5", "12"], [1234.5, 12]),
        (["1,234.5", "12"], [1234.5, 12]),
        (["1 234", "12 345 678"], [1234, 12345678]),
        (["1\u00a0234", "1\u202f234"], [1234, 1234]),
        (["1'234", "1’234’567"], [1234, 1234567]),
        (["1,23,456", "12"], [123456, 12]),  # Indian grouping: one lakh twenty-three
        (["١٢٣٤", "٥"], [1234, 5]),
        (["۱۲۳۴", "۵"], [1234, 5]),
        (["١٬٢٣٤٫٥", "7"], [1234.5, 7]),
        (["१२३", "७"], [123, 7]),
        (["1.234.567", "2.000"], [1234567, 2000]),
        (["1,234,567", "2,000"], [1234567, 2000]),
        (["1e3", "5"], [1000, 5]),
        ([" 7 ", "+8"], [7, 8]),
    ],
)
def test_numbers_mean_what_their_writer_meant(texts, meant):
    counts = parse_counts(pl.Series("jobs", texts))
    assert counts.values.to_list() == meant
    assert counts.problems == []


@pytest.mark.parametrize(
    "mark", ["n/a", "..", "-", "x", "(D)", "", " ", "NA", ":", "…"]
)
def test_marks_of_the_unknown_are_null_and_never_zero(mark):
    counts = parse_counts(pl.Series("jobs", [mark, "3"]))
    assert counts.values.to_list() == [None, 3]
    assert counts.problems == []


def test_a_mark_before_three_digits_parts_thousands_and_that_is_told():
    counts = parse_counts(pl.Series("jobs", ["1.234", "85"]))
    assert counts.values.to_list() == [1234, 85]
    assert "“1.234” were read as 1234" in str(counts.style.note("jobs"))


def test_other_values_of_the_column_decide_what_the_mark_is():
    counts = parse_counts(pl.Series("jobs", ["1.234", "85.5"]))
    assert counts.values.to_list() == [1.234, 85.5]
    assert counts.style.note("jobs") is None


def test_the_decimal_mark_can_be_told():
    assert values("1.234", "85", decimal=".") == [1.234, 85]
    assert values("1.234", "85", decimal=",") == [1234, 85]


def test_two_marks_without_proof_are_refused():
    with pytest.raises(FormatError) as refusal:
        values("1.234", "1,234")
    assert refusal.value.code == "mixed_number_marks"


def test_text_negatives_and_percentages_are_problems_with_their_place():
    counts = parse_counts(pl.Series("jobs", ["12", "many", "-3", "4 %", "12.5.1"]))
    assert counts.values.to_list() == [12, None, None, None, None]
    assert [(p.row, p.column, p.value, p.code) for p in counts.problems] == [
        (3, "jobs", "many", "not_a_count"),
        (4, "jobs", "-3", "negative_count"),
        (5, "jobs", "4 %", "not_a_count"),
        (6, "jobs", "12.5.1", "not_a_count"),
    ]
    assert "“many” is not a count" in str(counts.problems[0])


def test_a_value_in_the_other_style_is_a_problem_not_another_number():
    counts = parse_counts(pl.Series("jobs", ["1,5", "2,5", "1.5"]))
    assert counts.values.to_list() == [1.5, 2.5, None]
    assert [p.value for p in counts.problems] == ["1.5"]


def test_a_number_too_large_to_hold_is_a_problem_and_no_count():
    counts = parse_counts(pl.Series("jobs", ["1e400", "5"]))
    assert counts.values.to_list() == [None, 5]
    assert [problem.value for problem in counts.problems] == ["1e400"]


def test_numbers_that_are_numbers_stay_as_they_are():
    counts = parse_counts(pl.Series("jobs", [1.234, None, float("nan"), -1.0]))
    assert counts.values.to_list() == [1.234, None, None, None]
    assert [p.code for p in counts.problems] == ["negative_count"]


@given(
    st.lists(st.integers(0, 10**12), min_size=1, max_size=20),
    st.sampled_from([",", ".", " ", "\u00a0", "\u202f", "'", "’", ""]),
)
def test_every_grouping_gives_the_number_back(numbers, mark):
    texts = [f"{number:,}".replace(",", mark) for number in numbers]
    assert values(*texts) == numbers


@given(st.lists(st.integers(0, 10**9), min_size=1), st.sampled_from([0x0660, 0x06F0]))
def test_digits_of_other_scripts_give_the_number_back(numbers, zero):
    table = {ord(str(digit)): chr(zero + digit) for digit in range(10)}
    assert values(*(str(number).translate(table) for number in numbers)) == numbers


@given(st.text(max_size=12))
def test_any_text_is_a_number_unknown_or_a_problem(text):
    counts = parse_counts(pl.Series("jobs", [text]))
    value = counts.values.to_list()[0]
    assert (value is None) == (
        bool(counts.problems) or text.strip().lower() in UNKNOWN_MARKS
    ) or (value is None and not text.strip())
