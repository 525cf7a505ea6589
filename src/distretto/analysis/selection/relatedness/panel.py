"""Advantage, density, complexity and opportunity of a long table, year by year."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, cast

import narwhals as nw
from narwhals.typing import IntoDataFrameT

from distretto.analysis.checks import check_at_least_zero
from distretto.analysis.selection.relatedness.complexity import (
    Complexity,
    Scale,
    check_scale,
)
from distretto.analysis.selection.relatedness.keys import Cube, like, read_cube
from distretto.analysis.selection.relatedness.matrices import Floats
from distretto.analysis.selection.relatedness.panel_arrays import PanelArrays
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
    measured = PanelArrays.of(cube, advantage_column is not None)
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
        notes=tuple(complexity_notes(found, *left_out, unknown)),
    )


def complexity_notes(
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
