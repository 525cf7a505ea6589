"""What each column of a table of measures is called, what it means, how it is shown."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from distretto.analysis.selection.measured import Measured
from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.measured import space_columns as space
from distretto.formats.measured.shown import JOBS, PLANTS, WIDE_PLANTS, Shown
from distretto.formats.signs import ABOUT, AT_LEAST, AT_MOST

NAMES = {
    "concentration": gettext_noop("Industry"),
    "pairs": gettext_noop("Industry"),
    "specialisation": gettext_noop("Region"),
    "region": gettext_noop("Industry"),
    **space.NAMES,
    "complexity": gettext_noop("Region"),
    "complexities": gettext_noop("Industry"),
    "related": gettext_noop("Industry"),
    "prospects": gettext_noop("Industry"),
    "held": gettext_noop("Industry"),
    "categories": gettext_noop("Category"),
    "members": gettext_noop("Industry"),
    "alternatives": gettext_noop("Formed by"),
}
_KNOWN = Shown("known_share", gettext_noop("Known"), "share")
_WIDE_JOBS = Shown("employment", gettext_noop("Jobs"), "count", wide=True)
_PCI = Shown("pci", gettext_noop("PCI"), 2)
_DENSITY = Shown("density", gettext_noop("Density"), "share")
_WITHIN = Shown("within", gettext_noop("Within"), 2)
COLUMNS: dict[str, tuple[Shown, ...]] = {
    "concentration": (
        PLANTS,
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
        JOBS,
        WIDE_PLANTS,
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
        JOBS,
        PLANTS,
        Shown("lq", gettext_noop("LQ"), 2),
        Shown("lq_low", gettext_noop("from"), 2),
        Shown("lq_high", gettext_noop("to"), 2),
        Shown("lq_shrunken", gettext_noop("Shrunk"), 2),
        Shown("is_small", gettext_noop("Few"), "flag"),
    ),
    **space.COLUMNS,
    "complexity": (
        _WIDE_JOBS,
        WIDE_PLANTS,
        Shown("eci", gettext_noop("ECI"), 2),
        Shown("opportunity_value", gettext_noop("Outlook"), 2),
        Shown("diversity", gettext_noop("Diversity"), "count"),
        Shown("mean_ubiquity", gettext_noop("Mean ubiquity"), 1),
        _KNOWN,
    ),
    "complexities": (
        _WIDE_JOBS,
        WIDE_PLANTS,
        _PCI,
        Shown("ubiquity", gettext_noop("Ubiquity"), "count"),
        Shown("mean_diversity", gettext_noop("Mean diversity"), 1),
        _KNOWN,
    ),
    "related": (
        WIDE_PLANTS,
        Shown("both", gettext_noop("Both"), "count"),
        Shown("regions", gettext_noop("Regions"), "count"),
        Shown("by_chance", gettext_noop("By chance"), 1),
        Shown("proximity", gettext_noop("Proximity"), 2),
        Shown("linkage", gettext_noop("Linkage"), 3),
        Shown("mean_rank", gettext_noop("Mean rank"), 1),
        _KNOWN,
    ),
    "prospects": (
        _WIDE_JOBS,
        WIDE_PLANTS,
        Shown("lq", gettext_noop("LQ"), 2),
        _DENSITY,
        _PCI,
        Shown("raises_complexity", gettext_noop("Raises ECI"), "flag"),
        Shown("opportunity_gain", gettext_noop("Gain"), 2),
        Shown("entry_chance", gettext_noop("Entry"), "share"),
        Shown("known_share", gettext_noop("Known"), "share", wide=True),
    ),
    "held": (
        _WIDE_JOBS,
        WIDE_PLANTS,
        Shown("lq", gettext_noop("LQ"), 2),
        _DENSITY,
        _PCI,
        Shown("exit_chance", gettext_noop("Exit"), "share"),
        Shown("known_share", gettext_noop("Known"), "share", wide=True),
    ),
    "categories": (
        Shown("industries", gettext_noop("Number"), "count"),
        WIDE_PLANTS,
        _WIDE_JOBS,
        _WITHIN,
        Shown("between", gettext_noop("Between"), 2),
        Shown("nearest_other", gettext_noop("Near"), "text", lines=1),
        Shown("members", gettext_noop("Industries"), "text", lines=6),
    ),
    "members": (
        Shown("category", gettext_noop("Category"), "count"),
        PLANTS,
        _WITHIN,
        Shown("nearest_other", gettext_noop("Near"), "count"),
        Shown("between", gettext_noop("To that"), 2),
        Shown("moved_from", gettext_noop("Moved from"), "text", lines=1),
    ),
    "alternatives": (
        Shown("method", gettext_noop("Method"), "text"),
        Shown("categories", gettext_noop("Categories"), "count"),
        Shown("score", gettext_noop("Score"), 3),
        Shown("score_employment", gettext_noop("By jobs"), 2),
        Shown("score_establishments", gettext_noop("By plants"), 2),
        Shown("score_linkage", gettext_noop("By linkage"), 2),
        Shown("score_average", gettext_noop("By their mean"), 2),
    ),
}
# The measures that categories are formed by.
MEASURES = {
    "employment": gettext_noop("co-location of jobs"),
    "establishments": gettext_noop("co-location of plants"),
    "linkage": gettext_noop("input-output linkage"),
    "average": gettext_noop("the mean of the measures"),
}
# Further tables of a result, by their kinds.
FURTHER = {
    "held": gettext_noop("What it is specialised in"),
    "members": gettext_noop("Each industry"),
    "alternatives": gettext_noop("What was tried"),
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
    **space.FILE_HEADS,
    "own_regions": gettext_noop("Regions of the one asked for"),
    "is_specialised": gettext_noop("Is specialised"),
    "ubiquity": gettext_noop("Ubiquity"),
    "diversity_is_minimum": gettext_noop("Diversity: at least"),
    "ubiquity_is_minimum": gettext_noop("Ubiquity: at least"),
    "codes": gettext_noop("Codes"),
}
FLAGS = {"is_small": gettext_noop("few"), "raises_complexity": gettext_noop("yes")}
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


def label_of(found: Measured, row: dict[str, Any], language: Language) -> str:
    """What a row is called; a way of forming categories by what it went by."""
    if found.kind == "alternatives":
        return language.say(MEASURES[row["name"]])
    return name_of(row)


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
        return language.say(FLAGS[column.key]) if value else ""
    if column.kind == "spot" and value is None:
        return NOWHERE
    if value is None:
        return ""
    if column.kind in ("text", "word"):
        return language.say(space.WORDS[value]) if column.kind == "word" else str(value)
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
