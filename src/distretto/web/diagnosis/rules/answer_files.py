"""Exports of answers come in: kept by content, read as a dry run, taken in as one deed.

A second export of the same survey changes the answers that are others now, and
nothing else: responses are known by their `_uuid`.
"""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from distretto.errors import MethodError, RuleError, gettext_noop
from distretto.formats.survey.kept import KeptResponse
from distretto.formats.survey.merging import Scope, merged
from distretto.web.accounts.models import Programme
from distretto.web.diagnosis import answer_reading
from distretto.web.diagnosis.models import AnswerFile, Response, Survey
from distretto.web.diagnosis.queries import responses as queries
from distretto.web.diagnosis.queries import survey_results
from distretto.web.diagnosis.queries.questionnaires import asked_in, whole
from distretto.web.history.rules import create_all, deed, update_all
from distretto.web.register import arriving, reading
from distretto.web.register.rules.datasets import check_size, is_being_read, title_of
from distretto.web.work.models import Run
from distretto.web.work.rules import Progress, described, job, start_run

FOLDER = "answer-files"
# Larger ones are read and taken in in the background.
BACKGROUND_FROM_BYTES = arriving.MEBIBYTE // 4
BACKGROUND_FROM_RESPONSES = 500
Status = AnswerFile.Status
# What an export tells of a response.
ANSWERED = ("answers", "repeats", "unplaced")
CHANGED = (*ANSWERED, "version", "enumerator", "minutes", "submitted_at")


def upload_answers(
    arrived: arriving.ArrivingFile, *, survey: Survey, by: Any
) -> AnswerFile:
    """Take in an export and read it as a dry run. No answer is entered yet.

    Raises
    ------
    RuleError
        The file is larger than this site takes.
    """
    check_size(arrived)
    file = AnswerFile(
        survey=survey,
        name=title_of(arrived.name or ""),
        file=arriving.keep(arrived, FOLDER),
        file_name=(arrived.name or "answers")[-200:],
        sha256=arrived.sha256,
        size_bytes=arrived.size_bytes,
    )
    with deed("answers.uploaded", by=by, programme=programme_of(survey), about=file):
        file.full_clean()
        file.save()
    return read_answers(file, by=by)


def programme_of(survey: Survey) -> Programme:
    programme: Programme = survey.wave.cluster.programme
    return programme


def read_answers(file: AnswerFile, *, by: Any) -> AnswerFile:
    """Read an export against what is there now, at once or in the background.

    Raises
    ------
    RuleError
        It is taken in already, cannot be read at all, or is being read just now.
    """
    _check_open(file)
    if file.size_bytes <= BACKGROUND_FROM_BYTES:
        return _read(file, by=by, say=lambda *_, **__: None)
    file.run = _run("diagnosis.read_answers", file, by)
    return file


def _run(name: str, file: AnswerFile, by: Any) -> Run:
    programme = programme_of(file.survey)
    with deed("answers.read", by=by, programme=programme, about=file):
        run = start_run(
            name, by=by, programme=programme, subject=file.name, file=str(file.pk)
        )
        AnswerFile.objects.filter(pk=file.pk).update(run=run)
    return run


@job("diagnosis.read_answers")
def _read_in_background(run: Run, progress: Progress, file: str) -> str:
    return _address(_read(_loaded(file), by=run.started_by, say=progress.say))


def _loaded(pk: str) -> AnswerFile:
    found: AnswerFile = AnswerFile.objects.select_related(
        "survey__wave__cluster__programme", "survey__form"
    ).get(pk=pk)
    return found


def _read(file: AnswerFile, *, by: Any, say: Any) -> AnswerFile:
    survey = file.survey
    try:
        found = answer_reading.dry_run(
            str(file.file),
            file.file_name,
            whole(survey.form),
            queries.kept_of(survey),
            say,
            today=timezone.localdate(),
            asked=asked_in(survey),
        )
    except MethodError as refusal:
        return _refuse(file, refusal, by=by)
    with deed("answers.read", by=by, programme=programme_of(survey), about=file):
        held = _held(file)
        _check_open(held, running=True)
        held.findings = found.findings | {
            "details": reading.keep_details(found.details)
        }
        held.status = Status.UNDERSTOOD
        held.full_clean(exclude=["survey"])
        held.save()
    return held


def _refuse(file: AnswerFile, refusal: MethodError, *, by: Any) -> AnswerFile:
    """Keep nothing of a file that is no export but the record that it was refused."""
    stored = str(file.file)
    programme = programme_of(file.survey)
    with deed("answers.refused", by=by, programme=programme, about=file):
        file.status = Status.REFUSED
        file.findings = {"error": described(refusal)}
        file.file = ""
        file.full_clean(exclude=["survey"])
        file.save()
    if not AnswerFile.objects.filter(file=stored).exists():
        default_storage.delete(stored)
    return file


def accept_answers(file: AnswerFile, *, by: Any) -> AnswerFile:
    """Take the answers of an export in, in the background where there are many.

    Raises
    ------
    RuleError
        It is not understood, or is being worked on.
    """
    _check_may_be_taken(file)
    if file.findings.get("responses", 0) <= BACKGROUND_FROM_RESPONSES:
        return _take(file, by=by, say=lambda *_, **__: None)
    file.run = _run("diagnosis.accept_answers", file, by)
    return file


@job("diagnosis.accept_answers")
def _accept_in_background(run: Run, progress: Progress, file: str) -> str:
    taken = _take(_loaded(file), by=run.started_by, say=progress.say)
    progress.say("Measuring the answers", done=2, of=2)
    _measure(taken.survey)
    return _address(taken)


