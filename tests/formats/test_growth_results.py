"""Growth as files and as a page, from a table whose parts are known by hand."""

import io
import json
import re

import polars as pl
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from distretto.analysis.selection.growth.explained import explain_growth
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError
from distretto.formats import growth_words
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.growth_results import ENDINGS, to_json, write_results
from distretto.formats.neighbour_pairs import read_neighbours

EVIL = "<script>alert(1)</script> =1+1"
# All: 400 to 440, so the nation brings 10 %. x: 100 to 140 without the hidden cell.
CELLS = pl.DataFrame(
    {
        "region": ["K", "K", "L", "L", "M"] * 2,
        "industry": ["x", "y", "x", "y", "x"] * 2,
        "year": [2015] * 5 + [2018] * 5,
        "employment": [60.0, 140, 40, 160, 70, 100, 140, 40, 160, None],
        "establishments": [1.0] * 10,
    }
)
TABLE = RegionIndustryTable(
    CELLS,
    region_names={"K": EVIL, "L": "Lagos"},
    industry_names={"x": "Shoes", "y": "Rest"},
)


@pytest.fixture(scope="module")
def found():
    return explain_growth(TABLE)


def test_rows_and_total_by_hand(found):
    """K: 200 to 240; nation +20; as its industries 60 x 1.4 + 140 = 224, so mix +4 and
    +16 of its own. L: 200 to 200: +20, as its industries 216: -4, and -16."""
    first, second, hidden = found.rows.to_dicts()
    assert (first["code"], first["change"]) == ("K", 40)
    assert [first[part] for part in found.parts] == pytest.approx([20, 4, 16])
    assert [second[part] for part in found.parts] == pytest.approx([20, -4, -16])
    assert hidden["code"] == "M" and hidden["change"] is None
    assert (found.total["change"], found.total["known_share"]) == (40, None)
    assert [found.total[part] for part in found.parts] == pytest.approx([40, 0, 0])
    assert any("1 cell is hidden in 2015 or 2018" in str(note) for note in found.notes)


def test_one_region_by_industry_has_stages_with_their_rule():
    found = explain_growth(TABLE, by="industry", region="K")
    assert found.rows["code"].to_list() == ["x", "y"]
    assert found.rows["change"].to_list() == [40, 0]
    assert found.total["change"] == 40 and found.total["name"] == EVIL
    assert found.rest is None
    assert found.rows["stage"].to_list()[0] == "emerging"
    assert found.rows["stage_rule"][0].startswith("Emerging: from 60 to 100")


def test_what_the_rows_lack_to_a_published_total_is_a_row_of_its_own():
    totals = pl.DataFrame(
        {
            "region": ["K", "L", "M"] * 2,
            "year": [2015] * 3 + [2018] * 3,
            "employment": [200.0, 200, 100, 240, 200, 120],
        }
    )
    table = RegionIndustryTable(CELLS, region_totals=totals)
    found = explain_growth(table, by="industry", region="M")
    assert found.rest is not None and found.total["change"] == 20
    # 100 of M grew as the whole: 500 to 560.
    assert found.rest["national"] == pytest.approx(12)
    assert found.rest["unattributed"] == pytest.approx(8)
    assert found.total["known_share"] == 0


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"by": "industry", "region": "Z"}, "no_such_code"),
        ({"by": "region", "region": "K"}, "one_by_itself"),
        ({"start": 2018}, "not_a_period"),
    ],
)
def test_what_is_refused(asked, code):
    with pytest.raises(InputError) as refusal:
        explain_growth(TABLE, **asked)
    assert refusal.value.code == code


def test_a_table_of_one_year_has_no_growth():
    one = RegionIndustryTable(CELLS.filter(pl.col("year") == 2015).drop("year"))
    with pytest.raises(InputError, match="two years at least"):
        explain_growth(one)


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_ending_is_written(found, tmp_path, ending):
    path = tmp_path / f"growth{ending}"
    write_results(found, path, title="Jobs", source="Census")
    assert path.stat().st_size > 200


