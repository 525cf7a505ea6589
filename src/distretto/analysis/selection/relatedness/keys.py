"""Long tables as matrices and back: each code gets a place, each place its code."""

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from distretto.analysis.checks import Frame, check_table, check_unique
from distretto.analysis.selection.coding import Coded, coded
from distretto.analysis.selection.relatedness.matrices import Floats
from distretto.errors import InputError, gettext_noop

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Keys:
    """A column of codes as numbers, and the kind that it came in."""

    codes: Coded
    kind: Any

    @classmethod
    def of(cls, column: pl.Series) -> "Keys":
        return cls(coded(column, column.name), column.dtype)

    def names(self) -> tuple[str, ...]:
        """The codes as text, in the order of their numbers."""
        return tuple(map(str, self.codes.labels))

    def spread(self, numbers: NDArray[Any]) -> pl.Series:
        """The code of each of these numbers, of the kind it came in."""
        return pl.Series(self.codes.labels, dtype=self.kind).gather(numbers)


@dataclass(frozen=True)
class Cube:
    """A long table of regions x industries x years, ready to be cut into matrices."""

    region: Keys
    industry: Keys
    year: Keys | None
    cell: Integers
    values: Floats

    @property
    def shape(self) -> tuple[int, int, int]:
        """Years, regions, industries."""
        years = 1 if self.year is None else self.year.codes.count
        return years, self.region.codes.count, self.industry.codes.count

    def filled(self) -> Floats:
        """A matrix for each year: 0 for pairs that are not listed, NaN for unknown."""
        cube = np.zeros(self.shape)
        cube.ravel()[self.cell] = self.values
        return cube


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
    found = [Keys.of(held[key]) for key in keys]
    regions, industries = found[0].codes, found[1].codes
    years = found[2] if year else None
    numbers = held[value].cast(pl.Float64).to_numpy()
    cell = regions.numbers * industries.count + industries.numbers
    if years is not None:
        cell += years.codes.numbers * (regions.count * industries.count)
    cube = Cube(found[0], found[1], years, cell, numbers)
    if len(cell) and np.bincount(cell).max() > 1:
        check_unique(frame, keys, "cells")
    return cube, frame


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
