"""What a reader should know of a table as understood: columns, gaps, totals."""

from collections.abc import Mapping

import polars as pl

from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats.layouts.model import (
    COUNTS,
    ROLES,
    TotalCheck,
)
from distretto.formats.layouts.rows import (
    LISTED,
)
from distretto.formats.problems import Problem
from distretto.notes import Note


def columns_note(columns: Mapping[str, str]) -> Note:
    """Which column was taken for what: the first thing to check."""
    listed = tuple(
        Note(
            gettext_noop("%(role)s “%(column)s”"),
            role=Note(ROLES[role]),
            column=columns[role],
        )
        for role in ROLES
        if columns.get(role)
    )
    return Note(gettext_noop("Columns used: %(columns)s."), columns=listed)


def hidden_note(cells: pl.DataFrame) -> list[Note]:
    """How many cells of each measure are unknown, where some are."""
    hidden = {name: int(cells[name].null_count()) for name in COUNTS}
    return [
        Note(_HIDDEN[name], count=count, cells=cells.height)
        for name, count in hidden.items()
        if 0 < count < cells.height
    ]


_HIDDEN = {
    "establishments": ngettext_noop(
        "Establishments: %(count)s cell of %(cells)s unknown; unknown is not zero.",
        "Establishments: %(count)s cells of %(cells)s unknown; unknown is not zero.",
    ),
    "employment": ngettext_noop(
        "Employment: %(count)s cell of %(cells)s unknown; unknown is not zero.",
        "Employment: %(count)s cells of %(cells)s unknown; unknown is not zero.",
    ),
}


def larger_note(checks: tuple[TotalCheck, ...]) -> list[Note]:
    """How many industries have a total larger than their regions, which is no error."""
    larger = [check for check in checks if check.kind == "industry" and check.exceeds]
    return [Note(_LARGER, count=len(larger))] if larger else []


_LARGER = ngettext_noop(
    "%(count)s published total of an industry is more than its regions together, all "
    "of which are known: firms of no region are in the total alone.",
    "%(count)s published totals of industries are more than their regions together, "
    "all of which are known: firms of no region are in the total alone.",
)


def total_problems(checks: tuple[TotalCheck, ...]) -> list[Problem]:
    """The published totals that their parts contradict."""
    wrong = [check for check in checks if not check.agrees]
    return [
        Problem(
            "total_differs",
            _TOTAL_DIFFERS[_KIND.get(check.kind, check.kind), check.measure],
            {
                "code": check.code,
                "published": f"{check.published:,.0f}",
                "parts": f"{check.parts:,.0f}",
            },
            severity="warning",
        )
        for check in wrong[:LISTED]
    ]


# A total within the industries is that of an industry too.
_KIND = {"parent": "industry"}
_TOTAL_DIFFERS = {
    ("region", "employment"): gettext_noop(
        "the published total of region “%(code)s” (employment) is %(published)s, the "
        "sum of its parts %(parts)s. The published total is used; check both."
    ),
    ("region", "establishments"): gettext_noop(
        "the published total of region “%(code)s” (establishments) is "
        "%(published)s, the sum of its parts %(parts)s. The published total is used; "
        "check both."
    ),
    ("industry", "employment"): gettext_noop(
        "the published total of industry “%(code)s” (employment) is %(published)s, the "
        "sum of its parts %(parts)s. The published total is used; check both."
    ),
    ("industry", "establishments"): gettext_noop(
        "the published total of industry “%(code)s” (establishments) is "
        "%(published)s, the sum of its parts %(parts)s. The published total is used; "
        "check both."
    ),
}
