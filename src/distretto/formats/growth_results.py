"""Growth as a file: JSON, CSV, Parquet, Excel, or a page.

JSON, CSV and Parquet are exact and unrounded; unknown is null (in CSV, blank).
"""

import importlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from distretto.analysis.selection.growth.explained import Growth
from distretto.analysis.selection.growth.life_cycle import STAGES
from distretto.errors import gettext_noop
from distretto.formats import growth_words as words
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.files import atomic_write
from distretto.formats.harmless import harmless_texts
from distretto.formats.sheet_setup import for_paper

SHEETS = {
    "rows": gettext_noop("Growth"),
    "cells": gettext_noop("Cells"),
    "notes": gettext_noop("Notes"),
}
HEADS = {
    "code": gettext_noop("Code"),
    "name": gettext_noop("Name"),
    "region": gettext_noop("Region (code)"),
    "industry": gettext_noop("Industry (code)"),
    "change": gettext_noop("Change"),
    "known_share": gettext_noop("Known share of the start"),
    "hidden": gettext_noop("Hidden cells"),
    "lq_start": gettext_noop("Location quotient at the start"),
    "lq_end": gettext_noop("Location quotient at the end"),
    "stage": gettext_noop("Stage (a hint)"),
    "stage_rule": gettext_noop("Why this stage"),
    "neighbours_hidden": gettext_noop("Neighbours whose figure is hidden"),
    **words.PARTS,
}
FORMATS = {"known_share": "0.0%", "lq_start": "0.00", "lq_end": "0.00"}
BLANK = gettext_noop("A blank cell is unknown; it is never zero.")


def to_csv(found: Growth) -> bytes:
    """The rows as CSV UTF-8; texts that look like formulas begin with an apostrophe."""
    return found.rows.with_columns(harmless_texts()).write_csv().encode()


def to_json(found: Growth, top: int | None = None) -> bytes:
    """Settings, total, rows and notes; unknown is null."""
    text = json.dumps(found.to_dict(top), ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode() + b"\n"


def write_results(
    found: Growth,
    path: str | Path,
    *,
    title: str = "",
    source: str = "",
    language: Language = ENGLISH,
) -> None:
    """Write growth in the format that the file's ending names.

    Parameters
    ----------
    found : the growth of regions or industries
    path : ends in one of `ENDINGS`
    title, source : heading of a page, and where its figures come from
    language : of a page or workbook; data files are in English whatever the language

    Raises
    ------
    FormatError
        The file cannot be written.
    """
    with atomic_write(path) as target:
        asked = _Asked(title, source, language)
        _WRITERS[Path(path).suffix.lower()](found, Path(target), asked)


@dataclass(frozen=True)
class _Asked:
    title: str
    source: str
    language: Language


_Writer = Callable[[Growth, Path, _Asked], None]


def _page(kind: str) -> _Writer:
    def write(found: Growth, path: Path, asked: _Asked) -> None:
        # Here, because charts take a second to load.
        page = importlib.import_module("distretto.formats.growth_page")
        getattr(page, f"write_{kind}")(
            found,
            path,
            title=asked.title,
            source=asked.source,
            language=asked.language,
        )

    return write


def _workbook(found: Growth, path: Path, asked: _Asked) -> None:
    held, language = io.BytesIO(), asked.language
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(held, options) as book:
        book.set_properties({"title": asked.title, "comments": asked.source})
        last = _last_rows(found, language)
        _table(book, "rows", found.rows, last, found, language)
        _table(book, "cells", found.cells, [], found, language)
        _notes(book, found, asked)
    path.write_bytes(held.getvalue())


def _last_rows(found: Growth, language: Language) -> list[dict[str, Any]]:
    """What is hidden beside the rows, and the total, as the last rows."""
    rest = [{**found.rest, "name": language.say(words.REST)}] if found.rest else []
    total = {**found.total, "name": words.name_of(found.total, language), "code": None}
    return [*rest, total]


def _table(
    book: Any,
    key: str,
    frame: pl.DataFrame,
    last: list[dict[str, Any]],
    found: Growth,
    language: Language,
) -> None:
    sheet = book.add_worksheet(language.say(SHEETS[key]))
    if language.is_rtl:
        sheet.right_to_left()
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    years = {"value_start": found.settings["from"], "value_end": found.settings["to"]}
    widths = []
    for place, column in enumerate(frame.columns):
        head = years.get(column) or language.say(HEADS.get(column, column))
        sheet.write_string(0, place, str(head), bold)
        is_text = frame.schema[column] == pl.String
        widths.append({"name": 40, "stage_rule": 60}.get(column, 12 if is_text else 14))
        sheet.set_column(place, place, widths[-1])
        style = {"num_format": FORMATS.get(column, "#,##0")}
        plain, strong = book.add_format(style), book.add_format({**style, "bold": True})
        values = [*frame[column], *(row.get(column) for row in last)]
        for row, value in enumerate(values, start=1):
            kind = strong if last and row == len(values) else plain
            if isinstance(value, str):
                told = STAGES.get(value, value) if column == "stage" else value
                sheet.write_string(row, place, language.say(told), kind)
            elif value is not None:
                sheet.write_number(row, place, value, kind)
    sheet.freeze_panes(1, 2)
    for_paper(sheet, widths, head=0)


def _notes(book: Any, found: Growth, asked: _Asked) -> None:
    sheet = book.add_worksheet(asked.language.say(SHEETS["notes"]))
    sheet.set_column(0, 0, 120)
    for_paper(sheet, (120,))
    wrapped, say = book.add_format({"text_wrap": True}), asked.language.say
    lines = [
        *(text for text in (asked.title, asked.source) if text),
        words.lead(found.total, found.parts, found.settings, asked.language),
        say(words.METHODS[found.settings["method"]]) + ".",
        *(say(words.MEANINGS[part]) for part in (*found.parts, "unattributed")),
        say(BLANK),
        *(note.said(asked.language) for note in found.notes),
    ]
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, wrapped)


_WRITERS: dict[str, _Writer] = {
    ".json": lambda found, path, asked: _save(path, to_json(found)),
    ".csv": lambda found, path, asked: _save(path, to_csv(found)),
    ".parquet": lambda found, path, asked: found.rows.write_parquet(path),
    ".xlsx": _workbook,
    ".html": _page("html"),
    ".pdf": _page("pdf"),
}
ENDINGS = tuple(_WRITERS)


def _save(path: Path, content: bytes) -> None:
    path.write_bytes(content)
