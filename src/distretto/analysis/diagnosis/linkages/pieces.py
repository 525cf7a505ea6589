"""Whether a cluster hangs together: components, isolates, and who holds it up."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import connected_components

from distretto.analysis.diagnosis.linkages import kernels
from distretto.analysis.diagnosis.linkages.graph import Booleans, Graph, Integers


@dataclass(frozen=True)
class Pieces:
    """The parts a cluster falls into.

    Attributes
    ----------
    component : array of int
        The number of each actor's component, 0 being the largest.
    components : int
        Not counting those who are unheard: they may belong to any.
    giant_share : float
        Share of the actors in the largest component.
    is_isolate : array of bool
        Surveyed, and without any tie. An actor who was not asked and whom nobody
        named may have ties that are unknown.
    is_unheard : array of bool
        Such an actor: not surveyed, and named by nobody.
    is_cut : array of bool
        Whose leaving would part others from each other.
    """

    component: Integers
    components: int
    giant_share: float
    is_isolate: Booleans
    is_unheard: Booleans
    is_cut: Booleans

    @property
    def isolates(self) -> int:
        """How many are isolates."""
        return int(self.is_isolate.sum())

    @property
    def unheard(self) -> int:
        """Of how many nobody knows whether they are."""
        return int(self.is_unheard.sum())


def pieces(graph: Graph) -> Pieces:
    """Components, isolates and cut actors [wasserman1994, ch. 4].

    Two actors are in one component where ties lead from one to the other, whatever
    their direction.

    Parameters
    ----------
    graph : Graph

    Returns
    -------
    Pieces
        Numbers of actors, shares from 0 to 1. The share is NaN without actors.
    """
    ties = graph.both_ways.ties
    count, labels = connected_components(ties, directed=False)
    sizes = np.bincount(labels, minlength=count)
    rank = np.empty(count, dtype=np.int64)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(count)
    cut = np.zeros(len(graph), dtype=np.bool_)
    untied = np.diff(ties.indptr) == 0
    is_unheard = untied & ~graph.surveyed
    kernels.cut_actors(ties.indptr.astype(np.int64), ties.indices.astype(np.int64), cut)
    return Pieces(
        component=rank[labels],
        components=int(count - is_unheard.sum()),
        giant_share=float(sizes.max() / len(graph)) if len(graph) else math.nan,
        is_isolate=untied & graph.surveyed,
        is_unheard=is_unheard,
        is_cut=cut,
    )
