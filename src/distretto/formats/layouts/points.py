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
from distretto.formats.layouts.far_places import far_notes
from distretto.formats.layouts.long import names_of
from distretto.formats.layouts.model import Choices
from distretto.formats.layouts.places import PLACE, listed, placed
from distretto.formats.layouts.refusals import no_level
from distretto.formats.layouts.rows import Rows
from distretto.formats.problems import Problem, errors_of
from distretto.formats.tables import Table
from distretto.notes import Note

ROLES_NEEDED = (*PLACE, "industry")


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
    regions : array of shape (n,), text, or None
        Name, else code, of the region that each is said to be in; "" where it is
        blank, None where the list has no column of regions.
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
    regions: NDArray[np.str_] | None = None

    def only(self, kept: NDArray[np.bool_]) -> "Points":
        """These points without some; `kept` has shape (n,)."""
        at = self.sites
        return replace(
            self,
            sites=Sites(at.x[kept], at.y[kept], at.scale_error),
            degrees=None if self.degrees is None else self.degrees[kept],
            industries=self.industries[kept],
            sizes=self.sizes[kept],
            regions=None if self.regions is None else self.regions[kept],
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
    frame = listed(table, columns, size, choices)
    frame = placed(frame, table, columns, rows, unit)
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
        notes=(
            *table.notes,
            *far_notes(frame["row"].to_numpy(), up, across, unit),
            *rows.notes,
        ),
        file=table.path.name,
        regions=frame["region"].fill_null("").to_numpy().astype(np.str_)
        if "region" in frame.columns
        else None,
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
