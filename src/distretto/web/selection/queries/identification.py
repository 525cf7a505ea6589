"""Identification tests and their answers: from figures, or by hand with evidence."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from distretto.formats.signs import ABOUT, AT_LEAST, AT_MOST
from distretto.web.selection import figures
from distretto.web.selection.models import (
    Candidate,
    IdentificationAnswer,
    IdentificationTest,
    Round,
)
from distretto.web.selection.policy import secrecy

Answer = IdentificationAnswer.Answer
PAGE = 15  # candidates, each with two fields for every open answer


@dataclass(frozen=True)
class TestAnswer:
    """The answer of one test for one candidate, and what it rests on.

    An answer by hand goes before the figure; a figure that is unknown answers
    “not known”, never “no”. A figure that is a bound answers where the bound decides;
    where it does not, it cannot say, and `why` says so in a sentence.
    """

    test: IdentificationTest
    candidate: Candidate
    answer: str
    by_hand: bool = False
    value: float | None = None
    evidence: str = ""
    sign: str = ""
    why: Any = ""
    is_masked: bool = False
    base_kept: str = ""

    @property
    def base(self) -> figures.Base | None:
        """What the figure was compared within, where that is known."""
        return None if self.value is None else figures.base_of(self.base_kept)

    @property
    def key(self) -> str:
        """What tells it from all other answers of a round."""
        return f"{self.candidate.pk}-{self.test.pk}"

    @property
    def is_open(self) -> bool:
        """Whether nobody and no figure has answered yet, for certain."""
        return not self.by_hand and self.answer not in (Answer.YES, Answer.NO)

    @property
    def label(self) -> Any:
        """The answer in words."""
        if self.why:
            return _("Cannot say")
        return Answer(self.answer).label if self.answer else _("Not answered")

    @property
    def is_share(self) -> bool:
        """Whether the value is a share from 0 to 1."""
        return self.test.figure in figures.SHARES

    @property
    def kind(self) -> str:
        """Which chip shows it."""
        return {"yes": "ok", "no": "problem"}.get(self.answer, "quiet")


@dataclass(frozen=True)
class Counts:
    """How many tests are answered yes, no, and not yet or not known."""

    yes: int
    no: int
    open: int


def counts(answers: list[TestAnswer]) -> Counts:
    """The answers of one candidate, counted."""
    said = [each.answer for each in answers]
    yes, no = said.count(Answer.YES), said.count(Answer.NO)
    return Counts(yes, no, len(said) - yes - no)


def answered(
    test: IdentificationTest, candidate: Candidate, given: IdentificationAnswer | None
) -> TestAnswer:
    """The answer of a test for a candidate."""
    value = figures.value_of(candidate.figures, test.figure) if test.figure else None
    sign = figures.sign_of(candidate.figures, test.figure) if test.figure else ""
    base = figures.base_in_use(candidate.figures, test.figure)
    if given:
        said = given.answer
        return TestAnswer(
            test,
            candidate,
            said,
            by_hand=True,
            value=value,
            evidence=given.evidence,
            sign=sign,
            base_kept=base,
        )
    if not test.figure or test.at_least is None:
        return TestAnswer(test, candidate, "")
    if value is None:
        return TestAnswer(test, candidate, Answer.UNKNOWN)
    answer = Answer.YES if value >= test.at_least else Answer.NO
    if sign and _DECIDED_BY.get(sign) != answer:
        why = _UNDECIDED[sign]
        return TestAnswer(
            test,
            candidate,
            Answer.UNKNOWN,
            value=value,
            sign=sign,
            why=why,
            base_kept=base,
        )
    return TestAnswer(test, candidate, answer, value=value, sign=sign, base_kept=base)


# What a bound answers for certain: at most this, and yet too little.
_DECIDED_BY = {AT_MOST: Answer.NO, AT_LEAST: Answer.YES}
_UNDECIDED = {
    AT_MOST: _("The figure is this or less: it may fall short of what is asked."),
    AT_LEAST: _("The figure is this or more: it may reach what is asked."),
    ABOUT: _("The figure may be higher or lower than this: it decides nothing."),
}


def bases_of(answers: Iterable[list[TestAnswer]]) -> list[figures.Base]:
    """What the figures behind answers were compared within, each base once."""
    return figures.bases_of(
        each.base_kept for line in answers for each in line if each.value is not None
    )


def answers_of(
    round_: Round, candidates: Iterable[Candidate]
) -> tuple[list[IdentificationTest], dict[Any, list[TestAnswer]]]:
    """The tests of a round, and per candidate its answers in their order.

    Figures that the reader of the round may not see are left out of them.
    """
    tests = list(round_.tests.current())
    listed = list(candidates)
    given = {
        (each.test_id, each.candidate_id): each
        for each in IdentificationAnswer.objects.current().filter(
            candidate__in=[candidate.pk for candidate in listed], test__in=tests
        )
    }
    seen = secrecy.seen_figures(secrecy.reader_of(round_), listed)
    return tests, {
        candidate.pk: [
            _seen(
                answered(test, candidate, given.get((test.pk, candidate.pk))),
                seen[candidate.pk].masked,
            )
            for test in tests
        ]
        for candidate in listed
    }


def _seen(answer: TestAnswer, masked: Container[str]) -> TestAnswer:
    """The answer as it may be read: what it says stays, a masked figure does not."""
    if answer.test.figure not in masked:
        return answer
    return replace(answer, value=None, sign="", is_masked=True)
