"""Samples: planned, drawn as one deed, followed with replacements, undone."""

from html import unescape
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from distretto.errors import RuleError
from distretto.web.diagnosis.models import Response, SampledFirm, Survey
from distretto.web.diagnosis.queries.samples import Plan, sample_frame, work_list
from distretto.web.diagnosis.queries.surveys import ANSWERED, asked_of, counts_of
from distretto.web.diagnosis.rules import samples as rules
from distretto.web.diagnosis.rules import surveys as survey_rules
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register.models import Organisation

State = SampledFirm.State
PLAN = Plan(("size_class",), 8, None, "proportional", 2, 1.0, 7)
SENT = {
    "strata": ["size_class"],
    "size": "8",
    "answering": "80",
    "allocation": "proportional",
    "minimum": "2",
    "seed": "7",
}


def address(page, *arguments):
    return reverse(f"diagnosis:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def drawn(surveyed, amina):
    surveyed.survey = rules.draw_sample(surveyed.survey, PLAN, by=amina)
    return surveyed


def test_a_plan_is_shown_before_it_is_drawn(client_of, amina, surveyed):
    page = client_of(amina).get(address("sample", surveyed.survey.pk), SENT)
    # 8 of 16 in proportion: 2 of the 4 large, 6 of the 12 small; each stands for two.
    # Share: z * sqrt(0.25 * sum (N/16)^2 (1 - n/N) / n)
    #   = 1.96 * sqrt(0.25 * (0.0625 * 0.5 / 2 + 0.5625 * 0.5 / 6)) = 24.5 points
    assert "2.00" in text(page)
    assert "24.5" in text(page)
    assert not SampledFirm.objects.exists()


def test_the_draw_is_one_deed_and_can_be_undone(client_of, amina, boris, surveyed):
    client_of(amina).post(address("draw-sample", surveyed.survey.pk), SENT)
    there = SampledFirm.objects.current()
    asked = there.exclude(state=State.SPARE)
    assert (
        sorted(asked.values_list("stratum", flat=True)) == ["large"] * 2 + ["small"] * 6
    )
    assert set(asked.values_list("design_weight", flat=True)) == {2.0}
    assert there.filter(state=State.SPARE).count() == 8
    entry = Deed.objects.get(did="sample.drawn")
    undo(entry, by=boris)
    assert not SampledFirm.objects.current().exists()
    assert Survey.objects.get().sample_findings == {}


def test_the_same_seed_draws_the_same_firms(drawn, amina):
    first = list(drawn.survey.sample.current().values_list("organisation", "state"))
    rules.draw_sample(drawn.survey, PLAN, by=amina)
    again = drawn.survey.sample.current().values_list("organisation", "state")
    assert list(again) == first
    assert len(first) == 16


def test_a_refusal_is_replaced_within_its_stratum(drawn, amina):
    lost = drawn.survey.sample.current().filter(stratum="small", state=State.TO_ASK)[0]
    rules.set_state(lost, State.REFUSED, by=amina)
    instead = SampledFirm.objects.get(replaces=lost)
    assert (instead.stratum, instead.state) == ("small", State.TO_ASK)
    assert instead.place_in_stratum == 1
    rules.set_state(lost, State.TO_ASK, by=amina)
    instead.refresh_from_db()
    assert (instead.state, instead.replaces) == (State.SPARE, None)


def test_a_replacement_that_was_asked_stays(drawn, amina):
    lost = drawn.survey.sample.current().filter(state=State.TO_ASK)[0]
    rules.set_state(lost, State.GONE, by=amina)
    rules.set_state(SampledFirm.objects.get(replaces=lost), State.ASKED, by=amina)
    with pytest.raises(RuleError) as refusal:
        rules.set_state(lost, State.ASKED, by=amina)
    assert refusal.value.code == "replacement_asked"
    with pytest.raises(RuleError) as refusal:
        rules.draw_sample(drawn.survey, PLAN, by=amina)
    assert refusal.value.code == "sample_in_use"


def test_nobody_of_the_reserve_is_asked_by_choice(drawn, amina):
    spare = drawn.survey.sample.current().filter(state=State.SPARE)[0]
    with pytest.raises(RuleError) as refusal:
        rules.set_state(spare, State.ASKED, by=amina)
    assert refusal.value.code == "firm_in_reserve"


def test_the_work_list_and_its_workbook(client_of, amina, drawn):
    Organisation.objects.filter(pk=drawn.firms[0].pk).update(phone="+99 12 34")
    client = client_of(amina)
    page = client.get(address("sample", drawn.survey.pk))
    assert text(page).count('href="tel:') == (
        1
        if drawn.survey.sample.filter(organisation=drawn.firms[0]).exclude(
            state="spare"
        )
        else 0
    )
    firm = drawn.survey.sample.current().filter(state=State.TO_ASK)[0]
    client.post(address("set-state", firm.pk), {"state": "asked"})
    firm.refresh_from_db()
    assert firm.state == State.ASKED
    book = client.get(address("sample-file", drawn.survey.pk))
    rows = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_index(0)
    told = rows.to_python()
    assert told[0][:2] == ["Code", "Firm"]
    assert [row[0] for row in told[1:]] == [f"{n:03d}" for n in range(1, 9)]


def test_the_work_list_leads_to_where_an_interview_was_left(client_of, amina, drawn):
    firm = drawn.survey.sample.current().filter(state=State.TO_ASK)[0].organisation
    client = client_of(amina)
    begin = address("begin-interview", drawn.survey.pk)
    client.post(begin, {"organisation": str(firm.pk)})
    draft = Response.objects.get()
    page = text(client.get(address("sample", drawn.survey.pk)))
    # Of the eight that are drawn, one is being interviewed.
    assert page.count("Interview begun") == 1
    assert page.count(f"Go on with the interview of {firm.name}") == 1
    assert page.count('aria-label="Interview Knitter') == 7
    first = {"consent": "yes", "interview_date": "2026-03-02", "enumerator": "Amina"}
    client.post(address("interview-step", draft.pk, "A"), first)
    client.post(address("interview-step", draft.pk, "D"), {"MKT1_share": "40"})
    assert client.get(address("interview", draft.pk)).context["step"].code == "D"


def test_a_size_too_small_is_refused_with_the_reason(client_of, amina, surveyed):
    answer = client_of(amina).post(
        address("draw-sample", surveyed.survey.pk), SENT | {"size": "3"}
    )
    assert answer.status_code == 409
    assert "too small" in text(answer)


def test_the_frame_has_the_counts_for_weights(drawn):
    frame = sample_frame(drawn.survey)
    small = frame.filter(stratum="small")
    assert set(small["population"]) == {12.0}
    assert set(small["sampled"]) == {6.0}


def test_a_surveys_form_has_its_blocks_alone(client_of, amina, surveyed):
    survey_rules.edit_survey(surveyed.survey, surveyed.form, ["F"], by=amina)
    answer = client_of(amina).get(address("survey-file", surveyed.survey.pk, "json"))
    blocks = {each["code"] for each in answer.json()["blocks"]}
    assert "F" in blocks and "G" not in blocks
    page = client_of(amina).get(address("surveys", surveyed.cluster.pk))
    assert address("survey-file", surveyed.survey.pk, "xlsx") in page.content.decode()


def test_every_firm_of_the_sample_is_counted_once(client_of, amina, drawn):
    """By hand: of 8 drawn one refuses and one is gone, and two come in for them. Of
    the other six four send a form, one of which says no; one is interviewed twice.

    Answered 3, refused 1 + 1, gone 1, so 10 - 6 = 4 are still to ask; the rate is
    3 of the 9 that are not gone.
    """
    survey = drawn.survey
    asked = list(survey.sample.current().filter(state=State.TO_ASK, stratum="small"))
    rules.set_state(asked[0], State.REFUSED, by=amina)
    rules.set_state(asked[1], State.GONE, by=amina)
    sent = [
        Response.objects.create(
            survey=survey,
            key=f"u-{number}",
            organisation=firm.organisation,
            answers={"consent": "no" if number == 0 else "yes"},
        )
        for number, firm in enumerate(asked[2:6])
    ]
    Response.objects.create(
        survey=survey,
        key="again",
        organisation=sent[1].organisation,
        answers={"consent": "yes"},
        repeats_interview=sent[1],
    )
    found = asked_of(survey)
    assert (found.drawn, found.replacements, found.listed) == (8, 2, 10)
    assert (found.answered, found.refused, found.gone, found.open) == (3, 2, 1, 4)
    assert found.response_share == pytest.approx(3 / 9)
    assert found.spare == survey.sample.current().filter(state=State.SPARE).count()
    page = text(client_of(amina).get(address("sample", survey.pk)))
    assert "Response rate: 33" in page
    assert counts_of(survey)["responses"] == 4


def test_who_says_no_in_the_words_of_the_form_has_refused(drawn):
    """Of three that sent the form one said “non”, one “oui”, one gave no answer."""
    survey = drawn.survey
    survey.form.content["choices"]["yes_no"] = [
        {"name": "oui", "labels": {"en": "Oui"}},
        {"name": "non", "labels": {"en": "Non"}},
    ]
    survey.form.save()
    asked = list(survey.sample.current().filter(state=State.TO_ASK))
    for number, answers in enumerate(
        ({"consent": "non"}, {"consent": "oui"}, {"TEC1": 4})
    ):
        Response.objects.create(
            survey=survey,
            key=f"u-{number}",
            organisation=asked[number].organisation,
            answers=answers,
        )
    found = asked_of(survey)
    assert (found.answered, found.refused) == (2, 1)
    became = {each.pk: each.became for each in work_list(survey)}
    assert [became[each.pk] for each in asked[:3]] == [
        State.REFUSED, ANSWERED, ANSWERED,
    ]  # fmt: skip
