"""Layouts: what the columns of a table mean, recognised or told.

`understand` is the dry run of every upload and every command: it says which layout a
table has, which column is which, what adds up and what does not, and holds the table
that the measures take.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import FormatError, gettext_noop
from distretto.formats import classifications
from distretto.formats.layouts import establishments, long, qcew, wide
from distretto.formats.layouts.columns import columns_of, listed, no_column
from distretto.formats.layouts.model import (
    COUNTS,
    LAYOUT_TITLES,
    QCEW_COLUMNS,
    ROLES,
    Choices,
    TotalCheck,
    Understanding,
)
from distretto.formats.layouts.qcew_rows import NEEDED
from distretto.formats.tables import (
    DEFAULT_LIMITS,
    Limits,
    Table,
    read_table,
    with_other_sheets,
)

__all__ = [
    "LAYOUT_TITLES",
    "QCEW_COLUMNS",
    "ROLES",
    "Choices",
    "TotalCheck",
    "Understanding",
    "layout_of",
    "missing_roles",
    "named_options",
    "read",
    "understand",
    "understand_table",
    "with_columns",
]

LAYOUTS = ("qcew", "establishments", "long", "wide")


def understand(
    path: str | Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    **choices: Any,
) -> Understanding:
    """Understand a table file without using it: the dry run.

    Parameters
    ----------
    path : path of the file
    sheet, encoding, delimiter, limits
        As in `distretto.formats.tables.read_table`.
    **choices
        The fields of `Choices`: columns, layout, level, year, decimal, ...

    Raises
    ------
    FormatError
        The file is no table, or its layout cannot be recognised; says what to do.
        Problems of single cells do not raise: they are listed.
    """
    table = read_table(
        path, sheet=sheet, encoding=encoding, delimiter=delimiter, limits=limits
    )
    return understand_table(table, Choices(**choices))


def understand_table(table: Table, choices: Choices) -> Understanding:
    """Understand a table that was opened already."""
    key = classifications.key_of(choices.classification)
    choices = replace(choices, classification=key)
    layout = choices.layout or layout_of(table, choices)
    if layout not in LAYOUTS:
        raise _unknown_layout(layout)
    if layout == "qcew":
        _check_qcew(table)
        return qcew.read(table, choices)
    if layout == "wide":
        return wide.read(table, choices)
    missing = missing_roles(table, choices, layout)
    if missing:
        raise _unclear(table, missing)
    if layout == "establishments":
        return establishments.read(table, choices)
    return long.read(table, choices)


def read(path: str | Path, **options: Any) -> RegionIndustryTable:
    """The table for the measures, in one call.

    Parameters
    ----------
    path : path of the file
    **options
        How to open it: sheet, encoding, delimiter, limits (see
        `distretto.formats.tables.read_table`). What its columns and figures are
        (the fields of `Choices`, explained there): columns, layout, level, year,
        decimal, measure, duplicates, accept_problems, band_values,
        open_band_factor, total_region, total_industry, leave_out, accept_totals,
        fill_down, zero_is_unknown, minimum_known_share, ownership,
        classification, titles, region_titles.

    Returns
    -------
    RegionIndustryTable
        Regions by industries, and years where the file has them.

    Raises
    ------
    FormatError
        The file is no table, its layout is not clear, it leaves a question open, or
        it has cells that cannot be used; says what to do.
    """
    return understand(path, **options).table()


def layout_of(table: Table, choices: Choices) -> str:
    """The layout that fits best; "long" where none does, so that columns are asked."""
    if qcew.recognise(table) and not choices.columns:
        return "qcew"
    columns = columns_of(table, choices.columns)
    scores = {
        "establishments": establishments.recognise(table, columns),
        "long": long.recognise(table, columns),
        "wide": None
        if _told_long(table, choices, columns)
        else wide.recognise(table, columns),
    }
    known = {layout: score for layout, score in scores.items() if score is not None}
    return max(known, key=lambda layout: known[layout]) if known else "long"


def _told_long(table: Table, choices: Choices, columns: dict[str, str]) -> bool:
    """Whether the columns a person named are those of a long table."""
    told = {role: name for role, name in choices.columns.items() if name}
    if {"region", "industry"} <= told.keys() or not told.keys().isdisjoint(COUNTS):
        return True
    named = {columns[role] for role in ("region", "industry") if role in told}
    return bool(named) and wide.label_of(table, columns) not in named


def missing_roles(table: Table, choices: Choices, layout: str = "long") -> list[str]:
    """The roles that a person must still name: region, industry, or a count."""
    columns = columns_of(table, choices.columns)
    missing = [role for role in ("region", "industry") if role not in columns]
    no_count = not any(name in columns for name in COUNTS)
    if layout == "long" and no_count and long.recognise(table, columns) is None:
        missing.append("employment")
    return missing


def named_options(table: Table, missing: list[str]) -> FormatError:
    """The error for unclear columns, in the words of the command's options."""
    failure = FormatError(
        "unclear_columns",
        gettext_noop(
            "It is not clear which column of “%(file)s” is the %(roles)s. Name it with "
            "%(options)s. The columns are: %(columns)s."
        ),
        file=table.path.name,
        roles=" and which the ".join(ROLES[role] for role in missing),
        options=" and ".join(f"--{role}-column" for role in missing),
        columns=listed(table.columns),
    )
    return with_other_sheets(failure, table.path, table.sheet, table.sheets)


def with_columns(choices: Choices, **columns: str) -> Choices:
    """The choices with further columns named."""
    return replace(choices, columns={**choices.columns, **columns})


def _check_qcew(table: Table) -> None:
    """Refuse a table that was called QCEW and lacks its columns."""
    columns = {column.strip().lower() for column in table.columns}
    lacking = [name for name in NEEDED if name not in columns]
    if lacking:
        raise no_column(table, "layout qcew", lacking[0])


def _unclear(table: Table, missing: list[str]) -> FormatError:
    failure = FormatError(
        "unclear_columns",
        gettext_noop(
            "It is not clear which column of “%(file)s” is the %(roles)s. Name it. The "
            "columns are: %(columns)s."
        ),
        file=table.path.name,
        roles=" and which the ".join(ROLES[role] for role in missing),
        columns=listed(table.columns),
    )
    return with_other_sheets(failure, table.path, table.sheet, table.sheets)


def _unknown_layout(layout: str) -> FormatError:
    return FormatError(
        "unknown_layout",
        gettext_noop("There is no layout “%(layout)s”. Choose one of: %(layouts)s."),
        layout=layout,
        layouts=", ".join(LAYOUTS),
    )
