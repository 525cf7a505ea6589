"""Which regions are neighbours: by a shared border, or by distance.

Two regions are neighbours where they share a stretch of border (rook). With `queen`
a common corner is enough. Boundaries that were drawn apart leave slivers between
neighbours, and so shapes count as touching within a small tolerance.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl
import shapely
from scipy.spatial import cKDTree

from distretto.errors import InputError, gettext_noop
from distretto.formats.boundaries import Boundaries

EARTH_KM = 6371.0088  # mean radius
TOLERANCE_DEGREES = 0.0005  # some 50 m
# A border must be this many times longer than the tolerance to be more than a corner.
CORNER = 8
SCHEMA = {"region": pl.String, "neighbour": pl.String}


def neighbours(
    boundaries: Boundaries,
    *,
    queen: bool = False,
    tolerance: float = TOLERANCE_DEGREES,
) -> pl.DataFrame:
    """Pairs of regions that share a border, each pair both ways round.

    Parameters
    ----------
    boundaries : regions with their shapes
    queen : whether a common corner is enough
    tolerance : gap or overlap, in degrees, within which borders are one

    Returns
    -------
    DataFrame with the columns `region` and `neighbour`
    """
    codes = list(boundaries.shapes)
    shapes = np.array([boundaries.shapes[code] for code in codes], dtype=object)
    if len(codes) < 2:
        return pl.DataFrame(schema=SCHEMA)
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="dwithin", distance=tolerance)
    once = first < second
    first, second = first[once], second[once]
    if not queen:
        border = _shared_border(shapes[first], shapes[second], tolerance)
        first, second = first[border], second[border]
    pairs = [(codes[a], codes[b]) for a, b in zip(first, second, strict=True)]
    return _both_ways(pairs)


def _shared_border(
    first: np.ndarray, second: np.ndarray, tolerance: float
) -> np.ndarray:
    """Whether two shapes run beside each other for more than a corner's length."""
    strip = shapely.buffer(second, tolerance, quad_segs=2)
    along = shapely.intersection(shapely.boundary(first), strip)
    return shapely.length(along) > CORNER * tolerance


def neighbours_by_distance(
    coordinates: Mapping[str, tuple[float, float]], km: float
) -> pl.DataFrame:
    """Pairs of regions whose points lie within a great-circle distance of `km`.

    Parameters
    ----------
    coordinates : region to latitude and longitude in degrees
    km : distance in kilometres

    Returns
    -------
    DataFrame with the columns `region` and `neighbour`

    Raises
    ------
    InputError
        A latitude or longitude is no degree, or the distance is not above zero.
    """
    if not km > 0:
        raise InputError(
            "not_a_distance",
            gettext_noop("“%(km)s” is no distance. Give kilometres above zero."),
            km=km,
        )
    codes = list(coordinates)
    _check_coordinates(coordinates)
    if len(codes) < 2:
        return pl.DataFrame(schema=SCHEMA)
    degrees = np.radians(np.array([coordinates[code] for code in codes], dtype=float))
    chord = 2 * np.sin(min(km / EARTH_KM, np.pi) / 2)
    points = _on_sphere(degrees[:, 0], degrees[:, 1])
    found = cKDTree(points).query_pairs(chord * (1 + 1e-12), output_type="ndarray")
    return _both_ways([(codes[a], codes[b]) for a, b in found])


def middles(boundaries: Boundaries) -> dict[str, tuple[float, float]]:
    """A point inside each region, as latitude and longitude in degrees."""
    points = {
        code: each.representative_point() for code, each in boundaries.shapes.items()
    }
    return {code: (point.y, point.x) for code, point in points.items()}


def _on_sphere(latitude: np.ndarray, longitude: np.ndarray) -> np.ndarray:
    """Points on a sphere of radius 1; a straight line there grows with the arc."""
    flat = np.cos(latitude)
    return np.column_stack(
        [flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)]
    )


def _check_coordinates(coordinates: Mapping[str, tuple[float, float]]) -> None:
    for code, (latitude, longitude) in coordinates.items():
        if not (abs(latitude) <= 90 and abs(longitude) <= 360):
            raise InputError(
                "not_degrees",
                gettext_noop(
                    "Region “%(region)s” is at latitude %(latitude)s and longitude "
                    "%(longitude)s, which are no degrees. Check that the two are not "
                    "exchanged and not in metres."
                ),
                region=code,
                latitude=latitude,
                longitude=longitude,
            )


def _both_ways(pairs: list[tuple[str, str]]) -> pl.DataFrame:
    def listed() -> Iterator[tuple[str, str]]:
        for region, neighbour in pairs:
            yield region, neighbour
            yield neighbour, region

    return pl.DataFrame(list(listed()), schema=SCHEMA, orient="row").sort(
        "region", "neighbour"
    )
