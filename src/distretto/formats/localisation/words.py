"""The localisation of an industry in a sentence."""

from distretto.analysis.selection.agglomeration.localised import Localised
from distretto.errors import gettext_noop
from distretto.formats.charts.language import ENGLISH, SMALLEST_CHANCE, Language

LOCALISED = gettext_noop(
    "%(name)s is localised %(where)s (%(p)s): there are %(ratio)s times as many pairs "
    "of plants at these distances as by chance."
)
DISPERSED = gettext_noop(
    "%(name)s is dispersed %(where)s (%(p)s): there are fewer pairs of plants at these "
    "distances than by chance."
)
BOTH = gettext_noop(
    "%(name)s is localised %(where)s, with %(ratio)s times as many pairs of plants as "
    "by chance, and dispersed %(elsewhere)s (%(p)s)."
)
NEITHER = gettext_noop(
    "%(name)s is neither localised nor dispersed: its plants stand as chance would "
    "have it (%(p)s)."
)
FROM_TO = gettext_noop("from %(low)s to %(high)s km")
AND = gettext_noop("%(first)s and %(second)s")
EQUALS, UNDER = gettext_noop("p = %(p)s"), gettext_noop("p < %(p)s")


def reading(each: Localised, name: str, language: Language = ENGLISH) -> str:
    """What the curve of an industry shows, in one sentence."""
    density, say = each.density, language.say
    said = {
        "name": name,
        "p": p_value(density.p_value, language),
        "ratio": language.short(each.ratio),
        "where": ranges(density.localised_km, language),
        "elsewhere": ranges(density.dispersed_km, language),
    }
    if density.localised_km and density.dispersed_km:
        return say(BOTH) % said
    if density.localised_km:
        return say(LOCALISED) % said
    if density.dispersed_km:
        return say(DISPERSED) % {**said, "where": said["elsewhere"]}
    return say(NEITHER) % said


def p_value(value: float, language: Language = ENGLISH) -> str:
    """A chance as people write it: p = 0.03, p < 0.001."""
    if value < SMALLEST_CHANCE:
        return language.say(UNDER) % {"p": language.number(SMALLEST_CHANCE, 3)}
    digits = 3 if value < 0.01 else 2
    return language.say(EQUALS) % {"p": language.number(value, digits)}


def ranges(parts: tuple[tuple[float, float], ...], language: Language = ENGLISH) -> str:
    """Ranges of distances: from 0 to 9 km and from 20 to 25 km."""
    said = ""
    for low, high in parts:
        part = language.say(FROM_TO) % {
            "low": distance(low, language),
            "high": distance(high, language),
        }
        said = language.say(AND) % {"first": said, "second": part} if said else part
    return said


def distance(km: float, language: Language = ENGLISH) -> str:
    """A distance to a tenth of a kilometre, and whole kilometres from 20 on."""
    is_whole = km >= 20 or float(round(km, 6)).is_integer()
    return language.number(km, 0 if is_whole else 1)
