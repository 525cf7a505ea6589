"""Measures as text for people: the first row in a sentence, a table, and the notes."""

from typing import Any

from distretto.analysis.selection.measured import Measured
from distretto.cli.text_table import Column, filled, text_table
from distretto.formats.charts.language import ENGLISH
from distretto.formats.measured.columns import (
    NAMES,
    Shown,
    cell_text,
    name_of,
    shown_columns,
    shown_rows,
)
from distretto.formats.measured.leads import lead
from distretto.formats.measured.meanings import meanings

ROOMY = 110  # columns of a terminal that has room for all measures


def measure_text(found: Measured, *, top: int, width: int) -> str:
    """The first `top` rows, what the columns mean, and what a reader should know."""
    rows = shown_rows(found).head(top).to_dicts()
    columns = shown_columns(found, rows, roomy=width >= ROOMY)
    beneath = [
        *_more(found, len(rows)),
        *meanings(found, columns, rows, ENGLISH),
        *(f"· {note}" for note in found.notes),
    ]
    parts = [
        "\n".join(filled([lead(found, ENGLISH)], width)),
        _table(found, rows, columns, width) if rows else "There is nothing to list.",
        "\n".join(filled(beneath, width)),
    ]
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
        Column(_head(each), widest=44, lines=2)
        if each.kind in ("text", "word")
        else Column(_head(each), right=each.kind != "flag")
        for each in columns
    ]
    cells = [
        [name_of(row), *(cell_text(row, each, ENGLISH) for each in columns)]
        for row in rows
    ]
    return text_table(cells, heads, width)


def _head(column: Shown) -> str:
    """Words without a capital; letters and names as they are."""
    is_word = column.key in {
        "establishments",
        "plants",
        "places",
        "radius_km",
        "half_radius_km",
        "latitude",
        "longitude",
        "industries",
        "employment",
        "hot_spot",
        "kind",
        "neighbours_mean",
        "neighbours",
        "hot_regions",
        "hot_spots",
        "hot_names",
        "cold_regions",
        "unlike_regions",
        "regions_measured",
        "gamma",
        "known_share",
        "entropy",
        "related_variety",
        "unrelated_variety",
        "lq_shrunken",
        "is_small",
        "other_name",
    }
    return column.head.lower() if is_word else column.head
