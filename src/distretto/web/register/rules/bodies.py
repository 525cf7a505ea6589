"""Bodies, their seats, and who sits in them: each change is kept with its day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.accounts.models import Programme
from distretto.web.history.rules import deed
from distretto.web.register.models import (
    Body,
    BodyMember,
    Cluster,
    Organisation,
    Person,
    SeatGroup,
)
from distretto.web.register.rules.naming import (
    NewName,
    organisation_meant,
    person_meant,
)
from distretto.web.register.rules.writing import save, say_about, take

# What may be said of a body.
BODY_FACTS = (
    "kind",
    "name",
    "mandate",
    "rules",
    "formed_on",
    "quorum",
    "firms_target",
    "women_target",
)
SEAT_FACTS = ("name", "stands_for", "seats", "note")


def form_body(
    facts: Mapping[str, Any],
    *,
    programme: Programme,
    by: Any,
    cluster: Cluster | None = None,
) -> Body:
    """Enter a body of a cluster, or a steering committee of the programme."""
    body = Body(programme=programme, cluster=cluster)
    with deed("body.formed", by=by, programme=programme, about=facts["name"]):
        if cluster is not None and cluster.programme_id != programme.pk:
            raise RuleError(
                "cluster_elsewhere",
                gettext_noop("“%(cluster)s” is not a cluster of this programme."),
                cluster=cluster.name,
            )
        take(body, facts, BODY_FACTS)
    return body


def edit_body(body: Body, facts: Mapping[str, Any], *, by: Any) -> Body:
    """Change what is said of a body."""
    with deed("body.edited", by=by, programme=body.programme, about=facts["name"]):
        body = held_body(body)
        take(body, facts, BODY_FACTS)
    return body


def retire_body(body: Body, *, by: Any, reason: str = "") -> Body:
    """Take a body out of use; its members and minutes stay in the history."""
    with deed(
        "body.retired", by=by, programme=body.programme, about=body, reason=reason
    ):
        body = held_body(body)
        body.retire()
        body.save(update_fields=["retired_at"])
    return body


def add_seat_group(body: Body, facts: Mapping[str, Any], *, by: Any) -> SeatGroup:
    """Give seats of a body to a group."""
    with deed(
        "seats.added", by=by, programme=body.programme, about=f"{body}: {facts['name']}"
    ):
        group = SeatGroup(body=held_body(body))
        take(group, facts, SEAT_FACTS)
    return group


def edit_seat_group(
    group: SeatGroup, facts: Mapping[str, Any], *, by: Any
) -> SeatGroup:
    """Change a group of seats: its name, whom it stands for, how many seats."""
    body = group.body
    with deed(
        "seats.edited", by=by, programme=body.programme, about=f"{body}: {group}"
    ):
        held_body(body)
        group = SeatGroup.objects.select_for_update().get(pk=group.pk)
        take(group, facts, SEAT_FACTS)
    return group


def retire_seat_group(group: SeatGroup, *, by: Any) -> SeatGroup:
    """Take a group of seats away; whoever sits in it must have another seat first."""
    body = group.body
    with deed(
        "seats.retired", by=by, programme=body.programme, about=f"{body}: {group}"
    ):
        held_body(body)
        group = SeatGroup.objects.select_for_update().get(pk=group.pk)
        sitting = group.members.current().filter(ended_on__isnull=True)
        if first := sitting.select_related("person").first():
            raise RuleError(
                "seats_are_filled",
                gettext_noop(
                    "“%(person)s” sits for “%(group)s”. Give them another group or end "
                    "their seat first."
                ),
                person=first.person.name,
                group=group.name,
            )
        group.retire()
        group.save(update_fields=["retired_at"])
    return group


def seat_member(
    body: Body,
    person: Person | NewName,
    *,
    by: Any,
    represents: Organisation | NewName | None = None,
    seat_group: SeatGroup | None = None,
    office: str = BodyMember.Office.MEMBER,
    began_on: date | None = None,
) -> BodyMember:
    """Let a person sit in a body, for somebody and from a day where these are known."""
    programme = body.programme
    with deed("body_member.seated", by=by, programme=programme, about=body) as entry:
        body = held_body(body)
        member = BodyMember(body=body, office=office, began_on=began_on)
        found = person_meant(person, programme=programme, by=by)
        assert found is not None
        member.person = found
        member.represents = organisation_meant(represents, programme=programme, by=by)
        member.seat_group = _seat_of(body, seat_group)
        _check_ended_before(member)
        save(member)
        say_about(entry, member)
    return member


def edit_member(
    member: BodyMember,
    *,
    by: Any,
    represents: Organisation | NewName | None,
    seat_group: SeatGroup | None,
    office: str,
    began_on: date | None,
) -> BodyMember:
    """Change for whom somebody sits, in which group, in what office."""
    programme = member.body.programme
    with deed("body_member.edited", by=by, programme=programme, about=member):
        member = _held(member)
        member.represents = organisation_meant(represents, programme=programme, by=by)
        member.seat_group = _seat_of(member.body, seat_group)
        member.office, member.began_on = office, began_on
        _check_ended_before(member)
        save(member)
    return member


def end_member(
    member: BodyMember, *, by: Any, ended_on: date, because: str = ""
) -> BodyMember:
    """End a seat, with its last day; the person stays among the former members."""
    programme = member.body.programme
    with deed(
        "body_member.ended", by=by, programme=programme, about=member, reason=because
    ):
        member = _held(member)
        member.ended_on, member.ended_because = ended_on, because
        save(member)
    return member


def retire_member(member: BodyMember, *, by: Any, reason: str = "") -> BodyMember:
    """Take back a seat that was entered by mistake.

    Raises
    ------
    RuleError
        The member stands on the list of a meeting: then the seat was no mistake.
    """
    programme = member.body.programme
    with deed(
        "body_member.retired", by=by, programme=programme, about=member, reason=reason
    ):
        member = _held(member)
        came = member.attendance.current().select_related("meeting__body").first()
        if came is not None:
            raise RuleError(
                "member_has_attended",
                gettext_noop(
                    "“%(person)s” stands on the list of a meeting (%(meeting)s). End "
                    "the seat instead, with its last day."
                ),
                person=member.person.name,
                meeting=str(came.meeting),
            )
        member.retire()
        member.save(update_fields=["retired_at"])
    return member


def held_body(body: Body) -> Body:
    """The body as it is now, held until the deed is done."""
    found: Body = (
        Body.objects.select_for_update(of=("self",))
        .select_related("programme", "cluster")
        .get(pk=body.pk)
    )
    if found.is_retired:
        raise RuleError(
            "body_is_retired",
            gettext_noop("“%(body)s” is out of use."),
            body=found.name,
        )
    return found


def _held(member: BodyMember) -> BodyMember:
    held_body(member.body)
    found: BodyMember = (
        BodyMember.objects.select_for_update(of=("self",))
        .select_related("body__programme", "person", "represents", "seat_group")
        .get(pk=member.pk)
    )
    return found


def _seat_of(body: Body, group: SeatGroup | None) -> SeatGroup | None:
    if group is not None and (group.body_id != body.pk or group.is_retired):
        raise RuleError(
            "seats_of_another_body",
            gettext_noop("“%(group)s” is no group of seats of “%(body)s”."),
            group=group.name,
            body=body.name,
        )
    return group


def _check_ended_before(member: BodyMember) -> None:
    """A person may come back, but not sit twice on the same day."""
    before = (
        member.body.members.current()
        .filter(person=member.person, ended_on__isnull=False)
        .exclude(pk=member.pk)
        .order_by("-ended_on")
        .first()
    )
    if before is None or member.ended_on is not None:
        return
    if member.began_on is None or member.began_on <= before.ended_on:
        raise RuleError(
            "sat_until_later",
            gettext_noop(
                "“%(person)s” sat here until %(day)s already. Give a first day after "
                "that."
            ),
            person=member.person.name,
            day=before.ended_on.isoformat(),
        )
