"""Networks that the literature describes, and the same numbers from networkx."""

import networkx as nx
import numpy as np
import pytest
from tests.analysis.diagnosis.linkages.conftest import of_matrix

from distretto.analysis.diagnosis.linkages.centrality import (
    betweenness,
    betweenness_centralisation,
    degree_centralisation,
    degrees,
)
from distretto.analysis.diagnosis.linkages.cohesion import (
    density,
    reciprocity,
    transitivity,
)
from distretto.analysis.diagnosis.linkages.constraint import constraint
from distretto.analysis.diagnosis.linkages.pieces import pieces

NAMES = [
    "Padgett_FlorentineFamilies__Marriage",
    "Padgett_FlorentineFamilies__Business",
    "Krackhardt_HighTech__Advice",
    "Krackhardt_HighTech__Friendship",
    "Krackhardt_HighTech__ReportTo",
    "Kapferer_TailorShop__SociationalT1",
    "Kapferer_TailorShop__SociationalT2",
    "Kapferer_TailorShop__InstrumentalT1",
    "Kapferer_TailorShop__InstrumentalT2",
    "Lazega_Lawyers__Advice",
    "Lazega_Lawyers__Friendship",
    "Lazega_Lawyers__Cowork",
]
every_network = pytest.mark.parametrize("name", NAMES)


# Numbers of ties as the data sets are described: Kapferer's in UCINET (KAPTAIL),
# Krackhardt's in Wasserman and Faust, Lazega's in Lazega (2001), Padgett's in UCINET.
@pytest.mark.parametrize(
    ("name", "directed", "ties", "pairs"),
    [
        ("Padgett_FlorentineFamilies__Marriage", False, 20, 120),
        ("Padgett_FlorentineFamilies__Business", False, 15, 120),
        ("Krackhardt_HighTech__Advice", True, 190, 420),
        ("Krackhardt_HighTech__Friendship", True, 102, 420),
        ("Krackhardt_HighTech__ReportTo", True, 20, 420),
        ("Kapferer_TailorShop__SociationalT1", False, 158, 741),
        ("Kapferer_TailorShop__SociationalT2", False, 223, 741),
        ("Kapferer_TailorShop__InstrumentalT1", True, 109, 1482),
        ("Kapferer_TailorShop__InstrumentalT2", True, 147, 1482),
        ("Lazega_Lawyers__Advice", True, 892, 4970),
        ("Lazega_Lawyers__Friendship", True, 575, 4970),
    ],
)
def test_ties_as_published(network, name, directed, ties, pairs):
    held = network(name)
    graph = held.directed if directed else held.undirected
    assert (graph.count, graph.possible) == (ties, pairs)
    assert density(graph) == pytest.approx(ties / pairs)


def test_the_medici_lie_between(network):
    """UCINET on PADGM: betweenness 47.5 of the Medici, centralisation 38.35 %.

    Degree centralisation by hand: degrees sum to 40, the largest is 6:
    (16 x 6 - 40) / (15 x 14) = 56 / 210.
    """
    graph = network("Padgett_FlorentineFamilies__Marriage").undirected
    between = betweenness(graph)
    assert graph.actors[int(between.argmax())] == "MEDICI"
    assert between.max() == pytest.approx(47.5)
    assert betweenness_centralisation(graph) == pytest.approx(0.3835, abs=5e-5)
    assert degree_centralisation(graph) == pytest.approx(56 / 210)
    parts = pieces(graph)
    assert parts.components == 2 and parts.giant_share == 15 / 16
    assert [graph.actors[k] for k in np.flatnonzero(parts.is_isolate)] == ["PUCCI"]


def test_florence_without_files():
    """The same families as networkx has them, without the one that is isolated."""
    peer = nx.florentine_families_graph()
    names = sorted(peer)
    graph = of_matrix(nx.to_numpy_array(peer, nodelist=names), names).undirected
    wanted = nx.betweenness_centrality(peer, normalized=False)
    assert betweenness(graph) == pytest.approx([wanted[name] for name in names])


@every_network
def test_whole_measures_equal_those_of_networkx(network, name):
    held = network(name)
    graph, peer = held.directed, held.undirected_peer
    assert transitivity(graph) == pytest.approx(nx.transitivity(peer))
    assert density(graph) == pytest.approx(nx.density(held.peer))
    assert density(graph.both_ways) == pytest.approx(nx.density(peer))
    assert reciprocity(graph) == pytest.approx(nx.reciprocity(held.peer))


@every_network
def test_pieces_equal_those_of_networkx(network, name):
    held = network(name)
    found, peer = pieces(held.directed), held.undirected_peer
    assert found.components == nx.number_connected_components(peer)
    largest = max(map(len, nx.connected_components(peer)))
    assert found.giant_share == pytest.approx(largest / len(peer))
    assert set(np.flatnonzero(found.is_isolate)) == set(nx.isolates(peer))
    assert set(np.flatnonzero(found.is_cut)) == set(nx.articulation_points(peer))


@every_network
@pytest.mark.parametrize("directed", [True, False])
def test_centrality_equals_that_of_networkx(network, name, directed):
    held = network(name)
    graph = held.directed if directed else held.undirected
    peer = held.peer if directed else held.undirected_peer
    wanted = nx.betweenness_centrality(peer, normalized=False)
    assert betweenness(graph) == pytest.approx(list(wanted.values()))
    found = degrees(graph)
    if directed:
        assert list(found.given) == [count for _, count in peer.out_degree()]
        assert list(found.received) == [count for _, count in peer.in_degree()]
    else:
        assert list(found.all) == [count for _, count in peer.degree()]


@every_network
@pytest.mark.parametrize("directed", [True, False])
def test_constraint_equals_that_of_networkx(network, name, directed):
    held = network(name)
    graph = held.directed if directed else held.undirected
    wanted = nx.constraint(held.peer if directed else held.undirected_peer)
    assert constraint(graph) == pytest.approx(list(wanted.values()), nan_ok=True)


def test_a_star_is_wholly_central_and_a_ring_not_at_all():
    """By definition of Freeman's centralisation."""
    star = nx.to_numpy_array(nx.star_graph(6))
    ring = nx.to_numpy_array(nx.cycle_graph(7))
    names = list("abcdefg")
    for matrix, wanted in ((star, 1.0), (ring, 0.0)):
        graph = of_matrix(matrix, names).undirected
        assert degree_centralisation(graph) == pytest.approx(wanted)
        assert betweenness_centralisation(graph) == pytest.approx(wanted)
    # All name the middle, which names nobody: received 1; given: (7 - 1 x 6) ... by
    # hand the middle gives 0 and six give 1: (7 x 1 - 6) / 36.
    inward = np.zeros((7, 7))
    inward[1:, 0] = 1
    graph = of_matrix(inward, names).directed
    assert degree_centralisation(graph, by="received") == pytest.approx(1.0)
    assert degree_centralisation(graph, by="given") == pytest.approx(1 / 36)


def test_many_sources_are_added_up_as_few_are():
    """More actors than go at a time: the threads must not lose any."""
    peer = nx.gnm_random_graph(700, 1500, seed=4)
    names = [str(k) for k in range(700)]
    held = of_matrix(nx.to_numpy_array(peer), names)
    wanted = nx.betweenness_centrality(peer, normalized=False)
    assert betweenness(held.undirected) == pytest.approx(list(wanted.values()))
    cut = np.flatnonzero(pieces(held.undirected).is_cut)
    assert set(cut) == set(nx.articulation_points(peer))
