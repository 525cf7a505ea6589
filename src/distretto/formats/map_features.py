"""The areas of a map file, GeoJSON or TopoJSON, checked before any shape is made."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from distretto.errors import FormatError, gettext_noop
from distretto.formats.archives import MEBIBYTE, check_file_size
from distretto.formats.tables import DEFAULT_LIMITS
from distretto.formats.topojson import TooManyPoints, features_of_topology

MOST_BYTES = 256 * MEBIBYTE
MOST_FEATURES = 100_000
MOST_POINTS = 3_000_000
FARTHEST = 1e12  # far beyond the metres of any projection


def read_features(path: Path) -> list[dict[str, Any]]:
    """The areas of a GeoJSON or TopoJSON file, from which shapes can be made."""
    if not path.is_file():
        raise FormatError(
            "no_file",
            gettext_noop("There is no file “%(file)s”. Check its name and folder."),
            file=str(path),
        )
    check_file_size(path, DEFAULT_LIMITS)
    if path.stat().st_size > MOST_BYTES:
        raise FormatError(
            "map_too_large",
            gettext_noop(
                "“%(file)s” has more than %(most)s MiB. Simplify the boundaries first: "
                "a tenth of the points draws the same map."
            ),
            file=path.name,
            most=MOST_BYTES // MEBIBYTE,
        )
    try:
        found = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as wrong:
        raise no_geojson(path) from wrong
    try:
        features = list(_polygons(found))
    except TooManyPoints as many:
        raise _too_many_points(path) from many
    if not features or len(features) > MOST_FEATURES:
        raise no_geojson(path)
    _check_properties(path, features)
    _check_positions(path, features)
    return features


def _check_properties(path: Path, features: list[dict[str, Any]]) -> None:
    """Refuse properties that have no names; none at all are allowed."""
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") or {}
        if not isinstance(properties, dict):
            raise FormatError(
                "bad_properties",
                gettext_noop(
                    "The properties of region %(number)s in “%(file)s” are no names "
                    "with values: %(found)s. Export the boundaries again as GeoJSON."
                ),
                file=path.name,
                number=number,
                found=json.dumps(properties)[:60],
            )
        feature["properties"] = properties


def _check_positions(path: Path, features: list[dict[str, Any]]) -> None:
    """Refuse what no shape can be made of, before any is made.

    JSON as Python reads it has NaN and Infinity, also for a number such as 1e999.
    """
    points = 0
    for feature in features:
        geometry = feature["geometry"]
        polygons = geometry.get("coordinates")
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        for ring in _lists_in(path, polygons, depth=2):
            points += len(ring)
            if points > MOST_POINTS:
                raise _too_many_points(path)
            for position in ring:
                if not _is_position(position):
                    raise _bad_position(path, position)


def _lists_in(path: Path, lists: Any, depth: int) -> Iterator[list[Any]]:
    """The lists that lie so deep in lists."""
    if not isinstance(lists, list):
        raise no_geojson(path)
    if depth == 0:
        yield lists
        return
    for each in lists:
        yield from _lists_in(path, each, depth - 1)


def _is_position(position: Any) -> bool:
    return (
        isinstance(position, list)
        and len(position) >= 2
        and all(
            type(each) in (int, float) and abs(each) < FARTHEST for each in position
        )
    )


def _polygons(found: Any) -> Iterator[dict[str, Any]]:
    """The features of a GeoJSON or TopoJSON object that are areas."""
    if not isinstance(found, dict):
        return
    if found.get("type") == "Topology":
        features = features_of_topology(found, MOST_POINTS)
    else:
        features = found.get("features") or []
    for feature in features if isinstance(features, list) else []:
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if kind in ("Polygon", "MultiPolygon"):
            yield feature


def geometry_of(path: Path, feature: dict[str, Any]) -> tuple[BaseGeometry, bool]:
    """The shape of a feature, and whether it was sound as it stood."""
    try:
        geometry = shapely.force_2d(shape(feature["geometry"]))
        if geometry.is_valid:
            return geometry, True
        mended = shapely.make_valid(geometry)
        areas = [part for part in shapely.get_parts(mended) if part.area > 0]
        return shapely.union_all(areas), False
    except (ValueError, TypeError, LookupError, shapely.GEOSException) as bad:
        raise no_geojson(path) from bad


def check_degrees(path: Path, shapes: Mapping[str, BaseGeometry]) -> None:
    """Refuse positions that cannot be longitude and latitude."""
    bounds = shapely.total_bounds(list(shapes.values()))
    west, south, east, north = (float(edge) for edge in bounds)
    if west >= -360 and east <= 360 and south >= -90.001 and north <= 90.001:
        return
    raise FormatError(
        "not_degrees",
        gettext_noop(
            "“%(file)s” is not in degrees of longitude and latitude (it reaches from "
            "%(west)s, %(south)s to %(east)s, %(north)s). Save it in WGS 84 "
            "(EPSG:4326), as GeoJSON asks for."
        ),
        file=path.name,
        west=f"{west:.6g}",
        south=f"{south:.6g}",
        east=f"{east:.6g}",
        north=f"{north:.6g}",
    )


def _too_many_points(path: Path) -> FormatError:
    return FormatError(
        "map_too_detailed",
        gettext_noop(
            "The boundaries in “%(file)s” have more than %(most)s points together. "
            "Simplify them first: a tenth of the points draws the same map."
        ),
        file=path.name,
        most=f"{MOST_POINTS:,}",
    )


def _bad_position(path: Path, found: Any) -> FormatError:
    return FormatError(
        "bad_position",
        gettext_noop(
            "“%(file)s” has a position that is none: %(found)s. A position is two or "
            "three numbers, longitude and latitude first. Export the boundaries again."
        ),
        file=path.name,
        found=json.dumps(found)[:60],
    )


def no_geojson(path: Path) -> FormatError:
    """The refusal of a file in which there are no areas."""
    return FormatError(
        "no_geojson",
        gettext_noop(
            "“%(file)s” is no map of regions: it should be GeoJSON (or TopoJSON) with "
            "polygons, at most 100,000. Export the boundaries as GeoJSON, WGS 84."
        ),
        file=path.name,
    )
