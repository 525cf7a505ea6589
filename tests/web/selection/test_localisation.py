"""Industries that stand close together, on the site: asked, measured, seen, kept."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner
from django.core.cache import caches
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from distretto.cli import main
from distretto.web.accounts.models import Programme, Role, User
from distretto.web.accounts.policy import STAFF
from distretto.web.history.models import Deed
from distretto.web.register import arriving
from distretto.web.register import queries as register
from distretto.web.register.models import Dataset
from distretto.web.register.rules import datasets
from distretto.web.selection.policy import localisation as policy
from distretto.web.selection.queries import localisation as queries
from distretto.web.selection.queries.localisation import Settings
from distretto.web.selection.rules import localisation as rules
from distretto.web.work.models import Run
from distretto.web.work.rules import cancel_run

pytestmark = pytest.mark.django_db
Kind = Role.Kind
OTHERS = sorted(set(Kind) - STAFF)
DOWNLOADS = ("html", "pdf", "xlsx", "csv", "parquet", "geojson", "json")


@pytest.fixture(scope="module")
def plants(tmp_path_factory: Any) -> Path:
    """120 makers of bags anywhere, 40 knitters in one town, 12 tanners, 3 spinners."""
    rng = np.random.default_rng(4)
    anywhere, town = rng.uniform(0, 0.6, (135, 2)), rng.normal(0.3, 0.01, (40, 2))
    places = np.vstack([anywhere, town]) + 10
    frame = pl.DataFrame(
        {
            "region": ["R1"] * 175,
            "latitude": places[:, 0].round(6),
            "longitude": places[:, 1].round(6),
            "isic": ["1512"] * 120 + ["1511"] * 12 + ["1311"] * 3 + ["1430"] * 40,
            "jobs": rng.integers(1, 40, 175),
        }
    )
    path = tmp_path_factory.mktemp("plants") / "plants.csv"
    frame.write_csv(path)
    return path


@pytest.fixture
def dataset(
    programme: Programme, boris: User, plants: Path, files_aside: Path
) -> Dataset:
    caches["pictures"].clear()  # the same list is measured in every test
    return accepted(plants.read_bytes(), "plants.csv", programme, boris)


def accepted(content: bytes, name: str, programme: Programme, by: User) -> Dataset:
    with arriving.arrive(content, name) as file:
        dataset = datasets.upload_dataset(file, programme=programme, by=by)
    return datasets.accept_dataset(
        dataset,
        name="Plants",
        source="Register",
        licence="own",
        year=2024,
        accept_problems=True,
        by=by,
    )


@pytest.fixture
def measured(dataset: Dataset, boris: User, work_done: Any) -> Run:
    """The list, measured as the method has it."""
    with work_done():
        run = rules.measure_localisation(dataset, Settings(), by=boris)
    run.refresh_from_db()
    assert run.state == Run.State.DONE, run.refusal
    return run


def url(name: str, *args: Any) -> str:
    return reverse(f"selection:{name}", args=["lindara", *args])


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


# --- Asking and measuring -----------------------------------------------------------


def test_the_same_list_uploaded_anew_is_measured_anew(
    dataset: Dataset,
    measured: Run,
    plants: Path,
    programme: Programme,
    boris: User,
    work_done: Any,
) -> None:
    """Another dataset has its own name, source and readers, whatever it holds."""
    datasets.retire_dataset(dataset, by=boris, reason="wrong source")
    again = accepted(plants.read_bytes(), "plants.csv", programme, boris)
    with work_done():
        run = rules.measure_localisation(again, Settings(), by=boris)
    assert run.pk != measured.pk
    assert run.arguments["dataset"] == str(again.pk)
    assert rules.measure_localisation(again, Settings(), by=boris).pk == run.pk


def test_only_lists_with_places_are_offered(
    dataset: Dataset, programme: Programme, boris: User, client_of: Any
) -> None:
    """A table of regions has no plants, even where it says where its regions are."""
    regions = b"region,industry,establishments,lat,lon\nA,1430,5,1,2\nB,1512,7,3,4\n"
    without = b"id,region,isic,jobs\n1,A,1430,5\n2,B,1512,7\n"
    for name, table in (("regions.csv", regions), ("without.csv", without)):
        other = accepted(table, name, programme, boris)
        assert not register.has_places(other)
    assert list(register.datasets_with_places(programme)) == [dataset]
    assert register.has_places(dataset)
    page = client_of(boris).get(url("localisation")).content.decode()
    assert page.count(f'<option value="{dataset.pk}" selected>Plants</option>') == 1
    # Two datasets have the name, and one of them is offered.
    assert page.count(">Plants</option>") == 1


def test_without_such_a_list_a_sentence_says_what_is_needed(
    programme: Programme, boris: User, client_of: Any
) -> None:
    page = client_of(boris).get(url("localisation")).content.decode()
    assert "needs a list of establishments with the latitude, the longitude" in page
    assert "Measure the distances" not in page


def test_the_pages_of_cluster_maps_lead_there(
    dataset: Dataset, boris: User, client_of: Any
) -> None:
    for name in ("maps", "measure-map"):
        page = client_of(boris).get(url(name)).content.decode()
        assert f'href="{url("localisation")}"' in page


def test_asking_measures_in_the_background(
    dataset: Dataset, boris: User, client_of: Any, work_done: Any
) -> None:
    asked = {
        "dataset": dataset.pk,
        "base": "codes",
        "codes": "14, 15",
        "weighted": "on",
    }
    client = client_of(boris)
    with work_done():
        answer = client.post(url("measure-localisation"), asked)
    run = Run.objects.get()
    assert answer.url == reverse("work:run", args=["lindara", run.pk])
    assert (run.state, run.result_url) == (Run.State.DONE, url("localised", run.pk))
    assert Deed.objects.filter(did="localisation.asked").count() == 1
    [result] = queries.results_in(dataset.programme)
    assert result.settings == Settings(base=("14", "15"), weighted=True)
    report = queries.report_of(result)
    assert report is not None and report.weighted
    assert report.points.sites.count == 172  # all but the spinners
    page = client.get(url("localisation")).content.decode()
    assert "Within 14, 15; pairs count by jobs; band of chance: 95" in page


def test_the_same_question_is_measured_once(
    measured: Run, dataset: Dataset, boris: User, client_of: Any
) -> None:
    asked = {"dataset": dataset.pk, "base": ""}
    answer = client_of(boris).post(url("measure-localisation"), asked)
    assert answer.url == url("localised", measured.pk)
    assert Run.objects.count() == 1


def test_a_question_that_is_being_measured_is_not_measured_twice(
    dataset: Dataset, boris: User
) -> None:
    waiting = rules.measure_localisation(dataset, Settings(), by=boris)
    assert rules.measure_localisation(dataset, Settings(), by=boris) == waiting
    cancel_run(waiting)
    assert rules.measure_localisation(dataset, Settings(), by=boris) != waiting


def test_what_cannot_be_measured_is_said(
    dataset: Dataset, boris: User, client_of: Any, work_done: Any
) -> None:
    client = client_of(boris)
    answer = client.post(url("measure-localisation"), {"dataset": "", "base": "codes"})
    assert answer.status_code == 422
    assert "List the industries of the base" in answer.content.decode()
    asked = {"dataset": dataset.pk, "base": "codes", "codes": "99"}
    with work_done():
        client.post(url("measure-localisation"), asked)
    run = Run.objects.get()
    assert run.state == Run.State.FAILED and run.error is not None
    assert not queries.results_in(dataset.programme)


def test_work_that_is_stopped_keeps_nothing(
    dataset: Dataset, boris: User, work_done: Any, monkeypatch: Any
) -> None:
    def stopped_meanwhile(*args: Any, **options: Any) -> Any:
        cancel_run(Run.objects.get())
        return places_listed(*args, **options)

    places_listed = register.places_listed
    monkeypatch.setattr(register, "places_listed", stopped_meanwhile)
    with work_done():
        run = rules.measure_localisation(dataset, Settings(), by=boris)
    run.refresh_from_db()
    assert run.state == Run.State.CANCELLED
    assert not default_storage.exists(run.arguments["file"])


def test_another_programmes_list_cannot_be_measured(
    dataset: Dataset, dora: User, other_programme: Programme, client_of: Any
) -> None:
    where = reverse("selection:measure-localisation", args=["another"])
    answer = client_of(dora).post(where, {"dataset": dataset.pk, "base": ""})
    assert answer.status_code == 422 and not Run.objects.exists()


# --- What is shown ------------------------------------------------------------------


def test_the_files_are_those_of_the_command(
    measured: Run, boris: User, client_of: Any, plants: Path, tmp_path: Path
) -> None:
    client = client_of(boris)
    for kind in ("csv", "json", "geojson"):
        path = tmp_path / f"found.{kind}"
        asked = ["selection", "localisation", str(plants), "--quiet", "-o", str(path)]
        assert CliRunner().invoke(main, asked).exit_code == 0
        answer = client.get(url("download-localised", measured.pk, kind))
        assert content(answer) == path.read_bytes(), kind
        assert f"Plants-localisation.{kind}" in answer["Content-Disposition"]


@pytest.mark.parametrize("kind", DOWNLOADS)
def test_every_file_can_be_had(
    measured: Run, boris: User, client_of: Any, kind: str
) -> None:
    answer = client_of(boris).get(url("download-localised", measured.pk, kind))
    assert answer.status_code == 200 and len(content(answer)) > 500


def test_the_page_says_it_in_a_sentence_a_table_and_pictures(
    measured: Run, boris: User, client_of: Any, htmx_of: Any
) -> None:
    """The knitters are all in one town; of chance, a curve in 1,000 is as extreme."""
    client, where = client_of(boris), url("localised", measured.pk)
    page = client.get(where).content.decode()
    finding = page.split('<p class="finding">')[1].split("</p>")[0]
    assert finding.startswith("1430 ") and "is localised from 0 to " in finding
    assert "(p = 0.001)" in finding
    table = page.split('<table class="ranked localised">')[1].split("</table>")[0]
    assert table.count("<tr") == 4
    assert "?industry=1512#chosen" in table
    assert "1 industry with fewer than 10 plants was not measured: “1311”." in page
    later = url("localised-pictures", measured.pk) + "?industry=1430"
    for kind in ("curve", "map"):
        assert f'hx-get="{later}&amp;kind={kind}"' in page
        drawn = htmx_of(boris).get(later, {"industry": "1430", "kind": kind})
        assert drawn.content.decode().count("<figure") == 1
    assert "picture-later" not in client.get(where).content.decode()
    both = client.get(later).content.decode()  # as readers without scripts have it
    assert both.count("<figure") == 2


def test_another_industry_is_a_link_away(
    measured: Run, boris: User, client_of: Any
) -> None:
    client, where = client_of(boris), url("localised", measured.pk)
    page = client.get(where, {"industry": "1512"}).content.decode()
    assert '<h2 id="chosen"><bdi>1512' in page
    assert client.get(where, {"industry": "1311"}).status_code == 404
    pictures = url("localised-pictures", measured.pk)
    for asked in ({"industry": "1311"}, {"kind": "bubbles"}):
        assert client.get(pictures, asked).status_code == 404
    assert client.get(url("download-localised", measured.pk, "exe")).status_code == 404


def test_a_result_that_is_damaged_says_so_and_is_measured_again(
    measured: Run, dataset: Dataset, boris: User, client_of: Any, work_done: Any
) -> None:
    file = Path(default_storage.path(measured.arguments["file"]))
    file.write_bytes(file.read_bytes()[:100])
    client = client_of(boris)
    page = client.get(url("localised", measured.pk)).content.decode()
    assert "is damaged on the disk" in page and "Measure the dataset again" in page
    for name, *more in (("localised-pictures",), ("download-localised", "csv")):
        assert client.get(url(name, measured.pk, *more)).status_code == 404
    with work_done():
        again = rules.measure_localisation(dataset, Settings(), by=boris)
    assert again != measured
    assert len(queries.results_in(dataset.programme)) == 1
    page = client.get(url("localised", measured.pk)).content.decode()
    assert '<p class="finding">' in page  # the same file


def test_a_list_that_was_retired_keeps_its_results(
    measured: Run, dataset: Dataset, boris: User, client_of: Any
) -> None:
    datasets.retire_dataset(dataset, by=boris)
    assert client_of(boris).get(url("localised", measured.pk)).status_code == 200
    page = client_of(boris).get(url("localisation")).content.decode()
    assert url("localised", measured.pk) in page


def test_cells_that_are_no_places_are_told(
    programme: Programme, boris: User, plants: Path, files_aside: Path, work_done: Any,
    client_of: Any,
) -> None:  # fmt: skip
    table = plants.read_text() + "R1,95.0,10.2,1430,5\n"
    dataset = accepted(table.encode(), "wrong.csv", programme, boris)
    with work_done():
        run = rules.measure_localisation(dataset, Settings(), by=boris)
    page = client_of(boris).get(url("localised", run.pk)).content.decode()
    assert "1 cell of the list cannot be used" in page and "among 175" in page


@pytest.mark.parametrize("name", ["localisation", "localised"])
def test_pages_ask_as_much_of_many_as_of_few(
    measured: Run, boris: User, client_of: Any, name: str
) -> None:
    client, counts = client_of(boris), []
    where = url(name, *([measured.pk] if name == "localised" else []))
    for base in ([], [f"14{n}" for n in range(30)]):
        Run.objects.bulk_create(
            Run(
                programme=measured.programme,
                started_by=boris,
                job=queries.JOB,
                subject="Plants",
                arguments={
                    **measured.arguments,
                    "settings": {**measured.arguments["settings"], "base": [code]},
                },
                state=Run.State.DONE,
                ended_at=timezone.now(),
            )
            for code in base
        )
        client.get(where)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(where).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 16


# --- Who sees what ------------------------------------------------------------------


@pytest.fixture
def secret(measured: Run, programme: Programme) -> Run:
    """The programme shows nobody else what fewer than 50 firms stand behind."""
    programme.smallest_cell = 50
    programme.save()
    return measured


@pytest.mark.parametrize("kind", OTHERS)
def test_others_see_curves_of_enough_plants_and_no_place(
    secret: Run, kind: str, person_as: Any, client_of: Any
) -> None:
    """120 makers of bags are enough; 40 knitters and 12 tanners are not."""
    client = client_of(person_as(kind))
    page = client.get(url("localised", secret.pk)).content.decode()
    assert '<p class="finding">1512' in page
    assert "1430" not in page and "kind=map" not in page
    assert "2 industries are not shown to your role" in page
    pictures = url("localised-pictures", secret.pk)
    assert client.get(pictures, {"kind": "map"}).status_code == 403
    assert client.get(pictures, {"industry": "1430"}).status_code == 404
    assert client.get(pictures).content.decode().count("<figure") == 1
    assert (
        client.get(url("localised", secret.pk), {"industry": "1430"}).status_code == 404
    )


@pytest.mark.parametrize("kind", DOWNLOADS)
def test_no_file_of_others_has_places_or_few_plants(
    secret: Run, kind: str, person_as: Any, client_of: Any
) -> None:
    client = client_of(person_as(Kind.OBSERVER))
    answer = client.get(url("download-localised", secret.pk, kind))
    if kind == "geojson":
        assert answer.status_code == 403
        return
    found = content(answer)
    if kind == "html":
        assert found.count(b"<figure") == 1 and b"1430" not in found
    if kind == "csv":
        table = pl.read_csv(io.BytesIO(found), infer_schema=False)
        assert table["industry"].to_list() == ["1512"]
        assert table["employment"].to_list() == [None]
    if kind == "json":
        [row] = json.loads(found)["industries"]
        assert row["industry"] == "1512" and row["employment"] is None


def test_what_others_are_handed_has_no_places(secret: Run, person_as: Any) -> None:
    """Whatever writes or draws it later has none to give away."""
    observer = person_as(Kind.OBSERVER).roles.get()
    result = queries.result_in(secret.programme, secret.pk)
    assert result is not None
    report = queries.report_of(result)
    assert report is not None and report.points.degrees is not None
    points = policy.seen(observer, result.dataset, report).report.points
    assert points.degrees is None
    for values in (points.sites.x, points.sites.y, points.sizes):
        assert np.isnan(values).all()


def test_nothing_is_left_where_all_are_few(
    secret: Run, programme: Programme, person_as: Any, client_of: Any
) -> None:
    programme.smallest_cell = 500
    programme.save()
    client = client_of(person_as(Kind.MEMBER))
    page = client.get(url("localised", secret.pk)).content.decode()
    assert "3 industries are not shown to your role" in page
    assert "finding" not in page and "download" not in page
    assert client.get(url("download-localised", secret.pk, "csv")).status_code == 404


def test_a_published_list_is_open_to_all(
    secret: Run, dataset: Dataset, person_as: Any, client_of: Any
) -> None:
    Dataset.objects.filter(pk=dataset.pk).update(is_published=True)
    client = client_of(person_as(Kind.OBSERVER))
    page = client.get(url("localised", secret.pk)).content.decode()
    assert '<p class="finding">1430' in page
    assert "Where they stand close together" in page
    answer = client.get(url("download-localised", secret.pk, "geojson"))
    assert len(json.loads(content(answer))["features"]) == 172


def test_another_programmes_result_does_not_exist(
    measured: Run, dora: User, other_programme: Programme, client_of: Callable[..., Any]
) -> None:
    client = client_of(dora)
    for programme in ("lindara", "another"):
        for name, *more in (
            ("localised",),
            ("localised-pictures",),
            ("download-localised", "csv"),
        ):
            args = [programme, measured.pk, *more]
            where = reverse(f"selection:{name}", args=args)
            assert client.get(where).status_code == 404


def test_another_kind_of_work_is_no_result(
    measured: Run, boris: User, client_of: Any
) -> None:
    Run.objects.filter(pk=measured.pk).update(job="register.read_dataset")
    assert client_of(boris).get(url("localised", measured.pk)).status_code == 404
