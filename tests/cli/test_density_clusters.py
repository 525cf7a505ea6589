"""`distretto selection density-clusters`, on a made town and on Buenos Aires."""

import json

import numpy as np
import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from tests.cli.commands import running

run = running("density-clusters")


@pytest.fixture(scope="module")
def plants(tmp_path_factory):
    """200 plants anywhere within 67 km, 40 knitters in a town; two without a place."""
    rng = np.random.default_rng(4)
    anywhere, town = rng.uniform(0, 0.6, (200, 2)), rng.normal(0.3, 0.003, (40, 2))
    places = np.vstack([anywhere, town]) + 10
    frame = pl.DataFrame(
        {
            "latitude": [*places[:, 0].tolist(), None, None],
            "longitude": [*places[:, 1].tolist(), None, None],
            "isic": [*["1512"] * 170, *["1430"] * 30, *["1430"] * 40, "1430", "1430"],
            "jobs": [*rng.integers(1, 40, 240).tolist(), 1, None],
        }
    )
    path = tmp_path_factory.mktemp("plants") / "plants.csv"
    frame.write_csv(path)
    return path


KNITTERS = ("--industry", "1430", "--within", 0.5, "--quiet")


def test_one_plain_sentence_first(plants):
    result = run(plants, *KNITTERS, "--classification", "ISIC4")
    assert result.exit_code == 0, result.output
    said = " ".join(result.stdout.split())
    assert said.startswith(
        "1430 Manufacture of knitted and crocheted apparel: one cluster holds 40 of 70 "
        "plants (57 %); 30 are in none."
    )
    assert "2 establishments of 242 have no place and were left out." in said
    assert "As many plants placed at random on all sites" in said


def test_every_format_says_the_same(plants, tmp_path):
    found = json.loads(run(plants, *KNITTERS, "--json").stdout)
    (town,) = found["rows"]
    assert town["plants"] == 40 and town["employment"] is not None
    assert (town["latitude"], town["longitude"]) == pytest.approx(
        (10.3, 10.3), abs=0.01
    )
    assert 0.3 < town["half_radius_km"] < town["radius_km"] < 2
    assert found["settings"]["noise"] == 30
    # All 40 plants around are knitters, which are 70 of 240: by hand, 3.43 times.
    assert town["times_sites"] == pytest.approx(40 / town["sites_around"] * 240 / 70)
    for ending in ("csv", "parquet", "xlsx", "geojson", "html", "pdf"):
        path = tmp_path / f"found.{ending}"
        result = run(plants, *KNITTERS, "-o", path)
        assert result.exit_code == 0, result.output
    assert pl.read_csv(tmp_path / "found.csv")["plants"].to_list() == [40]
    assert pl.read_parquet(tmp_path / "found.parquet")["plants"].to_list() == [40]
    sheet = CalamineWorkbook.from_path(str(tmp_path / "found.xlsx"))
    assert len(sheet.get_sheet_by_name("Clusters of points").to_python()) == 2
    features = json.loads((tmp_path / "found.geojson").read_text())["features"]
    kinds = [each["properties"]["kind"] for each in features]
    assert kinds == ["cluster", *["plant"] * 70]
    numbers = [each["properties"]["cluster"] for each in features[1:]]
    assert numbers.count(1) == 40 and numbers.count(None) == 30
    page = (tmp_path / "found.html").read_text()
    assert page.count("<figure>") == 1 and "in a cluster" in page
    assert (tmp_path / "found.pdf").read_bytes().startswith(b"%PDF")


def test_without_a_distance_one_is_taken_and_said(plants):
    result = run(plants, "--industry", "1430", "--quiet")
    said = " ".join(result.stdout.split())
    assert "No distance was given: plants within" in said
    assert "at which 25% of them have 10 plants" in said


def test_fewer_simulations_than_asked_for_are_said(plants, monkeypatch):
    """By hand: 70 knitters placed 30 times are 2,100; there is time for no more."""
    monkeypatch.setattr("distretto.formats.density.report.MOST_PLACED", 2_100)
    asked = (*KNITTERS, "--simulations", 50)
    settings = json.loads(run(plants, *asked, "--json").stdout)["settings"]
    assert settings["simulations"] == settings["chance"]["simulations"] == 30
    said = " ".join(run(plants, *asked).stdout.split())
    assert "Plants were placed at random 30 times, not 50" in said
    assert "of 30 draws" in said
    enough = " ".join(run(plants, *KNITTERS, "--simulations", 19).stdout.split())
    assert "of 19 draws" in enough and "times, not" not in enough


