"""Forms whose entries must not be lost, over a weak network, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from tests.browser.checks import assert_accessible, no_horizontal_scroll

from distretto.web.accounts.models import Programme, User
from distretto.web.diagnosis.models import Section, Study
from distretto.web.diagnosis.rules import studies
from distretto.web.register.models import Cluster, ContactEntry, Organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "theme": "light", "language": "en"}
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('entries'))"


@pytest.fixture
def study(programme: Programme, amina: User) -> Study:
    cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    return studies.begin_study(cluster, title="Study of the knitters", by=amina)


def page_of_section(study: Study) -> str:
    return reverse("diagnosis:section", args=["lindara", study.pk, "method"])


def write(study: Study, text: str, by: User) -> None:
    there = Section.objects.filter(study=study, key="method").first()
    studies.write_section(
        study,
        "method",
        text=text,
        is_ready=False,
        seen=there.text if there else "",
        by=by,
    )


def test_a_section_is_saved_when_the_line_is_back(
    study: Study, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE)
    page.goto(page_of_section(study))
    page.fill("#id_text", "Wool is spun here.")
    page.context.set_offline(True)
    page.click("button:text-is('Save')")
    page.get_by_role("status").filter(has_text="Stay on this page").wait_for()
    assert_accessible(page)
    no_horizontal_scroll(page)
    page.fill("#id_text", "Wool is spun here, and dyed.")
    page.context.set_offline(False)
    page.get_by_text("The section is saved.").wait_for()
    assert Section.objects.get(key="method").text == "Wool is spun here, and dyed."
    assert page.evaluate(KEPT) == []


def lost(page: Any, study: Study, text: str) -> None:
    """A page that was gone before it was saved."""
    page.goto(page_of_section(study))
    page.fill("#id_text", text)
    page.on("dialog", lambda asked: asked.accept())
    page.goto("about:blank")


def test_what_was_lost_from_the_page_is_put_back(
    study: Study, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE)
    lost(page, study, "Wool is spun here.")
    page.goto(page_of_section(study))
    page.get_by_text("were put back").wait_for()
    assert page.input_value("#id_text") == "Wool is spun here."
    assert_accessible(page)
    page.get_by_role("button", name="Forget them").click()
    assert page.input_value("#id_text") == ""
    assert page.evaluate(KEPT) == []


@pytest.mark.parametrize(
    ("button", "text"),
    [("Put them back", "Wool is spun here."), ("Forget them", "Cotton.")],
)
def test_newer_words_of_somebody_else_are_not_overwritten_unasked(
    button: str,
    text: str,
    study: Study,
    signed_in_page: Callable[..., Any],
    amina: User,
    boris: User,
) -> None:
    page = signed_in_page(amina, PHONE)
    lost(page, study, "Wool is spun here.")
    write(study, "Cotton.", boris)
    page.goto(page_of_section(study))
    page.get_by_text("had not reached the server").wait_for()
    assert page.input_value("#id_text") == "Cotton."
    assert_accessible(page)
    page.get_by_role("button", name=button).click()
    assert page.input_value("#id_text") == text


def test_entries_of_one_person_are_not_put_before_another(
    study: Study, signed_in_page: Callable[..., Any], amina: User, boris: User
) -> None:
    page = signed_in_page(amina, PHONE)
    lost(page, study, "Wool is spun here.")
    state = page.context.storage_state()
    other = signed_in_page(boris, PHONE)
    for origin in state["origins"]:
        for entry in origin["localStorage"]:
            other.goto(page_of_section(study))
            other.evaluate("each => localStorage.setItem(each.name, each.value)", entry)
    other.goto(page_of_section(study))
    assert other.evaluate(KEPT)
    assert other.input_value("#id_text") == ""


def test_a_contact_whose_answer_was_lost_is_noted_once(
    programme: Programme, signed_in_page: Callable[..., Any], amina: User
) -> None:
    Organisation.objects.create(programme=programme, name="Arka Knits")
    page = signed_in_page(amina, PHONE)
    page.goto(reverse("register:note-contact", args=["lindara"]))
    page.fill("#id_organisation", "Arka Knits")
    page.fill("#id_said", "They agree.")
    lost_answers: list[int] = []

    def lose_the_first(route: Any) -> None:
        if route.request.method != "POST" or lost_answers:
            return route.continue_()
        lost_answers.append(route.fetch().status)
        return route.abort()

    page.route("**/contacts/add/", lose_the_first)
    page.click("button:text-is('Save')")
    page.get_by_role("status").filter(has_text="Stay on this page").wait_for()
    assert ContactEntry.objects.count() == 1
    page.click("button:text-is('Save')")
    page.wait_for_url("**/contacts/")
    assert ContactEntry.objects.count() == 1
    assert page.evaluate(KEPT) == []


def test_what_is_refused_is_shown_as_it_was_entered(
    programme: Programme, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE)
    page.goto(reverse("register:note-contact", args=["lindara"]))
    page.fill("#id_said", "They agree.")
    page.click("button:text-is('Save')")
    page.locator(".field-errors, .notice-problem").first.wait_for()
    assert page.input_value("#id_said") == "They agree."
    assert not page.locator("[data-choose], [data-put-back]").count()


def test_who_cancels_gives_the_entries_up(
    programme: Programme, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE)
    page.on("dialog", lambda asked: asked.accept())
    page.goto(reverse("register:note-contact", args=["lindara"]))
    page.fill("#id_said", "They agree.")
    assert page.evaluate(KEPT)
    page.click("text=Cancel")
    page.wait_for_url("**/contacts/")
    assert page.evaluate(KEPT) == []
