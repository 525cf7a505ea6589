"""Clusters entered and edited by hand."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from distretto.errors import RuleError, gettext_noop
from distretto.formats import classifications
from distretto.web.accounts.models import Programme
from distretto.web.history.rules import deed
from distretto.web.register.models import Cluster, ClusterPlace, Place


@dataclass(frozen=True)
class ClusterFacts:
    """What is said of a cluster."""

    name: str
    products: str = ""
    classification: str = "ISIC4"
    industries: tuple[str, ...] = ()
    stage: str = ""
    origin: str = ""


def add_cluster(
    facts: ClusterFacts, places: Collection[Place], *, programme: Programme, by: Any
) -> Cluster:
    """Enter a cluster with its industries and places."""
    cluster = Cluster(programme=programme)
    with deed("cluster.added", by=by, programme=programme, about=facts.name):
        _take(cluster, facts)
        _set_places(cluster, places)
    return cluster


def edit_cluster(
    cluster: Cluster, facts: ClusterFacts, places: Collection[Place], *, by: Any
) -> Cluster:
    """Change what is said of a cluster, and where it reaches."""
    with deed("cluster.edited", by=by, programme=cluster.programme, about=facts.name):
        cluster = Cluster.objects.select_for_update().get(pk=cluster.pk)
        _take(cluster, facts)
        _set_places(cluster, places)
    return cluster


def retire_cluster(cluster: Cluster, *, by: Any, reason: str = "") -> Cluster:
    """Take a cluster out of use; nothing about it is lost."""
    with deed(
        "cluster.retired",
        by=by,
        programme=cluster.programme,
        about=cluster,
        reason=reason,
    ):
        cluster = Cluster.objects.select_for_update().get(pk=cluster.pk)
        cluster.retired_at = timezone.now()
        cluster.save(update_fields=["retired_at"])
    return cluster


def _take(cluster: Cluster, facts: ClusterFacts) -> None:
    check_industries(facts.industries, facts.classification)
    cluster.name, cluster.products = facts.name, facts.products
    cluster.classification = facts.classification
    cluster.industries = list(facts.industries)
    cluster.stage, cluster.origin = facts.stage, facts.origin
    cluster.full_clean()
    cluster.save()


def check_industries(codes: Collection[str], classification: str) -> None:
    """Refuse codes that the classification does not have, and say the nearest."""
    unknown = classifications.unknown_codes(codes, classification)
    if not unknown:
        return
    code, near = next(iter(unknown.items()))
    name = classifications.CLASSIFICATIONS[classification]
    if near is None:
        template = gettext_noop("“%(industry)s” is no industry of %(classification)s.")
    else:
        template = gettext_noop(
            "“%(industry)s” is no industry of %(classification)s; the nearest is "
            "“%(near)s”."
        )
    raise RuleError(
        "unknown_industry", template, industry=code, near=near, classification=name
    )


def _set_places(cluster: Cluster, places: Collection[Place]) -> None:
    wanted = {place.pk: place for place in places}
    for place in places:
        if place.programme_id != cluster.programme_id:
            raise RuleError(
                "place_elsewhere",
                gettext_noop("“%(place)s” is not a place of this programme."),
                place=place.name,
            )
    for link in ClusterPlace.objects.current().filter(cluster=cluster):
        if wanted.pop(link.place_id, None) is None:
            link.retired_at = timezone.now()
            link.save(update_fields=["retired_at"])
    for place in wanted.values():
        link = ClusterPlace(cluster=cluster, place=place)
        link.full_clean()
        link.save()
