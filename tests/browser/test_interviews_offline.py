"""An interview that goes on without a connection, in a real browser."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from tests.browser.checks import assert_accessible, no_horizontal_scroll
from tests.browser.test_interviews import PHONE, draft, step  # noqa: F401

from distretto.web.accounts.models import User
from distretto.web.diagnosis.models import Response
from distretto.web.diagnosis.rules import surveys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(signed_in_page: Callable[..., Any], amina: User) -> Iterator[Any]:
    """Amina's phone, which may keep pages."""
    page = signed_in_page(amina, PHONE, service_workers="allow", complains=False)
    yield page
    page.context.set_offline(False)


def opened(phone: Any, address: str) -> None:
    """The page of a step; the interview is on the device from then on."""
    phone.goto(address)
    phone.get_by_text("This interview is on this device").wait_for()


def to(phone: Any, code: str, go: str = "next") -> None:
    """On to another step, whichever page shows it."""
    phone.click(f"button[value={go}]")
    phone.wait_for_url(f"**/interview/{code}/**")


def agreed_without_a_line(phone: Any, draft: Response, place: str = "") -> None:  # noqa: F811
    """The interview is on the phone, the line is cut, and the firm agrees to answer."""
    opened(phone, step(draft, "A"))
    phone.context.set_offline(True)
    phone.check("input[name=consent][value=yes]")
    phone.fill("[name=place]", place)


def texts(phone: Any, selector: str) -> list[str]:
    return [each.inner_text() for each in phone.locator(f"{selector}:visible").all()]


ENTRIES = "Object.keys(localStorage).filter(key => key.startsWith('interview'))"


def kept(phone: Any) -> list[str]:
    """Entries of interviews that are still on the phone."""
    return list(phone.evaluate(ENTRIES))


def eventually(phone: Any, holds: Callable[[], bool]) -> None:
    """What the phone does on its own, within ten seconds."""
    for _ in range(100):
        if holds():
            return
        phone.wait_for_timeout(100)
    raise AssertionError("nothing happened in ten seconds")


def nothing_is_kept(phone: Any) -> None:
    """Once the pages on the phone show what was sent."""
    eventually(phone, lambda: kept(phone) == [])


def test_an_interview_goes_on_without_a_connection(phone: Any, draft: Response) -> None:  # noqa: F811
    agreed_without_a_line(phone, draft, place="Old Market")
    to(phone, "B")
    # As after the phone was switched off.
    phone.reload()
    assert texts(phone, "nav [data-step]") == ["A", "B", "D"]
    assert (
        "Kept on this device until there is a connection: A" in texts(phone, "main")[0]
    )
    assert_accessible(phone)
    no_horizontal_scroll(phone)
    phone.fill("[name=started]", "1998")
    to(phone, "D")
    phone.fill("[name=MKT1_share]", "40")
    to(phone, "B", "back")
    assert phone.input_value("[name=started]") == "1998"
    to(phone, "D")
    assert phone.input_value("[name=MKT1_share]") == "40"
    phone.click("button[value=next]")
    phone.wait_for_url("**/interviews/on-device/**")
    assert texts(phone, "li.card h2") == ["Arka Knits"]
    assert "Blocks that wait for a connection: A, B, D" in texts(phone, "li.card")[0]
    assert_accessible(phone)
    no_horizontal_scroll(phone)
    draft.refresh_from_db()
    assert "consent" not in draft.answers
    phone.context.set_offline(False)
    phone.get_by_text("Nothing waits for a connection.").wait_for()
    draft.refresh_from_db()
    told = {"consent": "yes", "place": "Old Market", "started": 1998.0}
    assert told.items() <= draft.answers.items()
    assert draft.answers["MKT1_share"] == 40.0
    nothing_is_kept(phone)
    phone.get_by_role("link", name="Look it over and send").click()
    phone.get_by_role("button", name="Send", exact=True).click()
    phone.wait_for_url("**?done=*")
    draft.refresh_from_db()
    assert draft.is_complete
    phone.goto("/p/lindara/diagnosis/interviews/on-device/")
    phone.get_by_text("There is no interview of yours on this device.").wait_for()


