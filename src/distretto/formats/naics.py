"""The branches of NAICS: official titles of its codes of two to five digits.

The package of classifications has the six-digit industries only. What lies above them
stands in a table of our own, with the editions in which a title holds; sources:
``naics2012``, ``naics2017``, ``naics2022``.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from distretto.formats.hierarchy import range_of

EDITIONS = {"NAICS2012": 2012, "NAICS2017": 2017, "NAICS2022": 2022}


def with_branches(industries: Mapping[str, str], key: str) -> dict[str, str]:
    """All codes of an edition with their titles, in the order of the tree.

    An industry of five digits that is not divided bears the title of the one of six
    that stands for it, which ends in 0.
    """
    whole = {code[:5]: title for code, title in industries.items() if code[5:] == "0"}
    listed = {**whole, **_branches(EDITIONS[key]), **industries}
    return dict(sorted(listed.items(), key=lambda entry: _place(entry[0])))


def _place(code: str) -> str:
    """Where a code stands in the tree: "31-33" where 31 would."""
    return (range_of(code) or [code])[0]


def _branches(year: int) -> dict[str, str]:
    return {
        code: title for code, first, last, title in _table() if first <= year <= last
    }


@cache
def _table() -> tuple[tuple[str, int, int, str], ...]:
    text = files(__package__).joinpath("naics_branches.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return tuple(
        (code, int(first), int(last), title) for code, first, last, title in rows
    )
