"""Who may see and change the bodies of a programme and their meetings.

Everybody of the programme may know who decides for a cluster: bodies, seats, names of
members, agendas, and minutes that are agreed. Minutes that are a draft are the staff's.
"""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from distretto.web.accounts.models import Programme
from distretto.web.accounts.policy import EVERYBODY, STAFF, May, may_in
from distretto.web.register.models import (
    Attendance,
    Body,
    BodyMember,
    Meeting,
    MeetingDecision,
    SeatGroup,
)
from distretto.web.register.policy import MAY as REGISTER
from distretto.web.register.policy import register_for

MAY: May = {"view": EVERYBODY, "edit": STAFF, "drafts": REGISTER["firms"]}


def bodies_for(user: Any, slug: str, *, to: str = "view") -> Programme:
    """The programme whose bodies these are; `reads_drafts` says so for templates."""
    programme = register_for(user, slug, to=to)
    programme.reads_drafts = may_in(  # type: ignore[attr-defined]
        programme, "drafts", MAY
    )
    return programme


def body_for(user: Any, slug: str, pk: UUID, *, to: str = "view") -> Body:
    """A body in use of a programme the user has a role in."""
    programme = bodies_for(user, slug, to=to)
    bodies = Body.objects.current().select_related("cluster")
    found = bodies.filter(_in_use(programme, ""), pk=pk).first()
    if found is None:
        raise Http404
    return _of(found, programme)


def seat_group_for(user: Any, slug: str, pk: UUID, *, to: str = "edit") -> SeatGroup:
    """A group of seats of a body in use."""
    programme = bodies_for(user, slug, to=to)
    groups = SeatGroup.objects.current().select_related("body__cluster")
    found = groups.filter(_in_use(programme), pk=pk).first()
    if found is None:
        raise Http404
    found.body = _of(found.body, programme)
    return found


def body_member_for(user: Any, slug: str, pk: UUID, *, to: str = "edit") -> BodyMember:
    """A member of a body in use, now or before."""
    programme = bodies_for(user, slug, to=to)
    members = BodyMember.objects.current().select_related(
        "body__cluster", "person", "represents", "seat_group"
    )
    found = members.filter(_in_use(programme), pk=pk).first()
    if found is None:
        raise Http404
    found.body = _of(found.body, programme)
    return found


def meeting_for(user: Any, slug: str, pk: UUID, *, to: str = "view") -> Meeting:
    """A meeting of a body in use."""
    programme = bodies_for(user, slug, to=to)
    meetings = Meeting.objects.current().select_related("body__cluster", "chaired_by")
    found = meetings.filter(_in_use(programme), pk=pk).first()
    if found is None:
        raise Http404
    found.body = _of(found.body, programme)
    return found


def decision_for(
    user: Any, slug: str, pk: UUID, *, to: str = "edit"
) -> MeetingDecision:
    """A decision of a meeting of a body in use."""
    programme = bodies_for(user, slug, to=to)
    decisions = MeetingDecision.objects.current().select_related(
        "meeting__body__cluster"
    )
    found = decisions.filter(
        _in_use(programme, "meeting__body__"),
        pk=pk,
        meeting__retired_at__isnull=True,
    ).first()
    if found is None:
        raise Http404
    found.meeting.body = _of(found.meeting.body, programme)
    return found


def guest_of(meeting: Meeting, pk: UUID) -> Attendance:
    """A guest on the list of a loaded meeting, or 404."""
    guests = meeting.attendance.current().filter(guest__isnull=False)
    found: Attendance | None = guests.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def reads_minutes(meeting: Meeting) -> bool:
    """Whether the reader of a loaded meeting may see who came and what was said."""
    if meeting.minutes_agreed_on is not None:
        return True
    return may_in(meeting.body.programme, "drafts", MAY)


def minutes_for(user: Any, slug: str, pk: UUID) -> Meeting:
    """A meeting whose minutes the user may read; others learn nothing of a draft."""
    meeting = meeting_for(user, slug, pk)
    if not reads_minutes(meeting):
        raise Http404
    return meeting


def _in_use(programme: Programme, body: str = "body__") -> Q:
    """Of a body in use of this programme, whose cluster is in use too."""
    told = {f"{body}programme": programme, f"{body}retired_at__isnull": True}
    alone = Q(**{f"{body}cluster__isnull": True})
    return Q(**told) & (alone | Q(**{f"{body}cluster__retired_at__isnull": True}))


def _of(body: Body, programme: Programme) -> Body:
    body.programme = programme  # with the user's role
    if body.cluster is not None:
        body.cluster.programme = programme
    return body
