"""A firm's name made comparable: its own words, its legal form, its unit."""

import re
from dataclasses import dataclass

from distretto.analysis.register.folding import folded
from distretto.analysis.register.name_words import (
    ADDRESS_FILLERS,
    ADDRESS_SAYS,
    BRANCHES,
    DEPARTMENTS,
    LEGAL_ANYWHERE,
    LEGAL_AT_ENDS,
    NAME_FILLERS,
    NAME_SAYS,
    NATIVE,
    NUMBER_WORDS,
    ORDINAL_ENDS,
    ORDINALS,
    ROMAN,
    UNIT_WORDS,
)

_HAS_NATIVE = re.compile("|".join(re.escape(native) for native, _ in NATIVE))
_NATIVE = dict(NATIVE)
_LEGAL = LEGAL_AT_ENDS | LEGAL_ANYWHERE
LONGEST_UNIT = 2  # digits of a number at the end that may be that of a unit


@dataclass(frozen=True)
class FirmName:
    """A name as it is compared.

    Attributes
    ----------
    text : str
        All its words, folded.
    words : tuple of str
        Its own words: without legal forms, unit and fillers such as “and”; short
        forms written out, plurals as singulars, numbers kept.
    legal_forms : tuple of str
        What it is in law, as it says: ("pvt", "ltd").
    unit : str
        Which of a firm's units it is: “Unit II” is "2"; "" where it does not say.
    """

    text: str
    words: tuple[str, ...]
    legal_forms: tuple[str, ...]
    unit: str

    @property
    def core(self) -> str:
        """The own words in their order."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Address:
    """An address as it is compared.

    Attributes
    ----------
    words : tuple of str
        What is its own: no “road”, no “district”, no “industrial estate”.
    numbers : tuple of str
        Numbers of houses, plots and roads, without codes of the post.
    """

    words: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def core(self) -> str:
        """Words, then numbers."""
        return " ".join((*self.words, *self.numbers))


def firm_name(text: str) -> FirmName:
    """A firm's name taken apart: its own words, its legal form, its unit.

    Parameters
    ----------
    text : str
        The name as written, of any script.

    Returns
    -------
    FirmName
        Of words, no numbers with a unit (dimensionless). A name of nothing but legal
        forms keeps them as its words.

    Raises
    ------
    Nothing: every text has an answer.
    """
    plain = folded(_HAS_NATIVE.sub(lambda found: _NATIVE[found[0]], text))
    words, unit = _without_unit(plain.split())
    own, legal = _without_legal_forms(words)
    said = [_singular(NAME_SAYS.get(word, word)) for word in own]
    telling = [word for word in said if word not in NAME_FILLERS]
    own_words = telling or said or words or plain.split()
    return FirmName(plain, tuple(own_words), tuple(legal), unit)


def address_of(text: str) -> Address:
    """An address taken apart: the words that tell where, and the numbers.

    Parameters
    ----------
    text : str
        The address as written, of any script.

    Returns
    -------
    Address
        Of words, no numbers with a unit (dimensionless).

    Raises
    ------
    Nothing: every text has an answer.
    """
    said = [ADDRESS_SAYS.get(word, word) for word in folded(text).split()]
    numbers = [word.lstrip("0") for word in said if word.isdigit() and len(word) < 5]
    words = [
        _singular(word)
        for word in said
        if not word.isdigit() and word not in ADDRESS_FILLERS and len(word) > 1
    ]
    return Address(tuple(words), tuple(filter(None, numbers)))


def _without_unit(words: list[str]) -> tuple[list[str], str]:
    """The words and, apart, the number or letter of the unit that they name."""
    for place, word in enumerate(words):
        if word not in UNIT_WORDS:
            continue
        after = [one for one in words[place + 1 : place + 3] if one not in ("no", "nr")]
        unit = _counted(after[0]) if after else ""
        if unit:
            end = words.index(after[0], place) + 1
            # “Weaving Mill 2” is a weaving mill all the same; “Unit 2” is nothing else.
            kept = [word] if word in NAME_SAYS or word in ("mill", "works") else []
            return _rest(words, place, end, kept), unit
        start, unit = _ordinal_before(words, place)
        if unit:
            return _rest(words, start, place + 1, []), unit
    words, unit = _without_last_number(words)
    branch = "" if unit else next((word for word in words if word in BRANCHES), "")
    return [word for word in words if word != branch], unit or branch


def _rest(words: list[str], start: int, end: int, kept: list[str]) -> list[str]:
    return [*words[:start], *kept, *words[end:]]


def _ordinal_before(words: list[str], place: int) -> tuple[int, str]:
    """Where the “2nd” or “second” before a unit begins, and its number; else ""."""
    before = words[max(place - 2, 0) : place]
    if len(before) == 2 and before[1] in ORDINAL_ENDS and before[0].isdigit():
        return place - 2, _counted(before[0])
    return place - 1, ORDINALS.get(before[-1], "") if before else ""


def _counted(word: str) -> str:
    """The number or letter that a word is, else ""."""
    if word.isdigit() and len(word) <= LONGEST_UNIT:
        return word.lstrip("0")
    return ROMAN.get(word, word if len(word) == 1 and word.isalpha() else "")


def _without_last_number(words: list[str]) -> tuple[list[str], str]:
    """“Arka Tekstil 2 Ltd” is the second one: the last of its own words counts."""
    own = [place for place, word in enumerate(words) if word not in _LEGAL]
    if len(own) < 2:
        return words, ""
    last = words[own[-1]]
    unit = _last_unit(last)
    if not unit:
        return words, ""
    return [word for place, word in enumerate(words) if place != own[-1]], unit


def _last_unit(word: str) -> str:
    """The unit that a name's last own word tells: its number, or its department."""
    if word in DEPARTMENTS or word in BRANCHES:
        return word
    if len(word) == 1 and word.isalpha():
        return ""  # an initial
    return NUMBER_WORDS.get(word, _counted(word))


def _without_legal_forms(words: list[str]) -> tuple[list[str], list[str]]:
    start, end = 0, len(words)
    while end > start and words[end - 1] in _LEGAL:
        end -= 1
    while start < end and words[start] in _LEGAL:
        start += 1
    own = [word for word in words[start:end] if word not in LEGAL_ANYWHERE]
    if not own:
        return words, []
    inside = [word for word in words[start:end] if word in LEGAL_ANYWHERE]
    return own, [*words[:start], *inside, *words[end:]]


def _singular(word: str) -> str:
    """Without the s of an English, French, Spanish or Portuguese plural."""
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
