"""The bottlenecks of a cluster: how severe each is, for whom, and as firms see it."""

import re
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
from distretto.analysis.diagnosis.bottlenecks.estimates import (
    intervals,
    matrix_of,
    means_of,
    weighted_means,
)
from distretto.analysis.diagnosis.bottlenecks.hidden import (
    FEWEST,
    hidden_cells,
    told_by_difference,
)
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
Members = Mapping[str, frozenset[str]]
# Each is a matrix of firms by categories; shares hold 0 and 1.
_MEASURES = ("mean", "severe_share", "seen_mean", "seen_severe_share", "gap")
_SHARES = ("severe_share", "seen_severe_share")
# Between the parts of the name of a cell, and before the name where it is known which
# of several earlier results it is of.
_BETWEEN = " | "
_NUMBER = re.compile(r"^\d+ ")


@dataclass(frozen=True)
class Bottlenecks:
    """What a survey says of the bottlenecks of a cluster.

    Hidden figures are null, and so is how many firms are behind them.

    Attributes
    ----------
    categories : polars.DataFrame, one row per category, the most severe first
        `category`; `indicators`, how many were asked; `firms`, those with a score, and
        `not_enough`, those who answered too little; then `mean` (0 to 4),
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
    fewest: int
    released: Mapping[str, frozenset[str]]
    wants_members: bool

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

    def firms_behind(self, place: int, members: Bools | None = None) -> frozenset[str]:
        """Keys of the firms with a score in a category, if anybody wants them."""
        if not self.wants_members:
            return frozenset()
        known = ~np.isnan(self.measures["mean"][:, place])
        return frozenset(self.keys[known if members is None else known & members])


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
    names = tuple(scored.asked)
    study = _Study(
        keys=table[response].cast(pl.String).to_numpy().astype(object),
        names=names,
        measures=_measures(table, scored.table, names, seen or {}, severe),
        design=design_of(table, weight, stratum, population),
        level=level,
        fewest=fewest,
        released=released or {},
        wants_members=keep_members or bool(released),
    )
    named = [name for name in biggest if name in table.columns]
    whole, members = _whole(study)
    groups, inner = _groups(study, table, by)
    cells, innermost = _cells(study, table, cross, groups)
    return Bottlenecks(
        categories=_ranked(whole, scored.asked, table, named, study),
        groups=groups,
        cells=cells,
        indicators=_by_indicator(judged, study, severe),
        alarms=_alarms(judged, fewest),
        scores=scored.table,
        members={**members, **inner, **innermost} if study.wants_members else {},
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
    there = {name: seen[name] for name in names if seen.get(name) in table.columns}
    check_quantities(table, there.values())
    measured = matrix_of(scores, names)
    said = np.full(measured.shape, np.nan)
    for place, name in enumerate(names):
        if name in there:
            said[:, place] = matrix_of(table, [there[name]])[:, 0]
    return {
        "mean": measured,
        "severe_share": _at_least(measured, severe),
        "seen_mean": said,
        "seen_severe_share": _at_least(said, severe),
        "gap": said - measured,
    }


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


def _by_difference(study: _Study, cells: Members) -> set[str]:
    """Cells that tell a few firms beside what was shown before."""
    if not study.released:
        return set()
    # A cell of other answers is of other firms, and their difference is no figure.
    before, now = _by_subject(study.released), _by_subject(cells)
    return {
        each.cell
        for subject, several in now.items()
        for each in told_by_difference(
            several, before.get(subject, {}).items(), fewest=study.fewest
        )
    }


def _by_subject(cells: Members) -> Mapping[str, Members]:
    """Cells by what they are a figure of: the first part of their name."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for cell, firms in cells.items():
        subject = _NUMBER.sub("", cell).split(_BETWEEN)[0]
        found.setdefault(subject, {})[cell] = firms
    return found


def _whole(study: _Study) -> tuple[pl.DataFrame, Members]:
    found = study.estimates()
    behind = {name: study.firms_behind(at) for at, name in enumerate(study.names)}
    told = _by_difference(study, behind)
    few = [
        0 < firms < study.fewest or name in told
        for name, firms in found.select("category", "firms").iter_rows()
    ]
    # What firms say of a category is of other firms than have a score in it.
    said = [0 < firms < study.fewest for firms in found["seen_firms"]]
    shown = _hide_seen(_hide(found, few), said)
    return shown, _shown(behind, few)


