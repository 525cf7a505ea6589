"""How concentrated each industry of a table is, by every index at once."""

from collections.abc import Collection
from typing import Any

import polars as pl

from distretto.analysis.checks import check_at_least_zero
from distretto.analysis.selection.cluster_source import Source, read
from distretto.analysis.selection.concentration.ellison_glaeser import (
    ellison_glaeser,
    maurel_sedillot,
)
from distretto.analysis.selection.concentration.gini import locational_gini
from distretto.analysis.selection.concentration.hoover import hoover_concentration
from distretto.analysis.selection.concentration.shared_rest import with_shared_rest
from distretto.analysis.selection.measured import (
    Measured,
    named,
    settings_of,
    shortage_notes,
    sizes,
    withheld,
)
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import gettext_noop, ngettext_noop
from distretto.notes import Note

PLANTS = ("plant_herfindahl", "plant_fourth_power")
INDICES = (
    "hoover",
    "gini",
    "raw_concentration",
    "expected_raw",
    "plant_herfindahl",
    "gamma",
    "standard_error",
    "z",
    "maurel_sedillot",
)
COLUMNS = (
    "code",
    "name",
    "establishments",
    "employment",
    *INDICES,
    "known_share",
    "is_estimate",
    "employment_is_minimum",
    "establishments_is_minimum",
)


def industries_by_concentration(
    table: RegionIndustryTable,
    *,
    plants: pl.DataFrame | None = None,
    value: str = "employment",
    base: str | Collection[str] | None = None,
    year: int | None = None,
    minimum_known_share: float = 1.0,
    fewest_plants: float = 0.0,
) -> Measured:
    """How concentrated each industry is, and whether its plants explain it.

    It has the formulas of `hoover_concentration` [hoover1936], `locational_gini`
    (“lorenz”) [krugman1991], `ellison_glaeser` [ellison1997] and `maurel_sedillot`
    [maurel1999].

    Parameters
    ----------
    table : RegionIndustryTable
        Cells, with the totals that were published.
    plants : DataFrame, optional
        `industry`, `plant_herfindahl` and `plant_fourth_power`, as `plant_herfindahl`
        or `plant_herfindahl_from_bands` give them: of persons. Without, there is no
        index that needs them; of establishments, which count alike, H = 1 / n.
    value : str
        “employment” or “establishments”.
    base : str or collection of codes, optional
        Only these industries; the whole is that of the base.
    year : int, optional
        Default: the last.
    minimum_known_share : float
        As for `locational_gini`; as much of the industry itself must be in visible
        cells.
    fewest_plants : float
        Industries known to have fewer establishments are part of the whole, but are
        not listed.

    Returns
    -------
    Measured
        A row for each industry, the highest `gamma` first (without plants: the
        highest `gini`), with all indices (dimensionless), establishments (count),
        employment (persons) and `known_share` (0 to 1): the smaller of the share
        of the whole and the share of the industry itself that are not hidden. Where
        totals of regions are hidden but the area's is published, they share what it
        leaves by the establishments of their hidden cells, and `is_estimate` is true.

    Raises
    ------
    InputError
        The table cannot be measured, lacks the year, or the base fits nothing.
    """
    fewest = check_at_least_zero(fewest_plants, "fewest_plants")
    source = read(table, value, base, year)
    told = sizes(source, "industry")
    herfindahl = source.plants_or(plants)
    if value == "establishments":
        herfindahl = alike(source)
    totals, of_rest = with_shared_rest(source)
    found = _measured(source, totals, told, herfindahl, minimum_known_share)
    if of_rest:
        found = found.with_columns(is_estimate=pl.col("gini").is_not_null())
    enough = pl.col("establishments") >= fewest
    listed = found.filter(enough | pl.col("establishments").is_null())
    order = ("gamma", "gini", "code")
    rows = named(listed, "industry", source.industry_names).sort(
        *order, descending=[True, True, False], nulls_last=True
    )
    notes = [
        *_notes_on_plants(rows, herfindahl, value),
        *few_notes(found.height - listed.height, fewest),
        *shortage_notes(rows, "gini", source, estimate=of_rest),
    ]
    return Measured(
        kind="concentration",
        rows=rows.select(COLUMNS),
        settings=settings_of(
            source,
            has_plants=herfindahl is not None,
            minimum_known_share=minimum_known_share,
            fewest_plants=fewest,
        ),
        notes=(*notes, *table.notes),
    )


def alike(source: Source) -> pl.DataFrame:
    """Powers of the shares of plants that all count alike: 1/n and 1/n^3.

    n are the establishments in cells: those of the published total that no region has
    are not among the darts.
    """
    count = pl.col("establishments")
    number = pl.when(count.is_not_null().all() & (count.sum() > 0)).then(count.sum())
    return source.cells.group_by("industry").agg(
        (1.0 / number).alias("plant_herfindahl"),
        (1.0 / number**3).alias("plant_fourth_power"),
    )


def few_notes(count: int, fewest: float) -> list[Note]:
    """How many industries are not listed because they have few plants."""
    return [Note(_FEW, count=count, fewest=fewest)] if count else []


def _measured(
    source: Source,
    totals: pl.DataFrame | None,
    told: pl.DataFrame,
    plants: pl.DataFrame | None,
    enough: float,
) -> pl.DataFrame:
    asked: dict[str, Any] = {
        "region_totals": totals,
        "minimum_known_share": enough,
        "value": source.value,
    }
    unknown = told.select(
        "industry", *(pl.lit(None, pl.Float64).alias(name) for name in PLANTS)
    )
    of_plants = (
        unknown
        if plants is None
        else plants.select(
            "industry", *(name for name in PLANTS if name in plants.columns)
        )
    )
    pairs = maurel_sedillot(source.cells, of_plants, **asked)
    measures = (
        hoover_concentration(source.cells, **asked).select("industry", "hoover"),
        locational_gini(source.cells, **asked),
        ellison_glaeser(source.cells, of_plants, **asked).drop(
            "known_share", "is_estimate"
        ),
        pairs.select("industry", maurel_sedillot="gamma"),
    )
    for measure in measures:
        told = told.join(measure, on="industry", how="left")
    return withheld(told, source, "industry", enough, INDICES)


def _notes_on_plants(
    rows: pl.DataFrame, plants: pl.DataFrame | None, value: str
) -> list[Note]:
    if plants is None:
        return [Note(_NO_PLANTS)]
    notes = [Note(_ALIKE)] if value == "establishments" else []
    lacking = pl.col("plant_herfindahl").is_null() & pl.col("gini").is_not_null()
    if count := rows.filter(lacking).height:
        notes.append(Note(_UNKNOWN_SIZES, count=count))
    return notes


_NO_PLANTS = gettext_noop(
    "Gamma is missing: it asks whether a few large plants explain the concentration, "
    "and a table of regions and industries does not tell how large each plant is. Give "
    "a list of establishments with their sizes, or measure establishments, which count "
    "alike, instead of jobs."
)
_ALIKE = gettext_noop(
    "Establishments are counted, not jobs: each is a plant of the same size."
)
_UNKNOWN_SIZES = ngettext_noop(
    "%(count)s industry has no gamma, because the sizes of its plants are not known.",
    "%(count)s industries have no gamma, because the sizes of their plants are not "
    "known.",
)
_FEW = ngettext_noop(
    "%(count)s industry of fewer than %(fewest)s establishments is not listed; it "
    "counts in the whole.",
    "%(count)s industries of fewer than %(fewest)s establishments are not listed; they "
    "count in the whole.",
)
