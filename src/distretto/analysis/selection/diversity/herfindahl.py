"""Whether a region lives on few industries."""

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.selection.composition import answered, summed
from distretto.analysis.selection.diversity.mixes import mixes


def herfindahl_index(
    cells: IntoFrameT,
    *,
    industry_totals: IntoFrame | None = None,
    minimum_known_share: float = 1.0,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Herfindahl index of the industries of each region [herfindahl1950].

    H[r] = sum over i of s[i]^2

    s[i] is the industry's share of the region. It depends on how finely industries
    are cut; what they are elsewhere plays no part.

    Parameters
    ----------
    cells, industry_totals, minimum_known_share, value, region, industry
        As for `krugman_specialisation`: a table of counts (persons, establishments).

    Returns
    -------
    table of the same kind, one row per region
        `herfindahl`, dimensionless, from 1/n (n industries alike) to 1 (a single
        one), and `equivalent_industries` = 1 / H, the number of industries of one
        size that would give it. `known_share` and `is_estimate` as for
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
    herfindahl = nw.col("_square")
    return answered(
        summed(rows, region, {"_square": part * part}),
        region,
        minimum_known_share,
        herfindahl=herfindahl,
        equivalent_industries=1.0 / herfindahl,
    ).to_native()
