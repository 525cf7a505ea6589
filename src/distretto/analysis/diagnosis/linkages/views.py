"""Who is counted: the whole cluster, or without those whom the programme brought."""

from collections.abc import Collection

import numpy as np
import polars as pl

from distretto.analysis.diagnosis.linkages.graph import Floats, Graph, linkage_graph
from distretto.analysis.diagnosis.linkages.survey import (
    FIRM,
    INSTITUTION,
    OUTSIDE,
    TEAM,
    WITHIN,
    Linkages,
)

EVERYBODY, WITHOUT_TEAM, FIRMS = "everybody", "without_team", "firms"
EXTERNAL_SOURCES = "external_sources"


def views_of(linkages: Linkages) -> dict[str, Collection[str]]:
    """The views that differ, the widest first; where all are firms, one.

    Parameters
    ----------
    linkages : Linkages

    Returns
    -------
    dict of str to collection of str
        The kinds of actors that count in each: everybody, without_team, firms. Without
        a unit, dimensionless.
    """
    found: dict[str, Collection[str]] = {}
    if has(linkages, TEAM) or has(linkages, INSTITUTION):
        found[EVERYBODY] = WITHIN
    if has(linkages, TEAM) and has(linkages, INSTITUTION):
        found[WITHOUT_TEAM] = (FIRM, INSTITUTION)
    return found | {FIRMS: (FIRM,)}


def has(linkages: Linkages, kind: str) -> bool:
    """Whether there are actors of a kind."""
    return bool((linkages.actors["kind"] == kind).any())


def people_of(linkages: Linkages, kinds: Collection[str]) -> pl.DataFrame:
    """The actors of a view, in the order of its graph."""
    return linkages.actors.filter(pl.col("kind").is_in(list(kinds)))


def outside_ties(linkages: Linkages, graph: Graph, relation: str | None) -> Floats:
    """How many actors outside the cluster each actor is tied to; NaN where unknown.

    The actors' own column `external_sources` counts before the ties. Without either
    nobody asked, which is not none.
    """
    if EXTERNAL_SOURCES in linkages.actors.columns:
        kinds = dict(linkages.actors.select("actor", EXTERNAL_SOURCES).iter_rows())
        told = [kinds[actor] for actor in graph.actors]
        return np.array([np.nan if each is None else each for each in told], float)
    if not has(linkages, OUTSIDE):
        return np.full(len(graph), np.nan)
    whole = linkage_graph(linkages, relation=relation, among=(*WITHIN, OUTSIDE))
    outside = set(people_of(linkages, (OUTSIDE,))["actor"])
    is_outside = np.array([actor in outside for actor in whole.actors])
    counts = whole.ties @ is_outside.astype(np.float64)
    by_actor = dict(zip(whole.actors, counts, strict=True))
    found = np.array([by_actor[actor] for actor in graph.actors], float)
    found[~graph.surveyed & (found == 0)] = np.nan
    return found
