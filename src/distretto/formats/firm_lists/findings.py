"""Problems of a list of firms as they are found, counted, the first with places."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from distretto.formats.firm_lists.model import LISTED
from distretto.formats.problems import Problem, Severity
from distretto.notes import Note


@dataclass
class Findings:
    """What was found so far in one file; every problem counts, the first are kept."""

    sheet: str | None
    columns: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)
    kept: Counter[tuple[str, str]] = field(default_factory=Counter)

    def tell(
        self,
        code: str,
        template: str,
        role: str,
        cells: Iterable[tuple[int, str | None]],
        severity: Severity = "error",
        **params: object,
    ) -> None:
        """One rule broken in one column, by rows of the file and what is written."""
        for row, value in cells:
            self.add(code, template, role, row, value, severity, **params)

    def add(
        self,
        code: str,
        template: str,
        role: str,
        row: int,
        value: str | None,
        severity: Severity = "error",
        **params: object,
    ) -> None:
        """One problem of one cell."""
        self.counts[code] += 1
        self.kept[code, role] += 1
        if self.kept[code, role] > LISTED:
            return
        filled = {"value": value, **params}
        column = self.columns.get(role, role)
        self.problems.append(
            Problem(code, template, filled, self.sheet, row, column, value, severity)
        )

    def in_order(self) -> tuple[Problem, ...]:
        """The problems as they stand in the file."""
        places = {name: at for at, name in enumerate(self.columns.values())}
        return tuple(
            sorted(
                self.problems,
                key=lambda each: (each.row or 0, places.get(each.column or "", 0)),
            )
        )


def cells_where(
    frame: pl.DataFrame, wrong: pl.Expr, role: str
) -> list[tuple[int, str]]:
    """The rows of the file where a rule is broken, with what is written there."""
    return list(frame.filter(wrong).select("row", role).iter_rows())
