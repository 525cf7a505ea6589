"""Whether ties keep within groups or reach across them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import sparse

from distretto.analysis.diagnosis.linkages.graph import Graph, Integers
from distretto.errors import InputError, gettext_noop


@dataclass(frozen=True)
class Mixing:
    """Ties within groups and across them.

    Attributes
    ----------
    index : float
        (across - within) / (across + within), from -1 to 1.
    expected : float
        What the index would be if every pair were as likely to be tied.
    within, across : int
        Numbers of ties.
    by_group : DataFrame
        `group`, `actors`, `within`, `across`, `index` of the group's own ties.
    left_out : int
        Actors whose group is unknown.
    """

    index: float
    expected: float
    within: int
    across: int
    by_group: pl.DataFrame
    left_out: int


def external_internal(graph: Graph, groups: Sequence[str | None]) -> Mixing:
    """E-I index of the ties by any attribute of the actors [krackhardt1988].

    EI = (across - within) / (across + within)

    Parameters
    ----------
    graph : Graph
    groups : sequence of str or None, of shape (n_actors,)
        Such as type, size class or village; None where it is unknown.

    Returns
    -------
    Mixing
        As dimensionless indices: -1 where all ties keep within groups, 1 where all go
        across. Compare with `expected`: where groups are many and small, most pairs
        are across them anyway. NaN without ties; ties of actors of unknown group are
        left out.

    Raises
    ------
    InputError
        There is not one group for each actor.
    """
    codes, names = coded_groups(graph, groups)
    ties = sparse.coo_array(graph.ties)
    here, there = codes[ties.row], codes[ties.col]
    is_known = (here >= 0) & (there >= 0)
    is_within = here[is_known] == there[is_known]
    per_tie = 1 if graph.is_directed else 2
    within = int(is_within.sum()) // per_tie
    across = int((~is_within).sum()) // per_tie
    return Mixing(
        index=_index(across, within),
        expected=_expected(codes),
        within=within,
        across=across,
        by_group=_by_group(here[is_known], is_within, codes, names, per_tie),
        left_out=int((codes < 0).sum()),
    )


def coded_groups(
    graph: Graph, groups: Sequence[str | None]
) -> tuple[Integers, list[str]]:
    """Groups as numbers in the order of their names; -1 where unknown."""
    if len(groups) != len(graph):
        raise InputError(
            "groups_not_of_actors",
            gettext_noop(
                "There are %(groups)s groups for %(actors)s actors. Give one for each, "
                "None where it is unknown."
            ),
            groups=len(groups),
            actors=len(graph),
        )
    names = sorted({each for each in groups if each is not None})
    places = {name: place for place, name in enumerate(names)}
    codes = [-1 if each is None else places[each] for each in groups]
    return np.array(codes, dtype=np.int64), names


def _index(across: float, within: float) -> float:
    both = across + within
    return (across - within) / both if both else math.nan


def _expected(codes: Integers) -> float:
    sizes = np.bincount(codes[codes >= 0]).astype(np.float64)
    pairs = sizes.sum() * (sizes.sum() - 1)
    within = (sizes * (sizes - 1)).sum()
    return _index(pairs - within, within)


def _by_group(
    here: Integers,
    is_within: np.ndarray,
    codes: Integers,
    names: list[str],
    per_tie: int,
) -> pl.DataFrame:
    count = len(names)
    inner = np.bincount(here[is_within], minlength=count) // per_tie
    outer = np.bincount(here[~is_within], minlength=count)
    return pl.DataFrame(
        {
            "group": names,
            "actors": np.bincount(codes[codes >= 0], minlength=count),
            "within": inner,
            "across": outer,
            "index": [_index(*each) for each in zip(outer, inner, strict=True)],
        },
        schema_overrides={"group": pl.String, "index": pl.Float64},
    ).with_columns(pl.col("index").fill_nan(None))
