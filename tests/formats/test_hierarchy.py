"""Codes within codes; every expected value is read off the code itself."""

import polars as pl
import pytest

from distretto.formats.hierarchy import (
    are_codes,
    at_level,
    digits_of,
    levels_of,
    nested_share,
    parents_of,
    range_of,
    ranges_of,
    total_by_sums,
)


@pytest.mark.parametrize(
    ("code", "digits"),
    [
        ("3141", 4),
        ("31-33", 2),
        ("A", 1),
        ("C10", 2),
        ("14.31", 4),
        ("C10-C12", 2),
        ("leather", None),
        ("Kano 2", None),
        ("", None),
    ],
)
def test_the_level_of_a_code_is_its_digits(code, digits):
    assert digits_of(code) == digits


def test_a_range_stands_for_its_codes():
    assert range_of("31-33") == ["31", "32", "33"]
    assert range_of("C10-C12") == ["C10", "C11", "C12"]
    assert range_of("3141") == range_of("33-31") == []


def test_a_deeper_code_belongs_to_the_beginning_of_it():
    ranges = ranges_of(["31-33", "42"])
    assert at_level("314110", 4, {}) == "3141"
    assert at_level("3141", 2, ranges) == "31-33"
    assert at_level("14.31", 2, {}) == "14"
    assert at_level("31", 4, {}) is None


def test_parents_are_the_closest_code_of_the_column():
    codes = ["31-33", "314", "3141", "314110", "42", "423"]
    assert parents_of(codes) == {
        "314": "31-33",
        "3141": "314",
        "314110": "3141",
        "423": "42",
    }
    assert levels_of(codes) == {2: 2, 3: 2, 4: 1, 6: 1}


def test_a_range_is_not_the_code_spelled_alike():
    assert parents_of(["31-33", "3133", "31331"]) == {"3133": "31-33", "31331": "3133"}


def test_titles_are_no_codes():
    assert are_codes(["1010", "1020", "A"]) and not are_codes(["leather", "shoes"])


def test_parents_hold_at_least_their_parts():
    rows = [("A", "31", 50.0), ("A", "311", 30.0), ("A", "312", 20.0), ("B", "31", 1.0)]
    rows.append(("B", "311", 30.0))  # more than its parent has
    cells = pl.DataFrame(rows, schema=["region", "industry", "jobs"], orient="row")
    parents = {"311": "31", "312": "31"}
    assert nested_share(cells, parents, "jobs") == 0.5
    assert nested_share(cells, {}, "jobs") is None


def test_the_sum_of_unknown_parts_is_no_proof_of_a_total():
    rows = [(r, i, 5.0 if r != "T" else 15.0) for i in "abcd" for r in "XYZT"]
    cells = pl.DataFrame(rows, schema=["region", "industry", "jobs"], orient="row")
    assert total_by_sums(cells, "region", "industry", "jobs") == "T"
    hidden = cells.with_columns(
        pl.when((pl.col("region") != "X") | (pl.col("industry") > "b")).then("jobs")
    )
    assert total_by_sums(hidden, "region", "industry", "jobs") is None
