"""What a sociogram shows: the actors and ties of a wave, or of two waves compared."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from distretto.analysis.diagnosis.linkages.graph import Booleans, Graph, linkage_graph
from distretto.analysis.diagnosis.linkages.interval import LEAST_COVERAGE
from distretto.analysis.diagnosis.linkages.pieces import pieces
from distretto.analysis.diagnosis.linkages.qap import known_pairs
from distretto.analysis.diagnosis.linkages.survey import (
    KINDS,
    OUTSIDE,
    Linkages,
    survey_of_linkages,
)
from distretto.analysis.diagnosis.linkages.tie_changes import KEPT, LOST, NEW
from distretto.errors import InputError, gettext_noop

TIE, CONFLICT, UNCLEAR = "tie", "conflict", "unclear"


@dataclass(frozen=True)
class Choice:
    """What of the ties is shown; all actors keep their places whatever it is.

    Attributes
    ----------
    relation : str or None
        One kind of linkage; all together if None.
    weakest : float
        The least strength that is shown.
    among : collection of str
        Kinds of actors.
    focus : str or None
        One actor, shown with its partners alone.
    directed : bool
        Whether ties have arrows. Not where two waves are compared.
    """

    relation: str | None = None
    weakest: float = 0.0
    among: Collection[str] = KINDS
    focus: str | None = None
    directed: bool = False


@dataclass(frozen=True)
class Shown:
    """Actors and ties of one picture.

    Attributes
    ----------
    actors : DataFrame
        `actor`, `kind`, `group`, `surveyed` (in the waves shown), `degree`, `new`,
        `lost`, `is_isolate` and `is_unheard` (within the cluster, in the last wave
        shown), `presence` (“”, “new” or “lost”) and `is_near` (the focus and its
        partners).
    i, j : arrays of int
        Ends of each tie as rows of `actors`; in undirected pictures i < j.
    status : array of str
        tie, kept, new, lost, unclear or conflict.
    strength : array of float
        NaN where it is unknown.
    waves : tuple of str
        The wave, or the two that are compared.
    surveyed, counted : int
        How many answered of the actors of the picture that are within the cluster.
    is_coverage_known : bool
    is_roster : bool
        Whether who has no tie is known at all.
    is_wish : bool
        Whether the ties, or those of the second wave, are wished for.
    """

    actors: pl.DataFrame
    i: np.ndarray
    j: np.ndarray
    status: np.ndarray
    strength: np.ndarray
    is_directed: bool
    waves: tuple[str, ...]
    surveyed: int
    counted: int
    is_coverage_known: bool
    is_roster: bool = True
    is_wish: bool = False

    @property
    def is_thin(self) -> bool:
        """Whether so few answered that the picture says nothing of the whole."""
        return self.is_coverage_known and self.surveyed < LEAST_COVERAGE * self.counted

    @property
    def ties(self) -> int:
        """Ties shown: not the lost ones, and not conflicts."""
        return int((~np.isin(self.status, [LOST, CONFLICT])).sum())


def union_of(waves: Sequence[Linkages]) -> Linkages:
    """All actors and ties of all waves and relations: what places are made of."""
    actors = pl.concat([each.actors for each in waves], how="diagonal_relaxed")
    ties = pl.concat([each.ties.select("from", "to", "strength") for each in waves])
    # A conflict pulls nobody together, and neither does “none”.
    tied = (pl.col("strength").cast(pl.Float64) > 0).fill_null(True)
    return survey_of_linkages(
        ties.filter(tied).select("from", "to").unique(maintain_order=True),
        actors.unique("actor", keep="last", maintain_order=True),
    )


def shown(waves: Sequence[Linkages], union: Linkages, choice: Choice) -> Shown:
    """What is shown of one wave, or of the change from the first to the second."""
    everybody = union.actors.filter(pl.col("kind").is_in(list(choice.among)))
    graphs = [_graph_of(each, union, choice) for each in waves]
    found = _compared(*graphs) if len(graphs) == 2 else _single(graphs[0])
    i, j, status, strength = found
    present = [_presence(each, everybody) for each in waves]
    n = everybody.height
    counts = {
        name: _ends(n, i, j, np.isin(status, kinds))
        for name, kinds in {
            "degree": (TIE, KEPT, NEW, UNCLEAR),
            "new": (NEW,),
            "lost": (LOST,),
        }.items()
    }
    if choice.directed and len(graphs) == 1:
        counts["degree"] = np.diff(graphs[0].both_ways.ties.indptr)
    is_near = _near(everybody, choice.focus, i, j)
    truths = {
        "surveyed": _answered(graphs, present),
        **_alone(waves[-1], union, choice, everybody, present[-1]),
    }
    actors = everybody.with_columns(
        pl.Series(name, values) for name, values in (counts | truths).items()
    ).with_columns(
        presence=pl.Series(_came_or_left(present), dtype=pl.String),
        is_near=pl.Series(is_near, dtype=pl.Boolean),
    )
    there = present[-1] | present[0]
    kept = np.flatnonzero(there)
    place = np.full(n, -1)
    place[kept] = np.arange(len(kept))
    is_kept = there[i] & there[j] & is_near[i] & is_near[j]
    if choice.focus is not None:  # its own ties, not those among its partners
        middle = everybody["actor"].to_list().index(choice.focus)
        is_kept &= (i == middle) | (j == middle)
    seen = actors.filter("is_near")["actor"].implode()
    last = waves[-1].actors.filter(
        pl.col("kind") != OUTSIDE, pl.col("actor").is_in(seen)
    )
    told = last["surveyed"]
    return Shown(
        actors=actors[kept],
        i=place[i[is_kept]],
        j=place[j[is_kept]],
        status=status[is_kept],
        strength=strength[is_kept],
        is_directed=choice.directed and len(waves) == 1,
        waves=tuple(each.wave for each in waves),
        surveyed=int(told.fill_null(False).sum()),
        counted=last.height,
        is_coverage_known=bool(len(told)) and not told.is_null().all(),
        is_roster=waves[-1].is_roster,
        is_wish=waves[-1].is_desired and not (len(waves) == 2 and waves[0].is_desired),
    )


def _answered(graphs: Sequence[Graph], present: Sequence[Booleans]) -> Booleans:
    """Who answered in the wave shown, or in the last of two in which it was there.

    As for the measures: of whom nobody knows, where others are known, did not.
    """
    return np.where(present[-1], graphs[-1].surveyed, graphs[0].surveyed)


def _alone(
    wave: Linkages,
    union: Linkages,
    choice: Choice,
    everybody: pl.DataFrame,
    is_there: Booleans,
) -> dict[str, Booleans]:
    """Isolates, and those of whom nobody knows, as the measures have them: by the ties
    within the cluster alone.
    """
    nobody = np.zeros(everybody.height, dtype=np.bool_)
    within = [kind for kind in choice.among if kind != OUTSIDE]
    is_within = everybody["kind"].is_in(within).to_numpy()
    if not is_within.any():
        return {"is_isolate": nobody, "is_unheard": nobody}
    parts = pieces(_graph_of(wave, union, replace(choice, among=within)))
    isolates, unheard = nobody.copy(), nobody.copy()
    isolates[is_within], unheard[is_within] = parts.is_isolate, parts.is_unheard
    return {"is_isolate": isolates & is_there, "is_unheard": unheard & is_there}


def check_choice(waves: Sequence[Linkages], union: Linkages, choice: Choice) -> None:
    """Refuse an actor or a relation that no wave has."""
    relations = list(dict.fromkeys(one for each in waves for one in each.relations))
    if choice.relation is not None and choice.relation not in relations:
        raise InputError(
            "no_such_relation",
            gettext_noop(
                "There are no ties of the kind “%(relation)s”, only: %(known)s."
            ),
            relation=choice.relation,
            known=", ".join(f"“{each}”" for each in relations) or "none",
        )
    seen = union.actors.filter(pl.col("kind").is_in(list(choice.among)))["actor"]
    if choice.focus is not None and choice.focus not in set(seen):
        raise InputError(
            "no_such_actor",
            gettext_noop("There is no actor “%(actor)s” to look at."),
            actor=choice.focus,
        )


def _graph_of(wave: Linkages, union: Linkages, choice: Choice) -> Graph:
    """The ties of a wave among the actors of all waves."""
    silent = wave.actors.select("actor", "surveyed")
    there = union.actors.drop("surveyed").join(
        silent, on="actor", how="left", maintain_order="left"
    )
    held = replace(wave, actors=there)
    relation = choice.relation
    if relation is not None and relation not in wave.relations:
        # Another wave has it: in this one there is none.
        held = replace(held, ties=wave.ties.clear(), unanswered=wave.unanswered.clear())
        relation = None
    return linkage_graph(
        held,
        relation=relation,
        directed=choice.directed,
        among=choice.among,
        weakest=choice.weakest,
    )


Ties = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _single(graph: Graph) -> Ties:
    held = graph.strength.tocoo()
    hostile = graph.conflicts.tocoo()
    i = np.concatenate([held.row, hostile.row])
    j = np.concatenate([held.col, hostile.col])
    status = np.repeat([TIE, CONFLICT], [held.nnz, hostile.nnz])
    strength = np.concatenate([held.data, np.full(hostile.nnz, np.nan)])
    once = np.ones(len(i), bool) if graph.is_directed else i < j
    return i[once], j[once], status[once], strength[once]


def _compared(before: Graph, after: Graph) -> Ties:
    first, second = before.both_ways, after.both_ways
    x, y = (_square(graph) for graph in (first, second))
    i, j = np.nonzero(np.triu(x | y))
    was, is_now = x[i, j], y[i, j]
    asked = known_pairs(first)[i, j] & known_pairs(second)[i, j]
    status = np.select(
        [was & is_now, ~asked, is_now], [KEPT, UNCLEAR, NEW], default=LOST
    )
    strength = np.where(is_now, _strengths(second)[i, j], _strengths(first)[i, j])
    hostile = np.nonzero(np.triu(second.conflicts.toarray()))
    extra = len(hostile[0])
    return (
        np.concatenate([i, hostile[0]]),
        np.concatenate([j, hostile[1]]),
        np.concatenate([status, np.repeat(CONFLICT, extra)]),
        np.concatenate([strength, np.full(extra, np.nan)]),
    )


def _square(graph: Graph) -> Booleans:
    return graph.ties.toarray().astype(bool)


def _strengths(graph: Graph) -> np.ndarray:
    return graph.strength.toarray()


def _presence(wave: Linkages, everybody: pl.DataFrame) -> Booleans:
    names = wave.actors["actor"].implode()
    there: Booleans = everybody["actor"].is_in(names).to_numpy()
    return there


def _came_or_left(present: Sequence[Booleans]) -> list[str]:
    if len(present) < 2:
        return [""] * len(present[0])
    return list(np.select([~present[0], ~present[1]], [NEW, LOST], default=""))


def _ends(n: int, i: np.ndarray, j: np.ndarray, kept: Booleans) -> np.ndarray:
    return np.bincount(i[kept], minlength=n) + np.bincount(j[kept], minlength=n)


def _near(
    actors: pl.DataFrame, focus: str | None, i: np.ndarray, j: np.ndarray
) -> Booleans:
    """The focus and whom it is tied to; everybody where there is none."""
    if focus is None:
        return np.ones(actors.height, dtype=np.bool_)
    near = (actors["actor"] == focus).to_numpy().copy()
    middle = np.flatnonzero(near)
    near[j[np.isin(i, middle)]] = True
    near[i[np.isin(j, middle)]] = True
    return near
