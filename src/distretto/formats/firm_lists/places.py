"""Where firms of a list are: coordinates, country, and the places that are known."""

from collections.abc import Mapping

import numpy as np
import polars as pl
import shapely

from distretto.analysis.register.folding import folded
from distretto.analysis.register.lookup import Lookup
from distretto.errors import gettext_noop
from distretto.formats.firm_lists.coordinates import both_degrees, degrees
from distretto.formats.firm_lists.country_names import country_code
from distretto.formats.firm_lists.findings import Findings
from distretto.formats.firm_lists.model import Choices
from distretto.formats.layouts.far_places import far_notes

AXES = ("latitude", "longitude")
MOST = {"latitude": 90.0, "longitude": 180.0}
AS_LIKE = 0.72  # score from which another spelling is taken: a slip in seven letters


def coordinates_of(
    texts: pl.DataFrame, findings: Findings, choices: Choices
) -> pl.DataFrame:
    """Latitude and longitude in degrees; null where unknown or no place."""
    if "coordinates" in texts.columns and "latitude" not in texts.columns:
        placed = _both(texts, findings)
    elif "latitude" in texts.columns and "longitude" in texts.columns:
        placed = _each(texts, findings)
    else:
        blank = [None] * texts.height
        return pl.DataFrame(dict.fromkeys(AXES, blank), dict.fromkeys(AXES, pl.Float64))
    told = texts.select("row").with_columns(placed.get_columns())
    _tell_zeros(told, findings)
    nowhere = (pl.col("latitude") == 0) & (pl.col("longitude") == 0)
    told = told.with_columns(pl.when(~nowhere).then(pl.col(axis)) for axis in AXES)
    _tell_outside(told, findings, choices)
    return told.select(AXES)


