"""Long tables as matrices and back: each code gets a place, each place its code."""

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from distretto.analysis.checks import Frame, check_table, check_unique
from distretto.analysis.selection.coding import coded
from distretto.analysis.selection.relatedness.matrices import Floats
from distretto.errors import InputError, gettext_noop

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Keys:
    """The codes of a column in the order of their numbers, and the kind they came in.

    Without the numbers of the rows, which are many and are needed only once.
    """

    labels: tuple[Any, ...]
    kind: Any

    @property
    def count(self) -> int:
        """How many different codes there are."""
        return len(self.labels)

    def names(self) -> tuple[str, ...]:
        """The codes as text."""
        return tuple(map(str, self.labels))

    def spread(self, numbers: NDArray[Any]) -> pl.Series:
        """The code of each of these numbers, of the kind it came in."""
        return pl.Series(self.labels, dtype=self.kind).gather(numbers)


@dataclass(frozen=True)
class Cube:
    """A long table of regions x industries x years as a matrix for each year.

    `values` has the shape (years, regions, industries): 0 for pairs that are not
    listed, NaN for unknown.
    """

    region: Keys
    industry: Keys
    year: Keys | None
    values: Floats

    @property
    def shape(self) -> tuple[int, int, int]:
        """Years, regions, industries."""
        years = 1 if self.year is None else self.year.count
        return years, self.region.count, self.industry.count


def read_cube(
    table: IntoFrame, value: str, region: str, industry: str, year: str | None
) -> tuple[Cube, Frame]:
    """The table as a cube, checked; and as narwhals sees it."""
    keys = [region, industry, *([year] if year else [])]
    frame = check_table(table, keys=keys, counts=(value,), name="cells")
    if isinstance(frame, nw.LazyFrame):
        raise InputError(
            "lazy_cells",
            gettext_noop(
                "The cells are a lazy table, and matrices are made in memory. Collect "
                "the table first."
            ),
        )
    held = frame.select(*keys, value).to_polars()
    years, cell = _coded(held, year) if year else (None, None)
    regions, cell = _coded(held, region, cell)
    industries, cell = _coded(held, industry, cell)
    if len(cell) and np.bincount(cell).max() > 1:
        check_unique(frame, keys, "cells")
    shape = (1 if years is None else years.count, regions.count, industries.count)
    values = np.zeros(shape)
    values.ravel()[cell] = held[value].cast(pl.Float64).to_numpy()
    return Cube(regions, industries, years, values), frame


def _coded(
    held: pl.DataFrame, key: str, before: Integers | None = None
) -> tuple[Keys, Integers]:
    """The codes of a column, and each row's place within those of the keys before."""
    column = held[key]
    found = coded(column, key)
    numbers = found.numbers
    place = numbers if before is None else before * found.count + numbers
    return Keys(found.labels, column.dtype), place


def like(columns: dict[str, pl.Series], frame: nw.DataFrame[Any]) -> Any:
    """Columns as a table of the same kind as the frame."""
    table = pl.DataFrame(columns)
    if frame.implementation.is_polars():
        return table
    if frame.implementation.is_pyarrow():
        return table.to_arrow()
    plain = {
        name: column.cast(pl.String).to_list()
        if column.dtype in (pl.Categorical, pl.Enum)
        else column.to_numpy()
        for name, column in columns.items()
    }
    return nw.from_dict(plain, backend=frame.implementation).to_native()
