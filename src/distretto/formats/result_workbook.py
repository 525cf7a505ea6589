"""A cluster map as an Excel workbook.

The clusters as a manager reads and prints them, what was asked for, and notes; then,
for analysts, the clusters with every column and the cells. Text is always written as
text: a name that begins with = + - or @ never becomes a formula. A blank cell is
unknown, which is said in the notes. Everything but names and codes is in the language
asked for.
"""

import io
import re
from collections.abc import Sequence
from typing import Any

import polars as pl
import xlsxwriter

from distretto.analysis.selection.cluster_map import ClusterMap
from distretto.errors import gettext_noop
from distretto.formats import map_words
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.result_cells import write_columns
from distretto.formats.result_columns import COLUMNS
from distretto.formats.result_files import MOST_ROWS, NO_ROOM
from distretto.formats.result_summary import write_summary
from distretto.formats.sheet_setup import for_paper, set_height
from distretto.formats.signs import MARKED, meanings
from distretto.notes import Note

LAST_PRINTED = "known_share"
ROWS_PRINTED = 100  # of a sheet for analysts, who read it on the screen
SHEETS = {
    "clusters": gettext_noop("Clusters"),
    "settings": gettext_noop("Settings"),
    "notes": gettext_noop("Notes"),
    "measures": gettext_noop("Clusters, all columns"),
    "cells": gettext_noop("Cells"),
}
LONGEST_NAME = 31  # of a sheet
NOT_IN_NAMES = r"[\[\]:*?/\\']"
TITLE, SOURCE = gettext_noop("Title"), gettext_noop("Source")
KNOWN = gettext_noop("Share of the total that is known")
KNOWN_FIRMS = gettext_noop("Share of the establishments whose figure is known")
BLANK = gettext_noop("A blank cell is unknown; it is never zero.")
PRINTED = gettext_noop("On paper: the first %(count)s rows of %(all)s")


def to_xlsx(
    found: ClusterMap,
    top: int | None = None,
    *,
    title: str = "",
    source: str = "",
    language: Language = ENGLISH,
) -> bytes:
    """The workbook as bytes; title and source head its settings."""
    held = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    clusters = found.clusters if top is None else found.clusters.head(top)
    signs = meanings([*clusters.to_dicts(), *found.cells.to_dicts()], MARKED)
    notes = [Note(BLANK), *map(Note, signs), *found.notes]
    with xlsxwriter.Workbook(held, options) as book:
        book.set_properties({"title": title, "comments": source})
        sheets = {key: _sheet(book, key, language) for key in SHEETS}
        told = _beneath(clusters, source, language)
        write_summary(book, sheets["clusters"], clusters, language, title, told)
        listed = _with_neighbours(clusters, found)
        _table(book, sheets["measures"], listed, language)
        cut = _table(book, sheets["cells"], _with_names(found), language)
        if cut:
            notes.append(Note(NO_ROOM, count=cut))
        heads = ((TITLE, title), (SOURCE, source))
        _settings(book, sheets["settings"], found, heads, language)
        _lines(book, sheets["notes"], notes, language)
    return held.getvalue()


def _beneath(clusters: pl.DataFrame, source: str, language: Language) -> list[str]:
    """What stands beneath the clusters on paper: signs, blanks, the source."""
    told = [language.say(each) for each in [*meanings(clusters.to_dicts()), BLANK]]
    return [*told, f"{language.say(SOURCE)}: {source}"] if source else told


def _sheet(book: Any, key: str, language: Language) -> Any:
    name = re.sub(NOT_IN_NAMES, " ", language.say(SHEETS[key])).strip()
    sheet = book.add_worksheet(name[:LONGEST_NAME])
    if language.is_rtl:
        sheet.right_to_left()
    return sheet


def _table(book: Any, sheet: Any, frame: pl.DataFrame, language: Language) -> int:
    """Write a table below a frozen heading; returns how many rows did not fit."""
    shown = [column for column in COLUMNS if column in frame.columns]
    shown += [column for column in frame.columns if column not in COLUMNS]
    kept = frame.head(MOST_ROWS)
    widths = write_columns(book, sheet, kept, shown, language)
    sheet.freeze_panes(1, 0)
    if shown:
        sheet.autofilter(0, 0, max(1, kept.height), len(shown) - 1)
        printed, rows = _printed(shown), min(kept.height, ROWS_PRINTED)
        for_paper(sheet, widths[:printed], head=0)
        sheet.print_area(0, 0, rows, printed - 1)
        if rows < frame.height:
            sheet.set_header(f"&L{_cut(rows, frame.height, language)}")
    return frame.height - kept.height


def _cut(rows: int, of: int, language: Language) -> str:
    return language.say(PRINTED) % {
        "count": language.number(rows),
        "all": language.number(of),
    }


def _printed(columns: Sequence[str]) -> int:
    """How many of the columns go on paper: the measures, not what they are made of."""
    if LAST_PRINTED not in columns:
        return len(columns)
    return columns.index(LAST_PRINTED) + 1


def _with_neighbours(clusters: pl.DataFrame, found: ClusterMap) -> pl.DataFrame:
    """The clusters with their unknown neighbours by name too."""
    if "unknown_regions" not in clusters.columns or not found.region_names:
        return clusters
    names = pl.col("unknown_regions").list.eval(
        pl.element().replace(found.region_names)
    )
    return clusters.with_columns(unknown_region_names=names)


def _with_names(found: ClusterMap) -> pl.DataFrame:
    """The cells with the titles of their codes, where there are any."""
    titles = {
        "region": ("region_name", found.region_names),
        "industry": ("industry_name", found.industry_names),
    }
    return found.cells.with_columns(
        pl.col(code)
        .replace_strict(names, default=None, return_dtype=pl.String)
        .alias(column)
        for code, (column, names) in titles.items()
        if names
    )


def _settings(
    book: Any,
    sheet: Any,
    found: ClusterMap,
    heads: Sequence[tuple[str, str]],
    language: Language,
) -> None:
    """What was asked for and what each test left, in the words of the pages."""
    sheet.set_column(0, 1, 48)
    for_paper(sheet, (48, 48))
    looks = {"align": "left", "valign": "top", "text_wrap": True}
    plain = book.add_format(looks)
    share = book.add_format({**looks, "num_format": "0.##%"})
    facts: list[tuple[str, Any, Any]] = [
        (name, said, plain) for name, said in heads if said
    ]
    facts += [
        (
            map_words.SETTINGS[key],
            _told(key, value, language),
            share if key in map_words.SHARES else plain,
        )
        for key, value in map_words.asked(found).items()
    ]
    firms = map_words.has_share_of_firms(found.settings)
    facts.append((KNOWN_FIRMS if firms else KNOWN, found.known_share, share))
    facts += [(map_words.FUNNEL[key], n, plain) for key, n in found.funnel.items()]
    for row, (name, value, style) in enumerate(facts):
        sheet.write_string(row, 0, language.say(name), plain)
        if isinstance(value, str):
            sheet.write_string(row, 1, value, plain)
            set_height(sheet, row, [value], [48])
        elif value is not None:
            sheet.write_number(row, 1, value, style)


def _told(key: str, value: Any, language: Language) -> Any:
    """A number as a number, all else in words."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else map_words.said(key, value, language)


def _lines(book: Any, sheet: Any, notes: Sequence[Note], language: Language) -> None:
    sheet.set_column(0, 0, 120)
    for_paper(sheet, (120,))
    wrapped = book.add_format({"text_wrap": True})
    for row, note in enumerate(notes):
        said = note.said(language)
        sheet.write_string(row, 0, said, wrapped)
        set_height(sheet, row, [said], [120])
