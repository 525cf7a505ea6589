"""What each column of a table of measures is called, what it means, how it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from distretto.analysis.selection.measured import Measured
from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.signs import ABOUT, AT_LEAST, AT_MOST


@dataclass(frozen=True)
class Shown:
    """A column on a page: its key, its heading, and its kind.

    The kind is “text”, “word” (a key of `WORDS`), “chance” (a p-value), “count”,
    “spot” (a number; “–” where it is in none), “share”, “flag”, or how many decimals a
    number has.
    `wide` columns are left out where there is no room.
    """

    key: str
    head: str
    kind: str | int
    wide: bool = False


NAMES = {
    "concentration": gettext_noop("Industry"),
    "pairs": gettext_noop("Industry"),
    "specialisation": gettext_noop("Region"),
    "region": gettext_noop("Industry"),
    "hot_spots": gettext_noop("Region"),
    "hot_industries": gettext_noop("Industry"),
    "density_clusters": gettext_noop("Cluster"),
}
# Kinds of regions in words: the region, then its neighbours.
WORDS = {
    "high-high": gettext_noop("high among high"),
    "low-low": gettext_noop("low among low"),
    "high-low": gettext_noop("high among low"),
    "low-high": gettext_noop("low among high"),
}
_PLANTS = Shown("establishments", gettext_noop("Plants"), "count")
_JOBS = Shown("employment", gettext_noop("Jobs"), "count")
_WIDE_PLANTS = Shown("establishments", gettext_noop("Plants"), "count", wide=True)
_KNOWN = Shown("known_share", gettext_noop("Known"), "share")
COLUMNS: dict[str, tuple[Shown, ...]] = {
    "concentration": (
        _PLANTS,
        Shown("employment", gettext_noop("Jobs"), "count", wide=True),
        Shown("hoover", gettext_noop("Hoover"), 2),
        Shown("gini", gettext_noop("Gini"), 2),
        Shown("raw_concentration", gettext_noop("G"), 4, wide=True),
        Shown("plant_herfindahl", gettext_noop("H"), 4, wide=True),
        Shown("gamma", gettext_noop("Gamma"), 3),
        Shown("z", gettext_noop("z"), 1),
        Shown("maurel_sedillot", gettext_noop("M-S"), 3),
        _KNOWN,
    ),
    "pairs": (
        Shown("other_name", gettext_noop("Together with"), "text"),
        Shown("gamma", gettext_noop("Gamma"), 3),
        _KNOWN,
    ),
    "specialisation": (
        _JOBS,
        _WIDE_PLANTS,
        Shown("krugman", gettext_noop("Krugman"), 2),
        Shown("hachman", gettext_noop("Hachman"), 2),
        Shown("herfindahl", gettext_noop("H"), 3),
        Shown("equivalent_industries", gettext_noop("1/H"), 1),
        Shown("entropy", gettext_noop("Entropy"), 2),
        Shown("related_variety", gettext_noop("Rel."), 2),
        Shown("unrelated_variety", gettext_noop("Unrel."), 2),
        _KNOWN,
    ),
    "region": (
        _JOBS,
        _PLANTS,
        Shown("lq", gettext_noop("LQ"), 2),
        Shown("lq_low", gettext_noop("from"), 2),
        Shown("lq_high", gettext_noop("to"), 2),
        Shown("lq_shrunken", gettext_noop("Shrunk"), 2),
        Shown("is_small", gettext_noop("Few"), "flag"),
    ),
    "hot_spots": (
        Shown("hot_spot", gettext_noop("Spot"), "spot"),
        Shown("kind", gettext_noop("Kind"), "word"),
        _JOBS,
        _PLANTS,
        Shown("lq", gettext_noop("LQ"), 2),
        Shown("neighbours_mean", gettext_noop("Around"), 2),
        Shown("neighbours", gettext_noop("Neighbours"), "count", wide=True),
        Shown("p_value", gettext_noop("p"), "chance", wide=True),
        Shown("adjusted_p_value", gettext_noop("p corr."), "chance"),
    ),
    "hot_industries": (
        _WIDE_PLANTS,
        Shown("employment", gettext_noop("Jobs"), "count", wide=True),
        Shown("hot_regions", gettext_noop("Hot"), "count"),
        Shown("hot_spots", gettext_noop("Spots"), "count"),
        Shown("hot_names", gettext_noop("Hot regions"), "text"),
        Shown("cold_regions", gettext_noop("Cold"), "count", wide=True),
        Shown("unlike_regions", gettext_noop("Unlike"), "count", wide=True),
        Shown("moran", gettext_noop("Moran"), 2),
        Shown("regions_measured", gettext_noop("Tested"), "count"),
    ),
    "density_clusters": (
        Shown("plants", gettext_noop("Plants"), "count"),
        _JOBS,
        Shown("places", gettext_noop("Places"), "count", wide=True),
        Shown("radius_km", gettext_noop("Radius, km"), 1),
        Shown("half_radius_km", gettext_noop("Half, km"), 1),
        Shown("times_sites", gettext_noop("× sites"), 2),
        Shown("latitude", gettext_noop("Latitude"), 3, wide=True),
        Shown("longitude", gettext_noop("Longitude"), 3, wide=True),
        Shown("industries", gettext_noop("Main industries"), "text"),
    ),
}
# Columns of files that are on no page.
FILE_HEADS = {
    "code": gettext_noop("Code"),
    "name": gettext_noop("Name"),
    "other_code": gettext_noop("Other (code)"),
    "other_name": gettext_noop("Other (name)"),
    "other_establishments": gettext_noop("Plants of the other"),
    "expected_raw": gettext_noop("G by chance"),
    "standard_error": gettext_noop("Standard error of G"),
    "is_estimate": gettext_noop("Is an estimate"),
    "employment_is_minimum": gettext_noop("Jobs: at least"),
    "establishments_is_minimum": gettext_noop("Plants: at least"),
    "plants_equivalent": gettext_noop("Plants, if of one size"),
    "region_known_share": gettext_noop("Known share of the region"),
    "industry_known_share": gettext_noop("Known share of the industry"),
    "lq_is_maximum": gettext_noop("LQ: at most"),
    "lq_is_estimate": gettext_noop("LQ: about"),
    "is_significant": gettext_noop("Is significant"),
    "slq": gettext_noop("Symmetric LQ"),
    "local_moran": gettext_noop("Local Moran’s I"),
    "left_out": gettext_noop("Left out because of"),
    "least_p_value": gettext_noop("Least p"),
    "regions_with": gettext_noop("Regions that have it"),
    "regions_unknown": gettext_noop("Regions unknown"),
    "core_plants": gettext_noop("Core plants"),
    "employment_known": gettext_noop("Jobs in plants of known size"),
    "plants_sized": gettext_noop("Plants of known size"),
    "sites_around": gettext_noop("Sites around"),
    "x_km": gettext_noop("East of the middle, km"),
    "y_km": gettext_noop("North of the middle, km"),
}
FEW = gettext_noop("few")
NOWHERE = "–"


def shown_rows(found: Measured) -> pl.DataFrame:
    """The rows that a page or a screen is about; files hold all."""
    return (
        found.rows.filter("is_significant") if found.kind == "hot_spots" else found.rows
    )


def shown_columns(
    found: Measured, rows: Sequence[dict[str, Any]], *, roomy: bool = True
) -> list[Shown]:
    """The columns that say something about these rows; without plants, none of theirs.

    G alone says nothing: it is read beside H.
    """
    columns = [each for each in COLUMNS[found.kind] if roomy or not each.wide]
    known = [
        each for each in columns if any(row.get(each.key) is not None for row in rows)
    ]
    if found.kind == "density_clusters" and found.settings["industries_chosen"] == 1:
        known = [each for each in known if each.key != "industries"]
    if found.kind == "concentration" and not found.settings["has_plants"]:
        known = [each for each in known if each.key != "raw_concentration"]
    return known


def name_of(row: dict[str, Any], prefix: str = "") -> str:
    """A row's code and name."""
    code, name = row[f"{prefix}code"], row[f"{prefix}name"]
    return f"{code} {name}" if name and name != code else str(code)


