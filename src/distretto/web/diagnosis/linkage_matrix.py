"""The matrix of linkages, group by group: ties and density of each pair of groups.

Everybody sees it who sees linkages: groups of few firms are joined for readers who may
not see single ones, and of institutions that few firms are tied to no number is told.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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
from distretto.web.diagnosis.few_firms import (
    is_sum_of_enough,
    names_hidden,
    tells_of_few,
)

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
    is_withheld : bool
        Whether the sum of all ties is, as it would give back cells that are.
    """

    reports: Reports
    unknown_strength: int
    silent: int
    empty: int
    is_coverage_known: bool
    is_withheld: bool = False


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
    checks = replace(checks_of(told, people), is_withheld=bool(withheld))
    return GroupMatrix(tuple(groups), checks)


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

    All cells of such a group of others are withheld, and those of more groups until
    their sum, which is told where groups are made otherwise, gives none of them back.
    """
    if not fewest:
        return set()
    groups, is_firm = np.array(labels), (people["kind"] == FIRM).to_numpy()
    ties = graph.ties.toarray().astype(bool)[is_firm]
    of_firms = groups[is_firm]
    apart: dict[str, int] = {}
    few: set[str] = set()
    for other in sorted(set(groups[~is_firm])):
        is_tied = ties[:, ~is_firm & (groups == other)].any(axis=1)
        tied = int(is_tied.sum())
        apart[other] = min(tied, len(is_tied) - tied)
        if _is_of_few(is_tied, of_firms, fewest):
            few.add(other)
    hidden = _with_more(few, apart, fewest)
    pairs = [(name, other) for name in set(of_firms) for other in hidden]
    return {*pairs, *((other, name) for name, other in pairs)}


def _is_of_few(is_tied: np.ndarray, of_firms: np.ndarray, fewest: int) -> bool:
    """Whether in any group of firms few are tied, or all but few."""
    return any(
        tells_of_few(int(here.sum()), len(here), fewest)
        for here in (is_tied[of_firms == name] for name in set(of_firms))
    )


def _with_more(few: set[str], apart: Mapping[str, int], fewest: int) -> set[str]:
    """These groups and the smallest others whose sum gives none back; else all.

    `apart` has how many firms each tells of: those tied, or those not, if fewer.
    """
    if not few:
        return few
    hidden = set(few)
    more = [each for each in apart if apart[each] and each not in few]
    rest = sorted(more, key=apart.__getitem__)
    while not is_sum_of_enough([apart[each] for each in hidden], fewest):
        if not rest:
            return set(apart)
        hidden.add(rest.pop(0))
    return hidden


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
