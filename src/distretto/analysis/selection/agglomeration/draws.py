"""Random labelling by drawing: the same draws from the same seed on any machine."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from distretto.analysis.selection.agglomeration import kernels
from distretto.analysis.selection.agglomeration.grid import Integers
from distretto.analysis.selection.agglomeration.sites import Floats

# Draws that one thread takes at a time: enough work to be worth handing over.
DRAWS_AT_A_TIME = 16


def repeated(
    draw: Callable[[np.random.Generator], Floats], draws: int, *, seed: int
) -> Floats:
    """What `draw` gives, again and again, one row for each.

    Each part of the draws has a source of its own, so that the numbers do not hang
    on how many cores share the work.
    """
    parts = [
        min(DRAWS_AT_A_TIME, draws - first)
        for first in range(0, draws, DRAWS_AT_A_TIME)
    ]
    seeds = np.random.SeedSequence(seed).spawn(len(parts))

    def part(number: int, source: np.random.SeedSequence) -> Floats:
        rng = np.random.default_rng(source)
        return np.stack([draw(rng) for _ in range(number)])

    with ThreadPoolExecutor(cpu_count()) as threads:
        return np.concatenate(list(threads.map(part, parts, seeds)))


def drawn_sites(rng: np.random.Generator, number: int, sites: int) -> Integers:
    """`number` of so many sites, every set equally likely, in rising order."""
    drawn = np.empty(number, dtype=np.int64)
    eights = np.zeros(sites // 8 + 1, dtype=np.uint64)
    marks = eights.view(np.uint8)
    kernels.draw_sites(rng.random(number), sites, marks, eights, drawn)
    return drawn


def shuffled(rng: np.random.Generator, values: NDArray[Any]) -> NDArray[Any]:
    """The values in random order."""
    order = values.copy()
    kernels.shuffle(rng.random(len(order)), order)
    return order
