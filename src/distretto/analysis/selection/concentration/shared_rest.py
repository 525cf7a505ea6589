"""Totals of regions that are hidden, from what the area's total leaves for them.

Without, a region of which nothing is visible would count as nothing in the whole, and
how much of the whole is hidden with it nobody would know.
"""

import polars as pl

from distretto.analysis.selection.cluster_source import Source
from distretto.errors import ngettext_noop
from distretto.notes import Note


def with_shared_rest(source: Source) -> tuple[pl.DataFrame | None, list[Note]]:
    """Totals of all regions, and a note on those that are shared out.

    total[r] = visible[r] + rest f[r] / F

    The rest is what the area's published total leaves beside the published totals of
    regions and the visible cells of the others; f[r] are the establishments in the
    region's hidden cells, F those of all such regions. Where the area's total or the
    establishments are not known, or nothing is hidden or left, totals stay as they are.
    """
    told, value = source.region_totals, source.value
    if told is None or source.grand_total is None:
        return told, []
    rows = _hidden_regions(source, told)
    known = told.drop_nulls(value)
    visible = float(known[value].sum()) + float(rows["_visible"].sum())
    rest, firms = source.grand_total - visible, float(rows["_firms"].sum())
    if rows.is_empty() or rows["_firms"].null_count() or firms <= 0 or rest < 0:
        return told, []
    amount = pl.col("_visible") + rest * pl.col("_firms") / firms
    filled = pl.concat([known, rows.select("region", amount.alias(value))])
    return filled, [Note(_SHARED, count=rows.height, all=filled.height)]


def _hidden_regions(source: Source, told: pl.DataFrame) -> pl.DataFrame:
    """Regions without a total: their visible sum, and the firms of their hidden cells.

    The firms are null where one of those cells does not tell them.
    """
    amount = pl.col(source.value)
    firms = pl.col("establishments").filter(amount.is_null())
    sums = source.cells.group_by("region", maintain_order=True).agg(
        amount.sum().alias("_visible"),
        pl.when(firms.is_not_null().all()).then(firms.sum()).alias("_firms"),
    )
    return sums.join(told.drop_nulls(source.value), on="region", how="anti")


_SHARED = ngettext_noop(
    "Of %(all)s regions, %(count)s has no published total: it has what the total of "
    "the area leaves, so that every index is an estimate.",
    "Of %(all)s regions, %(count)s have no published total: what the total of the area "
    "leaves is shared among them by the establishments of their hidden cells, so that "
    "every index is an estimate.",
)
