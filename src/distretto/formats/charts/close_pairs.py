"""Where the plants of an industry stand close together: a map of points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from distretto.errors import gettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.classes import Classes, breaks_of
from distretto.formats.charts.dots import (
    Data,
    beyond,
    borders_behind,
    dots_at,
    framed,
    is_within,
    layer_of,
)
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Column, Picture, Table

TITLE = gettext_noop("Where they stand close together")
NEARBY = gettext_noop("Plants of the industry within %(km)s km")
PLANTS = gettext_noop("Plants")
OTHERS = gettext_noop("Pale: establishments of other industries.")
DESCRIPTION = gettext_noop(
    "A map of %(plants)s plants, each darker the more others of its industry stand "
    "within %(km)s km. The most is %(most)s."
)
SOURCE = gettext_noop("Source: %(source)s.")
_DOT, _OTHER = 3.4, 1.6


@dataclass(frozen=True)
class Plants:
    """What the map is made from.

    Attributes
    ----------
    places : array of shape (n_sites, 2): longitude and latitude, or a plane in km
    members : array of shape (n_sites,), true or false
    nearby : array of shape (n_plants,): others of the industry within `within_km`
    borders : shapes to draw behind, by code, in degrees; none where in a plane
    """

    places: NDArray[np.float64]
    members: NDArray[np.bool_]
    nearby: NDArray[np.int64]
    within_km: float
    borders: Mapping[str, BaseGeometry] = field(default_factory=dict)


def close_pairs_map(
    plants: Plants,
    *,
    source: str = "",
    language: Language = ENGLISH,
    width: int = 680,
) -> Picture:
    """The plants, darker the more of their own industry stand nearby.

    Dots of one class are one path, so that thousands of them stay a small drawing;
    those with most plants nearby are drawn last, on top.
    """
    say = language.say
    km = language.short(plants.within_km)
    column = Column("nearby", say(NEARBY) % {"km": km}, "count")
    classes = Classes(_breaks(plants.nearby), column, language)
    legend = _legend(classes, has_none=bool((plants.nearby == 0).any()))
    flat, places = framed(plants.places, plants.borders, width)
    seen = is_within(places, flat.width, flat.height)
    data: Data = {}
    layers = borders_behind(data, flat.shapes if plants.borders else {})
    layers.append(_others(data, places[~plants.members & seen]))
    drawn = seen[plants.members]
    layers.append(
        _plants(
            data,
            places[plants.members][drawn],
            plants.nearby[drawn],
            classes,
            legend,
        )
    )
    chart = (
        alt.layer(*layers)
        .properties(width=flat.width, height=flat.height)
        .configure(**theme.config(rtl=language.is_rtl))
    )
    notes = [say(SOURCE) % {"source": source}] if source else []
    return Picture(
        chart=chart,
        data=data,
        table=_table(plants.nearby, classes, legend, language),
        title=say(TITLE),
        description=say(DESCRIPTION)
        % {
            "plants": language.number(len(plants.nearby)),
            "km": km,
            "most": language.number(int(plants.nearby.max())),
        },
        notes=(*notes, say(OTHERS), *beyond(seen, language)),
        language=language,
    )


def _breaks(nearby: NDArray[np.int64]) -> tuple[float, ...]:
    """Two breaks in whole plants, so that three shades tell the classes apart."""
    found = breaks_of(nearby.tolist(), count=2)
    return tuple(sorted({float(np.ceil(each)) for each in found}))


def _legend(classes: Classes, *, has_none: bool) -> dict[str, str]:
    """Class to colour; the palest shades of areas would not be seen as dots."""
    labels = list(classes.legend(unknown=False, nothing=has_none))
    return dict(zip(labels, theme.STEPS[-len(labels) :], strict=True))


def _others(data: Data, places: NDArray[np.float64]) -> Any:
    data["others"] = [dots_at(places)]
    mark: dict[str, Any] = {"strokeWidth": _OTHER, "strokeCap": "round"}
    return layer_of("others").mark_geoshape(filled=False, stroke=theme.LINE, **mark)


def _plants(
    data: Data,
    places: NDArray[np.float64],
    nearby: NDArray[np.int64],
    classes: Classes,
    legend: Mapping[str, str],
) -> Any:
    labels = np.array([classes.label(float(count)) for count in nearby])
    data["plants"] = [
        {**dots_at(places[labels == label]), "class": label}
        for label in legend
        if (labels == label).any()
    ]
    colour = alt.Stroke(
        "class:N",
        scale=alt.Scale(domain=list(legend), range=list(legend.values())),
        legend=alt.Legend(
            title=classes.column.name,
            columns=len(legend),
            symbolType="circle",
            symbolFillColor=None,
            symbolStrokeWidth=4,
            symbolSize=40,
        ),
    )
    chart = layer_of("plants").encode(stroke=colour)
    return chart.mark_geoshape(filled=False, strokeWidth=_DOT, strokeCap="round")


def _table(
    nearby: NDArray[np.int64],
    classes: Classes,
    legend: Sequence[str] | Mapping[str, str],
    language: Language,
) -> Table:
    labels = np.array([classes.label(float(count)) for count in nearby])
    columns = (
        Column("class", classes.column.name),
        Column("plants", language.say(PLANTS), "count"),
    )
    return Table(
        columns, tuple((label, int((labels == label).sum())) for label in legend)
    )
