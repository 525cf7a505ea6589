"""A questionnaire as an XLSForm workbook: survey, choices, settings."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import xlsxwriter

from distretto.formats.files import atomic_write
from distretto.formats.questionnaire.expressions import bounds_expression
from distretto.formats.questionnaire.model import (
    Block,
    Labels,
    Question,
    Questionnaire,
)
from distretto.formats.xlsform.columns import OURS, TYPES, column_of, language_name

Row = Mapping[str, str]
NONE = "none"
# With this answer no other goes.
ALONE = "not(selected(., 'none') and count-selected(.) > 1)"
_FILLED_IN = ("start", "end", "today", "deviceid")
_PLAIN = ("required", "relevant", "constraint", "calculation", "repeat_count")
_WIDE, _NARROW = 44, 16


def write_xlsform(questionnaire: Questionnaire, path: str | Path) -> None:
    """Write the workbook to a file, whole or not at all."""
    with atomic_write(path) as target:
        Path(target).write_bytes(to_xlsform(questionnaire))


def to_xlsform(questionnaire: Questionnaire) -> bytes:
    """The workbook, for Kobo, ODK Collect and whatever else reads XLSForm.

    Retired questions and answers are not asked, and so are not in it.
    """
    languages = questionnaire.languages
    survey = [
        "type",
        "name",
        *_in_languages(("label", "hint"), languages),
        *_PLAIN,
        *_in_languages(("constraint_message",), languages),
        *OURS,
    ]
    choices = ["list_name", "name", *_in_languages(("label",), languages), "number"]
    settings = ["form_title", "form_id", "version", "default_language"]
    out = BytesIO()
    with xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    ) as book:
        for name, heads, rows in (
            ("survey", survey, [*_survey(questionnaire)]),
            ("choices", choices, [*_choices(questionnaire)]),
            ("settings", settings, [_settings(questionnaire)]),
        ):
            _sheet(book, name, heads, rows)
    return out.getvalue()


def _in_languages(bases: Sequence[str], languages: Sequence[str]) -> list[str]:
    return [column_of(base, each) for base in bases for each in languages]


def _sheet(
    book: xlsxwriter.Workbook, name: str, heads: Sequence[str], rows: Sequence[Row]
) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, head in enumerate(heads):
        width = _WIDE if head.startswith(("label", "hint")) else _NARROW
        sheet.set_column(column, column, width, wrapped)
        sheet.write_string(0, column, head, bold)
        for place, row in enumerate(rows, start=1):
            if row.get(head):
                sheet.write_string(place, column, row[head])
    sheet.freeze_panes(1, 2)


def _settings(questionnaire: Questionnaire) -> Row:
    return {
        "form_title": questionnaire.label(questionnaire.titles),
        "form_id": questionnaire.code,
        "version": questionnaire.version,
        "default_language": language_name(questionnaire.languages[0]),
    }


def _survey(questionnaire: Questionnaire) -> Iterator[Row]:
    for name in _FILLED_IN:
        yield {"type": name, "name": name}
    for block in questionnaire.blocks:
        if not block.inside:
            yield from _block(questionnaire, block)


def _block(questionnaire: Questionnaire, block: Block) -> Iterator[Row]:
    kind = "repeat" if block.repeat else "group"
    yield {
        "type": f"begin_{kind}",
        "name": block.code,
        **_texts("label", block.labels, questionnaire),
        "relevant": block.relevant,
        "repeat_count": block.repeat_count,
    }
    for question in block.questions:
        if not question.is_retired:
            yield _question(questionnaire, question)
    for inner in questionnaire.blocks:
        if inner.inside == block.code:
            yield from _block(questionnaire, inner)
    yield {"type": f"end_{kind}", "name": block.code}


def _question(questionnaire: Questionnaire, question: Question) -> Row:
    kind = TYPES[question.kind]
    hints = {
        each: questionnaire.hint(question, each) for each in questionnaire.languages
    }
    return {
        "type": f"{kind} {question.choices}" if question.choices else kind,
        "name": question.code,
        **_texts("label", question.labels, questionnaire),
        **_texts("hint", hints, questionnaire),
        "required": "yes" if question.required else "",
        "relevant": question.relevant,
        "constraint": _constraint(questionnaire, question),
        "calculation": question.calculation,
        **_messages(questionnaire, question),
        "kind": question.kind,
        "unit": question.unit,
        "period": question.period,
        "category": question.category,
        "sensitive": "yes" if question.is_sensitive else "",
    }


def _messages(questionnaire: Questionnaire, question: Question) -> Row:
    if not question.constraint_messages:
        return {}
    return _texts("constraint_message", question.constraint_messages, questionnaire)


def _constraint(questionnaire: Questionnaire, question: Question) -> str:
    more = question.constraint
    offered = {choice.name for choice in questionnaire.offered(question)}
    if question.kind == "multi" and NONE in offered:
        more = f"{ALONE} and {more}" if more else ALONE
    return bounds_expression(question.low, question.high, more)


def _texts(base: str, labels: Labels, questionnaire: Questionnaire) -> Row:
    """A text in every language; the first stands in where one is lacking."""
    return {
        column_of(base, each): questionnaire.label(labels, each)
        for each in questionnaire.languages
    }


def _choices(questionnaire: Questionnaire) -> Iterator[Row]:
    used = {question.choices for question in questionnaire.asked if question.choices}
    for name, offered in questionnaire.choices.items():
        for choice in offered if name in used else ():
            if not choice.is_retired:
                number = choice.number
                yield {
                    "list_name": name,
                    "name": choice.name,
                    **_texts("label", choice.labels, questionnaire),
                    "number": "" if number is None else f"{number:g}",
                }
