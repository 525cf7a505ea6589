"""Ranking many candidates, side by side with pymcdm.

Promised: 100,000 candidates by TOPSIS at least 10 x, 5,000 by PROMETHEE II at least
100 x faster than pymcdm, with equal results. Each way is run in turn, so that all see
the same machine; medians of wall time and CPU time are printed, with the largest
difference between the scores and between the ranks.

A run of ours is the whole function: checks, scores, ranks, ties and bounds. A run of
pymcdm is its method (with its checks, and once without) and its `rank`.

    python benchmarks/bench_ranking.py [--runs 5]
"""

import argparse
import statistics
import time
import warnings
from collections.abc import Callable

import numpy as np
from pymcdm import methods, normalizations

from distretto.analysis.selection.overturning import weight_to_overturn
from distretto.analysis.selection.ranking import promethee_ii, topsis, weighted_sum
from distretto.analysis.selection.robustness import robustness

CRITERIA = 8
TYPES = np.array([1, 1, -1, 1, 1, -1, 1, 1])
DIRECTIONS = ["benefit" if type_ > 0 else "cost" for type_ in TYPES]
Way = Callable[[], tuple[np.ndarray, np.ndarray]]


def problem(candidates: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores with two decimals, so that there are ties, and weights."""
    chance = np.random.default_rng(20)
    scores = np.round(chance.uniform(1, 5, (candidates, CRITERIA)), 2)
    return scores, chance.dirichlet(np.full(CRITERIA, 4.0))


def ours(rank: Callable, *given: np.ndarray, **options: object) -> Way:
    def run() -> tuple[np.ndarray, np.ndarray]:
        ranking = rank(*given, directions=DIRECTIONS, **options)
        return ranking.score, ranking.rank

    return run


def theirs(make: Callable, *given: np.ndarray, validation: bool = True) -> Way:
    def run() -> tuple[np.ndarray, np.ndarray]:
        method = make()
        score = method(*given, TYPES, validation=validation)
        return score, method.rank(score)

    return run


def measure(ways: dict[str, Way], runs: int) -> dict[str, tuple[float, float]]:
    """Median wall and CPU seconds of each way, run in turn after one warm-up."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for turn in range(runs + 1):
        for name, way in ways.items():
            wall, cpu = time.perf_counter(), time.process_time()
            way()
            spent = time.perf_counter() - wall, time.process_time() - cpu
            if turn:
                taken[name].append(spent)
    return {
        name: tuple(statistics.median(column) for column in zip(*each, strict=True))
        for name, each in taken.items()
    }


def compare(title: str, ways: dict[str, Way], runs: int, promised: float) -> bool:
    """Print one comparison: the first way is ours. True where the promise is kept."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # pymcdm warns of dominance
        results = [way() for way in ways.values()]
        taken = measure(ways, runs)
    print(f"\n{title} (median of {runs})")
    names = list(ways)
    for name, (wall, cpu) in taken.items():
        print(f"  {name:28} {wall * 1e3:10.1f} ms wall {cpu * 1e3:10.1f} ms CPU")
    ratios = [
        [taken[name][kind] / taken[names[0]][kind] for kind in (0, 1)]
        for name in names[1:]
    ]
    for name, (wall, cpu) in zip(names[1:], ratios, strict=True):
        print(f"  {name:28} {wall:10.1f} x slower, {cpu:.1f} x in CPU time")
    score = max(np.abs(results[0][0] - each[0]).max() for each in results[1:])
    print(f"  largest difference of scores {score:.1e}; ", end="")
    print(f"ranks: {rank_differences(results[0], results[1])}")
    return ratios[0][0] >= promised and score < 1e-9


def rank_differences(ours_: tuple, other: tuple) -> str:
    """Compare ranks; pymcdm gives ties their mean rank, and splits them by rounding."""
    _, place, ties = np.unique(ours_[1], return_inverse=True, return_counts=True)
    mean_ranks = ours_[1] + (ties[place] - 1) / 2
    differ = mean_ranks != methods.TOPSIS().rank(other[0].round(12))
    return "equal" if not differ.any() else f"{differ.sum()} differ"


def our_own(runs: int) -> None:
    """Figures without a peer: robustness and crossing points."""
    scores, weights = problem(200)
    many, _ = problem(100_000)
    jobs = {
        "robustness, 200 candidates, 10,000 draws": lambda: robustness(
            scores, weights, top=5
        ),
        "the same by TOPSIS": lambda: robustness(
            scores, weights, top=5, method="topsis"
        ),
        "weight to overturn, 100,000 candidates": lambda: weight_to_overturn(
            many, weights, top=50
        ),
        "weighted sum, 100,000 candidates": lambda: weighted_sum(many, weights),
        "PROMETHEE II, 100,000 candidates": lambda: promethee_ii(many, weights),
    }
    print(f"\nWithout a peer (median of {runs})")
    for name, (wall, cpu) in measure(jobs, runs).items():  # type: ignore[arg-type]
        print(f"  {name:42} {wall * 1e3:8.1f} ms wall {cpu * 1e3:8.1f} ms CPU")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=5)
    runs = options.parse_args().runs
    given = problem(100_000)
    kept = []
    for name, norm in (("vector", "vector"), ("range", "minmax")):
        function = getattr(normalizations, f"{norm}_normalization")
        kept.append(
            compare(
                f"TOPSIS, {name} normalisation, 100,000 candidates",
                {
                    "distretto": ours(topsis, *given, normalisation=name),
                    "pymcdm": theirs(lambda f=function: methods.TOPSIS(f), *given),
                    "pymcdm without its checks": theirs(
                        lambda f=function: methods.TOPSIS(f), *given, validation=False
                    ),
                },
                runs,
                10,
            )
        )
    given = problem(5_000)
    shape = [2.0] * CRITERIA, [0.5] * CRITERIA
    for title, options_, make in (
        ("usual criterion", {}, lambda: methods.PROMETHEE_II("usual")),
        (
            "linear preference",
            {"preference": shape[0], "indifference": shape[1]},
            lambda: methods.PROMETHEE_II("vshape_2", *shape),
        ),
    ):
        kept.append(
            compare(
                f"PROMETHEE II, {title}, 5,000 candidates",
                {
                    "distretto": ours(promethee_ii, *given, **options_),
                    "pymcdm": theirs(make, *given),
                },
                runs,
                100,
            )
        )
    our_own(runs)
    print("\nAll promises kept." if all(kept) else "\nA promise is not kept.")
    raise SystemExit(not all(kept))


if __name__ == "__main__":
    main()
