"""How sure it is that a cluster is specialised, and not so by chance.

A quotient of few plants is high or low by accident. Two things tell: the interval in
which the true quotient lies, were the plants of the industry to choose their places
anew; and the quotient drawn towards 1, the more the fewer plants it rests on and the
less the regions of the industry differ beyond chance.
"""

from typing import Any

import narwhals as nw
import polars as pl

from distretto.analysis.selection.cluster_source import Source
from distretto.analysis.selection.quotients.plants_behind import plants_of
from distretto.analysis.selection.quotients.prior import (
    drawn_towards_one,
    quotient_is_known,
    variances_by_industry,
)
from distretto.analysis.selection.wilson import quantile, wilson
from distretto.errors import gettext_noop, ngettext_noop
from distretto.notes import Note

# How much of an industry must be known for its regions to be compared.
MINIMUM_KNOWN_SHARE = 0.5
LONG_CHAIN = 10  # regions
COLUMNS = ("lq_low", "lq_high", "lq_shrunken")


def of_industries(
    source: Source, cells: pl.DataFrame
) -> tuple[pl.DataFrame, list[Note]]:
    """By industry: plants of one size, and the variance of its true quotients.

    `plants` is a number and `variance` that of `variance_of_quotients`; each is null
    where the table does not tell it.
    """
    indices, notes = plants_of(source, source.plants)
    regions = _regions(cells).rename({"region_total": "total"})
    return (
        variances_by_industry(
            source, regions.drop_nulls(), indices, MINIMUM_KNOWN_SHARE
        ),
        notes,
    )


def area_total(source: Source, cells: pl.DataFrame) -> float:
    """The total of the table's own area, whatever it is compared with."""
    if source.grand_total:
        return source.grand_total
    return float(_regions(cells)["region_total"].sum())


def _regions(cells: pl.DataFrame) -> pl.DataFrame:
    """Each region's total, in one order, so that sums are the same every time."""
    return cells.select("region", "region_total").unique("region").sort("region")


def with_certainty(
    table: pl.DataFrame,
    industries: pl.DataFrame,
    source: Source,
    *,
    total: float,
    level: float,
) -> pl.DataFrame:
    """Cells or clusters with `lq_low`, `lq_high` and `lq_shrunken`.

    Both stretch the quotient as they stretch the share of the industry that is there,
    so that they hold against another reference area too: its shares are given. Null
    where nobody works, where the number of plants is unknown, and where a total leaves
    out hidden cells, for then the quotient itself is not known. `total` is
    `area_total`.
    """
    number = pl.col("plants")
    rows = table.join(industries, on="industry", how="left", maintain_order="left")
    part = pl.col("size")
    rows = rows.with_columns(
        _n=pl.when(number > 0).then(number),
        _part=pl.when((part > 0) & (part <= 1) & quotient_is_known()).then(part),
        _whole=pl.col("region_total") / total,
    )
    low, high = wilson(nw.col("_part"), nw.col("_n"), quantile(level))
    bounds = nw.from_native(rows).with_columns(low.alias("_low"), high.alias("_high"))
    stretch = pl.col("lq") / pl.col("_part")
    own = pl.col("_part") / pl.col("_whole")  # the quotient within the table's area
    drawn = drawn_towards_one(own, pl.col("_n") * pl.col("_whole"))
    return (
        bounds.to_native()
        .with_columns(
            lq_low=pl.col("_low") * stretch,
            lq_high=pl.col("_high") * stretch,
            lq_shrunken=pl.col("lq") / own * drawn,
        )
        .drop("_n", "_part", "_whole", "_low", "_high", "plants", "variance")
    )


def is_certain(lq: float) -> pl.Expr:
    """Whether both are above the threshold, and the interval above 1.

    What is unknown is not taken for uncertain. A threshold below 1 asks for no
    specialisation, and then its interval need not be above 1 either.
    """
    low, shrunken = pl.col("lq_low"), pl.col("lq_shrunken")
    return (low >= min(1.0, lq)).fill_null(True) & (shrunken >= lq).fill_null(True)


def notes_on(table: pl.DataFrame, *, is_tested: bool) -> list[Note]:
    """Of the clusters shown: which were not tested, and what joining them means."""
    regions = table["regions"].list.len()
    notes = []
    if is_tested and (count := table["lq_low"].null_count()):
        notes.append(Note(_UNTOLD, count=count))
    if is_tested and (regions > 1).any():
        notes.append(Note(_JOINED))
    if long := int((regions > LONG_CHAIN).sum()):
        most: Any = regions.max()
        notes.append(Note(_CHAIN, count=long, least=LONG_CHAIN, most=int(most)))
    return notes


_JOINED = gettext_noop(
    "A cluster of several regions is a little less sure than its interval says: its "
    "regions were joined because their quotients are high."
)
_CHAIN = ngettext_noop(
    "%(count)s cluster has more than %(least)s regions (%(most)s): rather a chain of "
    "neighbours than a place. A higher least quotient, or traded industries as the "
    "base, takes it apart.",
    "%(count)s clusters have more than %(least)s regions (the largest %(most)s): "
    "rather chains of neighbours than places. A higher least quotient, or traded "
    "industries as the base, takes them apart.",
)
_UNTOLD = ngettext_noop(
    "%(count)s cluster was not tested for chance and is not taken for uncertain: its "
    "plants are not counted, or a total leaves out hidden figures or contradicts them.",
    "%(count)s clusters were not tested for chance and are not taken for uncertain: "
    "their plants are not counted, or a total leaves out hidden figures or contradicts "
    "them.",
)
