"""A table of a study under its title, and the words that several of them share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Cell, Column, Table, word
from distretto.web.diagnosis.study_measures import StudyMeasures

SOURCE = gettext_noop("Source")
YES = gettext_noop("yes")
PRICE = gettext_noop("Price")


@dataclass(frozen=True)
class Named:
    """A table under its title; `records` are what its rows tell of, one each."""

    key: str
    title: str
    table: Table
    language: Language
    records: tuple[Any, ...] = ()

    @property
    def lean(self) -> Table:
        """The table without columns that nobody filled."""
        kept = [
            place
            for place in range(len(self.table.columns))
            if any(row[place] not in (None, "") for row in self.table.rows)
        ]
        return Table(
            tuple(self.table.columns[place] for place in kept),
            tuple(tuple(row[place] for place in kept) for row in self.table.rows),
        )

    @property
    def unit(self) -> str:
        """The unit of all columns that have one, where it is the same for all."""
        units = {each.unit for each in self.lean.columns if each.unit}
        return units.pop() if len(units) == 1 else ""

    @property
    def shown(self) -> list[tuple[Any, list[tuple[Column, Cell, str]]]]:
        """Each row as people read it, beside its record if it has one."""
        table = self.lean
        records = self.records or (None,) * len(table.rows)
        return [
            (
                record,
                [(c, cell, word(c, cell, self.language)) for c, cell in cells],
            )
            for record, cells in zip(records, map(table.cells, table.rows), strict=True)
        ]


Maker = Callable[[StudyMeasures, Language], Named]
