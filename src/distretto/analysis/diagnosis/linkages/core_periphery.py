"""Whether a cluster has a core that is knit, and a periphery that hangs on it."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from distretto.analysis.diagnosis.linkages import kernels
from distretto.analysis.diagnosis.linkages.graph import Booleans, Graph


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


def core_periphery(graph: Graph, *, restarts: int = 10, seed: int = 1) -> CorePeriphery:
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
        Of dimensionless figures. A fit of 1 is the ideal; one near 0 says that there is
        no core. Core and periphery have two actors at least. NaN, and nobody in the
        core, below four actors or where none or all pairs are tied.
    """
    ties = graph.both_ways.ties
    n = len(graph)
    if n < 4 or ties.nnz in (0, n * (n - 1)):
        nobody = np.zeros(n, dtype=np.bool_)
        return CorePeriphery(nobody, math.nan, math.nan, math.nan, math.nan)
    rng = np.random.default_rng(seed)
    starts = [_by_degree(ties)]
    starts += [rng.permutation(n) < rng.integers(2, n - 1) for _ in range(restarts)]
    rows = ties.indptr.astype(np.int64), ties.indices.astype(np.int64)
    fits = [kernels.improve_core(*rows, start) for start in starts]
    best = int(np.argmax(fits))
    is_core = starts[best]
    return CorePeriphery(is_core, float(fits[best]), *_densities(ties, is_core))


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
    fits = [kernels.fit_of(a[k], b[k], k + 1, n) for k in range(n)]
    return rank <= int(np.argmax(fits))


def _densities(ties: sparse.csr_array, is_core: Booleans) -> tuple[float, float, float]:
    core = is_core.astype(np.float64)
    rest, k, n = 1 - core, core.sum(), len(core)
    return (
        _share(core @ ties @ core, k * (k - 1)),
        _share(core @ ties @ rest, k * (n - k)),
        _share(rest @ ties @ rest, (n - k) * (n - k - 1)),
    )


def _share(tied: float, pairs: float) -> float:
    """NaN where there is no pair, as within a core of one."""
    return float(tied / pairs) if pairs else math.nan
