"""Clusters of points on a map: their areas numbered, plants in and out of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from distretto.errors import gettext_noop
from distretto.formats.charts import labels, theme
from distretto.formats.charts.dots import (
    Data,
    beyond,
    borders_behind,
    dots_at,
    feature_of,
    framed,
    is_within,
    layer_of,
)
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.maps import BORDERS
from distretto.formats.charts.numbered import DISC, disc_layer
from distretto.formats.charts.picture import Picture, Table

TITLE = gettext_noop("The clusters on the map")
PLANTS = gettext_noop("Plants")
INSIDE, OUTSIDE = gettext_noop("in a cluster"), gettext_noop("in none")
DESCRIPTION = gettext_noop(
    "A map of %(plants)s plants, %(inside)s of them in %(clusters)s clusters. The "
    "largest has %(most)s."
)
NO_CLUSTER = gettext_noop("A map of %(plants)s plants, none of them in a cluster.")
NUMBERED = gettext_noop("Numbers are those of the list, of the first %(shown)s.")
AREAS = gettext_noop(
    "Shaded is what lies within %(km)s km of a plant that is at the core of a cluster."
)
HULLS = gettext_noop("Shaded is the hull of each cluster.")
SOURCE = gettext_noop("Source: %(source)s.")
NUMBERS = 12  # clusters whose number is on the map
_DOT = 2.0


@dataclass(frozen=True)
class Clusters:
    """What the map is made from.

    Attributes
    ----------
    places : array of shape (n, 2): longitude and latitude, or a plane in km
    cluster : array of shape (n,): number from 1, 0 for none
    areas : shape of each cluster, in the same unit, in the order of their numbers
    near_km : how far areas reach from their core plants; None where they are hulls
    table : the list of clusters, which stands behind the picture
    borders : shapes to draw behind, by code, in degrees; none where in a plane
    """

    places: NDArray[np.float64]
    cluster: NDArray[np.int64]
    areas: Sequence[BaseGeometry]
    near_km: float | None
    table: Table
    borders: Mapping[str, BaseGeometry] = field(default_factory=dict)


def point_cluster_map(
    clusters: Clusters,
    *,
    source: str = "",
    language: Language = ENGLISH,
    width: int = 680,
) -> Picture:
    """The areas of clusters, numbered, with the plants in them and those in none."""
    inside = clusters.cluster > 0
    flat, places = framed(
        clusters.places, clusters.borders, width, tallest=1.0, fitted=inside
    )
    seen = is_within(places, flat.width, flat.height)
    data: Data = {}
    shapes = shapely.transform(np.array(clusters.areas, object), flat.place)
    shapes = shapely.clip_by_rect(shapes, 0, 0, flat.width, flat.height)
    layers = [
        *borders_behind(data, flat.shapes if clusters.borders else {}),
        *_areas(data, shapes),
        _plants(data, places[seen], inside[seen], language),
        *_numbers(data, shapes, flat.width, flat.height),
    ]
    chart = (
        alt.layer(*layers)
        .properties(width=flat.width, height=flat.height)
        .configure(**theme.config(rtl=language.is_rtl))
    )
    return Picture(
        chart=chart,
        data=data,
        table=clusters.table,
        title=language.say(TITLE),
        description=_description(clusters, language),
        notes=(*_notes(clusters, source, language), *beyond(seen, language)),
        language=language,
    )


def _areas(data: Data, shapes: NDArray[np.object_]) -> list[Any]:
    drawn = [shape for shape in shapes if not shape.is_empty]
    if not drawn:
        return []
    data["areas"] = [feature_of(shapely.simplify(shape, 0.3)) for shape in drawn]
    mark: dict[str, Any] = {"stroke": theme.ACCENT, "strokeWidth": 0.8}
    return [layer_of("areas").mark_geoshape(fill=theme.STEPS[2], **mark)]


def _plants(
    data: Data,
    places: NDArray[np.float64],
    inside: NDArray[np.bool_],
    language: Language,
) -> Any:
    say = language.say
    colours = {say(OUTSIDE): theme.KINDS[11], say(INSIDE): theme.INK}
    sides = zip(colours, (~inside, inside), strict=True)
    data["plants"] = [
        {**dots_at(places[side]), "class": label} for label, side in sides if side.any()
    ]
    colour = alt.Stroke(
        "class:N",
        scale=alt.Scale(domain=list(colours), range=list(colours.values())),
        legend=alt.Legend(
            title=say(PLANTS),
            symbolType="circle",
            symbolFillColor=None,
            symbolStrokeWidth=4,
            symbolSize=40,
        ),
    )
    mark: dict[str, Any] = {"strokeWidth": _DOT, "strokeCap": "round"}
    return layer_of("plants").mark_geoshape(filled=False, **mark).encode(stroke=colour)


def _numbers(
    data: Data, shapes: NDArray[np.object_], width: float, height: float
) -> list[Any]:
    """A disc with its number at the first clusters, where there is room."""
    shown = [
        (number, shape)
        for number, shape in enumerate(shapes[:NUMBERS], start=1)
        if not shape.is_empty
    ]
    middles = [(shape.centroid.x, shape.centroid.y) for _, shape in shown]
    discs, _ = labels.place_discs(middles, size=DISC, width=width, height=height)
    rows = [
        {
            "x": disc.x,
            "y": disc.y,
            "at_x": disc.at_x,
            "at_y": disc.at_y,
            "number": str(number),
            "tip": str(number),
            "link": None,
        }
        for (number, _), disc in zip(shown, discs, strict=True)
        if disc
    ]
    data["discs"] = rows
    return [disc_layer(width, height)] if rows else []


def _description(clusters: Clusters, language: Language) -> str:
    inside = clusters.cluster[clusters.cluster > 0]
    told = {"plants": language.number(len(clusters.cluster))}
    if not len(inside):
        return language.say(NO_CLUSTER) % told
    told |= {
        "inside": language.number(len(inside)),
        "clusters": language.number(len(clusters.areas)),
        "most": language.number(int(np.bincount(inside).max())),
    }
    return language.say(DESCRIPTION) % told


def _notes(clusters: Clusters, source: str, language: Language) -> list[str]:
    say = language.say
    notes = [say(SOURCE) % {"source": source}] if source else []
    if not len(clusters.areas):
        return notes
    if clusters.near_km is None:
        notes.append(say(HULLS))
    else:
        notes.append(say(AREAS) % {"km": language.short(clusters.near_km)})
    shown = min(NUMBERS, len(clusters.areas))
    notes.append(say(NUMBERED) % {"shown": language.number(shown)})
    return [*notes, say(BORDERS)] if clusters.borders else notes
