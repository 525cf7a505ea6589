"""The measures of two waves side by side, and what chance would make of them."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from scipy import sparse

from distretto.analysis.diagnosis.linkages.centrality import (
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
from distretto.analysis.diagnosis.linkages.graph import Booleans, Floats, Graph
from distretto.analysis.diagnosis.linkages.interval import drawn_densities
from distretto.analysis.diagnosis.linkages.pieces import pieces
from distretto.analysis.diagnosis.linkages.tie_changes import (
    KEPT,
    NEW,
    TieChanges,
    tie_changes,
)

Interval = tuple[float | None, float | None]
NOTHING: Interval = (None, None)


def changed_measures(
    before: Graph, after: Graph, permutations: int, level: float, seed: int
) -> pl.DataFrame:
    """`measure`, `before`, `after`, `change`, `low`, `high`, `p_value`.

    Named as in `whole_row`: by pairs, and of ties with a direction once more so.
    """
    first, second = _measured(before), _measured(after)
    chance: dict[str, float] = {}
    intervals: dict[str, Interval] = {}
    for prefix, graphs in _counted(before, after).items():
        chance |= _chances(prefix, *graphs, permutations, seed)
        intervals[f"{prefix}density"] = _interval(*graphs, permutations, level, seed)
    rows = [
        {
            "measure": name,
            "before": first[name],
            "after": second[name],
            "change": second[name] - first[name],
            "low": intervals.get(name, NOTHING)[0],
            "high": intervals.get(name, NOTHING)[1],
            "p_value": chance.get(name),
        }
        for name in first
    ]
    numbers = ("before", "after", "change", "low", "high", "p_value")
    schema = {"measure": pl.String, **dict.fromkeys(numbers, pl.Float64)}
    return pl.DataFrame(rows, schema=schema).with_columns(
        pl.col(numbers).fill_nan(None)
    )


def _counted(before: Graph, after: Graph) -> Mapping[str, tuple[Graph, Graph]]:
    """The ways in which ties are counted, by what their measures begin with."""
    found = {"": (before.both_ways, after.both_ways)}
    return found | {"directed_": (before, after)} if before.is_directed else found


def _measured(graph: Graph) -> dict[str, float]:
    """The measures compared, by name."""
    both_ways = graph.both_ways
    parts = pieces(both_ways)
    found = {
        "density": density(both_ways),
        "valued_density": valued_density(both_ways),
        "mean_degree": mean_degree(both_ways),
        "isolates": float(parts.isolates),
        "components": float(parts.components),
        "giant_share": parts.giant_share,
        "transitivity": transitivity(both_ways),
        "degree_centralisation": degree_centralisation(both_ways),
        "betweenness_centralisation": betweenness_centralisation(both_ways),
    }
    if graph.is_directed:
        found["directed_density"] = density(graph)
        found["directed_valued_density"] = valued_density(graph)
        found["directed_mean_degree"] = mean_degree(graph)
        found["reciprocity"] = reciprocity(graph)
        for by in ("given", "received"):
            found[f"{by}_centralisation"] = degree_centralisation(graph, by=by)
    return found


def _interval(
    before: Graph, after: Graph, draws: int, level: float, seed: int
) -> Interval:
    """Interval of the change of density: the same actors are drawn in both waves."""
    if not draws:
        return NOTHING
    first, second = (
        drawn_densities(graph, draws=draws, seed=seed) for graph in (before, after)
    )
    if not len(first) or len(first) != len(second):
        return NOTHING
    low, high = np.quantile(second - first, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _chances(
    prefix: str, before: Graph, after: Graph, permutations: int, seed: int
) -> dict[str, float]:
    """p of the changes of density and centralisation: changed pairs turned round."""
    if not permutations:
        return {}
    changes = tie_changes(before, after)
    rng = np.random.default_rng(seed)
    is_new = changes.status[changes.status != KEPT] == NEW
    turned = rng.random((permutations, len(is_new))) < 0.5
    seen = float(is_new.sum() - (~is_new).sum())
    drawn = 2.0 * turned.sum(axis=1) - len(is_new)
    chance = _p(seen, drawn)
    found = {f"{prefix}density": chance, f"{prefix}mean_degree": chance}
    if not before.is_directed and len(before) > 2:
        gaps = _centralisation_gaps(len(before), changes, np.vstack([is_new, turned]))
        found["degree_centralisation"] = _p(gaps[0], gaps[1:])
    return found


def _centralisation_gaps(n: int, changes: TieChanges, is_new: Booleans) -> Floats:
    """Change of degree centralisation, for each way the changed pairs may turn."""
    kept = changes.status == KEPT
    base = np.bincount(changes.i[kept], minlength=n) + np.bincount(
        changes.j[kept], minlength=n
    )
    i, j = changes.i[~kept], changes.j[~kept]
    places = np.arange(len(i))
    ones = np.ones(2 * len(i))
    touch = sparse.csr_array(
        (ones, (np.concatenate([places, places]), np.concatenate([i, j]))),
        shape=(len(i), n),
    )
    then, now = (base + each.astype(np.float64) @ touch for each in (~is_new, is_new))
    most = (n - 1) * (n - 2)

    def central(degree: Floats) -> Floats:
        return (n * degree.max(axis=1) - degree.sum(axis=1)) / most

    return central(now) - central(then)


def _p(seen: float, drawn: Floats) -> float:
    return float(((np.abs(drawn) >= abs(seen) - 1e-12).sum() + 1) / (len(drawn) + 1))
