"""Scoring: assessors invited, each score given blind, handed in, and closed."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils import timezone

from distretto.errors import RuleError, gettext_noop
from distretto.web.history.rules import change_all, deed
from distretto.web.selection.models import (
    Assessor,
    Candidate,
    Criterion,
    Round,
    Score,
)
from distretto.web.selection.rules import criteria as criteria_rules
from distretto.web.selection.rules.gates import (
    Gate,
    gate,
    held,
    holding,
    holding_open,
    keep,
    pass_gates,
    say_why,
)

FEWEST_ASSESSORS = 2


def invite_assessor(round_: Round, user: Any, *, by: Any) -> Assessor:
    """Name a person of the programme as assessor."""
    with (
        holding(round_) as round_,
        _about("assessor.invited", round_, by, user),
    ):
        if not round_.programme.roles.current().filter(user=user).exists():
            raise RuleError(
                "not_in_programme",
                gettext_noop(
                    "“%(person)s” has no role in the programme. Give them one first."
                ),
                person=str(user),
            )
        _check_open(round_)
        return keep(Assessor(round=round_, user=user))  # type: ignore[return-value]


def dismiss_assessor(assessor: Assessor, *, by: Any, reason: str) -> Assessor:
    """Take an assessor off the round; what they scored is kept but not counted."""
    with (
        holding_open(assessor.round) as round_,
        _about("assessor.dismissed", round_, by, assessor, say_why(reason)),
    ):
        assessor = held(assessor)
        assessor.retired_at = timezone.now()
        assessor.save()
        return assessor


def give_score(
    assessor: Assessor,
    candidate: Candidate,
    criterion: Criterion,
    *,
    by: Any,
    value: Decimal | None,
    evidence: str = "",
    comment: str = "",
    reason: str = "",
) -> Score:
    """Give or change one's own score; None means: looked, and cannot say.

    After the scoring is closed it is late, and needs a reason that all can read.
    Before, no reason is kept: in the history it would tell what is still blind.
    """
    with holding_open(assessor.round) as round_:
        told = say_why(reason) if round_.is_scoring_closed else ""
        with _about("score.given", round_, by, candidate, told):
            assessor = held(assessor)
            _check_own(assessor, by)
            if not round_.is_scoring_closed:
                _check_in_hand(assessor)
            candidate = held(candidate)
            _check_scorable(candidate, round_)
            score = _score_of(assessor, candidate, criterion)
            score.late_because = told
            score.value = value
            score.evidence, score.comment = evidence.strip(), comment.strip()
            return keep(score)  # type: ignore[return-value]


def hand_in(assessor: Assessor, *, by: Any) -> Assessor:
    """Say that one's sheet is complete, as far as one could say."""
    with (
        holding(assessor.round) as round_,
        _about("scores.handed_in", round_, by, assessor),
    ):
        assessor = held(assessor)
        _check_own(assessor, by)
        _check_open(round_)
        empty = empty_cells(assessor)
        if empty:
            raise RuleError(
                "sheet_incomplete",
                gettext_noop(
                    "%(number)d scores are still empty. Choose “cannot say” where you "
                    "cannot, so that it is known that you looked."
                ),
                number=empty,
            )
        assessor.handed_in_at = timezone.now()
        return keep(assessor)  # type: ignore[return-value]


def take_sheet_back(assessor: Assessor, *, by: Any) -> Assessor:
    """Take one's sheet back to go on with it, before the scoring is closed."""
    with (
        holding(assessor.round) as round_,
        _about("scores.taken_back", round_, by, assessor),
    ):
        assessor = held(assessor)
        _check_own(assessor, by)
        _check_open(round_)
        assessor.handed_in_at = None
        return keep(assessor)  # type: ignore[return-value]


def closing_gates(round_: Round) -> Iterator[Gate]:
    """What the method asks for before scores are shown to all."""
    if not round_.has_fixed_weights:
        yield gate(
            "weights_not_fixed",
            gettext_noop(
                "The weights are not fixed with minutes yet. Fix them before the "
                "scores are seen, or say why not."
            ),
        )
    assessors = list(round_.assessors.current())
    if len(assessors) < FEWEST_ASSESSORS:
        yield gate(
            "too_few_assessors",
            gettext_noop(
                "There are %(number)d assessors, and the method asks for two at "
                "least. Invite another, or say why not."
            ),
            number=len(assessors),
        )
    waiting = sum(each.handed_in_at is None for each in assessors)
    if waiting:
        yield gate(
            "sheets_missing",
            gettext_noop(
                "%(number)d assessors have not handed in. Wait for them, or say why "
                "not: their empty scores will count as missing."
            ),
            number=waiting,
        )


