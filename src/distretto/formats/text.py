"""Text tables (CSV, TSV and their kin): encoding, delimiter, heading, ragged rows.

Only the beginning of a file is looked at to understand it; the file itself stays on
disk and is scanned. A file that is packed, or not UTF-8, is first written out as
plain UTF-8 beside the program's temporary files, in pieces.
"""

import codecs
import csv
import io
import shutil
import tempfile
import weakref
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from distretto.errors import FormatError, gettext_noop
from distretto.formats.archives import CHUNK

SAMPLE = 256 * 1024
DELIMITERS = ",;\t|"
# What statistics offices still write; the code pages of DOS only add wrong guesses.
LIKELY = [
    *(f"cp125{page}" for page in range(9)),
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "koi8_r", "tis_620"),
]
WESTERN = frozenset(
    "áéíóúàèìòùâêîôûäëïöüãõñçÿœæßåýÁÉÍÓÚÀÈÌÒÙÂÊÎÔÛÄËÏÖÜÃÕÑÇŒÆÅÝªº°–—‘’“”«»€·…\u00a0"
)
DELIMITER_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Shape:
    """How the lines of a text table are to be cut."""

    delimiter: str
    heading: tuple[str, ...]
    heading_row: int  # records before the heading, which are skipped


def encoding_of(path: Path, plain: Path) -> tuple[str, bool]:
    """Name the encoding of a text, and whether the name is a guess.

    `plain` holds the text of `path`, which may be packed.
    """
    with plain.open("rb") as file:
        start = file.read(SAMPLE)
    for mark, name in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return name, False
    offset = _first_byte_not_utf8(path, plain)
    if offset is None:
        return "utf-8", False
    with plain.open("rb") as file:
        file.seek(max(0, offset - SAMPLE // 2))
        sample = file.read(SAMPLE)
    return _guess(path, start, sample), True


def _first_byte_not_utf8(path: Path, plain: Path) -> int | None:
    decoder, before = codecs.getincrementaldecoder("utf-8")(), 0
    with plain.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            if b"\x00" in chunk:
                raise binary_file(path)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as found:
                return before + found.start
            if not chunk:
                return None
            before += len(chunk)


def _guess(path: Path, start: bytes, sample: bytes) -> str:
    controls = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in start)
    if controls > len(start) / 100 or b"\x00" in start:
        raise binary_file(path)
    best = from_bytes(sample, cp_isolation=LIKELY).best()
    if best is None:
        raise binary_file(path)
    if best.encoding in ("cp1250", "cp1252") or "cp1252" in best.could_be_from_charset:
        return "windows-1252" if _is_western(sample) else "windows-1250"
    return best.encoding.replace("cp125", "windows-125")


def _is_western(sample: bytes) -> bool:
    """Whether accents make sense as those of western Europe.

    Central European text in that reading has signs such as "£", "¿" and "ø".
    """
    letters = {sign for sign in sample.decode("cp1252", "replace") if ord(sign) > 127}
    return letters <= WESTERN


def write_as_utf8(path: Path, plain: Path, encoding: str, target: Path) -> None:
    """Write the text of `plain` to `target` as UTF-8 without a byte order mark."""
    try:
        with (
            plain.open("r", encoding=encoding, newline=None) as text,
            target.open("w", encoding="utf-8", newline="\n") as out,
        ):
            while piece := text.read(CHUNK):
                out.write(piece)
    except LookupError as unknown:
        raise FormatError(
            "unknown_encoding",
            gettext_noop(
                "There is no text encoding “%(encoding)s”. Usual ones are utf-8, "
                "windows-1252 (western Europe), windows-1256 (Arabic), latin-1."
            ),
            encoding=encoding,
        ) from unknown
    except UnicodeError as wrong:
        raise wrong_encoding(path, encoding) from wrong


def wrong_encoding(path: Path, encoding: str) -> FormatError:
    """The error for a text that is not in the encoding it is said to be in."""
    return FormatError(
        "wrong_encoding",
        gettext_noop(
            "“%(file)s” cannot be read as %(encoding)s text. Name the right "
            "encoding (for example windows-1252), or save it as CSV UTF-8."
        ),
        file=path.name,
        encoding=encoding,
    )


def shape_of(path: Path, plain: Path, delimiter: str | None = None) -> Shape:
    """Find the delimiter and the heading of a plain UTF-8 text table."""
    with plain.open("r", encoding="utf-8", newline="") as file:
        sample = file.read(SAMPLE)
        cut = len(sample) == SAMPLE
    records_of = {
        mark: _records(sample, mark, cut)
        for mark in ([delimiter] if delimiter else DELIMITERS)
    }
    told = _told_delimiter(sample)
    if told and not delimiter:
        records_of = {told: _records(sample, told, cut)}
    mark = max(records_of, key=lambda each: _evenness(records_of[each]))
    records = records_of[mark]
    row = heading_row(records)
    if row is None:
        raise FormatError(
            "empty_table",
            gettext_noop(
                "“%(file)s” has no table: only blank lines were found. Export the "
                "table again with a row of column names on top."
            ),
            file=path.name,
        )
    return Shape(mark, column_names(records[row], path.name), row)


def heading_row(records: list[list[str]]) -> int | None:
    """The first row that is as wide as the table; titles above it are narrower."""
    filled = [sum(1 for cell in row if cell.strip()) for row in records]
    widths = Counter(count for count in filled[:500] if count > 1)
    if not widths:
        return next((row for row, count in enumerate(filled) if count), None)
    usual = max(widths, key=lambda width: (widths[width], width))
    return next(
        row
        for row, count in enumerate(filled)
        if count > 1 and count >= min(usual, max(2, round(usual * 0.6)))
    )


def column_names(heading: list[str], file: str) -> tuple[str, ...]:
    """The names of the columns, blank ones by their place; doubles are refused."""
    names = [" ".join(name.replace("\ufeff", "").split()) for name in heading]
    while len(names) > 1 and not names[-1]:
        names.pop()
    names = [name or f"column {place}" for place, name in enumerate(names, start=1)]
    double = next((name for name, times in Counter(names).items() if times > 1), None)
    if double is not None:
        places = [place for place, name in enumerate(names, 1) if name == double]
        raise FormatError(
            "duplicate_columns",
            gettext_noop(
                "“%(file)s” has several columns called “%(name)s” (columns "
                "%(places)s). Give each column its own name in the first row."
            ),
            file=file,
            name=double,
            places=", ".join(map(str, places)),
        )
    return tuple(names)


def first_ragged_row(plain: Path, shape: Shape) -> tuple[int, int] | None:
    """Row (counted from 1) and number of cells of the first row that is too wide."""
    width = len(shape.heading)
    with plain.open("r", encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter=shape.delimiter)
        try:
            for number, row in enumerate(rows, start=1):
                if number > shape.heading_row + 1 and len(row) > width:
                    return number, len(row)
        except csv.Error:  # a quotation mark that is never closed
            return None
    return None


def binary_file(path: Path) -> FormatError:
    """The error for a file that is neither text nor any table we know."""
    return FormatError(
        "binary_file",
        gettext_noop(
            "“%(file)s” is not a table that can be read: its bytes are neither text "
            "nor a known kind of table. Give CSV, TSV, Excel (xlsx) or Parquet."
        ),
        file=path.name,
    )


class TemporaryFolder:
    """A folder for plain copies; it goes when the table that holds it goes."""

    def __init__(self) -> None:
        self.name = tempfile.mkdtemp(prefix="distretto-")
        self._end = weakref.finalize(self, shutil.rmtree, self.name, True)


def _told_delimiter(sample: str) -> str | None:
    """Excel may name the delimiter in a first line such as “sep=;”."""
    first = sample.split("\n", 1)[0].strip().strip('"')
    return first[4] if first.lower().startswith("sep=") and len(first) == 5 else None


def _records(sample: str, delimiter: str, cut: bool) -> list[list[str]]:
    rows = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            rows.append(row)
    except csv.Error:
        return rows
    return rows[:-1] if cut and len(rows) > 1 else rows


def _evenness(records: list[list[str]]) -> tuple[float, int]:
    """How well a delimiter cuts: the share of rows of the usual width, and that."""
    widths = Counter(len(row) for row in records if any(cell.strip() for cell in row))
    wide = {width: times for width, times in widths.items() if width > 1}
    if not wide:
        return 0.0, 1
    usual = max(wide, key=lambda width: (wide[width], width))
    return round(wide[usual] / sum(widths.values()), 2), usual
