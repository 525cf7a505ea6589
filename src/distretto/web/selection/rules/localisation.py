"""Measuring which industries stand close together: in the background, once."""

from dataclasses import asdict
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from distretto.errors import gettext_noop
from distretto.web.history.rules import deed
from distretto.web.register import kept_files
from distretto.web.register import queries as register
from distretto.web.register.models import Dataset
from distretto.web.selection.queries import localisation as queries
from distretto.web.selection.queries.localisation import Settings
from distretto.web.work.models import Run
from distretto.web.work.rules import Progress, job, reap_runs, start_run

READING = gettext_noop("Reading the list")
DISTANCES = gettext_noop("Measuring the distances between all establishments")
INDUSTRIES = gettext_noop("Measuring the industries one by one")


def measure_localisation(dataset: Dataset, settings: Settings, *, by: Any) -> Run:
    """The run that measures a list; one that has done so or is at it is that run."""
    name = queries.name_of(dataset, settings)
    reap_runs()
    if there := queries.run_for(dataset, name):
        return there
    programme = dataset.programme
    with deed("localisation.asked", by=by, programme=programme, about=dataset):
        return start_run(
            queries.JOB,
            by=by,
            programme=programme,
            subject=gettext("%(dataset)s: industries that stand close together")
            % {"dataset": dataset.name},
            dataset=str(dataset.pk),
            settings=asdict(settings),
            file=name,
        )


@job(queries.JOB)
def _measure_in_background(
    run: Run, progress: Progress, dataset: str, settings: dict[str, Any], file: str
) -> str:
    # Here, because every command of the site would load them.
    from distretto.formats.localisation.packed import pack
    from distretto.formats.localisation.report import measure

    asked = Settings.recalled(settings)
    progress.say(READING)
    points = register.places_listed(
        run.programme.datasets.get(pk=dataset),
        base=asked.base,
        level=asked.level,
        classification=asked.told_classification,
    )
    progress.say(DISTANCES)
    report = measure(
        points,
        weighted=asked.weighted,
        level=asked.confidence,
        progress=lambda done, of: progress.say(INDUSTRIES, done=done, of=of),
    )
    kept_files.keep(file, pack(report))
    return reverse("selection:localised", args=[run.programme.slug, run.pk])
