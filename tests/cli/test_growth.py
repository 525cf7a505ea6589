"""`distretto selection growth` on real data and on bad input, run as a person does."""

import re
from pathlib import Path

import polars as pl
import pytest
from tests.cli.commands import results, running

TABLE = (
    "region,industry,year,jobs\n"
    "Kano,shoes,2015,60\nKano,rest,2015,140\nLagos,shoes,2015,40\nLagos,rest,2015,160\n"
    "Kano,shoes,2018,100\nKano,rest,2018,140\nLagos,shoes,2018,40\nLagos,rest,2018,160\n"
)


run = running("growth", width=120)
result_of = results(run)


@pytest.fixture
def table(tmp_path) -> Path:
    path = tmp_path / "jobs.csv"
    path.write_text(TABLE)
    return path


def test_the_table_says_what_the_change_is_made_of(table):
    """400 to 440: the nation brings 10 %; Kano +20, its mix +4, the rest its own."""
    done = run(table, "--from", 2015, "--to", 2018)
    assert done.exit_code == 0
    assert "400 jobs in 2015 and 440 in 2018, +40" in done.stdout
    kano = next(line for line in done.stdout.splitlines() if line.startswith("Kano"))
    assert kano.split() == ["Kano", "200", "240", "+40", "+20", "+4", "+16", "100%"]
    assert "Region itself:" in done.stdout


def test_what_is_not_told_stands_beside_what_is_known_of_the_whole(tmp_path):
    """Kano: published 200 to 250, of which 60 to 100 in shoes are seen.

    The area: 400 to 440, 10 %: +20 for Kano, so +30 against it. Shoes: nation +6, mix
    60 x (40 % - 10 %) = +18, itself +16. Not told: 50 - 20 - 18 - 16 = -4.
    """
    path = tmp_path / "hidden.csv"
    path.write_text(
        "region,industry,year,jobs\n"
        "Kano,shoes,2015,60\nKano,rest,2015,\nKano,Total,2015,200\n"
        "Lagos,shoes,2015,40\nLagos,rest,2015,160\nLagos,Total,2015,200\n"
        "Total,Total,2015,400\nTotal,shoes,2015,100\nTotal,rest,2015,300\n"
        "Kano,shoes,2018,100\nKano,rest,2018,\nKano,Total,2018,250\n"
        "Lagos,shoes,2018,40\nLagos,rest,2018,150\nLagos,Total,2018,190\n"
        "Total,Total,2018,440\nTotal,shoes,2018,140\nTotal,rest,2018,300\n"
    )
    done = run(path, "--region", "Kano")
    assert done.exit_code == 0, done.output
    said = " ".join(done.stdout.split())
    assert (
        "nation +20, mix of industries +18, region itself +16, not told apart −4"
        in said
    )
    assert "as a whole that is +30, of which −4 cannot be told apart" in said


@pytest.mark.parametrize("width", [80, 120])
def test_lines_fit_the_terminal(table, width):
    done = run(table, "--region", "Kano", width=width)
    assert max(map(len, done.stdout.splitlines())) <= width
    assert "emerging" in done.stdout


def test_years_are_the_first_and_last_unless_told(table):
    assert result_of(table)["settings"]["from"] == 2015


def test_what_is_not_shown_is_added_up(table):
    lines = run(table, "--top", 1).stdout.splitlines()
    others = next(line for line in lines if line.startswith("1 others"))
    assert others.split()[2:5] == ["200", "200", "0"]


def test_a_hidden_figure_is_no_loss(table):
    table.write_text(TABLE.replace("Kano,shoes,2018,100", "Kano,shoes,2018,"))
    found = result_of(table)
    kano = next(row for row in found["rows"] if row["code"] == "Kano")
    assert (kano["change"], kano["known_share"]) == (0, None)
    assert kano["is_minimum"] and found["total"]["is_minimum"]
    shown = run(table).stdout
    kano = next(line for line in shown.splitlines() if line.startswith("Kano"))
    assert kano.split()[1:6] == ["≥", "140", "≥", "140", "≈"]
    assert "≥\N{NO-BREAK SPACE}340 jobs in 2015" in shown
    assert "≥ means “at least”" in " ".join(shown.split())


def test_one_minus_in_the_sentence_and_in_the_table(table):
    shown = run(table, "--region", "Lagos", "--top", "9").stdout
    assert "\N{MINUS SIGN}" in shown
    assert not re.search(r"-\d", shown)


def test_spatial_takes_pairs_from_a_file(table, tmp_path):
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("region,neighbour\nKano,Lagos\nLagos,Kano\n")
    found = result_of(table, "--method", "spatial", "--neighbours", pairs)
    kano = next(row for row in found["rows"] if row["code"] == "Kano")
    # Lagos's shoes stood still: 0 against the nation's 40 % on 60, and so -24.
    assert kano["neighbours"] == pytest.approx(-24)
    assert kano["regional"] == pytest.approx(40)


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx"])
def test_files_are_written(table, tmp_path, ending):
    path = tmp_path / f"growth{ending}"
    done = run(table, "-o", path)
    assert done.exit_code == 0, done.output
    assert "2 rows written" in done.stderr and path.stat().st_size > 100


