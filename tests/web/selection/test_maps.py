"""Cluster maps on the site: the analyst measures Lindara, and the manager chooses."""

import io
import json
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner
from django.core.files.storage import default_storage
from django.urls import reverse
from python_calamine import CalamineWorkbook

from distretto.analysis.selection.background import cluster_background
from distretto.analysis.selection.cluster_map import cluster_map
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.cli import main
from distretto.errors import InputError
from distretto.example.districts import district_shapes, districts_geojson
from distretto.example.employment import employment
from distretto.example.files import DISTRICTS, EMPLOYMENT, write_example
from distretto.formats.neighbours import middles, neighbours_by_distance
from distretto.web.accounts.models import Programme, Role, User
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register import arriving, tables
from distretto.web.register.models import Dataset, Place
from distretto.web.register.queries import (
    neighbours_of,
    region_industry_table,
    shapes_of,
)
from distretto.web.register.rules import datasets as dataset_rules
from distretto.web.selection.models import Candidate, ClusterMap, Round
from distretto.web.selection.queries import maps as queries
from distretto.web.selection.queries.maps import Settings
from distretto.web.selection.rules import maps as rules

pytestmark = pytest.mark.django_db


def lindara() -> RegionIndustryTable:
    """The example's table with its published totals taken apart from its cells."""
    table = employment().rename({"district": "region"})
    is_region = pl.col("region") != "Total"
    is_industry = pl.col("industry") != "Total"
    figures = ["year", "establishments", "employment"]
    grand = table.filter(~is_region, ~is_industry, pl.col("year") == 2025)
    return RegionIndustryTable(
        cells=table.filter(is_region, is_industry).select(
            "region", "industry", *figures
        ),
        region_totals=table.filter(is_region, ~is_industry).select("region", *figures),
        industry_totals=table.filter(~is_region, is_industry).select(
            "industry", *figures
        ),
        grand_total=grand.select("establishments", "employment").row(0, named=True),
        region_names=dict(table.select("region", "name").unique().iter_rows()),
        industry_names=dict(table.select("industry", "title").unique().iter_rows()),
        classification="ISIC4",
    )


@pytest.fixture
def dataset(programme: Any, files_aside: Path) -> Dataset:
    """Lindara's table, uploaded and accepted, with its districts on the map."""
    for code, shape in district_shapes().items():
        Place.objects.create(
            programme=programme,
            code=code,
            name=code,
            shape=shape.__geo_interface__,
            shape_hash=code,
        )
    return Dataset.objects.create(
        programme=programme,
        name="Employment 2025",
        status=Dataset.Status.ACCEPTED,
        file="lindara.csv",
        file_name="lindara.csv",
        sha256="0" * 64,
        size_bytes=1,
        source="Statistics Lindara",
        year=2025,
        cells={"4": tables.write(lindara())},
    )


@pytest.fixture
def saved(dataset: Dataset, boris: Any) -> ClusterMap:
    return rules.save_map(dataset, Settings(), name="Lindara 2025", by=boris)


def url(name: str, *args: Any) -> str:
    return reverse(f"selection:{name}", args=["lindara", *args])


def test_the_page_gives_the_same_numbers_as_the_library(dataset: Dataset) -> None:
    shown = queries.clusters_of(queries.measured(dataset, Settings()))
    library = cluster_map(
        region_industry_table(dataset), neighbours=neighbours_of(dataset.programme)
    )
    assert shown.equals(library.clusters)


def test_the_footwear_cluster_crosses_the_border(dataset: Dataset) -> None:
    """66 + 61 establishments and 790 + 640 persons: the cells of the example."""
    clusters = queries.clusters_of(queries.measured(dataset, Settings()))
    footwear = clusters.filter(pl.col("industry") == "1520").row(0, named=True)
    assert footwear["regions"] == ["L18", "L24"]
    assert (footwear["establishments"], footwear["employment"]) == (127, 1430)
    assert footwear["unknown_regions"] == ["L23"]


def test_unknown_neighbours_have_their_names(dataset: Dataset) -> None:
    """Wadimar (L23) is suppressed; see the example's employment."""
    clusters = queries.clusters_of(queries.measured(dataset, Settings()))
    rows = clusters.filter(pl.col("industry") == "1520").to_dicts()
    [row] = queries.with_unknown_names(dataset, rows)
    assert row["unknown_names"] == ["Wadimar"]


