"""Pictures of cluster maps: drawn once for each map, language and kind of reader.

Even the definition of a map with a few hundred shapes takes longer than a page may, so
what is kept is the finished picture with its table, under the names of the files that
it was made from.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.urls import reverse

from distretto.formats.charts import bubbles as bubble_chart
from distretto.formats.charts.cluster_sheet import (
    clusters_sheet,
    industry_sheet,
    rows,
)
from distretto.formats.charts.clusters import About
from distretto.formats.charts.maps import region_map
from distretto.formats.charts.picture import Picture
from distretto.web.accounts.models import Role
from distretto.web.accounts.policy import STAFF
from distretto.web.register import queries as register
from distretto.web.register.models import Dataset
from distretto.web.selection.models import ClusterMap
from distretto.web.selection.queries import maps as queries
from distretto.web.selection.queries.maps import Measured
from distretto.web.ui.pictures import Shown, page_language, shown

OUTLINED = 12

EDITION = 1  # raise it when a picture is made differently


def map_picture(
    role: Role, result: Measured | ClusterMap, dataset: Dataset
) -> Shown | None:
    """The programme's regions with the first clusters outlined; None without shapes."""
    boundaries = register.shapes_of(role.programme)
    if not boundaries.shapes:
        return None

    def make(width: int) -> Picture:
        language = page_language()
        sheet = clusters_sheet(
            queries.as_seen_by(role, result),
            boundaries,
            top=OUTLINED,
            about=_about(result, dataset),
            links=_links(role, result),
            language=language,
        )
        return _drawn(sheet, result, dataset, width)

    return _kept("map", role, result, make)


def industry_picture(
    role: Role, result: ClusterMap, industry: str, dataset: Dataset
) -> Shown | None:
    """The regions by the quotient of one industry, its clusters outlined."""
    boundaries = register.shapes_of(role.programme)
    if not boundaries.shapes:
        return None

    def make(width: int) -> Picture:
        sheet = industry_sheet(
            queries.as_seen_by(role, result),
            boundaries,
            industry,
            about=_about(result, dataset),
            language=page_language(),
        )
        return _drawn(sheet, result, dataset, width)

    return _kept(f"industry {industry}", role, result, make)


def bubbles_picture(
    role: Role, result: Measured | ClusterMap, dataset: Dataset
) -> Shown | None:
    """Clusters by quotient and focus; None where there is no cluster."""
    if not result.cluster_count:
        return None

    def make(width: int) -> Picture:
        return bubble_chart.bubbles(
            rows(queries.as_seen_by(role, result)),
            about=_about(result, dataset),
            links=_links(role, result),
            language=page_language(),
            width=width,
        )

    return _kept("bubbles", role, result, make, on_map=False)


def _drawn(
    sheet: Any, result: Measured | ClusterMap, dataset: Dataset, width: int
) -> Picture:
    language = page_language()
    return region_map(
        sheet,
        title=sheet.column.name,
        source=dataset.source,
        year=result.settings.get("year"),
        language=language,
        width=width,
    )


def _about(result: Measured | ClusterMap, dataset: Dataset) -> About:
    return About(year=result.settings.get("year"), source=dataset.source)


def _links(role: Role, result: Measured | ClusterMap) -> dict[int, str]:
    """The page of each cluster, where the map is saved."""
    if not isinstance(result, ClusterMap):
        return {}
    return {
        rank: reverse(
            "selection:map-cluster", args=[role.programme.slug, result.pk, rank]
        )
        for rank in range(1, result.cluster_count + 1)
    }


def _kept(
    kind: str,
    role: Role,
    result: Measured | ClusterMap,
    make: Callable[[int], Picture],
    *,
    on_map: bool = True,
) -> Shown:
    """The picture from the cache, drawn first if it is not there."""
    made_from = [
        EDITION,
        kind,
        result.clusters_file,
        getattr(result, "pk", None),
        page_language().code,
        role.kind in STAFF or role.programme.smallest_cell,
        on_map and register.fingerprint_of_shapes(role.programme),
    ]
    key = hashlib.sha256(repr(made_from).encode()).hexdigest()
    found: Shown | None = caches["pictures"].get(key)
    if found is None:
        found = shown(make)
        caches["pictures"].set(key, found)
    return found
