"""A sociogram with all measures: 300 actors, 3,000 ties.

Promised: a process that begins cold reads the ties, measures them and draws the SVG in
under 1 s beside its imports; warm, measured and drawn in 150 ms. A peer beside it in
the same run: networkx with its layouts by springs and by Kamada and Kawai, which place
the actors and draw nothing.

    python benchmarks/bench_sociogram.py [--runs 7]
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl

ACTORS, TIES = 300, 3_000
COLD = """
import json, sys, time
begun = time.perf_counter()
import distretto.analysis.diagnosis.linkages.measures
import distretto.formats.linkages.read
import distretto.formats.sociogram.picture
imported = time.perf_counter()
from distretto.analysis.diagnosis.linkages.measures import measure_linkages
from distretto.formats.linkages.read import read_linkages
from distretto.formats.sociogram.picture import sociogram
waves = read_linkages(sys.argv[1], actors=sys.argv[2]).waves
read = time.perf_counter()
measure_linkages(waves[0])
measured = time.perf_counter()
sociogram(waves)
drawn = time.perf_counter()
print(json.dumps({"imports": imported - begun, "read": read - imported,
    "measured": measured - read, "drawn": drawn - measured}))
"""


def made(folder: Path) -> tuple[Path, Path]:
    """A list of ties and one of actors, as files."""
    rng = np.random.default_rng(1)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < TIES:
        i, j = rng.integers(0, ACTORS, 2).tolist()
        if i != j:
            pairs.add((i, j))
    names = [f"Workshop {k}" for k in range(ACTORS)]
    held = sorted(pairs)
    pl.DataFrame(
        {
            "from": [names[i] for i, _ in held],
            "to": [names[j] for _, j in held],
            "strength": rng.integers(1, 4, TIES),
        }
    ).write_csv(folder / "ties.csv")
    pl.DataFrame(
        {
            "actor": names,
            "kind": ["firm"] * ACTORS,
            "group": [f"village {k % 7}" for k in range(ACTORS)],
            "surveyed": ["yes"] * ACTORS,
        }
    ).write_csv(folder / "actors.csv")
    return folder / "ties.csv", folder / "actors.csv"


def clock(job: Callable[[], object], runs: int) -> float:
    job()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        job()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def cold(files: tuple[Path, Path], runs: int) -> dict[str, float]:
    """Medians of fresh processes; what Numba compiled once is kept between them."""
    found = []
    for _ in range(runs + 1):
        told = subprocess.run(
            [sys.executable, "-c", COLD, *map(str, files)],
            capture_output=True,
            check=True,
            text=True,
        )
        found.append(json.loads(told.stdout))
    return {key: statistics.median(each[key] for each in found[1:]) for key in found[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    from distretto.analysis.diagnosis.linkages.graph import linkage_graph
    from distretto.analysis.diagnosis.linkages.layout import stress_layout
    from distretto.analysis.diagnosis.linkages.measures import measure_linkages
    from distretto.formats.linkages.read import read_linkages
    from distretto.formats.sociogram.picture import sociogram
    from distretto.formats.sociogram.render import png

    with tempfile.TemporaryDirectory() as folder:
        files = made(Path(folder))
        parts = cold(files, runs)
        waves = read_linkages(files[0], actors=files[1]).waves
    whole = sum(parts.values()) - parts["imports"]
    told = ", ".join(f"{key} {value * 1e3:,.0f} ms" for key, value in parts.items())
    print(f"cold: {whole:.2f} s beside imports (to reach: 1); {told}")
    measured = clock(lambda: measure_linkages(waves[0]), runs)
    drawn = clock(lambda: sociogram(waves), runs)
    print(
        f"warm: {(measured + drawn) * 1e3:,.0f} ms (to reach: 150): measured "
        f"{measured * 1e3:,.0f}, drawn {drawn * 1e3:,.0f}; "
        f"{len(sociogram(waves).drawing) / 1024:,.0f} KB of SVG"
    )
    print(f"as PNG: {clock(lambda: png(sociogram(waves)), 3):.2f} s")
    graph = linkage_graph(waves[0])
    peer = nx.from_scipy_sparse_array(graph.ties)
    ours = clock(lambda: stress_layout(graph), runs)
    spring = clock(lambda: nx.spring_layout(peer, seed=1), 3)
    stress = clock(lambda: nx.kamada_kawai_layout(peer), 1)
    print(
        f"layout alone: {ours * 1e3:,.0f} ms; networkx by springs "
        f"{spring * 1e3:,.0f} ms ({spring / ours:,.0f} x), by Kamada and Kawai "
        f"{stress * 1e3:,.0f} ms ({stress / ours:,.0f} x)"
    )


if __name__ == "__main__":
    main()
