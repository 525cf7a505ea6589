"""Gini coefficients of how a group departs from the whole, in three conventions.

Three numbers go by the name of locational Gini. They differ for the same data, so
each has a name here.
"""

from collections.abc import Callable
from typing import Any

import narwhals as nw
import polars as pl

from distretto.analysis.checks import Frame
from distretto.analysis.selection.composition import answered, summed
from distretto.errors import InputError, gettext_noop

CONVENTIONS = ("lorenz", "area", "quotients")


def gini_by(rows: Frame, group: str, convention: str, minimum: float) -> Frame:
    """The Gini coefficient of each group of composed rows, called `gini`."""
    if convention not in CONVENTIONS:
        raise InputError(
            "no_such_convention",
            gettext_noop(
                "There is no convention “%(found)s” of the Gini coefficient. Choose "
                "from: %(present)s."
            ),
            found=convention,
            present=", ".join(CONVENTIONS),
        )
    quotient = nw.col("_part") / nw.col("_whole")
    listed = rows.with_columns(quotient.alias("_quotient"), nw.lit(1.0).alias("_one"))
    ordered = in_polars(listed, lambda frame: _in_order(frame, group))
    if convention == "quotients":
        return _of_quotients(ordered, group, minimum)
    below = 2.0 * nw.col("_cumulated") - nw.col("_part")
    sums = summed(ordered, group, {"_below": nw.col("_whole") * below})
    gini = 1.0 - nw.col("_below")
    scale = 0.5 if convention == "area" else 1.0
    return answered(sums, group, minimum, gini=gini * scale)


def _of_quotients(ordered: Frame, group: str, minimum: float) -> Frame:
    terms = {
        "_ranked": nw.col("_rank") * nw.col("_quotient"),
        "_quotients": nw.col("_quotient"),
        "_count": nw.when(~nw.col("_quotient").is_null()).then(nw.lit(1.0)),
    }
    sums = summed(ordered, group, terms)
    # Members that are not listed have a quotient of zero and the lowest ranks.
    before = (nw.col("members") - nw.col("_count")) * nw.col("_quotients")
    number, total = nw.col("members"), nw.col("_quotients")
    ranked = 2.0 * (nw.col("_ranked") + before) / (number * total)
    return answered(sums, group, minimum, gini=ranked - (number + 1.0) / number)


def _in_order(frame: Frame, group: str) -> Frame:
    """Running sums from the lowest quotient of a group to its highest."""
    rows = frame.filter(~nw.col("_quotient").is_null())
    running = rows.with_columns(
        nw.col("_part").cum_sum().over(group, order_by="_quotient").alias("_cumulated"),
        nw.col("_one").cum_sum().over(group, order_by="_quotient").alias("_rank"),
    )
    hidden = frame.filter(nw.col("_quotient").is_null())
    nothing = nw.lit(None).cast(nw.Float64)
    kept = hidden.with_columns(nothing.alias("_cumulated"), nothing.alias("_rank"))
    both: list[Any] = [running, kept]
    return nw.concat(both)


def in_polars(frame: Frame, work: Callable[[Frame], Frame]) -> Frame:
    """The work done, for an Arrow table by Polars: Arrow has no running sums."""
    if not frame.implementation.is_pyarrow():
        return work(frame)
    done: Any = work(nw.from_native(pl.DataFrame(frame.to_native())))
    return nw.from_native(done.to_native().to_arrow())
