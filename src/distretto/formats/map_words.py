"""What a cluster map was asked for and what it left, in the field's terms."""

from collections.abc import Mapping
from typing import Any

from distretto.analysis.selection.cluster_map import ClusterMap
from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language

FUNNEL = {
    "listed": gettext_noop("Combinations of a region and an industry in the table"),
    "known": gettext_noop("… whose figure is known"),
    "specialised": gettext_noop("… whose location quotient reaches the threshold"),
    "joined": gettext_noop("Clusters, after neighbours were joined"),
    "enough_establishments": gettext_noop("… with enough establishments"),
    "enough_employment": gettext_noop("… with enough jobs"),
}
SETTINGS = {
    "table": gettext_noop("File"),
    "layout": gettext_noop("Layout of the file"),
    "level": gettext_noop("Digits of the industry codes"),
    "value": gettext_noop("Measured by"),
    "year": gettext_noop("Year"),
    "classification": gettext_noop("Classification"),
    "base": gettext_noop("Compared within"),
    "reference": gettext_noop("Another reference area"),
    "neighbours": gettext_noop("Neighbours joined"),
    "growth_from": gettext_noop("Growth since"),
    "known_share_of": gettext_noop("Known share taken of"),
    "lq": gettext_noop("Least location quotient"),
    "establishments": gettext_noop("Least number of establishments"),
    "employment": gettext_noop("Least number of jobs"),
    "lq_star": gettext_noop("Star for a location quotient from"),
    "size_top": gettext_noop("Star for size: the first"),
    "focus_top": gettext_noop("Star for focus: the first"),
}
_SHARES = frozenset({"size_top", "focus_top"})
YES, NO = gettext_noop("yes"), gettext_noop("no")
WHOLE = gettext_noop("all industries of the table")


def has_share_of_firms(asked: Mapping[str, Any]) -> bool:
    """Whether the known share had to be taken of establishments, not of the value."""
    return asked.get("known_share_of") not in (None, asked.get("value"))


def settings(found: ClusterMap, language: Language) -> list[list[str]]:
    """What was asked for, in the field's terms."""
    return [
        [language.say(name), _setting(key, found.settings[key], language)]
        for key, name in SETTINGS.items()
        if key in found.settings and not (found.settings[key] is None and key != "base")
    ]


def _setting(key: str, value: Any, language: Language) -> str:
    if value is None:
        return language.say(WHOLE)
    if isinstance(value, bool):
        return language.say(YES if value else NO)
    if key in _SHARES:
        return language.percent(value, 0)
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {each}" for name, each in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(str(each) for each in value)
    if isinstance(value, float):
        return language.number(value, 0 if value.is_integer() else 2)
    return str(value)
