"""Confidence bands of a curve under the null hypothesis, local and global.

A local band holds a share of curves at each distance; over many distances most curves
leave it somewhere. A global band holds that share of *whole* curves, so only leaving a
global band is evidence.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, rankdata

from distretto.analysis.selection.agglomeration.sites import Floats

# Draws of the Gaussian field for the width of a global band.
FIELD_DRAWS = 4_000


@dataclass(frozen=True)
class Bands:
    """Expected curve and bands, each of shape (distances,), in the curve's unit.

    `p_value` is the chance, under the null hypothesis, of a curve that leaves its
    global band as far as the observed one does, on either side.
    """

    expected: Floats
    lower: Floats
    upper: Floats
    lower_global: Floats
    upper_global: Floats
    p_value: float


def gaussian_bands(
    observed: Floats, mean: Floats, covariance: Floats, *, level: float, seed: int
) -> Bands:
    """Bands of a Gaussian curve of known mean and covariance.

    The global one is as many standard deviations wide everywhere as the largest
    standardised deviation of `level` of the draws.
    """
    sd = np.sqrt(np.maximum(np.diag(covariance), 0))
    moves = sd > 1e-12 * max(float(sd.max()), np.finfo(float).tiny)
    largest = _largest_deviations(covariance[np.ix_(moves, moves)], sd[moves], seed)
    found = float(np.max(np.abs(observed - mean)[moves] / sd[moves], initial=0.0))
    local, whole = norm.ppf((1 + level) / 2), np.quantile(largest, level)
    return Bands(
        expected=mean,
        lower=np.maximum(mean - local * sd, 0),
        upper=mean + local * sd,
        lower_global=np.maximum(mean - whole * sd, 0),
        upper_global=mean + whole * sd,
        p_value=float((np.sum(largest >= found) + 1) / (len(largest) + 1)),
    )


def _largest_deviations(covariance: Floats, sd: Floats, seed: int) -> Floats:
    """Maximum over all distances of |z|, for each draw of the field."""
    correlation = covariance / np.outer(sd, sd)
    sizes, directions = np.linalg.eigh(correlation)
    kept = sizes > 1e-10 * sizes.max(initial=0.0)
    factor = directions[:, kept] * np.sqrt(sizes[kept])
    rng = np.random.default_rng(seed)
    fields = rng.standard_normal((FIELD_DRAWS, factor.shape[1])) @ factor.T
    return np.abs(fields).max(axis=1, initial=0.0)


def drawn_bands(observed: Floats, drawn: Floats, *, level: float) -> Bands:
    """Bands of drawn curves, of shape (draws, distances).

    The global one holds the curves that are not among the most extreme by their
    sorted pointwise ranks (extreme rank lengths [myllymaki2017]), skewed or not.
    """
    # The observed curve is one of them: so it leaves the band just where its p-value
    # is below 1 - level.
    curves = np.vstack([observed, drawn])
    extreme = _extreme_rank_lengths(curves)
    inside = curves[extreme > 1 - level]
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return Bands(
        expected=drawn.mean(axis=0),
        lower=low,
        upper=high,
        lower_global=inside.min(axis=0),
        upper_global=inside.max(axis=0),
        p_value=float(extreme[0]),
    )


def _extreme_rank_lengths(curves: Floats) -> Floats:
    """For each curve the share of curves at least as extreme as it is (0 to 1)."""
    number = len(curves)
    low = rankdata(curves, axis=0)
    ranks = np.sort(np.minimum(low, number + 1 - low), axis=1)
    order = np.lexsort(ranks.T[::-1])
    in_order = ranks[order]
    differs = np.any(in_order[1:] != in_order[:-1], axis=1)
    group = np.concatenate([[0], np.cumsum(differs)])
    at_least = np.cumsum(np.bincount(group))  # curves up to and with each group
    shares = np.empty(number)
    shares[order] = at_least[group] / number
    return shares
