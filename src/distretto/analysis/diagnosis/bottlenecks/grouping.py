"""The firms of a survey in tables: all, by one variable, by two at once."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from distretto.analysis.diagnosis.bottlenecks.disclosure import Bools, Cells, Text


def whole_of(table: pl.DataFrame) -> Cells:
    """All firms."""
    return Cells([()], np.ones((1, table.height), dtype=bool), (1,))


def groups_of(table: pl.DataFrame, by: Sequence[str]) -> Iterator[Cells]:
    """The groups of each variable."""
    for name in dict.fromkeys(by):
        levels = list(_levels(table, name))
        texts: list[Text] = [(name, level) for level, _ in levels]
        members = _lines([each for _, each in levels], table.height)
        yield Cells(texts, members, (len(levels),))


def cells_of(table: pl.DataFrame, cross: Sequence[tuple[str, str]]) -> Iterator[Cells]:
    """Two variables at once."""
    for first, second in cross:
        rows, columns = [*_levels(table, first)], [*_levels(table, second)]
        texts: list[Text] = [
            (first, row, second, column) for row, _ in rows for column, _ in columns
        ]
        both = [here & there for _, here in rows for _, there in columns]
        yield Cells(texts, _lines(both, table.height), (len(rows), len(columns)))


def _lines(members: Sequence[Bools], firms: int) -> Bools:
    """A line of firms for each cell; of the right width where there is no cell."""
    return np.array(members, dtype=bool).reshape(len(members), firms)


def _levels(table: pl.DataFrame, name: str) -> Iterator[tuple[str | None, Bools]]:
    """Each group of a variable with its firms; those of no known group too."""
    column = table[name].cast(pl.String)
    for level in column.unique().sort(nulls_last=True):
        members = column.is_null() if level is None else column == level
        yield level, members.fill_null(False).to_numpy()
