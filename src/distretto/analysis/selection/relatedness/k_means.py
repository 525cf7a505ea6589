"""k-means of few hundred points: Lloyd's steps on their inner products, until still.

SciPy's takes all its steps whether anything moves or not, each in as many dimensions as
there are industries; on 301 of them this is ten times as quick, and asks for one
product of matrices only, which does not slow down where processors are shared.
"""

import numpy as np
from numpy.typing import NDArray

from distretto.analysis.selection.relatedness.matrices import Floats

Integers = NDArray[np.int64]

# It starts so often, and keeps the start whose groups are tightest.
STARTS = 5
STEPS = 50


def k_means(points: Floats, number: int, seed: int) -> Integers:
    """The group of each point, from 0; a group may be left empty."""
    rng = np.random.default_rng(seed)
    products = points @ points.T
    best, least = np.zeros(len(points), dtype=np.int64), np.inf
    for _ in range(STARTS):
        labels, spread = lloyd(products, _spread_out(products, number, rng))
        if spread < least:
            best, least = labels, spread
    return best


def lloyd(products: Floats, start: Integers) -> tuple[Integers, float]:
    """Groups around these points at first, and the sum of squares within them.

    Of a centre c, the mean of its points, what is needed are its products with all
    points and with itself: the squared distance of x is x'x - 2 x'c + c'c.
    """
    with_centres, lengths = products[:, start].copy(), products[start, start].copy()
    labels = np.full(len(products), -1)
    for _ in range(STEPS):
        before, labels = labels, (lengths - 2 * with_centres).argmin(axis=1)
        if (labels == before).all():
            break
        # A group that is left empty keeps its centre.
        order = np.argsort(labels, kind="stable")
        filled, first, counts = np.unique(
            labels[order], return_index=True, return_counts=True
        )
        sums = np.add.reduceat(products[:, order], first, axis=1)
        with_centres[:, filled] = sums / counts
        inside = np.add.reduceat(sums[order], first, axis=0)
        lengths[filled] = np.diag(inside) / counts**2
    every = np.arange(len(products))
    spread = np.diag(products) - 2 * with_centres[every, labels] + lengths[labels]
    return labels.astype(np.int64), float(spread.sum())


def _spread_out(products: Floats, number: int, rng: np.random.Generator) -> Integers:
    """Points to start from: the next one likelier the farther from those chosen."""
    lengths = np.diag(products)
    chosen = [int(rng.integers(len(products)))]
    nearest = np.full(len(products), np.inf)
    while len(chosen) < number:
        last = chosen[-1]
        apart = np.maximum(lengths - 2 * products[last] + lengths[last], 0)
        apart[chosen] = 0
        nearest = np.minimum(nearest, apart)
        total = nearest.sum()
        chances = nearest / total if total > 0 else None  # all are where one is chosen
        chosen.append(int(rng.choice(len(products), p=chances)))
    return np.array(chosen)
