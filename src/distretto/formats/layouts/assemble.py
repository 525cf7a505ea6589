"""From canonical rows to the table of the measures: levels, totals, doubles, checks.

Long, wide and establishment tables all become rows of region, industry, year and
counts first; what follows is the same for all of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import FormatError, gettext_noop, ngettext_noop
from distretto.formats import hierarchy
from distretto.formats.layouts import whole
from distretto.formats.layouts.codes import add_titles, read_codes
from distretto.formats.layouts.model import (
    COUNTS,
    ROLES,
    Choices,
    TotalCheck,
    Understanding,
)
from distretto.formats.layouts.qcew import no_level, no_year
from distretto.formats.layouts.rows import (
    LISTED,
    Rows,
    blank_key,
    left_out_after,
    titles_notes,
)
from distretto.formats.layouts.totals import check_totals, excess_problems
from distretto.formats.problems import Problem
from distretto.formats.tables import Table
from distretto.formats.words import is_total
from distretto.notes import Note, Param

PREFERRED_LEVEL = 4
KEYS = ("region", "industry")


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
    _drop_blank_keys(rows, table)
    classification = read_codes(rows, table, choices)
    last, years = _years(rows, choices.year)
    _resolve_doubles(rows, table, choices)
    parts = _sort_out(rows, replace(choices, classification=classification), single)
    if parts.cells.is_empty():
        raise _nothing_left(table)
    used = parts.cells["industry"].unique().to_list()
    add_titles(rows, used, classification)
    rows.notes += titles_notes(choices, parts.cells)
    rows.problems += excess_problems(parts.cells, parts.checks, choices.accept_totals)
    rows.notes += [_columns_note(rows.columns), *_hidden_note(parts.cells)]
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
        problems=tuple(rows.problems + _total_problems(parts.checks)),
        problem_count=max(
            rows.problem_count, sum(each.severity == "error" for each in rows.problems)
        ),
        notes=built.notes,
        accepted=choices.accept_problems,
        file=table.path.name,
        _table=built,
    )


def _drop_blank_keys(rows: Rows, table: Table) -> None:
    """Rows without region or industry: quiet where wholly blank, else a problem."""
    _name_grand_total(rows)
    blank = pl.col("region").is_null() | pl.col("industry").is_null()
    filled = pl.any_horizontal(pl.col(name).is_not_null() for name in COUNTS)
    lost = rows.frame.filter(blank & filled)
    merged = {role for role in KEYS if _looks_merged(rows.frame, role)}
    for record in lost.head(LISTED).iter_rows(named=True):
        role = "region" if record["region"] is None else "industry"
        column = rows.columns.get(role, role)
        rows.problems.append(
            blank_key(role, record["row"], column, table.sheet, merged=role in merged)
        )
    rows.problem_count += lost.height
    rows.frame = rows.frame.filter(~blank)


def _name_grand_total(rows: Rows) -> None:
    """A row “TOTAL” with a blank beside it is the total of regions and industries."""
    for role, other in (KEYS, KEYS[::-1]):
        totals = [each for each in rows.frame[role].drop_nulls() if is_total(each)]
        if not totals:
            continue
        labels = rows.frame[other].drop_nulls().unique().to_list()
        name = next(iter(hierarchy.total_labels(labels)), totals[0])
        both = pl.col(role).is_in(totals) & pl.col(other).is_null()
        found = rows.frame.filter(both)
        if found.height > found["year"].n_unique() or _looks_merged(
            rows.frame.filter(~both), other
        ):
            continue  # each may be the total of something else
        rows.frame = rows.frame.with_columns(
            pl.when(both).then(pl.lit(name)).otherwise(pl.col(other)).alias(other)
        )


def _looks_merged(frame: pl.DataFrame, role: str) -> bool:
    """Whether a key stands in one row and is blank in those that belong to it."""
    other = KEYS[1 - KEYS.index(role)]
    ordered = frame.sort("row")
    blank = ordered[role].is_null() & ordered[other].is_not_null()
    first = ordered.height and ordered[role][0] is not None
    return bool(first) and blank.sum() >= 0.2 * ordered.height


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


def _resolve_doubles(rows: Rows, table: Table, choices: Choices) -> None:
    keys = ["region", "industry", "year"]
    doubles = (
        rows.frame.group_by(keys)
        .agg(pl.col("row").sort(), pl.len().alias("times"))
        .filter(pl.col("times") > 1)
        .sort(pl.col("row").list.first())
    )
    if doubles.is_empty():
        return
    if choices.duplicates == "sum":
        rows.notes.append(
            Note(
                ngettext_noop(
                    "%(count)s pair of region and industry listed several times were "
                    "added up.",
                    "%(count)s pairs of region and industry listed several times were "
                    "added up.",
                ),
                count=doubles.height,
            )
        )
    else:
        for record in doubles.head(LISTED).iter_rows(named=True):
            rows.problems.append(_double(record, table))
        rows.problem_count += doubles.height
    rows.frame = _summed(rows.frame, choices.duplicates == "sum")


def _double(record: dict, table: Table) -> Problem:
    return Problem(
        "duplicate_rows",
        gettext_noop(
            "rows %(rows)s all give industry “%(industry)s” in region “%(region)s”. "
            "Keep one, or say that they are parts and are to be added up."
        ),
        {
            "rows": ", ".join(map(str, record["row"][:6])),
            "industry": record["industry"],
            "region": record["region"],
        },
        table.sheet,
        record["row"][1],
        None,
        record["industry"],
    )


def _summed(frame: pl.DataFrame, add: bool) -> pl.DataFrame:
    """One row a key: the sum where all are known; unknown where doubles conflict."""
    keys = ["region", "industry", "year"]
    known = {name: pl.col(name).is_not_null().all() for name in COUNTS}
    same = {name: pl.col(name).n_unique() == 1 for name in COUNTS}
    return (
        frame.group_by(keys, maintain_order=True)
        .agg(
            pl.col("row").first(),
            *(
                pl.when(known[name]).then(pl.col(name).sum())
                if add
                else pl.when(same[name]).then(pl.col(name).first())
                for name in COUNTS
            ),
        )
        .select("row", *keys, *COUNTS)
    )


def _sort_out(rows: Rows, choices: Choices, single: bool) -> _Parts:
    whole.leave_out(rows, choices.leave_out)
    whole.check_told(rows, choices)
    measure = whole.fuller(rows.frame)
    if single:
        region_total, industry_total = whole.told_totals(choices)
    else:
        region_total = whole.total_of(rows, "region", choices)
        industry_total = whole.total_of(rows, "industry", choices)
    frame = rows.frame
    is_region = pl.col("region") == (region_total or "")
    is_industry = pl.col("industry") == (industry_total or "")
    cells = frame.filter(~is_region & ~is_industry)
    cells, level, levels, coarser = _choose_level(
        cells, rows, choices, None if single else measure
    )
    regions = frame.filter(~is_region & is_industry)
    industries = frame.filter(is_region & ~is_industry)
    if not industries.is_empty() and level is not None:
        industries = _raise_to(industries, level)
    grand = frame.filter(is_region & is_industry)
    region_totals = None if regions.is_empty() else regions
    if region_totals is None and coarser is not None:
        region_totals = _sum_known(coarser, "region")
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


def _choose_level(
    cells: pl.DataFrame, rows: Rows, choices: Choices, measure: str | None
) -> tuple[pl.DataFrame, int | None, dict[int, int], pl.DataFrame | None]:
    """Cells of one level; rows of coarser levels are totals, not further cells."""
    codes = cells["industry"].unique().to_list()
    levels = hierarchy.levels_of(codes)
    if not levels or not (choices.classification or hierarchy.are_codes(codes)):
        if choices.level is not None:
            raise no_level(choices.level, {})
        return cells, None, {}, None
    parents = hierarchy.parents_of(codes)
    nested = _is_nested(cells, parents, levels, measure)
    if choices.level is None and not nested:
        return cells, max(levels) if len(levels) == 1 else None, levels, None
    level = choices.level or (
        PREFERRED_LEVEL if PREFERRED_LEVEL in levels else max(levels)
    )
    if level > max(levels) or (level < min(levels) and not levels):
        raise no_level(level, levels)
    chosen = _raise_to(cells, level) if nested or level < max(levels) else cells
    top = min(levels)
    coarser = None
    if nested and top < level:
        coarser = cells.filter(_level_expr(cells, top))
    _tell_level(rows, level, levels, nested)
    return chosen, level, levels, coarser


def _is_nested(
    cells: pl.DataFrame,
    parents: dict[str, str],
    levels: dict[int, int],
    measure: str | None,
) -> bool:
    """Whether the column lists branches and their parts, so that some count twice."""
    if measure is None or len(levels) < 2:
        return False
    if len(parents) < 0.5 * (sum(levels.values()) - levels[min(levels)]):
        return False
    share = hierarchy.nested_share(cells, parents, measure)
    return share is None or share >= 0.9


def _tell_level(rows: Rows, level: int, levels: dict[int, int], nested: bool) -> None:
    if nested:
        rows.notes.append(
            Note(
                ngettext_noop(
                    "Industries come at several levels of detail (%(levels)s); those "
                    "of %(count)s digits are used, so that nobody is counted twice.",
                    "Industries come at several levels of detail (%(levels)s); those "
                    "of %(count)s digits are used, so that nobody is counted twice.",
                ),
                levels=_listed(levels),
                count=level,
            )
        )
    elif level < max(levels):
        rows.notes.append(
            Note(
                ngettext_noop(
                    "Industries of more than %(count)s digits were added up to "
                    "%(count)s digits.",
                    "Industries of more than %(count)s digits were added up to "
                    "%(count)s digits.",
                ),
                count=level,
            )
        )


def _listed(levels: dict[int, int]) -> Param:
    return tuple(
        Note(
            ngettext_noop(
                "%(number)s of %(count)s digits", "%(number)s of %(count)s digits"
            ),
            number=number,
            count=level,
        )
        for level, number in levels.items()
    )


def _level_expr(cells: pl.DataFrame, level: int) -> pl.Expr:
    fitting = [
        code
        for code in cells["industry"].unique()
        if hierarchy.digits_of(code) == level
    ]
    return pl.col("industry").is_in(fitting)


def _raise_to(cells: pl.DataFrame, level: int) -> pl.DataFrame:
    """Rows of a level: as published, else the sums of the next deeper level.

    A sum is unknown where one of its parts is.
    """
    codes = cells["industry"].unique().to_list()
    ranges = hierarchy.ranges_of(codes) if level == 2 else {}
    target = {
        code: hierarchy.at_level(code, level, ranges)
        if hierarchy.digits_of(code)
        else code  # a stranger stays what it is
        for code in codes
    }
    own = {code for code, goal in target.items() if goal == code}
    # Only the level next below fills a gap: parts of parts would count twice.
    missing = {goal for goal in target.values() if goal} - own
    depth: dict[str, int] = {}
    for code, goal in target.items():
        if goal in missing:
            digits = hierarchy.digits_of(code) or 0
            depth[goal] = min(depth.get(goal, digits), digits)
    use = {
        code: goal
        for code, goal in target.items()
        if goal and (code in own or depth.get(goal) == hierarchy.digits_of(code))
    }
    kept = cells.filter(pl.col("industry").is_in(list(use)))
    renamed = kept.with_columns(pl.col("industry").replace(use))
    return _summed(renamed, add=True)


def _sum_known(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    return rows.group_by(key, "year").agg(
        pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum())
        for name in COUNTS
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


def _columns_note(columns: Mapping[str, str]) -> Note:
    """Which column was taken for what: the first thing to check."""
    listed = tuple(
        Note(
            gettext_noop("%(role)s “%(column)s”"),
            role=Note(ROLES[role]),
            column=columns[role],
        )
        for role in ROLES
        if columns.get(role)
    )
    return Note(gettext_noop("Columns used: %(columns)s."), columns=listed)


def _hidden_note(cells: pl.DataFrame) -> list[Note]:
    hidden = {name: int(cells[name].null_count()) for name in COUNTS}
    return [
        Note(_HIDDEN[name], count=count, cells=cells.height)
        for name, count in hidden.items()
        if 0 < count < cells.height
    ]


_HIDDEN = {
    "establishments": ngettext_noop(
        "Establishments: %(count)s cell of %(cells)s unknown; unknown is not zero.",
        "Establishments: %(count)s cells of %(cells)s unknown; unknown is not zero.",
    ),
    "employment": ngettext_noop(
        "Employment: %(count)s cell of %(cells)s unknown; unknown is not zero.",
        "Employment: %(count)s cells of %(cells)s unknown; unknown is not zero.",
    ),
}


def _total_problems(checks: tuple[TotalCheck, ...]) -> list[Problem]:
    wrong = [check for check in checks if not check.agrees]
    return [
        Problem(
            "total_differs",
            gettext_noop(
                "the published total of %(kind)s “%(code)s” (%(measure)s) is "
                "%(published)s, the sum of its parts %(parts)s. The published total is "
                "used; check both."
            ),
            {
                "kind": check.kind,
                "code": check.code,
                "measure": check.measure,
                "published": f"{check.published:,.0f}",
                "parts": f"{check.parts:,.0f}",
            },
            severity="warning",
        )
        for check in wrong[:LISTED]
    ]


def _nothing_left(table: Table) -> FormatError:
    return FormatError(
        "no_cells",
        gettext_noop(
            "“%(file)s” has no figures of industries in regions: only totals or blank "
            "rows were found. Check which columns are the region and the industry."
        ),
        file=table.path.name,
    )
