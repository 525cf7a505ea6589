"""Boundaries of regions from GeoJSON or TopoJSON, matched to the codes of a table.

Positions are longitude and latitude in degrees (WGS 84), as GeoJSON demands.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from distretto.errors import FormatError, gettext_noop, ngettext_noop
from distretto.formats.layouts.columns import listed
from distretto.formats.map_features import (
    check_degrees,
    geometry_of,
    no_geojson,
    read_features,
)
from distretto.formats.words import plain
from distretto.notes import Note, percentage, quoted

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
    features = read_features(path)
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
    features = read_features(Path(path))
    found = []
    for name in _places(features):
        filled = [value for value in _values(features, name) if value]
        examples = tuple(dict.fromkeys(value[:40] for value in filled))[:3]
        lengths = tuple(sorted(map(len, set(filled))))
        found.append(CodePlace(name, len(filled), len(lengths), examples, lengths))
    return tuple(each for each in found if each.filled)


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
        geometry, was_valid = geometry_of(path, feature)
        if geometry.is_empty:
            continue
        mended += not was_valid
        code = keys.get(value, value)
        parts.setdefault(code, []).append(geometry)
        names.setdefault(code, label or value)
    if not parts:
        raise no_geojson(path)
    shapes = {code: shapely.union_all(each) for code, each in parts.items()}
    check_degrees(path, shapes)
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
