"""Regions laid flat: equal areas, in pixels, no finer than the eye can see.

Equal areas, because a reader takes a large patch for a large thing. Anything smaller
than a continent is drawn by Lambert's azimuthal projection about its own middle,
which knows no seam at 180 degrees; the world by the Equal Earth projection
[snyder1987; savric2019].
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from distretto.formats.charts.framing import are_near

Floats = NDArray[np.float64]
Projection = Callable[[Floats], Floats]

# Beyond this distance from the middle, in radians, one azimuth distorts too much.
_FAR = 1.2
# Detail below this many pixels is not drawn.
_DETAIL = 1.6


@dataclass(frozen=True)
class Flat:
    """Regions in pixels, y downwards, and how other places get there.

    `place` takes longitudes and latitudes, shape (n, 2), and gives pixels.
    """

    shapes: dict[str, BaseGeometry]
    width: float
    height: float
    place: Projection


def flatten(
    shapes: Mapping[str, BaseGeometry],
    *,
    width: float,
    tallest: float = 1.0,
    frame: Collection[str] = (),
    together: bool = False,
) -> Flat:
    """Regions laid flat within `width` pixels, at most `tallest` times as tall.

    The picture fits the regions of `frame`, where there are any: others are drawn as
    far as they reach into it. With `together` it leaves out of the fit the few regions
    that lie far off where nearly all lie together (`framing`). Borders that two regions
    share stay shared when detail is dropped.
    """
    areas = {code: _areas(each) for code, each in shapes.items()}
    areas = {code: each for code, each in areas.items() if not each.is_empty}
    if not areas:
        return Flat({}, width, width / 2, lambda points: points)
    fitted = {code: areas[code] for code in areas if code in frame} or areas
    is_whole = fitted is areas
    if together:
        near = _near(fitted)
        is_whole, fitted = is_whole and near is fitted, near
    project, areas = _projection(fitted), _around(areas, fitted)
    flat = shapely.transform(np.array(list(areas.values()), object), project)
    box = _box(shapely.transform(np.array(list(fitted.values()), object), project))
    across, down = box[2] - box[0], box[3] - box[1]
    scale = min(width / across, tallest * width / down)
    aside = (width - across * scale) / 2

    def to_pixels(points: Floats) -> Floats:
        out = np.empty_like(points)
        out[:, 0] = (points[:, 0] - box[0]) * scale + aside
        out[:, 1] = (box[3] - points[:, 1]) * scale
        return out

    drawn = shapely.coverage_simplify(shapely.transform(flat, to_pixels), _DETAIL)
    found = dict(zip(areas, drawn, strict=True))
    return Flat(
        found if is_whole else _within(found, width, down * scale),
        width,
        down * scale,
        lambda points: to_pixels(project(np.asarray(points, float))),
    )


def _near(fitted: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Of the regions to fit, those that lie together, in degrees as they are."""
    shapes = np.array(list(fitted.values()), object)
    near = are_near(shapely.transform(shapes, _projection(fitted)))
    if near.all():
        return fitted
    parts, owners = shapely.get_parts(shapes, return_index=True)
    kept = {
        code: parts[near & (owners == place)].tolist()
        for place, code in enumerate(fitted)
    }
    return {code: shapely.multipolygons(each) for code, each in kept.items() if each}


def _around(
    areas: dict[str, BaseGeometry], fitted: dict[str, BaseGeometry]
) -> dict[str, BaseGeometry]:
    """The regions that can reach into the frame: none from the far side of the globe,
    which a flat map would turn inside out."""
    if len(fitted) == len(areas):
        return fitted
    points = shapely.get_coordinates(np.array(list(fitted.values()), object))
    middle, reach = _middle(points), _FAR
    if not _is_in_degrees(points) or _distance(points, middle).max() > reach:
        return areas
    return {
        code: each
        for code, each in areas.items()
        if code in fitted
        or _distance(shapely.get_coordinates(each), middle).max() < 2 * reach
    }


def _within(
    shapes: dict[str, BaseGeometry], width: float, height: float
) -> dict[str, BaseGeometry]:
    """What of the shapes lies on the picture."""
    cut = {
        code: _areas(shapely.clip_by_rect(each, 0, 0, width, height))
        for code, each in shapes.items()
    }
    return {code: each for code, each in cut.items() if not each.is_empty}


def _areas(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape: lines and points have no area to be filled."""
    parts = [each for each in shapely.get_parts(shape) if each.geom_type == "Polygon"]
    if not parts:
        return shapely.Polygon()
    return shapely.multipolygons(parts) if len(parts) != 1 else parts[0]


def _box(shapes: NDArray[np.object_]) -> Floats:
    west, south, east, north = shapely.total_bounds(shapes)
    # A map of one point would have no size.
    return np.array([west, south, max(east, west + 1e-9), max(north, south + 1e-9)])


def _projection(shapes: Mapping[str, BaseGeometry]) -> Projection:
    points = shapely.get_coordinates(np.array(list(shapes.values()), object))
    if not _is_in_degrees(points):
        return lambda flat: flat  # laid flat already
    middle = _middle(points)
    if _distance(points, middle).max() > _FAR:
        return equal_earth
    return lambda each: azimuthal(each, middle)


def _is_in_degrees(points: Floats) -> bool:
    return bool(
        np.abs(points[:, 0]).max() <= 361 and np.abs(points[:, 1]).max() <= 90.5
    )


def _middle(points: Floats) -> tuple[float, float]:
    """Longitude and latitude in the middle of the extent, also across 180 degrees."""
    around = np.radians(points[:, 0])
    mean = np.arctan2(np.sin(around).mean(), np.cos(around).mean())
    off = (around - mean + np.pi) % (2 * np.pi) - np.pi
    longitude = np.degrees(mean + (off.min() + off.max()) / 2)
    return float(longitude), float((points[:, 1].min() + points[:, 1].max()) / 2)


def _distance(points: Floats, middle: tuple[float, float]) -> Floats:
    east = np.radians(points[:, 0] - middle[0])
    north, centre = np.radians(points[:, 1]), np.radians(middle[1])
    across = np.cos(north) * np.cos(centre) * np.cos(east)
    cosine = np.sin(north) * np.sin(centre) + across
    return np.arccos(np.clip(cosine, -1, 1))


def azimuthal(points: Floats, middle: tuple[float, float]) -> Floats:
    """Lambert's azimuthal equal-area projection, in radii of the globe [snyder1987]."""
    east = np.radians(points[:, 0] - middle[0])
    north, centre = np.radians(points[:, 1]), np.radians(middle[1])
    across = np.cos(north) * np.cos(east)
    cosine = np.sin(centre) * np.sin(north) + np.cos(centre) * across
    stretch = np.sqrt(2 / np.maximum(1 + cosine, 1e-9))
    x = stretch * np.cos(north) * np.sin(east)
    y = stretch * (np.cos(centre) * np.sin(north) - np.sin(centre) * across)
    return np.column_stack([x, y])


def equal_earth(points: Floats) -> Floats:
    """The Equal Earth projection, in radii of the globe [savric2019]."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    east, north = np.radians(points[:, 0]), np.radians(points[:, 1])
    t = np.arcsin(np.sqrt(3) / 2 * np.sin(north))
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * np.sqrt(3) * east * np.cos(t) / (3 * slope)
    return np.column_stack([x, a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t])
