"""The stages of the cluster map: each takes tables and gives a table."""

from typing import Protocol

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.selection.bounds import MINIMA, measure_bounds
from distretto.analysis.selection.cluster_certainty import is_certain
from distretto.analysis.selection.cluster_source import (
    Source,
    establishment_share,
)
from distretto.analysis.selection.delineation import check_overlap, components
from distretto.analysis.selection.source_quotients import totals_of
from distretto.analysis.selection.stars import measured
from distretto.analysis.selection.table_frames import COUNTS


class Limits(Protocol):
    """The thresholds, as `cluster_map.Thresholds` has them."""

    @property
    def lq(self) -> float: ...
    @property
    def certainty(self) -> float | None: ...
    @property
    def establishments(self) -> float: ...
    @property
    def employment(self) -> float: ...
    @property
    def lq_star(self) -> float: ...
    @property
    def size_top(self) -> float: ...
    @property
    def focus_top(self) -> float: ...


def measure(
    source: Source,
    limits: Limits,
    reference: IntoFrame | None,
    reference_total: float | None,
) -> pl.DataFrame:
    """Every measure of every cell, in the order of industry and region."""
    totals = totals_of(source)
    if reference is not None:
        whole = "grand_total" if source.base is None else "base_total"
        totals[whole] = reference_total
    frame = measured(
        nw.from_native(source.cells.sort("industry", "region")),
        lq_star=limits.lq_star,
        size_top=limits.size_top,
        focus_top=limits.focus_top,
        reference=reference,
        region="region",
        industry="industry",
        **totals,
    )
    cells: pl.DataFrame = frame.to_native()
    firms = establishment_share(source.value)
    return cells.with_columns(
        pl.coalesce("region_known_share", firms.over("region")).alias(
            "region_known_share"
        ),
        pl.coalesce("industry_known_share", firms.over("industry")).alias(
            "industry_known_share"
        ),
    )


def members(
    cells: pl.DataFrame, links: pl.DataFrame | None, limits: Limits, value: str
) -> pl.DataFrame:
    """The specialised cells, with the number of the cluster that each belongs to."""
    chosen = cells.filter((pl.col("lq") >= limits.lq) & (pl.col(value) > 0))
    if links is None:
        return chosen.with_row_index("cluster").cast({"cluster": pl.Int64})
    check_overlap(cells, links)
    labels = components(chosen.select("region", "industry"), links)
    return chosen.with_columns(pl.Series("cluster", labels, pl.Int64))


def clusters(
    cells: pl.DataFrame, joined: pl.DataFrame, source: Source, limits: Limits
) -> pl.DataFrame:
    """One row for each cluster: sums over its members, and measures of the sums."""
    value = source.value
    largest_first = joined.sort([value, "region"], descending=[True, False])
    sums = largest_first.group_by("cluster", maintain_order=True).agg(
        pl.col("region").alias("regions"),
        pl.col("industry").first(),
        *[_sum_if_known(count) for count in COUNTS],
        *[_sum_of_known(count) for count in COUNTS],
        pl.col(value).sum().alias("value"),
        pl.col("region_total").sum(),
        pl.col("region_total_is_minimum").any(),
        pl.col(*_SAME_IN_INDUSTRY).first(),
    )
    share = pl.col("value") / pl.col("region_total")
    table = sums.with_columns(
        lq=share / pl.col("reference_share"),
        focus=share,
        size=pl.col("value") / pl.col("industry_total"),
    )
    bounded: pl.DataFrame = (
        nw.from_native(table).with_columns(*measure_bounds()).to_native()
    )
    return _with_stars(bounded, cells, limits)


_SAME_IN_INDUSTRY = (
    "industry_total",
    "reference_industry_total",
    "reference_total",
    "reference_share",
    "industry_known_share",
    *(name for name in MINIMA if name != "region_total_is_minimum"),
)


def _sum_if_known(count: str) -> pl.Expr:
    column = pl.col(count)
    return pl.when(column.is_not_null().all()).then(column.sum()).alias(count)


def _sum_of_known(count: str) -> pl.Expr:
    """A lower bound; null where nothing at all is known."""
    column = pl.col(count)
    known = pl.when(column.is_not_null().any()).then(column.sum())
    return known.alias(f"{count}_known")


