"""Interviews in the browser: one block at a time, a draft at every step, sent once."""

from html import unescape

import pytest
from django.urls import reverse

from distretto.errors import RuleError
from distretto.formats.questionnaire import bottleneck_questionnaire
from distretto.formats.questionnaire.model import Block, Question, Questionnaire
from distretto.web.diagnosis.forms.interviews import BlockForm
from distretto.web.diagnosis.models import Response, SampledFirm
from distretto.web.diagnosis.queries.interviews import (
    left_at,
    possible_steps,
    steps_of,
)
from distretto.web.diagnosis.rules import interviews as rules
from distretto.web.diagnosis.rules import surveys
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo

FORM = bottleneck_questionnaire()
FIRST = {"consent": "yes", "interview_date": "2026-03-02", "enumerator": "Amina"}


def address(page, *arguments):
    return reverse(f"diagnosis:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


def block_form(code, data, answers=None):
    block = next(each for each in FORM.blocks if each.code == code)
    return BlockForm(
        data, questionnaire=FORM, block=block, language="en", answers=answers or {}
    )


def test_a_number_beyond_its_end_is_told_with_its_unit():
    """In a week are 168 hours; a share of sales is 100 % at most."""
    power = FORM.by_code["INF1"]
    code = next(b.code for b in FORM.blocks if power in b.questions)
    form = block_form(code, {"INF1": "200"})
    [said] = form.errors["INF1"]
    assert said == "Give 168 or less: hours per week, last month."
    form = block_form("D", {"MKT1_share": "140"})
    [said] = form.errors["MKT1_share"]
    assert said.startswith("Give 100 or less: %")


def test_money_is_asked_in_the_currency_of_the_programme():
    for currency, said in (("MAR", "MAR per year"), ("", "local currency per year")):
        block = next(
            each for each in FORM.blocks if FORM.by_code["sales"] in each.questions
        )
        form = BlockForm(
            questionnaire=FORM,
            block=block,
            language="en",
            answers={},
            currency=currency,
        )
        assert form.fields["sales"].help_text.startswith(f"{said}, last year")


def test_steps_that_nobody_knows_of_yet_are_counted():
    """All blocks may come until consent is given; one that repeats does, until it is
    said how often. Once it is refused, no more come than there are."""
    every = possible_steps(FORM, {}, "en")
    assert [each.code for each in every] == [each.code for each in FORM.blocks]
    assert {each.code: each.times for each in every if each.times} == {"linkages": 8}
    refused = {"consent": "no"}
    assert possible_steps(FORM, refused, "en") == steps_of(FORM, refused, "en")


@pytest.fixture
def browser(client_of, amina, surveyed):
    """Amina's, with an interview of a firm begun; the blocks A, D and L are asked."""
    surveys.edit_survey(surveyed.survey, surveyed.form, ["D", "L"], by=amina)
    client = client_of(amina)
    url = address("begin-interview", surveyed.survey.pk)
    client.post(url, {"organisation": str(surveyed.firms[0].pk)})
    return client


@pytest.fixture
def draft(browser):
    return Response.objects.get()


def test_what_is_known_is_written_in(draft, surveyed):
    assert draft.answers["firm_name"] == "Knitter A"
    assert draft.organisation == surveyed.firms[0]
    assert not draft.is_complete


def test_a_second_click_goes_on_with_the_draft(browser, surveyed, draft):
    url = address("begin-interview", surveyed.survey.pk)
    browser.post(url, {"organisation": str(surveyed.firms[0].pk)})
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "step"),
    [
        ({}, "A"),
        ({"a1": "x"}, "A"),
        ({"a1": "x", "a2": "no"}, "B"),
        ({"b1": "x"}, "review"),  # A was passed over: looking over tells
        ({"a1": "x", "a2": "yes", "b1": "x"}, "B"),  # b2 applies, and is open
        ({"a1": "x", "a2": "no", "b1": "x"}, "review"),
    ],
)
def test_an_interview_is_gone_on_with_where_it_was_left(answers, step):
    """At the last block that was begun; at the next where nothing in it is open."""
    only_after_yes = Question("b2", "text", {}, relevant="${a2} = 'yes'")
    first = Block("A", {}, (Question("a1", "text", {}), Question("a2", "text", {})))
    last = Block("B", {}, (Question("b1", "text", {}), only_after_yes))
    form = Questionnaire("short", "1", {}, ("en",), (first, last), {})
    assert left_at(form, Response(answers=answers), "en") == step


