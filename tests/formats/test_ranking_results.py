"""A ranking as a file. What must be in it follows from the sheet it was made from."""

import csv
import io
import json

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from distretto.analysis.selection.overturning import weight_to_overturn
from distretto.analysis.selection.ranking import rank_candidates
from distretto.analysis.selection.robustness import robustness
from distretto.errors import FormatError
from distretto.formats.ranking_report import RankingReport
from distretto.formats.ranking_results import to_csv, to_json, write_results
from distretto.formats.score_sheet import ScoreSheet


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
