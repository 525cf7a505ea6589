"""Firms and institutions: finding them, and how many there are of each."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from distretto.web.accounts.models import Programme
from distretto.web.register import kinds
from distretto.web.register.models import (
    Cluster,
    ClusterMember,
    Likeness,
    Listing,
    Organisation,
    Position,
)
from distretto.web.register.queries import finding
from distretto.web.register.queries.places import fingerprint_of_shapes


@dataclass(frozen=True)
class Asked:
    """What somebody looks for; blank is everything."""

    text: str = ""
    kind: str = ""
    size: str = ""
    place: UUID | None = None
    cluster: UUID | None = None
    consent: str = ""
    missing: str = ""

    @property
    def is_narrowed(self) -> bool:
        return self != Asked()


# What a record may lack, and what it is asked by: the work list of a cluster agent.
MISSING: Mapping[str, Q] = {
    "point": Q(latitude__isnull=True),
    "employees": Q(employees__isnull=True, size_class=""),
    "industries": Q(industries=[]),
    "contact": Q(phone="", email=""),
    "place": Q(place__isnull=True),
}


def organisations_matching(
    programme: Programme, asked: Asked
) -> Sequence[Organisation]:
    """Those in use that fit, by name; where words are asked for, the best hits first.

    Words are looked for with forgiveness: see `finding`.
    """
    fitting = listed(organisations_fitting(programme, asked))
    return finding.matching(fitting, programme, asked.text)


def organisations_fitting(programme: Programme, asked: Asked) -> QuerySet[Organisation]:
    """Those in use that fit what is asked beside the words."""
    found: QuerySet[Organisation] = programme.organisations.current().filter(
        _conditions(programme, asked)
    )
    return found


def listed(found: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """With what a list shows of each: its place and the clusters it belongs to."""
    members = (
        ClusterMember.objects.current()
        .filter(left_on__isnull=True, cluster__retired_at__isnull=True)
        .select_related("cluster")
    )
    shown: QuerySet[Organisation] = (
        found.select_related("place")
        .defer("place__shape")
        .prefetch_related(
            Prefetch("memberships", queryset=members, to_attr="open_memberships")
        )
    )
    return shown


def _conditions(programme: Programme, asked: Asked) -> Q:
    wanted = Q()
    if asked.kind:
        wanted &= Q(kind=asked.kind)
    if asked.size:
        words = kinds.words_of(programme)
        if asked.size in {each.code for each in words.size_classes}:
            wanted &= kinds.in_size_class(words, asked.size)
    if asked.place:
        wanted &= Q(place=asked.place)
    if asked.cluster:
        members = ClusterMember.objects.current().filter(
            cluster=asked.cluster, left_on__isnull=True
        )
        wanted &= Q(pk__in=members.values("organisation"))
    if asked.consent:
        wanted &= Q(consent=asked.consent)
    if asked.missing in MISSING:
        wanted &= MISSING[asked.missing]
    return wanted


def kinds_counted(programme: Programme) -> dict[str, int]:
    """How many organisations in use there are of each kind, the most frequent first."""
    counted = (
        programme.organisations.current()
        .order_by()
        .values_list("kind")
        .annotate(count=Count("pk"))
    )
    return dict(Counter(dict(counted)).most_common())


def sizes_counted(found: QuerySet[Organisation], words: kinds.Words) -> dict[str, int]:
    """How many firms there are of each size class; "" is the class of the unknown."""
    pairs = (
        found.filter(kind=kinds.FIRM).order_by().values_list("employees", "size_class")
    )
    counted = Counter(words.size_class_of(*pair) for pair in pairs)
    known = {each.code: counted.pop(each.code, 0) for each in words.size_classes}
    # Classes of a list that the programme does not have count as unknown.
    return known | {"": sum(counted.values())}


def members_of(cluster: Cluster) -> QuerySet[Organisation]:
    """The organisations that belong to a cluster now."""
    return organisations_fitting(cluster.programme, Asked(cluster=cluster.pk))


def state_of(cluster: Cluster) -> str:
    """Changes whenever a member of a cluster does, or a boundary, or who belongs."""
    members = ClusterMember.history.filter(cluster_id=cluster.pk).order_by(
        "-history_date", "-history_id"
    )
    told = (
        finding.stamp_of(cluster.programme, Organisation),
        members.values_list("history_id", flat=True).first(),
        fingerprint_of_shapes(cluster.programme),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:40]


def members_among(cluster: Cluster, several: Collection[Organisation]) -> set[UUID]:
    """Those of several organisations that belong to a cluster now."""
    members = ClusterMember.objects.current().filter(
        cluster=cluster, left_on__isnull=True, organisation__in=several
    )
    return set(members.values_list("organisation_id", flat=True))


def left_members(cluster: Cluster) -> QuerySet[ClusterMember]:
    """Who belonged to a cluster and does no longer, the latest first."""
    found: QuerySet[ClusterMember] = (
        ClusterMember.objects.current()
        .filter(cluster=cluster, left_on__isnull=False)
        .select_related("organisation")
        .order_by("-left_on", "organisation__name")
    )
    return found


def memberships_of(organisation: Organisation) -> QuerySet[ClusterMember]:
    """All memberships of an organisation, the open ones first."""
    found: QuerySet[ClusterMember] = (
        organisation.memberships.current()
        .filter(cluster__retired_at__isnull=True)
        .select_related("cluster")
        .order_by("left_on", "cluster__name")
    )
    return found


def clusters_to_join(organisation: Organisation) -> QuerySet[Cluster]:
    """The clusters that an organisation does not belong to now."""
    open_ = organisation.memberships.current().filter(left_on__isnull=True)
    found: QuerySet[Cluster] = organisation.programme.clusters.current().exclude(
        pk__in=open_.values("cluster")
    )
    return found


def positions_in(organisation: Organisation) -> QuerySet[Position]:
    """The people of an organisation, the one to speak to first."""
    found: QuerySet[Position] = (
        organisation.positions.current()
        .filter(person__retired_at__isnull=True)
        .select_related("person")
        .order_by("ended_on", "-is_contact", "person__name")
    )
    return found


def listings_of(organisation: Organisation) -> Any:
    """What lists said of an organisation, the newest first."""
    return (
        organisation.listings.current()
        .select_related("firm_list")
        .order_by("-firm_list__created_at")
    )


def band_told(
    organisation: Organisation, listings: Sequence[Listing]
) -> tuple[str, str] | None:
    """The size band that the newest list says, and the list; None where one knows more.

    A band that lies across two size classes gives none, but it is something.
    """
    if organisation.employees is not None or organisation.size_class:
        return None
    for listing in listings:
        column = listing.firm_list.findings.get("columns", {}).get("size")
        if band := listing.told.get(column):
            return band, listing.firm_list.name
    return None


def open_likenesses(programme: Programme) -> QuerySet[Likeness]:
    """Pairs that may be the same and wait for a word, the most alike first."""
    found: QuerySet[Likeness] = programme.likenesses.current().filter(
        verdict=Likeness.Verdict.OPEN,
        one__retired_at__isnull=True,
        other__retired_at__isnull=True,
    )
    return found


def likenesses_of(organisation: Organisation) -> QuerySet[Likeness]:
    """Open pairs that an organisation is one of."""
    return (
        open_likenesses(organisation.programme)
        .filter(Q(one=organisation) | Q(other=organisation))
        .select_related("one", "other")
    )


def points_of(found: QuerySet[Organisation]) -> list[tuple[float, float, str]]:
    """Latitude, longitude and name of those that have a place on the map."""
    told = found.values_list("latitude", "longitude", "name")
    return [
        (latitude, longitude, name)
        for latitude, longitude, name in told
        if latitude is not None and longitude is not None
    ]
