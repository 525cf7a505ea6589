"""Cluster maps and selection rounds as JSON."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Schema, Status

from distretto.web.accounts import policy as accounts
from distretto.web.exchange.door import api
from distretto.web.exchange.paging import Limit, Offset, Page, page_of
from distretto.web.selection.models import Candidate
from distretto.web.selection.policy import maps as map_policy
from distretto.web.selection.policy import rounds as round_policy
from distretto.web.selection.policy import secrecy
from distretto.web.selection.queries import maps as map_queries
from distretto.web.selection.queries import ranking as ranking_queries
from distretto.web.selection.queries import rounds as round_queries
from distretto.web.selection.rules import candidates as rules

TAGS = ["selection"]


class MapOut(Schema):
    id: UUID
    name: str
    dataset_id: UUID
    settings: dict[str, Any]
    known_share: float | None
    cluster_count: int
    created_at: datetime


class MapPage(Page):
    items: list[MapOut]


class RoundOut(Schema):
    id: UUID
    name: str
    purpose: str
    stage: str
    universe_count: int | None
    places_to_choose: int
    weights_fixed_at: datetime | None
    scoring_closed_at: datetime | None
    announced_on: date | None
    seed: int


class CriterionOut(Schema):
    id: UUID
    heading: str
    name: str
    low_anchor: str
    high_anchor: str
    weight: float | None
    can_veto: bool


class RoundWhole(RoundOut):
    criteria: list[CriterionOut]
    funnel: dict[str, int]


class CandidateOut(Schema):
    id: UUID
    name: str
    products: str
    classification: str
    industries: list[str]
    regions: list[str]
    nominated_by: str
    figures: dict[str, Any]
    # Keys of figures that are not shown to your role.
    figures_masked: tuple[str, ...] = ()
    stage: str
    left_at: str
    left_because: str


class CandidatePage(Page):
    items: list[CandidateOut]


class Nomination(Schema):
    name: str
    products: str = ""
    classification: str = ""
    industries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    nominated_by: str = ""
    reason: str = ""


@api.get("/programmes/{slug}/maps", response=MapPage, tags=TAGS)
def maps(
    request: HttpRequest, slug: str, limit: Limit = 100, offset: Offset = 0
) -> Any:
    """Saved cluster maps."""
    programme = accounts.programme_for(request.user, slug, may=map_policy.MAY)
    return page_of(map_queries.maps_in(programme), limit, offset)


@api.get("/programmes/{slug}/maps/{pk}", tags=TAGS)
def map_whole(
    request: HttpRequest,
    slug: str,
    pk: UUID,
    top: Annotated[int | None, Query(ge=1, le=100_000)] = None,
) -> dict[str, Any]:
    """One map as the command writes it: settings, known share, clusters, best first."""
    saved = map_policy.map_for(request.user, slug, pk)
    role = saved.programme.my_role
    return secrecy.seen_map(role, saved, saved.dataset).found.to_dict(top)


@api.get("/programmes/{slug}/rounds", response=list[RoundOut], tags=TAGS)
def rounds(request: HttpRequest, slug: str) -> Any:
    """Selection rounds that you may see."""
    programme = accounts.programme_for(
        request.user, slug, to="list", may=round_policy.MAY
    )
    return round_queries.rounds_of(programme, request.user)


@api.get("/programmes/{slug}/rounds/{pk}", response=RoundWhole, tags=TAGS)
def round_whole(request: HttpRequest, slug: str, pk: UUID) -> Any:
    """One round: criteria with weights, and how many candidates reached each stage."""
    found = round_policy.round_for(request.user, slug, pk)
    stages = round_queries.funnel(found, names_leavers=False).stages
    return {
        **{name: getattr(found, name) for name in RoundOut.model_fields},
        "criteria": list(found.criteria.current()),
        "funnel": {stage.stage: stage.reached for stage in stages},
    }


@api.get("/programmes/{slug}/rounds/{pk}/candidates", response=CandidatePage, tags=TAGS)
def candidates(
    request: HttpRequest, slug: str, pk: UUID, limit: Limit = 100, offset: Offset = 0
) -> Any:
    """Candidates of a round, with their figures and where each figure comes from."""
    found = round_policy.round_for(request.user, slug, pk)
    listed = page_of(found.candidates.current(), limit, offset)
    seen = secrecy.seen_figures(secrecy.reader_of(found), listed["items"])
    items = [_candidate(each, seen[each.pk]) for each in listed["items"]]
    return {**listed, "items": items}


def _candidate(candidate: Candidate, seen: secrecy.SeenFigures) -> dict[str, Any]:
    told = {name: getattr(candidate, name) for name in _OF_CANDIDATE}
    return {**told, "figures": seen.figures, "figures_masked": seen.masked}


_OF_CANDIDATE = CandidateOut.model_fields.keys() - {"figures", "figures_masked"}


@api.post(
    "/programmes/{slug}/rounds/{pk}/candidates",
    response={201: CandidateOut},
    tags=TAGS,
)
def nominate_candidate(
    request: HttpRequest, slug: str, pk: UUID, nomination: Nomination
) -> Any:
    """Put a candidate on the long list."""
    found = round_policy.round_for(request.user, slug, pk, to="help")
    fields = nomination.dict()
    for name in ("industries", "regions"):
        fields[name] = list(fields[name])
    return Status(201, rules.nominate(found, by=request.user, **fields))


@api.get("/programmes/{slug}/rounds/{pk}/ranking", tags=TAGS)
def ranking(request: HttpRequest, slug: str, pk: UUID) -> dict[str, Any]:
    """The three methods side by side and the robustness; refused while blind."""
    found = round_policy.round_for(request.user, slug, pk)
    result = ranking_queries.result_of(found)
    names = dict(found.candidates.values_list("pk", "name"))
    return {
        "candidates": [
            {"id": pk, "name": names[UUID(pk)], **result.line(place)}
            for place, pk in enumerate(result.candidates)
        ],
        "robustness": result.kept["robustness"],
        "overturns": result.kept["overturns"],
    }
