"""Samples: planned, drawn as one deed, followed with replacements, undone."""

from html import unescape
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from distretto.errors import RuleError
from distretto.web.diagnosis.models import Response, SampledFirm, Survey
from distretto.web.diagnosis.queries.samples import Plan, sample_frame, work_list
from distretto.web.diagnosis.queries.surveys import ANSWERED, asked_of, counts_of
from distretto.web.diagnosis.rules import responses
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


def test_where_a_firm_is_can_be_read_copied_and_seen_on_the_site(
    client_of, amina, drawn
):
    """A device without a program for maps opens no geo: address."""
    page = address("sample", drawn.survey.pk)
    assert "map of the cluster" not in text(client_of(amina).get(page))
    firms = Organisation.objects.filter(pk__in=[each.pk for each in drawn.firms])
    for place, firm in enumerate(firms):
        firm.latitude, firm.longitude = 27.966814 + place / 100, 120.66201
        firm.save()
    shown = text(client_of(amina).get(page))
    one = drawn.survey.sample.exclude(state=State.SPARE)[0].organisation
    told = f"{one.latitude}, {one.longitude}"
    assert f'<bdi dir="ltr">{told}</bdi>' in shown
    assert f'href="geo:{told.replace(" ", "")}"' in shown
    there = reverse("register:members", args=["lindara", drawn.cluster.pk])
    assert f'href="{there}#map"' in shown
    assert '<div id="map">' in text(client_of(amina).get(there))


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


def say(firm, answer, key="u-1"):
    return Response.objects.create(
        survey=firm.survey,
        key=key,
        organisation=firm.organisation,
        answers={"consent": answer},
    )


def test_buttons_are_there_for_a_firm_that_refused_by_the_form(client_of, amina, drawn):
    """Of 8 on the list one said no and one yes: the other 6 and the first have them."""
    asked = drawn.survey.sample.current().filter(state=State.TO_ASK, stratum="small")
    say(asked[0], "no", "u-1")
    say(asked[1], "yes", "u-2")
    page = text(client_of(amina).get(address("sample", drawn.survey.pk)))
    buttons = [address("set-state", each.pk) in page for each in asked]
    assert buttons == [True, False, True, True, True, True]
    interview = f'name="organisation" value="{asked[0].organisation_id}"'
    assert interview not in page


def test_a_response_linked_to_its_firm_refuses_for_it(drawn, amina, boris):
    lost = drawn.survey.sample.current().filter(state=State.TO_ASK, stratum="small")[0]
    response = Response.objects.create(
        survey=drawn.survey, key="u-1", answers={"consent": "no"}
    )
    responses.link_response(response, lost.organisation, by=amina)
    lost.refresh_from_db()
    instead = SampledFirm.objects.get(replaces=lost)
    assert (lost.state, instead.state) == (State.REFUSED, State.TO_ASK)
    undo(Deed.objects.get(did="response.linked"), by=boris)
    lost.refresh_from_db()
    instead.refresh_from_db()
    assert (lost.state, instead.state) == (State.TO_ASK, State.SPARE)
    assert instead.replaces is None


def test_the_last_word_of_a_firm_decides(drawn, amina):
    """It said no and later yes; the yes is left out, and the no is its last word."""
    firm = drawn.survey.sample.current().filter(state=State.TO_ASK)[0]
    say(firm, "no", "u-1")
    later = say(firm, "yes", "u-2")
    Response.objects.filter(pk=later.pk).update(submitted_at=timezone.now())
    responses.leave_out(later, "Another firm", by=amina)
    firm.refresh_from_db()
    assert firm.state == State.REFUSED


def test_a_firm_that_a_response_is_taken_from_may_have_refused(drawn, amina):
    """The yes was of another firm: what is left of this one is a no."""
    firm = drawn.survey.sample.current().filter(state=State.TO_ASK)[0]
    say(firm, "no", "u-1")
    later = say(firm, "yes", "u-2")
    Response.objects.filter(pk=later.pk).update(submitted_at=timezone.now())
    responses.link_response(later, None, by=amina)
    firm.refresh_from_db()
    assert firm.state == State.REFUSED
    # As long as its form says no, nobody asks it again, and its replacement stays.
    with pytest.raises(RuleError, match="says no in its last answer"):
        rules.set_state(firm, State.TO_ASK, by=amina)
    firm.refresh_from_db()
    assert firm.state == State.REFUSED and firm.replaced_by.current().exists()


def test_a_replacement_that_said_no_is_replaced_too(drawn, amina):
    """The first of the reserve had refused already: the second comes in."""
    there = drawn.survey.sample.current().filter(stratum="small")
    spare = there.filter(state=State.SPARE).order_by("place_in_stratum")
    first, second = spare[:2]
    say(first, "no")
    lost = there.filter(state=State.TO_ASK)[0]
    rules.set_state(lost, State.GONE, by=amina)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.replaces) == (State.REFUSED, lost)
    assert (second.state, second.replaces) == (State.TO_ASK, first)


def test_a_firm_that_is_gone_or_not_in_the_sample_stays_so(drawn, amina):
    there = drawn.survey.sample.current()
    gone, spare = there.filter(state=State.TO_ASK)[0], there.filter(state=State.SPARE)
    rules.set_state(gone, State.GONE, by=amina)
    left = spare.count()
    for number, firm in enumerate((gone, spare[0])):
        responses.link_response(
            say(firm, "no", f"u-{number}"), firm.organisation, by=amina
        )
    gone.refresh_from_db()
    assert (gone.state, spare.count()) == (State.GONE, left)
