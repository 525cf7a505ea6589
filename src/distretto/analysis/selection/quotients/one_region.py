"""What one region is specialised in, and how sure that is."""

from collections.abc import Collection

import polars as pl

from distretto.analysis.selection.cluster_source import read
from distretto.analysis.selection.measured import (
    Measured,
    check_code,
    named,
    settings_of,
    sizes,
)
from distretto.analysis.selection.quotients.interval import (
    location_quotient_interval,
)
from distretto.analysis.selection.quotients.plants_behind import plants_of
from distretto.analysis.selection.quotients.prior import (
    drawn_towards_one,
    variances_by_industry,
)
from distretto.analysis.selection.source_quotients import (
    regions_without_total,
    totals_of,
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
    `variance_of_quotients` [clayton1987]: 1 + (LQ - 1) A / (A + 1 / (n a)).

    Parameters
    ----------
    table : RegionIndustryTable
        Cells, with the totals that were published.
    region : str
        Its code.
    plants : DataFrame, optional
        `industry` and `plant_herfindahl`, as `plant_herfindahl` gives it, in place of
        the table's own. Without any, the plants of an industry are taken for equal in
        size, which makes intervals too narrow; where they are not even counted, there
        is no interval.
    value, base, year
        As for `industries_by_concentration`.
    minimum_known_share : float
        How much of an industry must be in visible cells for a quotient to be shrunk.
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
    check_code(
        source.cells["region"].unique().to_list(), "region", region, source.region_names
    )
    numbers, notes = plants_of(source, source.plants_or(plants))
    quotients = location_quotient_interval(
        source.cells,
        plants=numbers,
        level=level,
        fewest=fewest,
        **totals_of(source),
    )
    whole = sizes(source, "region")
    regions = whole.select("region", total=value).drop_nulls()
    variances = variances_by_industry(source, regions, numbers, minimum_known_share)
    here = float(regions.filter(region=region)["total"].sum())
    total = source.grand_total or float(regions["total"].sum())
    expected = pl.col("plants") * (here / total)
    found = (
        quotients.filter(region=region)
        .filter(pl.col(value).is_null() | (pl.col(value) > 0))
        .join(variances, on="industry", how="left")
        .with_columns(lq_shrunken=drawn_towards_one(pl.col("lq"), expected))
    )
    rows = named(found, "industry", source.industry_names).sort(
        "lq_low", "lq", "code", descending=[True, True, False], nulls_last=True
    )
    lacking = pl.col("lq_shrunken").is_null() & pl.col("lq_low").is_not_null()
    if count := rows.filter(lacking).height:
        notes.append(Note(_NOT_SHRUNK, count=count))
    if region in regions_without_total(source):
        notes.append(Note(_NO_TOTAL))
    size = whole.filter(region=region).to_dicts()[0]
    return Measured(
        kind="region",
        rows=rows.select(COLUMNS),
        settings=settings_of(
            source,
            region=region,
            region_name=source.region_names.get(region),
            total=size[value],
            total_is_minimum=size[f"{value}_is_minimum"],
            level=level,
            fewest=fewest,
            minimum_known_share=minimum_known_share,
        ),
        notes=(*notes, *table.notes),
    )


_NO_TOTAL = gettext_noop(
    "There are no quotients: the region's total of the industries compared is unknown, "
    "because figures are hidden there and no total above them was published."
)
_NOT_SHRUNK = ngettext_noop(
    "%(count)s quotient is not shrunk, because too much of its industry is hidden "
    "elsewhere.",
    "%(count)s quotients are not shrunk, because too much of their industries is "
    "hidden elsewhere.",
)