def cell_text(row: dict[str, Any], column: Shown, language: Language) -> str:
    """One cell as people read it; empty where it is unknown."""
    if column.key == "other_name":
        return name_of(row, "other_")
    value = row[column.key]
    if column.kind == "flag":
        return language.say(FEW) if value else ""
    if column.kind == "spot" and value is None:
        return NOWHERE
    if value is None:
        return ""
    if column.kind in ("text", "word"):
        return language.say(WORDS[value]) if column.kind == "word" else str(value)
    if column.kind == "chance":
        return language.chance(value)
    if column.kind == "share":
        return language.percent(value, 0)
    digits = column.kind if isinstance(column.kind, int) else 0
    if column.key.startswith("lq") and value >= 100:
        digits = 0
    sign = sign_of(row, column.key)
    if sign == AT_LEAST and not value:
        return ""  # at least nothing
    text = language.number(value, digits)
    return f"{sign}\N{NO-BREAK SPACE}{text}" if sign else text


def sign_of(row: dict[str, Any], key: str) -> str:
    """“≥” before a sum that lacks hidden cells; “≤” or “≈” before such a quotient."""
    if row.get(f"{key}_is_minimum"):
        return AT_LEAST
    if key == "lq" and row.get("lq_is_estimate"):
        return ABOUT
    return AT_MOST if key == "lq" and row.get("lq_is_maximum") else ""
