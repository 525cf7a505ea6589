"""Nothing of an export is lost: retired questions, columns without one, repeats."""

import io
from contextlib import closing
from dataclasses import replace

import pytest
from tests.formats.kobo.export import LINKAGES, NAMES, ROWS, with_cell, write_xlsx

from distretto.formats.questionnaire import bottleneck_questionnaire, editing
from distretto.formats.questionnaire.plain import from_plain
from distretto.formats.xlsform.writing import to_xlsform
from distretto.web.diagnosis.models import Form, Response
from distretto.web.diagnosis.rules import answer_files as rules
from distretto.web.diagnosis.rules import questionnaires, surveys
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register.arriving import arrive

WITHOUT_TEC1 = [
    [cell for head, cell in zip(NAMES, row, strict=True) if head != "F/TEC1"]
    for row in (NAMES, *ROWS)
]


@pytest.fixture
def take(surveyed, amina, tmp_path):
    """An export is looked at and taken in."""

    def taking(rows=(NAMES, *ROWS), linkages=LINKAGES):
        sheets = {"survey": rows, "linkages": linkages}
        path = write_xlsx(tmp_path / "export.xlsx", sheets)
        with closing(arrive(path.read_bytes(), "export.xlsx")) as arrived:
            file = rules.upload_answers(arrived, survey=surveyed.survey, by=amina)
        return rules.accept_answers(file, by=amina)

    return taking


@pytest.fixture
def page_of(client_of, amina, address, text):
    """What the page of a response says."""

    def reading(key):
        response = Response.objects.get(key=key)
        return text(client_of(amina).get(address("response", response.pk)))

    return reading


def test_cells_without_a_question_are_kept_and_shown(take, page_of):
    take()
    assert Response.objects.get(key="u-2").unplaced == {"note_to_self": "call again"}
    page = page_of("u-2")
    assert "note_to_self" in page and "call again" in page
    assert "call again" not in page_of("u-1")


@pytest.mark.parametrize("head", ["INS4_payments_other", "Remark on COO3"])
def test_cells_of_sensitive_columns_are_kept_and_hidden(take, page_of, head):
    take([[*NAMES, head], *([*row, "7.25"] for row in ROWS)])
    assert Response.objects.get(key="u-1").unplaced == {head: "7.25"}
    page = page_of("u-1")
    assert head in page and "7.25" not in page


def asking_less(surveyed, amina):
    """The survey asks by a version of its form in which no question is sensitive."""
    short = replace(editing.only_blocks(bottleneck_questionnaire(), ["H"]), version="9")
    newer = questionnaires.add_form(
        short, programme=surveyed.cluster.programme, by=amina
    )
    surveys.edit_survey(surveyed.survey, newer, [], by=amina)
    surveyed.survey.refresh_from_db()


@pytest.mark.parametrize("head", ["INS4_payments_other", "INS4_payments"])
def test_what_was_sensitive_stays_so_under_another_form(
    surveyed, take, page_of, amina, client_of, address, text, head
):
    rows = [[*NAMES, head], *([*row, "7.25"] for row in ROWS)]
    take(rows)
    asking_less(surveyed, amina)
    assert "7.25" not in page_of("u-1")
    # A later export: neither the example of its column nor a change is told.
    file = take([*rows[:1], *([*row, "8.75"] for row in ROWS)])
    page = text(client_of(amina).get(address("answer-file", file.pk)))
    assert head in page and "7.25" not in page and "8.75" not in page


def test_a_code_that_another_form_asks_openly_stays_sensitive(
    surveyed, programme, take, page_of, amina
):
    """A newer form of another code asks COO3 of everybody; here it was in trust."""
    take(with_cell("L/COO3", 0, "1"))
    asking_less(surveyed, amina)
    whole = bottleneck_questionnaire()
    blocks = tuple(
        replace(
            block,
            questions=tuple(
                replace(each, is_sensitive=False) for each in block.questions
            ),
        )
        for block in whole.blocks
    )
    questionnaires.add_form(
        replace(whole, blocks=blocks, code="open"), programme=programme, by=amina
    )
    answer = whole.offered(whole.by_code["COO3"])[0].labels["en"]
    assert whole.by_code["COO3"].labels["en"] in page_of("u-1")
    assert answer not in page_of("u-1")


