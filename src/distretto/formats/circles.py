"""Circles in place of regions' shapes, where only the middles of regions are known."""

from collections.abc import Mapping

import numpy as np
import shapely

from distretto.formats.boundaries import Boundaries

# Radius as a share of the extent; pictures draw all circles in one size of their own.
SMALL = 0.01
LEAST = 0.001  # degrees, where all middles are one


def circles(
    coordinates: Mapping[str, tuple[float, float]], names: Mapping[str, str]
) -> Boundaries | None:
    """A circle for each region at its middle; None without any.

    `coordinates` are latitude and longitude in degrees by region. The map that is drawn
    with them says that they are no borders.
    """
    if not coordinates:
        return None
    points = np.array([(x, y) for y, x in coordinates.values()], float)
    radius = max(float(np.ptp(points, axis=0).max()) * SMALL, LEAST)
    shapes = shapely.buffer(shapely.points(points), radius)
    return Boundaries(
        shapes=dict(zip(coordinates, shapes, strict=True)),
        names={code: names.get(code, code) for code in coordinates},
        code_property="",
        are_circles=True,
    )
