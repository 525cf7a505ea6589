"""What a reader of growth should know beside the figures."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from distretto.errors import gettext_noop, ngettext_noop
from distretto.notes import Note

_HIDDEN = ngettext_noop(
    "%(count)s cell is hidden in %(start)s or %(end)s; what changed in it is unknown, "
    "and neither loss nor gain.",
    "%(count)s cells are hidden in %(start)s or %(end)s; what changed in them is "
    "unknown, and neither loss nor gain.",
)
_PUBLISHED = gettext_noop("Rates of growth are those of published totals.")
_VISIBLE = gettext_noop(
    "No totals of industries were published for both years: industries grow as the "
    "cells that are known in both."
)
_LONELY = ngettext_noop(
    "%(count)s region has no neighbour; its part of the neighbours is not told.",
    "%(count)s regions have no neighbour; their part of the neighbours is not told.",
)


def growth_notes(
    measured: pl.DataFrame, asked: Mapping[str, Any], method: str
) -> list[Note]:
    """What a reader of these cells should know: rates, hidden cells, islands."""
    notes = [Note(_VISIBLE) if asked["industry_totals"] is None else Note(_PUBLISHED)]
    hidden = measured["change"].null_count()
    if hidden:
        start, end = str(asked["start"]), str(asked["end"])
        notes.append(Note(_HIDDEN, count=hidden, start=start, end=end))
    if method.startswith("spatial"):
        told = measured.group_by("region").agg(pl.col("neighbours_hidden").count())
        lonely = told.filter(pl.col("neighbours_hidden") == 0).height
        if lonely:
            notes.append(Note(_LONELY, count=lonely))
    return notes
