"""Surveys of a cluster, and how far each is."""

from django.db.models import Count, Q, QuerySet

from distretto.web.diagnosis.models import SampledFirm, Survey, Wave
from distretto.web.diagnosis.queries.waves import in_order
from distretto.web.register.models import Cluster

State = SampledFirm.State


def surveys_of(cluster: Cluster) -> QuerySet[Survey]:
    """The surveys of a cluster, wave by wave."""
    found: QuerySet[Survey] = (
        Survey.objects.current()
        .filter(wave__cluster=cluster, wave__retired_at__isnull=True)
        .select_related("wave", "form")
        .defer("form__content", "sample_findings")
        .annotate(
            sample_count=Count("sample", filter=_IN_SAMPLE, distinct=True),
            response_count=Count("responses", filter=_SENT, distinct=True),
        )
        .order_by("wave__began_on", "created_at")
    )
    return found


# A replacement stands for the firm it replaces.
_IN_SAMPLE = Q(sample__retired_at__isnull=True, sample__replaces__isnull=True) & ~Q(
    sample__state=State.SPARE
)
_SENT = Q(responses__retired_at__isnull=True, responses__is_complete=True)


def waves_without_survey(cluster: Cluster) -> QuerySet[Wave]:
    """The waves that ask nothing by a questionnaire yet."""
    asked = Survey.objects.current().values("wave")
    found: QuerySet[Wave] = (
        in_order(Wave.objects.current())
        .filter(cluster=cluster)
        .exclude(kind=Wave.Kind.DESIRED)
        .exclude(pk__in=asked)
    )
    return found


def counts_of(survey: Survey) -> dict[str, int]:
    """How many firms of the sample there are in each state, and how many responses."""
    states = (
        survey.sample.current().order_by().values_list("state").annotate(Count("pk"))
    )
    sent = survey.responses.current().filter(is_complete=True)
    drafts = survey.responses.current().filter(is_complete=False)
    asked = survey.sample.current().filter(state__in=[State.TO_ASK, State.ASKED])
    answered = sent.filter(organisation__isnull=False).values("organisation")
    return dict(states) | {
        "open": asked.exclude(organisation__in=answered).count(),
        "responses": sent.count(),
        "drafts": drafts.count(),
        "unlinked": sent.filter(organisation__isnull=True).count(),
    }
