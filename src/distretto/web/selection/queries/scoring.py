"""Sheets of assessors: what there is to score, and how far each one is.

Progress is counted, never shown by value: scores are blind until the scoring closes.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from distretto.web.selection.models import (
    Assessor,
    Candidate,
    Criterion,
    Round,
    Score,
)
from distretto.web.selection.rules.scoring import scorable


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
    """How many cells each assessor has filled; not with what."""
    criteria = round_.criteria.current().count()
    of = scorable(round_).count() * criteria
    counted = Q(
        scores__retired_at=None,
        scores__criterion__retired_at=None,
        scores__candidate__left_at="",
        scores__candidate__retired_at=None,
        scores__candidate__stage__in=["short_list", "scored"],
    )
    seats = round_.assessors.current().select_related("user")
    return [
        Progress(seat, seat.given, of)
        for seat in seats.annotate(given=Count("scores", filter=counted))
    ]


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
    """A candidate on a sheet, with how many of its criteria are done."""

    candidate: Candidate
    given: int
    of: int

    @property
    def is_done(self) -> bool:
        """Whether every criterion has been looked at."""
        return self.given >= self.of


def sheet(assessor: Assessor) -> list[SheetLine]:
    """The candidates that an assessor scores, with what is done of each."""
    of = assessor.round.criteria.current().count()
    mine = Q(
        scores__assessor=assessor,
        scores__retired_at=None,
        scores__criterion__retired_at=None,
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
