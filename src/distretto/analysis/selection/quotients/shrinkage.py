"""Location quotients of small cells, drawn towards the industry's mean."""

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.checks import (
    Frame,
)
from distretto.analysis.selection.composition import (
    composed,
    is_estimate,
    known_enough,
    share_known,
    summed,
    without_marks,
)
from distretto.analysis.selection.plant_indices import numbers_of_plants
from distretto.analysis.selection.totals import attach


def shrunken_location_quotient(
    cells: IntoFrameT,
    *,
    plants: IntoFrame | None = None,
    region_totals: IntoFrame | None = None,
    minimum_known_share: float = 1.0,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Location quotient, by empirical Bayes where it rests on little [marshall1991].

    shrunken = 1 + (LQ - 1) A / (A + 1 / (n a)),  A = sum of a (LQ - 1)^2 - R / n

    a is the region's share of the whole, so that n a plants would be there with a
    quotient of 1; n plants of one size and R regions in all. A is the variance of true
    quotients between regions: what is observed, less what chance adds. Where that is
    not above zero, chance explains everything and all quotients are 1.

    Parameters
    ----------
    cells : table, one row per region x industry
        Columns `region`, `industry` and `value`: counts of zero or more. Null is
        unknown; a pair that is not listed is zero.
    plants : table, optional
        `industry` and `plant_herfindahl`: then n = 1 / H. Without, n is the sum of
        `value`, every unit of which chooses by itself: right for establishments, but
        persons come by plants and are then hardly shrunk at all.
    region_totals, minimum_known_share, value, region, industry
        As for `locational_gini`.

    Returns
    -------
    table of the same kind, the rows of `cells`
        With `lq_shrunken` (dimensionless, read as a location quotient), `weight` (0
        to 1: how much of its own quotient is left) and `industry_known_share` (0 to
        1), the known share of `locational_gini`: hidden cells are left out with their
        regions. Null where the cell or n is unknown. `lq_is_estimate` is true where
        the whole is a sum that lacks hidden cells.

    Raises
    ------
    InputError
        As for `locational_gini`; or `plants` lacks a column, or has an industry twice.
    """
    rows = composed(
        cells,
        group=industry,
        member=region,
        value=value,
        member_totals=region_totals,
        name="region totals",
    )
    part, whole = nw.col("_part"), nw.col("_whole")
    spread = summed(rows, industry, {"_spread": part * part / whole})
    number = _number(rows, spread, plants, industry)
    # The sum of a (LQ - 1)^2 over all regions: those with nobody add a each.
    between = nw.col("_spread") - 1.0 - nw.col("members") / nw.col("_n")
    told = number.select(
        industry,
        "_n",
        nw.when(between > 0).then(between).otherwise(between * 0.0).alias("_between"),
    )
    rows = attach(rows, (told, industry)).with_columns(
        share_known().alias("industry_known_share")
    )
    sound = known_enough(minimum_known_share) & (nw.col("_odd") == 0) & (whole > 0)
    sound = sound & ~part.is_null()
    by_chance = 1.0 / (nw.col("_n") * whole)
    weight = nw.when(sound).then(nw.col("_between") / (nw.col("_between") + by_chance))
    shrunken = rows.with_columns(weight.alias("weight")).with_columns(
        (1.0 + nw.col("weight") * (part / whole - 1.0)).alias("lq_shrunken")
    )
    flagged = shrunken.with_columns(is_estimate("lq_shrunken").alias("lq_is_estimate"))
    return without_marks(flagged, "_n", "_between").to_native()


def _number(
    rows: Frame, spread: Frame, plants: IntoFrame | None, industry: str
) -> Frame:
    """The industry's plants, if of one size, in the regions that are known: `_n`."""
    if plants is None:
        return spread.with_columns(nw.col("_x").alias("_n"))
    number = numbers_of_plants(rows, plants, industry, "_n")
    both = spread.join(number, on=industry, how="left")
    return both.with_columns(nw.col("_n") * (1.0 - nw.col("_hidden")))
