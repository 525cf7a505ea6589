"""Theil's index of inequality, between and within groups."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from distretto.analysis.selection.coding import Coded, coded
from distretto.errors import InputError, gettext_noop

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Theil:
    """Inequality, and what of it lies between groups and within each.

    Attributes
    ----------
    total, between, within : float, nats
        0 where all values are alike, ln(n) where one of n has everything;
        total = between + within. Without groups all is within.
    groups : tuple
        Labels, in rising order; the arrays have one value for each.
    group_share : array, share of all (0 to 1) that the group has
    group_theil : array, nats
        Inequality within the group; NaN where the group has nothing.
    group_mean : array, in the unit of the values
        within = sum of group_share x group_theil.
    count : int
        Values that are known.
    known_share : float
        Share (0 to 1) of the values that are known.
    """

    total: float
    between: float
    within: float
    groups: tuple[Any, ...]
    group_share: Floats
    group_theil: Floats
    group_mean: Floats
    count: int
    known_share: float


def theil(
    values: ArrayLike,
    groups: ArrayLike | Coded | None = None,
    *,
    weights: ArrayLike | None = None,
) -> Theil:
    """Theil's T, decomposed into between and within groups [theil1967].

    T = sum over i of s[i] ln(y[i] / mean),  s[i] = w[i] y[i] / sum of w y
    between = sum over g of S[g] ln(mean[g] / mean),  within = sum over g of S[g] T[g]

    mean is the weighted mean of y, S[g] the group's share of w y, T[g] the index
    within it.

    Parameters
    ----------
    values : array of shape (n,)
        Any amounts of zero or more, such as income a head of regions. NaN or null is
        unknown and left out. Zero adds nothing (0 ln 0 = 0).
    groups : array of shape (n,), optional
        Label of the group of each (text, whole numbers or categories), such as the
        state of a region.
    weights : array of shape (n,), optional
        Persons behind each value, zero or more. Default: one each.

    Returns
    -------
    Theil
        In nats; the parts add up. All NaN where nothing is known or all is zero.

    Raises
    ------
    InputError
        A value or weight is negative or text, a label is blank, or the lengths differ.
    """
    amounts = _numbers(values, "values")
    counted = np.ones(len(amounts)) if weights is None else _numbers(weights, "weights")
    labels = (
        Coded(np.zeros(len(amounts), dtype=np.int64), ("all",))
        if groups is None
        else coded(groups, "groups")
    )
    _check_lengths(amounts, counted, labels)
    known = np.isfinite(amounts) & np.isfinite(counted)
    number, rows = int(known.sum()), len(amounts)
    if number < rows:
        amounts, counted = amounts[known], counted[known]
        labels = Coded(labels.numbers[known], labels.labels)
    return Theil(
        **_decomposed(amounts, counted, labels),
        groups=labels.labels,
        count=number,
        known_share=number / rows if rows else float("nan"),
    )


def _decomposed(amounts: Floats, weights: Floats, labels: Coded) -> dict[str, Any]:
    held = amounts * weights
    # y ln y, without a logarithm of zero: one pass for the whole and every group.
    logs = held * np.log(np.where(amounts > 0, amounts, 1.0))
    sums, persons, logged = (
        np.bincount(labels.numbers, column, labels.count)
        for column in (held, weights, logs)
    )
    whole = sums.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = whole / persons.sum() if whole > 0 else np.nan
        means, shares = sums / persons, sums / whole
        inside = np.where(sums > 0, logged / sums - np.log(means), np.nan)
        # Not of their ratio, which may be rounded to zero.
        gap = np.log(means) - np.log(mean)
        apart = np.where(sums > 0, shares * gap, 0.0)
    inside = np.maximum(inside, 0.0)
    between = float(apart.sum()) if whole > 0 else float("nan")
    within = float(np.nansum(shares * inside)) if whole > 0 else float("nan")
    return {
        "total": between + within,
        "between": between,
        "within": within,
        "group_share": shares,
        "group_theil": inside,
        "group_mean": means,
    }


def _numbers(values: ArrayLike, name: str) -> Floats:
    try:
        numbers = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(
            "amounts_not_numbers",
            gettext_noop(
                "The %(name)s are not all numbers. Give numbers of zero or more, blank "
                "where unknown."
            ),
            name=name,
        ) from error
    bad = (numbers < 0) | np.isinf(numbers)
    if numbers.ndim != 1 or bad.any():
        row = int(bad.argmax()) if numbers.ndim == 1 else 0
        raise InputError(
            "amount_below_zero",
            gettext_noop(
                "The %(name)s, row %(row)s: “%(found)s” is not an amount of zero or "
                "more. Inequality is not defined below zero; leave unknown ones blank."
            ),
            name=name,
            row=row + 1,
            found=numbers.tolist()[row] if numbers.size else "",
        )
    return numbers


def _check_lengths(amounts: Floats, weights: Floats, labels: Coded) -> None:
    if not len(amounts) == len(weights) == len(labels.numbers):
        raise InputError(
            "amounts_differ_in_length",
            gettext_noop(
                "There are %(values)s values, %(weights)s weights and %(groups)s "
                "groups. Give one of each in every row."
            ),
            values=len(amounts),
            weights=len(weights),
            groups=len(labels.numbers),
        )
