"""The first sheet of a cluster map's workbook: what a manager reads and prints."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from distretto.formats.charts.language import Language
from distretto.formats.result_cells import write_columns
from distretto.formats.result_columns import IN_SHORT
from distretto.formats.sheet_setup import A4, set_height

_FROZEN = 2  # columns that stay in sight: rank and name
_LONGEST_HEADER = 200  # letters; Excel takes 255 with its marks


def write_summary(
    book: Any,
    sheet: Any,
    clusters: pl.DataFrame,
    language: Language,
    title: str,
    beneath: Sequence[str],
) -> None:
    """The clusters in words and measures, on one page's width of A4 on its side.

    `title` heads each printed page; the sentences `beneath` follow the last row.
    """
    frame = _named(clusters)
    shown = [each for each in IN_SHORT if _is_shown(each, frame)]
    looks = {"text_wrap": True, "valign": "top"}
    widths = write_columns(book, sheet, frame, shown, language, **looks)
    names = frame.select("industry_name", pl.col("region_names").list.join("; "))
    beside = [widths[shown.index(each)] for each in names.columns]
    for row, texts in enumerate(names.iter_rows(), start=1):
        set_height(sheet, row, [text or "" for text in texts], beside)
    sheet.freeze_panes(1, _FROZEN)
    sheet.autofilter(0, 0, max(1, frame.height), len(shown) - 1)
    last = _write_beneath(book, sheet, frame.height + 2, beneath, widths)
    _set_up_for_paper(sheet, title, last, len(shown))


def _named(clusters: pl.DataFrame) -> pl.DataFrame:
    """The clusters, with the code in place of a name that is not known."""
    return clusters.with_columns(
        industry_name=pl.coalesce("industry_name", "industry"),
        region_names=pl.coalesce("region_names", "regions"),
    )


def _is_shown(column: str, frame: pl.DataFrame) -> bool:
    """Growth and intervals have a column only where some cluster has them."""
    return column not in ("growth", "lq_low") or (
        column in frame.columns and frame[column].count() > 0
    )


def _write_beneath(
    book: Any, sheet: Any, row: int, texts: Sequence[str], widths: Sequence[int]
) -> int:
    """Sentences across all columns; returns the row of the last."""
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for at, text in enumerate(texts, start=row):
        sheet.merge_range(at, 0, at, len(widths) - 1, "", wrapped)
        sheet.write_string(at, 0, text, wrapped)
        set_height(sheet, at, [text], [sum(widths)])
    return row + len(texts) - 1


def _set_up_for_paper(sheet: Any, title: str, last: int, columns: int) -> None:
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, last, columns - 1)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    if title:
        # "&" begins a mark of Excel; twice, it is a letter.
        sheet.set_header(f"&L{title[:_LONGEST_HEADER].replace('&', '&&')}")
    sheet.set_footer("&L&A&R&P / &N")
