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
from distretto.errors import InputError, gettext_noop

# What a price may be off by, because prices are rounded.
ROUNDED = 0.005
WHOLE, LESS, MORE, OPEN = "whole", "less", "more", "open"
PAYS, GETS = "pays", "gets"


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


def price_joints(
    stages: IntoFrame, flows: IntoFrame, *, tolerance: float = ROUNDED
) -> pl.DataFrame:
    """Whether stages pay what those they buy from get, flow by flow [kaplinsky2001].

        difference = price - highest   where price > highest
                     price - lowest    where price < lowest
                     0                 between them

    A stage that buys from several, or sells by several channels, has a price of its own
    between theirs: `lowest` and `highest` are the ends of what it may be.

    Parameters
    ----------
    stages : table of shape (n_stages, 3)
        `stage`, `price_in` and `price_out`, in the order of the chain; all in one
        currency for one unit of the product. Null is unknown.
    flows : table of shape (n_flows, 3)
        `source`, `target` and `price`, at which the goods change hands. Where it is
        null, they do at the `price_out` of the source.
    tolerance : float
        Share of the price (dimensionless) that two prices may be apart.

    Returns
    -------
    DataFrame of shape (n_ends, 8)
        A row for each end of flows: `stage`; `end`, “pays” for what comes to it and
        “gets” for what leaves it at prices of its own; `others`, the list of stages at
        the other end; `price`, what the stage itself says; `lowest` and `highest` of
        the flows, null where one of these is unknown; `difference`; `adds_up`, whether
        that is no more than rounding. Money for one unit of the product. Null is
        unknown.

    Raises
    ------
    InputError
        A column is missing, a stage comes twice, a price is no count, or a flow leads
        to or from a stage that is not among the stages.
    """
    told = _priced(stages)
    ways = _ways(flows, told)
    ends = pl.concat(
        [
            _ends(ways, "target", "source").with_columns(end=pl.lit(PAYS)),
            _ends(ways.filter(_some_priced), "source", "target").with_columns(
                end=pl.lit(GETS)
            ),
        ]
    )
    own = (
        pl.when(pl.col("end") == PAYS)
        .then(pl.col("price_in"))
        .otherwise(pl.col("price_out"))
    )
    off = pl.max_horizontal(own - pl.col("highest"), pl.lit(0.0)) + pl.min_horizontal(
        own - pl.col("lowest"), pl.lit(0.0)
    )
    are_known = pl.all_horizontal(own.is_not_null(), pl.col("highest").is_not_null())
    largest = pl.max_horizontal(own, "highest")
    return (
        told.join(ends, on="stage", how="inner", maintain_order="left_right")
        .with_columns(price=own, difference=pl.when(are_known).then(off))
        .with_columns(adds_up=pl.col("difference").abs() <= tolerance * largest)
        .select(
            "stage",
            "end",
            "others",
            "price",
            "lowest",
            "highest",
            "difference",
            "adds_up",
        )
    )


def _priced(stages: IntoFrame) -> pl.DataFrame:
    prices = ("price_in", "price_out")
    check_table(stages, keys=["stage"], counts=prices, unique=True, name="stages")
    return polars_of(stages).select("stage", *map(_known, prices))


# Of a stage that names a price for none of its channels there is nothing to compare.
_some_priced = pl.col("price").is_not_null().any().over("source")


def _ways(flows: IntoFrame, told: pl.DataFrame) -> pl.DataFrame:
    """The flows, with the price at which goods change hands in each."""
    check_table(flows, keys=["source", "target"], counts=["price"], name="flows")
    ways = polars_of(flows).select("source", "target", _known("price"))
    for end in ("source", "target"):
        strange = ways.join(told, left_on=end, right_on="stage", how="anti")[end]
        if len(strange):
            raise InputError(
                "stage_not_listed",
                gettext_noop(
                    "The flows name the stage “%(stage)s”, which is not among the "
                    "stages. Add it there, with its prices blank if they are unknown."
                ),
                stage=strange[0],
            )
    return ways.join(
        told.select(source="stage", asked="price_out"), on="source", how="left"
    ).with_columns(handed=pl.coalesce("price", "asked"))


def _ends(ways: pl.DataFrame, stage: str, other: str) -> pl.DataFrame:
    """Between which prices the flows at each stage lie; null where one is unknown."""
    # Beside the price a stage gets, only prices that flows have of their own say more.
    price = pl.col("handed" if stage == "target" else "price")
    is_whole = price.is_not_null().all()
    return ways.group_by(pl.col(stage).alias("stage"), maintain_order=True).agg(
        others=pl.col(other).unique(maintain_order=True),
        lowest=pl.when(is_whole).then(price.min()),
        highest=pl.when(is_whole).then(price.max()),
    )


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
