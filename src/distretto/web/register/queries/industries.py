"""Industries: published classifications as a tree, searched, and led back to ISIC 4.

The lists are published data and small; what is slow is the package that knows the
concordances, and so these are computed once and kept beside the data.
"""

import json
from dataclasses import dataclass
from functools import cache

from distretto import __version__
from distretto.formats import classifications
from distretto.formats.hierarchy import bare, digits_of, parents_of
from distretto.formats.words import plain
from distretto.web.register import kept_files

FOLDER = "concordances"
EDITION = 2  # raise it when there are other codes, or another way to ISIC 4
MOST_FOUND = 60
MOST_OFFERED = 20
ISIC4 = "ISIC4"


@dataclass(frozen=True)
class Industry:
    """One class of a classification, at its place in the tree."""

    code: str
    title: str
    level: int
    has_parts: bool = False


def industries_matching(key: str, text: str) -> tuple[list[Industry], int]:
    """The first industries whose code begins so or whose title has all words, and
    how many there are in all."""
    wanted, code = plain(text).split(), bare(text.strip()).upper()
    found = [
        each
        for each in tree(key)
        if (code and bare(each.code).upper().startswith(code))
        or (wanted and all(word in _folded(key)[each.code] for word in wanted))
    ]
    return found[:MOST_FOUND], len(found)


def found_for(key: str, text: str) -> list[Industry]:
    """What to offer somebody who looks for an industry; nothing where nothing is
    asked or the classification is not known."""
    if not text or key not in classifications.CLASSIFICATIONS:
        return []
    return industries_matching(key, text)[0][:MOST_OFFERED]


def parts_of(key: str, code: str = "") -> list[Industry]:
    """The next deeper industries below a code; the uppermost ones without."""
    return [each for each in tree(key) if _parents(key).get(each.code, "") == code]


def trail_to(key: str, code: str) -> list[Industry]:
    """An industry and those above it, uppermost first; [] where it does not exist."""
    listed = {each.code: each for each in tree(key)}
    trail: list[Industry] = []
    while code in listed:
        trail.insert(0, listed[code])
        code = _parents(key).get(code, "")
    return trail


def titled(codes: list[str], key: str) -> list[Industry]:
    """Codes with their titles, as people entered them."""
    return [
        Industry(code, classifications.title_of(code, key), digits_of(code) or 0)
        for code in codes
    ]


def concordance(key: str, code: str) -> list[Industry]:
    """The industries of ISIC Rev. 4 that a code corresponds to."""
    if key == ISIC4:
        return []
    return titled(_concordances(key).get(code, []), ISIC4)


@cache
def tree(key: str) -> tuple[Industry, ...]:
    """All industries of a classification, in its order."""
    parents = set(_parents(key).values())
    return tuple(
        Industry(code, title, digits_of(code) or 0, code in parents)
        for code, title in classifications.titles(key).items()
    )


@cache
def _parents(key: str) -> dict[str, str]:
    """Each code's nearest code above it; sections are letters over divisions."""
    titles = classifications.titles(key)
    nearest = parents_of(titles)
    parents, section = {}, ""
    for code in titles:
        if digits_of(code) == 1 and code.isalpha():
            section = code
            continue
        parents[code] = nearest.get(code, section)
    return {code: above for code, above in parents.items() if above}


@cache
def _folded(key: str) -> dict[str, str]:
    listed = classifications.titles(key)
    return {code: plain(title) for code, title in listed.items()}


@cache
def _concordances(key: str) -> dict[str, list[str]]:
    name = f"{FOLDER}/{key}-{__version__}-{EDITION}.json"
    kept: dict[str, list[str]] | None = kept_files.found(name, json.loads)
    if kept is not None:
        return kept
    found = classifications.to_isic4(classifications.titles(key), key)
    told = {code: list(codes) for code, codes in found.items()}
    kept_files.keep(name, json.dumps(told).encode())
    return told
