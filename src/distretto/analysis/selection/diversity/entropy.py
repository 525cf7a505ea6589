"""How many different industries a region has, in bits."""

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.selection.composition import answered, summed
from distretto.analysis.selection.diversity.mixes import mixes


def surprise(share: nw.Expr) -> nw.Expr:
    """-p log2(p), which is 0 at 0; null where p is."""
    bits = -share * nw.when(share > 0).then(share).log(2)
    return nw.when(share > 0).then(bits).otherwise(share * 0.0)


def shannon_entropy(
    cells: IntoFrameT,
    *,
    industry_totals: IntoFrame | None = None,
    minimum_known_share: float = 1.0,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Shannon's entropy of the industries of each region [shannon1948].

    H[r] = - sum over i of s[i] log2 s[i]

    s[i] is the industry's share of the region.

    Parameters
    ----------
    cells, industry_totals, minimum_known_share, value, region, industry
        As for `krugman_specialisation`: a table of counts (persons, establishments).

    Returns
    -------
    table of the same kind, one row per region
        `entropy`, in bits: 0 with a single industry, log2(n) where n are alike; 2^H
        is the number of industries of one size that would give it. `evenness` is the
        entropy as a share of log2 of the number of industries that are not hidden
        (0 to 1; null with one). `divergence`, in bits, is Theil's measure of how far
        the mix is from that of the whole [theil1967]: sum of s log2(s / b), 0 where
        they are the same. `known_share` and `is_estimate` as for
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
    part, whole = nw.col("_part"), nw.col("_whole")
    against = nw.when((part > 0) & (whole > 0)).then(whole).log(2)
    terms = {"_bits": surprise(part), "_against": part * against}
    entropy, members = nw.col("_bits"), nw.col("members")
    most = nw.when(members > 1).then(members).log(2)
    apart = -entropy - nw.col("_against")
    return answered(
        summed(rows, region, terms),
        region,
        minimum_known_share,
        entropy=entropy,
        evenness=entropy / most,
        divergence=nw.when(apart > 0).then(apart).otherwise(0.0),
    ).to_native()
