"""`distretto register check`, as a person runs it."""

import json

import polars as pl
import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from distretto.cli import main

LIST = (
    "Firm;District;Latitude;Longitude;Workers;E-mail;Colour\n"
    "Arka Ltd;Kafou;5,5;1,5;12;a@b.example;red\n"
    "Bora;Kafou;95;1,5;-3;not mail;blue\n"
)


@pytest.fixture
def firms(tmp_path):
    path = tmp_path / "firms.csv"
    path.write_text(LIST)
    return path


def run(*arguments, stdin=None):
    runner = CliRunner(env={"COLUMNS": "100"})
    return runner.invoke(main, ["register", "check", *map(str, arguments)], input=stdin)


def test_it_says_what_was_understood_and_what_is_wrong(firms):
    done = run(firms)
    assert done.exit_code == 0, done.output
    assert "firms.csv: 2 firms, 3 problems." in done.stdout
    assert "employees" in done.stdout and "Workers" in done.stdout
    assert "“-3” is negative" in done.stdout
    assert "not used: “Colour”" in done.stdout


def test_standard_input_is_read():
    assert "2 firms" in run("-", stdin=LIST).stdout


def test_json_is_exact_and_null_where_unknown(firms):
    told = json.loads(run(firms, "--json").stdout)
    assert told["columns"]["employees"] == "Workers"
    assert told["unused"] == ["Colour"]
    assert told["problem_counts"] == {
        "exchanged_coordinates": 1,
        "negative_count": 1,
        "not_an_email": 1,
    }
    first, second = told["firms"]
    assert (first["latitude"], first["employees"]) == (5.5, 12)
    assert second["latitude"] is None and second["employees"] is None
    assert told["problems"][0]["row"] == 3
    assert told["problems"][0]["column"] == "Latitude"


def test_a_workbook_has_firms_problems_and_notes(firms, tmp_path):
    done = run(firms, "-o", tmp_path / "out.xlsx")
    assert done.exit_code == 0, done.output
    book = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx"))
    assert book.sheet_names == ["Firms", "Problems", "Notes"]
    assert len(book.get_sheet_by_name("Problems").to_python()) == 1 + 3


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".json"])
def test_tables_hold_every_row(firms, tmp_path, ending):
    path = tmp_path / f"out{ending}"
    assert run(firms, "-o", path).exit_code == 0
    if ending == ".json":
        assert len(json.loads(path.read_text())["firms"]) == 2
        return
    frame = pl.read_csv(path) if ending == ".csv" else pl.read_parquet(path)
    assert frame["name"].to_list() == ["Arka Ltd", "Bora"]


def test_a_column_can_be_said(firms):
    told = json.loads(run(firms, "--json", "--column", "products=Colour").stdout)
    assert told["firms"][0]["products"] == "red"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--column", "name"], "is not ROLE=COLUMN"),
        (["--column", "colour=Colour"], "is not ROLE=COLUMN"),
        (["--country", "Atlantis"], "no country"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(firms, arguments, said):
    done = run(firms, *arguments)
    assert done.exit_code == 2 and said in done.stderr


def test_a_file_that_is_not_there_is_one_line(tmp_path):
    done = run(tmp_path / "none.csv")
    assert done.exit_code == 1 and done.stderr.startswith("Error: There is no file")
