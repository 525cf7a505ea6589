"""How strongly a region is specialised in an industry.

Every function takes the cells (one row for each region and industry) as any table
that narwhals knows, and gives the same kind back with its columns added; a lazy
table stays lazy. Totals that a statistics office published win over sums of cells,
because they count the suppressed cells too.
"""

from collections.abc import Collection
from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.checks import (
    Frame,
    check_table,
    known,
)
from distretto.analysis.selection.bounds import share_is_maximum
from distretto.analysis.selection.quotient import PARTS, quotient_parts
from distretto.analysis.selection.totals import attach, check_totals, totals_by


def location_quotient(
    cells: IntoFrameT,
    *,
    region_totals: IntoFrame | None = None,
    industry_totals: IntoFrame | None = None,
    grand_total: float | None = None,
    reference: IntoFrame | None = None,
    base: str | Collection[str] | None = None,
    base_totals: IntoFrame | None = None,
    base_total: float | None = None,
    classification: str | None = None,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Location quotient of each industry in each region [hoover1936].

    LQ[r, i] = (E[r, i] / E[r]) / (E[i] / E)

    E[r, i] is the value in region r and industry i, E[r] the region's total,
    E[i] / E the share of the industry in the reference area.

    Parameters
    ----------
    cells : table, one row per region x industry
        Columns `region`, `industry` and `value`: counts of zero or more (persons,
        establishments). Null or NaN is unknown; a pair that is not listed is zero.
    region_totals : table, optional
        `region` and `value`: published totals of regions over all industries.
        Where there is none, the sum of the region's visible cells. Not used with
        `base`, because it counts industries outside the base.
    industry_totals : table, optional
        `industry` and `value`: published totals of industries over all regions.
    grand_total : float, optional
        Total of the reference area, in the unit of `value`. Default: the sum of
        the region totals (of the industry totals, where only they are published),
        or of the reference. Not used with `base` or with shares.
    reference : table, optional
        Another reference area, such as the nation around a state: `industry` and
        either `share` (of the reference area, 0 to 1, dimensionless) or `value`.
        An industry that it does not list has no quotient.
    base : str or collection of str, optional
        Compare within a part of the economy only: a collection of industry codes,
        or "manufacturing" or "traded". Default: all industries.
    base_totals : table, optional
        `region` and `value`: totals of regions within the base, as published. A
        region without one has a total only if all its cells in the base are known,
        and else no quotients.
    base_total : float, optional
        Total of the reference area within the base, in the unit of `value`. Default:
        the sum of its industries in the base. Not used with `reference`.
    classification : str, optional
        Name of the classification, such as "ISIC4" or "NAICS2017", for a named
        base. Default: settled from the codes where they settle it; a lazy table
        needs it said.
    value, region, industry : str
        Names of the columns.

    Returns
    -------
    table of the same kind, the rows of `cells`
        With `lq`, dimensionless: 1 means that the region has the reference's share
        of the industry, 4 that it has four times that share. Null where the value
        is unknown, the industry is outside the base, or a total is zero (0 / 0 is
        undefined) or, within a base, unknown. `region_known_share` and
        `industry_known_share` (0 to 1) say what share of the two totals the visible
        cells explain; null where nobody knows. `lq_is_maximum` is true where the
        region's or the industry's total leaves out hidden cells, for none was
        published, and the reference's total does not: the true quotient is this or
        less. `lq_is_estimate` is true where the reference's total leaves some out:
        the true quotient may be higher or lower. An empty table gives an empty table.

    Raises
    ------
    InputError
        A column is missing, a value is negative or text, a pair comes twice, or
        the base is unknown or holds none of the table's industries.
    """
    parts = quotient_parts(
        check_table(
            cells, keys=(region, industry), counts=(value,), unique=True, name="cells"
        ),
        region_totals=region_totals,
        industry_totals=industry_totals,
        grand_total=grand_total,
        reference=reference,
        base=base,
        base_totals=base_totals,
        base_total=base_total,
        classification=classification,
        value=value,
        region=region,
        industry=industry,
    )
    return parts.drop(*PARTS).to_native()


def symmetric_location_quotient(
    cells: IntoFrameT,
    *,
    region_totals: IntoFrame | None = None,
    industry_totals: IntoFrame | None = None,
    grand_total: float | None = None,
    reference: IntoFrame | None = None,
    base: str | Collection[str] | None = None,
    base_totals: IntoFrame | None = None,
    base_total: float | None = None,
    classification: str | None = None,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Symmetric location quotient of each industry in each region [laursen1998].

    SLQ[r, i] = (LQ[r, i] - 1) / (LQ[r, i] + 1)

    The quotient runs from 0 to infinity with 1 in the middle; its symmetric form
    gives the same weight to twice and to half the reference share.

    Parameters
    ----------
    cells, region_totals, industry_totals, grand_total, reference, base
        As for `location_quotient`: tables of counts (persons, establishments).
    base_totals, base_total, classification, value, region, industry
        As for `location_quotient`.

    Returns
    -------
    table of the same kind, the rows of `cells`
        With `slq`, dimensionless, from -1 (nobody works in the industry) over 0
        (the reference share) towards 1; null where the quotient is null. With
        `region_known_share` and `industry_known_share`, and `slq_is_maximum` and
        `slq_is_estimate`, as `location_quotient` has them for its quotient.

    Raises
    ------
    InputError
        As for `location_quotient`.
    """
    quotients = location_quotient(
        cells,
        region_totals=region_totals,
        industry_totals=industry_totals,
        grand_total=grand_total,
        reference=reference,
        base=base,
        base_totals=base_totals,
        base_total=base_total,
        classification=classification,
        value=value,
        region=region,
        industry=industry,
    )
    lq = nw.col("lq")
    frame: Any = nw.from_native(quotients)
    symmetric = frame.with_columns(((lq - 1) / (lq + 1)).alias("slq")).drop("lq")
    flags = ("is_maximum", "is_estimate")  # SLQ rises with LQ, so bounds stay bounds
    return symmetric.rename({f"lq_{flag}": f"slq_{flag}" for flag in flags}).to_native()


def focus(
    cells: IntoFrameT,
    *,
    region_totals: IntoFrame | None = None,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Share of each industry in its region [eco2011].

    focus[r, i] = E[r, i] / E[r]

    Parameters
    ----------
    cells : table, one row per region x industry
        Columns `region`, `industry` and `value`: counts (persons, establishments);
        null is unknown.
    region_totals : table, optional
        `region` and `value`: published totals of regions; else sums of cells.
    value, region, industry : str
        Names of the columns.

    Returns
    -------
    table of the same kind, the rows of `cells`
        With `focus`, a share from 0 to 1: 0.2 means that one in five of the
        region's persons works in the industry. Null where the value is unknown or
        the region's total is zero. `region_known_share` (0 to 1) says how much of
        the region's total the visible cells explain. `focus_is_maximum` is true where
        hidden cells are missing in that total, for none was published: the true share
        is this or less.

    Raises
    ------
    InputError
        A column is missing, a value is negative or text, or a pair comes twice.
    """
    frame = check_table(
        cells, keys=(region, industry), counts=(value,), unique=True, name="cells"
    )
    told = check_totals(region_totals, region, value, "region totals")
    totals = totals_by(region, frame, value, told, "region")
    result = _shared(attach(frame, (totals, region)), value, "region", "focus")
    return result.to_native()


def size(
    cells: IntoFrameT,
    *,
    industry_totals: IntoFrame | None = None,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Share of each region in its industry [eco2011].

    size[r, i] = E[r, i] / E[i]

    Parameters
    ----------
    cells : table, one row per region x industry
        Columns `region`, `industry` and `value`: counts (persons, establishments);
        null is unknown.
    industry_totals : table, optional
        `industry` and `value`: published totals of industries; else sums of cells.
    value, region, industry : str
        Names of the columns.

    Returns
    -------
    table of the same kind, the rows of `cells`
        With `size`, a share from 0 to 1: 0.7 means that seven in ten of the
        industry's persons work in the region. Null where the value is unknown or
        the industry's total is zero. `industry_known_share` (0 to 1) says how much
        of the industry's total the visible cells explain. `size_is_maximum` is true
        where hidden cells are missing in that total, for none was published: the true
        share is this or less.

    Raises
    ------
    InputError
        A column is missing, a value is negative or text, or a pair comes twice.
    """
    frame = check_table(
        cells, keys=(region, industry), counts=(value,), unique=True, name="cells"
    )
    told = check_totals(industry_totals, industry, value, "industry totals")
    totals = totals_by(industry, frame, value, told, "industry")
    result = _shared(attach(frame, (totals, industry)), value, "industry", "size")
    return result.to_native()


def _shared(frame: Frame, value: str, of: str, name: str) -> Frame:
    share = known(value) / nw.col(f"{of}_total")
    measured = frame.with_columns(share.alias(name))
    flag = share_is_maximum(name, nw.col(f"{of}_hidden") > 0)
    return measured.with_columns(flag).drop(f"{of}_total", f"{of}_hidden")
