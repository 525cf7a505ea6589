"""A questionnaire as a file: an XLSForm, paper as PDF or Word, or JSON."""

import importlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from distretto.formats.files import atomic_write
from distretto.formats.questionnaire.model import Questionnaire


def to_json(questionnaire: Questionnaire) -> bytes:
    """Everything of a questionnaire: blocks, questions, answers, how it is judged."""
    text = json.dumps(asdict(questionnaire), ensure_ascii=False, indent=2)
    return text.encode() + b"\n"


def write_results(
    questionnaire: Questionnaire, path: str | Path, *, title: str = ""
) -> None:
    """Write a questionnaire in the format that the file's ending names.

    Paper is in the first language; an XLSForm has them all.

    Raises
    ------
    FormatError
        The file cannot be written.
    """
    first = questionnaire.languages[0]
    titles = {**questionnaire.titles, first: title} if title else questionnaire.titles
    titled = replace(questionnaire, titles=titles)
    with atomic_write(path) as target:
        content = _WRITERS[Path(path).suffix.lower()](titled)
        Path(target).write_bytes(content)


def _form(questionnaire: Questionnaire) -> bytes:
    writing = importlib.import_module("distretto.formats.xlsform.writing")
    content: bytes = writing.to_xlsform(questionnaire)
    return content


def _paper(kind: str) -> Callable[[Questionnaire], bytes]:
    def write(questionnaire: Questionnaire) -> bytes:
        # Here, because setting type takes a second to load.
        paper = importlib.import_module("distretto.formats.documents.questionnaire")
        content: bytes = getattr(paper, f"to_{kind}")(questionnaire)
        return content

    return write


_WRITERS: dict[str, Callable[[Questionnaire], bytes]] = {
    ".xlsx": _form,
    ".pdf": _paper("pdf"),
    ".docx": _paper("word"),
    ".json": to_json,
}
ENDINGS = tuple(_WRITERS)
