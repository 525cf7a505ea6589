"""What lies beneath a sociogram on the map: outlines, a scale, who has no place."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.geometry import shape

from distretto.errors import gettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.language import Language
from distretto.formats.sociogram.looks import lettering, painted

KM_OF_DEGREE = 111.195  # of a great circle, the Earth's mean radius being 6371.0 km
SIZE = 11.0
SCALES = (1, 2, 5)  # and these times ten
LONGEST = 0.25  # of the width, that the scale bar takes
SHORTEST = 0.01  # km: of a map whose actors are all at one point nothing is to scale
PLACELESS = gettext_noop("Place unknown")
KILOMETRES = gettext_noop("%(count)s km")
METRES = gettext_noop("%(count)s m")


class Projection(NamedTuple):
    """A plane for a place as small as a cluster: from degrees to pixels.

    `squeeze` is how much shorter a degree of longitude is than one of latitude; `scale`
    is pixels of a degree of latitude; `left` and `top` the pixels of 0° N, 0° E.
    """

    scale: float
    squeeze: float
    left: float
    top: float

    @property
    def pixels_per_km(self) -> float:
        """The scale of the map."""
        return self.scale / KM_OF_DEGREE

    def laid(self, degrees: np.ndarray) -> np.ndarray:
        """Longitudes and latitudes as pixels across and down."""
        flat = degrees * np.array([self.squeeze, -1.0]) * self.scale
        return np.asarray(flat + np.array([self.left, self.top]))


def draw_outlines(
    outlines: Sequence[Mapping[str, Any]],
    projection: Projection,
    width: float,
    height: float,
) -> str:
    """The boundaries of places, lightly, cut off where the map ends."""
    parts = []
    for each in outlines:
        laid = shapely.transform(shape(each), projection.laid)
        if not laid.is_valid:
            laid = shapely.make_valid(laid)
        parts += [
            _path(line)
            for line in shapely.get_parts(
                shapely.line_merge(
                    shapely.clip_by_rect(laid.boundary, 0, 0, width, height)
                )
            )
        ]
    if not parts:
        return ""
    return f'<path d="{"".join(parts)}" {painted("none", theme.LINE, 1.2)}/>'


def _path(line: shapely.Geometry) -> str:
    spots = shapely.get_coordinates(line.simplify(0.4)).round(1).tolist()
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in spots)


def scale_of(projection: Projection, width: float) -> float:
    """The longest round number of kilometres that a scale bar has room for."""
    room = LONGEST * width / projection.pixels_per_km
    power = 10.0 ** np.floor(np.log10(room))
    return float(max(each * power for each in SCALES if each * power <= room))


def draw_scale(
    projection: Projection, width: float, language: Language, *, edge: float
) -> str:
    """A scale bar at the top, at the end of the line; none for a single point."""
    length = scale_of(projection, width)
    if length < SHORTEST:
        return ""
    pixels = length * projection.pixels_per_km
    left = edge if language.is_rtl else width - edge - pixels
    path = f"M{left:.1f},8v5h{pixels:.1f}v-5"
    words, count = (KILOMETRES, length) if length >= 1 else (METRES, 1000 * length)
    told = language.say(words) % {"count": language.number(count)}
    return f'<path d="{path}" {painted("none", theme.MUTED, 1.2)}/>' + lettering(
        told, left + pixels / 2, 26, size=SIZE, colour=theme.MUTED, anchor="middle"
    )


def draw_placeless(top: float, width: float, language: Language, *, edge: float) -> str:
    """The heading above the row of those who have no place on the map."""
    rtl = language.is_rtl
    rule = f'<path d="M{edge:g},{top:.1f}h{width - 2 * edge:.1f}" '
    rule += f"{painted('none', theme.LINE, 1, '2 3')}/>"
    return rule + lettering(
        language.say(PLACELESS),
        width - edge if rtl else edge,
        top + 13,
        size=SIZE,
        colour=theme.MUTED,
        anchor="end" if rtl else "start",
    )
