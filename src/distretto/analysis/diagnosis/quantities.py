"""The door that answers in numbers pass: finite, or unknown."""

from collections.abc import Iterable

import polars as pl

from distretto.errors import InputError, gettext_noop


def check_quantities(answers: pl.DataFrame, columns: Iterable[str]) -> None:
    """The columns hold finite numbers; null and NaN are unknown."""
    for name in sorted(columns):
        column = answers[name]
        if column.is_null().all():
            continue
        if not column.dtype.is_numeric() or column.cast(pl.Float64).is_infinite().any():
            raise InputError(
                "answers_not_numbers",
                gettext_noop(
                    "Question “%(question)s” is a quantity, but its column holds "
                    "something that is not a finite number. Give numbers, and null "
                    "where an answer is unknown."
                ),
                question=name,
            )
