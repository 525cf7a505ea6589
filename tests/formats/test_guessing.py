"""Which classification codes are in. The lists are the published ones."""

import csv
import gzip
import random

import pytest

from distretto.formats.classifications import titles
from distretto.formats.guessing import Guess, guess
from distretto.formats.hierarchy import bare


def listed(key, digits):
    return [bare(code) for code in titles(key) if len(bare(code)) == digits]


def manufacturing(key, digits):
    return [code for code in listed(key, digits) if "10" <= code[:2] <= "33"]


@pytest.mark.parametrize(
    ("key", "digits", "others"),
    [
        ("ISIC4", 4, ("NIC2008",)),  # India took the classes over as they are
        ("NACE2", 4, ("UKSIC2007",)),  # and the United Kingdom those of Europe
        ("NIC2008", 5, ()),
        ("NAICS2012", 4, ()),
        ("NAICS2017", 6, ()),
        ("NAICS2022", 4, ()),
        ("SCIAN2018", 6, ()),
        ("ISIC31", 4, ()),
        ("ISIC3", 4, ()),
    ],
)
def test_a_whole_list_is_taken_for_what_it_is(key, digits, others):
    guessed = guess("x", listed(key, digits))
    assert guessed.key == key and guessed.others == others


@pytest.mark.parametrize("digits", [2, 3, 4])
def test_what_children_share_goes_to_the_parent(digits):
    """The divisions, groups and classes of India's list are those of ISIC Rev. 4."""
    guessed = guess("x", listed("NIC2008", digits))
    assert guessed.key == "ISIC4" and "NIC2008" in guessed.others


def test_a_code_of_europe_alone_does_not_make_the_list_european():
    """14.11 is leather clothes in NACE; ISIC has 1410 only. One may be a slip."""
    classes = manufacturing("ISIC4", 4)
    assert guess("x", [*classes, "1411"]).key == "ISIC4"
    european = ["1411", "1412", "1413", "1414", "1419", "1431", "1439", "1512"]
    assert guess("x", european).key == "NACE2"


def test_editions_that_cannot_be_told_apart_are_told():
    """Manufacturing is the same in four digits from 2012 to 2022, and in Mexico."""
    codes = [code for code in listed("NAICS2022", 4) if code[0] == "3"]
    guessed = guess("x", codes)
    assert guessed.key == "NAICS2017"
    assert guessed.others == ("NAICS2022", "NAICS2012", "SCIAN2018")


def test_codes_that_mean_different_things_are_left_undecided():
    """17 is textiles in ISIC Rev. 3.1 and paper in Rev. 4, 22 utilities in NAICS."""
    assert guess("x", manufacturing("ISIC4", 2)).key is None
    assert guess("x", manufacturing("ISIC4", 2)).others == ("ISIC4", "ISIC31")
    sectors = guess("x", ["11", "21", "22", "23", "31-33"])
    assert sectors.key is None and "NAICS2017" in sectors.others


def test_a_national_list_that_is_not_known_here_is_no_other_country():
    """Korea's and Japan's codes look like those of ISIC and mean other things."""
    assert guess("x", listed("KSIC10", 4)).key is None
    assert guess("x", listed("KSIC10", 5)).key is None
    assert guess("x", listed("JSIC13", 4)).key is None


@pytest.mark.parametrize("digits", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("count", [8, 30, 90])
def test_made_up_codes_are_no_classification(digits, count):
    drawn = random.Random(7)
    for _ in range(10):
        codes = {f"{drawn.randrange(10**digits):0{digits}d}" for _ in range(count)}
        assert guess("x", codes).key is None


@pytest.mark.parametrize("last", [9, 24, 40, 99])
def test_numbers_in_a_row_are_no_classification(last):
    """1 to 30 are, but for 04, divisions of ISIC: so are most two-digit numbers."""
    assert guess("x", [str(number) for number in range(1, last + 1)]).key is None


def test_a_name_decides_where_most_codes_exist():
    assert guess("naics", ["3141", "3131"]).key == "NAICS2017"
    assert guess("naics", ["rugs", "yarn"]).key is None
    assert guess("CLAE2", ["6", "10", "25"]).key == "ISIC4"
    assert guess("isic", ["17", "18", "9999", "9998"]).key is None


def test_the_edition_of_a_named_classification_follows_the_codes():
    assert guess("ISIC code", listed("ISIC4", 4)).key == "ISIC4"
    assert guess("ISIC code", listed("ISIC31", 4)).key == "ISIC31"
    assert guess("NAICS", listed("NAICS2022", 4)).key == "NAICS2022"


def test_the_divisions_of_argentina_by_name_only(shared_data):
    """CLAE 2 follows ISIC Rev. 4; its 19 divisions there fit other lists too."""
    folder = shared_data / "argentina_amba_establishments"
    with gzip.open(folder / "amba_establishments.csv.gz", "rt") as file:
        codes = {row["clae2"] for row in csv.DictReader(file)}
    assert guess("clae2", codes).key == "ISIC4"
    assert guess("rama", codes).key is None


def test_words_and_few_codes_decide_nothing():
    assert guess("x", ["leather", "shoes"]).key is None
    assert guess("x", ["1010", "1311", "1410", "1511"]) == Guess(None)
    assert guess("x", ["1010", "1311", "1410", "1511", "1520"]).key == "ISIC4"
