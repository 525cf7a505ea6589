"""Values in a few classes, each with a colour of its own, as in an atlas."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from distretto.errors import gettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Column, word

UNDER = gettext_noop("under %(high)s")
BETWEEN = gettext_noop("%(low)s to %(high)s")
FROM = gettext_noop("%(low)s and more")
NOTHING = gettext_noop("none")


@dataclass(frozen=True)
class Classes:
    """Rising breaks: n breaks make n + 1 classes above zero, and zero is its own."""

    breaks: tuple[float, ...]
    column: Column
    language: Language

    def label(self, value: float | None) -> str:
        """The class of a value, in words; unknown is a class of its own."""
        if value is None or value != value:
            return self.language.unknown
        if value <= 0:
            return self.language.say(NOTHING)
        return self._words(int(np.searchsorted(self.breaks, value, side="right")))

    def legend(
        self, *, unknown: bool, nothing: bool, little: str = ""
    ) -> dict[str, str]:
        """Class to colour, lowest first; zero and unknown only where they occur.

        `little` is what the shade of regions of which little is known is called.
        """
        out = {self.label(0): theme.STEPS[0]} if nothing else {}
        count = len(self.breaks) + 1
        for place in range(count):
            out[self._words(place)] = theme.STEPS[_shade(place, count)]
        if little:
            out[little] = theme.LITTLE
        if unknown:
            out[self.language.unknown] = theme.UNKNOWN
        return out

    def _words(self, place: int) -> str:
        say, ends = self.language.say, [self._number(each) for each in self.breaks]
        if not ends:
            return say(FROM) % {"low": self._number(0)}
        if place == 0:
            return say(UNDER) % {"high": ends[0]}
        if place == len(ends):
            return say(FROM) % {"low": ends[-1]}
        return say(BETWEEN) % {"low": ends[place - 1], "high": ends[place]}

    def _number(self, value: float) -> str:
        if self.column.kind == "share":
            digits = 0 if value >= 0.1 or _is_whole(value * 100) else 1
            return self.language.percent(value, digits)
        if _is_whole(value):
            return self.language.number(value)
        return word(self.column, value, self.language)


def _is_whole(value: float) -> bool:
    return float(round(value, 6)).is_integer()


def _shade(place: int, count: int) -> int:
    """Few classes lie as far apart in colour as many."""
    last = len(theme.STEPS) - 1
    return last if count == 1 else 1 + round(place * (last - 1) / (count - 1))


def breaks_of(values: Sequence[float], count: int = 4) -> tuple[float, ...]:
    """Breaks that part the values above zero into classes of about equal number.

    They are rounded to two digits, so that the legend can be read.
    """
    above = np.array([each for each in values if each is not None and each > 0], float)
    if len(above) < 2:
        return ()
    cuts = np.quantile(above, np.linspace(0, 1, count + 2)[1:-1])
    low, high = above.min(), above.max()
    return tuple(sorted({r for c in cuts if low < (r := _rounded(float(c))) <= high}))


def _rounded(value: float) -> float:
    digits = 1 - int(np.floor(np.log10(value)))
    return round(value, digits)
