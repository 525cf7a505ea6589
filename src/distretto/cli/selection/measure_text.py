"""Measures as text for people: the first row in a sentence, a table, and the notes."""

from typing import Any

from distretto.analysis.selection.measured import Measured
from distretto.cli.text_table import Column, filled, text_table
from distretto.formats.charts.language import ENGLISH
from distretto.formats.measured.columns import (
    FURTHER,
    NAMES,
    cell_text,
    label_of,
    shown_columns,
    shown_rows,
)
from distretto.formats.measured.leads import lead
from distretto.formats.measured.meanings import meanings
from distretto.formats.measured.shown import Shown

NAMES_OF_PEOPLE = {"hoover", "gini", "krugman", "hachman", "moran"}
ROOMY = 110  # columns of a terminal that has room for all measures


# Rows of further tables on the screen; those that are not here are in files only.
FURTHER_SHOWN = {"held": 10, "alternatives": 5}


def measure_text(found: Measured, *, top: int, width: int) -> str:
    """The first `top` rows, what the columns mean, and what a reader should know."""
    tables = [(found, shown_rows(found).head(top).to_dicts())]
    for each in found.further:
        if each.kind in FURTHER_SHOWN and each.rows.height:
            rows = each.rows.head(min(top, FURTHER_SHOWN[each.kind])).to_dicts()
            tables.append((each, rows))
    parts, told = ["\n".join(filled([lead(found, ENGLISH)], width))], []
    for each, rows in tables:
        columns = shown_columns(each, rows, roomy=width >= ROOMY)
        told.append((each, columns, rows))
        if each is not found:
            parts.append(FURTHER[each.kind])
        table = _table(each, rows, columns, width) if rows else ""
        parts.append(table or "There is nothing to list.")
    beneath = [
        *_more(found, len(tables[0][1])),
        *meanings(told, ENGLISH),
        *(f"· {note}" for note in found.notes),
    ]
    parts.append("\n".join(filled(beneath, width)))
    return "\n\n".join(part for part in parts if part)


def _more(found: Measured, shown: int) -> list[str]:
    count = shown_rows(found).height
    if count > shown:
        return [f"The first {shown:,} of {count:,}: --top {count} shows all."]
    if found.kind == "pairs" and found.settings["pairs"] > count:
        return [f"The first {count:,} of {found.settings['pairs']:,} pairs."]
    return []


def _table(
    found: Measured, rows: list[dict[str, Any]], columns: list[Shown], width: int
) -> str:
    heads = [Column(NAMES[found.kind].lower(), widest=44, lines=2)]
    heads += [
        Column(_head(each), widest=44, lines=each.lines)
        if each.kind in ("text", "word")
        else Column(_head(each), right=each.kind != "flag")
        for each in columns
    ]
    cells = [
        [
            label_of(found, row, ENGLISH),
            *(cell_text(row, each, ENGLISH) for each in columns),
        ]
        for row in rows
    ]
    return text_table(cells, heads, width)


def _head(column: Shown) -> str:
    """Words without a capital; letters and names as they are."""
    is_word = column.head[1:].islower() and column.key not in NAMES_OF_PEOPLE
    return column.head.lower() if is_word else column.head