def _hide_seen(found: pl.DataFrame, hidden: Sequence[bool] | Bools) -> pl.DataFrame:
    mask = pl.Series(list(hidden), dtype=pl.Boolean)
    names = [name for name in found.columns if name.startswith(("seen", "gap"))]
    return found.with_columns(
        pl.when(~mask).then(pl.col(name)).alias(name) for name in names
    )


def _shown(behind: Members, hidden: Sequence[bool] | Bools) -> Members:
    pairs = zip(behind.items(), hidden, strict=True)
    return {cell: firms for (cell, firms), is_hidden in pairs if not is_hidden}


def _ranked(
    whole: pl.DataFrame,
    asked: Mapping[str, int],
    table: pl.DataFrame,
    biggest: Sequence[str],
    study: _Study,
) -> pl.DataFrame:
    """The categories, the most severe first; hidden ones last."""
    named = _named(table, biggest, study)
    counted = pl.Series("indicators", [asked[name] for name in study.names])
    lacking = pl.when(~pl.col("is_hidden")).then(table.height - pl.col("firms"))
    return (
        whole.with_columns(counted, not_enough=lacking)
        .join(named, on="category", how="left", maintain_order="left")
        .sort("severe_share", "mean", descending=True, nulls_last=True)
    )


def _named(table: pl.DataFrame, biggest: Sequence[str], study: _Study) -> pl.DataFrame:
    """Share of firms that name each category first, and among all they name."""
    if not biggest:
        nothing = pl.lit(None, pl.Float64)
        names = pl.Series("category", study.names, dtype=pl.String)
        return pl.DataFrame([names]).with_columns(
            first_share=nothing, named_share=nothing
        )
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
    if answered.sum() < study.fewest:
        shares = np.full(shares.shape, np.nan)
    cut = len(study.names)
    return pl.DataFrame(
        {
            "category": study.names,
            "first_share": shares[:cut],
            "named_share": shares[cut:],
        },
        schema_overrides={"category": pl.String},
    ).with_columns(pl.col(pl.Float64).fill_nan(None))


def _levels(table: pl.DataFrame, name: str) -> Iterator[tuple[str | None, Bools]]:
    """Each group of a variable with its firms; those of no known group too."""
    column = table[name].cast(pl.String)
    for level in column.unique().sort(nulls_last=True):
        members = column.is_null() if level is None else column == level
        yield level, members.fill_null(False).to_numpy()


def _groups(
    study: _Study, table: pl.DataFrame, by: Sequence[str]
) -> tuple[pl.DataFrame, Members]:
    """The estimates of each group; cells that would give few firms away are hidden."""
    parts = [_nothing(study, "variable", "group")]
    shown: dict[str, frozenset[str]] = {}
    for name in dict.fromkeys(by):
        levels = list(_levels(table, name))
        found = [study.estimates(members) for _, members in levels]
        hidden, behind = _hidden_groups(study, name, levels, found)
        said = _hidden_of(study, found, "seen_firms", np.zeros_like(hidden))
        texts = [{"variable": name, "group": level} for level, _ in levels]
        parts.append(_stacked(found, texts, hidden.ravel(), said.ravel()))
        shown |= _shown(behind, hidden.ravel())
    return pl.concat([each for each in parts if each.width]), shown


def _stacked(
    found: Sequence[pl.DataFrame],
    texts: Sequence[Mapping[str, str | None]],
    hidden: Bools,
    said: Bools,
) -> pl.DataFrame:
    """Estimates beneath each other, each with what it is of, hidden where need be."""
    if not found:
        return pl.DataFrame()
    height = found[0].height
    keys = {
        key: pl.Series(
            [text[key] for text in texts for _ in range(height)], dtype=pl.String
        )
        for key in texts[0]
    }
    shown = _hide_seen(_hide(pl.concat(found), hidden), said)
    return shown.select(*(each.alias(key) for key, each in keys.items()), pl.all())


def _nothing(study: _Study, *keys: str) -> pl.DataFrame:
    """A table without rows, with the columns that the others have."""
    nobody = np.zeros(len(study.keys), dtype=bool)
    empty = _hide(study.estimates(nobody), [False] * len(study.names)).clear()
    texts = (pl.lit(None, pl.String).alias(key) for key in keys)
    return empty.select(*texts, pl.all())


