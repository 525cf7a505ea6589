"""How sure a sample will be, and how large it must be to be so sure."""

import math
from dataclasses import dataclass

import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import (
    check_at_least_zero,
    check_share,
    check_table,
    polars_of,
)
from distretto.analysis.selection.wilson import quantile
from distretto.errors import InputError, gettext_noop


@dataclass(frozen=True)
class Precision:
    """How far an estimate will be from the truth, either way, in most samples.

    `share_reach` is a share (0.05 is five points); `mean_reach` is in the unit of the
    deviation given. None where it cannot be told.
    """

    share_error: float | None
    share_reach: float | None
    mean_error: float | None
    mean_reach: float | None


def expected_precision(
    strata: IntoFrame,
    *,
    share: float = 0.5,
    deviation: float = 1.0,
    level: float = 0.95,
) -> Precision:
    """What precision a stratified sample gives [cochran1977, section 5.3].

    V = sum over h of (N[h] / N)^2 (1 - n[h] / N[h]) S^2 / n[h],
    with S^2 = p (1 - p) for a share; the reach is z sqrt(V).

    Parameters
    ----------
    strata : table, one row per stratum
        The counts `population` and `sampled` (or responses that are hoped for).
    share : float
        The share expected within strata, from 0 to 1; 0.5 is the least favourable.
    deviation : float
        The standard deviation within strata, in the unit of the mean.
    level : float
        Share of samples that come as near as said, between 0 and 1.

    Returns
    -------
    Precision
        Of a share, dimensionless; of a mean, in the unit of `deviation`. None where a
        stratum with firms has no sample, or there is no firm.

    Raises
    ------
    InputError
        A count is negative or text, or a setting is out of its range.
    """
    table = polars_of(strata, "strata")
    check_table(table, counts=("population", "sampled"), name="strata")
    check_share(share, "share")
    check_at_least_zero(deviation, "deviation")
    z, unit = quantile(level), _unit_variance(table)
    if unit is None:
        return Precision(None, None, None, None)
    of_share = math.sqrt(share * (1.0 - share) * unit)
    of_mean = deviation * math.sqrt(unit)
    return Precision(of_share, z * of_share, of_mean, z * of_mean)


def _unit_variance(table: pl.DataFrame) -> float | None:
    """Variance of a mean whose variance within strata is 1."""
    counts = table.select(
        pl.col("population", "sampled").cast(pl.Float64).fill_nan(None)
    )
    there = counts.filter(pl.col("population").is_null() | (pl.col("population") > 0))
    firms, drawn = there["population"], there["sampled"]
    is_known = not there.is_empty() and not firms.null_count() + drawn.null_count()
    if not is_known or not (drawn > 0).all():
        return None
    part = (firms / firms.sum()) ** 2 * (1.0 - (drawn / firms).clip(0.0, 1.0)) / drawn
    return float(part.sum())


@dataclass(frozen=True)
class SampleSize:
    """How many responses are needed, and how many firms to ask for them."""

    responses: int
    firms: int


def sample_size(
    population: int,
    reach: float,
    *,
    share: float = 0.5,
    deviation: float | None = None,
    level: float = 0.95,
    design_effect: float = 1.0,
    response_share: float = 1.0,
) -> SampleSize:
    """How large a sample must be for a precision [cochran1977, sections 4.4 and 4.6].

    n0 = z^2 p (1 - p) / d^2, and n = n0 / (1 + (n0 - 1) / N);
    for a mean n0 = z^2 S^2 / d^2, and n = n0 / (1 + n0 / N).

    Parameters
    ----------
    population : int
        Firms of the register, a count.
    reach : float
        How far the estimate may be off either way: a share, or in the unit of the
        mean.
    share : float
        The share expected, from 0 to 1; 0.5 is the least favourable.
    deviation : float or None
        For a mean: its standard deviation, in its unit.
    level : float
        Share of samples that come so near, between 0 and 1.
    design_effect : float
        Variance of the design by that of a simple sample, dimensionless.
    response_share : float
        Share of the firms asked that will answer, above 0 and up to 1.

    Returns
    -------
    SampleSize
        Two counts of firms, rounded up and never above the population.

    Raises
    ------
    InputError
        A setting is out of its range.
    """
    check_share(share, "share")
    firms = check_at_least_zero(population, "population")
    for name, number in (
        ("reach", reach),
        ("design_effect", design_effect),
        ("response_share", response_share),
    ):
        _check_above_zero(name, number)
    check_share(response_share, "response_share")
    z = quantile(level)
    variance = share * (1.0 - share) if deviation is None else deviation**2
    first = z * z * variance / reach**2 * design_effect
    if not firms:
        return SampleSize(0, 0)
    corrected = first / (1.0 + (first - (deviation is None)) / firms)
    needed = min(max(_up(corrected), 1), int(firms))
    return SampleSize(needed, min(_up(needed / response_share), int(firms)))


def _up(number: float) -> int:
    """Rounded up, but not for a last digit that arithmetic made."""
    return math.ceil(number - 1e-9)


def _check_above_zero(name: str, number: float) -> None:
    if not check_at_least_zero(number, name) > 0:
        raise InputError(
            "not_above_zero",
            gettext_noop("“%(name)s” is %(found)s; give a number above zero."),
            name=name,
            found=number,
        )
