"""Answers to sensitive questions are never shown, wherever their column stands."""

from dataclasses import replace

import pytest
from tests.formats.kobo.export import LINKAGES, NAMES, ROWS, write_xlsx

from distretto.formats.kobo import read_responses
from distretto.formats.kobo.sensitive import HIDDEN, SensitiveColumns
from distretto.formats.questionnaire import bottleneck_questionnaire

FORM = bottleneck_questionnaire()
# COO3 and INS4_payments are sensitive, TEC1 and COO4 are not.
PAYMENTS = FORM.by_code["INS4_payments"].labels["en"]


@pytest.mark.parametrize(
    "head",
    [
        "COO3",
        "L/coo3",
        "L-COO3",
        "“Entrepreneurs here can be trusted.” Do you agree?",
        "Cooperation/“Entrepreneurs here  can be trusted.” Do you agree?",
        "COO3/refused",
        "COO3_other",
        "COO3 (2)",
        "linkages[2]/COO3",
        PAYMENTS,
        PAYMENTS.upper() + " (remark)",
    ],
)
def test_columns_of_sensitive_questions(head):
    assert head in SensitiveColumns(FORM)


@pytest.mark.parametrize(
    "head", ["TEC1", "L/COO4", "COO3x", "XCOO3", "note_to_self", "linkages[1]/since"]
)
def test_columns_of_others(head):
    assert head not in SensitiveColumns(FORM)


def test_an_earlier_form_says_what_is_sensitive_too():
    later = replace(FORM, blocks=FORM.blocks[:1])
    found = SensitiveColumns(later, FORM)
    assert "COO3_other" in found and "COO3" in found.codes
    assert "TEC1" not in found and "note_to_self" not in found


def test_a_code_that_begins_like_a_sensitive_one_is_a_question_of_its_own():
    code = "COO5_conditions"
    several = tuple(
        replace(
            block,
            questions=tuple(
                replace(each, is_sensitive=each.code == "COO5")
                for each in block.questions
            ),
        )
        for block in FORM.blocks
    )
    found = SensitiveColumns(replace(FORM, blocks=several))
    assert "COO5" in found and code not in found and f"{code}_other" in found


def test_a_form_without_sensitive_questions_hides_nothing():
    open_form = replace(FORM, blocks=FORM.blocks[:1])
    assert "COO3" not in SensitiveColumns(open_form)


@pytest.mark.parametrize("head", ["linkages/COO3", PAYMENTS, "INS4_payments_other"])
def test_the_example_of_a_sensitive_column_on_a_wrong_sheet_is_hidden(tmp_path, head):
    rows = [[*LINKAGES[0], head], *([*row, "7.25"] for row in LINKAGES[1:])]
    sheets = {"survey": [NAMES, *ROWS], "linkages": rows}
    found = read_responses(write_xlsx(tmp_path / "e.xlsx", sheets), FORM)
    told = {each.column: each.example for each in found.unplaced}
    assert told == {"note_to_self": "call again", head: HIDDEN}
    # Kept they are: nothing of an export is lost.
    cells = found.extra.filter(column=f"linkages[1]/{head}")["value"]
    assert cells.to_list() == ["7.25", "7.25"]


def test_a_label_that_a_sensitive_question_shares_hides_the_example(tmp_path):
    block = FORM.blocks[0]
    one, other = block.questions[2:4]
    same = (
        replace(one, labels={"en": "Same"}, is_sensitive=True),
        replace(other, labels={"en": "Same"}),
    )
    form = replace(FORM, blocks=(replace(block, questions=same), *FORM.blocks[1:]))
    rows = [["Same", "TEC1", "_uuid"], ["x", 4, "u-1"]]
    found = read_responses(write_xlsx(tmp_path / "e.xlsx", {"survey": rows}), form)
    (left,) = found.unplaced
    assert (left.why, left.example) == ("several", HIDDEN)
