"""A meeting held still while something is entered of it."""

from typing import Any

from django.utils import timezone

from distretto.errors import RuleError, gettext_noop
from distretto.web.history.rules import deed
from distretto.web.register.models import Meeting
from distretto.web.register.rules.bodies import held_body
from distretto.web.register.rules.writing import save


def meeting_deed(did: str, meeting: Meeting, by: Any, reason: str = "") -> Any:
    """A deed about a meeting, in the history of its programme."""
    programme = meeting.body.programme
    return deed(did, by=by, programme=programme, about=meeting, reason=reason)


def held_meeting(meeting: Meeting, *, open_only: bool = True) -> Meeting:
    """The meeting as it is now; agreed minutes are not written into.

    Raises
    ------
    RuleError
        Its minutes are agreed, and `open_only`.
    """
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


def begin_meeting(meeting: Meeting) -> None:
    """Where people came or something was decided, the meeting was held.

    Raises
    ------
    RuleError
        It is of a later day.
    """
    check_has_begun(meeting)
    if not meeting.is_held:
        meeting.state = Meeting.State.HELD
        save(meeting)


def check_has_begun(meeting: Meeting) -> None:
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
