"""Groups among their parts, found by sums: drawn figures, and a published list."""

import random

import polars as pl
import pytest

from distretto.errors import FormatError
from distretto.formats.layouts import read, understand
from distretto.formats.subtotals import find_subtotals

LEAVES = ("101", "102", "201", "202", "203", "300")


def drawn(regions: int = 8) -> list[dict[str, int]]:
    """Six industries drawn, and their sums by hand: 100, 200, 90 = 100 + 200, 10.

    10 = 90 + 300 is all of them; 20 and 40 divide it a second time.
    """
    draw = random.Random(1)
    places = []
    for _ in range(regions):
        figures = {leaf: draw.randrange(100, 9000) for leaf in LEAVES}
        figures["100"] = figures["101"] + figures["102"]
        figures["200"] = figures["201"] + figures["202"] + figures["203"]
        figures["90"] = figures["100"] + figures["200"]
        figures["10"] = figures["90"] + figures["300"]
        figures["20"] = draw.randrange(100, figures["10"])
        figures["40"] = figures["10"] - figures["20"]
        places.append(figures)
    return places


ORDER = ("10", "20", "40", "300", "90", "100", "101", "102", "200", "201", "202", "203")


def frame(order=ORDER, hidden=()) -> pl.DataFrame:
    rows = [
        {
            "region": f"R{place}",
            "industry": code,
            "jobs": None if (place, code) in hidden else figures[code],
        }
        for place, figures in enumerate(drawn())
        for code in order
    ]
    return pl.DataFrame(rows)


@pytest.mark.parametrize("order", [ORDER, ORDER[::-1], sorted(ORDER)])
def test_groups_are_found_before_and_after_their_parts(order):
    found = find_subtotals(frame(order), "industry", "region", "jobs")
    assert set(found.doubled()) == {"10", "20", "40", "90", "100", "200"}
    assert set(found.parts["200"]) == {"201", "202", "203"}
    assert set(found.again) == {"20", "40"}
    assert found.within("10") == {*LEAVES, "90", "100", "200"}


def test_hidden_parts_are_no_zeros():
    """In four of eight regions 201 is hidden: the other four prove 200."""
    hidden = {(place, "201") for place in range(4)}
    found = find_subtotals(frame(hidden=hidden), "industry", "region", "jobs")
    assert set(found.parts["200"]) == {"201", "202", "203"}


def test_a_flat_list_and_figures_in_proportion_prove_nothing():
    assert not find_subtotals(frame(LEAVES), "industry", "region", "jobs").parts
    # c = a + b in every region, because every region is alike: 1, 2, 3, 4.
    alike = pl.DataFrame(
        [
            {"region": f"R{n}", "industry": code, "jobs": 1000 * n * size}
            for n in range(1, 9)
            for code, size in {"d": 4, "c": 3, "b": 2, "a": 1}.items()
        ]
    )
    assert not find_subtotals(alike, "industry", "region", "jobs").doubled()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "lines.csv"
    frame().rename({"jobs": "employment"}).write_csv(path)
    return path


def test_the_total_is_taken_and_groups_are_one_question(file):
    understood = understand(file)
    [question] = understood.questions
    assert question.code == "maybe_groups"
    codes = question.params["codes"].split(",")
    assert set(codes) == {"20", "40", "90", "100", "200"}
    notes = " ".join(map(str, understood.notes))
    assert "“10” was taken for the total of the industries" in notes
    table = read(file, leave_out=codes)
    assert set(table.cells["industry"]) == set(LEAVES)
    assert table.cells["employment"].sum() == sum(each["10"] for each in drawn())
    assert read(file, leave_out=",".join(codes)).cells.equals(table.cells)
    assert all(str(note) for note in table.notes)


def test_what_is_accepted_stands_in_the_notes(file):
    notes = " ".join(str(note) for note in read(file, accept_totals=True).notes)
    assert "Used all the same, as asked: " in notes
    assert "hold other industries of the list" in notes


def test_codes_that_do_not_nest_are_not_added_up(file):
    with pytest.raises(FormatError, match="cannot be added up to 2 digits"):
        read(file, level=2)


def test_no_large_industry_is_suspected_without_a_sum(tmp_path):
    """All = x + y + z + group, and the group's parts are hidden: 50 % too much."""
    draw = random.Random(2)
    lines = ["region,industry,employment"]
    for place in range(8):
        figures = {code: draw.randrange(100, 9000) for code in ("x", "y", "z")}
        all_ = sum(figures.values())
        figures |= {"half": all_ // 2, "All": all_}
        lines += [f"R{place},{code},{jobs}" for code, jobs in figures.items()]
    # The block at the end of the list is the excess; put between others it is none.
    path = tmp_path / "half.csv"
    order = [
        line
        for code in ["x", "half", "y", "z", "All"]
        for line in lines
        if f",{code}," in line
    ]
    path.write_text("\n".join(lines[:1] + order) + "\n", encoding="utf-8")
    understood = understand(path, total_industry="All")
    [problem] = [e for e in understood.problems if e.code == "parts_exceed_totals"]
    assert problem.params["codes"] == ""
    assert "exceed the published total by 50.0 %" in str(problem)
    with pytest.raises(FormatError, match=r"counts some figures twice.*leave_out"):
        understood.table()


def test_the_line_codes_of_bea(shared_data):
    """2018: 200,746,000 jobs in the United States (BEA, SAEMP25N, line 10)."""
    folder = shared_data / "us_states_bea_employment"
    path = folder / "state_employment_2009_2018_long.csv.gz"
    understood = understand(path)
    [question] = understood.questions
    codes = set(question.params["codes"].split(","))
    sectors = {*map(str, range(100, 2001, 100))} - {
        "300",
        "600",
        "1200",
        "1300",
        "1500",
    }
    assert codes == sectors | {
        *["20", "40", "50", "60", "80", "90", "510", "530", "2010"]
    }
    [excess] = [e for e in understood.problems if e.code == "parts_exceed_totals"]
    regions = excess.params["codes"].split(",")
    assert regions == [f"9{n}000" for n in range(1, 9)]
    table = read(path, leave_out=[*codes, *regions])
    last = table.region_totals.filter(pl.col("year") == 2018)
    assert abs(last["employment"].sum() - 200_746_000) < 1000
