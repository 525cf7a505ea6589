"""A logit of one variable with standard errors by group: how chances rise with it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit
from scipy.stats import norm

from distretto.analysis.selection.relatedness.matrices import Booleans, Floats


@dataclass(frozen=True)
class Logit:
    """How the chance of an event rises with a variable.

    Attributes
    ----------
    intercept, slope : float
        Log odds at 0, and what one unit adds. NaN where nothing can be estimated: all
        or none had the event, the variable is constant, or parts the two without fail.
    standard_error : float
        Of the slope, robust to any dependence within groups (regions), with the
        correction G/(G - 1) (n - 1)/(n - 2); NaN with fewer than two groups.
    p_value : float
        Two-sided (Wald), for the null hypothesis that the slope is 0.
    odds_ratio_of_a_tenth : float
        By what the odds are multiplied when the variable rises by 0.1.
    observations, events, groups : int
    """

    intercept: float
    slope: float
    standard_error: float
    p_value: float
    odds_ratio_of_a_tenth: float
    observations: int
    events: int
    groups: int

    def chance(self, variable: ArrayLike) -> Floats:
        """The chance of the event at these values, from 0 to 1; NaN without a slope."""
        return expit(self.intercept + self.slope * np.asarray(variable, np.float64))


def logit(variable: Floats, event: Booleans, group: NDArray[np.int64]) -> Logit:
    """Maximum likelihood by Newton's steps."""
    groups = len(np.unique(group))
    number, events = len(event), int(event.sum())
    nothing = Logit(np.nan, np.nan, np.nan, np.nan, np.nan, number, events, groups)
    if _cannot_be_estimated(variable, event):
        return nothing
    # Around the mean and in standard deviations, the steps are well behaved.
    mean, sd = float(variable.mean()), float(variable.std())
    design = np.stack([np.ones(number), (variable - mean) / sd], axis=1)
    told = event.astype(np.float64)
    beta = np.array([np.log(events / (number - events)), 0.0])
    for _ in range(100):
        chance = expit(design @ beta)
        information = (design * (chance * (1 - chance))[:, None]).T @ design
        step = np.linalg.solve(information, design.T @ (told - chance))
        beta += step
        if np.abs(step).max() < 1e-10:
            break
    else:
        return nothing
    error = _clustered(design, told - expit(design @ beta), information, group, groups)
    slope, error = beta[1] / sd, error / sd
    return Logit(
        intercept=float(beta[0] - slope * mean),
        slope=float(slope),
        standard_error=float(error),
        p_value=float(2 * norm.sf(abs(slope / error))),
        odds_ratio_of_a_tenth=float(np.exp(0.1 * slope)),
        observations=number,
        events=events,
        groups=groups,
    )


def _cannot_be_estimated(variable: Floats, event: Booleans) -> bool:
    if event.all() or not event.any() or np.ptp(variable) == 0:
        return True
    having, lacking = variable[event], variable[~event]
    return bool(having.min() >= lacking.max() or having.max() <= lacking.min())


def _clustered(
    design: Floats,
    residual: Floats,
    information: Floats,
    group: NDArray[np.int64],
    groups: int,
) -> float:
    if groups < 2:
        return np.nan
    _, place = np.unique(group, return_inverse=True)
    scores = np.stack(
        [np.bincount(place, weights=residual * column) for column in design.T], axis=1
    )
    inverse = np.linalg.inv(information)
    number = len(residual)
    correction = groups / (groups - 1) * (number - 1) / (number - 2)
    covariance = correction * inverse @ (scores.T @ scores) @ inverse
    return float(np.sqrt(covariance[1, 1]))
