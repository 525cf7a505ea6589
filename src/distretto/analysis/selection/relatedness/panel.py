"""Advantage, density, complexity and opportunity of a long table, year by year."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, cast

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoDataFrameT
from numpy.typing import NDArray

from distretto.analysis.checks import check_at_least_zero
from distretto.analysis.selection.relatedness.complexity import (
    Complexity,
    Scale,
    check_scale,
    complexity,
)
from distretto.analysis.selection.relatedness.density import density, weights_of
from distretto.analysis.selection.relatedness.keys import Cube, like, read_cube
from distretto.analysis.selection.relatedness.matrices import (
    Booleans,
    Floats,
    Presence,
    Reals,
    advantage,
)
from distretto.analysis.selection.relatedness.opportunity import value_and_gain
from distretto.analysis.selection.relatedness.proximity import phi
from distretto.errors import gettext_noop, ngettext_noop
from distretto.notes import Note, quoted

WITHOUT_REGIONS = ngettext_noop(
    "%(count)s region has no index of complexity, for it has no industry that links it "
    "to the others: %(names)s.",
    "%(count)s regions have no index of complexity, for they have no industry that "
    "links them to the others: %(names)s.",
)
WITHOUT_INDUSTRIES = ngettext_noop(
    "%(count)s industry has no index of complexity, for no region links it to the "
    "others: %(names)s.",
    "%(count)s industries have no index of complexity, for no region links them to the "
    "others: %(names)s.",
)
UNKNOWN = ngettext_noop(
    "%(count)s cell is unknown; the index of complexity reads it as not present.",
    "%(count)s cells are unknown; the index of complexity reads them as not present.",
)
FRAGILE = gettext_noop(
    "The second and third singular values are within %(gap)s of each other, so that "
    "few cells can turn the order of complexity around."
)
# A gap below this is told.
FRAGILE_GAP = 0.01

CELL_MEASURES = ("rca", "density", "opportunity_gain")
# Seven digits are enough for sums of hundreds of shares, and twice as quick.
PRECISION = {"rca": np.float64, "density": np.float32, "opportunity_gain": np.float32}
REGION_MEASURES = ("eci", "opportunity_value", "diversity")
INDUSTRY_MEASURES = ("pci", "ubiquity")


@dataclass(frozen=True)
class ComplexityOfYear:
    """What holds for a whole year of a panel.

    Attributes
    ----------
    year : str or None
        None where the table has no years.
    complexity : Complexity
        With the singular values and their gap; arrays in the order of the panel's
        regions and industries.
    left_out_regions, left_out_industries : tuples of str
        Codes of those without an index of complexity.
    unknown_cells : int
        Cells whose value is unknown. They are null in the result; the index of
        complexity reads them as not present.
    notes : tuple of Note
        What was left out and why, and whether the order is fragile.
    """

    year: str | None
    complexity: Complexity
    left_out_regions: tuple[str, ...]
    left_out_industries: tuple[str, ...]
    unknown_cells: int
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class ComplexityPanel(Generic[IntoDataFrameT]):
    """Complexity and relatedness of regions and industries over years.

    Attributes
    ----------
    cells : table, one row per year x region x industry
        Every pair of a region and an industry in every year. Columns: the keys, the
        value, `rca`, `is_present`, `density`, `opportunity_gain`; and of the region
        `eci`, `opportunity_value`, `diversity`, of the industry `pci`, `ubiquity`.
        Null where unknown or undefined.
    years : tuple of ComplexityOfYear
    regions, industries : tuples of str
        Codes, in order.
    threshold : float
    own : bool
    scale : "shared" or "own"
    """

    cells: IntoDataFrameT
    years: tuple[ComplexityOfYear, ...]
    regions: tuple[str, ...]
    industries: tuple[str, ...]
    threshold: float
    own: bool
    scale: Scale


def complexity_panel(
    cells: IntoDataFrameT,
    *,
    advantage_column: str | None = None,
    threshold: float = 1.0,
    own: bool = True,
    scale: Scale = "shared",
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
    year: str | None = None,
) -> ComplexityPanel[IntoDataFrameT]:
    """Complexity, density and opportunity of a long table [hidalgo2009, hausmann2014].

    For each year by itself: `revealed_advantage`, `presence`, `proximity`,
    `relatedness_density`, `economic_complexity` and `opportunity`.

    Parameters
    ----------
    cells : table in memory, one row per region x industry (x year)
        Columns `region`, `industry` and `value`: counts of zero or more (persons,
        establishments). Null or NaN is unknown; a pair that is not listed is zero.
        Codes of a categorical kind are read quickest.
    advantage_column : str, optional
        A column with an advantage that is already measured, such as `lq` of
        `location_quotient` with published totals. Default: RCA of `value`.
    threshold : float
        As for `presence`.
    own : bool
        As for `relatedness_density`.
    scale : "shared" or "own"
        As for `economic_complexity`.
    value, region, industry : str
        Names of the columns.
    year : str, optional
        Name of a column of years. Default: the table is of one year.

    Returns
    -------
    ComplexityPanel
        Shares from 0 to 1 (density), standard deviations (complexity, opportunity),
        counts (diversity, ubiquity); RCA dimensionless. What has no index is null
        and named.

    Raises
    ------
    InputError
        A column is missing, a value is negative or text, a cell comes twice, the
        table is lazy, or a setting is unknown.
    """
    limit, unit = check_at_least_zero(threshold, "threshold"), check_scale(scale)
    read = advantage_column or value
    cube, frame = read_cube(cells, read, region, industry, year)
    measured = _Measured.of(cube, advantage_column is not None)
    start: Floats | None = None
    told = []
    for number in range(cube.shape[0]):
        found = measured.measure(number, limit, own, unit, start)
        start = found.eci
        told.append(_told(cube, number, found, measured.unknown[number]))
    names = {"value": read, "region": region, "industry": industry, "year": year}
    return ComplexityPanel(
        cells=cast(
            IntoDataFrameT,
            like(measured.columns(cube, names), cast(nw.DataFrame[Any], frame)),
        ),
        years=tuple(told),
        regions=cube.region.names(),
        industries=cube.industry.names(),
        threshold=limit,
        own=own,
        scale=unit,
    )


def _told(cube: Cube, number: int, found: Complexity, unknown: int) -> ComplexityOfYear:
    regions, industries = cube.region.names(), cube.industry.names()
    left_out = (
        tuple(regions[k] for k in found.left_out_regions),
        tuple(industries[k] for k in found.left_out_industries),
    )
    return ComplexityOfYear(
        year=None if cube.year is None else cube.year.names()[number],
        complexity=found,
        left_out_regions=left_out[0],
        left_out_industries=left_out[1],
        unknown_cells=unknown,
        notes=tuple(_notes(found, *left_out, unknown)),
    )


def _notes(
    found: Complexity,
    regions: tuple[str, ...],
    industries: tuple[str, ...],
    unknown: int,
) -> Iterator[Note]:
    if found.undefined is not None:
        yield found.undefined
    elif found.gap < FRAGILE_GAP:
        yield Note(FRAGILE, gap=found.gap)
    if regions:
        yield Note(WITHOUT_REGIONS, count=len(regions), names=quoted(regions))
    if industries:
        yield Note(WITHOUT_INDUSTRIES, count=len(industries), names=quoted(industries))
    if unknown:
        yield Note(UNKNOWN, count=unknown)


@dataclass(frozen=True)
class _Measured:
    """The arrays of the joined table, filled year by year."""

    values: Floats
    is_given: bool
    cell: dict[str, Reals]
    is_present: Booleans
    by_region: dict[str, Floats]
    by_industry: dict[str, Floats]
    unknown: list[int]

    @classmethod
    def of(cls, cube: Cube, is_given: bool) -> "_Measured":
        years, regions, industries = cube.shape
        values = cube.filled()
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
