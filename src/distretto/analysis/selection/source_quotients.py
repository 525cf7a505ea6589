"""The location quotients of a source, as every command takes them."""

from typing import Any

import polars as pl

from distretto.analysis.selection.cluster_source import Source
from distretto.analysis.selection.specialisation import location_quotient
from distretto.errors import ngettext_noop
from distretto.notes import Note


def totals_of(source: Source) -> dict[str, Any]:
    """What quotients are taken with: within a base, the totals within it.

    A region that hides a part of the base, with no total above it, has none then: the
    sum of what is visible is not the whole.
    """
    within = source.base is not None
    return {
        "region_totals": None if within else source.region_totals,
        "industry_totals": source.industry_totals,
        "grand_total": None if within else source.grand_total,
        "base": source.base,
        "base_totals": source.region_totals if within else None,
        "base_total": source.grand_total if within else None,
        "classification": source.family,
        "value": source.value,
    }


def quotients_of(source: Source, cells: pl.DataFrame | None = None) -> pl.DataFrame:
    """The cells with `lq` and what it rests on; other `cells` than the source's own."""
    return location_quotient(
        source.cells if cells is None else cells, **totals_of(source)
    )


def regions_without_total(source: Source) -> list[str]:
    """The regions whose total within the base is unknown; none without a base."""
    if source.base is None:
        return []
    hidden = source.cells.filter(pl.col(source.value).is_null())["region"].unique()
    if source.region_totals is None:
        return sorted(hidden)
    told = source.region_totals.filter(pl.col(source.value) > 0)["region"]
    return sorted(set(hidden) - set(told))


def cells_without_total(source: Source) -> pl.DataFrame:
    """The known cells of those regions: nothing tells how specialised they are."""
    return source.cells.filter(
        pl.col("region").is_in(regions_without_total(source)),
        pl.col(source.value).is_not_null(),
    )


def total_notes(source: Source) -> list[Note]:
    """How many regions have no quotients, as their total within the base is unknown."""
    count = len(regions_without_total(source))
    if not count:
        return []
    every, cells = source.cells["region"].n_unique(), cells_without_total(source).height
    return [Note(_NO_TOTAL, count=count, all=every, cells=cells)]


_NO_TOTAL = ngettext_noop(
    "In %(count)s region (of %(all)s) the total of the industries compared "
    "is unknown, because figures are hidden there and no total above them "
    "was published. Known cells that cannot be judged: %(cells)s.",
    "In %(count)s regions (of %(all)s) the total of the industries "
    "compared is unknown, because figures are hidden there and no total "
    "above them was published. Known cells that cannot be judged: "
    "%(cells)s.",
)
