"""The commands of a survey, from the register to the bottlenecks."""

import json

import openpyxl
import polars as pl
import pytest
from click.testing import CliRunner
from tests.formats.kobo.export import LINKAGES, NAMES, ROWS, write_csv, write_xlsx

from distretto.cli import main


def run(*words):
    return CliRunner().invoke(main, ["diagnosis", *map(str, words)])


def told(*words):
    answer = run(*words)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


@pytest.fixture
def register(tmp_path):
    rows = [[f"F{n:02}", "micro" if n < 30 else "small", n] for n in range(40)]
    return write_csv(tmp_path / "register.csv", [["firm", "size", "jobs"], *rows])


HEADS = [
    *("register_code", "consent", "enumerator", "interview_date", "workers"),
    *("TEC1", "TEC2", "TEC3", "TEC6", "TEC7", "seen_TEC", "biggest_first", "owner_sex"),
    *("_uuid", "_submission_time"),
]


def export(path, firms, heads=HEADS):
    """Firms of the register: micro ones have old machines, small ones have new ones."""
    rows = []
    for code, size in firms:
        old = size == "micro"
        rows.append(
            [code, "yes", "Amina", "2026-03-02", 4 if old else 20]
            + ([20, 80, 12, 30, "no", 2] if old else [3, 5, 1, 1, "yes", 0])
            + ["CRE", "woman" if old else "man", f"uuid-{code}", "2026-03-02T10:00:00"]
        )
    return write_csv(path, [heads, *rows], ",")


def drawn(register, tmp_path, size=16):
    path = tmp_path / "sample.csv"
    told("sample", register, "--size", size, "--by", "size", "-o", path)
    sample = pl.read_csv(path).filter(role="sample")
    return path, list(sample.select("firm", "size").iter_rows())


# --- questionnaire ------------------------------------------------------------------


def test_questions_are_listed():
    text = told("questionnaire", "--blocks", "F")
    assert "TEC1" in text and "years, now" in text and "INF1" not in text


@pytest.mark.parametrize("ending", ["xlsx", "pdf", "docx", "json"])
def test_a_questionnaire_is_written(tmp_path, ending):
    path = tmp_path / f"q.{ending}"
    answer = run("questionnaire", "--blocks", "F", "-o", path)
    assert answer.exit_code == 0, answer.output
    assert path.stat().st_size > 1000 and "questions written" in answer.stderr


def test_an_unknown_block_is_one_line_on_standard_error():
    answer = run("questionnaire", "--blocks", "Z")
    assert answer.exit_code == 1
    assert answer.stderr.startswith("Error: The questionnaire has no block “Z”")


def test_a_form_edited_elsewhere_is_taken(tmp_path):
    told("questionnaire", "-o", tmp_path / "q.xlsx")
    book = openpyxl.load_workbook(tmp_path / "q.xlsx")
    sheet = book["survey"]
    place = next(cell for cell in sheet["B"] if cell.value == "TEC1")
    sheet.cell(place.row, 3).value = "Age of the looms?"
    book.save(tmp_path / "edited.xlsx")
    text = told("questionnaire", "--form", tmp_path / "edited.xlsx", "--blocks", "F")
    assert "Age of the looms?" in text


# --- sample -------------------------------------------------------------------------


def test_a_sample_stands_for_the_register(register, tmp_path):
    path, firms = drawn(register, tmp_path)
    assert len(firms) == 16
    sample = pl.read_csv(path).filter(role="sample")
    assert sample["weight"].sum() == pytest.approx(40)
    assert set(sample.columns) >= {"firm", "stratum", "population", "sampled"}


def test_a_sample_by_its_reach(register):
    found = json.loads(told("sample", register, "--reach", "0.2", "--json"))
    # n0 = 1.95996^2 * 0.25 / 0.04 = 24.01; 24.01 / (1 + 23.01 / 40) = 15.2, so 16.
    assert found["settings"]["size"] == 16


def test_size_or_reach_is_wanted(register):
    answer = run("sample", register)
    assert answer.exit_code == 2 and "--size or --reach" in answer.stderr


def test_neyman_reads_the_figure(register):
    told("sample", register, "--size", 10, "--by", "size", "--allocation", "neyman",
         "--spread", "jobs")  # fmt: skip


# --- answers ------------------------------------------------------------------------


def test_answers_are_looked_at(tmp_path):
    rows = [list(each) for each in ROWS]
    rows[0][NAMES.index("H/women")] = 50
    rows[1][NAMES.index("H/workers")] = "few"
    path = write_xlsx(tmp_path / "e.xlsx", {"s": [NAMES, *rows], "l": LINKAGES})
    text = told("answers", path)
    assert "“few” is not a number" in text
    assert "There are more women than workers." in text
    assert "note_to_self" in text
    found = json.loads(told("answers", path, "--json"))
    assert found["problems"][0]["row"] == 3
    assert len(found["linkages"]) == 3


def test_a_second_export_says_what_is_new(tmp_path):
    first = write_csv(tmp_path / "1.csv", [NAMES, *ROWS[:2]])
    second = write_csv(tmp_path / "2.csv", [NAMES, *ROWS])
    text = told("answers", second, "--before", first)
    assert "1 new, 0 changed, 2 unchanged, 0 gone." in text


def test_answers_as_a_workbook(tmp_path):
    path = write_xlsx(tmp_path / "e.xlsx", {"s": [NAMES, *ROWS], "l": LINKAGES})
    told("answers", path, "-o", tmp_path / "checked.xlsx")
    book = openpyxl.load_workbook(tmp_path / "checked.xlsx")
    assert book.sheetnames[0] == "Problems"
    assert {"Answers", "Responses", "Linkages", "Notes"} <= set(book.sheetnames)


