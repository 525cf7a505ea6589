"""What a person may say about a list of firms, and what is understood of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl
from shapely.geometry.base import BaseGeometry

from distretto.formats.problems import Problem, errors_of
from distretto.notes import Note

LISTED = 1_000  # problems of one rule in one column that are kept with their places


@dataclass(frozen=True)
class Choices:
    """What a person may say beside the file; None leaves it to be understood.

    Attributes
    ----------
    columns : dict of role to column name
        Roles are the keys of `roles.ROLES`; "" says that there is no such column.
    classification : str
        Of the industry codes, such as "ISIC4".
    country : str
        ISO code of two letters, for rows that name none.
    shapes : dict of code to geometry
        Regions of the country, in degrees: places outside are told.
    places : dict of place code to name
        Places that are known: each row's is found among them.
    survey_year : int
        Nothing can have been founded after it.
    open_band_factor : float
        An open top band such as "500+" is estimated as its lower end times this.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    classification: str | None = None
    country: str | None = None
    shapes: Mapping[str, BaseGeometry] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    survey_year: int | None = None
    open_band_factor: float = 1.5


@dataclass(frozen=True)
class FirmList:
    """A list of firms as understood: every row of the file that is one, checked.

    Attributes
    ----------
    frame : polars.DataFrame
        One row for each of the file but totals, with `row`, its number there, and a
        column for each of `COLUMNS`; unknown is null. A cell with an error is null,
        too: the problem has what was written.
    columns : dict of role to column of the file
    unused : tuple of str
        Columns of the file that no role took.
    classification : str or None
        Of the codes in `industry`.
    problems : tuple of Problem
        In the order of the file; of one rule in one column the first 1,000.
    counts : dict of code of a problem to how many there are in all
    notes : tuple of Note
    file : str
    sheet : str or None
    """

    frame: pl.DataFrame
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    classification: str | None
    problems: tuple[Problem, ...]
    counts: Mapping[str, int]
    notes: tuple[Note, ...]
    file: str
    sheet: str | None = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep cells from being used."""
        return errors_of(self.problems)


# Columns of a list as understood, with their kinds.
COLUMNS: dict[str, pl.DataType] = {
    "name": pl.String(),
    "legal_name": pl.String(),
    "address": pl.String(),
    "place": pl.String(),  # as written
    "place_code": pl.String(),  # of the places that are known
    "country": pl.String(),  # ISO code of two letters
    "latitude": pl.Float64(),  # degrees
    "longitude": pl.Float64(),
    "industry": pl.String(),  # code of the classification
    "industry_title": pl.String(),  # as written
    "industry_score": pl.Float64(),  # 1 by code; less where a title was matched
    "industry_alternatives": pl.List(pl.String()),  # codes of other titles, best first
    "products": pl.String(),
    "employees": pl.Float64(),  # counted
    "size": pl.String(),  # band as written
    "employees_low": pl.Float64(),  # ends of the band; null is open
    "employees_high": pl.Float64(),
    "employees_estimate": pl.Float64(),  # counted, else the middle of the band
    "women": pl.Float64(),
    "year_founded": pl.Int64(),
    "owner_sex": pl.String(),  # "female", "male" or "both"
    "phone": pl.String(),
    "email": pl.String(),
    "website": pl.String(),
    "tax_number": pl.String(),
    "exporter": pl.Boolean(),
    "contact": pl.String(),
    "source_id": pl.String(),
}
