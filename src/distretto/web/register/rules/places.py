"""Places: boundaries come in, names are put right, what is wrong is retired."""

from collections.abc import Iterable
from typing import Any

import shapely
from django.utils import timezone
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from distretto.errors import RuleError, gettext_noop
from distretto.formats.boundaries import Boundaries
from distretto.web.accounts.models import Programme
from distretto.web.history.models import Change, Deed
from distretto.web.history.rules import deed
from distretto.web.register import fitting
from distretto.web.register.models import Cluster, ClusterPlace, Place

# Six decimals of a degree are a hand's breadth: enough, and half the size.
DECIMALS = 6


def add_places(
    boundaries: Boundaries,
    *,
    programme: Programme,
    source: str,
    licence: str,
    replace: bool = False,
    by: Any,
    about: str = "",
) -> tuple[int, int]:
    """Add the regions of a map as places, in one deed; how many are new and changed.

    Places whose code is there already keep what they have, unless `replace`: then
    they take the new shape and its source. Their names stay: people may have put
    them right.

    Raises
    ------
    RuleError
        Nothing of it is new, or a code or name is too long for a place.
    """
    _check_lengths(boundaries)
    there = {place.code: place for place in programme.places.current()}
    new = [code for code in boundaries.shapes if code not in there]
    changed = [code for code in boundaries.shapes if replace and code in there]
    if not new and not changed:
        raise RuleError(
            "places_all_there",
            gettext_noop(
                "All places of this map are there already. Say that their boundaries "
                "are to be replaced, or upload another map."
            ),
        )
    with deed("places.added", by=by, programme=programme, about=about) as entry:
        told = {"source": source, "licence": licence}
        made = [
            Place(programme=programme, code=code, name=boundaries.names[code], **told)
            for code in new
        ]
        for place in made:
            _take_shape(place, boundaries.shapes[place.code])
            place.clean_fields(exclude=["programme"])  # one query each, for nothing
            place.follow()
        _save_new(made, entry, by)
        for code in changed:
            place = there[code]
            place.source, place.licence = source, licence
            _take_shape(place, boundaries.shapes[code])
            place.full_clean()
            place.save()
    return len(new), len(changed)


def _check_lengths(boundaries: Boundaries) -> None:
    if long := fitting.too_long(boundaries):
        raise RuleError(
            "place_too_long",
            gettext_noop(
                "The region “%(region)s” cannot be a place: its code has more than "
                "%(code_most)s characters, or its name more than %(name_most)s. "
                "Read the codes from another property of the map."
            ),
            region=long[0][: fitting.SHOWN],
            code_most=fitting.CODE,
            name_most=fitting.NAME,
        )


def edit_place(place: Place, *, name: str, by: Any) -> Place:
    """Put the name of a place right."""
    with deed("place.edited", by=by, programme=place.programme, about=name):
        place = Place.objects.select_for_update().get(pk=place.pk)
        place.name = name
        place.full_clean()
        place.save(update_fields=["name"])
    return place


def retire_place(place: Place, *, by: Any, reason: str = "") -> Place:
    """Take a place out of use.

    Raises
    ------
    RuleError
        A cluster reaches into it.
    """
    with deed(
        "place.retired", by=by, programme=place.programme, about=place, reason=reason
    ):
        place = Place.objects.select_for_update().get(pk=place.pk)
        if cluster := _cluster_in(place):
            raise RuleError(
                "place_in_use",
                gettext_noop(
                    "The cluster “%(cluster)s” reaches into “%(place)s”. Take the "
                    "place out of the cluster first."
                ),
                cluster=cluster.name,
                place=place.name,
            )
        place.retired_at = timezone.now()
        place.save(update_fields=["retired_at"])
    return place


def _cluster_in(place: Place) -> Cluster | None:
    link = (
        ClusterPlace.objects.current()
        .filter(place=place, cluster__retired_at__isnull=True)
        .select_related("cluster")
        .first()
    )
    return link.cluster if link else None


def _take_shape(place: Place, shape: BaseGeometry) -> None:
    place.shape = mapping(_rounded(shape))
    middle = shape.representative_point()
    # Maps may count on beyond 180 degrees, to keep together what the line would cut.
    beyond = abs(middle.x) > 180
    place.longitude = (middle.x + 180) % 360 - 180 if beyond else middle.x
    place.latitude = middle.y


def _rounded(shape: BaseGeometry) -> BaseGeometry:
    rounded = shapely.transform(shape, lambda points: points.round(DECIMALS))
    return rounded if rounded.is_valid else shape


def _save_new(places: Iterable[Place], entry: Deed, by: Any) -> None:
    """Save new places with their versions, in four statements instead of thousands."""
    saved = Place.objects.bulk_create(places)
    versions = Place.history.bulk_history_create(saved, default_user=by)
    Change.objects.bulk_create(
        Change(
            deed=entry,
            model=Place._meta.label,
            object_id=version.id,
            version_id=version.history_id,
        )
        for version in versions
    )
