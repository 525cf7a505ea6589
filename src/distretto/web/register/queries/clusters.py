"""Clusters of a programme."""

from django.db.models import Prefetch, QuerySet

from distretto.web.accounts.models import Programme
from distretto.web.register.models import Cluster, ClusterPlace, Place, folded


def clusters_matching(programme: Programme, text: str = "") -> QuerySet[Cluster]:
    """Clusters in use with all words of `text`, each with its current places."""
    clusters = programme.clusters.current()
    for word in folded(text).split():
        clusters = clusters.filter(words__contains=word)
    links = (
        ClusterPlace.objects.current()
        .select_related("place")
        .defer("place__shape")
        .filter(place__retired_at__isnull=True)
    )
    found: QuerySet[Cluster] = clusters.prefetch_related(
        Prefetch("places", queryset=links, to_attr="current_links")
    )
    return found


def places_of(cluster: Cluster) -> QuerySet[Place]:
    """The places that a cluster reaches into."""
    return (
        Place.objects.current()
        .filter(clusters__in=ClusterPlace.objects.current().filter(cluster=cluster))
        .defer("shape")
    )


def clusters_in_place(place: Place) -> QuerySet[Cluster]:
    """The clusters that reach into a place."""
    links = ClusterPlace.objects.current().filter(place=place)
    found: QuerySet[Cluster] = place.programme.clusters.current().filter(
        places__in=links
    )
    return found
