"""How far chance alone could move a location quotient."""

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.checks import (
    Frame,
    check_at_least_zero,
    check_table,
    known,
)
from distretto.analysis.selection.plant_indices import numbers_of_plants
from distretto.analysis.selection.quotient import PARTS, quotient_parts
from distretto.analysis.selection.totals import attach
from distretto.analysis.selection.wilson import quantile, wilson


def location_quotient_interval(
    cells: IntoFrameT,
    *,
    plants: IntoFrame | None = None,
    level: float = 0.95,
    fewest: float = 5.0,
    region_totals: IntoFrame | None = None,
    industry_totals: IntoFrame | None = None,
    grand_total: float | None = None,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Location quotient with a confidence interval [moineddin2003, wilson1927].

    LQ = q / a,  q = E[r, i] / E[i],  a = E[r] / E
    (q + z^2 / 2n -+ z sqrt(q (1 - q) / n + z^2 / 4n^2)) / ((1 + z^2 / n) a)

    The model is the dartboard [ellison1997]: each of n plants of the industry chooses
    the region with the same chance, whose estimate is q; the sizes of the industry
    and of the region are given. z is the normal quantile of the level. Where plants
    differ in size, q varies as if there were n = 1 / H of one size, H being their
    Herfindahl index.

    Parameters
    ----------
    cells : table, one row per region x industry
        Columns `region`, `industry` and `value`: counts of zero or more. Null is
        unknown.
    plants : table, optional
        `industry` and `plant_herfindahl`, as `plant_herfindahl` gives it. Without,
        every unit of `value` chooses by itself: right for establishments, but for
        persons, who come by plants, the interval is then much too narrow.
    level : float
        The share (between 0 and 1) of intervals that hold the true quotient.
    fewest : float
        A cell `is_small` where fewer plants of one size than this are there, and fewer
        would be with a quotient of 1. 0: no cell is.
    region_totals, industry_totals, grand_total, value, region, industry
        As for `location_quotient`.

    Returns
    -------
    table of the same kind, the rows of `cells`
        With `lq`, `lq_low`, `lq_high` (dimensionless): a region is specialised beyond
        doubt where `lq_low` is above 1. `plants_equivalent` (n, a number of plants of
        one size) and `is_small`. Null where the quotient or n is unknown.
        `region_known_share`, `industry_known_share`, `lq_is_maximum` and
        `lq_is_estimate` as for `location_quotient`; hidden cells are not in the
        interval.

    Raises
    ------
    InputError
        As for `location_quotient`; or the level is not between 0 and 1.
    """
    z = quantile(level)
    check_at_least_zero(fewest, "fewest")
    frame = check_table(
        cells, keys=(region, industry), counts=(value,), unique=True, name="cells"
    )
    parts = quotient_parts(
        frame,
        region_totals=region_totals,
        industry_totals=industry_totals,
        grand_total=grand_total,
        reference=None,
        base=None,
        classification=None,
        value=value,
        region=region,
        industry=industry,
    )
    rows = _with_number(parts, plants, industry)
    part = known(value) / nw.col("industry_total")
    whole = nw.col("region_total") / nw.col("reference_total")
    sound = ~nw.col("lq").is_null() & (part <= 1) & (nw.col("plants_equivalent") > 0)
    rows = rows.with_columns(
        nw.when(sound).then(part).alias("_q"), nw.when(sound).then(whole).alias("_a")
    )
    return _with_interval(rows, z, fewest).drop(*PARTS, "_q", "_a").to_native()


def _with_interval(rows: Frame, z: float, fewest: float) -> Frame:
    n, q, a = nw.col("plants_equivalent"), nw.col("_q"), nw.col("_a")
    low, high = wilson(q, n, z)
    few = (n * q < fewest) & (n * a < fewest) & ~q.is_null() & ~n.is_null()
    return rows.with_columns(
        nw.when((low > 0) & (q > 0)).then(low / a).otherwise(low * 0.0).alias("lq_low"),
        (high / a).alias("lq_high"),
        few.alias("is_small"),
    )


def _with_number(parts: Frame, plants: IntoFrame | None, industry: str) -> Frame:
    """How many plants of one size the industry comes to."""
    if plants is None:
        return parts.with_columns(nw.col("industry_total").alias("plants_equivalent"))
    told = numbers_of_plants(parts, plants, industry, "plants_equivalent")
    return attach(parts, (told, industry))
