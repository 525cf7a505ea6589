"""Identification tests and their answers: from figures, or by hand with evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from distretto.web.selection import figures
from distretto.web.selection.models import (
    Candidate,
    IdentificationAnswer,
    IdentificationTest,
    Round,
)

Answer = IdentificationAnswer.Answer


@dataclass(frozen=True)
class TestAnswer:
    """The answer of one test for one candidate, and what it rests on.

    An answer by hand goes before the figure; a figure that is unknown answers
    “not known”, never “no”.
    """

    test: IdentificationTest
    answer: str
    by_hand: bool = False
    value: float | None = None
    evidence: str = ""
    base_kept: str = ""

    @property
    def base(self) -> figures.Base | None:
        """What the figure was compared within, where that is known."""
        return None if self.value is None else figures.base_of(self.base_kept)

    @property
    def label(self) -> Any:
        """The answer in words."""
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
    base = figures.base_in_use(candidate.figures, test.figure)
    if given:
        return TestAnswer(test, given.answer, True, value, given.evidence, base)
    if not test.figure or test.at_least is None:
        return TestAnswer(test, "")
    if value is None:
        return TestAnswer(test, Answer.UNKNOWN)
    said = Answer.YES if value >= test.at_least else Answer.NO
    return TestAnswer(test, said, value=value, base_kept=base)


def bases_of(answers: Iterable[list[TestAnswer]]) -> list[figures.Base]:
    """What the figures behind answers were compared within, each base once."""
    return figures.bases_of(
        each.base_kept for line in answers for each in line if each.value is not None
    )


def answers_of(
    round_: Round, candidates: Iterable[Candidate]
) -> tuple[list[IdentificationTest], dict[Any, list[TestAnswer]]]:
    """The tests of a round, and per candidate its answers in their order."""
    tests = list(round_.tests.current())
    listed = list(candidates)
    given = {
        (each.test_id, each.candidate_id): each
        for each in IdentificationAnswer.objects.current().filter(
            candidate__in=[candidate.pk for candidate in listed], test__in=tests
        )
    }
    return tests, {
        candidate.pk: [
            answered(test, candidate, given.get((test.pk, candidate.pk)))
            for test in tests
        ]
        for candidate in listed
    }