def _hidden_of(
    study: _Study, found: Sequence[pl.DataFrame], column: str, also: Bools
) -> Bools:
    """Which cells of groups x categories are hidden: each category by itself."""
    counts = np.array([each[column].to_list() for each in found], dtype=float)
    hidden = np.zeros(also.shape, dtype=bool)
    for place in range(also.shape[1] if found else 0):
        hidden[:, place] = hidden_cells(
            counts[:, place], fewest=study.fewest, also=also[:, place]
        )
    return hidden


def _hidden_groups(
    study: _Study,
    name: str,
    levels: Sequence[tuple[str | None, Bools]],
    found: Sequence[pl.DataFrame],
) -> tuple[Bools, Members]:
    behind = {
        _cell(category, name, level): study.firms_behind(place, members)
        for level, members in levels
        for place, category in enumerate(study.names)
    }
    told = _by_difference(study, behind)
    shape = (len(levels), len(study.names))
    also = np.array([cell in told for cell in behind], dtype=bool).reshape(shape)
    return _hidden_of(study, found, "firms", also), behind


def _cell(category: str, *parts: str | None) -> str:
    return _BETWEEN.join([category, *(part or "" for part in parts)])


def _cells(
    study: _Study,
    table: pl.DataFrame,
    cross: Sequence[tuple[str, str]],
    groups: pl.DataFrame,
) -> tuple[pl.DataFrame, Members]:
    """Two variables at once; where a group is hidden, so are its cells."""
    keys = ("variable", "group", "other", "other_group")
    parts: list[pl.DataFrame] = [_nothing(study, *keys)]
    shown: dict[str, frozenset[str]] = {}
    for first, second in cross:
        rows, columns = [*_levels(table, first)], [*_levels(table, second)]
        found = [
            [study.estimates(here & there) for _, there in columns] for _, here in rows
        ]
        bare = _bare_groups(study, groups, first, rows, second, columns)
        hidden, said = _hidden_cross(study, found, bare)
        texts = [
            dict(zip(keys, (first, row, second, column), strict=True))
            for row, _ in rows
            for column, _ in columns
        ]
        flat = [each for line in found for each in line]
        parts.append(_stacked(flat, texts, hidden.ravel(), said.ravel()))
        behind = {
            _cell(category, *text.values()): study.firms_behind(place, here & there)
            for text, (here, there) in zip(
                texts, ((h, t) for _, h in rows for _, t in columns), strict=True
            )
            for place, category in enumerate(study.names)
        }
        shown |= _shown(behind, hidden.ravel())
    return pl.concat([each for each in parts if each.width]), shown


def _bare_groups(
    study: _Study,
    groups: pl.DataFrame,
    first: str,
    rows: Sequence[tuple[str | None, Bools]],
    second: str,
    columns: Sequence[tuple[str | None, Bools]],
) -> Bools:
    """Cells of a group whose own figure is hidden: their sum would give it back."""
    hidden = {
        (variable, group, category)
        for variable, group, category in groups.filter("is_hidden")
        .select("variable", "group", "category")
        .iter_rows()
    }
    return np.array(
        [
            [
                [
                    (first, row, category) in hidden
                    or (second, column, category) in hidden
                    for category in study.names
                ]
                for column, _ in columns
            ]
            for row, _ in rows
        ],
        dtype=bool,
    )


def _hidden_cross(
    study: _Study, found: Sequence[Sequence[pl.DataFrame]], bare: Bools
) -> tuple[Bools, Bools]:
    """Rows x columns x categories, of scores and of what firms say."""
    sides = []
    for column, also in (("firms", bare), ("seen_firms", np.zeros(bare.shape, bool))):
        counts = np.array(
            [[each[column].to_list() for each in row] for row in found], dtype=float
        ).reshape(bare.shape)
        hidden = np.zeros(bare.shape, dtype=bool)
        for place in range(bare.shape[2]):
            hidden[:, :, place] = hidden_cells(
                counts[:, :, place], fewest=study.fewest, also=also[:, :, place]
            )
        sides.append(hidden)
    return sides[0], sides[1]


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
    return _hide(table, [0 < each < study.fewest for each in table["firms"]])


def _alarms(judged: Severities, fewest: int) -> pl.DataFrame:
    """Firms with any severity of an indicator where none is tolerated."""
    codes = [each.code for each in judged.indicators if each.is_zero_tolerance]
    firms = [int((judged.table[code] > 0).sum()) for code in codes]
    table = pl.DataFrame(
        {"indicator": codes, "firms": firms},
        schema={"indicator": pl.String, "firms": pl.Int64},
    )
    return _hide(table, [0 < each < fewest for each in firms])
