"""What a map is held against, and which of its regions are neighbours."""

from typing import Any

import narwhals as nw
import polars as pl

from distretto.analysis.selection.references import ReferenceArea, reference_area
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError, gettext_noop
from distretto.formats.neighbours import middles, neighbours_by_distance
from distretto.notes import Note
from distretto.web.register import queries as register
from distretto.web.register.models import Dataset


def reference_of(
    other: Dataset, table: RegionIndustryTable, *, value: str, level: int | None
) -> ReferenceArea:
    """Another dataset as the reference area, at the level of the table measured."""
    digits = level if level is not None else table.origin.get("level")
    there = register.region_industry_table(other, level=digits)
    return reference_area(there, value=value)


def reference_note(other: Dataset, area: ReferenceArea) -> Note:
    """Which area and year the quotients are relative to."""
    if area.year is None:
        return Note(_REFERENCE, name=other.name)
    return Note(_REFERENCE_OF, name=other.name, year=str(area.year))


def neighbours_of(
    table: RegionIndustryTable, dataset: Dataset, near: float | None
) -> pl.DataFrame | None:
    """Neighbours among the table's own regions; None where the map is of elsewhere.

    Within `near` kilometres where that is given, else by shared borders.

    Raises
    ------
    InputError
        Distances are asked for, and nothing says where the regions are.
    """
    cells = nw.from_native(table.cells).lazy().select("region").unique().collect()
    regions = cells["region"].to_list()
    if near is not None:
        return neighbours_by_distance(_points(table, dataset, regions), near)
    neighbours = register.neighbours_of(dataset.programme)
    here = neighbours.filter(pl.col("region").is_in(regions))
    return here if here.height else None


def _points(
    table: RegionIndustryTable, dataset: Dataset, regions: list[str]
) -> dict[str, tuple[float, float]]:
    """Latitude and longitude of the regions: the table's own, else of the map."""
    told: Any = table.origin.get("coordinates")
    known = told or middles(register.shapes_of(dataset.programme))
    points = {code: tuple(known[code]) for code in regions if code in known}
    if not points:
        raise InputError(
            "no_coordinates_of_regions",
            gettext_noop(
                "Nothing says where the regions are: the dataset “%(name)s” has no "
                "columns of latitude and longitude, and the register has no "
                "boundaries of them. Add the boundaries, or leave the distance empty."
            ),
            name=dataset.name,
        )
    return points


_REFERENCE = gettext_noop(
    "Quotients are relative to the dataset “%(name)s”; size is the share within the "
    "table’s own area."
)
_REFERENCE_OF = gettext_noop(
    "Quotients are relative to the dataset “%(name)s”, %(year)s; size is the share "
    "within the table’s own area."
)
