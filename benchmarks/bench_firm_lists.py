"""Lists of firms: read and checked, searched for duplicates, looked up while typing.

Promised: 50,000 firms read and checked in a few seconds; duplicates among 50,000 in
well under a minute, without comparing all pairs; a search that forgives spelling in
less than 20 ms among 10,000 names and 80 ms among 50,000.

Peers, in the same run: pandas, which reads the file and checks nothing; rapidfuzz,
which compares all pairs of 10,000 names, and ranks the names for each search.

    python benchmarks/bench_firm_lists.py [--runs 5] [--list FILE]

`--list` reads a file of yours as well.
"""

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
import polars as pl
from rapidfuzz import fuzz, process

from distretto.analysis.register.duplicates import duplicates_within
from distretto.analysis.register.folding import folded
from distretto.analysis.register.lookup import Lookup
from distretto.formats.firm_lists.reading import read_firms

SYLLABLES = "ka|ri|mo|ta|shi|lan|dor|ber|gu|xi|pa|zan|tek|sil|nor|va|qu|el|fi|ro"
TRADES = "Textiles|Garments|Leather|Foods|Trading|Footwear|Knitting|Steel"
LEGAL = ("Ltd", "Pvt Ltd", "S.A.", "GmbH", "Co., Ltd", "Limited", "LLC")
TWICE = 0.1  # of the records: the same firm again, with letters exchanged
SEARCHES = 60


def firms(count: int) -> pl.DataFrame:
    """A made list, of which one in ten is written a second time with a slip."""
    rng = random.Random(1)
    parts, trades = SYLLABLES.split("|"), TRADES.split("|")
    words = ["".join(rng.choices(parts, k=rng.randint(2, 3))) for _ in range(4000)]
    towns = ["".join(rng.choices(parts, k=3)).title() for _ in range(300)]
    rows: list[tuple[object, ...]] = []
    for _ in range(count):
        if rows and rng.random() < TWICE:
            name, address, *rest = rng.choice(rows[-2000:])
            again = str(address).replace("Road", "Rd")
            rows.append((slip(str(name), rng), again, *rest))
            continue
        town = rng.choice(towns)
        own = [rng.choice(words).title() for _ in range(rng.randint(1, 2))]
        name = " ".join([*own, rng.choice(trades), rng.choice(LEGAL)])
        address = f"{rng.randint(1, 300)} {rng.choice(words).title()} Road, {town}"
        place = rng.uniform(20, 30), rng.uniform(60, 80)
        rows.append((name, address, town, *place, rng.choice(["13", "14", "1520"])))
    schema = ["name", "address", "town", "latitude", "longitude", "isic"]
    return pl.DataFrame(rows, schema=schema, orient="row")


def slip(text: str, rng: random.Random) -> str:
    """Two letters exchanged."""
    at = rng.randrange(len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def seconds(job: Callable[[], object], runs: int) -> float:
    """Median of several runs, after one that warms up."""
    job()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        job()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def tell(what: str, ours: float, peer: float | None = None, name: str = "") -> None:
    beside = f"   {name} {peer:9.4f} s   {peer / ours:8.2f} times" if peer else ""
    print(f"{what:46s} {ours:9.4f} s{beside}")


def reading(runs: int, own: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "firms.csv"
        firms(50_000).write_csv(path)
        ours = seconds(lambda: read_firms(path), runs)
        tell(
            "50,000 firms read and checked",
            ours,
            seconds(lambda: pd.read_csv(path), runs),
            "pandas, unchecked",
        )
    if own:
        what = f"{read_firms(own).frame.height:,} rows of {Path(own).name}"
        tell(what, seconds(lambda: read_firms(own), runs))


def matching(runs: int) -> None:
    few = firms(10_000)
    names = [folded(name) for name in few["name"]]
    tell(
        "duplicates among 10,000 firms",
        seconds(lambda: duplicates_within(few.select("name")), runs),
        seconds(lambda: _all_pairs(names), 1),
        "all pairs of names",
    )
    many = firms(50_000)
    tell("duplicates among 50,000 firms", seconds(lambda: duplicates_within(many), 1))
    found = duplicates_within(many)
    same = found.pairs.filter(pl.col("score") >= found.same_at).height
    print(f"{'':46s} {found.compared:,} pairs compared, {same:,} taken for the same")


def _all_pairs(names: list[str]) -> int:
    """Every name with every other, a thousand at a time."""
    close = 0
    for start in range(0, len(names), 1_000):
        part = names[start : start + 1_000]
        scores = process.cdist(part, names, scorer=fuzz.token_set_ratio, workers=-1)
        close += int((scores >= 90).sum())
    return close


def searching(count: int, runs: int) -> None:
    rng = random.Random(2)
    listed = firms(count).select("name", "town").rows()
    texts = [folded(f"{name} {town}") for name, town in listed]
    lookup = Lookup(texts)

    def ranked(typed: str) -> object:
        return process.extract(typed, texts, scorer=fuzz.WRatio, limit=20)

    searches = [
        slip(" ".join(rng.choice(texts).split()[: rng.randint(1, 3)]), rng)
        for _ in range(SEARCHES)
    ]
    times = [seconds(partial(lookup.find, each), runs) for each in searches]
    peer = [seconds(partial(ranked, each), 1) for each in searches[:10]]
    tell(
        f"one search among {count:,}",
        statistics.median(times),
        statistics.median(peer),
        "rapidfuzz extract",
    )
    print(f"{'':46s} {max(times):9.4f} s the slowest of {SEARCHES}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--list")
    asked = parser.parse_args()
    reading(asked.runs, asked.list)
    matching(asked.runs)
    for count in (10_000, 50_000):
        searching(count, asked.runs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"peak memory {peak:.2f} GB")


if __name__ == "__main__":
    main()
