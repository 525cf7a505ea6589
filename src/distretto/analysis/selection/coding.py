"""Codes of regions and industries as whole numbers, for work on arrays."""

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from distretto.errors import InputError, gettext_noop

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Coded:
    """One whole number for each row, and what each number stands for.

    Attributes
    ----------
    numbers : array of shape (rows,), from 0 to before `count`
    labels : tuple
        What was given in place of each number, in rising order; text as text.
    """

    numbers: Integers
    labels: tuple[Any, ...]

    @property
    def count(self) -> int:
        """How many different labels there are."""
        return len(self.labels)


def coded(values: Any, name: str) -> Coded:
    """Numbers for the labels of a column, a list or an array.

    `Coded` passes as it is: whoever measures the same rows again codes them once.
    Categories, and whole numbers from 0 on with few gaps, cost nothing to code.
    """
    if isinstance(values, Coded):
        return values
    if isinstance(values, np.ndarray) and values.dtype.kind in "iu" and len(values):
        top = int(values.max())
        if values.min() >= 0 and top < 4 * len(values) + 1000:
            return _of_numbers(values, top)
    series = _series(values, name)
    _check_kind(series, name)
    if series.null_count():
        raise InputError(
            "blank_label",
            gettext_noop(
                "The codes of %(name)s have a blank in row %(row)s. Give the code, or "
                "leave out the row; a group for unknown codes needs a code of its own."
            ),
            name=name,
            row=int(np.argmax(series.is_null().to_numpy())) + 1,
        )
    return _of_series(series)


def _of_numbers(values: NDArray[Any], top: int) -> Coded:
    there = np.bincount(values, minlength=top + 1) > 0
    labels = np.flatnonzero(there)
    if len(labels) == top + 1:
        return Coded(values.astype(np.int64, copy=False), tuple(labels.tolist()))
    places = np.cumsum(there) - 1
    return Coded(places[values], tuple(labels.tolist()))


def _series(values: Any, name: str) -> pl.Series:
    if isinstance(values, pl.Series):
        return values
    try:
        if isinstance(values, list | tuple | np.ndarray):
            return pl.Series(name, values)
        given: Any = nw.from_native(values, series_only=True)
        return pl.Series(name, given.to_arrow())
    except (TypeError, ValueError) as error:
        raise _not_labels(name) from error


def _check_kind(series: pl.Series, name: str) -> None:
    kind = series.dtype
    named = kind in (pl.String, pl.Categorical, pl.Enum, pl.Null)
    if not (named or kind.is_integer()):
        raise _not_labels(name)


def _not_labels(name: str) -> InputError:
    return InputError(
        "labels_not_a_list",
        gettext_noop(
            "The codes of %(name)s are not one list of texts or whole numbers. Give a "
            "column of a table, a list or an array."
        ),
        name=name,
    )


def _of_series(series: pl.Series) -> Coded:
    if isinstance(series.dtype, pl.Categorical | pl.Enum):
        return _of_categories(series)
    used = series.unique().sort()
    if series.dtype == pl.String:
        numbers = series.cast(pl.Enum(used)).to_physical().to_numpy()
    else:
        numbers = np.searchsorted(used.to_numpy(), series.to_numpy())
    return Coded(numbers.astype(np.int64), tuple(used.to_list()))


def _of_categories(series: pl.Series) -> Coded:
    """The numbers that categories have already, without those that do not occur."""
    numbers = series.to_physical().to_numpy().astype(np.int64)
    rows = np.arange(len(numbers))
    first = np.full(int(numbers.max(initial=-1)) + 1, -1)
    first[numbers[::-1]] = rows[::-1]
    used = np.flatnonzero(first >= 0)
    texts = series.gather(first[used]).cast(pl.String).to_list()
    labels = np.asarray(texts, dtype=object)
    order = np.argsort(labels, kind="stable")
    places = np.empty(len(first), dtype=np.int64)
    places[used[order]] = np.arange(len(order))
    return Coded(places[numbers], tuple(labels[order].tolist()))
