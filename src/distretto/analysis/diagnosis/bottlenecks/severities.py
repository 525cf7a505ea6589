"""Severities of indicators, from 0 (no problem) to 4 (very severe)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import add

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import check_columns, polars_of
from distretto.analysis.diagnosis.bottlenecks.indicators import (
    Indicator,
    check_indicators,
)
from distretto.analysis.diagnosis.quantities import check_quantities
from distretto.errors import InputError, gettext_noop

FEWEST_FOR_MEDIAN = 5
_NONE = r"(^| )none( |$)"


@dataclass(frozen=True)
class Severities:
    """Severities and values of indicators.

    Attributes
    ----------
    table : polars.DataFrame, one row per response
        `response`, and a column for each indicator that was asked: severity 0 to 4,
        null where it is unknown.
    values : polars.DataFrame
        The same columns: each value in its own unit, before it is compared with a
        median or benchmark; null where answers are judged without a value.
    indicators : tuple of Indicator
        Those of the columns.
    not_asked : tuple of str
        Indicators for which a question is not in the table.
    without_reference : tuple of str
        Indicators that lack their benchmark, or firms enough for a median.
    """

    table: pl.DataFrame
    values: pl.DataFrame
    indicators: tuple[Indicator, ...]
    not_asked: tuple[str, ...]
    without_reference: tuple[str, ...]


def severities(
    answers: IntoFrame,
    indicators: Iterable[Indicator],
    *,
    response: str = "response",
    benchmarks: Mapping[str, float] | None = None,
    interpolated: bool = True,
) -> Severities:
    """Severity of each indicator for each response [unido2001].

    s(v) = sum over k = 0..3 of clip((v - a[k]) / (a[k + 1] - a[k]), 0, 1),
    where a[0..4] are the anchors: the values at severity 0, 1, 2, 3 and 4.

    Parameters
    ----------
    answers : table, one row per response
        Columns named as the questions: numbers in their units; text where answers
        are offered, those of questions with several answers parted by blanks. Null
        where unknown.
    indicators : of `Indicator`
        Their questions, and the anchors in the units of the questions.
    response : str
        Column of the key of each response.
    benchmarks : mapping of indicator to a number in its unit
        For indicators that are relative to a benchmark; one given for an indicator
        that is relative to the median takes the place of the median.
    interpolated : bool
        With straight lines between the anchors; else the severity is the whole
        number of anchors reached.

    Returns
    -------
    Severities
        Dimensionless numbers: 0 is no problem and 4 very severe. Null where an answer
        is unknown, a denominator is not above 0, or there is nothing to compare with.

    Raises
    ------
    InputError
        A column of numbers holds something else or an infinite number, an indicator
        is not well made, or a benchmark is not above 0.
    """
    given = polars_of(answers, "answers")
    check_columns(nw.from_native(given), [response], "answers")
    asked = check_indicators(indicators)
    marks = _checked_benchmarks(benchmarks or {})
    present = tuple(each for each in asked if set(each.questions) <= {*given.columns})
    check_quantities(given, {name for each in present for name in each.numbers})
    values = given.select(
        pl.col(response).alias("response"),
        *(_value(each).alias(each.code) for each in present),
    )
    references = _references(values, present, marks)
    judged = tuple(each for each in present if each.code not in references.lacking)
    table = _judged(given, values, judged, references.found, interpolated)
    return Severities(
        table=table,
        values=values.select("response", *(each.code for each in judged)),
        indicators=judged,
        not_asked=tuple(each.code for each in asked if each not in present),
        without_reference=references.lacking,
    )


def _checked_benchmarks(benchmarks: Mapping[str, float]) -> Mapping[str, float]:
    for code, number in benchmarks.items():
        if not 0 < number < float("inf"):
            raise InputError(
                "not_a_benchmark",
                gettext_noop(
                    "The benchmark of “%(indicator)s” is %(found)s. Give a number "
                    "above zero, in the unit of the indicator."
                ),
                indicator=code,
                found=number,
            )
    return benchmarks


def _number(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64).fill_nan(None)


def _sum(terms: Mapping[str, float]) -> pl.Expr:
    return reduce(add, (factor * _number(name) for name, factor in terms.items()))


def _value(each: Indicator) -> pl.Expr:
    """The value in its own unit, null where it is unknown."""
    if each.severities:
        return pl.lit(None, pl.Float64)
    if each.counted:
        return _chosen(each).cast(pl.Float64)
    if each.mean_of:
        return pl.mean_horizontal([_number(name) for name in each.mean_of])
    value = each.times * _sum(each.terms)
    if not each.over:
        return value
    over = _sum(each.over)
    return pl.when(over > 0).then(value / over)


def _chosen(each: Indicator) -> pl.Expr:
    """How many answers were chosen; where `lacking`, those not chosen there too."""
    first = pl.col(each.counted).cast(pl.String).str.strip_chars()
    if not each.lacking:
        none = first.str.contains(_NONE).cast(pl.UInt32)
        return first.str.count_matches(r"\S+").cast(pl.Int64) - none.cast(pl.Int64)
    other = pl.col(each.lacking).cast(pl.String).str.strip_chars()
    left = first.str.split(" ").list.set_difference(other.str.split(" "))
    known = first.is_not_null() & other.is_not_null()
    return pl.when(known).then(left.list.set_difference(pl.lit(["none"])).list.len())


@dataclass(frozen=True)
class _References:
    found: Mapping[str, float]
    lacking: tuple[str, ...]


def _references(
    values: pl.DataFrame,
    indicators: tuple[Indicator, ...],
    benchmarks: Mapping[str, float],
) -> _References:
    """What values are divided by; a median needs firms enough, and is above 0."""
    found: dict[str, float] = {}
    lacking: list[str] = []
    for each in indicators:
        if not each.relative_to:
            continue
        known = values[each.code].drop_nulls()
        number = benchmarks.get(each.code)
        if number is None and each.relative_to == "median":
            number = known.median() if len(known) >= FEWEST_FOR_MEDIAN else None  # type: ignore[assignment]
        if number is not None and number > 0:
            found[each.code] = number
        else:
            lacking.append(each.code)
    return _References(found, tuple(lacking))


def _judged(
    given: pl.DataFrame,
    values: pl.DataFrame,
    indicators: tuple[Indicator, ...],
    references: Mapping[str, float],
    interpolated: bool,
) -> pl.DataFrame:
    both = pl.concat([given, values.rename(_beside)], how="horizontal")
    return both.select(
        pl.col(_beside("response")).alias("response"),
        *(
            _severity(each, references.get(each.code, 1.0), interpolated).alias(
                each.code
            )
            for each in indicators
        ),
    )


def _beside(name: str) -> str:
    """The name of a value beside the answers, which may have the same."""
    return f"\0{name}"


def _severity(each: Indicator, reference: float, interpolated: bool) -> pl.Expr:
    if each.severities:
        answers = pl.col(next(iter(each.terms))).cast(pl.String)
        found = answers.replace_strict(
            dict(each.severities), default=None, return_dtype=pl.Float64
        )
    else:
        found = _between(pl.col(_beside(each.code)) / reference, each.anchors)
    if not interpolated:
        found = (found + 1e-9).floor()
    for question, answer in each.zero_if.items():
        is_given = pl.col(question).cast(pl.String).eq(answer).fill_null(False)
        found = pl.when(is_given).then(pl.lit(0.0)).otherwise(found)
    return found


def _between(value: pl.Expr, anchors: tuple[float, ...]) -> pl.Expr:
    """Straight lines between the anchors; rising and falling ones alike."""
    steps = (
        ((value - low) / (high - low)).clip(0.0, 1.0) for low, high in pairwise(anchors)
    )
    return reduce(add, steps)
