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
from distretto.formats.charts.clusters import About
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.maps import region_map
from distretto.formats.charts.picture import source_line

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
    # Both cells of the third region are hidden, and no totals were published: leather
    # is at least 40 of at least 400, so that size is at most 75 %. Kano is all known.
    # Its quotient is an estimate, and has no interval.
    assert "unknown to unknown" not in row
    assert cells[:8] == [
        "1", "15 Leather", "Kano", "30", "25",
        "≈\xa03.00", "30.0\xa0%", "≤\xa075.0\xa0%",
    ]  # fmt: skip
    assert "LQ = (30 / 100) / (≥ 40 / ≥ 400) ≈ 3" in text
    assert "≤ means “at most”" in text and "≈ means “about”" in text
    assert "Source: Census" in text
    for note in found.notes:
        assert str(note) in text


def test_signs_stand_and_are_told_only_where_they_apply(boundaries):
    known = RegionIndustryTable(CELLS.with_columns(pl.col("employment").fill_null(50)))
    text = page(cluster_map(known, thresholds=Thresholds(employment=20)), boundaries)
    assert not set("≤≈≥") & set(text)


def test_the_pdf_has_the_signs_too(found, boundaries):
    out = io.BytesIO()
    map_page.write_pdf(found, boundaries, out)
    text = " ".join(each.extract_text() for each in PdfReader(out).pages)
    assert "≈" in text and "≤ means “at most”" in text


def test_unknown_is_a_word_on_page_and_map_and_never_zero(found, boundaries):
    text = page(found, boundaries)
    assert 'class="unknown">unknown</span>' in text
    values = cluster_sheet.clusters_sheet(found, boundaries).values
    # Lagos has no cluster, which is zero; of the third region nothing is known.
    assert values == {"K": pytest.approx(0.3), "L": 0.0, "M": None}


# By hand. Published totals: 100 jobs in each region, 90 in leather, 300 in all.
# In P all is shown: leather is 40, LQ (40 / 100) / (90 / 300) = 1.33. In Q only 17 jobs
# of other are shown, so that 17 % is known; in R 30 of leather, 30 %, LQ 1. Leather is
# known to (40 + 30) / 90 = 78 %; other, of which 210 are, to (60 + 17) / 210 = 37 %.
HALF_HIDDEN = RegionIndustryTable(
    pl.DataFrame(
        {
            "region": ["P", "P", "Q", "Q", "R", "R"],
            "industry": ["15", "99", "15", "99", "15", "99"],
            "employment": [40.0, 60.0, None, 17.0, 30.0, None],
            "establishments": [9.0, 9.0, 9.0, 9.0, 9.0, 9.0],
        }
    ),
    region_totals=pl.DataFrame(
        {
            "region": ["P", "Q", "R"],
            "employment": [100.0] * 3,
            "establishments": [18.0] * 3,
        }
    ),
    industry_totals=pl.DataFrame(
        {
            "industry": ["15", "99"],
            "employment": [90.0, 210.0],
            "establishments": [27.0, 27.0],
        }
    ),
    industry_names={"15": "Leather", "99": "Other"},
)


def half_hidden(lq):
    limits = Thresholds(lq=lq, establishments=0, employment=0, certainty=None)
    return cluster_map(HALF_HIDDEN, thresholds=limits)


def test_a_region_of_which_little_is_known_is_not_one_without_clusters(boundaries):
    places = dict(zip("PQR", boundaries.shapes.values(), strict=True))
    shapes = Boundaries(places, {"P": "Pano", "Q": "Qano", "R": "Rano"}, "id")
    sheet = cluster_sheet.clusters_sheet(half_hidden(1.25), shapes)
    assert sheet.values == {"P": pytest.approx(0.4), "Q": 0.0, "R": 0.0}
    assert sheet.little == {"Q", "R"}
    text = page(half_hidden(1.25), shapes)
    assert "little is known: under half of the jobs" in text
    assert "Qano: ≥\xa00.0\xa0% · 0 of 100 jobs · 17\xa0% of the region known" in text
    assert "Pano: 40.0\xa0%" in text  # all of it is known: no sign
    assert "Widely hatched, over any shade: under half of the region" in text
    assert "≥ before a share: figures of the region are hidden" in text
    assert "≈" not in text  # leather, the only cluster, is known to 78 %
    out = io.BytesIO()
    map_page.write_pdf(half_hidden(1.25), shapes, out)
    said = " ".join(PdfReader(out).pages[0].extract_text().split())
    assert "Widely hatched" in said


def test_a_share_of_visible_totals_is_about_where_figures_are_hidden(boundaries):
    visible = replace(HALF_HIDDEN, region_totals=None, industry_totals=None)
    limits = Thresholds(lq=1, establishments=0, employment=0)
    found = cluster_map(visible, thresholds=limits)
    places = dict(zip("PQR", boundaries.shapes.values(), strict=True))
    sheet = cluster_sheet.clusters_sheet(found, Boundaries(places, {}, "id"))
    # In R all of the 30 visible jobs are in a cluster; how many are not, nobody knows.
    assert sheet.values["R"] == 1.0 and sheet.values["R"].sign == "≈"
    assert not hasattr(sheet.values["P"], "sign")
    # The known share is of the establishments: 9 of 18, which is not under half.
    assert not sheet.little
    assert any(each.startswith("≈ before a share") for each in sheet.notes)


