"""TopoJSON to GeoJSON features: shared arcs are put together to rings again."""

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

Point = list[float]


class TooManyPoints(ValueError):
    """The rings have more points together than they may have."""


def features_of_topology(
    topology: dict[str, Any], most_points: int
) -> list[dict[str, Any]]:
    """The features of the object with the most areas; [] where it is malformed.

    An arc is written once and may be used by any number of rings: a small file can
    unfold to thousands of times its size.

    Raises
    ------
    TooManyPoints
        The rings have more than `most_points` points together.
    """
    try:
        arcs = _arcs(topology)
        objects = [
            each
            for each in topology["objects"].values()
            if each.get("type") == "GeometryCollection"
        ]
        largest = max(objects, key=lambda each: len(each["geometries"]), default=None)
        if largest is None:
            return []
        _count_points(largest["geometries"], arcs, most_points)
        return [_feature(geometry, arcs) for geometry in largest["geometries"]]
    except TooManyPoints:
        raise
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError):
        return []


def _count_points(
    geometries: list[dict[str, Any]], arcs: list[list[Point]], most: int
) -> None:
    """Count the points before any ring is put together."""
    points = 0
    for geometry in geometries:
        for ring in _rings(geometry):
            for number in ring:
                points += len(arcs[number if number >= 0 else ~number])
                if points > most:
                    raise TooManyPoints(points)


def _rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    if geometry.get("type") == "Polygon":
        yield from geometry["arcs"]
    elif geometry.get("type") == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon


def _arcs(topology: dict[str, Any]) -> list[list[Point]]:
    transform = topology.get("transform")
    if not transform:
        return topology["arcs"]
    # As floats, because a text or list times a whole number is a longer one.
    scale_x, scale_y = map(float, transform["scale"])
    x, y = map(float, transform["translate"])
    arcs = []
    for arc in topology["arcs"]:
        xs = accumulate(step[0] for step in arc)
        ys = accumulate(step[1] for step in arc)
        pairs = zip(xs, ys, strict=True)
        arcs.append([[a * scale_x + x, b * scale_y + y] for a, b in pairs])
    return arcs


def _feature(geometry: dict[str, Any], arcs: list[list[Point]]) -> dict[str, Any]:
    kind = geometry.get("type")
    coordinates: list[Any] | None = None
    if kind == "Polygon":
        coordinates = [_ring(ring, arcs) for ring in geometry["arcs"]]
    elif kind == "MultiPolygon":
        coordinates = [
            [_ring(ring, arcs) for ring in polygon] for polygon in geometry["arcs"]
        ]
    feature: dict[str, Any] = {
        "type": "Feature",
        "properties": geometry.get("properties") or {},
        "geometry": {"type": kind, "coordinates": coordinates} if coordinates else None,
    }
    return feature | ({"id": geometry["id"]} if "id" in geometry else {})


def _ring(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Arcs end to end; a negative number is an arc walked backwards."""
    ring: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring
