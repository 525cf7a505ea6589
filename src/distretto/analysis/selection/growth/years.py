"""Cells and totals of several years side by side: one row for each, a column a year.

A pair of region and industry that is not listed in a year employs nobody in it; one
that is listed without a figure is unknown. A region or an industry that has no row at
all in a year is unknown in it too: it was not published, or it had another code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame

from distretto.analysis.checks import Frame, check_joinable, check_table, known
from distretto.analysis.selection.totals import attach
from distretto.errors import InputError, gettext_noop


@dataclass(frozen=True)
class Columns:
    """The names of the columns of a table of several years."""

    value: str
    region: str
    industry: str
    year: str

    @property
    def keys(self) -> list[str]:
        """What a cell is known by."""
        return [self.region, self.industry]


def figure(year: int) -> str:
    """The column that holds the figures of a year."""
    return f"_v{year}"


def check_years(start: int, end: int) -> None:
    """A period begins before it ends."""
    if start >= end:
        raise InputError(
            "not_a_period",
            gettext_noop(
                "The period from %(start)s to %(end)s does not go forward. Give two "
                "years, the earlier one first."
            ),
            start=str(start),
            end=str(end),
        )


def let_in(
    table: IntoFrame, keys: Sequence[str], at: Columns, name: str, years: Sequence[int]
) -> Frame:
    """A table of several years, checked; the first and the last year are in it."""
    frame = check_table(
        table, keys=[*keys, at.year], counts=(at.value,), unique=True, name=name
    )
    if isinstance(frame, nw.DataFrame) and len(frame):
        present = sorted(set(frame.get_column(at.year).cast(nw.Int64).to_list()))
        for year in years:
            if year not in present:
                raise _no_year(year, present, name)
    return frame


def cells_by_year(frame: Frame, years: Sequence[int], at: Columns) -> Frame:
    """Region, industry, and the figure of each year; null where it is unknown."""
    wide = _wide(frame, at.keys, years, at)
    for key in at.keys:
        listed: Any = wide.group_by(key).agg(
            nw.col(f"_n{year}").sum().alias(f"_{key}{year}") for year in years
        )
        wide = attach(wide, (listed, key))
    return wide.select(
        *at.keys,
        *(
            nw.when(
                (nw.col(f"_u{year}") == 0)
                & (nw.col(f"_{at.region}{year}") > 0)
                & (nw.col(f"_{at.industry}{year}") > 0)
            )
            .then(nw.col(figure(year)))
            .alias(figure(year))
            for year in years
        ),
    )


def totals_by_year(
    cells: Frame, told: Frame | None, key: str, years: Sequence[int], at: Columns
) -> Frame | None:
    """The published total of every region or industry that has cells, by year.

    Null where a year's total was not published. None where nothing was. Totals of what
    has no cells, such as groups of industries or the whole, are passed over.
    """
    if told is None:
        return None
    published = published_by_year(
        check_joinable(cells, told, key, f"{key} totals"), key, years, at
    )
    mine: Any = cells.group_by(key).agg(nw.len().alias("_cells"))
    both: Any = mine.join(published, on=key, how="left")
    return both.drop("_cells")


def published_by_year(
    told: Frame, key: str, years: Sequence[int], at: Columns
) -> Frame:
    """Published totals as they are; null where a year's total was not published."""
    return _wide(told, [key], years, at).select(
        nw.col(key),
        *(
            nw.when((nw.col(f"_n{year}") > 0) & (nw.col(f"_u{year}") == 0))
            .then(nw.col(figure(year)))
            .alias(figure(year))
            for year in years
        ),
    )


def _wide(
    frame: Frame, keys: Sequence[str], years: Sequence[int], at: Columns
) -> Frame:
    """For each year: the sum, how many rows there are, how many are unknown."""
    parts = frame.select(
        *keys, nw.col(at.year).cast(nw.Int64).alias("_year"), known(at.value)
    ).with_columns(*(each for year in years for each in _of_year(year, at.value)))
    parts = parts.filter(nw.col("_year").is_in(list(years)))
    wide: Any = parts.group_by(list(keys)).agg(
        nw.col(column).sum()
        for year in years
        for column in (figure(year), f"_n{year}", f"_u{year}")
    )
    return wide


def _of_year(year: int, value: str) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
    here = nw.col("_year") == year
    unknown = nw.col(value).is_null()
    one, none = nw.lit(1.0), nw.lit(0.0)
    return (
        nw.when(here & ~unknown)
        .then(nw.col(value))
        .otherwise(none)
        .alias(figure(year)),
        nw.when(here).then(one).otherwise(none).alias(f"_n{year}"),
        nw.when(here & unknown).then(one).otherwise(none).alias(f"_u{year}"),
    )


def _no_year(year: int, present: Sequence[int], name: str) -> InputError:
    return InputError(
        "year_not_in_table",
        gettext_noop(
            "There is no row of %(year)s among the %(name)s. Their years are: "
            "%(present)s. Choose two of them."
        ),
        name=name,
        year=str(year),
        present=", ".join(map(str, present)) or "none",
    )
