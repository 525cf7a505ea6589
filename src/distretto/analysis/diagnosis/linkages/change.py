"""What became of a cluster's linkages between two waves."""

import math
from collections.abc import Collection
from dataclasses import dataclass, field

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
from distretto.analysis.diagnosis.linkages.graph import (
    Booleans,
    Floats,
    Graph,
    Integers,
    linkage_graph,
)
from distretto.analysis.diagnosis.linkages.interval import drawn_densities
from distretto.analysis.diagnosis.linkages.pieces import pieces
from distretto.analysis.diagnosis.linkages.qap import (
    QapCorrelation,
    known_pairs,
    qap_correlation,
)
from distretto.analysis.diagnosis.linkages.same_kinds import kinds_in_both
from distretto.analysis.diagnosis.linkages.survey import WITHIN, Linkages
from distretto.errors import InputError, gettext_noop

KEPT, NEW, LOST = STATUSES = ("kept", "new", "lost")


@dataclass(frozen=True)
class Change:
    """Two waves of one relation compared.

    Attributes
    ----------
    panel : tuple of str
        Actors who are in both waves and, where that is known, answered in both.
    entries, exits : tuple of str
        Actors of the later or the earlier wave only.
    unheard : tuple of str
        Actors of both waves who did not answer in both, and are not compared.
    ties : DataFrame
        `from`, `to`, `status` (kept, new, lost) of ties among the panel.
    kept, new, lost : int
    jaccard : float
        kept / (kept + new + lost).
    entry_ties, exit_ties : int
        Ties of those who came, in the later wave, and of those who left, in the
        earlier.
    qap : QapCorrelation
        Of the two waves, over the panel.
    measures : DataFrame
        `measure`, `before`, `after`, `change`, `low`, `high` and `p_value`, of the
        panel alone.
    graphs : (Graph, Graph)
        The panel in each wave.
    is_wish : bool
        Whether the second wave is what is wished for: kept ties are there and wished
        for, new ones wished for and not there, lost ones there and not wished for.
    """

    panel: tuple[str, ...]
    entries: tuple[str, ...]
    exits: tuple[str, ...]
    unheard: tuple[str, ...]
    ties: pl.DataFrame
    kept: int
    new: int
    lost: int
    jaccard: float
    entry_ties: int
    exit_ties: int
    qap: QapCorrelation
    measures: pl.DataFrame
    graphs: tuple[Graph, Graph] = field(repr=False, compare=False)
    is_wish: bool = False


def compare_linkages(
    before: Linkages,
    after: Linkages,
    *,
    relation: str | None = None,
    directed: bool = False,
    among: Collection[str] = WITHIN,
    permutations: int = 999,
    level: float = 0.95,
    seed: int = 1,
) -> Change:
    """Linkages of two waves, on the same actors [snijders1999, krackhardt1987].

    Jaccard = kept / (kept + new + lost)

    Chance, for p: each pair that changed might as well have changed the other way
    round. It passes over that the ties of one actor hang together; the interval of the
    change of density, from actors drawn anew, does not.

    A wave that is wished for is compared with one that is there, and comes second.
    Nothing has changed between the two, so that there is no test: p and the interval
    are unknown.

    Parameters
    ----------
    before, after : Linkages
    relation, directed, among
        As for `linkage_graph`.
    permutations : int
        A number of permutations, and of draws for the interval.
    level : float
        Share (0 to 1) of intervals that hold the change.
    seed : int
        Makes the draws repeatable.

    Returns
    -------
    Change
        Numbers of ties and shares. Who came or left is told apart and in no measure.

    Raises
    ------
    InputError
        There is no such relation in one of the waves, or no kind that is in both; or
        the first is a wish and the second is none.
    """
    _check_order(before, after)
    if relation is None:
        kinds_in_both(before, after)
    is_wish = after.is_desired and not before.is_desired
    draws = 0 if is_wish else permutations
    asked = {"relation": relation, "directed": directed, "among": among}
    graphs = [linkage_graph(each, **asked) for each in (before, after)]  # type: ignore[arg-type]
    panel, unheard = _panel(*graphs)
    first, second = (_of(graph, panel) for graph in graphs)
    # Of a pair unknown in one wave, nobody knows whether it changed.
    known = known_pairs(first) & known_pairs(second)
    changes = _changes(first, second, known)
    counts = {status: int((changes.status == status).sum()) for status in STATUSES}
    entries, exits = (_only(graphs[1], graphs[0]), _only(graphs[0], graphs[1]))
    total = sum(counts.values())
    return Change(
        panel=panel,
        entries=entries,
        exits=exits,
        unheard=unheard,
        ties=changes.table(panel),
        **counts,
        jaccard=counts[KEPT] / total if total else math.nan,
        entry_ties=_ties_of(graphs[1], entries),
        exit_ties=_ties_of(graphs[0], exits),
        qap=qap_correlation(first, second, permutations=draws, seed=seed),
        measures=_measures(first, second, changes, draws, level, seed),
        graphs=(first, second),
        is_wish=is_wish,
    )


