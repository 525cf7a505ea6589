"""Which industries have hot spots: all of a base, those with most regions first."""

from collections.abc import Collection
from typing import Any

import numpy as np
import polars as pl
from narwhals.typing import IntoDataFrame

from distretto.analysis.selection.cluster_source import Source, read
from distretto.analysis.selection.hotspots.figures import (
    Asked,
    figures_of,
    hidden_notes,
    hot_regions,
    scale_notes,
    spots,
    tested,
)
from distretto.analysis.selection.hotspots.local_moran import NULL, LocalMoran
from distretto.analysis.selection.measured import Measured, named, settings_of, sizes
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import gettext_noop, ngettext_noop
from distretto.notes import Note, Param, quoted

# Draws of one industry, and of all together, where nobody says how many.
DRAWS, ALL_DRAWS = 2_000_000, 1_000_000_000
ENOUGH = 200  # in each tail, so that p-values are right to a fourteenth
# Fewer regions that have any of an industry are hardly a place of its own.
FEWEST_REGIONS = 3
MOST_NAMED = 6  # industries that were not measured
SCHEMA: dict[str, Any] = {
    "industry": pl.String,
    "hot_regions": pl.Int64,
    "hot_spots": pl.Int64,
    "hot_names": pl.String,
    "cold_regions": pl.Int64,
    "unlike_regions": pl.Int64,
    "moran": pl.Float64,
    "least_p_value": pl.Float64,
    "regions_with": pl.Int64,
    "regions_measured": pl.Int64,
    "regions_unknown": pl.Int64,
}
COLUMNS = ("code", "name", "establishments", "employment", *list(SCHEMA)[1:])
BOUNDS = ("employment_is_minimum", "establishments_is_minimum")