def test_a_repeated_block_is_done_once_each_time_is_answered():
    count = Block("A", {}, (Question("a1", "count", {}),))
    again = Block(
        "R", {}, (Question("r1", "text", {}),), repeat=3, repeat_count="${a1}"
    )
    form = Questionnaire("short", "1", {}, ("en",), (count, again), {})
    draft = Response(answers={"a1": 2.0}, repeats={"R": [{"r1": "x"}]})
    assert left_at(form, draft, "en") == "R"
    draft.repeats["R"].append({"r1": "y"})
    assert left_at(form, draft, "en") == "review"


def test_each_block_leads_to_looking_over(browser, draft):
    url = address("interview-step", draft.pk, "A")
    answer = browser.post(url, {"consent": "yes", "go": "review"})
    # Day and interviewer are lacking, which is told there; nothing was refused.
    assert "/interview/review/" in answer["Location"]
    assert "&saved=A" in answer["Location"]
    assert "must still be answered" in text(browser.get(answer["Location"]))
    browser.post(url, FIRST)
    answer = browser.post(
        address("interview-step", draft.pk, "D"), {"MKT1_share": "140", "go": "review"}
    )
    assert "&unsaved=D&" in answer["Location"]


def test_looking_over_shows_the_answers(browser, draft):
    browser.post(address("interview-step", draft.pk, "A"), FIRST)
    sent = {"MKT1_share": "40.5", "MKT4": "0", "CUT1": "price"}
    browser.post(address("interview-step", draft.pk, "D"), sent)
    browser.post(address("interview-step", draft.pk, "L"), {"linked_count": "2"})
    first = {"linkages-0-linked_name": "Dye house", "linkages-1-linked_name": "Bank"}
    browser.post(address("interview-step", draft.pk, "linkages"), first)
    answer = browser.get(address("interview-step", draft.pk, "review"))
    page = text(answer)
    label = FORM.by_code["MKT1_share"].labels["en"]
    assert label in page and "40.5" in page
    # In the words of the form, as often as a block is asked, and what applies alone:
    # reasons are asked for only where orders were lost.
    offered = {each.name: each for each in FORM.offered(FORM.by_code["CUT1"])}
    assert offered["price"].labels["en"] in page
    assert "Dye house" in page and "Bank" in page
    assert FORM.by_code["MKT4_reason"].labels["en"] not in page
    told = {
        step.code: (done, asked) for step, done, asked, _ in answer.context["blocks"]
    }
    block = next(each for each in FORM.blocks if each.code == "linkages")
    assert told["linkages"] == (2, 2 * len(block.questions))
    assert address("interview-step", draft.pk, "D") in page


def test_each_step_is_kept_and_leads_to_the_next(browser, draft):
    answer = browser.post(address("interview-step", draft.pk, "A"), FIRST)
    assert "/interview/D/" in answer["Location"]
    sent = {"MKT1_customers": "12", "MKT1_share": "40.5", "go": "next"}
    answer = browser.post(address("interview-step", draft.pk, "D"), sent)
    assert "/interview/L/" in answer["Location"]
    draft.refresh_from_db()
    assert draft.answers["MKT1_customers"] == 12
    assert draft.answers["MKT1_share"] == 40.5
    page = text(browser.get(address("interview-step", draft.pk, "D")))
    assert 'value="12"' in page


def test_what_is_in_order_is_kept_beside_a_mistake(browser, draft):
    browser.post(address("interview-step", draft.pk, "A"), FIRST)
    sent = {"MKT1_customers": "12", "MKT1_share": "140"}
    answer = browser.post(address("interview-step", draft.pk, "D"), sent)
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.answers["MKT1_customers"] == 12
    assert "MKT1_share" not in draft.answers


def test_going_back_from_a_mistake_is_not_said_to_be_saved(browser, draft):
    browser.post(address("interview-step", draft.pk, "A"), FIRST)
    sent = {"MKT1_share": "140", "go": "back"}
    answer = browser.post(address("interview-step", draft.pk, "D"), sent)
    assert "&saved=" not in answer["Location"]
    assert "&unsaved=D&digest=" in answer["Location"]
    answer = browser.post(
        address("interview-step", draft.pk, "D"), sent | {"MKT1_share": "40"}
    )
    assert "&saved=D" in answer["Location"]


def test_answers_that_were_changed_elsewhere_are_not_overwritten(browser, draft):
    url = address("interview-step", draft.pk, "A")
    begun_from = browser.get(url).context["digest"]
    browser.post(url, FIRST | {"enumerator": "Boris"})
    answer = browser.post(url, FIRST | {"begun_from": begun_from})
    assert answer.status_code == 409
    draft.refresh_from_db()
    assert draft.answers["enumerator"] == "Boris"
    # The page that says so goes on from what is there now.
    answer = browser.post(url, FIRST | {"begun_from": answer.context["digest"]})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.answers["enumerator"] == "Amina"


