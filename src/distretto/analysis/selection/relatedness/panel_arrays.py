"""The arrays of a panel of complexity, filled year by year, and their long table."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from distretto.analysis.selection.relatedness.complexity import (
    Complexity,
    Scale,
    complexity,
)
from distretto.analysis.selection.relatedness.density import density, weights_of
from distretto.analysis.selection.relatedness.keys import Cube
from distretto.analysis.selection.relatedness.matrices import (
    Booleans,
    Floats,
    Presence,
    Reals,
    advantage,
)
from distretto.analysis.selection.relatedness.opportunity import value_and_gain
from distretto.analysis.selection.relatedness.proximity import phi

CELL_MEASURES = ("rca", "density", "opportunity_gain")
# Seven digits are enough for sums of hundreds of shares, and twice as quick.
PRECISION = {"rca": np.float64, "density": np.float32, "opportunity_gain": np.float32}
REGION_MEASURES = ("eci", "opportunity_value", "diversity")
INDUSTRY_MEASURES = ("pci", "ubiquity")


@dataclass(frozen=True)
class PanelArrays:
    """The arrays of the joined table, filled year by year."""

    values: Floats
    is_given: bool
    cell: dict[str, Reals]
    is_present: Booleans
    by_region: dict[str, Floats]
    by_industry: dict[str, Floats]
    unknown: list[int]

    @classmethod
    def of(cls, cube: Cube, is_given: bool) -> "PanelArrays":
        years, regions, industries = cube.shape
        values = cube.values
        # Advantage that is given already stands in the values.
        measures = CELL_MEASURES[1:] if is_given else CELL_MEASURES
        return cls(
            values=values,
            is_given=is_given,
            cell={name: np.empty(cube.shape, PRECISION[name]) for name in measures},
            is_present=np.empty(cube.shape, dtype=np.bool_),
            by_region={name: np.empty((years, regions)) for name in REGION_MEASURES},
            by_industry={
                name: np.empty((years, industries)) for name in INDUSTRY_MEASURES
            },
            unknown=[int(np.isnan(one).sum()) for one in values],
        )

    def measure(
        self, number: int, limit: float, own: bool, scale: Scale, start: Floats | None
    ) -> Complexity:
        """Fill in one year; its complexity."""
        values = self.values[number]
        given = values if self.is_given else advantage(values)
        told = _present(given, values, self.unknown[number] > 0, limit)
        found = complexity(told, scale, start)
        near = weights_of(phi(told), own=own)
        dense = density(told, near, self.cell["density"][number])
        gain = self.cell["opportunity_gain"][number]
        worth, _ = value_and_gain(told, near, found.pci, dense, gain)
        if not self.is_given:
            self.cell["rca"][number] = given
        self.is_present[number] = told.present
        self.by_region["eci"][number] = found.eci
        self.by_region["opportunity_value"][number] = worth
        self.by_region["diversity"][number] = told.diversity
        self.by_industry["pci"][number] = found.pci
        self.by_industry["ubiquity"][number] = told.ubiquity
        return found

    def columns(self, cube: Cube, names: dict[str, str | None]) -> dict[str, pl.Series]:
        """The joined table; each array is let go of as soon as it is a column."""
        years, regions, industries = cube.shape
        per_year = regions * industries
        result: dict[str, pl.Series] = {}
        if names["year"] and cube.year is not None:
            places = np.repeat(np.arange(years, dtype=np.uint32), per_year)
            result[names["year"]] = cube.year.spread(places)
        places = np.tile(
            np.repeat(np.arange(regions, dtype=np.uint32), industries), years
        )
        result[str(names["region"])] = cube.region.spread(places)
        places = np.tile(np.arange(industries, dtype=np.uint32), years * regions)
        result[str(names["industry"])] = cube.industry.spread(places)
        result[str(names["value"])] = _series(self.values)
        if not self.is_given:
            result["rca"] = _series(self.cell.pop("rca"))
        known = ~np.isnan(self.values) if any(self.unknown) else None
        result["is_present"] = _flags(self.is_present, known)
        for name in list(self.cell):
            result[name] = _series(self.cell.pop(name))
        for name, array in self.by_region.items():
            result[name] = _series(np.repeat(_counted(name, array), industries))
        for name, array in self.by_industry.items():
            result[name] = _series(np.repeat(_counted(name, array), regions, axis=0))
        return {name: column.alias(name) for name, column in result.items()}


def _present(
    given: Floats, values: Floats, has_unknown: bool, limit: float
) -> Presence:
    """What is known to be zero is absent, even where its advantage is 0 / 0."""
    with np.errstate(invalid="ignore"):
        present = given >= limit
    return Presence(present, ~np.isnan(values) if has_unknown else None)


def _series(array: NDArray[Any]) -> pl.Series:
    return pl.Series(array.ravel(), nan_to_null=array.dtype.kind == "f")


def _flags(flags: Booleans, known: Booleans | None) -> pl.Series:
    column = pl.Series("flag", flags.ravel())
    if known is None:
        return column
    table = pl.DataFrame({"flag": column, "known": known.ravel()})
    return table.select(pl.when("known").then("flag"))["flag"]


def _counted(name: str, array: Floats) -> NDArray[Any]:
    """Counts as whole numbers."""
    return array.astype(np.int32) if name in ("diversity", "ubiquity") else array
