"""Concentration, coagglomeration and inequality, for every industry of a country.

Promised: Ellison and Glaeser's index of 50,000 plants x 200 industries x 500 regions
at least 1,000 times faster than R's REAT (12 s); all pairs of coagglomeration of 1,000
industries in under a second; Theil's index of a million values in 100 groups at least
50 times faster than PySAL's `inequality` (10 s).

`inequality` runs beside where it is installed (it is no dependency of the project).
REAT is not on the Python index, so that its CPU seconds are those measured once on two
cores of such a machine; beside it runs a loop over industries in NumPy, with equal
results. CPU seconds are of all threads together, the median after one warm-up; peak
memory is of the whole process, so each job runs in a process of its own.

    python benchmarks/bench_concentration.py [--runs 7]
"""

import argparse
import importlib.util
import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable

import numpy as np
import polars as pl

from distretto.analysis.selection.coding import coded
from distretto.analysis.selection.concentration.coagglomeration import (
    coagglomeration,
    pairs_of,
)
from distretto.analysis.selection.concentration.ellison_glaeser import ellison_glaeser
from distretto.analysis.selection.concentration.plant_arrays import plant_concentration
from distretto.analysis.selection.concentration.plants import plant_herfindahl
from distretto.analysis.selection.count_matrix import count_matrix
from distretto.analysis.selection.diversity.theil import theil
from distretto.analysis.selection.regions import establishments_to_cells

# CPU seconds of REAT's `ellison.a2`, and of `inequality` where it is not installed.
REAT, INEQUALITY = 12.0, 10.0


def cpu(job: Callable[[], object], runs: int) -> float:
    """Median CPU seconds, after one warm-up."""
    job()
    taken = []
    for _ in range(runs):
        start = time.process_time()
        job()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def tell(what: str, ours: float, peer: float, of: str, target: str) -> None:
    print(
        f"{what}: {ours * 1e3:,.1f} ms of CPU, {of} {peer * 1e3:,.0f} ms: "
        f"{peer / ours:,.0f} x (to reach: {target})"
    )


def plants_of_a_country() -> pl.DataFrame:
    """50,000 plants of 200 industries in 500 regions, a few large and many small."""
    rng = np.random.default_rng(1)
    regions = (w := rng.lognormal(0, 1, 500)) / w.sum()
    return pl.DataFrame(
        {
            "region": [f"r{one:03}" for one in rng.choice(500, 50_000, p=regions)],
            "industry": [f"i{one:03}" for one in rng.integers(0, 200, 50_000)],
            "size": np.ceil(rng.lognormal(2, 1.3, 50_000)),
        }
    )


def one_industry_at_a_time(
    regions: np.ndarray, industries: np.ndarray, sizes: np.ndarray
) -> np.ndarray:
    """The index as a loop over industries, each reading the whole list."""
    whole = np.bincount(regions, sizes) / sizes.sum()
    square, found = (whole**2).sum(), []
    for industry in range(industries.max() + 1):
        here = industries == industry
        parts = np.bincount(regions[here], sizes[here], len(whole)) / sizes[here].sum()
        herfindahl = ((sizes[here] / sizes[here].sum()) ** 2).sum()
        raw = ((parts - whole) ** 2).sum()
        found.append(
            (raw - (1 - square) * herfindahl) / ((1 - square) * (1 - herfindahl))
        )
    return np.array(found)


def index(runs: int) -> None:
    plants = plants_of_a_country()
    columns = plants["region"], plants["industry"], plants["size"]
    regions, industries = coded(columns[0], "regions"), coded(columns[1], "industries")
    sizes = columns[2].to_numpy()
    quick = plant_concentration(regions, industries, sizes).ellison_glaeser
    loop = one_industry_at_a_time(regions.numbers, industries.numbers, sizes)
    assert np.allclose(quick, loop, rtol=0, atol=1e-12)
    categories = [one.cast(pl.Categorical) for one in columns[:2]]

    def tables() -> object:
        cells = establishments_to_cells(plants)
        return ellison_glaeser(cells, plant_herfindahl(plants))

    name = "Ellison-Glaeser, 50,000 plants x 200 industries x 500 regions"
    for how, job in {
        "coded": lambda: plant_concentration(regions, industries, sizes),
        "from categories": lambda: plant_concentration(*categories, sizes),
        "from text": lambda: plant_concentration(*columns),
        "from tables, any engine": tables,
    }.items():
        target = "no target" if "tables" in how else "1,000 x"
        tell(f"{name}, {how}", cpu(job, runs), REAT, "REAT (measured once)", target)
    alone = cpu(
        lambda: one_industry_at_a_time(regions.numbers, industries.numbers, sizes), runs
    )
    print(f"  the same by a loop over industries in NumPy: {alone * 1e3:,.0f} ms")


def pairs(runs: int) -> None:
    rng = np.random.default_rng(2)
    counts = rng.poisson(rng.lognormal(0, 2, (500, 1_000)))
    regions, industries = np.indices(counts.shape)
    cells = pl.DataFrame(
        {
            "region": [f"r{one:03}" for one in regions.ravel()],
            "industry": [f"i{one:03}" for one in industries.ravel()],
            "employment": counts.ravel(),
        }
    ).filter(pl.col("employment") > 0)
    hidden = cells.with_columns(
        employment=pl.when(pl.int_range(pl.len()) % 50 > 0).then("employment")
    )
    names = {"value": "employment", "region": "region", "industry": "industry"}
    matrix = count_matrix(cells, region_totals=None, **names)
    name = "all pairs of 1,000 industries x 500 regions"
    for how, job in {
        "of the matrix": lambda: pairs_of(matrix),
        f"from a table of {cells.height:,} cells": lambda: coagglomeration(cells),
        "with 2 % of cells hidden": lambda: coagglomeration(
            hidden, minimum_known_share=0.5
        ),
    }.items():
        taken = cpu(job, runs)
        print(f"{name}, {how}: {taken:.3f} s of CPU (to reach: under 1 s)")


def inequality(runs: int) -> None:
    rng = np.random.default_rng(3)
    values, groups = rng.lognormal(0, 1, 1_000_000), rng.integers(0, 100, 1_000_000)
    text = pl.Series([f"g{one:02}" for one in groups])
    peer, of = INEQUALITY, "inequality (measured once)"
    if importlib.util.find_spec("inequality"):
        from inequality.theil import TheilD

        start = time.process_time()
        theirs = TheilD(values, groups)
        peer, of = time.process_time() - start, "inequality (once, beside)"
        ours = theil(values, groups)
        assert np.allclose(
            [ours.between, ours.within], [theirs.bg.item(), theirs.wg.item()]
        )
    name = "Theil, 1,000,000 values in 100 groups"
    for how, labels in {"whole numbers": groups, "text": text}.items():
        taken = cpu(lambda labels=labels: theil(values, labels), runs)
        tell(f"{name} ({how})", taken, peer, of, "50 x")


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
    parser.add_argument("--runs", type=int, default=7)
    asked = parser.parse_args()
    for each in (index, pairs, inequality):
        in_own_process(each, asked.runs)
