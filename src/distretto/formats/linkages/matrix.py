"""A sheet of actors by actors: who told what of whom."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from distretto.errors import FormatError, gettext_noop
from distretto.formats.layouts.long import key
from distretto.formats.linkages.names import NO_ANSWER, STRENGTHS, relation_and_wave
from distretto.formats.numbers import UNKNOWN_MARKS
from distretto.formats.problems import Problem
from distretto.formats.tables import Table
from distretto.formats.words import is_total, plain
from distretto.notes import Note, quoted

LABELS_WITHIN = 3  # first columns, of which one has the names of the rows
SHARED = 0.5  # of the names of the rows, which columns have too
MOST_NAMED = 8
HALF = gettext_noop(
    "Only one half of the matrix “%(name)s” is filled: ties are read as having no "
    "direction."
)
YES_OR_NO = gettext_noop(
    "“%(name)s” has only 0 and 1: read as yes and no. How strong ties are is unknown."
)
SILENT = gettext_noop(
    "The rows of %(names)s in “%(name)s” are blank: they count as not surveyed, and "
    "their ties to each other as unknown."
)


@dataclass(frozen=True)
class Layer:
    """Ties of one relation in one wave.

    Attributes
    ----------
    ties, unanswered : DataFrame
        `from`, `to`, `relation`, and of ties `strength`.
    actors : tuple of str
    silent : tuple of str
        Those who answered nothing at all.
    """

    wave: str
    ties: pl.DataFrame
    unanswered: pl.DataFrame
    actors: tuple[str, ...]
    silent: tuple[str, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]


def labels_of(table: Table) -> str | None:
    """The column whose values are names of columns too; None where it is no matrix."""
    sample = table.frame.select(
        key(column, table).alias(column) for column in table.columns[:LABELS_WITHIN]
    ).collect()
    names = {plain(column) for column in table.columns}
    for column in sample.columns:
        values = {plain(each) for each in sample[column].drop_nulls()}
        values |= {plain(each) for each in table.foot if each}
        both = values & names
        if len(both) >= 2 and len(both) >= SHARED * len(values):
            return column
    return None


def read_matrix(table: Table, labels: str, name: str) -> Layer:
    """The ties of a matrix; rows name who was asked, columns whom they named."""
    frame = table.frame.collect()
    rows = [each or "" for each in frame.select(key(labels, table)).to_series()]
    rows += [each for each in table.foot if each]  # a blank row at the end
    columns = [
        column
        for column in table.columns[table.columns.index(labels) + 1 :]
        if not is_total(column)
    ]
    kept = [place for place, row in enumerate(rows) if row and not is_total(row)]
    _check_agree([rows[place] for place in kept], columns, table)
    values, problems = _values(frame, table, kept, columns)
    order = {plain(rows[place]): spot for spot, place in enumerate(kept)}
    square = values[[order[plain(column)] for column in columns]]
    np.fill_diagonal(square, np.nan)
    relation, wave = relation_and_wave(name)
    return _layer(square, tuple(columns), relation, wave, name, tuple(problems))


def _check_agree(rows: list[str], columns: list[str], table: Table) -> None:
    told = {
        "rows": [each for each in rows if plain(each) not in map(plain, columns)],
        "columns": [each for each in columns if plain(each) not in map(plain, rows)],
    }
    twice = len({plain(each) for each in rows}) < len(rows)
    if not told["rows"] and not told["columns"] and not twice:
        return
    where = table.sheet or table.path.name
    if twice:
        seen: set[str] = set()
        first = next(x for x in rows if plain(x) in seen or seen.add(plain(x)))  # type: ignore[func-returns-value]
        raise FormatError(
            "matrix_row_twice",
            gettext_noop("The matrix “%(where)s” has two rows of “%(name)s”."),
            where=where,
            name=first,
        )
    raise FormatError(
        "matrix_names_differ",
        gettext_noop(
            "The matrix “%(where)s” has other names in its rows than in its columns. "
            "Only in rows: %(rows)s. Only in columns: %(columns)s. Give every actor a "
            "row and a column of the same name; leave the row of somebody who was not "
            "asked blank."
        ),
        where=where,
        **{
            side: ", ".join(f"“{each}”" for each in names[:MOST_NAMED]) or "none"
            for side, names in told.items()
        },
    )


def _values(
    frame: pl.DataFrame, table: Table, kept: list[int], columns: list[str]
) -> tuple[np.ndarray, list[Problem]]:
    """Strengths, NaN where there is no answer."""
    values = np.full((len(kept), len(columns)), np.nan)
    problems = []
    for j, column in enumerate(columns):
        held = frame[column].to_list()
        for i, place in enumerate(kept):
            cell = held[place] if place < len(held) else None
            value = strength_of(cell)
            if value is None:
                problems.append(
                    strength_problem(
                        str(cell), table.first_row + place, column, table.sheet
                    )
                )
            else:
                values[i, j] = value
    return values, problems


def strength_of(cell: Any) -> float | None:
    """A strength; NaN where the cell says that it is unknown, None where it is none."""
    if cell is None:
        return np.nan
    text = str(cell).strip()
    try:
        value = float(text.replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        word = plain(text)
        if word in STRENGTHS:
            return STRENGTHS[word]
        is_unknown = text.casefold() in UNKNOWN_MARKS or word in NO_ANSWER
        return np.nan if is_unknown else None
    return value if value == -1 or 0 <= value <= 3 else None


def strength_problem(value: str, row: int, column: str, sheet: str | None) -> Problem:
    """The problem of a cell that should be a strength."""
    return Problem(
        "not_a_strength", NOT_A_STRENGTH, {"value": value}, sheet, row, column, value
    )


NOT_A_STRENGTH = gettext_noop(
    "“%(value)s” is not a strength. Put -1 for a conflict, 0 for no tie, 1 to 3 from "
    "weak to strong, or leave the cell blank if there is no answer."
)


def _layer(
    square: np.ndarray,
    actors: tuple[str, ...],
    relation: str,
    wave: str,
    name: str,
    problems: tuple[Problem, ...],
) -> Layer:
    notes = []
    if _is_half(square):
        square = np.where(np.isnan(square), square.T, square)
        notes.append(Note(HALF, name=name))
    is_silent = np.isnan(square).all(axis=1) & (len(actors) > 1)
    silent = tuple(one for one, flag in zip(actors, is_silent, strict=True) if flag)
    if silent:
        notes.append(Note(SILENT, name=name, names=quoted(silent, MOST_NAMED)))
    is_tie = ~np.isnan(square) & (square != 0)
    strengths = square[is_tie]
    if len(strengths) and (strengths == 1).all():
        notes.append(Note(YES_OR_NO, name=name))
        strengths = np.full(len(strengths), np.nan)
    open_ = np.isnan(square) & ~is_silent[:, None] & ~np.eye(len(actors), dtype=bool)
    ties = _pairs(is_tie, actors, relation).with_columns(
        strength=pl.Series(strengths, dtype=pl.Float64).fill_nan(None)
    )
    return Layer(
        wave,
        ties,
        _pairs(open_, actors, relation),
        actors,
        silent,
        problems,
        tuple(notes),
    )


def _is_half(square: np.ndarray) -> bool:
    """Whether all answers are above the diagonal, or all below it."""
    known = ~np.isnan(square)
    if len(square) < 3 or not known.any():
        return False
    above, below = np.triu(known, 1).sum(), np.tril(known, -1).sum()
    pairs = len(square) * (len(square) - 1) // 2
    return bool((above == 0 and below == pairs) or (below == 0 and above == pairs))


def _pairs(held: np.ndarray, actors: tuple[str, ...], relation: str) -> pl.DataFrame:
    i, j = np.nonzero(held)
    return pl.DataFrame(
        {"from": [actors[k] for k in i], "to": [actors[k] for k in j]},
        schema={"from": pl.String, "to": pl.String},
    ).with_columns(relation=pl.lit(relation))
