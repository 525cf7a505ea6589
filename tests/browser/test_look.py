"""The look in a real browser: at both widths, both themes, both directions."""

from typing import Any

import pytest
from tests.browser.checks import (
    VARIANTS,
    assert_accessible,
    no_horizontal_scroll,
    variant_name,
)

from distretto.web.accounts.models import Programme

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARROW = {"width": 360, "theme": "light", "language": "en"}


@pytest.mark.parametrize("variant", VARIANTS, ids=variant_name)
def test_pages_are_accessible(
    variant: dict[str, Any], browser_page: Any, signed_in_page: Any, boris: Any
) -> None:
    Programme.objects.update(is_fictitious=True)  # with the band above the page
    outside = browser_page(variant)
    for address in ("/account/login/", "/account/password/reset/", "/no/such/page/"):
        outside.goto(address)
        assert_accessible(outside)
        no_horizontal_scroll(outside)
    inside = signed_in_page(boris, variant)
    pages = ("/p/lindara/", "/ui/components/", "/no/such/page/", "/account/2fa/")
    for address in pages:
        inside.goto(address)
        inside.wait_for_selector("h1")
        assert_accessible(inside)
        no_horizontal_scroll(inside)


def test_direction_follows_the_language(browser_page: Any) -> None:
    page = browser_page({**NARROW, "language": "ar"})
    page.goto("/account/login/")
    assert page.get_attribute("html", "dir") == "rtl"
    page.click("button[value=en]")
    page.wait_for_selector("html[lang=en][dir=ltr]")


def test_rail_opens_and_closes_on_a_phone(signed_in_page: Any, boris: Any) -> None:
    page = signed_in_page(boris, NARROW)
    page.goto("/p/lindara/")
    assert not page.is_visible(".steps")
    page.focus(".rail-toggle")
    page.keyboard.press("Enter")
    page.wait_for_selector(".steps", state="visible")
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.wait_for_selector(".steps", state="hidden")


def test_rail_stands_beside_the_page_on_a_wide_screen(
    signed_in_page: Any, boris: Any
) -> None:
    page = signed_in_page(boris)
    page.goto("/p/lindara/")
    assert page.is_visible(".steps")
    rail, sheet = (
        page.locator(".rail").bounding_box(),
        page.locator("h1").bounding_box(),
    )
    assert rail["x"] + rail["width"] <= sheet["x"]


def test_theme_is_switched_without_javascript(signed_in_page: Any, boris: Any) -> None:
    page = signed_in_page(boris, java_script_enabled=False)
    page.goto("/p/lindara/")
    page.click(".rail-foot summary")
    page.click("button[value=dark]")
    page.wait_for_selector("html[data-theme=dark]")
    assert page.url.endswith("/p/lindara/")
    paper = page.locator("html").evaluate("e => getComputedStyle(e).backgroundColor")
    assert paper == "rgb(21, 25, 30)"  # --paper of the dark theme


def test_refusal_is_said_in_place_under_htmx(signed_in_page: Any, boris: Any) -> None:
    page = signed_in_page(boris)
    page.goto("/ui/components/")
    with page.expect_response("**/refuse/") as answer:
        page.click("form[hx-post] button")
    assert answer.value.status == 409
    said = page.wait_for_selector("#refused [role=alert]")
    assert said.inner_text() == "This has already been undone."


def test_refusal_is_said_without_javascript(signed_in_page: Any, boris: Any) -> None:
    page = signed_in_page(boris, java_script_enabled=False)
    page.goto("/ui/components/")
    page.click("form[hx-post] button")
    said = page.wait_for_selector(".messages .notice-problem")
    assert said.inner_text() == "This has already been undone."


def test_note_of_a_figure_shows_on_focus_and_goes_with_escape(
    signed_in_page: Any, boris: Any
) -> None:
    page = signed_in_page(boris)
    page.goto("/ui/components/")
    page.focus(".figure[tabindex]")
    note = page.locator(".figure-note").first
    assert note.evaluate("e => getComputedStyle(e).clipPath") == "none"
    page.keyboard.press("Escape")
    assert note.evaluate("e => getComputedStyle(e).clipPath") != "none"


def test_skip_link_is_the_first_stop(signed_in_page: Any, boris: Any) -> None:
    page = signed_in_page(boris)
    page.goto("/p/lindara/")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "content"


def test_paper_carries_the_sheet_alone(signed_in_page: Any, boris: Any) -> None:
    page = signed_in_page(boris, {**VARIANTS[0], "theme": "dark"})
    page.goto("/ui/components/")
    page.emulate_media(media="print")
    assert not page.is_visible(".rail")
    ink = page.locator("h1").evaluate("e => getComputedStyle(e).color")
    assert ink == "rgb(0, 0, 0)"


def test_server_that_cannot_be_reached_is_said(signed_in_page: Any, boris: Any) -> None:
    page = signed_in_page(boris, complains=False)
    page.goto("/ui/components/")
    page.route("**/refuse/", lambda route: route.abort())
    page.click("form[hx-post] button")
    said = page.wait_for_selector("#trouble .notice")
    assert said.inner_text().startswith("The server cannot be reached.")


def test_error_of_the_server_is_said(signed_in_page: Any, boris: Any) -> None:
    page = signed_in_page(boris, complains=False)
    page.goto("/ui/components/")
    page.route("**/refuse/", lambda route: route.fulfill(status=500, body="!"))
    page.click("form[hx-post] button")
    said = page.wait_for_selector("#trouble .notice")
    assert said.inner_text().startswith("That did not work")
    assert page.inner_text("#refused") == ""


@pytest.mark.parametrize(
    ("headers", "begins"),
    [({"Distretto-Busy": "1"}, "Try again in a minute."), ({}, "That did not work")],
    ids=["of this site", "of a proxy"],
)
def test_only_the_site_itself_says_that_it_is_busy(
    signed_in_page: Any, boris: Any, headers: dict[str, str], begins: str
) -> None:
    page = signed_in_page(boris, complains=False)
    page.goto("/ui/components/")
    answer = {"status": 503, "headers": headers, "body": "Try again in a minute."}
    page.route("**/refuse/", lambda route: route.fulfill(**answer))
    page.click("form[hx-post] button")
    said = page.wait_for_selector("#trouble .notice")
    assert said.inner_text().startswith(begins)


def test_sign_in_does_not_land_inside_a_fragment(
    signed_in_page: Any, boris: Any
) -> None:
    page = signed_in_page(boris)
    page.goto("/ui/components/")
    cookies = [c for c in page.context.cookies() if c["name"] != "sessionid"]
    page.context.clear_cookies()
    page.context.add_cookies(cookies)
    page.click("form[hx-post] button")
    page.wait_for_url("**/account/login/?next=/ui/components/")
