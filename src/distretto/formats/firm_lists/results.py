"""A list of firms as it was understood, as a file: JSON, CSV, Parquet or Excel.

JSON, CSV and Parquet are exact; unknown is null (in CSV, blank).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from distretto.errors import gettext_noop
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.files import atomic_write
from distretto.formats.firm_lists.model import FirmList
from distretto.formats.firm_lists.roles import ROLES
from distretto.formats.firm_lists.sheets import (
    PROBLEM_HEADS,
    add_table,
    problem_table,
)
from distretto.formats.result_files import Asked, add_notes, csv_of, json_of, workbook

FIRMS = gettext_noop("Firms")
PROBLEMS = gettext_noop("Problems")
FIRM_HEADS = {
    **ROLES,
    "row": gettext_noop("Row"),
    "place_code": gettext_noop("place (code)"),
    "industry_score": gettext_noop("how sure the industry is (0 to 1)"),
    "industry_alternatives": gettext_noop("other industries that may be meant"),
    "employees_low": gettext_noop("employees, low end of the band"),
    "employees_high": gettext_noop("employees, high end of the band"),
    "employees_estimate": gettext_noop("employees, counted or estimated"),
}


def to_json(found: FirmList, top: int | None = None) -> bytes:
    """What was understood, the problems kept, and the firms; null is unknown."""
    problems = problem_table(found.problems)
    return json_of(
        {
            "file": found.file,
            "sheet": found.sheet,
            "columns": dict(found.columns),
            "unused": list(found.unused),
            "classification": found.classification,
            "rows": found.frame.height,
            "problem_counts": dict(found.counts),
            "problems": problems.head(top or problems.height).to_dicts(),
            "notes": [str(note) for note in found.notes],
            "firms": found.frame.head(top or found.frame.height).to_dicts(),
        }
    )


def write_results(
    found: FirmList,
    path: str | Path,
    *,
    title: str = "",
    source: str = "",
    language: Language = ENGLISH,
) -> None:
    """Write a list of firms in the format that the file's ending names.

    Parameters
    ----------
    found : the list as understood
    path : ends in one of `ENDINGS`
    title, source : told in the properties of a workbook
    language : of a workbook; data files are in English whatever the language

    Raises
    ------
    FormatError
        The file cannot be written.
    """
    asked = Asked(title or found.file, source, language)
    with atomic_write(path) as target:
        _WRITERS[Path(path).suffix.lower()](found, Path(target), asked)


def _workbook(found: FirmList, path: Path, asked: Asked) -> None:
    language = asked.language
    filled = [name for name in found.frame.columns if found.frame[name].count()]
    with workbook(path, asked) as book:
        add_table(book, FIRMS, found.frame.select(filled), FIRM_HEADS, language)
        table = problem_table(found.problems)
        add_table(book, PROBLEMS, table, PROBLEM_HEADS, language)
        lines = [note.said(language) for note in found.notes]
        add_notes(book, [asked.title, asked.source, *lines], language)


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists as one text, which CSV has to have."""
    return frame.with_columns(pl.col(pl.List(pl.String)).list.join("; "))


_WRITERS: dict[str, Callable[[FirmList, Path, Asked], Any]] = {
    ".json": lambda found, path, _: path.write_bytes(to_json(found)),
    ".csv": lambda found, path, _: path.write_bytes(csv_of(_flat(found.frame))),
    ".parquet": lambda found, path, _: found.frame.write_parquet(path),
    ".xlsx": _workbook,
}
ENDINGS = tuple(_WRITERS)
