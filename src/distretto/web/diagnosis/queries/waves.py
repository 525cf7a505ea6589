"""Waves of a cluster, and what each has."""

from django.db.models import Case, Count, F, Q, QuerySet, When

from distretto.web.accounts.models import Programme
from distretto.web.diagnosis.models import Wave
from distretto.web.register.models import Cluster


def in_order(waves: QuerySet[Wave]) -> QuerySet[Wave]:
    """The waves by their first days, those without one before the others.

    What is wished for has no place in time: it comes last.
    """
    return waves.order_by(
        Case(When(kind=Wave.Kind.DESIRED, then=1), default=0),
        F("began_on").asc(nulls_first=True),
        "created_at",
    )


def waves_of(cluster: Cluster) -> QuerySet[Wave]:
    """The waves of a cluster in their order, with how much was answered in each."""
    found: QuerySet[Wave] = (
        in_order(Wave.objects.current())
        .filter(cluster=cluster)
        .annotate(
            linkage_count=Count(
                "linkages", filter=Q(linkages__retired_at__isnull=True), distinct=True
            ),
            response_count=Count(
                "surveys__responses",
                filter=Q(
                    surveys__responses__retired_at__isnull=True,
                    surveys__responses__is_complete=True,
                    surveys__responses__repeats_interview__isnull=True,
                ),
                distinct=True,
            ),
        )
    )
    return found


def clusters_in_diagnosis(programme: Programme) -> QuerySet[Cluster]:
    """The clusters of a programme, with how many waves and studies each has."""
    found: QuerySet[Cluster] = programme.clusters.current().annotate(
        wave_count=Count(
            "waves", filter=Q(waves__retired_at__isnull=True), distinct=True
        ),
        study_count=Count(
            "studies", filter=Q(studies__retired_at__isnull=True), distinct=True
        ),
    )
    return found
