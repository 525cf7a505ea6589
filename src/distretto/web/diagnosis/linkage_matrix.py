"""The matrix of linkages, group by group: ties and density of each pair of groups.

Everybody sees it who sees linkages: groups of few firms are joined for readers who may
not see single ones, and of institutions that few firms are tied to no number is told.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.analysis.diagnosis.bottlenecks.hidden import hidden_cells
from distretto.analysis.diagnosis.linkages.blocks import (
    Reports,
    reports_of,
    tie_blocks,
)
from distretto.analysis.diagnosis.linkages.graph import Graph, linkage_graph
from distretto.analysis.diagnosis.linkages.survey import (
    FIRM,
    INSTITUTION,
    OUTSIDE,
    TEAM,
    Linkages,
)
from distretto.web.diagnosis.few_firms import names_hidden

BY_KIND = "kind"
KINDS: Mapping[str, Any] = {
    FIRM: _("Firms"),
    INSTITUTION: _("Institutions"),
    TEAM: _("Project team"),
    OUTSIDE: _("Outside the cluster"),
}


@dataclass(frozen=True)
class Cell:
    """What is between two groups; `density` is None where no pair is known."""

    ties: int
    known_pairs: int
    density: float | None
    is_withheld: bool


@dataclass(frozen=True)
class Group:
    """A line of the matrix.

    Attributes
    ----------
    actors, answered : int
    cells : tuple of Cell
        One for each group, in the order of the lines.
    share_within : float or None
        Of the group's ties, those within it; None without ties, or withheld.
    """

    name: str
    actors: int
    answered: int
    cells: tuple[Cell, ...]
    share_within: float | None
    is_withheld: bool


@dataclass(frozen=True)
class GroupMatrix:
    """The groups, and what is to be known of the ties that they are made of."""

    groups: tuple[Group, ...]
    checks: "Checks"


@dataclass(frozen=True)
class Checks:
    """Whose word the matrix rests on.

    Attributes
    ----------
    reports : Reports
    unknown_strength : int
        Ties, as they were told, whose strength nobody knows.
    silent : int
        Actors within the view who are not known to have answered.
    empty : int
        Of these, those whom nobody else named either: unknown, not without ties.
    is_coverage_known : bool
        Whether anybody said who answered.
    """

    reports: Reports
    unknown_strength: int
    silent: int
    empty: int
    is_coverage_known: bool


def group_matrix(
    linkages: Linkages,
    *,
    by: str,
    relation: str,
    among: Collection[str],
    fewest: int,
) -> GroupMatrix:
    """Each group with each, of one kind of linkage; “” is all kinds together."""
    told = linkage_graph(
        linkages, relation=relation or None, directed=True, among=among
    )
    people = people_among(linkages, among)
    graph, labels = told.both_ways, labels_of(people, by, fewest)
    names = _ordered(people, labels)
    found = {
        (row["group"], row["other"]): row
        for row in tie_blocks(graph, labels).iter_rows(named=True)
    }
    withheld = _withheld(graph, people, labels, fewest)
    answered = people["surveyed"].fill_null(value=False).to_list()
    counts = Counter(labels)
    heard = Counter(
        label for label, is_heard in zip(labels, answered, strict=True) if is_heard
    )
    groups = []
    for name in names:
        cells = tuple(
            Cell(
                found[name, other]["ties"],
                found[name, other]["known_pairs"],
                found[name, other]["density"],
                (name, other) in withheld,
            )
            for other in names
        )
        groups.append(_group(name, names, cells, counts[name], heard[name]))
    return GroupMatrix(tuple(groups), checks_of(told, people))


def _group(
    name: str, names: list[str], cells: tuple[Cell, ...], actors: int, answered: int
) -> Group:
    ties = sum(each.ties for each in cells)
    is_withheld = any(each.is_withheld for each in cells)
    within = cells[names.index(name)].ties
    share = within / ties if ties and not is_withheld else None
    return Group(name, actors, answered, cells, share, is_withheld)


def labels_of(people: pl.DataFrame, by: str, fewest: int = 0) -> list[str]:
    """The group of each actor, in words: firms by an attribute, others by type.

    With `fewest`, groups of few firms are one, and others that would give them back.
    """
    if by == BY_KIND:
        return [str(KINDS[kind]) for kind in people["kind"]]
    labels = [_label(row, by) for row in people.iter_rows(named=True)]
    if not fewest:
        return labels
    is_firm = (people["kind"] == FIRM).to_list()
    firms = Counter(
        label for label, counts in zip(labels, is_firm, strict=True) if counts
    )
    hidden = names_hidden(firms, fewest)
    rest = gettext("Others and unknown")
    return [
        rest if counts and label in hidden else label
        for label, counts in zip(labels, is_firm, strict=True)
    ]


def _label(row: Mapping[str, Any], by: str) -> str:
    kind = row["kind"]
    if kind == FIRM:
        return str(row[by] or gettext("Group unknown"))
    if kind == INSTITUTION and row["type"]:
        return str(row["type"])
    return str(KINDS[kind])


def _ordered(people: pl.DataFrame, labels: list[str]) -> list[str]:
    """Groups of firms first, then of institutions, the team and the outside."""
    order = [*KINDS]
    first: dict[str, int] = {}
    for kind, label in zip(people["kind"], labels, strict=True):
        first[label] = min(order.index(kind), first.get(label, len(order)))
    return sorted(first, key=lambda each: (first[each], each.casefold()))


def _withheld(
    graph: Graph, people: pl.DataFrame, labels: list[str], fewest: int
) -> set[tuple[str, str]]:
    """Cells of firms with groups of others that would tell of a few firms.

    All cells of such a group of others are withheld, and where it is the only one a
    second group is, because sums over all of them are told elsewhere.
    """
    if not fewest:
        return set()
    groups, is_firm = np.array(labels), (people["kind"] == FIRM).to_numpy()
    ties = graph.ties.toarray().astype(bool)
    of_firms = sorted(set(groups[is_firm]))
    tied: dict[str, int] = {}
    few: set[str] = set()
    for other in sorted(set(groups[~is_firm])):
        is_tied = ties[:, ~is_firm & (groups == other)].any(axis=1)
        sides = [
            [
                int((is_tied == told)[is_firm & (groups == name)].sum())
                for name in of_firms
            ]
            for told in (True, False)
        ]
        tied[other] = int(is_tied[is_firm].sum())
        if any(
            hidden_cells(each, fewest=fewest).any() for each in zip(*sides, strict=True)
        ):
            few.add(other)
    if len(few) == 1:
        rest = [other for other in tied if other not in few]
        few |= set(sorted(rest, key=lambda other: tied[other])[:1])
    pairs = [(name, other) for name in of_firms for other in few]
    return {*pairs, *((other, name) for name, other in pairs)}


def checks_of(told: Graph, people: pl.DataFrame) -> Checks:
    """Whose word the ties rest on; `told` goes from who told to whom was named."""
    silent = ~people["surveyed"].fill_null(value=False).to_numpy()
    ties, hostile = told.both_ways.ties, told.both_ways.conflicts
    is_empty = (np.diff(ties.indptr) == 0) & (np.diff(hostile.indptr) == 0)
    return Checks(
        reports=reports_of(told),
        unknown_strength=int(np.isnan(told.strength.data).sum()),
        silent=int(silent.sum()),
        empty=int((silent & is_empty).sum()),
        is_coverage_known=told.is_coverage_known,
    )


def people_among(linkages: Linkages, kinds: Collection[str]) -> pl.DataFrame:
    """The actors of these kinds, in the order of the wave."""
    return linkages.actors.filter(pl.col("kind").is_in(list(kinds)))
