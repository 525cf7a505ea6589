"""`distretto selection specialisation` on a worked example, real data and bad input."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from scipy.stats import binomtest
from tests.cli.commands import line_of, results, running

from distretto.cli import main

# Worked by hand beside the measures: Kano .25 .25 .5 against .125 .125 .75.
TABLE = (
    "region,industry,jobs\nKano,1511,25\nKano,1512,25\nKano,2511,50\n"
    "Lagos,1511,25\nLagos,1512,25\nLagos,2511,250\n"
)
# Three of five plants of shoes are in Kano, with 200 of 1,000 jobs.
SHOES = ["Kano,shoes,20"] * 3 + ["Jos,shoes,20"] * 2
REST = ["Kano,rest,10"] * 14 + ["Jos,rest,10"] * 26 + ["Lagos,rest,10"] * 50
LIST = "\n".join(["region,industry,size", *SHOES, *REST]) + "\n"


run = running("specialisation", width=120)
result_of = results(run)


@pytest.fixture
def table(tmp_path) -> Path:
    path = tmp_path / "jobs.csv"
    path.write_text(TABLE)
    return path


def test_the_worked_example(table):
    done = run(table)
    assert done.exit_code == 0, done.output
    read = " ".join(done.stdout.split())
    assert "Kano is least like the whole: Krugman 0.50, so that 25" in read
    # jobs, Krugman, Hachman, H, 1/H, entropy, related, unrelated, known
    told = " ".join(line_of(done, "Kano")[1:])
    assert told == "100 0.50 0.75 0.375 2.7 1.50 0.50 1.00 100 %"


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("more", [(), ("--region", "Kano")])
def test_lines_fit_the_terminal(table, width, more):
    done = run(table, *more, width=width)
    assert done.exit_code == 0
    assert max(map(len, done.stdout.splitlines())) <= width


def test_groups_of_one_digit_make_other_relations(table):
    """Groups 1 and 2 are as 15 and 25; of four digits, nothing is related."""
    kano = result_of(table, "--group-digits", 4)["rows"][0]
    assert (kano["related_variety"], kano["unrelated_variety"]) == (0, 1.5)


def test_one_region_with_intervals_from_its_plants():
    done = run("-", "--region", "Kano", stdin=LIST)
    assert done.exit_code == 0, done.output
    wilson = binomtest(3, 5).proportion_ci(method="wilson")
    low, high = f"{wilson.low / 0.2:.2f}", f"{wilson.high / 0.2:.2f}"
    assert line_of(done, "shoes") == [
        "shoes",
        "60",
        "3",
        "3.00",
        low,
        high,
        "2.02",
        "few",
    ]
    read = " ".join(done.stdout.split())
    assert "Kano: 200 jobs. It is specialised beyond doubt in 1 of the 2" in read


def test_persons_without_plants_have_no_interval(table):
    done = run(table, "--region", "Kano")
    assert "There are no intervals" in done.stdout
    assert "Its highest quotient is that of 1511" in " ".join(done.stdout.split())


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx", ".html", ".pdf"])
@pytest.mark.parametrize("more", [(), ("--region", "Kano")])
def test_files_are_written(table, tmp_path, ending, more):
    path = tmp_path / f"found{ending}"
    done = run(table, *more, "-o", path)
    assert done.exit_code == 0, done.output
    assert "rows written" in done.stderr and path.stat().st_size > 100


@pytest.mark.parametrize("command", ["specialisation", "concentration"])
def test_a_table_that_hides_too_much_is_told_in_a_sentence(tmp_path, command):
    """Each region and each industry has 100 jobs, of which 10 are seen."""
    path = tmp_path / "hidden.csv"
    path.write_text(
        "region,industry,jobs\nKano,15,10\nKano,25,\nJos,15,\nJos,25,10\n"
        "Total,15,100\nTotal,25,100\nKano,Total,100\nJos,Total,100\n"
    )
    asked = ["selection", command, str(path), "--quiet"]
    done = CliRunner().invoke(main, asked)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "No row has an index: 50% must be known" in done.stderr
    assert "at most 10% is known" in done.stderr
    assert CliRunner().invoke(main, [*asked, "--min-known", "0.1"]).exit_code == 0


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("--region", "Jos"), 1, "no region “Jos”"),
        (("--region", "Kano", "--group-digits", "2"), 2, "leave out --region"),
        (("-o", "found.doc"), 1, "the ending says in which format"),
        (("--confidence", "95"), 2, "--confidence"),
    ],
)
def test_what_is_refused(table, options, status, said):
    done = run(table, *options)
    assert (done.exit_code, done.stdout) == (status, "")
    assert said in done.stderr


@pytest.mark.parametrize(
    ("place", "quotient", "plants"),
    [("Tres de Febrero", 3.045, 414), ("Avellaneda", 2.008, 234)],
)
def test_metalworking_around_buenos_aires(shared_data, place, quotient, plants):
    """Counts of establishments within the file, as its description has them."""
    name = "argentina_amba_establishments/amba_establishments.csv.gz"
    asked = ("--value", "establishments", "--region", place, "--quiet")
    rows = result_of(shared_data / name, *asked)["rows"]
    metal = next(row for row in rows if row["code"] == "25")
    assert metal["establishments"] == plants
    assert metal["lq"] == pytest.approx(quotient, abs=0.0005)


def test_the_carpet_district_of_georgia(shared_data):
    """11,822 jobs and 85 mills in Whitfield, as published; beyond any doubt."""
    name = "us_georgia_qcew/qcew_ga_2018.csv.gz"
    found = result_of(shared_data / name, "--level", 4, "--region", "13313", "--quiet")
    first = found["rows"][0]
    assert (first["code"], first["employment"], first["establishments"]) == (
        "3141",
        11_822,
        85,
    )
    assert 1 < first["lq_low"] < first["lq"] < first["lq_high"]
    assert found["settings"]["total"] == 56_490
    assert any("is estimated from" in note for note in found["notes"])


def test_a_code_that_is_a_total_is_told(tmp_path):
    path = tmp_path / "jobs.csv"
    rows = [
        f"{region},{code},{jobs}"
        for region in ("13001", "13003")
        for code, jobs in (("314", 30), ("3141", 20), ("3149", 10), ("3151", 5))
    ]
    path.write_text("region,industry,jobs\n" + "\n".join(rows) + "\n")
    told = run(path, "--region", "13000")
    assert told.exit_code == 1
    assert "“13000” stands for all regions whose codes begin alike" in told.output


def test_what_to_ask_next_stands_beneath_the_regions(table):
    assert "whether beyond chance: --region Kano" in " ".join(run(table).output.split())
    assert "whether beyond chance" not in run(table, "--region", "Kano").output
