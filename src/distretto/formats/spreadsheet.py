"""Excel and OpenDocument workbooks, read for their last calculated values.

A formula that no program has calculated yet has no value, and a few writers store
0 for it. Neither is taken for a figure: such cells are named and the file refused.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

from distretto.errors import FormatError, gettext_noop, ngettext_noop
from distretto.formats.archives import CHUNK, Limits, broken_zip, check_zip
from distretto.formats.text import column_names, heading_row
from distretto.notes import Note, quoted

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OVERLAP = 64 * 1024
CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')
FORMULA = re.compile(
    rb'<c [^>]*?r="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)'
    rb"\s*(?:<v\s*/>|<v[^>]*>([^<]*)</v>)?"
)


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook as a table."""

    name: str
    names: tuple[str, ...]
    frame: pl.DataFrame
    first_row: int
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class _Formulas:
    count: int
    without_value: tuple[str, ...]
    zeros: tuple[str, ...]
    last_row: int
    last_column: int


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
    book = _open(path)
    names = tuple(book.sheet_names)
    for name in _candidates(path, book, sheet):
        if zipped:
            notes = _check_cells(path, book, name, limits)
        rows = _rows(path, book, name)
        if any(cell != "" for row in rows for cell in row):
            others = [other for other in _visible(book) if other != name]
            if sheet is None and others:
                notes.insert(0, _other_sheets(name, others))
            return _sheet(path, name, names, rows, notes)
    raise FormatError(
        "empty_table",
        gettext_noop(
            "“%(file)s” has no table: the sheet is blank. Export the table again with "
            "a row of column names on top, or name another sheet."
        ),
        file=path.name,
    )


def _open(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(path))
    except PasswordError as locked:
        raise encrypted(path) from locked
    except (CalamineError, OSError) as damage:
        raise broken_workbook(path) from damage


def _candidates(path: Path, book: CalamineWorkbook, sheet: str | None) -> list[str]:
    if sheet is None:
        return _visible(book)
    for name in book.sheet_names:
        if name.casefold().strip() == sheet.casefold().strip():
            return [name]
    raise FormatError(
        "unknown_sheet",
        gettext_noop(
            "“%(file)s” has no sheet “%(sheet)s”. Its sheets are: %(sheets)s."
        ),
        file=path.name,
        sheet=sheet,
        sheets=", ".join(f"“{name}”" for name in book.sheet_names),
    )


def _visible(book: CalamineWorkbook) -> list[str]:
    return [
        each.name
        for each in book.sheets_metadata
        if each.visible == SheetVisibleEnum.Visible
    ]


def _rows(path: Path, book: CalamineWorkbook, name: str) -> list[list[Any]]:
    try:
        sheet: CalamineSheet = book.get_sheet_by_name(name)
        return sheet.to_python(skip_empty_area=False)
    except CalamineError as damage:
        raise broken_workbook(path) from damage


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
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)


def _check_cells(
    path: Path, book: CalamineWorkbook, name: str, limits: Limits
) -> list[Note]:
    """Refuse sheets that span too much or have formulas without a value."""
    part = _part_of(path, name)
    if part is None:
        return []
    found = _scan(path, part)
    if found.last_row * found.last_column > limits.workbook_cells:
        raise _too_wide(path, name, found)
    never = found.without_value or (_never_calculated(path) and found.zeros) or ()
    if never:
        raise _not_calculated(path, name, tuple(never))
    if not found.count:
        return []
    return [Note(_FORMULAS, count=found.count, sheet=name)]


_FORMULAS = ngettext_noop(
    "%(count)s cell of the sheet “%(sheet)s” is a formula; its last calculated value "
    "was used.",
    "%(count)s cells of the sheet “%(sheet)s” are formulas; their last calculated "
    "values were used.",
)


def _part_of(path: Path, name: str) -> str | None:
    """Which file inside an xlsx workbook holds a sheet."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.namelist()
        if "xl/workbook.xml" not in parts or "xl/_rels/workbook.xml.rels" not in parts:
            return None
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {
        _attribute("Id", link): _attribute("Target", link)
        for link in re.findall(r"<(?:\w+:)?Relationship\s[^>]*>", links)
    }
    for sheet in re.findall(r"<(?:\w+:)?sheet\s[^>]*>", book):
        if _unescape(_attribute("name", sheet)) == name:
            target = targets.get(_attribute(r"\w+:id", sheet), "")
            absolute = target.startswith("/")
            part = target.lstrip("/") if absolute else f"xl/{target}"
            return part if part in parts else None
    return None


def _attribute(name: str, tag: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found[1] if found else ""


def _unescape(text: str) -> str:
    for mark, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        text = text.replace(mark, sign)
    return text.replace("&amp;", "&")


def _pieces(path: Path, part: str) -> Iterator[tuple[bytes, int]]:
    """A sheet's XML in overlapping pieces, with where in each the new part ends."""
    with zipfile.ZipFile(path) as archive, archive.open(part) as xml:
        held = b""
        while chunk := xml.read(CHUNK):
            held += chunk
            end = held.rfind(b"</c>") + 4 if b"</c>" in held else 0
            if end:
                yield held[:end], end
                held = held[end:]
            elif len(held) > CHUNK + OVERLAP:
                held = held[-OVERLAP:]
        yield held, len(held)


def _scan(path: Path, part: str) -> _Formulas:
    count, without, zeros = 0, [], []
    last_row = last_column = 1
    try:
        for piece, _ in _pieces(path, part):
            cells = set(CELL.findall(piece))
            last_row = max([last_row, *(int(row) for _, row in cells)])
            letters = {letter for letter, _ in cells}
            last_column = max([last_column, *map(_column_number, letters)])
            if b"<f" not in piece:
                continue
            for formula in FORMULA.finditer(piece):
                count += 1
                if not formula[2]:
                    without.append(formula[1].decode())
                elif formula[2] == b"0":
                    zeros.append(formula[1].decode())
    except zipfile.BadZipFile as damage:
        raise broken_zip(path) from damage
    return _Formulas(count, tuple(without), tuple(zeros), last_row, last_column)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _never_calculated(path: Path) -> bool:
    """Whether the writer asked Excel to calculate everything when it first opens."""
    with zipfile.ZipFile(path) as archive:
        return b'fullCalcOnLoad="1"' in archive.read("xl/workbook.xml")


def _not_calculated(path: Path, name: str, cells: tuple[str, ...]) -> FormatError:
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


def _too_wide(path: Path, name: str, found: _Formulas) -> FormatError:
    return FormatError(
        "sheet_too_large",
        gettext_noop(
            "Sheet “%(sheet)s” of “%(file)s” spans %(rows)s rows and %(columns)s "
            "columns, more than can be read at once. Delete stray cells far below or "
            "right of the table, or save the table as CSV."
        ),
        file=path.name,
        sheet=name,
        rows=f"{found.last_row:,}",
        columns=f"{found.last_column:,}",
    )


def encrypted(path: Path) -> FormatError:
    """The error for a workbook behind a password."""
    return FormatError(
        "encrypted_workbook",
        gettext_noop(
            "“%(file)s” is protected by a password. Open it in Excel or LibreOffice, "
            "save a copy without the password, and give that copy."
        ),
        file=path.name,
    )


def broken_workbook(path: Path) -> FormatError:
    """The error for a workbook that cannot be opened."""
    return FormatError(
        "broken_workbook",
        gettext_noop(
            "“%(file)s” is damaged or not an Excel workbook: it cannot be opened. "
            "Open it in Excel or LibreOffice and save it again as xlsx or CSV."
        ),
        file=path.name,
    )
