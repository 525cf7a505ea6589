"""How alike two records are, field by field, each at one of a few levels."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from distretto.analysis.register.candidate_pairs import Grams, Ints, cosines, grams_of
from distretto.analysis.register.name_words import TRADES
from distretto.analysis.register.records import Records
from distretto.analysis.register.weighing import UNKNOWN, Levels, Usual

Floats = NDArray[np.float64]
EARTH_KM = 6371.0088
# Least similarity of each level but the last; a name is the same, or very like, ...
NAME_AT_LEAST = (0.90, 0.78, 0.65)
ADDRESS_AT_LEAST = (0.88, 0.70, 0.50)
WHERE_AT_LEAST = (0.85, 0.60, 0.35, 0.10)
KM_BELOW = (0.15, 1.0, 10.0, 50.0)
SAME_PLACE = 0.85
NUMBERS_DIFFER = 0.15  # taken off where addresses share no number
TRADES_DIFFER = 0.10  # taken off where names tell trades and share none of them
# How near each level of a field brings two records, 1 being the same spot.
NEAR = {
    "address": (1.0, 0.75, 0.40, 0.0),
    "distance": (1.0, 0.90, 0.55, 0.20, 0.0),
    "place": (0.45, 0.0),
}

# What is usual of each field before the data speak: by levels, the most alike first.
# Address, distance and place say much the same, so they are weighed together: `where`.
USUAL: Mapping[str, Usual] = {
    "name": Usual((0.60, 0.20, 0.12, 0.06, 0.02), (0.02, 0.03, 0.08, 0.22, 0.65)),
    "unit": Usual((0.60, 0.37, 0.03), (0.15, 0.45, 0.40)),
    "where": Usual((0.50, 0.25, 0.15, 0.06, 0.04), (0.01, 0.04, 0.15, 0.30, 0.50)),
    "country": Usual((0.98, 0.02), (0.50, 0.50)),
    "tax_number": Usual((0.97, 0.03), (0.002, 0.998)),
    "phone": Usual((0.80, 0.20), (0.004, 0.996)),
    "email": Usual((0.65, 0.15, 0.20), (0.002, 0.008, 0.990)),
    "website": Usual((0.85, 0.15), (0.004, 0.996)),
}
# What each level of a field is called, the most alike first.
LEVELS: Mapping[str, tuple[str, ...]] = {
    "name": ("same", "close", "alike", "partly", "different"),
    "unit": ("same", "one_only", "different"),
    "where": ("same", "close", "near", "far", "different"),
    "address": ("same", "close", "partly", "different"),
    "place": ("same", "different"),
    "country": ("same", "different"),
    "distance": ("same", "close", "near", "far", "different"),
    "tax_number": ("same", "different"),
    "phone": ("same", "different"),
    "email": ("same", "domain", "different"),
    "website": ("same", "different"),
}


@dataclass(frozen=True)
class Compared:
    """Levels of every field of every pair, and how alike the names are, 0 to 1."""

    levels: Mapping[str, Levels]
    name_similarity: Floats


def compare(records: Records, grams: Grams, pairs: Ints) -> Compared:
    """Every pair, shape (n, 2), field by field; fields that nobody has are left out."""
    similarity = name_similarity(records, grams, pairs)
    levels = {"name": _name_levels(records, similarity, pairs)}
    for field, told in _FIELDS.items():
        found = told(records, pairs)
        if (found != UNKNOWN).any():
            levels[field] = found
    where = _where_levels(levels)
    if where is not None:
        levels["where"] = where
    return Compared(levels, similarity)


def name_similarity(records: Records, grams: Grams, pairs: Ints) -> Floats:
    """How alike names are: in all their letters, and in what is the firms' own.

    Half is of the whole name, spelling and rare letters; half of the words that neither
    tell the trade nor stand in one of the addresses, as the name of the town does.
    """
    spelled = np.maximum(
        _ratios(records.sorted_names, pairs, fuzz.ratio),
        0.9 * _ratios(records.sorted_names, pairs, fuzz.token_set_ratio),
    )
    whole = (spelled + cosines(grams, pairs)) / 2
    own = _own_words(records, pairs)
    joined = [(left.replace(" ", ""), right.replace(" ", "")) for left, right in own]
    like = np.maximum(
        _alike(joined, fuzz.ratio) / 100, _alike(joined, OSA.normalized_similarity)
    )
    like = np.maximum(like, 0.9 * _alike(own, fuzz.token_set_ratio) / 100)
    return np.asarray(
        (whole + like) / 2 - TRADES_DIFFER * _other_trades(records, pairs)
    )


def _own_words(records: Records, pairs: Ints) -> list[tuple[str, str]]:
    """Both names of each pair without words of trades and of the addresses."""
    out = []
    for left, right in _both_rows(pairs):
        known = records.where_words[left] | records.where_words[right] | TRADES
        known = known | records.town_words[left] | records.town_words[right]
        both = []
        for at in (left, right):
            words = records.sorted_names[at].split()
            own = [word for word in words if word not in known] or words
            both.append(" ".join(own))
        out.append((both[0], both[1]))
    return out


def _other_trades(records: Records, pairs: Ints) -> Floats:
    trades = [TRADES.intersection(name.split()) for name in records.sorted_names]
    return _share_nothing(trades, pairs)


def _alike(texts: list[tuple[str, str]], scorer: Callable[..., float]) -> Floats:
    left, right = [one for one, _ in texts], [one for _, one in texts]
    found = process.cpdist(left, right, scorer=scorer, dtype=np.float64, workers=-1)
    return np.asarray(found)


def _name_levels(records: Records, similarity: Floats, pairs: Ints) -> Levels:
    joined, sorted_ = _texts(records.joined_names), _texts(records.sorted_names)
    left, right = pairs.T
    same = (joined[left] == joined[right]) | (sorted_[left] == sorted_[right])
    level = 1 + _below(similarity, NAME_AT_LEAST)
    return np.where(same, 0, level).astype(np.int8)


def _where_levels(levels: Mapping[str, Levels]) -> Levels | None:
    """How near by all that is known; a wrong point does not undo the same address."""
    known = {field: near for field, near in NEAR.items() if field in levels}
    if not known:
        return None
    near = {
        field: np.where(
            levels[field] == UNKNOWN, np.nan, np.array(points)[levels[field]]
        )
        for field, points in known.items()
    }
    nothing = np.full(len(levels["name"]), np.nan)
    address, distance = near.get("address", nothing), near.get("distance", nothing)
    both = (address + distance) / 2
    found = np.where(address >= NEAR["address"][1], np.fmax(both, address), both)
    for alone in (address, distance, near.get("place", nothing)):
        found = np.where(np.isnan(found), alone, found)
    return np.where(np.isnan(found), UNKNOWN, _below(found, WHERE_AT_LEAST)).astype(
        np.int8
    )


def _address_levels(records: Records, pairs: Ints) -> Levels:
    words = _ratios(records.addresses, pairs, fuzz.token_sort_ratio)
    letters = cosines(grams_of(records.addresses), pairs)
    similarity = (words + letters) / 2
    similarity -= NUMBERS_DIFFER * _share_nothing(records.address_numbers, pairs)
    telling = tuple(each if " " in each else "" for each in records.addresses)
    known = _both(telling, pairs)  # a country or town alone is no address
    level = _below(similarity, ADDRESS_AT_LEAST)
    return np.where(known, level, UNKNOWN).astype(np.int8)


def _place_levels(records: Records, pairs: Ints) -> Levels:
    alike = _ratios(records.places, pairs, fuzz.token_set_ratio) >= SAME_PLACE
    known = _both(records.places, pairs)
    return np.where(known, np.where(alike, 0, 1), UNKNOWN).astype(np.int8)


def _country_levels(records: Records, pairs: Ints) -> Levels:
    """A code beside a name cannot be compared."""
    left, right = _texts(records.countries)[pairs].T
    is_code = np.char.str_len(left) == 2, np.char.str_len(right) == 2
    known = _both(records.countries, pairs) & (is_code[0] == is_code[1])
    return np.where(known, np.where(left == right, 0, 1), UNKNOWN).astype(np.int8)


def _unit_levels(records: Records, pairs: Ints) -> Levels:
    left, right = _texts(records.units)[pairs].T
    level = np.where(left == right, 0, np.where((left == "") | (right == ""), 1, 2))
    return np.where((left == "") & (right == ""), UNKNOWN, level).astype(np.int8)


def _distance_levels(records: Records, pairs: Ints) -> Levels:
    km = _kilometres(records.degrees[pairs[:, 0]], records.degrees[pairs[:, 1]])
    level = np.searchsorted(KM_BELOW, km, side="right")
    return np.where(np.isnan(km), UNKNOWN, level).astype(np.int8)


def _kilometres(here: Floats, there: Floats) -> Floats:
    """Great circle distances of points, longitude and latitude; NaN where unknown."""
    (east, north), (other_east, other_north) = np.radians(here).T, np.radians(there).T
    half = np.sin((other_north - north) / 2) ** 2
    turned = np.sin((other_east - east) / 2) ** 2
    half = half + np.cos(north) * np.cos(other_north) * turned
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def _number_levels(
    told: Callable[[Records], tuple[frozenset[str], ...]],
) -> Callable[[Records, Ints], Levels]:
    """Fields that may hold several numbers: the same where one is in both."""

    def levels(records: Records, pairs: Ints) -> Levels:
        held = told(records)
        out = np.full(len(pairs), UNKNOWN, np.int8)
        if not any(held):
            return out
        for at, (left, right) in enumerate(_both_rows(pairs)):
            if held[left] and held[right]:
                out[at] = 1 if held[left].isdisjoint(held[right]) else 0
        return out

    return levels


def _email_levels(records: Records, pairs: Ints) -> Levels:
    whole = _number_levels(lambda each: each.emails)(records, pairs)
    domain = _number_levels(lambda each: each.email_domains)(records, pairs)
    return np.where(whole == 1, np.where(domain == 0, 1, 2), whole).astype(np.int8)


_FIELDS: Mapping[str, Callable[[Records, Ints], Levels]] = {
    "unit": _unit_levels,
    "address": _address_levels,
    "place": _place_levels,
    "country": _country_levels,
    "distance": _distance_levels,
    "tax_number": _number_levels(lambda records: records.tax_numbers),
    "phone": _number_levels(lambda records: records.phones),
    "email": _email_levels,
    "website": _number_levels(lambda records: records.websites),
}


def _ratios(
    texts: tuple[str, ...], pairs: Ints, scorer: Callable[..., float]
) -> Floats:
    """A similarity of rapidfuzz for each pair, from 0 to 1."""
    both = [(texts[left], texts[right]) for left, right in _both_rows(pairs)]
    return _alike(both, scorer) / 100


def _both_rows(pairs: Ints) -> Iterator[tuple[int, int]]:
    """Pairs one after the other, without a list for each."""
    return zip(pairs[:, 0].tolist(), pairs[:, 1].tolist(), strict=True)


def _texts(texts: tuple[str, ...]) -> NDArray[np.str_]:
    return np.array(texts, dtype=np.str_)


def _both(texts: tuple[str, ...], pairs: Ints) -> NDArray[np.bool_]:
    filled = np.array([bool(text) for text in texts], dtype=bool)
    return np.asarray(filled[pairs].all(axis=1))


def _share_nothing(held: Sequence[frozenset[str]], pairs: Ints) -> Floats:
    """1 where both of a pair hold something and nothing of it is the same, else 0."""
    return np.array(
        [
            bool(held[left] and held[right]) and held[left].isdisjoint(held[right])
            for left, right in _both_rows(pairs)
        ],
        dtype=np.float64,
    )


def _below(similarity: Floats, at_least: tuple[float, ...]) -> NDArray[np.int64]:
    """The level of each: 0 where it reaches the first bound, then the next."""
    return np.asarray(sum((similarity < bound).astype(int) for bound in at_least))
