"""How far the mix of industries of a region departs from others'."""

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.checks import Frame
from distretto.analysis.selection.composition import answered, summed
from distretto.analysis.selection.diversity.mixes import mixes
from distretto.analysis.selection.totals import attach
from distretto.errors import InputError, gettext_noop

AGAINST = ("whole", "mean-of-others")


def krugman_specialisation(
    cells: IntoFrameT,
    *,
    against: str = "whole",
    industry_totals: IntoFrame | None = None,
    minimum_known_share: float = 1.0,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Krugman's index of specialisation of each region [krugman1991].

    K[r] = sum over i of |s[i] - b[i]|

    s[i] is the industry's share of the region, b[i] what it is compared with.

    Parameters
    ----------
    cells : table, one row per region x industry
        Columns `region`, `industry` and `value`: counts of zero or more (persons,
        establishments). Null is unknown; a pair that is not listed is zero.
    against : "whole" or "mean-of-others"
        The industry's share of the whole area, in which large regions weigh most;
        or the mean of its shares in the *other* regions, each counting alike, as
        REAT has it [wieland2019].
    industry_totals : table, optional
        `industry` and `value`: published totals of industries over all regions, or
        in another area, such as the nation around a state. An industry that is only
        here has nobody in any region. Where there is none, the sum of the
        industry's visible cells.
    minimum_known_share : float
        The share (0 to 1) of the whole that must be in industries whose cell of the
        region is known, for its index to be given. At 1, the default, one hidden
        cell makes the index unknown; at 0 whatever is known counts.
    value, region, industry : str
        Names of the columns.

    Returns
    -------
    table of the same kind, one row per region
        `krugman`, dimensionless: 0 where the region has the mix of what it is
        compared with, 2 where the two have no industry in common; half of it is the
        share of persons that would have to change their industry. Hidden cells are
        left out with their industries. `known_share` (0 to 1) is the share of the
        whole in the industries that are left, null where nobody knows;
        `is_estimate` is true where the whole is a sum that lacks hidden cells. The
        order of rows is not promised.

    Raises
    ------
    InputError
        A column is missing, a value is negative or text, a pair comes twice, or
        `against` is unknown.
    """
    if against not in AGAINST:
        raise InputError(
            "no_such_comparison",
            gettext_noop(
                "A region cannot be compared against “%(found)s”. Choose from: "
                "%(present)s."
            ),
            found=against,
            present=", ".join(AGAINST),
        )
    rows = mixes(
        cells,
        industry_totals=industry_totals,
        value=value,
        region=region,
        industry=industry,
    )
    if against == "mean-of-others":
        sums, krugman = _of_others(rows, region, industry)
    else:
        apart = (nw.col("_part") - nw.col("_whole")).abs()
        sums = summed(rows, region, {"_apart": apart})
        krugman = nw.col("_apart") + nw.col("unlisted")
    return answered(sums, region, minimum_known_share, krugman=krugman).to_native()


def _of_others(rows: Frame, region: str, industry: str) -> tuple[Frame, nw.Expr]:
    """Sums by region, and the index from them, against the mean of the others.

    The mean of an industry is over the other regions where it is not hidden. Means
    are scaled to add up to 1 over the industries that the region does not hide.
    """
    part = nw.col("_part")
    rows = attach(rows, (_by_industry(rows, region, industry), industry))
    # What the region itself, or its hiding the industry, takes from the sum of means.
    hides = nw.when(part.is_null()).then(nw.col("_absent"))
    taken = hides.otherwise(part / nw.col("_others"))
    filled: Any = rows.filter(nw.col("_x") > 0).select(
        region, "_every", taken.alias("_taken")
    )
    scale = filled.group_by(region).agg(nw.col("_taken").sum(), nw.col("_every").max())
    scale = scale.select(region, (nw.col("_every") - nw.col("_taken")).alias("_scale"))
    rows = attach(rows, (scale, region))
    mean = (nw.col("_sum") - part) / nw.col("_others") / nw.col("_scale")
    alone = nw.when((nw.col("_others") <= 0) & ~part.is_null()).then(nw.lit(1.0))
    terms = {"_apart": (part - mean).abs(), "_mean": mean, "_alone": alone}
    unlisted = 1.0 - nw.col("_mean")
    absent = nw.when(unlisted > 0).then(unlisted).otherwise(0.0)
    krugman = nw.when(nw.col("_alone") == 0).then(nw.col("_apart") + absent)
    return summed(rows, region, terms), krugman


def _by_industry(rows: Frame, region: str, industry: str) -> Frame:
    """Each industry's sum of shares, number of other regions, and mean of those."""
    filled = rows.filter(nw.col("_x") > 0)
    part = nw.col("_part")
    shares: Any = filled.select(
        industry,
        part.alias("_sum"),
        nw.when(part.is_null()).then(1.0).otherwise(0.0).alias("_gone"),
    )
    regions: Any = filled.select(region, nw.lit(1.0).alias("_regions"))
    number = regions.group_by(region).agg(nw.col("_regions").max())
    number = number.select(nw.col("_regions").sum())
    sums = shares.group_by(industry).agg(nw.col("_sum").sum(), nw.col("_gone").sum())
    sums = sums.join(number, how="cross").select(
        industry,
        nw.col("_sum").fill_null(0.0),
        (nw.col("_regions") - nw.col("_gone") - 1.0).alias("_others"),
    )
    mean = nw.when(nw.col("_others") > 0).then(nw.col("_sum") / nw.col("_others"))
    sums = sums.with_columns(mean.alias("_absent"))
    return sums.with_columns(nw.col("_absent").sum().alias("_every"))
