"""Datasets come in: kept by content, read as a dry run, accepted in one deed."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from distretto.errors import MethodError, RuleError, gettext_noop
from distretto.web.accounts.models import Programme
from distretto.web.history.rules import deed
from distretto.web.register import arriving, reading
from distretto.web.register.models import Dataset, FirmList
from distretto.web.work.models import Run
from distretto.web.work.rules import Progress, cancel_run, described, job, start_run

FOLDER = "datasets"
# Larger files are read in the background, so that the page answers at once.
BACKGROUND_FROM_BYTES = 5 * arriving.MEBIBYTE
# A run that has not begun or spoken for so long is not waited for.
STALE = timedelta(minutes=10)
Status = Dataset.Status


def upload_dataset(
    arrived: arriving.ArrivingFile, *, programme: Programme, by: Any
) -> Dataset:
    """Take in a file and read it as a dry run. Nothing is used yet.

    The same content is kept once: a file that is there already gives the dataset it
    became.

    Raises
    ------
    RuleError
        The file is larger than this site takes, or has no bytes.
    """
    check_size(arrived)
    if there := _same_content(arrived.sha256, programme):
        return there
    name = arriving.keep(arrived, FOLDER)
    dataset = Dataset(
        programme=programme,
        name=title_of(arrived.name or ""),
        file=name,
        file_name=(arrived.name or "table")[-200:],
        sha256=arrived.sha256,
        size_bytes=arrived.size_bytes,
    )
    with deed("dataset.uploaded", by=by, programme=programme, about=dataset):
        dataset.full_clean()
        dataset.save()
    return read_dataset(dataset, by=by)


def read_dataset(
    dataset: Dataset, *, by: Any, told: Mapping[str, Any] | None = None
) -> Dataset:
    """Read a dataset, at once or in the background, as told or as it is understood.

    Raises
    ------
    RuleError
        It is in use already, could not be read at all, or is being read just now.
    """
    _check_may_be_read(dataset)
    if dataset.size_bytes <= BACKGROUND_FROM_BYTES:
        return _read(dataset, told or {}, _silently, by=by)
    with deed("dataset.reading_began", by=by, programme=dataset.programme):
        dataset.run = start_run(
            "register.read_dataset",
            by=by,
            programme=dataset.programme,
            subject=dataset.name,
            dataset=str(dataset.pk),
            told=dict(told or {}),
        )
        Dataset.objects.filter(pk=dataset.pk).update(run=dataset.run)
    return dataset


def answer_question(dataset: Dataset, *, answer: Mapping[str, Any], by: Any) -> Dataset:
    """Read a dataset again with what a person said of its totals beside the rest.

    `answer` has a code for `total_region` or `total_industry`, or codes to
    `leave_out` beside those that are left out already.

    Raises
    ------
    RuleError
        As in `read_dataset`.
    """
    told = {**dataset.reading, **{key: value for key, value in answer.items() if value}}
    before = dataset.reading.get("leave_out", [])
    told["leave_out"] = list(dict.fromkeys([*before, *answer.get("leave_out", [])]))
    return read_dataset(dataset, by=by, told=told)


@job("register.read_dataset")
def _read_in_background(
    run: Run, progress: Progress, dataset: str, told: dict[str, Any]
) -> str:
    found = Dataset.objects.select_related("programme").get(pk=dataset)
    _read(found, told, progress.say, by=run.started_by)
    return reverse("register:dataset", args=[found.programme.slug, found.pk])


def _read(
    dataset: Dataset, told: Mapping[str, Any], say: reading.Say, *, by: Any
) -> Dataset:
    try:
        found = reading.dry_run(str(dataset.file), dataset.file_name, told, say)
    except MethodError as refusal:
        return _refuse(dataset, refusal, by=by)
    details = reading.keep_details(found.details)
    error = described(found.error) if found.error else None
    with deed("dataset.read", by=by, programme=dataset.programme, about=dataset):
        held = Dataset.objects.select_for_update().get(pk=dataset.pk)
        _check_may_be_read(held, running=True)
        held.reading = dict(told)
        held.findings = found.findings | {"details": details, "error": error}
        held.cells = found.cells
        held.row_count = found.row_count
        held.classification = found.classification
        held.year = held.year or (found.years[-1] if found.years else None)
        held.status = Status.UPLOADED if found.error else Status.UNDERSTOOD
        held.full_clean()
        held.save()
    return held


def _refuse(dataset: Dataset, refusal: MethodError, *, by: Any) -> Dataset:
    """Keep nothing of a file that is no table but the record that it was refused."""
    stored = str(dataset.file)
    with deed("dataset.refused", by=by, programme=dataset.programme, about=dataset):
        dataset.status = Status.REFUSED
        dataset.findings = {"error": described(refusal)}
        dataset.file = ""
        dataset.cells = {}
        dataset.full_clean()
        dataset.save()
    if not Dataset.objects.filter(file=stored).exists():
        default_storage.delete(stored)
    return dataset


def accept_dataset(
    dataset: Dataset,
    *,
    name: str,
    source: str,
    licence: str,
    year: int | None,
    accept_problems: bool,
    by: Any,
    is_published: bool = False,
) -> Dataset:
    """Take a dataset into use as it was understood, with where it comes from.

    Raises
    ------
    RuleError
        It is not understood, or has cells that cannot be used and nobody has agreed
        to read them as unknown.
    """
    with deed("dataset.accepted", by=by, programme=dataset.programme, about=name):
        dataset = _held(dataset)
        if dataset.status != Status.UNDERSTOOD:
            raise RuleError(
                "dataset_not_understood",
                gettext_noop(
                    "Only a dataset that is understood can be taken into use; this is "
                    "“%(status)s”."
                ),
                status=dataset.get_status_display(),
            )
        _check_answered(dataset)
        _check_problems(dataset, accept_problems)
        dataset.status = Status.ACCEPTED
        dataset.reading = {**dataset.reading, "accept_problems": accept_problems}
        dataset.is_published = is_published
        _describe(dataset, name, source, licence, year)
    return dataset


def edit_dataset(
    dataset: Dataset,
    *,
    name: str,
    source: str,
    licence: str,
    year: int | None,
    by: Any,
    is_published: bool = False,
) -> Dataset:
    """Correct what is said about a dataset; its figures stay as they are."""
    with deed("dataset.edited", by=by, programme=dataset.programme, about=name):
        dataset = _held(dataset)
        dataset.is_published = is_published
        _describe(dataset, name, source, licence, year)
    return dataset


def retire_dataset(dataset: Dataset, *, by: Any, reason: str = "") -> Dataset:
    """Take a dataset out of use. What was saved from it stays, and so does the file."""
    with deed(
        "dataset.retired",
        by=by,
        programme=dataset.programme,
        about=dataset,
        reason=reason,
    ):
        dataset = _held(dataset)
        if is_being_read(dataset) and dataset.run is not None:
            cancel_run(dataset.run)
        dataset.retired_at = timezone.now()
        dataset.save(update_fields=["retired_at"])
    return dataset


def is_being_read(held: Dataset | FirmList) -> bool:
    """Whether a run reads it just now; one that went silent is not waited for."""
    run = held.run
    if run is None or run.is_over:
        return False
    return (run.beat_at or run.created_at) > timezone.now() - STALE


def _held(dataset: Dataset) -> Dataset:
    held = Dataset.objects.select_for_update(of=("self",))
    found: Dataset = held.select_related("programme", "run").get(pk=dataset.pk)
    return found


def _describe(
    dataset: Dataset, name: str, source: str, licence: str, year: int | None
) -> None:
    dataset.name, dataset.source, dataset.licence = name, source, licence
    dataset.year = year
    dataset.full_clean()
    dataset.save()


def check_size(arrived: arriving.ArrivingFile) -> None:
    if arrived.is_too_large:
        raise RuleError(
            "upload_too_large",
            gettext_noop(
                "“%(file)s” has more than the %(most)s MB that may be uploaded here. "
                "Leave out columns that are not needed, or pack it (.gz or .zip)."
            ),
            file=arrived.name,
            most=f"{arriving.limit_bytes() // arriving.MEBIBYTE:,}",
        )


def _same_content(sha256: str, programme: Programme) -> Dataset | None:
    there = programme.datasets.current().filter(sha256=sha256)
    found: Dataset | None = there.exclude(status=Status.REFUSED).first()
    return found


def title_of(file_name: str) -> str:
    """A first name for a dataset: the file's, without endings."""
    stem = Path(file_name).name
    while Path(stem).suffix.lower() in ENDINGS:
        stem = Path(stem).stem
    return stem.replace("_", " ").strip()[:200] or file_name[:200] or "table"


