"""The language of a picture or document: its words, its numbers, its direction."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import floor, log10
from typing import Any
from unicodedata import bidirectional

import vl_convert

from distretto.errors import gettext_noop

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "sd", "ur"})
# Where the digits and separators of a language are found. Arabic pages show the
# digits that Django shows on them.
_LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ar": "ar-TN"}
_TIMES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ar": "ar-EG"}

UNKNOWN = gettext_noop("unknown")
_TINY = 1e-9  # what adding up parts may lack to the whole


def _in_english(one: str, many: str, count: int) -> str:
    return one if count == 1 else many


SMALLEST_CHANCE = 0.001  # a smaller one is said to be less


@dataclass(frozen=True)
class Language:
    """What a picture is worded in.

    `say` translates one English sentence, `say_counted` one that has a form for one
    thing and a form for several; the site hands in Django's gettext and ngettext. The
    code chooses the separators of numbers and the direction of writing.
    """

    code: str = "en"
    say: Callable[[str], str] = str
    say_counted: Callable[[str, str, int], str] = _in_english

    @property
    def is_rtl(self) -> bool:
        """Whether the writing runs from right to left."""
        return self.code.split("-")[0] in _RIGHT_TO_LEFT

    @property
    def direction(self) -> str:
        """The value of the `dir` attribute."""
        return "rtl" if self.is_rtl else "ltr"

    @property
    def number_locale(self) -> str:
        """The name of the number format in d3, which draws the axes."""
        return _LOCALES.get(self.code.split("-")[0], "en-GB")

    @property
    def time_locale(self) -> str:
        """The name of the date format in d3."""
        return _TIMES.get(self.code.split("-")[0], "en-GB")

    @property
    def unknown(self) -> str:
        """The word for what is not known."""
        return self.say(UNKNOWN)

    def number(self, value: float | None, digits: int = 0) -> str:
        """A number with the language's separators; unknown is said, never 0."""
        if value is None or value != value:
            return self.unknown
        separators = _separators(self.number_locale)
        # “z”: what rounds to zero has no sign.
        text = f"{value:z,.{digits}f}".replace("-", self._minus)
        swaps = {",": separators["thousands"], ".": separators["decimal"]}
        return "".join(swaps.get(mark, mark) for mark in text)

    @property
    def _minus(self) -> str:
        # Between words from right to left, a sign would wander behind its number.
        return "\N{LEFT-TO-RIGHT MARK}" * self.is_rtl + "\N{MINUS SIGN}"

    def short(self, value: float | None) -> str:
        """A number with three significant digits, whole from 100 on."""
        if value is None or value != value:
            return self.unknown
        size = abs(value)
        return self.number(value, 0 if size >= 100 else 1 if size >= 10 else 2)

    def figure(self, value: float | None) -> str:
        """A number as `short` says it, but a whole one without decimals."""
        if value is None or value != value:
            return self.unknown
        # A difference of prices, 8.2 - 1.2, is 7 but for what computers lack.
        is_whole = abs(value - round(value)) <= _TINY * max(abs(value), 1)
        return self.number(value) if is_whole else self.short(value)

    def significant(self, value: float) -> str:
        """A number with three significant digits however small it is, at most nine
        after the decimal sign."""
        if not value:
            return self.number(0)
        before = floor(log10(abs(value))) + 1
        return self.number(value, min(max(3 - before, 0), 9))

    def percent(self, share: float | None, digits: int = 1) -> str:
        """A share from 0 to 1 as a percentage; only the whole is 100 %."""
        if share is None or share != share:
            return self.unknown
        if share < 1 - _TINY and round(100 * share, digits) >= 100:
            share = 1 - 10.0 ** -(digits + 2)
        # From right to left a sign set apart would stand on the other side.
        gap = "" if self.is_rtl else "\N{NO-BREAK SPACE}"
        return f"{self.number(100 * share, digits)}{gap}%"

    def chance(self, value: float | None) -> str:
        """A p-value alone, under a heading that says what it is; never 0."""
        if value is not None and value < SMALLEST_CHANCE:
            return "<\N{NO-BREAK SPACE}" + self.number(SMALLEST_CHANCE, 3)
        return self.number(value, 3)

    def own(self, text: str) -> str:
        """A text of people, kept in its own direction within the document's.

        Between words from right to left, the full stop of an English sentence would
        stand before it.
        """
        if not self.is_rtl or not _is_left_to_right(text):
            return text
        return "\N{LEFT-TO-RIGHT MARK}".join(("", text, ""))

    def join(self, parts: list[str]) -> str:
        """The parts that say something, in one line."""
        return " · ".join(part for part in parts if part)


ENGLISH = Language()


def _is_left_to_right(text: str) -> bool:
    kinds = {bidirectional(letter) for letter in text}
    return "L" in kinds and not kinds & {"R", "AL"}


@cache
def _separators(locale: str) -> dict[str, Any]:
    found: dict[str, Any] = vl_convert.get_format_locale(locale)  # type: ignore[arg-type]
    return found
