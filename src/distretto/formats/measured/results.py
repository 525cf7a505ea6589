"""A table of measures as a file: JSON, CSV, Parquet, Excel, or a page.

JSON, CSV and Parquet are exact and unrounded; unknown is null (in CSV, blank).
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from distretto.analysis.selection.measured import Measured
from distretto.errors import gettext_noop
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Picture
from distretto.formats.files import atomic_write
from distretto.formats.measured.columns import COLUMNS, FILE_HEADS, FURTHER
from distretto.formats.measured.leads import lead
from distretto.formats.measured.meanings import meanings
from distretto.formats.measured.shown import Shown
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

TITLES = {
    "concentration": gettext_noop("Concentration of industries"),
    "pairs": gettext_noop("Industries that stand together"),
    "specialisation": gettext_noop("Specialisation of regions"),
    "region": gettext_noop("Specialisation of one region"),
    "hot_spots": gettext_noop("Hot spots"),
    "hot_industries": gettext_noop("Industries with hot spots"),
    "density_clusters": gettext_noop("Clusters of points"),
    "complexity": gettext_noop("Complexity of regions"),
    "complexities": gettext_noop("Complexity of industries"),
    "related": gettext_noop("Related industries"),
    "prospects": gettext_noop("What a region could do next"),
    "categories": gettext_noop("Industries that belong together"),
}


def to_json(found: Measured, top: int | None = None) -> bytes:
    """Settings, rows and notes; unknown is null."""
    return json_of(found.to_dict(top))


def write_results(
    found: Measured,
    path: str | Path,
    *,
    title: str = "",
    source: str = "",
    language: Language = ENGLISH,
    pictures: Callable[[], Sequence[Callable[[int], Picture]]] = tuple,
) -> None:
    """Write a table of measures in the format that the file's ending names.

    Parameters
    ----------
    found : the measures of regions, industries or pairs
    path : ends in one of `ENDINGS`
    title, source : heading of a page, and where its figures come from
    language : of a page or workbook; data files are in English whatever the language
    pictures : makes those of a page; each takes a width

    Raises
    ------
    FormatError
        The file cannot be written.
    """
    heading = title or language.say(TITLES[found.kind])
    asked = Asked(heading, source, language, {"pictures": pictures})
    with atomic_write(path) as target:
        _WRITERS[Path(path).suffix.lower()](found, Path(target), asked)


def _workbook(found: Measured, path: Path, asked: Asked) -> None:
    with workbook(path, asked) as book:
        _table(book, found, asked.language, TITLES[found.kind])
        for each in found.further:
            _table(book, each, asked.language, FURTHER[each.kind])
        add_notes(book, _notes(found, asked), asked.language)


def _table(book: Any, found: Measured, language: Language, name: str) -> None:
    sheet = add_sheet(book, name, language)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    shown = {each.key: each for each in COLUMNS[found.kind]}
    widths = []
    for place, key in enumerate(found.rows.columns):
        sheet.write_string(0, place, language.say(_head(key, shown)), bold)
        widths.append(40 if key.endswith(("name", "members")) else 11)
        sheet.set_column(place, place, widths[-1])
        style = book.add_format({"num_format": _format(shown.get(key))})
        for row, value in enumerate(found.rows[key].head(MOST_ROWS), start=1):
            if isinstance(value, bool):
                sheet.write_boolean(row, place, value)
            elif isinstance(value, str):
                sheet.write_string(row, place, value)
            elif value is not None:
                sheet.write_number(row, place, value, style)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, found.rows.height), len(widths) - 1)
    for_paper(sheet, widths, head=0)


def _head(key: str, shown: dict[str, Shown]) -> str:
    if key in FILE_HEADS:
        return FILE_HEADS[key]
    return shown[key].head if key in shown else key


def _format(column: Shown | None) -> str:
    if column is None:
        return "General"
    if isinstance(column.kind, int):
        return "0." + "0" * column.kind
    if column.kind == "chance":
        return "0.0000"
    return "0%" if column.kind == "share" else "#,##0"


def _notes(found: Measured, asked: Asked) -> list[str]:
    cut = no_room(found.rows.height)
    tables = [
        (each, COLUMNS[each.kind], each.rows.to_dicts())
        for each in (found, *found.further)
    ]
    return [
        asked.title,
        asked.source,
        lead(found, asked.language),
        *meanings(tables, asked.language),
        *(note.said(asked.language) for note in (*found.notes, *cut)),
    ]


_PAGE = "distretto.formats.measured.page"
_WRITERS: dict[str, Callable[[Measured, Path, Asked], Any]] = {
    ".json": lambda found, path, _: path.write_bytes(to_json(found)),
    ".csv": lambda found, path, _: path.write_bytes(csv_of(found.listing())),
    ".parquet": lambda found, path, _: found.listing().write_parquet(path),
    ".xlsx": _workbook,
    ".html": page_writer(_PAGE, "html"),
    ".pdf": page_writer(_PAGE, "pdf"),
}
ENDINGS = tuple(_WRITERS)
