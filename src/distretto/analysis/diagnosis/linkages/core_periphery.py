"""Whether a cluster has a core that is knit, and a periphery that hangs on it."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from distretto.analysis.diagnosis.linkages.graph import Booleans, Floats, Graph


@dataclass(frozen=True)
class CorePeriphery:
    """The best division into a core and a periphery.

    Attributes
    ----------
    is_core : array of bool
    fit : float
        Correlation with the ideal, -1 to 1: all pairs of the core tied, no pair of the
        periphery. Ties between the two are passed over.
    core_density, between_density, periphery_density : float
        Shares of pairs tied, 0 to 1.
    """

    is_core: Booleans
    fit: float
    core_density: float
    between_density: float
    periphery_density: float

    @property
    def size(self) -> int:
        """Actors of the core."""
        return int(self.is_core.sum())


def core_periphery(
    graph: Graph, *, restarts: int = 10, seed: int = 1
) -> CorePeriphery:
    """Core and periphery, discrete, by the best fit [borgatti2000].

    fit = correlation of the ties with a pattern of 1 within the core and 0 within the
    periphery, over the pairs in one of the two.

    Actors change sides one by one, the one that helps most first, until none helps;
    from the best of all cores of highest degree, and from `restarts` random ones.

    Parameters
    ----------
    graph : Graph
        Directions are passed over.
    restarts : int
        A number of random beginnings beside the one by degree.
    seed : int
        Makes them repeatable.

    Returns
    -------
    CorePeriphery
        Dimensionless. A fit of 1 is the ideal; one near 0 says that there is no core.
        Core and periphery have two actors at least. NaN, and nobody in the core, below
        four actors or where none or all pairs are tied.

    Raises
    ------
    InputError
        Never: a graph was checked when it was made.
    """
    ties = graph.undirected().ties
    n = len(graph)
    if n < 4 or ties.nnz in (0, n * (n - 1)):
        nobody = np.zeros(n, dtype=np.bool_)
        return CorePeriphery(nobody, math.nan, math.nan, math.nan, math.nan)
    rng = np.random.default_rng(seed)
    starts = [_by_degree(ties)]
    starts += [rng.permutation(n) < rng.integers(2, n - 1) for _ in range(restarts)]
    found = [_improved(ties, start) for start in starts]
    fit, is_core = max(found, key=lambda each: each[0])
    return CorePeriphery(is_core, fit, *_densities(ties, is_core))


def _fits(a: Floats, b: Floats, core: Floats, n: int) -> Floats:
    """The correlation: `a` ties in a core of so many, `b` in the periphery."""
    pairs, others = core * (core - 1) / 2, (n - core) * (n - core - 1) / 2
    tied, untied = a + b, pairs + others - a - b
    top = a * (others - b) - (pairs - a) * b
    below = np.sqrt(np.maximum(pairs * others * tied * untied, 0.0))
    # With one actor a side has no pair, and without untied pairs there is no pattern.
    is_defined = (below > 0) & (core >= 2) & (core <= n - 2)
    return np.divide(top, below, out=np.full(np.shape(top), -2.0), where=is_defined)


def _by_degree(ties: sparse.csr_array) -> Booleans:
    """The best of the cores that hold the actors of most ties."""
    n = ties.shape[0]
    order = np.argsort(-np.diff(ties.indptr), kind="stable")
    rank = np.empty(n, dtype=np.int64)
    rank[order] = np.arange(n)
    held = sparse.coo_array(ties)
    later = np.maximum(rank[held.row], rank[held.col])
    sooner = np.minimum(rank[held.row], rank[held.col])
    # A tie is in the core once its later end is, in the periphery while its sooner is.
    a = np.cumsum(np.bincount(later, minlength=n)) / 2
    b = (ties.nnz - np.cumsum(np.bincount(sooner, minlength=n))) / 2
    best = int(np.argmax(_fits(a, b, np.arange(1.0, n + 1), n)))
    return rank <= best


def _improved(ties: sparse.csr_array, start: Booleans) -> tuple[float, Booleans]:
    """Let actors change sides as long as it helps; returns the fit and the core."""
    n = ties.shape[0]
    is_core = start.copy()
    to_core = ties @ is_core.astype(np.float64)
    degree = np.diff(ties.indptr).astype(np.float64)
    a = to_core[is_core].sum() / 2
    b = (degree - to_core)[~is_core].sum() / 2
    fit = -2.0
    while True:
        sign = np.where(is_core, -1.0, 1.0)
        a_then = a + sign * to_core
        b_then = b - sign * (degree - to_core)
        fits = _fits(a_then, b_then, is_core.sum() + sign, n)
        one = int(np.argmax(fits))
        if fits[one] <= fit + 1e-12:
            return fit, is_core
        fit, a, b = float(fits[one]), a_then[one], b_then[one]
        partners = ties.indices[ties.indptr[one] : ties.indptr[one + 1]]
        to_core[partners] += sign[one]
        is_core[one] = not is_core[one]


def _densities(ties: sparse.csr_array, is_core: Booleans) -> tuple[float, float, float]:
    core = is_core.astype(np.float64)
    rest, k, n = 1 - core, core.sum(), len(core)
    return (
        float(core @ ties @ core / (k * (k - 1))),
        float(core @ ties @ rest / (k * (n - k))),
        float(rest @ ties @ rest / ((n - k) * (n - k - 1))),
    )