def _with_stars(
    table: pl.DataFrame, cells: pl.DataFrame, limits: Limits
) -> pl.DataFrame:
    """Stars by the bars that single cells had to reach."""
    starred = cells.filter(pl.col("size_star") == 1)
    bars = starred.group_by("industry").agg(pl.col("size").min().alias("size_bar"))
    focus_bar = cells.filter(pl.col("focus_star") == 1)["focus"].min()
    named = table.join(bars, on="industry", how="left", maintain_order="left")
    named = named.with_columns(focus_bar=pl.lit(focus_bar, pl.Float64))
    reached = named.with_columns(
        lq_star=(pl.col("lq") >= limits.lq_star).cast(pl.Int64),
        size_star=(pl.col("size") >= pl.col("size_bar"))
        .fill_null(False)
        .cast(pl.Int64),
        focus_star=(pl.col("focus") >= pl.col("focus_bar"))
        .fill_null(False)
        .cast(pl.Int64),
    )
    total = pl.col("lq_star") + pl.col("size_star") + pl.col("focus_star")
    return reached.with_columns(stars=total)


TESTS = ("establishments", "employment", "certainty")


def tested(table: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """Firms, mass and certainty of the whole cluster; unknown does not fail a test.

    A column `passes_...` for each of `TESTS`, in the order in which they are made.
    """
    certain = pl.lit(True) if limits.certainty is None else is_certain(limits.lq)
    return table.with_columns(
        passes_establishments=_reaches("establishments", limits.establishments),
        passes_employment=_reaches("employment", limits.employment),
        passes_certainty=certain,
    )


def _reaches(count: str, least: float) -> pl.Expr:
    return pl.col(count).is_null() | (pl.col(count) >= least)


def ranked(table: pl.DataFrame) -> pl.DataFrame:
    """The clusters that pass, best first: stars, then strength, then mass."""
    passed = table.filter(*(f"passes_{test}" for test in TESTS))
    product = pl.col("size") * pl.col("lq") * pl.col("focus")
    ordered = passed.with_columns(strength=product ** (1 / 3)).sort(
        ["stars", "strength", "value", "industry", pl.col("regions").list.first()],
        descending=[True, True, True, False, False],
        nulls_last=True,
    )
    return ordered.with_row_index("rank", offset=1).cast({"rank": pl.Int64})


def with_reasons(
    cells: pl.DataFrame,
    joined: pl.DataFrame,
    table: pl.DataFrame,
    best: pl.DataFrame,
    source: Source,
) -> pl.DataFrame:
    """Every cell with the rank of its cluster, or the first test that it failed."""
    marks = [f"passes_{test}" for test in TESTS]
    tests = table.select("cluster", *marks)
    place = joined.select("region", "industry", "cluster").join(tests, on="cluster")
    place = place.join(best.select("cluster", "rank"), on="cluster", how="left").drop(
        "cluster"
    )
    full = cells.join(
        place, on=["region", "industry"], how="left", maintain_order="left"
    )
    reason = (
        pl.when(pl.col(source.value).is_null())
        .then(pl.lit("unknown"))
        .when(pl.col("lq").is_null())
        .then(pl.lit("undefined"))
        .when(pl.col(marks[0]).is_null())
        .then(pl.lit("lq"))
    )
    for mark, test in zip(marks, TESTS, strict=True):
        reason = reason.when(~pl.col(mark)).then(pl.lit(test))
    return full.with_columns(left_out=reason).rename({"rank": "cluster"}).drop(marks)


def funnel(
    cells: pl.DataFrame, joined: pl.DataFrame, table: pl.DataFrame, value: str
) -> dict[str, int]:
    """How many cells, then clusters, are left after each test."""
    firms = table.filter("passes_establishments")
    mass = firms.filter("passes_employment")
    return {
        "listed": cells.height,
        "known": cells.height - cells[value].null_count(),
        "specialised": joined.height,
        "joined": table.height,
        "enough_establishments": firms.height,
        "enough_employment": mass.height,
        "certain": mass.filter("passes_certainty").height,
    }
