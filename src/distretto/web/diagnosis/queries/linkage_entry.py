"""Who was asked in a wave, and what each said: what the pages of entering show."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from distretto.web.diagnosis.models import Linkage, LinkageActor, Wave
from distretto.web.diagnosis.queries.linkages import relation_name
from distretto.web.register.models import Cluster, ClusterMember, Organisation
from distretto.web.register.queries import finding

MOST_HITS = 200
# What is known of whether an actor answered.
STATES = {"answered": True, "silent": False, "unknown": None}


@dataclass(frozen=True)
class Listed:
    """An actor of a wave, with how many ties it told and how many others told of it."""

    actor: LinkageActor
    given: int
    received: int


@dataclass(frozen=True)
class Partner:
    """A partner of an actor: what was said of each kind of linkage."""

    name: str
    ties: list[Linkage]


def actors_of(wave: Wave, *, kind: str = "", text: str = "", state: str = "") -> Any:
    """The actors of a wave by name, narrowed."""
    found = LinkageActor.objects.current().filter(wave=wave)
    if kind:
        found = found.filter(kind=kind)
    if text.strip():
        meant = finding.hits(wave.cluster.programme, Organisation, text, most=MOST_HITS)
        found = found.filter(organisation__in=meant)
    if state in STATES:
        found = found.filter(surveyed=STATES[state])
    return found.select_related("organisation")


def listed(wave: Wave, actors: list[LinkageActor]) -> list[Listed]:
    """Actors with their numbers of ties."""
    pairs = list(_pairs(wave))
    told = Counter(source for source, _target in pairs)
    named = Counter(target for _source, target in pairs)
    return [
        Listed(each, told[each.organisation_id], named[each.organisation_id])
        for each in actors
    ]


def _pairs(wave: Wave) -> Any:
    """Each pair that is tied once, however many kinds it is tied in."""
    return (
        Linkage.objects.current()
        .filter(wave=wave, is_unanswered=False)
        .exclude(strength=0)
        .order_by()
        .values_list("source", "target")
        .distinct()
    )


def answered_counts(cluster: Cluster) -> dict[UUID, dict[str, int]]:
    """How many actors of each wave answered, did not, or may have."""
    told = Counter(
        LinkageActor.objects.current()
        .filter(wave__cluster=cluster)
        .order_by()
        .values_list("wave", "surveyed")
    )
    waves = {wave for wave, _surveyed in told}
    return {
        wave: {state: told[wave, value] for state, value in STATES.items()}
        for wave in waves
    }


def partners_of(actor: LinkageActor) -> list[Partner]:
    """What an actor said, partner by partner."""
    ties = _ties(actor, source=actor.organisation_id)
    return _by_partner(ties, "target")


def named_by(actor: LinkageActor) -> list[Partner]:
    """What others said of it."""
    ties = _ties(actor, target=actor.organisation_id)
    return _by_partner(ties, "source")


def _ties(actor: LinkageActor, **ends: UUID) -> list[Linkage]:
    found = (
        Linkage.objects.current()
        .filter(wave=actor.wave_id, **ends)
        .select_related("source", "target")
    )
    ties = list(found.order_by("source__words", "target__words", "relation"))
    for tie in ties:
        tie.relation_name = relation_name(tie.relation)
    return ties


def _by_partner(ties: list[Linkage], end: str) -> list[Partner]:
    found: dict[UUID, Partner] = {}
    for tie in ties:
        other = getattr(tie, end)
        found.setdefault(other.pk, Partner(str(other), [])).ties.append(tie)
    return list(found.values())


def next_to_ask(actor: LinkageActor) -> LinkageActor | None:
    """The next firm by name that has not answered; from the top after the last."""
    waiting = (
        LinkageActor.objects.current()
        .filter(wave=actor.wave_id, kind=LinkageActor.Kind.FIRM)
        .exclude(surveyed=True)
        .exclude(pk=actor.pk)
        .select_related("organisation")
    )
    after = waiting.filter(organisation__words__gt=actor.organisation.words).first()
    found: LinkageActor | None = after or waiting.first()
    return found


def names_in(wave: Wave) -> list[str]:
    """Names to suggest: actors of the wave, then other members of its cluster."""
    known = LinkageActor.objects.current().filter(wave=wave)
    members = ClusterMember.objects.current().filter(
        cluster=wave.cluster_id, left_on__isnull=True
    )
    names = [
        *known.values_list("organisation__name", flat=True),
        *members.values_list("organisation__name", flat=True),
    ]
    return list(dict.fromkeys(names))


def members_left_out(wave: Wave) -> int:
    """How many members of the cluster are not on a wave's list of actors."""
    there = LinkageActor.objects.current().filter(wave=wave).values("organisation")
    return int(
        ClusterMember.objects.current()
        .filter(
            Q(left_on__isnull=True),
            cluster=wave.cluster_id,
            organisation__retired_at__isnull=True,
        )
        .exclude(organisation__in=there)
        .count()
    )
