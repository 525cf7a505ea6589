"""Which classification a column of industry codes is in: by its name, else its codes.

A title that misleads is worse than none. Codes decide only where hardly any is
strange to the classification, where made-up codes would not fit it as well, and where
none fits that means other things by the same codes (17 is textiles in ISIC Rev. 3.1,
paper in Rev. 4).
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from math import log10

from distretto.formats import classifications
from distretto.formats.hierarchy import digits_of, range_of

# Classifications that mean the same by codes they share, with the one each comes
# from: where the codes leave several, it is their common parent.
FAMILIES: tuple[dict[str, str | None], ...] = (
    {
        "ISIC4": None,
        "NACE2": "ISIC4",
        "NIC2008": "ISIC4",
        "ISIC5": "ISIC4",
        "NACE21": "NACE2",
        "UKSIC2007": "NACE2",
        "SSIC2020": "ISIC4",
        "TSIC2552": "ISIC4",
    },
    {"ISIC31": None, "ISIC3": "ISIC31", "NACE1": "ISIC31"},
    {
        "NAICS2017": None,
        "NAICS2022": "NAICS2017",
        "NAICS2012": "NAICS2017",
        "SCIAN2018": "NAICS2017",
    },
)
# What a column's name speaks of, and its editions, the usual one first.
ISIC = ("ISIC4", "ISIC31", "ISIC3", "ISIC5")
NACE = ("NACE2", "NACE1", "NACE21")
NAICS = ("NAICS2017", "NAICS2022", "NAICS2012")
SPOKEN: dict[str, tuple[str, ...]] = {
    "naics2022": ("NAICS2022",),
    "naics2017": ("NAICS2017",),
    "naics2012": ("NAICS2012",),
    "naics": NAICS,
    "isic4": ("ISIC4",),
    "isic": ISIC,
    "ciiu": ISIC,
    "citi": ISIC,
    "clae2": ("ISIC4",),
    "nace": NACE,
    "scian": ("SCIAN2018",),
    "cnae": ("CNAE2",),
    "naf": ("NAF2",),
    "ape": ("NAF2",),
    "ateco": ("ATECO",),
    "nic2008": ("NIC2008",),
    "uksic": ("UKSIC2007",),
    "ssic": ("SSIC2020",),
    "tsic": ("TSIC2552",),
    "ksic": ("KSIC10",),
}
STRANGERS = 1  # among a few codes that does not unsettle the guess
STRANGE_SHARE = 0.05  # nor do so many among a great many
SPOKEN_SHARE = 0.6  # of the codes, that a column's name is believed
FEWEST = 5  # codes to judge by
ODDS = 100  # to one, against codes made up, or of a list that means other things
SLIPS = 0.02  # share of wrong codes to be expected in a good column


@dataclass(frozen=True)
class Guess:
    """A classification that was read off codes, and those that fit as well.

    Attributes
    ----------
    key
        The classification; None where those that fit mean different things.
    others
        What else fits.
    """

    key: str | None
    others: tuple[str, ...] = ()


def guess(column: str, codes: Collection[str]) -> Guess:
    """The classification of a column by its name, else by its codes.

    A stranger or two among the codes, or things that are no codes, do not unsettle it.
    """
    coded = [code for code in codes if digits_of(code) is not None]
    words = len(codes) - len(coded)
    if not coded or words > max(STRANGERS, 0.1 * len(codes)):
        return Guess(None)
    spoken = _spoken(column, coded)
    return Guess(spoken) if spoken else _by_codes(coded)


def _spoken(column: str, codes: list[str]) -> str | None:
    """The classification that a column's name tells, if most of its codes exist."""
    name = re.sub(r"[^a-z0-9]", "", column.casefold())
    for word in sorted(SPOKEN, key=len, reverse=True):
        if word in name:
            strange = {key: len(_strangers(codes, key)) for key in SPOKEN[word]}
            best = _first_of_fewest(strange)
            if strange[best] <= (1 - SPOKEN_SHARE) * len(codes):
                return best
    return None


