"""Linkages in a real browser: the picture follows the choice, a thumb is enough."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from tests.browser.checks import assert_accessible, no_horizontal_scroll
from tests.web.diagnosis.linkage_cases import small_cluster, wave_of

from distretto.web.accounts.models import Programme, User
from distretto.web.diagnosis.models import Linkage, LinkageActor, Wave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE = {"width": 1280, "theme": "light", "language": "en"}
PHONE = {"width": 360, "theme": "dark", "language": "en"}


def address(page: str, *arguments: Any) -> str:
    return reverse(f"diagnosis:{page}", args=["lindara", *arguments])


@pytest.fixture
def wave(programme: Programme, files_aside: Path) -> Wave:
    cluster = small_cluster(programme)
    wave_of(cluster, "Earlier", "A-B B-C")
    return wave_of(cluster, "Now", "A-B C-D D-Bank")


def test_the_picture_follows_the_choice_and_its_address_too(
    wave: Wave, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, WIDE)
    page.goto(address("linkages", wave.cluster_id))
    assert_accessible(page)
    with page.expect_response("**/linkages/?**"):
        page.get_by_label("Compared with").select_option(label="Earlier")
    page.locator("#sociogram svg", has_text="New tie").first.wait_for()
    assert "before=" in page.url
    page.reload()
    assert page.locator("#sociogram svg", has_text="Lost tie").count()
    page.locator("#sociogram .picture-wide svg a").first.focus()
    page.keyboard.press("Enter")
    page.locator("#sociogram svg", has_text="and its partners").first.wait_for()


def test_a_tie_is_noted_with_the_thumb(
    wave: Wave, signed_in_page: Callable[..., Any], amina: User
) -> None:
    actor = LinkageActor.objects.get(wave=wave, organisation__name="Firm E")
    page = signed_in_page(amina, PHONE, has_touch=True)
    page.goto(address("linkage-actor", actor.pk))
    no_horizontal_scroll(page)
    assert_accessible(page)
    page.get_by_label("Works with").fill("firm f")
    choice = page.locator("label", has_text="Joint purchase")
    assert choice.bounding_box()["height"] >= 44  # as large as a finger
    choice.tap()
    page.locator("label", has_text="Strong or strategic").tap()
    page.get_by_role("button", name="Note it").tap()
    page.locator(".tie-list", has_text="Firm F").wait_for()
    found = Linkage.objects.get(source__name="Firm E")
    assert (found.relation, found.strength) == ("joint_purchase", 3)


@pytest.mark.parametrize("name", ["linkage-measures", "linkage-change"])
def test_figures_fit_a_phone(
    wave: Wave, signed_in_page: Callable[..., Any], amina: User, name: str
) -> None:
    page = signed_in_page(amina, PHONE)
    page.goto(address(name, wave.cluster_id))
    no_horizontal_scroll(page)
    assert_accessible(page)
