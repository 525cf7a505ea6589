"""The sample of a survey: what a plan would draw, and the work list of who is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.utils.translation import gettext

from distretto.analysis.diagnosis.sampling.drawing import Sample, stratified_sample
from distretto.analysis.diagnosis.sampling.precision import sample_size
from distretto.formats.survey.sampling import sample_tables
from distretto.web.diagnosis.models import SampledFirm, Survey
from distretto.web.diagnosis.queries.surveys import ANSWERED, State, last_consent
from distretto.web.register import kinds
from distretto.web.register.models import Cluster, Organisation
from distretto.web.register.queries.organisations import members_of

SCHEMA = {
    "firm": pl.String,
    "size_class": pl.String,
    "place": pl.String,
    "chain_stage": pl.String,
}


@dataclass(frozen=True)
class Plan:
    """How a sample is to be drawn."""

    strata: tuple[str, ...]
    size: int | None
    reach_share: float | None
    allocation: str
    minimum: int
    response_share: float
    seed: int


def firms_of(cluster: Cluster) -> pl.DataFrame:
    """The firms that are members of a cluster, with what strata are made of.

    What is not known of a firm is null, and becomes a stratum of its own.
    """
    words = kinds.words_of(cluster.programme)
    told = (
        members_of(cluster)
        .filter(kind=kinds.FIRM)
        .values_list("pk", "employees", "size_class", "place__name", "chain_stage")
    )
    rows = [
        (str(pk), words.size_class_of(employees, size) or None, place, stage or None)
        for pk, employees, size, place, stage in told
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def drawn_by(plan: Plan, firms: pl.DataFrame) -> Sample:
    """The sample that a plan draws: the same each time.

    Raises
    ------
    InputError
        The cluster has no firms, or the size is too small for its strata.
    """
    return stratified_sample(
        firms,
        _size(plan, firms.height),
        strata=plan.strata,
        allocation=plan.allocation,
        minimum=plan.minimum,
        seed=plan.seed,
    )


def _size(plan: Plan, firms: int) -> int:
    if plan.size or plan.reach_share is None:
        return min(plan.size or 0, max(firms, 1))
    needed = sample_size(firms, plan.reach_share, response_share=plan.response_share)
    return max(needed.firms, 1)


def findings_of(sample: Sample) -> dict[str, Any]:
    """Strata and expected precision in plain values, as the survey keeps them."""
    tables = sample_tables(sample, firm="firm").tables
    return {
        "strata": tables["strata"].to_dicts(),
        "precision": tables["precision"].to_dicts(),
        "population": int(sample.strata["population"].sum()),
        "sampled": int(sample.strata["sampled"].sum()),
    }


def state_names() -> dict[str, str]:
    """What became of a firm, in words."""
    told = {code: str(name) for code, name in State.choices}
    return {**told, ANSWERED: gettext("Answered")}


def work_list(survey: Survey, *, state: str = "") -> QuerySet[SampledFirm]:
    """Whom to ask, stratum by stratum; firms in reserve only if asked for.

    Each has `became`, as it is counted: who sent a form that says no has refused; and
    `draft`, the interview that was begun with it and not sent.
    """
    said = last_consent(survey)
    refused = [firm for firm, agreed in said.items() if agreed is False]
    answered = [firm for firm, agreed in said.items() if agreed is not False]
    found: QuerySet[Any] = (
        survey.sample.current()
        .select_related("organisation__place", "replaces__organisation")
        .defer("organisation__place__shape", "organisation__note")
        .annotate(
            became=Case(
                When(state=State.SPARE, then=F("state")),
                When(organisation__in=refused, then=Value(State.REFUSED)),
                When(organisation__in=answered, then=Value(ANSWERED)),
                default=F("state"),
            ),
            draft=Subquery(
                survey.responses.current()
                .filter(organisation=OuterRef("organisation"), is_complete=False)
                .order_by("-created_at")
                .values("pk")[:1]
            ),
        )
        .order_by("code")
    )
    if state:
        return found.filter(became=state)
    return found.exclude(state=State.SPARE)


def sample_frame(survey: Survey) -> pl.DataFrame | None:
    """Firms, strata and their counts, for weights; None where no sample was drawn."""
    counts: Mapping[str, Any] = {
        each["stratum"]: each for each in survey.sample_findings.get("strata", ())
    }
    if not counts:
        return None
    rows = [
        (
            str(organisation),
            stratum,
            float(counts[stratum]["population"]),
            float(counts[stratum]["sampled"]),
        )
        for organisation, stratum in survey.sample.current().values_list(
            "organisation", "stratum"
        )
        if stratum in counts
    ]
    schema = {"firm": pl.String, "stratum": pl.String}
    numbers = {"population": pl.Float64, "sampled": pl.Float64}
    return pl.DataFrame(rows, schema={**schema, **numbers}, orient="row")


def by_code(survey: Survey) -> dict[str, UUID]:
    """The firm of each code of the sample, and of each key."""
    told = survey.sample.current().values_list("code", "organisation")
    return {code: pk for code, pk in told} | {str(pk): pk for _code, pk in told}


def members_to_link(survey: Survey) -> QuerySet[Organisation]:
    """The firms that a response may be of: those of the cluster."""
    return members_of(survey.wave.cluster).filter(kind=kinds.FIRM)