def _by_codes(codes: list[str]) -> Guess:
    fitting = [found for family in FAMILIES if (found := _in_family(codes, family))]
    if not fitting or len(codes) < FEWEST:
        return Guess(None)
    best = min(fitting, key=lambda keys: len(_strangers(codes, keys[0])))
    rivals = [keys for keys in fitting if keys != best]
    if not all(_is_better(codes, best[0], keys[0]) for keys in rivals):
        return Guess(None, tuple(keys[0] for keys in fitting))
    parent = _common_parent(best)
    if parent and not _is_proven(codes, parent):
        return Guess(None)
    return Guess(parent, tuple(key for key in best if key != parent))


def _in_family(codes: list[str], family: dict[str, str | None]) -> list[str]:
    """Those of a family that know nearly all codes, and of them the best."""
    allowed = max(STRANGERS, STRANGE_SHARE * len(codes))
    counts = {key: len(_strangers(codes, key)) for key in family}
    fitting = {key: count for key, count in counts.items() if count <= allowed}
    # One code more or less does not tell a child from its parent.
    most = min(fitting.values(), default=0) + STRANGERS
    return [key for key, count in fitting.items() if count <= most]


def _is_proven(codes: list[str], key: str) -> bool:
    """Whether there are codes enough, and made-up ones would not fit as well."""
    strange = _strangers(codes, key)
    enough = len(codes) - len(strange) >= FEWEST
    return enough and _evidence(codes, strange, key) >= log10(ODDS)


def _is_better(codes: list[str], key: str, other: str) -> bool:
    """Whether the codes that only one of two knows speak for the first.

    What both know tells nothing: tables choose their industries, and those of
    manufacturing are in many lists by chance.
    """
    mine, theirs = _strangers(codes, key), _strangers(codes, other)
    speaks_for = sum(_slip_odds(code, key, other) for code in theirs - mine)
    speaks_against = sum(_slip_odds(code, other, key) for code in mine - theirs)
    return speaks_for - speaks_against >= log10(ODDS)


def _slip_odds(code: str, known_to: str, strange_to: str) -> float:
    """log10 of how many times likelier a code is of one list than a slip of another.

    It is one of the list's own codes, or a slip, which is any of the codes that the
    other does not have: (1 - share of the other) / (slips * share of the one).
    """
    share = _shares_taken(known_to).get(_depth(code), 1)
    other = _shares_taken(strange_to).get(_depth(code), 0)
    return log10((1 - other) / (SLIPS * share))


def _common_parent(keys: list[str]) -> str | None:
    """The one of several classifications that all others come from."""
    parents = {key: above for family in FAMILIES for key, above in family.items()}
    lines = [_line_of(key, parents) for key in keys]
    return next((key for key in keys if all(key in line for line in lines)), None)


def _line_of(key: str | None, parents: dict[str, str | None]) -> list[str]:
    line = []
    while key is not None:
        line.append(key)
        key = parents[key]
    return line


def _first_of_fewest(counts: dict[str, int]) -> str:
    """The first that has at most one more than the fewest."""
    fewest = min(counts.values()) + STRANGERS
    return next(key for key, count in counts.items() if count <= fewest)


def _strangers(codes: Iterable[str], key: str) -> set[str]:
    codes = list(codes)
    restored = classifications.restore_zeros(codes, key)
    return {
        code
        for code in codes
        if code not in restored and not classifications.is_known(code, key)
    }


def _evidence(codes: Iterable[str], strange: set[str], key: str) -> float:
    """How many tens to one it is that codes are of a classification and not made up.

    The sum over the codes of log10(1 / share) where one exists and of
    log10(slips / (1 - share)) where it does not; share is that of all codes with so
    many digits which exist. Nine in ten two-digit numbers are divisions of ISIC, so
    that two digits say little; one in twenty-four four-digit ones is a class.
    """
    shares = _shares_taken(key)
    return sum(_weight(shares.get(_depth(code), 0), code in strange) for code in codes)


def _weight(share: float, strange: bool) -> float:
    if strange:
        return log10(SLIPS / max(SLIPS, 1 - share))
    return log10(1 / share) if share else 0


def _depth(code: str) -> int:
    """Characters of a code as lists have it; of a range those of its parts."""
    return len(classifications.spelling((range_of(code) or [code])[0]))


@cache
def _shares_taken(key: str) -> dict[int, float]:
    """What share of the codes of each length exists; a single one is a letter."""
    held = Counter(len(code) for code in classifications.titles_by_spelling(key))
    letters = 26
    return {
        length: count / (letters if length == 1 else 10**length)
        for length, count in held.items()
    }
