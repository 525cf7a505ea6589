"""The totals that growth is told by: of just what the cells count, year by year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import polars_of
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.notes import Note


@dataclass(frozen=True)
class GrowthTotals:
    """Published totals by year; None where they are of one year, or all unknown.

    `of_all` are the regions' totals that quotients divide by: over all owners, where
    the cells are of some. `whole` is the total of the reference area, known in all the
    years; `covers_regions` tells whether that area is the one of the regions.
    """

    regions: pl.DataFrame | None
    of_all: pl.DataFrame | None
    industries: pl.DataFrame | None
    whole: Mapping[int, float] | None
    covers_regions: bool
    note: Note | None

    def compared(self) -> dict[str, Any]:
        """As `shift_share` takes them."""
        return {
            "region_totals": self.regions,
            "industry_totals": self.industries,
            "reference_total": self.whole,
        }

    def divided_by(self) -> dict[str, Any]:
        """As `life_cycle` takes them."""
        return {"region_totals": self.of_all, "industry_totals": self.industries}


def growth_totals(
    table: RegionIndustryTable, value: str, years: Iterable[int]
) -> GrowthTotals:
    """The totals of a table for these years."""
    of_all = _by_year(table.region_totals, "region", value)
    industries = _by_year(table.industry_totals, "industry", value)
    alike = table.alike
    if alike is None:
        return GrowthTotals(of_all, of_all, industries, None, False, None)
    found = {year: alike.whole.get(year, {}).get(value) for year in years}
    whole = {
        year: float(all_of) for year, all_of in found.items() if all_of is not None
    }
    return GrowthTotals(
        regions=_by_year(alike.regions, "region", value),
        of_all=of_all,
        industries=industries,
        whole=whole if len(whole) == len(found) else None,
        covers_regions=alike.covers_regions,
        note=alike.note,
    )


def _by_year(table: IntoFrame | None, key: str, value: str) -> pl.DataFrame | None:
    if table is None:
        return None
    found = polars_of(table, "totals")
    if "year" not in found.columns or value not in found.columns:
        return None
    told = found.select(key, "year", value).drop_nulls()
    return told if told.height else None
