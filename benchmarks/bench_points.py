"""How close together plants stand: K-density and M at the scale of a country.

Promised: one simulated labelling of 1,000 / 5,000 / 20,000 of 100,000 sites at least
150 / 300 / 300 times faster (K-density) and 100 times faster (M function) than R's
dbmss; bands of 1,000-simulation quality at least 1,000 times faster; every one of 300
industries of 200,000 sites within five minutes and 4 GB; a million sites within 8 GB.

dbmss is not on the Python index, so that it cannot run beside: its CPU seconds are
those measured once on two cores of such a machine (dbmss, one labelling: see PEER).
Ours are CPU seconds of both cores together. Peak memory is of the whole process, so
each job runs in a process of its own.

    python benchmarks/bench_points.py [--runs 5] [--growth]

`--growth` measures only how time and memory grow, from 10,000 sites to a million.
"""

import argparse
import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from distretto.analysis.selection.agglomeration.bins import Bins
from distretto.analysis.selection.agglomeration.k_density import k_densities, k_density
from distretto.analysis.selection.agglomeration.labelling import site_pairs
from distretto.analysis.selection.agglomeration.m_function import m_function
from distretto.analysis.selection.agglomeration.pairs import Pairs
from distretto.analysis.selection.agglomeration.sites import Sites

WIDE_KM = 700.0
AT = np.linspace(0, 100, 101)
# CPU seconds of dbmss: one labelling of so many of 100,000 sites, and the bands.
PEER = {
    "K-density": {1_000: 0.147, 5_000: 2.24, 20_000: 25.6},
    "M function": {1_000: 0.75, 5_000: 3.8, 20_000: 12.0},
    "bands": {5_000: 37 * 60.0},
}
# Labellings drawn at a time: so many that what is done once for all of them (curves are
# smoothed by one product of matrices) weighs about as little as among 999.
DRAWS = {1_000: 999, 5_000: 199, 20_000: 49}
GROWTH = (10_000, 100_000, 1_000_000)


def country(number: int) -> Sites:
    """Plants in and around 300 towns of a country 700 km wide."""
    rng = np.random.default_rng(1)
    towns = rng.uniform(0, WIDE_KM, (300, 2))
    points = towns[rng.integers(0, 300, number)] + rng.normal(0, 15, (number, 2))
    return Sites(*np.ascontiguousarray(points.T))


def cpu(job: Callable[[], object], runs: int) -> float:
    """Median CPU seconds, after one warm-up."""
    job()
    taken = []
    for _ in range(runs):
        start = time.process_time()
        job()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def labellings(runs: int) -> None:
    sites = country(100_000)
    layout = Pairs.of(sites, Bins.within(130.0))
    smoother = layout.bins.smoother(AT, 5.0).T
    for number, peer in PEER["K-density"].items():
        draws = DRAWS[number]
        one = cpu(lambda n=number, d=draws: layout.drawn(n, d, seed=1) @ smoother, runs)
        tell("K-density", number, one / draws, peer)
    few, many = 19, 119
    for number, peer in PEER["M function"].items():
        chosen = np.arange(number) * (100_000 // number)

        def m(simulations: int, chosen: np.ndarray = chosen) -> object:
            return m_function(
                sites, chosen, distances_km=AT[1:], simulations=simulations
            )

        once = max(runs // 2, 1)
        one = (cpu(lambda: m(many), once) - cpu(lambda: m(few), once)) / (many - few)
        tell("M function", number, one, peer)


def bands(runs: int) -> None:
    sites = country(100_000)
    chosen = np.arange(5_000) * 20
    alone = cpu(lambda: k_density(sites, chosen, distances_km=AT), max(runs // 2, 1))
    peer = PEER["bands"][5_000]
    tell("bands, with the pass over all sites", 5_000, alone, peer)
    known = site_pairs(sites, Bins.within(140.0))
    more = cpu(lambda: k_density(sites, chosen, distances_km=AT, known=known), runs)
    tell("bands, each further industry", 5_000, more, peer)


def industries(runs: int) -> None:
    sites = country(200_000)
    rng = np.random.default_rng(2)
    # A few large industries and many small ones, as registers have them.
    names = rng.choice(300, 200_000, p=(w := 1 / np.arange(3, 303)) / w.sum())
    start, cpu_start = time.perf_counter(), time.process_time()
    found = list(k_densities(sites, names, distances_km=AT))
    print(
        f"every industry of 200,000 sites: {len(found)} industries, "
        f"{time.perf_counter() - start:.0f} s, {time.process_time() - cpu_start:.0f} s "
        "of CPU"
    )


def growth(runs: int, number: int) -> None:
    """One pass over all sites, and one industry of 1 % of them with its bands."""
    sites = country(number)
    site_pairs(country(1_000), Bins.within(140.0))  # compiled before
    start, cpu_start = time.perf_counter(), time.process_time()
    known = site_pairs(sites, Bins.within(140.0))
    k_density(sites, np.arange(number // 100) * 100, distances_km=AT, known=known)
    print(
        f"{number:,} sites, and one industry: {time.perf_counter() - start:.1f} s, "
        f"{time.process_time() - cpu_start:.1f} s of CPU"
    )


def tell(what: str, number: int, ours: float, peer: float) -> None:
    print(
        f"{what}, {number:,} of 100,000: {ours * 1e3:,.2f} ms of CPU, dbmss "
        f"{peer * 1e3:,.0f} ms: {peer / ours:,.0f} x"
    )


def in_own_process(job: Callable[[int], None], runs: int) -> None:
    process = multiprocessing.get_context("spawn").Process(
        target=with_memory, args=(job, runs)
    )
    process.start()
    process.join()


def with_memory(job: Callable[[int], None], runs: int) -> None:
    job(runs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"  peak memory {peak:.2f} GB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--growth", action="store_true", help="only how it grows")
    asked = parser.parse_args()
    growing = [partial(growth, number=number) for number in GROWTH]
    for each in growing if asked.growth else [labellings, bands, industries]:
        in_own_process(each, asked.runs)
