"""The matrix of linkages: ties of each pair of groups, and whose word they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import sparse

from distretto.analysis.diagnosis.linkages.graph import Graph
from distretto.analysis.diagnosis.linkages.mixing import coded_groups
from distretto.analysis.diagnosis.linkages.qap import known_pairs


def tie_blocks(graph: Graph, groups: Sequence[str | None]) -> pl.DataFrame:
    """Ties and density of each pair of groups [wasserman1994].

    density[g, h] = ties between g and h / pairs of them of whom it is known

    Parameters
    ----------
    graph : Graph
        Undirected, a tie within a group counts once; directed, from group to `other`.
    groups : sequence of str or None, of shape (n_actors,)
        Such as kind, stage or place; None where it is unknown.

    Returns
    -------
    DataFrame
        `group`, `other`, `ties` and `known_pairs` (counts), `density` (a share from 0
        to 1; null where no pair is known) for each group with each, in the order of
        their names. Actors of unknown group are left out.

    Raises
    ------
    InputError
        There is not one group for each actor.
    """
    codes, names = coded_groups(graph, groups)
    kept = np.flatnonzero(codes >= 0)
    of_group = sparse.csr_array(
        (np.ones(len(kept)), (kept, codes[kept])), shape=(len(graph), len(names))
    )
    ties = (of_group.T @ graph.ties @ of_group).toarray()
    pairs = of_group.T @ (known_pairs(graph).astype(np.float64) @ of_group)
    if not graph.is_directed:  # within a group, both ways stand for one tie
        for held in (ties, pairs):
            np.fill_diagonal(held, np.diag(held) / 2)
    here, there = np.indices(ties.shape).reshape(2, -1)
    counted = {"ties": ties, "known_pairs": pairs}
    return pl.DataFrame(
        {
            "group": [names[place] for place in here],
            "other": [names[place] for place in there],
            **{
                name: held.ravel().round().astype(np.int64)
                for name, held in counted.items()
            },
        },
        schema_overrides={"group": pl.String, "other": pl.String},
    ).with_columns(
        density=pl.when(pl.col("known_pairs") > 0).then(
            pl.col("ties") / pl.col("known_pairs")
        )
    )


@dataclass(frozen=True)
class Reports:
    """Whose word the ties of a graph rest on, in pairs of actors.

    Attributes
    ----------
    both : int
        Ties that both told.
    one : int
        Ties that one told and the other, who answered, did not.
    unheard : int
        Ties that one told, the other having given no answer.
    conflicts : int
        Pairs of whom one or both told a conflict.
    disputed : int
        Of these, pairs of whom one or both told a tie as well.
    """

    both: int
    one: int
    unheard: int
    conflicts: int
    disputed: int


def reports_of(graph: Graph) -> Reports:
    """How many ties were told by both, and how many by one side only [marsden1990].

    Parameters
    ----------
    graph : Graph
        Directed: from who told to whom was named.

    Returns
    -------
    Reports
        Pairs of actors as counts, each once; dimensionless.
    """
    told = graph.ties.toarray().astype(bool)
    answered = graph.surveyed[:, None] & ~graph.unanswered.toarray().astype(bool)
    hostile = graph.conflicts.toarray().astype(bool)
    # Who told a tie has answered, whatever the list of actors says.
    answered |= told | hostile
    either, asked_both = np.triu(told | told.T), answered & answered.T
    both = np.triu(told & told.T)
    quarrel = np.triu(hostile | hostile.T)
    return Reports(
        both=int(both.sum()),
        one=int((either & ~both & asked_both).sum()),
        unheard=int((either & ~asked_both).sum()),
        conflicts=int(quarrel.sum()),
        disputed=int((quarrel & either).sum()),
    )
