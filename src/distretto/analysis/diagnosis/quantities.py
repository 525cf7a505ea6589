"""The door that answers in numbers pass: finite, or unknown."""

from collections.abc import Iterable

import polars as pl

from distretto.errors import InputError, gettext_noop


def check_quantities(answers: pl.DataFrame, columns: Iterable[str]) -> None:
    """The columns hold finite numbers; null and NaN are unknown."""
    table = answers.select(sorted(columns))
    given = table.select(pl.all().count())
    numbers = [name for name, kind in table.schema.items() if kind.is_numeric()]
    infinite = table.select(pl.col(numbers).cast(pl.Float64).is_infinite().any())
    for name in table.columns:
        is_number = name in infinite.columns and not infinite[name][0]
        if given[name][0] and not is_number:
            raise InputError(
                "answers_not_numbers",
                gettext_noop(
                    "Question “%(question)s” is a quantity, but its column holds "
                    "something that is not a finite number. Give numbers, and null "
                    "where an answer is unknown."
                ),
                question=name,
            )
