"""Boundaries of regions from GeoJSON or TopoJSON, matched to the codes of a table.

Positions are longitude and latitude in degrees (WGS 84), as GeoJSON demands.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from distretto.errors import FormatError, gettext_noop, ngettext_noop
from distretto.formats.archives import MEBIBYTE, check_file_size
from distretto.formats.layouts.columns import listed
from distretto.formats.tables import DEFAULT_LIMITS
from distretto.formats.topojson import TooManyPoints, features_of_topology
from distretto.formats.words import plain
from distretto.notes import Note, percentage, quoted

MOST_BYTES = 256 * MEBIBYTE
MOST_FEATURES = 100_000
MOST_POINTS = 3_000_000
FARTHEST = 1e12  # far beyond the metres of any projection
# Properties that are names rather than codes, best first.
NAME_PROPERTIES = ("name", "name_en", "nombre", "nom", "nome", "title", "label")
LEAST_MATCH = 0.5


@dataclass(frozen=True)
class Boundaries:
    """Regions with their shapes.

    Attributes
    ----------
    shapes : dict of region code to geometry
        Valid polygons, in degrees. Several features of one code are joined.
    names : dict of region code to name
    code_property : str
        Where the codes were found: "id" or a property.
    match_share : float or None
        Share of the table's regions that have a shape; None without a table.
    without_shape, without_data : tuple of str
        Regions of the table that the map lacks, and the other way round.
    notes : tuple of Note
    are_circles : bool
        The shapes stand for regions of which only the middle is known (`circles`).
    """

    shapes: Mapping[str, BaseGeometry]
    names: Mapping[str, str]
    code_property: str
    match_share: float | None = None
    without_shape: tuple[str, ...] = ()
    without_data: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    are_circles: bool = False


def read_boundaries(
    path: str | Path,
    codes: Collection[str] | None = None,
    *,
    names: Mapping[str, str] | None = None,
    code_property: str | None = None,
) -> Boundaries:
    """Read regions with their shapes.

    Parameters
    ----------
    path : path of a GeoJSON or TopoJSON file
    codes : the region codes of the table; the property that matches most of them is
        taken for the code. Leading zeros may be lost on either side.
    names : names of the table's regions; matched where no property has the codes
    code_property : where the codes are, "id" or a property; default the best match

    Raises
    ------
    FormatError
        The file is no GeoJSON, has no polygons, is not in degrees, or matches less
        than half of the table's regions; says what was found.
    """
    path = Path(path)
    features = _features(path)
    if codes is None:
        place = code_property or _likely_code(features)
        return _build(path, features, place, {}, None, ())
    if code_property and code_property not in _places(features):
        raise _no_property(path, features, code_property)
    place, keys, share = _match(path, features, codes, names or {}, code_property)
    return _build(path, features, place, keys, share, tuple(sorted(set(codes))))


@dataclass(frozen=True)
class CodePlace:
    """Where the codes of a map may stand: its ids, or a property.

    Attributes
    ----------
    name : "id" or the name of a property
    filled, different : int
        How many features have something there, and how many different things.
    examples : tuple of str
    lengths : tuple of int
        Characters of each different thing there, shortest first.
    """

    name: str
    filled: int
    different: int
    examples: tuple[str, ...]
    lengths: tuple[int, ...]


def code_places(path: str | Path) -> tuple[CodePlace, ...]:
    """Where the codes of a map may stand, for a person to choose from.

    Raises
    ------
    FormatError
        The file is no GeoJSON or has no polygons.
    """
    features = _features(Path(path))
    found = []
    for name in _places(features):
        filled = [value for value in _values(features, name) if value]
        examples = tuple(dict.fromkeys(value[:40] for value in filled))[:3]
        lengths = tuple(sorted(map(len, set(filled))))
        found.append(CodePlace(name, len(filled), len(lengths), examples, lengths))
    return tuple(each for each in found if each.filled)


def _features(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise FormatError(
            "no_file",
            gettext_noop("There is no file “%(file)s”. Check its name and folder."),
            file=str(path),
        )
    check_file_size(path, DEFAULT_LIMITS)
    if path.stat().st_size > MOST_BYTES:
        raise FormatError(
            "map_too_large",
            gettext_noop(
                "“%(file)s” has more than %(most)s MiB. Simplify the boundaries first: "
                "a tenth of the points draws the same map."
            ),
            file=path.name,
            most=MOST_BYTES // MEBIBYTE,
        )
    try:
        found = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as wrong:
        raise _no_geojson(path) from wrong
    try:
        features = list(_polygons(found))
    except TooManyPoints as many:
        raise _too_many_points(path) from many
    if not features or len(features) > MOST_FEATURES:
        raise _no_geojson(path)
    _check_properties(path, features)
    _check_positions(path, features)
    return features


def _check_properties(path: Path, features: list[dict[str, Any]]) -> None:
    """Refuse properties that have no names; none at all are allowed."""
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") or {}
        if not isinstance(properties, dict):
            raise FormatError(
                "bad_properties",
                gettext_noop(
                    "The properties of region %(number)s in “%(file)s” are no names "
                    "with values: %(found)s. Export the boundaries again as GeoJSON."
                ),
                file=path.name,
                number=number,
                found=json.dumps(properties)[:60],
            )
        feature["properties"] = properties


def _check_positions(path: Path, features: list[dict[str, Any]]) -> None:
    """Refuse what no shape can be made of, before any is made.

    JSON as Python reads it has NaN and Infinity, also for a number such as 1e999.
    """
    points = 0
    for feature in features:
        geometry = feature["geometry"]
        polygons = geometry.get("coordinates")
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        for ring in _lists_in(path, polygons, depth=2):
            points += len(ring)
            if points > MOST_POINTS:
                raise _too_many_points(path)
            for position in ring:
                if not _is_position(position):
                    raise _bad_position(path, position)


def _lists_in(path: Path, lists: Any, depth: int) -> Iterator[list[Any]]:
    """The lists that lie so deep in lists."""
    if not isinstance(lists, list):
        raise _no_geojson(path)
    if depth == 0:
        yield lists
        return
    for each in lists:
        yield from _lists_in(path, each, depth - 1)


def _is_position(position: Any) -> bool:
    return (
        isinstance(position, list)
        and len(position) >= 2
        and all(
            type(each) in (int, float) and abs(each) < FARTHEST for each in position
        )
    )


def _polygons(found: Any) -> Iterator[dict[str, Any]]:
    """The features of a GeoJSON or TopoJSON object that are areas."""
    if not isinstance(found, dict):
        return
    if found.get("type") == "Topology":
        features = features_of_topology(found, MOST_POINTS)
    else:
        features = found.get("features") or []
    for feature in features if isinstance(features, list) else []:
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if kind in ("Polygon", "MultiPolygon"):
            yield feature


def _values(features: list[dict[str, Any]], place: str) -> list[str | None]:
    """What stands in the id or in a property of each feature, as text."""
    values = []
    for feature in features:
        value = feature.get("id") if place == "id" else feature["properties"].get(place)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        values.append(str(value).strip() if value is not None else None)
    return values


def _places(features: list[dict[str, Any]]) -> list[str]:
    """The id, if there is one, and all properties."""
    places = ["id"] if any("id" in feature for feature in features) else []
    for feature in features[:200]:
        for name in feature["properties"]:
            if name not in places:
                places.append(name)
    return places


def _likely_code(features: list[dict[str, Any]]) -> str:
    """Without a table: the place with the most different values, the first of them."""

    def variety(place: str) -> int:
        return len(set(_values(features, place)) - {None})

    return max(_places(features), key=variety, default="id")


def _match(
    path: Path,
    features: list[dict[str, Any]],
    codes: Collection[str],
    names: Mapping[str, str],
    told: str | None,
) -> tuple[str, dict[str, str], float]:
    """Where the codes are, which value is which code, and the share matched."""
    best: tuple[float, str, dict[str, str]] = (0.0, "", {})
    for place in [told] if told else _places(features):
        values = {value for value in _values(features, place) if value}
        for keys in _ways(values, codes, names):
            share = len(set(keys.values())) / max(1, len(set(codes)))
            if share > best[0]:
                best = (share, place, keys)
    if best[0] < LEAST_MATCH:
        place = told or best[1] or _likely_code(features)
        raise _no_match(path, features, codes, best[0], place)
    return best[1], best[2], best[0]


def _ways(
    values: set[str], codes: Collection[str], names: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    """Ways to equate values of the map with codes: as is, by zeros, case, names."""
    wanted = set(codes)
    yield {value: value for value in values & wanted}
    stripped = {code.lstrip("0"): code for code in wanted}
    yield {
        value: stripped[value.lstrip("0")]
        for value in values
        if value.lstrip("0") in stripped
    }
    folded = {plain(code): code for code in wanted}
    yield {value: folded[plain(value)] for value in values if plain(value) in folded}
    titles: dict[str, list[str]] = {}
    for code in wanted:
        titles.setdefault(plain(names.get(code, "")), []).append(code)
    yield {
        value: titles[plain(value)][0]
        for value in values
        if plain(value) and len(titles.get(plain(value), [])) == 1
    }


def _build(
    path: Path,
    features: list[dict[str, Any]],
    place: str,
    keys: dict[str, str],
    share: float | None,
    codes: tuple[str, ...],
) -> Boundaries:
    values = _values(features, place)
    labels = _values(features, _name_place(features, place))
    parts: dict[str, list[BaseGeometry]] = {}
    names: dict[str, str] = {}
    mended = 0
    for feature, value, label in zip(features, values, labels, strict=True):
        if not value:
            continue
        geometry, was_valid = _geometry(path, feature)
        if geometry.is_empty:
            continue
        mended += not was_valid
        code = keys.get(value, value)
        parts.setdefault(code, []).append(geometry)
        names.setdefault(code, label or value)
    if not parts:
        raise _no_geojson(path)
    shapes = {code: shapely.union_all(each) for code, each in parts.items()}
    _check_degrees(path, shapes)
    without_shape = tuple(code for code in codes if code not in shapes)
    without_data = tuple(sorted(set(shapes) - set(codes))) if codes else ()
    return Boundaries(
        shapes=shapes,
        names=names,
        code_property=place,
        match_share=share,
        without_shape=without_shape,
        without_data=without_data,
        notes=tuple(_notes(place, share, mended, without_shape, without_data)),
    )


def _name_place(features: list[dict[str, Any]], place: str) -> str:
    spelled = {name.casefold(): name for name in _places(features)}
    return next((spelled[name] for name in NAME_PROPERTIES if name in spelled), place)


def _geometry(path: Path, feature: dict[str, Any]) -> tuple[BaseGeometry, bool]:
    try:
        geometry = shapely.force_2d(shape(feature["geometry"]))
        if geometry.is_valid:
            return geometry, True
        mended = shapely.make_valid(geometry)
        areas = [part for part in shapely.get_parts(mended) if part.area > 0]
        return shapely.union_all(areas), False
    except (ValueError, TypeError, LookupError, shapely.GEOSException) as bad:
        raise _no_geojson(path) from bad


def _check_degrees(path: Path, shapes: Mapping[str, BaseGeometry]) -> None:
    bounds = shapely.total_bounds(list(shapes.values()))
    west, south, east, north = (float(edge) for edge in bounds)
    if west >= -360 and east <= 360 and south >= -90.001 and north <= 90.001:
        return
    raise FormatError(
        "not_degrees",
        gettext_noop(
            "“%(file)s” is not in degrees of longitude and latitude (it reaches from "
            "%(west)s, %(south)s to %(east)s, %(north)s). Save it in WGS 84 "
            "(EPSG:4326), as GeoJSON asks for."
        ),
        file=path.name,
        west=f"{west:.6g}",
        south=f"{south:.6g}",
        east=f"{east:.6g}",
        north=f"{north:.6g}",
    )


def _notes(
    place: str,
    share: float | None,
    mended: int,
    without_shape: tuple[str, ...],
    without_data: tuple[str, ...],
) -> Iterator[Note]:
    if share is not None and place == "id":
        yield Note(_BY_IDS, share=percentage(share))
    elif share is not None:
        yield Note(_BY_PROPERTY, property=place, share=percentage(share))
    if mended:
        yield Note(_MENDED, count=mended)
    if without_shape:
        regions = quoted(without_shape, 6)
        yield Note(_NOT_ON_MAP, count=len(without_shape), regions=regions)
    if without_data:
        regions = quoted(without_data, 6)
        yield Note(_NOT_IN_TABLE, count=len(without_data), regions=regions)


_BY_IDS = gettext_noop(
    "Boundaries were matched by their ids: %(share)s of the regions."
)
_BY_PROPERTY = gettext_noop(
    "Boundaries were matched by the property “%(property)s”: %(share)s of the regions."
)
_MENDED = ngettext_noop(
    "%(count)s shape with crossing lines mended.",
    "%(count)s shapes with crossing lines mended.",
)
_NOT_ON_MAP = ngettext_noop(
    "%(count)s region of the table not on the map: %(regions)s.",
    "%(count)s regions of the table not on the map: %(regions)s.",
)
_NOT_IN_TABLE = ngettext_noop(
    "%(count)s region of the map not in the table: %(regions)s.",
    "%(count)s regions of the map not in the table: %(regions)s.",
)


def _too_many_points(path: Path) -> FormatError:
    return FormatError(
        "map_too_detailed",
        gettext_noop(
            "The boundaries in “%(file)s” have more than %(most)s points together. "
            "Simplify them first: a tenth of the points draws the same map."
        ),
        file=path.name,
        most=f"{MOST_POINTS:,}",
    )


def _bad_position(path: Path, found: Any) -> FormatError:
    return FormatError(
        "bad_position",
        gettext_noop(
            "“%(file)s” has a position that is none: %(found)s. A position is two or "
            "three numbers, longitude and latitude first. Export the boundaries again."
        ),
        file=path.name,
        found=json.dumps(found)[:60],
    )


def _no_geojson(path: Path) -> FormatError:
    return FormatError(
        "no_geojson",
        gettext_noop(
            "“%(file)s” is no map of regions: it should be GeoJSON (or TopoJSON) with "
            "polygons, at most 100,000. Export the boundaries as GeoJSON, WGS 84."
        ),
        file=path.name,
    )


def _no_match(
    path: Path,
    features: list[dict[str, Any]],
    codes: Collection[str],
    share: float,
    place: str,
) -> FormatError:
    examples = list(dict.fromkeys(filter(None, _values(features, place))))
    return FormatError(
        "regions_do_not_match",
        gettext_noop(
            "The regions of the table do not match the map “%(file)s”: only %(share)s "
            "of them are there. The table has %(table)s, the map %(map)s (in "
            "“%(place)s”). Give boundaries with the same codes or names, or say which "
            "property has them (--boundaries-code). The map has: %(places)s."
        ),
        file=path.name,
        share=f"{share:.0%}",
        table=listed(sorted(codes), 4),
        map=listed(examples, 4),
        place=place,
        places=listed(_places(features), 12),
    )


def _no_property(path: Path, features: list[dict[str, Any]], told: str) -> FormatError:
    return FormatError(
        "no_such_property",
        gettext_noop(
            "The map “%(file)s” has no property “%(told)s” for the codes of its "
            "regions. It has: %(places)s."
        ),
        file=path.name,
        told=told,
        places=listed(_places(features), 12),
    )
