"""How sure it is that a cluster is specialised, and not so by chance.

A quotient of few plants is high or low by accident. Two things tell: the interval in
which the true quotient lies, were the plants of the industry to choose their places
anew; and the quotient drawn towards 1, the more the fewer plants it rests on and the
less the regions of the industry differ beyond chance.
"""

import narwhals as nw
import polars as pl

from distretto.analysis.selection.cluster_source import Source
from distretto.analysis.selection.quotients.plants_behind import plants_of
from distretto.analysis.selection.quotients.prior import variances_by_industry
from distretto.analysis.selection.wilson import quantile, wilson
from distretto.errors import ngettext_noop
from distretto.notes import Note

# How much of an industry must be known for its regions to be compared.
MINIMUM_KNOWN_SHARE = 0.5
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
    where nobody works, or the number of plants is unknown. `total` is `area_total`.
    """
    number = pl.col("plants")
    rows = table.join(industries, on="industry", how="left", maintain_order="left")
    part = pl.col("size")
    rows = rows.with_columns(
        _n=pl.when(number > 0).then(number),
        _part=pl.when((part > 0) & (part <= 1)).then(part),
        _whole=pl.col("region_total") / total,
    )
    low, high = wilson(nw.col("_part"), nw.col("_n"), quantile(level))
    bounds = nw.from_native(rows).with_columns(low.alias("_low"), high.alias("_high"))
    stretch = pl.col("lq") / pl.col("_part")
    own = pl.col("_part") / pl.col("_whole")  # the quotient within the table's area
    variance = pl.col("variance")
    weight = variance / (variance + 1.0 / (pl.col("_n") * pl.col("_whole")))
    drawn = 1.0 + weight * (own - 1.0)
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


def untold(table: pl.DataFrame) -> list[Note]:
    """How many clusters could not be tested."""
    count = table["lq_low"].null_count()
    return [Note(_UNTOLD, count=count)] if count else []


_UNTOLD = ngettext_noop(
    "Of %(count)s cluster it is not known how many plants its industry has: its "
    "quotient has no interval, and it is not taken for uncertain.",
    "Of %(count)s clusters it is not known how many plants their industries have: "
    "their quotients have no interval, and they are not taken for uncertain.",
)
