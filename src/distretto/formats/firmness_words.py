"""How firmly a choice stands, in sentences: weights, single weights, voices."""

from collections.abc import Sequence
from dataclasses import dataclass

from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats.charts.language import Language
from distretto.notes import FURTHER

FIRM = gettext_noop(
    "In %(share)s of %(draws)s draws of other weights the first %(top)s stay the same."
)
NEAREST = gettext_noop(
    "The nearest single change of a weight that overturns it: with “%(criterion)s” at "
    "%(needed)s instead of %(weight)s, “%(enters)s” draws level with “%(leaves)s”."
)
NO_WEIGHT = gettext_noop("No change of a single weight overturns the choice.")
SAME = gettext_noop(
    "With the scores of any one assessor left out, the first %(top)s stay the same."
)
CHANGED = ngettext_noop(
    "With the scores of one assessor left out at a time, the first %(top)s change in "
    "%(count)s case of %(all)s: %(swaps)s.",
    "With the scores of one assessor left out at a time, the first %(top)s change in "
    "%(count)s cases of %(all)s: %(swaps)s.",
)
SWAP = gettext_noop("“%(enters)s” for “%(leaves)s”")
NAMED, SWAPS_NAMED = 3, 4  # a sentence is no list
ONE_VOICE = gettext_noop("There is one assessor only: no other voice was heard.")


@dataclass(frozen=True)
class Overturned:
    """The nearest change of one weight (shares from 0 to 1) that overturns a choice."""

    criterion: str
    weight: float
    needed: float
    leaves: str
    enters: str


@dataclass(frozen=True)
class Swap:
    """Who would leave a choice and who would enter: the first few, and how many."""

    leaves: tuple[str, ...]
    enters: tuple[str, ...]
    leaving: int
    entering: int


@dataclass(frozen=True)
class WithoutOne:
    """The choice with one assessor left out at a time.

    `changed` counts the assessors without whom it changes; `swaps` are the first of
    those changes.
    """

    assessors: int
    changed: int = 0
    swaps: tuple[Swap, ...] = ()


def under_weights(
    top: int, draws: int, changed_share: float, language: Language
) -> str:
    """In how many draws of other weights the choice is the same."""
    return language.say(FIRM) % {
        "share": language.percent(1 - changed_share, 0),
        "draws": language.number(draws),
        "top": language.number(top),
    }


def nearest_weight(found: Overturned | None, language: Language) -> str:
    """The nearest weight that overturns the choice, or that none does."""
    if found is None:
        return language.say(NO_WEIGHT)
    return language.say(NEAREST) % {
        "criterion": found.criterion,
        "needed": language.percent(found.needed, 1),
        "weight": language.percent(found.weight, 1),
        "enters": found.enters,
        "leaves": found.leaves,
    }


def without_one(found: WithoutOne, top: int, language: Language) -> str:
    """Whether the choice hangs on one assessor."""
    if found.assessors < 2:
        return language.say(ONE_VOICE)
    first = language.number(top)
    count = found.changed
    if not count:
        return language.say(SAME) % {"top": first}
    return language.say_counted(*CHANGED, count) % {
        "top": first,
        "count": language.number(count),
        "all": language.number(found.assessors),
        "swaps": "; ".join(
            dict.fromkeys(_swap(each, language) for each in found.swaps)
        ),
    }


def _swap(each: Swap, language: Language) -> str:
    return language.say(SWAP) % {
        "enters": _named(each.enters, each.entering, language),
        "leaves": _named(each.leaves, each.leaving, language),
    }


def _named(names: Sequence[str], count: int, language: Language) -> str:
    """The first names, and how many more there are."""
    shown = ", ".join(names[:NAMED])
    more = count - len(names[:NAMED])
    if more <= 0:
        return shown
    said = language.say_counted(*FURTHER, more)
    return said % {"names": shown, "count": language.number(more)}
