"""Cells and totals of a table: checked, of all its years, in memory."""

from dataclasses import dataclass

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import Frame, as_frame, check_table
from distretto.analysis.selection.plant_indices import HERFINDAHL, check_indices
from distretto.analysis.selection.table import RegionIndustryTable

COUNTS = ("establishments", "employment")


@dataclass(frozen=True)
class Frames:
    """What a table has of all years; None where it was not published, or not asked for.

    With a base, totals of groups are asked for, and without, those of regions.
    """

    cells: pl.DataFrame
    industry_totals: pl.DataFrame | None
    region_totals: pl.DataFrame | None
    region_group_totals: pl.DataFrame | None
    group_totals: pl.DataFrame | None


def frames_of(table: RegionIndustryTable, value: str, *, within: bool) -> Frames:
    """Read a table once, for every year of it; `within` a base, or not."""
    both, industry = ("region", "industry"), ("industry",)
    return Frames(
        cells=read_table(table.cells, both, value, "cells"),
        industry_totals=_published(table.industry_totals, industry, value),
        region_totals=None
        if within
        else _published(table.region_totals, ("region",), value),
        region_group_totals=_published(table.region_group_totals, both, value)
        if within
        else None,
        group_totals=_published(table.group_totals, industry, value)
        if within
        else None,
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


def read_indices(plants: IntoFrame) -> pl.DataFrame:
    """Herfindahl indices of plants by `industry`."""
    frame = check_indices(plants, "industry").select("industry", HERFINDAHL)
    return _collected(frame).with_columns(pl.col("industry").cast(pl.String))


def of_year(frame: pl.DataFrame, year: int | None) -> pl.DataFrame:
    """The rows of a year, without it."""
    if year is None or "year" not in frame.columns:
        return frame
    return frame.filter(pl.col("year").cast(pl.Int64) == year).drop("year")


def totals_of_year(frame: pl.DataFrame | None, year: int | None) -> pl.DataFrame | None:
    """Totals of a year; a table of one without years may be of any."""
    return None if frame is None else of_year(frame, year).drop("year", strict=False)


def _published(
    table: IntoFrame | None, keys: tuple[str, ...], value: str
) -> pl.DataFrame | None:
    """Published totals; None where they lack the value."""
    if table is None:
        return None
    name = " and ".join(keys) + " totals"
    if value not in as_frame(table, name).collect_schema().names():
        return None
    read_in = read_table(table, keys, value, name)
    return read_in.select(*keys, value, *{"year"}.intersection(read_in.columns))


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
