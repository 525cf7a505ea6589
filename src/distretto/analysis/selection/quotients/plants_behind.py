"""How many plants of one size each industry comes to, as far as the table tells."""

import polars as pl

from distretto.analysis.selection.cluster_source import Source
from distretto.analysis.selection.measured import sizes
from distretto.errors import gettext_noop
from distretto.notes import Note


def plants_of(
    source: Source, plants: pl.DataFrame | None = None
) -> tuple[pl.DataFrame | None, list[Note]]:
    """Herfindahl indices of plants, told, or of plants taken for equal; and notes.

    None where establishments are measured, for each of them chooses by itself. Null
    where establishments are not counted, or some of an industry are hidden.
    """
    if source.value == "establishments":
        return None, []
    if plants is not None:
        return plants.select("industry", "plant_herfindahl"), []
    number = pl.col("establishments")
    is_counted = (number > 0) & ~pl.col("establishments_is_minimum")
    equal = sizes(source, "industry").select(
        "industry", (1.0 / pl.when(is_counted).then(number)).alias("plant_herfindahl")
    )
    is_told = equal["plant_herfindahl"].count() > 0
    return equal, [Note(_EQUAL if is_told else _NO_PLANTS)]


_EQUAL = gettext_noop(
    "The sizes of plants are not known: intervals and shrunken quotients take the "
    "plants of an industry for equal in size. Where a few are large, the true interval "
    "is wider."
)
_NO_PLANTS = gettext_noop(
    "There are no intervals: they depend on how many plants an industry has, and the "
    "table does not count them. Persons do not choose a region one by one."
)
