"""The value chain of a cluster: how its price builds up, and where its goods go."""

from dataclasses import dataclass

import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import (
    check_columns,
    check_finite,
    check_table,
    polars_of,
)

# What a price may be off by, because prices are rounded.
ROUNDED = 0.005
WHOLE, LESS, MORE, OPEN = "whole", "less", "more", "open"


@dataclass(frozen=True)
class PriceBuildUp:
    """How the price of a product grows from stage to stage.

    Attributes
    ----------
    stages : DataFrame
        A row for each stage: `stage`, `price_in`, `price_out`, `costs`, `margin`;
        `value_added` (price_out - price_in); `final_share`, its share of the final
        price; `margin_share`, the margin's share of the stage's own price;
        `difference`, what price_out is above price_in + costs + margin; `adds_up`,
        whether that is no more than rounding.
    joints : DataFrame
        A row for each pair of stages that follow each other: `stage`, `next`,
        `difference`, what the next one pays above what this one gets.
    final_price : float or None
        The price of the last stage.
    """

    stages: pl.DataFrame
    joints: pl.DataFrame
    final_price: float | None


def price_build_up(stages: IntoFrame, *, tolerance: float = ROUNDED) -> PriceBuildUp:
    """Price build-up of a value chain [kaplinsky2001].

        value_added[i] = price_out[i] - price_in[i]
        final_share[i] = value_added[i] / price_out[last]
        difference[i]  = price_out[i] - (price_in[i] + costs[i] + margin[i])

    The input of the first stage, the value added of all stages and the differences at
    the joints together are the final price.

    Parameters
    ----------
    stages : table of shape (n_stages, 5)
        `stage`, `price_in`, `costs` (other than the input), `margin` and `price_out`,
        in the order of the chain; all in one currency for one unit of the product. A
        margin may be a loss. Null is unknown; a stage that buys nothing has a
        `price_in` of 0.
    tolerance : float
        Share of the price (dimensionless) that a sum may be off by.

    Returns
    -------
    PriceBuildUp
        Money for one unit of the product; shares are dimensionless. Null where a part
        is unknown, or where the final price is 0.

    Raises
    ------
    InputError
        A column is missing, a stage comes twice, or a price or cost is no count.
    """
    told = _stages(stages)
    final = told["price_out"].to_list()[-1] if told.height else None
    added = pl.col("price_out") - pl.col("price_in")
    off = pl.col("price_out") - pl.sum_horizontal(
        "price_in", "costs", "margin", ignore_nulls=False
    )
    found = told.with_columns(
        value_added=added,
        final_share=_share(added, pl.lit(final, pl.Float64)),
        margin_share=_share(pl.col("margin"), pl.col("price_out")),
        difference=off,
        adds_up=off.abs() <= tolerance * pl.col("price_out"),
    )
    return PriceBuildUp(found, _joints(told), final)


def _stages(stages: IntoFrame) -> pl.DataFrame:
    prices = ("price_in", "costs", "price_out")
    frame = check_table(
        stages, keys=["stage"], counts=prices, unique=True, name="stages"
    )
    check_columns(frame, ["margin"], "stages")
    check_finite(frame, "margin", "stages")
    return polars_of(stages).select(
        "stage",
        *(_known(name) for name in ("price_in", "costs", "margin", "price_out")),
    )


def _known(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64).fill_nan(None)


def _share(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole > 0).then(part / whole)


def _joints(told: pl.DataFrame) -> pl.DataFrame:
    following = told.select(
        pl.col("stage"),
        next=pl.col("stage").shift(-1),
        difference=pl.col("price_in").shift(-1) - pl.col("price_out"),
    )
    return following.head(max(told.height - 1, 0))


def channel_shares(flows: IntoFrame, *, rounding: float = ROUNDED) -> pl.DataFrame:
    """Whether the channels of each stage take all that leaves it [kaplinsky2001].

        difference[stage] = 1 - sum over its channels of share

    Parameters
    ----------
    flows : table of shape (n_flows, 3)
        `source`, `target` and `share`, the share (0 to 1, dimensionless) of what
        leaves the source that goes this way. Null is unknown.
    rounding : float
        What each share may be off by (dimensionless): half a per cent, as people
        round.

    Returns
    -------
    DataFrame of shape (n_sources, 6)
        `source`; `channels`, their number; `unknown`, how many have no share; `told`,
        the sum of the others; `difference`, the share that is missing (negative: too
        much), or that the unknown ones have together; `verdict`: “whole”, “less”,
        “more”, or “open” where shares are unknown. Dimensionless.

    Raises
    ------
    InputError
        A column is missing, a source is blank, a flow comes twice, or a share is not
        zero or more.
    """
    check_table(
        flows, keys=["source", "target"], counts=["share"], unique=True, name="flows"
    )
    difference = pl.col("difference")
    allowed = rounding * pl.col("channels") + 1e-9
    return (
        polars_of(flows)
        .select("source", _known("share"))
        .group_by("source", maintain_order=True)
        .agg(
            channels=pl.len(),
            unknown=pl.col("share").is_null().sum(),
            told=pl.when(pl.col("share").is_not_null().any()).then(
                pl.col("share").sum()
            ),
        )
        .with_columns(difference=1 - pl.col("told"))
        .with_columns(
            verdict=pl.when(difference < -allowed)
            .then(pl.lit(MORE))
            .when(pl.col("unknown") > 0)
            .then(pl.lit(OPEN))
            .when(difference > allowed)
            .then(pl.lit(LESS))
            .otherwise(pl.lit(WHOLE))
        )
    )
