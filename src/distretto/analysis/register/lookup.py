"""Search that forgives spelling: misspelt, half typed, or in another script.

Each record is one text of folded words (`folding.folded`), kept beside it. A word that
was typed is looked for among all different words at once: as it is, as a beginning,
with letters wrong, missing or exchanged, without its vowels (which Arabic does not
write), within a longer word. Rare words weigh more than common ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from distretto.analysis.register.folding import folded

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
# How much each way of meeting a word counts.
EXACT = 1.0
BEGINNING = 0.92
MISSPELT = 0.85  # times the similarity
MISSPELT_BEGINNING = 0.75
WITHOUT_VOWELS = 0.70
WITHIN = 0.55
LEAST_SHARE = 0.5  # of the weight of what was typed, that a record must meet
SHORTEST_MISSPELT = 3  # letters
SHORTEST_WITHIN = 3
SHORTEST_BARE = 3  # consonants
MOST_VOWELS = 0.25  # of a word that was written without its short vowels
_VOWELS = str.maketrans({**dict.fromkeys("aeiouyw"), "q": "k", "c": "k", "j": "g"})


@dataclass(frozen=True)
class Found:
    """One record found.

    Attributes
    ----------
    row : int
        Its place among the texts, from 0.
    score : float
        Dimensionless, from 0 to 1: 1 where every word typed is there as typed.
    """

    row: int
    score: float


class Lookup:
    """Texts of folded words, to be searched many times.

    Texts are given folded (`folded`), one for each record, and are not kept up to date:
    make another when they change.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._texts = tuple(words)
        self._rows = _postings(self._texts)
        self._vocabulary = tuple(self._rows)
        self._places = {word: at for at, word in enumerate(self._vocabulary)}
        self._lengths = np.array([len(word) for word in self._vocabulary], np.int64)
        self._starts = np.cumsum([0, *(len(rows) for rows in self._rows.values())])
        self._postings = (
            np.concatenate([*self._rows.values()])
            if self._rows
            else np.empty(0, np.int64)
        )
        self._sizes = np.array([text.count(" ") + 1 for text in self._texts], np.int64)
        self._bare = _by_bare(self._vocabulary)
        self._beginnings = lru_cache(maxsize=32)(self._cut)

    def __len__(self) -> int:
        return len(self._texts)

    def find(self, typed: str, limit: int = 20) -> list[Found]:
        """The records that meet what was typed, the best first.

        Words may be in any order and any script, and be half typed. The record that is
        just what was typed comes first, then those that have every word as typed, the
        shortest of them first.
        """
        words = folded(typed).split()
        if not words or not self._texts:
            return []
        weights = np.array([self._weight(word) for word in words])
        met = np.stack([self._meets(word) for word in words])
        for at, (left, right) in enumerate(pairwise(words)):
            joined = self._meets(left + right)  # “xiao xiang” is Xiaoxiang, too
            met[at] = np.maximum(met[at], joined)
            met[at + 1] = np.maximum(met[at + 1], joined)
        score = weights @ met / weights.sum()
        return self._ranked(folded(typed), score, limit)

    def _ranked(self, typed: str, score: Floats, limit: int) -> list[Found]:
        rows = np.flatnonzero(score >= LEAST_SHARE)
        # Sorting only the best: a word half typed may be in very many.
        if len(rows) > 4 * limit:
            edge = np.partition(score[rows], len(rows) - 2 * limit)[-2 * limit]
            rows = rows[score[rows] >= edge]
        whole = np.array([self._texts[row] == typed for row in rows], dtype=bool)
        order = np.lexsort((rows, self._sizes[rows], -score[rows].round(6), ~whole))
        return [
            Found(int(row), min(1.0, float(score[row])))
            for row in rows[order[:limit]].tolist()
        ]

    def _weight(self, word: str) -> float:
        """Rare words weigh more; one that is nowhere weighs as a middling one."""
        have = len(self._rows[word]) if word in self._rows else len(self._texts) ** 0.5
        return float(1 + np.log((1 + len(self._texts)) / (1 + have)))

    def _meets(self, word: str) -> Floats:
        """How far each record meets one word, from 0 to 1."""
        alike = self._similar(word)
        hits = np.flatnonzero(alike)
        out = np.zeros(len(self._texts), np.float32)
        if not len(hits):
            return out
        hits = hits[np.argsort(alike[hits], kind="stable")]
        lengths = self._starts[hits + 1] - self._starts[hits]
        before = np.repeat(
            self._starts[hits] - np.r_[0, lengths[:-1].cumsum()], lengths
        )
        rows = self._postings[before + np.arange(lengths.sum())]
        out[rows] = np.repeat(alike[hits], lengths)  # the last of a row is its best
        return out

    def _similar(self, word: str) -> Floats:
        """How alike each different word is to one that was typed."""
        alike = np.zeros(len(self._vocabulary), np.float32)
        if not word.isdigit():
            self._misspelt(word, alike)
            _raise(alike, self._without_vowels(word), WITHOUT_VOWELS)
            if len(word) >= SHORTEST_WITHIN:
                _raise(alike, self._within(word), WITHIN)
        cut, of = self._beginnings(len(word))
        starts = np.flatnonzero(np.array([each == word for each in cut])[of])
        # The nearer to its end, the likelier it is meant: “arka” is Arkan before
        # Arkadaslar.
        nearer = BEGINNING + 0.05 * len(word) / np.maximum(self._lengths[starts], 1)
        alike[starts] = np.maximum(alike[starts], nearer)
        if word in self._places:
            alike[self._places[word]] = EXACT
        return alike

    def _misspelt(self, word: str, alike: Floats) -> None:
        """Words, or beginnings of words, with a few letters wrong."""
        if len(word) < SHORTEST_MISSPELT:
            return
        least = 1 - _slips(len(word)) / len(word)
        whole = _likeness(word, self._vocabulary, least)
        cut, of = self._beginnings(len(word))
        begun = _likeness(word, cut, least)[of]
        np.maximum(alike, MISSPELT * whole, out=alike)
        np.maximum(alike, MISSPELT_BEGINNING * begun, out=alike)

    def _within(self, word: str) -> list[int]:
        return [at for at, each in enumerate(self._vocabulary) if word in each]

    def _without_vowels(self, word: str) -> list[int]:
        """Words with the same consonants, where either was written without vowels."""
        bare = _bare(word)
        if len(bare) < SHORTEST_BARE:
            return []
        found = self._bare.get(bare, ())
        if _lacks_vowels(word):
            return list(found)
        return [at for at in found if _lacks_vowels(self._vocabulary[at])]

    def _cut(self, length: int) -> tuple[list[str], Ints]:
        """The different beginnings of so many letters, and which each word has."""
        places: dict[str, int] = {}
        of = [
            places.setdefault(word[:length], len(places)) for word in self._vocabulary
        ]
        return list(places), np.array(of, np.int64)


