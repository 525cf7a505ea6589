"""What relatedness, complexity and categories say first, in a sentence or two."""

from typing import Any

import polars as pl

from distretto.analysis.selection.measured import Measured
from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.measured.columns import MEASURES, name_of
from distretto.notes import FURTHER

NAMED = 3  # industries in a sentence
BETWEEN = gettext_noop("; ")  # titles have commas

_LIKENESS = gettext_noop(
    "%(all)s regions are in an order of likeness, by what they are specialised in: at "
    "one end %(first)s (ECI %(highest)s), at the other %(last)s (ECI %(lowest)s)."
)
_LIKENESS_OF_INDUSTRIES = gettext_noop(
    "%(all)s industries are in an order of likeness, by the regions that are "
    "specialised in them: at one end %(first)s (PCI %(highest)s), at the other "
    "%(last)s (PCI %(lowest)s)."
)
_BY_CONVENTION = gettext_noop(
    "Which end is the complex one is a convention: the sign is such that regions with "
    "more industries are higher."
)
_BY_REGION = gettext_noop("The complex end is that of %(region)s, as asked.")
_SHOWN = gettext_noop(
    "Only these are shown of the %(all)s regions that make the order, as too much of "
    "the others is hidden; %(above)s of them are above the mean of all (ECI 0)."
)
_SHOWN_OF_INDUSTRIES = gettext_noop(
    "Only these are shown of the %(all)s industries that make the order, as too much "
    "of the others is hidden."
)
_NO_INDEX = gettext_noop("There is no index of complexity: the notes say why.")
_NOBODY = gettext_noop(
    "No region is known to be specialised in %(name)s, so that nothing is known to go "
    "with it."
)
_GOES = gettext_noop(
    "%(name)s goes with %(others)s: more regions have both than chance would give."
)
_NOTHING_GOES = gettext_noop(
    "No industry is in the regions of %(name)s more often than chance has it, as many "
    "as are compared; the first in the order is %(other)s."
)
_TOGETHER = gettext_noop(
    "Regions that are specialised in it: %(own)s; in %(code)s as well: %(both)s, where "
    "chance has %(chance)s (corrected p %(p)s)."
)
_TRADE = gettext_noop(
    "One of the two has %(linkage)s of its sales or purchases with the other."
)
_SPECIALISED = ngettext_noop(
    "%(name)s is known to be specialised in %(count)s industry. Nearest to it, of "
    "those that would raise its complexity, are %(others)s.",
    "%(name)s is known to be specialised in %(count)s industries. Nearest to them, of "
    "those that would raise its complexity, are %(others)s.",
)
_NONE_RAISES = ngettext_noop(
    "%(name)s is known to be specialised in %(count)s industry; none that it lacks "
    "is known to be more complex. Nearest to it are %(others)s.",
    "%(name)s is known to be specialised in %(count)s industries; none that it lacks "
    "is known to be more complex. Nearest to them are %(others)s.",
)
_NOTHING_NEAR = ngettext_noop(
    "%(name)s is known to be specialised in %(count)s industry; what is near to it "
    "is unknown.",
    "%(name)s is known to be specialised in %(count)s industries; what is near to them "
    "is unknown.",
)
_CHANCE = gettext_noop(
    "Of pairs of a region and an industry as near as the first, %(chance)s become "
    "specialised by the next year of the table."
)
_CATEGORIES = gettext_noop(
    "%(industries)s industries fall into %(categories)s categories. Most related to "
    "each other are %(members)s."
)
_BEST = gettext_noop(
    "The categories were formed by %(similarity)s (%(method)s), the best of %(tried)s "
    "ways tried: score %(score)s of 1."
)


def _complexity(found: Measured, first: dict[str, Any], language: Language) -> str:
    return _ordered(found, first, "eci", (_LIKENESS, _SHOWN), language)


def _complexities(found: Measured, first: dict[str, Any], language: Language) -> str:
    sentences = (_LIKENESS_OF_INDUSTRIES, _SHOWN_OF_INDUSTRIES)
    return _ordered(found, first, "pci", sentences, language)


def _ordered(
    found: Measured,
    first: dict[str, Any],
    index: str,
    sentences: tuple[str, str],
    language: Language,
) -> str:
    """Both ends of the order, who else made it, and which end is the complex one."""
    if first[index] is None:
        return language.say(_NO_INDEX)
    rows, all_in_it = found.rows.drop_nulls(index), found.settings["in_order"]
    last = rows.row(-1, named=True)
    told = {
        "all": language.number(rows.height),
        "first": name_of(first),
        "highest": language.number(first[index], 2),
        "last": name_of(last),
        "lowest": language.number(last[index], 2),
    }
    parts = [language.say(sentences[0]) % told]
    if rows.height < all_in_it:
        above = rows.filter(pl.col(index) > 0).height
        told = {"all": language.number(all_in_it), "above": language.number(above)}
        parts.append(language.say(sentences[1]) % told)
    return " ".join([*parts, _oriented(found.settings, language)])


