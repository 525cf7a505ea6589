"""A table of regions by industries as the reference area of another one."""

from dataclasses import dataclass

import polars as pl

from distretto.analysis.selection.cluster_source import read
from distretto.analysis.selection.table import RegionIndustryTable


@dataclass(frozen=True)
class ReferenceArea:
    """What `cluster_map` takes as `reference` and `reference_total`.

    Attributes
    ----------
    industries : polars.DataFrame
        `industry` and the value's column: the area's totals, null where unknown.
    total : float or None
        The area's published total, in the unit of the value.
    year : int or None
        The year the figures are of.
    """

    industries: pl.DataFrame
    total: float | None
    year: int | None


def reference_area(
    table: RegionIndustryTable, *, value: str = "employment", year: int | None = None
) -> ReferenceArea:
    """The industries of a whole table, to hold the regions of another one against.

    Published totals of the industries are taken where there are any; else the cells
    are added up, and an industry with a hidden cell has an unknown total.

    Parameters
    ----------
    table : RegionIndustryTable
        The reference area, such as the nation by its states.
    value : str
        "employment" (persons) or "establishments" (number).
    year : int, optional
        Default: the last of the table.

    Returns
    -------
    ReferenceArea
        Totals of the industries in the units of `value`, null where unknown, and the
        published total of all.

    Raises
    ------
    InputError
        The table lacks the value, or the year.
    """
    source = read(table, value, None, year)
    if source.industry_totals is not None:
        industries = source.industry_totals.select("industry", value)
    else:
        is_whole = pl.col(value).is_not_null().all()
        industries = source.cells.group_by("industry", maintain_order=True).agg(
            pl.when(is_whole).then(pl.col(value).sum()).alias(value)
        )
    return ReferenceArea(industries, source.total, source.year)
