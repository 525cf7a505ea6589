"""The places of a list of establishments: what is one, and what is none."""

import polars as pl

from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats.layouts.long import key
from distretto.formats.layouts.model import Choices
from distretto.formats.layouts.rows import LISTED, Rows
from distretto.formats.numbers import is_unknown, number, number_styles
from distretto.formats.problems import Problem
from distretto.formats.tables import Table
from distretto.notes import Note

PLACE = ("latitude", "longitude")
# Some count longitudes from 0 to 360.
LIMITS = {"latitude": (-90.0, 90.0), "longitude": (-180.0, 360.0)}


def listed(
    table: Table, columns: dict[str, str], size: pl.Expr, choices: Choices
) -> pl.DataFrame:
    """One row for each of the file, places as numbers where they are."""
    names = [columns[role] for role in PLACE]
    schema = table.frame.collect_schema()
    styles = number_styles(table.frame, names, choices.decimal)
    numbers: list[pl.Expr] = []
    for role, name in zip(PLACE, names, strict=True):
        text = schema[name] == pl.String
        numbers += [
            number(name, styles[name], text=text).alias(role),
            is_unknown(name, text=text).alias(f"{role} unknown"),
            pl.col(name).cast(pl.String).alias(f"{role} text"),
        ]
    return (
        table.numbered("row")
        .select(
            "row",
            key(columns["industry"], table).alias("industry"),
            size.alias("size"),
            *_region(table, columns),
            *numbers,
        )
        .collect(engine="streaming")
    )


def _region(table: Table, columns: dict[str, str]) -> list[pl.Expr]:
    """Where the list says that an establishment is: by name, else by code."""
    named = [columns[role] for role in ("region_name", "region") if role in columns]
    if not named:
        return []
    return [pl.coalesce(key(name, table) for name in named).alias("region")]


def placed(
    frame: pl.DataFrame,
    table: Table,
    columns: dict[str, str],
    rows: Rows,
    unit: str,
) -> pl.DataFrame:
    """The rows that have a place; what is no place is a problem."""
    unknown = pl.any_horizontal(pl.col(f"{role} unknown") for role in PLACE)
    nowhere = pl.lit(False)
    if unit == "degrees":
        # Where an address was not found, programs that look them up write 0, 0.
        nowhere = (pl.col("latitude") == 0) & (pl.col("longitude") == 0)
    for role in PLACE:
        good = pl.col(role).is_finite()
        if unit == "degrees":
            good &= pl.col(role).is_between(*LIMITS[role])
        good = good.fill_null(False)
        _tell_strange(frame.filter(~unknown & ~good), role, table, columns, rows)
        frame = frame.filter(unknown | good)
    lacking = frame.filter((unknown | nowhere).fill_null(True)).height
    if lacking:
        rows.notes.append(Note(_WITHOUT_PLACE, count=lacking, all=table.rows))
    return frame.filter(~unknown & ~nowhere.fill_null(False)).select(
        pl.exclude("^(latitude|longitude) (unknown|text)$")
    )


def _tell_strange(
    strange: pl.DataFrame,
    role: str,
    table: Table,
    columns: dict[str, str],
    rows: Rows,
) -> None:
    rows.problem_count += strange.height
    other = next(each for each in PLACE if each != role)
    shown = strange.select("row", f"{role} text", role, other).head(LISTED)
    for row, value, found, beside in shown.iter_rows():
        exchanged = role == "latitude" and _is_place(beside, found)
        rows.problems.append(
            Problem(
                "not_a_place",
                _PERHAPS_EXCHANGED if exchanged else _NOT_A_PLACE,
                {"value": value},
                table.sheet,
                row,
                columns[role],
                value,
            )
        )


def _is_place(latitude: float | None, longitude: float | None) -> bool:
    if latitude is None or longitude is None:
        return False
    (south, north), (west, east) = (LIMITS[role] for role in PLACE)
    return south <= latitude <= north and west <= longitude <= east


_NOT_A_PLACE = gettext_noop(
    "“%(value)s” is no place on the globe. Degrees of latitude go from -90 to 90, of "
    "longitude from -180 to 180, or from 0 to 360; if the figures are metres or "
    "kilometres of a map, say so."
)
_PERHAPS_EXCHANGED = gettext_noop(
    "“%(value)s” is no latitude, but would be a longitude with the other figure of the "
    "row as the latitude. If the two columns are exchanged, name each of them."
)
_WITHOUT_PLACE = ngettext_noop(
    "%(count)s establishment of %(all)s has no place and was left out.",
    "%(count)s establishments of %(all)s have no place and were left out.",
)
