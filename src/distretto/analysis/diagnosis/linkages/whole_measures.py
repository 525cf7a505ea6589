"""The row of measures of a whole graph."""

import math
from typing import Any

import numpy as np

from distretto.analysis.diagnosis.linkages.centrality import (
    betweenness,
    betweenness_centralisation,
    degree_centralisation,
)
from distretto.analysis.diagnosis.linkages.cohesion import (
    density,
    mean_degree,
    reciprocity,
    transitivity,
    valued_density,
)
from distretto.analysis.diagnosis.linkages.core_periphery import CorePeriphery
from distretto.analysis.diagnosis.linkages.graph import Floats, Graph
from distretto.analysis.diagnosis.linkages.interval import coverage, density_interval
from distretto.analysis.diagnosis.linkages.pieces import Pieces


def whole_row(
    graph: Graph,
    parts: Pieces,
    core: CorePeriphery,
    between: Floats,
    outside: Floats,
    **drawing: Any,
) -> dict[str, Any]:
    """All measures of a graph by name; null is unknown.

    `between` is the betweenness of the graph without directions, and `outside` the ties
    of each actor out of the cluster.
    """
    known, both_ways = coverage(graph), graph.both_ways
    interval = density_interval(both_ways, **drawing)
    row = {
        "actors": len(graph),
        "surveyed": known.surveyed,
        "coverage": known.surveyed_share,
        "known_pairs_share": coverage(both_ways).known_pairs_share,
        "ties": both_ways.count,
        "possible": both_ways.possible,
        "density": interval.density,
        "density_low": interval.low,
        "density_high": interval.high,
        "valued_density": valued_density(both_ways),
        "strength_known_share": _known_strengths(both_ways),
        "mean_degree": mean_degree(both_ways),
        "isolates": parts.isolates,
        "unheard": parts.unheard,
        "components": parts.components,
        "giant_share": parts.giant_share,
        "cut_actors": int(parts.is_cut.sum()),
        "transitivity": transitivity(both_ways),
        "degree_centralisation": degree_centralisation(both_ways),
        "betweenness_centralisation": betweenness_centralisation(both_ways, between),
        "core_size": core.size or None,
        "core_fit": core.fit,
        "core_density": core.core_density,
        "between_density": core.between_density,
        "periphery_density": core.periphery_density,
        "outside_share": _outside_share(both_ways, outside),
        "conflicts": int(both_ways.conflicts.nnz) // 2,
        **_directed(graph),
    }
    return {name: _plain(value) for name, value in row.items()}


def _directed(graph: Graph) -> dict[str, Any]:
    """What only ties with a direction have."""
    has_direction = graph.is_directed
    return {
        "directed_ties": graph.count if has_direction else None,
        "directed_density": density(graph) if has_direction else None,
        "directed_valued_density": valued_density(graph) if has_direction else None,
        "directed_mean_degree": mean_degree(graph) if has_direction else None,
        "reciprocity": reciprocity(graph),
        "given_centralisation": degree_centralisation(graph, by="given"),
        "received_centralisation": degree_centralisation(graph, by="received"),
        "directed_betweenness_centralisation": (
            betweenness_centralisation(graph, betweenness(graph))
            if has_direction
            else None
        ),
    }


def _known_strengths(graph: Graph) -> float:
    strengths = graph.strength.data
    return float((~np.isnan(strengths)).mean()) if len(strengths) else math.nan


def _outside_share(graph: Graph, outside: Floats) -> float:
    """Share of the ties of those whose outside ties are known that lead out."""
    is_known = ~np.isnan(outside)
    out = outside[is_known].sum()
    every = out + np.diff(graph.ties.indptr)[is_known].sum()
    return float(out / every) if every and is_known.any() else math.nan


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value
