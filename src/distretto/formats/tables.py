"""One reader for the tables people have: CSV, TSV, Excel, Parquet, packed or not.

What a file is, its bytes say; its suffix is only a hint. Text is never read whole to
understand it: large files are scanned lazily, with Polars.
"""

import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from distretto.errors import FormatError, gettext_noop, ngettext_noop
from distretto.formats import parquet, spreadsheet, text
from distretto.formats.archives import (
    DEFAULT_LIMITS,
    Limits,
    broken_zip,
    check_file_size,
    check_zip,
    empty_file,
    unpack_gzip,
    unpack_zip_entry,
)
from distretto.formats.harmless import as_it_was
from distretto.formats.workbooks import encrypted
from distretto.notes import Note

__all__ = ["DEFAULT_LIMITS", "Limits", "Table", "read_table", "with_other_sheets"]

# Below this size the foot of a text table is searched for notes such as "Source:".
FOOT_SEARCHED = 256 * 1024**2
FOOT_ROWS = 40
TEXT_SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".dat")


@dataclass(frozen=True)
class Table:
    """A file understood as one table.

    A packed file, or one that is not UTF-8, is scanned from a plain copy that goes
    with this object: keep it as long as its frame is used.

    Attributes
    ----------
    path : Path
        The file as given.
    kind : str
        "text", "workbook" or "parquet".
    frame : polars.LazyFrame
        Text tables and mixed columns of workbooks are text, unparsed: numbers as
        people wrote them are read by `distretto.formats.numbers`.
    columns : tuple of str
    rows : int
    first_row : int
        What the file calls the first row of data: the row below the heading, the
        first row of the file being 1.
    sheet, sheets
        The sheet read and all there are; None and () outside workbooks.
    encoding, delimiter : str or None
    notes : tuple of Note
        What was found and what was passed over, in sentences for people.
    foot : tuple of str
        The first cells of the last rows, which have nothing else and were cut off.
    """

    path: Path
    kind: str
    frame: pl.LazyFrame
    columns: tuple[str, ...]
    rows: int
    first_row: int = 2
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    notes: tuple[Note, ...] = ()
    foot: tuple[str, ...] = ()
    _folder: text.TemporaryFolder | None = field(
        default=None, repr=False, compare=False
    )

    def numbered(self, name: str = "row") -> pl.LazyFrame:
        """The table with the file's row numbers in front."""
        return self.frame.with_row_index(name, offset=self.first_row)


def read_table(
    path: str | Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Table:
    """Open a table file, whatever its kind, without reading large ones into memory.

    Parameters
    ----------
    path : path of the file
    sheet : name of the sheet of a workbook; default the first that is filled
    encoding : of a text file; default by its byte order mark, else UTF-8, else a guess
        that the notes tell
    delimiter : of a text file; default the one that cuts the lines most evenly
    limits : how large a file may be and how far a packed one may unfold

    Raises
    ------
    FormatError
        The file is empty, broken, locked, too large, or no table; says what to do.
    """
    path = Path(path)
    _check_there(path)
    check_file_size(path, limits)
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"\x1f\x8b"):
        return _read_gzip(path, encoding, delimiter, limits)
    if start.startswith(parquet.MARK):
        return _read_parquet(path)
    if start.startswith(spreadsheet.OLE_MARK):
        if spreadsheet.is_encrypted(path):
            raise encrypted(path)
        return _read_workbook(path, sheet, limits)
    if start.startswith(b"PK"):
        return _read_zip(path, sheet, encoding, delimiter, limits)
    return _read_text(path, path, encoding, delimiter, None)


def _check_there(path: Path) -> None:
    if path.is_dir():
        raise FormatError(
            "is_folder",
            gettext_noop("“%(file)s” is a folder. Give a file inside it."),
            file=str(path),
        )
    if not path.is_file():
        raise FormatError(
            "no_file",
            gettext_noop("There is no file “%(file)s”. Check its name and folder."),
            file=str(path),
        )


def _read_gzip(
    path: Path, encoding: str | None, delimiter: str | None, limits: Limits
) -> Table:
    folder = text.TemporaryFolder()
    plain = Path(folder.name) / "unpacked"
    unpack_gzip(path, plain, limits)
    return _read_text(path, plain, encoding, delimiter, folder)


