"""How an industry grew in the regions around each region [nazara2004].

Neighbours count with their weights; where the table of pairs has none, all alike. A
neighbour's cell that is hidden at either end is left out at both.
"""

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame

from distretto.analysis.checks import (
    Frame,
    check_counts,
    check_joinable,
    check_table,
    known,
)
from distretto.analysis.selection.growth.years import Columns, figure

NEAR = ("_near_s", "_near_e")  # the neighbours' figures at both ends


def with_neighbours(
    cells: Frame, neighbours: IntoFrame, start: int, end: int, at: Columns
) -> Frame:
    """The cells with the neighbours' figures in the same industry at both ends.

    `neighbours_hidden` counts neighbours whose figure is unknown at either end, or
    whose weight is.
    """
    theirs: Any = cells.select(
        nw.col(at.region).alias("_neighbour"), at.industry, figure(start), figure(end)
    )
    pairs = check_joinable(
        theirs, _pairs(cells, neighbours, at), "_neighbour", "neighbours"
    )
    met = theirs.join(pairs, on="_neighbour", how="inner")
    needed = (figure(start), figure(end), "_weight")
    both = nw.all_horizontal(
        *(~nw.col(name).is_null() for name in needed), ignore_nulls=False
    )
    zero = nw.lit(0.0)
    weighed = met.select(
        at.region,
        at.industry,
        *(
            nw.when(both)
            .then(nw.col("_weight") * nw.col(figure(year)))
            .otherwise(zero)
            .alias(name)
            for name, year in zip(NEAR, (start, end), strict=True)
        ),
        nw.when(both).then(zero).otherwise(nw.lit(1.0)).alias("neighbours_hidden"),
    )
    sums = weighed.group_by(at.keys).agg(
        nw.col(name).sum() for name in (*NEAR, "neighbours_hidden")
    )
    joined: Any = cells.join(sums, on=at.keys, how="left")
    return joined


def _pairs(cells: Frame, neighbours: IntoFrame, at: Columns) -> Frame:
    frame = check_table(
        neighbours,
        keys=(at.region, "neighbour"),
        unique=True,
        name="neighbours",
    )
    names = frame.collect_schema().names()
    weight = nw.lit(1.0)
    if "weight" in names:
        check_counts(frame, "weight", "neighbours")
        weight = known("weight")
    here = check_joinable(cells, frame, at.region, "neighbours")
    pairs = here.select(
        nw.col(at.region),
        nw.col("neighbour").alias("_neighbour"),
        weight.alias("_weight"),
    )
    return pairs.filter(nw.col(at.region) != nw.col("_neighbour"))
