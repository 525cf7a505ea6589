"""The cells of a cluster map's sheets: text as text, a bound behind its sign."""

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any

import polars as pl

from distretto.formats.charts.language import Language
from distretto.formats.result_columns import COLUMNS
from distretto.formats.sheet_setup import set_height
from distretto.formats.signs import MARKED, MEANINGS, sign_of


def write_columns(
    book: Any,
    sheet: Any,
    frame: pl.DataFrame,
    shown: Sequence[str],
    language: Language,
    **looks: Any,
) -> list[int]:
    """Write columns below their headings; returns their widths in letters.

    `looks` are properties of every cell's format, such as `text_wrap`. A blank cell is
    unknown; lists are parted by "; ".
    """
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    told = [COLUMNS.get(column, (column, "General", 14)) for column in shown]
    heads = [language.say(title) for title, _, _ in told]
    widths = [width for _, _, width in told]
    for place, column in enumerate(shown):
        sheet.set_column(place, place, widths[place])
        sheet.write_string(0, place, heads[place], bold)
        styles = _styles(book, frame, column, {"num_format": told[place][1], **looks})
        _write_cells(sheet, place, frame[column], styles)
    set_height(sheet, 0, heads, widths)
    return widths


def _styles(
    book: Any, frame: pl.DataFrame, column: str, looks: dict[str, Any]
) -> Iterator[Any]:
    """The format of each cell: a bound is a number that shows its sign before it."""
    plain = book.add_format(looks)
    if column not in MARKED:
        return repeat(plain)
    formats = {"": plain}
    for sign in MEANINGS:
        signed = {"num_format": f'"{sign} "{looks["num_format"]}'}
        formats[sign] = book.add_format({**looks, **signed})
    flags = frame.select(column, "^.*_is_(maximum|estimate)$|^.*known_share$")
    return (formats[sign_of(row, column)] for row in flags.iter_rows(named=True))


def _write_cells(
    sheet: Any, place: int, values: pl.Series, styles: Iterator[Any]
) -> None:
    if values.dtype == pl.List:
        values = values.list.join("; ")
    for row, (value, style) in enumerate(zip(values, styles, strict=False), start=1):
        if value is None:
            continue
        if isinstance(value, bool):
            sheet.write_boolean(row, place, value, style)
        elif isinstance(value, str):
            sheet.write_string(row, place, value, style)
        else:
            sheet.write_number(row, place, value, style)
