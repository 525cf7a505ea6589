"""Surveys of a cluster, and how far each is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from distretto.formats.questionnaire.model import CONSENT
from distretto.web.diagnosis.models import SampledFirm, Survey, Wave
from distretto.web.diagnosis.queries.questionnaires import whole
from distretto.web.diagnosis.queries.waves import in_order
from distretto.web.register.models import Cluster

State = SampledFirm.State
# What became of a firm that no state says: an answer of it was sent.
ANSWERED = "answered"


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


def last_answer_on(survey: Survey) -> date | None:
    """The day on which the last answer was sent, where one is known."""
    sent = survey.responses.current().filter(is_complete=True)
    last = sent.aggregate(last=Max("submitted_at"))["last"]
    return timezone.localdate(last) if last else None


# A replacement stands for the firm it replaces.
_IN_SAMPLE = Q(sample__retired_at__isnull=True, sample__replaces__isnull=True) & ~Q(
    sample__state=State.SPARE
)
_SENT = Q(
    responses__retired_at__isnull=True,
    responses__is_complete=True,
    responses__repeats_interview__isnull=True,
)


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


@dataclass(frozen=True)
class Asked:
    """What became of the firms of a sample: each is in one of these, but for `drawn`.

    `drawn` firms and the `replacements` that came in are those to be asked: they
    answered, refused, are gone, or are still to ask. `spare` ones are in reserve.
    """

    drawn: int
    replacements: int
    answered: int
    refused: int
    gone: int
    open: int
    spare: int

    @property
    def listed(self) -> int:
        """Firms of the work list."""
        return self.drawn + self.replacements

    @property
    def told(self) -> list[tuple[int, str]]:
        """The counts under their names, as a page and a study list them."""
        return [
            (self.drawn, gettext("drawn")),
            (self.replacements, gettext("came in as replacements")),
            (self.answered, gettext("answered")),
            (self.refused, gettext("refused")),
            (self.gone, gettext("closed or not found")),
            (self.open, gettext("still to ask")),
            (self.spare, gettext("in reserve")),
        ]

    @property
    def there(self) -> int:
        """Firms to be asked that are not gone: nobody could ask those."""
        return self.listed - self.gone

    @property
    def response_share(self) -> float | None:
        """Of the firms that are there and were to be asked, those that answered."""
        return self.answered / self.there if self.there else None


def asked_of(survey: Survey) -> Asked:
    """The firms of the sample, counted once each, whatever was sent of them."""
    said = last_consent(survey)
    told = [
        (_became(state, said, firm), replaces is not None and state != State.SPARE)
        for state, replaces, firm in survey.sample.current().values_list(
            "state", "replaces", "organisation"
        )
    ]
    states = Counter(state for state, _ in told)
    spare = states[State.SPARE]
    replacements = sum(came for _, came in told)
    return Asked(
        drawn=len(told) - spare - replacements,
        replacements=replacements,
        answered=states[ANSWERED],
        refused=states[State.REFUSED],
        gone=states[State.GONE],
        open=states[State.TO_ASK] + states[State.ASKED],
        spare=spare,
    )


def last_consent(survey: Survey) -> dict[Any, bool | None]:
    """For each firm that sent something, whether it agreed: its last word.

    None where that is not known.
    """
    sent = survey.responses.current().filter(
        is_complete=True,
        organisation__isnull=False,
        left_out_because="",
        repeats_interview__isnull=True,
    )
    in_order = sent.order_by(F("submitted_at").asc(nulls_first=True), "id")
    said = dict(in_order.values_list("organisation", f"answers__{CONSENT}"))
    if not said:
        return {}
    form = whole(survey.form)
    return {firm: form.agreed(answer) for firm, answer in said.items()}


def _became(state: str, said: Mapping[Any, bool | None], firm: Any) -> str:
    """What became of one firm; who sent a form that says no has refused."""
    if state == State.SPARE or firm not in said:
        return state
    return State.REFUSED if said[firm] is False else ANSWERED


def counts_of(survey: Survey) -> dict[str, int]:
    """How many responses of a survey were sent, begun, and are of no known firm.

    Second interviews are counted by themselves.
    """
    sent = survey.responses.current().filter(is_complete=True)
    firsts = sent.filter(repeats_interview__isnull=True)
    return {
        "responses": firsts.count(),
        "again": sent.filter(repeats_interview__isnull=False).count(),
        "drafts": survey.responses.current().filter(is_complete=False).count(),
        "unlinked": firsts.filter(organisation__isnull=True).count(),
    }
