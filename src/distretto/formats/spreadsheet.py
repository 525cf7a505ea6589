"""Excel and OpenDocument workbooks, read for their last calculated values.

A formula that no program has calculated yet has no value, and a few writers store
0 for it. Neither is taken for a figure: such cells are named and the file refused.
"""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from distretto.errors import FormatError, gettext_noop, ngettext_noop
from distretto.formats.archives import CHUNK, Limits, check_zip
from distretto.formats.sheet_scan import (
    never_calculated,
    scan_sheet,
    sheet_part,
    spans_of_tables,
)
from distretto.formats.text import column_names, heading_row
from distretto.formats.workbooks import Workbook, open_workbook, sheet_too_large
from distretto.notes import Note, quoted

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook as a table."""

    name: str
    names: tuple[str, ...]
    frame: pl.DataFrame
    first_row: int
    notes: tuple[Note, ...]


def is_encrypted(path: Path) -> bool:
    """Whether an OLE file is a workbook behind a password."""
    mark = "EncryptedPackage".encode("utf-16-le")
    with path.open("rb") as file:
        before = b""
        while chunk := file.read(CHUNK):
            if mark in before + chunk:
                return True
            before = chunk[-len(mark) :]
    return False


def read_sheet(path: Path, sheet: str | None, limits: Limits) -> Sheet:
    """Read one sheet: the one named, else the first visible one that is filled."""
    notes: list[Note] = []
    zipped = zipfile.is_zipfile(path)
    if zipped:
        check_zip(path, limits)
        _check_tables(path, limits)
    with open_workbook(path, limits) as book:
        for name in _candidates(path, book, sheet):
            if zipped:
                notes = _check_cells(path, name, limits)
            rows = book.rows(name)
            if any(cell != "" for row in rows for cell in row):
                others = [other for other in book.visible if other != name]
                if sheet is None and others:
                    notes.insert(0, _other_sheets(name, others))
                return _sheet(path, name, book.names, rows, notes)
    raise FormatError(
        "empty_table",
        gettext_noop(
            "“%(file)s” has no table: the sheet is blank. Export the table again with "
            "a row of column names on top, or name another sheet."
        ),
        file=path.name,
    )


def _candidates(path: Path, book: Workbook, sheet: str | None) -> tuple[str, ...]:
    if sheet is None:
        return book.visible
    for name in book.names:
        if name.casefold().strip() == sheet.casefold().strip():
            return (name,)
    raise FormatError(
        "unknown_sheet",
        gettext_noop(
            "“%(file)s” has no sheet “%(sheet)s”. Its sheets are: %(sheets)s."
        ),
        file=path.name,
        sheet=sheet,
        sheets=", ".join(f"“{name}”" for name in book.names),
    )


def _other_sheets(name: str, others: list[str]) -> Note:
    return Note(
        gettext_noop(
            "The sheet “%(sheet)s” was read; the workbook also has %(others)s."
        ),
        sheet=name,
        others=quoted(others, 8),
    )


def _sheet(
    path: Path,
    name: str,
    names: tuple[str, ...],
    rows: list[list[Any]],
    notes: list[Note],
) -> Sheet:
    texts = [[_text(cell) for cell in row] for row in rows[:600]]
    top = heading_row(texts)
    assert top is not None  # the sheet was found to be filled
    if top:
        notes.append(Note(_ROWS_ABOVE, count=top))
    columns = column_names(texts[top], path.name)
    below = rows[top + 1 :]
    frame = pl.DataFrame(
        {
            column: _column([row[place] for row in below])
            for place, column in enumerate(columns)
        }
    )
    return Sheet(name, names, frame, top + 2, tuple(notes))


_ROWS_ABOVE = ngettext_noop(
    "%(count)s row above the column names passed over.",
    "%(count)s rows above the column names passed over.",
)


def _column(cells: list[Any]) -> pl.Series:
    """Numbers stay numbers where the whole column is; else all becomes text."""
    filled = [cell for cell in cells if cell != ""]
    if filled and all(type(cell) in (int, float) for cell in filled):
        values = [None if cell == "" else float(cell) for cell in cells]
        return pl.Series(values, dtype=pl.Float64)
    texts = [None if cell == "" else _text(cell) for cell in cells]
    return pl.Series(texts, dtype=pl.String)


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if cell.is_integer():
            return str(int(cell))
        # A number among texts must not look as if its point parted thousands.
        text = repr(cell)
        return text + "0" if re.search(r"\.\d{3}$", text) else text
    return str(cell)


def _check_tables(path: Path, limits: Limits) -> None:
    """Refuse an OpenDocument workbook that unfolds too far; it is read whole."""
    for name, (rows, columns) in spans_of_tables(path).items():
        if rows * columns > limits.workbook_cells:
            raise sheet_too_large(path, name, rows, columns)


def _check_cells(path: Path, name: str, limits: Limits) -> list[Note]:
    """Refuse sheets that span too much or have formulas without a value."""
    part = sheet_part(path, name)
    if part is None:
        return []
    found = scan_sheet(path, part)
    if found.last_row * found.last_column > limits.workbook_cells:
        raise sheet_too_large(path, name, found.last_row, found.last_column)
    never = found.without_value
    if found.zeros and never_calculated(path):
        never = never or found.zeros
    if never:
        raise _not_calculated(path, name, never)
    if not found.formulas:
        return []
    return [Note(_FORMULAS, count=found.formulas, sheet=name)]


_FORMULAS = ngettext_noop(
    "%(count)s cell of the sheet “%(sheet)s” is a formula; its last calculated value "
    "was used.",
    "%(count)s cells of the sheet “%(sheet)s” are formulas; their last calculated "
    "values were used.",
)


def _not_calculated(path: Path, name: str, cells: list[str]) -> FormatError:
    return FormatError(
        "formulas_not_calculated",
        gettext_noop(
            "Sheet “%(sheet)s” of “%(file)s” has %(count)s formulas that no program "
            "has calculated yet (%(cells)s ...), so their values are unknown. Open the "
            "file in Excel or LibreOffice, save it, and give it again."
        ),
        file=path.name,
        sheet=name,
        count=f"{len(cells):,}",
        cells=", ".join(cells[:5]),
    )