def _measure(survey: Survey) -> None:
    """Measured now, so that nobody waits for it on the page."""
    # Where that is refused, the page says why.
    with suppress(MethodError):
        survey_results.results_of(survey)
        survey_results.quality_of(survey, seed=survey_results.SEED)


def _take(file: AnswerFile, *, by: Any, say: Any) -> AnswerFile:
    survey = file.survey
    rows = answer_reading.kept_rows(file.findings["rows"])
    if rows is None:
        raise RuleError(
            "answer_rows_gone",
            gettext_noop(
                "What was understood of the export is no longer there. Upload it "
                "again, and then take it in."
            ),
        )
    say("Looking for the firms", done=0, of=2)
    firms = queries.firms_of_responses(survey, rows)
    say("Entering the answers", done=1, of=2)
    with deed("answers.accepted", by=by, programme=programme_of(survey), about=file):
        held = _held(file)
        _check_may_be_taken(held, running=True)
        there = {each.key: each for each in survey.responses.current()}
        rows = _merged(rows, held)
        new = [each for each in rows if each.key not in there]
        create_all([_made(each, survey, firms) for each in new])
        changed = [
            _changed(there[each.key], each, firms)
            for each in rows
            if each.key in there and _differs(there[each.key], each)
        ]
        if changed:
            update_all(changed, [*CHANGED, "organisation"])
        held.status = Status.ACCEPTED
        held.findings |= {"taken": {"new": len(new), "changed": len(changed)}}
        held.save()
    return held


def _merged(rows: list[KeptResponse], file: AnswerFile) -> list[KeptResponse]:
    """Beside what is there now: another export may have come in since the dry run."""
    scope = file.findings.get("scope")
    if not scope:
        return rows
    survey = file.survey
    there = queries.kept_of(survey)
    return merged(there, rows, Scope(**scope), whole(survey.form))


def _made(told: KeptResponse, survey: Survey, firms: dict[str, Any]) -> Response:
    return Response(
        survey=survey,
        key=told.key[:100],
        organisation_id=firms.get(told.key),
        origin=Response.Origin.IMPORT,
        **_facts(told),
    )


def _facts(told: KeptResponse) -> dict[str, Any]:
    return {
        "answers": dict(told.answers),
        "repeats": _plain(told.repeats),
        "unplaced": dict(told.unplaced),
        "version": told.version[:80],
        "enumerator": str(told.answers.get("enumerator") or "")[:120],
        "minutes": told.minutes,
        "submitted_at": _moment(told.submitted),
    }


def _moment(text: str) -> datetime | None:
    """When it was sent; exports of Kobo tell it in UTC, without saying so."""
    try:
        found = parse_datetime(text.strip()) if text else None
    except ValueError:
        return None
    if found is not None and timezone.is_naive(found):
        return found.replace(tzinfo=UTC)
    return found


def _differs(response: Response, told: KeptResponse) -> bool:
    facts = _facts(told)
    return any(getattr(response, name) != facts[name] for name in ANSWERED)


def _plain(repeats: Any) -> dict[str, list[Any]]:
    return {block: list(rows) for block, rows in repeats.items()}


def _changed(response: Response, told: KeptResponse, firms: dict[str, Any]) -> Response:
    for name, value in _facts(told).items():
        setattr(response, name, value)
    # What a person has linked stays linked.
    response.organisation_id = response.organisation_id or firms.get(told.key)
    return response


def retire_answers(file: AnswerFile, *, by: Any) -> AnswerFile:
    """Take an export off the list; answers that were taken in stay.

    Raises
    ------
    RuleError
        It was taken in: undo that in the history first.
    """
    if file.status == Status.ACCEPTED:
        raise RuleError(
            "answers_taken_in",
            gettext_noop(
                "The answers of this export were taken in. Undo that in the history "
                "first, if they should go."
            ),
        )
    programme = programme_of(file.survey)
    with deed("answers.retired", by=by, programme=programme, about=file):
        held = _held(file)
        held.retire()
        held.save(update_fields=["retired_at"])
    return held


def _held(file: AnswerFile) -> AnswerFile:
    held: AnswerFile = AnswerFile.objects.select_for_update().get(pk=file.pk)
    held.survey = file.survey
    return held


def _address(file: AnswerFile) -> str:
    slug = programme_of(file.survey).slug
    return reverse("diagnosis:answer-file", args=[slug, file.pk])


def _check_open(file: AnswerFile, *, running: bool = False) -> None:
    if file.status in {Status.ACCEPTED, Status.REFUSED} or file.is_retired:
        raise RuleError(
            "answers_are_fixed",
            gettext_noop(
                "This export cannot be read again, because it is “%(status)s”. Upload "
                "it again."
            ),
            status=file.get_status_display(),
        )
    _check_idle(file, running=running)


def _check_may_be_taken(file: AnswerFile, *, running: bool = False) -> None:
    if file.status != Status.UNDERSTOOD or file.is_retired:
        raise RuleError(
            "answers_not_understood",
            gettext_noop(
                "Only an export that is understood can be taken in; this is "
                "“%(status)s”."
            ),
            status=file.get_status_display(),
        )
    _check_idle(file, running=running)


def _check_idle(file: AnswerFile, *, running: bool) -> None:
    if not running and is_being_read(file):  # type: ignore[arg-type]
        raise RuleError(
            "answers_being_read",
            gettext_noop("The export is being worked on just now. Wait for its end."),
        )
