"""Interviews done again: which, and how far the answers agree."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import (
    check_at_least_zero,
    check_columns,
    check_share,
    check_table,
    polars_of,
)


def reinterview_draw(
    responses: IntoFrame,
    *,
    share: float = 0.05,
    response: str = "response",
    enumerator: str | None = None,
    seed: int = 1,
) -> pl.DataFrame:
    """Responses to ask again, at random, one at least of each enumerator [un2005].

    n = ceil(share * responses), of each enumerator or of all

    Parameters
    ----------
    responses : table, one row per response
    share : float
        Share of the responses to ask again, from 0 to 1.
    response : str
        Column of the key of each response, each once.
    enumerator : str or None
        Column of who asked.
    seed : int
        Makes the draw repeatable, whatever the order of the table.

    Returns
    -------
    polars.DataFrame
        `response` and `enumerator` (“” where unknown), in the order of both; a count
        of responses that is the share, rounded up.

    Raises
    ------
    InputError
        A column is missing, a key comes twice or is blank, or the share is none.
    """
    table = polars_of(responses, "responses")
    wanted = [response, *([enumerator] if enumerator else [])]
    check_columns(nw.from_native(table), wanted, "responses")
    check_table(table, keys=(response,), unique=True, name="responses")
    check_share(share, "share")
    who = pl.col(enumerator).cast(pl.String).fill_null("") if enumerator else pl.lit("")
    listed = table.select(
        pl.col(response).cast(pl.String).alias("response"), who.alias("enumerator")
    ).sort("enumerator", "response")
    chance = np.random.default_rng(seed)
    parts = [listed.clear()]
    for name in listed["enumerator"].unique().sort():
        theirs = listed.filter(pl.col("enumerator") == name)
        count = math.ceil(share * theirs.height - 1e-9)
        chosen = np.sort(chance.permutation(theirs.height)[:count])
        parts.append(theirs[chosen.tolist()])
    return pl.concat(parts)


@dataclass(frozen=True)
class Agreement:
    """How far two interviews of the same firms agree.

    Attributes
    ----------
    questions : polars.DataFrame, one row per question
        `question`; `pairs`, with an answer both times; `agreeing_share`; `kappa`,
        null for numbers and where everybody says the same.
    agreeing_share : float or None
        Of all pairs of answers.
    unmatched : tuple of str
        Keys of second interviews without a first.
    """

    questions: pl.DataFrame
    agreeing_share: float | None
    unmatched: tuple[str, ...]


def agreement(
    first: IntoFrame,
    second: IntoFrame,
    questions: Sequence[str],
    *,
    response: str = "response",
    tolerance: float = 0.1,
) -> Agreement:
    """How far answers of repeated interviews agree [cohen1960].

    kappa = (p_o - p_e) / (1 - p_e), with p_o the share that agrees and p_e the share
    that would by chance: sum over answers of share(first) * share(second).

    Parameters
    ----------
    first, second : tables, one row per response
        Columns named as the questions; null where unknown.
    questions : names of columns
    response : str
        Column of the key: that of the first interview in both.
    tolerance : float
        Numbers agree where they differ by no more than this share of the larger.

    Returns
    -------
    Agreement
        Shares from 0 to 1 and kappa, dimensionless: 1 is full agreement, 0 what
        chance would give, below 0 less than that.

    Raises
    ------
    InputError
        A column is missing, a key comes twice, or the tolerance is negative.
    """
    check_at_least_zero(tolerance, "tolerance")
    both = []
    for table, name in ((first, "first interviews"), (second, "second interviews")):
        frame = polars_of(table, name)
        check_columns(nw.from_native(frame), [response, *questions], name)
        check_table(frame, keys=(response,), unique=True, name=name)
        both.append(frame.with_columns(pl.col(response).cast(pl.String)))
    joined = both[0].join(both[1], on=response, suffix="\0again", how="inner")
    rows = [_agreeing(joined, name, tolerance) for name in questions]
    table = pl.DataFrame(
        rows,
        schema={
            "question": pl.String,
            "pairs": pl.Int64,
            "agreeing_share": pl.Float64,
            "kappa": pl.Float64,
        },
        orient="row",
    )
    known = set(both[0][response])
    return Agreement(
        questions=table,
        agreeing_share=_of_all(table),
        unmatched=tuple(key for key in both[1][response] if key not in known),
    )


def _of_all(table: pl.DataFrame) -> float | None:
    pairs = int(table["pairs"].sum())
    agreeing = (table["pairs"] * table["agreeing_share"]).sum()
    return float(agreeing) / pairs if pairs else None


Row = tuple[str, int, float | None, float | None]


def _agreeing(joined: pl.DataFrame, name: str, tolerance: float) -> Row:
    pairs = joined.select(one=pl.col(name), other=pl.col(f"{name}\0again"))
    if pairs["one"].dtype.is_numeric() and pairs["other"].dtype.is_numeric():
        numbers = pairs.select(pl.all().cast(pl.Float64).fill_nan(None)).drop_nulls()
        if not numbers.height:
            return name, 0, None, None
        larger = pl.max_horizontal(pl.col("one", "other").abs())
        near = (pl.col("one") - pl.col("other")).abs() <= tolerance * larger + 1e-12
        share = numbers.select(near.mean()).item()
        return name, numbers.height, float(share), None
    texts = pairs.select(pl.all().cast(pl.String)).drop_nulls()
    if not texts.height:
        return name, 0, None, None
    share = int((texts["one"] == texts["other"]).sum()) / texts.height
    return name, texts.height, share, _kappa(texts, share)


def _kappa(texts: pl.DataFrame, share: float) -> float | None:
    one, other = (_shares(texts[name]) for name in ("one", "other"))
    by_chance = sum(part * other.get(answer, 0.0) for answer, part in one.items())
    if by_chance >= 1.0 - 1e-12:
        return None
    return (share - by_chance) / (1.0 - by_chance)


def _shares(answers: pl.Series) -> Mapping[str, float]:
    counted = answers.value_counts(name="count")
    return {name: count / len(answers) for name, count in counted.iter_rows()}