def test_boundaries_of_elsewhere_are_no_obstacle(dataset: Dataset) -> None:
    """Without its own places on the map each region stands alone."""
    for place in Place.objects.all():
        place.code = f"X{place.code}"
        place.save()
    clusters = queries.clusters_of(queries.measured(dataset, Settings()))
    footwear = clusters.filter(pl.col("industry") == "1520")
    assert sorted(footwear["regions"].to_list()) == [["L18"], ["L24"]]


def test_the_traps_are_no_clusters(dataset: Dataset) -> None:
    clusters = queries.clusters_of(queries.measured(dataset, Settings()))
    cement_in_imbarra = (pl.col("industry") == "2394") & pl.col(
        "regions"
    ).list.contains("L09")
    ropes_in_ysmera = (pl.col("industry") == "1394") & pl.col("regions").list.contains(
        "L25"
    )
    assert not clusters.filter(cement_in_imbarra | ropes_in_ysmera).height


def test_the_same_question_is_computed_once(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = queries.measured(dataset, Settings())

    def again(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("measured a second time")

    monkeypatch.setattr(queries, "_measure", again)
    assert queries.measured(dataset, Settings()) == first


@pytest.mark.parametrize("kind", [".json", ".cells.parquet", ".clusters.parquet"])
@pytest.mark.parametrize("left", [0, 100])
def test_a_result_that_was_half_written_is_measured_anew(
    dataset: Dataset, kind: str, left: int
) -> None:
    first = queries.measured(dataset, Settings())
    shown = queries.clusters_of(first), queries.cells_of(first)
    file = cut(first.clusters_file.replace(".clusters.parquet", kind), left)
    assert queries.measured(dataset, Settings()) == first
    assert file.stat().st_size > left
    assert queries.clusters_of(first).equals(shown[0])
    assert queries.cells_of(first).equals(shown[1])


@pytest.mark.parametrize("of", ["clusters", "cells"])
def test_a_saved_map_whose_figures_are_damaged_is_measured_anew(
    saved: ClusterMap, of: str
) -> None:
    read = getattr(queries, f"{of}_of")
    whole = read(saved)
    cut(getattr(saved, f"{of}_file"), 100)
    assert read(saved).equals(whole)


def test_a_saved_map_of_another_version_is_not_made_up(saved: ClusterMap) -> None:
    saved.clusters_file = "measures/older.clusters.parquet"
    with pytest.raises(InputError) as refused:
        queries.clusters_of(saved)
    assert refused.value.code == "map_damaged"


def cut(name: str, left: int) -> Path:
    """A kept file as a process leaves it that is killed in the middle of writing."""
    file = Path(default_storage.path(name))
    file.write_bytes(file.read_bytes()[:left])
    return file


def test_a_file_that_was_read_anew_is_measured_anew(dataset: Dataset) -> None:
    """The same bytes, retired and uploaded again, understood by a later version."""
    first = queries.measured(dataset, Settings())
    doubled = pl.col("employment") * 2
    table = lindara()
    better = replace(table, cells=table.cells.with_columns(doubled))
    dataset.cells = {"4": tables.write(better)}
    assert queries.measured(dataset, Settings()).cells_file != first.cells_file


def test_measuring_shows_the_map_and_saves_nothing(
    dataset: Dataset, client_of: Any, person_as: Any
) -> None:
    client = client_of(person_as("analyst"))
    page = client.get(url("measure-map"), {"dataset": dataset.pk, "base": ""})
    local = "services for the local population"
    assert local in page.content.decode()
    asked = {"dataset": dataset.pk, "base": "manufacturing"}
    assert local not in client.get(url("measure-map"), asked).content.decode()
    assert page.status_code == 200
    assert "Knitted and crocheted apparel" in page.content.decode()
    assert not ClusterMap.objects.exists()


def test_a_map_without_clusters_says_why(dataset: Dataset, client_of: Any, boris: Any):
    asked = {"dataset": dataset.pk, "base": "", "lq": "99999"}
    page = client_of(boris).get(url("measure-map"), asked).content.decode()
    assert "No cell reaches the least location quotient of" in page


def test_a_base_of_codes_needs_codes(
    dataset: Dataset, client_of: Any, boris: Any
) -> None:
    asked = {"dataset": dataset.pk, "base": "codes", "codes": " "}
    page = client_of(boris).get(url("measure-map"), asked)
    assert page.status_code == 422
    assert "List the industries of the base" in page.content.decode()


def test_a_base_that_fits_nothing_is_told_and_not_saved(
    dataset: Dataset, client_of: Any, boris: Any
) -> None:
    asked = {"dataset": dataset.pk, "base": "codes", "codes": "9999", "name": "None"}
    client = client_of(boris)
    for answer in (
        client.get(url("measure-map"), asked),
        client.post(url("save-map"), asked),
    ):
        assert answer.status_code == 422
        assert "none of the industries to compare within" in answer.content.decode()
    assert client.get(url("measured-pictures"), asked).status_code == 404
    assert not ClusterMap.objects.exists()


def test_saving_keeps_settings_and_result(
    dataset: Dataset, client_of: Any, boris: Any
) -> None:
    asked = {
        "dataset": dataset.pk,
        "base": "manufacturing",
        "lq": "2",
        "name": "Makers",
    }
    answer = client_of(boris).post(url("save-map"), asked)
    kept = ClusterMap.objects.get()
    assert answer.url == url("map", kept.pk)
    assert (kept.settings["base"], kept.settings["lq"]) == ("manufacturing", 2)
    assert Deed.objects.get().did == "map.saved"


def test_every_number_shows_its_own_figures(
    saved: ClusterMap, client_of: Any, amina: Any
) -> None:
    knitwear = queries.clusters_of(saved).filter(pl.col("industry") == "1430")
    rank = knitwear["rank"].item()
    page = client_of(amina).get(url("map-cluster", saved.pk, rank)).content.decode()
    # 3,240 of the 10,002 persons of Marsovia, against 4,341 in the whole country.
    assert "(3,240 ÷ 10,002) ÷ (4,341 ÷ " in page


def test_what_stands_behind_a_cluster_is_what_the_library_tells(
    saved: ClusterMap, client_of: Any, amina: Any
) -> None:
    clusters = queries.clusters_of(saved).to_dicts()
    found = [
        (each, cluster_background(lindara(), year=2025, **told))
        for each in clusters
        for told in [{"regions": each["regions"], "industry": each["industry"]}]
    ]
    # Knitwear is in one district only: nothing goes with it.
    row, behind = next(pair for pair in found if pair[1].related.height)
    where, client = url("cluster-background", saved.pk, row["rank"]), client_of(amina)
    page = client.get(where).content.decode()
    start, end = behind.growth["value_start"], behind.growth["value_end"]
    assert f"it went from {start:,.0f} to {end:,.0f}" in page
    for part in ("national", "mix", "regional"):
        told = round(behind.growth[part])
        sign = "+" if told > 0 else "\N{MINUS SIGN}" if told < 0 else ""
        assert f'<bdi dir="ltr">{sign}{abs(told):,}</bdi>' in page
    assert behind.related.height
    for code in behind.related["code"]:
        assert f'<span class="code">{code}</span>' in page
    # Of so few regions nothing is beyond chance, and the page does not say it is.
    assert behind.related["adjusted_p_value"].min() > 0.05
    assert "Too few regions are specialised in this industry" in page
    part = client.get(where, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "Industries that go with it" in part
    whole = client.get(url("map-cluster", saved.pk, row["rank"])).content.decode()
    assert f'hx-get="{where}"' in whole and f'href="{where}"' in whole


def without_totals() -> RegionIndustryTable:
    return replace(
        lindara(), region_totals=None, industry_totals=None, grand_total=None
    )


def test_what_rests_on_visible_sums_says_so_on_every_page(
    dataset: Dataset, client_of: Any, boris: Any
) -> None:
    """Footwear is hidden in L23, and without totals nobody counts it."""
    dataset.cells = {"4": tables.write(without_totals())}
    dataset.sha256 = "1" * 64
    dataset.save()
    saved = rules.save_map(dataset, Settings(), name="Without totals", by=boris)
    row = (
        queries.clusters_of(saved)
        .filter(pl.col("industry") == "1520")
        .row(0, named=True)
    )
    assert row["size_is_maximum"] and row["lq_is_estimate"]
    client = client_of(boris)
    listed = client.get(url("map", saved.pk)).content.decode()
    about = '<span role="img" aria-label="about" title="about">≈</span>\xa0'
    most = '<span role="img" aria-label="at most" title="at most">≤</span>'
    assert about in listed and most in listed
    page = client.get(url("map-cluster", saved.pk, row["rank"])).content.decode()
    # 790 + 640 persons of a total that lacks the hidden cell.
    at_least = '<span role="img" aria-label="at least" title="at least">≥</span>\xa0'
    total = f"{row['industry_total']:,.0f}"
    assert f"1,430 ÷ {at_least}{total} {most} <strong>" in page
    assert page.count("≤ means “at most”") == 1


def test_growth_has_its_base_year_or_no_column(
    dataset: Dataset, client_of: Any, boris: Any
) -> None:
    table = lindara()
    first = table.cells["year"].min()
    client = client_of(boris)
    saved = rules.save_map(dataset, Settings(), name="Two years", by=boris)
    assert saved.settings["growth_from"] == first < 2025
    page = client.get(url("map", saved.pk)).content.decode()
    assert f">Growth since {first}</a>" in page and "No growth is shown" not in page
    page = client.get(url("map-cluster", saved.pk, 1)).content.decode()
    assert f"<dt>Growth since {first}</dt>" in page

    of_one_year = replace(table, cells=table.cells.filter(pl.col("year") == 2025))
    dataset.cells = {"4": tables.write(of_one_year)}
    dataset.sha256 = "3" * 64
    dataset.save()
    saved = rules.save_map(dataset, Settings(), name="One year", by=boris)
    page = client.get(url("map", saved.pk)).content.decode()
    ranked = page.split('<table class="ranked">')[1].split("</table>")[0]
    assert "Growth" not in ranked and "unknown</" not in ranked
    rows, heads = ranked.split("<tr>")[2:], ranked.split("<tr>")[1]
    columns = heads.count("<th")
    assert all(row.count("<td") + row.count("<th") == columns for row in rows)
    assert "No growth is shown, because the table has no year before 2025." in page
    page = client.get(url("map-cluster", saved.pk, 1)).content.decode()
    assert "Growth" not in page


def test_published_totals_leave_no_sign(
    saved: ClusterMap, client_of: Any, boris: Any
) -> None:
    page = client_of(boris).get(url("map", saved.pk)).content.decode()
    assert not set("≤≈≥") & set(page)


def test_stars_of_an_industry_that_is_hidden_for_the_most_part_are_about(
    dataset: Dataset, client_of: Any, boris: Any
) -> None:
    """Thrice the published total of footwear: a third of it is visible at most."""
    table = lindara()
    thrice = pl.when(pl.col("industry") == "1520").then(3).otherwise(1)
    totals = table.industry_totals.with_columns(pl.col("employment") * thrice)
    dataset.cells = {"4": tables.write(replace(table, industry_totals=totals))}
    dataset.sha256 = "2" * 64
    dataset.save()
    saved = rules.save_map(dataset, Settings(), name="Hidden", by=boris)
    rows = queries.clusters_of(saved)
    footwear = rows.filter(pl.col("industry") == "1520").row(0, named=True)
    assert footwear["stars"] and 0 < footwear["known_share"] <= 1 / 3
    client = client_of(boris)
    listed = client.get(url("map", saved.pk)).content.decode()
    about = '<span role="img" aria-label="about" title="about">≈</span>\xa0'
    # Of the others all, or nearly all, is known. Each row has its stars twice: in their
    # column, and under the name for narrow screens.
    about_stars = rows.filter(pl.col("industry") == "1520").height
    assert listed.count(about) == 2 * about_stars
    assert "≈ before stars: under half of the industry is known." in listed
    page = client.get(url("map-cluster", saved.pk, footwear["rank"])).content.decode()
    assert f"<dt>Stars</dt><dd>{about}★" in page
    assert "≈ before stars" in page


def test_a_candidate_keeps_the_sign_of_its_figure(
    dataset: Dataset, client_of: Any, boris: Any
) -> None:
    dataset.cells = {"4": tables.write(without_totals())}
    dataset.sha256 = "1" * 64
    dataset.save()
    saved = rules.save_map(dataset, Settings(), name="Without totals", by=boris)
    round_ = Round.objects.create(programme=dataset.programme, name="2025")
    row = queries.clusters_of(saved).row(0, named=True)
    rules.add_candidates(saved, [1], to_round=round_, by=boris)
    candidate = Candidate.objects.get()
    assert candidate.figures["lq"][0]["sign"] == "≈"
    assert candidate.figures["employment"][0]["sign"] == ""
    assert row["lq"] == candidate.figures["lq"][0]["value"]
    where = reverse("selection:candidate", args=["lindara", round_.pk, candidate.pk])
    assert 'title="about">≈</span>' in client_of(boris).get(where).content.decode()


def test_codes_of_no_classification_are_told_theirs_on_the_measuring_page(
    dataset: Dataset, client_of: Any, amina: User
) -> None:
    """Both ISIC and NAICS have 31, 32 and 92; manufacturing is the first two here.

    In R1 400 of its 700 jobs are in 31, in all 500 of 1,300: (4/7) / (5/13) = 52/35.
    """
    rows = {
        "region": ["R1", "R1", "R1", "R2", "R2", "R2"],
        "industry": ["31", "32", "92", "31", "32", "92"],
        "year": [2025] * 6,
        "establishments": [40.0, 30.0, 20.0, 5.0, 45.0, 20.0],
        "employment": [400.0, 300.0, 200.0, 100.0, 500.0, 300.0],
    }
    dataset.cells = {"2": tables.write(RegionIndustryTable(cells=pl.DataFrame(rows)))}
    dataset.save()
    client, asked = client_of(amina), {"dataset": dataset.pk, "base": "manufacturing"}
    refused = client.get(url("measure-map"), asked)
    page = unescape(refused.content.decode())
    assert refused.status_code == 422
    assert "Choose it in the field “Industry classification”" in page
    told = client.get(url("measure-map"), asked | {"classification": "ISIC4"})
    assert told.status_code == 200
    cells = queries.cells_of(told.context["result"])
    first = cells.filter(pl.col("region") == "R1", pl.col("industry") == "31")
    assert first["lq"].item() == pytest.approx(52 / 35)


def test_a_table_of_elsewhere_is_not_drawn_on_the_programmes_places(
    dataset: Dataset, saved: ClusterMap, client_of: Any, amina: User, person_as: Any
) -> None:
    """The places now have other codes than the table's regions: L1 became X1."""
    for place in Place.objects.all():
        place.code = place.code.replace("L", "X")
        place.save()
    page = client_of(amina).get(url("map", saved.pk)).content.decode()
    assert "none of the regions measured is a place of this programme" in page
    assert reverse("register:upload-places", args=["lindara"]) in page
    assert "kind=map" not in page and "kind=bubbles" in page
    drawn = client_of(amina).get(url("map-pictures", saved.pk)).content.decode()
    assert "Map by region" not in drawn and "<svg" in drawn
    reader = client_of(person_as(Role.Kind.MEMBER, "Reader"))
    read = reader.get(url("map", saved.pk)).content.decode()
    assert "none of the regions measured is a place of this programme" in read
    assert reverse("register:upload-places", args=["lindara"]) not in read
    refused = client_of(amina).get(url("download-map", saved.pk, "geojson"))
    assert refused.status_code == 302


def test_pictures_come_after_a_page_that_has_none_yet(
    saved: ClusterMap, htmx_of: Any, amina: Any, settings: Any, tmp_path: Any
) -> None:
    settings.CACHES = {
        **settings.CACHES,
        "pictures": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": tmp_path / "pictures",
        },
    }
    client, where = htmx_of(amina), url("map-pictures", saved.pk)
    asks_for_it = f'hx-get="{where}?kind=map"'
    assert asks_for_it in client.get(url("map", saved.pk)).content.decode()
    drawn = client.get(where, {"kind": "map"}).content.decode()
    assert "<svg" in drawn and "<html" not in drawn
    page = client.get(url("map", saved.pk)).content.decode()
    assert asks_for_it not in page and "<svg" in page


def test_rows_become_candidates(saved: ClusterMap, client_of: Any, boris: Any) -> None:
    round_ = Round.objects.create(programme=saved.programme, name="First round")
    asked = {"round": round_.pk, "ranks": ["1", "2"]}
    answer = client_of(boris).post(url("add-candidates", saved.pk), asked)
    assert answer.status_code == 302
    assert Candidate.objects.filter(round=round_, cluster_map=saved).count() == 2


def test_no_row_ticked_says_what_to_do(
    saved: ClusterMap, client_of: Any, boris: Any
) -> None:
    round_ = Round.objects.create(programme=saved.programme, name="First round")
    answer = client_of(boris).post(
        url("add-candidates", saved.pk), {"round": round_.pk}
    )
    assert answer.status_code == 422
    assert "Tick at least one cluster" in answer.content.decode()


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json", "geojson", "parquet", "html"])
def test_downloads(saved: ClusterMap, client_of: Any, amina: Any, kind: str) -> None:
    answer = client_of(amina).get(url("download-map", saved.pk, kind))
    content = b"".join(answer.streaming_content)
    assert f"Lindara-2025.{kind}" in answer["Content-Disposition"]
    assert len(content) > 500


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(str(path))
    return {
        name: book.get_sheet_by_name(name).to_python()
        for name in ("Clusters", "Clusters, all columns", "Cells", "Settings")
    }


@pytest.fixture
def uploaded(programme: Programme, dataset: Dataset, tmp_path: Path) -> Path:
    """The example's files, the table uploaded and accepted in place of the other."""
    write_example(tmp_path)
    for feature in districts_geojson()["features"]:
        told = feature["properties"]
        Place.objects.filter(code=told["code"]).update(name=told["name"])
    by = User.objects.create(email="ines@lindara.example")
    content = (tmp_path / EMPLOYMENT).read_bytes()
    arrived = arriving.arrive(content, EMPLOYMENT)
    read = dataset_rules.upload_dataset(arrived, programme=programme, by=by)
    arrived.close()
    about = {"name": "Lindara", "source": "Register", "licence": "", "year": 2025}
    read = dataset_rules.accept_dataset(read, **about, accept_problems=True, by=by)
    rules.save_map(read, Settings(), name="As uploaded", by=by)
    return tmp_path


def test_the_workbook_is_that_of_the_command(
    uploaded: Path, client_of: Any, amina: Any
) -> None:
    saved = ClusterMap.objects.get()
    answer = client_of(amina).get(url("download-map", saved.pk, "xlsx"))
    (uploaded / "site.xlsx").write_bytes(b"".join(answer.streaming_content))
    asked = ["--boundaries", uploaded / DISTRICTS, "-o", uploaded / "command.xlsx"]
    asked += ["--source", "Register"]
    command = ["selection", "map", uploaded / EMPLOYMENT, *asked]
    done = CliRunner().invoke(main, [str(part) for part in command])
    assert done.exit_code == 0, done.output
    found, by_command = (
        sheets(uploaded / f"{who}.xlsx") for who in ("site", "command")
    )
    asked_of = [dict(rows.pop("Settings")) for rows in (found, by_command)]
    assert found == by_command
    digits = "Digits of the industry codes"
    assert asked_of[0][digits] == asked_of[1][digits] == 4
    heads, first = found["Cells"][:2]
    named = dict(zip(heads, first, strict=True))
    assert named["Region"] and named["Industry"]


def test_a_map_saved_without_names_asks_its_dataset(
    saved: ClusterMap,
) -> None:
    cells = queries.cells_of(saved)
    saved.cells_file = "measures/earlier.parquet"
    content = BytesIO()
    cells.write_parquet(content)
    default_storage.save(saved.cells_file, content)
    assert queries.as_analysis(saved).industry_names["1520"] == "Footwear"
    assert queries.as_analysis(saved).region_names["L24"] == "Xanthea"


def test_a_page_to_download_speaks_the_language_of_the_site(
    saved: ClusterMap, client_of: Any, amina: Any
) -> None:
    there = url("download-map", saved.pk, "html")
    answer = client_of(amina).get(there, headers={"accept-language": "fr"})
    text = b"".join(answer.streaming_content).decode()
    assert '<html lang="fr"' in text and "Les clusters" in text


ALONE = "No neighbours were given: every region stands alone."
SEULES = "Aucune région voisine : chacune est seule."


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_saved_map_says_its_notes_in_each_reader_s_language(
    dataset: Dataset,
    boris: Any,
    amina: Any,
    client_of: Any,
    in_french: Any,
    language: str,
) -> None:
    in_french(ALONE, SEULES)
    in_french("Notes", "Remarques")
    Place.objects.all().delete()
    saved = rules.save_map(dataset, Settings(), name="Lindara", by=boris)
    amina.language = language
    amina.save()
    client = client_of(amina)
    told, other = (SEULES, ALONE) if language == "fr" else (ALONE, SEULES)
    page = client.get(url("map", saved.pk)).content.decode()
    assert told in page and other not in page
    html = b"".join(client.get(url("download-map", saved.pk, "html")).streaming_content)
    assert told in html.decode() and other not in html.decode()
    xlsx = b"".join(client.get(url("download-map", saved.pk, "xlsx")).streaming_content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx))
    sheet = book.get_sheet_by_name("Remarques" if language == "fr" else "Notes")
    assert [told] in [row[:1] for row in sheet.to_python()]
    data = b"".join(client.get(url("download-map", saved.pk, "json")).streaming_content)
    assert ALONE in json.loads(data)["notes"]  # data is the same for everybody


def test_the_history_tells_notes_as_sentences(
    dataset: Dataset, boris: Any, client_of: Any
) -> None:
    Place.objects.all().delete()
    rules.save_map(dataset, Settings(), name="Lindara", by=boris)
    deed = Deed.objects.get(did="map.saved")
    page = client_of(boris).get(reverse("overview:deed", args=["lindara", deed.pk]))
    assert ALONE in page.content.decode()


def test_a_map_saved_with_sentences_shows_them(
    saved: ClusterMap, client_of: Any, amina: Any
) -> None:
    saved.notes = ["A note of an older version."]
    saved.save()
    page = client_of(amina).get(url("map", saved.pk)).content.decode()
    assert "<li>A note of an older version.</li>" in page
    assert str(queries.as_analysis(saved).notes[0]) == saved.notes[0]


def test_an_unknown_kind_of_file_is_not_there(
    saved: ClusterMap, client_of: Any, amina: Any
) -> None:
    assert client_of(amina).get(url("download-map", saved.pk, "exe")).status_code == 404


def test_members_see_no_figure_of_too_few_firms(
    saved: ClusterMap, client_of: Any, person_as: Any
) -> None:
    """With 121 as the smallest cell the 118 knitters' persons are not shown."""
    saved.programme.smallest_cell = 121
    saved.programme.save()
    rank = (
        queries.clusters_of(saved).filter(pl.col("industry") == "1430")["rank"].item()
    )
    where = url("map-cluster", saved.pk, rank)
    assert "3,240" not in client_of(person_as("member")).get(where).content.decode()
    assert "3,240" in client_of(person_as("analyst")).get(where).content.decode()


def test_a_retired_map_comes_back_by_undo(saved: ClusterMap, boris: Any) -> None:
    rules.retire_map(saved, by=boris, reason="made with the wrong year")
    assert not queries.maps_in(saved.programme)
    undo(Deed.objects.get(did="map.retired"), by=boris)
    assert queries.maps_in(saved.programme).get() == saved


def test_sorting_and_filtering(saved: ClusterMap) -> None:
    clusters = queries.clusters_of(saved)
    by_lq = queries.ordered(clusters, "lq")["lq"].to_list()
    assert by_lq == sorted(by_lq, reverse=True)
    assert queries.ordered(clusters, "-lq")["lq"].to_list() == by_lq[::-1]
    assert set(queries.filtered(clusters, text="FOOTWEAR")["industry"]) == {"1520"}
    assert queries.filtered(clusters, stars=3)["stars"].min() == 3


def test_queries_do_not_grow_with_the_clusters(
    saved: ClusterMap, client_of: Any, boris: Any, django_assert_num_queries: Any
) -> None:
    client = client_of(boris)
    client.get(url("map", saved.pk))  # the pictures are drawn once
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url("map", saved.pk), {"text": "footwear"})
    with django_assert_num_queries(len(few)):
        client.get(url("map", saved.pk))


