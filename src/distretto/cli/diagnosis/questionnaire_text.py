"""A questionnaire on the screen: each question with its code, kind and unit."""

import shutil

from distretto.cli.text_table import Column, text_table
from distretto.formats.questionnaire import Questionnaire

_COLUMNS = (
    Column("Code"),
    Column("Kind"),
    Column("Question", widest=90, lines=3),
    Column("Unit and period, or answers", widest=60, lines=3),
)


def questionnaire_text(form: Questionnaire, language: str) -> str:
    """Every block with its questions."""
    width = shutil.get_terminal_size((140, 24)).columns
    parts = []
    for block in form.blocks:
        rows = [
            (
                each.code,
                each.kind,
                form.label(each.labels, language),
                _answered(form, each.code, language),
            )
            for each in block.questions
            if not each.is_retired
        ]
        if rows:
            heading = f"{block.code}  {form.label(block.labels, language)}"
            parts.append(f"{heading}\n{text_table(rows, _COLUMNS, width)}")
    return "\n\n".join(parts)


def _answered(form: Questionnaire, code: str, language: str) -> str:
    question = form.question(code)
    if question.is_quantity:
        return form.measure(question, language)
    return ", ".join(choice.name for choice in form.offered(question))