def _read_zip(
    path: Path,
    sheet: str | None,
    encoding: str | None,
    delimiter: str | None,
    limits: Limits,
) -> Table:
    """A workbook, or a zip file that holds a single text table."""
    if not zipfile.is_zipfile(path):
        raise broken_zip(path)
    try:
        entries = check_zip(path, limits)
    except zipfile.BadZipFile as damage:
        raise broken_zip(path) from damage
    names = [entry.filename for entry in entries]
    if any(name in ("[Content_Types].xml", "mimetype") for name in names):
        return _read_workbook(path, sheet, limits)
    tables = [
        entry for entry in entries if entry.filename.lower().endswith(TEXT_SUFFIXES)
    ]
    if len(tables) != 1:
        raise _not_one_table(path, [entry.filename for entry in tables] or names)
    folder = text.TemporaryFolder()
    plain = Path(folder.name) / "unpacked"
    unpack_zip_entry(path, tables[0], plain)
    return _read_text(path, plain, encoding, delimiter, folder)


def _read_parquet(path: Path) -> Table:
    frame = parquet.scan_parquet(path)
    columns = tuple(frame.collect_schema().names())
    rows = int(frame.select(pl.len()).collect().item())
    if rows == 0:
        raise _heading_only(path, columns)
    return Table(path, "parquet", frame, columns, rows, first_row=1)


def _read_workbook(path: Path, sheet: str | None, limits: Limits) -> Table:
    found = spreadsheet.read_sheet(path, sheet, limits)
    columns = tuple(found.frame.columns)
    if found.frame.is_empty():
        failure = _heading_only(path, columns)
        raise with_other_sheets(failure, path, found.name, found.names)
    frame, rows, foot = _without_foot(found.frame.lazy(), found.frame.height, columns)
    return Table(
        path,
        "workbook",
        frame,
        columns,
        rows,
        first_row=found.first_row,
        sheet=found.name,
        sheets=found.names,
        notes=(*found.notes, *_foot_notes(foot)),
        foot=foot,
    )


def _read_text(
    path: Path,
    plain: Path,
    encoding: str | None,
    delimiter: str | None,
    folder: text.TemporaryFolder | None,
) -> Table:
    notes: list[Note] = []
    if plain.stat().st_size == 0:
        raise empty_file(path)
    encoding, guessed = _encoding(path, plain, encoding)
    if guessed:
        notes.append(Note(_GUESSED, encoding=encoding))
    if encoding != "utf-8":
        folder = folder or text.TemporaryFolder()
        as_utf8 = Path(folder.name) / "utf8"
        text.write_as_utf8(path, plain, encoding, as_utf8)
        plain = as_utf8
    shape = text.shape_of(path, plain, delimiter)
    if shape.heading_row:
        notes.append(Note(_LINES_ABOVE, count=shape.heading_row))
    frame = _scan(plain, shape)
    first_row = shape.heading_row + 2
    rows, quoted = _check_scan(path, plain, shape, frame)
    if quoted:
        frame = frame.with_columns(as_it_was(quoted))
    foot: tuple[str, ...] = ()
    if plain.stat().st_size <= FOOT_SEARCHED:
        frame, rows, foot = _without_foot(frame, rows, shape.heading)
        notes += _foot_notes(foot)
    return Table(
        path,
        "text",
        frame,
        shape.heading,
        rows,
        first_row=first_row,
        encoding=encoding,
        delimiter=shape.delimiter,
        notes=tuple(notes),
        foot=foot,
        _folder=folder,
    )


_GUESSED = gettext_noop(
    "The text is not UTF-8; it was read as %(encoding)s, which is a guess. If names "
    "look wrong, give the encoding."
)
_LINES_ABOVE = ngettext_noop(
    "%(count)s line above the column names passed over.",
    "%(count)s lines above the column names passed over.",
)


def _encoding(path: Path, plain: Path, told: str | None) -> tuple[str, bool]:
    """The encoding as told, held against the bytes, else as found or guessed."""
    if told is None:
        return text.encoding_of(path, plain)
    if told.lower().replace("_", "-") not in ("utf-8", "utf8"):
        return told, False
    found, guessed = text.encoding_of(path, plain)
    if guessed or not found.startswith("utf-8"):
        raise text.wrong_encoding(path, told)
    return found, False


def _scan(plain: Path, shape: text.Shape) -> pl.LazyFrame:
    return pl.scan_csv(
        plain,
        separator=shape.delimiter,
        has_header=False,
        skip_rows=shape.heading_row + 1,
        schema={name: pl.String for name in shape.heading},
        infer_schema=False,
    )


