"""The best core, held against all there could be."""

import itertools

import networkx as nx
import numpy as np
import pytest
from tests.analysis.diagnosis.linkages.conftest import of_matrix

from distretto.analysis.diagnosis.linkages.core_periphery import core_periphery


def best_of_all(matrix: np.ndarray) -> float:
    """The best correlation of every division, worked out by NumPy from the pairs."""
    n = len(matrix)
    best = -2.0
    i, j = np.triu_indices(n, 1)
    for size in range(2, n - 1):
        for core in itertools.combinations(range(n), size):
            is_core = np.isin(np.arange(n), core)
            counts = is_core[i] == is_core[j]  # ties between the two are passed over
            ideal, tied = is_core[i][counts], matrix[i, j][counts]
            if ideal.std() and tied.std():
                best = max(best, np.corrcoef(ideal, tied)[0, 1])
    return best


@pytest.mark.parametrize("seed", range(6))
def test_no_other_core_fits_better(seed):
    peer = nx.gnm_random_graph(9, 6 + 4 * seed, seed=seed)
    matrix = nx.to_numpy_array(peer)
    graph = of_matrix(matrix, list("abcdefghi")).undirected
    found = core_periphery(graph, restarts=20)
    assert found.fit == pytest.approx(best_of_all(matrix))


def test_the_ideal_fits_wholly():
    """Four who are all tied, six who are tied to the core alone."""
    matrix = np.zeros((10, 10))
    matrix[:4, :4] = 1 - np.eye(4)
    for k in range(4, 10):
        matrix[k, k % 4] = matrix[k % 4, k] = 1
    found = core_periphery(of_matrix(matrix, list("abcdefghij")).undirected)
    assert found.fit == pytest.approx(1.0)
    assert found.is_core.tolist() == [True] * 4 + [False] * 6
    assert (found.core_density, found.periphery_density) == (1.0, 0.0)
    assert found.between_density == pytest.approx(6 / 24)


def test_equal_seeds_find_equal_cores():
    peer = nx.gnm_random_graph(60, 300, seed=1)
    graph = of_matrix(nx.to_numpy_array(peer), [str(k) for k in range(60)]).undirected
    first, second = (core_periphery(graph, seed=3) for _ in range(2))
    assert first.fit == second.fit
    assert (first.is_core == second.is_core).all()


def test_no_ties_have_no_core():
    found = core_periphery(of_matrix(np.zeros((5, 5)), list("abcde")).undirected)
    assert np.isnan(found.fit) and found.size == 0


def test_a_core_of_one_has_no_density_within():
    """Two pairs apart: the best core is one actor, within which there is no pair."""
    apart = np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]])
    found = core_periphery(of_matrix(apart, list("abcd")).undirected)
    assert found.size == 1
    assert np.isnan(found.core_density)
    assert found.periphery_density == pytest.approx(1 / 3)
