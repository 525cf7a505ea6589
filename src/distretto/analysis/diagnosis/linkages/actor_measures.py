"""The rows of measures of each actor."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from distretto.analysis.diagnosis.linkages.brokerage import brokerage
from distretto.analysis.diagnosis.linkages.centrality import degrees
from distretto.analysis.diagnosis.linkages.constraint import constraint
from distretto.analysis.diagnosis.linkages.core_periphery import CorePeriphery
from distretto.analysis.diagnosis.linkages.coupling import coupling
from distretto.analysis.diagnosis.linkages.graph import Floats, Graph
from distretto.analysis.diagnosis.linkages.knowledge_roles import knowledge_roles
from distretto.analysis.diagnosis.linkages.pieces import Pieces
from distretto.analysis.diagnosis.linkages.survey import FIRM

OF_ACTOR = ("actor", "kind", "group", "surveyed")


def actor_rows(
    graph: Graph,
    people: pl.DataFrame,
    parts: Pieces,
    core: CorePeriphery,
    between: Floats,
    outside: Floats,
    groups: Sequence[str | None],
    roles: dict[str, Any],
) -> pl.DataFrame:
    """Measures of each actor, those of most ties first; null is unknown.

    What an actor gives is unknown where it was not surveyed.
    """
    held, both_ways = degrees(graph), graph.both_ways
    coupled = coupling(both_ways)
    told = pl.Series(graph.surveyed, dtype=pl.Boolean)
    directed: dict[str, Any] = {}
    if graph.is_directed:
        directed = {"given": held.given, "received": held.received}
    rows = people.select(OF_ACTOR).with_columns(
        degree=held.all,
        **directed,
        betweenness=between,
        is_isolate=parts.is_isolate,
        is_cut=parts.is_cut,
        component=parts.component + 1,
        is_core=core.is_core,
        constraint=constraint(both_ways),
        coupling=coupled.first,
        partners_coupling=coupled.second,
        outside_ties=outside,
        conflicts=np.diff(both_ways.conflicts.indptr),
    )
    brokers = brokerage(graph, groups).drop("actor")
    rows = pl.concat([rows, brokers], how="horizontal")
    if graph.is_directed:
        rows = rows.with_columns(
            pl.when(told).then(pl.col("given")).alias("given"),
        )
    rows = rows.join(_roles(graph, people, outside, roles), on="actor", how="left")
    return rows.with_columns(pl.selectors.float().fill_nan(None)).sort(
        "degree", "betweenness", descending=True, maintain_order=True
    )


def _roles(
    graph: Graph, people: pl.DataFrame, outside: Floats, roles: dict[str, Any]
) -> pl.DataFrame:
    """The knowledge role of each firm, among firms; none where ties lack direction."""
    is_firm = (people["kind"] == FIRM).to_numpy()
    schema = {"actor": pl.String, "knowledge_role": pl.String}
    if not graph.is_directed or np.isnan(outside[is_firm]).all():
        return pl.DataFrame(schema=schema)
    found = knowledge_roles(graph.part(is_firm), list(outside[is_firm]), **roles)
    return found.table.select("actor", knowledge_role="role")
