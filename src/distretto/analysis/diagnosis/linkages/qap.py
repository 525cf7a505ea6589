"""Whether two relations, or two waves, tie the same actors more than chance has it."""

import math
from dataclasses import dataclass

import numpy as np

from distretto.analysis.diagnosis.linkages.graph import Booleans, Floats, Graph
from distretto.errors import InputError, gettext_noop

DENSE = 4_096  # actors, up to which a square of yes and no is held in memory


@dataclass(frozen=True)
class QapCorrelation:
    """A correlation of two graphs, and what chance would make of it.

    Attributes
    ----------
    correlation : float
        Pearson's, over pairs of actors known in both.
    p_value : float
        Two-sided: share of permutations at least as far from 0.
    p_greater : float
        One-sided: share of permutations at least as large.
    chance_mean, chance_sd : float
        Of the permutations.
    permutations : int
    """

    correlation: float
    p_value: float
    p_greater: float
    chance_mean: float
    chance_sd: float
    permutations: int


def qap_correlation(
    graph: Graph, other: Graph, *, permutations: int = 999, seed: int = 1
) -> QapCorrelation:
    """Correlation of two graphs of the same actors, tested by QAP [krackhardt1987].

    r = correlation of a[i, j] and b[i, j] over all pairs known in both;
    chance: the actors of b change places, so that its structure stays.

    Parameters
    ----------
    graph, other : Graph
        Of the same actors in the same order.
    permutations : int
        A number of permutations.
    seed : int
        Makes them repeatable.

    Returns
    -------
    QapCorrelation
        Of dimensionless figures. p = (b + 1) / (permutations + 1), b being the number
        of permutations at least as extreme; NaN without any. NaN where one graph has
        no tie or every one.

    Raises
    ------
    InputError
        The actors are not the same.
    """
    if graph.actors != other.actors:
        raise InputError(
            "other_actors",
            gettext_noop(
                "The two graphs are of %(here)s and %(there)s actors, and these are "
                "not the same in the same order. Compare those who are in both."
            ),
            here=len(graph),
            there=len(other),
        )
    n, rng = len(graph), np.random.default_rng(seed)
    if not _is_fully_known(graph) or not _is_fully_known(other):
        measure: _Masked | _Whole = _Masked(graph, other)
    else:
        measure = _Whole(graph, other)
    seen = measure.correlation(np.arange(n)) if n > 1 else math.nan
    if math.isnan(seen):
        nothing = math.nan
        return QapCorrelation(nothing, nothing, nothing, nothing, nothing, permutations)
    drawn = np.array(
        [measure.correlation(rng.permutation(n)) for _ in range(permutations)]
    )
    edge = 1e-12  # equal but for rounding is equal
    return QapCorrelation(
        correlation=seen,
        p_value=_share(np.abs(drawn) >= abs(seen) - edge),
        p_greater=_share(drawn >= seen - edge),
        chance_mean=float(drawn.mean()) if permutations else math.nan,
        chance_sd=float(drawn.std()) if permutations else math.nan,
        permutations=permutations,
    )


def known_pairs(graph: Graph) -> Booleans:
    """Of which ordered pairs one knows whether they are tied [kossinets2006].

    Parameters
    ----------
    graph : Graph

    Returns
    -------
    array of bool of shape (n_actors, n_actors)
        Dimensionless truths, in numbers of 0 and 1; false on the diagonal.
    """
    told = np.repeat(graph.surveyed[:, None], len(graph), axis=1)
    told &= ~graph.unanswered.toarray().astype(bool)
    if not graph.is_directed:
        told |= told.T
    told |= graph.ties.toarray().astype(bool)
    np.fill_diagonal(told, False)
    return told


def _is_fully_known(graph: Graph) -> bool:
    n = len(graph)
    return graph.possible == n * (n - 1) // (1 if graph.is_directed else 2)


def _share(is_extreme: Booleans) -> float:
    """p of a permutation test; NaN where nothing was permuted."""
    if not len(is_extreme):
        return math.nan
    return float((is_extreme.sum() + 1) / (len(is_extreme) + 1))


def _pearson(n: float, x: float, y: float, xy: float) -> float:
    """The correlation of zeros and ones, from how many there are."""
    below = math.sqrt(max(x * (n - x) * y * (n - y), 0.0))
    return (n * xy - x * y) / below if below else math.nan


class _Whole:
    """All pairs are known: only the ties that both have are to be counted."""

    def __init__(self, graph: Graph, other: Graph) -> None:
        n = len(graph)
        self.n, self.pairs = n, n * (n - 1)
        held = graph.ties.tocoo()
        self.i, self.j = held.row.astype(np.int64), held.col.astype(np.int64)
        self.ties, self.others = graph.ties.nnz, other.ties.nnz
        there = other.ties.tocoo()
        self.square = None
        self.keys = np.sort(there.row.astype(np.int64) * n + there.col)
        if n <= DENSE:
            self.square = np.zeros(n * n, dtype=np.bool_)
            self.square[self.keys] = True

    def correlation(self, places: np.ndarray) -> float:
        keys = places[self.i] * self.n + places[self.j]
        both = self._held(keys).sum()
        return _pearson(self.pairs, self.ties, self.others, float(both))

    def _held(self, keys: np.ndarray) -> Booleans:
        if self.square is not None:
            return self.square[keys]
        if not len(self.keys):
            return np.zeros(len(keys), dtype=np.bool_)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return self.keys[at] == keys


class _Masked:
    """Some pairs are unknown: they move with their actors and are left out."""

    def __init__(self, graph: Graph, other: Graph) -> None:
        self.x, self.known_x = _square(graph), known_pairs(graph)
        self.y, self.known_y = _square(other), known_pairs(other)

    def correlation(self, places: np.ndarray) -> float:
        moved = np.ix_(places, places)
        known = self.known_x & self.known_y[moved]
        x, y = self.x & known, self.y[moved] & known
        counts: list[Floats] = [known.sum(), x.sum(), y.sum(), (x & y).sum()]
        return _pearson(*(float(each) for each in counts))


def _square(graph: Graph) -> Booleans:
    return graph.ties.toarray().astype(bool)
