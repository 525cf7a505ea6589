"""Industries by what a list calls them: the code whose title is most alike.

Titles are those of the classification and, for ISIC Rev. 4, those of national ones in
other languages, followed to ISIC by their concordances.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from distretto.analysis.register.folding import folded
from distretto.analysis.register.lookup import Lookup
from distretto.formats import classifications
from distretto.formats.hierarchy import bare, range_of


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split("|"))


# Beside English: French, Portuguese, Spanish, Russian.
OTHER_LANGUAGES = {"ISIC4": ("NAF2", "CNAE2", "SCIAN2018", "GCED2011")}
SURE = 0.75  # from this score on a title is taken for the code
CLEAR = 0.85  # from this one on no other language is tried
ALTERNATIVES = 3
LOOKED_AT = 40
FEWEST_DIGITS = 2  # that several ISIC codes of a title must share
# Trading or mending a thing is another industry than making it.
NOT_MAKING = _words(
    "sale|wholesale|retail|repair|rental|renting|leasing|trade|commerce|vente|agents",
    "reparation|location|comercio|venta|reparacion|alquiler|reparacao|aluguel|remont",
    "torgovlya|maintenance|entretien|mantenimiento|manutencao",
)
OTHER_KIND = 0.7  # what the score is multiplied by where only the title tells of it
_MAKING = _words(
    "manufacture|manufacturing|making|production|fabrication|industrie|fabricacion",
    "elaboracion|produccion|fabricacao|producao|confecao|proizvodstvo",
)
# What a title says of every industry.
_FILLERS = _MAKING | _words(
    "of|and|the|other|for|n|e|c|nec|in|etc|industry|services|service|activities",
    "de|et|des|du|d|l|la|le|les|autres|a|en|activites|y|del|los|las|el|otros|otras",
    "industria|con|servicios|do|da|dos|das|outros|outras|i",
)


@dataclass(frozen=True)
class TitleMatch:
    """The code whose title is most alike.

    Attributes
    ----------
    code : str or None
        None where no title is alike enough, or those that are mean too many things.
    title : str
        Of the classification in which it was found; "" where none was.
    score : float
        From 0 to 1, 1 for the same words.
    alternatives : tuple of str
        The next best codes.
    """

    code: str | None
    title: str
    score: float
    alternatives: tuple[str, ...]


def match_titles(texts: Iterable[str], classification: str) -> dict[str, TitleMatch]:
    """The most alike code for each different text."""
    found = {text: _ranked(text, classification) for text in dict.fromkeys(texts)}
    others = OTHER_LANGUAGES.get(classification, ())
    unclear = [
        text for text, hits in found.items() if max(hits, default=(0,))[0] < CLEAR
    ]
    for other in others if unclear else ():
        for text in unclear:
            found[text] += _ranked(text, other)
    best = {text: _best(hits) for text, hits in found.items()}
    followed = _followed(best, classification)
    return {text: _match(hits, followed) for text, hits in best.items()}


Hit = tuple[float, str, str, str]  # score, classification, code, title
Followed = Mapping[tuple[str, str], str | None]


def _best(hits: list[Hit]) -> list[Hit]:
    """The most alike first, short codes before long; no more than are told."""
    order = sorted(hits, key=lambda hit: (-round(hit[0], 6), len(hit[2]), hit[2]))
    return order[: 3 * ALTERNATIVES]


def _ranked(text: str, classification: str) -> list[Hit]:
    """Titles of one classification that are alike."""
    codes, titles, lookup = _titles(classification)
    said = _telling(text)
    if not said:
        return []
    hits: list[Hit] = []
    for each in lookup.find(said, LOOKED_AT):
        code, title = codes[each.row], titles[each.row]
        alike = fuzz.token_sort_ratio(said, _telling(title)) / 100
        score = (each.score + alike) / 2
        if _is_other_kind(set(folded(text).split()), set(folded(title).split())):
            score *= OTHER_KIND
        hits.append((score, classification, code, title))
    return hits


def _is_other_kind(said: set[str], titled: set[str]) -> bool:
    """Whether a title speaks of trade where the text does not, or making is lost."""
    if said & _MAKING and not titled & _MAKING:
        return True
    return bool(NOT_MAKING & (titled - said))


@cache
def _titles(classification: str) -> tuple[list[str], list[str], Lookup]:
    titled = classifications.titles(classification)
    listed = [(code, title) for code, title in titled.items() if title]
    lookup = Lookup([_telling(title) for _, title in listed])
    return [code for code, _ in listed], [title for _, title in listed], lookup


def _telling(text: str) -> str:
    words = folded(text).split()
    return " ".join(word for word in words if word not in _FILLERS) or " ".join(words)


def _followed(best: Mapping[str, list[Hit]], classification: str) -> Followed:
    """The codes found, as codes of this classification; None where they are several."""
    found: dict[str, set[str]] = {}
    for hits in best.values():
        for _, source, code, _ in hits:
            found.setdefault(source, set()).add(code)
    followed: dict[tuple[str, str], str | None] = {}
    for source, codes in found.items():
        if source == classification:
            followed |= {(source, code): bare(code) for code in codes}
            continue
        targets = classifications.to_isic4(sorted(codes), source)
        followed |= {(source, code): _common(to) for code, to in targets.items()}
    only = _only_parts(classification)
    return {hit: _finest(code, only) for hit, code in followed.items()}


def _finest(code: str | None, only: Mapping[str, str]) -> str | None:
    """The class of a group that has no other: the two are one industry."""
    while code is not None and code in only:
        code = only[code]
    return code


@cache
def _only_parts(classification: str) -> dict[str, str]:
    """Codes that have one part only, and the part."""
    listed = classifications.titles(classification)
    codes = {bare(code) for code in listed if not range_of(code)}
    parts: dict[str, list[str]] = {}
    for code in sorted(filter(str.isdigit, codes)):
        wholes = (code[:end] for end in range(len(code) - 1, 0, -1))
        whole = next((each for each in wholes if each in codes), None)
        if whole:
            parts.setdefault(whole, []).append(code)
    return {whole: several[0] for whole, several in parts.items() if not several[1:]}


def _common(targets: tuple[str, ...]) -> str | None:
    """The code that all targets lie within; None where they share no division."""
    digits = [code for code in targets if code.isdigit()]
    if not digits:
        return None
    shared = min(len(code) for code in digits)
    while shared >= FEWEST_DIGITS and len({code[:shared] for code in digits}) > 1:
        shared -= 1
    return digits[0][:shared] if shared >= FEWEST_DIGITS else None


def _match(best: list[Hit], followed: Followed) -> TitleMatch:
    codes = [
        (score, followed[source, code], title) for score, source, code, title in best
    ]
    known = [(score, code, title) for score, code, title in codes if code]
    if not known:
        return TitleMatch(None, "", 0.0, ())
    score, code, title = known[0]
    others = dict.fromkeys(other for _, other, _ in known[1:] if other != code)
    if score < SURE:
        return TitleMatch(None, title, score, (code, *others)[:ALTERNATIVES])
    return TitleMatch(code, title, score, tuple(others)[:ALTERNATIVES])
