"""Canonical rows: what every layout but the QCEW's becomes first."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from distretto.errors import gettext_noop
from distretto.formats.problems import Problem

LISTED = 100  # problems of one rule that are kept with their places


@dataclass
class Rows:
    """Canonical rows on their way, with what was found so far.

    `frame` has `row` (of the file), `region`, `industry`, `year` (0 where the file
    has none), `establishments`, `employment`.
    """

    frame: pl.DataFrame
    columns: Mapping[str, str]
    region_names: dict[str, str] = field(default_factory=dict)
    industry_names: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    notes: list[str] = field(default_factory=list)


def blank_key(role: str, row: int, column: str, sheet: str | None) -> Problem:
    """The problem of a row with figures but without its region or industry."""
    return Problem(
        "blank_key",
        gettext_noop(
            "there are figures but no %(role)s. Fill it in, or delete the row."
        ),
        {"role": role},
        sheet,
        row,
        column,
    )
