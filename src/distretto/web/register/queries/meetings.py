"""Meetings: who came, how often the same people come, what is still to be done."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from distretto.web.register.body_policy import reads_minutes
from distretto.web.register.counted import Counted, Verdict
from distretto.web.register.models import (
    Attendance,
    Body,
    BodyMember,
    Meeting,
    MeetingDecision,
)
from distretto.web.register.queries.bodies import members_of

Mark = Attendance.Mark
# Who has somebody in their place counts for the quorum, and not as having come.
IN_THE_ROOM = frozenset({Mark.PRESENT, Mark.REPRESENTED})


@dataclass(frozen=True)
class Turnout:
    """Who came to one meeting, of the voting members of that day."""

    meeting: Meeting
    came: Counted
    quorum: Verdict | None
    guests: int
    # Whether the reader may know: minutes that are a draft are the staff's.
    is_told: bool


@dataclass(frozen=True)
class Overdue:
    """A decision that is still to be carried out, and whether it is late."""

    decision: MeetingDecision
    is_late: bool


@dataclass(frozen=True)
class Seat:
    """One person on the list of a meeting, as marked so far."""

    person: Any
    member: BodyMember | None
    attendance: Attendance | None

    @property
    def key(self) -> str:
        """What the page calls this row."""
        return f"m{self.member.pk}" if self.member else f"g{self.person.pk}"

    @property
    def mark(self) -> str:
        return self.attendance.mark if self.attendance else ""


@dataclass(frozen=True)
class MeetingState:
    """A meeting as its page shows it."""

    seats: Sequence[Seat]
    guests: Sequence[Seat]
    turnout: Turnout
    decisions: Sequence[MeetingDecision]


def turnouts_of(body: Body, members: Sequence[BodyMember]) -> list[Turnout]:
    """The meetings of a body, the latest first, each with who came."""
    meetings = list(body.meetings.current())
    marks = _marks_of(meetings)
    for meeting in meetings:
        meeting.body = body
    return [_turnout(meeting, members, marks[meeting.pk]) for meeting in meetings]


Marks = Mapping[Any, Attendance]


def _marks_of(meetings: Sequence[Meeting]) -> dict[Any, dict[Any, Attendance]]:
    """Of each meeting, the marks by member; guests by the id of the mark itself."""
    marks: dict[Any, dict[Any, Attendance]] = defaultdict(dict)
    for each in Attendance.objects.current().filter(meeting__in=meetings):
        marks[each.meeting_id][each.member_id or each.pk] = each
    return marks


def _turnout(meeting: Meeting, members: Sequence[BodyMember], marks: Marks) -> Turnout:
    expected = [each for each in members if each.votes_on(meeting.day)]
    found = [marks[each.pk].mark if each.pk in marks else None for each in expected]
    in_the_room = Counted.over(None if m is None else m in IN_THE_ROOM for m in found)
    return Turnout(
        meeting=meeting,
        came=Counted.over(None if m is None else m == Mark.PRESENT for m in found),
        quorum=in_the_room.against(meeting.body.quorum) if meeting.is_held else None,
        guests=sum(each.guest_id is not None for each in marks.values()),
        is_told=reads_minutes(meeting),
    )


def coming_again(body: Body, members: Sequence[BodyMember]) -> Counted | None:
    """How many of those invited twice or more came twice or more: trust, counted.

    Of meetings that were held and whose minutes the reader may know; None where no
    member has been invited to two of them.
    """
    held = [each for each in body.meetings.current() if each.is_held]
    for meeting in held:
        meeting.body = body
    told = [each for each in held if reads_minutes(each)]
    marks = _marks_of(told)
    answers = [
        _came_twice([marks[meeting.pk].get(member.pk) for meeting in invited])
        for member in members
        if member.votes
        and len(invited := [each for each in told if member.sat_on(each.day)]) > 1
    ]
    return Counted.over(answers) if answers else None


def _came_twice(found: Sequence[Attendance | None]) -> bool | None:
    came = sum(each is not None and each.mark == Mark.PRESENT for each in found)
    if came > 1:
        return True
    return None if came + sum(each is None for each in found) > 1 else False


def to_be_done(body: Body) -> list[Overdue]:
    """What was decided and is still open, the most urgent first."""
    found = (
        _decisions()
        .filter(meeting__body=body, state=MeetingDecision.State.OPEN)
        .order_by(F("due_on").asc(nulls_last=True), "meeting__day", "number")
    )
    today = timezone.localdate()
    listed = []
    for each in found:
        each.meeting.body = body
        if reads_minutes(each.meeting):
            listed.append(Overdue(each, _is_late(each, today)))
    return listed


def _decisions() -> QuerySet[MeetingDecision]:
    found: QuerySet[MeetingDecision] = (
        MeetingDecision.objects.current()
        .filter(meeting__retired_at__isnull=True)
        .select_related("meeting")
    )
    return found


def _is_late(decision: MeetingDecision, today: date) -> bool:
    return decision.is_open and decision.due_on is not None and decision.due_on < today


def members_at(meeting: Meeting) -> list[BodyMember]:
    """Who sat in the body on the day of a meeting, by office."""
    return [each for each in members_of(meeting.body) if each.sat_on(meeting.day)]


def turnout_of(meeting: Meeting, members: Sequence[BodyMember]) -> Turnout:
    """Who came to one meeting, of those who sat in its body on that day."""
    return _turnout(meeting, members, _marks_of([meeting])[meeting.pk])


def state_of(meeting: Meeting) -> MeetingState:
    """Who is on the list of a meeting with their marks, and what was decided."""
    members = members_at(meeting)
    marks = list(meeting.attendance.current().select_related("guest"))
    of_member = {each.member_id: each for each in marks if each.member_id}
    return MeetingState(
        seats=[Seat(each.person, each, of_member.get(each.pk)) for each in members],
        guests=[Seat(each.guest, None, each) for each in marks if each.guest_id],
        turnout=_turnout(
            meeting, members, {each.member_id or each.pk: each for each in marks}
        ),
        decisions=list(meeting.decisions.current()),
    )
