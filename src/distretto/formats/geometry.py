"""Shapes as GeoJSON writes them, no finer than anybody can use."""

from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

PLACES = 6  # decimals of a degree, some 10 cm


def geometry_of(
    shape: BaseGeometry | None, *, as_point: bool = False
) -> dict[str, Any] | None:
    """A shape in degrees as the geometry of a feature; None where there is none.

    `as_point` gives its middle, where the shape only stands for a place.
    """
    if shape is None or shape.is_empty:
        return None
    drawn = shape.centroid if as_point else shape
    rounded = shapely.transform(drawn, lambda points: np.round(points, PLACES))
    told: dict[str, Any] = mapping(rounded)
    return told
