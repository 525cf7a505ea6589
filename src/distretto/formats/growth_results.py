"""Growth as a file: JSON, CSV, Parquet, Excel, or a page.

JSON, CSV and Parquet are exact and unrounded; unknown is null (in CSV, blank).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from distretto.analysis.selection.growth.explained import Growth
from distretto.analysis.selection.growth.life_cycle import STAGES
from distretto.errors import gettext_noop
from distretto.formats import growth_words as words
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
    page_writer,
    workbook,
)
from distretto.formats.sheet_setup import for_paper

SHEETS = {
    "rows": gettext_noop("Growth"),
    "cells": gettext_noop("Cells"),
}
HEADS = {
    "code": gettext_noop("Code"),
    "name": gettext_noop("Name"),
    "region": gettext_noop("Region (code)"),
    "industry": gettext_noop("Industry (code)"),
    "change": gettext_noop("Change"),
    "known_share": gettext_noop("Known share of the start"),
    "hidden": gettext_noop("Hidden cells"),
    "is_minimum": gettext_noop("Lacks hidden cells"),
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
    """The rows as CSV UTF-8, exact; unknown is blank."""
    return csv_of(found.rows)


def to_json(found: Growth, top: int | None = None) -> bytes:
    """Settings, total, rows and notes; unknown is null."""
    return json_of(found.to_dict(top))


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
        asked = Asked(title, source, language)
        _WRITERS[Path(path).suffix.lower()](found, Path(target), asked)


def _workbook(found: Growth, path: Path, asked: Asked) -> None:
    language = asked.language
    with workbook(path, asked) as book:
        last = _last_rows(found, language)
        _table(book, "rows", found.rows, last, found, language)
        _table(book, "cells", found.cells, [], found, language)
        add_notes(book, _notes(found, asked), language)


def _last_rows(found: Growth, language: Language) -> list[dict[str, Any]]:
    """What is in no row, and the total, as the last rows."""
    by = found.settings["by"]
    rest = [{**found.rest, "name": language.say(words.RESTS[by])}] if found.rest else []
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
    sheet = add_sheet(book, SHEETS[key], language)
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
        values = [
            *frame[column].head(MOST_ROWS - len(last)),
            *(row.get(column) for row in last),
        ]
        for row, value in enumerate(values, start=1):
            kind = strong if last and row == len(values) else plain
            if isinstance(value, str):
                told = STAGES.get(value, value) if column == "stage" else value
                sheet.write_string(row, place, language.say(told), kind)
            elif isinstance(value, bool):
                sheet.write_boolean(row, place, value, kind)
            elif value is not None:
                sheet.write_number(row, place, value, kind)
    sheet.freeze_panes(1, 2)
    for_paper(sheet, widths, head=0)


def _notes(found: Growth, asked: Asked) -> list[str]:
    say, cut = asked.language.say, no_room(found.cells.height)
    return [
        asked.title,
        asked.source,
        words.lead(found.total, found.parts, found.settings, asked.language),
        say(words.METHODS[found.settings["method"]]) + ".",
        *(say(words.MEANINGS[part]) for part in (*found.parts, "unattributed")),
        *map(say, words.meaning_of_signs([*found.rows.to_dicts(), found.total])),
        say(BLANK),
        *(note.said(asked.language) for note in (*found.notes, *cut)),
    ]


_PAGE = "distretto.formats.growth_page"
_WRITERS: dict[str, Callable[[Growth, Path, Asked], Any]] = {
    ".json": lambda found, path, _: path.write_bytes(to_json(found)),
    ".csv": lambda found, path, _: path.write_bytes(to_csv(found)),
    ".parquet": lambda found, path, _: found.rows.write_parquet(path),
    ".xlsx": _workbook,
    ".html": page_writer(_PAGE, "html"),
    ".pdf": page_writer(_PAGE, "pdf"),
}
ENDINGS = tuple(_WRITERS)
