"""What must hold between the answers of one firm."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import add

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import check_columns, polars_of
from distretto.analysis.diagnosis.quantities import check_quantities
from distretto.errors import InputError, gettext_noop

SENSES = ("at_most", "at_least", "about")
_SLACK = 1e-9


@dataclass(frozen=True)
class Rule:
    """A relation between sums of answers.

    Attributes
    ----------
    code : str
    left, right : mapping of question to factor
    sense : “at_most”, “at_least” or “about”
        sum(left) is at most, at least, or about sum(right) + plus.
    plus : float
        In the unit of the questions.
    within : float
        How far off is still right, in the unit of the questions.
    says : str
        The sentence for a firm where it does not hold.
    """

    code: str
    left: Mapping[str, float]
    right: Mapping[str, float] = field(default_factory=dict)
    sense: str = "at_most"
    plus: float = 0.0
    within: float = 0.0
    says: str = ""

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that it compares."""
        return tuple(dict.fromkeys((*self.left, *self.right)))


def broken_rules(
    answers: IntoFrame, rules: Iterable[Rule], *, response: str = "response"
) -> pl.DataFrame:
    """The responses whose answers do not fit each other [un2005].

    A rule is broken where all its answers are known and
    sum(left) - sum(right) - plus is above `within` (at most), below its negative
    (at least), or either (about).

    Parameters
    ----------
    answers : table, one row per response
        Columns named as the questions, numbers in their units, null where unknown.
        A rule with a question that has no column is passed over.
    rules : of `Rule`
    response : str
        Column of the key of each response.

    Returns
    -------
    polars.DataFrame
        `response`, `rule`, `left` and `right` (both in the unit of the questions,
        `right` with `plus`), in the order of rules and of responses. Empty where all
        fits.

    Raises
    ------
    InputError
        A column of numbers holds text or an infinite number, or a rule's sense is
        unknown.
    """
    given = polars_of(answers, "answers")
    check_columns(nw.from_native(given), [response], "answers")
    parts = [_none()]
    for rule in rules:
        _check_sense(rule)
        if set(rule.questions) <= {*given.columns}:
            check_quantities(given, rule.questions)
            parts.append(_broken(given, rule, response))
    return pl.concat(parts)


def _check_sense(rule: Rule) -> None:
    if rule.sense not in SENSES:
        raise InputError(
            "unknown_sense",
            gettext_noop(
                "The rule “%(rule)s” says “%(found)s”. Say “at_most”, “at_least” or "
                "“about”."
            ),
            rule=rule.code,
            found=rule.sense,
        )


def _none() -> pl.DataFrame:
    kinds = {"response": pl.String, "rule": pl.String}
    return pl.DataFrame(schema={**kinds, "left": pl.Float64, "right": pl.Float64})


def _broken(given: pl.DataFrame, rule: Rule, response: str) -> pl.DataFrame:
    sides = given.select(
        pl.col(response).cast(pl.String).alias("response"),
        pl.lit(rule.code).alias("rule"),
        _sum(rule.left).alias("left"),
        (_sum(rule.right) + rule.plus).alias("right"),
    )
    off = pl.col("left") - pl.col("right")
    most = rule.within + _SLACK * pl.max_horizontal(pl.col("left", "right").abs())
    wrong = {"at_most": off > most, "at_least": off < -most, "about": off.abs() > most}
    return sides.filter(wrong[rule.sense])


def _sum(terms: Mapping[str, float]) -> pl.Expr:
    numbers = (
        factor * pl.col(name).cast(pl.Float64).fill_nan(None)
        for name, factor in terms.items()
    )
    return reduce(add, numbers, pl.lit(0.0))
