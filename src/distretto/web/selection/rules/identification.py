"""Identification tests: is this a cluster at all? Asked, and answered with evidence."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from distretto.errors import RuleError, gettext_noop
from distretto.web.history.rules import deed
from distretto.web.selection.models import (
    Candidate,
    IdentificationAnswer,
    IdentificationTest,
    Round,
)
from distretto.web.selection.rules.gates import held, holding_open, keep


def add_test(round_: Round, *, by: Any, **fields: Any) -> IdentificationTest:
    """Add a test at the end."""
    with _about("test.added", round_, by, fields["question"]) as round_:
        last = round_.tests.current().order_by("order").last()
        order = last.order + 1 if last else 1
        test = IdentificationTest(round=round_, order=order, **fields)
        return keep(_checked(test))  # type: ignore[return-value]


def change_test(
    test: IdentificationTest, *, by: Any, **fields: Any
) -> IdentificationTest:
    """Change the question, the figure or the least value of a test."""
    with _about("test.changed", test.round, by, test):
        test = held(test)
        for name, value in fields.items():
            setattr(test, name, value)
        return keep(_checked(test))  # type: ignore[return-value]


def remove_test(test: IdentificationTest, *, by: Any) -> IdentificationTest:
    """Take a test away; its answers are kept in the history."""
    with _about("test.removed", test.round, by, test):
        test = held(test)
        test.retired_at = timezone.now()
        test.save()
        return test


def _checked(test: IdentificationTest) -> IdentificationTest:
    if bool(test.figure) != (test.at_least is not None):
        raise RuleError(
            "test_incomplete",
            gettext_noop(
                "A test on a figure needs both the figure and its least value. Leave "
                "both empty for a test that is answered by hand."
            ),
        )
    return test


def answer_test(
    test: IdentificationTest,
    candidate: Candidate,
    *,
    by: Any,
    answer: str,
    evidence: str,
) -> IdentificationAnswer:
    """Answer a test by hand; on a test of a figure this goes before the figure.

    A yes or no says what it rests on.
    """
    if answer != IdentificationAnswer.Answer.UNKNOWN and not evidence.strip():
        raise RuleError(
            "evidence_missing",
            gettext_noop("Say what this answer rests on: a visit, a list, a document."),
        )
    with _about("test.answered", test.round, by, f"{candidate}: {test}"):
        given = _answer_of(test, candidate)
        given.answer, given.evidence = answer, evidence.strip()
        return keep(given)  # type: ignore[return-value]


def answer_many(
    answers: Iterable[tuple[IdentificationTest, Candidate, str, str]], *, by: Any
) -> int:
    """Answer tests by hand, all of them or none: test, candidate, answer, evidence.

    Each is a deed of its own, so that one can be undone without the others.
    """
    count = 0
    with transaction.atomic():
        for test, candidate, answer, evidence in answers:
            answer_test(test, candidate, by=by, answer=answer, evidence=evidence)
            count += 1
    return count


def take_answer_back(
    test: IdentificationTest, candidate: Candidate, *, by: Any
) -> IdentificationAnswer:
    """Take an answer by hand back, so that the figure decides again."""
    with _about("test.answer_withdrawn", test.round, by, f"{candidate}: {test}"):
        given = _answer_of(test, candidate)
        if given._state.adding:
            raise RuleError("no_answer", gettext_noop("There is no answer by hand."))
        given.retired_at = timezone.now()
        given.save()
        return given


def _answer_of(test: IdentificationTest, candidate: Candidate) -> IdentificationAnswer:
    there = IdentificationAnswer.objects.current().filter(
        test=test, candidate=candidate
    )
    return there.first() or IdentificationAnswer(test=test, candidate=candidate)


@contextmanager
def _about(did: str, round_: Round, by: Any, about: object) -> Iterator[Round]:
    with (
        holding_open(round_) as now,
        deed(did, by=by, programme=now.programme_id, about=about),
    ):
        yield now
