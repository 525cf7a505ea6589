"""The Gini coefficient of a region's specialisation."""

from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.selection.diversity.mixes import mixes
from distretto.analysis.selection.lorenz import gini_by


def regional_gini(
    cells: IntoFrameT,
    *,
    convention: str = "lorenz",
    industry_totals: IntoFrame | None = None,
    minimum_known_share: float = 1.0,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Gini coefficient of specialisation of each region [krugman1991].

    The formulas of `locational_gini`, with regions and industries exchanged: q is the
    industry's share of the region and a its share of the whole.

    Parameters
    ----------
    cells, industry_totals, minimum_known_share, value, region, industry
        As for `krugman_specialisation`: a table of counts (persons, establishments).
    convention : "lorenz", "area" or "quotients"
        As for `locational_gini`; "quotients" is `gini.spec` of REAT [wieland2019].

    Returns
    -------
    table of the same kind, one row per region
        `gini`, dimensionless: 0 where the region has the mix of the whole, towards 1
        (0.5 for "area") where it has only the rarest industry. `known_share` and
        `is_estimate` as for `krugman_specialisation`.

    Raises
    ------
    InputError
        As for `krugman_specialisation`; or the convention is
        unknown.
    """
    rows = mixes(
        cells,
        industry_totals=industry_totals,
        value=value,
        region=region,
        industry=industry,
    )
    return gini_by(rows, region, convention, minimum_known_share).to_native()
