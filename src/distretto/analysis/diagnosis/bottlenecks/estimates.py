"""Means and shares of a stratified sample, and how sure they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray
from scipy import sparse

from distretto.analysis.checks import check_columns, polars_of
from distretto.analysis.diagnosis.bottlenecks.design import Design, Floats, design_of
from distretto.analysis.diagnosis.bottlenecks.shares import share_ends, t_quantile
from distretto.analysis.diagnosis.quantities import check_quantities
from distretto.analysis.selection.wilson import quantile


@dataclass(frozen=True)
class Means:
    """Estimates of several columns: arrays, one number for each.

    `count` is how many firms are behind each; `error` the standard error, NaN where it
    is not known; `is_whole` whether every firm there is has answered; `answered` the
    share of the firms there that did, 0 where their number is not known.
    """

    count: Floats
    mean: Floats
    error: Floats
    is_whole: NDArray[np.bool_]
    answered: Floats

    def freedom(self, design: Design) -> Floats:
        """Degrees of freedom: a group has no more than its own firms less one."""
        own = np.maximum(self.count - 1.0, 0.0)
        return np.minimum(float(design.freedom), own)


def stratified_means(
    answers: IntoFrame,
    columns: Sequence[str],
    *,
    shares: Sequence[str] = (),
    weight: str | None = None,
    stratum: str | None = None,
    population: Mapping[str, float] | None = None,
    level: float = 0.95,
) -> pl.DataFrame:
    """Means of a stratified sample with their intervals [cochran1977, lumley2010].

    m = sum(w y) / sum(w), over those who answered;
    u = w (y - m) / sum(w);
    V(m) = sum over strata of (1 - f) n / (n - 1) * sum((u - mean(u))^2),
    where f is the share of the stratum's firms that answered this: who was asked and
    said nothing is as unknown as who was not asked.

    Intervals of means are m -+ t s, with firms less strata as degrees of freedom, and
    no more than those who answered less one; those of shares as `share_interval` makes
    them.

    Parameters
    ----------
    answers : table, one row per firm of the sample
    columns : names of columns
        Numbers in any unit, null where unknown.
    shares : names of columns
        Those of `columns` that hold only 0 and 1.
    weight : str or None
        Column of how many firms each stands for (numbers above 0); None for one.
    stratum : str or None
        Column of the stratum.
    population : mapping of stratum to number of firms, or None
        For the finite population correction; without it none is made, which is the
        cautious side.
    level : float
        Share of intervals that hold the true value, between 0 and 1.

    Returns
    -------
    polars.DataFrame, one row per column
        `column`, `firms` (a count), `mean`, `error`, `low` and `high`, in the unit of
        the column; `freedom`, a count. Null where nobody answered, and `error`, `low`
        and `high` where one firm alone did.

    Raises
    ------
    InputError
        A column is missing, text or infinite, a weight is not above 0, or a stratum
        has more responses than firms.
    """
    table = polars_of(answers, "answers")
    check_columns(nw.from_native(table), columns, "answers")
    check_quantities(table, columns)
    quantile(level)  # refuses what is no level
    design = design_of(table, weight, stratum, population)
    values = matrix_of(table, columns)
    found = means_of(values, design)
    low, high = intervals(found, design, level, [name in shares for name in columns])
    return pl.DataFrame(
        {
            "column": list(columns),
            "firms": found.count.astype(int),
            "mean": found.mean,
            "error": found.error,
            "low": low,
            "high": high,
            "freedom": found.freedom(design).astype(int),
        }
    ).with_columns(pl.col(pl.Float64).fill_nan(None))


def matrix_of(table: pl.DataFrame, columns: Sequence[str]) -> Floats:
    """Columns as a matrix, NaN where unknown."""
    numbers = table.select(pl.col(name).cast(pl.Float64) for name in columns)
    return (
        numbers.fill_null(float("nan")).to_numpy().reshape(table.height, len(columns))
    )


def means_of(
    values: Floats, design: Design, members: NDArray[np.bool_] | None = None
) -> Means:
    """Means of the columns of a matrix, over the members who answered.

    The strata keep all the firms sampled from them: how many of them are members is
    random too.
    """
    weights, strata = design.weights, design.strata
    answered = _answered_shares(values, design)
    by_firm = answered[strata]
    if members is not None:
        values, weights, strata = values[members], weights[members], strata[members]
        by_firm = by_firm[members]
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    whole = weights @ known
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (weights @ filled) / whole
        apart = filled - mean
        apart *= weights[:, None]
        apart *= known
        apart /= whole
        share = (weights @ (by_firm * known)) / whole
    count = known.sum(axis=0).astype(float)
    error = np.sqrt(_variance(apart, strata, design, answered))
    is_whole = np.all(answered >= 1.0, axis=0, keepdims=True)[0]
    error = np.where(count > 1, error, np.nan)
    return Means(count, mean, error, is_whole, share)


def _answered_shares(values: Floats, design: Design) -> Floats:
    """By stratum and column, the share of all firms there that answered."""
    if not len(design.sampled):
        return np.zeros((0, values.shape[1]))
    answered = _within(design.strata, len(design.sampled)) @ ~np.isnan(values)
    return design.share[:, None] * (answered / design.sampled[:, None])


def _within(line: NDArray[np.int64], count: int) -> Any:
    """Adds firms up by the line each stands in."""
    ones = (np.ones(len(line)), (line, np.arange(len(line))))
    return sparse.csr_array(ones, shape=(count, len(line)))


def weighted_means(values: Floats, design: Design) -> tuple[Floats, Floats]:
    """Firms behind each column, and their mean, where no error is wanted."""
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (design.weights @ np.where(known, values, 0.0)) / (
            design.weights @ known
        )
    return known.sum(axis=0).astype(float), mean


def _variance(
    apart: Floats, strata: NDArray[np.int64], design: Design, answered: Floats
) -> Floats:
    """Variance of the sum, from each firm's part of it, stratum by stratum.

    A stratum of which one firm was drawn tells nothing of its spread: that firm is
    held against the middle of all, which is 0, and errs on the safe side.
    """
    if not len(strata):
        return np.full(apart.shape[1], np.nan)
    there, line = np.unique(strata, return_inverse=True)
    within = _within(line, len(there))
    sums, squares = within @ apart, within @ np.square(apart)
    sampled = design.sampled[there][:, None]
    single = sampled == 1
    spread = squares - np.where(single, 0.0, sums**2 / sampled)
    factor = np.where(single, 1.0, sampled / np.maximum(sampled - 1.0, 1.0))
    kept = 1.0 - answered[there]
    found: Floats = (kept * factor * np.maximum(spread, 0.0)).sum(axis=0)
    return found


def intervals(
    found: Means, design: Design, level: float, are_shares: Sequence[bool]
) -> tuple[Floats, Floats]:
    """The ends of the interval of each mean or share."""
    freedom = found.freedom(design)
    reach = t_quantile(level, freedom) * found.error
    low, high = found.mean - reach, found.mean + reach
    which = np.flatnonzero(are_shares)
    low[which], high[which] = share_ends(
        found.mean[which],
        found.error[which],
        found.count[which],
        freedom=freedom[which],
        level=level,
        is_whole=found.is_whole[which],
        answered=found.answered[which],
    )
    return low, high
