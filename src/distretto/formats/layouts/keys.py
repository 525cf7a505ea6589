"""Keys of canonical rows: blank ones, those of a grand total, and doubles."""

import polars as pl

from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats import hierarchy
from distretto.formats.layouts.model import (
    COUNTS,
    Choices,
)
from distretto.formats.layouts.rows import (
    KEYS,
    LISTED,
    Rows,
    blank_key,
)
from distretto.formats.problems import Problem
from distretto.formats.tables import Table
from distretto.formats.words import is_total
from distretto.notes import Note


def drop_blank_keys(rows: Rows, table: Table) -> None:
    """Rows without region or industry: quiet where wholly blank, else a problem."""
    _name_grand_total(rows)
    blank = pl.col("region").is_null() | pl.col("industry").is_null()
    filled = pl.any_horizontal(pl.col(name).is_not_null() for name in COUNTS)
    lost = rows.frame.filter(blank & filled)
    merged = {role for role in KEYS if _looks_merged(rows.frame, role)}
    for record in lost.head(LISTED).iter_rows(named=True):
        role = "region" if record["region"] is None else "industry"
        column = rows.columns.get(role, role)
        rows.problems.append(
            blank_key(role, record["row"], column, table.sheet, merged=role in merged)
        )
    rows.problem_count += lost.height
    rows.frame = rows.frame.filter(~blank)


def _name_grand_total(rows: Rows) -> None:
    """A row “TOTAL” with a blank beside it is the total of regions and industries."""
    for role, other in (KEYS, KEYS[::-1]):
        totals = [each for each in rows.frame[role].drop_nulls() if is_total(each)]
        if not totals:
            continue
        labels = rows.frame[other].drop_nulls().unique().to_list()
        name = next(iter(hierarchy.total_labels(labels)), totals[0])
        both = pl.col(role).is_in(totals) & pl.col(other).is_null()
        found = rows.frame.filter(both)
        if found.height > found["year"].n_unique() or _looks_merged(
            rows.frame.filter(~both), other
        ):
            continue  # each may be the total of something else
        rows.frame = rows.frame.with_columns(
            pl.when(both).then(pl.lit(name)).otherwise(pl.col(other)).alias(other)
        )


def _looks_merged(frame: pl.DataFrame, role: str) -> bool:
    """Whether a key stands in one row and is blank in those that belong to it."""
    other = KEYS[1 - KEYS.index(role)]
    ordered = frame.sort("row")
    blank = ordered[role].is_null() & ordered[other].is_not_null()
    first = ordered.height and ordered[role][0] is not None
    return bool(first) and blank.sum() >= 0.2 * ordered.height


def resolve_doubles(rows: Rows, table: Table, choices: Choices) -> None:
    """Add up what is listed twice where that was told; else list it as a problem."""
    keys = ["region", "industry", "year"]
    doubles = (
        rows.frame.group_by(keys)
        .agg(pl.col("row").sort(), pl.len().alias("times"))
        .filter(pl.col("times") > 1)
        .sort(pl.col("row").list.first())
    )
    if doubles.is_empty():
        return
    if choices.duplicates == "sum":
        rows.notes.append(
            Note(
                ngettext_noop(
                    "%(count)s pair of region and industry listed several times were "
                    "added up.",
                    "%(count)s pairs of region and industry listed several times were "
                    "added up.",
                ),
                count=doubles.height,
            )
        )
    else:
        for record in doubles.head(LISTED).iter_rows(named=True):
            rows.problems.append(_double(record, table))
        rows.problem_count += doubles.height
    rows.frame = summed(rows.frame, choices.duplicates == "sum")


def _double(record: dict, table: Table) -> Problem:
    return Problem(
        "duplicate_rows",
        gettext_noop(
            "rows %(rows)s all give industry “%(industry)s” in region “%(region)s”. "
            "Keep one, or say that they are parts and are to be added up."
        ),
        {
            "rows": ", ".join(map(str, record["row"][:6])),
            "industry": record["industry"],
            "region": record["region"],
        },
        table.sheet,
        record["row"][1],
        None,
        record["industry"],
    )


def summed(frame: pl.DataFrame, add: bool) -> pl.DataFrame:
    """One row a key: the sum where all are known; unknown where doubles conflict."""
    keys = ["region", "industry", "year"]
    known = {name: pl.col(name).is_not_null().all() for name in COUNTS}
    same = {name: pl.col(name).n_unique() == 1 for name in COUNTS}
    return (
        frame.group_by(keys, maintain_order=True)
        .agg(
            pl.col("row").first(),
            *(
                pl.when(known[name]).then(pl.col(name).sum())
                if add
                else pl.when(same[name]).then(pl.col(name).first())
                for name in COUNTS
            ),
        )
        .select("row", *keys, *COUNTS)
    )
