"""Hoover's index of each industry."""

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.selection.composition import answered, composed, summed


def hoover_concentration(
    cells: IntoFrameT,
    *,
    region_totals: IntoFrame | None = None,
    minimum_known_share: float = 1.0,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Hoover's index of concentration of each industry [hoover1936].

    H[i] = 1/2 sum over r of |q[r] - a[r]|

    q[r] is the region's share of the industry, a[r] its share of the whole.

    Parameters
    ----------
    cells, region_totals, minimum_known_share, value, region, industry
        As for `locational_gini`: a table of counts (persons, establishments).

    Returns
    -------
    table of the same kind, one row per industry
        `hoover`, a share from 0 to 1: of the industry's persons that would have to
        move for it to be spread as the whole is. Krugman's index of concentration
        is twice as much. `known_share` and `is_estimate` as for `locational_gini`.

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
    apart = (nw.col("_part") - nw.col("_whole")).abs()
    sums = summed(rows, industry, {"_apart": apart})
    hoover = (nw.col("_apart") + nw.col("unlisted")) / 2.0
    return answered(sums, industry, minimum_known_share, hoover=hoover).to_native()
