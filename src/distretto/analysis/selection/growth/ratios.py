"""Growth of regions as ratios: how much faster than the reference, and of what."""

from collections.abc import Mapping
from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.selection.growth.measuring import Asked, in_order, prepared
from distretto.analysis.selection.growth.parts import as_industry
from distretto.analysis.selection.growth.periods import whole_at
from distretto.analysis.selection.growth.sums import attached_totals
from distretto.analysis.selection.growth.years import Columns

__all__ = ["gerfin_ratios"]


def gerfin_ratios(
    cells: IntoFrameT,
    *,
    start: int,
    end: int,
    region_totals: IntoFrame | None = None,
    industry_totals: IntoFrame | None = None,
    reference: IntoFrame | None = None,
    reference_total: Mapping[int, float] | None = None,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
    year: str = "year",
) -> IntoFrameT:
    """How many times as fast as the reference each region grew [gerfin1964].

    growth_ratio = (R1 / R0) / (W1 / W0) = structural_ratio x locational_ratio,
    structural_ratio = (sum of e0 E1/E0 / R0) / (W1 / W0),
    locational_ratio = R1 / sum of e0 E1/E0

    R0, R1 are the region's figures at the start and end, the rest as at `shift_share`.

    Parameters
    ----------
    cells, start, end, region_totals, industry_totals, reference
        As for `shift_share`.
    reference_total, value, region, industry, year
        As for `shift_share`.

    Returns
    -------
    table of the same kind, one row per region
        `growth_ratio`, `structural_ratio` (its industries) and `locational_ratio` (the
        region itself), dimensionless: 1 means as the reference, 1.05 that the region
        ended 5 % above. They are of the cells that are known at both ends and whose
        industry's growth is known; `known_share` (0 to 1) is their share of the
        region's start, null where nobody knows it. Null where nothing is known, or
        nobody worked there at the start.

    Raises
    ------
    InputError
        As for `shift_share`.
    """
    at = Columns(value, region, industry, year)
    asked = Asked(start, end, "dunn", None)
    run = prepared(
        cells, asked, region_totals, industry_totals, reference, reference_total, at
    )
    rows = run.measured.with_columns(as_industry((start, end)).alias("_expected"))
    known = ~nw.col("change").is_null() & ~nw.col("_expected").is_null()
    hidden = nw.when(nw.col("change").is_null()).then(nw.lit(1.0))
    ends = (whole_at(0, False), whole_at(0, True))
    names = ("value_start", "value_end", "_expected")
    summed = rows.select(
        region,
        *(
            nw.when(known).then(nw.col(n)).otherwise(nw.lit(0.0)).alias(n)
            for n in names
        ),
        hidden.otherwise(nw.lit(0.0)).alias("_hidden"),
        *ends,
    )
    sums: Any = summed.group_by(region).agg(
        *(nw.col(name).sum() for name in (*names, "_hidden")),
        *(nw.col(name).max() for name in ends),
    )
    sums = attached_totals(sums, run.cells, run.reference.regions, region, start, at)
    return in_order(_ratios(sums, region), [region]).to_native()


def _ratios(sums: Any, region: str) -> Any:
    before, after = nw.col(whole_at(0, False)), nw.col(whole_at(0, True))
    first, last = nw.col("value_start"), nw.col("value_end")
    expected, whole = nw.col("_expected"), nw.col("_start_told")
    growth = nw.when((before > 0) & (after > 0)).then(after / before)
    structural = nw.when(first > 0).then(expected / first) / growth
    locational = nw.when(expected > 0).then(last / expected)
    visible = nw.when(nw.col("_hidden") == 0).then(first)
    whole = nw.coalesce(whole, visible)
    return sums.select(
        region,
        (nw.when(first > 0).then(last / first) / growth).alias("growth_ratio"),
        structural.alias("structural_ratio"),
        locational.alias("locational_ratio"),
        nw.when(whole > 0).then(first / whole).alias("known_share"),
    )
