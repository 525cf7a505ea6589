"""An interview on a phone whose connection drops, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from tests.browser.checks import assert_accessible, no_horizontal_scroll

from distretto.web.accounts.models import Programme, User
from distretto.web.diagnosis.models import Response, Wave
from distretto.web.diagnosis.queries.questionnaires import asked_in
from distretto.web.diagnosis.rules import interviews, questionnaires, surveys
from distretto.web.register.models import Cluster, Organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "theme": "light", "language": "en"}


@pytest.fixture
def draft(programme: Programme, amina: User) -> Response:
    """An interview of one firm that has just begun."""
    cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    wave = Wave.objects.create(cluster=cluster, name="Baseline")
    firm = Organisation.objects.create(programme=programme, name="Arka Knits")
    form = questionnaires.use_built_in(programme, by=amina)
    survey = surveys.add_survey(wave, form, ["B", "D"], by=amina)
    return interviews.begin_interview(
        survey, asked_in(survey), organisation=firm, by=amina
    )


def step(draft: Response, block: str) -> str:
    return reverse("diagnosis:interview-step", args=["lindara", draft.pk, block])


def test_only_what_applies_is_asked(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE)
    page.goto(step(draft, "A"))
    assert not page.locator("[name=place]").is_visible()
    page.check("input[name=consent][value=yes]")
    assert page.locator("[name=place]").is_visible()
    no_horizontal_scroll(page)
    assert_accessible(page)


def test_no_entry_is_lost_while_the_connection_drops(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE)
    page.goto(step(draft, "A"))
    page.check("input[name=consent][value=yes]")
    page.fill("[name=place]", "Old Market")
    page.context.set_offline(True)
    page.click("button[value=next]")
    page.locator(".draft-note:not(:empty)").wait_for()
    # The page is gone, as when the phone was switched off: it cannot send by itself.
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(step(draft, "A"))
    # From the copy, or from the server where the request came through, its answer not.
    assert page.input_value("[name=place]") == "Old Market"
    page.click("button[value=next]")
    page.wait_for_url("**/interview/B/**")
    draft.refresh_from_db()
    assert draft.answers["place"] == "Old Market"
    assert not page.evaluate(
        "Object.keys(localStorage).filter(key => key.startsWith('interview')).length"
    )


def test_what_stands_there_when_the_line_is_back_is_sent(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE)
    page.goto(step(draft, "A"))
    page.check("input[name=consent][value=yes]")
    page.fill("[name=place]", "Old Market")
    page.locator("form .field").last.scroll_into_view_if_needed()
    page.context.set_offline(True)
    page.click("button[value=next]")
    note = page.get_by_role("status").filter(has_text="Stay on this page")
    note.wait_for()
    # In sight of who stands at the button.
    frame, button = note.bounding_box(), page.locator("[value=next]").bounding_box()
    assert frame["y"] >= 0 and frame["y"] + frame["height"] <= button["y"]
    assert_accessible(page)
    page.fill("[name=place]", "New Market")
    page.context.set_offline(False)
    page.wait_for_url("**/interview/B/**")
    draft.refresh_from_db()
    assert draft.answers["place"] == "New Market"
    assert page.evaluate(KEPT) == []


def test_the_position_of_the_device_is_filled_in(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    here = {"latitude": 45.4408474, "longitude": -12.3155151, "accuracy": 11.2}
    page = signed_in_page(amina, PHONE, geolocation=here, permissions=["geolocation"])
    page.goto(step(draft, "A"))
    page.check("input[name=consent][value=yes]")
    page.get_by_role("button", name="Use the position of this device").click()
    page.get_by_text("Metres that it may be off: 12").wait_for()
    # The sixth decimal place is about a decimetre.
    assert page.input_value("[name=position]") == "45.440847 -12.315515"
    assert_accessible(page)
    no_horizontal_scroll(page)
    page.click("button[value=next]")
    page.wait_for_url("**/interview/B/**")
    draft.refresh_from_db()
    assert draft.answers["position"] == "45.440847 -12.315515"


def test_a_device_that_may_not_tell_its_position_says_so(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE)
    page.goto(step(draft, "A"))
    page.check("input[name=consent][value=yes]")
    page.get_by_role("button", name="Use the position of this device").click()
    page.get_by_text("may not tell its position").wait_for()
    assert page.input_value("[name=position]") == ""


def test_without_scripts_a_position_is_typed(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE, java_script_enabled=False)
    page.goto(step(draft, "A"))
    assert page.locator("[name=position]").is_visible()
    assert not page.locator("[data-position-of]").is_visible()


def test_a_busy_server_gets_the_entries_later(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    """It refuses nothing: the page stays, and sends again by itself."""
    page = signed_in_page(amina, PHONE, complains=False)
    page.goto(step(draft, "A"))
    page.check("input[name=consent][value=yes]")
    page.fill("[name=place]", "Old Market")
    refused: list[str] = []

    def refuse_once(route: Any) -> None:
        if route.request.method != "POST" or refused:
            return route.continue_()
        refused.append(route.request.url)
        return route.fulfill(status=503, headers={"Retry-After": "1"}, body="Busy.")

    page.route("**/interview/A/**", refuse_once)
    page.click("button[value=next]")
    page.wait_for_url("**/interview/B/**")
    draft.refresh_from_db()
    assert refused and draft.answers["place"] == "Old Market"


KEPT = "Object.keys(localStorage).filter(key => key.startsWith('interview'))"


def begun_on(page: Any, draft: Response, place: str) -> None:
    """Entries of the first step that stay on the phone."""
    page.goto(step(draft, "A"))
    page.check("input[name=consent][value=yes]")
    page.fill("[name=place]", place)
    assert page.evaluate(KEPT)


def next_left_open(page: Any, draft: Response) -> None:
    """The first step is sent; the next was begun, and left without sending it."""
    begun_on(page, draft, "Old Market")
    page.click("button[value=next]")
    page.wait_for_url("**/interview/B/**")
    page.fill("[name=started]", "1998")


def answered_elsewhere(draft: Response, place: str) -> None:
    answers = {**draft.answers, "consent": "yes", "place": place}
    Response.objects.filter(pk=draft.pk).update(answers=answers)


def test_what_the_server_has_does_not_stay_on_the_phone_for_later(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE)
    next_left_open(page, draft)
    page.goto(step(draft, "A"))
    page.click("button[value=later]")
    page.wait_for_url("**/answers/**")
    [kept] = page.evaluate(KEPT)
    assert kept.endswith(" B")
    page.goto(step(draft, "B"))
    assert page.input_value("[name=started]") == "1998"


@pytest.mark.parametrize("ending", ["Send", "Give it up"])
def test_nothing_stays_on_the_phone_once_it_is_over(
    ending: str, draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE)
    page.on("dialog", lambda asked: asked.accept())
    next_left_open(page, draft)
    page.goto(step(draft, "review"))
    page.get_by_role("button", name=ending).click()
    page.wait_for_url("**?done=*")
    assert page.evaluate(KEPT) == []


def test_the_interview_is_sent_when_the_line_is_back(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    answered_elsewhere(draft, "Old Market")
    page = signed_in_page(amina, PHONE)
    page.goto(step(draft, "B"))
    page.get_by_role("button", name="Look it over and send").click()
    page.wait_for_url("**/interview/review/**")
    page.locator(".looked-over summary").first.click()
    assert page.get_by_text("Old Market").is_visible()
    no_horizontal_scroll(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("status").filter(has_text="Stay on this page").wait_for()
    assert_accessible(page)
    page.context.set_offline(False)
    page.wait_for_url("**?done=*")
    draft.refresh_from_db()
    assert draft.is_complete


def test_what_was_refused_is_told_before_sending(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    answered_elsewhere(draft, "Old Market")
    page = signed_in_page(amina, PHONE)
    page.goto(step(draft, "B"))
    page.fill("[name=owner_age]", "400")
    page.get_by_role("button", name="Look it over and send").click()
    page.wait_for_url("**/interview/review/**")
    told = page.locator("[data-on-device-step]:visible")
    assert told.count() == 1
    told.get_by_role("link").click()
    page.wait_for_url("**/interview/B/**")
    assert page.input_value("[name=owner_age]") == "400"


def test_of_what_was_sent_from_elsewhere_entries_are_shown(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE)
    begun_on(page, draft, "Old Market")
    Response.objects.filter(pk=draft.pk).update(is_complete=True)
    page.goto(step(draft, "A"))
    told = page.locator("[data-interview-over]")
    told.get_by_text("place Old Market").wait_for()
    assert_accessible(page)
    no_horizontal_scroll(page)
    told.get_by_role("button").click()
    assert page.evaluate(KEPT) == []
    page.reload()
    assert not told.is_visible()


def test_who_sends_is_told_what_would_be_lost(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE)
    next_left_open(page, draft)
    page.goto(step(draft, "review"))
    asked: list[str] = []

    def refuse(dialog: Any) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    page.get_by_role("button", name="Send", exact=True).click()
    assert asked and "entries that the server does not have" in asked[0]
    draft.refresh_from_db()
    assert not draft.is_complete and page.evaluate(KEPT)


def test_newer_answers_of_another_device_are_kept(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE)
    begun_on(page, draft, "Old Market")
    answered_elsewhere(draft, "New Market")
    page.goto(step(draft, "A"))
    keep = page.get_by_role("link", name="Keep what is on the server")
    keep.wait_for()
    assert page.input_value("[name=place]") == "New Market"
    assert_accessible(page)
    keep.click()
    page.locator("[data-draft-choice]").wait_for(state="hidden")
    assert page.evaluate(KEPT) == []
    assert page.input_value("[name=place]") == "New Market"


def test_the_phone_s_entries_are_put_back_when_asked_for(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE)
    begun_on(page, draft, "Old Market")
    answered_elsewhere(draft, "New Market")
    page.goto(step(draft, "A"))
    page.get_by_role("button", name="Put back what is on this device").click()
    assert page.input_value("[name=place]") == "Old Market"
    page.click("button[value=next]")
    page.wait_for_url("**/interview/B/**")
    draft.refresh_from_db()
    assert draft.answers["place"] == "Old Market"
    assert page.evaluate(KEPT) == []


def test_a_page_left_open_does_not_overwrite_newer_answers(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE)
    begun_on(page, draft, "Old Market")
    answered_elsewhere(draft, "New Market")
    page.click("button[value=next]")
    page.get_by_text("were changed on the server").wait_for()
    draft.refresh_from_db()
    assert draft.answers["place"] == "New Market"
    assert page.input_value("[name=place]") == "Old Market"
    page.click("button[value=next]")
    page.wait_for_url("**/interview/B/**")
    draft.refresh_from_db()
    assert draft.answers["place"] == "Old Market"


def test_what_is_refused_on_the_way_back_stays_on_the_phone(
    draft: Response, signed_in_page: Callable[..., Any], amina: User
) -> None:
    answered_elsewhere(draft, "Old Market")
    page = signed_in_page(amina, PHONE)
    page.goto(step(draft, "B"))
    page.fill("[name=started]", "1998")
    page.fill("[name=owner_age]", "400")
    page.click("button[value=back]")
    page.wait_for_url("**/interview/A/**")
    page.click("button[value=next]")
    page.wait_for_url("**/interview/B/**")
    assert page.input_value("[name=owner_age]") == "400"
    assert not page.locator("[data-draft-choice]").is_visible()
