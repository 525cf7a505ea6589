"""Establishments as points: where each stands, its industry, its size.

Every row with a place is a site where a plant could stand; rows without one are left
out and told, never put somewhere.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from distretto.analysis.selection.agglomeration.sites import (
    Sites,
    sites_in_plane,
    sites_on_globe,
)
from distretto.analysis.selection.industry_sets import industries_of_base
from distretto.errors import FormatError, gettext_noop, ngettext_noop
from distretto.formats import classifications, hierarchy
from distretto.formats.layouts.codes import read_codes
from distretto.formats.layouts.columns import columns_of
from distretto.formats.layouts.establishments import bands_behind, size_of
from distretto.formats.layouts.long import key, names_of
from distretto.formats.layouts.model import Choices
from distretto.formats.layouts.refusals import no_level
from distretto.formats.layouts.rows import LISTED, Rows
from distretto.formats.numbers import is_unknown, number, number_styles
from distretto.formats.problems import Problem, errors_of
from distretto.formats.tables import Table
from distretto.notes import Note

PLACE = ("latitude", "longitude")
ROLES_NEEDED = (*PLACE, "industry")
# Some count longitudes from 0 to 360.
LIMITS = {"latitude": (-90.0, 90.0), "longitude": (-180.0, 360.0)}


@dataclass(frozen=True)
class Points:
    """Establishments with a place.

    Attributes
    ----------
    sites : Sites
        In a plane, in kilometres.
    degrees : array of shape (n, 2) or None
        Longitude and latitude; None where places were given in a plane.
    industries : array of shape (n,), text
        Code (or name) of each at the level used; "" where unknown.
    sizes : array of shape (n,)
        Persons employed; NaN where unknown.
    names : dict of industry to title
    level : int or None
        Digits of the industry codes.
    columns : dict of role to column name
    rows : int
        Rows of the file, with those left out.
    is_estimate : bool
        Whether sizes are estimates from size bands.
    """

    sites: Sites
    degrees: NDArray[np.float64] | None
    industries: NDArray[np.str_]
    sizes: NDArray[np.float64]
    names: Mapping[str, str]
    level: int | None
    columns: Mapping[str, str]
    rows: int
    is_estimate: bool
    problems: tuple[Problem, ...]
    problem_count: int
    notes: tuple[Note, ...]
    file: str

    def only(self, kept: NDArray[np.bool_]) -> "Points":
        """These points without some; `kept` has shape (n,)."""
        at = self.sites
        return replace(
            self,
            sites=Sites(at.x[kept], at.y[kept], at.scale_error),
            degrees=None if self.degrees is None else self.degrees[kept],
            industries=self.industries[kept],
            sizes=self.sizes[kept],
        )

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep rows from being used."""
        return errors_of(self.problems)


def missing_of_points(table: Table, choices: Choices) -> list[str]:
    """The roles that a person must still name: places or the industry."""
    columns = columns_of(table, choices.columns)
    return [role for role in ROLES_NEEDED if role not in columns]


def read_points(
    table: Table,
    choices: Choices,
    *,
    unit: str = "degrees",
    base: str | Collection[str] | None = None,
) -> Points:
    """The establishments of a list, as points.

    Parameters
    ----------
    table : Table
    choices : Choices
        Columns, level, decimal mark, size bands, classification, titles.
    unit : "degrees", "m" or "km"
        What the two columns of places are; in a plane the longitude is x.
    base : a named set or industry codes, optional
        Only establishments of these industries are sites.

    Raises
    ------
    FormatError
        No row has a place, or the level asked for is none of the codes'.
    InputError
        The base is no set, or none of the industries is in it.
    """
    columns = columns_of(table, choices.columns)
    rows = Rows(pl.DataFrame(), columns)
    is_estimate, told = bands_behind(table, columns)
    rows.notes += told
    size = size_of(table, columns, rows, choices)
    frame = _listed(table, columns, size, choices)
    frame = _placed(frame, table, columns, rows, unit)
    frame, level = _with_industries(frame, table, columns, rows, choices)
    frame = _within(frame, base, choices, rows)
    if frame.is_empty():
        raise _nobody(table)
    up, across = (frame[name].to_numpy() for name in PLACE)
    flat = unit != "degrees"
    return Points(
        sites=sites_in_plane(across, up, unit=unit)
        if flat
        else sites_on_globe(up, across),
        degrees=None if flat else np.column_stack([across, up]),
        industries=frame["industry"].fill_null("").to_numpy().astype(np.str_),
        sizes=frame["size"].fill_null(np.nan).to_numpy(),
        names={**rows.industry_names, **choices.titles},
        level=level,
        columns=columns,
        rows=table.rows,
        is_estimate=is_estimate,
        problems=tuple(rows.problems),
        problem_count=rows.problem_count,
        notes=(*table.notes, *rows.notes),
        file=table.path.name,
    )


