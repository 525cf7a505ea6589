"""`distretto selection relatedness` by hand, on real data, and on bad input."""

from pathlib import Path

import pytest
from scipy.stats import fisher_exact
from tests.cli.commands import line_of, results, running

# All regions and industries have 12 jobs of 48: the quotient is jobs / 3.
TABLE = (
    "region,industry,jobs\n"
    "Dalton,yarn,6\nDalton,carpets,6\n"
    "Rome,yarn,6\nRome,carpets,3\nRome,nets,3\n"
    "Savannah,boats,6\nSavannah,nets,6\n"
    "Tybee,carpets,3\nTybee,boats,6\nTybee,nets,3\n"
)
GEORGIA = "us_georgia_qcew/qcew_ga_private_naics4_2015_2018.csv.gz"
BEA = "us_io_tables_bea"
BY_PLANTS = ("--value", "establishments", "--quiet")


run = running("relatedness", width=120)
result_of = results(run)


@pytest.fixture
def table(tmp_path) -> Path:
    path = tmp_path / "jobs.csv"
    path.write_text(TABLE)
    return path


@pytest.fixture
def flows(tmp_path) -> Path:
    path = tmp_path / "flows.csv"
    path.write_text(
        "seller,buyer,amount\nyarn,carpets,6\nnets,boats,2\ncarpets,boats,2\n"
    )
    return path


def test_what_goes_with_an_industry_is_read_out(table):
    """Yarn is in Dalton and Rome, carpets in both and Tybee: 2 of 3, by chance 1.5.

    Three of four regions have carpets: two of the four ways to choose have both.
    """
    done = run(table, "--industry", "yarn")
    assert done.exit_code == 0, done.output
    read = " ".join(done.stdout.split())
    assert read.startswith("No industry is in the regions of yarn more often than")
    assert "the first in the order is carpets" in read
    assert "specialised in it: 2; in carpets as well: 2, where chance has 1.5" in read
    assert "(corrected p 1.000)" in read
    # plants are not known: both, regions, by chance, p, corrected p, proximity, known
    told = " ".join(line_of(done, "carpets")[1:])
    assert told == "2 3 1.5 0.500 1.000 0.67 100 %"
    assert "4 regions and 4 industries" in read


def test_who_trades_comes_in_with_the_flows(table, flows):
    """Carpets buy all their 6 from yarn: linkage 1."""
    found = result_of(table, "--industry", "yarn", "--input-output", flows)
    carpets = found["rows"][0]
    assert (carpets["code"], carpets["linkage"], carpets["mean_rank"]) == (
        "carpets",
        1.0,
        1.0,
    )
    assert any("no totals with final demand" in note for note in found["notes"])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((), "4 regions are in an order of likeness"),
        ((), "Which end is the complex one is a convention"),
        (("--complex-end", "Tybee"), "The complex end is that of Tybee, as asked."),
        (("--by", "industry"), "4 industries are in an order of likeness"),
        (("--region", "Dalton"), "Dalton is known to be specialised in 2 industries"),
    ],
)
def test_each_question_has_its_answer_first(table, asked, said):
    done = run(table, *asked)
    assert done.exit_code == 0, done.output
    assert said in " ".join(done.stdout.split())


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("asked", [(), ("--region", "Dalton"), ("--industry", "yarn")])
def test_lines_fit_the_terminal(table, asked, width):
    done = run(table, *asked, width=width)
    assert max(map(len, done.stdout.splitlines())) <= width


def test_another_line_makes_other_specialisations(table):
    """Carpets of Rome and Tybee have a quotient of 1: above 1.5 they are none."""
    found = result_of(table, "--industry", "carpets", "--min-lq", 1.5)
    assert found["settings"]["own_regions"] == 1


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx", ".html", ".pdf"])
def test_files_are_written(table, tmp_path, ending):
    path = tmp_path / f"found{ending}"
    done = run(table, "--region", "Dalton", "-o", path)
    assert done.exit_code == 0, done.output
    rows = 4 if ending in (".csv", ".parquet") else 2
    assert f"{rows} rows written" in done.stderr and path.stat().st_size > 100


