"""How sure a density is, and how much of a cluster answered."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from distretto.analysis.checks import check_share
from distretto.analysis.diagnosis.linkages.cohesion import density
from distretto.analysis.diagnosis.linkages.graph import Floats, Graph

LOW_COVERAGE = 0.7  # below it, shortest ways are broken by missing answers
LEAST_COVERAGE = (
    0.5  # below it, figures are those of a few and say nothing of the whole
)


@dataclass(frozen=True)
class Coverage:
    """How much of what there is to know is known.

    Attributes
    ----------
    surveyed : int or None
        Actors who answered; None where nobody said who did.
    surveyed_share : float
        Of all actors; NaN where nobody said.
    known_pairs_share : float
        Pairs of whom it is known whether they are tied.
    """

    surveyed: int | None
    surveyed_share: float
    known_pairs_share: float


def coverage(graph: Graph) -> Coverage:
    """Who was surveyed, and of how many pairs one knows [kossinets2006].

    Parameters
    ----------
    graph : Graph

    Returns
    -------
    Coverage
        As shares from 0 to 1; NaN where nobody said who was surveyed, or without pairs.
    """
    n = len(graph)
    pairs = n * (n - 1) // (1 if graph.is_directed else 2)
    is_known = graph.is_coverage_known and n
    return Coverage(
        surveyed=int(graph.surveyed.sum()) if is_known else None,
        surveyed_share=float(graph.surveyed.mean()) if is_known else math.nan,
        known_pairs_share=graph.possible / pairs if pairs else math.nan,
    )


@dataclass(frozen=True)
class DensityInterval:
    """A density with its uncertainty.

    Attributes
    ----------
    density, low, high, standard_error : float
        Shares from 0 to 1.
    level : float
    draws : int
    """

    density: float
    low: float
    high: float
    standard_error: float
    level: float
    draws: int


def density_interval(
    graph: Graph, *, draws: int = 999, level: float = 0.95, seed: int = 1
) -> DensityInterval:
    """Interval of the density by drawing actors anew [snijders1999].

    n actors are drawn with repetition, and the density is that of the ties among them.
    Where an actor is drawn twice, the pair is one of all known pairs, by chance.

    Parameters
    ----------
    graph : Graph
    draws : int
        A number of draws.
    level : float
        Share (0 to 1) of intervals that hold the density of the clusters that might as
        well have been observed.
    seed : int
        Makes the draws repeatable.

    Returns
    -------
    DensityInterval
        Shares, dimensionless. NaN where the density is unknown or there are fewer than
        three actors.

    Raises
    ------
    InputError
        The level is no share.
    """
    check_share(level, "level")
    found = drawn_densities(graph, draws=draws, seed=seed)
    if not len(found):
        nothing = math.nan
        return DensityInterval(density(graph), nothing, nothing, nothing, level, draws)
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return DensityInterval(
        density(graph), float(low), float(high), float(found.std(ddof=1)), level, draws
    )


def drawn_densities(graph: Graph, *, draws: int, seed: int) -> Floats:
    """The densities of clusters drawn from this one; equal seeds draw equal actors."""
    n, whole = len(graph), density(graph)
    if n < 3 or math.isnan(whole):
        return np.array([])
    rng = np.random.default_rng(seed)
    times = rng.multinomial(n, np.full(n, 1 / n), size=draws).astype(np.float64)
    twice = (times * (times - 1)).sum(axis=1)
    tied = _pairs(graph.ties, times)
    known = _known_pairs(graph, times)
    filled = rng.binomial(twice.astype(np.int64), whole)
    # Of a pair drawn from one actor, one knows as often as of others.
    share = coverage(graph).known_pairs_share
    return (tied + share * filled) / (known + share * twice)


def _pairs(held: sparse.csr_array, times: Floats) -> Floats:
    """Sum over ordered pairs of an array, each actor there so many times."""
    if not held.nnz:
        return np.zeros(len(times))
    return ((times @ held) * times).sum(axis=1)


def _known_pairs(graph: Graph, times: Floats) -> Floats:
    """Ordered pairs of different actors of whom one knows."""
    n = len(graph)
    every = n**2 - (times**2).sum(axis=1)
    silent = ~graph.surveyed
    quiet = times[:, silent]
    if graph.is_directed:
        unknown = quiet.sum(axis=1) * n - (quiet**2).sum(axis=1)
        heard = graph.ties.multiply(silent[:, None].astype(float))
        lost = graph.unanswered.multiply(graph.surveyed[:, None].astype(float))
    else:
        unknown = quiet.sum(axis=1) ** 2 - (quiet**2).sum(axis=1)
        heard = graph.ties.multiply(silent[:, None].astype(float)).multiply(
            silent[None, :].astype(float)
        )
        lost = _lost(graph)
    heard, lost = sparse.csr_array(heard), sparse.csr_array(lost)
    return every - unknown + _pairs(heard, times) - _pairs(lost, times)


def _lost(graph: Graph) -> sparse.csr_array:
    """Pairs of which no surveyed actor told, of at least one who was surveyed."""
    told = graph.surveyed.astype(np.float64)
    asked = sparse.csr_array(graph.unanswered.multiply(told[:, None]))
    asked = asked - asked.multiply(graph.ties)
    to_silent = sparse.csr_array(asked.multiply((1 - told)[None, :]))
    both = sparse.csr_array(asked.multiply(asked.T))
    return sparse.csr_array(to_silent + to_silent.T + both)