@pytest.fixture
def nation(dataset: Dataset) -> Dataset:
    """A reference area of 100,000 persons, of whom 1,000 knit."""
    rows = [("N", "1430", 1_000.0), ("N", "1520", 500.0), ("N", "0111", 98_500.0)]
    schema = ["region", "industry", "employment"]
    cells = pl.DataFrame(rows, schema=schema, orient="row")
    table = RegionIndustryTable(cells.with_columns(year=2024), classification="ISIC4")
    return Dataset.objects.create(
        programme=dataset.programme,
        name="The nation",
        status=Dataset.Status.ACCEPTED,
        file="nation.csv",
        file_name="nation.csv",
        sha256="2" * 64,
        size_bytes=1,
        cells={"4": tables.write(table)},
    )


def test_another_dataset_is_the_reference_area(
    dataset: Dataset, nation: Dataset, client_of: Any, boris: Any
) -> None:
    asked = {"dataset": dataset.pk, "reference": nation.pk, "name": "Beside"}
    answer = client_of(boris).post(url("save-map"), asked)
    saved = ClusterMap.objects.get()
    assert answer.url == url("map", saved.pk)
    knitwear = queries.clusters_of(saved).filter(pl.col("industry") == "1430")
    # 3,240 of the 10,002 persons of Marsovia knit, and 1,000 of 100,000 in the nation.
    assert knitwear["lq"].item() == pytest.approx((3240 / 10002) / (1000 / 100_000))
    assert knitwear["size"].item() == pytest.approx(3240 / 4341)  # of Lindara still
    assert saved.settings["reference"] == "The nation"
    page = client_of(boris).get(answer.url).content.decode()
    assert "relative to the dataset “The nation”, 2024" in page


