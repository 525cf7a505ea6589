"""Exports of answers: looked at first, taken in as one deed, a second one updates."""

from contextlib import closing
from dataclasses import replace
from html import unescape

import polars as pl
import pytest
from django.urls import reverse
from tests.formats.kobo.export import NAMES, ROWS, with_cell

from distretto.formats.kobo.sensitive import HIDDEN
from distretto.formats.questionnaire import bottleneck_questionnaire
from distretto.web.diagnosis.answer_reading import _readable
from distretto.web.diagnosis.models import AnswerFile, Response
from distretto.web.diagnosis.queries.samples import Plan
from distretto.web.diagnosis.rules import answer_files as rules
from distretto.web.diagnosis.rules import responses as response_rules
from distretto.web.diagnosis.rules import samples
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register.arriving import arrive

pytestmark = pytest.mark.usefixtures("files_aside")
FORM = bottleneck_questionnaire()
PLAN = Plan((), 16, None, "proportional", 1, 1.0, 1)


def address(page, *arguments):
    return reverse(f"diagnosis:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


def csv(rows):
    lines = (";".join(f'"{cell}"' for cell in row) for row in rows)
    return "\n".join(lines).encode()


@pytest.fixture
def upload(surveyed, amina):
    def uploading(rows=(NAMES, *ROWS)):
        with closing(arrive(csv(rows), "export.csv")) as file:
            return rules.upload_answers(file, survey=surveyed.survey, by=amina)

    return uploading


@pytest.fixture
def taken(upload, amina):
    rules.accept_answers(upload(), by=amina)
    return {each.key: each for each in Response.objects.all()}


def test_a_dry_run_enters_nothing(client_of, amina, upload):
    file = upload()
    assert file.status == AnswerFile.Status.UNDERSTOOD
    assert file.findings["counts"]["new"] == 3
    assert [each["column"] for each in file.findings["unplaced"]] == ["note_to_self"]
    assert not Response.objects.exists()
    page = text(client_of(amina).get(address("answer-file", file.pk)))
    assert "note_to_self" in page
    assert "call again" in page


@pytest.mark.parametrize("out", ["wave", "cluster", "survey"])
def test_what_was_taken_out_has_no_answers(client_of, amina, surveyed, taken, out):
    client = client_of(amina)
    response = next(iter(taken.values()))
    pages = [
        address("answers", surveyed.survey.pk),
        address("response", response.pk),
        address("answer-file", AnswerFile.objects.get().pk),
    ]
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    record = getattr(surveyed, out)
    record.retire()
    record.save()
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]


def test_an_interview_of_a_day_to_come_is_listed(client_of, amina, upload):
    place = NAMES.index("A/interview_date")
    late = [[*ROWS[0][:place], "2999-01-01", *ROWS[0][place + 1 :]], *ROWS[1:]]
    file = upload([NAMES, *late])
    assert file.findings["faults"] == 1
    page = text(client_of(amina).get(address("answer-file", file.pk)))
    assert "“2999-01-01”: that day is still to come" in page


def test_answers_are_taken_in_and_undone_as_one(taken, boris):
    assert taken["u-1"].answers["workers"] == 12
    assert taken["u-1"].answers["TEC5"] == "supplier fair"
    assert taken["u-1"].minutes == 45.5
    assert taken["u-1"].enumerator == "Amina"
    undo(Deed.objects.get(did="answers.accepted"), by=boris)
    assert not Response.objects.current().exists()


def test_the_same_export_again_changes_nothing(taken, upload, amina):
    file = upload()
    assert file.findings["counts"] == {
        "new": 0, "changed": 0, "unchanged": 3, "gone": 0, "answers_changed": 0,
    }  # fmt: skip
    before = Response.history.count()
    rules.accept_answers(file, by=amina)
    assert Response.history.count() == before


def test_a_second_export_changes_exactly_the_changed_answer(
    taken, upload, amina, boris
):
    file = upload(with_cell("F/TEC1", 0, "9.5"))
    assert file.findings["counts"]["changed"] == 1
    assert file.findings["counts"]["answers_changed"] == 1
    rules.accept_answers(file, by=amina)
    one, other = (Response.objects.get(key=key) for key in ("u-1", "u-2"))
    assert one.answers == taken["u-1"].answers | {"TEC1": 9.5}
    assert one.history.count() == 2
    assert other.history.count() == 1
    undo(Deed.objects.filter(did="answers.accepted").order_by("-at")[0], by=boris)
    assert Response.objects.get(key="u-1").answers["TEC1"] == 8.5


def test_changes_go_by_the_firm_and_its_code(client_of, amina, surveyed, upload):
    """One response is of a firm in the sample, one says a name and no more."""
    samples.draw_sample(surveyed.survey, PLAN, by=amina)
    drawn = surveyed.survey.sample.get(code="004")
    rules.accept_answers(upload(), by=amina)
    linked, named = (Response.objects.get(key=key) for key in ("u-1", "u-2"))
    response_rules.link_response(linked, drawn.organisation, by=amina)
    Response.objects.filter(pk=named.pk).update(
        answers=named.answers | {"firm_name": "Loom & Son"}
    )
    rows = [list(row) for row in with_cell("F/TEC1", 0, "9.5")]
    rows[2][NAMES.index("F/TEC1")] = "3"
    page = text(client_of(amina).get(address("answer-file", upload(rows).pk)))
    assert f"<bdi>{drawn.organisation.name}</bdi></a> <code>004</code>" in page
    assert "<bdi>Loom & Son</bdi></a></th>" in page
    assert "u-1" not in page


