"""Location quotients in standard deviations of their industry."""

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.selection.composition import (
    composed,
    is_estimate,
    known_enough,
    share_known,
    summed,
    without_marks,
)
from distretto.analysis.selection.totals import attach


def standardised_location_quotient(
    cells: IntoFrameT,
    *,
    log: bool = False,
    region_totals: IntoFrame | None = None,
    minimum_known_share: float = 1.0,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Standardised location quotient of each industry in each region [odonoghue2004].

    z[r, i] = (LQ[r, i] - mean) / sd, mean and sd over all regions of the industry

    Parameters
    ----------
    cells : table, one row per region x industry
        Columns `region`, `industry` and `value`: counts of zero or more (persons,
        establishments). Null is unknown; a pair that is not listed is zero, and
        counts among the regions.
    log : bool
        Standardise the logarithm, which is nearer to normal [tian2013]. Regions
        without the industry have none and are left out.
    region_totals, minimum_known_share, value, region, industry
        As for `locational_gini`.

    Returns
    -------
    table of the same kind, the rows of `cells`
        With `lq_z`, dimensionless: above 1.96 (1.65) a region stands out at 5 % (10 %),
        if quotients are normally distributed between regions, which should be looked
        at. sd divides by the number of regions less one. Null where the cell is
        unknown, or all regions are alike. `regions_compared` (count) and
        `industry_known_share` (0 to 1), the known share of `locational_gini`: hidden
        cells are left out with their regions. `lq_is_estimate` is true where the whole
        is a sum that lacks hidden cells.

    Raises
    ------
    InputError
        As for `locational_gini`.
    """
    rows = composed(
        cells,
        group=industry,
        member=region,
        value=value,
        member_totals=region_totals,
        name="region totals",
    )
    quotient: nw.Expr = nw.col("_part") / nw.col("_whole")
    if log:
        quotient = nw.when(quotient > 0).then(quotient).log()
    rows = rows.with_columns(quotient.alias("_score"))
    score = nw.col("_score")
    one = nw.when(~score.is_null()).then(nw.lit(1.0))
    sums = summed(rows, industry, {"_sum": score, "_count": one})
    number = nw.col("_count") if log else nw.col("members")
    means = sums.select(
        industry,
        number.alias("_number"),
        nw.col("_count"),
        nw.when(number > 0).then(nw.col("_sum") / number).alias("_mean"),
    )
    rows = attach(rows, (means, industry))
    apart = score - nw.col("_mean")
    squares = summed(rows, industry, {"_square": apart * apart})
    rows = attach(rows, (squares.select(industry, "_square"), industry))
    mean, number = nw.col("_mean"), nw.col("_number")
    # Regions that do not list the industry have a quotient of zero.
    absent = number - nw.col("_count")
    variance = (nw.col("_square") + absent * mean * mean) / (number - 1.0)
    # Rounding leaves a little where all are alike.
    varies = (number > 1) & (variance > 1e-24 * (1.0 + mean * mean))
    sound = known_enough(minimum_known_share) & varies & (nw.col("_odd") == 0)
    scored = rows.with_columns(
        nw.when(sound)
        .then(apart / nw.when(varies).then(variance).sqrt())
        .alias("lq_z"),
        number.alias("regions_compared"),
        share_known().alias("industry_known_share"),
    )
    marks = ("_score", "_mean", "_number", "_count", "_square")
    flagged = scored.with_columns(is_estimate("lq_z").alias("lq_is_estimate"))
    return without_marks(flagged, *marks).to_native()
