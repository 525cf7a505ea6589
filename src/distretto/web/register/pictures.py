"""Outline maps of places: drawn here, small, in the colours of the page."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import shapely
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from shapely.geometry.base import BaseGeometry

from distretto.formats.charts.picture import Column
from distretto.formats.charts.projection import Flat, flatten
from distretto.web.ui.pictures import Shown

WIDTH = 680
TALLEST = 0.8
# More shapes than this are drawn without their names, to keep the page light.
MOST_NAMED = 400
# Of more shapes than this, those nearest to the filled ones are drawn.
MOST_DRAWN = 800


def outline_map(
    shapes: Mapping[str, BaseGeometry],
    names: Mapping[str, str],
    *,
    filled: Collection[str] = (),
    caption: str = "",
) -> Shown | None:
    """A map of places, those of `filled` darker; None without shapes.

    Of very many places, those around the filled ones are drawn; without any filled
    there is no map, because nobody could make anything out on it.
    """
    flat = flatten(_around(shapes, filled), width=WIDTH, tallest=TALLEST)
    if not flat.shapes:
        return None
    description = _description(flat, names, filled)
    listed = [code for code in flat.shapes if code in filled] or list(flat.shapes)
    rows: list[list[str]] = [[code, names.get(code, code)] for code in listed]
    return Shown(
        svg=_svg(flat, names, filled, description),
        title=gettext("Map"),
        description=description,
        caption=caption,
        columns=(Column("code", gettext("Code")), Column("name", gettext("Name"))),
        rows=rows[:MOST_NAMED],
    )


Point = tuple[float, float, str]


def points_map(
    shapes: Mapping[str, BaseGeometry],
    names: Mapping[str, str],
    points: Sequence[Point],
    *,
    filled: Collection[str] = (),
) -> Shown | None:
    """Points (latitude, longitude, name) over the outlines of the places around them.

    Fits the points. None without any, and for one point with no outlines around it:
    there is nothing to make out.
    """
    near = _near_points(shapes, points) if points else {}
    if not points or (len(points) == 1 and not near):
        return None
    flat = flatten(
        {**near, FRAME: _frame(points)}, width=WIDTH, tallest=TALLEST, frame=[FRAME]
    )
    description = ngettext(
        "Map with %(count)s point.", "Map with %(count)s points.", len(points)
    ) % {"count": len(points)}
    outlines = {code: each for code, each in flat.shapes.items() if code != FRAME}
    drawn = Flat(outlines, flat.width, flat.height, flat.place)
    return Shown(
        svg=_svg(
            drawn,
            names,
            filled,
            description,
            dots=_dots(flat, points) + _scale_bar(flat, points),
        ),
        title=gettext("Map"),
        description=description,
        caption="",
        columns=(
            Column("name", gettext("Name")),
            Column("latitude", gettext("Latitude")),
            Column("longitude", gettext("Longitude")),
        ),
        rows=[
            [name, f"{latitude:.4f}", f"{longitude:.4f}"]
            for latitude, longitude, name in points[:MOST_NAMED]
        ],
    )


def on_paper(drawn: Shown) -> str:
    """A map for a document: in ink, of its own size, without the page's styles."""
    box = drawn.svg.split('viewBox="', 1)[1].split('"', 1)[0]
    width, height = box.split()[2:]
    styled = {
        '<svg class="outline-map"': (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" '
            f'height="{height}" color="#0b5d74" font-family="Noto Sans" font-size="12"'
        ),
        '<g class="dots"': (
            '<g fill-opacity="0.75" stroke="#ffffff" stroke-width="0.6"'
        ),
        '<g class="scale-bar"><path': '<g><path fill="none"',
        "<text": '<text stroke="none"',
    }
    svg = str(drawn.svg)
    for page, paper in styled.items():
        svg = svg.replace(page, paper)
    return svg


KM_A_DEGREE = 111.2
# The code of the box around the points, which is fitted and not drawn.
FRAME = "\0frame"
# The least width of the box in degrees, so that one point stands in its surroundings.
LEAST = 0.1


def _frame(points: Sequence[Point]) -> BaseGeometry:
    degrees = np.array([each[:2] for each in points], float)
    (south, west), (north, east) = degrees.min(axis=0), degrees.max(axis=0)
    margin = max(LEAST, 0.06 * max(north - south, east - west))
    return shapely.box(
        max(west - margin, -180.0),
        max(south - margin, -90.0),
        min(east + margin, 180.0),
        min(north + margin, 90.0),
    )