def _both(texts: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    written = texts["coordinates"]
    read = {text: both_degrees(text) for text in written.drop_nulls().unique()}
    pairs = {
        text: pair
        for text, pair in read.items()
        if pair and all(abs(pair[at]) <= MOST[axis] for at, axis in enumerate(AXES))
    }
    bad = pl.col("coordinates").is_not_null() & ~pl.col("coordinates").is_in(
        list(pairs)
    )
    findings.tell(
        "not_coordinates",
        _NOT_COORDINATES,
        "coordinates",
        texts.filter(bad).select("row", "coordinates").iter_rows(),
    )
    return pl.DataFrame(
        {
            axis: [pairs[text][at] if text in pairs else None for text in written]
            for at, axis in enumerate(AXES)
        },
        schema=dict.fromkeys(AXES, pl.Float64),
    )


def _each(texts: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Both columns; a side such as W in the column of latitudes turns a row round."""
    read = {
        axis: {text: degrees(text) for text in texts[axis].drop_nulls().unique()}
        for axis in AXES
    }
    found: dict[str, list[float | None]] = {axis: [] for axis in AXES}
    for row, *written in texts.select("row", *AXES).iter_rows():
        told = [
            read[axis].get(text) if text is not None else None
            for axis, text in zip(AXES, written, strict=True)
        ]
        values = _checked(row, written, told, findings)
        for axis, value in zip(AXES, values, strict=True):
            found[axis].append(value)
    return pl.DataFrame(found, schema=dict.fromkeys(AXES, pl.Float64))


def _checked(
    row: int,
    written: list[str | None],
    told: list[tuple[float, str | None] | None],
    findings: Findings,
) -> tuple[float | None, float | None]:
    """The two figures of a row where both are good; what is wrong is told."""
    values = [each[0] if each else None for each in told]
    sides = [each[1] if each else None for each in told]
    good = True
    for at, axis in enumerate(AXES):
        if written[at] is None:
            good = False
            continue
        value, other = values[at], values[1 - at]
        named = sides[at] not in (None, axis)
        if value is not None and abs(value) <= MOST[axis] and not named:
            continue
        good = False
        exchanged = (
            value is not None
            and other is not None
            and (axis == "latitude" or named)
            and abs(value) <= 180
            and abs(other) <= 90
        )
        template = _PERHAPS_EXCHANGED if exchanged else _NOT_A_COORDINATE[axis]
        code = "exchanged_coordinates" if exchanged else "not_a_coordinate"
        findings.add(code, template, axis, row, written[at])
    if (written[0] is None) != (written[1] is None):
        lacking = AXES[0] if written[0] is None else AXES[1]
        findings.add("half_a_place", _HALF, lacking, row, None, "warning")
    return (values[0], values[1]) if good else (None, None)


def _tell_zeros(placed: pl.DataFrame, findings: Findings) -> None:
    zeros = placed.filter((pl.col("latitude") == 0) & (pl.col("longitude") == 0))
    role = "latitude" if "latitude" in findings.columns else "coordinates"
    cells = ((row, "0, 0") for row in zeros["row"])
    findings.tell("place_at_zero", _AT_ZERO, role, cells, "warning")


def _tell_outside(placed: pl.DataFrame, findings: Findings, choices: Choices) -> None:
    """Places outside the shapes, else those far from all others."""
    known = placed.drop_nulls()
    if known.is_empty():
        return
    rows = known["row"].to_numpy()
    north, east = known["latitude"].to_numpy(), known["longitude"].to_numpy()
    if not choices.shapes:
        findings.notes += far_notes(rows, north, east, "degrees")
        return
    tree = shapely.STRtree(list(choices.shapes.values()))
    inside = np.zeros(len(rows), dtype=bool)
    inside[tree.query(shapely.points(east, north), predicate="intersects")[0]] = True
    turned = np.zeros(len(rows), dtype=bool)
    turned[tree.query(shapely.points(north, east), predicate="intersects")[0]] = True
    role = "latitude" if "latitude" in findings.columns else "coordinates"
    for at in np.flatnonzero(~inside):
        exchanged = bool(turned[at])
        findings.add(
            "exchanged_coordinates" if exchanged else "outside_the_frame",
            _INSIDE_IF_EXCHANGED if exchanged else _OUTSIDE,
            role,
            int(rows[at]),
            f"{north[at]:g}, {east[at]:g}",
            "warning",
        )


def countries_of(
    texts: pl.DataFrame, findings: Findings, choices: Choices
) -> pl.Series:
    """ISO codes of the countries; the one told where a row names none."""
    if "country" not in texts.columns:
        return pl.Series("country", [choices.country] * texts.height, dtype=pl.String)
    written = texts["country"]
    codes = {text: country_code(text) for text in written.drop_nulls().unique()}
    strange = [text for text, code in codes.items() if code is None]
    findings.tell(
        "unknown_country",
        _UNKNOWN_COUNTRY,
        "country",
        texts.filter(pl.col("country").is_in(strange))
        .select("row", "country")
        .iter_rows(),
    )
    found = written.replace_strict(codes, default=None, return_dtype=pl.String)
    if choices.country is None:
        return found
    return pl.select(
        pl.when(written.is_null()).then(pl.lit(choices.country)).otherwise(found)
    ).to_series()


def places_of(texts: pl.DataFrame, findings: Findings, choices: Choices) -> pl.Series:
    """Codes of the known places, found by code, by name, or by a name much alike."""
    if "place" not in texts.columns or not choices.places:
        return pl.Series([None] * texts.height, dtype=pl.String)
    written = texts["place"]
    found, near = _known_places(written.drop_nulls().unique().to_list(), choices.places)
    for row, text in texts.select("row", "place").iter_rows():
        if text is None or text in found:
            continue
        template = _UNKNOWN_PLACE_NEAR if near[text] else _UNKNOWN_PLACE
        findings.add(
            "unknown_place", template, "place", row, text, "warning", near=near[text]
        )
    return written.replace_strict(found, default=None, return_dtype=pl.String)


def _known_places(
    written: list[str], places: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Text to code where one is meant, and the nearest name for the others."""
    spelled: dict[str, set[str]] = {}
    for code, name in places.items():
        for text in (code, name):
            spelled.setdefault(folded(text), set()).add(code)
    codes = list(places)
    lookup = Lookup([folded(places[code]) for code in codes])
    found, near = {}, {}
    for text in written:
        exact = spelled.get(folded(text), set())
        hits = lookup.find(text, 2)
        is_clear = bool(hits) and (len(hits) == 1 or hits[1].score < hits[0].score)
        if len(exact) == 1:
            found[text] = next(iter(exact))
        elif not exact and is_clear and hits[0].score >= AS_LIKE:
            found[text] = codes[hits[0].row]
        else:
            near[text] = places[codes[hits[0].row]] if hits else ""
    return found, near


_NOT_COORDINATES = gettext_noop(
    "“%(value)s” is no latitude and longitude. Write both as degrees, such as "
    "“5.6037, -0.1870”, or leave the cell blank if they are unknown."
)
_NOT_A_COORDINATE = {
    "latitude": gettext_noop(
        "“%(value)s” is no latitude. Write degrees from -90 to 90, or leave the cell "
        "blank if it is unknown."
    ),
    "longitude": gettext_noop(
        "“%(value)s” is no longitude. Write degrees from -180 to 180, or leave the "
        "cell blank if it is unknown."
    ),
}
_PERHAPS_EXCHANGED = gettext_noop(
    "“%(value)s” cannot stand here, but the two figures of the row could, the other "
    "way round. Exchange latitude and longitude; if it is so in all rows, name the two "
    "columns."
)
_INSIDE_IF_EXCHANGED = gettext_noop(
    "The place %(value)s is outside the boundaries and would be inside with latitude "
    "and longitude exchanged. Exchange them if that is so."
)
_OUTSIDE = gettext_noop(
    "The place %(value)s is outside the boundaries. Check it against the address."
)
_HALF = gettext_noop(
    "One of latitude and longitude is missing, so that the place is unknown. Add it, "
    "or leave both blank."
)
_AT_ZERO = gettext_noop(
    "The place is %(value)s, which programs write where they did not find an address. "
    "It was read as unknown."
)
_UNKNOWN_COUNTRY = gettext_noop(
    "“%(value)s” is no country that is known here. Write its name, or its ISO code of "
    "two letters."
)
_UNKNOWN_PLACE = gettext_noop(
    "“%(value)s” is none of the places that are known. Add the place first, or put the "
    "right one; the text is kept."
)
_UNKNOWN_PLACE_NEAR = gettext_noop(
    "“%(value)s” is none of the places that are known; the nearest is “%(near)s”. Put "
    "the right one, or add the place; the text is kept."
)