def test_only_questions_of_blocks_that_were_asked_are_lacking(surveyed, upload):
    """Of the 9 questions of block A the export has 4, of the 8 of block F 2."""
    surveyed.survey.blocks = ["F"]
    surveyed.survey.save()
    [lacking] = [
        each["params"]
        for each in upload().findings["notes"]
        if "no column" in str(each)
    ]
    assert lacking["count"] == 11
    assert "TEC2" in str(lacking)


def test_a_response_that_is_gone_stays(taken, upload, amina):
    file = upload((NAMES, *ROWS[:2]))
    assert file.findings["counts"]["gone"] == 1
    rules.accept_answers(file, by=amina)
    assert Response.objects.current().count() == 3


def test_sensitive_answers_are_not_told_in_changes(client_of, amina, taken, upload):
    file = upload(with_cell("L/COO3", 0, "1"))
    page = text(client_of(amina).get(address("answer-file", file.pk)))
    assert "COO3" in page
    assert "<bdi>1</bdi>" not in page


@pytest.mark.parametrize(
    ("question", "is_hidden"),
    [
        ("linkages[1]/linked_strength", True),
        ("How strong is the link?", True),
        ("linked_strength_other", True),
        ("linkages[1]/linked_name", False),
        ("TEC1", False),
    ],
)
def test_sensitive_answers_of_repeats_are_not_told_in_changes(question, is_hidden):
    block = next(each for each in FORM.blocks if each.code == "linkages")
    strength = replace(FORM.by_code["linked_strength"], is_sensitive=True)
    asked = (strength, FORM.by_code["linked_name"])
    form = replace(FORM, blocks=(*FORM.blocks[:1], replace(block, questions=asked)))
    rows = [("u-1", question, "weak", "strong"), ("u-1", question, None, "weak")]
    names = ["response", "question", "before", "after"]
    shown = _readable(form, pl.DataFrame(rows, names, orient="row"))
    told = [(each["before"], each["after"]) for each in shown]
    secret = [(HIDDEN, HIDDEN), (None, HIDDEN)]
    assert told == (secret if is_hidden else [row[2:] for row in rows])


def test_faults_keep_their_text_and_are_listed(client_of, amina, upload):
    file = upload(with_cell("H/workers", 0, "some"))
    client = client_of(amina)
    assert "“some” is not a number" in text(client.get(address("answer-file", file.pk)))
    assert "some" in text(client.get(address("answer-problems", file.pk)))
    rules.accept_answers(file, by=amina)
    assert Response.objects.get(key="u-1").answers["workers"] == "some"


def test_a_file_without_questions_is_refused(client_of, amina, upload):
    file = upload((["a", "b"], ["1", "2"]))
    assert file.status == AnswerFile.Status.REFUSED
    page = text(client_of(amina).get(address("answer-file", file.pk)))
    assert "has no column of the questionnaire" in page


def test_responses_find_their_firm_by_code_and_by_name(surveyed, upload, amina):
    samples.draw_sample(surveyed.survey, PLAN, by=amina)
    sampled = surveyed.survey.sample.current().get(code="003")
    heads = [*NAMES, "A/register_code", "A/firm_name"]
    rows = [
        [*ROWS[0], "3", "Called otherwise"],
        [*ROWS[1], "", "knitter  c"],
        [*ROWS[2], "", "Nobody knows"],
    ]
    rules.accept_answers(upload((heads, *rows)), by=amina)
    found = {each.key: each.organisation for each in Response.objects.all()}
    assert found["u-1"] == sampled.organisation
    assert found["u-2"].name == "Knitter C"
    assert found["u-3"] is None


def test_a_response_is_linked_by_hand_and_stays_so(
    client_of, amina, surveyed, taken, upload
):
    firm = surveyed.firms[5]
    client = client_of(amina)
    url = address("link-response", taken["u-1"].pk)
    client.post(url, {"organisation": str(firm.pk)})
    rules.accept_answers(upload(with_cell("F/TEC1", 0, "9.5")), by=amina)
    assert Response.objects.get(key="u-1").organisation == firm


def test_trust_is_never_read_of_a_firm(client_of, amina, taken):
    page = text(client_of(amina).get(address("response", taken["u-1"].pk)))
    assert "Entrepreneurs here can be trusted" in page
    assert "answered; never shown for a firm" in page
    assert "Disagree" not in page


def test_a_second_interview_is_of_the_same_firm(surveyed, taken, amina):
    one, other = taken["u-1"], taken["u-2"]
    with pytest.raises(Exception, match="same firm"):
        response_rules.link_response(one, surveyed.firms[0], by=amina)
        one.refresh_from_db()
        response_rules.say_second(other, one, by=amina)
    other = response_rules.link_response(other, surveyed.firms[0], by=amina)
    second = response_rules.say_second(other, one, by=amina)
    assert second.repeats_interview == one


def test_large_exports_are_worked_on_in_the_background(
    monkeypatch, work_done, upload, amina
):
    monkeypatch.setattr(rules, "BACKGROUND_FROM_BYTES", 0)
    monkeypatch.setattr(rules, "BACKGROUND_FROM_RESPONSES", 0)
    with work_done():
        file = upload()
    file.refresh_from_db()
    assert file.status == AnswerFile.Status.UNDERSTOOD
    with work_done():
        rules.accept_answers(file, by=amina)
    file.refresh_from_db()
    assert file.status == AnswerFile.Status.ACCEPTED
    assert Response.objects.count() == 3
