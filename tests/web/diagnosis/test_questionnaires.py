"""Questionnaires: put into use, read, changed in versions, up and down as files."""

import io
from dataclasses import replace
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from distretto.errors import RuleError
from distretto.formats.questionnaire import bottleneck_questionnaire, editing
from distretto.formats.questionnaire.plain import from_plain
from distretto.formats.xlsform.writing import to_xlsform
from distretto.web.diagnosis.models import Form, Survey, Wave
from distretto.web.diagnosis.rules import questionnaires as rules
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register.models import Cluster

BUILT_IN = bottleneck_questionnaire()


def address(page, *arguments):
    return reverse(f"diagnosis:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def form(programme, amina):
    return rules.use_built_in(programme, by=amina)


@pytest.fixture
def used(form, programme):
    cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    wave = Wave.objects.create(cluster=cluster, name="Baseline")
    Survey.objects.create(wave=wave, form=form)
    return form


def test_the_built_in_questionnaire_is_used_once(client_of, amina):
    client = client_of(amina)
    assert client.post(address("use-built-in")).status_code == 302
    form = Form.objects.get()
    assert from_plain(form.content) == BUILT_IN
    again = client.post(address("use-built-in"), follow=True)
    assert "is there already" in text(again)
    assert Form.objects.count() == 1


def test_blocks_are_read_in_a_language(client_of, amina, form):
    page = client_of(amina).get(
        address("form", form.pk), {"block": "F", "language": "fr"}
    )
    question = BUILT_IN.by_code["TEC1"]
    assert question.labels["fr"] in text(page)
    assert question.labels["en"] not in text(page)
    assert (
        client_of(amina).get(address("form", form.pk), {"block": "?"}).status_code
        == 404
    )


def test_a_change_before_use_stays_in_the_version(client_of, amina, form):
    sent = {"label_en": "How old are the machines?", "label_fr": ""}
    client_of(amina).post(address("edit-question", form.pk, "TEC1"), sent)
    form.refresh_from_db()
    assert form.version == "1"
    assert from_plain(form.content).by_code["TEC1"].labels["en"] == sent["label_en"]


def test_a_change_in_use_makes_the_next_version(client_of, amina, used):
    client_of(amina).post(address("retire-question", used.pk, "TEC1"))
    used.refresh_from_db()
    assert not from_plain(used.content).by_code["TEC1"].is_retired
    newer = Form.objects.get(version="2")
    assert from_plain(newer.content).by_code["TEC1"].is_retired


def test_words_in_use_do_not_change_through_the_history(
    client_of, amina, boris, form, programme
):
    sent = {"label_en": "How old are the machines?", "label_fr": ""}
    client_of(amina).post(address("edit-question", form.pk, "TEC1"), sent)
    entry = Deed.objects.get(did="form.edited")
    cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    wave = Wave.objects.create(cluster=cluster, name="Baseline")
    survey = Survey.objects.create(wave=wave, form=form)
    with pytest.raises(RuleError) as refusal:
        undo(entry, by=boris)
    assert refusal.value.code == "form_asked"
    survey.retire()
    survey.save()
    undo(entry, by=boris)
    form.refresh_from_db()
    back = from_plain(form.content).by_code["TEC1"]
    assert back.labels == BUILT_IN.by_code["TEC1"].labels


def test_a_question_is_added_with_unit_and_period(client_of, amina, form):
    sent = {"code": "TEC9", "kind": "number", "label": "How many looms?"}
    url = address("add-question", form.pk, "F")
    assert client_of(amina).post(url, sent).status_code == 422
    sent |= {"unit": "looms", "period": "now"}
    assert client_of(amina).post(url, sent).status_code == 302
    form.refresh_from_db()
    added = from_plain(form.content).by_code["TEC9"]
    assert (added.unit, added.low, added.labels) == (
        "looms",
        0,
        {"en": "How many looms?"},
    )


def test_a_used_code_is_refused(client_of, amina, form):
    sent = {"code": "TEC1", "kind": "text", "label": "Something else"}
    answer = client_of(amina).post(address("add-question", form.pk, "F"), sent)
    assert answer.status_code == 409
    assert "belongs to another question" in text(answer)


def test_a_version_in_use_is_not_retired(used, amina):
    with pytest.raises(RuleError) as refusal:
        rules.retire_form(used, by=amina)
    assert refusal.value.code == "form_in_use"


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("xlsx", b"PK"), ("pdf", b"%PDF"), ("docx", b"PK"), ("json", b"{")],
)
def test_files(client_of, amina, form, ending, begins):
    answer = client_of(amina).get(address("form-file", form.pk, ending))
    assert answer.content.startswith(begins)


