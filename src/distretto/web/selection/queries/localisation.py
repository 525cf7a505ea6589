"""Which industries stand close together: what was measured, and reading it.

A result is a run of the background work that is over: it knows the dataset and what was
asked. What was found lies in a file named by both, so the same question is measured
once.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from distretto import __version__
from distretto.web.accounts.models import Programme
from distretto.web.register import kept_files
from distretto.web.register.models import Dataset
from distretto.web.work.models import Run

if TYPE_CHECKING:
    from distretto.formats.localisation.report import LocalisationReport

JOB = "selection.localisation"
FOLDER = "localisation"
EDITION = 1  # raise it when the result takes another shape


@dataclass(frozen=True)
class Settings:
    """What is asked of a list; all else is as the method has it."""

    base: str | tuple[str, ...] | None = None
    level: int | None = None
    told_classification: str | None = None  # where the dataset does not say it
    weighted: bool = False
    confidence: float = 0.95

    @classmethod
    def recalled(cls, kept: dict[str, Any]) -> "Settings":
        """The settings that were kept beside a run."""
        base = kept["base"]
        return cls(**kept | {"base": tuple(base) if isinstance(base, list) else base})


@dataclass(frozen=True)
class Result:
    """A measured list: the run that measured it, its dataset, and what was asked."""

    run: Run
    dataset: Dataset
    settings: Settings

    @property
    def file(self) -> str:
        """The name of the file that it lies in."""
        return str(self.run.arguments["file"])

    @property
    def base_codes(self) -> str:
        """The industries of the base where they were listed, else nothing."""
        base = self.settings.base
        return ", ".join(base) if isinstance(base, tuple) else ""


def name_of(dataset: Dataset, settings: Settings) -> str:
    """The name of the file of a result: another whenever the result could be."""
    asked = json.dumps(
        [__version__, EDITION, dataset.sha256, dataset.reading, asdict(settings)],
        sort_keys=True,
    )
    return f"{FOLDER}/{hashlib.sha256(asked.encode()).hexdigest()[:40]}.parquet"


def run_for(dataset: Dataset, name: str) -> Run | None:
    """The run that has measured this or is about to, if its result is whole.

    Of this very dataset: another of the same content has its own name, source and
    readers.
    """
    runs = dataset.programme.runs.filter(
        job=JOB,
        arguments__file=name,
        arguments__dataset=str(dataset.pk),
        cancel_asked=False,
    )
    run: Run | None = runs.exclude(state__in=_IN_VAIN).first()
    if run is not None and run.is_over and _kept(name) is None:
        return None
    return run


_IN_VAIN = (Run.State.FAILED, Run.State.CANCELLED)


def results_in(programme: Programme) -> list[Result]:
    """What was measured in a programme, newest first, each question once."""
    newest: dict[str, Run] = {}
    for run in programme.runs.filter(job=JOB, state=Run.State.DONE):
        newest.setdefault(_question(run), run)
    return _with_datasets(programme, newest.values())


def result_in(programme: Programme, pk: UUID) -> Result | None:
    """One result of a programme, or None."""
    found = programme.runs.filter(job=JOB, state=Run.State.DONE, pk=pk)
    return next(iter(_with_datasets(programme, found)), None)


def _question(run: Run) -> str:
    """What was asked, whatever the version that answered it."""
    asked = {key: run.arguments[key] for key in ("dataset", "settings")}
    return json.dumps(asked, sort_keys=True)


def _with_datasets(programme: Programme, runs: Iterable[Run]) -> list[Result]:
    """The results of runs; what was measured stays when its dataset is retired."""
    listed = list(runs)
    keys = {run.arguments["dataset"] for run in listed}
    datasets = {str(each.pk): each for each in programme.datasets.filter(pk__in=keys)}
    return [
        Result(
            run,
            datasets[run.arguments["dataset"]],
            Settings.recalled(run.arguments["settings"]),
        )
        for run in listed
        if run.arguments["dataset"] in datasets
    ]


def report_of(result: Result) -> "LocalisationReport | None":
    """What was found; None where the file is missing or damaged.

    All of it: hand nothing of it to a reader but through `policy.localisation`.
    """
    return _kept(result.file)


def _kept(name: str) -> "LocalisationReport | None":
    # Here, because every command of the site would load statistics otherwise.
    from distretto.formats.localisation.packed import unpack

    return kept_files.found(name, unpack)
