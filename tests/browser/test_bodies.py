"""Attendance on a phone, and a contact typed standing up, in a real browser."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from tests.browser.checks import assert_accessible, no_horizontal_scroll

from distretto.web.accounts.models import Programme, User
from distretto.web.register.models import (
    Attendance,
    Cluster,
    ContactEntry,
    Meeting,
    Organisation,
    Promise,
)
from distretto.web.register.rules import bodies, meetings
from distretto.web.register.rules.naming import NewName

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "theme": "light", "language": "en"}
NAMES = ("Nadia Osman", "Ivo Petrov", "Tula Brandt")


def address(page: str, *arguments: Any) -> str:
    return reverse(f"register:{page}", args=["lindara", *arguments])


@pytest.fixture
def knitwear(programme: Programme) -> Cluster:
    return Cluster.objects.create(programme=programme, name="Knitwear")


@pytest.fixture
def meeting(programme: Programme, knitwear: Cluster, amina: User) -> Meeting:
    """A meeting of three members, of whom nobody is marked."""
    body = bodies.form_body(
        {"kind": "commission", "name": "Commission"},
        programme=programme,
        cluster=knitwear,
        by=amina,
    )
    for name in NAMES:
        bodies.seat_member(body, NewName(name), by=amina)
    return meetings.plan_meeting(body, {"day": date(2026, 3, 2)}, by=amina)


def marks() -> dict[str, str]:
    found = Attendance.objects.current().select_related("member__person")
    return {each.member.person.name: each.mark for each in found if each.member}


def test_attendance_is_one_tap_a_person(
    meeting: Meeting, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE, has_touch=True)
    page.goto(address("mark-attendance", meeting.pk))
    no_horizontal_scroll(page)
    for name, mark in zip(NAMES, ("present", "excused", "represented"), strict=True):
        row = page.locator("fieldset.seat", has_text=name)
        row.locator(f".mark-choices label:has(input[value={mark}])").tap()
        row.locator("[role=status]").wait_for()
    # One tap is as large as a finger: 44 CSS pixels.
    box = page.locator(".mark-choices label").first.bounding_box()
    assert box["height"] >= 44
    assert "1 of 3" in page.inner_text("#so-far")
    tula = page.locator("fieldset.seat", has_text="Tula Brandt")
    tula.locator(".instead input").fill("A. Ruiz")
    with page.expect_response("**/attendance/"):
        page.keyboard.press("Tab")
    assert marks() == {
        "Nadia Osman": "present",
        "Ivo Petrov": "excused",
        "Tula Brandt": "represented",
    }
    assert Attendance.objects.get(mark="represented").represented_by == "A. Ruiz"
    assert_accessible(page)
    no_horizontal_scroll(page)


def test_attendance_is_saved_without_javascript(
    meeting: Meeting, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, PHONE, java_script_enabled=False)
    page.goto(address("mark-attendance", meeting.pk))
    row = page.locator("fieldset.seat", has_text="Ivo Petrov")
    row.locator(".mark-choices label:has(input[value=absent])").click()
    page.click("button:text('All others were present')")
    page.wait_for_url("**/meetings/*/")
    assert marks() == {
        "Nadia Osman": "present",
        "Ivo Petrov": "absent",
        "Tula Brandt": "present",
    }


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_a_contact_is_noted_and_its_promise_kept_with_one_tap(
    javascript: bool,
    programme: Programme,
    knitwear: Cluster,
    signed_in_page: Callable[..., Any],
    amina: User,
) -> None:
    Organisation.objects.create(programme=programme, name="Arka Knits")
    page = signed_in_page(amina, PHONE, java_script_enabled=javascript)
    page.goto(address("cluster-contacts", knitwear.pk))
    page.click("text=Note a contact")
    page.fill("#id_organisation", "arka knits")
    page.click(".channel-choices label:has-text('Phone call')")
    page.fill("#id_said", "They agree.")
    page.fill("#id_promised", "Send the price list")
    page.click("button:text-is('Save')")
    page.wait_for_url("**/contacts/")
    no_horizontal_scroll(page)
    assert ContactEntry.objects.get().channel == "phone"
    page.click("button:has-text('Kept')")
    page.locator(".chip:has-text('kept')").first.wait_for()
    assert Promise.objects.get().kept_on is not None


def test_who_is_meant_is_chosen_beneath_the_name(
    programme: Programme,
    knitwear: Cluster,
    signed_in_page: Callable[..., Any],
    amina: User,
) -> None:
    Organisation.objects.create(programme=programme, name="Arka Knits")
    Organisation.objects.create(programme=programme, name="Arka Dyers")
    page = signed_in_page(amina, PHONE)
    page.goto(address("note-cluster-contact", knitwear.pk))
    page.fill("#id_organisation", "Arka")
    page.fill("#id_said", "They agree.")
    page.click("button:text-is('Save')")
    page.wait_for_selector(".name-choices")
    assert_accessible(page)
    no_horizontal_scroll(page)
    page.click(".name-choices label:has-text('Arka Dyers')")
    page.click("button:text-is('Save')")
    page.wait_for_url("**/contacts/")
    found = ContactEntry.objects.get().organisation
    assert found is not None and found.name == "Arka Dyers"