def test_what_repeats_is_asked_as_often_as_was_told(
    phone: Any,
    draft: Response,  # noqa: F811
    amina: User,
) -> None:
    survey = draft.survey
    surveys.edit_survey(survey, survey.form, ["L", "P"], by=amina)
    agreed_without_a_line(phone, draft)
    to(phone, "L")
    assert texts(phone, "nav [data-step]") == ["A", "L", "P"]
    phone.fill("[name=linked_count]", "2")
    to(phone, "linkages")
    partners = phone.locator("[name$=linked_name]:visible")
    assert partners.count() == 2
    partners.nth(0).fill("Bela Knits")
    partners.nth(1).fill("Savings Bank")
    to(phone, "P")
    phone.context.set_offline(False)
    phone.get_by_text("what waited was sent").wait_for()
    draft.refresh_from_db()
    named = [row["linked_name"] for row in draft.repeats["linkages"]]
    assert named == ["Bela Knits", "Savings Bank"]
    # What the server has is gone on with where it is opened next.
    phone.goto(step(draft, "linkages"))
    assert phone.locator("[name$=linked_name]").count() == 2
    nothing_is_kept(phone)


def test_who_does_not_agree_is_asked_no_more(phone: Any, draft: Response) -> None:  # noqa: F811
    opened(phone, step(draft, "A"))
    phone.context.set_offline(True)
    phone.check("input[name=consent][value=no]")
    phone.click("button[value=next]")
    phone.wait_for_url("**/interviews/on-device/**")


def test_what_does_not_fit_is_said_once_it_was_sent(
    phone: Any,
    draft: Response,  # noqa: F811
) -> None:
    """Nobody is 400 years old; the rest of the block is kept."""
    agreed_without_a_line(phone, draft)
    to(phone, "B")
    phone.fill("[name=started]", "1998")
    phone.fill("[name=owner_age]", "400")
    phone.click("button[value=later]")
    phone.wait_for_url("**/interviews/on-device/**")
    # As after the phone was switched off; every address shows what is on it.
    phone.goto("/")
    assert texts(phone, "li.card h2") == ["Arka Knits"]
    phone.context.set_offline(False)
    phone.get_by_text("does not have all that was entered: B").wait_for()
    draft.refresh_from_db()
    assert draft.answers["started"] == 1998 and "owner_age" not in draft.answers
    phone.get_by_role("link", name="Arka Knits").click()
    phone.wait_for_url("**/interview/B/**")
    assert phone.input_value("[name=owner_age]") == "400"
    assert not phone.locator("[data-draft-choice]").is_visible()


def test_what_was_changed_elsewhere_is_not_overwritten(
    phone: Any,
    draft: Response,  # noqa: F811
) -> None:
    agreed_without_a_line(phone, draft, place="Old Market")
    to(phone, "B")
    elsewhere = {
        **draft.answers,
        "consent": "yes",
        "place": "New Market",
        "firm_name": "Arka Knitwear",
    }
    Response.objects.filter(pk=draft.pk).update(answers=elsewhere)
    phone.goto("/p/lindara/diagnosis/interviews/on-device/")
    phone.context.set_offline(False)
    phone.get_by_text("does not have all that was entered: A").wait_for()
    draft.refresh_from_db()
    assert draft.answers["place"] == "New Market"
    phone.get_by_role("link", name="Arka Knits").click()
    phone.get_by_role("button", name="Put back what is on this device").click()
    assert phone.input_value("[name=place]") == "Old Market"
    # What was not entered here stays as the other person has it.
    assert phone.input_value("[name=firm_name]") == "Arka Knitwear"
    phone.click("button[value=next]")
    phone.wait_for_url("**/interview/B/**")
    draft.refresh_from_db()
    assert draft.answers["place"] == "Old Market"
    assert draft.answers["firm_name"] == "Arka Knitwear"


def test_who_is_signed_out_sends_after_signing_in(
    phone: Any,
    draft: Response,  # noqa: F811
    amina: User,
) -> None:
    agreed_without_a_line(phone, draft, place="Old Market")
    to(phone, "B")
    cookies = phone.context.cookies()
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    phone.get_by_text("You are signed out.").wait_for()
    # Pages tell what was answered: they are let go of, entries are not.
    phone.reload()
    phone.wait_for_url("**/account/login/**")
    eventually(phone, lambda: phone.evaluate(PAGES) == 0)
    assert kept(phone)
    phone.context.add_cookies(cookies)
    phone.goto("/p/lindara/diagnosis/interviews/on-device/")
    phone.get_by_text("Nothing waits for a connection.").wait_for()
    draft.refresh_from_db()
    assert draft.answers["place"] == "Old Market"


