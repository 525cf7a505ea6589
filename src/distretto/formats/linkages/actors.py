"""The list of actors: kinds, groups, who was surveyed, where they are."""

import polars as pl

from distretto.analysis.diagnosis.linkages.survey import KINDS as ACTOR_KINDS
from distretto.errors import FormatError, gettext_noop
from distretto.formats.layouts.long import key
from distretto.formats.linkages.names import KINDS, OF_ACTORS, role_columns, truth
from distretto.formats.numbers import number, number_styles
from distretto.formats.problems import Problem
from distretto.formats.tables import Table
from distretto.formats.words import plain

NOT_A_KIND = gettext_noop(
    "“%(value)s” is no kind of actor. Put firm, institution, team (of the project) or "
    "outside (the cluster)."
)
NOT_SURVEYED = gettext_noop(
    "“%(value)s” does not say whether this actor was surveyed. Put yes or no, or leave "
    "it blank if it is unknown."
)
ACTOR_TWICE = gettext_noop(
    "The actor “%(value)s” is listed already. Give each one row, or each two names."
)
COORDINATES = ("latitude", "longitude")


def read_actors(
    table: Table, told: dict[str, str] | None = None
) -> tuple[pl.DataFrame, list[Problem]]:
    """`actor`, `kind`, `group`, `surveyed`, places and other columns, of each row.

    A column `wave` says in which waves an actor is there.
    """
    columns = role_columns(table.columns, OF_ACTORS, told or {})
    if "actor" not in columns:
        columns["actor"] = table.columns[0]
    others = [name for name in table.columns if name not in columns.values()]
    held = _selected(table, columns, others)
    held = held.filter(pl.col("actor").is_not_null())
    problems: list[Problem] = []
    values: dict[str, list] = {"kind": [], "surveyed": []}
    for row, kind, surveyed in held.select("row", "kind", "surveyed").iter_rows():
        found, is_told = KINDS.get(plain(kind or "")), truth(surveyed)
        values["kind"].append(found or ACTOR_KINDS[0])
        values["surveyed"].append(is_told)
        if kind is not None and found is None:
            problems.append(_problem("kind", kind, row, table, columns))
        if surveyed is not None and is_told is None:
            problems.append(_problem("surveyed", surveyed, row, table, columns))
    held = held.with_columns(
        pl.Series("kind", values["kind"], dtype=pl.String),
        pl.Series("surveyed", values["surveyed"], dtype=pl.Boolean),
    )
    held, more = _once(held, table, columns)
    return held.drop("row"), [*problems, *more]


def is_list_of_actors(table: Table) -> bool:
    """Whether a sheet names actors and says something of them."""
    columns = role_columns(table.columns, OF_ACTORS, {})
    return "actor" in columns and bool({"kind", "surveyed", "group"} & columns.keys())


def _selected(table: Table, columns: dict[str, str], others: list[str]) -> pl.DataFrame:
    texts = ("actor", "kind", "group", "surveyed", "wave")
    styles = number_styles(
        table.frame, [columns[each] for each in COORDINATES if each in columns]
    )
    schema = table.frame.collect_schema()
    return (
        table.numbered()
        .select(
            "row",
            *(
                (
                    key(columns[role], table)
                    if role in columns
                    else pl.lit(None, pl.String)
                ).alias(role)
                for role in texts
            ),
            *(
                number(
                    columns[role],
                    styles[columns[role]],
                    text=schema[columns[role]] == pl.String,
                ).alias(role)
                for role in COORDINATES
                if role in columns
            ),
            *(name for name in others if name not in (*texts, *COORDINATES, "row")),
        )
        .collect()
    )


def _problem(
    role: str, value: str, row: int, table: Table, columns: dict[str, str]
) -> Problem:
    code, template = {
        "kind": ("not_a_kind_of_actor", NOT_A_KIND),
        "surveyed": ("not_surveyed", NOT_SURVEYED),
    }[role]
    return Problem(
        code, template, {"value": value}, table.sheet, row, columns[role], value
    )


def _once(
    held: pl.DataFrame, table: Table, columns: dict[str, str]
) -> tuple[pl.DataFrame, list[Problem]]:
    first = held.unique(["actor", "wave"], keep="first", maintain_order=True)
    again = held.join(first.select("row"), on="row", how="anti")
    return first, [
        Problem(
            "actor_twice",
            ACTOR_TWICE,
            {"value": name},
            table.sheet,
            row,
            columns["actor"],
            name,
        )
        for row, name in again.select("row", "actor").iter_rows()
    ]


def no_list_of_actors(table: Table) -> FormatError:
    """The error for a file that was given as a list of actors and is none."""
    return FormatError(
        "no_list_of_actors",
        gettext_noop(
            "“%(file)s” is no list of actors: it has no column such as “actor” or "
            "“name”. It has: %(columns)s."
        ),
        file=table.path.name,
        columns=", ".join(table.columns[:8]),
    )
