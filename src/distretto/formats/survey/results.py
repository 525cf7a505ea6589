"""What a survey found as a file: Excel, CSV, Parquet or JSON.

CSV, Parquet and JSON are exact and unrounded; unknown is null (in CSV, blank).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.files import atomic_write
from distretto.formats.result_files import (
    MOST_ROWS,
    Asked,
    add_notes,
    add_sheet,
    csv_of,
    json_of,
    no_room,
    workbook,
)
from distretto.formats.sheet_setup import for_paper, set_height
from distretto.formats.survey.columns import COLUMNS, TEXT
from distretto.formats.survey.found import BLANK, SHEETS, Found
from distretto.notes import Note

_PLAIN = 14


def to_json(found: Found, top: int | None = None) -> bytes:
    """Settings, every table, notes; unknown is null."""
    return json_of(found.to_dict(top))


def write_results(
    found: Found,
    path: str | Path,
    *,
    title: str = "",
    source: str = "",
    language: Language = ENGLISH,
) -> None:
    """Write what was found in the format that the file's ending names.

    CSV and Parquet hold the first table alone.

    Raises
    ------
    FormatError
        The file cannot be written.
    """
    asked = Asked(title or SHEETS[next(iter(found.tables))], source, language)
    with atomic_write(path) as target:
        _WRITERS[Path(path).suffix.lower()](found, Path(target), asked)


def _workbook(found: Found, path: Path, asked: Asked) -> None:
    notes = [Note(BLANK), *found.notes]
    with workbook(path, asked) as book:
        for name, table in found.tables.items():
            if table.height or name == next(iter(found.tables)):
                _sheet(book, name, table, asked.language)
                notes += no_room(table.height)
        lines = [asked.source, *(note.said(asked.language) for note in notes)]
        add_notes(book, lines, asked.language)


def _sheet(book: Any, name: str, table: pl.DataFrame, language: Language) -> None:
    sheet = add_sheet(book, SHEETS.get(name, name), language)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    told = [COLUMNS.get(column, (column, TEXT, _PLAIN)) for column in table.columns]
    heads = [language.say(head) for head, _, _ in told]
    for place, (column, (_, look, width)) in enumerate(
        zip(table.columns, told, strict=True)
    ):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heads[place], bold)
        _cells(sheet, place, table[column].head(MOST_ROWS), _style(book, look, width))
    widths = [width for _, _, width in told]
    set_height(sheet, 0, heads, widths)
    sheet.freeze_panes(1, 0)
    for_paper(sheet, widths, head=0)


def _style(book: Any, look: str, width: int) -> Any:
    return book.add_format(
        {"num_format": look, "valign": "top", "text_wrap": width > 30}
    )


def _cells(sheet: Any, place: int, values: pl.Series, style: Any) -> None:
    for row, value in enumerate(values, start=1):
        if value is None:
            continue
        if isinstance(value, bool):
            sheet.write_boolean(row, place, value, style)
        elif isinstance(value, str):
            sheet.write_string(row, place, value, style)
        else:
            sheet.write_number(row, place, value, style)


_WRITERS: dict[str, Callable[[Found, Path, Asked], None]] = {
    ".xlsx": _workbook,
    ".csv": lambda found, path, asked: _save(path, csv_of(found.first)),
    ".parquet": lambda found, path, asked: found.first.write_parquet(path),
    ".json": lambda found, path, asked: _save(path, to_json(found)),
}
ENDINGS = tuple(_WRITERS)


def _save(path: Path, content: bytes) -> None:
    path.write_bytes(content)
