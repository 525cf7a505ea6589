"""Which column of a list tells what: by a person's word, its name, its contents."""

import re
from collections.abc import Callable, Mapping

from distretto.formats.firm_lists.cells import EMAIL, PHONE, WEBSITE
from distretto.formats.firm_lists.coordinates import both_degrees, degrees
from distretto.formats.firm_lists.country_names import country_code
from distretto.formats.firm_lists.roles import ROLES, WITHIN, fit
from distretto.formats.hierarchy import digits_of
from distretto.formats.layouts.columns import check_told
from distretto.formats.layouts.long import key
from distretto.formats.layouts.sizes import is_band, is_scale
from distretto.formats.tables import Table

SAMPLE_ROWS = 2_000
MOST = 0.6  # of the filled cells that must look like what the name says
NEARLY_ALL = 0.9  # where nothing but the contents speaks
FEWEST = 3  # cells to go by

Texts = list[str]


def columns_of(table: Table, told: Mapping[str, str]) -> dict[str, str]:
    """Role to column for all roles that can be filled without asking.

    A column takes one role, a role one column; the best fit goes first. What the person
    told is taken as it is; "" keeps a role empty.
    """
    chosen = check_told(table, told)
    sample = table.frame.select(key(name, table).alias(name) for name in table.columns)
    cells = sample.head(SAMPLE_ROWS).collect()
    texts = {name: cells[name].drop_nulls().to_list() for name in table.columns}
    _by_name(table, told, texts, chosen)
    _by_contents(table, told, texts, chosen)
    if "latitude" not in chosen or "longitude" not in chosen:
        return chosen
    return {role: name for role, name in chosen.items() if role != "coordinates"}


def _by_name(
    table: Table,
    told: Mapping[str, str],
    texts: Mapping[str, Texts],
    chosen: dict[str, str],
) -> None:
    bids = [
        (fit(column, role), role, column)
        for role in ROLES
        if role not in told
        for column in table.columns
    ]
    order = {name: place for place, name in enumerate(table.columns)}
    for score, role, column in sorted(bids, key=lambda bid: (-bid[0], order[bid[2]])):
        if not score or column in chosen.values():
            continue
        fitting = _borne_out(role, texts[column], score)
        if fitting and fitting not in chosen and fitting not in told:
            chosen[fitting] = column


def _borne_out(role: str, texts: Texts, score: int) -> str | None:
    """The role again, or the one that the contents speak for, or None.

    A whole name is believed where any cell bears it out, so that a column of mistakes
    is read and told; a word within one, where most do.
    """
    if role == "employees" and _share(texts, is_band) >= MOST:
        return "size"
    if role in ("industry", "industry_title") and texts:
        return "industry" if _share(texts, _is_code) >= MOST else "industry_title"
    if role in ("latitude", "longitude") and _share(texts, _both) >= MOST:
        return "coordinates"
    wanted = _CONTENTS.get(role)
    if wanted is None or not texts:
        return role
    share = _share(texts, wanted)
    return role if share >= MOST or (share and score > WITHIN) else None


def _by_contents(
    table: Table,
    told: Mapping[str, str],
    texts: Mapping[str, Texts],
    chosen: dict[str, str],
) -> None:
    """Columns whose names say nothing, where their cells leave no doubt."""
    for column in table.columns:
        if column in chosen.values() or len(texts[column]) < FEWEST:
            continue
        for role, wanted in _SURE.items():
            if role in chosen or role in told:
                continue
            if _share(texts[column], wanted) >= NEARLY_ALL:
                chosen[role] = column
                break
        else:
            free = not {"size", "employees"} & (chosen.keys() | told.keys())
            if free and is_scale(sorted(set(texts[column]))):
                chosen["size"] = column


def _share(texts: Texts, wanted: Callable[[str], object]) -> float:
    """Of the different cells, the share that is what is wanted."""
    different = list(dict.fromkeys(texts))[:200]
    return sum(bool(wanted(text)) for text in different) / max(len(different), 1)


def _is_code(text: str) -> bool:
    return digits_of(text) is not None and any(sign.isdigit() for sign in text)


def _latitude(text: str) -> bool:
    return degrees(text) is not None


def _both(text: str) -> bool:
    return both_degrees(text) is not None


def _is_number(text: str) -> bool:
    return bool(re.match(r"^[\s~<>+]*\d", text)) or not re.search(r"\w", text)


def _has_year(text: str) -> bool:
    return bool(re.search(r"(?<!\d)(1[5-9]|20)\d\d(?!\d)", text))


def _is_telling(text: str) -> bool:
    """Words, that is: what a firm or a person can be called."""
    return any(sign.isalpha() for sign in text)


# What most cells of a column must be for its name to be believed.
_CONTENTS: Mapping[str, Callable[[str], object]] = {
    "name": _is_telling,
    "legal_name": _is_telling,
    "contact": _is_telling,
    "products": _is_telling,
    "country": country_code,
    "latitude": _latitude,
    "longitude": _latitude,
    "coordinates": _both,
    "employees": _is_number,
    "women": _is_number,
    "year_founded": _has_year,
    "phone": PHONE.search,
    "email": EMAIL.search,
    "website": WEBSITE.match,
}
# What tells a role without any name.
_SURE: Mapping[str, Callable[[str], object]] = {
    "email": EMAIL.fullmatch,
    "website": re.compile(r"(https?://|www\.)\S+", re.I).fullmatch,
    "coordinates": _both,
}
