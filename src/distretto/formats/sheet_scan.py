"""The XML inside workbooks, looked over before any reader makes cells of it.

Parsed as XML and not searched as text: attributes may stand in either quotation mark
and elements under any prefix. Nothing is ever built from the document, document types
(and so entities) are refused, and the declared encoding is passed over, as readers of
workbooks do: both kinds of workbook are UTF-8.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from distretto.formats.archives import CHUNK
from distretto.formats.workbooks import broken_workbook

CELL = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
MOST_DIGITS = 18
Attributes = dict[str, str]


@dataclass
class SheetScan:
    """What a sheet of an Excel workbook spans, and its formulas.

    Attributes
    ----------
    last_row, last_column : int
        Of any cell, counted from 1.
    formulas : int
    without_value, zeros : list of str
        Cells whose formula has no value, and those whose value is 0.
    """

    last_row: int = 1
    last_column: int = 1
    formulas: int = 0
    without_value: list[str] = field(default_factory=list)
    zeros: list[str] = field(default_factory=list)


class _Malformed(ValueError):
    """The XML says what no workbook says."""


def sheet_part(path: Path, name: str) -> str | None:
    """Which file inside an Excel workbook holds a sheet; None in other workbooks.

    Raises
    ------
    FormatError
        The workbook does not say where the sheet is.
    """
    parts = _parts(path)
    book = _book_part(path, parts)
    if book is None:
        return None
    sheets = _Found("sheet")
    _parse(path, book, sheets.start)
    links = {each["name"]: each["id"] for each in reversed(sheets.all)}
    folder, file = posixpath.split(_folded(book))
    for link in _links(path, parts.get(f"{folder}/_rels/{file}.rels")):
        if link["id"] == links.get(name):
            part = parts.get(_whole(folder, link["target"]))
            if part is not None:
                return part
    raise broken_workbook(path)


def never_calculated(path: Path) -> bool:
    """Whether the writer asked Excel to calculate everything when it first opens."""
    book = _book_part(path, _parts(path))
    if book is None:
        return False
    properties = _Found("calcPr")
    _parse(path, book, properties.start)
    return any(each.get("fullcalconload") in ("1", "true") for each in properties.all)


def scan_sheet(path: Path, part: str) -> SheetScan:
    """Look over one sheet of an Excel workbook.

    Raises
    ------
    FormatError
        The sheet is no XML, or has a cell at no place.
    """
    cells = _Cells()
    _parse(path, part, cells.start, cells.hook)
    cells.close()
    return cells.found


def spans_of_tables(path: Path) -> Mapping[str, tuple[int, int]]:
    """Rows and columns that each sheet of an OpenDocument workbook spans.

    Repetitions are counted in full, blank cells only up to the last filled one.
    Empty for other workbooks.
    """
    content = _parts(path).get("content.xml")
    if content is None:
        return {}
    tables = _Tables()
    _parse(path, content, tables.start)
    return tables.spans


def _parts(path: Path) -> dict[str, str]:
    """Files in the archive by their name as readers look for it."""
    with zipfile.ZipFile(path) as archive:
        return {_folded(name): name for name in reversed(archive.namelist())}


def _folded(name: str) -> str:
    return name.replace("\\", "/").lower()


def _book_part(path: Path, parts: dict[str, str]) -> str | None:
    """The part that lists the sheets; None where it is not XML."""
    for link in _links(path, parts.get("_rels/.rels")):
        if link.get("type", "").endswith("/officeDocument"):
            book = parts.get(_whole("", link["target"]))
            if book is None:
                raise broken_workbook(path)
            return None if book.lower().endswith(".bin") else book
    return None


def _links(path: Path, part: str | None) -> list[Attributes]:
    found = _Found("Relationship")
    if part is not None:
        _parse(path, part, found.start)
    return found.all


def _whole(folder: str, target: str) -> str:
    """The name of a part that another one, in `folder`, names."""
    return posixpath.normpath(posixpath.join("/", folder, _folded(target))).lstrip("/")


def _parse(
    path: Path,
    part: str,
    start: Callable[[str, Attributes], None],
    hook: Callable[[expat.XMLParserType], None] | None = None,
) -> None:
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    parser.buffer_text = True
    if hook is not None:
        hook(parser)
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part) as xml:
            while chunk := xml.read(CHUNK):
                parser.Parse(chunk)
            parser.Parse(b"", True)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError) as damage:
        raise broken_workbook(path) from damage
    except (expat.ExpatError, _Malformed) as damage:
        raise broken_workbook(path) from damage


def _refuse(*_: object) -> None:
    raise _Malformed("a document type")


def _local(name: str) -> str:
    return name[name.rfind(":") + 1 :]


class _Found:
    """All elements of one name, with their attributes in lower case, prefixes off."""

    def __init__(self, wanted: str) -> None:
        self.wanted, self.all = wanted, list[Attributes]()

    def start(self, name: str, attributes: Attributes) -> None:
        if _local(name) == self.wanted:
            found = {_local(key).lower(): value for key, value in attributes.items()}
            self.all.append({"id": "", "name": "", "target": "", **found})


class _Cells:
    """Follows the cells of a sheet; where a cell says no place it is the next one."""

    def __init__(self) -> None:
        self.found = SheetScan()
        self.kinds: dict[str, str] = {}
        self.columns: dict[str, int] = {}
        self.row = self.column = 0
        self.row_text = "0"
        self.cell: str | None = None
        self.before, self.is_formula, self.value = "", False, ""

    def hook(self, parser: expat.XMLParserType) -> None:
        self.parser = parser

    def start(self, name: str, attributes: Attributes) -> None:
        kind = self.kinds.get(name)
        if kind is None:
            kind = self.kinds[name] = _local(name)
        if kind == "c":
            if self.is_formula:
                self.close()
            self.cell = attributes.get("r")
            self._place_cell(self.cell)
        elif kind == "row":
            self.close()
            told = attributes.get("r")
            self.row = self.row + 1 if told is None else _count(told)
            self.row_text, self.column = str(self.row), 0
        # Elements of these names also stand elsewhere than in a cell.
        elif kind == "f" and self.before == "c":
            self.is_formula, self.value = True, ""
        elif kind == "v" and self.before == "f" and self.is_formula:
            self.parser.CharacterDataHandler = self._take
        self.before = kind

    def close(self) -> None:
        """Count the last cell, if it is a formula."""
        if not self.is_formula:
            return
        self.parser.CharacterDataHandler = None
        self.is_formula = False
        self.found.formulas += 1
        cell, value = self.cell or _place(self.row, self.column), self.value.strip()
        if not value:
            self.found.without_value.append(cell)
        elif value == "0":
            self.found.zeros.append(cell)

    def _place_cell(self, told: str | None) -> None:
        if told is None:
            self.row, self.column = max(1, self.row), self.column + 1
        elif told.endswith(self.row_text):  # nearly all: quicker than a pattern
            letters = told[: -len(self.row_text)]
            self.column = self.columns.get(letters) or self._new_column(told)
        else:
            self.column = self._new_column(told)
        if self.row > self.found.last_row:
            self.found.last_row = self.row
        if self.column > self.found.last_column:
            self.found.last_column = self.column

    def _new_column(self, told: str) -> int:
        matched = CELL.fullmatch(told)
        if matched is None:
            raise _Malformed("a cell at no place")
        self.row, self.row_text = int(matched[2]), matched[2]
        return self.columns.setdefault(matched[1], _column_number(matched[1]))

    def _take(self, text: str) -> None:
        self.value += text


class _Tables:
    """Follows the rows and cells of OpenDocument tables with their repetitions."""

    def __init__(self) -> None:
        self.spans: dict[str, tuple[int, int]] = {}
        self.name = ""
        self.row = self.repeated = self.column = 0

    def start(self, name: str, attributes: Attributes) -> None:
        kind = _local(name)
        if kind == "table":
            self.name = _told(attributes, "name") or ""
            self.spans.setdefault(self.name, (0, 0))
            self.row = self.repeated = self.column = 0
        elif kind == "table-row":
            self.row += self.repeated
            self.repeated = _count(_told(attributes, "number-rows-repeated") or "1")
            self.column = 0
        elif kind in ("table-cell", "covered-table-cell"):
            self.column += _count(_told(attributes, "number-columns-repeated") or "1")
            if any(_local(key) in _VALUES for key in attributes):
                self._fill()
        elif kind == "p":  # a text is a paragraph inside its cell
            self._fill()

    def _fill(self) -> None:
        rows, columns = self.spans.get(self.name, (0, 0))
        last = self.row + self.repeated
        self.spans[self.name] = (max(rows, last), max(columns, self.column))


_VALUES = {
    "value-type",
    "value",
    "date-value",
    "time-value",
    "boolean-value",
    "string-value",
    "formula",
}


def _told(attributes: Attributes, wanted: str) -> str | None:
    return next(
        (each for key, each in attributes.items() if _local(key) == wanted), None
    )


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > MOST_DIGITS:
        raise _Malformed("a number that is none")
    return int(text)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _place(row: int, column: int) -> str:
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(65 + place) + letters
    return f"{letters}{row}"
