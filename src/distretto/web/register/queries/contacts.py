"""The contact log and the promises in it, as far as the reader may know them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from distretto.web.accounts.models import Programme, User
from distretto.web.accounts.policy import STAFF
from distretto.web.register.contact_policy import visible_entries, visible_promises
from distretto.web.register.models import (
    Cluster,
    ContactEntry,
    Organisation,
    Promise,
    folded,
)


@dataclass(frozen=True)
class Asked:
    """Which part of the log is asked for; what is not said is not asked."""

    cluster: Cluster | None = None
    organisation: Organisation | None = None
    text: str = ""
    channel: str = ""
    ours: Any = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Due:
    """A promise that is open, and whether its day is over."""

    promise: Promise
    is_overdue: bool


def contacts_of(
    programme: Programme, user: Any, asked: Asked
) -> QuerySet[ContactEntry]:
    """Entries with their promises, the latest first; both days are included."""
    entries = visible_entries(programme, user).filter(_about(asked))
    for word in folded(asked.text).split():
        entries = entries.filter(
            Q(organisation__words__contains=word) | Q(person__words__contains=word)
        )
    if asked.channel:
        entries = entries.filter(channel=asked.channel)
    if asked.ours:
        entries = entries.filter(ours=asked.ours)
    if asked.since:
        entries = entries.filter(day__gte=asked.since)
    if asked.until:
        entries = entries.filter(day__lte=asked.until)
    given = Promise.objects.current().select_related("organisation", "person")
    found: QuerySet[ContactEntry] = entries.select_related(
        "organisation", "person", "ours", "cluster"
    ).prefetch_related(Prefetch("promises", given, to_attr="given"))
    return found


def open_promises(programme: Programme, user: Any, asked: Asked) -> list[Due]:
    """Promises that are neither kept nor broken: what is overdue first."""
    found = (
        visible_promises(programme, user)
        .filter(_about(asked), kept_on__isnull=True, broken_on__isnull=True)
        .select_related("organisation", "person", "cluster", "entry")
        .order_by(F("due_on").asc(nulls_last=True), "id")
    )
    today = timezone.localdate()
    return [Due(each, each.is_overdue(today)) for each in found]


def promises_of(programme: Programme, user: Any, asked: Asked) -> QuerySet[Promise]:
    """All promises, kept and broken ones too, for a file."""
    found: QuerySet[Promise] = (
        visible_promises(programme, user)
        .filter(_about(asked))
        .select_related("organisation", "person", "cluster", "entry")
    )
    return found


def _about(asked: Asked) -> Q:
    about = Q()
    if asked.cluster is not None:
        about &= Q(cluster=asked.cluster)
    if asked.organisation is not None:
        about &= Q(organisation=asked.organisation)
    return about


def colleagues(programme: Programme) -> QuerySet[User]:
    """Who of us may have spoken to somebody: the staff of the programme."""
    staff = programme.roles.open().filter(kind__in=STAFF)
    return User.objects.filter(roles__in=staff).order_by("name", "email")


def names_near(programme: Programme, cluster: Cluster | None) -> tuple[list[str], ...]:
    """Names to offer while somebody types: of firms, and of people, near a cluster."""
    organisations = programme.organisations.current()
    persons = programme.persons.current()
    if cluster is not None:
        members = Q(memberships__cluster=cluster, memberships__retired_at__isnull=True)
        stakes = Q(stakes__cluster=cluster, stakes__retired_at__isnull=True)
        organisations = organisations.filter(members | stakes)
        inside = Q(positions__organisation__in=organisations)
        spoken = Q(contacts__cluster=cluster, contacts__retired_at__isnull=True)
        seated = Q(seats__body__cluster=cluster, seats__retired_at__isnull=True)
        persons = persons.filter(inside | spoken | seated)
    return (
        _names(organisations),
        _names(persons),
    )


MOST_OFFERED = 200


def _names(records: Any) -> list[str]:
    names = records.order_by("name").values_list("name", flat=True).distinct()
    return list(names[:MOST_OFFERED])
