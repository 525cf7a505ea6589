"""What one unit of the product is made of, and what others pay for the same."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import (
    as_frame,
    check_at_least_zero,
    check_columns,
    check_counts,
    check_finite,
    check_table,
    polars_of,
)

FIRMS = ("median", "best", "benchmark")
MARGIN = "margin"


@dataclass(frozen=True)
class CostStructure:
    """The parts of the price of one unit, of three firms side by side.

    Attributes
    ----------
    parts : DataFrame
        A row for each part: `part`; the amounts `median`, `best` and `benchmark`; the
        shares of each whole, `median_share` and so on; `above_best` and
        `above_benchmark`, what the median firm has more than these.
    wholes : DataFrame
        A row for each `firm` (“median”, “best”, “benchmark”): `told`, the sum of the
        known parts; `unknown`, how many parts are not known; `whole`, the sum where
        all are; `price`; `difference`, what the price is above the whole.
    """

    parts: pl.DataFrame
    wholes: pl.DataFrame


def cost_structure(
    costs: IntoFrame,
    *,
    prices: Mapping[str, float | None] | None = None,
    margin: str = MARGIN,
) -> CostStructure:
    """Cost structure per unit of the product, against others [kaplinsky2001].

        share[part]      = amount[part] / sum over parts of amount
        above_best[part] = median[part] - best[part]

    Parameters
    ----------
    costs : table of shape (n_parts, 4)
        `part`, and the money for one unit of the product of the `median` firm, the
        `best` firm and the `benchmark` cluster. Null is unknown; a part that costs
        nothing is 0.
    prices : mapping of firm to float, optional
        The price of a unit, where it is known from elsewhere: {"median": 12.5}.
    margin : str
        The part that is no cost, and may be negative.

    Returns
    -------
    CostStructure
        Money for one unit, and shares (dimensionless). Shares are null where a part of
        that firm is unknown: the whole is then unknown, too.

    Raises
    ------
    InputError
        A column is missing, a part comes twice, or a cost is no number of zero or
        more.
    """
    told = _parts(costs, margin)
    parts = told.with_columns(
        *(
            pl.when(pl.col(firm).is_not_null().all() & (pl.col(firm).sum() > 0))
            .then(pl.col(firm) / pl.col(firm).sum())
            .alias(f"{firm}_share")
            for firm in FIRMS
        ),
        above_best=pl.col("median") - pl.col("best"),
        above_benchmark=pl.col("median") - pl.col("benchmark"),
    )
    return CostStructure(parts, _wholes(told, prices or {}))


def _parts(costs: IntoFrame, margin: str) -> pl.DataFrame:
    frame = check_table(costs, keys=["part"], unique=True, name="costs")
    check_columns(frame, FIRMS, "costs")
    for firm in FIRMS:
        check_finite(frame, firm, "costs")
    told = polars_of(costs)
    paid = as_frame(told.filter(pl.col("part") != margin))
    for firm in FIRMS:
        check_counts(paid, firm, "costs")
    amounts = (pl.col(firm).cast(pl.Float64).fill_nan(None) for firm in FIRMS)
    return told.select("part", *amounts)


def _wholes(told: pl.DataFrame, prices: Mapping[str, float | None]) -> pl.DataFrame:
    rows = []
    for firm in FIRMS:
        known = told[firm].drop_nulls()
        unknown = told.height - len(known)
        price = prices.get(firm)
        if price is not None:
            check_at_least_zero(price, f"price of {firm}")
        total = float(known.sum()) if len(known) else None
        whole = total if not unknown else None
        off = price - whole if price is not None and whole is not None else None
        rows.append((firm, total, unknown, whole, price, off))
    names = ("told", "unknown", "whole", "price", "difference")
    kinds = dict.fromkeys(names, pl.Float64) | {"unknown": pl.Int64}
    return pl.DataFrame(rows, schema={"firm": pl.String, **kinds}, orient="row")
