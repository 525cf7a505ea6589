"""The growth of a table's regions or industries, as commands and pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import polars_of
from distretto.analysis.selection.growth.life_cycle import (
    DEFAULT,
    Cutoffs,
    explain_stage,
    life_cycle,
)
from distretto.analysis.selection.growth.parts import PARTS
from distretto.analysis.selection.growth.remarks import growth_notes
from distretto.analysis.selection.growth.shift_share import shift_share, shift_share_by
from distretto.analysis.selection.measured import check_code
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError, gettext_noop
from distretto.notes import Note

__all__ = ["Growth", "explain_growth"]

ENDS = ("value_start", "value_end", "change")
REST = "unattributed"


@dataclass(frozen=True)
class Growth:
    """What the change between two years is made of.

    Attributes
    ----------
    rows : DataFrame, the largest gain first
        `code`, `name`, `value_start`, `value_end`, `change`, the parts of the method,
        `unattributed`, `known_share`, `hidden` (of cells, none of the last two), and of
        the industries of one region also `lq_start`, `lq_end`, `stage`, `stage_rule`.
        In persons or establishments; shares from 0 to 1; null is unknown.
    total : dict
        The same columns of the whole: of the table, or of the region or industry that
        was asked for.
    rest : dict or None
        What the rows lack to the total, because it is hidden in one of the years.
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
    _check_one(cells, by, region, industry)
    known = cells.filter(pl.col("year").is_between(first, last))
    asked: dict[str, Any] = {
        "start": first,
        "end": last,
        "value": value,
        "region_totals": _totals(table.region_totals, "region", value),
        "industry_totals": _totals(table.industry_totals, "industry", value),
    }
    shares: dict[str, Any] = {**asked, "method": method, "neighbours": neighbours}
    measured = _with_stages(shift_share(known, **shares), known, asked, cutoffs)
    named = _Names(table.region_names, table.industry_names)
    one = region if by == "industry" else industry
    if one is None:
        rows = shift_share_by(known, by=by, **shares).rename({by: "code"})
        total = _added(rows, PARTS[method])
        rest, looked_at = None, measured
    else:
        other = "region" if by == "industry" else "industry"
        whole = shift_share_by(known, by=other, **shares)
        rows = _cells_of(measured, other, one, by, PARTS[method])
        total = whole.filter(pl.col(other) == one).rename({other: "code"}).to_dicts()[0]
        total["name"] = named.of(other, one)
        rest = _rest(total, rows, PARTS[method])
        looked_at = measured.filter(pl.col(other) == one)
    rows = rows.with_columns(
        name=pl.Series([named.of(by, code) for code in rows["code"]], dtype=pl.String)
    )
    if by == "industry" and one is not None:
        rows = _with_rules(rows, last - first, cutoffs)
    rows = rows.select("code", "name", pl.exclude("code", "name"))
    return Growth(
        rows=rows.sort("change", descending=True, nulls_last=True, maintain_order=True),
        total=total,
        rest=rest,
        cells=measured,
        parts=PARTS[method],
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
        notes=(*growth_notes(looked_at, asked, method), *table.notes),
    )


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
    cells: pl.DataFrame, by: str, region: str | None, industry: str | None
) -> None:
    for kind, code in (("region", region), ("industry", industry)):
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
        check_code(cells[kind].unique().to_list(), kind, code)


def _totals(table: IntoFrame | None, key: str, value: str) -> pl.DataFrame | None:
    """Published totals by year; None where they are of one year, or all unknown."""
    if table is None:
        return None
    found = polars_of(table, "totals")
    if "year" not in found.columns or value not in found.columns:
        return None
    told = found.select(key, "year", value).drop_nulls()
    return told if told.height else None


def _with_stages(
    measured: pl.DataFrame,
    cells: pl.DataFrame,
    asked: Mapping[str, Any],
    cutoffs: Cutoffs,
) -> pl.DataFrame:
    stages = life_cycle(cells, cutoffs=cutoffs, **asked)
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


def _added(rows: pl.DataFrame, parts: tuple[str, ...]) -> dict[str, Any]:
    """The sum of all rows that are known; the known share where each row has one."""
    known = rows.filter(pl.col("change").is_not_null())
    sums = {name: float(known[name].sum()) for name in (*ENDS, *parts, REST)}
    apart = float((known["known_share"] * known["value_start"]).sum())
    is_told = known["known_share"].is_not_null() | (known["value_start"] == 0)
    whole = bool(is_told.all()) and known.height == rows.height
    share = apart / sums["value_start"] if whole and sums["value_start"] else None
    hidden = rows["hidden"].sum()
    return {"code": None, "name": None, **sums, "known_share": share, "hidden": hidden}


def _rest(
    total: Mapping[str, Any], rows: pl.DataFrame, parts: tuple[str, ...]
) -> dict[str, Any] | None:
    """What the rows lack to the total."""
    if total["change"] is None:
        return None
    known = rows.filter(pl.col("change").is_not_null())
    left = {
        name: round(total[name] - known[name].sum(), 6)  # of floating point nothing
        for name in (*ENDS, *parts, REST)
    }
    return left if any(abs(number) >= 0.5 for number in left.values()) else None
