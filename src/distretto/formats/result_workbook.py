"""A cluster map as an Excel workbook: clusters, cells, settings, notes.

Text is always written as text: a name that begins with = + - or @ never becomes a
formula. A blank cell is unknown, which is said in the notes. Everything but names and
codes is in the language asked for.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

import polars as pl
import xlsxwriter

from distretto.analysis.selection.cluster_map import ClusterMap
from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats import map_words
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.sheet_setup import for_paper, set_height
from distretto.formats.signs import MARKED, MEANINGS, meanings, sign_of
from distretto.notes import Note

MOST_ROWS = 1_048_575  # of an Excel sheet below its heading
LAST_PRINTED = "known_share"
# Column -> heading with unit, number format, width.
COUNT, RATIO, SHARE, WHOLE, TEXT = "#,##0", "0.00", "0.0%", "0", "@"
COLUMNS: dict[str, tuple[str, str, int]] = {
    "rank": (gettext_noop("Rank"), WHOLE, 6),
    "region": (gettext_noop("Region (code)"), TEXT, 16),
    "region_name": (gettext_noop("Region"), TEXT, 24),
    "regions": (gettext_noop("Regions (codes)"), TEXT, 24),
    "region_names": (gettext_noop("Regions"), TEXT, 32),
    "industry": (gettext_noop("Industry (code)"), TEXT, 12),
    "industry_name": (gettext_noop("Industry"), TEXT, 40),
    "employment": (gettext_noop("Employment (persons)"), COUNT, 14),
    "establishments": (gettext_noop("Establishments (number)"), COUNT, 14),
    "lq": (gettext_noop("Location quotient (1 = as in the reference)"), RATIO, 14),
    "focus": (gettext_noop("Focus (share of the region)"), SHARE, 12),
    "size": (gettext_noop("Size (share of the industry)"), SHARE, 12),
    "stars": (gettext_noop("Stars (0 to 3)"), WHOLE, 8),
    "lq_star": (gettext_noop("Star for specialisation"), WHOLE, 8),
    "size_star": (gettext_noop("Star for size"), WHOLE, 8),
    "focus_star": (gettext_noop("Star for focus"), WHOLE, 8),
    "growth": (gettext_noop("Growth (relative change)"), SHARE, 12),
    "known_share": (gettext_noop("Known share of the industry"), SHARE, 12),
    "strength": (gettext_noop("Strength (index)"), RATIO, 10),
    "lq_is_maximum": (gettext_noop("Location quotient is at most this"), TEXT, 12),
    "lq_is_estimate": (gettext_noop("Location quotient may err either way"), TEXT, 12),
    "focus_is_maximum": (gettext_noop("Focus is at most this"), TEXT, 12),
    "size_is_maximum": (gettext_noop("Size is at most this"), TEXT, 12),
    "unknown_region_names": (gettext_noop("Neighbours with unknown figures"), TEXT, 32),
    "unknown_regions": (
        gettext_noop("Neighbours with unknown figures (codes)"),
        TEXT,
        24,
    ),
    "employment_known": (gettext_noop("Employment, known part (persons)"), COUNT, 14),
    "establishments_known": (
        gettext_noop("Establishments, known part (number)"),
        COUNT,
        14,
    ),
    "value": (gettext_noop("Value the quotient is taken of"), COUNT, 14),
    "region_total": (gettext_noop("Total of the regions"), COUNT, 14),
    "industry_total": (gettext_noop("Total of the industry"), COUNT, 14),
    "reference_industry_total": (
        gettext_noop("Reference: total of the industry"),
        COUNT,
        14,
    ),
    "reference_total": (gettext_noop("Reference: total"), COUNT, 14),
    "reference_share": (
        gettext_noop("Reference: share of the industry"),
        "0.0000%",
        12,
    ),
    "region_known_share": (gettext_noop("Known share of the region"), SHARE, 12),
    "industry_known_share": (gettext_noop("Known share of the industry"), SHARE, 12),
    "cluster": (gettext_noop("Cluster (rank)"), WHOLE, 8),
    "left_out": (gettext_noop("Left out because of"), TEXT, 16),
    "size_bar": (gettext_noop("Size needed for a star"), SHARE, 12),
    "focus_bar": (gettext_noop("Focus needed for a star"), SHARE, 12),
    "region_total_is_minimum": (
        gettext_noop("Total of the regions is at least this"),
        TEXT,
        12,
    ),
    "industry_total_is_minimum": (
        gettext_noop("Total of the industry is at least this"),
        TEXT,
        12,
    ),
    "reference_industry_total_is_minimum": (
        gettext_noop("Reference: total of the industry is at least this"),
        TEXT,
        12,
    ),
    "reference_total_is_minimum": (
        gettext_noop("Reference: total is at least this"),
        TEXT,
        12,
    ),
}


SHEETS = {
    "clusters": gettext_noop("Clusters"),
    "cells": gettext_noop("Cells"),
    "settings": gettext_noop("Settings"),
    "notes": gettext_noop("Notes"),
}
LONGEST_NAME = 31  # of a sheet
NOT_IN_NAMES = r"[\[\]:*?/\\']"
TITLE, SOURCE = gettext_noop("Title"), gettext_noop("Source")
KNOWN = gettext_noop("Share of the total that is known")
KNOWN_FIRMS = gettext_noop("Share of the establishments whose figure is known")
BLANK = gettext_noop("A blank cell is unknown; it is never zero.")
NO_ROOM = ngettext_noop(
    "Excel has no room for %(count)s further cell.",
    "Excel has no room for %(count)s further cells.",
)


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
        listed = _with_neighbours(clusters, found)
        _table(book, _sheet(book, "clusters", language), listed, language)
        cells = _sheet(book, "cells", language)
        cut = _table(book, cells, _with_names(found), language)
        if cut:
            notes.append(Note(NO_ROOM, count=cut))
        heads = [(TITLE, title), (SOURCE, source)]
        told = [(name, said) for name, said in heads if said]
        asked = [*told, *_settings(found, language)]
        _pairs(_sheet(book, "settings", language), asked, language)
        _lines(book, _sheet(book, "notes", language), notes, language)
    return held.getvalue()


def _sheet(book: Any, key: str, language: Language) -> Any:
    name = re.sub(NOT_IN_NAMES, " ", language.say(SHEETS[key])).strip()
    sheet = book.add_worksheet(name[:LONGEST_NAME])
    if language.is_rtl:
        sheet.right_to_left()
    return sheet


def _table(book: Any, sheet: Any, frame: pl.DataFrame, language: Language) -> int:
    """Write a table below a frozen heading; returns how many rows did not fit."""
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    shown = [column for column in COLUMNS if column in frame.columns]
    shown += [column for column in frame.columns if column not in COLUMNS]
    kept = frame.head(MOST_ROWS)
    told = [COLUMNS.get(column, (column, "General", 14)) for column in shown]
    for place, column in enumerate(shown):
        title, style, width = told[place]
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, language.say(title), bold)
        styles = _styles(book, kept, column, style)
        _cells(sheet, place, kept[column], styles)
    sheet.freeze_panes(1, 0)
    if shown:
        sheet.autofilter(0, 0, max(1, kept.height), len(shown) - 1)
        titles, widths = [each[0] for each in told], [each[2] for each in told]
        set_height(sheet, 0, titles, widths)
        printed = _printed(shown)
        for_paper(sheet, widths[:printed], head=0)
        sheet.print_area(0, 0, kept.height, printed - 1)
    return frame.height - kept.height


def _printed(columns: Sequence[str]) -> int:
    """How many of the columns go on paper: the measures, not what they are made of."""
    if LAST_PRINTED not in columns:
        return len(columns)
    return columns.index(LAST_PRINTED) + 1


def _styles(book: Any, frame: pl.DataFrame, column: str, style: str) -> Iterator[Any]:
    """The format of each cell: a bound is a number that shows its sign before it."""
    plain = book.add_format({"num_format": style})
    if column not in MARKED:
        return repeat(plain)
    formats = {"": plain}
    for sign in MEANINGS:
        formats[sign] = book.add_format({"num_format": f'"{sign} "{style}'})
    flags = frame.select(column, "^.*_is_(maximum|estimate)$|^.*known_share$")
    return (formats[sign_of(row, column)] for row in flags.iter_rows(named=True))


def _cells(sheet: Any, place: int, values: pl.Series, styles: Iterator[Any]) -> None:
    if values.dtype == pl.List:
        values = values.list.join("; ")
    for row, (value, style) in enumerate(zip(values, styles, strict=False), start=1):
        if value is None:
            continue
        if isinstance(value, bool):
            sheet.write_boolean(row, place, value)
        elif isinstance(value, str):
            sheet.write_string(row, place, value, style)
        else:
            sheet.write_number(row, place, value, style)


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


def _settings(found: ClusterMap, language: Language) -> list[tuple[str, Any]]:
    """What was asked for and what each test left, in the words of the pages."""
    asked = [
        (
            map_words.SETTINGS.get(key, key.replace("_", " ")),
            _asked(key, value, language),
        )
        for key, value in found.settings.items()
    ]
    funnel = [
        (map_words.FUNNEL.get(key, key), count) for key, count in found.funnel.items()
    ]
    firms = map_words.has_share_of_firms(found.settings)
    return [*asked, (KNOWN_FIRMS if firms else KNOWN, found.known_share), *funnel]


def _asked(key: str, value: Any, language: Language) -> Any:
    return language.say(map_words.WHOLE) if key == "base" and value is None else value


def _pairs(sheet: Any, pairs: Sequence[tuple[str, Any]], language: Language) -> None:
    sheet.set_column(0, 1, 48)
    for_paper(sheet, (48, 48))
    for row, (key, value) in enumerate(pairs):
        sheet.write_string(row, 0, language.say(key))
        if isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(row, 1, value)
        elif value is not None:
            sheet.write_string(row, 1, _said(value, language))


def _said(value: Any, language: Language) -> str:
    if isinstance(value, bool):
        return language.say(map_words.YES if value else map_words.NO)
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {each}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def _lines(book: Any, sheet: Any, notes: Sequence[Note], language: Language) -> None:
    sheet.set_column(0, 0, 120)
    for_paper(sheet, (120,))
    wrapped = book.add_format({"text_wrap": True})
    for row, note in enumerate(notes):
        sheet.write_string(row, 0, note.said(language), wrapped)
