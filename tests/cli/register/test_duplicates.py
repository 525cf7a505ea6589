"""`distretto register duplicates`, as a person runs it."""

import json

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from distretto.cli import main

LIST = """\
name,address,phone
Arka Tekstil A.Ş.,"12 Mill Road, Northbridge",+90 282 555 0101
ООО «Арка Текстиль»,"Mill Rd 12, Northbridge",0282 5550101
Kestrel Foods,"1 Quay Street, Harbourton",
Lindara Shoes Unit 1,"9 Fell Lane, Lindara",
Lindara Shoes Unit 2,"9 Fell Lane, Lindara",
"""
KNOWN = 'company\n"Kestrel Food Ltd"\n"Somebody Else"\n'


@pytest.fixture
def firms(tmp_path):
    path = tmp_path / "firms.csv"
    path.write_text(LIST)
    return path


def run(*arguments):
    runner = CliRunner(env={"COLUMNS": "160"})
    return runner.invoke(main, ["register", "duplicates", *map(str, arguments)])


def test_one_firm_in_two_scripts_is_found_with_reasons(firms):
    done = run(firms)
    assert done.exit_code == 0, done.output
    assert "same name; same address; same telephone" in done.stdout
    assert "different unit" in done.stdout  # of the second pair, kept down


def test_json_tells_rows_of_the_file_groups_and_what_was_compared(firms):
    told = json.loads(run(firms, "--json").stdout)
    pair = told["pairs"][0]
    assert (pair["row"], pair["other_row"], pair["group"]) == (2, 3, 1)
    assert pair["is_same"] and pair["compared"]["phone"] == "same"
    assert [row["row"] for row in told["groups"]] == [2, 3]
    units = told["pairs"][1]
    assert units["kept_down_by"] == ["unit"] and units["score"] <= 0.6
    assert units["compared"]["phone"] is None


def test_another_list_is_looked_through(firms, tmp_path):
    known = tmp_path / "known.csv"
    known.write_text(KNOWN)
    told = json.loads(run(firms, "--against", known, "--json").stdout)
    (pair,) = told["pairs"]
    assert (pair["name"], pair["other_name"]) == ("Kestrel Foods", "Kestrel Food Ltd")
    assert told["against"] == "known.csv" and told["groups"] == []


def test_a_workbook_has_pairs_groups_and_weights(firms, tmp_path):
    assert run(firms, "-o", tmp_path / "pairs.xlsx").exit_code == 0
    book = CalamineWorkbook.from_path(str(tmp_path / "pairs.xlsx"))
    assert book.sheet_names == ["Pairs", "Groups", "Weights", "Notes"]
    rows = book.get_sheet_by_name("Pairs").to_python()
    assert rows[0][:3] == ["Group", "Score (0 to 1)", "Taken for the same firm"]
    assert len(rows) == 1 + 2


def test_a_list_without_names_is_refused(tmp_path):
    path = tmp_path / "plants.csv"
    path.write_text("lat,lon\n5.5,1.5\n")
    done = run(path)
    assert done.exit_code == 1 and "has no names" in done.stderr


def test_nothing_alike_is_said(tmp_path):
    path = tmp_path / "firms.csv"
    path.write_text("name,address\nArka,1 Mill Road\nKestrel,2 Quay Street\n")
    assert "No two records are alike enough" in run(path).stdout