def _oriented(settings: dict[str, Any], language: Language) -> str:
    end = settings["complex_end"]
    if end is None:
        return language.say(_BY_CONVENTION)
    region = {"code": end, "name": settings["complex_end_name"]}
    return language.say(_BY_REGION) % {"region": name_of(region)}


def _related(found: Measured, first: dict[str, Any], language: Language) -> str:
    """What goes with it beyond chance; if nothing does, what comes first all the same.

    One among a thousand industries meets it five times more than expected by luck.
    """
    say, settings = language.say, found.settings
    itself = {"code": settings["industry"], "name": settings["industry_name"]}
    order = "mean_rank" if first["mean_rank"] is not None else "proximity"
    if first[order] is None:
        return say(_NOBODY) % {"name": name_of(itself)}
    sure = found.rows.filter(
        pl.col("adjusted_p_value") <= settings["level"], pl.col(order).is_not_null()
    )
    told = {"name": name_of(itself)}
    if sure.is_empty():
        parts = [say(_NOTHING_GOES) % {**told, "other": name_of(first)}]
    else:
        first = sure.row(0, named=True)
        parts = [say(_GOES) % {**told, "others": _names(sure, language)}]
    parts.append(_together(first, language))
    if first["linkage"] is not None:
        parts.append(say(_TRADE) % {"linkage": language.percent(first["linkage"], 0)})
    return " ".join(parts)


def _together(first: dict[str, Any], language: Language) -> str:
    return language.say(_TOGETHER) % {
        "own": language.number(first["own_regions"]),
        "code": first["code"],
        "both": language.number(first["both"]),
        "chance": language.number(first["by_chance"], 1),
        "p": language.chance(first["adjusted_p_value"]),
    }


def _prospects(found: Measured, first: dict[str, Any], language: Language) -> str:
    say, settings = language.say, found.settings
    region = {"code": settings["region"], "name": settings["region_name"]}
    told = {
        "name": name_of(region),
        "count": language.number(settings["specialised_in"]),
    }
    if first["density"] is None:
        return _counted(_NOTHING_NEAR, found, language) % told
    told["others"] = _first(found, "density", language)
    raises = bool(first["raises_complexity"])
    forms = _SPECIALISED if raises else _NONE_RAISES
    parts = [_counted(forms, found, language) % told]
    if first["entry_chance"] is not None:
        chance = language.percent(first["entry_chance"], 0)
        parts.append(say(_CHANCE) % {"chance": chance})
    return " ".join(parts)


def _counted(forms: tuple[str, str], found: Measured, language: Language) -> str:
    return language.say_counted(*forms, found.settings["specialised_in"])


def _categories(found: Measured, first: dict[str, Any], language: Language) -> str:
    say, settings = language.say, found.settings
    parts = [
        say(_CATEGORIES)
        % {
            "industries": language.number(settings["industries"]),
            "categories": language.number(settings["categories"]),
            "members": _members(found, first, language),
        },
        say(_BEST)
        % {
            "similarity": say(MEASURES[settings["similarity"]]),
            "method": settings["method"],
            "tried": language.number(settings["tried"]),
            "score": language.number(settings["score"], 2),
        },
    ]
    return " ".join(parts)


def _members(found: Measured, first: dict[str, Any], language: Language) -> str:
    """The first few industries of a category, and how many more there are."""
    members = next(each.rows for each in found.further if each.kind == "members")
    own = members.filter(pl.col("category") == int(first["code"]))
    names = language.say(BETWEEN).join(map(name_of, own.head(NAMED).to_dicts()))
    rest = own.height - NAMED
    if rest <= 0:
        return names
    told = {"names": names, "count": language.number(rest)}
    return language.say_counted(*FURTHER, rest) % told


def _first(found: Measured, measure: str, language: Language) -> str:
    """The first few rows of which the measure is known."""
    return _names(found.rows.filter(pl.col(measure).is_not_null()), language)


def _names(rows: pl.DataFrame, language: Language) -> str:
    return language.say(BETWEEN).join(map(name_of, rows.head(NAMED).to_dicts()))


RELATEDNESS = {
    "complexity": _complexity,
    "complexities": _complexities,
    "related": _related,
    "prospects": _prospects,
    "categories": _categories,
}
