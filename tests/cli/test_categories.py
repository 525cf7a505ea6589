"""`distretto selection categories` on two heaps, on real data, and on bad input."""

from pathlib import Path

import polars as pl
import pytest
from tests.cli.commands import results, running

GEORGIA = "us_georgia_qcew/qcew_ga_private_naics4_2015_2018.csv.gz"
BEA = "us_io_tables_bea"
# Two industries of the north, two of the south, and one jobless exception each.
ROWS = [
    f"{side}{region},{name},{(40 + 7 * region + place) if near else 1}"
    for side in "ns"
    for region in range(5)
    for place, name in enumerate(("yarn", "carpets", "boats", "nets"))
    for near in [(place < 2) == (side == "n")]
]
TABLE = "\n".join(["region,industry,jobs", *ROWS]) + "\n"


run = running("categories", width=120)
result_of = results(run)


@pytest.fixture
def table(tmp_path) -> Path:
    path = tmp_path / "jobs.csv"
    path.write_text(TABLE)
    return path


def groups(found: dict) -> set[str]:
    return {" ".join(sorted(row["codes"].split())) for row in found["rows"]}


@pytest.mark.parametrize("method", ["ward", "kmeans"])
def test_what_is_together_is_found_by_both_methods(table, method):
    found = result_of(table, "--categories", 2, "--method", method)
    assert groups(found) == {"boats nets", "carpets yarn"}
    assert {row["method"] for row in found["alternatives"]} == {
        {"ward": "ward", "kmeans": "k-means"}[method]
    }


def test_the_answer_stands_first_and_what_was_tried_below(table):
    done = run(table, "--categories", "2-3")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("4 industries fall into 2 categories.")
    assert "What was tried" in done.stdout and "k-means" in done.stdout


@pytest.mark.parametrize("width", [80, 120])
def test_lines_fit_the_terminal(table, width):
    done = run(table, "--categories", 2, width=width)
    assert max(map(len, done.stdout.splitlines())) <= width


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx", ".html", ".pdf"])
def test_files_are_written(table, tmp_path, ending):
    path = tmp_path / f"found{ending}"
    done = run(table, "--categories", 2, "-o", path)
    assert done.exit_code == 0, done.output
    rows = 4 if ending in (".csv", ".parquet") else 2
    assert f"{rows} rows written" in done.stderr
    if ending == ".csv":
        listed = pl.read_csv(path)
        assert sorted(listed["code"]) == ["boats", "carpets", "nets", "yarn"]
        assert listed["category"].n_unique() == 2


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("--categories", "1"), 2, "2 or more"),
        (("--categories", "9-3"), 2, "2 or more"),
        (("--categories", "many"), 2, "30-60"),
        (("--categories", "4"), 1, "cannot be put into"),
        (("--method", "guess"), 2, "--method"),
        (("--concordance", "codes.csv"), 2, "give that, too"),
        (("-o", "found.doc"), 1, "the ending says in which format"),
    ],
)
def test_what_is_refused(table, options, status, said):
    done = run(table, *options)
    assert (done.exit_code, done.stdout) == (status, "")
    assert said in done.stderr


def test_carpets_of_georgia_belong_with_yarn_and_fibres(shared_data):
    """Traded industries, as the authors of the method took: mills and their inputs."""
    folder = shared_data / BEA
    found = result_of(
        shared_data / GEORGIA,
        *("--input-output", folder / "Detail_Use_2017_PRO_BeforeRedef_17sch.csv.gz"),
        *("--make", folder / "Detail_Make_2017_BeforeRedef_17sch.csv.gz"),
        *("--concordance", folder / "MasterCrosswalk.csv.gz"),
        *("--base", "traded", "--categories", "13-15", "--quiet"),
    )
    carpets = next(row for row in found["rows"] if "3141" in row["codes"].split())
    assert {"3131", "3141", "3252"} <= set(carpets["codes"].split())
    assert carpets["within"] > carpets["between"]
    assert len(found["members"]) == 136
    assert len(found["alternatives"]) == 4 * 2 * 3
    scores = [row["score"] for row in found["alternatives"]]
    assert scores == sorted(scores, reverse=True)
