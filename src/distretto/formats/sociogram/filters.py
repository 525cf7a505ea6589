"""What a sociogram leaves out, in words that stand in the picture."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from distretto.analysis.diagnosis.linkages.survey import (
    CONFLICT,
    FIRM,
    INSTITUTION,
    KINDS,
    WITHIN,
    Linkages,
)
from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.sociogram.looks import KIND_WORDS
from distretto.formats.sociogram.shown import Choice

AMONG = {
    frozenset((FIRM,)): gettext_noop("firms alone"),
    frozenset((FIRM, INSTITUTION)): gettext_noop("firms and institutions alone"),
    frozenset(WITHIN): gettext_noop("without those outside the cluster"),
}
ONLY = gettext_noop("only: %(kinds)s")
STRENGTHS = {
    1.0: gettext_noop("ties of known strength alone"),
    2.0: gettext_noop("regular and strong ties alone"),
    3.0: gettext_noop("strong ties alone"),
}
FROM = gettext_noop("ties of strength %(least)s or more")
NO_CONFLICTS = gettext_noop("Conflicts are left out")


@dataclass(frozen=True)
class Filters:
    """What is left out.

    Attributes
    ----------
    beside : tuple of str
        Words that stand beside the counts.
    beneath : str
        A sentence at the foot without its full stop; “” if there is none.
    """

    beside: tuple[str, ...] = ()
    beneath: str = ""


def filters_of(choice: Choice, language: Language, *, no_conflicts: bool) -> Filters:
    """The words for what a choice leaves out."""
    told = []
    if set(choice.among) != set(KINDS):
        told.append(_of_whom(frozenset(choice.among), language))
    if choice.weakest:
        told.append(_how_strong(choice.weakest, language))
    return Filters(tuple(told), language.say(NO_CONFLICTS) if no_conflicts else "")


def _of_whom(kinds: frozenset[str], language: Language) -> str:
    if kinds in AMONG:
        return language.say(AMONG[kinds])
    named = [language.say(KIND_WORDS[each]) for each in KINDS if each in kinds]
    return language.say(ONLY) % {"kinds": ", ".join(named)}


def _how_strong(weakest: float, language: Language) -> str:
    if weakest in STRENGTHS:
        return language.say(STRENGTHS[weakest])
    return language.say(FROM) % {"least": language.number(weakest, 1)}


def without_conflicts(waves: Sequence[Linkages]) -> list[Linkages]:
    """The waves without their conflicts: who quarrels with whom is soon guessed."""
    is_none = pl.col("strength").cast(pl.Float64).ne_missing(CONFLICT)
    return [replace(each, ties=each.ties.filter(is_none)) for each in waves]
