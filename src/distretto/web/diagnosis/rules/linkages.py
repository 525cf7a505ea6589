"""Linkages: who is asked in a wave, and who works with whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.diagnosis.models import Linkage, LinkageActor, Wave
from distretto.web.history.rules import create_all, deed
from distretto.web.register.kinds import FIRM
from distretto.web.register.models import ClusterMember, Organisation
from distretto.web.register.rules.naming import NewName, organisation_meant

Kind = LinkageActor.Kind


@dataclass(frozen=True)
class Tie:
    """What is said of one tie; None is unknown."""

    relation: str
    strength: int | None = None
    is_formal: bool | None = None
    since: int | None = None
    note: str = ""


def add_members_as_actors(wave: Wave, *, by: Any) -> int:
    """Put all members of the cluster on a wave's list of actors; how many were new."""
    there = set(_actors(wave).values_list("organisation", flat=True))
    members = (
        ClusterMember.objects.current()
        .filter(
            cluster=wave.cluster,
            left_on__isnull=True,
            organisation__retired_at__isnull=True,
        )
        .select_related("organisation")
        .exclude(organisation__in=there)
    )
    new = [
        LinkageActor(
            wave=wave,
            organisation=each.organisation,
            kind=Kind.FIRM if each.organisation.kind == FIRM else Kind.INSTITUTION,
        )
        for each in members
    ]
    if new:
        with deed(
            "linkage_actor.members_added",
            by=by,
            programme=wave.cluster.programme,
            about=wave,
        ):
            create_all(new)
    return len(new)


def add_linkage_actor(
    wave: Wave,
    meant: Organisation | NewName,
    *,
    by: Any,
    kind: str = "",
    surveyed: bool | None = None,
) -> LinkageActor:
    """Put somebody on a wave's list of actors; a new name enters the register.

    Raises
    ------
    RuleError
        It is of another programme, or on the list already.
    """
    programme = wave.cluster.programme
    with deed("linkage_actor.added", by=by, programme=programme, about=_name_of(meant)):
        organisation = _organisation(meant, wave, by)
        if _actors(wave).filter(organisation=organisation).exists():
            raise RuleError(
                "actor_already",
                gettext_noop("“%(name)s” is on the list of this wave already."),
                name=organisation.name,
            )
        return _enter_actor(wave, organisation, kind, surveyed)


def change_linkage_actor(
    actor: LinkageActor, *, by: Any, kind: str, surveyed: bool | None
) -> LinkageActor:
    """Change what an actor is, and whether it was asked and answered."""
    programme = actor.wave.cluster.programme
    with deed("linkage_actor.changed", by=by, programme=programme, about=actor):
        held = _held_actor(actor)
        held.kind, held.surveyed = kind, surveyed
        held.full_clean(exclude=["wave", "organisation"])
        held.save()
    return held


def retire_linkage_actor(actor: LinkageActor, *, by: Any) -> LinkageActor:
    """Take an actor off a wave's list.

    Raises
    ------
    RuleError
        It has linkages in the wave.
    """
    programme = actor.wave.cluster.programme
    with deed("linkage_actor.retired", by=by, programme=programme, about=actor):
        held = _held_actor(actor)
        ties = Linkage.objects.current().filter(wave=held.wave)
        if (
            ties.filter(source=held.organisation).exists()
            or ties.filter(target=held.organisation).exists()
        ):
            raise RuleError(
                "actor_has_linkages",
                gettext_noop(
                    "“%(name)s” has linkages in this wave. Take those back first."
                ),
                name=str(held),
            )
        held.retire()
        held.save(update_fields=["retired_at"])
    return held


def note_linkages(
    actor: LinkageActor,
    partner: Organisation | NewName | None,
    ties: Sequence[Tie],
    *,
    by: Any,
    answered: bool | None = True,
) -> list[Linkage]:
    """Note what an actor says of its ties to a partner; of a known kind, changed.

    Without a partner the actor has answered that there is none. Who is named and not on
    the list yet is put there.

    Raises
    ------
    RuleError
        The partner is the actor itself, or of another programme.
    """
    wave = actor.wave
    programme = wave.cluster.programme
    with deed("linkage.noted", by=by, programme=programme, about=actor):
        held = _held_actor(actor)
        if answered is not None and held.surveyed is not answered:
            held.surveyed = answered
            held.save(update_fields=["surveyed"])
        if partner is None:
            return []
        target = _organisation(partner, wave, by)
        if target.pk == held.organisation_id:
            raise RuleError(
                "linkage_to_itself",
                gettext_noop("“%(name)s” cannot be its own partner."),
                name=target.name,
            )
        if not _actors(wave).filter(organisation=target).exists():
            _enter_actor(wave, target, "", None)
        return [_noted(held, target, tie) for tie in ties]


def retire_linkage(linkage: Linkage, *, by: Any) -> Linkage:
    """Take a linkage back."""
    programme = linkage.wave.cluster.programme
    with deed("linkage.retired", by=by, programme=programme, about=linkage):
        held: Linkage = Linkage.objects.select_for_update().get(pk=linkage.pk)
        held.retire()
        held.save(update_fields=["retired_at"])
    return held


def kind_in(wave: Wave, organisations: Iterable[Organisation]) -> dict[Any, str]:
    """What organisations are in a wave: members by their kind, all others outside."""
    listed = list(organisations)
    members = set(
        ClusterMember.objects.current()
        .filter(cluster=wave.cluster, left_on__isnull=True, organisation__in=listed)
        .values_list("organisation", flat=True)
    )
    return {
        each.pk: Kind.OUTSIDE
        if each.pk not in members
        else Kind.FIRM
        if each.kind == FIRM
        else Kind.INSTITUTION
        for each in listed
    }


def _noted(actor: LinkageActor, target: Organisation, tie: Tie) -> Linkage:
    there = (
        Linkage.objects.select_for_update()
        .filter(
            retired_at__isnull=True,
            wave=actor.wave,
            source=actor.organisation,
            target=target,
            relation=tie.relation,
        )
        .first()
    )
    linkage: Linkage = there or Linkage(
        wave=actor.wave,
        source=actor.organisation,
        target=target,
        relation=tie.relation,
    )
    linkage.strength, linkage.is_formal = tie.strength, tie.is_formal
    linkage.since, linkage.note = tie.since, tie.note
    linkage.is_unanswered = False
    linkage.full_clean(exclude=["wave", "source", "target"])
    linkage.save()
    return linkage


def _enter_actor(
    wave: Wave, organisation: Organisation, kind: str, surveyed: bool | None
) -> LinkageActor:
    actor = LinkageActor(
        wave=wave,
        organisation=organisation,
        kind=kind or kind_in(wave, [organisation])[organisation.pk],
        surveyed=surveyed,
    )
    actor.full_clean(exclude=["wave", "organisation"])
    actor.save()
    return actor


def _organisation(meant: Organisation | NewName, wave: Wave, by: Any) -> Organisation:
    found = organisation_meant(meant, programme=wave.cluster.programme, by=by)
    assert found is not None  # somebody is meant
    return found


def _name_of(meant: Organisation | NewName) -> str:
    return meant.name


def _actors(wave: Wave) -> Any:
    return LinkageActor.objects.current().filter(wave=wave)


def _held_actor(actor: LinkageActor) -> LinkageActor:
    held: LinkageActor = (
        LinkageActor.objects.select_for_update(of=("self",))
        .select_related("organisation", "wave__cluster")
        .get(pk=actor.pk)
    )
    return held
