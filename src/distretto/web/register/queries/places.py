"""Places: finding them, their shapes for maps, and who is whose neighbour."""

import hashlib
import io
from collections.abc import Collection
from typing import Any
from uuid import UUID

import polars as pl
from django.core.cache import cache
from django.db.models import QuerySet
from shapely.geometry import shape

from distretto.formats.boundaries import Boundaries
from distretto.formats.neighbours import neighbours
from distretto.web.accounts.models import Programme
from distretto.web.register import kept_files
from distretto.web.register.models import Place, folded

FOLDER = "neighbours"


def places_matching(programme: Programme, text: str = "") -> QuerySet[Place]:
    """Places in use whose name or code has all words of `text`.

    Case and accents are no matter: “saõ joao” finds “São João”.
    """
    places = programme.places.current().defer("shape")
    for word in folded(text).split():
        places = places.filter(words__contains=word)
    found: QuerySet[Place] = places
    return found


def shapes_of(programme: Programme) -> Boundaries:
    """The shapes and names of a programme's places, for maps and files."""
    key = f"shapes-{fingerprint_of_shapes(programme)}"
    found: Boundaries | None = cache.get(key)
    if found is None:
        found = _shapes(programme)
        cache.set(key, found)
    return found


def neighbours_of(programme: Programme) -> pl.DataFrame:
    """Pairs of places that share a border: `region` and `neighbour`, both ways round.

    Computed once for each state of the boundaries. Empty without boundaries.
    """
    name = f"{FOLDER}/{fingerprint_of_shapes(programme)}.parquet"
    kept = kept_files.found(name, pl.read_parquet)
    if kept is not None:
        return kept
    made = neighbours(shapes_of(programme))
    content = io.BytesIO()
    made.write_parquet(content)
    kept_files.keep(name, content.getvalue())
    return made


def neighbouring_places(place: Place) -> QuerySet[Place]:
    """The places that share a border with a place."""
    pairs = neighbours_of(place.programme)
    codes = pairs.filter(pl.col("region") == place.code)["neighbour"].to_list()
    places = place.programme.places.current().defer("shape")
    found: QuerySet[Place] = places.filter(code__in=codes)
    return found


def places_to_choose(
    programme: Programme, chosen: Collection[Any], text: str, most: int
) -> list[Place]:
    """Places to tick: those chosen already, then the first ones that were looked for.

    Without a word to look for, the first ones of all, so that a small programme sees
    them all.
    """
    here = programme.places.current().defer("shape")
    first = list(here.filter(pk__in=[pk for pk in map(_uuid, chosen) if pk]))
    more = places_matching(programme, text).exclude(pk__in=[each.pk for each in first])
    return first + list(more[:most])


def _uuid(value: Any) -> UUID | None:
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        return None


def _with_shape(programme: Programme) -> Any:
    return programme.places.current().filter(shape__isnull=False).order_by("code")


def fingerprint_of_shapes(programme: Programme) -> str:
    """A name that changes whenever a boundary, code or name does."""
    listed = _with_shape(programme).values_list("code", "name", "shape_hash")
    told = "\n".join("\t".join(each) for each in listed)
    return hashlib.sha256(told.encode()).hexdigest()[:40]


def _shapes(programme: Programme) -> Boundaries:
    places = list(_with_shape(programme).only("code", "name", "shape"))
    return Boundaries(
        shapes={place.code: shape(place.shape) for place in places},
        names={place.code: place.name for place in places},
        code_property="code",
    )


def places_named(programme: Programme, text: str) -> list[Place]:
    """The places whose code or whole name is `text`, case and accents no matter.

    A code decides where there is one; several places may bear one name.
    """
    here = programme.places.current().defer("shape")
    by_code = list(here.filter(code=text.strip()))
    if by_code:
        return by_code
    wanted = folded(text)
    return [
        place
        for place in places_matching(programme, text)
        if folded(place.name) == wanted
    ]