def hot_spots_by_industry(
    table: RegionIndustryTable,
    neighbours: IntoDataFrame,
    *,
    measure: str = "lq",
    weight: str | None = None,
    value: str = "employment",
    base: str | Collection[str] | None = None,
    year: int | None = None,
    permutations: int | None = None,
    level: float = 0.05,
    seed: int = 1,
    most_draws: int = ALL_DRAWS,
) -> Measured:
    """How many hot regions each industry has, those with most first.

    It has the formula of `local_moran` [anselin1995], for each industry by itself.

    Parameters
    ----------
    table, neighbours, measure, weight, value, base, year, level, seed
        As for `hot_spots_of_industry`.
    permutations : int, optional
        Draws for each region. Default: 2 million for all regions of an industry
        together, 99,999 at most for one and 999 at least.
    most_draws : int
        Draws of all industries together: where they do not suffice, the industries of
        most establishments are measured, or of most `value` where establishments are
        not known of all, and the others named.

    Returns
    -------
    Measured
        A row for each industry: counts of regions that are significantly high-high
        (`hot_regions`, in so many `hot_spots` of linked regions), low-low
        (`cold_regions`) and unlike their neighbours (`unlike_regions`); `moran`,
        dimensionless; regions that have any of it, that were measured, and that are
        unknown. Employment is in persons.

    Raises
    ------
    InputError
        As for `hot_spots_of_industry`.
    """
    source = read(table, value, base, year)
    asked = Asked(measure, weight, permutations, ENOUGH, level, seed)
    every = source.cells["industry"].unique().sort().to_list()
    figures = figures_of(source, asked, every)
    told = sizes(source, "industry")
    groups, seldom, flat = _seen(figures, value)
    regions = figures.n_unique("region")
    draws = asked.draws(regions, DRAWS)
    room = max(1, most_draws // max(1, draws * regions))
    ranked_by = _ranked_by(told, groups, value)
    chosen, beyond = _largest(groups, told, ranked_by, room)
    rows = [
        _row(industry, groups[industry], neighbours, asked, draws, source)
        for industry in chosen
    ]
    listed = pl.DataFrame(rows, schema=SCHEMA).join(told, on="industry", how="left")
    order = ("hot_regions", "moran", "code")
    found = named(listed, "industry", source.industry_names).sort(
        *order, descending=[True, True, False], nulls_last=True
    )
    return Measured(
        kind="hot_industries",
        rows=found.select(*COLUMNS, *BOUNDS),
        settings=settings_of(
            source,
            measure=measure,
            regions=regions,
            permutations=draws,
            level=level,
            seed=seed,
            null=NULL,
        ),
        notes=(
            *_left_notes(seldom, flat, beyond, ranked_by, source),
            *hidden_notes(figures, source),
            *_chance_notes(len(chosen), level),
            *scale_notes(measure, value),
            *table.notes,
        ),
    )


def _seen(
    figures: pl.DataFrame, value: str
) -> tuple[dict[str, pl.DataFrame], list[str], list[str]]:
    """The regions of industries that can be tested; those of few; those all alike."""
    groups, seldom, flat = {}, list[str](), list[str]()
    for (industry,), group in figures.group_by("industry", maintain_order=True):
        known = group.filter(pl.col("_measure").is_not_null())
        places = known.filter(pl.col(value) > 0).height
        if places < FEWEST_REGIONS:
            seldom.append(str(industry))
        elif known["_measure"].n_unique() == 1:
            flat.append(str(industry))
        else:
            groups[str(industry)] = group
    return groups, seldom, flat


def _ranked_by(told: pl.DataFrame, groups: Collection[str], value: str) -> str:
    """The count that tells which industries are large: of plants, where all are known.

    The value itself is known of every industry that can be tested, if in part.
    """
    plants = told.filter(pl.col("industry").is_in(list(groups)))
    is_part = plants["establishments_is_minimum"].any()
    if is_part or plants["establishments"].null_count():
        return value
    return "establishments"


def _largest(
    groups: Collection[str], told: pl.DataFrame, ranked_by: str, room: int
) -> tuple[list[str], list[str]]:
    """The industries that there is room for, and those that there is not."""
    size = dict(told.select("industry", ranked_by).iter_rows())
    order = sorted(groups, key=lambda code: (-size[code], code))
    return order[:room], order[room:]


def _row(
    industry: str,
    group: pl.DataFrame,
    neighbours: IntoDataFrame,
    asked: Asked,
    draws: int,
    source: Source,
) -> dict[str, Any]:
    found = tested(group, neighbours, asked, draws)
    joined = spots(found, neighbours, asked.weight).sort("hot_spot", "region")
    names = source.region_names
    p_values = found.p_value[np.isfinite(found.p_value)]
    return {
        "industry": industry,
        "hot_regions": joined.height,
        "hot_spots": joined["hot_spot"].n_unique(),
        "hot_names": "; ".join(names.get(code, code) for code in joined["region"]),
        "cold_regions": len(hot_regions(found, "low-low")),
        "unlike_regions": _unlike(found),
        "moran": None if np.isnan(found.moran) else found.moran,
        "least_p_value": float(p_values.min()) if len(p_values) else None,
        "regions_with": group.filter(pl.col(source.value) > 0).height,
        "regions_measured": len(p_values),
        "regions_unknown": len(found.unknown),
    }


def _unlike(found: LocalMoran) -> int:
    return sum(len(hot_regions(found, kind)) for kind in ("high-low", "low-high"))


def _left_notes(
    seldom: list[str],
    flat: list[str],
    beyond: list[str],
    ranked_by: str,
    source: Source,
) -> list[Note]:
    """Which industries were not measured, and why."""

    def named(codes: list[str]) -> Param:
        return quoted([source.industry_names.get(c) or c for c in codes], MOST_NAMED)

    notes = []
    if seldom:
        least, names = FEWEST_REGIONS, named(seldom)
        notes.append(Note(_SELDOM, count=len(seldom), least=least, names=names))
    if flat:
        notes.append(Note(_FLAT, count=len(flat), names=named(flat)))
    if beyond:
        notes.append(Note(_BEYOND[ranked_by], count=len(beyond), names=named(beyond)))
    return notes


def _chance_notes(industries: int, level: float) -> list[Note]:
    if industries < 2:
        return []
    return [Note(_BY_CHANCE, count=industries, chance=round(industries * level, 1))]


_SELDOM = ngettext_noop(
    "%(count)s industry that fewer than %(least)s regions are known to have was not "
    "measured: %(names)s.",
    "%(count)s industries that fewer than %(least)s regions are known to have were "
    "not measured: %(names)s.",
)
_FLAT = ngettext_noop(
    "%(count)s industry whose figure is the same in all regions where it is known has "
    "no hot spots and was not measured: %(names)s.",
    "%(count)s industries whose figures are the same in all regions where they are "
    "known have no hot spots and were not measured: %(names)s.",
)
_BEYOND = {
    "establishments": ngettext_noop(
        "%(count)s industry of fewer establishments was left out, because its draws "
        "would take long: %(names)s. Name it alone, or ask for fewer draws.",
        "%(count)s industries of fewer establishments were left out, because their "
        "draws would take long: %(names)s. Name one alone, or ask for fewer draws.",
    ),
    "employment": ngettext_noop(
        "%(count)s industry of fewer known jobs was left out, because its draws would "
        "take long: %(names)s. Name it alone, or ask for fewer draws.",
        "%(count)s industries of fewer known jobs were left out, because their draws "
        "would take long: %(names)s. Name one alone, or ask for fewer draws.",
    ),
}
_BY_CHANCE = gettext_noop(
    "Industries measured: %(count)s. False discoveries are controlled within each: "
    "were all spread by chance, about %(chance)s would show some significant region."
)
