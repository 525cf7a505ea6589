"""The cluster map as one page: everything inside, nothing from elsewhere."""

import base64
import hashlib
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import polars as pl
import pytest
import shapely
from pypdf import PdfReader

from distretto.analysis.selection.cluster_map import Thresholds, cluster_map
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.formats import map_page
from distretto.formats.boundaries import Boundaries
from distretto.formats.charts import cluster_sheet
from distretto.formats.charts.language import Language
from distretto.formats.charts.maps import region_map

EVIL = "<script>alert(1)</script> #import $x$"

# By hand, of the four cells below: leather is 40 of 400 jobs in all, a share of 0.1;
# in Kano 30 of 100, so LQ = 0.3 / 0.1 = 3, focus 30 %, size 30 / 40 = 75 %.
CELLS = pl.DataFrame(
    {
        "region": ["K", "K", "L", "L", "M", "M"],
        "industry": ["15", "99", "15", "99", "15", "99"],
        "employment": [30.0, 70.0, 10.0, 290.0, None, None],
        "establishments": [25.0, 40.0, 9.0, 80.0, 3.0, 2.0],
    }
)


@pytest.fixture(scope="module")
def found():
    table = RegionIndustryTable(CELLS, industry_names={"15": "Leather", "99": "Other"})
    return cluster_map(table, thresholds=Thresholds(employment=20))


@pytest.fixture(scope="module")
def boundaries():
    places = {"K": 8.0, "L": 9.0, "M": 10.0}
    shapes = {code: shapely.box(x, 6, x + 1, 7) for code, x in places.items()}
    return Boundaries(shapes, {"K": "Kano", "L": "Lagos", "M": EVIL}, "id")


def page(found, boundaries, **options):
    out = io.BytesIO()
    map_page.write_html(found, boundaries, out, **options)
    return out.getvalue().decode()


def test_the_page_needs_nothing_from_elsewhere(found, boundaries):
    text = page(found, boundaries, source="Census")
    assert not re.search(r"https?://(?!www\.w3\.org/)", text)
    assert not re.search(r"\b(?:src|srcset|@import)\b\s*[=(]", text)
    assert "url(http" not in text and "<link" not in text


def test_the_page_s_policy_allows_its_own_script_and_style_and_no_other(found):
    text = page(found, None)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text).group(1)
    assert "default-src 'none'" in policy
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", text, re.S)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not re.search(r"<[^>]+\son\w+=", text) and " style=" not in text


def test_the_page_has_the_figures_and_the_formula_with_its_own_figures(
    found, boundaries
):
    text = page(found, boundaries, source="Census", title="Clusters of Nigeria")
    assert "<title>Clusters of Nigeria</title>" in text
    row = re.search(r'<tr id="cluster-1">(.*?)</tr>', text).group(1)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row)
    assert cells[:8] == [
        "1", "15 Leather", "Kano", "30", "25", "3.00", "30.0\xa0%", "75.0\xa0%",
    ]  # fmt: skip
    assert "LQ = (30 / 100) / (40 / 400) = 3" in text
    assert "Source: Census" in text
    for note in found.notes:
        assert note in text


def test_unknown_is_a_word_on_page_and_map_and_never_zero(found, boundaries):
    text = page(found, boundaries)
    assert 'class="unknown">unknown</span>' in text
    values = cluster_sheet.clusters_sheet(found, boundaries).values
    # Lagos has no cluster, which is zero; of the third region nothing is known.
    assert values == {"K": pytest.approx(0.3), "L": 0.0, "M": None}


def test_the_map_of_one_industry_colours_quotients(found, boundaries):
    sheet = cluster_sheet.industry_sheet(found, boundaries, "15")
    assert sheet.values["K"] == pytest.approx(3.0)
    assert sheet.values["L"] == pytest.approx(1 / 3)
    assert sheet.value("M") is None
    assert [each.regions for each in sheet.outlines] == [("K",)]


