"""The matrix of linkages, actor by actor: who names whom, and how strong the tie is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import polars as pl

from distretto.analysis.diagnosis.linkages.graph import Graph, linkage_graph
from distretto.analysis.diagnosis.linkages.survey import Linkages
from distretto.web.diagnosis.linkage_matrix import (
    KINDS,
    Checks,
    checks_of,
    labels_of,
    people_among,
)

# What stands in a cell: a tie, a conflict, no tie, the actor itself, or nothing known.
TIE, CONFLICT, NONE, SELF, UNKNOWN = "tie", "conflict", "none", "self", "unknown"


@dataclass(frozen=True)
class Cell:
    """What the actor of the row told of that of the column.

    `strength` is None where there is no tie, and where its strength is unknown.
    """

    what: str
    strength: float | None = None


@dataclass(frozen=True)
class Actor:
    """A line or a column.

    Attributes
    ----------
    number : int
        Its place among all actors of the matrix, from 1.
    has_answered : bool or None
        None where nobody knows.
    """

    number: int
    name: str
    pk: UUID | None
    group: str
    has_answered: bool | None


@dataclass(frozen=True)
class ActorMatrix:
    """All actors of a view in the order of their groups, with what each told.

    Attributes
    ----------
    actors : tuple of Actor
    order : array of int
        The place in the graph of each of `actors`.
    """

    actors: tuple[Actor, ...]
    order: np.ndarray
    graph: Graph
    checks: Checks

    @property
    def groups(self) -> list[str]:
        """The groups that there are, in order."""
        return list(dict.fromkeys(each.group for each in self.actors))

    def chosen(self, group: str, focus: str) -> list[Actor]:
        """Actors of a group, or one actor and its partners; all where neither is."""
        kept = [each for each in self.actors if group in ("", each.group)]
        names = [each.name for each in self.actors]
        if focus not in names:
            return kept
        middle = self.order[names.index(focus)]
        both = self.graph.both_ways
        near = both.ties + both.conflicts
        near = set(near[[middle]].indices.tolist()) | {int(middle)}
        return [each for each in kept if int(self.order[each.number - 1]) in near]

    def cells(
        self, rows: Collection[Actor], columns: Collection[Actor]
    ) -> list[tuple[Actor, list[Cell]]]:
        """Each of the rows with what it told of each of the columns."""
        down = self.order[[each.number - 1 for each in rows]]
        across = self.order[[each.number - 1 for each in columns]]
        ties, strength, hostile, open_ = (
            held[down][:, across].toarray()
            for held in (
                self.graph.ties,
                self.graph.strength,
                self.graph.conflicts,
                self.graph.unanswered,
            )
        )
        return [
            (
                row,
                [
                    Cell(SELF)
                    if row.number == column.number
                    else Cell(TIE, _number(strength[i, j]))
                    if ties[i, j]
                    else Cell(CONFLICT)
                    if hostile[i, j]
                    else Cell(UNKNOWN)
                    if open_[i, j] or not row.has_answered
                    else Cell(NONE)
                    for j, column in enumerate(columns)
                ],
            )
            for i, row in enumerate(rows)
        ]


def _number(strength: float) -> float | None:
    return None if np.isnan(strength) else float(strength)


def actor_matrix(
    linkages: Linkages,
    *,
    by: str,
    relation: str,
    among: Collection[str],
    pks: Mapping[str, UUID],
) -> ActorMatrix:
    """Who told what of whom, of one kind of linkage; “” is all kinds together."""
    graph = linkage_graph(
        linkages, relation=relation or None, directed=True, among=among
    )
    people = people_among(linkages, among)
    rows = (
        people.select("actor", "kind", "surveyed")
        .with_columns(group=pl.Series(labels_of(people, by), dtype=pl.String))
        .to_dicts()
    )
    kinds = [*KINDS]

    def place(one: int) -> tuple[int, str, str]:
        row = rows[one]
        group, name = row["group"].casefold(), row["actor"].casefold()
        return kinds.index(row["kind"]), group, name

    order = sorted(range(len(rows)), key=place)
    actors = tuple(
        Actor(
            number,
            rows[one]["actor"],
            pks.get(rows[one]["actor"]),
            rows[one]["group"],
            rows[one]["surveyed"],
        )
        for number, one in enumerate(order, start=1)
    )
    return ActorMatrix(
        actors, np.array(order, dtype=np.int64), graph, checks_of(graph, people)
    )
