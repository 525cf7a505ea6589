"""Which measures are bounds, because a total counts only what is visible.

Where cells are hidden and no total was published, the sum of the visible cells is the
least that the total can be. What is divided by it is then the most that it can be. A
quotient has such totals above and below its line: where the reference area's whole is
too small as well, it may err either way.
"""

import narwhals as nw

# Beside each total, whether it is a sum over visible cells with hidden ones among them.
MINIMA = (
    "region_total_is_minimum",
    "industry_total_is_minimum",
    "reference_industry_total_is_minimum",
    "reference_total_is_minimum",
)
# How many hidden cells each total leaves out: the four columns while they are made.
HIDDEN = (
    "region_hidden",
    "industry_hidden",
    "reference_industry_hidden",
    "reference_hidden",
)


def minima() -> list[nw.Expr]:
    """The columns of `MINIMA`, from the numbers of cells that each total leaves out."""
    return [
        (nw.col(hidden) > 0).alias(name)
        for hidden, name in zip(HIDDEN, MINIMA, strict=True)
    ]


def share_is_maximum(share: str, too_small: nw.Expr) -> nw.Expr:
    """`{share}_is_maximum`: whether the share is of a total that may be too small."""
    return _of_known(too_small, share).alias(f"{share}_is_maximum")


def quotient_bounds() -> tuple[nw.Expr, nw.Expr]:
    """`lq_is_maximum` and `lq_is_estimate`, from the columns of `MINIMA`.

    LQ = value x reference total / (region total x industry total): too small a total
    below the line makes it too large, one above the line as well may do either.
    """
    region, _, industry, whole = (nw.col(name) for name in MINIMA)
    return (
        _of_known((region | industry) & ~whole, "lq").alias("lq_is_maximum"),
        _of_known(whole, "lq").alias("lq_is_estimate"),
    )


def measure_bounds() -> tuple[nw.Expr, ...]:
    """All flags of the three measures, from the columns of `MINIMA`."""
    return (
        *quotient_bounds(),
        share_is_maximum("focus", nw.col("region_total_is_minimum")),
        share_is_maximum("size", nw.col("industry_total_is_minimum")),
    )


def _of_known(flag: nw.Expr, measure: str) -> nw.Expr:
    """The flag; false where the measure is unknown, or is zero whatever the total."""
    number = nw.col(measure)
    return flag & ~number.is_null() & (number > 0)