def test_another_cell_without_a_question_is_a_change_that_is_undone(take, boris):
    take()
    file = take(with_cell("note_to_self", 1, "called"))
    assert file.findings["counts"]["changed"] == 1
    assert file.findings["taken"] == {"new": 0, "changed": 1}
    assert Response.objects.get(key="u-2").unplaced == {"note_to_self": "called"}
    undo(Deed.objects.filter(did="answers.accepted").order_by("-at")[0], by=boris)
    assert Response.objects.get(key="u-2").unplaced == {"note_to_self": "call again"}


def test_repetitions_are_shown_row_by_row(take, page_of):
    take()
    page = page_of("u-1")
    assert "Weavers' union" in page and "Bank of Lindara" in page
    assert "Dye house" not in page


def test_answers_to_a_retired_question_stay_and_are_shown(
    surveyed, take, page_of, amina
):
    take()
    newer = questionnaires.change_form(
        surveyed.form,
        lambda before: editing.retired(before, "TEC1"),
        by=amina,
        about="TEC1",
    )
    surveys.edit_survey(surveyed.survey, newer, [], by=amina)
    surveyed.survey.refresh_from_db()
    file = take(WITHOUT_TEC1)
    assert file.findings["counts"]["unchanged"] == 3
    assert Response.objects.get(key="u-1").answers["TEC1"] == 8.5
    label = bottleneck_questionnaire().by_code["TEC1"].labels["en"]
    assert label in page_of("u-1")


def test_answers_that_another_form_asked_are_shown_and_trust_is_not(
    surveyed, programme, take, page_of, amina
):
    """A form without block F and L is put in its place, of another code."""
    take()
    whole = bottleneck_questionnaire()
    short = replace(editing.only_blocks(whole, ["H"]), code="short")
    other = questionnaires.add_form(short, programme=programme, by=amina)
    surveys.edit_survey(surveyed.survey, other, [], by=amina)
    page = page_of("u-1")
    assert whole.by_code["TEC1"].labels["en"] in page and "8.5" in page
    assert whole.by_code["COO3"].labels["en"] in page
    assert "answered; never shown for a firm" in page
    assert "linkages[2]/linked_name" in page and "Bank of Lindara" in page


def test_a_form_that_comes_back_keeps_what_was_taken_out_of_it(
    client_of, amina, programme, address, files_aside
):
    """A question that was added here is taken out in Excel: it is retired, not gone."""
    form = questionnaires.use_built_in(programme, by=amina)
    client = client_of(amina)
    sent = {"code": "TEC99", "kind": "yes_no", "label": "A loom of steel?"}
    client.post(address("add-question", form.pk, "F"), sent)
    assert "TEC99" in from_plain(Form.objects.get().content).by_code
    file = io.BytesIO(to_xlsform(bottleneck_questionnaire()))
    file.name = "edited.xlsx"
    assert client.post(address("upload-form"), {"file": file}).status_code == 302
    newest = from_plain(Form.objects.order_by("-created_at")[0].content)
    assert newest.by_code["TEC99"].is_retired
    assert not newest.by_code["TEC1"].is_retired


def test_an_export_is_held_against_what_came_in_since_it_was_looked_at(
    surveyed, take, amina
):
    """Looked at before the answers to TEC1 came, and taken in after."""
    rows = "\n".join(";".join(map(str, row)) for row in WITHOUT_TEC1)
    with closing(arrive(rows.encode(), "early.csv")) as arrived:
        early = rules.upload_answers(arrived, survey=surveyed.survey, by=amina)
    take()
    rules.accept_answers(early, by=amina)
    response = Response.objects.get(key="u-1")
    assert response.answers["TEC1"] == 8.5
    assert len(response.repeats["linkages"]) == 2
