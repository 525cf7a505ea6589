"""k-means beside SciPy's from the same starting points."""

import numpy as np
import pytest
from scipy.cluster.vq import kmeans2

from distretto.analysis.selection.relatedness.k_means import k_means, lloyd


@pytest.mark.parametrize("seed", range(5))
def test_the_groups_are_those_of_scipy(seed):
    points = np.random.default_rng(seed).normal(size=(80, 6))
    start = np.arange(7) * 11
    labels, spread = lloyd(points @ points.T, start)
    centres, expected = kmeans2(points, points[start], minit="matrix", iter=50)
    np.testing.assert_array_equal(labels, expected)
    assert spread == pytest.approx(((points - centres[expected]) ** 2).sum())


def test_three_heaps_are_found_from_any_start():
    rng = np.random.default_rng(1)
    heaps = np.repeat([[0.0, 0], [9, 9], [0, 9]], 10, axis=0)
    points = heaps + rng.normal(scale=0.1, size=heaps.shape)
    labels = k_means(points, 3, seed=4)
    assert sorted(np.bincount(labels)) == [10, 10, 10]
    assert all(len(set(labels[k : k + 10])) == 1 for k in (0, 10, 20))


def test_the_same_seed_gives_the_same_groups():
    points = np.random.default_rng(2).random((50, 50))
    np.testing.assert_array_equal(k_means(points, 6, 3), k_means(points, 6, 3))


def test_points_that_are_all_one_make_one_group():
    labels, spread = lloyd(np.ones((5, 5)), np.array([0, 1]))
    assert set(labels) == {0} and spread == pytest.approx(0)
