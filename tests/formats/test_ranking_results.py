"""A ranking as a file. What must be in it follows from the sheet it was made from."""

import csv
import io
import json
import re
import zipfile

import numpy as np
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from distretto.analysis.selection.overturning import weight_to_overturn
from distretto.analysis.selection.ranking import rank_candidates
from distretto.analysis.selection.robustness import robustness
from distretto.errors import FormatError
from distretto.formats.ranking_report import RankingReport
from distretto.formats.ranking_results import to_csv, to_json, write_results
from distretto.formats.score_sheet import ScoreSheet
from distretto.formats.sheet_setup import for_paper, lines_of, widths_of


def report_of(vetoes):
    sheet = ScoreSheet(
        candidates=("wool", "=silk", "ميناء"),
        criteria=("jobs", "market"),
        weights=(0.6, 0.4),
        directions=("benefit", "benefit"),
        headings=("Importance", ""),
        assessors=("Dalia",),
        votes=np.array([[[2, 3], [5, np.nan], [4, 1]]], float),
        vetoes=vetoes,
        low=1,
        high=5,
    )
    given = sheet.scores, sheet.weights
    asked = {"candidates": sheet.candidates, "vetoes": vetoes}
    is_anybody_left = len(vetoes) < 3
    return RankingReport(
        settings={"top": 1, "methods": ["weighted-sum"]},
        sheet=sheet,
        rankings=rank_candidates(*given, **asked),
        robustness=robustness(*given, top=1, draws=50, **asked)
        if is_anybody_left
        else None,
        overturning=weight_to_overturn(*given, top=1, criteria=sheet.criteria, **asked),
    )


@pytest.fixture
def report():
    return report_of({"ميناء": "conflict zone"})


def test_json_keeps_everything_and_unknown_is_null(report):
    found = json.loads(to_json(report))
    names = [each["candidate"] for each in found["candidates"]]
    assert names == ["=silk", "wool", "ميناء"]  # best first, ruled out last
    assert found["candidates"][0]["scores"] == {"jobs": 5, "market": None}
    assert found["candidates"][2]["robustness"] is None
    assert found["criteria"][1]["heading"] is None
    # Weighted sum of wool by hand: 25 * (.6 * 2 + .4 * 3 - 1) = 35
    assert found["candidates"][1]["methods"]["weighted-sum"]["score"] == pytest.approx(
        35
    )


def test_csv_is_blank_where_nothing_is_known(report):
    rows = list(csv.DictReader(io.StringIO(to_csv(report).decode())))
    assert rows[2]["veto"] == "conflict zone"
    assert rows[2]["weighted_sum_score"] == rows[2]["robustness_mean_rank"] == ""
    assert float(rows[1]["weighted_sum_score"]) == pytest.approx(35)


def test_csv_holds_no_formulas(report):
    rows = list(csv.DictReader(io.StringIO(to_csv(report).decode())))
    assert [row["candidate"] for row in rows] == ["'=silk", "wool", "ميناء"]


def test_workbook_keeps_text_as_text_and_numbers_as_numbers(report, tmp_path):
    write_results(report, tmp_path / "ranking.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "ranking.xlsx"))
    ranking = book.get_sheet_by_name("Ranking").to_python()
    assert ranking[1][0] == "=silk"  # not taken for a formula
    column = ranking[0].index("Weighted sum: score")
    assert ranking[2][column] == pytest.approx(35)
    assert book.get_sheet_by_name("Scores").to_python()[2] == ["weight", 60, 40]


def test_a_round_in_which_all_are_ruled_out(tmp_path):
    nobody = report_of({"wool": "a", "=silk": "b", "ميناء": "c"})
    found = json.loads(to_json(nobody))
    assert found["robustness"] is None
    assert {each["veto"] for each in found["candidates"]} == {"a", "b", "c"}
    write_results(nobody, tmp_path / "ranking.xlsx")


def test_an_ending_that_says_no_format(report, tmp_path):
    with pytest.raises(FormatError) as refusal:
        write_results(report, tmp_path / "ranking.doc")
    assert refusal.value.code == "unknown_ending"
    assert list(tmp_path.iterdir()) == []


def test_the_workbook_has_fitted_columns_and_is_set_up_for_paper(report, tmp_path):
    write_results(report, tmp_path / "ranking.xlsx")
    with zipfile.ZipFile(tmp_path / "ranking.xlsx") as archive:
        ranking = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert 'paperSize="9"' in ranking and 'orientation="landscape"' in ranking
    # Scores are read to two decimals; the cells keep them all.
    assert 'formatCode="0.00"' in styles
    widths = re.findall(r'<col [^>]*width="([\d.]+)"', ranking)
    assert len(set(widths)) > 2


def test_a_table_too_wide_for_one_sheet_goes_on_the_next(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "wide.xlsx")) as book:
        for_paper(book.add_worksheet("wide"), [30] * 10, head=0)
        for_paper(book.add_worksheet("narrow"), [30, 10], head=0)
    with zipfile.ZipFile(tmp_path / "wide.xlsx") as archive:
        wide, narrow = (
            archive.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2)
        )
        names = archive.read("xl/workbook.xml").decode()
    # 300 letters, of which 240 can be read on one sheet.
    assert 'fitToWidth="2"' in wide and "wide!$A:$A" in names
    assert "fitToWidth" not in narrow and "landscape" not in narrow


def test_columns_are_as_wide_as_their_texts_within_reason():
    rows = [["Rivanta and Xanthea footwear", "1", "x" * 90]]
    # 28 letters and two to spare; no less than ten; no more than 46, then two lines.
    assert widths_of(["Candidate", "Rank", "Reason"], rows) == [30, 10, 46]
    assert lines_of(["a", "x" * 90], [30, 46]) == 2
    # The words of a heading stand beneath each other: the longest has 14 letters.
    assert widths_of(["Weighted sum: establishments"], [["1"]]) == [16]
