"""A second import says which answers are new, changed, the same, gone."""

import pytest
from tests.formats.kobo.export import LINKAGES, NAMES, ROWS, with_cell, write_xlsx

from distretto.formats.kobo import compare_responses, read_responses
from distretto.formats.questionnaire import bottleneck_questionnaire

FORM = bottleneck_questionnaire()


@pytest.fixture
def read(tmp_path):
    def reading(rows, linkages=LINKAGES):
        sheets = {"survey": rows, "linkages": linkages}
        return read_responses(write_xlsx(tmp_path / "e.xlsx", sheets), FORM)

    return reading


def test_the_same_again_changes_nothing(read):
    found = compare_responses(read([NAMES, *ROWS]), read([NAMES, *ROWS]))
    assert found.unchanged == ("u-1", "u-2", "u-3")
    assert (found.new, found.changed, found.gone) == ((), (), ())
    assert found.changes.is_empty()


def test_new_changed_and_gone(read):
    before = read([NAMES, *ROWS[:2]])
    after = read([NAMES, *with_cell("F/TEC1", 0, 9)[1:2], ROWS[2]], LINKAGES[:3])
    found = compare_responses(before, after)
    assert found.new == ("u-3",)
    assert found.changed == ("u-1",)
    assert found.gone == ("u-2",)
    assert found.changes.rows() == [("u-1", "TEC1", "8.5", "9")]


def test_an_answer_taken_away_is_a_change(read):
    found = compare_responses(read([NAMES, *ROWS]), read(with_cell("L/COO3", 0, "")))
    assert found.changes.rows() == [("u-1", "COO3", "2", None)]


def test_linkages_count_too(read):
    other = [*LINKAGES[:3], ["Dye works", "trade", "weak", 3, 2, "u-2"]]
    found = compare_responses(read([NAMES, *ROWS]), read([NAMES, *ROWS], other))
    assert found.changes.rows() == [
        ("u-2", "linkages[1]/linked_name", "Dye house", "Dye works")
    ]
