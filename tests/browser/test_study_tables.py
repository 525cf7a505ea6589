"""The tables of a study in a real browser: read on every screen, filled by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from tests.browser.checks import assert_accessible, no_horizontal_scroll

from distretto.web.accounts.models import Programme, User
from distretto.web.diagnosis.models import (
    ChainFlow,
    ChainStage,
    CostItem,
    ProfileFigure,
    Service,
    ServiceProvision,
    Study,
    UnitType,
)
from distretto.web.register.models import Cluster, Organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREENS = (
    {"width": 1280, "theme": "light", "language": "en"},
    {"width": 360, "theme": "dark", "language": "ar"},
)
TABLES = (
    "profile",
    "units",
    "chain",
    "costs",
    "institutions",
    "services",
    "benchmarks",
)


@pytest.fixture
def study(programme: Programme) -> Study:
    """A study with a row of every kind."""
    cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    study = Study.objects.create(
        cluster=cluster, title="Study", product_unit="sweater", currency="EUR"
    )
    begun: dict[str, Any] = {"study": study, "indicator": "Firms", "unit": "firms"}
    for source, value, of in (
        ("Census", 60, ""),
        ("List", 75, ""),
        ("X", 900, "Prato"),
    ):
        ProfileFigure.objects.create(
            **begun, source=source, value=value, of=of, is_used=source != "List"
        )
    UnitType.objects.create(study=study, name="Job workers", count=70)
    yarn, knitting = (
        ChainStage.objects.create(
            study=study, name=name, order=order, price_in=7 * order - 7, price_out=out
        )
        for name, order, out in (("Yarn", 1, 7), ("Knitting", 2, 14))
    )
    ChainFlow.objects.create(source_stage=yarn, target_stage=knitting, share="0.6")
    CostItem.objects.create(stage=knitting, part="material", median=8, best=7)
    service = Service.objects.create(study=study, name="Testing", willing_share="0.5")
    Service.objects.create(study=study, name="Design")
    institute = Organisation.objects.create(
        programme=programme, name="Institute", kind="research"
    )
    ServiceProvision.objects.create(service=service, institution=institute, quality=2)
    return study


@pytest.mark.parametrize("screen", SCREENS, ids=lambda each: str(each["width"]))
def test_every_table_is_read_on_every_screen(
    study: Study,
    signed_in_page: Callable[..., Any],
    amina: User,
    screen: dict[str, Any],
) -> None:
    page = signed_in_page(amina, screen)
    for table in TABLES:
        page.goto(reverse(f"diagnosis:study-{table}", args=["lindara", study.pk]))
        assert_accessible(page)
        no_horizontal_scroll(page)
        assert page.evaluate(HIDDEN_AT_THE_SIDE) == 0


# On a phone rows are blocks: no column hides at the side.
HIDDEN_AT_THE_SIDE = """
() => [...document.querySelectorAll(".table-scroll:has(> .stacks)")]
  .filter((each) => each.scrollWidth > each.clientWidth + 1).length
"""


def test_a_wide_chain_is_moved_on_a_phone_and_says_so(
    study: Study, signed_in_page: Callable[..., Any], amina: User
) -> None:
    for name in ("Hand knitting", "Knitting at home"):
        ChainStage.objects.create(study=study, name=name, order=2)
    page = signed_in_page(amina, SCREENS[1] | {"language": "en"})
    page.goto(reverse("diagnosis:study-chain", args=["lindara", study.pk]))
    assert page.get_by_text("Wider than the screen").is_visible()
    window = page.locator(".chain-window")
    wide = window.evaluate("each => [each.scrollWidth, each.clientWidth]")
    # Drawn for 680 pixels, and shown no smaller.
    assert wide[0] >= 680 > wide[1]
    assert_accessible(page)
    no_horizontal_scroll(page)


def test_costs_are_typed_with_the_keyboard_alone(
    study: Study, signed_in_page: Callable[..., Any], amina: User
) -> None:
    page = signed_in_page(amina, SCREENS[0])
    stage = study.chain_stages.get(name="Knitting")
    page.goto(reverse("diagnosis:edit-costs", args=["lindara", stage.pk]))
    page.get_by_label("Labour, median firm").focus()
    page.keyboard.type("2.5")
    page.keyboard.press("Enter")
    page.wait_for_url("**/costs/#stage-*")
    assert stage.costs.get(part="labour").median == 2.5
    assert_accessible(page)
