"""Complexity and relatedness of 1,000 regions x 1,000 industries x 10 years.

Promised: advantage, proximity, complexity, density and opportunity with one joined
table at least 20 times faster than py-ecomplexity and econcomplex, under 1.5 GB.

Figures are CPU seconds of both cores and the peak memory of a process of its own,
medians of several runs. A peer runs in the Python that `--peer-python` names, where it
can be installed (pip install ecomplexity econcomplex), over the first `--peer-years`
years; its years are alike, so its figure for all years is in proportion. Keys are read
as text by all, and by us as dictionary codes too.

    python benchmarks/bench_complexity.py [--runs 3] [--peer-python PATH]
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REGIONS = INDUSTRIES = 1_000
YEARS = 10
OURS = ("text", "codes")
PEERS = ("ecomplexity", "econcomplex")


def write_country(path: Path) -> None:
    """Employment that follows four hidden capabilities, the empty pairs left out."""
    import numpy as np
    import polars as pl

    rng = np.random.default_rng(1)
    regions = rng.normal(size=(REGIONS, 4))
    industries = rng.normal(size=(4, INDUSTRIES))
    fit = regions @ industries * 0.8
    fit += rng.normal(size=(REGIONS, 1)) * 1.5 + rng.normal(size=INDUSTRIES) * 1.5
    parts = []
    for year in range(2000, 2000 + YEARS):
        counts = np.floor(2 * np.exp(fit + rng.normal(size=fit.shape)))
        region, industry = np.nonzero(counts)
        part = pl.DataFrame(
            {"region": region, "industry": industry, "employment": counts[counts > 0]}
        )
        parts.append(
            part.select(
                pl.format("R{}", pl.col("region").cast(pl.String).str.zfill(4)).alias(
                    "region"
                ),
                pl.format("I{}", pl.col("industry").cast(pl.String).str.zfill(4)).alias(
                    "industry"
                ),
                pl.lit(year).alias("year"),
                "employment",
            )
        )
    pl.concat(parts).write_csv(path)


def ours(path: str, kind: str) -> float:
    import polars as pl

    from distretto.analysis.selection.relatedness.panel import complexity_panel

    table = pl.read_csv(path)
    if kind == "codes":
        table = table.with_columns(pl.col("region", "industry").cast(pl.Categorical))
    start = time.process_time()
    panel = complexity_panel(table, year="year")
    taken = time.process_time() - start
    assert panel.cells.height == REGIONS * INDUSTRIES * YEARS
    return taken


def peers(path: str, name: str, years: int) -> float:
    import contextlib
    import io
    import warnings

    import pandas as pd

    warnings.simplefilter("ignore")
    table = pd.read_csv(path)
    table = table[table["year"] < 2000 + years]
    columns = {"loc": "region", "val": "employment", "time": "year"}
    if name == "ecomplexity":
        from ecomplexity import ecomplexity

        start = time.process_time()
        with contextlib.redirect_stdout(io.StringIO()):
            ecomplexity(
                table,
                {**columns, "prod": "industry"},
                check_logsupermodularity=False,
                verbose=False,
            )
    else:
        from econcomplex.pipeline import compute_complexity

        start = time.process_time()
        compute_complexity(table, {**columns, "act": "industry"})
    return (time.process_time() - start) * YEARS / years


def one(path: str, name: str, years: int) -> None:
    """A single run in this process; says its seconds and its memory."""
    taken = ours(path, name) if name in OURS else peers(path, name, years)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(json.dumps([taken, peak]))


def run(python: str, path: Path, name: str, years: int) -> tuple[float, float] | None:
    command = [python, __file__, "--one", name, str(path), "--peer-years", str(years)]
    answer = subprocess.run(command, capture_output=True, text=True)
    if answer.returncode:
        print(f"{name}: not run ({answer.stderr.strip().splitlines()[-1]})")
        return None
    taken, peak = json.loads(answer.stdout.splitlines()[-1])
    return taken, peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peer-python", default=sys.executable)
    parser.add_argument("--peer-years", type=int, default=2)
    parser.add_argument("--one", nargs=2, metavar=("NAME", "PATH"))
    asked = parser.parse_args()
    if asked.one:
        one(asked.one[1], asked.one[0], asked.peer_years)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cells.csv"
        write_country(path)
        medians = {}
        for name in (*OURS, *PEERS):
            python = sys.executable if name in OURS else asked.peer_python
            runs = asked.runs if name in OURS else 1
            found = [run(python, path, name, asked.peer_years) for _ in range(runs)]
            known = [each for each in found if each]
            if not known:
                continue
            medians[name] = statistics.median(taken for taken, _ in known)
            peak = statistics.median(each for _, each in known)
            whose = f"ours, keys as {name}" if name in OURS else name
            print(f"{whose}: {medians[name]:.2f} s of CPU, peak memory {peak:.2f} GB")
        for peer in set(PEERS) & set(medians):
            for name in OURS:
                ratio = medians[peer] / medians[name]
                print(f"{peer} / ours, keys as {name}: {ratio:.0f} x")


if __name__ == "__main__":
    main()
