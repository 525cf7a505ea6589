"""One response in words: what was answered, and what is of no question any more."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from distretto.formats.kobo.sensitive import HIDDEN, SensitiveColumns
from distretto.formats.questionnaire.model import Question, Questionnaire
from distretto.web.diagnosis.models import Form, Response
from distretto.web.diagnosis.queries.questionnaires import whole


@dataclass(frozen=True)
class Said:
    """One answer in words; None where the question was not answered."""

    code: str
    label: str
    answer: str | None
    measure: str
    is_secret: bool


def said_in(
    response: Response, questionnaire: Questionnaire, language: str
) -> list[tuple[str, list[Said]]]:
    """What was answered, block by block; sensitive answers are never told of a firm."""
    return [
        (
            questionnaire.label(block.labels, language),
            list(said_to(response.answers, questionnaire, block.questions, language)),
        )
        for block in questionnaire.blocks
        if block.code not in _repeating(questionnaire)
    ]


def _repeating(questionnaire: Questionnaire) -> set[str]:
    """Blocks that repeat, and those inside them."""
    return {
        block.code
        for block in questionnaire.blocks
        if block.repeat or questionnaire.outer_repeat(block)
    }


def repeated_in(
    response: Response, questionnaire: Questionnaire, language: str
) -> list[tuple[str, list[tuple[int, list[Said]]]]]:
    """What was answered at each repetition of the blocks that repeat."""
    found = []
    for block in questionnaire.blocks:
        rows = response.repeats.get(block.code, ()) if block.repeat else ()
        asked = questionnaire.repeated_questions(block)
        said = [
            (place, list(said_to(row, questionnaire, asked, language)))
            for place, row in enumerate(rows, start=1)
        ]
        if said:
            found.append((questionnaire.label(block.labels, language), said))
    return found


def gone_in(
    response: Response,
    questionnaire: Questionnaire,
    language: str,
    sensitive: SensitiveColumns,
) -> list[Said]:
    """Answers to questions that the questionnaire of the survey does not know.

    An earlier version, or another questionnaire, asked them: it says what they were.
    One that is sensitive by any of those is.
    """
    known = questionnaire.by_code
    left = {c: value for c, value in response.answers.items() if c not in known}
    blocks = {block.code for block in questionnaire.blocks}
    left |= {
        f"{block}[{place}]/{code}": value
        for block, rows in response.repeats.items()
        for place, row in enumerate(rows, start=1)
        for code, value in row.items()
        if block not in blocks or (code not in known and not code.startswith("/"))
    }
    if not left:
        return []
    earlier = _earlier(response, {_code(name) for name in left})
    return [
        _gone(name, left[name], earlier, language, sensitive) for name in sorted(left)
    ]


def _code(name: str) -> str:
    return name.rpartition("/")[2]


def _earlier(response: Response, codes: set[str]) -> dict[str, Questionnaire]:
    """For each code the newest questionnaire of the programme that has it."""
    found: dict[str, Questionnaire] = {}
    programme = response.survey.wave.cluster.programme
    for form in Form.objects.filter(programme=programme).order_by("-created_at"):
        there = whole(form)
        found |= {
            code: there for code in codes if code in there.by_code and code not in found
        }
        if codes <= {*found}:
            break
    return found


def _gone(
    name: str,
    value: Any,
    earlier: Mapping[str, Questionnaire],
    language: str,
    sensitive: SensitiveColumns,
) -> Said:
    form = earlier.get(_code(name))
    if form is None:
        return Said(name, name, str(value), "", is_secret=False)
    question = form.by_code[_code(name)]
    label = form.label(question.labels, language) or name
    is_inner = name != question.code
    is_secret = question.is_sensitive or question.code in sensitive.codes
    return Said(
        code=name,
        label=f"{name}: {label}" if is_inner else label,
        answer=None if is_secret else in_words(value, question, form, language),
        measure=form.measure(question, language),
        is_secret=is_secret,
    )


def unplaced_in(
    response: Response, sensitive: SensitiveColumns
) -> list[tuple[str, str]]:
    """Cells of columns without a question; of a sensitive one they are hidden.

    Such a column is one of a question all the same, on a sheet where it has no place.
    """
    return [
        (column, HIDDEN if column in sensitive else cell)
        for column, cell in response.unplaced.items()
    ]


def said_to(
    answers: Mapping[str, Any],
    questionnaire: Questionnaire,
    questions: Iterable[Question],
    language: str,
) -> Iterator[Said]:
    """What was answered to some questions."""
    for question in questions:
        if question.kind == "note":
            continue
        value = answers.get(question.code)
        if question.is_retired and value is None:
            continue
        yield Said(
            code=question.code,
            label=questionnaire.label(question.labels, language),
            answer=in_words(value, question, questionnaire, language)
            if not question.is_sensitive
            else None,
            measure=questionnaire.measure(question, language),
            is_secret=question.is_sensitive and value is not None,
        )


def in_words(
    value: Any, question: Question, questionnaire: Questionnaire, language: str
) -> str | None:
    """An answer as people read it: labels in place of the names of answers."""
    if value is None or value == "":
        return None
    labels = {
        choice.name: questionnaire.label(choice.labels, language)
        for choice in questionnaire.offered(question)
    }
    if labels:
        chosen = str(value).split() if question.kind == "multi" else [str(value)]
        return ", ".join(labels.get(each, each) for each in chosen)
    if isinstance(value, float) and value.is_integer():
        return f"{int(value)}"
    return str(value)
