"""Problems of a cluster: which come first, and what causes what (template T8)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import check_table, polars_of
from distretto.errors import InputError, gettext_noop

PARTS = ("share", "severity", "feasibility")
HIGHEST = {"share": 1.0, "severity": 5.0, "feasibility": 5.0}
LOWEST = {"share": 0.0, "severity": 1.0, "feasibility": 1.0}


def problem_priorities(problems: IntoFrame) -> pl.DataFrame:
    """How urgent each problem is [unido2001].

    priority = share * severity * feasibility / 25

    Parameters
    ----------
    problems : table of shape (n, any)
        `problem` (once each), `share` of firms affected (0 to 1), `severity` and
        `feasibility` (1 to 5). Null is unknown.

    Returns
    -------
    polars.DataFrame
        The table with `priority`, dimensionless from 0 to 1: 1 where all firms are
        affected most severely by what can be solved most easily; null where a part is
        unknown, which is not 0. And `rank`, 1 the first; ties share the better rank.

    Raises
    ------
    InputError
        A column is missing, a problem is there twice, or a part is out of its range.
    """
    held = polars_of(problems, "problems")
    check_table(held, keys=["problem"], counts=PARTS, unique=True, name="problems")
    held = held.with_columns(pl.col(PARTS).cast(pl.Float64))
    for part in PARTS:
        _check_range(held, part)
    product = pl.col("share") * pl.col("severity") * pl.col("feasibility") / 25
    return held.with_columns(priority=product).with_columns(
        rank=pl.col("priority").rank("min", descending=True).cast(pl.Int64)
    )


def _check_range(held: pl.DataFrame, part: str) -> None:
    value = pl.col(part)
    outside = held.filter(
        value.is_nan() | (value < LOWEST[part]) | (value > HIGHEST[part])
    )
    if outside.height:
        raise InputError(
            "part_out_of_range",
            gettext_noop(
                "Problem “%(problem)s”: %(part)s is %(found)s. Give a number from "
                "%(low)s to %(high)s, or leave it unknown."
            ),
            problem=outside["problem"][0],
            part=part,
            found=outside[part][0],
            low=f"{LOWEST[part]:g}",
            high=f"{HIGHEST[part]:g}",
        )


@dataclass(frozen=True)
class ProblemTree:
    """Problems in layers, causes below what they bring about.

    Attributes
    ----------
    layers : tuple of tuple of str
        The problems of each layer, the last effects first; within a layer in the order
        in which they were given.
    roots : tuple of str
        Problems that nothing named causes, and that cause others: where to begin.
    alone : tuple of str
        Problems with no cause and no effect named.
    """

    layers: tuple[tuple[str, ...], ...]
    roots: tuple[str, ...]
    alone: tuple[str, ...]


def problem_tree(
    problems: Collection[str], causes: Iterable[tuple[str, str]]
) -> ProblemTree:
    """The layers of a tree of problems, by the longest way up to a last effect.

    layer(problem) = 0 for a last effect, else 1 + the greatest layer of its effects

    [unido2001]

    Parameters
    ----------
    problems : collection of str of length n
        Names or keys, dimensionless.
    causes : pairs (cause, effect) of problems

    Returns
    -------
    ProblemTree
        Every problem is in one layer, numbered from 0 (dimensionless); an effect is
        always above its causes.

    Raises
    ------
    InputError
        A cause names no problem, or the causes go round in a circle: the circle is
        named.
    """
    order = {problem: place for place, problem in enumerate(problems)}
    effects: dict[str, set[str]] = defaultdict(set)
    caused: set[str] = set()
    for cause, effect in causes:
        for named in (cause, effect):
            if named not in order:
                raise _stranger(named)
        effects[cause].add(effect)
        caused.add(effect)
    depth: dict[str, int] = {}
    for problem in order:
        _depth_of(problem, effects, depth, [])
    layers: dict[int, list[str]] = defaultdict(list)
    for problem in order:
        layers[depth[problem]].append(problem)
    return ProblemTree(
        tuple(tuple(layers[level]) for level in sorted(layers)),
        tuple(each for each in order if effects.get(each) and each not in caused),
        tuple(each for each in order if not effects.get(each) and each not in caused),
    )


def _depth_of(
    problem: str, effects: dict[str, set[str]], depth: dict[str, int], way: list[str]
) -> int:
    if problem in way:
        raise _circle([*way[way.index(problem) :], problem])
    if problem not in depth:
        above = [
            _depth_of(effect, effects, depth, [*way, problem])
            for effect in sorted(effects.get(problem, ()))
        ]
        depth[problem] = 1 + max(above) if above else 0
    return depth[problem]


def _stranger(named: str) -> InputError:
    return InputError(
        "unknown_problem",
        gettext_noop("“%(problem)s” is named as a cause or effect and is no problem."),
        problem=named,
    )


def _circle(way: list[str]) -> InputError:
    return InputError(
        "causes_in_a_circle",
        gettext_noop(
            "The causes go round in a circle: %(way)s. Take one of these steps out."
        ),
        way=" → ".join(way),
    )
