"""`distretto selection localisation`, on a made country and on Buenos Aires."""

import json
import re

import numpy as np
import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from tests.cli.commands import running

run = running("localisation")


@pytest.fixture(scope="module")
def plants(tmp_path_factory):
    """200 plants anywhere, 40 knitters in one town, 3 tanners; two without a place."""
    rng = np.random.default_rng(4)
    anywhere, town = rng.uniform(0, 0.6, (203, 2)), rng.normal(0.3, 0.01, (40, 2))
    places = np.vstack([anywhere, town]) + 10
    names = ["1512"] * 200 + ["1511"] * 3 + ["1430"] * 40
    frame = pl.DataFrame(
        {
            "latitude": [*places[:, 0].tolist(), None, None],
            "longitude": [*places[:, 1].tolist(), None, None],
            "isic": [*names, "1430", "1430"],
            "jobs": [*rng.integers(1, 40, 243).tolist(), 1, None],
        }
    )
    path = tmp_path_factory.mktemp("plants") / "plants.csv"
    frame.write_csv(path)
    return path


def test_the_table_for_people(plants):
    result = run(plants, "--simulations", 199, "--classification", "ISIC4")
    assert result.exit_code == 0, result.output
    first = result.stdout.splitlines()[2]
    assert re.search(r"1430 .* 40  from 0 to", first)
    said = " ".join(result.stdout.split())
    assert (
        "1430 Manufacture of knitted and crocheted apparel is localised from 0" in said
    )
    assert "2 establishments of 245 have no place and were left out." in said
    assert "1 industry with fewer than 10 plants was not measured: “1511”." in said
    assert "Industries are in the order of “above band”" in said
    found = json.loads(run(plants, "--simulations", 199, "--json").stdout)
    above = found["industries"][0]["localisation"]
    assert f"{100 * above:.2f}\N{NO-BREAK SPACE}%" in first


def test_few_industries_are_told_in_the_singular(plants):
    said = run(plants, "--simulations", 19, "--top", 1).stdout
    assert "Of 2 industries the first is shown." in said


def test_two_ways_to_a_chance_are_told(tmp_path):
    """600 plants are many enough to work the chance out (500), 12 are not."""
    rng = np.random.default_rng(2)
    frame = pl.DataFrame(
        {
            "latitude": rng.uniform(10, 10.6, 1_000),
            "longitude": rng.uniform(10, 10.6, 1_000),
            "isic": ["1430"] * 600 + ["1512"] * 12 + ["2511"] * 388,
        }
    )
    frame.write_csv(tmp_path / "plants.csv")
    said = " ".join(run(tmp_path / "plants.csv", "--simulations", 99).stdout.split())
    assert "of few plants, come of 99 draws and cannot be less than 0.01" in said


def test_every_format_says_the_same(plants, tmp_path):
    found = json.loads(run(plants, "--simulations", 199, "--json", "--quiet").stdout)
    industries = [each["industry"] for each in found["industries"]]
    assert industries == ["1430", "1512"]
    assert found["industries"][0]["p_value"] == pytest.approx(1 / 200)
    for ending in ("csv", "parquet", "xlsx", "geojson", "html", "pdf"):
        path = tmp_path / f"found.{ending}"
        result = run(plants, "--simulations", 199, "--quiet", "-o", path)
        assert result.exit_code == 0, result.output
    assert (
        pl.read_csv(tmp_path / "found.csv", infer_schema=False)["industry"].to_list()
        == industries
    )
    assert pl.read_parquet(tmp_path / "found.parquet")["plants"].to_list() == [40, 200]
    sheet = CalamineWorkbook.from_path(str(tmp_path / "found.xlsx"))
    rows = sheet.get_sheet_by_name("Industries").to_python()
    assert [row[0] for row in rows[1:]] == industries
    points = json.loads((tmp_path / "found.geojson").read_text())["features"]
    assert len(points) == 240
    page = (tmp_path / "found.html").read_text()
    assert "localised from 0" in page and page.count("<figure>") == 4
    assert (tmp_path / "found.pdf").read_bytes().startswith(b"%PDF")


def test_pairs_count_by_jobs(plants):
    result = run(plants, "--simulations", 99, "--weighted", "--json", "--quiet")
    found = json.loads(result.stdout)
    assert found["settings"]["weighted"] is True


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--industry", "9999"], "No establishment of the list is of “9999”. It has:"),
        (["--reach", "5000"], "A distance of 5000.0 km is wider than the whole"),
        (["--min-plants", "900"], "No industry has 900 plants or more."),
        (["--longitude-column", "east"], "has no column “east” for the longitude"),
        (["-o", "found.docx"], "the ending says in which format"),
        (["--unit", "km", "-o", "found.geojson"], "GeoJSON is in degrees"),
        # Refused before anything is measured, which would be refused as well.
        (
            ["--unit", "km", "-o", "found.geojson", "--min-plants", "900"],
            "GeoJSON is in degrees",
        ),
    ],
)
def test_bad_input_is_one_sentence(plants, options, said):
    result = run(plants, "--quiet", *options)
    assert result.exit_code != 0
    assert said in " ".join(result.output.split())
    assert "Traceback" not in result.output


def test_a_wrong_place_stops_the_run_until_accepted(tmp_path, plants):
    path = tmp_path / "wrong.csv"
    path.write_text(plants.read_text() + "910.1,10.2,1430,5\n")
    result = run(path, "--quiet", "--simulations", 19)
    assert result.exit_code == 1
    assert "Row 247, column “latitude”: “910.1” is no place" in result.output
    accepted = run(path, "--quiet", "--simulations", 19, "--accept-problems")
    assert accepted.exit_code == 0


def test_metalworking_around_buenos_aires_is_localised(shared_data):
    """Among manufacturing plants, up to about nine kilometres (issue's own words)."""
    path = shared_data / "argentina_amba_establishments" / "amba_establishments.csv.gz"
    result = run(
        path, "--base", "manufacturing", "--industry", "25", "--json", "--quiet"
    )
    assert result.exit_code == 0, result.output
    (metal,) = json.loads(result.stdout)["industries"]
    assert metal["plants"] == 4484
    low, high = metal["localised_km"][0]
    assert low == 0 and high == pytest.approx(9, abs=0.5)
    assert metal["p_value"] < 0.05
