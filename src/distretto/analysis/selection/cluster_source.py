"""What a cluster map is made from: one year of the table, checked and in memory."""

from collections.abc import Collection
from dataclasses import dataclass

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import Frame, as_frame, check_table
from distretto.analysis.selection.base_totals import base_totals
from distretto.analysis.selection.industry_sets import (
    check_base,
    family_of,
    is_in_set,
    within,
)
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError, gettext_noop

COUNTS = ("establishments", "employment")


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
    cells = read_table(table.cells, ("region", "industry"), value, "cells")
    years = _years(cells)
    shown = _chosen(years, year)
    first = years[0] if shown is not None and years[0] < shown else None
    present = cells["industry"].unique().to_list()
    family = family_of(table.classification, present)
    industries = _totals(table.industry_totals, "industry", value, shown)
    lacking: tuple[str, ...] = ()
    if base is not None:
        if not isinstance(base, str) and isinstance(base, Collection):
            listed = _codes(cells, industries)
            lacking = tuple(str(one) for one in base if not within([one], listed))
            base = within(base, listed) or base
        check_base(base, family, present)
    whole = _of_year(cells, shown)
    cells, told = _inside(cells, base, family), industries
    if industries is not None:
        industries = _inside(industries, base, family)
    is_last = shown is None or shown == years[-1]
    if base is None:
        regions = _totals(table.region_totals, "region", value, shown)
        grand = (table.grand_total or {}).get(value) if is_last else None
    else:
        shown_cells = _of_year(cells, shown)
        codes = _codes(whole, told)
        inside = _codes(shown_cells, industries)
        regions = _region_base(table, shown_cells, value, shown, inside, codes)
        grand = _grand_base(table, industries, value, shown, inside, codes)
    return Source(
        cells=_of_year(cells, shown),
        earlier=None if first is None else _of_year(cells, first),
        region_totals=regions,
        industry_totals=industries,
        grand_total=grand,
        value=value,
        base=base,
        lacking=lacking,
        family=family,
        year=shown,
        first_year=first,
        plants=_plants(table) if is_last else None,
        years=tuple(years),
        region_names=table.region_names,
        industry_names=table.industry_names,
    )


def _plants(table: RegionIndustryTable) -> pl.DataFrame | None:
    if table.plants is None:
        return None
    keys, measures = ("industry",), ("plant_herfindahl",)
    frame = check_table(
        table.plants, keys=keys, counts=measures, unique=True, name="plants"
    )
    return _collected(frame.select(*keys, *measures)).with_columns(
        pl.col("industry").cast(pl.String)
    )


def _codes(cells: pl.DataFrame, totals: pl.DataFrame | None) -> set[str]:
    """The industries listed, in the cells or by their totals."""
    listed = set(cells["industry"].unique())
    return listed if totals is None else listed | set(totals["industry"])


def _region_base(
    table: RegionIndustryTable,
    cells: pl.DataFrame,
    value: str,
    year: int | None,
    inside: set[str],
    industries: set[str],
) -> pl.DataFrame | None:
    """Totals of the regions within the base; None where no sector was published."""
    keys = ("region", "industry")
    groups = _published(table.region_group_totals, keys, value, year)
    return base_totals(cells, groups, value=value, inside=inside, industries=industries)


def _grand_base(
    table: RegionIndustryTable,
    totals: pl.DataFrame | None,
    value: str,
    year: int | None,
    inside: set[str],
    industries: set[str],
) -> float | None:
    """The reference area's total within the base, where its sectors tell it."""
    groups = _published(table.group_totals, ("industry",), value, year)
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


def read_table(
    table: IntoFrame, keys: tuple[str, ...], value: str, name: str
) -> pl.DataFrame:
    """The columns that count, in a Polars table: codes as text, NaN as null."""
    frame = check_table(table, keys=keys, counts=(value,), name=name)
    names = frame.collect_schema().names()
    wanted = [c for c in (*keys, "year", *COUNTS) if c in names]
    counts = [c for c in COUNTS if c in names]
    memory = _without_blank_years(_collected(frame.select(*wanted)))
    check_table(
        memory,
        keys=(*keys, "year") if "year" in memory.columns else keys,
        counts=counts,
        unique=True,
        name=name,
    )
    missing = [pl.lit(None, pl.Float64).alias(c) for c in COUNTS if c not in names]
    return memory.with_columns(
        pl.col(*keys).cast(pl.String),
        pl.col(*counts).cast(pl.Float64).fill_nan(None),
        *missing,
    )


def _without_blank_years(frame: pl.DataFrame) -> pl.DataFrame:
    """A column of years without a single year is no column of years."""
    if "year" in frame.columns and frame["year"].null_count() == frame.height:
        return frame.drop("year")
    return frame


def _collected(frame: Frame) -> pl.DataFrame:
    if isinstance(frame, nw.LazyFrame):
        return frame.collect("polars").to_native()
    if frame.implementation.is_polars():
        return frame.to_native()
    return pl.DataFrame(frame.to_dict(as_series=False), strict=False)


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


def _of_year(frame: pl.DataFrame, year: int | None) -> pl.DataFrame:
    if year is None or "year" not in frame.columns:
        return frame
    return frame.filter(pl.col("year").cast(pl.Int64) == year).drop("year")


def _totals(
    table: IntoFrame | None, key: str, value: str, year: int | None
) -> pl.DataFrame | None:
    """Published totals of the chosen year; None where they lack the value."""
    return _published(table, (key,), value, year)


def _published(
    table: IntoFrame | None, keys: tuple[str, ...], value: str, year: int | None
) -> pl.DataFrame | None:
    if table is None:
        return None
    name = " and ".join(keys) + " totals"
    if value not in as_frame(table, name).collect_schema().names():
        return None
    read_in = read_table(table, keys, value, name)
    return _of_year(read_in, year).select(*keys, value)
