"""Linkages of the worked example's first cluster, told through the rules."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from distretto.example import linkages as story
from distretto.example.linkages import DESIRED, NOW, Actor
from distretto.web.accounts.models import Programme, User
from distretto.web.diagnosis.models import Wave
from distretto.web.diagnosis.rules import waves
from distretto.web.diagnosis.rules.linkage_files import (
    Intake,
    Meant,
    Told,
    accept_linkage_file,
)
from distretto.web.register.kinds import FIRM, INSTITUTION
from distretto.web.register.models import Cluster, ClusterMember

CLUSTER = "Marsovia knitwear"
ABOUT = "Interviews (fictitious, generated)"
WAVES: dict[str, dict[str, Any]] = {
    NOW: {"name": "Baseline", "kind": Wave.Kind.BASELINE},
    DESIRED: {"name": "Wished for", "kind": Wave.Kind.DESIRED},
}
# Who trains is an institution, who buys and sells a firm.
NEW_KINDS = {"purchase": FIRM, "subcontract": FIRM, "training": INSTITUTION}
DAYS = {"began_on": date(2026, 2, 2), "ended_on": date(2026, 3, 13)}


def tell_linkages(programme: Programme, people: Mapping[str, User]) -> None:
    """Who works with whom now, and with whom they would like to.

    Of whoever belongs to the cluster; nothing where there are too few firms.
    """
    cluster = programme.clusters.current().filter(name=CLUSTER).first()
    if cluster is None:
        return
    told = story.linkages(_actors(cluster))
    if not told.ties:
        return
    amina = people["amina"]
    for code, facts in WAVES.items():
        wave = _wave(cluster, facts, amina)
        accept_linkage_file(wave, _intake(cluster, told, code), by=amina, about=ABOUT)


def _actors(cluster: Cluster) -> list[Actor]:
    """The members by name, so that the same ties come about wherever it is made."""
    members = (
        ClusterMember.objects.current()
        .filter(cluster=cluster, left_on__isnull=True)
        .order_by("organisation__name", "organisation")
        .values_list(
            "organisation",
            "organisation__kind",
            "organisation__place__name",
            "organisation__chain_stage",
        )
    )
    return [
        Actor(str(pk), kind == FIRM, place or "", stage)
        for pk, kind, place, stage in members
    ]


def _wave(cluster: Cluster, facts: Mapping[str, Any], by: User) -> Wave:
    """The wave of that kind, opened where there is none."""
    there = Wave.objects.current().filter(cluster=cluster, kind=facts["kind"]).first()
    return there or waves.add_wave(
        {**facts, **DAYS, "note": ""}, cluster=cluster, by=by
    )


def _intake(cluster: Cluster, told: story.Told, code: str) -> Intake:
    members = ClusterMember.objects.current().filter(
        cluster=cluster, left_on__isnull=True
    )
    everybody = {str(pk): pk for pk in members.values_list("organisation", flat=True)}
    return Intake(
        ties=[
            Told(each.source, each.target, each.relation, each.strength, each.is_formal)
            for each in told.ties
            if each.wave == code
        ],
        meant={
            **{key: Meant(organisation=pk) for key, pk in everybody.items()},
            **_outside(cluster, told),
        },
        surveyed={key: key in told.answered for key in everybody},
    )


def _outside(cluster: Cluster, told: story.Told) -> dict[str, Meant]:
    """Those whom firms name elsewhere: entered once, and no members."""
    named = {each.target for each in told.ties}.intersection(story.OUTSIDE)
    records = cluster.programme.organisations.current().filter(name__in=named)
    known = dict(records.values_list("name", "pk"))
    return {
        name: Meant(organisation=known[name])
        if name in known
        else Meant(new_kind=NEW_KINDS[story.OUTSIDE[name]])
        for name in sorted(named)
    }