def _listed(
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
            *numbers,
        )
        .collect(engine="streaming")
    )


def _placed(
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
        strange = frame.filter(~unknown & ~good.fill_null(False))
        rows.problem_count += strange.height
        for row, value in (
            strange.select("row", f"{role} text").head(LISTED).iter_rows()
        ):
            rows.problems.append(
                Problem(
                    "not_a_place",
                    _NOT_A_PLACE,
                    {"value": value},
                    table.sheet,
                    row,
                    columns[role],
                    value,
                )
            )
        frame = frame.filter(unknown | good.fill_null(False))
    lacking = frame.filter((unknown | nowhere).fill_null(True)).height
    if lacking:
        rows.notes.append(Note(_WITHOUT_PLACE, count=lacking, all=table.rows))
    return frame.filter(~unknown & ~nowhere.fill_null(False)).select(
        "row", "industry", "size", *PLACE
    )


def _with_industries(
    frame: pl.DataFrame,
    table: Table,
    columns: dict[str, str],
    rows: Rows,
    choices: Choices,
) -> tuple[pl.DataFrame, int | None]:
    """Codes with their lost zeros and titles, at one level of the classification."""
    first = frame.drop_nulls("industry").group_by("industry").agg(pl.col("row").min())
    rows.frame = first.sort("row")
    rows.industry_names = names_of(table, columns, "industry")
    written = rows.frame["industry"]
    codes_key = read_codes(rows, table, choices)
    codes = rows.frame["industry"].to_list()
    ranges = hierarchy.ranges_of(codes)
    level = _level(frame, dict(zip(written, codes, strict=True)), choices)
    raised = [
        code if level is None else hierarchy.at_level(code, level, ranges)
        for code in codes
    ]
    rows.industry_names = {
        **classifications.titles_for({code for code in raised if code}, codes_key),
        **rows.industry_names,
    }
    at_level = pl.DataFrame(
        {"industry": written, "at level": pl.Series(raised, dtype=pl.String)}
    )
    frame = frame.join(at_level, on="industry", how="left").with_columns(
        industry="at level"
    )
    blank = frame["industry"].null_count()
    if blank:
        rows.notes.append(Note(_WITHOUT_INDUSTRY, count=blank, all=frame.height))
    return frame, level


def _level(
    frame: pl.DataFrame, codes: Mapping[str, str], choices: Choices
) -> int | None:
    """The level asked for, else the one that most establishments are listed at."""
    if not hierarchy.are_codes(codes.values()):
        if choices.level is not None:
            raise no_level(choices.level, {})
        return None
    levels = hierarchy.levels_of(codes.values())
    if choices.level is not None:
        if choices.level > max(levels):
            raise no_level(choices.level, levels)
        return choices.level
    held: dict[int, int] = {}
    for code, count in frame["industry"].drop_nulls().value_counts().iter_rows():
        digits = hierarchy.digits_of(codes[code])
        if digits is not None:
            held[digits] = held.get(digits, 0) + count
    return max(held, key=lambda digits: (held[digits], digits))


def _within(
    frame: pl.DataFrame,
    base: str | Collection[str] | None,
    choices: Choices,
    rows: Rows,
) -> pl.DataFrame:
    if base is None:
        return frame
    codes = frame["industry"].drop_nulls().unique().to_list()
    chosen = industries_of_base(codes, base, classification=choices.classification)
    inside = frame.filter(pl.col("industry").is_in(list(chosen)))
    rows.notes.append(Note(_WITHIN, count=inside.height, all=frame.height))
    return inside


def _nobody(table: Table) -> FormatError:
    return FormatError(
        "no_places",
        gettext_noop(
            "No row of “%(file)s” has a place. Distances need the latitude and the "
            "longitude of each establishment."
        ),
        file=table.path.name,
    )


_NOT_A_PLACE = gettext_noop(
    "“%(value)s” is no place on the globe. Degrees of latitude go from -90 to 90, of "
    "longitude from -180 to 180, or from 0 to 360; if the figures are metres or "
    "kilometres of a map, say so."
)
_WITHOUT_PLACE = ngettext_noop(
    "%(count)s establishment of %(all)s has no place and was left out.",
    "%(count)s establishments of %(all)s have no place and were left out.",
)
_WITHOUT_INDUSTRY = ngettext_noop(
    "The industry of %(count)s establishment of %(all)s is unknown at this level: it "
    "counts as a place where plants can stand, and belongs to no industry.",
    "The industry of %(count)s establishments of %(all)s is unknown at this level: "
    "they count as places where plants can stand, and belong to no industry.",
)
_WITHIN = ngettext_noop(
    "Compared within the chosen industries: %(count)s establishment of %(all)s.",
    "Compared within the chosen industries: %(count)s establishments of %(all)s.",
)
