"""How closely firms are bound to few partners, and their partners to few."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from distretto.analysis.diagnosis.linkages.constraint import tie_shares
from distretto.analysis.diagnosis.linkages.graph import Floats, Graph


@dataclass(frozen=True)
class Coupling:
    """How an actor's exchange is spread over its partners.

    Attributes
    ----------
    first : array
        First order: near 0 arm's length, with many partners alike; 1 all with one.
    second : array
        Second order: the mean of the first order of an actor's partners.
    """

    first: Floats
    second: Floats


def coupling(graph: Graph, *, valued: bool = True) -> Coupling:
    """First-order and second-order coupling of each actor [uzzi1996].

    first[i] = sum over j of p[i, j]^2, second[i] = mean over partners j of first[j],
    p[i, j] being the share of i's exchange that is with j.

    Parameters
    ----------
    graph : Graph
        Of exchange: sales, purchases, subcontracts.
    valued : bool
        Whether the share is of strengths (points), or all partners count alike.

    Returns
    -------
    Coupling
        A dimensionless share, 0 to 1. The benefit is an upside-down U: too low is at
        arm's length, too high locked in; firms did best between. NaN for an isolate,
        and where a strength is unknown if `valued`.
    """
    shares = tie_shares(graph, valued=valued)
    partners = np.diff(shares.indptr)
    squares = np.asarray(shares.multiply(shares).sum(axis=1)).ravel()
    first = np.where(partners > 0, squares, np.nan)
    ones = sparse.csr_array(
        (np.ones(shares.nnz), shares.indices, shares.indptr), shape=shares.shape
    )
    sums = ones @ np.where(partners > 0, squares, 0.0)
    second = np.divide(
        sums, partners, out=np.full(len(graph), np.nan), where=partners > 0
    )
    return Coupling(first, second)
