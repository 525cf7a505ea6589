"""Parts added up by region or by industry, and what cannot be told apart."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from distretto.analysis.checks import Frame
from distretto.analysis.selection.growth.parts import (
    change_of,
    mix_part,
    national_part,
)
from distretto.analysis.selection.growth.periods import (
    Period,
    Reference,
    beside_reference,
    years_of,
)
from distretto.analysis.selection.growth.years import (
    Columns,
    figure,
    totals_by_year,
)

ROUNDING = 1e-12  # of floating point, as a share of the figures


def sums_by(
    measured: Frame,
    cells: Frame,
    key: str,
    parts: Sequence[str],
    periods: Sequence[Period],
    reference: Reference,
    at: Columns,
) -> Frame:
    """One row for each `key`; the parts and what is left add up to the change."""
    sums = _visible(measured, key, parts, periods)
    told = reference.regions if key == at.region else reference.industries
    totals = totals_by_year(cells, told, key, years_of(periods), at)
    if totals is not None:
        sums = _with_totals(sums, totals, cells, key, parts, periods, reference, at)
    return _with_rest(sums, key, parts)


def _visible(
    measured: Frame, key: str, parts: Sequence[str], periods: Sequence[Period]
) -> Frame:
    """Sums over the cells that are known in all the years."""
    is_known = ~change_of(periods).is_null()
    taken_apart = is_known
    for part in parts:
        taken_apart = taken_apart & ~nw.col(part).is_null()
    zero, one = nw.lit(0.0), nw.lit(1.0)
    columns = {
        **{
            name: nw.when(is_known).then(nw.col(name).fill_null(0.0)).otherwise(zero)
            for name in ("value_start", "value_end", *parts)
        },
        "_apart": nw.when(taken_apart).then(nw.col("value_start")).otherwise(zero),
        "hidden": nw.when(is_known).then(zero).otherwise(one),
        "_known": nw.when(is_known).then(one).otherwise(zero),
    }
    rows = measured.select(
        nw.col(key), *(each.alias(name) for name, each in columns.items())
    )
    sums: Any = rows.group_by(key).agg(nw.col(name).sum() for name in columns)
    return sums


def _with_totals(
    sums: Frame,
    totals: Frame,
    cells: Frame,
    key: str,
    parts: Sequence[str],
    periods: Sequence[Period],
    reference: Reference,
    at: Columns,
) -> Frame:
    """Published totals in place of the sums, where all the years have one."""
    first, last = figure(periods[0][0]), figure(periods[-1][1])
    exact = {"national": national_part(periods)}
    if key == at.industry and "mix" in parts:
        exact["mix"] = mix_part(periods)
    whole = ~change_of(periods).is_null()
    told = beside_reference(totals, cells, periods, reference, at).select(
        nw.col(key),
        nw.when(whole).then(nw.col(first)).alias("_start_told"),
        nw.when(whole).then(nw.col(last)).alias("_end_told"),
        *(nw.when(whole).then(each).alias(f"_{n}_told") for n, each in exact.items()),
    )
    both: Any = told.join(sums, on=key, how="left")  # type: ignore[arg-type]
    replaced = {"value_start": "start", "value_end": "end", **{n: n for n in exact}}
    return both.with_columns(
        nw.coalesce(nw.col(f"_{told}_told"), nw.col(name)).alias(name)
        for name, told in replaced.items()
    ).with_columns((~nw.col("_start_told").is_null()).alias("_told"))


def _with_rest(sums: Frame, key: str, parts: Sequence[str]) -> Frame:
    """The change, what no part explains, and the share that is taken apart."""
    told: nw.Expr = nw.lit(False)
    if "_told" in sums.collect_schema().names():
        told = nw.col("_told")
    something = told | (nw.col("_known") > 0)
    start, end = nw.col("value_start"), nw.col("value_end")
    rest = end - start - nw.sum_horizontal(*parts)
    is_rounding = rest.abs() <= ROUNDING * (start + end + 1)
    share = nw.when((start > 0) & (told | (nw.col("hidden") == 0))).then(
        nw.col("_apart") / start
    )
    columns = {
        "value_start": start,
        "value_end": end,
        "change": end - start,
        **{part: nw.col(part) for part in parts},
        "unattributed": nw.when(~is_rounding).then(rest).otherwise(nw.lit(0.0)),
        "is_minimum": ~told & (nw.col("hidden") > 0),
    }
    return sums.select(
        nw.col(key),
        *(nw.when(something).then(each).alias(n) for n, each in columns.items()),
        share.alias("known_share"),
        nw.col("hidden").cast(nw.Int64).alias("hidden"),
    )


def attached_totals(
    sums: Frame, cells: Frame, told: Frame | None, key: str, year: int, at: Columns
) -> Frame:
    """`_start_told` beside each row: the total published for a year, or null."""
    wide = totals_by_year(cells, told, key, [year], at)
    if wide is None:
        return sums.with_columns(nw.lit(None).cast(nw.Float64).alias("_start_told"))
    named = wide.select(nw.col(key), nw.col(figure(year)).alias("_start_told"))
    joined: Any = sums.join(named, on=key, how="left")  # type: ignore[arg-type]
    return joined
