"""Which column is which: by the person's word, by its name, and by what is in it."""

import re
from collections.abc import Iterable, Mapping

import polars as pl

from distretto.errors import FormatError, gettext_noop
from distretto.formats.layouts.model import COUNTS, ROLES
from distretto.formats.layouts.sizes import is_band, is_scale
from distretto.formats.tables import Table
from distretto.formats.words import fit, is_derived, plain

SAMPLE_ROWS = 2000
YEAR = re.compile(r"^\D{0,3}((?:19|20)\d\d)\D{0,3}$")


def columns_of(table: Table, told: Mapping[str, str]) -> dict[str, str]:
    """Role to column for all roles that can be filled without asking.

    A column takes one role, a role one column; the best fit goes first. What the
    person told is taken as it is; "" keeps a role empty.
    """
    chosen = check_told(table, told)
    sample = table.frame.head(SAMPLE_ROWS).collect()
    bids = [
        (fit(column, role), role, column)
        for role in ROLES
        if role not in told
        for column in table.columns
        if column not in chosen.values() and year_of(column) is None
    ]
    for score, role, column in sorted(bids, key=lambda bid: -bid[0]):
        if score and role not in chosen and column not in chosen.values():
            fitting = _by_content(role, sample[column], chosen, told)
            if fitting:
                chosen[fitting] = column
    _swap_titles(chosen, told)
    if "size" not in chosen and "size" not in told:
        free = [name for name in table.columns if name not in chosen.values()]
        bands = [name for name in free if _are_surely_bands(sample[name])]
        chosen |= {"size": bands[0]} if bands else {}
    return chosen


def check_told(table: Table, told: Mapping[str, str]) -> dict[str, str]:
    """The columns a person named, as the file spells them."""
    spelled = {plain(column): column for column in table.columns}
    chosen = {}
    for role, column in told.items():
        if not column:
            continue
        if column not in table.columns and plain(column) not in spelled:
            raise no_column(table, role, column)
        chosen[role] = column if column in table.columns else spelled[plain(column)]
    return chosen


def year_of(column: str) -> int | None:
    """The year a column is headed by, such as 2018 for "2018" or "Y2018"."""
    found = YEAR.match(column.strip())
    return int(found[1]) if found else None


def no_column(table: Table, role: str, column: str) -> FormatError:
    """The error for a column that was named and is not there."""
    return FormatError(
        "no_such_column",
        gettext_noop(
            "“%(file)s” has no column “%(column)s” for the %(role)s. Its columns are: "
            "%(columns)s."
        ),
        file=table.path.name,
        column=column,
        role=ROLES.get(role, role),
        columns=listed(table.columns),
    )


def listed(names: Iterable[str], most: int = 20) -> str:
    """Names in quotation marks, the first `most` of them."""
    names = list(names)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(f"“{name}”" for name in names[:most]) + more


def looks_like_numbers(series: pl.Series) -> bool:
    """Whether most filled cells of a sample begin like numbers."""
    if series.dtype.is_numeric():
        return True
    texts = series.cast(pl.String).drop_nulls().str.strip_chars()
    texts = texts.filter(texts.str.contains(r"[\p{L}\p{N}]"))
    numbers = texts.str.contains(r"^[+\-−]?\s?\p{Nd}[\p{Nd}\s.,'’٬٫%eE+-]*$").sum()
    return bool(texts.len()) and numbers >= 0.5 * texts.len()


def _by_content(
    role: str, series: pl.Series, chosen: Mapping[str, str], told: Mapping[str, str]
) -> str | None:
    """The role again, or the one the contents speak for, or None."""
    if role in (*COUNTS, "size") and is_derived(series.name):
        return None
    if role in COUNTS and not looks_like_numbers(series):
        bands = _are_bands(series) and "size" not in chosen and "size" not in told
        return "size" if bands else None
    if role == "employment" and _are_bands(series):
        return "size" if "size" not in chosen and "size" not in told else None
    if role in ("latitude", "longitude", "year") and not looks_like_numbers(series):
        return None
    return role


def _are_bands(series: pl.Series) -> bool:
    if series.dtype.is_numeric():
        return False
    texts = series.drop_nulls().unique(maintain_order=True).to_list()[:50]
    return bool(texts) and sum(is_band(text) for text in texts) >= 0.6 * len(texts)


def _are_surely_bands(series: pl.Series) -> bool:
    """Whether a column whose name does not speak of sizes holds them all the same."""
    if series.dtype != pl.String or is_derived(series.name):
        return False
    return is_scale(series.drop_nulls().unique().to_list())


def _swap_titles(chosen: dict[str, str], told: Mapping[str, str]) -> None:
    """A column found only as a title stands in for the missing code."""
    for role, title in (("region", "region_name"), ("industry", "industry_name")):
        if role not in chosen and title in chosen and role not in told:
            chosen[role] = chosen.pop(title)
