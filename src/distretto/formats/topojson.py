"""TopoJSON to GeoJSON features: shared arcs are put together to rings again."""

from itertools import accumulate
from typing import Any

Point = list[float]


def features_of_topology(topology: dict[str, Any]) -> list[dict[str, Any]]:
    """The features of the object with the most areas; [] where it is malformed."""
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
        return [_feature(geometry, arcs) for geometry in largest["geometries"]]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        return []


def _arcs(topology: dict[str, Any]) -> list[list[Point]]:
    transform = topology.get("transform")
    if not transform:
        return topology["arcs"]
    (scale_x, scale_y), (x, y) = transform["scale"], transform["translate"]
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
