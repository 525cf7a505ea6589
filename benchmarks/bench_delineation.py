"""Density clusters of a million points, local Moran's I of 100,000 regions.

Promised: DBSCAN of a million points at least 30 times faster than scikit-learn, under
0.5 GB, with equal core points and noise; local Moran's I of 100,000 regions with 999
permutations as fast as esda, under 0.5 GB.

Figures are CPU seconds of both cores and the peak memory of a process of its own,
medians of several runs. A peer runs once, in the Python that `--peer-python` names,
where it can be installed (pip install scikit-learn esda). Compiled loops, ours and
esda's, are warmed up.

    python benchmarks/bench_delineation.py [--runs 3] [--peer-python PATH]
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

POINTS, REACH_KM, PLANTS = 1_000_000, 2.5, 10
SIDE = 316  # regions on a side of the map
PERMUTATIONS = 999


def points(count: int = POINTS) -> np.ndarray:
    """Plants in and around 300 towns of a country 700 km wide, three in ten outside."""
    rng = np.random.default_rng(1)
    towns = rng.uniform(0, 700, (300, 2))
    inside = towns[rng.integers(0, 300, count)] + rng.normal(0, 4, (count, 2))
    outside = rng.random(count) < 0.3
    inside[outside] = rng.uniform(0, 700, (int(outside.sum()), 2))
    return inside


def field(side: int = SIDE) -> np.ndarray:
    """Quotients of a square country, with a slow wave in them."""
    rng = np.random.default_rng(1)
    wave = np.sin(np.arange(side) / 20)
    return (wave[:, None] * wave + rng.normal(size=(side, side))).ravel()


def timed(job: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    found = job()
    return found, time.process_time() - start


def our_clusters(keep: Path) -> float:
    from distretto.analysis.selection.agglomeration.sites import Sites
    from distretto.analysis.selection.hotspots.density_clusters import density_clusters

    def clusters(where: np.ndarray) -> Any:
        sites = Sites(*np.ascontiguousarray(where.T))
        return density_clusters(sites, reach_km=REACH_KM, minimum_plants=PLANTS)

    clusters(points(1_000))
    where = points()
    found, taken = timed(lambda: clusters(where))
    np.savez(keep / "ours.npz", core=found.is_core, noise=found.label < 0)
    return taken


def their_clusters(keep: Path) -> float:
    from sklearn.cluster import DBSCAN

    where = points()
    model, taken = timed(lambda: DBSCAN(eps=REACH_KM, min_samples=PLANTS).fit(where))
    core = np.zeros(len(where), dtype=bool)
    core[model.core_sample_indices_] = True
    ours = np.load(keep / "ours.npz")
    assert (core == ours["core"]).all(), "core points differ"
    assert ((model.labels_ < 0) == ours["noise"]).all(), "noise differs"
    return taken


def our_moran(keep: Path) -> float:
    import polars as pl

    from distretto.analysis.selection.hotspots.local_moran import local_moran

    def moran(side: int) -> Any:
        place = np.arange(side * side).reshape(side, side)
        here = np.concatenate([place[:, :-1].ravel(), place[:-1].ravel()])
        there = np.concatenate([place[:, 1:].ravel(), place[1:].ravel()])
        pairs = pl.DataFrame({"region": here, "neighbour": there})
        table = pl.DataFrame({"region": place.ravel(), "lq": field(side)})
        return timed(
            lambda: local_moran(table, pairs, value="lq", permutations=PERMUTATIONS)
        )

    moran(5)
    return moran(SIDE)[1]


def their_moran(keep: Path) -> float:
    import warnings

    import esda
    import libpysal

    warnings.simplefilter("ignore")

    def moran(side: int) -> float:
        weights = libpysal.weights.lat2W(side, side)
        weights.transform = "r"
        values = field(side)
        return timed(
            lambda: esda.Moran_Local(
                values, weights, permutations=PERMUTATIONS, n_jobs=1, seed=1
            )
        )[1]

    moran(5)
    return moran(SIDE)


JOBS = {
    "density clusters": (our_clusters, their_clusters, "scikit-learn"),
    "local Moran": (our_moran, their_moran, "esda"),
}


def run(python: str, job: str, whose: int, keep: str) -> tuple[float, float] | None:
    command = [python, __file__, "--one", job, str(whose), keep]
    answer = subprocess.run(command, capture_output=True, text=True)
    if answer.returncode:
        lines = answer.stderr.strip().splitlines() or ["killed: out of memory?"]
        print(f"{job}: not run ({lines[-1]})")
        return None
    taken, peak = json.loads(answer.stdout.splitlines()[-1])
    return taken, peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peer-python", default=sys.executable)
    parser.add_argument("--one", nargs=3, metavar=("JOB", "WHOSE", "FOLDER"))
    asked = parser.parse_args()
    if asked.one:
        job, whose, keep = asked.one
        taken = JOBS[job][int(whose)](Path(keep))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(json.dumps([taken, peak]))
        return
    with tempfile.TemporaryDirectory() as keep:
        for job, (_, _, peer) in JOBS.items():
            ours = [run(sys.executable, job, 0, keep) for _ in range(asked.runs)]
            known = [each for each in ours if each]
            if not known:
                continue
            taken, peak = (statistics.median(part) for part in zip(*known, strict=True))
            print(f"{job}: {taken:.2f} s of CPU, peak memory {peak:.2f} GB")
            theirs = run(asked.peer_python, job, 1, keep)
            if theirs:
                print(
                    f"{job}, {peer}: {theirs[0]:.1f} s of CPU, peak memory "
                    f"{theirs[1]:.2f} GB: {theirs[0] / taken:.1f} x"
                )


if __name__ == "__main__":
    main()