def test_sending_the_same_answers_again_is_no_conflict(browser, draft):
    url = address("interview-step", draft.pk, "A")
    begun_from = browser.get(url).context["digest"]
    for _again in range(2):
        answer = browser.post(url, FIRST | {"begun_from": begun_from})
        assert answer.status_code == 302


def test_later_keeps_what_is_there(browser, draft):
    sent = {"consent": "yes", "interview_date": "", "go": "later"}
    answer = browser.post(address("interview-step", draft.pk, "A"), sent)
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.answers["consent"] == "yes"
    assert "interview_date" not in draft.answers
    assert "?saved=A&digest=" in answer["Location"]  # nothing was entered and refused
    answer = browser.post(
        address("interview-step", draft.pk, "A"), FIRST | {"go": "later"}
    )
    assert "?saved=A&digest=" in answer["Location"]


def test_later_names_what_was_not_kept(browser, draft):
    url = address("interview-step", draft.pk, "A")
    sent = FIRST | {"interview_date": "32.13.2026", "go": "later"}
    page = text(browser.post(url, sent, follow=True))
    asked = FORM.by_code["interview_date"].labels["en"]
    assert f"but not what does not fit: the answers to “{asked}”" in page
    assert "The interview is kept. Go on any time." not in page
    # A blank is no answer that was lost.
    page = text(
        browser.post(url, FIRST | {"enumerator": "", "go": "later"}, follow=True)
    )
    assert "The interview is kept. Go on any time." in page


def test_an_answer_that_is_refused_leaves_the_earlier_one(browser, draft):
    browser.post(address("interview-step", draft.pk, "A"), FIRST)
    url = address("interview-step", draft.pk, "D")
    browser.post(url, {"MKT1_share": "40", "MKT4": "2", "MKT4_reason": ["price"]})
    wrong = {"MKT1_share": "140", "MKT4": "some", "MKT4_reason": ["quality"]}
    assert browser.post(url, wrong).status_code == 422
    draft.refresh_from_db()
    assert (draft.answers["MKT1_share"], draft.answers["MKT4"]) == (40, 2)
    # Reasons are asked for where orders were lost, and two still are.
    assert draft.answers["MKT4_reason"] == "quality"
    browser.post(url, {"MKT1_share": "", "MKT4": "0"})
    draft.refresh_from_db()
    assert "MKT1_share" not in draft.answers and draft.answers["MKT4"] == 0


def test_an_earlier_answer_goes_where_it_does_not_fit_the_others(browser, draft):
    """Of three who compete, the first becomes what the second was."""
    browser.post(address("interview-step", draft.pk, "A"), FIRST)
    url = address("interview-step", draft.pk, "D")
    browser.post(url, {"CUT1": "price", "CUT1_second": "quality"})
    browser.post(url, {"CUT1": "quality", "CUT1_second": "quality"})
    draft.refresh_from_db()
    assert draft.answers["CUT1"] == "quality"
    assert "CUT1_second" not in draft.answers


def test_a_refused_answer_of_a_repeat_leaves_its_earlier_one(browser, draft):
    browser.post(address("interview-step", draft.pk, "A"), FIRST)
    browser.post(address("interview-step", draft.pk, "L"), {"linked_count": "2"})
    url = address("interview-step", draft.pk, "linkages")
    names = {"linkages-0-linked_name": "Dye house", "linkages-1-linked_name": "Bank"}
    browser.post(url, names | {"linkages-1-linked_kind": ["lending"]})
    browser.post(url, names | {"linkages-1-linked_kind": ["no such kind"]})
    draft.refresh_from_db()
    assert draft.repeats["linkages"] == [
        {"linked_name": "Dye house"},
        {"linked_name": "Bank", "linked_kind": "lending"},
    ]


def test_who_says_no_is_replaced_in_the_sample(browser, draft, surveyed, amina, boris):
    """One is drawn and one in reserve: it comes in when the first says no."""
    firm = SampledFirm.objects.create(
        survey=surveyed.survey,
        organisation=surveyed.firms[0],
        code="001",
        stratum="all",
        place_in_stratum=1,
    )
    spare = SampledFirm.objects.create(
        survey=surveyed.survey,
        organisation=surveyed.firms[1],
        code="002",
        stratum="all",
        place_in_stratum=1,
        state="spare",
    )
    browser.post(address("interview-step", draft.pk, "A"), FIRST | {"consent": "no"})
    browser.post(address("interview-step", draft.pk, "review"))
    firm.refresh_from_db()
    spare.refresh_from_db()
    assert (firm.state, spare.state, spare.replaces) == ("refused", "to_ask", firm)
    undo(Deed.objects.get(did="response.sent"), by=boris)
    firm.refresh_from_db()
    spare.refresh_from_db()
    assert (firm.state, spare.state, spare.replaces) == ("to_ask", "spare", None)


