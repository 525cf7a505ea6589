"""`distretto selection concentration` on a worked example, real data and bad input."""

from pathlib import Path

import pytest
from tests.cli.commands import line_of, results, running

# Shoes: five plants of 20, of which three in Kano and two in Jos; all have 200, 300 and
# 500 jobs in Kano, Jos and Lagos. Worked by hand beside the measures:
# gamma = .296 / .496 = .597, z = .296 / sqrt(.0135808) = 2.5.
SHOES = ["Kano,shoes,20"] * 3 + ["Jos,shoes,20"] * 2
REST = ["Kano,rest,10"] * 14 + ["Jos,rest,10"] * 26 + ["Lagos,rest,10"] * 50
LIST = "\n".join(["region,industry,size", *SHOES, *REST]) + "\n"
TABLE = (
    "region,industry,jobs\nKano,shoes,60\nJos,shoes,40\n"
    "Kano,rest,140\nJos,rest,260\nLagos,rest,500\n"
)
ALL = ("--min-plants", 0)
BUENOS_AIRES = "argentina_amba_establishments/amba_establishments.csv.gz"
GEORGIA = "us_georgia_qcew/qcew_ga_2018.csv.gz"


run = running("concentration", width=120)
result_of = results(run)


@pytest.fixture
def plants(tmp_path) -> Path:
    path = tmp_path / "plants.csv"
    path.write_text(LIST)
    return path


@pytest.fixture
def table(tmp_path) -> Path:
    path = tmp_path / "jobs.csv"
    path.write_text(TABLE)
    return path


def test_the_first_industry_is_read_out(plants):
    done = run(plants, *ALL)
    assert done.exit_code == 0, done.output
    read = " ".join(done.stdout.split())
    assert "shoes is more concentrated than its plants alone explain: gamma" in read
    assert "gamma 0.597 (z 2.5). Above 0.05 is called highly concentrated" in read
    assert "Ellison and Glaeser 1997" in read
    # plants, jobs, Hoover, Gini, G, H, gamma, z, M-S, known
    told = " ".join(line_of(done, "shoes")[1:])
    assert told == "5 100 0.50 0.60 0.4200 0.2000 0.597 2.5 0.032 100 %"


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("more", [(), ("--pairs", 3)])
def test_lines_fit_the_terminal(plants, width, more):
    done = run(plants, *ALL, *more, width=width)
    assert max(map(len, done.stdout.splitlines())) <= width
    assert done.exit_code == 0


def test_a_table_without_plants_has_gini_and_hoover_and_says_why(table):
    done = run(table, *ALL)
    assert "shoes is spread least like the whole: Gini 0.60; 50" in done.stdout
    assert "Gamma is missing" in done.stdout
    assert line_of(done, "shoes")[1:] == ["100", "0.50", "0.60", "100", "%"]


def test_few_plants_may_be_chance():
    """Two plants of one size in Kano: G = .38, H = .5, G - (1 - S2) H = .07 by chance.

    With a = .5 .5, both in one region happens every second time: z = 1.
    """
    rows = ["a,15,10", "a,15,10", "a,25,10", "a,25,10", *["b,25,10"] * 4]
    done = run("-", *ALL, stdin="\n".join(["region,industry,size", *rows]) + "\n")
    assert "15 has the highest gamma, 1.000 (z 1.0); chance may" in done.stdout


def test_pairs_are_named(plants):
    found = result_of(plants, *ALL, "--pairs", 3)
    (pair,) = found["rows"]
    assert {pair["code"], pair["other_code"]} == {"rest", "shoes"}
    assert pair["gamma"] == pytest.approx(-0.42 / 9 / 0.62)


def test_small_industries_are_not_listed(plants):
    found = result_of(plants)
    assert [row["code"] for row in found["rows"]] == ["rest"]
    assert any("fewer than 10 establishments" in note for note in found["notes"])
    assert "There is nothing to list." in run(plants, "--min-plants", 1000).stdout


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx", ".html", ".pdf"])
def test_files_are_written(plants, tmp_path, ending):
    path = tmp_path / f"found{ending}"
    done = run(plants, *ALL, "-o", path)
    assert done.exit_code == 0, done.output
    assert "2 rows written" in done.stderr and path.stat().st_size > 100


def test_standard_input_is_read():
    found = result_of("-", *ALL, stdin=LIST)
    assert found["rows"][0]["gamma"] == pytest.approx(0.296 / 0.496)


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("-o", "found.doc"), 1, "the ending says in which format"),
        (("--base", "99"), 1, "none of the industries to compare within"),
        (("--year", "1999"), 1, "1999"),
        (("--pairs", "0"), 2, "--pairs"),
        (("--min-known", "2"), 2, "--min-known"),
    ],
)
def test_what_is_refused(plants, options, status, said):
    done = run(plants, *options)
    assert (done.exit_code, done.stdout) == (status, "")
    assert said in done.stderr


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    done = run(tmp_path / "none.csv")
    assert done.exit_code in (1, 2) and "Traceback" not in done.output


def test_metalworking_has_districts_and_schools_follow_the_people(shared_data):
    found = result_of(shared_data / BUENOS_AIRES, "--quiet")
    gammas = {row["code"]: row["gamma"] for row in found["rows"]}
    assert gammas["25"] > 0.02 > gammas["85"]
    assert list(gammas.values()) == sorted(gammas.values(), reverse=True)
    assert any("equal steps" in note for note in found["notes"])


def test_carpets_of_georgia_by_establishments(shared_data):
    asked = ("--level", 4, "--value", "establishments", "--base", "manufacturing")
    found = result_of(shared_data / GEORGIA, *asked, "--pairs", 1, "--quiet")
    (pair,) = found["rows"]
    assert (pair["code"], pair["other_code"]) == ("3131", "3141")
    industries = result_of(shared_data / GEORGIA, *asked, "--quiet")
    carpets = next(row for row in industries["rows"] if row["code"] == "3141")
    assert carpets["gamma"] > 0.05 and carpets["z"] > 100
