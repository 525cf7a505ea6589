"""What a meeting decided: minuted with its votes, and carried out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Max

from distretto.errors import RuleError, gettext_noop
from distretto.web.register.models import Attendance, Meeting, MeetingDecision
from distretto.web.register.rules.held_meetings import (
    begin_meeting,
    held_meeting,
    meeting_deed,
)
from distretto.web.register.rules.writing import save, take

DECISION_FACTS = (
    "text",
    "votes_for",
    "votes_against",
    "abstaining",
    "lead",
    "task",
    "due_on",
)
VOTES = ("votes_for", "votes_against", "abstaining")
State = MeetingDecision.State
AWAY = frozenset({Attendance.Mark.ABSENT, Attendance.Mark.EXCUSED})


def add_decision(
    meeting: Meeting, facts: Mapping[str, Any], *, by: Any
) -> MeetingDecision:
    """Minute a decision, with its votes and with who does what about it until when."""
    with meeting_deed("meeting_decision.minuted", meeting, by):
        meeting = held_meeting(meeting)
        last = meeting.decisions.current().aggregate(last=Max("number"))["last"] or 0
        decision = MeetingDecision(meeting=meeting, number=last + 1)
        _decide(decision, facts)
        begin_meeting(meeting)
    return decision


def edit_decision(
    decision: MeetingDecision, facts: Mapping[str, Any], *, by: Any
) -> MeetingDecision:
    """Put a decision right while the minutes are a draft."""
    with meeting_deed("meeting_decision.edited", decision.meeting, by):
        held_meeting(decision.meeting)
        decision = _held_decision(decision)
        _decide(decision, facts)
    return decision


def retire_decision(decision: MeetingDecision, *, by: Any) -> MeetingDecision:
    """Take a decision out of the minutes that was not taken."""
    with meeting_deed("meeting_decision.retired", decision.meeting, by):
        held_meeting(decision.meeting)
        decision = _held_decision(decision)
        decision.retire()
        decision.save(update_fields=["retired_at"])
    return decision


def settle_decision(
    decision: MeetingDecision, state: str, *, by: Any, on: date, because: str = ""
) -> MeetingDecision:
    """Say what became of a decision: done, dropped with a reason, or open again.

    Raises
    ------
    RuleError
        Nothing is to be done about it, or it is dropped without a reason.
    """
    with meeting_deed("meeting_decision.settled", decision.meeting, by, because):
        decision = _held_decision(decision)
        if not decision.task:
            raise RuleError(
                "nothing_to_be_done",
                gettext_noop("Nothing is to be done about decision %(number)s."),
                number=decision.number,
            )
        if state == State.DROPPED and not because:
            raise RuleError(
                "dropped_without_a_reason",
                gettext_noop("Say why it is dropped: the body will want to know."),
            )
        is_open = state == State.OPEN
        decision.state = state
        decision.settled_on = None if is_open else on
        decision.settled_because = "" if is_open else because
        save(decision)
    return decision


def _held_decision(decision: MeetingDecision) -> MeetingDecision:
    held: Any = MeetingDecision.objects.select_for_update(of=("self",))
    found: MeetingDecision = held.select_related("meeting").get(pk=decision.pk)
    return found


def _decide(decision: MeetingDecision, facts: Mapping[str, Any]) -> None:
    has_task = bool(facts.get("task"))
    decision.state = (decision.state or State.OPEN) if has_task else ""
    if not has_task:
        decision.settled_on, decision.settled_because = None, ""
    if any(facts.get(name) != getattr(decision, name) for name in VOTES):
        _check_votes(decision.meeting, facts)
    take(decision, facts, DECISION_FACTS)


def _check_votes(meeting: Meeting, facts: Mapping[str, Any]) -> None:
    """No more hands than members who may vote, and are not marked as absent."""
    cast = sum(facts.get(name) or 0 for name in VOTES)
    members = meeting.body.members.current()
    voting = [each for each in members if each.votes_on(meeting.day)]
    away = Attendance.objects.current().filter(
        meeting=meeting, member__in=voting, mark__in=AWAY
    )
    most = len(voting) - away.count()
    # Of a body whose members are not entered, nobody knows how many vote.
    if voting and cast > most:
        raise RuleError(
            "more_votes_than_members",
            gettext_noop(
                "%(cast)s votes are told, but %(most)s members may have voted: those "
                "who vote, without the ones marked as away. Correct the votes, the "
                "marks or the members."
            ),
            cast=cast,
            most=most,
        )
