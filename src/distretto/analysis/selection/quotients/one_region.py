"""What one region is specialised in, and how sure that is."""

from collections.abc import Collection
from typing import Any

import polars as pl

from distretto.analysis.selection.cluster_source import Source, read
from distretto.analysis.selection.measured import (
    Measured,
    check_code,
    named,
    own_shares,
    settings_of,
    sizes,
)
from distretto.analysis.selection.quotients.interval import (
    location_quotient_interval,
)
from distretto.analysis.selection.quotients.shrinkage import (
    shrunken_location_quotient,
)
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import gettext_noop, ngettext_noop
from distretto.notes import Note

COLUMNS = (
    "code",
    "name",
    "employment",
    "establishments",
    "lq",
    "lq_low",
    "lq_high",
    "lq_shrunken",
    "plants_equivalent",
    "is_small",
    "region_known_share",
    "industry_known_share",
    "lq_is_maximum",
    "lq_is_estimate",
)


def industries_of_region(
    table: RegionIndustryTable,
    region: str,
    *,
    plants: pl.DataFrame | None = None,
    value: str = "employment",
    base: str | Collection[str] | None = None,
    year: int | None = None,
    minimum_known_share: float = 1.0,
    level: float = 0.95,
    fewest: float = 5.0,
) -> Measured:
    """The location quotients of one region, with their intervals.

    It has the formulas of `location_quotient_interval` [wilson1927] and
    `shrunken_location_quotient` [marshall1991].

    Parameters
    ----------
    table : RegionIndustryTable
        Cells, with the totals that were published.
    region : str
        Its code.
    plants : DataFrame, optional
        `industry` and `plant_herfindahl`, as `plant_herfindahl` gives it. Without,
        the plants of an industry are taken for equal in size, which makes intervals
        too narrow; where they are not even counted, there is no interval.
    value, base, year
        As for `industries_by_concentration`.
    minimum_known_share : float
        As for `shrunken_location_quotient`; as much of the industry itself must be in
        visible cells.
    level, fewest : float
        As for `location_quotient_interval`: a share (0 to 1), and a number of plants.

    Returns
    -------
    Measured
        A row for each industry that is in the region, or hidden there; the highest
        low end of the interval first. Quotients are dimensionless, employment is in
        persons, establishments are a count, known shares go from 0 to 1.

    Raises
    ------
    InputError
        The table cannot be measured, or lacks the region or the year; the base fits
        nothing; or the level is not between 0 and 1.
    """
    source = read(table, value, base, year)
    check_code(source.cells["region"].unique().to_list(), "region", region)
    numbers, notes = _numbers(source, plants)
    asked: dict[str, Any] = {"region_totals": source.region_totals, "value": value}
    quotients = location_quotient_interval(
        source.cells,
        plants=numbers,
        level=level,
        fewest=fewest,
        industry_totals=source.industry_totals,
        grand_total=source.grand_total,
        **asked,
    )
    shrunken = shrunken_location_quotient(
        source.cells, plants=numbers, minimum_known_share=minimum_known_share, **asked
    )
    own = own_shares(source, "industry")
    # The weight is that of the cells that are seen; the quotient that is drawn towards
    # 1 is that of published totals, which count the hidden ones.
    enough = (pl.col("own_share") >= minimum_known_share).fill_null(True)
    drawn = 1.0 + pl.col("weight") * (pl.col("lq") - 1.0)
    both = (
        quotients.join(
            shrunken.select("region", "industry", "weight"), on=["region", "industry"]
        )
        .join(own, on="industry", how="left")
        .with_columns(pl.when(enough).then(drawn).alias("lq_shrunken"))
    )
    here = both.filter(region=region).filter(
        pl.col(value).is_null() | (pl.col(value) > 0)
    )
    rows = named(here, "industry", source.industry_names).sort(
        "lq_low", "lq", "code", descending=[True, True, False], nulls_last=True
    )
    lacking = pl.col("lq_shrunken").is_null() & pl.col("lq_low").is_not_null()
    if count := rows.filter(lacking).height:
        notes.append(Note(_NOT_SHRUNK, count=count))
    whole = sizes(source, "region").filter(region=region).to_dicts()[0]
    return Measured(
        kind="region",
        rows=rows.select(COLUMNS),
        settings=settings_of(
            source,
            region=region,
            region_name=source.region_names.get(region),
            total=whole[value],
            total_is_minimum=whole[f"{value}_is_minimum"],
            level=level,
            fewest=fewest,
            minimum_known_share=minimum_known_share,
        ),
        notes=(*notes, *table.notes),
    )


def _numbers(
    source: Source, plants: pl.DataFrame | None
) -> tuple[pl.DataFrame | None, list[Note]]:
    """Herfindahl indices of plants: told, of equal plants, or unknown."""
    if source.value == "establishments":
        return None, []  # each chooses by itself
    if plants is not None:
        return plants.select("industry", "plant_herfindahl"), []
    told = sizes(source, "industry")
    number = pl.col("establishments")
    equal = told.select(
        "industry", (1.0 / pl.when(number > 0).then(number)).alias("plant_herfindahl")
    )
    is_counted = equal["plant_herfindahl"].count() > 0
    return equal, [Note(_EQUAL if is_counted else _NO_PLANTS)]


_NOT_SHRUNK = ngettext_noop(
    "%(count)s quotient is not shrunk, because too much of its industry is hidden "
    "elsewhere.",
    "%(count)s quotients are not shrunk, because too much of their industries is "
    "hidden elsewhere.",
)
_EQUAL = gettext_noop(
    "The sizes of plants are not known: intervals and shrunken quotients take the "
    "plants of an industry for equal in size. Where a few are large, the true interval "
    "is wider."
)
_NO_PLANTS = gettext_noop(
    "There are no intervals: they depend on how many plants an industry has, and the "
    "table does not count them. Persons do not choose a region one by one."
)
