"""Shapes as GeoJSON writes them, no finer than anybody can use."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from distretto.notes import Note

PLACES = 6  # decimals of a degree, some 10 cm


def collection(
    features: Sequence[Mapping[str, Any]],
    settings: Mapping[str, Any],
    notes: Iterable[Note],
) -> bytes:
    """GeoJSON, exact, with what was asked for and what a reader should know."""
    told = {
        "type": "FeatureCollection",
        "settings": settings,
        "notes": [str(note) for note in notes],
        "features": features,
    }
    return json.dumps(told, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def feature(
    geometry: dict[str, Any] | None, properties: Mapping[str, Any]
) -> dict[str, Any]:
    """A feature; it is called by its code, where it has one."""
    named = {"id": properties["code"]} if "code" in properties else {}
    told = {"geometry": geometry, "properties": properties}
    return {"type": "Feature", **named, **told}


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
