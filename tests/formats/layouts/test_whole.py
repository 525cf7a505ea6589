"""Regions and industries that are the total of all: taken, asked about, or left."""

from pathlib import Path

import pytest

from distretto.errors import FormatError
from distretto.formats.layouts import read, understand

# Three counties and their state; a figure that is hidden is blank.
# Figures of 3113 add up: 10 + 20 + 30 = 60. Those of 3114 and 3115 cannot, because a
# county is hidden: 5 + 7 <= 20 and 4 <= 9.
STATE = """year,area,naics,jobs
2018,13000,3113,60
2018,13001,3113,10
2018,13003,3113,20
2018,13005,3113,30
2018,13000,3114,20
2018,13001,3114,5
2018,13003,3114,7
2018,13005,3114,
2018,13000,3115,9
2018,13001,3115,4
2018,13003,3115,
2018,13005,3115,
"""


@pytest.fixture
def table(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "firms.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def regions(found) -> list[str]:
    return sorted(set(found.cells["region"]))


def test_the_code_of_the_state_is_the_total_where_no_figure_contradicts(table):
    found = read(table(STATE))
    assert regions(found) == ["13001", "13003", "13005"]
    assert dict(found.industry_totals.select("industry", "employment").iter_rows()) == {
        "3113": 60,
        "3114": 20,
        "3115": 9,
    }
    [note] = [str(note) for note in found.notes if "13000" in str(note)]
    assert "its code stands for all of theirs" in note
    assert "If it is one, name “none” as the total region" in note


def test_a_person_may_say_that_it_is_a_region(table):
    found = read(table(STATE), total_region="none")
    assert "13000" in regions(found) and found.industry_totals is None


def test_a_code_alone_is_no_proof(table):
    """13000 has less than the others together: 15 < 60, 12 < 12.5, 1 < 4."""
    small = STATE.replace("000,3113,60", "000,3113,15").replace(
        "000,3115,9", "000,3115,1"
    )
    understood = understand(table(small))
    assert understood.regions == 4 and understood.questions == ()


def test_what_is_as_much_as_all_others_is_asked_about(table):
    """A name tells nothing, and one cell adds up where three would prove it."""
    text = STATE.replace("13000", "Georgia")
    understood = understand(table(text))
    [question] = understood.questions
    assert (question.code, question.value) == ("maybe_total", "Georgia")
    with pytest.raises(FormatError, match="“Georgia” is probably the total of all reg"):
        understood.table()
    assert regions(read(table(text), total_region="Georgia")) == [
        "13001",
        "13003",
        "13005",
    ]
    assert len(regions(read(table(text), total_region="none"))) == 4


def test_totals_of_several_states_are_asked_about_together(table):
    text = STATE + STATE.replace("2018,13", "2018,45").removeprefix(
        "year,area,naics,jobs\n"
    )
    [question] = understand(table(text)).questions
    assert (question.code, question.params["codes"]) == ("maybe_groups", "13000,45000")
    left = read(table(text), leave_out=("13000", "45000"))
    assert len(regions(left)) == 6
    assert len(regions(read(table(text), total_region="none"))) == 8


def test_sums_are_compared_year_by_year(table):
    """Land is X + Y + Z in each year, never the sum over both: 6 + 60 = 66."""
    lines = ["year,region,industry,jobs"]
    for year, times in ((2017, 1), (2018, 10)):
        for industry in ("a", "b", "c"):
            figures = {"X": 1, "Y": 2, "Z": 3, "Land": 6}
            lines += [f"{year},{r},{industry},{n * times}" for r, n in figures.items()]
    understood = understand(table("\n".join(lines) + "\n"))
    assert understood.regions == 3 and understood.questions == ()
    assert "because it is the sum of the others" in str(understood.notes)


def test_an_industry_as_large_as_all_others_is_asked_about(table):
    """Everything = a + b + c where all are known; each region hides one of them."""
    lines = ["region,industry,jobs"]
    for place, (a, b, c) in {
        "X": (4, 6, ""),
        "Y": (3, "", 9),
        "Z": ("", 5, 6),
        "W": (2, 8, ""),
    }.items():
        figures = {"a": a, "b": b, "c": c, "everything": 14}
        lines += [f"{place},{industry},{n}" for industry, n in figures.items()]
    [question] = understand(table("\n".join(lines) + "\n")).questions
    assert (question.params["key"], question.value) == ("industry", "everything")


def test_the_state_among_real_counties_is_their_total(shared_data):
    """Whitfield has 11,822 of the 25,449 jobs of Georgia in NAICS 3141 in 2018."""
    path = shared_data / "us_georgia_qcew" / "demo_private_naics4.csv.gz"
    found = read(path, year=2018)
    assert "13000" not in regions(found)
    totals = found.industry_totals.filter(industry="3141", year=2018)
    assert totals["employment"].to_list() == [25_449]