def test_an_edited_xlsform_comes_back_as_the_next_version(
    client_of, amina, form, files_aside
):
    edited = editing.retired(BUILT_IN, "TEC2")
    content = io.BytesIO(to_xlsform(edited)).getvalue()
    file = SimpleUploadedFile("bottlenecks.xlsx", content)
    answer = client_of(amina).post(address("upload-form"), {"file": file})
    assert answer.status_code == 302
    newer = Form.objects.get(version="2")
    found = from_plain(newer.content)
    assert found.by_code["TEC2"].is_retired
    assert found.indicators == BUILT_IN.indicators


def test_a_form_with_a_long_version_is_uploaded_again(programme, amina):
    """“.1” takes the place of the last two of the 40 signs that are kept."""
    long = replace(BUILT_IN, version="v" + "2026-11-27" * 4)
    for _ in range(2):
        rules.add_uploaded(long, programme=programme, by=amina)
    kept = long.version[:40]
    found = set(Form.objects.values_list("version", flat=True))
    assert found == {kept, f"{kept[:38]}.1"}


def test_a_form_in_use_is_edited_where_an_older_one_came_last(programme, amina):
    """3 was uploaded before 2, which a survey asks: the change of 2 is 4."""
    for version in ("3", "2"):
        form = rules.add_uploaded(
            replace(BUILT_IN, version=version), programme=programme, by=amina
        )
    cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    wave = Wave.objects.create(cluster=cluster, name="Baseline")
    Survey.objects.create(wave=wave, form=form)
    made = rules.change_form(
        form, lambda before: editing.retired(before, "TEC1"), by=amina, about="TEC1"
    )
    assert made.version == "4"


def test_a_file_that_is_no_form_is_refused(client_of, amina, files_aside):
    file = SimpleUploadedFile("firms.xlsx", b"no workbook")
    answer = client_of(amina).post(address("upload-form"), {"file": file})
    assert answer.status_code == 422
    assert not Form.objects.exists()


OLDER = "wording changed since this was translated"


def test_a_translation_older_than_the_wording_is_flagged(client_of, amina, form):
    """English is reworded and French is not: it is told until somebody has seen it."""
    client, page = client_of(amina), address("edit-question", form.pk, "TEC1")
    words = BUILT_IN.by_code["TEC1"].labels
    block = address("form", form.pk)
    client.post(page, {"label_en": "Age of the looms?", "label_fr": words["fr"]})
    shown = text(client.get(block, {"block": "F", "language": "fr"}))
    assert shown.count(OLDER) == 1
    edited = text(client.get(page))
    assert "It was translated from" in edited and words["en"] in edited
    sent = {"label_en": "Age of the looms?", "label_fr": words["fr"]}
    client.post(page, sent | {"fits_fr": "on"})
    assert OLDER not in text(client.get(block, {"block": "F"}))
    form.refresh_from_db()
    assert from_plain(form.content).by_code["TEC1"].labels["fr"] == words["fr"]


def test_a_translation_that_goes_with_the_wording_is_not_flagged(
    client_of, amina, form
):
    client, page = client_of(amina), address("edit-question", form.pk, "TEC1")
    client.post(page, {"label_en": "Age of looms?", "label_fr": "Âge des métiers ?"})
    shown = text(client.get(address("form", form.pk), {"block": "F"}))
    assert "Age of looms?" in shown and OLDER not in shown


def test_hints_answers_and_a_language_are_changed_on_the_site(client_of, amina, form):
    client = client_of(amina)
    url = address("edit-question", form.pk, "CUT1")
    shown = client.get(url).context["form"]
    sent = {field.name: field.initial or "" for field in shown}
    sent |= {
        "hint_en": "The first that comes to mind.",
        "choice_0_en": "Price alone",
        "new_choice": "speed",
        "new_choice_label": "Speed",
        "new_choice_severity": "1",
        "new_language": "sw",
        "new_label": "Kampuni inashindana kwa nini?",
    }
    assert client.post(url, sent).status_code == 302
    form.refresh_from_db()
    after = from_plain(form.content)
    question = after.by_code["CUT1"]
    assert question.hints["en"] == "The first that comes to mind."
    assert question.labels["sw"].startswith("Kampuni") and "sw" in after.languages
    offered = after.offered(question)
    assert offered[0].labels["en"] == "Price alone"
    assert (offered[-1].name, offered[-1].labels) == ("speed", {"en": "Speed"})
    [judged] = [each for each in after.indicators if "CUT1" in each.terms]
    assert judged.severities["speed"] == 1
    # One part alone says nothing.
    answer = client.post(url, sent | {"new_choice": "luck", "new_choice_label": ""})
    assert answer.status_code == 422