def close_scoring(round_: Round, *, by: Any, reason: str = "") -> Round:
    """Close the scoring: from now on all see all scores, and the ranking exists."""
    with holding(round_) as round_:
        _check_open(round_)
        recorded = pass_gates(closing_gates(round_), reason)
        with _about("scoring.closed", round_, by, round_, recorded):
            criteria_rules.check_weights(round_)
            _check_long_list_closed(round_)
            if not Score.objects.current().filter(assessor__round=round_).exists():
                raise RuleError("no_scores", gettext_noop("There are no scores yet."))
            scored = list(scorable(round_).select_for_update())
            change_all(scored, stage=Round.Stage.SCORED)
            round_.scoring_closed_at = timezone.now()
            round_.stage = Round.Stage.SCORED
            return keep(round_)  # type: ignore[return-value]


def reopen_scoring(round_: Round, *, by: Any, reason: str) -> Round:
    """Open the scoring again, with a reason; scores are kept, and blind once more."""
    with (
        holding_open(round_) as round_,
        _about("scoring.reopened", round_, by, round_, say_why(reason)),
    ):
        if not round_.is_scoring_closed:
            raise RuleError("scoring_open", gettext_noop("The scoring is not closed."))
        change_all(
            list(scorable(round_).select_for_update()), stage=Round.Stage.SHORT_LIST
        )
        round_.scoring_closed_at = None
        round_.stage = Round.Stage.SHORT_LIST
        return keep(round_)  # type: ignore[return-value]


SCORABLE = (Round.Stage.SHORT_LIST, Round.Stage.SCORED)


def scorable(round_: Round) -> Any:
    """The candidates that assessors score: on the short list and still in."""
    return round_.candidates.current().filter(stage__in=SCORABLE, left_at="")


def counting(round_: Round) -> Any:
    """The criteria that assessors must score: all but those that weigh nothing.

    A weight that is not agreed yet is no weight of 0.
    """
    return round_.criteria.current().exclude(weight=0)


def empty_cells(assessor: Assessor) -> int:
    """How many cells of a sheet that count the assessor has not looked at yet."""
    criteria = counting(assessor.round)
    cells = scorable(assessor.round).count() * criteria.count()
    given = assessor.scores.current().filter(
        candidate__in=scorable(assessor.round), criterion__in=criteria
    )
    return cells - given.count()


def _score_of(assessor: Assessor, candidate: Candidate, criterion: Criterion) -> Score:
    there = assessor.scores.current().filter(candidate=candidate, criterion=criterion)
    return there.first() or Score(
        assessor=assessor, candidate=candidate, criterion=criterion
    )


def _check_own(assessor: Assessor, by: Any) -> None:
    if assessor.user_id != by.pk or assessor.is_retired:
        raise RuleError(
            "not_your_sheet",
            gettext_noop("Scores are given by the assessor in person."),
        )


def _check_in_hand(assessor: Assessor) -> None:
    if assessor.handed_in_at is not None:
        raise RuleError(
            "sheet_handed_in",
            gettext_noop(
                "Your sheet is handed in. Take it back before you change a score."
            ),
        )


def _check_scorable(candidate: Candidate, round_: Round) -> None:
    if candidate.round_id != round_.pk or not (
        candidate.stage in SCORABLE and not candidate.has_left
    ):
        raise RuleError(
            "not_on_short_list",
            gettext_noop("“%(candidate)s” is not on the short list."),
            candidate=candidate.name,
        )


def _check_open(round_: Round) -> None:
    if round_.is_scoring_closed:
        raise RuleError(
            "scoring_closed",
            gettext_noop("The scoring is closed. Open it again first, with a reason."),
        )


def _check_long_list_closed(round_: Round) -> None:
    if not round_.has_reached(Round.Stage.SHORT_LIST):
        raise RuleError(
            "long_list_open",
            gettext_noop(
                "The long list is still open. Close it, so that everybody who is not "
                "on the short list has left with a reason."
            ),
        )


def _about(did: str, round_: Round, by: Any, about: object, reason: str = "") -> Any:
    return deed(did, by=by, programme=round_.programme_id, about=about, reason=reason)
