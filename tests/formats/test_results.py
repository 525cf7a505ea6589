"""Results as files, read back by other programs than the one that wrote them."""

import csv
import json
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import polars as pl
import pytest
import shapely
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from distretto.analysis.selection.cluster_map import Thresholds, cluster_map
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import FormatError
from distretto.formats.boundaries import Boundaries
from distretto.formats.neighbours import neighbours
from distretto.formats.results import to_json, write_results
from distretto.formats.tables import read_table

SHAPES = {
    "a": shapely.box(0, 0, 1, 1),
    "b": shapely.box(1, 0, 2, 1),
    "c": shapely.box(5, 5, 6, 6),
}
SHEETS = ("Clusters", "Settings", "Notes", "Clusters, all columns", "Cells")
BOUNDARIES = Boundaries(SHAPES, {"a": "=A1", "b": "Béta", "c": "C"}, "id")


@pytest.fixture(scope="module")
def found():
    #        leather  other   LQ of leather: a (30/100)/(45/450) = 3, b 3, c 0.6
    # a          30     70
    # b          15     35
    # c           ?    300    unknown, so no figure at all
    rows = [("a", "leather", 30.0), ("a", "other", 70.0), ("b", "leather", 15.0)]
    rows += [("b", "other", 35.0), ("c", "leather", None), ("c", "other", 300.0)]
    cells = pl.DataFrame(
        rows, schema=["region", "industry", "employment"], orient="row"
    )
    table = RegionIndustryTable(
        cells=cells.with_columns(establishments=pl.lit(None, pl.Float64)),
        region_names=dict(BOUNDARIES.names),
    )
    return cluster_map(
        table,
        neighbours=neighbours(BOUNDARIES),
        thresholds=Thresholds(employment=1),
    )


def test_json_is_exact_and_null_where_unknown(found):
    result = json.loads(to_json(found))
    assert result["clusters"] == found.to_dict()["clusters"]
    best = result["clusters"][0]
    assert (best["regions"], best["industry"]) == (["a", "b"], "leather")
    assert best["lq"] == pytest.approx((45 / 150) / (45 / 450))
    assert best["employment"] == 45 and best["establishments"] is None
    assert {"settings", "known_share", "clusters"} <= result.keys()


def test_csv_and_parquet_hold_the_same_clusters(found, tmp_path):
    write_results(found, tmp_path / "c.csv")
    write_results(found, tmp_path / "c.parquet", top=1)
    text = pl.read_csv(tmp_path / "c.csv")
    assert text["regions"][0] == "a; b" and text["establishments"][0] is None
    assert pl.read_parquet(tmp_path / "c.parquet").equals(found.clusters.head(1))


def test_csv_holds_no_formulas_and_is_read_back_as_it_was(found, tmp_path):
    names = ["=HYPERLINK(1)", "'=1", "-silk", "'s-Hertogenbosch"]
    assert found.clusters.height >= 1
    rows = pl.concat([found.clusters.head(1)] * 4).with_columns(
        industry_name=pl.Series(names), lq=pl.Series([-1.5, -2.5, 3.0, None])
    )
    path = tmp_path / "c.csv"
    write_results(replace(found, clusters=rows), path)
    with path.open(newline="", encoding="utf-8") as text:
        raw = list(csv.DictReader(text))
    told = [row["industry_name"] for row in raw]
    assert told == ["'=HYPERLINK(1)", "''=1", "'-silk", "'s-Hertogenbosch"]
    assert [row["lq"] for row in raw] == ["-1.5", "-2.5", "3.0", ""]
    assert read_table(path).frame.collect()["industry_name"].to_list() == names


def test_geojson_joins_the_shapes_of_a_cluster(found, tmp_path):
    write_results(found, tmp_path / "c.geojson", boundaries=BOUNDARIES)
    collection = json.loads((tmp_path / "c.geojson").read_text())
    first = collection["features"][0]
    whole = shapely.from_geojson(json.dumps(first["geometry"]))
    assert whole.equals(shapely.box(0, 0, 2, 1))
    assert first["properties"]["lq"] == found.clusters["lq"][0]
    assert first["properties"]["establishments"] is None


