"""How much like the whole a region is."""

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.selection.composition import answered, summed
from distretto.analysis.selection.diversity.mixes import mixes


def hachman_index(
    cells: IntoFrameT,
    *,
    industry_totals: IntoFrame | None = None,
    minimum_known_share: float = 1.0,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Hachman's index of each region [benway2020].

    HI[r] = 1 / sum over i of s[i] LQ[i],  LQ[i] = s[i] / b[i]

    s[i] is the industry's share of the region, b[i] its share of the whole. One over
    the location quotient of the average person.

    Parameters
    ----------
    cells, industry_totals, minimum_known_share, value, region, industry
        As for `krugman_specialisation`: a table of counts (persons, establishments).

    Returns
    -------
    table of the same kind, one row per region
        `hachman`, dimensionless, from 0 to 1: 1 where the region has the mix of the
        whole, towards 0 where it lives on an industry that is rare elsewhere. Some
        publish it times 100. `known_share` and `is_estimate` as for
        `krugman_specialisation`.

    Raises
    ------
    InputError
        As for `krugman_specialisation`.
    """
    rows = mixes(
        cells,
        industry_totals=industry_totals,
        value=value,
        region=region,
        industry=industry,
    )
    part = nw.col("_part")
    sums = summed(rows, region, {"_mean": part * part / nw.col("_whole")})
    hachman = 1.0 / nw.col("_mean")
    return answered(sums, region, minimum_known_share, hachman=hachman).to_native()
