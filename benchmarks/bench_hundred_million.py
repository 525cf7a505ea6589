"""A register of 100 million establishments to 9 million regions x industries.

Our function on lazy Polars and on DuckDB beside the same group-by written by hand for
each, from Parquet in parts to a Parquet of cells, each way in a process of its own, in
turn. Prints medians of wall time, CPU time (all cores) and peak memory, and whether
what is aimed at is reached:

    on the better of the two engines no slower than the better of the two by hand (by
    no more than 5 %, less than one run differs from the next), and within 8 GB.

Ratios are those of one round, and of these the median. Quotients of all cells, lazily
from the rows, are measured once (`quotients`), by our function alone.

    python benchmarks/bench_hundred_million.py [--rows 100000000] [--rounds 3]
        [--folder FOLDER]

The rows need half a gigabyte of disk in the folder, and are deleted afterwards.
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
from typing import Any

from bench_region_industry import median, on_what, peak_mb, verdict

REGIONS, INDUSTRIES = 30_000, 300
PART = 10_000_000
ALLOWED_MB = 8_000


def write_register(folder: Path, rows: int) -> None:
    """Establishments in parts: codes as text, more in the first regions."""
    import numpy as np
    import polars as pl

    for number, first in enumerate(range(0, rows, PART)):
        count = min(PART, rows - first)
        rng = np.random.default_rng([20, number])
        region = (REGIONS * rng.random(count) ** 1.5).astype(np.int32) + 10_000
        industry = rng.integers(1_000, 1_000 + INDUSTRIES, count, dtype=np.int32)
        sizes = np.minimum(rng.pareto(1.1, count) * 3 + 1, 20_000).astype(np.int32)
        pl.DataFrame(
            {
                "region": pl.Series(region).cast(pl.String),
                "industry": pl.Series(industry).cast(pl.String),
                # One in fifty is unknown.
                "size": pl.Series(sizes).scatter(np.arange(0, count, 50), None),
            }
        ).write_parquet(folder / f"part-{number:03}.parquet")


def ours_polars(register: str, cells: str) -> None:
    import polars as pl

    from distretto.analysis.selection.regions import establishments_to_cells

    establishments_to_cells(pl.scan_parquet(register)).sink_parquet(cells)


def ours_duckdb(register: str, cells: str) -> None:
    import duckdb

    from distretto.analysis.selection.regions import establishments_to_cells

    establishments_to_cells(duckdb.read_parquet(register)).write_parquet(cells)


def polars(register: str, cells: str) -> None:
    import polars as pl

    size = pl.col("size")
    pl.scan_parquet(register).group_by("region", "industry").agg(
        establishments=pl.len(),
        employment=pl.when(size.null_count() == 0).then(size.sum()),
        employment_known=size.sum(),
        known_share=size.count() / pl.len(),
    ).sink_parquet(cells)


def duckdb(register: str, cells: str) -> None:
    import duckdb

    duckdb.sql(
        f"""
        select region, industry, count(*) as establishments,
            case when count(size) = count(*) then sum(size) end as employment,
            sum(size) as employment_known, count(size) / count(*) as known_share
        from '{register}' group by region, industry
        """
    ).write_parquet(cells)


def quotients(register: str, cells: str) -> None:
    """Quotients of establishments, lazily from the rows to a file."""
    import polars as pl

    from distretto.analysis.selection.regions import establishments_to_cells
    from distretto.analysis.selection.specialisation import location_quotient

    lazy = establishments_to_cells(pl.scan_parquet(register))
    location_quotient(lazy, value="establishments").sink_parquet(cells)


WAYS: dict[str, Callable[[str, str], None]] = {
    "ours-polars": ours_polars,
    "ours-duckdb": ours_duckdb,
    "polars": polars,
    "duckdb": duckdb,
    "quotients": quotients,
}
# What all of them have to agree on.
ANSWER = ("cells", "establishments", "employment", "employment_known", "known_share")
BY_HAND = ("polars", "duckdb")
OURS = ("ours-polars", "ours-duckdb")


def measure(way: str, folder: Path) -> dict[str, float]:
    """One run in this process, programs loaded before, and what came out of it."""
    import duckdb
    import polars as pl

    from distretto.analysis.selection import specialisation  # noqa: F401

    duckdb.sql("select 1").fetchall()
    out = folder / f"cells-{way}.parquet"
    cpu, start = time.process_time(), time.perf_counter()
    WAYS[way](str(folder / "part-*.parquet"), str(out))
    taken = {
        "seconds": time.perf_counter() - start,
        "cpu": time.process_time() - cpu,
        "peak_mb": peak_mb(),
    }
    cells = pl.scan_parquet(out).select(
        pl.len().alias("cells"),
        pl.col("establishments").sum(),
        pl.col("employment", "employment_known").sum(),
        pl.col("known_share").mean(),
    )
    answer: dict[str, Any] = cells.collect().to_dicts()[0]
    out.unlink()
    return {**taken, **answer}


def apart(way: str, folder: Path) -> dict[str, float]:
    """One run in a process of its own."""
    command = [sys.executable, __file__, "--run", way, "--folder", str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout))


def compare(folder: Path, rows: int, rounds: int) -> None:
    """Print the table and what of the aims is reached."""
    start = time.perf_counter()
    write_register(folder, rows)
    size = sum(part.stat().st_size for part in folder.glob("part-*")) / 1e9
    print(f"{rows:,} establishments, {size:.2f} GB of Parquet, {rounds} rounds")
    print(f"{on_what()} (written in {time.perf_counter() - start:.0f} s)", flush=True)
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in (*OURS, *BY_HAND)}
    for _ in range(rounds):
        for way, kept in runs.items():
            kept.append(apart(way, folder))
            print(f"  {way}: {figures(kept[-1])}", file=sys.stderr, flush=True)
    report(runs)
    print(f"{'quotients':12}{figures(apart('quotients', folder))}")


def figures(run: dict[str, float]) -> str:
    return f"{run['seconds']:8.1f} s{run['cpu']:9.1f} s CPU{run['peak_mb']:9.0f} MB"


def report(runs: dict[str, list[dict[str, float]]]) -> None:
    """Medians and ratios; stops if they do not agree."""
    medians = {way: median(kept) for way, kept in runs.items()}
    for name in ANSWER:
        answers = [run[name] for run in medians.values()]
        if max(answers) - min(answers) > 1e-9 * max(answers):
            raise SystemExit(f"They do not agree on {name}: {sorted(set(answers))}")
    print(f"{medians['duckdb']['cells']:,.0f} cells")
    for way, run in medians.items():
        print(f"{way:12}{figures(run)}")
    for kind in ("seconds", "cpu"):
        ratio = statistics.median(
            min(each[kind] for each in ours) / min(each[kind] for each in by_hand)
            for ours, by_hand in zip(
                zip(*(runs[way] for way in OURS), strict=True),
                zip(*(runs[way] for way in BY_HAND), strict=True),
                strict=True,
            )
        )
        verdict(f"ours / by hand, {kind}", ratio, ratio <= 1.05, "at most 1.05")
    peak = medians["ours-polars"]["peak_mb"]
    verdict("ours-polars, MB", peak, peak <= ALLOWED_MB, f"at most {ALLOWED_MB:,}")


def main() -> None:
    """Measure one way (--run), or compare all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the rows are written")
    parser.add_argument("--run", choices=WAYS)
    asked = parser.parse_args()
    if asked.run:
        print(json.dumps(measure(asked.run, asked.folder)))
        return
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        compare(Path(folder), asked.rows, asked.rounds)


if __name__ == "__main__":
    main()
