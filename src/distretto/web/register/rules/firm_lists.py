"""Lists of firms come in: kept by content, read as a dry run, taken in as one deed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from distretto.errors import MethodError, RuleError, gettext_noop
from distretto.web.accounts.models import Programme
from distretto.web.history.rules import deed
from distretto.web.register import arriving, kinds, list_reading, queries, reading
from distretto.web.register.models import Cluster, FirmList
from distretto.web.register.queries.list_matching import (
    match_list,
    pairs_of_doubts,
    repeats_of,
)
from distretto.web.register.rules.datasets import check_size, is_being_read, title_of
from distretto.web.register.rules.likenesses import note_pairs
from distretto.web.register.rules.list_facts import Intake, size_findings
from distretto.web.register.rules.taking_in import enter, rows_made_ready
from distretto.web.work.models import Run
from distretto.web.work.rules import Progress, cancel_run, described, job, start_run

FOLDER = "lists"
# Longer lists are read and taken in in the background.
BACKGROUND_FROM_BYTES = arriving.MEBIBYTE // 4
BACKGROUND_FROM_ROWS = 500
Status = FirmList.Status


@dataclass(frozen=True)
class ListFacts:
    """What is said of a list when it is taken in."""

    name: str
    source: str
    year: int | None = None
    method: str = ""
    # What becomes of firms that are known: their blanks are filled, or what the list
    # says replaces what was there.
    replace: bool = False
    accept_problems: bool = False


def upload_firm_list(
    arrived: arriving.ArrivingFile,
    *,
    programme: Programme,
    by: Any,
    cluster: Cluster | None = None,
    update_of: FirmList | None = None,
) -> FirmList:
    """Take in a file and read it as a dry run. Nobody is entered yet.

    Raises
    ------
    RuleError
        The file is larger than this site takes.
    """
    check_size(arrived)
    firm_list = FirmList(
        programme=programme,
        cluster=cluster,
        name=title_of(arrived.name or ""),
        file=arriving.keep(arrived, FOLDER),
        file_name=(arrived.name or "list")[-200:],
        sha256=arrived.sha256,
        size_bytes=arrived.size_bytes,
        source=update_of.source if update_of else "",
        reading={"update_of": str(update_of.pk)} if update_of else {},
    )
    with deed("firm_list.uploaded", by=by, programme=programme, about=firm_list):
        firm_list.full_clean()
        firm_list.save()
    return read_firm_list(firm_list, by=by, told=firm_list.reading)


def read_firm_list(
    firm_list: FirmList, *, by: Any, told: Mapping[str, Any]
) -> FirmList:
    """Read a list, at once or in the background, as told or as it is understood.

    Raises
    ------
    RuleError
        It is taken in already, cannot be read at all, or is being read just now.
    """
    _check_may_be_read(firm_list)
    if firm_list.size_bytes <= BACKGROUND_FROM_BYTES:
        return _read(firm_list, told, by=by)
    with deed("firm_list.reading_began", by=by, programme=firm_list.programme):
        firm_list.run = start_run(
            "register.read_firm_list",
            by=by,
            programme=firm_list.programme,
            subject=firm_list.name,
            firm_list=str(firm_list.pk),
            told=dict(told),
        )
        FirmList.objects.filter(pk=firm_list.pk).update(run=firm_list.run)
    return firm_list


@job("register.read_firm_list")
def _read_in_background(
    run: Run, progress: Progress, firm_list: str, told: dict[str, Any]
) -> str:
    found = FirmList.objects.select_related("programme").get(pk=firm_list)
    progress.say("Reading the list", done=0, of=1)
    return _address(_read(found, told, by=run.started_by))


def _read(firm_list: FirmList, told: Mapping[str, Any], *, by: Any) -> FirmList:
    programme = firm_list.programme
    try:
        found = list_reading.dry_run(
            str(firm_list.file),
            firm_list.file_name,
            told,
            places=dict(programme.places.current().values_list("code", "name")),
            shapes=queries.shapes_of(programme).shapes,
            year=timezone.now().year,
        )
    except MethodError as refusal:
        return _refuse(firm_list, refusal, by=by)
    frame = list_reading.kept_rows(found.rows) if found.rows else None
    counts, repeats = None, []
    if frame is not None:
        update_of = _update_of(programme, told)
        matched = match_list(frame, programme, update_of=update_of)
        counts, repeats = matched.counts(frame.height), repeats_of(frame, matched)
        classed, notes = size_findings(frame, kinds.words_of(programme))
        found.findings["known"]["size_class"] = classed
        found.findings["notes"] += [note.kept() for note in notes]
    with deed("firm_list.read", by=by, programme=programme, about=firm_list):
        held = _held(firm_list)
        _check_may_be_read(held, running=True)
        held.reading = dict(told)
        held.findings = found.findings | {
            "details": reading.keep_details(found.details),
            "rows": found.rows,
            "counts": counts,
            "repeats": repeats,
            "error": described(found.error) if found.error else None,
        }
        held.row_count = found.row_count
        held.status = Status.UPLOADED if found.error else Status.UNDERSTOOD
        held.full_clean()
        held.save()
    return held


def _refuse(firm_list: FirmList, refusal: MethodError, *, by: Any) -> FirmList:
    """Keep nothing of a file that is no table but the record that it was refused."""
    stored = str(firm_list.file)
    with deed(
        "firm_list.refused", by=by, programme=firm_list.programme, about=firm_list
    ):
        firm_list.status = Status.REFUSED
        firm_list.findings = {"error": described(refusal)}
        firm_list.file = ""
        firm_list.full_clean()
        firm_list.save()
    if not FirmList.objects.filter(file=stored).exists():
        default_storage.delete(stored)
    return firm_list


def accept_firm_list(firm_list: FirmList, facts: ListFacts, *, by: Any) -> FirmList:
    """Enter the firms of a list, in the background where there are many.

    Raises
    ------
    RuleError
        The list is not understood, is being worked on, or has cells that cannot be
        used and nobody has agreed to leave those out.
    """
    _check_may_be_taken(firm_list, facts)
    if (firm_list.row_count or 0) <= BACKGROUND_FROM_ROWS:
        return _take(firm_list, facts, by=by, say=lambda *_, **__: None)
    with deed(
        "firm_list.taking_in_began",
        by=by,
        programme=firm_list.programme,
        about=facts.name,
    ):
        firm_list.run = start_run(
            "register.accept_firm_list",
            by=by,
            programme=firm_list.programme,
            subject=facts.name,
            firm_list=str(firm_list.pk),
            facts=facts.__dict__,
        )
        FirmList.objects.filter(pk=firm_list.pk).update(run=firm_list.run)
    return firm_list


@job("register.accept_firm_list")
def _accept_in_background(
    run: Run, progress: Progress, firm_list: str, facts: dict[str, Any]
) -> str:
    found = FirmList.objects.select_related("programme", "cluster").get(pk=firm_list)
    return _address(
        _take(found, ListFacts(**facts), by=run.started_by, say=progress.say)
    )


def _take(firm_list: FirmList, facts: ListFacts, *, by: Any, say: Any) -> FirmList:
    programme = firm_list.programme
    say("Comparing the list with the register", done=0, of=3)
    frame = list_reading.kept_rows(firm_list.findings["rows"])
    if frame is None:
        raise RuleError(
            "list_rows_gone",
            gettext_noop(
                "What was understood of the list is no longer there. Read the list "
                "again, and then take it in."
            ),
        )
    update_of = _update_of(programme, firm_list.reading)
    matched = match_list(frame, programme, update_of=update_of)
    say("Making the firms ready", done=1, of=3)
    intake = Intake(
        firm_list=firm_list,
        name=facts.name,
        source=facts.source,
        year=facts.year,
        method=facts.method,
        replace=facts.replace,
        classification=firm_list.findings["classification"] or "ISIC4",
    )
    ready = rows_made_ready(frame, matched, intake)
    pairs = pairs_of_doubts(matched.doubts, ready.of_row)
    say("Entering the firms", done=2, of=3)
    with deed("firm_list.accepted", by=by, programme=programme, about=facts.name):
        held = _held(firm_list)
        _check_may_be_taken(held, facts, running=True)
        held.status = Status.ACCEPTED
        held.name, held.source, held.year = facts.name, facts.source, facts.year
        held.findings = held.findings | {"taken": enter(ready)}
        note_pairs(pairs, programme=programme, by=by)
        held.full_clean()
        held.save()
    return held


def retire_firm_list(firm_list: FirmList, *, by: Any) -> FirmList:
    """Take a list that was not taken in off the page of lists.

    Raises
    ------
    RuleError
        It is taken in: its firms are undone in the history, as one step.
    """
    if firm_list.status == Status.ACCEPTED:
        raise RuleError(
            "list_is_in_use",
            gettext_noop(
                "The firms of this list are in the register. Undo the step “List of "
                "firms taken in” in the history to take them out again."
            ),
        )
    with deed(
        "firm_list.retired", by=by, programme=firm_list.programme, about=firm_list
    ):
        held = _held(firm_list)
        if is_being_read(held) and held.run is not None:
            cancel_run(held.run)
        held.retire()
        held.save(update_fields=["retired_at"])
    return held


def _held(firm_list: FirmList) -> FirmList:
    held = FirmList.objects.select_for_update(of=("self",))
    found: FirmList = held.select_related("programme", "run", "cluster").get(
        pk=firm_list.pk
    )
    return found


def _update_of(programme: Programme, told: Mapping[str, Any]) -> FirmList | None:
    if not told.get("update_of"):
        return None
    lists = programme.firm_lists.current()
    found: FirmList | None = lists.filter(pk=UUID(told["update_of"])).first()
    return found


def _address(firm_list: FirmList) -> str:
    return reverse("register:firm-list", args=[firm_list.programme.slug, firm_list.pk])


def _check_may_be_read(firm_list: FirmList, *, running: bool = False) -> None:
    if firm_list.status in {Status.ACCEPTED, Status.REFUSED} or firm_list.is_retired:
        raise RuleError(
            "list_reading_is_fixed",
            gettext_noop(
                "This list cannot be read in another way, because it is “%(status)s”. "
                "Upload the file again to read it differently."
            ),
            status=firm_list.get_status_display(),
        )
    _check_idle(firm_list, running=running)


def _check_idle(firm_list: FirmList, *, running: bool) -> None:
    if not running and is_being_read(firm_list):
        raise RuleError(
            "list_being_read",
            gettext_noop("The list is being worked on just now. Wait, or cancel that."),
        )


def _check_may_be_taken(
    firm_list: FirmList, facts: ListFacts, *, running: bool = False
) -> None:
    if firm_list.status != Status.UNDERSTOOD or firm_list.is_retired:
        raise RuleError(
            "list_not_understood",
            gettext_noop(
                "Only a list that is understood can be taken in; this is “%(status)s”."
            ),
            status=firm_list.get_status_display(),
        )
    _check_idle(firm_list, running=running)
    if firm_list.findings.get("error_count") and not facts.accept_problems:
        raise RuleError(
            "list_problems_not_accepted",
            gettext_noop(
                "%(count)s cells cannot be used. Put them right in the file and upload "
                "it again, or agree that they are left unknown."
            ),
            count=f"{firm_list.findings['error_count']:,}",
        )
