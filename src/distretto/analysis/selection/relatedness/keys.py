"""Long tables as matrices and back: each code gets a place, each place its code."""

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from distretto.analysis.checks import Frame, check_table, check_unique
from distretto.analysis.selection.relatedness.matrices import Floats
from distretto.errors import InputError, gettext_noop

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Coded:
    """A column of codes as places in the sorted list of its distinct codes."""

    labels: pl.Series
    places: NDArray[Any]

    @classmethod
    def of(cls, column: pl.Series) -> "Coded":
        labels = column.unique().sort()
        if column.dtype in (pl.String, pl.Categorical, pl.Enum):
            texts = labels.cast(pl.String).sort()
            ordered = pl.Enum(texts)
            if column.dtype == pl.String:
                return cls(labels, column.cast(ordered).to_physical().to_numpy())
            # A code of the dictionary is looked up once, not in every row.
            numbers = labels.to_physical().to_numpy()
            place_of = np.zeros(int(numbers.max(initial=0)) + 1, np.uint32)
            place_of[numbers] = (
                labels.cast(pl.String).cast(ordered).to_physical().to_numpy()
            )
            labels = pl.Series(column.name, texts, dtype=column.dtype)
            return cls(labels, place_of[column.to_physical().to_numpy()])
        return cls(labels, labels.search_sorted(column).to_numpy())

    def names(self) -> tuple[str, ...]:
        """The codes as text, in the order of their places."""
        return tuple(str(label) for label in self.labels.to_list())

    def spread(self, places: NDArray[Any]) -> pl.Series:
        """The code of each of these places, of the kind it came in."""
        return self.labels.gather(places)


@dataclass(frozen=True)
class Cube:
    """A long table of regions x industries x years, ready to be cut into matrices."""

    region: Coded
    industry: Coded
    year: Coded | None
    cell: Integers
    values: Floats

    @property
    def shape(self) -> tuple[int, int, int]:
        """Years, regions, industries."""
        years = 1 if self.year is None else len(self.year.labels)
        return years, len(self.region.labels), len(self.industry.labels)

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
    codes = [Coded.of(held[key]) for key in keys]
    years = codes[2] if year else None
    numbers = held[value].cast(pl.Float64).to_numpy()
    cell = codes[0].places.astype(np.int64) * len(codes[1].labels)
    cell += codes[1].places
    if years is not None:
        size = len(codes[0].labels) * len(codes[1].labels)
        cell += years.places.astype(np.int64) * size
    cube = Cube(codes[0], codes[1], years, cell, numbers)
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
