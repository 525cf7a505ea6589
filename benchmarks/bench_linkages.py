"""Measures of linkages against networkx: each alone, and all together.

Promised: on 100,000 ties at least 20 times faster than networkx for the same numbers;
300 actors with 3,000 ties, all measures, in well under 0.3 s.

networkx has no core and periphery, no roles of brokers or knowledge, no coupling and no
interval: only what both have is compared, and the numbers must be equal. Its
betweenness takes minutes: unless --whole is given it runs from so many sources (its
time goes with their number) and is multiplied; equality is then held on the smaller
graph. Seconds are of the clock, medians after one warm-up.

    python benchmarks/bench_linkages.py [--runs 5] [--sources 50] [--whole]
"""

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import networkx as nx
import numpy as np
import polars as pl

from distretto.analysis.diagnosis.linkages.centrality import (
    betweenness,
    degree_centralisation,
    degrees,
)
from distretto.analysis.diagnosis.linkages.cohesion import (
    density,
    reciprocity,
    transitivity,
)
from distretto.analysis.diagnosis.linkages.constraint import constraint
from distretto.analysis.diagnosis.linkages.graph import Graph, linkage_graph
from distretto.analysis.diagnosis.linkages.measures import measure_linkages
from distretto.analysis.diagnosis.linkages.mixing import external_internal
from distretto.analysis.diagnosis.linkages.pieces import pieces
from distretto.analysis.diagnosis.linkages.survey import Linkages, survey_of_linkages

GROUPS = 12


@dataclass
class Pair:
    """One measure of both programs: what to run, and how to read the answer."""

    name: str
    ours: Callable[[Graph], object]
    theirs: Callable[[nx.DiGraph, nx.Graph], object]
    read: Callable[[object], object] = lambda found: found


def random_cluster(actors: int, ties: int) -> Linkages:
    """Ties whose ends are uneven, as those of real clusters are."""
    rng = np.random.default_rng(1)
    weight = rng.pareto(2.5, actors) + 0.3
    weight /= weight.sum()
    pairs = np.zeros((0, 2), dtype=np.int64)
    while len(pairs) < ties:
        drawn = rng.choice(actors, (2 * ties, 2), p=weight)
        pairs = np.unique(np.concatenate([pairs, drawn]), axis=0)
        pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    pairs = pairs[rng.permutation(len(pairs))[:ties]]
    names = np.array([f"firm {k:05}" for k in range(actors)])
    return survey_of_linkages(
        pl.DataFrame(
            {
                "from": names[pairs[:, 0]],
                "to": names[pairs[:, 1]],
                "strength": rng.integers(1, 4, ties).astype(float),
            }
        ),
        pl.DataFrame(
            {
                "actor": names,
                "group": [f"village {k}" for k in rng.integers(0, GROUPS, actors)],
                "surveyed": True,
            }
        ),
    )


def networkx_centralisation(peer: nx.Graph) -> float:
    counts = [count for _, count in peer.degree()]
    most, n = max(counts), len(counts)
    return sum(most - each for each in counts) / ((n - 1) * (n - 2))


def networkx_ei(peer: nx.Graph) -> float:
    matrix = nx.attribute_mixing_matrix(peer, "group", normalized=False)
    within = np.trace(matrix)
    return (matrix.sum() - 2 * within) / matrix.sum()


def pairs_of(groups: list[str], sources: int | None) -> list[Pair]:
    return [
        Pair("density", density, lambda d, u: nx.density(d)),
        Pair("reciprocity", reciprocity, lambda d, u: nx.reciprocity(d)),
        Pair("transitivity", transitivity, lambda d, u: nx.transitivity(u)),
        Pair(
            "components, isolates, cut actors",
            lambda g: (pieces(g).components, int(pieces(g).is_cut.sum())),
            lambda d, u: (
                nx.number_connected_components(u),
                len(set(nx.articulation_points(u))),
            ),
        ),
        Pair(
            "degrees",
            lambda g: degrees(g).received,
            lambda d, u: np.array([count for _, count in d.in_degree()]),
        ),
        Pair(
            "degree centralisation",
            lambda g: degree_centralisation(g.both_ways),
            lambda d, u: networkx_centralisation(u),
        ),
        Pair(
            "E-I index",
            lambda g: external_internal(g.both_ways, groups).index,
            lambda d, u: networkx_ei(u),
        ),
        Pair(
            "constraint",
            constraint,
            lambda d, u: np.array(list(nx.constraint(d).values())),
        ),
        Pair(
            "betweenness",
            betweenness,
            lambda d, u: np.array(
                list(
                    nx.betweenness_centrality(
                        d, normalized=False, k=sources, seed=1
                    ).values()
                )
            ),
        ),
    ]


def clock(job: Callable[[], object], runs: int) -> tuple[float, object]:
    """Median seconds, and the answer."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        found = job()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), found


def compare(linkages: Linkages, runs: int, sources: int | None) -> None:
    """Every measure of both, side by side in one run."""
    graph, directed = linkage_graph(linkages, directed=True), nx.DiGraph()
    built, _ = clock(lambda: linkage_graph(linkages, directed=True).both_ways, runs)
    assert graph.both_ways is not None  # both programs have both graphs ready
    directed.add_nodes_from(range(len(graph)))
    directed.add_edges_from(
        zip(*(each.tolist() for each in graph.ties.nonzero()), strict=True)
    )
    groups = linkages.actors["group"].to_list()
    nx.set_node_attributes(directed, dict(enumerate(groups)), "group")
    undirected = directed.to_undirected()
    n, ours_all, theirs_all = len(graph), 0.0, 0.0
    print(
        f"{n:,} actors, {graph.count:,} ties; networkx {nx.__version__}; both our "
        f"graphs from tables in {built * 1e3:,.1f} ms"
    )
    for pair in pairs_of(groups, sources if sources and sources < n else None):
        pair.ours(graph)  # compiled, and warm
        ours, found = clock(lambda pair=pair: pair.ours(graph), runs)
        is_slow = pair.name in ("betweenness", "constraint")
        peers = 1 if is_slow and n > 1_000 else runs
        theirs, wanted = clock(
            lambda pair=pair: pair.theirs(directed, undirected), peers
        )
        is_part = pair.name == "betweenness" and sources and sources < n
        if is_part:
            theirs *= n / sources
        else:
            np.testing.assert_allclose(found, wanted, rtol=1e-7, atol=1e-7)
        ours_all, theirs_all = ours_all + ours, theirs_all + theirs
        told = f" (from {sources} of {n:,} sources)" if is_part else ""
        print(
            f"  {pair.name}: {ours * 1e3:,.1f} ms, networkx {theirs * 1e3:,.1f} ms: "
            f"{theirs / ours:,.1f} x{told}"
        )
    print(
        f"  together: {ours_all:.2f} s, networkx {theirs_all:.1f} s: "
        f"{theirs_all / ours_all:,.0f} x (to reach: 20)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sources", type=int, default=50)
    parser.add_argument("--whole", action="store_true")
    asked = parser.parse_args()
    small, large = random_cluster(300, 3_000), random_cluster(5_000, 100_000)
    compare(small, asked.runs, None)
    compare(large, asked.runs, None if asked.whole else asked.sources)
    for linkages, told in (
        (small, "300 actors, 3,000"),
        (large, "5,000 actors, 100,000"),
    ):
        measure_linkages(linkages)
        taken, _ = clock(lambda held=linkages: measure_linkages(held), asked.runs)
        print(f"{told} ties, all measures of one view: {taken:.3f} s")


if __name__ == "__main__":
    main()
