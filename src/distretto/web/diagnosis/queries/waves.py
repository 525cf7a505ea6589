"""Waves of a cluster, and what each has."""

from datetime import date
from typing import Protocol

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.utils import timezone

from distretto.web.accounts.models import Programme
from distretto.web.diagnosis.models import Wave
from distretto.web.register.models import Cluster


class Lasting(Protocol):
    """What has a first and a last day."""

    @property
    def began_on(self) -> date | None: ...

    @property
    def ended_on(self) -> date | None: ...


def told_on(wave: Lasting, last_answer: date | None = None) -> date | None:
    """The day that figures of a wave bear: its last, or else its first.

    Of a wave that is not over yet it is the day of the last answer, where one is known,
    and today at the latest.
    """
    day, today = wave.ended_on or wave.began_on, timezone.localdate()
    if day is None or day <= today:
        return day
    return min(last_answer or today, today)


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
