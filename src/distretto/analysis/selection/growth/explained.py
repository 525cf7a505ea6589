"""The growth of a table's regions or industries, as commands and pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import polars_of
from distretto.analysis.selection.growth.adding import (
    ENDS,
    REST,
    added,
    of_whole,
    rest_of,
)
from distretto.analysis.selection.growth.life_cycle import (
    DEFAULT,
    Cutoffs,
    explain_stage,
    life_cycle,
)
from distretto.analysis.selection.growth.measuring import Asked, prepared
from distretto.analysis.selection.growth.parts import PARTS
from distretto.analysis.selection.growth.periods import years_of
from distretto.analysis.selection.growth.remarks import growth_notes
from distretto.analysis.selection.growth.shift_share import shift_share, shift_share_by
from distretto.analysis.selection.growth.totals import growth_totals
from distretto.analysis.selection.growth.years import Columns
from distretto.analysis.selection.measured import check_code
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError, gettext_noop
from distretto.notes import Note

__all__ = ["Growth", "explain_growth"]


@dataclass(frozen=True)
class Growth:
    """What the change between two years is made of.

    Attributes
    ----------
    rows : DataFrame, the largest gain first
        `code`, `name`, `value_start`, `value_end`, `change`, the parts of the method,
        `unattributed`, `is_minimum` (figures of the years are at least these: hidden
        cells are in none), `known_share`, `hidden` (of cells, none of these three), and
        of the industries of one region also `lq_start`, `lq_end`, `stage`,
        `stage_rule`.
        In persons or establishments; shares from 0 to 1; null is unknown.
    total : dict
        The same columns of the whole: of the table (as published, where that was), or
        of the region or industry that was asked for.
    rest : dict or None
        What the rows lack to the total: it is hidden in one of the years, under a code
        that is not in both, or of no region of the table.
    cells : DataFrame
        Every region and industry with its parts, quotients and stage.
    parts : tuple of str
        The method's parts, in their order.
    settings : dict
        What was asked for.
    notes : tuple of Note
    """

    rows: pl.DataFrame
    total: dict[str, Any]
    rest: dict[str, Any] | None
    cells: pl.DataFrame
    parts: tuple[str, ...]
    settings: dict[str, Any]
    notes: tuple[Note, ...]

    def to_dict(self, top: int | None = None) -> dict[str, Any]:
        """Plain data for JSON."""
        rows = self.rows if top is None else self.rows.head(top)
        return {
            "settings": self.settings,
            "total": self.total,
            "rest": self.rest,
            "rows": rows.to_dicts(),
            "notes": [str(note) for note in self.notes],
        }


def explain_growth(
    table: RegionIndustryTable,
    *,
    start: int | None = None,
    end: int | None = None,
    method: str = "dunn",
    by: str = "region",
    region: str | None = None,
    industry: str | None = None,
    value: str = "employment",
    neighbours: IntoFrame | None = None,
    cutoffs: Cutoffs = DEFAULT,
) -> Growth:
    """What the change of each region or industry is made of [dunn1960].

    change = sum of the parts + unattributed, in every row and in the total

    Parameters
    ----------
    table : RegionIndustryTable
        Cells of several years, with the totals that were published.
    start, end : int, optional
        The years; default: the first and the last of the table.
    method, neighbours
        As for `shift_share`.
    by : str
        “region” or “industry”: what a row is.
    region, industry : str, optional
        Only the industries of this region, or the regions of this industry.
    value : str
        “employment” or “establishments”.
    cutoffs : Cutoffs
        Of the hint at the life cycle.

    Returns
    -------
    Growth
        Rows, total, cells and notes, in persons or establishments.

    Raises
    ------
    InputError
        The table has no years, or lacks those asked for, the region or the industry;
        and as for `shift_share`.
    """
    cells = polars_of(table.cells, "cells")
    first, last = _years(cells, start, end)
    _check_one(cells, table, by, region, industry)
    known = cells.filter(pl.col("year").is_between(first, last))
    asked = Asked(first, last, method, neighbours)
    totals = growth_totals(table, value, years_of(asked.periods()))
    ends: dict[str, Any] = {"start": first, "end": last, "value": value}
    shares: dict[str, Any] = {**ends, **totals.compared()}
    shares |= {"method": method, "neighbours": neighbours}
    stages = life_cycle(known, cutoffs=cutoffs, **ends, **totals.divided_by())
    measured = _with_stages(shift_share(known, **shares), stages)
    parts = PARTS[method]
    named = _Names(table.region_names, table.industry_names)
    code = region if by == "industry" else industry
    if code is None:
        one = None
        rows = shift_share_by(known, by=by, **shares).rename({by: "code"})
        total = added(rows, parts)
        if totals.whole and (by == "industry" or totals.covers_regions):
            whole = (totals.whole[first], totals.whole[last])
            total |= of_whole(total, whole, measured, parts)
    else:
        one = ("region" if by == "industry" else "industry", code)
        of_one = shift_share_by(known, by=one[0], **shares).rename({one[0]: "code"})
        rows = _cells_of(measured, *one, by, parts)
        total = of_one.filter(pl.col("code") == code).to_dicts()[0]
        total["name"] = named.of(*one)
    rest = rest_of(total, rows, parts)
    rows = rows.with_columns(
        name=pl.Series([named.of(by, code) for code in rows["code"]], dtype=pl.String)
    )
    if by == "industry" and one is not None:
        rows = _with_rules(rows, last - first, cutoffs)
    rows = rows.select("code", "name", pl.exclude("code", "name"))
    run = prepared(
        known, asked, **totals.compared(), reference=None, at=_columns(value)
    )
    looked_at = measured if one is None else measured.filter(pl.col(one[0]) == one[1])
    return Growth(
        rows=rows.sort("change", descending=True, nulls_last=True, maintain_order=True),
        total=total,
        rest=rest,
        cells=measured,
        parts=parts,
        settings={
            "from": first,
            "to": last,
            "method": method,
            "by": by,
            "region": region,
            "industry": industry,
            "value": value,
            "cutoffs": vars(cutoffs).copy(),
        },
        notes=(*growth_notes(looked_at, known, run, totals, one), *table.notes),
    )


def _columns(value: str) -> Columns:
    return Columns(value, "region", "industry", "year")


@dataclass(frozen=True)
class _Names:
    regions: Mapping[str, str]
    industries: Mapping[str, str]

    def of(self, kind: str, code: str) -> str | None:
        names = self.regions if kind == "region" else self.industries
        return names.get(code)


def _years(cells: pl.DataFrame, start: int | None, end: int | None) -> tuple[int, int]:
    years = sorted(cells["year"].unique()) if "year" in cells.columns else []
    if len(years) < 2:
        raise InputError(
            "needs_two_years",
            gettext_noop(
                "Growth needs two years at least, and the table has %(found)s. Give a "
                "table with a column of years, or with a column for each year."
            ),
            found=", ".join(map(str, years)) or "none",
        )
    return (
        years[0] if start is None else start,
        years[-1] if end is None else end,
    )


def _check_one(
    cells: pl.DataFrame,
    table: RegionIndustryTable,
    by: str,
    region: str | None,
    industry: str | None,
) -> None:
    for kind, code, names in (
        ("region", region, table.region_names),
        ("industry", industry, table.industry_names),
    ):
        if code is None:
            continue
        if kind == by:
            raise InputError(
                "one_by_itself",
                gettext_noop(
                    "One %(kind)s is told by its parts: ask for its %(others)s."
                ),
                kind=kind,
                others="industries" if kind == "region" else "regions",
            )
        check_code(cells[kind].unique().to_list(), kind, code, names)


def _with_stages(measured: pl.DataFrame, stages: pl.DataFrame) -> pl.DataFrame:
    wanted = ("lq_start", "lq_end", "stage")
    return measured.join(
        stages.select("region", "industry", *wanted),
        on=["region", "industry"],
        how="left",
        maintain_order="left",
    )


def _cells_of(
    measured: pl.DataFrame, other: str, one: str, by: str, parts: tuple[str, ...]
) -> pl.DataFrame:
    """The cells of one region or industry, as rows."""
    explained = pl.sum_horizontal(*parts)
    kept = ("lq_start", "lq_end", "stage") if by == "industry" else ()
    return measured.filter(pl.col(other) == one).select(
        pl.col(by).alias("code"),
        *ENDS,
        *parts,
        (pl.col("change") - explained).round(6).alias(REST),
        *kept,
    )


def _with_rules(rows: pl.DataFrame, years: int, cutoffs: Cutoffs) -> pl.DataFrame:
    rules = [
        str(
            explain_stage(
                row["value_start"],
                row["value_end"],
                row["lq_start"],
                row["lq_end"],
                stage=row["stage"],
                years=years,
                cutoffs=cutoffs,
            )
        )
        for row in rows.iter_rows(named=True)
    ]
    return rows.with_columns(stage_rule=pl.Series(rules, dtype=pl.String))