def test_standard_input_is_read():
    assert result_of("-", stdin=TABLE)["kind"] == "complexity"


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("--industry", "silk"), 1, "no industry “silk”"),
        (("--region", "Jos"), 1, "no region “Jos”"),
        (("--region", "Rome", "--industry", "yarn"), 2, "not both"),
        (("--region", "Rome", "--by", "region"), 2, "not both"),
        (("--complex-end", "Jos"), 1, "no region “Jos”"),
        (("--complex-end", "Rome", "--industry", "yarn"), 2, "leave out --industry"),
        (("--make", "make.csv"), 2, "give that, too"),
        (("--input-output", "flows.csv"), 2, "add --industry"),
        (("--year", "1999"), 1, "1999"),
        (("-o", "found.doc"), 1, "the ending says in which format"),
        (("--min-lq", "-1"), 2, "--min-lq"),
    ],
)
def test_what_is_refused(table, options, status, said):
    done = run(table, *options)
    assert (done.exit_code, done.stdout) == (status, "")
    assert said in done.stderr


def test_hidden_jobs_are_no_zeros_and_say_the_way_out(shared_data):
    done = run(shared_data / GEORGIA, "--by", "industry", "--quiet")
    read = " ".join(done.stdout.split())
    assert (
        "cells are unknown; the index of complexity reads them as not present" in read
    )
    assert "The number of establishments is known of every cell" in read


def test_what_is_shown_is_told_apart_from_what_makes_the_order(shared_data):
    """Half of the jobs are visible in 33 of 159 counties, large ones; in 4 none is."""
    georgia = shared_data / GEORGIA
    done = run(georgia, "--value", "employment", "--min-known", 0.5, "--quiet")
    read = " ".join(done.stdout.split())
    assert read.startswith("33 regions are in an order of likeness")
    assert "of the 155 regions that make the order" in read
    assert "33 of them are above the mean of all (ECI 0)" in read


def test_carpets_of_georgia_go_with_yarn_fabrics_and_fibres(shared_data):
    """What the tables of 2017 say carpet mills buy: fibres, fabrics and yarn."""
    folder = shared_data / BEA
    found = result_of(
        shared_data / GEORGIA,
        *("--industry", "3141"),
        *("--input-output", folder / "Detail_Use_2017_PRO_BeforeRedef_17sch.csv.gz"),
        *("--make", folder / "Detail_Make_2017_BeforeRedef_17sch.csv.gz"),
        *("--concordance", folder / "MasterCrosswalk.csv.gz"),
        *BY_PLANTS,
    )
    first = [row["code"] for row in found["rows"][:4]]
    assert first == ["3131", "3133", "3252", "3132"]
    yarn = found["rows"][0]
    assert (yarn["both"], yarn["own_regions"], yarn["regions"]) == (13, 25, 26)
    assert yarn["by_chance"] == pytest.approx(25 * 26 / 159)
    counts = [[13, 12], [13, 159 - 25 - 13]]
    assert yarn["p_value"] == pytest.approx(fisher_exact(counts, "greater").pvalue)
    assert yarn["adjusted_p_value"] < 0.01
    assert any("left out" in note and "“211000”" in note for note in found["notes"])


def test_whitfield_gains_what_is_near_and_says_how_chances_were_got(shared_data):
    found = result_of(
        shared_data / GEORGIA, "--region", "13313", "--base", "traded", *BY_PLANTS
    )
    rows = found["rows"]
    ahead = [row for row in rows if row["raises_complexity"]]
    near = [row["density"] for row in ahead]
    assert rows[: len(ahead)] == ahead and near == sorted(near, reverse=True)
    assert {"3141", "3131"} <= {row["code"] for row in found["held"]}
    chances = [row["entry_chance"] for row in rows if row["density"] is not None]
    assert all(0 < chance < 1 for chance in chances)
    assert any(
        note.startswith("Entry:") and "2015 to 2018" in note for note in found["notes"]
    )


def test_an_industry_of_another_level_says_which_option(tmp_path):
    """314 is 3141 and 3149 together: at four digits it is no industry of its own."""
    path = tmp_path / "jobs.csv"
    rows = [
        f"{region},{code},{jobs}"
        for region in ("13001", "13003")
        for code, jobs in (("314", 30), ("3141", 20), ("3149", 10))
    ]
    path.write_text("region,industry,jobs\n" + "\n".join(rows) + "\n")
    told = run(path, "--industry", "314")
    assert told.exit_code == 1
    assert "industries of 4 are measured: add --level 3." in told.output
