"""Who may reach bodies and meetings: all see who decides, the staff writes it down.

Minutes that are a draft are the staff's, and the evaluator's to read: for the others
such a document does not exist.
"""

from datetime import date

from distretto.web.accounts.policy import EVERYBODY, STAFF
from distretto.web.register import arriving
from distretto.web.register.models import Cluster
from distretto.web.register.rules import bodies, meeting_decisions, meetings
from distretto.web.register.rules.naming import NewName

TODAY = date(2026, 3, 2)
READERS = STAFF | {"evaluator"}
REST = EVERYBODY - READERS


def prepare(world):
    manager, programme = world.people["manager"], world.programme
    world.cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    world.body = bodies.form_body(
        {"kind": "commission", "name": "Commission"},
        programme=programme,
        cluster=world.cluster,
        by=manager,
    )
    world.seats = bodies.add_seat_group(world.body, {"name": "Firms"}, by=manager)
    world.member = bodies.seat_member(world.body, NewName("Nadia Osman"), by=manager)
    world.meeting = meetings.plan_meeting(world.body, {"day": TODAY}, by=manager)
    world.guest = meetings.add_guest(world.meeting, NewName("Omar Said"), by=manager)
    world.decision = meeting_decisions.add_decision(
        world.meeting, {"text": "Agreed.", "task": "Ask the bank"}, by=manager
    )
    with arriving.arrive(b"%PDF-1.7 signed", "signed.pdf") as file:
        meetings.write_minutes(
            world.meeting, minutes="All said.", file=file, by=manager
        )


def of(name):
    return lambda world: {"pk": getattr(world, name).pk}


CLUSTER, BODY, SEATS = of("cluster"), of("body"), of("seats")
MEMBER, MEETING, DECISION = of("member"), of("meeting"), of("decision")


def guest(world):
    return {"pk": world.meeting.pk, "guest": world.guest.pk}


def document(world):
    return {"pk": world.meeting.pk, "kind": "docx"}


def seen(name, kwargs=None, may=EVERYBODY, **more):
    row = {"url": f"register:{name}", "may": may, **more}
    return row | ({"kwargs": kwargs} if kwargs else {})


def changed(name, kwargs=None, data=None, status=302):
    row = seen(name, kwargs, STAFF) | {"method": "post", "status": status}
    return row | {"data": data or {}}


ROWS = [
    seen("bodies"),
    seen("form-body", may=STAFF),
    changed("form-body", data={"name": "Steering committee"}),
    changed("form-body", status=422),
    seen("cluster-bodies", CLUSTER),
    seen("form-cluster-body", CLUSTER, STAFF),
    changed("form-cluster-body", CLUSTER, {"kind": "working_group", "name": "Dyeing"}),
    changed("form-cluster-body", CLUSTER, status=422),
    seen("body", BODY),
    seen("edit-body", BODY, STAFF),
    changed("edit-body", BODY, {"kind": "commission", "name": "Committee"}),
    changed("retire-body", BODY),
    seen("add-seat-group", BODY, STAFF),
    changed("add-seat-group", BODY, {"name": "Authorities", "seats": "2"}),
    changed("add-seat-group", BODY, {"name": "Firms"}, status=422),
    seen("edit-seat-group", SEATS, STAFF),
    changed("edit-seat-group", SEATS, {"name": "Firms", "stands_for": "firm"}),
    changed("retire-seat-group", SEATS),
    seen("seat-member", BODY, STAFF),
    changed(
        "seat-member",
        BODY,
        {"person": "Layla", "person-pick": "new", "office": "chair"},
    ),
    changed("seat-member", BODY, {"office": "chair"}, status=422),
    seen("edit-body-member", MEMBER, STAFF),
    changed("edit-body-member", MEMBER, {"office": "chair"}),
    seen("end-body-member", MEMBER, STAFF),
    changed("end-body-member", MEMBER, {"ended_on": "2026-05-01"}),
    changed("end-body-member", MEMBER, status=422),
    changed("retire-body-member", MEMBER),
    seen("plan-meeting", BODY, STAFF),
    changed("plan-meeting", BODY, {"day": "2026-06-01"}),
    changed("plan-meeting", BODY, status=422),
    seen("meeting", MEETING),
    seen("edit-meeting", MEETING, STAFF),
    changed("edit-meeting", MEETING, {"day": "2026-03-03"}),
    changed("retire-meeting", MEETING),
    seen("mark-attendance", MEETING, STAFF),
    changed("mark-attendance", MEETING, {"rest": "present"}),
    changed("add-guest", MEETING, {"person": "Rim Haddad", "person-pick": "new"}),
    changed("add-guest", MEETING, status=422),
    changed("remove-guest", guest),
    seen("write-minutes", MEETING, STAFF),
    changed("write-minutes", MEETING, {"minutes": "All said."}),
    changed("agree-minutes", MEETING, {"on": "2026-04-01"}),
    changed("reopen-minutes", MEETING, {"reason": "A name was wrong."}),
    seen("minutes-file", MEETING, READERS, unseen=REST),
    seen("minutes-document", document, READERS, unseen=REST),
    seen("add-meeting-decision", MEETING, STAFF),
    changed("add-meeting-decision", MEETING, {"text": "We meet monthly."}),
    changed("add-meeting-decision", MEETING, status=422),
    seen("edit-meeting-decision", DECISION, STAFF),
    changed("edit-meeting-decision", DECISION, {"text": "We meet weekly."}),
    changed("settle-meeting-decision", DECISION, {"state": "done"}),
    changed("retire-meeting-decision", DECISION),
]
