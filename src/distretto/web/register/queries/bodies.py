"""Bodies: who sits in them, which seats are empty, and what the method asks of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Min, Prefetch, Q
from django.utils import timezone

from distretto.web.accounts.models import Programme
from distretto.web.register.counted import Counted, Verdict
from distretto.web.register.models import (
    Body,
    BodyMember,
    Cluster,
    MeetingDecision,
    Organisation,
    Person,
    SeatGroup,
    Sex,
)

# Who produces: single firms, and groups of producers who do together what a firm does.
FIRM_KINDS = frozenset({"firm", "worker_group"})
OFFICES = list(BodyMember.Office.values)


@dataclass(frozen=True)
class Check:
    """What the method asks of a body, and whether it is so."""

    counted: Counted
    target: Decimal | None

    @property
    def verdict(self) -> Verdict | None:
        return self.counted.against(self.target)


@dataclass(frozen=True)
class BodyRow:
    """A body in a list."""

    body: Body
    members: int
    firms: Check
    women: Check
    last_met: date | None
    next_meeting: date | None
    open_tasks: int


@dataclass(frozen=True)
class SeatsOfGroup:
    """A group of seats, who fills them, and how many are empty (None: not fixed)."""

    group: SeatGroup
    members: Sequence[BodyMember]

    @property
    def empty(self) -> int | None:
        if self.group.seats is None:
            return None
        return max(0, self.group.seats - len(self.members))

    @property
    def over(self) -> int:
        """How many more sit than there are seats."""
        if self.group.seats is None:
            return 0
        return max(0, len(self.members) - self.group.seats)

    @property
    def empty_seats(self) -> range:
        return range(self.empty or 0)


@dataclass(frozen=True)
class BodyState:
    """A body as its page shows it."""

    groups: Sequence[SeatsOfGroup]
    ungrouped: Sequence[BodyMember]
    helpers: Sequence[BodyMember]
    former: Sequence[BodyMember]
    firms: Check
    women: Check
    firm_seats: Check | None

    @property
    def voting(self) -> int:
        return self.firms.counted.of

    @property
    def is_empty(self) -> bool:
        return not (self.voting or self.helpers or self.groups)


def is_of_firms(member: BodyMember) -> bool | None:
    """Whether a member sits for firms: by the seat, else by whom they represent."""
    if member.seat_group is not None and member.seat_group.stands_for:
        return member.seat_group.stands_for in FIRM_KINDS
    if member.represents is not None:
        return member.represents.kind in FIRM_KINDS
    return None


def is_woman(member: BodyMember) -> bool | None:
    """Whether a member is a woman, where that is known."""
    return member.person.sex == Sex.WOMAN if member.person.sex else None


def balance(body: Body, voting: Iterable[BodyMember]) -> tuple[Check, Check]:
    """Firms and women among those who vote, against the targets of the body."""
    voting = list(voting)
    return (
        Check(Counted.over(map(is_of_firms, voting)), body.firms_target),
        Check(Counted.over(map(is_woman, voting)), body.women_target),
    )


def members_of(body: Body) -> list[BodyMember]:
    """Everybody who sits or sat in a body: by office, then by name."""
    members = body.members.current().select_related(
        "person", "represents", "seat_group"
    )
    return sorted(members, key=_by_office)


def state_of(body: Body) -> BodyState:
    """Seats, members now and before, and the checks of the method."""
    today = timezone.localdate()
    members = members_of(body)
    # Who is named for a later day has a place among those of now.
    now = [each for each in members if each.ended_on is None or each.ended_on >= today]
    voting = [each for each in now if each.votes]
    of_group: dict[object, list[BodyMember]] = defaultdict(list)
    for each in voting:
        of_group[each.seat_group_id].append(each)
    groups = [
        SeatsOfGroup(group, of_group.pop(group.pk, []))
        for group in body.seat_groups.current()
    ]
    firms, women = balance(body, voting)
    return BodyState(
        groups=groups,
        ungrouped=[each for rest in of_group.values() for each in rest],
        helpers=[each for each in now if not each.votes],
        former=[each for each in members if each not in now],
        firms=firms,
        women=women,
        firm_seats=_firm_seats(body, groups),
    )


def seats_of(*, person: Person | None = None, of: Organisation | None = None) -> Any:
    """Where a person sits or sat, or who sits for a firm or institution."""
    seats = BodyMember.objects.current().filter(body__retired_at__isnull=True)
    if person is not None:
        seats = seats.filter(person=person)
    if of is not None:
        seats = seats.filter(represents=of)
    return seats.select_related("body", "person", "represents").order_by(
        F("ended_on").desc(nulls_first=True), "body__name"
    )


def _by_office(member: BodyMember) -> tuple[int, str]:
    return OFFICES.index(member.office), member.person.name.casefold()


def _firm_seats(body: Body, groups: Sequence[SeatsOfGroup]) -> Check | None:
    """Seats that firms may fill among all; None where some number is not fixed."""
    fixed = [(each.group.seats, each.group.stands_for) for each in groups]
    if not fixed or any(seats is None for seats, _kind in fixed):
        return None
    counted = Counted(
        yes=sum(seats or 0 for seats, kind in fixed if kind in FIRM_KINDS),
        unknown=sum(seats or 0 for seats, kind in fixed if not kind),
        of=sum(seats or 0 for seats, _kind in fixed),
    )
    return Check(counted, body.firms_target)


def bodies_of(programme: Programme, cluster: Cluster | None = None) -> list[BodyRow]:
    """The bodies of one cluster, or of the whole programme, the commission first."""
    today = timezone.localdate()
    sitting = (
        BodyMember.objects.current()
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gte=today))
        .filter(office__in=BodyMember.VOTING)
        .select_related("person", "represents", "seat_group")
    )
    in_use = Q(meetings__retired_at__isnull=True)
    bodies = (
        programme.bodies.current()
        .filter(Q(cluster__isnull=True) | Q(cluster__retired_at__isnull=True))
        .select_related("cluster")
        .prefetch_related(Prefetch("members", sitting, to_attr="sitting"))
        .annotate(
            last_met=Max("meetings__day", filter=in_use & Q(meetings__state="held")),
            next_meeting=Min(
                "meetings__day",
                filter=in_use & Q(meetings__state="planned", meetings__day__gte=today),
            ),
        )
        .order_by(F("cluster__name").asc(nulls_first=True), "kind", "name")
    )
    if cluster is not None:
        bodies = bodies.filter(cluster=cluster)
    tasks = _open_tasks(programme)
    return [_row(body, tasks.get(body.pk, 0)) for body in bodies]


def _open_tasks(programme: Programme) -> dict[object, int]:
    open_ones = MeetingDecision.objects.current().filter(
        state=MeetingDecision.State.OPEN,
        meeting__retired_at__isnull=True,
        meeting__body__programme=programme,
    )
    counted = open_ones.order_by().values("meeting__body").annotate(count=Count("pk"))
    return {each["meeting__body"]: each["count"] for each in counted}


def _row(body: Body, open_tasks: int) -> BodyRow:
    sitting: list[BodyMember] = body.sitting  # type: ignore[attr-defined]
    firms, women = balance(body, sitting)
    return BodyRow(
        body=body,
        members=len(sitting),
        firms=firms,
        women=women,
        last_met=body.last_met,  # type: ignore[attr-defined]
        next_meeting=body.next_meeting,  # type: ignore[attr-defined]
        open_tasks=open_tasks,
    )
