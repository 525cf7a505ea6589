"""The baseline: every value with its day, its sample and its questionnaire."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from tests.web.diagnosis.linkage_cases import small_cluster, wave_of

from distretto.formats.charts.language import ENGLISH
from distretto.formats.documents.blocks import Heading, Listing
from distretto.web.accounts.models import Role
from distretto.web.diagnosis import baseline_tables
from distretto.web.diagnosis.models import (
    BaselineValue,
    EndorsedEdition,
    ProfileFigure,
    Response,
    Study,
)
from distretto.web.diagnosis.queries import baseline
from distretto.web.diagnosis.rules import studies
from distretto.web.diagnosis.rules import survey_results as publishing
from distretto.web.register.models import Body


@pytest.fixture
def asked(surveyed, amina):
    """Sixteen answers: power is cut for 20 hours a week in every second firm."""
    surveyed.wave.ended_on = date(2026, 5, 31)
    surveyed.wave.save()
    for number, firm in enumerate(surveyed.firms):
        Response.objects.create(
            survey=surveyed.survey,
            key=f"u-{number}",
            organisation=firm,
            answers={
                "consent": "yes",
                "workers": float(firm.employees),
                "INF1": 20.0 * (number % 2),
                # Three firms alone tell of their machines.
                **({"TEC1": 10.0} if number < 3 else {}),
            },
        )
    publishing.publish_results(surveyed.survey, by=amina)
    return Study.objects.create(
        cluster=surveyed.cluster, title="Study", wave=surveyed.wave
    )


def by_key(values):
    return {each.key: each for each in values}


def test_each_indicator_has_its_median_mean_and_share(asked):
    found = by_key(baseline.values_for(asked))
    # Eight firms say 0 and eight 20: the median is 10, and 20 hours are severe.
    median, severe = found["indicator:INF1:median"], found["indicator:INF1:severe"]
    assert (median.value, median.unit, median.n) == (
        10.0,
        "hours per week, last month",
        16,
    )
    assert severe.value == 0.5
    assert median.dated == date(2026, 5, 31)
    assert median.sample == "16 firms answered"
    assert median.version == str(asked.wave.surveys.get().form)
    assert median.source == asked.wave.name


def test_a_wave_that_lasts_is_told_as_of_its_last_answer(asked):
    """No day to come: three days ago somebody answered, and today is not over."""
    today = timezone.localdate()
    asked.wave.ended_on = today + timedelta(days=20)
    asked.wave.save()
    median = "indicator:INF1:median"
    assert by_key(baseline.values_for(asked))[median].dated == today
    sent = timezone.now() - timedelta(days=3)
    Response.objects.filter(key="u-0").update(submitted_at=sent)
    found = by_key(baseline.values_for(asked))[median]
    assert found.dated == today - timedelta(days=3)


def test_an_indicator_of_few_firms_is_hidden(asked):
    few = by_key(baseline.values_for(asked))["indicator:TEC1:median"]
    assert (few.value, few.n) == (None, None)


def test_indicators_are_not_for_everybody(asked):
    everything = baseline.values_for(asked)
    assert {each.key.split(":")[0] for each in everything if each.is_restricted} == {
        "indicator"
    }
    assert not any("indicator" in each.key for each in baseline.values_of(asked))


def test_severity_is_told_by_the_size_of_firms(asked):
    """Of four large firms nothing is told, and so nothing of the others."""
    values = baseline.open_values_for(asked)
    sizes = [each for each in values if ":INF:severe:size_class:" in each.key]
    assert len(sizes) == 2
    assert all(each.group.startswith("Size of the firm: ") for each in sizes)
    assert all(each.value is None for each in sizes)


def test_how_many_of_how_many():
    # 57 / 64 = 0.8906
    assert baseline.sample_words(57, 64).replace("\xa0", " ") == "57 of 64 firms (89 %)"
    assert baseline.sample_words(1, 0) == "1 firm"


def test_all_measures_of_the_linkages_of_everybody_and_of_firms(programme):
    # Where figures of one may be told, both views are.
    programme.smallest_cell = 1
    programme.save()
    cluster = small_cluster(programme, firms="ABCDE")
    # A–B and B–C of five firms: 2 of 10 pairs; with the bank 3 of 15.
    wave = wave_of(cluster, "Now", "A-B B-C C-Bank")
    study = Study.objects.create(cluster=cluster, title="Study", wave=wave)
    found = by_key(baseline.open_values_for(study))
    assert found["linkages:density:firms"].value == pytest.approx(0.2)
    assert found["linkages:density:everybody"].value == pytest.approx(0.2)
    assert found["linkages:isolates:firms"].value == 2  # D and E
    for measure in ("ties", "mean_degree", "components", "cut_actors", "core_size"):
        assert found[f"linkages:{measure}:firms"].dated == date(2026, 3, 1)


@pytest.fixture
def edition(asked, boris, amina):
    ProfileFigure.objects.create(
        study=asked,
        indicator="Looms",
        value=3000,
        unit="looms",
        source="Census of looms",
        year=1998,
        is_used=True,
    )
    body = Body.objects.create(
        programme=asked.cluster.programme,
        cluster=asked.cluster,
        kind="commission",
        name="Commission",
    )
    studies.send_to_commission(asked, body, by=amina)
    return studies.endorse(
        asked,
        studies.Endorsement(
            endorsed_on=date(2026, 6, 4), decision="Agreed.", reason="The first."
        ),
        gate=lambda _study: [],
        freeze=lambda made: ("a.pdf", baseline.values_for(made.study)),
        by=boris,
    )


def test_hidden_values_are_kept_as_unknown(edition):
    """An endorsement used to be refused where one value was not known."""
    kept = by_key(edition.baseline.all())
    assert kept["indicator:TEC1:mean"].value is None
    assert kept["indicator:INF1:median"].value == 10.0


def test_the_edition_says_of_which_days_its_values_are(client_of, boris, edition, text):
    page = text(client_of(boris).get(edition_address(edition)))
    assert "1998" in page  # of the profile, of which no day is told
    assert "May 31, 2026" in page or "31 May 2026" in page
    assert "Median" in page


def test_the_edition_tells_its_values_in_the_order_of_the_document(edition):
    """By their keys “named first”, of which no number of firms is told, came first."""
    kept = baseline.values_in(edition, with_restricted=True)
    made = baseline.values_for(edition.study)
    assert [each.key for each in kept] == [each.key for each in made]
    told = [*baseline_tables.blocks(kept, ENGLISH)]
    after = told[told.index(Heading("Baseline: bottlenecks, of all firms", 3)) + 1 :]
    listing = next(
        each
        for each in after
        if isinstance(each, Listing) and each.table.columns[-1].name == "Firms"
    )
    # Sixteen firms answered what is asked of the infrastructure.
    assert "16" in {row[-1] for row in listing.table.rows}


def edition_address(edition):
    from django.urls import reverse

    return reverse(
        "diagnosis:edition", args=["lindara", edition.study_id, edition.edition]
    )


def test_the_baseline_as_a_file(client_of, person_as, boris, edition):
    url = edition_address(edition) + "baseline."
    told = client_of(boris).get(url + "csv").content.decode("utf-8-sig")
    rows = {row["Key"]: row for row in csv.DictReader(StringIO(told))}
    assert rows["profile:Looms"]["As of"] == "1998"
    assert rows["indicator:INF1:median"]["Value"] == "10.0"
    assert rows["indicator:INF1:median"]["As of"] == "2026-05-31"
    assert rows["indicator:TEC1:median"]["Value"] == ""
    book = load_workbook(BytesIO(client_of(boris).get(url + "xlsx").content))
    assert book.active.max_row == len(rows) + 1
    observer = client_of(person_as(Role.Kind.OBSERVER))
    seen = observer.get(url + "csv").content.decode("utf-8-sig")
    assert "survey:INF:severe" in seen and "indicator:" not in seen
    assert "INF1" not in observer.get(edition_address(edition)).content.decode()


def test_values_that_were_frozen_before_they_had_measures_are_told_one_by_one():
    old = BaselineValue(
        edition=EndorsedEdition(),
        key="survey:TEC:severe",
        indicator="Technology: share of firms at 3 or worse",
        value=0.5,
        version="1",
        source="Baseline",
    )
    heading, listing = baseline_tables.blocks([old], ENGLISH)
    assert heading.text == "Baseline: figures of the cluster"
    assert listing.table.rows[0][0] == "Technology: share of firms at 3 or worse"
    assert listing.table.rows[0][-1] == "Baseline, questionnaire 1"
