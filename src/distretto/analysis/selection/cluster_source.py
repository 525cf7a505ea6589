"""What a cluster map is made from: one year of the table, checked and in memory."""

from collections.abc import Collection
from dataclasses import dataclass

import narwhals as nw
import polars as pl

from distretto.analysis.selection.base_totals import base_totals
from distretto.analysis.selection.industry_sets import (
    check_base,
    family_of,
    is_in_set,
    within,
)
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.analysis.selection.table_frames import (
    COUNTS,
    Frames,
    frames_of,
    of_year,
    read_indices,
    totals_of_year,
)
from distretto.errors import InputError, gettext_noop


@dataclass(frozen=True)
class Source:
    """The table of one year, in memory, within the base, with what was published.

    With a base, `region_totals` and `grand_total` are those within it, and a region's
    total is null where it is unknown; without, they are over all industries. `lacking`
    are the codes of the base that the table has not. `years` are all of the table.
    `plants` has the `industry` and `plant_herfindahl` of the table, where it tells them
    of this year.
    """

    cells: pl.DataFrame
    earlier: pl.DataFrame | None
    region_totals: pl.DataFrame | None
    industry_totals: pl.DataFrame | None
    grand_total: float | None
    value: str
    base: str | Collection[str] | None
    lacking: tuple[str, ...]
    family: str | None
    year: int | None
    first_year: int | None
    plants: pl.DataFrame | None
    years: tuple[int, ...]
    region_names: dict[str, str]
    industry_names: dict[str, str]

    def plants_or(self, told: pl.DataFrame | None) -> pl.DataFrame | None:
        """The Herfindahl indices of plants that were told, else the table's own."""
        return self.plants if told is None else told

    @property
    def total(self) -> float | None:
        """The published total of everything shown, if there is one."""
        if self.grand_total is not None:
            return self.grand_total
        for published in (self.region_totals, self.industry_totals):
            if published is not None and self._is_of_all(published):
                return float(published[self.value].sum())
        return None

    def _is_of_all(self, published: pl.DataFrame) -> bool:
        """Whether totals are known of every region, or industry, that is shown."""
        key = "region" if "region" in published.columns else "industry"
        lacking = self.cells.select(key).unique().join(published, on=key, how="anti")
        return lacking.is_empty() and not published[self.value].null_count()

    def known_share(self) -> float | None:
        """The share of the total that the visible cells explain.

        Without a published total: the share of the establishments whose value is
        known; None where not even the establishments are.
        """
        if self.total:
            return float(self.cells[self.value].sum()) / self.total
        return self.cells.select(establishment_share(self.value)).item()

    def known_share_of(self) -> str:
        """What the known share is a share of: the value, or the establishments."""
        is_whole = self.total or not self.cells[self.value].null_count()
        return self.value if is_whole else "establishments"


def read(
    table: RegionIndustryTable,
    value: str,
    base: str | Collection[str] | None,
    year: int | None,
) -> Source:
    """Cells and totals of the chosen year and base, checked, as Polars tables."""
    _check_value(value)
    frames = frames_of(table, value, within=base is not None)
    years = _years(frames.cells)
    return _source(table, frames, value, base, _chosen(years, year))


def read_years(
    table: RegionIndustryTable,
    value: str,
    base: str | Collection[str] | None,
    year: int | None,
) -> list[Source]:
    """A source of each year up to the chosen one, from one reading of the table."""
    _check_value(value)
    frames = frames_of(table, value, within=base is not None)
    years = _years(frames.cells)
    last = _chosen(years, year)
    wanted = [None] if last is None else [each for each in years if each <= last]
    return [_source(table, frames, value, base, each) for each in wanted]


