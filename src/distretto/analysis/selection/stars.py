"""Stars for size, specialisation and focus, after the European Cluster Observatory."""

from collections.abc import Collection
from typing import Any

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.checks import (
    Frame,
    check_at_least_zero,
    check_share,
    check_table,
    known,
)
from distretto.analysis.selection.bounds import measure_bounds
from distretto.analysis.selection.quotient import PARTS, quotient_parts


def stars(
    cells: IntoFrameT,
    *,
    lq_star: float = 2.0,
    size_top: float = 0.10,
    focus_top: float = 0.10,
    region_totals: IntoFrame | None = None,
    industry_totals: IntoFrame | None = None,
    grand_total: float | None = None,
    reference: IntoFrame | None = None,
    base: str | Collection[str] | None = None,
    base_totals: IntoFrame | None = None,
    base_total: float | None = None,
    classification: str | None = None,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Stars of each industry in each region for size, specialisation, focus [eco2011].

    stars = [size in the top 10 % of its industry's regions] + [LQ >= 2]
    + [focus in the top 10 % of all cells]

    Parameters
    ----------
    cells : table, one row per region x industry
        Columns `region`, `industry` and `value`: counts (persons, establishments);
        null is unknown.
    lq_star : float
        Least location quotient for the star of specialisation, dimensionless.
    size_top, focus_top : float
        The share (0 to 1) of cells that earn the star of size (among the regions
        of one industry) and of focus (among all cells). Ranked are cells with a
        known value above zero; always at least one earns the star, and equal
        values earn it together.
    region_totals, industry_totals, grand_total, reference, base
        As for `location_quotient`.
    base_totals, base_total, classification, value, region, industry
        As for `location_quotient`.

    Returns
    -------
    table of the same kind, the rows of `cells`
        With `lq` (dimensionless), `focus` and `size` (shares, 0 to 1); `lq_star`,
        `size_star` and `focus_star` (1 or 0) and their sum `stars`, 0 to 3: 3 means
        large, specialised and important to its region. Null where the measure is
        null. With `region_known_share` and `industry_known_share` (0 to 1): where
        much is suppressed, the top tenth is the top tenth of what is visible. With
        `lq_is_maximum`, `lq_is_estimate`, `focus_is_maximum` and `size_is_maximum`,
        as the functions of these measures: stars are given for the numbers as they
        are, and are as uncertain as these.

    Raises
    ------
    InputError
        As for `location_quotient`; or a threshold is not a number in its range.
    """
    frame = measured(
        check_table(
            cells, keys=(region, industry), counts=(value,), unique=True, name="cells"
        ),
        lq_star=lq_star,
        size_top=size_top,
        focus_top=focus_top,
        region_totals=region_totals,
        industry_totals=industry_totals,
        grand_total=grand_total,
        reference=reference,
        base=base,
        base_totals=base_totals,
        base_total=base_total,
        classification=classification,
        value=value,
        region=region,
        industry=industry,
    )
    return frame.drop(*PARTS).to_native()


def measured(
    frame: Frame,
    *,
    lq_star: float,
    size_top: float,
    focus_top: float,
    value: str,
    industry: str,
    **quotient: Any,
) -> Frame:
    """The checked cells with every measure, every star, and the parts of the LQ."""
    check_at_least_zero(lq_star, "lq_star")
    check_share(size_top, "size_top")
    check_share(focus_top, "focus_top")
    parts = quotient_parts(frame, value=value, industry=industry, **quotient)
    shares = parts.with_columns(
        (known(value) / nw.col("region_total")).alias("focus"),
        (known(value) / nw.col("industry_total")).alias("size"),
    )
    ranked = _ranked(shares.with_columns(*measure_bounds()), industry)
    starred = ranked.with_columns(
        _star(nw.col("lq") >= lq_star, "lq").alias("lq_star"),
        _star(_in_top("size", size_top), "size").alias("size_star"),
        _star(_in_top("focus", focus_top), "focus").alias("focus_star"),
    )
    total = nw.col("lq_star") + nw.col("size_star") + nw.col("focus_star")
    return starred.with_columns(total.alias("stars")).drop(*_RANKS)


_RANKS = ("_size_rank", "_size_ranked", "_focus_rank", "_focus_ranked")


def _ranked(frame: Frame, industry: str) -> Frame:
    """Ranks from the top, and how many are ranked; Arrow cannot, Polars does it."""
    if not frame.implementation.is_pyarrow():
        return _ranks(frame, industry)
    columns = frame.select(industry, "size", "focus").to_native()
    ranks = _ranks(nw.from_native(pl.DataFrame(columns)), industry)
    assert isinstance(ranks, nw.DataFrame)
    arrow = frame.implementation
    return frame.with_columns(
        nw.new_series(name, ranks[name].to_list(), backend=arrow) for name in _RANKS
    )


def _ranks(frame: Frame, industry: str) -> Frame:
    listed = frame.with_columns(
        _size=nw.when(nw.col("size") > 0).then(nw.col("size")),
        _focus=nw.when(nw.col("focus") > 0).then(nw.col("focus")),
    )
    return listed.with_columns(
        nw.col("_size").rank("min", descending=True).over(industry).alias(_RANKS[0]),
        nw.col("_size").count().over(industry).alias(_RANKS[1]),
        nw.col("_focus").rank("min", descending=True).alias(_RANKS[2]),
        nw.col("_focus").count().alias(_RANKS[3]),
    ).drop("_size", "_focus")


def _in_top(measure: str, share: float) -> nw.Expr:
    """Ranked within the first ceil(share x n): rank - 1 < share x n."""
    rank, ranked = nw.col(f"_{measure}_rank"), nw.col(f"_{measure}_ranked")
    return (rank.cast(nw.Float64) - 1) < ranked.cast(nw.Float64) * share


def _star(earned: nw.Expr, measure: str) -> nw.Expr:
    star = nw.when(earned).then(nw.lit(1)).otherwise(nw.lit(0))
    return nw.when(~nw.col(measure).is_null()).then(star)
