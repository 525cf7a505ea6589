"""All measures of a survey of linkages, with and without institutions and team."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from distretto.analysis.checks import as_frame, check_columns
from distretto.analysis.diagnosis.linkages.actor_measures import actor_rows
from distretto.analysis.diagnosis.linkages.centrality import betweenness
from distretto.analysis.diagnosis.linkages.core_periphery import core_periphery
from distretto.analysis.diagnosis.linkages.graph import Graph, linkage_graph
from distretto.analysis.diagnosis.linkages.institutions import (
    InstitutionTies,
    institution_ties,
)
from distretto.analysis.diagnosis.linkages.mixing import external_internal
from distretto.analysis.diagnosis.linkages.pieces import pieces
from distretto.analysis.diagnosis.linkages.remarks import remarks_on
from distretto.analysis.diagnosis.linkages.survey import INSTITUTION, Linkages
from distretto.analysis.diagnosis.linkages.views import (
    has,
    outside_ties,
    people_of,
    views_of,
)
from distretto.analysis.diagnosis.linkages.whole_measures import whole_row
from distretto.notes import Note

TOGETHER = ""  # the relation that is all relations together


@dataclass(frozen=True)
class LinkageMeasures:
    """Everything that is measured of one wave.

    Attributes
    ----------
    whole : DataFrame
        A row for each `relation` (“” is all together) and `view` (everybody,
        without_team, firms), with the measures of the whole; null is unknown.
    actors : DataFrame
        A row for each relation, view and actor.
    mixing : DataFrame
        E-I index by relation, view and `attribute`.
    institutions : dict of relation to InstitutionTies
    settings : dict
    notes : tuple of Note
    """

    whole: pl.DataFrame
    actors: pl.DataFrame
    mixing: pl.DataFrame
    institutions: dict[str, InstitutionTies]
    settings: dict[str, Any]
    notes: tuple[Note, ...]


@dataclass
class _Rows:
    """What is found, row by row."""

    whole: list[dict[str, Any]] = field(default_factory=list)
    actors: list[pl.DataFrame] = field(default_factory=list)
    mixing: list[dict[str, Any]] = field(default_factory=list)


def measure_linkages(
    linkages: Linkages,
    *,
    relations: Sequence[str] | None = None,
    directed: bool | None = None,
    by: Sequence[str] = ("group",),
    toward: str = "giver",
    open_from: float | None = None,
    active_from: float | None = None,
    few: float | None = None,
    draws: int = 999,
    level: float = 0.95,
    seed: int = 1,
) -> LinkageMeasures:
    """All measures of a wave of linkages, by relation and view [wasserman1994].

    Each measure has its formula in the function of its name.

    Parameters
    ----------
    linkages : Linkages
    relations : sequence of str, optional
        Kinds of linkage; if not given each, and “” for all together where there are
        several.
    directed : bool, optional
        Whether ties have a direction. If not given they do where some but not all are
        returned: where each pair stands once, or both ways, they do not.
    by : sequence of str
        Attributes of the actors, for the E-I index; brokers stand between groups of
        the first.
    toward, open_from, active_from, few
        As for `knowledge_roles`.
    draws, level, seed
        As for `density_interval`; the seed is also that of `core_periphery`.

    Returns
    -------
    LinkageMeasures
        Numbers of ties and actors, shares from 0 to 1, indices that are dimensionless;
        null is unknown.

    Raises
    ------
    InputError
        There is no such relation or attribute, or a setting is out of range.
    """
    check_columns(as_frame(linkages.actors), by, "actors")
    roles = {
        "toward": toward,
        "open_from": open_from,
        "active_from": active_from,
        "few": few,
    }
    drawing = {"draws": draws, "level": level, "seed": seed}
    asked = _relations(linkages) if relations is None else list(relations)
    rows, institutions, is_directed = _Rows(), {}, {}
    for relation in asked:
        one = relation or None
        is_directed[relation] = (
            has_direction(linkages, one) if directed is None else directed
        )
        if has(linkages, INSTITUTION):
            institutions[relation] = institution_ties(linkages, relation=one)
        for view, kinds in views_of(linkages).items():
            graph = linkage_graph(
                linkages, relation=one, directed=is_directed[relation], among=kinds
            )
            head = {"relation": relation, "view": view}
            _add(rows, head, linkages, graph, kinds, by, roles, drawing)
    return LinkageMeasures(
        whole=_table(rows.whole),
        actors=pl.concat(rows.actors, how="diagonal"),
        mixing=_table(rows.mixing),
        institutions=institutions,
        settings={
            "wave": linkages.wave,
            "directed": is_directed,
            "by": list(by),
            **roles,
            **drawing,
        },
        notes=tuple(remarks_on(linkages)),
    )


def has_direction(linkages: Linkages, relation: str | None = None) -> bool:
    """Whether ties have a direction that says something [wasserman1994].

    0 < returned ties < ties: where each pair stands once, or both ways, it is the way
    of writing and not of the tie.

    Parameters
    ----------
    linkages : Linkages
    relation : str, optional
        The kind of linkage; all together if not given.

    Returns
    -------
    bool
        A dimensionless yes or no: yes where some ties are returned and some are not.

    Raises
    ------
    InputError
        There is no such relation.
    """
    ties = linkage_graph(linkages, relation=relation, directed=True).ties
    returned = ties.multiply(ties.T).nnz
    return 0 < returned < ties.nnz


def _relations(linkages: Linkages) -> list[str]:
    found = linkages.relations
    return [TOGETHER, *found] if len(found) > 1 else found or [TOGETHER]


def _add(
    rows: _Rows,
    head: Mapping[str, str],
    linkages: Linkages,
    graph: Graph,
    kinds: Collection[str],
    by: Sequence[str],
    roles: dict[str, Any],
    drawing: dict[str, Any],
) -> None:
    """Measure one graph, and add what is found."""
    both_ways = graph.both_ways
    people = people_of(linkages, kinds)
    outside = outside_ties(linkages, graph, head["relation"] or None)
    parts, between = pieces(both_ways), betweenness(both_ways)
    core = core_periphery(both_ways, seed=drawing["seed"])
    shared = (parts, core, between, outside)
    whole = whole_row(graph, *shared, **drawing)
    if not linkages.is_roster:
        # Who has no tie is not in the file.
        whole["isolates"] = whole["unheard"] = None
    rows.whole.append({**head, **whole})
    groups = _groups(people, by[0] if by else None)
    actors = actor_rows(graph, people, *shared, groups, roles)
    told = (pl.lit(value).alias(name) for name, value in head.items())
    rows.actors.append(actors.select(*told, pl.all()))
    rows.mixing += _mixing(head, both_ways, people, by)


def _groups(people: pl.DataFrame, attribute: str | None) -> list[str | None]:
    if attribute is None:
        return [None] * people.height
    return people[attribute].cast(pl.String).to_list()


def _mixing(
    head: Mapping[str, str], graph: Graph, people: pl.DataFrame, by: Iterable[str]
) -> list[dict[str, Any]]:
    """The E-I index of each attribute; kinds of actors are one where they differ."""
    attributes = dict.fromkeys(by)
    if people["kind"].n_unique() > 1:
        attributes = {"kind": None, **attributes}
    rows = []
    for attribute in attributes:
        if people[attribute].is_null().all():
            continue
        found = external_internal(graph, _groups(people, attribute))
        rows.append(
            {
                **head,
                "attribute": attribute,
                "ei_index": found.index,
                "ei_expected": found.expected,
                "within": found.within,
                "across": found.across,
                "left_out": found.left_out,
            }
        )
    return rows


def _table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return frame.with_columns(pl.selectors.float().fill_nan(None)) if rows else frame
