"""Interviews in the browser: begun, kept at every step, sent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date

from distretto.errors import RuleError, gettext_noop
from distretto.formats.questionnaire.conditions import holds
from distretto.formats.questionnaire.model import (
    DAY_OF_INTERVIEW,
    Block,
    Questionnaire,
)
from distretto.web.diagnosis.models import Response, Survey
from distretto.web.diagnosis.queries.interviews import (
    draft_of,
    step_digest,
    steps_of,
    unfinished,
)
from distretto.web.diagnosis.rules.samples import note_refusals
from distretto.web.history.rules import deed
from distretto.web.register.models import Organisation
from distretto.web.register.rules.days import check_has_come


def begin_interview(
    survey: Survey,
    questionnaire: Questionnaire,
    *,
    organisation: Organisation | None,
    by: Any,
) -> Response:
    """Begin an interview, or go on with the one of this firm that was not sent.

    What the register and the sample know is written in already.
    """
    there = draft_of(survey, organisation) if organisation else None
    if there is not None:
        return there
    sampled = (
        survey.sample.current().filter(organisation=organisation).first()
        if organisation
        else None
    )
    known = {
        "register_code": sampled.code if sampled else None,
        "firm_name": organisation.name if organisation else None,
        DAY_OF_INTERVIEW: timezone.localdate().isoformat(),
        "enumerator": str(by),
    }
    response = Response(
        survey=survey,
        key=str(uuid4()),
        organisation=organisation,
        origin=Response.Origin.BROWSER,
        version=survey.form.version,
        is_complete=False,
        filled_in_by=by,
        answers={
            code: value
            for code, value in known.items()
            if value and code in questionnaire.by_code
        },
    )
    programme = survey.wave.cluster.programme
    about = organisation or survey.wave
    with deed("response.began", by=by, programme=programme, about=about):
        response.full_clean(exclude=["survey", "organisation", "filled_in_by"])
        response.save()
    return response


@dataclass(frozen=True)
class Told:
    """What was told at a step, once for each repetition: of `refused` questions the
    answers cannot be kept.
    """

    answers: Mapping[str, Any]
    refused: Collection[str] = ()


@transaction.atomic
def keep_step(
    response: Response, block: Block, told: Sequence[Told], *, begun_from: str = ""
) -> Response:
    """Keep the answers of one block of an interview that is under way.

    Where an answer is refused, the earlier one stays if it fits the others.

    A draft has no versions: nobody has said anything until it is sent, and a history
    of half sentences would hide what was done. `begun_from` is the digest of the
    answers that the writer had before them.

    Raises
    ------
    RuleError
        It was sent in the meantime, or these answers were changed, perhaps from
        another device.
    """
    held: Response = Response.objects.select_for_update().get(pk=response.pk)
    _check_draft(held)
    there = step_digest(held, block)
    if block.repeat:
        rows = _rows(held, block, told)
        held.repeats = {**held.repeats, block.code: rows}
    else:
        [one] = told
        codes = {each.code for each in block.questions}
        rest = {code: v for code, v in held.answers.items() if code not in codes}
        held.answers = rest | _answers(block, held.answers, one, rest)
    if begun_from not in {"", there} and step_digest(held, block) != there:
        raise RuleError(
            "answers_changed",
            gettext_noop(
                "The answers of this step were changed in the meantime, perhaps from "
                "another device."
            ),
        )
    Response.objects.filter(pk=held.pk).update(
        answers=held.answers, repeats=held.repeats
    )
    return held


def _rows(
    response: Response, block: Block, told: Sequence[Told]
) -> list[dict[str, Any]]:
    there = response.repeats.get(block.code, [])
    earlier = [*there, *({} for _ in told)]
    rows = [
        _answers(block, before, each, response.answers)
        for before, each in zip(earlier, told, strict=False)
    ]
    return [each for each in rows if each]


def _answers(
    block: Block, before: Mapping[str, Any], told: Told, others: Mapping[str, Any]
) -> dict[str, Any]:
    """What was told, and what was said before where that was refused."""
    known = {**others, **told.answers}
    stays = {
        each.code: before[each.code]
        for each in block.questions
        if each.code in told.refused
        and each.code in before
        and holds(each.constraint, known, before[each.code]) is not False
    }
    return {**told.answers, **stays}


@transaction.atomic
def send_interview(
    response: Response, questionnaire: Questionnaire, *, by: Any
) -> Response:
    """Send an interview: from now on it counts, as a refusal where it says no.

    Answers of blocks that do not apply any more are let go of.

    Raises
    ------
    RuleError
        Something must still be answered, its day is still to come, or it was sent
        already.
    """
    programme = response.survey.wave.cluster.programme
    about = response.organisation or response.survey.wave
    held = _written_down(response)
    with deed("response.sent", by=by, programme=programme, about=about):
        lacking = unfinished(questionnaire, held.answers, "")
        if lacking:
            raise RuleError(
                "interview_unfinished",
                gettext_noop(
                    "“%(question)s” must still be answered, in block “%(block)s”."
                ),
                question=lacking[0][1][0],
                block=lacking[0][0].label,
            )
        check_has_come(_day_of(held))
        _let_go(held, questionnaire)
        now = timezone.now()
        held.is_complete, held.submitted_at = True, now
        held.enumerator = str(held.answers.get("enumerator") or "")[:120]
        held.minutes = (now - held.created_at).total_seconds() / 60.0
        held.save()
        note_refusals(response.survey, [held.organisation_id])
    return held


def _day_of(response: Response) -> date | None:
    return parse_date(str(response.answers.get(DAY_OF_INTERVIEW) or ""))


def _let_go(response: Response, questionnaire: Questionnaire) -> None:
    applying = {each.code for each in steps_of(questionnaire, response.answers, "")}
    codes = {
        question.code
        for block, question in questionnaire.all_questions()
        if block.code in applying
    }
    response.answers = {
        code: value for code, value in response.answers.items() if code in codes
    }
    response.repeats = {
        block: rows for block, rows in response.repeats.items() if block in applying
    }


@transaction.atomic
def drop_interview(response: Response, *, by: Any) -> Response:
    """Give up an interview that was not sent."""
    programme = response.survey.wave.cluster.programme
    about = response.organisation or response.survey.wave
    held = _written_down(response)
    with deed("response.dropped", by=by, programme=programme, about=about):
        held.retire()
        held.save(update_fields=["retired_at"])
    return held


def _written_down(response: Response) -> Response:
    """The draft, locked, with a version of what was kept of it so far.

    Steps are kept without versions; without this one, undoing what comes next would
    return to the empty interview.
    """
    held: Response = Response.objects.select_for_update().get(pk=response.pk)
    _check_draft(held)
    held.save()
    return held


def _check_draft(response: Response) -> None:
    if response.is_retired:
        raise RuleError(
            "interview_dropped",
            gettext_noop(
                "This interview was given up, perhaps from elsewhere. Undo that in the "
                "history to go on with it."
            ),
        )
    if response.is_complete:
        raise RuleError(
            "interview_sent",
            gettext_noop("This interview was sent already, perhaps from elsewhere."),
        )