def test_a_reference_that_was_read_anew_is_measured_anew(
    dataset: Dataset, nation: Dataset
) -> None:
    settings = Settings(reference=str(nation.pk))
    first = queries.measured(dataset, settings)
    nation.cells = dataset.cells
    nation.save()
    assert queries.measured(dataset, settings).clusters_file != first.clusters_file


def test_the_reference_is_a_dataset_of_the_programme(
    dataset: Dataset, nation: Dataset, client_of: Any, boris: Any
) -> None:
    nation.programme = Programme.objects.create(name="Else", slug="else")
    nation.save()
    asked = {"dataset": dataset.pk, "reference": nation.pk}
    assert client_of(boris).get(url("measure-map"), asked).status_code == 422


def test_neighbours_may_lie_within_a_distance(dataset: Dataset) -> None:
    """As the library has it, from the same points inside the districts."""
    shapes = shapes_of(dataset.programme)
    shown = queries.clusters_of(queries.measured(dataset, Settings(near=60)))
    library = cluster_map(
        region_industry_table(dataset),
        neighbours=neighbours_by_distance(middles(shapes), 60),
    )
    assert shown.equals(library.clusters)
    by_border = queries.clusters_of(queries.measured(dataset, Settings()))
    assert not shown.equals(by_border)


def test_a_distance_wants_to_know_where_the_regions_are(
    dataset: Dataset, client_of: Any, boris: Any
) -> None:
    Place.objects.all().delete()
    asked = {"dataset": dataset.pk, "near": "60"}
    page = client_of(boris).get(url("measure-map"), asked)
    assert page.status_code == 422
    assert "Nothing says where the regions are" in page.content.decode()


def test_traded_industries_may_be_the_base(
    dataset: Dataset, client_of: Any, boris: Any
) -> None:
    asked = {"dataset": dataset.pk, "base": "traded", "name": "Traded"}
    client_of(boris).post(url("save-map"), asked)
    shown = queries.clusters_of(ClusterMap.objects.get())
    library = cluster_map(
        region_industry_table(dataset),
        base="traded",
        neighbours=neighbours_of(dataset.programme),
    )
    assert shown.equals(library.clusters)