def _likeness(word: str, others: Sequence[str], least: float) -> Floats:
    """How alike a word is to others, an exchange being one slip; 0 below `least`."""
    found = process.cdist(
        [word],
        others,
        scorer=OSA.normalized_similarity,
        score_cutoff=least - 1e-4,
        dtype=np.float32,
    )
    return np.asarray(found[0])


def _postings(texts: Sequence[str]) -> dict[str, Ints]:
    rows: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        for word in set(text.split()):
            rows.setdefault(word, []).append(row)
    return {word: np.array(found, np.int64) for word, found in rows.items()}


def _slips(length: int) -> int:
    """Wrong letters that a word of so many is forgiven."""
    return 1 if length < 7 else 2 if length < 11 else 3


def _raise(alike: Floats, places: list[int], worth: float) -> None:
    if places:
        alike[places] = np.maximum(alike[places], worth)


def _bare(word: str) -> str:
    """The consonants of a word, those that sound alike as one, none doubled."""
    kept = word.translate(_VOWELS)
    return "".join(
        letter for at, letter in enumerate(kept) if not at or kept[at - 1] != letter
    )


def _lacks_vowels(word: str) -> bool:
    return sum(letter in "aeiou" for letter in word) <= MOST_VOWELS * len(word)


def _by_bare(vocabulary: Sequence[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for at, word in enumerate(vocabulary):
        found.setdefault(_bare(word), []).append(at)
    return {bare: tuple(places) for bare, places in found.items()}
