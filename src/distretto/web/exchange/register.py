"""Programmes, places, clusters and datasets as JSON."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema

from distretto.web.accounts import policy
from distretto.web.accounts.models import Programme, Role
from distretto.web.exchange.door import api
from distretto.web.exchange.paging import Limit, Offset, Page, page_of

TAGS = ["register"]


class ProgrammeOut(Schema):
    id: UUID
    slug: str
    name: str
    countries: str
    currency: str
    is_fictitious: bool


class PlaceOut(Schema):
    id: UUID
    code: str
    name: str
    latitude: float | None
    longitude: float | None
    source: str
    licence: str


class ClusterOut(Schema):
    id: UUID
    name: str
    products: str
    classification: str
    industries: list[str]
    places: list[str]
    stage: str
    origin: str

    @staticmethod
    def resolve_places(cluster: Any) -> list[str]:
        return [
            link.place.code
            for link in cluster.places.all()
            if not (link.is_retired or link.place.is_retired)
        ]


class DatasetOut(Schema):
    id: UUID
    name: str
    status: str
    file_name: str
    sha256: str
    size_bytes: int
    source: str
    licence: str
    is_published: bool
    year: int | None
    classification: str
    row_count: int | None
    created_at: datetime


class PlacePage(Page):
    items: list[PlaceOut]


class ClusterPage(Page):
    items: list[ClusterOut]


class DatasetPage(Page):
    items: list[DatasetOut]


@api.get("/programmes", response=list[ProgrammeOut], tags=TAGS)
def programmes(request: HttpRequest) -> Any:
    """The programmes in which you have a role."""
    return (
        Programme.objects.current()
        .filter(roles__in=Role.objects.open().filter(user=request.user))
        .distinct()
    )


@api.get("/programmes/{slug}/places", response=PlacePage, tags=TAGS)
def places(
    request: HttpRequest, slug: str, limit: Limit = 100, offset: Offset = 0
) -> Any:
    """Places of a programme, without their shapes (see `places.geojson`)."""
    programme = policy.programme_for(request.user, slug)
    rows = programme.places.current().defer("shape")
    return page_of(rows, limit, offset)


@api.get("/programmes/{slug}/places.geojson", tags=TAGS)
def places_geojson(request: HttpRequest, slug: str) -> dict[str, Any]:
    """The boundaries of a programme as a GeoJSON FeatureCollection."""
    programme = policy.programme_for(request.user, slug)
    rows = programme.places.current().filter(shape__isnull=False)
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": place.code,
                "properties": {"code": place.code, "name": place.name},
                "geometry": place.shape,
            }
            for place in rows
        ],
    }


@api.get("/programmes/{slug}/clusters", response=ClusterPage, tags=TAGS)
def clusters(
    request: HttpRequest, slug: str, limit: Limit = 100, offset: Offset = 0
) -> Any:
    """Clusters that the programme assists or watches."""
    programme = policy.programme_for(request.user, slug)
    rows = programme.clusters.current().prefetch_related("places__place")
    return page_of(rows, limit, offset)


@api.get("/programmes/{slug}/datasets", response=DatasetPage, tags=TAGS)
def datasets(
    request: HttpRequest, slug: str, limit: Limit = 100, offset: Offset = 0
) -> Any:
    """Uploaded tables: what they are and where they come from."""
    programme = policy.programme_for(request.user, slug)
    return page_of(programme.datasets.current(), limit, offset)
