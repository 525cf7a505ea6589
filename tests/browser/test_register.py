"""The register in a real browser: real data comes in; every page is accessible."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from tests.browser.checks import assert_accessible, no_horizontal_scroll, variant_name

from distretto.formats.boundaries import read_boundaries
from distretto.web.accounts.models import Programme, User
from distretto.web.register import arriving, queries
from distretto.web.register.models import Dataset, Likeness, Organisation, Place
from distretto.web.register.rules import clusters, datasets, places

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("files_aside"),
]

VARIANTS = [
    {"width": 1280, "theme": "light", "language": "en"},
    {"width": 360, "theme": "dark", "language": "ar"},
]
DUPLICATES = b"region,industry,employment\nN1,1410,3\nN1,1410,4\nN2,1520,5\n"
SQUARES = """{"type": "FeatureCollection", "features": [
  {"type": "Feature", "id": "N1", "properties": {"name": "Knitton"}, "geometry":
   {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}},
  {"type": "Feature", "id": "N2", "properties": {"name": "Bootham"}, "geometry":
   {"type": "Polygon", "coordinates": [[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]]}}
]}"""


def address(page: str, *arguments: Any) -> str:
    return reverse(f"register:{page}", args=["lindara", *arguments])


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_georgia_comes_in_through_the_pages(
    javascript: bool,
    signed_in_page: Callable[..., Any],
    amina: User,
    programme: Programme,
    shared_data: Path,
) -> None:
    page = signed_in_page(amina, java_script_enabled=javascript)
    page.goto(address("datasets"))
    page.click("text=Upload a dataset")
    table = shared_data / "us_georgia_qcew" / "qcew_ga_2018.csv.gz"
    page.set_input_files("input[type=file]", table)
    page.click("text=Upload and look")
    page.wait_for_selector("text=All 318 published totals agree")
    assert page.is_visible("text=118,287")  # rows of the file, by its own README
    _describe(page, "Bureau of Labor Statistics, QCEW 2018")
    page.click("button:text('Take into use')")
    page.wait_for_selector("text=The dataset is in use.")

    page.click("text=Add places from a map")
    outlines = shared_data / "boundaries" / "us_georgia_counties.geojson"
    page.set_input_files("input[type=file]", outlines)
    page.click("text=Look at the map")
    page.wait_for_selector("text=Boundaries were matched by their ids: 100%")
    _describe(page, "U.S. Census Bureau")
    page.click("text=Add the places")
    page.wait_for_selector("text=159 places were added.")

    page.fill("[name=q]", "WHITFIELD")
    page.click("text=Find")
    page.click("a:has-text('Whitfield')")
    page.wait_for_selector("svg.outline-map")
    for neighbour in ("Catoosa", "Gordon", "Murray", "Walker"):
        assert page.is_visible(f"a:has-text('{neighbour}')")
    match = queries.region_match(Dataset.objects.get())
    assert (match.all_count, match.missing) == (159, ())


def _describe(page: Any, source: str) -> None:
    page.fill("[name=source]", source)
    page.fill("[name=licence]", "public domain")


def test_a_cluster_is_entered_with_found_codes_and_places(
    signed_in_page: Callable[..., Any], amina: User, register: dict[str, str]
) -> None:
    page = signed_in_page(amina)
    page.goto(address("add-cluster"))
    page.fill("[name=name]", "Boots of Bootham")
    page.fill("[name=find_industries]", "footwear")
    page.click("text=Find industries")
    page.check("[name=found][value='1520']")
    page.fill("[name=find_places]", "booth")
    page.click("text=Find places")
    page.wait_for_selector("text=Bootham (N2)")
    page.check("[name=places]")
    assert page.is_checked("[name=found][value='1520']")
    page.click("button:text('Save')")
    page.wait_for_selector("text=The cluster is entered.")
    assert page.is_visible("text=Manufacture of footwear")
    assert page.is_visible("a:has-text('Bootham')")


@pytest.fixture
def register(programme: Programme, amina: User, tmp_path: Path) -> dict[str, str]:
    """A dataset with problems, one in use, one refused, places and a cluster."""
    good = b"region,industry,employment\nN1,1410,3\nN2,1520,5\n"
    waiting = _dataset(DUPLICATES, programme, amina)
    accepted = datasets.accept_dataset(
        _dataset(good, programme, amina),
        name="Employment",
        source="Office",
        licence="own",
        year=2024,
        accept_problems=False,
        by=amina,
    )
    refused = _dataset(b"\x00\x01\x02" * 90, programme, amina)
    path = tmp_path / "squares.geojson"
    path.write_text(SQUARES)
    boundaries = read_boundaries(path)
    told = {"programme": programme, "by": amina}
    places.add_places(boundaries, source="By hand", licence="own", **told)
    facts = clusters.ClusterFacts("Knitwear", industries=("1430",))
    knitwear = clusters.add_cluster(facts, Place.objects.filter(code="N1"), **told)
    return {
        "waiting": address("dataset", waiting.pk),
        "in use": address("dataset", accepted.pk),
        "refused": address("dataset", refused.pk),
        "problems": address("dataset-problems", waiting.pk),
        "edit dataset": address("edit-dataset", accepted.pk),
        "place": address("place", Place.objects.get(code="N1").pk),
        "cluster": address("cluster", knitwear.pk),
        "edit cluster": address("edit-cluster", knitwear.pk),
    }


def _dataset(content: bytes, programme: Programme, by: User) -> Dataset:
    with arriving.arrive(content, "table.csv") as arrived:
        return datasets.upload_dataset(arrived, programme=programme, by=by)


def test_a_merger_tells_the_name_that_will_stay(
    signed_in_page: Callable[..., Any], amina: User, programme: Programme
) -> None:
    one, other = (
        Organisation.objects.create(programme=programme, name=name)
        for name in ("Arka Knitwear Pvt. Ltd.", "ARKA KNITWEAR")
    )
    pair = Likeness.objects.create(
        programme=programme, one=one, other=other, score=0.9, reasons=[]
    )
    page = signed_in_page(amina)
    page.goto(address("likeness", pair.pk))
    told = page.locator("[data-called]")
    assert told.inner_text() == f"The one record will be called “{one.name}”."
    page.locator('input[name="take"][value="name"]').check()
    assert told.inner_text() == f"The one record will be called “{other.name}”."
    assert_accessible(page)


@pytest.mark.parametrize("variant", VARIANTS, ids=variant_name)
def test_every_page_is_accessible(
    variant: dict[str, Any],
    signed_in_page: Callable[..., Any],
    amina: User,
    register: dict[str, str],
) -> None:
    page = signed_in_page(amina, variant)
    lists = ("register", "places", "industries", "clusters", "datasets")
    forms = ("upload-places", "upload-dataset", "add-cluster")
    for each in [*map(address, (*lists, *forms)), *register.values()]:
        page.goto(each)
        page.wait_for_selector("h1")
        assert_accessible(page)
        no_horizontal_scroll(page)
        assert len(page.content()) < 100_000