def test_labels_say_what_is_counted_and_within_what(boundaries):
    table = RegionIndustryTable(
        CELLS,
        industry_names={"15": "Leather"},
        classification="ISIC4",
    )
    limits = Thresholds(employment=0, establishments=0, lq=0)
    firms = cluster_map(table, value="establishments", thresholds=limits)
    text = page(firms, boundaries)
    assert "Share of the region’s establishments that are in clusters" in text
    assert "Share of the region’s establishments (logarithmic)" in text
    assert "Establishments (area of the bubble)" in text
    assert "The first clusters, by Establishments" in text
    assert "of the region’s jobs" not in text
    within = cluster_map(table, base="manufacturing", thresholds=limits)
    text = page(within, boundaries)
    assert "Share of the region’s jobs in manufacturing that are in clusters" in text
    assert "Share of the region’s jobs in manufacturing (logarithmic)" in text
    # Alone in its base, leather is all of it: no class begins at 100 %.
    assert "100\xa0% and more" not in text
    listed = cluster_map(table, base=["15", "99"], thresholds=limits)
    assert "jobs in the industries chosen that are" in page(listed, boundaries)


def test_the_map_says_what_outlines_and_numbers_are(found, boundaries):
    sheet = cluster_sheet.clusters_sheet(found, boundaries)
    said = region_map(sheet, title="Map").caption
    assert "Outlined are clusters; the number is the rank in the list." in said
    some = region_map(replace(sheet, clusters=40), title="Map").caption
    assert "Outlined are the first 1 of 40 clusters" in some


def test_a_page_without_a_map_is_not_called_one(found, boundaries):
    assert "<h1>Clusters</h1>" in page(found, None)
    assert "<h1>Cluster map</h1>" in page(found, boundaries)


def test_names_with_markup_stay_names(found, boundaries):
    text = page(found, boundaries, title=EVIL)
    scripts = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, _: scripts.append(tag)
    parser.feed(text)
    assert scripts.count("script") == 1


def test_right_to_left(found, boundaries):
    text = page(found, boundaries, language=Language("ar"))
    assert '<html lang="ar" dir="rtl">' in text


def test_without_boundaries_there_is_no_map_and_only_the_first_are_kept(found):
    text = page(found, None, top=1)
    assert "Borders are those" not in text and 'id="cluster-1"' in text


def test_the_pdf_has_title_figures_pictures_and_language(found, boundaries):
    out = io.BytesIO()
    map_page.write_pdf(found, boundaries, out, title="Clusters of Nigeria")
    reader = PdfReader(out)
    text = " ".join(" ".join(p.extract_text() for p in reader.pages).split())
    for part in ("Clusters of Nigeria", "Leather", "3.00", "(30 / 100)", "75.0"):
        assert part in text
    assert reader.metadata.title == "Clusters of Nigeria"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_the_table_of_the_pdf_lies_on_its_side_so_that_no_name_meets_the_next(
    boundaries,
):
    names = {"15": "Wired and wireless telecommunications carriers", "99": "Other"}
    table = RegionIndustryTable(CELLS, industry_names=names)
    out = io.BytesIO()
    map_page.write_pdf(
        cluster_map(table, thresholds=Thresholds(employment=20)), boundaries, out
    )
    pages = PdfReader(out).pages
    (wide,) = [p for p in pages if p.mediabox.width > p.mediabox.height]
    text = " ".join(wide.extract_text().split())
    # On one line with its figures, as the region that follows it.
    assert f"15 {names['15']} Kano" in text


def test_a_printed_page_hides_no_column(found, boundaries):
    # On screen a table that is too wide is scrolled, which a sheet cannot be.
    whole = page(found, boundaries)
    printed = whole.split("@media print")[1].split("</style>")[0]
    assert ".scroll { overflow: visible; }" in printed and "landscape" in printed
    assert re.search(r'<section class="wide">\s*<h2>The clusters', whole)


def test_writing_twice_gives_the_same_bytes(found, boundaries):
    first, second = io.BytesIO(), io.BytesIO()
    for out in (first, second):
        map_page.write_pdf(found, boundaries, out)
    assert first.getvalue() == second.getvalue()
    assert page(found, boundaries) == page(found, boundaries)


def test_it_is_written_to_a_path_too(found, tmp_path):
    map_page.write_html(found, None, tmp_path / "map.html")
    assert (tmp_path / "map.html").read_text("utf-8").startswith("<!doctype html>")
