"""Work shared out over the cores, for loops that run without Python's lock."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from typing import TypeVar

Result = TypeVar("Result")


def slices(number: int, at_a_time: int) -> list[slice]:
    """0 to `number` in consecutive pieces."""
    return [
        slice(first, min(first + at_a_time, number))
        for first in range(0, number, at_a_time)
    ]


def shared_out(
    work: Callable[[list[slice]], Result], parts: list[slice]
) -> list[Result]:
    """What `work` makes of each core's share of the parts, one result for each core.

    Each share is worked through by one thread, which holds one part at a time.
    """
    cores = max(min(cpu_count() or 1, len(parts)), 1)
    shares = [parts[core::cores] for core in range(cores)]
    with ThreadPoolExecutor(cores) as threads:
        return list(threads.map(work, shares))
