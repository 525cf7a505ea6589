"""What each response stands for, where some firms did not answer."""

from dataclasses import dataclass

import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import check_table, polars_of
from distretto.errors import InputError, gettext_noop


@dataclass(frozen=True)
class ResponseWeights:
    """Weights of responses, by stratum.

    Attributes
    ----------
    strata : polars.DataFrame, one row per stratum
        `stratum`, `population`, `sampled`, `responded`; `response_share`;
        `design_weight`, N / n, and `weight`, N / r: null where nobody answered.
    known_share : float or None
        Share of the firms of the register that are in strata with responses: the
        others stand for nothing, and no weight can make them.
    """

    strata: pl.DataFrame
    known_share: float | None


def response_weights(strata: IntoFrame, responses: IntoFrame) -> ResponseWeights:
    """Weights that make up for firms that did not answer [lohr2010, section 8.5].

    w[h] = N[h] / n[h] * n[h] / r[h]

    Within a stratum those who answered stand for those who did not, as if answering
    were a matter of chance there. Replacements count as responses.

    Parameters
    ----------
    strata : table, one row per stratum
        `stratum`, and the counts `population` and `sampled`.
    responses : table, one row per response
        `stratum` of each.

    Returns
    -------
    ResponseWeights
        Weights: how many firms a response stands for, a number.

    Raises
    ------
    InputError
        A count is negative or text, a stratum comes twice or has no count, or a
        response is of a stratum that is not there, or there are more of them than
        firms.
    """
    planned = polars_of(strata, "strata")
    check_table(
        planned,
        keys=("stratum",),
        counts=("population", "sampled"),
        unique=True,
        name="strata",
    )
    answered = polars_of(responses, "responses")
    check_table(answered, keys=("stratum",), name="responses")
    counts = answered.group_by(pl.col("stratum").cast(pl.String)).agg(
        responded=pl.len()
    )
    table = (
        planned.select(pl.col("stratum").cast(pl.String), "population", "sampled")
        .with_columns(pl.col("population", "sampled").cast(pl.Float64).fill_nan(None))
        .join(counts, on="stratum", how="full", coalesce=True, maintain_order="left")
        .with_columns(pl.col("responded").fill_null(0))
    )
    _check_strata(table)
    return ResponseWeights(_weighted(table), _known_share(table))


def _check_strata(table: pl.DataFrame) -> None:
    lost = table.filter(
        pl.col("population").is_null() | pl.col("sampled").is_null()
        | (pl.col("responded") > pl.col("population"))
    )  # fmt: skip
    if lost.height:
        row = lost.row(0, named=True)
        raise InputError(
            "responses_without_stratum",
            gettext_noop(
                "Stratum “%(stratum)s” has %(responded)s responses, but its firms are "
                "unknown or fewer. Give the strata from which the sample was drawn, "
                "with population and sampled for each."
            ),
            stratum=row["stratum"],
            responded=row["responded"],
        )


def _weighted(table: pl.DataFrame) -> pl.DataFrame:
    def ratio(over: str, under: str) -> pl.Expr:
        return pl.when(pl.col(under) > 0).then(pl.col(over) / pl.col(under))

    return table.with_columns(
        pl.col("population", "sampled").cast(pl.Int64),
        pl.col("responded").cast(pl.Int64),
        response_share=ratio("responded", "sampled"),
        design_weight=ratio("population", "sampled"),
        weight=ratio("population", "responded"),
    )


def _known_share(table: pl.DataFrame) -> float | None:
    whole = float(table["population"].sum())
    there = float(table.filter(pl.col("responded") > 0)["population"].sum())
    return there / whole if whole else None
