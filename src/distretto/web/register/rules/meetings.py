"""Meetings: planned, held, minuted, and what was decided carried out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from distretto.errors import RuleError, gettext_noop
from distretto.web.history.rules import deed
from distretto.web.register import arriving
from distretto.web.register.models import (
    Attendance,
    Body,
    BodyMember,
    Meeting,
    MeetingDecision,
    Person,
)
from distretto.web.register.rules.bodies import held_body
from distretto.web.register.rules.days import check_has_come
from distretto.web.register.rules.naming import NewName, person_meant
from distretto.web.register.rules.writing import save, say_about, take

FOLDER = "minutes"
MEETING_FACTS = ("day", "begins_at", "place", "agenda")
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
IN_ADVANCE = frozenset({Attendance.Mark.EXCUSED, Attendance.Mark.REPRESENTED})


def plan_meeting(body: Body, facts: Mapping[str, Any], *, by: Any) -> Meeting:
    """Call a meeting: its day, and place and agenda as far as they are known."""
    with deed("meeting.planned", by=by, programme=body.programme, about=body) as entry:
        meeting = Meeting(body=held_body(body))
        take(meeting, facts, MEETING_FACTS)
        say_about(entry, meeting)
    return meeting


def edit_meeting(meeting: Meeting, facts: Mapping[str, Any], *, by: Any) -> Meeting:
    """Move a meeting, or change its agenda.

    Raises
    ------
    RuleError
        It was held, and is moved to a day that is still to come.
    """
    with _deed("meeting.edited", meeting, by):
        meeting = _held(meeting)
        if meeting.is_held:
            check_has_come(facts.get("day"))
        take(meeting, facts, MEETING_FACTS)
        _check_still_sat(meeting)
    return meeting


def retire_meeting(meeting: Meeting, *, by: Any, reason: str = "") -> Meeting:
    """Call a meeting off, or take back one that was entered by mistake."""
    with _deed("meeting.retired", meeting, by, reason):
        meeting = _held(meeting)
        meeting.retire()
        meeting.save(update_fields=["retired_at"])
    return meeting


def mark_attendance(
    meeting: Meeting,
    member: BodyMember,
    mark: str,
    *,
    by: Any,
    represented_by: str = "",
) -> Attendance | None:
    """Mark whether a member came; an empty mark takes the mark away.

    The meeting has begun, then: it counts as held. Before its day only who is excused
    or represented is noted.
    """
    with _deed("attendance.marked", meeting, by):
        meeting = _held(meeting)
        return _mark(meeting, member, mark, represented_by)


def mark_all(
    meeting: Meeting, marks: Mapping[BodyMember, tuple[str, str]], *, by: Any
) -> int:
    """Mark many members at once, each with who is there for them; how many changed.

    What is marked so already stays as it is.
    """
    with _deed("attendance.marked", meeting, by):
        meeting = _held(meeting)
        there = {
            each.member_id: (each.mark, each.represented_by)
            for each in meeting.attendance.current()
        }
        changed = {
            member: told
            for member, told in marks.items()
            if there.get(member.pk, ("", "")) != told
        }
        for member, (mark, represented_by) in changed.items():
            _mark(meeting, member, mark, represented_by)
    return len(changed)


def add_guest(meeting: Meeting, person: Person | NewName, *, by: Any) -> Attendance:
    """Put somebody on the list who came and is no member."""
    with _deed("guest.added", meeting, by):
        meeting = _held(meeting)
        guest = person_meant(person, programme=meeting.body.programme, by=by)
        sits = meeting.body.members.current().filter(person=guest)
        if any(each.sat_on(meeting.day) for each in sits):
            raise RuleError(
                "guest_is_member",
                gettext_noop("“%(person)s” is a member of “%(body)s”, not a guest."),
                person=str(guest),
                body=meeting.body.name,
            )
        found = Attendance(meeting=meeting, guest=guest, mark=Attendance.Mark.PRESENT)
        save(found)
        _begin(meeting)
    return found


def remove_guest(meeting: Meeting, guest: Attendance, *, by: Any) -> None:
    """Take a guest off the list who did not come."""
    with _deed("guest.removed", meeting, by):
        _held(meeting)
        guest.retire()
        guest.save(update_fields=["retired_at"])


def write_minutes(
    meeting: Meeting,
    *,
    by: Any,
    minutes: str,
    chaired_by: Person | None = None,
    file: arriving.ArrivingFile | None = None,
) -> Meeting:
    """Write what was said; a signed paper may come with it as a file.

    Raises
    ------
    RuleError
        The minutes are agreed already, or the file is too large or empty.
    """
    stored = _kept(file) if file is not None else ""
    with _deed("minutes.written", meeting, by):
        meeting = _held(meeting)
        _check_has_begun(meeting)
        meeting.minutes, meeting.chaired_by = minutes, chaired_by
        if file is not None:
            meeting.minutes_file = stored
            meeting.minutes_file_name = (file.name or "minutes")[-200:]
        meeting.state = Meeting.State.HELD
        save(meeting)
    return meeting


def agree_minutes(meeting: Meeting, *, by: Any, on: date) -> Meeting:
    """Note that the body has agreed its minutes; everybody may read them from now on.

    Raises
    ------
    RuleError
        There are no minutes and no decisions to agree, or the day is still to come.
    """
    with _deed("minutes.agreed", meeting, by):
        meeting = _held(meeting)
        check_has_come(on)
        if not (meeting.has_minutes or meeting.decisions.current().exists()):
            raise RuleError(
                "no_minutes",
                gettext_noop(
                    "There are no minutes and no decisions to agree. Write them first."
                ),
            )
        meeting.state, meeting.minutes_agreed_on = Meeting.State.HELD, on
        save(meeting)
    return meeting


def reopen_minutes(meeting: Meeting, *, by: Any, reason: str) -> Meeting:
    """Make agreed minutes a draft again, with the reason."""
    with _deed("minutes.reopened", meeting, by, reason):
        meeting = _held(meeting, open_only=False)
        meeting.minutes_agreed_on = None
        save(meeting)
    return meeting


def add_decision(
    meeting: Meeting, facts: Mapping[str, Any], *, by: Any
) -> MeetingDecision:
    """Minute a decision, with its votes and with who does what about it until when."""
    with _deed("meeting_decision.minuted", meeting, by):
        meeting = _held(meeting)
        last = meeting.decisions.current().aggregate(last=Max("number"))["last"] or 0
        decision = MeetingDecision(meeting=meeting, number=last + 1)
        _decide(decision, facts)
        _begin(meeting)
    return decision


def edit_decision(
    decision: MeetingDecision, facts: Mapping[str, Any], *, by: Any
) -> MeetingDecision:
    """Put a decision right while the minutes are a draft."""
    with _deed("meeting_decision.edited", decision.meeting, by):
        _held(decision.meeting)
        decision = _held_decision(decision)
        _decide(decision, facts)
    return decision


def retire_decision(decision: MeetingDecision, *, by: Any) -> MeetingDecision:
    """Take a decision out of the minutes that was not taken."""
    with _deed("meeting_decision.retired", decision.meeting, by):
        _held(decision.meeting)
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
    with _deed("meeting_decision.settled", decision.meeting, by, because):
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


def _deed(did: str, meeting: Meeting, by: Any, reason: str = "") -> Any:
    programme = meeting.body.programme
    return deed(did, by=by, programme=programme, about=meeting, reason=reason)


def _held(meeting: Meeting, *, open_only: bool = True) -> Meeting:
    """The meeting as it is now; agreed minutes are not written into."""
    held_body(meeting.body)
    found: Meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("body__programme", "chaired_by")
        .get(pk=meeting.pk)
    )
    if open_only and found.minutes_agreed_on is not None:
        raise RuleError(
            "minutes_are_agreed",
            gettext_noop(
                "The minutes of this meeting were agreed on %(day)s. Make them a draft "
                "again before you change anything."
            ),
            day=found.minutes_agreed_on.isoformat(),
        )
    return found


def _held_decision(decision: MeetingDecision) -> MeetingDecision:
    held: Any = MeetingDecision.objects.select_for_update(of=("self",))
    found: MeetingDecision = held.select_related("meeting").get(pk=decision.pk)
    return found


def _mark(
    meeting: Meeting, member: BodyMember, mark: str, represented_by: str
) -> Attendance | None:
    if member.body_id != meeting.body_id or not member.sat_on(meeting.day):
        raise RuleError(
            "not_a_member_then",
            gettext_noop(
                "“%(person)s” was no member of “%(body)s” on the day of the meeting."
            ),
            person=member.person.name,
            body=meeting.body.name,
        )
    found = meeting.attendance.current().filter(member=member).first()
    if not mark:
        if found is not None:
            found.retire()
            found.save(update_fields=["retired_at"])
        return None
    found = found or Attendance(meeting=meeting, member=member)
    found.mark = mark
    is_represented = mark == Attendance.Mark.REPRESENTED
    found.represented_by = represented_by if is_represented else ""
    save(found)
    # People excuse themselves before the day.
    if mark not in IN_ADVANCE or meeting.day <= timezone.localdate():
        _begin(meeting)
    return found


def _begin(meeting: Meeting) -> None:
    """Where people came or something was decided, the meeting was held."""
    _check_has_begun(meeting)
    if not meeting.is_held:
        meeting.state = Meeting.State.HELD
        save(meeting)


def _check_has_begun(meeting: Meeting) -> None:
    """Refuse a meeting of a later day; on the day itself its hour is not asked."""
    if meeting.day > timezone.localdate():
        raise RuleError(
            "meeting_still_to_come",
            gettext_noop(
                "This meeting has not begun: it is on %(day)s. Who came, minutes and "
                "decisions are entered from that day on; who is excused or represented "
                "can be noted now."
            ),
            day=meeting.day.isoformat(),
        )


def _check_still_sat(meeting: Meeting) -> None:
    marked = meeting.attendance.current().filter(member__isnull=False)
    for each in marked.select_related("member__person"):
        if not each.member.sat_on(meeting.day):
            raise RuleError(
                "not_a_member_then",
                gettext_noop(
                    "“%(person)s” was no member of “%(body)s” on the day of the "
                    "meeting."
                ),
                person=each.member.person.name,
                body=meeting.body.name,
            )


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
    voting = [each for each in members if each.votes and each.sat_on(meeting.day)]
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


def _kept(file: arriving.ArrivingFile) -> str:
    if file.is_too_large or not file.size_bytes:
        raise RuleError(
            "minutes_file_unfit",
            gettext_noop(
                "“%(file)s” is empty or has more than the %(most)s MB that may be "
                "uploaded here."
            ),
            file=file.name,
            most=f"{arriving.limit_bytes() // arriving.MEBIBYTE:,}",
        )
    return arriving.keep(file, FOLDER)
