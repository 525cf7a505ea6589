"""Signs before a measure that rests on incomplete figures, and what they mean.

A sign is shown in place of nothing: a figure without one is exact as far as the table
goes. Of a region or industry whose visible figures explain less than half, little is
known.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from distretto.errors import gettext_noop

AT_MOST, ABOUT, AT_LEAST = "≤", "≈", "≥"
MEASURES = ("lq", "focus", "size")
# What may have a sign in a table of clusters.
MARKED = (*MEASURES, "stars")
# Below this known share the hidden part outweighs the visible one.
HALF = 0.5
# What a quotient is made of, in the order of its formula.
TOTALS = ("region_total", "reference_industry_total", "reference_total")
MEANINGS = {
    AT_MOST: gettext_noop(
        "≤ means “at most”: figures are hidden, and no total was published that counts "
        "them, so the true figure is this or less."
    ),
    ABOUT: gettext_noop(
        "≈ means “about”: the total of the reference area leaves out hidden figures, "
        "so the true quotient may be higher or lower."
    ),
}
ABOUT_STARS = gettext_noop(
    "≈ before stars: under half of the industry is known. Stars go by rank among the "
    "figures that are known, so those that are hidden may change them."
)


def sign_of(row: Mapping[str, Any], measure: str) -> str:
    """The sign before a measure of a cluster or cell; empty where it is exact."""
    if row.get(measure) is None:
        return ""
    if measure == "stars":
        known = row.get("known_share", row.get("industry_known_share"))
        return ABOUT if row["stars"] and is_little_known(known) else ""
    if row.get(f"{measure}_is_estimate"):
        return ABOUT
    return AT_MOST if row.get(f"{measure}_is_maximum") else ""


def is_little_known(share: float | None) -> bool:
    """Whether a known share (0 to 1) is under half; one that is unknown is not."""
    return share is not None and share < HALF


def sign_of_total(row: Mapping[str, Any], total: str) -> str:
    """“≥” before a total that leaves out hidden cells; empty where it is whole."""
    known = row.get(total) is not None
    return AT_LEAST if known and row.get(f"{total}_is_minimum") else ""


def minima_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The totals of a quotient that leave out hidden cells."""
    return tuple(total for total in TOTALS if sign_of_total(row, total))


def signed(sign: str, text: str) -> str:
    """A number behind its sign, on one line with it."""
    return f"{sign}\N{NO-BREAK SPACE}{text}" if sign else text


def meanings(
    rows: Iterable[Mapping[str, Any]], measures: Sequence[str] = MEASURES
) -> list[str]:
    """What the signs that occur mean, as templates; none where all is exact."""
    used = {
        _meaning(measure, sign)
        for row in rows
        for measure in measures
        if (sign := sign_of(row, measure))
    }
    return [each for each in (*MEANINGS.values(), ABOUT_STARS) if each in used]


def _meaning(measure: str, sign: str) -> str:
    return ABOUT_STARS if measure == "stars" else MEANINGS[sign]