# --- bottlenecks --------------------------------------------------------------------


def test_from_the_register_to_the_bottlenecks(register, tmp_path):
    """12 of 30 micro and 4 of 10 small firms are asked; 12 and 4 answer.

    Micro firms: 20 years, 80 %, 12 %, 30 h, no design, each severe. So technology is
    severe for 30 of 40 firms; the four small ones are too few to be shown.
    """
    sample, firms = drawn(register, tmp_path)
    path = export(tmp_path / "e.csv", firms)
    found = json.loads(
        told("bottlenecks", path, "--sample", sample, "--by", "size_class", "--json")
    )
    (technology,) = (c for c in found["categories"] if c["category"] == "TEC")
    assert technology["severe_share"] == pytest.approx(0.75)
    assert technology["firms"] == 16
    # Drawn in proportion, and all severe ones of one stratum: no error is left.
    groups = [g for g in found["groups"] if g["category"] == "TEC"]
    assert [g["is_hidden"] for g in groups] == [True, True]


def test_who_did_not_answer_is_made_up_for(register, tmp_path):
    """Half of the micro firms are silent: those that speak stand for twice as many."""
    sample, firms = drawn(register, tmp_path)
    micro = [each for each in firms if each[1] == "micro"]
    kept = micro[:6] + [each for each in firms if each[1] == "small"]
    path = export(tmp_path / "e.csv", kept)
    plain = json.loads(told("bottlenecks", path, "--json"))
    weighed = json.loads(told("bottlenecks", path, "--sample", sample, "--json"))

    def share(found):
        return next(
            c["severe_share"] for c in found["categories"] if c["category"] == "TEC"
        )

    assert share(plain) == pytest.approx(0.6)
    assert share(weighed) == pytest.approx(0.75)


def test_bottlenecks_on_the_screen(register, tmp_path):
    _, firms = drawn(register, tmp_path)
    text = told("bottlenecks", export(tmp_path / "e.csv", firms))
    assert "Technology" in text and "75 %" in text and "hidden" in text
    assert "Every response counts the same." in text


def test_a_gap_that_would_tell_of_few_firms_is_called_hidden(tmp_path):
    """Of 20 firms three say how they see it alone: 17 measured, 20 seen."""
    path = export(tmp_path / "e.csv", [(f"F{k}", "micro") for k in range(20)])
    head, *rows = path.read_text().splitlines()
    silent = [row.replace(",20,80,12,30,no,", ",,,,,,") for row in rows[:3]]
    path.write_text("\n".join([head, *silent, *rows[3:]]))
    text = told("bottlenecks", path)
    (line,) = (row for row in text.splitlines() if row.startswith("Technology"))
    assert line.split()[-4:-2] == ["2.0", "hidden"]
    assert "A gap is hidden where few firms gave one of its two answers alone" in text


def test_what_is_not_told_apart_from_the_first_stands_beneath(tmp_path):
    """Of 20 firms 10 have old machines, 9 of them and another unsafe waste: the mean
    difference is (1 - 1) / 20 = 0. Safe waste is of severity 1 and new machines of 0,
    so that waste has the greater mean and comes first. All have water.
    """
    firms = [(f"F{k}", "micro" if k < 10 else "small") for k in range(20)]
    path = export(tmp_path / "e.csv", firms)
    head, *rows = path.read_text().splitlines()
    waste = ["unsafe" if 0 < k < 11 else "safe" for k in range(20)]
    lines = [f"{row},{each},yes" for row, each in zip(rows, waste, strict=True)]
    path.write_text("\n".join([f"{head},ENV3,INF5", *lines]))
    text = " ".join(told("bottlenecks", path).split())
    assert "Environment cannot be told apart at this level from: Technology." in text


def test_two_firms_more_are_not_told(register, tmp_path):
    _, firms = drawn(register, tmp_path)
    before = export(tmp_path / "1.csv", firms[:14])
    after = export(tmp_path / "2.csv", firms)
    found = json.loads(told("bottlenecks", after, "--shown-before", before, "--json"))
    (technology,) = (c for c in found["categories"] if c["category"] == "TEC")
    assert technology["is_hidden"] and technology["severe_share"] is None


def test_bottlenecks_as_a_workbook(register, tmp_path):
    _, firms = drawn(register, tmp_path)
    path = export(tmp_path / "e.csv", firms)
    told("bottlenecks", path, "-o", tmp_path / "b.xlsx")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    heads = [cell.value for cell in book["Bottlenecks"][1]]
    assert {"Bottleneck", "Severe for", "Typical joint remedies"} <= set(heads)


def test_a_sample_of_something_else_is_refused(register, tmp_path):
    path = export(tmp_path / "e.csv", [("F01", "micro")])
    answer = run("bottlenecks", path, "--sample", register)
    assert answer.exit_code == 1 and "no column “stratum”" in answer.stderr


def test_a_benchmark_is_a_number(tmp_path):
    path = export(tmp_path / "e.csv", [("F01", "micro")])
    answer = run("bottlenecks", path, "--benchmark", "CRE3=low")
    assert answer.exit_code == 2 and "CODE=NUMBER" in answer.stderr


def test_an_unknown_ending_is_refused_before_the_work(tmp_path):
    answer = run("bottlenecks", "nowhere.csv", "-o", tmp_path / "b.txt")
    assert answer.exit_code == 1 and "b.txt" in answer.stderr