def test_stars_are_about_where_little_of_the_industry_is_known(boundaries):
    # Other in P: LQ (60 / 100) / (210 / 300) = 0.86, size 60 / 210, the first of the
    # two that are known.
    found = half_hidden(0.5)
    rows = {row["industry"]: row for row in found.to_dict()["clusters"][:3]}
    assert rows["99"]["stars"] and rows["99"]["known_share"] == pytest.approx(77 / 210)
    text = page(found, None)
    other = re.search(r"<tr [^>]*><td[^>]*>\d+</td><td[^>]*>99 Other.*?</tr>", text)
    leather = re.search(r"<tr [^>]*><td[^>]*>\d+</td><td[^>]*>15 L.*?</tr>", text)
    assert re.search(r">≈\xa0\d</td>", other.group())
    assert "≈" not in leather.group()
    assert "≈ before stars: under half of the industry is known." in text
    assert "little is known: 36.7\xa0% of the industry" in text  # the tooltip of a bar


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
    assert "The first clusters, by number of establishments" in text
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


def test_a_year_in_the_source_is_not_said_twice():
    assert source_line("Census", 2018) == "Census, 2018"
    assert source_line("Census 2018", 2018) == "Census 2018"
    assert source_line("Census, 2015-2018", 2018) == "Census, 2015-2018"
    assert source_line("File 120183", 2018) == "File 120183, 2018"
    assert source_line("", 2018) == "2018" and source_line("Census", None) == "Census"
    assert source_line("", None) == ""
    about = About(year=2018, source="Census 2018")
    assert about.note(ENGLISH) == ("Source: Census 2018.",)


def test_the_map_s_caption_says_the_year_once(found, boundaries):
    sheet = cluster_sheet.clusters_sheet(found, boundaries)
    said = region_map(sheet, title="Map", source="Census 2018", year=2018).caption
    assert said.startswith("Source: Census 2018. ")


def test_what_a_reader_should_know_stands_before_the_table(found, boundaries):
    text = page(found, boundaries, top=1)
    assert text.index("What a reader should know") < text.index("The clusters, best")
    out = io.BytesIO()
    map_page.write_pdf(found, boundaries, out)
    said = " ".join(p.extract_text() for p in PdfReader(out).pages)
    said = " ".join(said.split())
    assert said.index("What a reader should know") < said.index("The clusters, best")
    assert said.count("What a reader should know") == 1


def test_that_only_the_first_are_shown_stands_above_the_table(boundaries):
    # Leather and other are in each of Kano and Lagos: with no thresholds 4 clusters.
    limits = Thresholds(lq=0, establishments=0, employment=0)
    four = cluster_map(RegionIndustryTable(CELLS), thresholds=limits)
    sentence = "Of 4 clusters, the first 2 are shown."
    text = page(four, boundaries, top=2)
    assert text.count(sentence) == 1
    start = text.index("<h2>The clusters, best first</h2>")
    assert start < text.index(sentence) < text.index("<table>", start)
    assert "are shown" not in page(four, boundaries)
    out = io.BytesIO()
    map_page.write_pdf(four, boundaries, out, top=2)
    (wide,) = [p for p in PdfReader(out).pages if p.mediabox.width > p.mediabox.height]
    said = " ".join(wide.extract_text().split())
    assert said.index("best first") < said.index(sentence) < said.index("Rank")


def test_growth_says_its_base_year_and_its_column_goes_where_there_is_none(found):
    # Leather in Kano: 30 after 20 is 50 % more.
    both = pl.concat(
        [
            CELLS.with_columns(year=pl.lit(2018)),
            CELLS.with_columns(year=pl.lit(2015), employment=pl.lit(20.0, pl.Float64)),
        ]
    )
    grown = cluster_map(RegionIndustryTable(both), thresholds=Thresholds(employment=20))
    text = page(grown, None)
    assert "Growth since 2015" in text and "50.0\xa0%" in text
    assert "No growth is shown" not in text
    out = io.BytesIO()
    map_page.write_pdf(grown, None, out)
    said = " ".join(p.extract_text() for p in PdfReader(out).pages)
    assert "Growth since 2015" in " ".join(said.split())
    text = page(found, None)
    assert "Growth since" not in text
    assert "No growth is shown, because the table has no years." in text


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


def test_the_interval_stands_beneath_the_quotient_and_is_explained(found, tmp_path):
    """The ends are of the cluster map, which has its own tests."""
    known = {"lq_low": 2.37, "lq_high": 3.45}
    clusters = found.clusters.with_columns(
        pl.lit(number).alias(name) for name, number in known.items()
    )
    found, ends = replace(found, clusters=clusters), "2.37 to 3.45"
    text = page(found, None)
    assert f'3.00<br><span class="quiet">{ends}</span></td>' in text
    assert "Beneath a location quotient: its 95\u00a0% interval." in text
    map_page.write_pdf(found, None, tmp_path / "map.pdf")
    read = "".join(
        each.extract_text() for each in PdfReader(tmp_path / "map.pdf").pages
    )
    assert ends in read.replace("\u00a0", " ")


def test_without_intervals_nothing_stands_beneath(found):
    unknown = [pl.lit(None, pl.Float64).alias(key) for key in ("lq_low", "lq_high")]
    text = page(replace(found, clusters=found.clusters.with_columns(unknown)), None)
    assert "Beneath" not in text and "<br>" not in text