def _check_order(before: Linkages, after: Linkages) -> None:
    if before.is_desired and not after.is_desired:
        raise InputError(
            "wish_before_what_is",
            gettext_noop(
                "“%(wave)s” is what is wished for, and stands before “%(other)s”, "
                "which is there. Give the wave that is there first."
            ),
            wave=before.wave,
            other=after.wave,
        )


@dataclass(frozen=True)
class _Changes:
    """Pairs tied in one wave or both, by their places in the panel."""

    i: Integers
    j: Integers
    status: np.ndarray

    def table(self, panel: tuple[str, ...]) -> pl.DataFrame:
        names = np.array(panel, dtype=object)
        return pl.DataFrame(
            {
                "from": list(names[self.i]),
                "to": list(names[self.j]),
                "status": list(self.status),
            },
            schema={"from": pl.String, "to": pl.String, "status": pl.String},
        )


def _panel(before: Graph, after: Graph) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who is compared, and who is in both waves but did not answer in both."""
    told = dict(zip(after.actors, after.surveyed, strict=True))
    both = [
        (actor, answered and told[actor])
        for actor, answered in zip(before.actors, before.surveyed, strict=True)
        if actor in told
    ]
    return (
        tuple(actor for actor, answered in both if answered),
        tuple(actor for actor, answered in both if not answered),
    )


def _of(graph: Graph, panel: tuple[str, ...]) -> Graph:
    places = {actor: place for place, actor in enumerate(graph.actors)}
    return graph.part(np.array([places[actor] for actor in panel], dtype=np.int64))


def _only(graph: Graph, other: Graph) -> tuple[str, ...]:
    there = set(other.actors)
    return tuple(actor for actor in graph.actors if actor not in there)


def _ties_of(graph: Graph, actors: tuple[str, ...]) -> int:
    """Ties that one of these has."""
    is_one = np.isin(np.array(graph.actors, dtype=object), list(actors))
    others = graph.part(~is_one)
    return graph.count - others.count


def _changes(before: Graph, after: Graph, known: Booleans) -> _Changes:
    x, y = (graph.ties.toarray().astype(bool) & known for graph in (before, after))
    either = x | y
    if not before.is_directed:
        either = np.triu(either)
    i, j = np.nonzero(either)
    status = np.where(x[i, j], np.where(y[i, j], KEPT, LOST), NEW)
    return _Changes(i, j, status)


def _measures(
    before: Graph,
    after: Graph,
    changes: _Changes,
    permutations: int,
    level: float,
    seed: int,
) -> pl.DataFrame:
    first, second = _measured(before), _measured(after)
    chance = _chances(before, changes, permutations, seed)
    low, high = _interval(before, after, permutations, level, seed)
    rows = [
        {
            "measure": name,
            "before": first[name],
            "after": second[name],
            "change": second[name] - first[name],
            "low": low if name == "density" else None,
            "high": high if name == "density" else None,
            "p_value": chance.get(name),
        }
        for name in first
    ]
    numbers = ("before", "after", "change", "low", "high", "p_value")
    schema = {"measure": pl.String, **dict.fromkeys(numbers, pl.Float64)}
    return pl.DataFrame(rows, schema=schema).with_columns(
        pl.col(numbers).fill_nan(None)
    )


def _measured(graph: Graph) -> dict[str, float]:
    """The measures compared, by name."""
    parts, both_ways = pieces(graph), graph.both_ways
    found = {
        "density": density(graph),
        "valued_density": valued_density(graph),
        "mean_degree": mean_degree(graph),
        "isolates": float(parts.isolates),
        "components": float(parts.components),
        "giant_share": parts.giant_share,
        "transitivity": transitivity(graph),
        "degree_centralisation": degree_centralisation(both_ways),
        "betweenness_centralisation": betweenness_centralisation(both_ways),
    }
    if graph.is_directed:
        found["reciprocity"] = reciprocity(graph)
        for by in ("given", "received"):
            found[f"{by}_centralisation"] = degree_centralisation(graph, by=by)
    return found


def _interval(
    before: Graph, after: Graph, draws: int, level: float, seed: int
) -> tuple[float | None, float | None]:
    """Interval of the change of density: the same actors are drawn in both waves."""
    if not draws:
        return None, None
    first, second = (
        drawn_densities(graph, draws=draws, seed=seed) for graph in (before, after)
    )
    if not len(first) or len(first) != len(second):
        return None, None
    low, high = np.quantile(second - first, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _chances(
    before: Graph, changes: _Changes, permutations: int, seed: int
) -> dict[str, float]:
    """p of the changes of density and centralisation: changed pairs turned round."""
    if not permutations:
        return {}
    rng = np.random.default_rng(seed)
    is_new = changes.status[changes.status != KEPT] == NEW
    turned = rng.random((permutations, len(is_new))) < 0.5
    seen = float(is_new.sum() - (~is_new).sum())
    drawn = 2.0 * turned.sum(axis=1) - len(is_new)
    found = {"density": _p(seen, drawn)}
    found["mean_degree"] = found["density"]
    if not before.is_directed and len(before) > 2:
        gaps = _centralisation_gaps(len(before), changes, np.vstack([is_new, turned]))
        found["degree_centralisation"] = _p(gaps[0], gaps[1:])
    return found


def _centralisation_gaps(n: int, changes: _Changes, is_new: Booleans) -> Floats:
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
