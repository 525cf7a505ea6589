"""What is read of the register, by pages here and by the steps above."""

from distretto.web.accounts.models import Programme
from distretto.web.register.models import Dataset
from distretto.web.register.queries.clusters import (
    clusters_in_place,
    clusters_matching,
    places_of,
)
from distretto.web.register.queries.datasets import (
    columns_understood,
    datasets_in,
    datasets_in_use,
    datasets_with_places,
    details_of,
    has_places,
    levels_of,
    looks_published,
    measures_of,
    places_listed,
    region_industry_table,
    region_match,
)
from distretto.web.register.queries.places import (
    fingerprint_of_shapes,
    neighbouring_places,
    neighbours_of,
    places_matching,
    places_named,
    places_to_choose,
    shapes_of,
)

__all__ = [
    "clusters_in_place",
    "clusters_matching",
    "columns_understood",
    "counts_of",
    "datasets_in",
    "datasets_in_use",
    "datasets_with_places",
    "details_of",
    "fingerprint_of_shapes",
    "has_places",
    "levels_of",
    "looks_published",
    "measures_of",
    "neighbouring_places",
    "neighbours_of",
    "places_listed",
    "places_matching",
    "places_named",
    "places_of",
    "places_to_choose",
    "region_industry_table",
    "region_match",
    "shapes_of",
]


def counts_of(programme: Programme) -> dict[str, int]:
    """How many records of each kind are in use, and datasets that wait for a yes."""
    datasets = programme.datasets.current()
    waiting = (Dataset.Status.UPLOADED, Dataset.Status.UNDERSTOOD)
    return {
        "places": programme.places.current().count(),
        "clusters": programme.clusters.current().count(),
        "organisations": programme.organisations.current().count(),
        "persons": programme.persons.current().count(),
        "likenesses": programme.likenesses.current().filter(verdict="open").count(),
        "datasets": datasets.filter(status=Dataset.Status.ACCEPTED).count(),
        "waiting": datasets.filter(status__in=waiting).count(),
    }
