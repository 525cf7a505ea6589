"""Places by ties: distances as wanted, nothing random, nobody on top of another."""

import networkx as nx
import numpy as np
import pytest
from tests.analysis.diagnosis.linkages.conftest import of_matrix

from distretto.analysis.diagnosis.linkages.layout import MOST, stress_layout
from distretto.errors import InputError


def graph_of(peer):
    names = [str(k) for k in range(len(peer))]
    matrix = nx.to_numpy_array(peer, nodelist=range(len(peer)), weight=None)
    return of_matrix(matrix, names).undirected


def distances(places):
    return np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=-1))


def test_a_chain_is_a_line():
    """Ties that share no partner are 2 long: the ends of five stand 8 apart."""
    apart = distances(stress_layout(graph_of(nx.path_graph(5))))
    wanted = 2.0 * np.abs(np.subtract.outer(range(5), range(5)))
    # The page stretches a line by less than a sixth.
    off = ~np.eye(5, dtype=bool)
    assert np.ptp(apart[off] / wanted[off]) < 0.05
    assert 0.95 < apart[0, 4] / 8 < 1.2


def test_distances_follow_the_ties_far_better_than_chance():
    """The stress of whole steps, against Kamada and Kawai of networkx and chance."""
    peer = nx.convert_node_labels_to_integers(nx.les_miserables_graph())
    peer = nx.Graph(peer.edges)  # without the weights
    places = stress_layout(graph_of(peer))
    steps = nx.floyd_warshall_numpy(peer, nodelist=range(len(peer)))
    i, j = np.triu_indices(len(peer), 1)

    def stress(at):
        drawn, wanted = distances(at)[i, j], steps[i, j]
        scale = (drawn / wanted).sum() / (drawn**2 / wanted**2).sum()
        return ((scale * drawn - wanted) ** 2 / wanted**2).mean()

    dealt = np.random.default_rng(1).permutation(places)
    peer_places = nx.kamada_kawai_layout(peer)
    theirs = np.array([peer_places[k] for k in range(len(peer))])
    # Ours are a little longer where partners are not shared, and fit the page.
    assert stress(places) < 1.5 * stress(theirs)
    assert stress(places) < 0.4 * stress(dealt)


def test_equal_seeds_give_equal_places():
    graph = graph_of(nx.gnm_random_graph(40, 90, seed=2))
    assert (stress_layout(graph, seed=5) == stress_layout(graph, seed=5)).all()


def test_components_and_isolates_stand_apart():
    peer = nx.disjoint_union(nx.complete_graph(6), nx.cycle_graph(5))
    peer.add_nodes_from(range(11, 15))
    places = stress_layout(graph_of(peer))
    apart = distances(places) + 9 * np.eye(15)
    assert apart.min() > 0.4
    first, second, alone = places[:6], places[6:11], places[11:]
    assert alone[:, 1].min() > max(first[:, 1].max(), second[:, 1].max())
    boxes = [(part.min(axis=0), part.max(axis=0)) for part in (first, second)]
    (low, high), (other_low, other_high) = boxes
    assert (high < other_low).any() or (other_high < low).any()


def test_nobody_and_one_and_two():
    assert stress_layout(graph_of(nx.empty_graph(1))).shape == (1, 2)
    assert len(stress_layout(graph_of(nx.empty_graph(0)))) == 0
    assert distances(stress_layout(graph_of(nx.path_graph(2))))[0, 1] > 1


def test_more_than_anybody_can_read_is_refused():
    with pytest.raises(InputError, match="cannot be read"):
        stress_layout(graph_of(nx.empty_graph(MOST + 1)))