def test_the_workbook_has_text_as_text_and_blanks_for_the_unknown(found, tmp_path):
    write_results(found, tmp_path / "c.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "c.xlsx"))
    assert book.sheet_names == list(SHEETS)
    heading, first, *_ = book.get_sheet_by_name("Clusters").to_python()
    row = dict(zip(heading, first, strict=True))
    assert row["Regions"] == "=A1; Béta"  # text, and no formula
    assert row["Employment (persons)"] == 45
    assert row["Establishments (number)"] == ""
    cells = book.get_sheet_by_name("Cells").to_python()
    assert len(cells) == 1 + found.cells.height
    assert "never zero" in book.get_sheet_by_name("Notes").to_python()[0][0]


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def number_formats(path, row: int) -> list[str]:
    """The number formats of the first sheet's cells, as the file itself has them."""
    with zipfile.ZipFile(path) as book:
        styles = ElementTree.fromstring(book.read("xl/styles.xml"))
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    codes = {each.get("numFmtId"): each.get("formatCode") for each in styles[0]}
    formats = [each.get("numFmtId") for each in styles.find(f"{MAIN}cellXfs")]
    cells = list(sheet.iter(f"{MAIN}row"))[row]
    return [codes.get(formats[int(each.get("s", "0"))], "") for each in cells]


def test_a_bound_is_a_number_with_its_sign(found, tmp_path):
    """Leather in c is hidden: 45 is the least that its total can be, and 450 of all."""
    full = found.clusters.fill_null(0)  # a blank cell has no place in the file
    full = full.with_columns(industry_name=pl.lit("Leather"))
    write_results(replace(found, clusters=full), tmp_path / "c.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "c.xlsx"))
    heading, first, *_ = book.get_sheet_by_name("Clusters").to_python()
    values = dict(zip(heading, first, strict=True))
    styles = dict(zip(heading, number_formats(tmp_path / "c.xlsx", 1), strict=True))
    size = "Size (share of the industry)"
    assert (values[size], styles[size]) == (1.0, '"≤ "0.0%')
    quotient = "Location quotient (1 = as in the reference)"
    assert values[quotient] == pytest.approx(3)
    assert styles[quotient] == '"≈ "0.00'
    assert styles["Focus (share of the region)"] == "0.0%"
    heading, first, *_ = book.get_sheet_by_name("Clusters, all columns").to_python()
    values = dict(zip(heading, first, strict=True))
    assert values["Size is at most this"] is True
    assert values["Focus is at most this"] is False
    notes = book.get_sheet_by_name("Notes").to_python()
    assert any("at most" in str(row[0]) for row in notes)


@pytest.mark.parametrize(("known", "style"), [(0.49, '"≈ "0'), (0.5, ""), (None, "")])
def test_stars_of_an_industry_under_half_known_have_a_sign(
    found, tmp_path, known, style
):
    share = pl.lit(known, pl.Float64)
    full = found.clusters.fill_null(0).with_columns(
        industry_name=pl.lit("Leather"), known_share=share, stars=pl.lit(3)
    )
    write_results(replace(found, clusters=full), tmp_path / "c.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "c.xlsx"))
    heading = book.get_sheet_by_name("Clusters").to_python()[0]
    # A blank cell has no place in the file; the known share is the last one.
    styles = dict(zip(heading, number_formats(tmp_path / "c.xlsx", 1), strict=False))
    assert heading[-1].startswith("Known share")
    assert styles["Stars (0 to 3)"] == style  # a built-in format has no text


def pairs_of(path) -> dict:
    book = CalamineWorkbook.from_path(str(path))
    return dict(row[:2] for row in book.get_sheet_by_name("Settings").to_python())


def test_the_workbook_speaks_as_the_pages_do(found, tmp_path):
    write_results(found, tmp_path / "c.xlsx", title="Leather", source="Census, 2018")
    said = pairs_of(tmp_path / "c.xlsx")
    assert (said["Title"], said["Source"]) == ("Leather", "Census, 2018")
    assert said["Star for a location quotient from"] == 2
    assert said["Compared within"] == "all industries of the table"
    assert said["… whose figure is known"] == 5  # of the six cells
    assert said["Measured by"] == "persons employed"
    assert "Digits of the industry codes" not in said  # they are words
    assert not any("_" in name or "lq star" in name for name in said)
    write_results(found, tmp_path / "d.xlsx")
    assert not {"Title", "Source"} & pairs_of(tmp_path / "d.xlsx").keys()


def test_the_workbook_names_regions_beside_their_codes(found, tmp_path):
    write_results(found, tmp_path / "c.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "c.xlsx"))
    heading, *rows = book.get_sheet_by_name("Cells").to_python()
    names = {
        row[heading.index("Region (code)")]: row[heading.index("Region")]
        for row in rows
    }
    assert names == {"a": "=A1", "b": "Béta", "c": "C"}


def test_unknown_neighbours_are_named_in_the_workbook(tmp_path):
    # b touches a and is unknown for leather: it may belong to the cluster of a.
    rows = [("a", "leather", 30.0), ("a", "other", 70.0), ("b", "leather", None)]
    rows += [("b", "other", 35.0), ("c", "other", 300.0)]
    cells = pl.DataFrame(
        rows, schema=["region", "industry", "employment"], orient="row"
    )
    table = RegionIndustryTable(cells, region_names=dict(BOUNDARIES.names))
    limits = Thresholds(employment=1)
    pairs = neighbours(BOUNDARIES)
    found = cluster_map(table, neighbours=pairs, thresholds=limits)
    write_results(found, tmp_path / "c.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "c.xlsx"))
    heading, first, *_ = book.get_sheet_by_name("Clusters, all columns").to_python()
    row = dict(zip(heading, first, strict=True))
    assert row["Neighbours with unknown figures"] == "Béta"
    assert row["Neighbours with unknown figures (codes)"] == "b"


def test_pages_have_title_source_and_the_first_clusters_only(tmp_path):
    rows = [("a", "leather", 30.0), ("a", "other", 70.0), ("b", "other", 35.0)]
    cells = pl.DataFrame(
        rows, schema=["region", "industry", "employment"], orient="row"
    )
    every = Thresholds(lq=0, employment=0, establishments=0)
    found = cluster_map(RegionIndustryTable(cells), thresholds=every)
    assert found.clusters.height == 3
    options = {"title": "Leather of Béta", "source": "Census, 2018", "top": 1}
    write_results(found, tmp_path / "c.html", boundaries=BOUNDARIES, **options)
    text = (tmp_path / "c.html").read_text("utf-8")
    assert "<h1>Leather of Béta</h1>" in text and "Source: Census, 2018" in text
    assert 'id="cluster-1"' in text and 'id="cluster-2"' not in text
    write_results(found, tmp_path / "c.pdf", **options)
    reader = PdfReader(tmp_path / "c.pdf")
    assert reader.metadata.title == "Leather of Béta"
    said = " ".join(" ".join(p.extract_text() for p in reader.pages).split())
    assert "Source: Census, 2018" in said


def parts_of(path, *names) -> list[str]:
    """Parts of the workbook's package, as the file itself has them."""
    with zipfile.ZipFile(path) as archive:
        return [archive.read(f"xl/{name}.xml").decode() for name in names]


def test_a_manager_prints_the_first_sheet(found, tmp_path):
    write_results(found, tmp_path / "c.xlsx", title="Leather & shoes", source="Census")
    book = CalamineWorkbook.from_path(str(tmp_path / "c.xlsx"))
    heading, first, *rest = book.get_sheet_by_name("Clusters").to_python()
    assert heading == [
        "Rank",
        "Industry",
        "Regions",
        "Employment (persons)",
        "Establishments (number)",
        "Location quotient (1 = as in the reference)",
        "Focus (share of the region)",
        "Size (share of the industry)",  # no growth: the table has one year
        "Stars (0 to 3)",
        "Known share of the industry",
    ]
    assert first[:3] == [1, "leather", "=A1; Béta"]  # the code, for want of a title
    beneath = [row[0] for row in rest[-4:]]
    assert beneath[-1] == "Source: Census" and beneath[0].startswith("≤ means")
    sheet, names = parts_of(tmp_path / "c.xlsx", "worksheets/sheet1", "workbook")
    assert 'xSplit="2" ySplit="1"' in sheet  # rank and name, and the heading
    page = ElementTree.fromstring(sheet).find(f"{MAIN}pageSetup").attrib
    assert page["paperSize"] == "9" and page["orientation"] == "landscape"
    assert page["fitToHeight"] == "0"  # as many pages as needed,
    assert page.get("fitToWidth", "1") == "1"  # each as wide as all columns
    assert "&amp;LLeather &amp;&amp; shoes" in sheet
    assert "Clusters!$1:$1" in names and "Clusters!$A$1:$J$" in names


def test_the_sheets_of_analysts_do_not_fill_a_ream_of_paper(tmp_path):
    rows = [(f"r{n}", "leather", 1.0 + n) for n in range(150)]
    cells = pl.DataFrame(
        rows, schema=["region", "industry", "employment"], orient="row"
    )
    every = Thresholds(lq=0, employment=0, establishments=0)
    found = cluster_map(RegionIndustryTable(cells), thresholds=every)
    write_results(found, tmp_path / "c.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "c.xlsx"))
    assert len(book.get_sheet_by_name("Cells").to_python()) == 151
    names, measures = parts_of(tmp_path / "c.xlsx", "workbook", "worksheets/sheet4")
    areas = re.findall(r"Print_Area[^>]*>([^<]*)<", names)
    assert [area.rpartition("$")[2] for area in areas] == ["101", "153", "101"]
    assert "On paper: the first 100 rows of 150" in measures


def test_settings_are_said_in_words(found, tmp_path):
    asked = {
        "columns": {"area_fips": "fips", "employment": "jobs"},
        "layout": "qcew",
        "base": "traded",
        "classification": "NAICS2017",
        "employment_is_estimate": False,
    }
    codes = found.cells.with_columns(
        industry=pl.col("industry").replace({"leather": "3161", "other": "316"})
    )
    settings = {**found.settings, **asked, "level": None}
    full = replace(found, cells=codes, settings=settings)
    write_results(full, tmp_path / "c.xlsx")
    said = pairs_of(tmp_path / "c.xlsx")
    assert said["Columns of the file"] == "region: fips; persons employed: jobs"
    assert said["Layout of the file"] == "BLS QCEW annual file"
    assert said["Compared within"] == "Traded industries only"
    assert said["Classification"] == "NAICS 2017 (North America)"
    assert said["Jobs are estimated from size bands"] == "no"
    assert said["Digits of the industry codes"] == "3–4"
    assert said["Known share taken of"] == "number of establishments"


def test_no_cell_of_the_workbook_is_a_formula(found, tmp_path):
    write_results(found, tmp_path / "c.xlsx")
    with zipfile.ZipFile(tmp_path / "c.xlsx") as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        assert sheets and not any(b"<f>" in archive.read(name) for name in sheets)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("c.doc", "unknown_ending"),
        ("c.geojson", "needs_boundaries"),
        ("no/c.csv", "no_folder"),
    ],
)
def test_a_target_that_cannot_be_is_a_sentence(found, tmp_path, name, code):
    with pytest.raises(FormatError) as refused:
        write_results(found, tmp_path / name)
    assert refused.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_a_writer_that_fails_leaves_the_old_file_alone(found, tmp_path, monkeypatch):
    target = tmp_path / "c.parquet"
    target.write_text("old")

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(pl.DataFrame, "write_parquet", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_results(found, target)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["c.parquet"]
