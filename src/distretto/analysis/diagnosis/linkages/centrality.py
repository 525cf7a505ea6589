"""Who stands in the middle, and how much the whole depends on it."""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from distretto.analysis.diagnosis.linkages import kernels
from distretto.analysis.diagnosis.linkages.graph import Floats, Graph, Integers
from distretto.errors import InputError, gettext_noop

AT_A_TIME = 256  # sources of shortest paths; their sums are added up in order
THREADS = 2


@dataclass(frozen=True)
class Degrees:
    """The ties of each actor.

    Attributes
    ----------
    all : array of int
        Partners, whatever the direction.
    given, received : array of int
        Actors named, and by how many named; both are `all` if ties have no direction.
    """

    all: Integers
    given: Integers
    received: Integers


def degrees(graph: Graph) -> Degrees:
    """How many partners each actor has [freeman1979].

    Parameters
    ----------
    graph : Graph

    Returns
    -------
    Degrees
        As numbers of ties: least values where not all were surveyed, and `given` of an
        actor who was not says nothing.
    """
    n = len(graph)
    return Degrees(
        all=np.diff(graph.both_ways.ties.indptr).astype(np.int64),
        given=np.diff(graph.ties.indptr).astype(np.int64),
        received=np.bincount(graph.ties.indices, minlength=n).astype(np.int64),
    )


def betweenness(graph: Graph) -> Floats:
    """How often an actor lies on shortest ways of others [freeman1979, brandes2001].

    b[v] = sum over pairs s, t of the share of shortest paths from s to t through v

    Parameters
    ----------
    graph : Graph
        Undirected, each pair counts once.

    Returns
    -------
    array of shape (n_actors,)
        A number of pairs, from 0. Missing answers cut many paths: below a coverage of
        70 % the figures may mislead.
    """
    n = len(graph)
    starts = graph.ties.indptr.astype(np.int64)
    ends = graph.ties.indices.astype(np.int32)

    def part(first: int) -> Floats:
        found = np.zeros(n)
        last = min(first + AT_A_TIME, n)
        kernels.betweenness(starts, ends, first, last, found)
        return found

    parts = range(0, n, AT_A_TIME)
    if len(parts) > 1:
        with ThreadPoolExecutor(THREADS) as pool:
            found = sum(pool.map(part, parts), start=np.zeros(n))
    else:
        found = part(0)
    return found if graph.is_directed else found / 2


def degree_centralisation(graph: Graph, *, by: str = "all") -> float:
    """How far the ties are those of one actor [freeman1979].

    sum over i of (max - d[i]) / ((n - 1) (n - 2)) undirected,
    / (n - 1)^2 for ties given or received

    Parameters
    ----------
    graph : Graph
    by : str
        “all” partners, or ties “given” or “received”.

    Returns
    -------
    float
        A dimensionless number: 0 where all have as many, 1 in a star, where one is tied
        to all and nobody else to anybody. NaN below three actors, and for ties given or
        received where ties have no direction.

    Raises
    ------
    InputError
        `by` is none of the three.
    """
    _check_counted(by)
    n = len(graph)
    if n < 3 or (by != "all" and not graph.is_directed):
        return math.nan
    counts: Integers = getattr(degrees(graph), by)
    most = (n - 1) * (n - 2) if by == "all" else (n - 1) ** 2
    return float((counts.max() - counts).sum() / most)


def _check_counted(by: str) -> None:
    if by not in {"all", "given", "received"}:
        raise InputError(
            "no_such_direction",
            gettext_noop(
                "Ties cannot be counted by “%(by)s”. Choose “all”, “given” or "
                "“received”."
            ),
            by=by,
        )


def betweenness_centralisation(graph: Graph, values: Floats | None = None) -> float:
    """How far one actor controls the shortest ways [freeman1979].

    sum over i of (max - b[i]) / ((n - 1)^2 (n - 2) / 2), directed without the half

    Parameters
    ----------
    graph : Graph
    values : array, optional
        What `betweenness` gave, if it is there already.

    Returns
    -------
    float
        A dimensionless number: 0 where all lie between as many, 1 in a star. NaN below
        three actors.
    """
    n = len(graph)
    if n < 3:
        return math.nan
    found = betweenness(graph) if values is None else values
    most = (n - 1) ** 2 * (n - 2) / (1 if graph.is_directed else 2)
    return float((found.max() - found).sum() / most)
