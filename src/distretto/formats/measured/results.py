"""A table of measures as a file: JSON, CSV, Parquet, Excel, or a page.

JSON, CSV and Parquet are exact and unrounded; unknown is null (in CSV, blank).
"""

import importlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from distretto.analysis.selection.measured import Measured
from distretto.errors import gettext_noop
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.files import atomic_write
from distretto.formats.harmless import harmless_texts
from distretto.formats.measured.columns import COLUMNS, FILE_HEADS, Shown
from distretto.formats.measured.leads import lead
from distretto.formats.measured.meanings import meanings
from distretto.formats.sheet_setup import for_paper

TITLES = {
    "concentration": gettext_noop("Concentration of industries"),
    "pairs": gettext_noop("Industries that stand together"),
    "specialisation": gettext_noop("Specialisation of regions"),
    "region": gettext_noop("Specialisation of one region"),
}
NOTES = gettext_noop("Notes")


def to_json(found: Measured, top: int | None = None) -> bytes:
    """Settings, rows and notes; unknown is null."""
    text = json.dumps(found.to_dict(top), ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode() + b"\n"


def write_results(
    found: Measured,
    path: str | Path,
    *,
    title: str = "",
    source: str = "",
    language: Language = ENGLISH,
) -> None:
    """Write a table of measures in the format that the file's ending names.

    Parameters
    ----------
    found : the measures of regions, industries or pairs
    path : ends in one of `ENDINGS`
    title, source : heading of a page, and where its figures come from
    language : of a page or workbook; data files are in English whatever the language

    Raises
    ------
    FormatError
        The file cannot be written.
    """
    asked = _Asked(title or language.say(TITLES[found.kind]), source, language)
    with atomic_write(path) as target:
        _WRITERS[Path(path).suffix.lower()](found, Path(target), asked)


@dataclass(frozen=True)
class _Asked:
    title: str
    source: str
    language: Language


_Writer = Callable[[Measured, Path, _Asked], None]


def _page(kind: str) -> _Writer:
    def write(found: Measured, path: Path, asked: _Asked) -> None:
        # Here, because pages take a second to load.
        page = importlib.import_module("distretto.formats.measured.page")
        getattr(page, f"write_{kind}")(
            found,
            path,
            title=asked.title,
            source=asked.source,
            language=asked.language,
        )

    return write


def _workbook(found: Measured, path: Path, asked: _Asked) -> None:
    held = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(held, options) as book:
        book.set_properties({"title": asked.title, "comments": asked.source})
        _table(book, found, asked.language)
        _notes(book, found, asked)
    path.write_bytes(held.getvalue())


def _table(book: Any, found: Measured, language: Language) -> None:
    sheet = book.add_worksheet(language.say(TITLES[found.kind]))
    if language.is_rtl:
        sheet.right_to_left()
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    shown = {each.key: each for each in COLUMNS[found.kind]}
    widths = []
    for place, key in enumerate(found.rows.columns):
        sheet.write_string(0, place, language.say(_head(key, shown)), bold)
        widths.append(40 if key.endswith("name") else 11)
        sheet.set_column(place, place, widths[-1])
        style = book.add_format({"num_format": _format(shown.get(key))})
        for row, value in enumerate(found.rows[key], start=1):
            if isinstance(value, bool):
                sheet.write_boolean(row, place, value)
            elif isinstance(value, str):
                sheet.write_string(row, place, value)
            elif value is not None:
                sheet.write_number(row, place, value, style)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, found.rows.height), len(widths) - 1)
    for_paper(sheet, widths, head=0)


def _head(key: str, shown: dict[str, Shown]) -> str:
    if key in FILE_HEADS:
        return FILE_HEADS[key]
    return shown[key].head if key in shown else key


def _format(column: Shown | None) -> str:
    if column is None:
        return "General"
    if isinstance(column.kind, int):
        return "0." + "0" * column.kind
    return "0%" if column.kind == "share" else "#,##0"


def _notes(book: Any, found: Measured, asked: _Asked) -> None:
    sheet = book.add_worksheet(asked.language.say(NOTES))
    sheet.set_column(0, 0, 120)
    for_paper(sheet, (120,))
    wrapped = book.add_format({"text_wrap": True})
    rows = found.rows.to_dicts()
    lines = [
        asked.title,
        asked.source,
        lead(found, asked.language),
        *meanings(found, COLUMNS[found.kind], rows, asked.language),
        *(note.said(asked.language) for note in found.notes),
    ]
    for row, line in enumerate(filter(None, lines)):
        sheet.write_string(row, 0, line, wrapped)


_WRITERS: dict[str, _Writer] = {
    ".json": lambda found, path, asked: _save(path, to_json(found)),
    ".csv": lambda found, path, asked: _save(
        path, found.rows.with_columns(harmless_texts()).write_csv().encode()
    ),
    ".parquet": lambda found, path, asked: found.rows.write_parquet(path),
    ".xlsx": _workbook,
    ".html": _page("html"),
    ".pdf": _page("pdf"),
}
ENDINGS = tuple(_WRITERS)


def _save(path: Path, content: bytes) -> None:
    path.write_bytes(content)
