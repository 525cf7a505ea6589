"""Where high values lie beside high ones, and low beside low, more than by chance."""

import math
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoDataFrame
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

from distretto.analysis.checks import (
    as_frame,
    check_columns,
    check_filled,
    check_unique,
)
from distretto.analysis.selection.agglomeration.threads import shared_out, slices
from distretto.analysis.selection.hotspots import kernels
from distretto.analysis.selection.hotspots.near import Near, read_near
from distretto.errors import InputError, gettext_noop

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]

NULL = gettext_noop(
    "The values of all other regions are drawn at random, without repetition, for the "
    "neighbours of a region, whose own value stays."
)
QUADRANTS = ("high-high", "low-high", "low-low", "high-low")
# Regions whose draws one thread makes before it takes the next lot.
AT_A_TIME = 2_000


@dataclass(frozen=True)
class LocalMoran:
    """Local Moran's I of each region.

    Attributes
    ----------
    regions : tuple of str
        Codes in the order of the table.
    local : array of shape (regions,), dimensionless
        Above 0 where a region is like its neighbours. NaN for those left out.
    lag : array of shape (regions,), standard deviations
        Mean of the neighbours' values, less the mean of all.
    quadrant : tuple of str or None
        "high-high", "low-low" (alike); "high-low", "low-high" (a region, then its
        neighbours: unlike). None for those left out.
    p_value : array of shape (regions,), shares from 0 to 1
        Twice the smaller tail, (count + 1) / (permutations + 1); count / draws where
        draws were ended.
    adjusted_p_value : array of shape (regions,)
        By Benjamini and Hochberg: the least share of false discoveries at which the
        region would be one.
    is_significant : array of shape (regions,), bool
        `adjusted_p_value` is `level` or less.
    moran : float
        Global Moran's I, the mean of the local ones.
    neighbours : array of shape (regions,), counts
        Neighbours whose value is known, and whose weight is known and above zero.
    islands, unknown : tuples of str
        Regions left out: without such a neighbour; of unknown value.
    null : str
    permutations, seed : int
    level : float
    """

    regions: tuple[str, ...]
    local: Floats
    lag: Floats
    quadrant: tuple[str | None, ...]
    p_value: Floats
    adjusted_p_value: Floats
    is_significant: Booleans
    moran: float
    neighbours: Integers
    islands: tuple[str, ...]
    unknown: tuple[str, ...]
    null: str
    permutations: int
    seed: int
    level: float


def local_moran(
    table: IntoDataFrame,
    neighbours: IntoDataFrame,
    *,
    value: str,
    region: str = "region",
    weight: str | None = None,
    permutations: int = 999,
    enough: int | None = None,
    level: float = 0.05,
    seed: int = 1,
) -> LocalMoran:
    """Local Moran's I with control of false discoveries [anselin1995, benjamini1995].

    I[r] = z[r] sum over s of w[r, s] z[s]

    z is the value in standard deviations (of a population) from the mean. w[r, s] is
    the weight of s among the neighbours of r, divided by the sum of their weights, so
    that a row sums to 1; without weights, 1 / (number of neighbours of r).

    Parameters
    ----------
    table : table in memory, one row per region
        `region` and `value`: any number, such as a location quotient; null or NaN is
        unknown. A share or a quotient compares regions of different size; a count does
        not.
    neighbours : table in memory
        Pairs `region` and `neighbour`; without weights, one direction is enough.
    value, region : str
        Names of the columns of `table`.
    weight : str, optional
        Column of `neighbours`: numbers of zero or more, in any unit. Each row then
        counts for the region in it only. A neighbour of weight zero is none; one of
        unknown weight is left out, as one of unknown value is.
    permutations : int
        Draws for each region, 19 or more. The least p-value is 2 / (permutations + 1):
        with many regions and few in clusters, take more.
    enough : int, optional
        Draws for a region end where so many are at least, and so many at most, the real
        one [besag1991]: p-values are right to about 1 / sqrt(enough). Default: never.
    level : float
        Share of false discoveries that is accepted (0 to 1).
    seed : int
        Zero or more. Each region draws for itself, in whatever order.

    Returns
    -------
    LocalMoran
        Dimensionless; p-values are shares. An empty table gives an empty result.

    Raises
    ------
    InputError
        A column is missing, a region or weighted pair comes twice, a value or weight is
        no number, all values are the same, no region is among the neighbours, or a
        setting is off.
    """
    _check_settings(permutations, enough, level, seed)
    regions, given = _read(table, region, value)
    known = ~np.isnan(given)
    near = read_near(regions, known, neighbours, weight)
    values = _standardised(given, known)
    lags = near.lags(values)
    counts = np.diff(near.starts)
    chosen = np.flatnonzero(known)
    tails = _tails(
        values[chosen], lags[chosen], near.among(chosen), permutations, enough, seed
    )
    measured = counts > 0
    p_value = np.full(len(given), np.nan)
    p_value[chosen] = tails
    p_value[known & (values == 0)] = 1.0  # 0 whatever is drawn
    p_value[~measured] = np.nan
    adjusted = np.full(len(given), np.nan)
    if measured.any():
        adjusted[measured] = false_discovery_control(p_value[measured])
    local = np.where(measured, values * lags, np.nan)
    return LocalMoran(
        regions=tuple(regions.to_list()),
        local=local,
        lag=np.where(measured, lags, np.nan),
        quadrant=_quadrants(values, lags, measured),
        p_value=p_value,
        adjusted_p_value=adjusted,
        is_significant=np.nan_to_num(adjusted, nan=1.0) <= level,
        moran=float(local[measured].mean()) if measured.any() else math.nan,
        neighbours=counts,
        islands=tuple(regions.filter(pl.Series(known & ~measured)).to_list()),
        unknown=tuple(regions.filter(pl.Series(~known)).to_list()),
        null=NULL,
        permutations=permutations,
        seed=seed,
        level=level,
    )


