"""What a later export does not speak of stays as it was."""

import pytest
from tests.formats.kobo.export import LINKAGES, NAMES, ROWS, write_xlsx

from distretto.formats.kobo import read_responses
from distretto.formats.questionnaire import bottleneck_questionnaire
from distretto.formats.questionnaire.editing import retired
from distretto.formats.survey.kept import KeptResponse, kept_responses
from distretto.formats.survey.merging import Scope, merged, scope_of

FORM = bottleneck_questionnaire()
ALL = [NAMES, *ROWS]


@pytest.fixture
def beside(tmp_path):
    """`beside(rows, linkages)` is what the whole export becomes after this one."""

    def reading(rows, linkages=LINKAGES):
        sheets = {"survey": rows} | ({"linkages": linkages} if linkages else {})
        found = read_responses(write_xlsx(tmp_path / "e.xlsx", sheets), FORM)
        return kept_responses(found), scope_of(found)

    before, _ = reading(ALL)

    def then(rows, linkages=LINKAGES):
        after, scope = reading(rows, linkages)
        return {each.key: each for each in merged(before, after, scope, FORM)}

    return then


def without(column, rows):
    place = rows[0].index(column)
    return [[*row[:place], *row[place + 1 :]] for row in rows]


def test_answers_to_a_question_without_a_column_stay(beside):
    assert beside(without("F/TEC1", ALL))["u-1"].answers["TEC1"] == 8.5


def test_a_blank_takes_an_answer_away(beside):
    rows = [NAMES, *(list(row) for row in ROWS)]
    rows[1][NAMES.index("F/TEC1")] = ""
    # TEC1 has a column, for another firm answers it.
    rows[2][NAMES.index("F/TEC1")] = 3
    now = beside(rows)
    assert "TEC1" not in now["u-1"].answers and now["u-2"].answers["TEC1"] == 3


def test_a_repeat_without_a_sheet_stays_and_a_row_less_goes(beside):
    assert len(beside(ALL, None)["u-1"].repeats["linkages"]) == 2
    assert len(beside(ALL, LINKAGES[:2])["u-1"].repeats["linkages"]) == 1


def test_a_question_that_left_a_repeat_stays_in_its_rows(beside):
    rows = beside(ALL, without("linkages/linked_strength", LINKAGES))["u-1"].repeats
    assert [each["linked_strength"] for each in rows["linkages"]] == [
        "strong", "conflict",
    ]  # fmt: skip


def test_what_came_in_since_stays_where_an_export_does_not_speak_of_it():
    """Looked at when TEC1 was 8, taken in when it is 9 and a linkage was put right;
    the export speaks of COO5 alone."""
    scope = Scope(("COO5",), {}, ("L/COO5",), ())
    then = KeptResponse("u", {"TEC1": 8.0}, {"linkages": [{"linked_name": "Bnak"}]})
    told = merged([then], [KeptResponse("u", {"COO5": "none"})], scope, FORM)
    now = KeptResponse("u", {"TEC1": 9.0}, {"linkages": [{"linked_name": "Bank"}]})
    (found,) = merged([now], told, scope, FORM)
    assert found.answers == {"TEC1": 9.0, "COO5": "none"}
    assert found.repeats == now.repeats


def test_cells_of_a_column_that_is_gone_stay(beside):
    assert beside(without("note_to_self", ALL))["u-2"].unplaced == {
        "note_to_self": "call again"
    }
    rows = [NAMES, *(list(row) for row in ROWS)]
    rows[2][NAMES.index("note_to_self")] = ""
    assert beside(rows)["u-2"].unplaced == {}


def ranked(one, other, unordered=()):
    """One response whose several answers were `one` and are `other` now."""
    scope = Scope(("COO5",), {}, ("L/COO5",), unordered)
    (now,) = merged(
        [KeptResponse("u", {"COO5": one})],
        [KeptResponse("u", {"COO5": other})],
        scope,
        FORM,
    )
    return now.answers["COO5"]


def test_several_answers_in_another_order_are_the_same():
    """COO5 offers order, machine, purchase and none."""
    assert ranked("machine order", "order machine") == "machine order"
    assert ranked("machine order", "order purchase") == "order purchase"


def test_a_ranking_of_all_keeps_its_order_where_one_is_told():
    whole, turned = "order machine purchase none", "none machine order purchase"
    assert ranked(whole, turned) == turned
    assert ranked(whole, turned, unordered=("COO5",)) == whole


def test_a_retired_question_is_no_reason_to_forget(beside, tmp_path):
    """The form that came after does not ask it; its export has no column for it."""
    form = retired(FORM, "TEC5")
    rows = ALL
    for column in ("F/TEC5", "F/TEC5/supplier", "F/TEC5/fair", "F/TEC5/none"):
        rows = without(column, rows)
    found = read_responses(write_xlsx(tmp_path / "later.xlsx", {"survey": rows}), form)
    before = [KeptResponse("u-1", {"TEC5": "supplier fair", "TEC1": 1.0})]
    now = merged(before, kept_responses(found), scope_of(found), form)[0]
    assert (now.answers["TEC5"], now.answers["TEC1"]) == ("supplier fair", 8.5)
