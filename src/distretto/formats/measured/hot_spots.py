"""Hot spots in words: the sentence that leads, and what their columns mean."""

from typing import Any

import polars as pl

from distretto.analysis.selection.measured import Measured
from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.measured.space_columns import WORDS
from distretto.formats.measured.spoken import spoken
from distretto.notes import BETWEEN, FURTHER

MOST_NAMED = 8
_SPOTS = ngettext_noop(
    "%(industry)s has one hot spot, %(hot)s of the %(all)s regions that could be "
    "tested: %(names)s.",
    "%(industry)s has %(count)s hot spots, %(hot)s of the %(all)s regions that could "
    "be tested; the largest: %(names)s.",
)
_NONE = gettext_noop(
    "%(industry)s has no hot spot: in none of the %(all)s regions that could be tested "
    "are high figures beside high ones more than chance has it."
)
_NEAREST = gettext_noop("%(region)s comes nearest (corrected p %(p)s).")
_SHARE = {
    "employment": gettext_noop("They have %(share)s of its jobs."),
    "establishments": gettext_noop("They have %(share)s of its establishments."),
}
_OTHERS = ngettext_noop(
    "%(count)s other region stands out: %(names)s.",
    "%(count)s other regions stand out: %(names)s.",
)
_OF_KIND = gettext_noop("%(region)s (%(kind)s)")
_INDUSTRIES = gettext_noop(
    "Of the %(all)s industries measured, %(hot)s have hot spots; %(industry)s has the "
    "most hot regions: %(count)s of the %(tested)s that could be tested."
)
_NO_INDUSTRY = gettext_noop("None of the %(all)s industries measured has a hot spot.")

MEANINGS = {
    "kind": gettext_noop(
        "Kind: the region, then those around it; high and low are above and below the "
        "mean of all regions. High among high is a hot spot, low among low a cold one."
    ),
    "hot_spot": gettext_noop(
        "Spot: hot regions that are neighbours are one. A hot spot is the core of a "
        "cluster: regions at its edge have neighbours of both kinds."
    ),
    "p_value": gettext_noop(
        "p: chance of neighbours so high, or so low, if all other figures were dealt "
        "out at random; of %(draws)s draws for each region."
    ),
    "adjusted_p_value": gettext_noop(
        "p corr.: allows for the number of regions (Benjamini and Hochberg): of those "
        "listed, %(level)s may be there by chance."
    ),
    "moran": gettext_noop(
        "Moran: global Moran’s I; near 0 where figures lie about as chance has it, "
        "towards 1 where like regions lie beside like ones."
    ),
    "hot_regions": gettext_noop(
        "Hot: regions of high figures among high ones, more than chance has it; spots: "
        "how many they are where neighbours count as one."
    ),
    "unlike_regions": gettext_noop(
        "Unlike: high regions among low ones, and low ones among high."
    ),
}
_AROUND = {
    "lq": gettext_noop("Around: mean LQ of the neighbours."),
    "slq": gettext_noop(
        "Around: mean symmetric LQ of the neighbours, (LQ − 1) / (LQ + 1): −1 where "
        "there is nothing, 0 where LQ is 1."
    ),
    "count": gettext_noop("Around: mean of the neighbours’ figures."),
}


def around(found: Measured, language: Language) -> str:
    """What the mean of the neighbours is a mean of."""
    return language.say(_AROUND[found.settings["measure"]])


def _of_regions(found: Measured, language: Language) -> str:
    settings, say, number = found.settings, language.say, language.number
    code, name = settings["industry"], settings["industry_name"]
    told: dict[str, Any] = {
        "industry": spoken("industry", code, name, language, begins=True),
        "all": number(settings["regions_measured"]),
    }
    hot = found.rows.filter(pl.col("hot_spot").is_not_null())
    if hot.is_empty():
        return " ".join([say(_NONE) % told, *_nearest(found, language)])
    count = hot["hot_spot"].n_unique()
    told |= {
        "count": number(count),
        "hot": number(hot.height),
        "names": _names(hot.filter(hot_spot=1), language),
    }
    parts = [language.say_counted(*_SPOTS, count) % told]
    if settings["hot_share"] is not None:
        share = language.percent(settings["hot_share"], 0)
        parts.append(say(_SHARE[settings["value"]]) % {"share": share})
    return " ".join([*parts, *_others(found, language)])


def _nearest(found: Measured, language: Language) -> list[str]:
    """The high region among high ones that chance explains least."""
    near = found.rows.filter(kind="high-high")
    if near.is_empty():
        return []
    first = near.row(0, named=True)
    p = language.number(first["adjusted_p_value"], 2)
    told = {"region": first["name"] or first["code"], "p": p}
    return [language.say(_NEAREST) % told]


def _others(found: Measured, language: Language) -> list[str]:
    others = found.rows.filter(pl.col("is_significant") & pl.col("hot_spot").is_null())
    if others.is_empty():
        return []
    said = language.say_counted(*_OTHERS, others.height)
    names = [
        language.say(_OF_KIND)
        % {"region": name or code, "kind": language.say(WORDS[kind])}
        for code, name, kind in others.select("code", "name", "kind").iter_rows()
    ]
    told = {"count": language.number(others.height), "names": _listed(names, language)}
    return [said % told]


def _names(rows: pl.DataFrame, language: Language) -> str:
    names = [name or code for code, name in rows.select("code", "name").iter_rows()]
    return _listed(names, language)


def _listed(names: list[str], language: Language) -> str:
    said = language.say(BETWEEN).join(names[:MOST_NAMED])
    if (more := len(names) - MOST_NAMED) > 0:
        told = {"names": said, "count": language.number(more)}
        said = language.say_counted(*FURTHER, more) % told
    return said


def _of_industries(found: Measured, language: Language) -> str:
    number = language.number
    hot = found.rows.filter(pl.col("hot_regions") > 0)
    told = {"all": number(found.rows.height), "hot": number(hot.height)}
    if hot.is_empty():
        return language.say(_NO_INDUSTRY) % told
    first = hot.row(0, named=True)
    told |= {
        "industry": spoken("industry", first["code"], first["name"], language),
        "count": number(first["hot_regions"]),
        "tested": number(first["regions_measured"]),
    }
    return language.say(_INDUSTRIES) % told


LEADS = {"hot_spots": _of_regions, "hot_industries": _of_industries}