def _check_scan(
    path: Path, plain: Path, shape: text.Shape, frame: pl.LazyFrame
) -> tuple[int, list[str]]:
    """Count the rows; find now, and say, what would fail in the middle of the work.

    Also names the columns where a text begins with an apostrophe.
    """
    try:
        counts = frame.select(
            pl.len().alias("\0rows"), pl.all().str.starts_with("'").any()
        ).collect(engine="streaming")
    except pl.exceptions.PolarsError as failure:
        raise _ragged(path, plain, shape) from failure
    rows = int(counts["\0rows"].item())
    if rows == 0:
        raise _heading_only(path, shape.heading)
    return rows, [name for name in shape.heading if counts[name].item()]


def _ragged(path: Path, plain: Path, shape: text.Shape) -> FormatError:
    found = text.first_ragged_row(plain, shape)
    if found is None:
        return FormatError(
            "broken_text",
            gettext_noop(
                "“%(file)s” cannot be cut into rows and columns: a quotation mark is "
                "opened and never closed. Export the table again as CSV UTF-8."
            ),
            file=path.name,
        )
    is_below_heading = found[0] == shape.heading_row + 2
    return FormatError(
        "ragged_rows",
        _SECOND_HEADING if is_below_heading else _RAGGED,
        file=path.name,
        row=found[0],
        found=found[1],
        expected=len(shape.heading),
        delimiter=text.DELIMITER_NAMES.get(shape.delimiter, f"“{shape.delimiter}”"),
    )


_RAGGED = gettext_noop(
    "Row %(row)s of “%(file)s” has %(found)s cells, but there are %(expected)s columns "
    "(cut at %(delimiter)s). Put texts that contain that sign in quotation marks, or "
    "export with another delimiter."
)
_SECOND_HEADING = gettext_noop(
    "Row %(row)s of “%(file)s” has %(found)s cells, but the heading above it has "
    "%(expected)s (cut at %(delimiter)s). If the headings go on in this row, join both "
    "rows into one; else put texts that contain that sign in quotation marks."
)


def _without_foot(
    frame: pl.LazyFrame, rows: int, columns: tuple[str, ...]
) -> tuple[pl.LazyFrame, int, tuple[str, ...]]:
    """Cut off notes below a table: last rows with nothing but their first cell."""
    if len(columns) < 2:
        return frame, rows, ()
    blank = [
        pl.col(name).cast(pl.String).str.strip_chars().fill_null("") == ""
        for name in columns[1:]
    ]
    tail = frame.tail(FOOT_ROWS).select(
        pl.all_horizontal(blank).alias("foot"),
        pl.col(columns[0]).cast(pl.String).alias("text"),
    )
    last = tail.collect(engine="streaming")
    flags = last["foot"].to_list()
    foot = len(flags)
    while foot and flags[foot - 1]:
        foot -= 1
    count = len(flags) - foot
    if not count or count == len(flags):
        return frame, rows, ()
    told = tuple((words or "").strip() for words in last["text"].to_list()[foot:])
    return frame.head(rows - count), rows - count, told


def _foot_notes(foot: tuple[str, ...]) -> list[Note]:
    told = [words for words in foot if words]
    return [Note(_ROWS_BELOW, count=len(foot), text=told[0][:60])] if told else []


_ROWS_BELOW = ngettext_noop(
    "%(count)s row below the table passed over (“%(text)s”).",
    "%(count)s rows below the table passed over (“%(text)s”).",
)


def with_other_sheets(
    failure: FormatError, path: Path, sheet: str | None, sheets: tuple[str, ...]
) -> FormatError:
    """The failure of a sheet, with the other sheets of its workbook to choose from."""
    others = [name for name in sheets if name != sheet]
    if sheet is None or not others:
        return failure
    return FormatError(
        "other_sheets",
        gettext_noop(
            "%(reason)s This is the sheet “%(sheet)s” of “%(file)s”, which also has "
            "%(others)s. If the table is there, name its sheet (--sheet)."
        ),
        reason=str(failure),
        sheet=sheet,
        file=path.name,
        others=", ".join(f"“{name}”" for name in others[:8])
        + (" ..." if len(others) > 8 else ""),
    )


def _heading_only(path: Path, columns: tuple[str, ...]) -> FormatError:
    return FormatError(
        "header_only",
        gettext_noop(
            "“%(file)s” has column names but no rows below them (columns: "
            "%(columns)s). Export the table again with its data."
        ),
        file=path.name,
        columns=", ".join(columns[:8]) or "none",
    )


def _not_one_table(path: Path, names: list[str]) -> FormatError:
    return FormatError(
        "several_tables",
        gettext_noop(
            "“%(file)s” holds %(count)s files and not a single table (%(names)s). "
            "Unpack it and give the table you want."
        ),
        file=path.name,
        count=len(names),
        names=", ".join(names[:5]) or "none",
    )
