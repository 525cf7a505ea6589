"""`distretto selection rank`, as people and as programs call it."""

import csv
import io
import json
import signal
import subprocess
import sys

import pytest
from python_calamine import CalamineWorkbook
from tests.cli.commands import running

SHEET = """candidate,jobs,leaders,market,veto
weight,40,30,30,
knitwear,5,3,2,
footwear,4,,4,
pottery,2,2,3,
tannery,5,5,5,untreated effluent
"""


@pytest.fixture
def scores(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


run = running("rank")


def test_the_table_for_people(scores):
    result = run(scores, "--top", 1)
    assert result.exit_code == 0
    # Footwear: known (.4 * 4 + .3 * 4 = 2.8), leaders from 1 to 5 and 3 in the middle:
    # 25 * (2.8 + .9 - 1) = 67.5, from 52.5 to 82.5. Knitwear: 62.5.
    # Pottery: 25 * (.8 + .6 + .9 - 1) = 32.5.
    lines = result.stdout.splitlines()
    assert [line.split()[:2] for line in lines[2:5]] == [
        ["1", "footwear"],
        ["2", "knitwear"],
        ["3", "pottery"],
    ]
    assert "67.5 [52.5 … 82.5]" in lines[2]
    assert "62.5" in lines[3]
    assert "tannery: untreated effluent" in result.stdout


def test_json_is_exact_with_null_for_unknown(scores):
    found = json.loads(run(scores, "--json", "--top", 1, "--draws", 500).stdout)
    first, second, third, vetoed = found["candidates"]
    assert first["methods"]["weighted-sum"]["score"] == pytest.approx(67.5)
    assert first["methods"]["weighted-sum"]["score_low"] == pytest.approx(52.5)
    assert first["methods"]["weighted-sum"]["rank_worst"] == 2
    assert first["scores"]["leaders"] is None
    assert second["methods"]["weighted-sum"]["rank"] == 2
    assert third["robustness"]["in_top_share"] == 0
    assert vetoed["candidate"] == "tannery"
    assert vetoed["veto"] == "untreated effluent"
    assert vetoed["methods"]["topsis"]["rank"] is None
    assert vetoed["robustness"] is None
    assert set(first["methods"]) == {"weighted-sum", "topsis", "promethee"}
    assert found["criteria"][0]["weight"] == 0.4
    assert found["robustness"]["draws"] == 500
    # With weight t on jobs: footwear 4t + (1-t) * 3.5, knitwear 5t + (1-t) * 2.5:
    # level where t = 1 - t, t = .5.
    jobs = found["overturning"][0]
    assert jobs["overturning_weight"] == pytest.approx(0.5)
    assert (jobs["leaves"], jobs["enters"]) == ("footwear", "knitwear")


def test_one_seed_one_result(scores):
    options = ("--json", "--way", "any", "--draws", 300)
    assert run(scores, *options).stdout == run(scores, *options).stdout
    other = json.loads(run(scores, *options, "--seed", 2).stdout)
    assert other["robustness"]["seed"] == 2


def test_the_first_method_orders_and_is_tested(scores):
    found = json.loads(run(scores, "--method", "topsis", "--json").stdout)
    assert found["robustness"]["method"] == "topsis"
    assert found["overturning"] == []  # TOPSIS has no single crossing points
    assert list(found["candidates"][0]["methods"]) == ["topsis"]


def test_csv_and_files_by_their_ending(scores, tmp_path):
    rows = list(csv.DictReader(io.StringIO(run(scores, "--csv").stdout)))
    assert rows[0]["candidate"] == "footwear"
    assert rows[3]["weighted_sum_rank"] == ""  # unknown is blank
    for name in ("out.csv", "out.json", "out.xlsx"):
        assert run(scores, "-o", tmp_path / name).exit_code == 0
    assert json.loads((tmp_path / "out.json").read_text())["settings"]["top"] == 2
    book = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx"))
    ranking = book.get_sheet_by_name("Ranking").to_python()
    assert (ranking[0][0], ranking[1][0]) == ("Candidate", "footwear")
    assert {"Scores", "Single weights", "Settings"} <= set(book.sheet_names)


def test_a_template_to_start_from(tmp_path):
    path = tmp_path / "scores.xlsx"
    assert run("--template", path).exit_code == 0
    assert run(path).exit_code == 0


def test_standard_input(scores):
    result = run("-", stdin=SHEET)
    assert "footwear" in result.stdout


def test_assessors_far_apart_are_named(tmp_path):
    path = tmp_path / "scores.csv"
    votes = "".join(
        f"wool,{who},{score}\n" for who, score in zip("ABC", "551", strict=True)
    )
    path.write_text(f"candidate,assessor,jobs\nweight,,100\n{votes}", encoding="utf-8")
    assert "wool, jobs: C gave 1, the mean is 3.7" in run(path).stdout


def test_wrong_cells_are_listed_and_may_be_accepted(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text("x,a,b\nweight,50,50\nwool,9,good\nsilk,2,2\n", encoding="utf-8")
    result = run(path)
    assert result.exit_code == 1
    assert "Row 3, column “a”: “9” is off the scale" in result.stderr
    assert "Error: 2 cells of the sheet cannot be used." in result.stderr
    assert result.stdout == ""
    assert run(path, "--accept-problems").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nowhere.csv"], 1),
        ([], 2),
        (["SCORES", "--method", "lottery"], 2),
        (["SCORES", "--top", "0"], 2),
        (["SCORES", "--vary", "1"], 2),
        (["SCORES", "--json", "--csv"], 2),
        (["SCORES", "-o", "ranking.doc"], 1),
        (["SCORES", "-o", "/no/such/folder/ranking.csv"], 1),
        (["SCORES", "--draw-missing", "--method", "topsis"], 1),
    ],
)
def test_exit_codes(scores, arguments, code):
    given = [scores if each == "SCORES" else each for each in arguments]
    result = run(*given)
    assert result.exit_code == code
    assert "Traceback" not in result.output
    if code == 1:
        assert result.stderr.splitlines()[-1].startswith("Error: ")


def test_the_process_itself(scores, tmp_path):
    command = [sys.executable, "-m", "distretto.cli", "selection", "rank"]
    good = subprocess.run(
        [*command, scores, "--json"], capture_output=True, check=False
    )
    assert good.returncode == 0
    assert json.loads(good.stdout)["candidates"][0]["candidate"] == "footwear"
    bad = subprocess.run(
        [*command, tmp_path / "no.csv"], capture_output=True, check=False
    )
    assert bad.returncode == 1
    (line,) = bad.stderr.decode().splitlines()
    assert line.startswith("Error: There is no file")


def test_interruption_leaves_nothing_half_written(tmp_path):
    scores, target = tmp_path / "scores.csv", tmp_path / "ranking.json"
    scores.write_text("candidate,jobs\nwool,4\nsilk,3\n", encoding="utf-8")
    command = [sys.executable, "-m", "distretto.cli", "selection", "rank", scores]
    process = subprocess.Popen(
        [*command, "--draws", "10000000", "-o", target],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    assert b"No weights" in process.stderr.readline()  # read, and about to rank
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in errors
    assert list(tmp_path.iterdir()) == [scores]


def test_a_sheet_in_which_all_are_ruled_out(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text("x,a,veto\nweight,100,\nwool,4,child labour\n", encoding="utf-8")
    result = run(path)
    assert result.exit_code == 0
    assert "Nobody is ranked" in result.stdout and "child labour" in result.stdout
