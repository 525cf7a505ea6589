"""Figures that go by several names: what the register counts, what statistics measure.

A profile is kept in the words of whoever entered it, so names and units are known in
every language of the site.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation import gettext, override

from distretto.errors import gettext_noop

OFFICIAL = gettext_noop("Official measures")
FIRMS, ESTABLISHMENTS = gettext_noop("firms"), gettext_noop("establishments")
PERSONS_OF_SOME = gettext_noop("Persons employed in the firms whose number is known")
WOMEN_OF_SOME = gettext_noop("Women employed in the firms whose number is known")


@dataclass(frozen=True)
class Same:
    """An indicator with the other names it goes by, and the units it is counted in.

    A figure `of_some` is the sum over the firms that tell theirs: the whole is no less.
    """

    name: str
    others: Sequence[str] = ()
    of_some: str = ""
    units: Sequence[str] = ()


KNOWN: Sequence[Same] = (
    Same(gettext_noop("Firms"), units=(FIRMS, ESTABLISHMENTS)),
    Same(
        gettext_noop("Persons employed"),
        (gettext_noop("Employment"),),
        of_some=PERSONS_OF_SOME,
    ),
    Same(gettext_noop("Women employed"), of_some=WOMEN_OF_SOME),
    Same(gettext_noop("Annual turnover"), (gettext_noop("Turnover a year"),)),
)


def same_of(indicator: str) -> Same | None:
    """The figure that an indicator is a name of, in whichever language."""
    return _by_name().get(_plain(indicator))


def row_of(indicator: str, unit: str) -> tuple[str, str]:
    """What figures must have in common to stand beside each other."""
    same = same_of(indicator)
    if same is None:
        return indicator, unit
    is_one = any(is_word(unit, each) for each in same.units)
    return same.name, same.units[0] if is_one else unit


def is_of_some(indicator: str) -> bool:
    """Whether a figure is the sum over some of the firms."""
    same = same_of(indicator)
    return bool(same and same.of_some and is_word(indicator, same.of_some))


def is_word(said: str, english: str) -> bool:
    """Whether a text is this word of the site, in one of its languages."""
    return _plain(said) in _in_all(english)


@cache
def _by_name() -> dict[str, Same]:
    return {
        said: same
        for same in KNOWN
        for name in (same.name, *same.others, same.of_some)
        if name
        for said in _in_all(name)
    }


@cache
def _in_all(english: str) -> frozenset[str]:
    """A word in each language of the site, as `_plain` gives it."""
    words = {english}
    for code, _name in settings.LANGUAGES:
        with override(code):
            words.add(gettext(english))
    return frozenset(map(_plain, words))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
