"""The tables of an export, as they stand in the file: one for responses, and one for
each group that repeats."""

import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from distretto.errors import FormatError, gettext_noop
from distretto.formats.archives import (
    DEFAULT_LIMITS,
    check_file_size,
    check_zip,
    unpack_zip_entry,
)
from distretto.formats.tables import read_table
from distretto.formats.workbooks import open_workbook


@dataclass(frozen=True)
class ExportTable:
    """One table: its headings as written, and its cells by place.

    `frame` has the columns “0”, “1” ... in the order of `heads`: text, or numbers
    where the whole column is. `first_row` is what the file calls its first row.
    """

    name: str
    heads: tuple[str, ...]
    frame: pl.DataFrame
    first_row: int = 2


def export_tables(path: str | Path) -> tuple[ExportTable, ...]:
    """The tables of an export: a CSV, a workbook, or a ZIP of several CSVs.

    Raises
    ------
    FormatError
        The file is none of these, is broken, or has nothing in it.
    """
    path = Path(path)
    if path.is_file() and zipfile.is_zipfile(path):
        check_file_size(path, DEFAULT_LIMITS)
        entries = check_zip(path, DEFAULT_LIMITS)
        names = [entry.filename for entry in entries]
        if "[Content_Types].xml" in names:
            return _of_workbook(path)
        packed = [each for each in entries if each.filename.lower().endswith(".csv")]
        if packed:
            return _of_zip(path, packed)
    return (_of_text(path, ""),)


def _of_workbook(path: Path) -> tuple[ExportTable, ...]:
    with open_workbook(path, DEFAULT_LIMITS) as book:
        found = tuple(
            table
            for name in book.names
            if (table := _of_rows(name, book.rows(name))) is not None
        )
    if not found:
        raise FormatError(
            "no_responses",
            gettext_noop(
                "“%(file)s” has no responses: its sheets are blank below their "
                "headings. Export again, with the responses in it."
            ),
            file=path.name,
        )
    return found


def _of_rows(name: str, rows: list[list[Any]]) -> ExportTable | None:
    if len(rows) < 2:
        return None
    heads = [str(cell).strip() for cell in rows[0]]
    columns = {
        str(place): _column([row[place] for row in rows[1:]])
        for place in range(len(heads))
    }
    return ExportTable(name, tuple(heads), pl.DataFrame(columns))


def _column(cells: Sequence[Any]) -> pl.Series:
    kinds = {type(cell) for cell in cells if cell != ""}
    if kinds <= {int, float}:
        values = [None if cell == "" else float(cell) for cell in cells]
        return pl.Series(values, dtype=pl.Float64)
    if kinds == {str}:
        return pl.Series(cells, dtype=pl.String)
    return pl.Series([_text(cell) for cell in cells], dtype=pl.String)


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _of_zip(path: Path, packed: list[zipfile.ZipInfo]) -> tuple[ExportTable, ...]:
    tables = []
    with tempfile.TemporaryDirectory(prefix="distretto-") as folder:
        for number, entry in enumerate(packed):
            plain = Path(folder) / f"{number}.csv"
            unpack_zip_entry(path, entry, plain)
            tables.append(_of_text(plain, Path(entry.filename).stem))
    return tuple(tables)


def _of_text(path: Path, name: str) -> ExportTable:
    table = read_table(path)
    frame = table.frame.collect()
    plain = frame.rename(
        {column: str(place) for place, column in enumerate(table.columns)}
    )
    kept = [
        pl.col(column) if kind.is_numeric() else pl.col(column).cast(pl.String)
        for column, kind in plain.schema.items()
    ]
    return ExportTable(
        name or table.sheet or "", table.columns, plain.select(kept), table.first_row
    )
