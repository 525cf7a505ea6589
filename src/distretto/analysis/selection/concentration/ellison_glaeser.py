"""Is an industry more concentrated than its few large plants would be by chance?"""

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.checks import Frame, check_joinable, known
from distretto.analysis.selection.composition import (
    answered,
    composed,
    power_of_whole,
    summed,
)
from distretto.analysis.selection.concentration.dartboard import (
    ellison_glaeser_gamma,
    expected_raw,
    maurel_sedillot_gamma,
    variance_of_raw,
)
from distretto.analysis.selection.plant_indices import (
    HERFINDAHL,
    NAME,
    check_indices,
)

FOURTH = "plant_fourth_power"


def ellison_glaeser(
    cells: IntoFrameT,
    plants: IntoFrame,
    *,
    region_totals: IntoFrame | None = None,
    minimum_known_share: float = 1.0,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Ellison and Glaeser's index of concentration of each industry [ellison1997].

    gamma = (G - (1 - S2) H) / ((1 - S2) (1 - H)),  G = sum over r of (q[r] - a[r])^2

    q[r] is the region's share of the industry, a[r] its share of the whole, S2 the
    sum of a[r]^2, H the Herfindahl index of the industry's plants.

    Parameters
    ----------
    cells : table, one row per region x industry
        Columns `region`, `industry` and `value`: counts of zero or more (persons).
        Null is unknown; a pair that is not listed is zero.
    plants : table
        `industry` and `plant_herfindahl`, as `plant_herfindahl` (from plants) or
        `plant_herfindahl_from_bands` give it; with `plant_fourth_power` there are
        standard errors too.
    region_totals, minimum_known_share, value, region, industry
        As for `locational_gini`.

    Returns
    -------
    table of the same kind, one row per industry
        `gamma` (dimensionless): 0 where plants might have been thrown at regions by
        chance, above 0 where they share advantages or attract each other, below
        where they keep apart. Ellison and Glaeser call up to 0.02 slight and from
        0.05 strong. `raw_concentration` (G), `expected_raw` (what it would be by
        chance, on average), `standard_error` (of G, by chance) and `z` (standard
        errors above what is expected; above 1.96 chance is unlikely). `gamma` is null
        where there is one plant or one region. `plant_herfindahl` as given;
        `known_share` and `is_estimate` as for `locational_gini`.

    Raises
    ------
    InputError
        As for `locational_gini`; or `plants` lacks a column, or has an industry twice.
    """
    sums = _with_plants(
        cells,
        plants,
        {"_raw": _apart_squared(), "_listed2": nw.col("_whole") * nw.col("_whole")},
        region_totals=region_totals,
        value=value,
        region=region,
        industry=industry,
    )
    whole2, whole3 = nw.col("_whole2"), nw.col("_whole3")
    herfindahl, fourth = nw.col(HERFINDAHL), nw.col(FOURTH)
    raw = nw.col("_raw") + _at_least_zero(whole2 - nw.col("_listed2"))
    sums = sums.with_columns(
        raw.alias("_raw"),
        expected_raw(herfindahl, whole2).alias("_expected"),
        variance_of_raw(herfindahl, fourth, whole2, whole3).alias("_variance"),
    )
    raw, expected, variance = (nw.col(n) for n in ("_raw", "_expected", "_variance"))
    varies = (variance > 0) & (herfindahl < 1)
    error = nw.when(varies).then(variance).sqrt()
    return answered(
        sums,
        industry,
        minimum_known_share,
        gamma=_where_several(ellison_glaeser_gamma(raw, herfindahl, whole2)),
        raw_concentration=raw,
        expected_raw=expected,
        standard_error=error,
        z=(raw - expected) / error,
        plant_herfindahl=herfindahl,
    ).to_native()


def maurel_sedillot(
    cells: IntoFrameT,
    plants: IntoFrame,
    *,
    region_totals: IntoFrame | None = None,
    minimum_known_share: float = 1.0,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Maurel and Sédillot's index of concentration of each industry [maurel1999].

    gamma = ((sum of q[r]^2 - S2) / (1 - S2) - H) / (1 - H)

    Of the same model as Ellison and Glaeser's: the share of pairs of plants in one
    region that chance does not explain. Over all industries both agree on average; an
    industry that shuns the large regions is concentrated for Ellison and Glaeser, not
    for this index.

    Parameters
    ----------
    cells, plants, region_totals, minimum_known_share, value, region, industry
        As for `ellison_glaeser`: counts (persons) and Herfindahl indices of plants.

    Returns
    -------
    table of the same kind, one row per industry
        `gamma` (dimensionless), read as that of `ellison_glaeser`;
        `plant_herfindahl` as given, `known_share` and `is_estimate`.

    Raises
    ------
    InputError
        As for `ellison_glaeser`.
    """
    part = nw.col("_part")
    sums = _with_plants(
        cells,
        plants,
        {"_square": part * part},
        region_totals=region_totals,
        value=value,
        region=region,
        industry=industry,
    )
    square, herfindahl = nw.col("_square"), nw.col(HERFINDAHL)
    gamma = maurel_sedillot_gamma(square, herfindahl, nw.col("_whole2"))
    return answered(
        sums,
        industry,
        minimum_known_share,
        gamma=_where_several(gamma),
        plant_herfindahl=herfindahl,
    ).to_native()


def _with_plants(
    cells: IntoFrame,
    plants: IntoFrame,
    terms: dict[str, nw.Expr],
    *,
    region_totals: IntoFrame | None,
    value: str,
    region: str,
    industry: str,
) -> Frame:
    """Sums of the terms by industry, with its plants and powers of the whole."""
    rows = composed(
        cells,
        group=industry,
        member=region,
        value=value,
        member_totals=region_totals,
        name="region totals",
    )
    sums = summed(rows, industry, terms).with_columns(
        power_of_whole(2).alias("_whole2"), power_of_whole(3).alias("_whole3")
    )
    sizes = _of_plants(rows, plants, industry)
    joined: Any = sums.join(sizes, on=industry, how="left")  # type: ignore[arg-type]
    return joined


def _of_plants(rows: Frame, plants: IntoFrame, industry: str) -> Frame:
    table = check_indices(plants, industry)
    has_fourth = FOURTH in table.collect_schema().names()
    fourth = known(FOURTH) if has_fourth else nw.lit(None).cast(nw.Float64)
    sizes = table.select(
        industry, known(HERFINDAHL).alias(HERFINDAHL), fourth.alias(FOURTH)
    )
    return check_joinable(rows, sizes, industry, NAME)


def _apart_squared() -> nw.Expr:
    apart = nw.col("_part") - nw.col("_whole")
    return apart * apart


def _at_least_zero(expression: nw.Expr) -> nw.Expr:
    return nw.when(expression > 0).then(expression).otherwise(0.0)


def _where_several(gamma: nw.Expr) -> nw.Expr:
    """Null where a single plant or a single region leaves nothing to tell."""
    several = (nw.col(HERFINDAHL) < 1) & (nw.col("_whole2") < 1)
    return nw.when(several).then(gamma)
