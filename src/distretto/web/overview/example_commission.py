"""The commission of the example's first cluster, told through the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from distretto.example.commission import Commission, Met, Spoken, Stake, commission
from distretto.web.accounts.models import Programme, User
from distretto.web.register.models import (
    Attendance,
    Body,
    BodyMember,
    Cluster,
    Organisation,
)
from distretto.web.register.models.bodies import FIRMS_TARGET, WOMEN_TARGET
from distretto.web.register.rules import (
    bodies,
    contacts,
    meeting_decisions,
    meetings,
    organisations,
    people,
    stakeholders,
)

MARKS = {
    "P": Attendance.Mark.PRESENT,
    "R": Attendance.Mark.REPRESENTED,
    "E": Attendance.Mark.EXCUSED,
    "A": Attendance.Mark.ABSENT,
}


@dataclass(frozen=True)
class Teller:
    """Who tells, and of which cluster."""

    by: User
    programme: Programme
    cluster: Cluster
    organisations: Mapping[str, Organisation]


def tell_commission(programme: Programme, people_: Mapping[str, User]) -> Body:
    """Commission, meetings, stakeholders and contacts of the first cluster."""
    story, amina = commission(), people_["amina"]
    cluster = programme.clusters.get(name=story.cluster)
    entered = {
        name: organisations.add_organisation(
            {"name": name, "kind": kind}, programme=programme, by=amina, cluster=cluster
        )
        for name, kind in story.organisations
    }
    teller = Teller(amina, programme, cluster, entered)
    body, members = _form(story, teller)
    for met in story.meetings:
        _meet(body, members, met, teller)
    for stake in story.stakeholders:
        _stake(stake, teller)
    for spoken in story.contacts:
        _speak(spoken, members, teller)
    return body


def _day(ago: int) -> date:
    return timezone.localdate() - timedelta(days=ago)


def _form(story: Commission, teller: Teller) -> tuple[Body, list[BodyMember]]:
    told: dict[str, Any] = {"programme": teller.programme, "by": teller.by}
    body = bodies.form_body(
        {
            "kind": Body.Kind.COMMISSION,
            "name": story.name,
            "mandate": story.mandate,
            "rules": story.rules,
            "formed_on": _day(story.formed_ago),
            "quorum": Decimal(story.quorum),
            "firms_target": FIRMS_TARGET,
            "women_target": WOMEN_TARGET,
        },
        cluster=teller.cluster,
        **told,
    )
    bodies.form_body(
        {
            "kind": Body.Kind.WORKING_GROUP,
            "name": story.working_group,
            "mandate": story.working_group_mandate,
        },
        cluster=teller.cluster,
        **told,
    )
    groups = {
        seats.name: bodies.add_seat_group(
            body,
            {
                "name": seats.name,
                "stands_for": seats.stands_for,
                "seats": seats.seats,
                "note": seats.note,
            },
            by=teller.by,
        )
        for seats in story.seats
    }
    members = []
    for each in story.members:
        firm = teller.organisations[each.represents]
        person = people.add_person(
            {"name": each.person, "sex": each.sex}, organisation=firm, **told
        )
        members.append(
            bodies.seat_member(
                body,
                person,
                represents=firm,
                seat_group=groups.get(each.group),
                office=each.office,
                began_on=_day(story.formed_ago),
                by=teller.by,
            )
        )
    return body, members


def _meet(body: Body, members: list[BodyMember], met: Met, teller: Teller) -> None:
    by = teller.by
    meeting = meetings.plan_meeting(
        body, {"day": _day(met.ago), "place": met.place, "agenda": met.agenda}, by=by
    )
    marks = {
        member: (MARKS[mark], met.instead if mark == "R" else "")
        for member, mark in zip(members, met.marks, strict=False)
        if mark in MARKS
    }
    if not marks:
        return
    meetings.mark_all(meeting, marks, by=by)
    meetings.write_minutes(
        meeting, minutes=met.minutes, chaired_by=members[0].person, by=by
    )
    for each in met.decisions:
        for_, against, abstaining = each.votes or (None, None, None)
        decision = meeting_decisions.add_decision(
            meeting,
            {
                "text": each.text,
                "votes_for": for_,
                "votes_against": against,
                "abstaining": abstaining,
                "task": each.task,
                "lead": each.lead,
                "due_on": None if each.due_ago is None else _day(each.due_ago),
            },
            by=by,
        )
        if each.state:
            settled = _day(each.due_ago or 0)
            meeting_decisions.settle_decision(decision, each.state, by=by, on=settled)
    if met.agreed_ago is not None:
        meetings.agree_minutes(meeting, by=by, on=_day(met.agreed_ago))


def _stake(stake: Stake, teller: Teller) -> None:
    position = {
        "interest": stake.interest,
        "influence": stake.influence,
        "attitude": stake.attitude,
        "wants": stake.wants,
        "approach": stake.approach,
        "as_of": _day(30),
    }
    if stake.earlier_attitude is not None:
        earlier = {"attitude": stake.earlier_attitude, "as_of": _day(280)}
        found = stakeholders.add_stakeholder(
            teller.cluster,
            position | earlier,
            organisation=teller.organisations[stake.who],
            by=teller.by,
        )
        stakeholders.assess_stakeholder(found, position, by=teller.by)
        return
    stakeholders.add_stakeholder(
        teller.cluster,
        position,
        organisation=teller.organisations[stake.who],
        by=teller.by,
    )


def _speak(spoken: Spoken, members: list[BodyMember], teller: Teller) -> None:
    persons = {member.person.name: member.person for member in members}
    entry = contacts.note_contact(
        contacts.Party(
            teller.organisations[spoken.organisation], persons.get(spoken.person)
        ),
        {
            "day": _day(spoken.ago),
            "channel": spoken.channel,
            "ours": teller.by,
            "said": spoken.said,
            "is_confidential": spoken.is_confidential,
        },
        promise={
            "what": spoken.promise,
            "giver": spoken.promised_by,
            "due_on": None if spoken.due_ago is None else _day(spoken.due_ago),
        }
        if spoken.promise
        else None,
        programme=teller.programme,
        cluster=teller.cluster,
        by=teller.by,
    )
    if spoken.kept_ago is not None:
        promise = entry.promises.get()
        contacts.keep_promise(promise, by=teller.by, on=_day(spoken.kept_ago))
