"""Cluster maps in a real browser: the carpet district of Georgia, found on screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from tests.browser.checks import assert_accessible, no_horizontal_scroll

from distretto.formats.boundaries import read_boundaries
from distretto.web.accounts.models import Programme, User
from distretto.web.register import arriving
from distretto.web.register.rules import datasets, places
from distretto.web.selection.models import Candidate
from distretto.web.selection.rules import rounds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_AROUND = ".table-scroll:has(table.ranked)"


@pytest.fixture
def georgia(
    programme: Programme,
    boris: User,
    shared_data: Path,
    settings: Any,
    tmp_path: Path,
    files_aside: Path,
) -> None:
    """The published file and the counties, as somebody uploaded them."""
    pictures = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": tmp_path / "pictures",
    }
    settings.CACHES = {**settings.CACHES, "pictures": pictures}
    table = shared_data / "us_georgia_qcew" / "qcew_ga_2018.csv.gz"
    with arriving.arrive(table.read_bytes(), table.name) as arrived:
        dataset = datasets.upload_dataset(arrived, programme=programme, by=boris)
    datasets.accept_dataset(
        dataset,
        name="Georgia 2018",
        source="Bureau of Labor Statistics, QCEW",
        licence="public domain",
        year=2018,
        accept_problems=False,
        by=boris,
    )
    outlines = shared_data / "boundaries" / "us_georgia_counties.geojson"
    places.add_places(
        read_boundaries(outlines),
        programme=programme,
        source="U.S. Census Bureau",
        licence="public domain",
        by=boris,
    )
    rounds.start_round(programme, by=boris, name="Georgia's round")


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_the_carpet_district_is_found_saved_and_nominated(
    javascript: bool,
    georgia: None,
    signed_in_page: Callable[..., Any],
    boris: User,
) -> None:
    """18,662 persons in Whitfield, Gordon and Murray: the counties' published figures
    11,822 + 4,660 + 2,180 of NAICS 3141."""
    page = signed_in_page(boris, java_script_enabled=javascript)
    page.goto(reverse("selection:maps", args=["lindara"]))
    page.click("text=Measure a dataset")
    page.click("button:text('Measure')")
    first = page.locator("table.ranked tbody tr").first
    first.wait_for()
    assert "Whitfield, Gordon, Murray" in first.inner_text()
    assert "3141" in first.inner_text() and "18,662" in first.inner_text()
    table = page.locator(_AROUND)
    width = table.evaluate("each => each.scrollWidth")
    first.locator("button.explains").click()
    first.locator(".explanation").wait_for()
    assert "18,662 ÷ " in first.locator(".explanation").inner_text()
    assert table.evaluate("each => each.scrollWidth") == width
    page.keyboard.press("Escape")
    first.locator(".explanation").wait_for(state="hidden")

    page.fill("input[name=name]", "Georgia by employment")
    page.click("button:text('Save the map')")
    page.wait_for_selector("text=The map is saved.")
    if javascript:  # the drawing comes after the page
        page.wait_for_selector("main figure svg:visible")
    page.check("table.ranked tbody tr:first-child input[type=checkbox]")
    page.click("button:text('Add to the round')")
    page.wait_for_selector("text=1 candidate was added to the long list.")
    candidate = Candidate.objects.get()
    assert sorted(candidate.regions) == ["13129", "13213", "13313"]
    assert candidate.figures["employment"][0]["value"] == 18662


@pytest.mark.parametrize(
    "variant",
    [
        {"width": 1280, "theme": "light", "language": "en"},
        {"width": 360, "theme": "dark", "language": "ar"},
    ],
    ids=["wide", "phone"],
)
def test_the_map_is_accessible(
    variant: dict[str, Any],
    georgia: None,
    signed_in_page: Callable[..., Any],
    boris: User,
) -> None:
    page = signed_in_page(boris, variant)
    page.goto(reverse("selection:measure-map", args=["lindara"]))
    page.locator("form.settings button.primary").click()
    page.wait_for_selector("table.ranked")
    page.wait_for_selector("main figure svg:visible", timeout=90_000)
    assert_accessible(page)
    no_horizontal_scroll(page)
    first = page.locator("table.ranked tbody tr").first
    places = "table.ranked tbody tr:first-child :is(.stars, .in-short) [role=img]"
    shown = [each for each in page.locator(places).all() if each.is_visible()]
    assert len(shown) == 1 and shown[0].inner_text() == "★★★"
    stars, frame = shown[0].bounding_box(), page.locator(_AROUND)
    around = frame.bounding_box()
    assert around["x"] <= stars["x"]
    assert stars["x"] + stars["width"] <= around["x"] + around["width"]
    first.locator("button.explains").click()
    first.locator(".explanation").wait_for()
    assert_accessible(page)
    box = first.locator(".explanation").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= variant["width"]
