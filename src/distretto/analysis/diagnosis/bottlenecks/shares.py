"""Intervals of shares, where the firms are few and their weights uneven."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from distretto.analysis.checks import check_share
from distretto.analysis.diagnosis.bottlenecks.design import Floats
from distretto.analysis.selection.wilson import quantile


def t_quantile(level: float, freedom: ArrayLike) -> Floats:
    """Student's quantile of a two-sided interval; NaN without degrees of freedom."""
    free = np.asarray(freedom, dtype=float)
    found: Floats = special.stdtrit(np.where(free >= 1, free, np.nan), (1 + level) / 2)
    return found


def share_interval(
    share: float,
    error: float,
    count: int,
    *,
    freedom: int,
    level: float = 0.95,
    is_whole: bool = False,
    answered: float = 0.0,
) -> tuple[float, float]:
    """Interval of a share in a survey, after Korn and Graubard [korn1998].

    n* = p (1 - p) / s^2 * (t(n - 1) / t(freedom))^2, with no more degrees of freedom
    than n - 1, and at most n / (1 - f); and the exact binomial interval [clopper1934]
    of p n* in n* tries:
    low = B(a / 2; p n*, n* - p n* + 1), high = B(1 - a / 2; p n* + 1, n* - p n*).

    It never leaves 0 to 1, and has a width where everybody says the same. n / (1 - f)
    is what a simple sample of n firms from so many would be worth: in groups of few
    firms an error that happens to come out small makes no more of them [parker2017].

    Parameters
    ----------
    share, error : float
        The share, from 0 to 1, and its standard error, dimensionless.
    count : int
        Firms behind it, a count.
    freedom : int
        Degrees of freedom of the sample: firms less strata, a count.
    level : float
        Share of intervals that hold the true share, between 0 and 1.
    is_whole : bool
        Whether all firms there are were asked: then nothing is uncertain.
    answered : float
        f, the share of the firms there that answered, from 0 to 1; 0 where it is not
        known.

    Returns
    -------
    tuple of float
        Low and high end, shares from 0 to 1; NaN where nobody answered, where the
        error is unknown or where the sample leaves no degree of freedom.

    Raises
    ------
    InputError
        The share, the level or what answered is not between 0 and 1.
    """
    quantile(level)
    if share == share:  # NaN is unknown
        check_share(share, "share")
    check_share(answered, "answered")
    low, high = share_ends(
        np.array([share]),
        np.array([error]),
        np.array([count]),
        freedom=np.array([min(freedom, max(count - 1, 1))]),
        level=level,
        is_whole=is_whole,
        answered=np.array([answered]),
    )
    return float(low[0]), float(high[0])


def share_ends(
    share: Floats,
    error: Floats,
    count: Floats,
    *,
    freedom: Floats,
    level: float,
    is_whole: bool | NDArray[np.bool_],
    answered: Floats,
) -> tuple[Floats, Floats]:
    """The ends of several intervals at once, as `share_interval` makes them."""
    tail = (1.0 - level) / 2.0
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        ratio = t_quantile(level, np.maximum(count - 1, 1)) / t_quantile(level, freedom)
        spread = share * (1.0 - share)
        tries = np.where(spread > 0, spread / error**2 * ratio**2, count + 0.0 * ratio)
        # Weights that happen to leave no error are no proof.
        tries = np.where((spread > 0) & ~(error > 0), count + 0.0 * ratio, tries)
        tries = np.minimum(tries, count / np.maximum(1.0 - answered, 0.0))
        hits, misses = share * tries, (1.0 - share) * tries
        low = np.where(share > 0, special.betaincinv(hits, misses + 1, tail), 0.0)
        high = np.where(share < 1, special.betaincinv(hits + 1, misses, 1 - tail), 1.0)
    # Shares of next to nothing are beyond the function: the cautious end stands.
    low, high = np.nan_to_num(low, nan=0.0), np.nan_to_num(high, nan=1.0)
    unknown = np.isnan(share) | np.isnan(error) | np.isnan(tries)
    low, high = np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)
    return np.where(is_whole, share, low), np.where(is_whole, share, high)
