"""A list of ties: a row for each, columns of any names."""

import numpy as np
import polars as pl

from distretto.errors import gettext_noop
from distretto.formats.layouts.long import key
from distretto.formats.linkages.matrix import strength_of, strength_problem
from distretto.formats.linkages.names import NO_ANSWER, truth
from distretto.formats.problems import Problem
from distretto.formats.tables import Table
from distretto.formats.words import plain
from distretto.notes import Note

BLANK_END = gettext_noop(
    "There is a tie with only one end here. Name both actors, or delete the row."
)
TIE_TWICE = gettext_noop(
    "The tie from “%(from)s” to “%(to)s” stands in row %(first)s already. Keep one row "
    "for each pair and kind of linkage."
)
NOT_TRUTH = gettext_noop(
    "“%(value)s” says neither yes nor no. Put yes or no, or leave it blank if it is "
    "unknown."
)
NOT_LISTED = gettext_noop(
    "“%(value)s” is not in the list of actors. Add the actor to the list, or spell "
    "both alike."
)
YES_OR_NO = gettext_noop(
    "All strengths are 1: ties are read as yes and no. How strong they are is unknown."
)


def read_edges(
    table: Table, columns: dict[str, str]
) -> tuple[pl.DataFrame, list[Problem], list[Note]]:
    """`from`, `to`, `relation`, `strength`, `formal`, `wave`, `is_open`, of each row.

    Rows that cannot be used are left out and told; `is_open` rows have no answer.
    `row` is the file's own number.
    """
    rows = table.numbered().select(
        "row",
        *(
            (
                key(columns[role], table)
                if role in columns
                else pl.lit(None, pl.String)
            ).alias(role)
            for role in ("from", "to", "relation", "strength", "formal", "wave")
        ),
    )
    held = rows.collect()
    blank = held.filter(pl.col("from").is_null() & pl.col("to").is_null())
    held = held.join(blank, on="row", how="anti")
    held, problems = _with_strengths(held, table, columns)
    held, more = _with_truths(held, table, columns)
    problems += more
    problems += _half_ties(held, table, columns)
    held = held.drop_nulls(["from", "to"]).with_columns(
        pl.col("relation", "wave").fill_null("")
    )
    held, more = _once(held, table)
    problems += more
    notes = []
    told = held["strength"].drop_nulls()
    if len(told) and (told == 1).all():
        notes.append(Note(YES_OR_NO))
        held = held.with_columns(strength=pl.lit(None, pl.Float64))
    return held, sorted(problems, key=lambda each: each.row or 0), notes


def _with_strengths(
    held: pl.DataFrame, table: Table, columns: dict[str, str]
) -> tuple[pl.DataFrame, list[Problem]]:
    values, is_open, problems = [], [], []
    for row, cell in held.select("row", "strength").iter_rows():
        value = strength_of(cell)
        is_open.append(cell is not None and plain(cell) in NO_ANSWER)
        if value is None:
            column = columns["strength"]
            problems.append(strength_problem(cell, row, column, table.sheet))
        values.append(np.nan if value is None else value)
    return (
        held.with_columns(
            strength=pl.Series(values, dtype=pl.Float64).fill_nan(None),
            is_open=pl.Series(is_open, dtype=pl.Boolean),
        ),
        problems,
    )


def _with_truths(
    held: pl.DataFrame, table: Table, columns: dict[str, str]
) -> tuple[pl.DataFrame, list[Problem]]:
    values = [truth(cell) for cell in held["formal"]]
    problems = [
        Problem(
            "not_a_truth",
            NOT_TRUTH,
            {"value": cell},
            table.sheet,
            row,
            columns["formal"],
            cell,
        )
        for (row, cell), value in zip(
            held.select("row", "formal").iter_rows(), values, strict=True
        )
        if cell is not None and value is None
    ]
    return held.with_columns(formal=pl.Series(values, dtype=pl.Boolean)), problems


def _half_ties(
    held: pl.DataFrame, table: Table, columns: dict[str, str]
) -> list[Problem]:
    halves = held.filter(pl.col("from").is_null() | pl.col("to").is_null())
    return [
        Problem(
            "tie_with_one_end",
            BLANK_END,
            {},
            table.sheet,
            row,
            columns["from" if start is None else "to"],
        )
        for row, start in halves.select("row", "from").iter_rows()
    ]


def _once(held: pl.DataFrame, table: Table) -> tuple[pl.DataFrame, list[Problem]]:
    """Each tie once; what comes again is told."""
    keys = ["from", "to", "relation", "wave"]
    first = held.unique(keys, keep="first", maintain_order=True)
    again = held.join(first.select("row"), on="row", how="anti")
    told = again.join(first.select(*keys, first="row"), on=keys, how="left").select(
        "row", "from", "to", "first"
    )
    problems = [
        Problem(
            "tie_twice",
            TIE_TWICE,
            {"from": start, "to": end, "first": at},
            table.sheet,
            row,
        )
        for row, start, end, at in told.iter_rows()
    ]
    return first, problems


def strangers(
    held: pl.DataFrame,
    listed: set[str],
    table: Table,
    columns: dict[str, str],
) -> list[Problem]:
    """Ends of ties that are not in the list of actors."""
    return [
        Problem(
            "actor_not_listed",
            NOT_LISTED,
            {"value": name},
            table.sheet,
            row,
            columns[end],
            name,
        )
        for end in ("from", "to")
        for row, name in held.select("row", end).iter_rows()
        if name not in listed
    ]
