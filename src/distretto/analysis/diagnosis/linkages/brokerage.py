"""Who stands between two that are not tied, and between which groups."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from scipy import sparse

from distretto.analysis.diagnosis.linkages.graph import Floats, Graph, Integers
from distretto.analysis.diagnosis.linkages.mixing import coded_groups

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")


def brokerage(graph: Graph, groups: Sequence[str | None]) -> pl.DataFrame:
    """How often each actor is a broker, by the groups it stands between [gould1989].

    The number of a -> b -> c with a not tied to c, for each b:
    coordinator AAA, itinerant ABA, representative AAB, gatekeeper ABB, liaison ABC,
    the letters being the groups of a, b and c.

    Parameters
    ----------
    graph : Graph
        Undirected, each open pair counts in both directions.
    groups : sequence of str or None, of shape (n_actors,)
        Actors of unknown group are left out, and broker nothing.

    Returns
    -------
    DataFrame
        `actor`, the five roles and their sum `brokered`: numbers of pairs. Null for an
        actor of unknown group.

    Raises
    ------
    InputError
        There is not one group for each actor.
    """
    codes, names = coded_groups(graph, groups)
    ties, same, other = _split(graph.ties, codes)
    arrives, leaves = (_by_group(part, codes, len(names)) for part in (other.T, other))
    back_same, back_other = (_rows(part.multiply(part.T)) for part in (same, other))
    in_same, out_same = _rows(same.T), _rows(same)
    in_other, out_other = _rows(other.T), _rows(other)
    found = {
        "coordinator": in_same * out_same - back_same - _closed(same, same, ties),
        "itinerant": np.asarray(arrives.multiply(leaves).sum(axis=1)).ravel()
        - back_other
        - _closed(other, other, same),
        "representative": in_same * out_other - _closed(same, other, ties),
        "gatekeeper": in_other * out_same - _closed(other, same, ties),
    }
    apart = in_other * out_other - back_other - _closed(other, other, ties)
    found["liaison"] = apart - found["itinerant"]
    table = pl.DataFrame(
        {"actor": graph.actors}
        | {role: np.rint(found[role]).astype(np.int64) for role in ROLES},
        schema_overrides={"actor": pl.String},
    ).with_columns(brokered=pl.sum_horizontal(ROLES))
    is_known = pl.Series(codes >= 0, dtype=pl.Boolean)
    return table.with_columns(
        pl.when(is_known).then(pl.col(name)).alias(name)
        for name in (*ROLES, "brokered")
    )


def _split(
    ties: sparse.csr_array, codes: Integers
) -> tuple[sparse.csr_array, sparse.csr_array, sparse.csr_array]:
    """All ties among actors of known group, those within groups, those across."""
    held = sparse.coo_array(ties)
    here, there = codes[held.row], codes[held.col]
    is_known = (here >= 0) & (there >= 0)

    def where(kept: np.ndarray) -> sparse.csr_array:
        places = (held.row[kept], held.col[kept])
        return sparse.csr_array((held.data[kept], places), shape=ties.shape)

    return (
        where(is_known),
        where(is_known & (here == there)),
        where(is_known & (here != there)),
    )


def _rows(held: sparse.sparray) -> Floats:
    return np.asarray(held.sum(axis=1), dtype=np.float64).ravel()


def _by_group(held: sparse.sparray, codes: Integers, count: int) -> sparse.csr_array:
    """How many of each group a row has."""
    known = np.flatnonzero(codes >= 0)
    shape = (len(codes), max(count, 1))
    member = sparse.csr_array((np.ones(len(known)), (known, codes[known])), shape=shape)
    return sparse.csr_array(held) @ member


def _closed(
    into: sparse.csr_array, out_of: sparse.csr_array, ties: sparse.csr_array
) -> Floats:
    """For each b, pairs a -> b -> c whose ends are tied themselves, a -> c."""
    # (into' ties)[b, c] counts the a that name both b and c.
    return _rows((sparse.csr_array(into.T) @ ties).multiply(out_of))
