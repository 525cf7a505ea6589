"""What each response stands for, by the file of the sample."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from distretto.analysis.diagnosis.sampling.weighting import response_weights
from distretto.errors import FormatError, gettext_noop
from distretto.formats.tables import read_table

WEIGHT, STRATUM = "response_weight", "response_stratum"
_NEEDED = ("firm", "stratum", "population", "sampled")


@dataclass(frozen=True)
class Weighted:
    """Answers with their weights, and how many of them are not in the sample."""

    wide: pl.DataFrame
    population: Mapping[str, float]
    known_share: float | None
    lost: int


def weighted_answers(
    wide: pl.DataFrame, sample: str | Path | pl.DataFrame, *, key: str
) -> Weighted:
    """Join the sample to the answers, and weigh them [lohr2010].

    Parameters
    ----------
    wide : answers, one row per response
    sample : the file of firms that `distretto diagnosis sample` writes, or a table of
        all that it drew: `firm`, `stratum`, `population` and `sampled`
    key : the question with the firm's code in the sample

    Raises
    ------
    FormatError
        The file is no such sample, or the answers have no code of their firm.
    """
    if key not in wide.columns:
        raise FormatError(
            "no_firm_code",
            gettext_noop(
                "The answers have no column “%(question)s”, which tells the firm of "
                "the sample. Ask for it, or leave the sample out."
            ),
            question=key,
        )
    drawn = _named(sample) if isinstance(sample, pl.DataFrame) else _read(sample)
    codes = pl.col(key).cast(pl.String).str.strip_chars()
    joined = wide.with_columns(codes.alias("\0firm")).join(
        drawn, left_on="\0firm", right_on="firm", how="left", maintain_order="left"
    )
    known = joined.filter(pl.col(STRATUM).is_not_null())
    strata = drawn.select(
        pl.col(STRATUM).alias("stratum"), "population", "sampled"
    ).unique("stratum", maintain_order=True)
    answered = known.select(pl.col(STRATUM).alias("stratum"))
    weights = response_weights(strata, answered)
    weight = dict(weights.strata.select("stratum", "weight").iter_rows())
    return Weighted(
        wide=known.with_columns(
            pl.col(STRATUM)
            .replace_strict(weight, default=None, return_dtype=pl.Float64)
            .alias(WEIGHT)
        ).drop("\0firm", "population", "sampled"),
        population=dict(weights.strata.select("stratum", "population").iter_rows()),
        known_share=weights.known_share,
        lost=wide.height - known.height,
    )


def _read(path: str | Path) -> pl.DataFrame:
    table = read_table(path)
    lacking = [name for name in _NEEDED if name not in table.columns]
    if lacking:
        raise FormatError(
            "not_a_sample",
            gettext_noop(
                "“%(file)s” has no column “%(column)s”. Give the CSV or Parquet file "
                "of firms that “distretto diagnosis sample” wrote."
            ),
            file=Path(path).name,
            column=lacking[0],
        )
    return _named(table.frame.select(_NEEDED).collect())


def _named(drawn: pl.DataFrame) -> pl.DataFrame:
    texts = [pl.col(name).cast(pl.String) for name in ("firm", "stratum")]
    counts = [
        pl.col(name).cast(pl.Float64, strict=False)
        for name in ("population", "sampled")
    ]
    frame = drawn.select(*texts, *counts)
    return frame.unique("firm", maintain_order=True).rename({"stratum": STRATUM})
