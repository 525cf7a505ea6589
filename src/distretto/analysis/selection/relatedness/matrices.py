"""Matrices of regions by industries: values, advantage, presence, and what is unknown.

A cell may be unknown (NaN). It is never taken for zero: advantage and presence are NaN
there, and what is counted over it says over how many known cells.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from distretto.analysis.checks import check_at_least_zero
from distretto.errors import InputError, gettext_noop

Floats = NDArray[np.float64]
# In single or double precision.
Reals = NDArray[Any]
Booleans = NDArray[np.bool_]


def revealed_advantage(values: ArrayLike) -> Floats:
    """Revealed comparative advantage of each region in each industry [balassa1965].

    RCA[r, i] = (x[r, i] / x[r]) / (x[i] / x)

    x[r], x[i] and x are sums over the known cells. It is the location quotient under
    the name it has where complexity is measured.

    Parameters
    ----------
    values : array of shape (regions, industries)
        Counts or sums of zero or more (persons, exports); NaN is unknown.

    Returns
    -------
    array of shape (regions, industries)
        Dimensionless: 1 is the share that the industry has of the whole. NaN where
        the value is unknown, and in the whole row or column of a region or industry
        without any: 0 / 0 is no advantage.

    Raises
    ------
    InputError
        Not a matrix of numbers, or a value below zero or infinite.
    """
    known = check_values(values)
    return advantage(known)


def advantage(values: Floats) -> Floats:
    """RCA of checked values."""
    if np.isnan(values).any():
        sums = np.nan_to_num(values)
        by_region, by_industry = sums.sum(axis=1), sums.sum(axis=0)
    else:
        by_region, by_industry = values.sum(axis=1), values.sum(axis=0)
    total = by_region.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        region = np.where(by_region > 0, 1 / by_region, np.nan)
        industry = np.where(by_industry > 0, total / by_industry, np.nan)
    return values * region[:, None] * industry


def presence(advantages: ArrayLike, *, threshold: float = 1.0) -> Floats:
    """Which industries a region has, by its advantage in them [hidalgo2007].

    M[r, i] = 1 if RCA[r, i] >= threshold, else 0

    Parameters
    ----------
    advantages : array of shape (regions, industries)
        As of `revealed_advantage`; NaN is unknown or undefined.
    threshold : float
        Zero or more; 1 is usual. An advantage of exactly so much counts.

    Returns
    -------
    array of shape (regions, industries)
        1, 0 or NaN (dimensionless): NaN stays NaN.

    Raises
    ------
    InputError
        Not a matrix of numbers, a number below zero, or no such threshold.
    """
    known = check_values(advantages)
    limit = check_at_least_zero(threshold, "threshold")
    return np.where(np.isnan(known), np.nan, known >= limit)


@dataclass(frozen=True)
class Presence:
    """Which industries regions have, with what is not known kept apart.

    Attributes
    ----------
    present : array of shape (regions, industries), bool
    known : array of the same shape, bool; or None where every cell is known
    """

    present: Booleans
    known: Booleans | None = None

    @classmethod
    def of(cls, matrix: ArrayLike) -> "Presence":
        """A matrix of 1, 0 and NaN, checked."""
        found = check_matrix(matrix)
        known = ~np.isnan(found)
        bad = known & (found != 0) & (found != 1)
        if bad.any():
            raise InputError(
                "presence_not_0_or_1",
                gettext_noop(
                    "The matrix of presence, row %(row)s, column %(column)s: "
                    "“%(found)s” is neither 1 nor 0. Make it of advantages with "
                    "`presence`; NaN is unknown."
                ),
                **_first(found, bad),
            )
        return cls(found == 1, None if known.all() else known)

    def numbers(self, kind: DTypeLike) -> Reals:
        """1 where present, else 0, for products of matrices."""
        if kind == np.float32:
            return self._small
        return self.present.astype(kind)

    @cached_property
    def _small(self) -> Reals:
        return self.present.astype(np.float32)

    @cached_property
    def diversity(self) -> Floats:
        """How many industries each region has."""
        return self.present.sum(axis=1).astype(np.float64)

    @cached_property
    def ubiquity(self) -> Floats:
        """How many regions have each industry."""
        return self.present.sum(axis=0).astype(np.float64)

    def together(self) -> Reals:
        """How many regions have both of two industries.

        In single precision, which holds whole numbers up to 16 million exactly.
        """
        return self._small.T @ self._small

    def ubiquity_beside(self) -> Reals | None:
        """Regions that have industry i among those where j is known; None: all are."""
        if self.known is None:
            return None
        return self._small.T @ self.known.astype(np.float32)


def check_values(values: ArrayLike) -> Floats:
    """A matrix of numbers of zero or more, NaN where unknown."""
    matrix = check_matrix(values)
    bad = matrix < 0
    if bad.any():
        raise InputError(
            "value_below_zero",
            gettext_noop(
                "The matrix, row %(row)s, column %(column)s: “%(found)s” is below "
                "zero. Give zero or more; NaN where it is unknown."
            ),
            **_first(matrix, bad),
        )
    return matrix


def check_square(values: ArrayLike, industries: int | None = None) -> Floats:
    """A matrix of industries by industries, of numbers; NaN is unknown."""
    matrix = check_matrix(values)
    wanted = len(matrix) if industries is None else industries
    if matrix.shape != (wanted, wanted):
        raise InputError(
            "matrix_not_square",
            gettext_noop(
                "The matrix is %(rows)s by %(columns)s. Between %(wanted)s industries "
                "it has a row and a column for each of them, in the same order."
            ),
            rows=matrix.shape[0],
            columns=matrix.shape[1],
            wanted=wanted,
        )
    return matrix


def check_matrix(values: ArrayLike) -> Floats:
    """A matrix of finite numbers or NaN."""
    try:
        matrix = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(
            "matrix_not_numbers",
            gettext_noop(
                "The matrix holds something else than numbers. Give numbers, NaN "
                "where they are unknown."
            ),
        ) from error
    if matrix.ndim != 2:
        raise InputError(
            "not_a_matrix",
            gettext_noop(
                "What was given has %(found)s dimensions. Give a matrix with a row "
                "for each region (or industry) and a column for each industry."
            ),
            found=matrix.ndim,
        )
    bad = np.isinf(matrix)
    if bad.any():
        raise InputError(
            "matrix_infinite",
            gettext_noop(
                "The matrix, row %(row)s, column %(column)s: “%(found)s” is infinite. "
                "Give a number; NaN where it is unknown."
            ),
            **_first(matrix, bad),
        )
    return matrix


def _first(matrix: Floats, bad: Booleans) -> dict[str, object]:
    """Where the first bad cell is, counted from 1, and what it holds."""
    row, column = np.argwhere(bad)[0]
    found = float(matrix[row, column])
    return {"row": int(row) + 1, "column": int(column) + 1, "found": found}
