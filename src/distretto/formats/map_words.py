"""What a cluster map was asked for and what it left, in the field's terms."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from distretto.analysis.selection.cluster_map import DEFAULT_LEVEL, ClusterMap
from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.classifications import CLASSIFICATIONS
from distretto.formats.hierarchy import digits_of
from distretto.formats.layouts import LAYOUT_TITLES, QCEW_COLUMNS, ROLES

FUNNEL = {
    "listed": gettext_noop("Combinations of a region and an industry in the table"),
    "known": gettext_noop("… whose figure is known"),
    "specialised": gettext_noop("… whose location quotient reaches the threshold"),
    "joined": gettext_noop("Clusters, after neighbours were joined"),
    "enough_establishments": gettext_noop("… with enough establishments"),
    "enough_employment": gettext_noop("… with enough jobs"),
    "certain": gettext_noop("… that are not specialised by chance"),
}
SETTINGS = {
    "table": gettext_noop("File"),
    "layout": gettext_noop("Layout of the file"),
    "columns": gettext_noop("Columns of the file"),
    "employment_is_estimate": gettext_noop("Jobs are estimated from size bands"),
    "level": gettext_noop("Digits of the industry codes"),
    "value": gettext_noop("Measured by"),
    "year": gettext_noop("Year"),
    "classification": gettext_noop("Classification"),
    "base": gettext_noop("Compared within"),
    "reference": gettext_noop("Another reference area"),
    "neighbours": gettext_noop("Neighbours joined"),
    "near": gettext_noop("Neighbours lie within, km"),
    "growth_from": gettext_noop("Growth since"),
    "known_share_of": gettext_noop("Known share taken of"),
    "lq": gettext_noop("Least location quotient"),
    "establishments": gettext_noop("Least number of establishments"),
    "employment": gettext_noop("Least number of jobs"),
    "certainty": gettext_noop("Certainty of the specialisation"),
    "lq_star": gettext_noop("Star for a location quotient from"),
    "size_top": gettext_noop("Star for size: the first"),
    "focus_top": gettext_noop("Star for focus: the first"),
}
SHARES = frozenset({"size_top", "focus_top", "certainty"})
INTERVAL = gettext_noop("; %(level)s interval: %(low)s to %(high)s")
BENEATH = gettext_noop("%(low)s to %(high)s")
MEANING = gettext_noop("Beneath a location quotient: its %(level)s interval.")
YES, NO = gettext_noop("yes"), gettext_noop("no")
WHOLE = gettext_noop("all industries of the table")
# Setting -> word of its value.
VALUES = {
    "layout": LAYOUT_TITLES,
    "value": ROLES,
    "known_share_of": ROLES,
    "classification": CLASSIFICATIONS,
    "base": {
        "manufacturing": gettext_noop("Manufacturing only"),
        "traded": gettext_noop("Traded industries only"),
    },
}


def has_share_of_firms(asked: Mapping[str, Any]) -> bool:
    """Whether the known share had to be taken of establishments, not of the value."""
    return asked.get("known_share_of") not in (None, asked.get("value"))


def interval(row: Mapping[str, Any], level: float | None, language: Language) -> str:
    """The interval of a quotient, as it follows its formula; empty if unknown."""
    if not has_interval(row):
        return ""
    return language.say(INTERVAL) % {**_ends(row, language), **_level(level, language)}


def interval_beneath(row: Mapping[str, Any], language: Language) -> str:
    """The interval as it stands under a quotient; empty if unknown."""
    return language.say(BENEATH) % _ends(row, language) if has_interval(row) else ""


def interval_meaning(level: float | None, language: Language) -> str:
    """What the numbers under a quotient are; `level` None is the default."""
    return language.say(MEANING) % _level(level, language)


def has_interval(row: Mapping[str, Any]) -> bool:
    """Whether both ends of a quotient's interval are known."""
    return row.get("lq_low") is not None and row.get("lq_high") is not None


def _ends(row: Mapping[str, Any], language: Language) -> dict[str, str]:
    ends = {"low": row["lq_low"], "high": row["lq_high"]}
    return {key: language.short(end) for key, end in ends.items()}


def _level(level: float | None, language: Language) -> dict[str, str]:
    return {"level": language.percent(DEFAULT_LEVEL if level is None else level, 0)}


def settings(found: ClusterMap, language: Language) -> list[list[str]]:
    """What was asked for, in the field's terms; the columns are for workbooks."""
    return [
        [language.say(SETTINGS[key]), said(key, value, language)]
        for key, value in asked(found).items()
        if key not in ("columns", "employment_is_estimate")
    ]


def asked(found: ClusterMap) -> dict[str, Any]:
    """What was asked for and what was used, as far as it is known, in order."""
    known = {**found.settings}
    if known.get("level") is None:
        known["level"] = _digits(found)
    return {
        key: known[key]
        for key in SETTINGS
        if key in known and (known[key] is not None or key == "base")
    }


def _digits(found: ClusterMap) -> int | str | None:
    """The digits that the codes have; None where they are no codes but words."""
    codes = found.cells["industry"].unique().drop_nulls()
    digits = codes.map_elements(digits_of, return_dtype=pl.Int64)
    if not len(codes) or digits.null_count():
        return None
    least, most = sorted(digits.to_list())[0], sorted(digits.to_list())[-1]
    return least if least == most else f"{least}–{most}"


def said(key: str, value: Any, language: Language) -> str:
    """The value of a setting in words; numbers as the language writes them."""
    if value is None:
        return language.say(WHOLE)
    if isinstance(value, bool):
        return language.say(YES if value else NO)
    if key in SHARES:
        return language.percent(value, 0)
    if isinstance(value, Mapping):
        return "; ".join(_column(role, each, language) for role, each in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(str(each) for each in value)
    if isinstance(value, float):
        return language.number(value, 0 if value.is_integer() else 2)
    return language.say(VALUES.get(key, {}).get(value, str(value)))


def _column(role: str, column: str, language: Language) -> str:
    """What a column was taken for, and its name."""
    return f"{language.say({**QCEW_COLUMNS, **ROLES}.get(role, role))}: {column}"
