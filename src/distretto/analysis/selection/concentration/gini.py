"""The locational Gini coefficient of each industry."""

from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.selection.composition import composed
from distretto.analysis.selection.lorenz import gini_by


def locational_gini(
    cells: IntoFrameT,
    *,
    convention: str = "lorenz",
    region_totals: IntoFrame | None = None,
    minimum_known_share: float = 1.0,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Locational Gini coefficient of each industry [krugman1991].

    lorenz: G = 1 - sum over r of a[r] (Q[r] + Q[r-1])
    area: G / 2
    quotients: 2 / (n^2 mean(C)) sum over r of rank[r] (C[r] - mean(C))

    q[r] is the region's share of the industry, a[r] its share of the whole, Q[r] the
    sum of q up to r with regions in the order of C[r] = q[r] / a[r], the location
    quotient; n regions.

    Parameters
    ----------
    cells : table, one row per region x industry
        Columns `region`, `industry` and `value`: counts of zero or more (persons,
        establishments). Null is unknown; a pair that is not listed is zero.
    convention : "lorenz", "area" or "quotients"
        Twice the area between the diagonal and the Lorenz curve of the industry
        over regions weighted by their size; that area itself, at most 0.5, as
        Krugman has it; or the Gini coefficient of the location quotients of regions
        that count alike whatever their size, as REAT has it [wieland2019].
    region_totals : table, optional
        `region` and `value`: published totals of regions over all industries. A
        region that is only here has no employment in any industry. Where there is
        none, the sum of the region's visible cells.
    minimum_known_share : float
        The share (0 to 1) of the whole that must be in regions whose cell of the
        industry is known, for its index to be given. At 1, the default, one hidden
        cell makes the index unknown; at 0 whatever is known counts.
    value, region, industry : str
        Names of the columns.

    Returns
    -------
    table of the same kind, one row per industry
        `gini`, dimensionless: 0 where the industry is spread as the whole is,
        towards 1 (0.5 for "area") where it is all in the smallest region. Hidden
        cells are left out with their regions. `known_share` (0 to 1) is the share
        of the whole in the regions that are left, null where nobody knows;
        `is_estimate` is true where the whole is a sum that lacks hidden cells. The
        order of rows is not promised.

    Raises
    ------
    InputError
        A column is missing, a value is negative or text, a pair comes twice, or the
        convention is unknown.
    """
    rows = composed(
        cells,
        group=industry,
        member=region,
        value=value,
        member_totals=region_totals,
        name="region totals",
    )
    return gini_by(rows, industry, convention, minimum_known_share).to_native()
