"""The bottlenecks of a cluster: how severe each is, for whom, and as firms see it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import check_at_least_zero, check_columns, polars_of
from distretto.analysis.diagnosis.bottlenecks.biggest import named_biggest
from distretto.analysis.diagnosis.bottlenecks.by_indicator import (
    alarms_of,
    by_indicator,
)
from distretto.analysis.diagnosis.bottlenecks.design import design_of
from distretto.analysis.diagnosis.bottlenecks.disclosure import Guard, Members
from distretto.analysis.diagnosis.bottlenecks.estimated import (
    Study,
    estimated,
    hidden_in,
    measures_of,
    members_behind,
    stacked,
)
from distretto.analysis.diagnosis.bottlenecks.grouping import (
    cells_of,
    groups_of,
    whole_of,
)
from distretto.analysis.diagnosis.bottlenecks.hidden import FEWEST
from distretto.analysis.diagnosis.bottlenecks.indicators import SEVERE, Indicator
from distretto.analysis.diagnosis.bottlenecks.ranks import like_the_first
from distretto.analysis.diagnosis.bottlenecks.scores import (
    LEAST_ANSWERED,
    category_scores,
)
from distretto.analysis.diagnosis.bottlenecks.severities import severities
from distretto.analysis.selection.wilson import quantile

_GROUP = ("variable", "group")
_CELL = ("variable", "group", "other", "other_group")


@dataclass(frozen=True)
class Bottlenecks:
    """What a survey says of the bottlenecks of a cluster.

    Hidden figures are null, and so is how many firms are behind them. What firms say
    and the gap are hidden with the rest, and where their own firms are few; a gap also
    where few firms gave one of the two answers alone.

    Attributes
    ----------
    categories : polars.DataFrame, one row per category, the most severe first
        `category`; `indicators`, how many were asked, 0 where firms were asked only
        how they see it; `firms`, those with a score, and `not_enough`, those who
        answered too little (null where nothing was asked); then `mean` (0 to 4),
        `severe_share`, `seen_mean`, `seen_severe_share`, `gap` (seen less measured, of
        firms with both), each with `_low` and `_high`; `seen_firms`; `first_share` and
        `named_share`, of firms that name it as the biggest obstacle or among the three
        biggest; `like_first`, whether its share cannot be told apart from the first by
        the answers of the same firms; `is_hidden`.
    groups : polars.DataFrame, one row per variable, group and category
        `variable`, `group` (null where unknown), `category`, `firms` and the same
        estimates; `is_hidden`.
    cells : polars.DataFrame
        The same by two variables: `variable`, `group`, `other`, `other_group`.
    indicators : polars.DataFrame, one row per indicator
        `indicator`, `category`, `firms`, `mean` severity and `severe_share`, each with
        `_low` and `_high`, `median` of the value in its unit, `is_hidden`. With the
        exact score of its category an indicator may tell of one firm: these are for
        those who may see single firms.
    alarms : polars.DataFrame
        `indicator`, `firms`: those with any severity where none is tolerated;
        `is_hidden`.
    scores : polars.DataFrame, one row per response
        For those who may see single firms only.
    members : mapping of cell to the keys of the firms behind it
        Of the cells that are shown, to be held against the next results; empty unless
        asked for.
    not_asked, without_reference : tuple of str
        Indicators that count for nothing: no question, no benchmark.
    settings : dict
    """

    categories: pl.DataFrame
    groups: pl.DataFrame
    cells: pl.DataFrame
    indicators: pl.DataFrame
    alarms: pl.DataFrame
    scores: pl.DataFrame
    members: Members
    not_asked: tuple[str, ...]
    without_reference: tuple[str, ...]
    settings: Mapping[str, object]


def bottlenecks(
    answers: IntoFrame,
    indicators: Iterable[Indicator],
    *,
    response: str = "response",
    seen: Mapping[str, str] | None = None,
    biggest: Sequence[str] = (),
    by: Sequence[str] = (),
    cross: Sequence[tuple[str, str]] = (),
    weight: str | None = None,
    stratum: str | None = None,
    population: Mapping[str, float] | None = None,
    benchmarks: Mapping[str, float] | None = None,
    interpolated: bool = True,
    least_answered: float = LEAST_ANSWERED,
    severe: float = SEVERE,
    fewest: int = FEWEST,
    level: float = 0.95,
    released: Mapping[str, frozenset[str]] | None = None,
    keep_members: bool = False,
) -> Bottlenecks:
    """Bottlenecks of a cluster, from the answers of its firms [unido2001].

    Means and shares are made as `stratified_means` makes them [lumley2010]; figures of
    few firms are hidden, as `hidden_cells` and `told_by_difference` say [cox1980].

    Parameters
    ----------
    answers : table, one row per response
        As `severities` takes it.
    indicators : of `Indicator`
    response : str
        Column of the key of each response.
    seen : mapping of category to question
        The questions how much of an obstacle it is: numbers from 0 to 4.
    biggest : names of columns
        The categories that a firm names as the biggest obstacles, the first first;
        passed over, as `seen` is, where there is no such column.
    by : names of columns
        Groups to tell apart, such as size, sex of the owner, stage, place.
    cross : pairs of names of columns
    weight, stratum, population, level
        As in `stratified_means`.
    benchmarks, interpolated
        As in `severities`.
    least_answered : float
        As in `category_scores`: a share.
    severe : float
        The score from which a category is severe for a firm, 0 to 4.
    fewest : int
        Least number of firms behind a figure, a count; 0 hides nothing.
    released : mapping of cell to keys of firms, or None
        `members` of results that were shown before, each cell with a number and a
        blank before its name where there were several: what a difference would tell is
        hidden.
    keep_members : bool
        Whether to keep which firms are behind each cell, for the next time.

    Returns
    -------
    Bottlenecks
        Scores from 0 to 4 and shares from 0 to 1, dimensionless; counts of firms.

    Raises
    ------
    InputError
        A column is missing or holds something else than it should, or a setting is
        out of its range.
    """
    table = polars_of(answers, "answers")
    wanted = [*by, *(name for pair in cross for name in pair)]
    check_columns(nw.from_native(table), [response, *wanted], "answers")
    check_at_least_zero(severe, "severe")
    check_at_least_zero(fewest, "fewest")
    quantile(level)
    judged = severities(
        table,
        indicators,
        response=response,
        benchmarks=benchmarks,
        interpolated=interpolated,
    )
    scored = category_scores(judged, least_answered=least_answered)
    seen = {name: code for name, code in (seen or {}).items() if code in table.columns}
    # What firms say of a category is told of those without any measure too.
    names = (*scored.asked, *(name for name in seen if name not in scored.asked))
    keys = table[response].cast(pl.String).to_numpy().astype(object)
    study = Study(
        keys=keys,
        names=names,
        measures=measures_of(table, scored.table, names, seen, severe),
        design=design_of(table, weight, stratum, population),
        level=level,
        guard=Guard(keys, released or {}, fewest),
    )
    tables = [whole_of(table), *groups_of(table, by), *cells_of(table, cross)]
    hidden = hidden_in(study, tables)
    shown = [
        estimated(study, each, some) for each, some in zip(tables, hidden, strict=True)
    ]
    named, who = named_biggest(
        table, [name for name in biggest if name in table.columns], study
    )
    several = 1 + len(set(by))
    return Bottlenecks(
        categories=_ranked(shown[0], scored.asked, named, study),
        groups=stacked(study, tables[1:several], shown[1:several], _GROUP),
        cells=stacked(study, tables[several:], shown[several:], _CELL),
        indicators=by_indicator(judged, study, severe),
        alarms=alarms_of(judged, fewest),
        scores=scored.table,
        members={**members_behind(study, tables, hidden), **who}
        if keep_members
        else {},
        not_asked=judged.not_asked,
        without_reference=judged.without_reference,
        settings={
            "responses": table.height,
            "severe": severe,
            "least_answered": least_answered,
            "fewest": fewest,
            "level": level,
            "weight": weight,
            "stratum": stratum,
            "benchmarks": dict(benchmarks or {}),
            "interpolated": interpolated,
        },
    )


def _ranked(
    whole: pl.DataFrame, asked: Mapping[str, int], named: pl.DataFrame, study: Study
) -> pl.DataFrame:
    """The categories, the most severe first; then what was not measured, and hidden."""
    counts = [asked.get(name, 0) for name in study.names]
    counted = pl.Series("indicators", counts, dtype=pl.Int64)
    is_shown = ~pl.col("is_hidden")
    is_asked = is_shown & (pl.col("indicators") > 0)
    lacking = pl.when(is_asked).then(len(study.keys) - pl.col("firms"))
    ranked = (
        whole.with_columns(counted)
        .with_columns(not_enough=lacking)
        .join(named, on="category", how="left", maintain_order="left")
        .with_columns(pl.when(is_shown).then(pl.col("first_share", "named_share")))
        .sort(
            *("severe_share", "mean", "seen_severe_share", "seen_mean"),
            descending=True,
            nulls_last=True,
        )
    )
    return like_the_first(study, ranked)
