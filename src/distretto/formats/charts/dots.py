"""Dots on a map: a frame that fits nearly all of them, borders behind, and paths."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from distretto.errors import ngettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.language import Language
from distretto.formats.charts.projection import Flat, flatten

Data = dict[str, list[dict[str, Any]]]

BEYOND = ngettext_noop(
    "Beyond the frame of the map: %(count)s establishment.",
    "Beyond the frame of the map: %(count)s establishments.",
)
FRAMED = 0.99  # share of the sites that the frame fits, along each side
TALLEST = 0.6  # so that a sheet of A4 holds a curve and the map
_FRAME = "\N{NULL}frame"


def framed(
    places: NDArray[np.float64],
    borders: Mapping[str, BaseGeometry],
    width: float,
    tallest: float = TALLEST,
    fitted: NDArray[np.bool_] | None = None,
) -> tuple[Flat, NDArray[np.float64]]:
    """The picture's frame with the borders in it, and all places in its pixels.

    It fits nearly all places, or those of `fitted`: one far away would shrink all
    others to a blot.
    """
    held = places if fitted is None or not fitted.any() else places[fitted]
    low, high = np.quantile(held, [(1 - FRAMED) / 2, (1 + FRAMED) / 2], axis=0)
    least, most = places.min(axis=0), places.max(axis=0)
    aside = 0.05 * (high - low)
    west, south = np.maximum(low - aside, least)
    east, north = np.minimum(high + aside, most)
    frame = shapely.box(west, south, east, north)
    shown = {**borders, _FRAME: frame}
    flat = flatten(shown, width=width, tallest=tallest, frame=[_FRAME])
    flat.shapes.pop(_FRAME, None)
    return flat, flat.place(places)


def is_within(places: NDArray[np.float64], width: float, height: float) -> Any:
    """Which places lie on the picture."""
    return ((places >= 0) & (places <= [width, height])).all(axis=1)


def beyond(seen: NDArray[np.bool_], language: Language) -> list[str]:
    """The note on those that do not; none where all are seen."""
    count = int((~seen).sum())
    if not count:
        return []
    said = language.say_counted(*BEYOND, count)
    return [said % {"count": language.number(count)}]


def borders_behind(data: Data, shapes: Mapping[str, BaseGeometry]) -> list[Any]:
    """A layer of hairlines; none without borders."""
    if not shapes:
        return []
    data["borders"] = [feature_of(shape) for shape in shapes.values()]
    mark: dict[str, Any] = {"filled": False, "stroke": theme.LINE, "strokeWidth": 0.8}
    return [layer_of("borders").mark_geoshape(**mark)]


def dots_at(places: NDArray[np.float64]) -> dict[str, Any]:
    """Round dots as lines without length; at most one in a third of a pixel."""
    at = np.unique(np.round(places * 3) / 3, axis=0).round(1)
    dots = [[[x, y], [x, y]] for x, y in at.tolist()]
    geometry = {"type": "MultiLineString", "coordinates": dots}
    return {"type": "Feature", "geometry": geometry}


def layer_of(name: str) -> alt.Chart:
    """Shapes that are in pixels already."""
    return alt.Chart(alt.NamedData(name)).project(
        type="identity", scale=1, translate=[0, 0]
    )


def feature_of(shape: BaseGeometry, **properties: str) -> dict[str, Any]:
    """A shape in pixels, to a tenth of one, with what it is said to be."""
    geometry = mapping(shapely.set_precision(shape, 0.1, mode="pointwise"))
    return {"type": "Feature", "geometry": geometry, **properties}
