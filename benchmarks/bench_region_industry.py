"""Ten million establishments in a Parquet file to measures of regions by industries.

Each way in its own process, a run of each in turn so that all see the same machine:
our functions on a lazy Polars table, a file read as `distretto selection map` reads it
(with all checks of its rows), the same group-by written directly in Polars, and an
implementation in pandas, with its own Arrow strings and with Python strings. Prints
medians of wall time, CPU time and peak memory, and whether what is aimed at is reached:

    within 2 x of the direct group-by, at least 10 x faster than pandas, and memory that
    does not grow with the rows (a file four times as long).

    python benchmarks/bench_region_industry.py [--rows 10000000] [--rounds 5]
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

REGIONS, INDUSTRIES = 500, 80
LONGER = 4


def write_establishments(path: Path, rows: int) -> None:
    """Establishments with codes as text and skewed sizes, one in fifty unknown."""
    import numpy as np
    import polars as pl

    rng = np.random.default_rng(20)
    sizes = np.minimum(rng.pareto(1.1, rows) * 3 + 1, 20_000).astype(np.int32)
    pl.DataFrame(
        {
            "region": pl.Series(rng.zipf(1.2, rows) % REGIONS).cast(pl.String),
            "industry": pl.Series(rng.integers(1000, 1000 + INDUSTRIES, rows)).cast(
                pl.String
            ),
            "size": pl.Series(sizes).scatter(np.arange(0, rows, 50), None),
        }
    ).write_parquet(path)


def lengthen(path: Path) -> None:
    """The same file several times over, one after the other, in one of `LONGER`."""
    import polars as pl

    parts = [pl.scan_parquet(path)] * LONGER
    pl.concat(parts).sink_parquet(path.with_suffix(".longer"))


def ours(path: Path) -> float:
    """The library: cells, then quotients of establishments, lazily."""
    import polars as pl

    from distretto.analysis.selection.regions import establishments_to_cells
    from distretto.analysis.selection.specialisation import location_quotient

    cells = establishments_to_cells(pl.scan_parquet(path)).collect(engine="streaming")
    return float(location_quotient(cells, value="establishments")["lq"].sum())


def whole_file(path: Path) -> float:
    """As the command does it: recognise the layout, check each row, then measure."""
    from distretto.analysis.selection.specialisation import location_quotient
    from distretto.formats.layouts import read

    cells = read(path, layout="establishments").cells
    return float(location_quotient(cells, value="establishments")["lq"].sum())


def direct(path: Path) -> float:
    """The same written by hand for Polars."""
    import polars as pl

    cells = (
        pl.scan_parquet(path)
        .group_by("region", "industry")
        .agg(
            establishments=pl.len().cast(pl.Float64),
            employment=pl.col("size").sum(),
            unknown=pl.col("size").null_count(),
        )
        .collect(engine="streaming")
    )
    firms = pl.col("establishments")
    quotients = cells.with_columns(
        lq=(firms / firms.sum().over("region"))
        / (firms.sum().over("industry") / firms.sum())
    )
    return float(quotients["lq"].sum())


def pandas(path: Path) -> float:
    """The same in pandas, with its Arrow strings (pandas 3)."""
    import pandas as pd

    return _in_pandas(pd.read_parquet(path))


def pandas_text(path: Path) -> float:
    """The same in pandas, with Python strings (pandas 2, and columns of objects)."""
    import pandas as pd

    rows = pd.read_parquet(path)
    codes = {"region": object, "industry": object}
    return _in_pandas(rows.astype(codes))


def _in_pandas(rows: "pd.DataFrame") -> float:
    cells = rows.groupby(["region", "industry"], as_index=False).agg(
        establishments=("size", "size"),
        employment=("size", "sum"),
        known=("size", "count"),
    )
    firms = cells["establishments"]
    region = cells.groupby("region")["establishments"].transform("sum")
    industry = cells.groupby("industry")["establishments"].transform("sum")
    cells["lq"] = (firms / region) / (industry / firms.sum())
    return float(cells["lq"].sum())


WAYS: dict[str, Callable[[Path], float]] = {
    "ours": ours,
    "whole-file": whole_file,
    "direct": direct,
    "pandas": pandas,
    "pandas-text": pandas_text,
}


def measure(way: str, path: Path) -> dict[str, float]:
    """One run in this process: the work alone, after a first small run."""
    WAYS[way](path.with_suffix(".small"))
    before = time.process_time()
    start = time.perf_counter()
    answer = WAYS[way](path)
    return {
        "seconds": time.perf_counter() - start,
        "cpu": time.process_time() - before,
        "peak_mb": peak_mb(),
        "answer": answer,
    }


def peak_mb() -> float:
    """The most memory this process has held.

    Linux is asked for this program's own peak: `getrusage` also counts what the
    process held before it became this program.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text().splitlines()
        return next(int(x.split()[1]) for x in lines if x.startswith("VmHWM")) / 1024
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def apart(way: str, path: Path) -> dict[str, float]:
    """One run in a process of its own."""
    command = [sys.executable, __file__, "--run", way, "--file", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def compare(rows: int, rounds: int) -> None:
    """Print the table and what of the aims is reached."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "establishments.parquet"
        write_establishments(path, rows)
        write_establishments(path.with_suffix(".small"), 1_000)
        lengthen(path)
        size = path.stat().st_size / 1e6
        print(f"{rows:,} establishments, {size:.0f} MB of Parquet, {rounds} rounds")
        print(on_what())
        runs: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
        for _ in range(rounds):
            for way, kept in runs.items():
                kept.append(apart(way, path))
        medians = {way: median(kept) for way, kept in runs.items()}
        report(medians)
        report_memory(medians, path.with_suffix(".longer"))


def on_what() -> str:
    """The versions and the machine the figures belong to."""
    names = ("polars", "narwhals", "pandas", "pyarrow")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    cores = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    return f"Python {platform.python_version()}, {versions}; {cores}"


def median(runs: list[dict[str, float]]) -> dict[str, float]:
    """The median of each figure."""
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def report(medians: dict[str, dict[str, float]]) -> None:
    """Medians and ratios; stops if they do not agree."""
    answers = [figures["answer"] for figures in medians.values()]
    if max(answers) - min(answers) > 1e-9 * max(answers):
        raise SystemExit(f"They do not agree: {sorted(set(answers))}")
    print(f"{'':12}{'seconds':>10}{'CPU s':>10}{'peak MB':>10}")
    for way, figures in medians.items():
        print(
            f"{way:12}{figures['seconds']:10.3f}{figures['cpu']:10.2f}"
            f"{figures['peak_mb']:10.0f}"
        )
    ours = medians["ours"]
    for kind in ("seconds", "cpu"):
        ratio = ours[kind] / medians["direct"][kind]
        verdict(f"ours / direct Polars, {kind}", ratio, ratio <= 2, "at most 2")
        for way in ("pandas", "pandas-text"):
            ratio = medians[way][kind] / ours[kind]
            verdict(f"{way} / ours, {kind}", ratio, ratio >= 10, "at least 10")


def report_memory(medians: dict[str, dict[str, float]], longer: Path) -> None:
    """How much more memory a longer file takes."""
    for way in ("ours", "whole-file"):
        ratio = apart(way, longer)["peak_mb"] / medians[way]["peak_mb"]
        what = f"{way}, peak with {LONGER} x the rows / with 1 x"
        verdict(what, ratio, ratio <= 1.5, "at most 1.5")


def verdict(what: str, ratio: float, is_reached: bool, aim: str) -> None:
    """One aim in one line."""
    print(f"{what}: {ratio:.2f} ({'reached' if is_reached else 'NOT reached'}: {aim})")


def main() -> None:
    """Measure one way (--run), or compare all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--run", choices=WAYS)
    parser.add_argument("--file", type=Path)
    asked = parser.parse_args()
    if asked.run:
        print(json.dumps(measure(asked.run, asked.file)))
    else:
        compare(asked.rows, asked.rounds)


if __name__ == "__main__":
    main()
