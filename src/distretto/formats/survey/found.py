"""Tables of a survey under their names, with notes: what files and screens show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from distretto.errors import gettext_noop, ngettext_noop
from distretto.notes import Note


@dataclass(frozen=True)
class Found:
    """What was found.

    Attributes
    ----------
    kind : str
        “sample”, “answers” or “bottlenecks”.
    tables : mapping of name to polars.DataFrame
        The first is the one that a file of one table holds.
    settings : mapping
        How it was made, in plain values.
    notes : tuple of Note
    """

    kind: str
    tables: Mapping[str, pl.DataFrame]
    settings: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def first(self) -> pl.DataFrame:
        """The table that stands for all."""
        return next(iter(self.tables.values()))

    def to_dict(self, top: int | None = None) -> dict[str, Any]:
        """Plain data, exact; unknown and hidden are None. `top` rows of each table."""
        return {
            "settings": dict(self.settings),
            **{
                name: (table if top is None else table.head(top)).to_dicts()
                for name, table in self.tables.items()
            },
            "notes": [str(note) for note in self.notes],
        }


SHEETS = {
    "firms": gettext_noop("Firms to ask"),
    "strata": gettext_noop("Strata"),
    "precision": gettext_noop("Precision"),
    "answers": gettext_noop("Answers"),
    "responses": gettext_noop("Responses"),
    "problems": gettext_noop("Problems"),
    "inconsistent": gettext_noop("Answers that do not fit"),
    "outliers": gettext_noop("Outliers"),
    "enumerators": gettext_noop("Interviewers"),
    "again": gettext_noop("To ask again"),
    "unplaced": gettext_noop("Columns without question"),
    "changes": gettext_noop("Changed answers"),
    "imports": gettext_noop("New and gone"),
    "categories": gettext_noop("Bottlenecks"),
    "groups": gettext_noop("By group"),
    "cells": gettext_noop("By two groups"),
    "indicators": gettext_noop("Indicators"),
    "alarms": gettext_noop("Alarms"),
    "linkages": gettext_noop("Linkages"),
}
BLANK = gettext_noop("A blank cell is unknown or hidden; it is never zero.")
FEW = ngettext_noop(
    "Figures of fewer than %(count)s firm are hidden, and others beside them that "
    "would give them away.",
    "Figures of fewer than %(count)s firms are hidden, and others beside them that "
    "would give them away.",
)
FEW_BEHIND_GAP = gettext_noop(
    "A gap is hidden where few firms gave one of its two answers alone: beside what is "
    "measured and what is seen it would tell of them."
)
ALIKE = gettext_noop(
    "By the answers of the same firms, %(first)s cannot be told apart at this level "
    "from: %(others)s. Which of them is the most severe, the survey does not say."
)


def alike(first: str, others: Sequence[str]) -> list[Note]:
    """Which categories the first cannot be told apart from, if there are any."""
    return [Note(ALIKE, first=first, others=tuple(others))] if others else []


NOT_ASKED = ngettext_noop(
    "%(count)s indicator counts for nothing, because its question has no column: "
    "%(indicators)s.",
    "%(count)s indicators count for nothing, because their questions have no column: "
    "%(indicators)s.",
)
NO_REFERENCE = ngettext_noop(
    "%(count)s indicator counts for nothing without a figure to compare with; give "
    "--benchmark: %(indicators)s.",
    "%(count)s indicators count for nothing without figures to compare with; give "
    "--benchmark: %(indicators)s.",
)
NOT_ENOUGH = ngettext_noop(
    "A firm has a score in a category where it answered %(share)s or more of its "
    "indicators; %(count)s score is lacking for that.",
    "A firm has a score in a category where it answered %(share)s or more of its "
    "indicators; %(count)s scores are lacking for that.",
)
EQUAL = gettext_noop(
    "Every response counts the same. If the firms were drawn from strata, give the "
    "sample, so that each counts for as many as it stands for."
)
REPRESENTED = gettext_noop(
    "The responses stand for %(share)s of the firms of the register; the strata of the "
    "others have no response."
)
LEVEL = gettext_noop(
    "Intervals are at the %(share)s level: of a hundred such surveys, so many have one "
    "that holds the true value."
)
REPEATED = ngettext_noop(
    "%(count)s response was followed by a later one of the same firm; of each firm the "
    "last counts.",
    "%(count)s responses were followed by later ones of the same firm; of each firm "
    "the last counts.",
)
WITHDRAWN = ngettext_noop(
    "%(count)s response did not agree to take part and is left out.",
    "%(count)s responses did not agree to take part and are left out.",
)
NOT_IN_SAMPLE = ngettext_noop(
    "%(count)s response is of a firm that is not in the sample, and is left out.",
    "%(count)s responses are of firms that are not in the sample, and are left out.",
)
