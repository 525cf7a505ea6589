"""How a sample was drawn: its strata and its weights, for variances."""

from collections.abc import Mapping
from dataclasses import dataclass

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from distretto.analysis.checks import check_columns, check_counts
from distretto.errors import InputError, gettext_noop

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Design:
    """Weights and strata of the firms of a sample, in one order.

    Attributes
    ----------
    weights : array of float
        How many firms of the register each stands for.
    strata : array of int
        Number of the stratum of each firm.
    sampled : array of float
        Firms in the sample, by stratum.
    share : array of float
        The share of the stratum's firms that are in the sample; 0 where unknown.
    """

    weights: Floats
    strata: NDArray[np.int64]
    sampled: Floats
    share: Floats

    @property
    def freedom(self) -> int:
        """Degrees of freedom: firms less strata."""
        return len(self.weights) - len(self.sampled)


def design_of(
    table: pl.DataFrame,
    weight: str | None,
    stratum: str | None,
    population: Mapping[str, float] | None,
) -> Design:
    """The design that columns of a table tell; without any, one equal sample."""
    wanted = [name for name in (weight, stratum) if name]
    check_columns(nw.from_native(table), wanted, "answers")
    weights = np.ones(table.height)
    if weight:
        check_counts(nw.from_native(table), weight, "answers")
        weights = table[weight].cast(pl.Float64).to_numpy().astype(float)
        _check_weights(weights, weight)
    names = (
        table[stratum].cast(pl.String).fill_null("")
        if stratum
        else pl.repeat("", table.height, eager=True)
    )
    levels = names.unique().sort()
    place = {name: number for number, name in enumerate(levels)}
    numbered = names.replace_strict(place, return_dtype=pl.Int64) if place else names
    strata = numbered.to_numpy().astype(np.int64) if place else np.zeros(0, np.int64)
    sampled = np.bincount(strata, minlength=len(levels)).astype(float)
    return Design(weights, strata, sampled, _shares(levels, sampled, population or {}))


def _check_weights(weights: Floats, column: str) -> None:
    bad = ~(weights > 0)
    if bad.any():
        row = int(np.argmax(bad)) + 1
        raise InputError(
            "no_weight",
            gettext_noop(
                "The answers, row %(row)s, column “%(column)s”: the weight is blank or "
                "zero. Give each response how many firms it stands for, or leave the "
                "response out."
            ),
            row=row,
            column=column,
        )


def _shares(
    levels: pl.Series, sampled: Floats, population: Mapping[str, float]
) -> Floats:
    """The sampled share of each stratum; 0, the cautious end, where unknown."""
    shares = np.zeros(len(levels))
    for number, name in enumerate(levels):
        whole = population.get(name)
        if whole is None:
            continue
        if not whole >= sampled[number]:
            raise InputError(
                "more_sampled_than_there",
                gettext_noop(
                    "Stratum “%(stratum)s” has %(sampled)s responses, but its "
                    "population is said to be %(population)s firms. Correct the "
                    "population."
                ),
                stratum=name,
                sampled=int(sampled[number]),
                population=whole,
            )
        shares[number] = sampled[number] / whole
    return shares