def _near_points(
    shapes: Mapping[str, BaseGeometry], points: Sequence[Point]
) -> dict[str, BaseGeometry]:
    frame = _frame(points)
    near = {code: each for code, each in shapes.items() if each.intersects(frame)}
    return dict(list(near.items())[:MOST_DRAWN])


def _dots(flat: Flat, points: Sequence[Point]) -> SafeString:
    """A dot a point; of very many, without their names, to keep the page light."""
    placed = flat.place(np.array([(each[1], each[0]) for each in points], float))
    radius = "4.5" if len(points) <= 60 else "3" if len(points) <= 600 else "1.6"
    named = len(points) <= MOST_NAMED
    if not named:
        # Points that fall into one pixel are one dot.
        placed = np.unique(placed.round(), axis=0)
    return format_html(
        '<g class="dots">{}</g>',
        format_html_join(
            "",
            '<circle cx="{}" cy="{}" r="{}">{}</circle>',
            (
                (
                    f"{x:.1f}",
                    f"{y:.1f}",
                    radius,
                    format_html("<title>{}</title>", points[place][2]) if named else "",
                )
                for place, (x, y) in enumerate(placed)
            ),
        ),
    )


def _scale_bar(flat: Flat, points: Sequence[Point]) -> SafeString:
    """A bar of a round number of kilometres, at most a quarter of the map wide."""
    middle = np.mean([each[:2] for each in points], axis=0)
    # A short way to the north, the same on every map: a hundredth of a degree.
    ends = flat.place(np.array([(middle[1], middle[0]), (middle[1], middle[0] + 0.01)]))
    pixels_a_km = float(np.hypot(*(ends[1] - ends[0]))) / (0.01 * KM_A_DEGREE)
    most = flat.width / 4 / pixels_a_km
    magnitude = 10.0 ** np.floor(np.log10(most))
    length = max(step * magnitude for step in (1, 2, 5) if step * magnitude <= most)
    y = flat.height - 8
    told = number_format(int(length) if length >= 1 else length)
    return format_html(
        '<g class="scale-bar"><path d="M8 {} v5 h{} v-5"/>'
        '<text x="8" y="{}">{}</text></g>',
        f"{y - 5:.1f}",
        f"{length * pixels_a_km:.1f}",
        f"{y - 10:.1f}",
        gettext("%(km)s km") % {"km": told},
    )


def _around(
    shapes: Mapping[str, BaseGeometry], filled: Collection[str]
) -> Mapping[str, BaseGeometry]:
    if len(shapes) <= MOST_DRAWN:
        return shapes
    inside = [shapes[code] for code in filled if code in shapes]
    if not inside:
        return {}
    middle = shapely.union_all(inside)
    far = shapely.distance(np.array(list(shapes.values()), dtype=object), middle)
    nearest = np.argsort(far, kind="stable")[:MOST_NAMED]
    codes = list(shapes)
    return {codes[place]: shapes[codes[place]] for place in nearest}


def _description(flat: Flat, names: Mapping[str, str], filled: Collection[str]) -> str:
    shown = [names.get(code, code) for code in filled if code in flat.shapes]
    if shown:
        return gettext("Map of %(count)s places; filled: %(names)s.") % {
            "count": len(flat.shapes),
            "names": ", ".join(shown[:12]),
        }
    return gettext("Map of %(count)s places.") % {"count": len(flat.shapes)}


def _svg(
    flat: Flat,
    names: Mapping[str, str],
    filled: Collection[str],
    description: str,
    *,
    dots: SafeString | str = "",
) -> SafeString:
    named = len(flat.shapes) <= MOST_NAMED
    paths = format_html_join(
        "",
        '<path d="{}" fill-opacity="{}">{}</path>',
        (
            (
                _path(shape),
                "0.55" if code in filled else "0.07",
                format_html("<title>{}</title>", names.get(code, code))
                if named
                else "",
            )
            for code, shape in flat.shapes.items()
        ),
    )
    return format_html(
        '<svg class="outline-map" viewBox="-2 -2 {} {}" role="img" aria-label="{}" '
        'fill="currentColor" stroke="currentColor" stroke-width="0.7" '
        'stroke-linejoin="round">{}{}</svg>',
        round(flat.width + 4),
        round(flat.height + 4),
        description,
        paths,
        dots,
    )


def _path(shape: BaseGeometry) -> str:
    """The rings of a shape as the `d` of an SVG path."""
    parts = getattr(shape, "geoms", [shape])
    rings = (
        ring
        for part in parts
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    )
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring.coords[:-1]) + "Z"
        for ring in rings
    )
