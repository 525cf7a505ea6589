"""An interview in the browser: its steps, and where it stands."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from distretto.formats.questionnaire.conditions import holds
from distretto.formats.questionnaire.expressions import named_in
from distretto.formats.questionnaire.model import Block, Question, Questionnaire
from distretto.web.diagnosis.models import Response

REVIEW = "review"


@dataclass(frozen=True)
class Step:
    """One screen of an interview."""

    code: str
    label: str
    number: int
    times: int = 0


def steps_of(
    questionnaire: Questionnaire, answers: Mapping[str, Any], language: str
) -> list[Step]:
    """The blocks that apply, in their order; repeated ones as often as they are told.

    A block inside another comes after it, and applies where that one does.
    """
    return _steps(
        questionnaire,
        language,
        lambda block: holds(block.relevant, answers) is not False,
        lambda block: times_of(block, answers),
    )


def possible_steps(
    questionnaire: Questionnaire, answers: Mapping[str, Any], language: str
) -> list[Step]:
    """The blocks that may be asked: those of which it is not known yet are there too.

    What repeats is there as often as it may be, until an answer says how often.
    """
    return _steps(
        questionnaire,
        language,
        lambda block: (
            holds(block.relevant, answers) is not False
            or _is_open(block.relevant, answers)
        ),
        lambda block: (
            block.repeat
            if _is_open(block.repeat_count, answers)
            else times_of(block, answers)
        ),
    )


def _steps(
    questionnaire: Questionnaire,
    language: str,
    applies: Callable[[Block], bool],
    times_told: Callable[[Block], int],
) -> list[Step]:
    applying: set[str] = set()
    steps: list[Step] = []
    for block in questionnaire.blocks:
        is_within = not block.inside or block.inside in applying
        has_questions = any(not each.is_retired for each in block.questions)
        if not (is_within and has_questions and applies(block)):
            continue
        applying.add(block.code)
        times = times_told(block) if block.repeat else 0
        if block.repeat and not times:
            continue
        label = questionnaire.label(block.labels, language) or block.code
        steps.append(Step(block.code, label, len(steps) + 1, times))
    return steps


def _is_open(expression: str, answers: Mapping[str, Any]) -> bool:
    """Whether an answer that it looks at is not given yet."""
    return any(answers.get(name) is None for name in named_in(expression))


def times_of(block: Block, answers: Mapping[str, Any]) -> int:
    """How many times a block is asked: as its count says, else as often as it may."""
    if not block.repeat_count:
        return block.repeat
    told = answers.get(counting_question(block))
    try:
        return max(0, min(block.repeat, int(float(told or 0))))
    except (TypeError, ValueError):
        return 0


def counting_question(block: Block) -> str:
    """The question that says how often a block is asked, if one does."""
    return min(named_in(block.repeat_count), default="")


def step_digest(response: Response, block: Block) -> str:
    """What stands for the answers of one block: another one once any has changed."""
    told = (
        response.repeats.get(block.code, [])
        if block.repeat
        else {
            each.code: response.answers[each.code]
            for each in block.questions
            if each.code in response.answers
        }
    )
    written = json.dumps(told, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


# The answers given at one time that a block is asked, and the questions that apply.
Asking = tuple[Mapping[str, Any], list[Question]]


def asked_at(
    questionnaire: Questionnaire, response: Response, step: Step
) -> list[Asking]:
    """The answers of a step and its questions that apply, for each time it is asked."""
    block = next(each for each in questionnaire.blocks if each.code == step.code)
    rows: list[Mapping[str, Any]] = [response.answers]
    if step.times:
        told = response.repeats.get(step.code, [])[: step.times]
        blank: list[dict[str, Any]] = [{}] * (step.times - len(told))
        rows = [{**response.answers, **row} for row in (*told, *blank)]
    asked = [each for each in block.questions if each.is_asked]
    return [
        (row, [each for each in asked if holds(each.relevant, row) is not False])
        for row in rows
    ]


def answered_in(times: Iterable[Asking]) -> tuple[int, int]:
    """How many questions of a step were answered, of how many that apply."""
    told = [row.get(question.code) for row, asked in times for question in asked]
    return sum(each is not None for each in told), len(told)


def left_at(questionnaire: Questionnaire, response: Response, language: str) -> str:
    """The step to go on with: the last that was begun, or the next where it is done."""
    steps = steps_of(questionnaire, response.answers, language)
    counts = [answered_in(asked_at(questionnaire, response, each)) for each in steps]
    begun = [place for place, (answered, _asked) in enumerate(counts) if answered]
    place = begun[-1] if begun else 0
    answered, asked = counts[place]
    place += answered == asked
    return steps[place].code if place < len(steps) else REVIEW


def draft_of(survey: Any, organisation: Any) -> Response | None:
    """An interview of a firm that was begun and not sent."""
    found: Response | None = (
        survey.responses.current()
        .filter(organisation=organisation, is_complete=False)
        .order_by("-created_at")
        .first()
    )
    return found


def unfinished(
    questionnaire: Questionnaire, answers: Mapping[str, Any], language: str
) -> list[tuple[Step, list[str]]]:
    """The steps in which something must still be answered, and what."""
    found = []
    for step in steps_of(questionnaire, answers, language):
        block = next(each for each in questionnaire.blocks if each.code == step.code)
        lacking = [
            questionnaire.label(each.labels, language) or each.code
            for each in block.questions
            if each.required
            and not each.is_retired
            and not block.repeat
            and answers.get(each.code) is None
            and holds(each.relevant, answers) is not False
        ]
        if lacking:
            found.append((step, lacking))
    return found