def test_json_and_csv_are_exact_and_keep_unknown(found, tmp_path):
    plain = json.loads(to_json(found))
    assert plain["rows"][2]["change"] is None
    assert plain["settings"]["from"] == 2015
    write_results(found, tmp_path / "g.csv")
    rows = pl.read_csv(tmp_path / "g.csv")
    assert rows["regional"].to_list()[:2] == pytest.approx([16, -16])
    assert rows["change"].to_list() == [40, 0, None]


def test_the_workbook_has_total_and_notes_and_no_formula(found, tmp_path):
    path = tmp_path / "growth.xlsx"
    write_results(found, path, title="Jobs", source="Census")
    book = CalamineWorkbook.from_path(path)
    rows = book.get_sheet_by_name("Growth").to_python()
    assert rows[0][:5] == ["Code", "Name", "2015", "2018", "Change"]
    assert rows[1][1] == EVIL  # a text, not a formula
    assert rows[3][4] == ""
    assert rows[-1][1] == "All together" and rows[-1][4] == 40
    place = rows[0].index("Lacks hidden cells")
    assert [row[place] for row in rows[1:]] == [False, False, "", True]
    notes = [row[0] for row in book.get_sheet_by_name("Notes").to_python()]
    assert "Census" in notes and any("never zero" in note for note in notes)


def test_the_page_needs_nothing_from_elsewhere_and_says_all(found, tmp_path):
    path = tmp_path / "growth.html"
    write_results(found, path, source="Census")
    text = path.read_text()
    assert not re.search(r"https?://(?!www\.w3\.org/)", text)
    assert "<script>alert" not in text
    assert "Growth from 2015 to 2018" in text and "Source: Census." in text
    assert "nation +40" in text and "Not told apart" not in text
    # M is hidden, so the whole is at least what K and L are.
    assert "≥\N{NO-BREAK SPACE}400 jobs in 2015" in text
    assert "≈\N{NO-BREAK SPACE}+40" in text and "≥ means “at least”" in text


def test_the_pdf_has_the_same_words(found, tmp_path):
    path = tmp_path / "growth.pdf"
    write_results(found, path)
    pages = PdfReader(io.BytesIO(path.read_bytes())).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert "Growth from 2015 to 2018" in text and "Region itself" in text


def test_a_page_in_arabic_runs_from_right_to_left(found, tmp_path):
    path = tmp_path / "growth.html"
    write_results(found, path, language=Language("ar"))
    assert 'dir="rtl"' in path.read_text()


def test_the_largest_changes_keep_their_order(found):
    rows = pl.DataFrame({"change": [9.0, 2.0, None, -8.0]})
    assert growth_words.largest(rows, 2)["change"].to_list() == [9, -8]
    assert growth_words.signed(0.2, ENGLISH) == "0"
    assert growth_words.signed(-0.2, ENGLISH) == "0"
    assert growth_words.signed(3.6, ENGLISH) == "+4"


def test_neighbours_are_read_by_name_or_by_place(tmp_path):
    path = tmp_path / "pairs.csv"
    path.write_text("weight,neighbour,region\n2,L,K\n1,Z,K\n")
    assert read_neighbours(str(path), ["K", "L"]).rows() == [("K", "L", 2.0)]
    path.write_text("from,to\nK,L\nL,K\n")
    found = read_neighbours(str(path), ["K", "L"])
    assert found.rows() == [("K", "L", 1.0), ("L", "K", 1.0)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("region\nK\n", "no_pairs"),
        ("region,neighbour\nA,B\n", "no_known_neighbours"),
        ("region,neighbour,weight\nK,L,heavy\n", "bad_weight"),
    ],
)
def test_neighbours_that_cannot_be_used_are_refused(tmp_path, text, code):
    path = tmp_path / "pairs.csv"
    path.write_text(text)
    with pytest.raises(ValueError) as refusal:
        read_neighbours(str(path), ["K", "L"])
    assert refusal.value.code == code