def _source(
    table: RegionIndustryTable,
    frames: Frames,
    value: str,
    base: str | Collection[str] | None,
    shown: int | None,
) -> Source:
    cells, industries = frames.cells, totals_of_year(frames.industry_totals, shown)
    years = _years(cells)
    first = years[0] if shown is not None and years[0] < shown else None
    present = cells["industry"].unique().to_list()
    family = family_of(table.classification, present)
    lacking: tuple[str, ...] = ()
    if base is not None:
        if not isinstance(base, str) and isinstance(base, Collection):
            listed = _codes(cells, industries)
            lacking = tuple(str(one) for one in base if not within([one], listed))
            base = within(base, listed) or base
        check_base(base, family, present)
    whole = of_year(cells, shown)
    cells, told = _inside(cells, base, family), industries
    if industries is not None:
        industries = _inside(industries, base, family)
    shown_cells = of_year(cells, shown)
    is_last = shown is None or shown == years[-1]
    if base is None:
        regions = totals_of_year(frames.region_totals, shown)
        grand = (table.grand_total or {}).get(value) if is_last else None
    else:
        codes = _codes(whole, told)
        inside = _codes(shown_cells, industries)
        groups = totals_of_year(frames.region_group_totals, shown)
        regions = base_totals(
            shown_cells, groups, value=value, inside=inside, industries=codes
        )
        groups = totals_of_year(frames.group_totals, shown)
        grand = _grand_base(groups, industries, value, inside, codes)
    return Source(
        cells=shown_cells,
        earlier=None if first is None else of_year(cells, first),
        region_totals=regions,
        industry_totals=industries,
        grand_total=grand,
        value=value,
        base=base,
        lacking=lacking,
        family=family,
        year=shown,
        first_year=first,
        plants=read_indices(table.plants)
        if is_last and table.plants is not None
        else None,
        years=tuple(years),
        region_names=table.region_names,
        industry_names=table.industry_names,
    )


def _codes(cells: pl.DataFrame, totals: pl.DataFrame | None) -> set[str]:
    """The industries listed, in the cells or by their totals."""
    listed = set(cells["industry"].unique())
    return listed if totals is None else listed | set(totals["industry"])


def _grand_base(
    groups: pl.DataFrame | None,
    totals: pl.DataFrame | None,
    value: str,
    inside: set[str],
    industries: set[str],
) -> float | None:
    """The reference area's total within the base, where its sectors tell it."""
    if groups is None or totals is None:
        return None
    area = pl.lit("").alias("region")
    found = base_totals(
        totals.with_columns(area),
        groups.with_columns(area),
        value=value,
        inside=inside,
        industries=industries,
    )
    return None if found is None or found.is_empty() else found[value][0]


def _check_value(value: str) -> None:
    if value not in COUNTS:
        raise InputError(
            "no_such_value",
            gettext_noop(
                "Quotients are taken of “employment” or “establishments”, not of "
                "“%(found)s”."
            ),
            found=value,
        )


def _inside(
    frame: pl.DataFrame, base: str | Collection[str] | None, family: str | None
) -> pl.DataFrame:
    if base is None:
        return frame
    inside = is_in_set(base, "industry", family)
    return nw.from_native(frame).filter(inside).to_native()


def establishment_share(value: str) -> pl.Expr:
    """Share of the establishments in cells whose value is known; null if unknown.

    A hidden cell without establishments says nothing: only all known is a share of 1.
    """
    firms, seen = pl.col("establishments"), pl.col(value).is_not_null()
    share = firms.filter(seen).sum() / firms.sum()
    countable = firms.is_not_null().all() & (firms.sum() > 0) & (share < 1)
    return (
        pl.when(seen.all() & (pl.len() > 0))
        .then(1.0)
        .when(countable)
        .then(share)
        .otherwise(None)
    )


def _years(cells: pl.DataFrame) -> list[int]:
    if "year" not in cells.columns:
        return []
    return sorted(int(year) for year in cells["year"].unique())


def _chosen(years: list[int], year: int | None) -> int | None:
    if year is None:
        return years[-1] if years else None
    if year not in years:
        raise InputError(
            "no_such_year",
            gettext_noop(
                "The cells have no year %(year)s. They have: %(present)s. Choose one "
                "of these."
            ),
            year=year,
            present=", ".join(str(one) for one in years) or "no years at all",
        )
    return year