def test_all_plants_are_grouped_without_chance(plants):
    found = json.loads(run(plants, "--within", 0.5, "--quiet", "--json").stdout)
    assert found["settings"]["chance"] is None
    (town,) = found["rows"]
    assert town["times_sites"] is None
    assert "1430" in town["industries"]


def test_metres_are_told_and_degrees_never_taken_for_them(plants):
    result = run(plants, *KNITTERS, "--unit", "m")
    assert result.exit_code == 1
    assert "as degrees do" in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--industry", "9999"], "No establishment of the list is of “9999”. It has:"),
        (["--min-plants", "900"], "Clusters of 900 plants or more cannot be told"),
        (["--method", "hdbscan", "--within", "1"], "HDBSCAN finds clusters at every"),
        (["--longitude-column", "east"], "has no column “east” for the longitude"),
        (["-o", "found.docx"], "the ending says in which format"),
        (["--unit", "km", "-o", "found.geojson"], "GeoJSON is in degrees"),
    ],
)
def test_bad_input_is_one_sentence(plants, options, said):
    result = run(plants, "--quiet", *options)
    assert result.exit_code != 0
    assert said in " ".join(result.output.split())
    assert "Traceback" not in result.output


def test_hdbscan_needs_no_distance_but_two_clusters(plants, tmp_path):
    pytest.importorskip(
        "sklearn", reason="scikit-learn, which is optional, is not here"
    )
    asked = ("--industry", "1430", "--method", "hdbscan", "--quiet")
    alone = run(plants, *asked)
    assert "HDBSCAN finds two clusters or more" in " ".join(alone.stdout.split())
    knitters = pl.read_csv(plants, infer_schema=False).filter(isic="1430").drop_nulls()
    moved = pl.col("latitude").cast(pl.Float64) + 1
    both = pl.concat([knitters, knitters.with_columns(moved.cast(pl.String))])
    both.write_csv(path := tmp_path / "two.csv")
    found = json.loads(run(path, *asked, "--json").stdout)
    assert max(row["plants"] for row in found["rows"]) >= 30
    assert found["settings"]["within_km"] is None


def test_a_sentence_where_hdbscan_is_not_installed(plants, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "sklearn.cluster", None)
    result = run(plants, "--industry", "1430", "--method", "hdbscan", "--quiet")
    assert result.exit_code == 1
    assert "need scikit-learn 1.3 or newer" in " ".join(result.output.split())


def test_metalworking_around_buenos_aires(shared_data):
    """4,484 plants; the two largest clusters are in General San Martín and Tres de
    Febrero, the two districts of the highest quotients of the list, and centre of the
    city has less of it than of others.
    """
    path = shared_data / "argentina_amba_establishments" / "amba_establishments.csv.gz"
    result = run(
        *(path, "--base", "manufacturing", "--industry", "25", "--json", "--quiet")
    )
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    settings, rows = found["settings"], found["rows"]
    assert settings["plants"] == 4484 and settings["sites"] == 13_810
    assert settings["plants_in_clusters"] + settings["noise"] == 4484
    assert settings["plants_in_clusters"] > settings["chance"]["high"]
    middles = [(row["latitude"], row["longitude"]) for row in rows]
    assert middles[0] == pytest.approx((-34.55, -58.53), abs=0.02)  # San Martín
    assert middles[1] == pytest.approx((-34.62, -58.56), abs=0.02)  # Tres de Febrero
    city = [
        row
        for row, (y, x) in zip(rows, middles, strict=True)
        if abs(y + 34.605) < 0.01 and abs(x + 58.382) < 0.01
    ]
    assert city and city[0]["times_sites"] < 1 < rows[0]["times_sites"]


def test_places_outside_the_boundaries_are_told(plants, tmp_path):
    # The town is at 10 to 10.6 degrees both ways: a square from 50 to 51 has none.
    borders = tmp_path / "square.geojson"
    corners = [[50, 50], [51, 50], [51, 51], [50, 51], [50, 50]]
    shape = {"type": "Polygon", "coordinates": [corners]}
    feature = {"type": "Feature", "properties": {"code": "1"}, "geometry": shape}
    borders.write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8"
    )
    told = run(plants, *KNITTERS, "--simulations", 19, "--boundaries", borders)
    assert "No establishment lies inside the boundaries." in told.output
