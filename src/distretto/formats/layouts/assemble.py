"""From canonical rows to the table of the measures: levels, totals, doubles, checks.

Long, wide and establishment tables all become rows of region, industry, year and
counts first; what follows is the same for all of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import FormatError, gettext_noop
from distretto.formats.layouts import whole
from distretto.formats.layouts.codes import add_titles, read_codes
from distretto.formats.layouts.findings import (
    columns_note,
    hidden_note,
    larger_note,
    total_problems,
)
from distretto.formats.layouts.groups import ask_industry_groups
from distretto.formats.layouts.keys import drop_blank_keys, resolve_doubles
from distretto.formats.layouts.levels import choose_level, raise_to, sum_known
from distretto.formats.layouts.model import (
    COUNTS,
    Choices,
    TotalCheck,
    Understanding,
)
from distretto.formats.layouts.refusals import no_year
from distretto.formats.layouts.rows import (
    Rows,
    left_out_after,
    titles_notes,
)
from distretto.formats.layouts.totals import check_totals, tell_excess
from distretto.formats.tables import Table


@dataclass(frozen=True)
class _Parts:
    """The rows sorted by what they are: cells and published totals."""

    cells: pl.DataFrame
    region_totals: pl.DataFrame | None
    industry_totals: pl.DataFrame | None
    grand: pl.DataFrame | None
    level: int | None
    levels: dict[int, int]
    checks: tuple[TotalCheck, ...]
    coarser: pl.DataFrame | None


def assemble(
    table: Table,
    rows: Rows,
    choices: Choices,
    layout: str,
    title: str,
    *,
    single: bool = False,
    origin: Mapping[str, Any] | None = None,
) -> Understanding:
    """Sort cells from totals, choose the level, check, and build the table.

    `single` says that each row of the file was one establishment: then a code that
    is part of another is no double count.
    """
    drop_blank_keys(rows, table)
    classification = read_codes(rows, table, choices)
    last, years = _years(rows, choices.year)
    resolve_doubles(rows, table, choices)
    parts = _sort_out(rows, replace(choices, classification=classification), single)
    if parts.cells.is_empty():
        raise _nothing_left(table)
    used = parts.cells["industry"].unique().to_list()
    add_titles(rows, used, classification)
    rows.notes += titles_notes(choices, parts.cells)
    tell_excess(rows, parts.cells, parts.checks, choices.accept_totals)
    rows.notes += [columns_note(rows.columns), *hidden_note(parts.cells)]
    rows.notes += larger_note(parts.checks)
    built = RegionIndustryTable(
        cells=_standard(parts.cells, ["region", "industry"], years),
        region_totals=_totals(parts.region_totals, "region", years),
        industry_totals=_totals(parts.industry_totals, "industry", years),
        grand_total=_grand(parts.grand, last),
        region_names=rows.region_names | dict(choices.region_titles),
        industry_names=rows.industry_names | dict(choices.titles),
        classification=classification,
        notes=(*table.notes, *rows.notes),
        origin={
            "layout": layout,
            "file": table.path.name,
            "level": parts.level,
            **(origin or {}),
        },
    )
    return Understanding(
        layout=layout,
        layout_title=title,
        columns=dict(rows.columns),
        rows=table.rows,
        regions=parts.cells["region"].n_unique(),
        industries=parts.cells["industry"].n_unique(),
        years=years,
        level=parts.level,
        levels=parts.levels,
        totals=parts.checks,
        problems=tuple(rows.problems + total_problems(parts.checks)),
        problem_count=max(
            rows.problem_count, sum(each.severity == "error" for each in rows.problems)
        ),
        notes=built.notes,
        accepted=choices.accept_problems,
        file=table.path.name,
        _table=built,
    )


def _years(rows: Rows, asked: int | None) -> tuple[int, tuple[int, ...]]:
    years = tuple(sorted(year for year in rows.frame["year"].unique() if year))
    if asked is not None and asked not in years:
        raise no_year(asked, years)
    if not years:
        return 0, ()
    last = years[-1] if asked is None else asked
    if last != years[-1]:
        rows.notes.append(left_out_after(last))
        rows.frame = rows.frame.filter(pl.col("year") <= last)
    return last, tuple(year for year in years if year <= last)


def _sort_out(rows: Rows, choices: Choices, single: bool) -> _Parts:
    listed = rows.frame
    whole.leave_out(rows, choices.leave_out)
    whole.check_told(rows, choices)
    measure = whole.fuller(rows.frame)
    if single:
        region_total, industry_total = whole.told_totals(choices)
    else:
        region_total = whole.total_of(rows, "region", choices, listed)
        industry_total = whole.total_of(rows, "industry", choices, listed)
    frame = rows.frame
    is_region = pl.col("region") == (region_total or "")
    is_industry = pl.col("industry") == (industry_total or "")
    cells = frame.filter(~is_region & ~is_industry)
    cells, level, levels, coarser = choose_level(
        cells, rows, choices, None if single else measure
    )
    if not single:
        used = cells["industry"].unique(maintain_order=True).to_list()
        ask_industry_groups(rows, used, industry_total, measure, choices)
    regions = frame.filter(~is_region & is_industry)
    industries = frame.filter(is_region & ~is_industry)
    if not industries.is_empty() and level is not None:
        industries = raise_to(industries, level)
    grand = frame.filter(is_region & is_industry)
    region_totals = None if regions.is_empty() else regions
    if region_totals is None and coarser is not None:
        region_totals = sum_known(coarser, "region")
    return _Parts(
        cells=cells,
        region_totals=region_totals,
        industry_totals=None if industries.is_empty() else industries,
        grand=None if grand.is_empty() else grand,
        level=level,
        levels=levels,
        checks=check_totals(cells, regions, industries),
        coarser=coarser,
    )


def _standard(
    frame: pl.DataFrame, keys: list[str], years: tuple[int, ...]
) -> pl.DataFrame:
    year = ["year"] if years else []
    return frame.select(*keys, *year, *COUNTS).sort(*keys, *year)


def _totals(
    frame: pl.DataFrame | None, key: str, years: tuple[int, ...]
) -> pl.DataFrame | None:
    return None if frame is None else _standard(frame, [key], years)


def _grand(frame: pl.DataFrame | None, last: int) -> dict[str, float | None] | None:
    if frame is None:
        return None
    now = frame.filter(pl.col("year") == last)
    if now.is_empty():
        return None
    return {name: now[name].item(0) for name in COUNTS}


def _nothing_left(table: Table) -> FormatError:
    return FormatError(
        "no_cells",
        gettext_noop(
            "“%(file)s” has no figures of industries in regions: only totals or blank "
            "rows were found. Check which columns are the region and the industry."
        ),
        file=table.path.name,
    )
