"""Indicators of a bottleneck: which answers they take, and when they are severe."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from distretto.errors import InputError, gettext_noop

SEVEREST = 4.0
SEVERE = 3.0
REFERENCES = ("", "median", "benchmark")


@dataclass(frozen=True)
class Indicator:
    """How one indicator is worked out and judged.

    Attributes
    ----------
    code, category : str
    terms, over : mapping of question to factor
        The value is times * sum(terms) / sum(over); without `over`, the sum alone.
    times : float
    mean_of : tuple of str
        Questions whose mean is the value: of those that are answered.
    counted : str
        A question of several answers: the value is how many were chosen, the answer
        “none” apart.
    lacking : str
        Another such question: only what was not chosen there is counted.
    severities : mapping of answer to severity
        For a question that offers answers; then there are no anchors.
    anchors : tuple of five floats
        The values at severity 0, 1, 2, 3 and 4, rising or falling.
    relative_to : str
        “median” of all firms, or “benchmark”: the value is divided by it first.
    zero_if : mapping of question to answer
        Severity is 0 where one of them was given.
    is_zero_tolerance : bool
        Any severity above 0 is counted by itself as well.
    """

    code: str
    category: str
    terms: Mapping[str, float] = field(default_factory=dict)
    over: Mapping[str, float] = field(default_factory=dict)
    times: float = 1.0
    mean_of: tuple[str, ...] = ()
    counted: str = ""
    lacking: str = ""
    severities: Mapping[str, float] = field(default_factory=dict)
    anchors: tuple[float, ...] = ()
    relative_to: str = ""
    zero_if: Mapping[str, str] = field(default_factory=dict)
    is_zero_tolerance: bool = False

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions whose answers it takes, each once."""
        named = (*self.terms, *self.over, *self.mean_of, self.counted, self.lacking)
        return tuple(dict.fromkeys(each for each in (*named, *self.zero_if) if each))

    @property
    def numbers(self) -> tuple[str, ...]:
        """Those of its questions whose answers are numbers."""
        if self.severities:
            return ()
        return tuple(dict.fromkeys((*self.terms, *self.over, *self.mean_of)))


def check_indicators(indicators: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """Let indicators in: each once, each with one way to a severity.

    Parameters
    ----------
    indicators : of `Indicator`

    Returns
    -------
    tuple of Indicator
        As they came; their severities are dimensionless, from 0 to 4.

    Raises
    ------
    InputError
        An indicator comes twice, has no value, or no anchors in order.
    """
    given = tuple(indicators)
    seen: set[str] = set()
    for each in given:
        if each.code in seen:
            raise InputError(
                "indicator_twice",
                gettext_noop(
                    "The indicator “%(indicator)s” is there twice. Keep one of them."
                ),
                indicator=each.code,
            )
        seen.add(each.code)
        _check_judgement(each)
        _check_value(each)
    return given


def _check_judgement(each: Indicator) -> None:
    if each.severities:
        outside = [s for s in each.severities.values() if not 0 <= s <= SEVEREST]
        if not outside and not each.anchors and len(each.terms) == 1:
            return
        raise InputError(
            "severities_of_answers",
            gettext_noop(
                "Indicator “%(indicator)s”: give severities from 0 to 4 for the "
                "answers to one question, and no anchors beside them."
            ),
            indicator=each.code,
        )
    steps = [later - earlier for earlier, later in pairwise(each.anchors)]
    rising, falling = all(s > 0 for s in steps), all(s < 0 for s in steps)
    is_finite = all(map(math.isfinite, each.anchors))
    if len(each.anchors) != 5 or not is_finite or not (rising or falling):
        raise InputError(
            "anchors_not_in_order",
            gettext_noop(
                "Indicator “%(indicator)s”: the anchors are “%(found)s”. Give five "
                "values, for severity 0, 1, 2, 3 and 4, that rise all the way or fall "
                "all the way."
            ),
            indicator=each.code,
            found=", ".join(f"{anchor:g}" for anchor in each.anchors),
        )


def _check_value(each: Indicator) -> None:
    ways = [bool(each.terms), bool(each.mean_of), bool(each.counted)]
    if sum(ways) == 1 and each.relative_to in REFERENCES:
        return
    raise InputError(
        "indicator_without_value",
        gettext_noop(
            "Indicator “%(indicator)s”: give one of a sum of questions, a mean of "
            "questions, or a question whose answers are counted; it may be relative to "
            "“median” or “benchmark”."
        ),
        indicator=each.code,
    )
