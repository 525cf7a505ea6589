"""The cells of a sheet of scores, and what is wrong in them."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from distretto.errors import gettext_noop
from distretto.formats.numbers import DIGITS, SIGNS, SPACES, UNKNOWN_MARKS
from distretto.formats.problems import Problem
from distretto.formats.score_words import means
from distretto.formats.tables import Table

_CHANGES = str.maketrans({**DIGITS, **SPACES, **SIGNS})
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)%?")


@dataclass(frozen=True)
class Row:
    """One row of the sheet: its number in the file, and its texts by column."""

    number: int
    cells: Mapping[str, str]

    def get(self, column: str | None) -> str:
        """The text of a cell, blank where there is none."""
        return self.cells.get(column, "") if column is not None else ""


def rows_of(table: Table) -> Iterator[Row]:
    """The rows that are not blank, with every cell as text."""
    for record in table.numbered().collect().iter_rows(named=True):
        number = record.pop("row")
        cells = {
            name: _text(value) for name, value in record.items() if value is not None
        }
        if any(cells.values()):
            yield Row(number, cells)


def _text(value: Any) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.15g}"
    return str(value).strip()


def number(text: str) -> float | None:
    """The number that a person wrote, decimal comma or point, in any digits.

    None where it is not a number. Scores and weights are small, so that a comma
    never parts thousands. The per cent sign is dropped: weights are in per cent.
    """
    bare = text.translate(_CHANGES)
    if not _NUMBER.fullmatch(bare):
        return None
    return float(bare.rstrip("%").replace(",", "."))


def is_unknown(text: str) -> bool:
    """Whether a cell is blank or marked as unknown."""
    return text.casefold() in UNKNOWN_MARKS


@dataclass
class Reader:
    """Reads cells of one sheet and keeps what is wrong."""

    sheet: str | None
    low: float
    high: float
    problems: list[Problem] = field(default_factory=list)

    def report(
        self, row: Row, column: str | None, code: str, template: str, **params: object
    ) -> None:
        """Keep a problem of one cell, or of a row where `column` is None."""
        value = row.get(column) if column is not None else None
        self.problems.append(
            Problem(
                code,
                template,
                {"value": value or "blank", **params},
                self.sheet,
                row.number,
                column,
                value,
            )
        )

    def score(self, row: Row, column: str) -> float:
        """A score on the scale; NaN where it is unknown or wrong."""
        text = row.get(column)
        if is_unknown(text):
            return math.nan
        found = number(text)
        ends = {"low": f"{self.low:g}", "high": f"{self.high:g}"}
        if found is None:
            self.report(row, column, "not_a_score", _NOT_A_SCORE, **ends)
            return math.nan
        if not self.low <= found <= self.high:
            self.report(row, column, "off_the_scale", _OFF, **ends)
            return math.nan
        return found

    def weight(self, row: Row, column: str) -> float | None:
        """A weight of zero or more; None where it is wrong or blank."""
        found = number(row.get(column))
        if found is None or found < 0:
            self.report(row, column, "not_a_weight", _NOT_A_WEIGHT)
            return None
        return found

    def direction(self, row: Row, column: str) -> str:
        """“benefit” unless the cell says that less is better."""
        text = row.get(column)
        if means(text, "cost"):
            return "cost"
        if text and not means(text, "benefit"):
            self.report(row, column, "not_a_direction", _NOT_A_DIRECTION)
        return "benefit"


def veto_ground(text: str) -> str:
    """The ground of a veto; blank where there is none."""
    if not text or means(text, "no"):
        return ""
    return NO_GROUND if means(text, "yes") else text


NO_GROUND = gettext_noop("Ruled out; the sheet gives no ground.")
NO_NAME = gettext_noop(
    "The row has scores but its name is blank. Put the name, or clear the row."
)
_NOT_A_SCORE = gettext_noop(
    "“%(value)s” is not a score. Put a number from %(low)s to %(high)s, or leave the "
    "cell blank if nobody could say: a blank is never read as zero."
)
_OFF = gettext_noop(
    "“%(value)s” is off the scale from %(low)s to %(high)s. Correct the score, or say "
    "that the scale is another."
)
_NOT_A_WEIGHT = gettext_noop(
    "“%(value)s” is not a weight. Put a number of zero or more for each criterion; 0 "
    "if it shall not count; or take the column out."
)
_NOT_A_DIRECTION = gettext_noop(
    "“%(value)s” is not a direction. Put “benefit” if more is better, “cost” if less "
    "is; a blank means “benefit”."
)
