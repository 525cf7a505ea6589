"""An interview as a device must know it to go on without a connection."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from distretto.formats.questionnaire.expressions import named_in
from distretto.formats.questionnaire.model import Block, Questionnaire
from distretto.web.diagnosis.models import Response
from distretto.web.diagnosis.queries.interviews import (
    REVIEW,
    Step,
    counting_question,
    possible_steps,
    step_digest,
)


def every_step(questionnaire: Questionnaire, language: str) -> list[Step]:
    """All steps that there may be, whatever has been answered so far."""
    return possible_steps(questionnaire, {}, language)


def outline_of(
    response: Response, questionnaire: Questionnaire, language: str
) -> dict[str, Any]:
    """Its steps with when each is asked, and the answers that this hangs on."""
    blocks = {each.code: each for each in questionnaire.blocks}
    steps = every_step(questionnaire, language)
    firm = response.organisation
    return {
        "interview": str(response.pk),
        "firm": firm.name if firm else str(response.answers.get("firm_name") or ""),
        "firm_code": str(response.answers.get("register_code") or ""),
        "review": address_of(response, REVIEW, language),
        "steps": [_step(response, step, blocks[step.code], language) for step in steps],
        "answers": _looked_at(response, [blocks[step.code] for step in steps]),
    }


def address_of(response: Response, code: str, language: str) -> str:
    """The page of a step."""
    slug = response.survey.wave.cluster.programme.slug
    there = reverse("diagnosis:interview-step", args=[slug, response.pk, code])
    return f"{there}?{urlencode({'language': language})}"


def _step(
    response: Response, step: Step, block: Block, language: str
) -> dict[str, Any]:
    return {
        "code": step.code,
        "label": step.label,
        "page": address_of(response, step.code, language),
        # Changes with what the page shows: the device fetches it again.
        "stamp": "-".join(
            (
                settings.VERSION,
                response.survey.form.version,
                step_digest(response, block),
            )
        ),
        "relevant": block.relevant,
        "inside": block.inside,
        "count": counting_question(block),
        "most": step.times,
    }


def _looked_at(response: Response, blocks: Sequence[Block]) -> dict[str, Any]:
    """The answers that decide which steps there are, each with its own step."""
    names = {
        name
        for block in blocks
        for name in named_in(f"{block.relevant} {block.repeat_count}")
    }
    return {
        question.code: {
            "step": block.code,
            "value": _written(response.answers.get(question.code)),
        }
        for block in blocks
        for question in block.questions
        if question.code in names
    }


def _written(value: Any) -> str:
    """An answer as a form has it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