def test_without_consent_nothing_more_is_asked(browser, draft):
    answer = browser.post(
        address("interview-step", draft.pk, "A"), FIRST | {"consent": "no"}
    )
    assert "/interview/review/" in answer["Location"]
    assert browser.get(address("interview-step", draft.pk, "D")).status_code == 404


def test_a_repeated_block_is_asked_as_often_as_told(browser, draft):
    browser.post(address("interview-step", draft.pk, "A"), FIRST)
    answer = browser.post(
        address("interview-step", draft.pk, "L"), {"linked_count": "2"}
    )
    assert "/interview/linkages/" in answer["Location"]
    sent = {
        "linkages-0-linked_name": "Dye house",
        "linkages-0-linked_kind": ["trade", "information"],
        "linkages-1-linked_name": "Bank",
    }
    browser.post(address("interview-step", draft.pk, "linkages"), sent)
    draft.refresh_from_db()
    assert draft.repeats["linkages"] == [
        {"linked_name": "Dye house", "linked_kind": "trade information"},
        {"linked_name": "Bank"},
    ]


def test_it_is_sent_once_and_whole(browser, draft, boris):
    review = address("interview-step", draft.pk, "review")
    lacking = FIRST | {"enumerator": ""}
    browser.post(address("interview-step", draft.pk, "A"), lacking | {"go": "later"})
    answer = browser.post(review)
    assert answer.status_code == 409
    assert "must still be answered" in text(answer)
    browser.post(address("interview-step", draft.pk, "A"), FIRST)
    browser.post(review)
    draft.refresh_from_db()
    assert draft.is_complete
    assert draft.enumerator == "Amina"
    assert draft.history.count() == 3  # begun, what was kept, and sent
    with pytest.raises(RuleError) as refusal:
        rules.send_interview(draft, FORM, by=boris)
    assert refusal.value.code == "interview_sent"
    assert browser.get(address("interview", draft.pk)).status_code == 302


@pytest.mark.parametrize("did", ["sent", "dropped"])
def test_undoing_returns_to_what_was_kept(browser, draft, boris, did):
    browser.post(address("interview-step", draft.pk, "A"), FIRST)
    kept = Response.objects.get().answers
    if did == "sent":
        browser.post(address("interview-step", draft.pk, "review"))
    else:
        rules.drop_interview(draft, by=boris)
    undo(Deed.objects.get(did=f"response.{did}"), by=boris)
    found = Response.objects.get()
    assert not found.is_complete and not found.is_retired
    assert found.answers == kept and kept["consent"] == "yes"


def test_answers_that_do_not_apply_any_more_are_not_sent(browser, draft):
    browser.post(address("interview-step", draft.pk, "A"), FIRST)
    browser.post(address("interview-step", draft.pk, "D"), {"MKT1_share": "40"})
    browser.post(address("interview-step", draft.pk, "A"), FIRST | {"consent": "no"})
    browser.post(address("interview-step", draft.pk, "review"))
    draft.refresh_from_db()
    assert draft.answers["consent"] == "no"
    assert "MKT1_share" not in draft.answers


def test_a_draft_is_given_up(browser, draft):
    browser.post(address("drop-interview", draft.pk))
    draft.refresh_from_db()
    assert draft.is_retired


def test_a_draft_does_not_count(draft, surveyed):
    assert not surveyed.survey.responses.filter(is_complete=True).exists()


def test_no_answer_is_offered_where_there_may_be_none():
    form = block_form("A", None)
    must = [code for code, each in form.questions.items() if each.required]
    may = [code for code in form.questions if code not in must]
    for codes, blanks in ((must, 0), (may, 1)):
        choices = [list(getattr(form.fields[code], "choices", ())) for code in codes]
        offered = [each for each in choices if each]
        assert offered
        for each in offered:
            assert [name for name, _label in each].count("") == blanks
    # Nothing is chosen to begin with, and leaving it so is told.
    assert "checked" not in str(form["consent"])
    left = block_form("A", {})
    assert left.errors["consent"] == ["This question must be answered."]


