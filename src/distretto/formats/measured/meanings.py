"""What the columns of a table of measures mean, in a line each."""

from collections.abc import Iterable, Sequence
from typing import Any

from distretto.analysis.selection.measured import Measured
from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.measured import density, hot_spots
from distretto.formats.measured.columns import sign_of
from distretto.formats.measured.meanings_of_relatedness import (
    BETWEEN_MEMBERS,
    KNOWN,
    OF_ROWS,
    RELATEDNESS,
)
from distretto.formats.measured.shown import Shown
from distretto.formats.signs import ABOUT, AT_LEAST, AT_MOST, MEANINGS

OF_COLUMNS = {
    "hoover": gettext_noop(
        "Hoover: share of the industry that would have to move for it to be spread as "
        "the whole is."
    ),
    "gini": gettext_noop(
        "Gini: 0 where the industry is spread as the whole is, towards 1 where it is "
        "all in the smallest region."
    ),
    "raw_concentration": gettext_noop(
        "G: raw concentration, the squared differences between the regions’ shares of "
        "the industry and of the whole; by chance, it would be about H."
    ),
    "plant_herfindahl": gettext_noop(
        "H: Herfindahl index of the plants’ sizes; 1/n where n plants are alike, 1 "
        "where one has everything."
    ),
    "maurel_sedillot": gettext_noop(
        "M-S: index of Maurel and Sédillot, read as gamma; it rises where the industry "
        "is in large regions."
    ),
    "z": gettext_noop(
        "z: standard errors of G above what plants thrown at regions at random would "
        "give; above 1.96 chance is unlikely."
    ),
    "krugman": gettext_noop(
        "Krugman: 0 where the region has the mix of the whole, 2 where they have no "
        "industry in common."
    ),
    "hachman": gettext_noop(
        "Hachman: 1 where the region has the mix of the whole, towards 0 where it "
        "lives on what is rare elsewhere."
    ),
    "herfindahl": gettext_noop(
        "H: Herfindahl index of the region’s industries, whatever they are elsewhere; "
        "1/H is how many industries of one size would give it."
    ),
    "entropy": gettext_noop(
        "Entropy, in bits: how varied the industries are; related variety lies within "
        "groups of industries, unrelated between them, and the two add up to it."
    ),
    "lq_low": gettext_noop(
        "from, to: where the true quotient lies, at %(level)s, if plants choose their "
        "regions by chance; specialised beyond doubt where it begins above 1."
    ),
    "lq_shrunken": gettext_noop(
        "Shrunk: the quotient drawn towards 1, the more the fewer plants it rests on."
    ),
    "is_small": gettext_noop(
        "few: fewer than %(fewest)s plants are there, and fewer would be with a "
        "quotient of 1: one opening moves everything."
    ),
    "known_share": gettext_noop(
        "Known: share that is not hidden, of the row itself or of the whole, whichever "
        "is less; the indices are of what is known."
    ),
    **RELATEDNESS,
    **hot_spots.MEANINGS,
    **density.MEANINGS,
}
GAMMA = gettext_noop(
    "Gamma: index of Ellison and Glaeser, 0 where plants might have been thrown at "
    "regions by chance. They call above 0.05 highly concentrated, below 0.02 hardly "
    "(Ellison and Glaeser 1997)."
)
GAMMA_OF_PAIRS = gettext_noop(
    "Gamma: coagglomeration of the two; 0 where they stand together no more than "
    "chance has it, above where both are strong in the same regions (Ellison, Glaeser "
    "and Kerr 2010)."
)
LQ = gettext_noop(
    "LQ: how many times the whole’s share of the industry the region has."
)
UNKNOWN = gettext_noop("What is blank is unknown, not zero.")
MINIMUM = gettext_noop("≥ means “at least”: figures are hidden that would be added.")


Rows = Sequence[dict[str, Any]]


def meanings(
    tables: Iterable[tuple[Measured, Sequence[Shown], Rows]], language: Language
) -> list[str]:
    """What the columns and signs of these tables mean, each once."""
    sentences, signs = list[str](), set[str]()
    for found, columns, rows in tables:
        keys = [each.key for each in columns]
        sentences += [_of(key, found, language) for key in keys]
        signs |= {
            sign_of(row, key)
            for row in rows
            for key in keys
            if row.get(key) is not None
        }
    told = {AT_LEAST: MINIMUM, **MEANINGS}
    sentences += [
        language.say(told[each]) for each in (AT_LEAST, AT_MOST, ABOUT) if each in signs
    ]
    sentences.append(language.say(UNKNOWN))
    return list(filter(None, dict.fromkeys(sentences)))


def _of(key: str, found: Measured, language: Language) -> str:
    if key == "gamma":
        return language.say(GAMMA_OF_PAIRS if found.kind == "pairs" else GAMMA)
    if key == "neighbours_mean":
        return hot_spots.around(found, language)
    if key == "lq":
        return language.say(LQ)
    if key == "known_share" and found.kind in OF_ROWS:
        return language.say(KNOWN)
    if key == "between" and found.kind == "members":
        return language.say(BETWEEN_MEMBERS)
    sentence = OF_COLUMNS.get(key)
    if sentence is None:
        return ""
    settings = found.settings
    gaps = {
        "level": language.percent(settings.get("level"), 0),
        "fewest": language.number(settings.get("fewest")),
        "draws": language.number(settings.get("permutations")),
    }
    return language.say(sentence) % gaps if "%(" in sentence else language.say(sentence)
