"""How tightly a cluster is knit, in single numbers."""

import math

import numpy as np
from scipy import sparse

from distretto.analysis.diagnosis.linkages.graph import Graph
from distretto.analysis.diagnosis.linkages.survey import STRONGEST


def density(graph: Graph) -> float:
    """Share of the pairs of actors that are tied [wasserman1994, ch. 4].

    ties / (n (n - 1)) directed, ties / (n (n - 1) / 2) undirected

    Parameters
    ----------
    graph : Graph
        Of n actors.

    Returns
    -------
    float
        A dimensionless share, 0 (nobody is tied) to 1 (everybody to everybody). Pairs
        of whom nobody reported are in neither number. NaN where there is no known pair.
        It falls when a cluster grows: read it beside `mean_degree`.
    """
    return graph.count / graph.possible if graph.possible else math.nan


def valued_density(graph: Graph) -> float:
    """Strength of all ties against the strongest they could be [wasserman1994, ch. 4].

    sum of strength / (3 x known pairs)

    Parameters
    ----------
    graph : Graph

    Returns
    -------
    float
        A dimensionless share, 0 to 1 (everybody is strongly tied to everybody). A tie
        of unknown strength counts with the mean strength of the others. NaN where no
        pair is known, or there are ties and no strength is known.
    """
    strengths = graph.strength.data
    known = strengths[~np.isnan(strengths)]
    if not len(strengths):
        return density(graph)
    return float(density(graph) * known.mean() / STRONGEST) if len(known) else math.nan


def mean_degree(graph: Graph) -> float:
    """Ties of an actor on average [wasserman1994, ch. 4].

    2 ties / n undirected, ties / n directed

    Parameters
    ----------
    graph : Graph

    Returns
    -------
    float
        A number of ties; NaN without actors. It is a least value where not all were
        surveyed.
    """
    return float(graph.ties.nnz / len(graph)) if len(graph) else math.nan


def reciprocity(graph: Graph) -> float:
    """Share of directed ties that are returned [wasserman1994, ch. 13].

    ties that go both ways / ties, among those who were both surveyed

    Parameters
    ----------
    graph : Graph
        Directed.

    Returns
    -------
    float
        A dimensionless share, 0 (none is returned) to 1 (all are). NaN where there is
        no tie among actors who were both surveyed, or ties have no direction.
    """
    heard = graph.ties[graph.surveyed][:, graph.surveyed]
    if not graph.is_directed or not heard.nnz:
        return math.nan
    return float(heard.multiply(heard.T).nnz / heard.nnz)


def transitivity(graph: Graph) -> float:
    """Share of pairs with a partner in common that are tied too [wasserman1994, ch. 6].

    3 triangles / pairs of ties that meet; directions are passed over.

    Parameters
    ----------
    graph : Graph

    Returns
    -------
    float
        A dimensionless share, 0 (partners of one actor are never partners) to 1 (they
        always are). NaN where nobody has two partners.
    """
    ties = graph.both_ways.ties
    degree = np.diff(ties.indptr).astype(np.float64)
    triples = (degree * (degree - 1)).sum() / 2
    return float(3 * _triangles(ties, degree) / triples) if triples else math.nan


def _triangles(ties: sparse.csr_array, degree: np.ndarray) -> float:
    """Each once: ties point to the end of higher degree, so that hubs are short."""
    rank = np.empty(len(degree), dtype=np.int64)
    rank[np.argsort(degree, kind="stable")] = np.arange(len(degree))
    held = sparse.coo_array(ties)
    i, j = rank[held.row], rank[held.col]
    up = i < j
    n = len(degree)
    ahead = sparse.csr_array((np.ones(up.sum()), (i[up], j[up])), shape=(n, n))
    return float((ahead @ ahead).multiply(ahead).sum())