ENDINGS = frozenset(
    (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet", ".gz", ".zip")
)


def _check_may_be_read(dataset: Dataset, *, running: bool = False) -> None:
    if dataset.status in {Status.ACCEPTED, Status.REFUSED} or dataset.is_retired:
        raise RuleError(
            "dataset_reading_is_fixed",
            gettext_noop(
                "This dataset cannot be read in another way, because it is “%(status)s”"
                ". Upload the file again to read it differently."
            ),
            status=dataset.get_status_display(),
        )
    if not running and is_being_read(dataset):
        raise RuleError(
            "dataset_being_read",
            gettext_noop("The dataset is being read just now. Wait, or cancel that."),
        )


def _check_answered(dataset: Dataset) -> None:
    if dataset.findings.get("questions"):
        raise RuleError(
            "question_open",
            gettext_noop(
                "Say first what is a total in this table and what is not: counted as "
                "one of its parts, a total doubles every figure."
            ),
        )


def _check_problems(dataset: Dataset, accepted: bool) -> None:
    count = dataset.findings.get("error_count", 0)
    if count and not accepted:
        raise RuleError(
            "problems_not_accepted",
            gettext_noop(
                "%(count)s cells or rows cannot be used. Put them right in the file "
                "and upload it again, or agree that they are read as unknown."
            ),
            count=f"{count:,}",
        )


def _silently(*_: Any, **__: Any) -> None:
    """Progress that nobody waits for."""
