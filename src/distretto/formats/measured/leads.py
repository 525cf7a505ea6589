"""The first row of a table of measures in a sentence."""

from typing import Any

import polars as pl

from distretto.analysis.selection.measured import Measured
from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.measured import density, hot_spots
from distretto.formats.measured.columns import name_of
from distretto.formats.measured.leads_of_relatedness import RELATEDNESS
from distretto.formats.signs import AT_LEAST, signed

# Where Ellison and Glaeser (1997) draw the lines.
HIGH, LOW = 0.05, 0.02
UNLIKELY = 1.96  # standard errors that chance exceeds once in forty times

_MORE = gettext_noop(
    "%(name)s is more concentrated than its plants alone explain: gamma %(gamma)s%(z)s."
)
_PERHAPS = gettext_noop(
    "%(name)s has the highest gamma, %(gamma)s%(z)s; chance may have done that."
)
_NONE = gettext_noop(
    "No industry is more concentrated than its plants alone explain; %(name)s comes "
    "nearest: gamma %(gamma)s%(z)s."
)
_Z = gettext_noop(" (z %(z)s)")
_ABOVE = gettext_noop(
    "Above 0.05 is called highly concentrated (Ellison and Glaeser 1997)."
)
_BETWEEN = gettext_noop(
    "Above 0.05 would be called highly concentrated, below 0.02 hardly (Ellison and "
    "Glaeser 1997)."
)
_HOW_MANY = gettext_noop(
    "Above it: %(high)s of %(all)s industries; below 0.02, hardly concentrated: "
    "%(low)s."
)
_GINI = gettext_noop(
    "%(name)s is spread least like the whole: Gini %(gini)s; %(hoover)s of it would "
    "have to move for it to be spread like the whole (Hoover)."
)
_PAIR = gettext_noop(
    "%(name)s and %(other)s stand together most: gamma %(gamma)s, where chance has 0."
)
_SPECIALISED = gettext_noop(
    "%(name)s is least like the whole: Krugman %(krugman)s, so that %(half)s of it "
    "would have to be in other industries; its mix is as varied as %(industries)s "
    "industries of one size."
)
_REGION = gettext_noop("%(name)s: %(count)s %(what)s.")
_BEYOND = gettext_noop(
    "It is specialised beyond doubt in %(sure)s of the %(all)s industries that are "
    "known, most surely in %(industry)s: LQ %(lq)s (%(low)s to %(high)s)."
)
_NOT_BEYOND = gettext_noop(
    "In none of the %(all)s industries that are known is it specialised beyond doubt."
)
_NO_INTERVAL = gettext_noop("Its highest quotient is that of %(industry)s: LQ %(lq)s.")
_WHAT = {
    "employment": gettext_noop("jobs"),
    "establishments": gettext_noop("establishments"),
}


def lead(found: Measured, language: Language) -> str:
    """What the first row says; empty where there is none, or its index is unknown."""
    if found.kind == "density_clusters":
        return density.lead(found, language)
    if found.rows.is_empty():
        return ""
    if found.kind in hot_spots.LEADS:
        return hot_spots.LEADS[found.kind](found, language)
    first = found.rows.row(0, named=True)
    return {
        "concentration": _concentration,
        "pairs": _pairs,
        "specialisation": _specialisation,
        "region": _region,
        **RELATEDNESS,
    }[found.kind](found, first, language)


def _concentration(found: Measured, first: dict[str, Any], language: Language) -> str:
    say, number = language.say, language.number
    gamma, z = first["gamma"], first["z"]
    if gamma is None:
        if first["gini"] is None:
            return ""
        return say(_GINI) % {
            "name": name_of(first),
            "gini": number(first["gini"], 2),
            "hoover": language.percent(first["hoover"], 0),
        }
    likely = z is not None and z < UNLIKELY
    sentence = _NONE if gamma <= 0 else _PERHAPS if likely else _MORE
    told = "" if z is None else say(_Z) % {"z": number(z, 1)}
    parts = [
        say(sentence) % {"name": name_of(first), "gamma": number(gamma, 3), "z": told}
    ]
    if gamma > 0:
        parts.append(say(_ABOVE if gamma > HIGH else _BETWEEN))
    if gamma > HIGH:
        gammas = found.rows["gamma"].drop_nulls().to_list()
        counts = {
            "high": sum(each > HIGH for each in gammas),
            "low": sum(each < LOW for each in gammas),
            "all": len(gammas),
        }
        parts.append(say(_HOW_MANY) % {key: number(n) for key, n in counts.items()})
    return " ".join(parts)


def _pairs(found: Measured, first: dict[str, Any], language: Language) -> str:
    return language.say(_PAIR) % {
        "name": name_of(first),
        "other": name_of(first, "other_"),
        "gamma": language.number(first["gamma"], 3),
    }


def _specialisation(found: Measured, first: dict[str, Any], language: Language) -> str:
    if first["krugman"] is None:
        return ""
    return language.say(_SPECIALISED) % {
        "name": name_of(first),
        "krugman": language.number(first["krugman"], 2),
        "half": language.percent(first["krugman"] / 2, 0),
        "industries": language.number(first["equivalent_industries"], 1),
    }


def _region(found: Measured, first: dict[str, Any], language: Language) -> str:
    settings, say, number = found.settings, language.say, language.number
    region = {"code": settings["region"], "name": settings["region_name"]}
    head = say(_REGION) % {
        "name": name_of(region),
        "count": signed(
            AT_LEAST if settings["total_is_minimum"] else "", number(settings["total"])
        ),
        "what": say(_WHAT[settings["value"]]),
    }
    told = {"industry": name_of(first), "all": number(found.rows["lq_low"].count())}
    if first["lq"] is None:
        return head
    told["lq"] = number(first["lq"], 2)
    if first["lq_low"] is None:
        return f"{head} {say(_NO_INTERVAL) % told}"
    sure = found.rows.filter(pl.col("lq_low") > 1).height
    if not sure:
        return f"{head} {say(_NOT_BEYOND) % told}"
    told |= {
        "sure": number(sure),
        "low": number(first["lq_low"], 2),
        "high": number(first["lq_high"], 2),
    }
    return f"{head} {say(_BEYOND) % told}"