def test_standard_input_is_read():
    found = result_of("-", stdin=TABLE)
    assert found["total"]["change"] == 40


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("--from", "2018", "--to", "2015"), 2, "a year before"),
        (("--from", "1999"), 1, "There is no row of 1999"),
        (("--region", "Jos"), 1, "no region “Jos”"),
        (("--region", "Kano", "--by", "region"), 2, "told by its parts"),
        (("--region", "Kano", "--industry", "shoes"), 2, "not both"),
        (("--method", "spatial"), 2, "needs neighbours"),
        (("-o", "growth.doc"), 1, "the ending says in which format"),
    ],
)
def test_what_is_refused(table, options, status, said):
    done = run(table, *options)
    assert (done.exit_code, done.stdout) == (status, "")
    assert said in done.stderr


def test_a_table_without_years_is_refused(tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("region,industry,jobs\nKano,shoes,1\nLagos,shoes,2\n")
    done = run(path)
    assert done.exit_code == 1 and "two years at least" in done.stderr


def test_the_carpet_district_of_georgia(shared_data):
    """Whitfield, NAICS 3141: 11,233 jobs in 2015, 11,822 in 2018, as published."""
    name = "us_georgia_qcew/qcew_ga_private_naics4_2015_2018.csv.gz"
    found = result_of(shared_data / name, "--region", "13313", "--quiet")
    carpets = next(row for row in found["rows"] if row["code"] == "3141")
    file = pl.read_csv(shared_data / name, infer_schema=False).filter(
        area_fips="13313", industry_code="3141"
    )
    ends = {row["year"]: float(row["annual_avg_emplvl"]) for row in file.to_dicts()}
    assert (carpets["value_start"], carpets["value_end"]) == (
        ends["2015"],
        ends["2018"],
    )
    assert ends["2018"] == 11_822
    parts = carpets["national"] + carpets["mix"] + carpets["regional"]
    assert parts == pytest.approx(carpets["change"], abs=1e-6)
    assert carpets["stage"] == "growing"
    total = found["total"]
    told = sum(total[part] for part in ("national", "mix", "regional", "unattributed"))
    assert told == pytest.approx(total["change"], abs=1e-6)
    assert 0 < total["known_share"] < 1
    # Private jobs as published (agglvl 71, own_code 5): the county's 55,003 and 56,490
    # without 5,320 and 5,373 of the governments.
    assert (total["value_start"], total["value_end"]) == (49_683, 51_116)
    assert total["national"] == pytest.approx(49_683 * (3_777_824 / 3_513_397 - 1))


@pytest.mark.parametrize("by", ["region", "industry"])
def test_private_georgia_is_the_published_total_and_adds_up(shared_data, by):
    """As published (agglvl 51, own_code 5). The counties together (agglvl 71) had
    3,383,585 and 3,645,010; 4521, 4529, 5171 and 5172 had 143,952 jobs in 2015."""
    name = "us_georgia_qcew/qcew_ga_private_naics4_2015_2018.csv.gz"
    found = result_of(shared_data / name, "--by", by, "--quiet", "--top", "999")
    total, rest = found["total"], found["rest"]
    assert (total["value_start"], total["value_end"]) == (3_513_397, 3_777_824)
    others = total["mix"] + total["regional"] + total["unattributed"]
    assert others == pytest.approx(0, abs=1e-6)
    known = [row for row in found["rows"] if row["change"] is not None]
    for part in ("value_start", "change", "national", "mix", "unattributed"):
        added = sum(row[part] for row in known) + rest[part]
        assert added == pytest.approx(total[part], abs=1e-3), part
    if by == "region":
        assert (rest["value_start"], rest["value_end"]) == (129_812, 132_814)
    said = " ".join(found["notes"])
    codes = "“4521”, “4529”, “5171”, “5172”, with 143,952 jobs"
    assert codes in said and "probably revised" in said


def test_the_same_figures_in_the_long_layout_say_that_they_are_minima(shared_data):
    """No private total of a county is in this file; Fulton's is 695,557 in 2015."""
    path = shared_data / "us_georgia_qcew" / "demo_private_naics4.csv.gz"
    found = result_of(path, "--quiet", "--accept-problems")
    fulton = next(row for row in found["rows"] if row["code"] == "13121")
    assert fulton["is_minimum"] and fulton["value_start"] < 695_557
    assert found["total"]["is_minimum"]
    assert "whose totals are published for both years" in " ".join(found["notes"])