def test_other_pages_of_the_survey_send_what_waits(
    phone: Any,
    draft: Response,  # noqa: F811
) -> None:
    agreed_without_a_line(phone, draft)
    to(phone, "B")
    phone.goto("about:blank")
    phone.context.set_offline(False)
    answers = reverse("diagnosis:answers", args=["lindara", draft.survey_id])
    phone.route("**/interview/A/**", lambda route: route.abort())
    phone.goto(answers)
    notice = phone.locator("[data-device-waiting]")
    notice.wait_for()
    assert_accessible(phone)
    no_horizontal_scroll(phone)
    phone.unroute("**/interview/A/**")
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    notice.wait_for(state="hidden")
    draft.refresh_from_db()
    assert draft.answers["consent"] == "yes"


def test_nobody_sends_what_another_person_entered(
    phone: Any,
    draft: Response,  # noqa: F811
    boris: User,
    client_of: Callable[..., Any],
) -> None:
    """Two share a phone; the second is of the same programme."""
    agreed_without_a_line(phone, draft)
    to(phone, "B")
    phone.goto("about:blank")
    phone.context.set_offline(False)
    session = client_of(boris).cookies["sessionid"].value
    [cookie] = [each for each in phone.context.cookies() if each["name"] == "sessionid"]
    phone.context.add_cookies([cookie | {"value": session}])
    phone.goto("/p/lindara/diagnosis/interviews/on-device/")
    phone.get_by_text("There is no interview of yours on this device.").wait_for()
    phone.goto(step(draft, "A"))
    assert not phone.is_checked("input[name=consent][value=yes]")
    phone.get_by_text("This interview is on this device").wait_for()
    assert kept(phone)
    draft.refresh_from_db()
    assert "consent" not in draft.answers


PAGES = "caches.open('pages').then(kept => kept.keys()).then(keys => keys.length)"
FULL = """() => {
  Storage.prototype.setItem = () => { throw new Error("full"); };
}"""


def test_a_full_phone_waits_with_the_page_open(phone: Any, draft: Response) -> None:  # noqa: F811
    opened(phone, step(draft, "A"))
    phone.evaluate(FULL)
    phone.context.set_offline(True)
    phone.check("input[name=consent][value=yes]")
    phone.fill("[name=place]", "Old Market")
    phone.click("button[value=next]")
    phone.get_by_role("status").filter(has_text="Stay on this page").wait_for()
    phone.context.set_offline(False)
    phone.wait_for_url("**/interview/B/**")
    draft.refresh_from_db()
    assert draft.answers["place"] == "Old Market"


def test_of_what_was_given_up_elsewhere_one_lets_go(
    phone: Any,
    draft: Response,  # noqa: F811
) -> None:
    agreed_without_a_line(phone, draft)
    to(phone, "B")
    phone.goto("/p/lindara/diagnosis/interviews/on-device/")
    draft.retire()
    draft.save()
    phone.context.set_offline(False)
    phone.on("dialog", lambda asked: asked.accept())
    phone.get_by_role("button", name="Take it off this device").click()
    phone.get_by_text("There is no interview of yours on this device.").wait_for()
    nothing_is_kept(phone)


def test_a_block_that_is_asked_no_more_holds_nothing_up(
    phone: Any,
    draft: Response,  # noqa: F811
) -> None:
    """Consent was given, a block was filled in, and consent was taken back."""
    agreed_without_a_line(phone, draft)
    to(phone, "B")
    phone.fill("[name=started]", "1998")
    to(phone, "A", "back")
    phone.check("input[name=consent][value=no]")
    phone.click("button[value=next]")
    phone.wait_for_url("**/interviews/on-device/**")
    phone.context.set_offline(False)
    phone.get_by_text("Nothing waits for a connection.").wait_for()
    draft.refresh_from_db()
    assert draft.answers["consent"] == "no" and "started" not in draft.answers
    # Given once more, what was entered is there, and goes by itself.
    phone.goto(step(draft, "A"))
    phone.check("input[name=consent][value=yes]")
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    phone.wait_for_timeout(500)
    phone.click("button[value=next]")
    phone.wait_for_url("**/interview/B/**")
    assert phone.input_value("[name=started]") == "1998"


