"""What every result as a file shares: heading, page, workbook, notes."""

import importlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.harmless import harmless_texts
from distretto.formats.sheet_setup import for_paper
from distretto.notes import Note

NOTES = gettext_noop("Notes")
MOST_ROWS = 1_048_575  # of an Excel sheet below its heading
NO_ROOM = ngettext_noop(
    "Excel has no room for %(count)s further cell.",
    "Excel has no room for %(count)s further cells.",
)


@dataclass(frozen=True)
class Asked:
    """What a person asked for beside the figures; `more` is what a page alone takes."""

    title: str
    source: str
    language: Language
    more: Mapping[str, Any] = field(default_factory=dict)


def json_of(told: Mapping[str, Any]) -> bytes:
    """Plain data as JSON, exact; unknown is null."""
    text = json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode() + b"\n"


def csv_of(frame: pl.DataFrame) -> bytes:
    """A table as CSV UTF-8; texts that look like formulas begin with an apostrophe."""
    return frame.with_columns(harmless_texts()).write_csv().encode()


def page_writer(module: str, kind: str) -> Callable[[Any, Path, Asked], None]:
    """A writer of a page, from the module that makes it.

    `kind` is “html” or “pdf”, or “page” where one function goes by the ending.
    """

    def write(found: Any, path: Path, asked: Asked) -> None:
        # Here, because charts and pages take a second to load.
        page = importlib.import_module(module)
        told = {"title": asked.title, "source": asked.source, **asked.more}
        getattr(page, f"write_{kind}")(found, path, **told, language=asked.language)

    return write


@contextmanager
def workbook(path: Path, asked: Asked) -> Iterator[Any]:
    """An empty workbook, written when the block ends; text is never a formula."""
    held = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(held, options) as book:
        book.set_properties({"title": asked.title, "comments": asked.source})
        yield book
    path.write_bytes(held.getvalue())


def add_sheet(book: Any, name: str, language: Language) -> Any:
    """A sheet under a translated name, in the direction of its writing."""
    sheet = book.add_worksheet(language.say(name))
    if language.is_rtl:
        sheet.right_to_left()
    return sheet


def no_room(rows: int) -> list[Note]:
    """The note where a table of so many rows is longer than a sheet."""
    return [Note(NO_ROOM, count=rows - MOST_ROWS)] if rows > MOST_ROWS else []


def add_notes(book: Any, lines: Iterable[str], language: Language) -> None:
    """The sheet of notes, a sentence a row; empty ones are left out."""
    sheet = add_sheet(book, NOTES, language)
    sheet.set_column(0, 0, 120)
    for_paper(sheet, (120,))
    wrapped = book.add_format({"text_wrap": True})
    for row, line in enumerate(filter(None, lines)):
        sheet.write_string(row, 0, line, wrapped)
