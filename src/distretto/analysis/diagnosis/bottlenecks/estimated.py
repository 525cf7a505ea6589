"""Estimates of each cell of the tables of a survey, and which of them are hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from distretto.analysis.diagnosis.bottlenecks.design import Design, Floats
from distretto.analysis.diagnosis.bottlenecks.disclosure import (
    Bools,
    Cells,
    Guard,
    Members,
    cell_name,
    hidden_of,
)
from distretto.analysis.diagnosis.bottlenecks.estimates import (
    intervals,
    matrix_of,
    means_of,
)
from distretto.analysis.diagnosis.quantities import check_quantities

# Each is a matrix of firms by categories; shares hold 0 and 1.
_MEASURES = ("mean", "severe_share", "seen_mean", "seen_severe_share", "gap")
_SHARES = ("severe_share", "seen_severe_share")
# What figures are of, by the measure that tells whose answers are known: how a cell is
# named after its category, and how the columns begin that show it.
_SUBJECTS = {"mean": ("", ""), "seen_mean": (" seen", "seen"), "gap": (" gap", "gap")}


@dataclass(frozen=True)
class Study:
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


def measures_of(
    table: pl.DataFrame,
    scores: pl.DataFrame,
    names: tuple[str, ...],
    seen: Mapping[str, str],
    severe: float,
) -> Mapping[str, Floats]:
    """What is measured of each firm and category, and what firms say of it."""
    check_quantities(table, seen.values())
    measured = _matrix(scores, {name: name for name in scores.columns}, names)
    said = _matrix(table, seen, names)
    return {
        "mean": measured,
        "severe_share": at_least(measured, severe),
        "seen_mean": said,
        "seen_severe_share": at_least(said, severe),
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


def at_least(values: Floats, severe: float) -> Floats:
    """1 where severe, 0 where not, NaN where unknown."""
    # A mean of severities of exactly 3 may come out a hair below it.
    is_severe = (values >= severe - 1e-9).astype(float)
    return np.where(np.isnan(values), np.nan, is_severe)


def hide(found: pl.DataFrame, hidden: Sequence[bool] | Bools) -> pl.DataFrame:
    """Every figure of the hidden rows is null."""
    mask = pl.Series("is_hidden", list(hidden), dtype=pl.Boolean)
    figures = [name for name, kind in found.schema.items() if kind.is_numeric()]
    return found.with_columns(mask).with_columns(
        pl.when(~pl.col("is_hidden")).then(pl.col(name)).alias(name) for name in figures
    )


@dataclass(frozen=True)
class Hidden:
    """Cells x categories of a table that are hidden, by the measure they are of."""

    by_measure: Mapping[str, Bools]

    def __getitem__(self, measure: str) -> Bools:
        """Hidden cells; with a score, all is hidden, and with what firms say, a gap."""
        order = list(_SUBJECTS)
        upto = order[: order.index(measure) + 1]
        return np.logical_or.reduce([self.by_measure[name] for name in upto])


def hidden_in(study: Study, tables: Sequence[Cells]) -> list[Hidden]:
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
    return [Hidden(each) for each in found]


def _terms(study: Study, place: int) -> tuple[Bools, Bools]:
    """The firms behind the two figures that a gap is the difference of."""
    return study.known("seen_mean", place), study.known("mean", place)


def members_behind(
    study: Study, tables: Sequence[Cells], hidden: Sequence[Hidden]
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


def estimated(study: Study, cells: Cells, hidden: Hidden) -> pl.DataFrame:
    """Estimates of each cell beneath each other, null where they are hidden."""
    nobody = study.estimates(np.zeros(len(study.keys), dtype=bool)).clear()
    found = [
        study.estimates(members if text else None)
        for text, members in zip(cells.texts, cells.members, strict=True)
    ]
    table = hide(pl.concat([nobody, *found]), hidden["mean"].ravel())
    for measure, (_, beginning) in _SUBJECTS.items():
        mask = pl.Series(hidden[measure].ravel(), dtype=pl.Boolean)
        names = [name for name in table.columns if name.startswith(beginning)]
        if beginning:
            table = table.with_columns(pl.when(~mask).then(pl.col(*names)))
    return table


def stacked(
    study: Study,
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


def _nothing(study: Study, *keys: str) -> pl.DataFrame:
    """A table without rows, with the columns that the others have."""
    nobody = np.zeros(len(study.keys), dtype=bool)
    empty = hide(study.estimates(nobody), [False] * len(study.names)).clear()
    texts = (pl.lit(None, pl.String).alias(key) for key in keys)
    return empty.select(*texts, pl.all())