def test_what_is_corrected_without_a_connection_is_sent_whichever_way_one_leaves(
    phone: Any,
    draft: Response,  # noqa: F811
) -> None:
    agreed_without_a_line(phone, draft, place="Old Market")
    to(phone, "B")
    to(phone, "A", "back")
    phone.fill("[name=place]", "New Market")
    phone.click("nav [data-step=B]")
    phone.wait_for_url("**/interview/B/**")
    phone.context.set_offline(False)
    phone.get_by_text("what waited was sent").wait_for()
    draft.refresh_from_db()
    assert draft.answers["place"] == "New Market"


def test_an_interview_left_for_later_stays_on_the_phone(
    phone: Any,
    draft: Response,  # noqa: F811
) -> None:
    opened(phone, step(draft, "A"))
    phone.check("input[name=consent][value=yes]")
    phone.click("button[value=later]")
    phone.wait_for_url("**/answers/**")
    phone.context.set_offline(True)
    phone.goto("/")
    phone.get_by_role("link", name="Arka Knits").click()
    phone.wait_for_url("**/interview/A/**")
    # The page that the phone kept is older than what the server has.
    assert phone.is_checked("input[name=consent][value=yes]")
    to(phone, "B")


def test_an_interview_sent_from_elsewhere_is_said_to_be(
    phone: Any,
    draft: Response,  # noqa: F811
) -> None:
    agreed_without_a_line(phone, draft, place="Old Market")
    to(phone, "B")
    Response.objects.filter(pk=draft.pk).update(is_complete=True)
    phone.goto("/")
    phone.context.set_offline(False)
    phone.get_by_text("was sent or given up elsewhere").wait_for()
    phone.get_by_role("link", name="Arka Knits").click()
    phone.get_by_text("place Old Market").wait_for()


def test_newer_entries_of_another_page_are_not_taken_for_sent(
    phone: Any,
    draft: Response,  # noqa: F811
) -> None:
    opened(phone, step(draft, "A"))
    phone.check("input[name=consent][value=yes]")
    phone.fill("[name=place]", "Old Market")
    other = phone.context.new_page()
    other.goto(step(draft, "A"))

    def slowly(route: Any) -> None:
        other.fill("[name=place]", "New Market")
        route.continue_()

    phone.route("**/interview/A/**", slowly)
    phone.click("button[value=next]")
    phone.wait_for_url("**/interview/B/**")
    other.reload()
    assert other.input_value("[name=place]") == "New Market"
    other.click("button[value=next]")
    other.wait_for_url("**/interview/B/**")
    draft.refresh_from_db()
    assert draft.answers["place"] == "New Market"


def test_what_cannot_be_right_is_said_without_a_connection_too(
    phone: Any,
    draft: Response,  # noqa: F811
) -> None:
    agreed_without_a_line(phone, draft)
    to(phone, "B")
    phone.fill("[name=owner_age]", "400")
    phone.click("button[value=next]")
    eventually(
        phone, lambda: phone.evaluate("document.activeElement.name") == "owner_age"
    )
    assert "/interview/B/" in phone.url
    phone.fill("[name=owner_age]", "40")
    to(phone, "D")


def test_late_entries_are_looked_over_before_sending(
    phone: Any,
    draft: Response,  # noqa: F811
) -> None:
    opened(phone, step(draft, "A"))
    phone.check("input[name=consent][value=yes]")
    to(phone, "B")
    phone.get_by_text("This interview is on this device").wait_for()
    other = phone.context.new_page()
    other.goto(step(draft, "review"))
    phone.context.set_offline(True)
    phone.fill("[name=started]", "1998")
    to(phone, "D")
    phone.goto("about:blank")
    phone.context.set_offline(False)
    other.get_by_role("button", name="Send", exact=True).click()
    other.get_by_text("came in just now").wait_for()
    assert_accessible(other)
    draft.refresh_from_db()
    assert draft.answers["started"] == 1998 and not draft.is_complete
    other.get_by_role("button", name="Send", exact=True).click()
    other.wait_for_url("**?done=*")


def test_what_must_be_answered_is_asked_for_without_a_connection_too(
    phone: Any,
    draft: Response,  # noqa: F811
) -> None:
    opened(phone, step(draft, "A"))
    phone.context.set_offline(True)
    phone.click("button[value=next]")
    eventually(
        phone, lambda: phone.evaluate("document.activeElement.name") == "consent"
    )
    assert "/interview/A/" in phone.url
    # Who goes back or leaves it for later is not held up.
    phone.click("button[value=later]")
    phone.wait_for_url("**/interviews/on-device/**")
