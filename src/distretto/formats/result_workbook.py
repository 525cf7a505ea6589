"""A cluster map as an Excel workbook: clusters, cells, settings, notes.

Text is always written as text: a name that begins with = + - or @ never becomes a
formula. A blank cell is unknown, which is said in the notes.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import xlsxwriter

from distretto.analysis.selection.cluster_map import ClusterMap
from distretto.formats import map_words
from distretto.formats.sheet_setup import for_paper, set_height

MOST_ROWS = 1_048_575  # of an Excel sheet below its heading
LAST_PRINTED = "known_share"
# Column -> heading with unit, number format, width.
COUNT, RATIO, SHARE, WHOLE, TEXT = "#,##0", "0.00", "0.0%", "0", "@"
COLUMNS: dict[str, tuple[str, str, int]] = {
    "rank": ("Rank", WHOLE, 6),
    "region": ("Region (code)", TEXT, 16),
    "region_name": ("Region", TEXT, 24),
    "regions": ("Regions (codes)", TEXT, 24),
    "region_names": ("Regions", TEXT, 32),
    "industry": ("Industry (code)", TEXT, 12),
    "industry_name": ("Industry", TEXT, 40),
    "employment": ("Employment (persons)", COUNT, 14),
    "establishments": ("Establishments (number)", COUNT, 14),
    "lq": ("Location quotient (1 = as in the reference)", RATIO, 14),
    "focus": ("Focus (share of the region)", SHARE, 12),
    "size": ("Size (share of the industry)", SHARE, 12),
    "stars": ("Stars (0 to 3)", WHOLE, 8),
    "lq_star": ("Star for specialisation", WHOLE, 8),
    "size_star": ("Star for size", WHOLE, 8),
    "focus_star": ("Star for focus", WHOLE, 8),
    "growth": ("Growth (relative change)", SHARE, 12),
    "known_share": ("Known share of the industry", SHARE, 12),
    "strength": ("Strength (index)", RATIO, 10),
    "unknown_region_names": ("Neighbours with unknown figures", TEXT, 32),
    "unknown_regions": ("Neighbours with unknown figures (codes)", TEXT, 24),
    "employment_known": ("Employment, known part (persons)", COUNT, 14),
    "establishments_known": ("Establishments, known part (number)", COUNT, 14),
    "value": ("Value the quotient is taken of", COUNT, 14),
    "region_total": ("Total of the regions", COUNT, 14),
    "industry_total": ("Total of the industry", COUNT, 14),
    "reference_industry_total": ("Reference: total of the industry", COUNT, 14),
    "reference_total": ("Reference: total", COUNT, 14),
    "reference_share": ("Reference: share of the industry", "0.0000%", 12),
    "region_known_share": ("Known share of the region", SHARE, 12),
    "industry_known_share": ("Known share of the industry", SHARE, 12),
    "cluster": ("Cluster (rank)", WHOLE, 8),
    "left_out": ("Left out because of", TEXT, 16),
    "size_bar": ("Size needed for a star", SHARE, 12),
    "focus_bar": ("Focus needed for a star", SHARE, 12),
}


def to_xlsx(
    found: ClusterMap, top: int | None = None, *, title: str = "", source: str = ""
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
    notes = ["A blank cell is unknown; it is never zero.", *found.notes]
    with xlsxwriter.Workbook(held, options) as book:
        book.set_properties({"title": title, "comments": source})
        _table(book, "Clusters", _with_neighbours(clusters, found))
        cut = _table(book, "Cells", _with_names(found))
        if cut:
            notes.append(f"Excel has no room for {cut:,} further cells.")
        heads = [("Title", title), ("Source", source)]
        told = [(name, said) for name, said in heads if said]
        _pairs(book, "Settings", [*told, *_settings(found)])
        _lines(book, "Notes", notes)
    return held.getvalue()


def _table(book: Any, name: str, frame: pl.DataFrame) -> int:
    """Write a table below a frozen heading; returns how many rows did not fit."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    shown = [column for column in COLUMNS if column in frame.columns]
    shown += [column for column in frame.columns if column not in COLUMNS]
    kept = frame.head(MOST_ROWS)
    told = [COLUMNS.get(column, (column, "General", 14)) for column in shown]
    for place, column in enumerate(shown):
        title, style, width = told[place]
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, bold)
        _cells(sheet, place, kept[column], book.add_format({"num_format": style}))
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


def _cells(sheet: Any, place: int, values: pl.Series, style: Any) -> None:
    if values.dtype == pl.List:
        values = values.list.join("; ")
    for row, value in enumerate(values, start=1):
        if value is None:
            continue
        if isinstance(value, str):
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


def _settings(found: ClusterMap) -> list[tuple[str, Any]]:
    """What was asked for and what each test left, in the words of the pages."""
    asked = [
        (map_words.SETTINGS.get(key, key.replace("_", " ")), _asked(key, value))
        for key, value in found.settings.items()
    ]
    funnel = [
        (map_words.FUNNEL.get(key, key), count) for key, count in found.funnel.items()
    ]
    return [*asked, ("Share of the total that is known", found.known_share), *funnel]


def _asked(key: str, value: Any) -> Any:
    return map_words.WHOLE if key == "base" and value is None else value


def _pairs(book: Any, name: str, pairs: Sequence[tuple[str, Any]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 1, 48)
    for_paper(sheet, (48, 48))
    for row, (key, value) in enumerate(pairs):
        sheet.write_string(row, 0, key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(row, 1, value)
        elif value is not None:
            sheet.write_string(row, 1, _said(value))


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {each}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def _lines(book: Any, name: str, lines: Sequence[str]) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 120)
    for_paper(sheet, (120,))
    wrapped = book.add_format({"text_wrap": True})
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, wrapped)
