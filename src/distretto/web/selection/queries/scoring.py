"""Sheets of assessors: what there is to score, and how far each one is.

Progress is counted, never shown by value: scores are blind until the scoring closes.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from distretto.web.selection.models import (
    Assessor,
    Candidate,
    Criterion,
    Round,
    Score,
)
from distretto.web.selection.rules.scoring import counting, scorable


@dataclass(frozen=True)
class Progress:
    """How far one assessor is."""

    assessor: Assessor
    given: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.given / self.of if self.of else 0.0


def progress(round_: Round) -> list[Progress]:
    """How many cells each assessor has filled; not with what.

    Nothing is counted once the choice is made: there is no sheet to fill any more.
    """
    seats = round_.assessors.current().select_related("user")
    if round_.has_reached(Round.Stage.VALIDATED):
        return [Progress(seat, 0, 0) for seat in seats]
    of = scorable(round_).count() * counting(round_).count()
    given = _given(round_)
    return [Progress(seat, given[seat.pk], of) for seat in seats]


def _given(round_: Round) -> Counter[UUID]:
    """How many scores of each assessor count.

    Counted backwards, all less the few that no longer count: that is several times
    quicker than asking of each score what has become of its candidate.
    """
    scores = Score.objects.current().order_by()
    scorables = scorable(round_).order_by().values("pk")
    gone = round_.candidates.order_by().exclude(pk__in=scorables).values("pk")
    asked = counting(round_).order_by().values("pk")
    removed = round_.criteria.order_by().exclude(pk__in=asked).values("pk")
    given = _per_assessor(scores.filter(assessor__in=round_.assessors.current()))
    given.subtract(_per_assessor(scores.filter(candidate__in=gone)))
    given.subtract(
        _per_assessor(scores.filter(criterion__in=removed, candidate__in=scorables))
    )
    return given


def _per_assessor(scores: Any) -> Counter[UUID]:
    return Counter(dict(scores.values_list("assessor").annotate(Count("pk"))))


def invitable(round_: Round) -> QuerySet[Any]:
    """Roles of people in the programme who are not assessors yet."""
    seated = round_.assessors.current().values("user")
    roles = round_.programme.roles.current().exclude(user__in=seated)
    return roles.select_related("user").order_by("user__name", "user__email")


@dataclass(frozen=True)
class Cell:
    """One criterion for one candidate on an assessor's own sheet."""

    criterion: Criterion
    score: Score | None

    @property
    def picked(self) -> str:
        """The choice to show: a number, “none” for “cannot say”, or nothing yet."""
        if self.score is None:
            return ""
        return "none" if self.score.value is None else f"{self.score.value:g}"


@dataclass(frozen=True)
class SheetLine:
    """A candidate on a sheet, with how many of the criteria that count are done."""

    candidate: Candidate
    given: int
    of: int

    @property
    def is_done(self) -> bool:
        """Whether every criterion has been looked at."""
        return self.given >= self.of


def sheet(assessor: Assessor) -> list[SheetLine]:
    """The candidates that an assessor scores, with what is done of each."""
    asked = counting(assessor.round)
    of = asked.count()
    mine = Q(
        scores__assessor=assessor,
        scores__retired_at=None,
        scores__criterion__in=asked.order_by().values("pk"),
    )
    found = scorable(assessor.round).annotate(given=Count("scores", filter=mine))
    return [SheetLine(each, each.given, of) for each in found.order_by("name")]


def cells(assessor: Assessor, candidate: Candidate) -> list[Cell]:
    """The criteria of a round with one's own scores of one candidate."""
    mine = {
        score.criterion_id: score
        for score in assessor.scores.current().filter(candidate=candidate)
    }
    criteria = assessor.round.criteria.current()
    return [Cell(criterion, mine.get(criterion.pk)) for criterion in criteria]
