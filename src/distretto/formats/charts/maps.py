"""Maps of regions: a value in classes, and clusters outlined and numbered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import altair as alt
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from distretto.errors import gettext_noop
from distretto.formats.charts import labels, theme
from distretto.formats.charts.classes import Classes, breaks_of
from distretto.formats.charts.dots import Data, dots_at, feature_of, layer_of
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.numbered import DISC, disc_layer, positions
from distretto.formats.charts.picture import (
    Cell,
    Column,
    Picture,
    Table,
    source_line,
    word,
)
from distretto.formats.charts.projection import Flat, flatten
from distretto.formats.charts.svg import local_link
from distretto.notes import BETWEEN

REGION = gettext_noop("Region")
CODE = gettext_noop("Code")
CLUSTERS = gettext_noop("Clusters")
BORDERS = gettext_noop(
    "Borders are those of the file that was given and say nothing about the legal "
    "status of any territory."
)
CIRCLES = gettext_noop(
    "Each circle is a region, at the middle of its establishments; no borders were "
    "given."
)
HATCHED = gettext_noop("Finely hatched: not known, which is not zero.")
BEYOND = gettext_noop("Beyond the frame of the map: %(regions)s.")
AND_MORE = gettext_noop("%(count)s more")
SOURCE = gettext_noop("Source: %(source)s.")
NUMBERED = gettext_noop("Outlined are clusters; the number is the rank in the list.")
FIRST_OUTLINED = gettext_noop(
    "Outlined are the first %(shown)s of %(all)s clusters; the number is the rank in "
    "the list."
)
SHOWS = gettext_noop("Map by region: %(what)s. Regions: %(count)s.")
HIGHEST = gettext_noop("The highest is %(region)s with %(value)s.")
NOT_KNOWN = gettext_noop("Regions not known: %(count)s.")
LITTLE_KNOWN = gettext_noop("Regions of which little is known: %(count)s.")
OUTLINED = gettext_noop("Clusters outlined and numbered by rank: %(count)s.")

_PADDING = 8
_CIRCLE = 5
_FEW_REGIONS = 45
_MOST_BEYOND = 8
_SHIFTS = (0.0, -16.0, 16.0)  # where a name may stand, in pixels from the middle


@dataclass(frozen=True)
class Outline:
    """A cluster on the map: its number, what it is called, and its regions."""

    number: int
    name: str
    regions: tuple[str, ...]
    tip: str = ""
    link: str = ""


@dataclass(frozen=True)
class Sheet:
    """What a map is made from.

    Attributes
    ----------
    shapes, names : by region code; shapes in degrees
    values : by region code; None or absent where not known, Bounded where a bound
    column : Column
        What the value is: its name heads the legend, its kind sets the numbers.
    breaks : rising class limits; default five classes of about equal number
    outlines : clusters, best first
    tips : by region code: what to say more about a region, already worded
    links : by region code: an address within the site
    points : (longitude, latitude) of firms, drawn as small dots
    clusters : how many there are in all, where the outlines are the first of them
    notes : sentences for the caption, already worded
    frame : codes of the regions that the map fits; none: all
    little : codes of the regions of which little is known: they are hatched, over
        the colour of their class where they have one above zero
    little_name : what the legend calls them
    are_circles : whether shapes are circles at the middles of regions
    kinds : by region code: a class in words, in place of that of its value
    kind_colours : of all kinds, in the order of the legend, which names those there are
    kind_name : what heads the legend of kinds
    labelled : codes whose names are written; none: all, where regions are few
    """

    shapes: Mapping[str, BaseGeometry]
    names: Mapping[str, str]
    values: Mapping[str, float | None]
    column: Column
    breaks: Sequence[float] | None = None
    outlines: Sequence[Outline] = ()
    tips: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    points: Sequence[tuple[float, float]] = ()
    clusters: int = 0
    notes: Sequence[str] = ()
    frame: frozenset[str] = frozenset()
    little: frozenset[str] = frozenset()
    little_name: str = ""
    are_circles: bool = False
    kinds: Mapping[str, str] = field(default_factory=dict)
    kind_colours: Mapping[str, str] = field(default_factory=dict)
    kind_name: str = ""
    labelled: Sequence[str] = ()

    def value(self, code: str) -> float | None:
        """The value of a region; None where it is not known."""
        value = self.values.get(code)
        return None if value is None or value != value else value

    def is_nothing(self, code: str) -> bool:
        """Whether a region has nothing of the value; the little known may have."""
        value = self.value(code)
        return value is not None and value <= 0 and code not in self.little

    def little_among(self, codes: Iterable[str]) -> list[str]:
        """The regions of which little, but something, is known."""
        return [c for c in codes if c in self.little and self.value(c) is not None]


def region_map(
    sheet: Sheet,
    *,
    title: str,
    source: str = "",
    year: int | str | None = None,
    language: Language = ENGLISH,
    width: int = 680,
) -> Picture:
    """A map of regions by classes of a value, its clusters outlined and numbered.

    Unknown regions are hatched, and otherwise those of which little is known; zero has
    a class of its own. Numbers stand in the order of the clusters; where there is no
    room for one, its outline stays.
    """
    flat = flatten(
        sheet.shapes, width=width - _PADDING, frame=sheet.frame, together=True
    )
    if sheet.are_circles:
        flat = _in_circles(flat)
    known = [value for code in flat.shapes if (value := sheet.value(code)) is not None]
    breaks = _breaks(known, sheet.column) if sheet.breaks is None else sheet.breaks
    classes = Classes(tuple(breaks), sheet.column, language)
    data: Data = {}
    layers: list[Any] = [
        _areas(data, sheet, flat, classes, width),
        *_little(data, sheet, flat),
        *_coast(data, flat),
        *_points(data, sheet, flat),
        *_outlines(data, sheet, flat),
        *_words(data, sheet, flat),
    ]
    chart = (
        alt.layer(*layers)
        .properties(width=flat.width, height=flat.height)
        .configure(**theme.config(rtl=language.is_rtl))
    )
    return Picture(
        chart=chart,
        data=data,
        table=_table(sheet, flat, language),
        title=title,
        description=_description(sheet, flat, language),
        notes=_notes(sheet, known, flat, source, year, language),
        language=language,
    )


def _in_circles(flat: Flat) -> Flat:
    """All circles of one size, whatever was drawn for them."""
    shapes = {
        code: shape.centroid.buffer(_CIRCLE) for code, shape in flat.shapes.items()
    }
    return replace(flat, shapes=shapes)


def _breaks(known: Sequence[float], column: Column) -> tuple[float, ...]:
    """Class limits; no class begins where the shares of a whole end."""
    breaks = breaks_of(known)
    if column.kind != "share" or max(known, default=0) > 1:
        return breaks
    return tuple(each for each in breaks if each < 1)


def _areas(
    data: Data,
    sheet: Sheet,
    flat: Flat,
    classes: Classes,
    width: int,
) -> alt.Chart:
    legend = _legend(sheet, flat, classes)
    data["regions"] = [_area(sheet, flat, classes, code) for code in flat.shapes]
    fill = alt.Fill(
        "class:N",
        scale=alt.Scale(domain=list(legend), range=list(legend.values())),
        legend=alt.Legend(
            title=sheet.kind_name or sheet.column.name,
            columns=labels.columns_within(list(legend), width),
            labelLimit=width - 40,
            symbolType="square",
            symbolStrokeColor=theme.MUTED,
        ),
    )
    chart = layer_of("regions").encode(
        fill=fill, description="tip:N", href=alt.Href("link:N")
    )
    return chart.mark_geoshape(stroke=theme.PAPER, strokeWidth=0.6)


def _legend(sheet: Sheet, flat: Flat, classes: Classes) -> dict[str, str]:
    """Class to colour, of the classes that the map has."""
    is_unknown = any(sheet.value(code) is None for code in flat.shapes)
    if not sheet.kinds:
        return classes.legend(
            unknown=is_unknown,
            nothing=any(sheet.is_nothing(code) for code in flat.shapes),
            little=sheet.little_name if sheet.little_among(flat.shapes) else "",
        )
    found = {sheet.kinds.get(code) for code in flat.shapes}
    legend = {kind: each for kind, each in sheet.kind_colours.items() if kind in found}
    return {**legend, classes.language.unknown: theme.UNKNOWN} if is_unknown else legend


def _area(sheet: Sheet, flat: Flat, classes: Classes, code: str) -> dict[str, Any]:
    value, name = sheet.value(code), sheet.names.get(code, code)
    said = word(sheet.column, value, classes.language)
    tip = f"{name}: {said}"
    if sheet.column.unit and value is not None:
        tip += f"\N{NO-BREAK SPACE}{sheet.column.unit}"
    kind = sheet.kinds.get(code) or classes.label(value)
    is_hollow = code in sheet.little and value is not None and value <= 0
    properties = {
        "class": sheet.little_name if is_hollow else kind,
        "tip": classes.language.join([tip, sheet.tips.get(code, "")]),
    }
    if code in sheet.links:
        properties["link"] = local_link(sheet.links[code])
    return feature_of(flat.shapes[code], **properties)


def _little(data: Data, sheet: Sheet, flat: Flat) -> list[alt.Chart]:
    """Hatching over the class of what is known, which may be but a part."""
    drawn = [code for code in sheet.little_among(flat.shapes) if sheet.values[code]]
    if not drawn:
        return []
    data["little"] = [feature_of(flat.shapes[code]) for code in drawn]
    return [layer_of("little").mark_geoshape(fill=theme.LITTLE, aria=False)]


def _coast(data: Data, flat: Flat) -> list[alt.Chart]:
    """A hairline around all regions, so that pale ones at the edge keep their shape."""
    if not flat.shapes:
        return []
    data["coast"] = [feature_of(_joined(flat.shapes, flat))]
    return [_line("coast", theme.MUTED, 0.5)]


def _line(name: str, colour: str, size: float) -> alt.Chart:
    return layer_of(name).mark_geoshape(
        filled=False, stroke=colour, strokeWidth=size, clip=False
    )


def _points(data: Data, sheet: Sheet, flat: Flat) -> list[alt.Chart]:
    """All firms as one path of round dots: small, however many they are."""
    if not len(sheet.points):
        return []
    data["points"] = [dots_at(flat.place(np.asarray(sheet.points, float)))]
    mark: dict[str, Any] = {"strokeWidth": 2.2, "strokeCap": "round", "opacity": 0.55}
    return [layer_of("points").mark_geoshape(filled=False, stroke=theme.INK, **mark)]


def _outlines(data: Data, sheet: Sheet, flat: Flat) -> list[alt.Chart]:
    """A dark line on a light one, so that it is seen on every class."""
    joined = {each.regions: _joined(each.regions, flat) for each in sheet.outlines}
    features = [feature_of(shape) for shape in joined.values() if not shape.is_empty]
    if not features:
        return []
    data["outlines"] = features
    return [
        _line("outlines", colour, size)
        for colour, size in ((theme.PAPER, 3.6), (theme.INK, 1.5))
    ]


def _joined(codes: Iterable[str], flat: Flat) -> BaseGeometry:
    parts = [flat.shapes[code] for code in codes if code in flat.shapes]
    return shapely.make_valid(shapely.union_all(parts))


def _words(data: Data, sheet: Sheet, flat: Flat) -> list[Any]:
    shown = [
        each for each in sheet.outlines if any(r in flat.shapes for r in each.regions)
    ]
    middles = [_middle(_joined(each.regions[:1], flat)) for each in shown]
    discs, taken = labels.place_discs(
        middles, size=DISC, width=flat.width, height=flat.height
    )
    rows = [
        {
            "x": disc.x,
            "y": disc.y,
            "at_x": disc.at_x,
            "at_y": disc.at_y,
            "number": str(each.number),
            "tip": each.tip or f"{each.number}. {each.name}",
            "link": local_link(each.link) if each.link else None,
        }
        for each, disc in zip(shown, discs, strict=True)
        if disc
    ]
    names = _names(sheet, flat)
    shifts = _SHIFTS if sheet.labelled else (0.0,)
    placed = labels.free_names(names, taken, size=11, shifts=shifts)
    data["names"] = [{"name": name, "x": x, "y": y} for name, x, y in placed]
    data["discs"] = rows
    out = [_name_layer(flat)] if placed else []
    return [*out, disc_layer(flat.width, flat.height)] if rows else out


def _middle(shape: BaseGeometry) -> tuple[float, float]:
    if shape.is_empty:
        return 0.0, 0.0
    point = shapely.maximum_inscribed_circle(_largest(shape)).coords[0]
    return float(point[0]), float(point[1])


def _largest(shape: BaseGeometry) -> BaseGeometry:
    return max(shapely.get_parts(shape), key=lambda part: part.area)


def _names(sheet: Sheet, flat: Flat) -> list[tuple[str, float, float, float]]:
    out = []
    few = flat.shapes if len(flat.shapes) <= _FEW_REGIONS else ()
    for code in sheet.labelled or few:
        if code not in flat.shapes:
            continue
        shape = flat.shapes[code]
        x, y = _middle(shape)
        left, _, right, _ = shape.bounds
        name = sheet.names.get(code, code)
        if sheet.labelled:  # names of a few regions may reach over their neighbours
            out.append((name, x, y, flat.width))
        else:
            out.append((name, x, y + 18, 1.25 * (right - left)))
    return out


def _name_layer(flat: Flat) -> Any:
    chart = alt.Chart(alt.NamedData("names")).encode(
        text="name:N", **positions(flat.width, flat.height)
    )
    halo: dict[str, Any] = {
        "stroke": theme.PAPER,
        "strokeWidth": 3,
        "strokeJoin": "round",
    }
    return alt.layer(
        chart.mark_text(fontSize=11, color=theme.PAPER, **halo),
        chart.mark_text(fontSize=11, color=theme.INK),
    )


def _table(sheet: Sheet, flat: Flat, language: Language) -> Table:
    """Every region with its value and the clusters it belongs to, highest first."""
    codes = dict.fromkeys([*flat.shapes, *sheet.values])
    held = {code: _numbers_of(code, sheet) for code in codes}
    order = sorted(
        codes, key=lambda code: (sheet.value(code) is None, -(sheet.value(code) or 0))
    )
    say = language.say
    columns = [Column("region", say(REGION)), Column("code", say(CODE)), sheet.column]
    if sheet.kinds:
        columns.append(Column("kind", sheet.kind_name))
        held = {code: sheet.kinds.get(code, "") for code in codes}
    elif sheet.outlines:
        columns.append(Column("clusters", say(CLUSTERS)))
    rows: list[tuple[Cell, ...]] = [
        (sheet.names.get(code, code), code, sheet.value(code), held[code])
        for code in order
    ]
    return Table(tuple(columns), tuple(row[: len(columns)] for row in rows))


def _numbers_of(code: str, sheet: Sheet) -> str:
    return ", ".join(
        str(each.number) for each in sheet.outlines if code in each.regions
    )


def _description(sheet: Sheet, flat: Flat, language: Language) -> str:
    say, column = language.say, sheet.column
    said = [
        say(SHOWS) % {"count": language.number(len(flat.shapes)), "what": column.name}
    ]
    known = {c: v for c in flat.shapes if (v := sheet.value(c)) is not None}
    if known:
        top = max(known, key=lambda code: known[code])
        value = word(column, known[top], language)
        said.append(
            say(HIGHEST) % {"region": sheet.names.get(top, top), "value": value}
        )
    if little := len(sheet.little_among(flat.shapes)):
        said.append(say(LITTLE_KNOWN) % {"count": language.number(little)})
    if missing := len(flat.shapes) - len(known):
        said.append(say(NOT_KNOWN) % {"count": language.number(missing)})
    if sheet.outlines:
        said.append(say(OUTLINED) % {"count": language.number(len(sheet.outlines))})
    return " ".join(said)


def _notes(
    sheet: Sheet,
    known: Sequence[float],
    flat: Flat,
    source: str,
    year: int | str | None,
    language: Language,
) -> tuple[str, ...]:
    notes = []
    if from_where := source_line(source, year):
        notes.append(language.say(SOURCE) % {"source": from_where})
    if sheet.outlines:
        notes.append(_outlined(sheet, language))
    if len(known) < len(flat.shapes):
        notes.append(language.say(HATCHED))
    notes += _beyond(sheet, flat, language)
    last = CIRCLES if sheet.are_circles else BORDERS
    return (*notes, *sheet.notes, language.say(last))


def _beyond(sheet: Sheet, flat: Flat, language: Language) -> list[str]:
    """The regions of the map that lie off its frame, by name."""
    wanted = sheet.frame or sheet.shapes
    off = [c for c in sheet.shapes if c in wanted and c not in flat.shapes]
    if not off:
        return []
    names = [sheet.names.get(code, code) for code in off[:_MOST_BEYOND]]
    if more := len(off) - len(names):
        names.append(language.say(AND_MORE) % {"count": language.number(more)})
    return [language.say(BEYOND) % {"regions": language.say(BETWEEN).join(names)}]


def _outlined(sheet: Sheet, language: Language) -> str:
    """What outlines and numbers are, and how many of the clusters have them."""
    shown, number = len(sheet.outlines), language.number
    if sheet.clusters <= shown:
        return language.say(NUMBERED)
    return language.say(FIRST_OUTLINED) % {
        "shown": number(shown),
        "all": number(sheet.clusters),
    }