def _check_settings(
    permutations: int, enough: int | None, level: float, seed: int
) -> None:
    is_off = permutations < 19 or (enough is not None and enough < 1)
    if is_off or not 0 < level < 1 or not 0 <= seed < 2**63:
        raise InputError(
            "no_such_test",
            gettext_noop(
                "%(permutations)s permutations at a level of %(level)s with seed "
                "%(seed)s make no test. Give 19 permutations or more, a level between "
                "0 and 1, and a seed of zero or more."
            ),
            permutations=permutations,
            level=level,
            seed=seed,
        )


def _read(table: IntoDataFrame, region: str, value: str) -> tuple[pl.Series, Floats]:
    """Codes as text, and values with NaN for unknown."""
    frame: Any = as_frame(table, "regions")
    check_columns(frame, (region, value), "regions")
    if isinstance(frame, nw.LazyFrame):
        raise InputError(
            "lazy_regions",
            gettext_noop(
                "The regions are a lazy table, and neighbours are drawn in memory. "
                "Collect the table first."
            ),
        )
    check_filled(frame, region, "regions")
    check_unique(frame, (region,), "regions")
    held = frame.select(region, value).to_polars()
    if not held[value].dtype.is_numeric() and held[value].null_count() < held.height:
        raise InputError(
            "value_not_a_number",
            gettext_noop(
                "Column “%(column)s” of the regions does not hold numbers. Give "
                "numbers, blank where they are unknown."
            ),
            column=value,
        )
    numbers = held[value].cast(pl.Float64).to_numpy().astype(np.float64)
    if np.isinf(numbers).any():
        raise InputError(
            "value_infinite",
            gettext_noop(
                "The regions, row %(row)s: the value is infinite. Give a number; leave "
                "it blank if it is unknown."
            ),
            row=int(np.isinf(numbers).argmax()) + 1,
        )
    return held[region].cast(pl.String), numbers


def _standardised(given: Floats, known: Booleans) -> Floats:
    """z of the known values; 0 in the place of the others."""
    if not known.any():
        return np.zeros(len(given))
    sd = float(given[known].std())
    if sd <= 1e-14 * float(np.abs(given[known]).max()):
        raise InputError(
            "values_all_the_same",
            gettext_noop(
                "All values of the regions are the same (%(found)s): none is high and "
                "none is low."
            ),
            found=float(given[known][0]),
        )
    return np.where(known, (given - given[known].mean()) / sd, 0.0)


def _tails(
    values: Floats,
    lags: Floats,
    near: Near,
    permutations: int,
    enough: int | None,
    seed: int,
) -> Floats:
    """Two-sided p-values: twice the smaller tail, of the draws that were made."""
    number = len(values)
    counted = np.zeros((number, 3), dtype=np.int64)
    most = permutations + 1 if enough is None else enough

    def work(parts: list[slice]) -> None:
        for part in parts:
            kernels.permuted_lags(
                values,
                lags,
                near.starts,
                near.weights,
                part.start,
                part.stop,
                permutations,
                most,
                seed,
                counted,
            )

    if number > 1:
        shared_out(work, slices(number, AT_A_TIME))
    smaller, made = counted[:, :2].min(axis=1), counted[:, 2]
    # The draws that were stopped end with one that counts: it is not added again.
    is_whole = (made == permutations).astype(int)
    return np.minimum(2 * (smaller + is_whole) / np.maximum(made + is_whole, 1), 1.0)


def _quadrants(
    values: Floats, lags: Floats, measured: Booleans
) -> tuple[str | None, ...]:
    which = np.where(lags > 0, np.where(values > 0, 0, 1), np.where(values > 0, 3, 2))
    return tuple(
        QUADRANTS[one] if known else None
        for one, known in zip(which, measured, strict=True)
    )
