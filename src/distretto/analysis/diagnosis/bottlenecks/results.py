"""The bottlenecks of a cluster: how severe each is, for whom, and as firms see it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from distretto.analysis.checks import check_at_least_zero, check_columns, polars_of
from distretto.analysis.diagnosis.bottlenecks.design import Design, Floats, design_of
from distretto.analysis.diagnosis.bottlenecks.disclosure import (
    Cells,
    Guard,
    Members,
    Text,
    cell_name,
    hidden_of,
)
from distretto.analysis.diagnosis.bottlenecks.estimates import (
    intervals,
    matrix_of,
    means_of,
    weighted_means,
)
from distretto.analysis.diagnosis.bottlenecks.hidden import FEWEST
from distretto.analysis.diagnosis.bottlenecks.indicators import SEVERE, Indicator
from distretto.analysis.diagnosis.bottlenecks.scores import (
    LEAST_ANSWERED,
    category_scores,
)
from distretto.analysis.diagnosis.bottlenecks.severities import (
    Severities,
    severities,
)
from distretto.analysis.diagnosis.quantities import check_quantities
from distretto.analysis.selection.wilson import quantile

Bools = NDArray[np.bool_]
# Each is a matrix of firms by categories; shares hold 0 and 1.
_MEASURES = ("mean", "severe_share", "seen_mean", "seen_severe_share", "gap")
_SHARES = ("severe_share", "seen_severe_share")
# What figures are of, by the measure that tells whose answers are known: how a cell is
# named after its category, and how the columns begin that show it.
_SUBJECTS = {"mean": ("", ""), "seen_mean": (" seen", "seen"), "gap": (" gap", "gap")}
_BIGGEST = "biggest obstacles"
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
        biggest; `is_hidden`.
    groups : polars.DataFrame, one row per variable, group and category
        `variable`, `group` (null where unknown), `category`, `firms` and the same
        estimates; `is_hidden`.
    cells : polars.DataFrame
        The same by two variables: `variable`, `group`, `other`, `other_group`.
    indicators : polars.DataFrame, one row per indicator
        `indicator`, `category`, `firms`, `mean` severity, `severe_share`, `median` of
        the value in its unit, `is_hidden`.
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


@dataclass(frozen=True)
class _Study:
    """The matrices behind the estimates: firms in rows, categories in columns."""

    keys: NDArray[np.object_]
    names: tuple[str, ...]
    measures: Mapping[str, Floats]
    design: Design
    level: float
    guard: Guard

    @cached_property
    def whole(self) -> Floats:
        """All measures beside each other."""
        return np.hstack([self.measures[name] for name in _MEASURES])

    def estimates(self, members: Bools | None = None) -> pl.DataFrame:
        """A row for each category, of all firms or of some."""
        found = means_of(self.whole, self.design, members)
        wide = len(self.names)
        shares = [name in _SHARES for name in _MEASURES for _ in range(wide)]
        low, high = intervals(found, self.design, self.level, shares)
        columns: dict[str, object] = {"category": list(self.names)}
        columns["firms"] = found.count[:wide].astype(int)
        columns["seen_firms"] = found.count[2 * wide : 3 * wide].astype(int)
        for place, name in enumerate(_MEASURES):
            part = slice(place * wide, (place + 1) * wide)
            columns[name] = found.mean[part]
            columns[f"{name}_low"], columns[f"{name}_high"] = low[part], high[part]
        # Without any category, a column of texts all the same.
        table = pl.DataFrame(columns, schema_overrides={"category": pl.String})
        return table.with_columns(pl.col(pl.Float64).fill_nan(None))

    def known(self, measure: str, place: int) -> Bools:
        """The firms of which a measure of a category is known."""
        return ~np.isnan(self.measures[measure][:, place])


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
    study = _Study(
        keys=keys,
        names=names,
        measures=_measures(table, scored.table, names, seen, severe),
        design=design_of(table, weight, stratum, population),
        level=level,
        guard=Guard(keys, released or {}, fewest),
    )
    tables = [_whole(table), *_groups(table, by), *_cells(table, cross)]
    hidden = _hidden(study, tables)
    shown = [
        _estimated(study, each, some) for each, some in zip(tables, hidden, strict=True)
    ]
    named, who = _named(
        table, [name for name in biggest if name in table.columns], study
    )
    several = 1 + len(set(by))
    return Bottlenecks(
        categories=_ranked(shown[0], scored.asked, named, study),
        groups=_stacked(study, tables[1:several], shown[1:several], _GROUP),
        cells=_stacked(study, tables[several:], shown[several:], _CELL),
        indicators=_by_indicator(judged, study, severe),
        alarms=_alarms(judged, fewest),
        scores=scored.table,
        members={**_members(study, tables, hidden), **who} if keep_members else {},
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


def _measures(
    table: pl.DataFrame,
    scores: pl.DataFrame,
    names: tuple[str, ...],
    seen: Mapping[str, str],
    severe: float,
) -> Mapping[str, Floats]:
    check_quantities(table, seen.values())
    measured = _matrix(scores, {name: name for name in scores.columns}, names)
    said = _matrix(table, seen, names)
    return {
        "mean": measured,
        "severe_share": _at_least(measured, severe),
        "seen_mean": said,
        "seen_severe_share": _at_least(said, severe),
        "gap": said - measured,
    }


def _matrix(
    table: pl.DataFrame, columns: Mapping[str, str], names: tuple[str, ...]
) -> Floats:
    """The column of each category, NaN where it has none."""
    found = np.full((table.height, len(names)), np.nan)
    there = [place for place, name in enumerate(names) if name in columns]
    found[:, there] = matrix_of(table, [columns[names[place]] for place in there])
    return found


def _at_least(values: Floats, severe: float) -> Floats:
    """1 where severe, 0 where not, NaN where unknown."""
    # A mean of severities of exactly 3 may come out a hair below it.
    is_severe = (values >= severe - 1e-9).astype(float)
    return np.where(np.isnan(values), np.nan, is_severe)


def _hide(found: pl.DataFrame, hidden: Sequence[bool] | Bools) -> pl.DataFrame:
    """Every figure of the hidden rows is null."""
    mask = pl.Series("is_hidden", list(hidden), dtype=pl.Boolean)
    figures = [name for name, kind in found.schema.items() if kind.is_numeric()]
    return found.with_columns(mask).with_columns(
        pl.when(~pl.col("is_hidden")).then(pl.col(name)).alias(name) for name in figures
    )


@dataclass(frozen=True)
class _Hidden:
    """Cells x categories of a table that are hidden, by the measure they are of."""

    by_measure: Mapping[str, Bools]

    def __getitem__(self, measure: str) -> Bools:
        """Hidden cells; with a score, all is hidden, and with what firms say, a gap."""
        order = list(_SUBJECTS)
        upto = order[: order.index(measure) + 1]
        return np.logical_or.reduce([self.by_measure[name] for name in upto])


def _hidden(study: _Study, tables: Sequence[Cells]) -> list[_Hidden]:
    """What is hidden in each table."""
    wide = len(study.names)
    found = [
        {measure: np.zeros((len(each.texts), wide), bool) for measure in _SUBJECTS}
        for each in tables
    ]
    for measure, (suffix, _) in _SUBJECTS.items():
        for place, name in enumerate(study.names):
            known = study.known(measure, place)
            columns = hidden_of(
                name + suffix,
                known,
                tables,
                study.guard,
                less=_terms(study, place) if measure == "gap" else None,
            )
            for each, column in zip(found, columns, strict=True):
                each[measure][:, place] = column
    return [_Hidden(each) for each in found]


def _terms(study: _Study, place: int) -> tuple[Bools, Bools]:
    """The firms behind the two figures that a gap is the difference of."""
    return study.known("seen_mean", place), study.known("mean", place)


def _members(
    study: _Study, tables: Sequence[Cells], hidden: Sequence[_Hidden]
) -> Members:
    """The firms behind every figure that is shown."""
    found = {}
    for measure, (suffix, _) in _SUBJECTS.items():
        for place, name in enumerate(study.names):
            known = study.known(measure, place)
            for each, some in zip(tables, hidden, strict=True):
                for cell in np.flatnonzero(~some[measure][:, place]).tolist():
                    firms = frozenset(study.keys[each.members[cell] & known])
                    found[cell_name(name + suffix, each.texts[cell])] = firms
    return {cell: firms for cell, firms in found.items() if firms}


def _estimated(study: _Study, cells: Cells, hidden: _Hidden) -> pl.DataFrame:
    """Estimates of each cell beneath each other, null where they are hidden."""
    nobody = study.estimates(np.zeros(len(study.keys), dtype=bool)).clear()
    found = [
        study.estimates(members if text else None)
        for text, members in zip(cells.texts, cells.members, strict=True)
    ]
    table = _hide(pl.concat([nobody, *found]), hidden["mean"].ravel())
    for measure, (_, beginning) in _SUBJECTS.items():
        mask = pl.Series(hidden[measure].ravel(), dtype=pl.Boolean)
        names = [name for name in table.columns if name.startswith(beginning)]
        if beginning:
            table = table.with_columns(pl.when(~mask).then(pl.col(*names)))
    return table


def _ranked(
    whole: pl.DataFrame, asked: Mapping[str, int], named: pl.DataFrame, study: _Study
) -> pl.DataFrame:
    """The categories, the most severe first; then what was not measured, and hidden."""
    counts = [asked.get(name, 0) for name in study.names]
    counted = pl.Series("indicators", counts, dtype=pl.Int64)
    is_shown = ~pl.col("is_hidden")
    is_asked = is_shown & (pl.col("indicators") > 0)
    lacking = pl.when(is_asked).then(len(study.keys) - pl.col("firms"))
    return (
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


def _named(
    table: pl.DataFrame, biggest: Sequence[str], study: _Study
) -> tuple[pl.DataFrame, Members]:
    """Share of firms that name each category first, and among all they name."""
    if not biggest:
        nothing = pl.lit(None, pl.Float64)
        names = pl.Series("category", study.names, dtype=pl.String)
        none = {"first_share": nothing, "named_share": nothing}
        return pl.DataFrame([names]).with_columns(**none), {}
    place = {name: number for number, name in enumerate(study.names)}
    given = table.select(
        pl.col(name).replace_strict(place, default=-1, return_dtype=pl.Int64)
        for name in biggest
    ).to_numpy()
    answered = table[biggest[0]].is_not_null().to_numpy()
    number = np.arange(len(study.names))
    firsts = given[:, :1] == number
    everys = (given[:, :, None] == number).any(axis=1)
    silent = ~answered[:, None]
    matrix = np.where(silent, np.nan, np.hstack([firsts, everys]).astype(float))
    _, shares = weighted_means(matrix, study.design)
    (is_hidden,) = hidden_of(_BIGGEST, answered, [_whole(table)], study.guard)
    if is_hidden.any():
        shares = np.full(shares.shape, np.nan)
    cut = len(study.names)
    found = pl.DataFrame(
        {
            "category": study.names,
            "first_share": shares[:cut],
            "named_share": shares[cut:],
        },
        schema_overrides={"category": pl.String},
    ).with_columns(pl.col(pl.Float64).fill_nan(None))
    who = {} if is_hidden.any() else {_BIGGEST: frozenset(study.keys[answered])}
    return found, who


def _levels(table: pl.DataFrame, name: str) -> Iterator[tuple[str | None, Bools]]:
    """Each group of a variable with its firms; those of no known group too."""
    column = table[name].cast(pl.String)
    for level in column.unique().sort(nulls_last=True):
        members = column.is_null() if level is None else column == level
        yield level, members.fill_null(False).to_numpy()


def _whole(table: pl.DataFrame) -> Cells:
    return Cells([()], np.ones((1, table.height), dtype=bool), (1,))


def _groups(table: pl.DataFrame, by: Sequence[str]) -> Iterator[Cells]:
    """The groups of each variable."""
    for name in dict.fromkeys(by):
        levels = list(_levels(table, name))
        texts: list[Text] = [(name, level) for level, _ in levels]
        members = _lines([each for _, each in levels], table.height)
        yield Cells(texts, members, (len(levels),))


def _cells(table: pl.DataFrame, cross: Sequence[tuple[str, str]]) -> Iterator[Cells]:
    """Two variables at once."""
    for first, second in cross:
        rows, columns = [*_levels(table, first)], [*_levels(table, second)]
        texts: list[Text] = [
            (first, row, second, column) for row, _ in rows for column, _ in columns
        ]
        both = [here & there for _, here in rows for _, there in columns]
        yield Cells(texts, _lines(both, table.height), (len(rows), len(columns)))


def _lines(members: Sequence[Bools], firms: int) -> Bools:
    """A line of firms for each cell; of the right width where there is no cell."""
    return np.array(members, dtype=bool).reshape(len(members), firms)


def _stacked(
    study: _Study,
    tables: Sequence[Cells],
    shown: Sequence[pl.DataFrame],
    keys: Sequence[str],
) -> pl.DataFrame:
    """Estimates beneath each other, each with what it is of."""
    parts = [_nothing(study, *keys)]
    for cells, found in zip(tables, shown, strict=True):
        every = [text for text in cells.texts for _ in study.names]
        columns = (
            pl.Series(key, [text[place] for text in every], dtype=pl.String)
            for place, key in enumerate(keys)
        )
        parts.append(found.select(*columns, pl.all()))
    return pl.concat(parts)


def _nothing(study: _Study, *keys: str) -> pl.DataFrame:
    """A table without rows, with the columns that the others have."""
    nobody = np.zeros(len(study.keys), dtype=bool)
    empty = _hide(study.estimates(nobody), [False] * len(study.names)).clear()
    texts = (pl.lit(None, pl.String).alias(key) for key in keys)
    return empty.select(*texts, pl.all())


def _by_indicator(judged: Severities, study: _Study, severe: float) -> pl.DataFrame:
    codes = [each.code for each in judged.indicators]
    matrix = matrix_of(judged.table, codes)
    count, mean = weighted_means(matrix, study.design)
    _, share = weighted_means(_at_least(matrix, severe), study.design)
    medians = judged.values.select(pl.col(code).median() for code in codes)
    table = pl.DataFrame(
        {
            "indicator": codes,
            "category": [each.category for each in judged.indicators],
            "firms": count.astype(int),
            "mean": mean,
            "severe_share": share,
            "median": list(medians.row(0)) if codes else [],
        },
        schema_overrides={"median": pl.Float64},
    ).with_columns(pl.col(pl.Float64).fill_nan(None))
    return _hide(table, [0 < each < study.guard.fewest for each in table["firms"]])


def _alarms(judged: Severities, fewest: int) -> pl.DataFrame:
    """Firms with any severity of an indicator where none is tolerated."""
    codes = [each.code for each in judged.indicators if each.is_zero_tolerance]
    firms = [int((judged.table[code] > 0).sum()) for code in codes]
    table = pl.DataFrame(
        {"indicator": codes, "firms": firms},
        schema={"indicator": pl.String, "firms": pl.Int64},
    )
    return _hide(table, [0 < each < fewest for each in firms])
