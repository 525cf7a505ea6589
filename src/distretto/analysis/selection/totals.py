"""Totals of regions and industries: published where published, else summed.

A published total counts the suppressed cells; a sum over the visible cells does
not. So a published total always wins, and every total carries the share of it
that the visible cells explain, and the number of cells that it leaves out.
"""

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame

from distretto.analysis.checks import Frame, check_joinable, check_table, known


def check_totals(
    table: IntoFrame | None, key: str, value: str, name: str
) -> Frame | None:
    """Published totals, let in; None stays None."""
    if table is None:
        return None
    return check_table(table, keys=(key,), counts=(value,), unique=True, name=name)


def totals_by(
    key: str,
    cells: Frame,
    value: str,
    published: Frame | None,
    name: str,
    *,
    complete: bool = False,
) -> Frame:
    """One row for each `key`: `{name}_total`, `{name}_known_share`, `{name}_hidden`.

    The total is null where it is zero or cannot be known, so that nothing is
    divided by it. The share is null where cells are unknown and no total was
    published: then nobody knows how much is hidden, and `{name}_hidden` counts them;
    it is zero where the total is whole. With `complete`, a sum of cells
    is a total only where all of them are known.
    """
    sums = _visible_sums(key, cells, value)
    visible, hidden = nw.col("_visible"), nw.col("_hidden")
    total = nw.when(hidden == 0).then(visible) if complete else visible
    told = nw.lit(None).cast(nw.Float64)
    if published is not None:
        sums = _beside(sums, check_joinable(cells, published, key, name), key, value)
        told = nw.col("_told")
        total = nw.coalesce(told, total)
    share = nw.when(told > 0).then(visible / told)
    return sums.select(
        nw.col(key),
        nw.when(total > 0).then(total).alias(f"{name}_total"),
        nw.coalesce(share, nw.when((hidden == 0) & (total > 0)).then(nw.lit(1.0)))
        .cast(nw.Float64)
        .alias(f"{name}_known_share"),
        nw.when(told.is_null()).then(hidden).otherwise(0.0).alias(f"{name}_hidden"),
    )


def _visible_sums(key: str, cells: Frame, value: str) -> Frame:
    parts = cells.select(nw.col(key), known(value).alias("_visible"))
    parts = parts.with_columns(
        nw.col("_visible").is_null().cast(nw.Float64).alias("_hidden")
    )
    sums: Any = parts.group_by(key).agg(
        nw.col("_visible").sum(), nw.col("_hidden").sum()
    )
    return sums.with_columns(nw.col("_visible").fill_null(0.0))


def _beside(sums: Frame, published: Frame, key: str, value: str) -> Frame:
    """Published totals beside the sums; either may lack a row."""
    told = published.select(nw.col(key), known(value).alias("_told"))
    both: Any = sums.join(told, on=key, how="full", suffix="_told")  # type: ignore[arg-type]
    return both.with_columns(
        nw.coalesce(nw.col(key), nw.col(f"{key}_told")).alias(key),
        nw.col("_visible").fill_null(0.0),
        nw.col("_hidden").fill_null(0.0),
    )


def attach(cells: Frame, *others: tuple[Frame, str]) -> Frame:
    """The cells with further columns joined on; eager rows keep their order."""
    if isinstance(cells, nw.LazyFrame):
        return _joined(cells, *others)
    numbered = cells.with_row_index("_row")
    result = _joined(numbered, *others).sort("_row").drop("_row")
    if not cells.implementation.is_pandas_like():
        return result
    index = cells.to_native().index  # joining in pandas forgets it
    return nw.from_native(result.to_native().set_axis(index))


def _joined(cells: Frame, *others: tuple[Frame, str]) -> Frame:
    for other, key in others:
        schema = other.collect_schema().names()
        clash = [c for c in schema if c != key and c in cells.collect_schema().names()]
        joined: Any = cells.drop(*clash).join(other, on=key, how="left")  # type: ignore[arg-type]
        cells = joined
    return cells
