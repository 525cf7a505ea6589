"""Meetings: planned, held, minuted, and their minutes agreed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from distretto.errors import RuleError, gettext_noop
from distretto.web.history.rules import deed
from distretto.web.register import arriving
from distretto.web.register.models import (
    Attendance,
    Body,
    BodyMember,
    Meeting,
    Person,
)
from distretto.web.register.rules.bodies import held_body
from distretto.web.register.rules.days import check_has_come
from distretto.web.register.rules.held_meetings import (
    begin_meeting,
    check_has_begun,
    held_meeting,
    meeting_deed,
)
from distretto.web.register.rules.naming import NewName, person_meant
from distretto.web.register.rules.writing import save, say_about, take

FOLDER = "minutes"
MEETING_FACTS = ("day", "begins_at", "place", "agenda")
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
    with meeting_deed("meeting.edited", meeting, by):
        meeting = held_meeting(meeting)
        if meeting.is_held:
            check_has_come(facts.get("day"))
        take(meeting, facts, MEETING_FACTS)
        _check_still_sat(meeting)
    return meeting


def retire_meeting(meeting: Meeting, *, by: Any, reason: str = "") -> Meeting:
    """Call a meeting off, or take back one that was entered by mistake."""
    with meeting_deed("meeting.retired", meeting, by, reason):
        meeting = held_meeting(meeting)
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
    with meeting_deed("attendance.marked", meeting, by):
        meeting = held_meeting(meeting)
        return _mark(meeting, member, mark, represented_by)


def mark_all(
    meeting: Meeting, marks: Mapping[BodyMember, tuple[str, str]], *, by: Any
) -> int:
    """Mark many members at once, each with who is there for them; how many changed.

    What is marked so already stays as it is.
    """
    with meeting_deed("attendance.marked", meeting, by):
        meeting = held_meeting(meeting)
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
    with meeting_deed("guest.added", meeting, by):
        meeting = held_meeting(meeting)
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
        begin_meeting(meeting)
    return found


def remove_guest(meeting: Meeting, guest: Attendance, *, by: Any) -> None:
    """Take a guest off the list who did not come."""
    with meeting_deed("guest.removed", meeting, by):
        held_meeting(meeting)
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
    with meeting_deed("minutes.written", meeting, by):
        meeting = held_meeting(meeting)
        check_has_begun(meeting)
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
    with meeting_deed("minutes.agreed", meeting, by):
        meeting = held_meeting(meeting)
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
    with meeting_deed("minutes.reopened", meeting, by, reason):
        meeting = held_meeting(meeting, open_only=False)
        meeting.minutes_agreed_on = None
        save(meeting)
    return meeting


def _mark(
    meeting: Meeting, member: BodyMember, mark: str, represented_by: str
) -> Attendance | None:
    _check_sat(member, meeting)
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
        begin_meeting(meeting)
    return found


def _check_still_sat(meeting: Meeting) -> None:
    marked = meeting.attendance.current().filter(member__isnull=False)
    for each in marked.select_related("member__person"):
        _check_sat(each.member, meeting)


def _check_sat(member: BodyMember, meeting: Meeting) -> None:
    if member.body_id != meeting.body_id or not member.sat_on(meeting.day):
        raise RuleError(
            "not_a_member_then",
            gettext_noop(
                "“%(person)s” was no member of “%(body)s” on the day of the meeting."
            ),
            person=member.person.name,
            body=meeting.body.name,
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
