"""How specialised each region of a table is, by every index at once."""

from collections.abc import Collection
from typing import Any

import polars as pl

from distretto.analysis.selection.cluster_source import Source, read
from distretto.analysis.selection.diversity.by_chance import krugman_by_chance
from distretto.analysis.selection.diversity.entropy import shannon_entropy
from distretto.analysis.selection.diversity.hachman import hachman_index
from distretto.analysis.selection.diversity.herfindahl import herfindahl_index
from distretto.analysis.selection.diversity.krugman import krugman_specialisation
from distretto.analysis.selection.diversity.variety import related_variety
from distretto.analysis.selection.industry_sets import BRANCH
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

VARIETY = ("related_variety", "unrelated_variety")
INDICES = (
    "krugman",
    "krugman_by_chance",
    "krugman_excess",
    "hachman",
    "herfindahl",
    "equivalent_industries",
    "entropy",
    *VARIETY,
)
COLUMNS = (
    "code",
    "name",
    "employment",
    "establishments",
    *INDICES,
    "known_share",
    "is_estimate",
    "employment_is_minimum",
    "establishments_is_minimum",
)


def regions_by_specialisation(
    table: RegionIndustryTable,
    *,
    plants: pl.DataFrame | None = None,
    value: str = "employment",
    base: str | Collection[str] | None = None,
    year: int | None = None,
    minimum_known_share: float = 1.0,
    group_digits: int | None = None,
) -> Measured:
    """How unlike the whole, and how one-sided, each region's mix of industries is.

    It has the formulas of `krugman_specialisation` [krugman1991], `hachman_index`
    [benway2020], `herfindahl_index` [herfindahl1950], `shannon_entropy` [shannon1948]
    and `related_variety` [frenken2007]; and what Krugman's index is by chance, where a
    region's plants are drawn from the mix of the whole: de Moivre's mean departure of
    a binomial [diaconis1991], summed over industries.

    Parameters
    ----------
    table : RegionIndustryTable
        Cells, with the totals that were published.
    plants : DataFrame, optional
        `industry` and `plant_herfindahl`, as for `industries_by_concentration`: of
        persons. Default: estimated, where establishments are counted.
    value, base, year
        As for `industries_by_concentration`.
    minimum_known_share : float
        As for `krugman_specialisation`; as much of the region itself must be in
        visible cells.
    group_digits : int, optional
        Industries are related where so many first characters of their codes agree.
        Default: two digits, where codes have more; else there is no variety.

    Returns
    -------
    Measured
        A row for each region, the highest `krugman_excess` first (where plants are not
        known the highest `krugman`), with all indices (dimensionless; entropy and
        variety in bits), `krugman_by_chance` of a region with as many plants, null
        where they are unknown, `krugman_excess` beyond it, employment (persons),
        establishments (count) and `known_share` (0 to 1): the smaller of the share of
        the whole and the share of the region itself that are not hidden.

    Raises
    ------
    InputError
        The table cannot be measured, lacks the year, or the base fits nothing; or
        `group_digits` is not a number of one or more.
    """
    source = read(table, value, base, year)
    codes = source.cells["industry"].unique().to_list()
    digits = levels_of(codes) if group_digits is None else group_digits
    plants = source.plants_or(plants)
    found = _measured(source, plants, digits, minimum_known_share)
    order = ("krugman_excess", "krugman", "code")
    rows = named(found, "region", source.region_names).sort(
        *order, descending=[True, True, False], nulls_last=True
    )
    of_groups = Note(_NO_LEVELS) if digits is None else Note(_GROUPS, count=digits)
    return Measured(
        kind="specialisation",
        rows=rows.select(COLUMNS),
        settings=settings_of(
            source,
            industries=len(codes),
            minimum_known_share=minimum_known_share,
            group_digits=digits,
        ),
        notes=(
            of_groups,
            *_notes_on_chance(rows, source, plants),
            *shortage_notes(rows, "krugman", source),
            *table.notes,
        ),
    )


def levels_of(codes: Collection[str]) -> int | None:
    """Characters of the two-digit groups that codes are parts of; None without any."""
    if not codes or not all(BRANCH.fullmatch(code) for code in codes):
        return None
    digits = 3 if all(code[0].isalpha() for code in codes) else 2
    return digits if len({code[:digits] for code in codes}) < len(codes) else None


def _measured(
    source: Source, plants: pl.DataFrame | None, digits: int | None, enough: float
) -> pl.DataFrame:
    asked: dict[str, Any] = {
        "industry_totals": source.industry_totals,
        "minimum_known_share": enough,
        "value": source.value,
    }
    extra = ("known_share", "is_estimate")
    measures = [
        krugman_specialisation(source.cells, **asked),
        hachman_index(source.cells, **asked).drop(extra),
        herfindahl_index(source.cells, **asked).drop(extra),
        shannon_entropy(source.cells, **asked).select("region", "entropy"),
    ]
    if digits is not None:
        variety = related_variety(source.cells, digits=digits, **asked)
        measures.append(variety.select("region", *VARIETY))
    rows = sizes(source, "region")
    for measure in measures:
        rows = rows.join(measure, on="region", how="left")
    chance = krugman_by_chance(source, plants, enough)
    by_chance = pl.when(pl.col("krugman").is_not_null()).then("krugman_by_chance")
    rows = rows.join(chance, on="region", how="left").with_columns(
        by_chance.alias("krugman_by_chance"),
        (pl.col("krugman") - by_chance).alias("krugman_excess"),
    )
    if digits is None:
        nobody_knows = pl.lit(None, pl.Float64)
        rows = rows.with_columns(nobody_knows.alias(name) for name in VARIETY)
    return withheld(rows, source, "region", enough, INDICES)


def _notes_on_chance(
    rows: pl.DataFrame, source: Source, plants: pl.DataFrame | None
) -> list[Note]:
    if source.value == "establishments" or rows["krugman"].null_count() == rows.height:
        return []
    if rows["krugman_by_chance"].null_count() == rows.height:
        return [Note(_NO_CHANCE)]
    return [] if plants is not None else [Note(_ESTIMATED)]


_NO_CHANCE = gettext_noop(
    "What chance gives is missing, because plants are not counted: a small region is "
    "unlike the whole for its size alone, so that the order is in part one of size."
)
_ESTIMATED = gettext_noop(
    "What chance gives rests on the sizes of plants, which are not known: how unequal "
    "they are is estimated from how much their average differs between regions."
)
_NO_LEVELS = gettext_noop(
    "Related and unrelated variety are missing: they need codes that are parts of "
    "two-digit groups, and these are not."
)
_GROUPS = ngettext_noop(
    "Industries are related where the first %(count)s character of their codes agrees.",
    "Industries are related where the first %(count)s characters of their codes agree.",
)
