"""`distretto selection hotspots`, on a made country and on Georgia."""

import json

import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from tests.cli.commands import running

from distretto.analysis.selection.hotspots.figures import FEWEST_DRAWS, MOST_DRAWS

SIDE = 9
CELLS = [(r, c) for r in range(SIDE) for c in range(SIDE)]


run = running("hotspots")


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """81 squares of a degree; nine beside each other make carpets, one hides them."""
    folder = tmp_path_factory.mktemp("country")
    rows = []
    for r, c in CELLS:
        carpets = 50 if r < 3 and c < 3 else 5 if (r, c) == (5, 5) else 0
        name = {(1, 1): "Dalton", (8, 8): "Far"}.get((r, c), f"Place {r}{c}")
        rows.append((f"R{r}{c}", name, "3141", None if (r, c) == (8, 8) else carpets))
        rows.append((f"R{r}{c}", name, "3399", 100 - carpets))
    frame = pl.DataFrame(
        rows,
        schema=["region", "region_name", "industry", "employment"],
        orient="row",
    )
    frame.write_csv(folder / "table.csv")
    features = [
        {
            "type": "Feature",
            "properties": {"code": f"R{r}{c}"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [
                        [c + dx, 10 - r + dy]
                        for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
                    ]
                ],
            },
        }
        for r, c in CELLS
    ]
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "map.geojson").write_text(json.dumps(collection))
    pairs = [
        f"R{r}{c},R{r + down}{c + right}"
        for r, c in CELLS
        for down, right in ((0, 1), (1, 0))
        if r + down < SIDE and c + right < SIDE
    ]
    (folder / "pairs.csv").write_text("\n".join(["region,neighbour", *pairs, ""]))
    return folder


@pytest.fixture(scope="module")
def asked(country):
    return [country / "table.csv", "--boundaries", country / "map.geojson", "--quiet"]


def test_one_plain_sentence_first(asked):
    result = run(*asked, "--industry", "3141")
    assert result.exit_code == 0, result.output
    said = " ".join(result.stdout.split())
    assert said.startswith("Industry 3141")
    assert "has one hot spot" in said and "of the 80 regions that could be" in said
    assert "Dalton" in said.split("; ")[0]
    assert "1 region of 81 has no known figure and was left out; it is not" in said
    assert "“Far”" in said


def test_every_format_says_the_same(asked, tmp_path):
    found = json.loads(run(*asked, "--industry", "3141", "--json").stdout)
    hot = [row["code"] for row in found["rows"] if row["hot_spot"]]
    assert {"R11", "R10", "R01"} <= set(hot)
    assert found["rows"][-1]["code"] == "R88"
    assert found["rows"][-1]["lq"] is None
    for ending in ("csv", "parquet", "xlsx", "geojson", "html", "pdf"):
        result = run(*asked, "--industry", "3141", "-o", tmp_path / f"found.{ending}")
        assert result.exit_code == 0, result.output
    table = pl.read_parquet(tmp_path / "found.parquet")
    assert table.filter(pl.col("hot_spot").is_not_null())["code"].to_list() == hot
    assert pl.read_csv(tmp_path / "found.csv").height == 81
    sheet = CalamineWorkbook.from_path(str(tmp_path / "found.xlsx"))
    rows = sheet.get_sheet_by_name("Hot spots").to_python()
    assert [row[0] for row in rows[1 : 1 + len(hot)]] == hot
    shapes = json.loads((tmp_path / "found.geojson").read_text())
    assert len(shapes["features"]) == 81
    first = shapes["features"][0]
    assert first["id"] == hot[0] and first["geometry"]["type"] == "Polygon"
    assert first["properties"]["kind"] == "high-high"
    page = (tmp_path / "found.html").read_text()
    assert "Hot spots of" in page and page.count("<figure>") == 1
    assert "high among high (hot spot)" in page
    assert (tmp_path / "found.pdf").read_bytes().startswith(b"%PDF")


def test_neighbours_from_a_file_that_has_each_pair_once_are_those_of_the_borders(
    asked, country
):
    by_file = [asked[0], "--neighbours", country / "pairs.csv", "--quiet"]
    rows = [
        json.loads(run(*each, "--industry", "3141", "--json").stdout)["rows"]
        for each in (asked, by_file)
    ]
    local = [{row["code"]: row["local_moran"] for row in each} for each in rows]
    assert local[0] == pytest.approx(local[1])


def test_weights_count(country, tmp_path):
    """R11 has R10 (all of the weight) and R12 (none): its mean is that of R10."""
    pairs = tmp_path / "weighted.csv"
    pairs.write_text("region,neighbour,weight\nR11,R10,3\nR11,R12,0\nR10,R55,1\n")
    result = run(
        *(country / "table.csv", "--neighbours", pairs, "--quiet", "--json"),
        *("--industry", "3141", "--measure", "count"),
    )
    rows = {row["code"]: row for row in json.loads(result.stdout)["rows"]}
    assert rows["R11"]["neighbours_mean"] == pytest.approx(50)
    assert rows["R10"]["neighbours_mean"] == pytest.approx(5)
    assert rows["R12"]["left_out"] == "no_neighbours"


def test_all_industries_briefly(asked, tmp_path):
    result = run(*asked)
    assert result.exit_code == 0, result.output
    said = " ".join(result.stdout.split())
    assert "Of the 2 industries measured" in said
    path = tmp_path / "found.html"
    assert run(*asked, "-o", path).exit_code == 0
    assert "Industries with hot spots" in path.read_text()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "A hot spot needs neighbours: give --neighbours FILE"),
        (["--near", 100], "--near needs places"),
        (["--boundaries", "map", "--industry", "99"], "has no industry “99”"),
        (["--boundaries", "map", "-o", "x.geojson"], "name the industry"),
        (["--boundaries", "map", "-o", "x.docx"], "the ending says in which format"),
        (
            ["--neighbours", "pairs", "--industry", "3141", "-o", "x.geojson"],
            "needs the shapes of the regions",
        ),
    ],
)
def test_bad_input_is_one_sentence(country, options, said):
    files = {"map": country / "map.geojson", "pairs": country / "pairs.csv"}
    told = [files.get(each, each) for each in options]
    result = run(country / "table.csv", "--quiet", *told)
    assert result.exit_code != 0
    assert said in " ".join(result.output.split())
    assert "Traceback" not in result.output


def test_carpets_of_georgia_have_their_hot_spot_around_dalton(shared_data):
    """Whitfield (Dalton), Gordon and Murray have 73 % of the state’s jobs in it."""
    result = run(
        shared_data / "us_georgia_qcew" / "qcew_ga_2018.csv.gz",
        *("--boundaries", shared_data / "boundaries" / "us_georgia_counties.geojson"),
        *("--level", 4, "--industry", "3141", "--json", "--quiet"),
    )
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    hot = {row["name"] for row in found["rows"] if row["hot_spot"]}
    assert hot == {"Whitfield", "Gordon", "Murray"}
    assert found["settings"]["hot_share"] == pytest.approx(0.73, abs=0.005)
    hidden = [row for row in found["rows"] if row["left_out"] == "unknown"]
    assert len(hidden) == 36 and all(row["lq"] is None for row in hidden)


def test_help_says_how_many_draws_there_are():
    said = " ".join(run("--help").stdout.split())
    assert f"if not given, {FEWEST_DRAWS:,} to {MOST_DRAWS:,}: more where" in said
