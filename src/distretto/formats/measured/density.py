"""Clusters of points in words: the sentence that leads, and what columns mean."""

from typing import Any

import polars as pl

from distretto.analysis.selection.measured import Measured
from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.localisation.words import p_value
from distretto.notes import BETWEEN

ALL = gettext_noop("All industries")
_CLUSTERS = ngettext_noop(
    "%(who)s: one cluster holds %(inside)s of %(plants)s plants (%(share)s); "
    "%(noise)s are in none.",
    "%(who)s: %(count)s clusters hold %(inside)s of %(plants)s plants (%(share)s); "
    "%(noise)s are in none.",
)
_NONE = {
    "dbscan": gettext_noop(
        "%(who)s: none of the %(plants)s plants is in a cluster; they stand too far "
        "apart."
    ),
    "hdbscan": gettext_noop(
        "%(who)s: none of the %(plants)s plants is in a cluster. HDBSCAN finds two "
        "clusters or more, or none: where there is one, DBSCAN finds it."
    ),
}
_MORE = gettext_noop(
    "As many plants placed at random on all sites of the list would have %(mean)s in "
    "clusters (%(low)s to %(high)s; %(p)s)."
)
_FREQUENT = ngettext_noop(
    "In %(more)s of the %(count)s cluster they are more frequent than in the whole "
    "list.",
    "In %(more)s of the %(count)s clusters they are more frequent than in the whole "
    "list.",
)
_LARGEST = gettext_noop(
    "The largest has %(plants)s plants within %(radius)s km of its middle, half of "
    "them within %(half)s km."
)
MEANINGS = {
    "radius_km": gettext_noop(
        "Radius, half: kilometres from the middle of the cluster within which all of "
        "its plants are, and half of them."
    ),
    "times_sites": gettext_noop(
        "× sites: the industry’s share of all establishments of the list that stand "
        "where the cluster is, against its share of the whole list. Above 1, it is "
        "more than a place where everything is dense."
    ),
    "places": gettext_noop(
        "Places: different points; plants of one address count as one."
    ),
}


def lead(found: Measured, language: Language) -> str:
    """How many clusters hold how many plants, whether chance would, and the largest."""
    settings, say, number = found.settings, language.say, language.number
    names = settings["industry_names"]
    told: dict[str, Any] = {
        "who": say(BETWEEN).join(names) if names else say(ALL),
        "plants": number(settings["plants"]),
        "inside": number(settings["plants_in_clusters"]),
        "noise": number(settings["noise"]),
        "share": language.percent(
            settings["plants_in_clusters"] / settings["plants"], 0
        ),
        "count": number(found.rows.height),
    }
    if found.rows.is_empty():
        return say(_NONE[settings["method"]]) % told
    parts = [language.say_counted(*_CLUSTERS, found.rows.height) % told]
    if settings["chance"] is not None:
        parts.append(_by_chance(settings["chance"], language))
        more = found.rows.filter(pl.col("times_sites") > 1).height
        said = language.say_counted(*_FREQUENT, found.rows.height)
        parts.append(said % {**told, "more": number(more)})
    first = found.rows.row(0, named=True)
    parts.append(
        say(_LARGEST)
        % {
            "plants": number(first["plants"]),
            "radius": language.short(first["radius_km"]),
            "half": language.short(first["half_radius_km"]),
        }
    )
    return " ".join(parts)


def _by_chance(chance: dict[str, Any], language: Language) -> str:
    told = {key: language.number(chance[key]) for key in ("mean", "low", "high")}
    return language.say(_MORE) % {**told, "p": p_value(chance["p_value"], language)}
