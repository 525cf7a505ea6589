"""Regions and industries of a table by economic complexity, as commands show them."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from distretto.analysis.selection.measured import (
    Measured,
    check_code,
    named,
    settings_of,
    shortage_notes,
    sizes,
)
from distretto.analysis.selection.relatedness.complexity import Complexity, complexity
from distretto.analysis.selection.relatedness.density import density, weights_of
from distretto.analysis.selection.relatedness.opportunity import value_and_gain
from distretto.analysis.selection.relatedness.panel import complexity_notes
from distretto.analysis.selection.relatedness.proximity import phi
from distretto.analysis.selection.relatedness.table_matrix import (
    TableMatrix,
    matrix_notes,
    table_matrix,
    with_known_share,
)
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError, gettext_noop
from distretto.notes import Note

SIZES = (
    "employment",
    "establishments",
    "employment_is_minimum",
    "establishments_is_minimum",
)


def regions_by_complexity(
    table: RegionIndustryTable,
    *,
    value: str = "employment",
    base: str | Collection[str] | None = None,
    year: int | None = None,
    threshold: float = 1.0,
    minimum_known_share: float = 1.0,
    complex_end: str | None = None,
) -> Measured:
    """Regions in the order of economic complexity [hidalgo2009, hausmann2014].

    Neighbours in the order are specialised in like industries [mealy2019]; which end is
    the complex one is a convention, unless `complex_end` says. It has the formulas of
    `economic_complexity` and `opportunity`, with density that does not count the
    industry itself.

    Parameters
    ----------
    table : RegionIndustryTable
        Cells, with the totals that were published.
    value, base, year
        As for `industries_by_concentration`.
    threshold : float
        Location quotient (dimensionless) from which a region has an industry.
    minimum_known_share : float
        Share (0 to 1) of a region that must be in visible cells for it to have an
        index. The others count in the order, and in its mean and unit, all the same.
    complex_end : str, optional
        Code of a region that is to have a positive index. Default: complexity rises
        with diversity.

    Returns
    -------
    Measured
        A row for each region, the highest `eci` first: `eci` in standard deviations,
        `opportunity_value` in units of it, `diversity` a count of industries,
        `mean_ubiquity` the mean count of regions that have them. Null where unknown.

    Raises
    ------
    InputError
        The table cannot be measured, lacks the year, or the base fits nothing; or the
        region of the complex end is not there, or has no index.
    """
    matrix = table_matrix(table, value, base, year, threshold)
    told, index = matrix.presence, _index(matrix, complex_end)
    near = weights_of(phi(told), own=False)
    worth, _ = value_and_gain(told, near, index.pci, density(told, near))
    has = told.numbers(np.float64)
    measures = {
        "diversity": told.diversity,
        "mean_ubiquity": _mean(has @ told.ubiquity, told.diversity),
        "eci": index.eci,
        "opportunity_value": np.where(np.isnan(index.eci), np.nan, worth),
    }
    unknown = (matrix.known == 0).any(axis=1)
    rows = _rows(matrix, "region", measures, unknown, minimum_known_share)
    asked = {"minimum_known_share": minimum_known_share, "complex_end": complex_end}
    return _measured("complexity", matrix, rows, index, table, asked)


def industries_by_complexity(
    table: RegionIndustryTable,
    *,
    value: str = "employment",
    base: str | Collection[str] | None = None,
    year: int | None = None,
    threshold: float = 1.0,
    minimum_known_share: float = 1.0,
    complex_end: str | None = None,
) -> Measured:
    """Industries in the order of economic complexity, by who has them [hidalgo2009].

    It has the formulas of `economic_complexity`.

    Parameters
    ----------
    table, value, base, year, threshold
        As for `regions_by_complexity`.
    minimum_known_share : float
        Share (0 to 1) of an industry that must be in visible cells for it to have an
        index.
    complex_end : str, optional
        As for `regions_by_complexity`: a region.

    Returns
    -------
    Measured
        A row for each industry, the highest `pci` first: `pci` with the origin and
        unit of ECI (standard deviations of regions), `ubiquity` a count of regions,
        `mean_diversity` the mean count of industries that they have.

    Raises
    ------
    InputError
        As for `regions_by_complexity`.
    """
    matrix = table_matrix(table, value, base, year, threshold)
    told, index = matrix.presence, _index(matrix, complex_end)
    has = told.numbers(np.float64)
    measures = {
        "ubiquity": told.ubiquity,
        "mean_diversity": _mean(has.T @ told.diversity, told.ubiquity),
        "pci": index.pci,
    }
    unknown = (matrix.known == 0).any(axis=0)
    rows = _rows(matrix, "industry", measures, unknown, minimum_known_share)
    asked = {"minimum_known_share": minimum_known_share, "complex_end": complex_end}
    return _measured("complexities", matrix, rows, index, table, asked)


def _index(matrix: TableMatrix, complex_end: str | None) -> Complexity:
    """Complexity, turned so that the region of the complex end is above the mean."""
    index = complexity(matrix.presence, "shared")
    if complex_end is None:
        return index
    check_code(matrix.regions, "region", complex_end, matrix.source.region_names)
    own = index.eci[matrix.regions.index(complex_end)]
    if index.undefined is None and np.isnan(own):
        raise InputError(
            "complex_end_without_index",
            gettext_noop(
                "The region “%(found)s” has no index of complexity, as nothing links "
                "it to the others, so that it can be no end of the order. Give another."
            ),
            found=complex_end,
        )
    if not own < 0:
        return index
    return replace(
        index,
        eci=-index.eci,
        pci=-index.pci,
        sign_correlation=-index.sign_correlation,
    )


def _mean(sums: Any, counts: Any) -> Any:
    return np.divide(sums, counts, out=np.full(len(counts), np.nan), where=counts > 0)


def _rows(
    matrix: TableMatrix, key: str, measures: dict[str, Any], unknown: Any, least: float
) -> pl.DataFrame:
    """The measures beside sizes and names; a count that lacks hidden cells says so."""
    source, count = matrix.source, next(iter(measures))
    codes = matrix.regions if key == "region" else matrix.industries
    names = source.region_names if key == "region" else source.industry_names
    rows = pl.DataFrame(
        {
            key: list(codes),
            **{
                name: pl.Series(each, nan_to_null=True)
                for name, each in measures.items()
            },
            f"{count}_is_minimum": pl.Series(unknown, dtype=pl.Boolean),
        },
        schema_overrides={key: pl.String},
    ).join(sizes(source, key), on=key, how="left")
    index = [name for name in measures if name != count]
    rows = named(with_known_share(rows, source, key, least, index), key, names)
    order = "eci" if key == "region" else "pci"
    return rows.sort(order, "code", descending=[True, False], nulls_last=True).select(
        "code",
        "name",
        "employment",
        "establishments",
        *measures,
        "known_share",
        f"{count}_is_minimum",
        *SIZES[2:],
    )


def _measured(
    kind: str,
    matrix: TableMatrix,
    rows: pl.DataFrame,
    index: Complexity,
    table: RegionIndustryTable,
    asked: dict[str, Any],
) -> Measured:
    left_out = (
        tuple(matrix.regions[place] for place in index.left_out_regions),
        tuple(matrix.industries[place] for place in index.left_out_industries),
    )
    unknown = int((matrix.known == 0).sum())
    of_rows = rows.with_columns(pl.lit(False).alias("is_estimate"))
    measure = "eci" if kind == "complexity" else "pci"
    end = asked["complex_end"]
    return Measured(
        kind=kind,
        rows=rows,
        settings=settings_of(
            matrix.source,
            regions=len(matrix.regions),
            industries=len(matrix.industries),
            has_order=index.undefined is None,
            in_order=int((~np.isnan(getattr(index, measure))).sum()),
            complex_end_name=matrix.source.region_names.get(end),
            **asked,
        ),
        notes=(
            *shortage_notes(of_rows, measure, matrix.source),
            *matrix_notes(matrix),
            *complexity_notes(index, *left_out, unknown),
            *_sign_notes(index, end),
            *table.notes,
        ),
    )


# Below this correlation with diversity, which end is the complex one is hardly known.
WEAK = 0.2


def _sign_notes(index: Complexity, end: str | None) -> list[Note]:
    if index.undefined is not None:
        return []
    sign = round(index.sign_correlation, 2)
    if end is not None:
        return [Note(_SIGN_ASKED, region=end, correlation=sign)]
    return [Note(_SIGN_WEAK if sign < WEAK else _SIGN, correlation=sign)]


_SIGN_ASKED = gettext_noop(
    "Which end is the complex one is not in the figures: it is that of the region "
    "“%(region)s”, as asked (correlation of complexity with the number of industries a "
    "region has: %(correlation)s)."
)
_SIGN = gettext_noop(
    "Which end is the complex one is not in the figures: by convention complexity "
    "rises with the number of industries a region has (correlation %(correlation)s)."
)
_SIGN_WEAK = gettext_noop(
    "Which end is the complex one is a matter of taste here: by convention complexity "
    "rises with the number of industries a region has, and it hardly does (correlation "
    "%(correlation)s). The order may as well be read from the other end."
)
