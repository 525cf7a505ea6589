"""Rows of a list of firms that may be none: totals, and words below the table."""

import pytest

from distretto.formats.firm_lists.reading import read_firms


def read(tmp_path, text):
    path = tmp_path / "firms.csv"
    path.write_text(text, encoding="utf-8")
    return read_firms(path)


def problem(found, code):
    (only,) = (each for each in found.problems if each.code == code)
    return only


TOTALS = ["Total", "GRAND TOTAL:", "Gesamt", "Total general", "المجموع", "Total Lima"]


@pytest.mark.parametrize("word", TOTALS)
@pytest.mark.parametrize("place", ["{};;;59", ";{};;59", "{0};{0};;59"])
def test_a_row_that_looks_like_a_total_is_told_and_is_no_firm(tmp_path, word, place):
    rows = "1;Arka Knits;Mill Road 1;7\n" + place.format(word) + "\n"
    rows += "2;Belo Tex;;52\n"
    found = read(tmp_path, "No;Name;Address;Workers\n" + rows)
    assert found.frame["name"].to_list() == ["Arka Knits", "Belo Tex"]
    told = problem(found, "looks_like_a_total")
    assert (told.row, told.value, told.severity) == (3, word, "error")
    assert found.counts == {"looks_like_a_total": 1}


def test_a_list_without_names_is_read_though_it_says_total(tmp_path):
    rows = "1234567,Textiles,10\n,Total,20\n3234567,Leather,30\n"
    found = read(tmp_path, "Tax number,Industry,Employees\n" + rows)
    assert found.frame.height == 3


def test_a_firm_called_total_has_an_address(tmp_path):
    rows = "Total;Quay Street 3;40\nTotal Energies;;9\nTotal Knits;Mill Road;\n"
    found = read(tmp_path, "Name;Address;Workers\n" + rows)
    assert found.frame["name"].to_list() == ["Total", "Total Knits"]
    assert problem(found, "looks_like_a_total").value == "Total Energies"


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("ISIC code", "1410"),
        ("ID", "F-0417"),
        ("Year founded", "1998"),
        ("Owner's sex", "female"),
        ("Products", "trousers"),
        ("Industry title", "Manufacture of footwear"),
    ],
)
@pytest.mark.parametrize("name", ["Total Fashion Ltd", "Sum", "Ensemble"])
def test_a_firm_called_like_a_total_has_a_mark_of_its_own(tmp_path, name, column, cell):
    rows = f"Arka Knits;{cell};7\n{name};{cell};40\nDora Hats;{cell};9\n"
    rows += "Total;-;56\nBelo Tex;;5\n"
    found = read(tmp_path, f"Name;{column};Workers\n" + rows)
    assert found.frame["name"].to_list() == [
        "Arka Knits",
        name,
        "Dora Hats",
        "Belo Tex",
    ]
    told = problem(found, "called_like_a_total")
    assert (told.row, told.value, told.severity) == (3, name, "warning")
    assert (told.column, problem(found, "looks_like_a_total").row) == ("Name", 5)


def test_a_total_of_all_industries_is_no_firm(tmp_path):
    rows = "Arka Knits;1410;7\nTotal;All industries;16\nDora Hats;1410;9\n"
    found = read(tmp_path, "Name;ISIC code;Workers\n" + rows)
    assert found.frame["name"].to_list() == ["Arka Knits", "Dora Hats"]
    assert problem(found, "looks_like_a_total").row == 3


def test_a_firm_alone_below_the_list_is_told_though_it_may_mean_a_total(tmp_path):
    rows = "Arka Knits;Mill Road 1;7\nEnsemble;;\n"
    found = read(tmp_path, "Name;Address;Workers\n" + rows)
    assert problem(found, "alone_in_its_row").value == "Ensemble"


def test_a_name_alone_in_the_last_row_is_told(tmp_path):
    rows = "Arka Knits;Mill Road 1;7\nDora Hats;;\nTotal;;\n"
    found = read(tmp_path, "Name;Address;Workers\n" + rows)
    told = problem(found, "alone_in_its_row")
    assert (told.row, told.value, told.severity) == (3, "Dora Hats", "warning")


def test_a_firm_whose_name_may_mean_a_total_is_none_without_a_count(tmp_path):
    found = read(tmp_path, "Name;Address;Workers\nNational;;\nAll;;60\nBelo;Quay;2\n")
    assert found.frame["name"].to_list() == ["National", "Belo"]
    assert problem(found, "looks_like_a_total").value == "All"