def test_conditions_of_the_form_are_held():
    # Reasons are asked for only where orders were lost.
    kept = block_form("D", {"MKT4": "0", "MKT4_reason": ["price"]})
    assert kept.is_valid()
    assert "MKT4_reason" not in kept.kept()
    kept = block_form("D", {"MKT4": "2", "MKT4_reason": ["price"]})
    assert kept.is_valid()
    assert kept.kept()["MKT4_reason"] == "price"


def test_constraints_look_at_other_answers():
    wrong = block_form("H", {"workers": "4", "women": "5"})
    assert not wrong.is_valid()
    assert wrong.errors["women"] == ["No more than work in the firm."]
    same = block_form("D", {"CUT1": "price", "CUT1_second": "price"})
    assert "CUT1_second" in same.errors


def test_none_goes_with_no_other_answer():
    wrong = block_form("L", {"COO2": ["purchase", "none"]})
    assert "COO2" in wrong.errors


def test_a_blank_is_no_answer_and_no_zero():
    form = block_form("D", {"MKT1_customers": "", "MKT1_share": "0"})
    assert form.is_valid()
    assert form.kept() == {"MKT1_share": 0.0}


def test_an_interview_of_a_day_to_come_is_not_sent(browser, draft):
    late = FIRST | {"interview_date": "2999-01-01"}
    browser.post(address("interview-step", draft.pk, "A"), late)
    answer = browser.post(address("interview-step", draft.pk, "review"))
    assert answer.status_code == 409
    assert "2999-01-01 is still to come" in text(answer)
    draft.refresh_from_db()
    assert not draft.is_complete


# --- Ahead of the answers, for a device without a connection ----------------------


def test_any_block_is_shown_ahead(browser, draft):
    """The page is kept by a device, which knows what was answered in between."""
    answer = browser.get(address("interview-step", draft.pk, "D"), {"ahead": "1"})
    assert answer.status_code == 200
    assert "data-kept" in answer.content.decode()
    again = browser.get(address("interview-step", draft.pk, "linkages"), {"ahead": "1"})
    assert len(again.context["forms"]) == 8  # as often as it may be asked
    nowhere = browser.get(address("interview-step", draft.pk, "Z"), {"ahead": "1"})
    assert nowhere.status_code == 404


def test_what_is_kept_by_a_device_says_nothing_that_is_said_once(browser, draft):
    url = address("interview-step", draft.pk, "A")
    browser.post(url, FIRST | {"go": "later"})
    browser.get(url, {"ahead": "1"})
    page = text(browser.get(address("answers", draft.survey_id)))
    assert "The interview is kept." in page


def test_a_block_is_taken_before_the_answer_that_it_hangs_on(browser, draft):
    url = address("interview-step", draft.pk, "D")
    answer = browser.post(url, {"MKT1_share": "40", "go": "review"})
    assert "saved=D" in answer["Location"]
    draft.refresh_from_db()
    assert draft.answers["MKT1_share"] == 40
    browser.post(address("interview-step", draft.pk, "A"), FIRST | {"consent": "no"})
    assert browser.post(url, {"MKT1_share": "50"}).status_code == 404
    browser.post(address("interview-step", draft.pk, "review"))
    draft.refresh_from_db()
    assert draft.is_complete and "MKT1_share" not in draft.answers


def test_the_outline_tells_when_each_block_is_asked(browser, draft):
    page = browser.get(address("interview-step", draft.pk, "A"))
    told = page.context["outline"]
    steps = {each["code"]: each for each in told["steps"]}
    assert list(steps) == ["A", "D", "L", "linkages"]
    assert steps["D"]["relevant"] == "${consent} = 'yes'"
    assert steps["linkages"]["inside"] == "L"
    assert (steps["linkages"]["count"], steps["linkages"]["most"]) == (
        "linked_count",
        8,
    )
    # The answers that this hangs on, and no other: it stays on the device.
    assert told["answers"] == {
        "consent": {"step": "A", "value": ""},
        "linked_count": {"step": "L", "value": ""},
    }
    stamps = [each["stamp"] for each in told["steps"]]
    browser.post(address("interview-step", draft.pk, "A"), FIRST | {"place": "Port"})
    later = browser.get(address("interview-step", draft.pk, "D")).context["outline"]
    changed = [
        each["code"]
        for each, stamp in zip(later["steps"], stamps, strict=True)
        if each["stamp"] != stamp
    ]
    assert changed == ["A"]


def test_a_year_is_told_without_a_sign_between_its_figures():
    form = block_form("B", {"started": "99"})
    assert form.errors["started"] == ["Give 1800 or more: year, at the beginning."]
