"""Every page of the worked example that a manager can reach by its links.

A page that is added later is looked at from its first day, without a new test.
"""

import re
from typing import Any

import pytest
from tests.browser.checks import (
    VARIANTS,
    assert_accessible,
    no_horizontal_scroll,
    no_sentence_turned,
)

from distretto.web.accounts.models import User
from distretto.web.overview import example_programme

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The two that are furthest apart.
WIDE, NARROW = VARIANTS[0], {"width": 360, "theme": "dark", "language": "ar"}
# Files, and addresses that differ only in what they are about.
NO_PAGES = re.compile(
    r"/(download|report|file|api|static|pdf|docx|xlsx|svg|png)/|\.\w+$|/logout/"
)
SHAPES = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}"), "ID"),
    (re.compile(r"/\d+/"), "/N/"),
    (re.compile(r"(industries/\w+)/\w+"), r"\1/CODE"),
    (re.compile(r"letter/\w\w/"), "letter/LANGUAGE/"),
)


def shape(address: str) -> str:
    for pattern, instead in SHAPES:
        address = pattern.sub(instead, address)
    return address


def links(page: Any) -> list[str]:
    found = page.eval_on_selector_all(
        "a[href^='/']", "all => all.map(a => a.getAttribute('href').split(/[?#]/)[0])"
    )
    return [each for each in dict.fromkeys(found) if not NO_PAGES.search(each)]


def look_at(page: Any, address: str) -> None:
    answer = page.goto(address)
    assert answer.status == 200, f"{address}: {answer.status}"
    assert_accessible(page)
    no_horizontal_scroll(page)


def test_every_page_is_accessible_and_keeps_its_width(signed_in_page: Any) -> None:
    programme = example_programme.load()
    manager = User.objects.get(roles__programme=programme, roles__kind="manager")
    wide = signed_in_page(manager, WIDE)
    narrow = signed_in_page(manager, NARROW)
    seen: set[str] = set()
    waiting = [f"/p/{programme.slug}/"]
    while waiting:
        address = waiting.pop(0)
        if shape(address) in seen:
            continue
        seen.add(shape(address))
        look_at(wide, address)
        waiting += links(wide)
        look_at(narrow, address)
        no_sentence_turned(narrow)
    # The example has rounds, maps, registers, people and history to look at.
    assert len(seen) > 40
