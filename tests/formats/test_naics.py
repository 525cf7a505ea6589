"""Branches of NAICS. Six-digit industries are the package's; counts of levels, tested
with the other classifications, are those of the manuals."""

import csv
import re

import pytest

from distretto.formats.classifications import titles
from distretto.formats.hierarchy import digits_of, parents_of
from distretto.formats.naics import EDITIONS


@pytest.mark.parametrize("key", EDITIONS)
def test_every_industry_hangs_in_a_whole_tree(key):
    listed, above = titles(key), parents_of(titles(key))
    for code in listed:
        if digits_of(code) > 2:
            assert digits_of(above[code]) == digits_of(code) - 1
    branches = {code for code in listed if digits_of(code) < 6}
    assert branches == set(above.values())  # none is empty
    assert list(listed)[:3] == ["11", "111", "1111"]


def test_titles_follow_the_edition():
    """Retail trade was ordered anew in 2022, and its stores became retailers."""
    assert titles("NAICS2017")["445"] == "Food and Beverage Stores"
    assert titles("NAICS2022")["445"] == "Food and Beverage Retailers"
    assert "459" not in titles("NAICS2017") and "453" not in titles("NAICS2022")
    assert titles("NAICS2012")["7213"] == "Rooming and Boarding Houses"


def test_an_undivided_industry_bears_one_title():
    assert titles("NAICS2017")["11111"] == titles("NAICS2017")["111110"]
    # The one exception: 334510 has eight siblings.
    assert titles("NAICS2017")["33451"].startswith("Navigational, Measuring")


def test_the_titles_are_those_that_the_labour_statistics_print(shared_data):
    """The Bureau of Labor Statistics shortens long titles and keeps the others."""
    printed = _printed(shared_data / "us_georgia_qcew" / "industry_titles.csv")
    ours = {
        code: title for code, title in titles("NAICS2017").items() if code[5:] == ""
    }
    compared = printed.keys() & ours.keys()
    equal = {code for code in compared if _words(printed[code]) == _words(ours[code])}
    alike = {
        code
        for code in compared
        if set(_words(printed[code])) & set(_words(ours[code]))
    }
    # 11213 and 54112 hold nothing that the bureau counts.
    assert ours.keys() - compared == {"11213", "54112"}
    assert len(equal) > 0.7 * len(compared)
    assert compared - alike == set()


def _printed(path):
    with open(path, newline="") as file:
        rows = [
            (row["industry_code"], row["industry_title"])
            for row in csv.DictReader(file)
        ]
    return {
        code: title.removeprefix(f"NAICS {code} ")
        for code, title in rows
        if title.startswith("NAICS ")
    }


def _words(title):
    return [word for word in re.findall(r"[a-z]{3,}", title.lower()) if word != "and"]
