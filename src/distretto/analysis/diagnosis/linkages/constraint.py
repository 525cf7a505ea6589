"""How little room an actor has between its partners."""

import numpy as np
from scipy import sparse

from distretto.analysis.diagnosis.linkages import kernels
from distretto.analysis.diagnosis.linkages.graph import Floats, Graph


def constraint(graph: Graph, *, valued: bool = False) -> Floats:
    """Burt's constraint of each actor [burt1992, ch. 2].

    c[i] = sum over partners j of (p[i, j] + sum over q of p[i, q] p[q, j])^2,
    p[i, j] = (a[i, j] + a[j, i]) / sum over k of (a[i, k] + a[k, i])

    Parameters
    ----------
    graph : Graph
    valued : bool
        Whether a is the strength of ties (points) and not 1 for each.

    Returns
    -------
    array of shape (n_actors,)
        A dimensionless number: low where partners do not know each other, so that an
        actor can choose and carry news between them; 1 and more where all depend on
        each other. NaN for an isolate, and for whom a strength is unknown if `valued`.
    """
    shares = tie_shares(graph, valued=valued)
    back = sparse.csr_array(shares.T)
    back.sort_indices()
    around = np.zeros(shares.nnz)
    rows = shares.indptr.astype(np.int64), shares.indices.astype(np.int64)
    kernels.indirect_shares(*rows, shares.data, back.data, around)
    partners = np.diff(shares.indptr)
    whose = np.repeat(np.arange(len(graph)), partners)
    squares = (shares.data + around) ** 2
    found = np.bincount(whose, squares, minlength=len(graph))
    return np.where(partners == 0, np.nan, found)


def tie_shares(graph: Graph, *, valued: bool) -> sparse.csr_array:
    """What share of an actor's ties each partner has; rows sum to 1."""
    held = graph.strength if valued else graph.ties
    both = sparse.csr_array(held + held.T)
    both.sort_indices()
    sums = np.asarray(both.sum(axis=1)).ravel()
    rows = np.repeat(np.arange(len(graph)), np.diff(both.indptr))
    return sparse.csr_array(
        (both.data / sums[rows], both.indices, both.indptr), shape=both.shape
    )
