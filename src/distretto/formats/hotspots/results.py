"""Hot spots as a file: as other measures, and as a map and GeoJSON where shapes are."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from distretto.analysis.selection.measured import Measured
from distretto.errors import FormatError, gettext_noop
from distretto.formats.boundaries import Boundaries
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Picture
from distretto.formats.files import atomic_write
from distretto.formats.geometry import geometry_of
from distretto.formats.measured import results as measured
from distretto.formats.results import needs_boundaries

ENDINGS = (*measured.ENDINGS, ".geojson")
to_json = measured.to_json


@dataclass(frozen=True)
class _Asked:
    boundaries: Boundaries | None
    title: str
    source: str
    language: Language


def to_geojson(found: Measured, boundaries: Boundaries) -> bytes:
    """A feature for each region, with all its figures; unknown is null."""
    features = [
        {
            "type": "Feature",
            "id": row["code"],
            "geometry": geometry_of(
                boundaries.shapes.get(row["code"]), as_point=boundaries.are_circles
            ),
            "properties": row,
        }
        for row in found.rows.to_dicts()
    ]
    collection = {
        "type": "FeatureCollection",
        "settings": found.settings,
        "notes": [str(note) for note in found.notes],
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def check_shapes(path: str | Path, kind: str, boundaries: object) -> None:
    """Refuse GeoJSON of what has no shapes, before the work is done."""
    path = Path(path)
    if path.suffix.lower() != ".geojson":
        return
    if kind != "hot_spots":
        raise FormatError(
            "geojson_of_one_industry",
            gettext_noop(
                "“%(file)s” holds the regions of one industry: name the industry, or "
                "write the list of industries in another format, such as .csv."
            ),
            file=path.name,
        )
    if boundaries is None:
        raise needs_boundaries(path)


def write_results(
    found: Measured,
    path: str | Path,
    *,
    boundaries: Boundaries | None = None,
    title: str = "",
    source: str = "",
    language: Language = ENGLISH,
) -> None:
    """Write hot spots in the format that the file's ending names.

    Parameters
    ----------
    found : hot spots of an industry, or industries with hot spots
    path : ends in one of `ENDINGS`
    boundaries : the regions' shapes; GeoJSON needs them, pages draw a map with them
    title, source : heading of a page, and where its figures come from
    language : of a page or workbook; data files are in English whatever the language

    Raises
    ------
    FormatError
        The file cannot be written, or GeoJSON is asked for without shapes.
    """
    path = Path(path)
    check_shapes(path, found.kind, boundaries)
    writer = _WRITERS.get(path.suffix.lower())
    heading = title or title_of(found, language)
    if writer is None:
        measured.write_results(
            found, path, title=heading, source=source, language=language
        )
        return
    with atomic_write(path) as target:
        asked = _Asked(boundaries, heading, source, language)
        writer(found, Path(target), asked)


TITLE = gettext_noop("Hot spots of %(industry)s")


def title_of(found: Measured, language: Language) -> str:
    """What a page is called where nobody says."""
    if found.kind != "hot_spots":
        return language.say(measured.TITLES[found.kind])
    name = found.settings["industry_name"] or found.settings["industry"]
    return language.say(TITLE) % {"industry": name}


def _page(kind: str) -> Callable[[Measured, Path, _Asked], None]:
    def write(found: Measured, path: Path, asked: _Asked) -> None:
        # Here, because charts and pages take a second to load.
        from distretto.formats.measured import page

        told: dict[str, Any] = {"title": asked.title, "source": asked.source}
        told["pictures"] = _pictures(found, asked)
        getattr(page, f"write_{kind}")(found, path, **told, language=asked.language)

    return write


def _pictures(found: Measured, asked: _Asked) -> list[Callable[[int], Picture]]:
    from distretto.formats.hotspots.sheet import hot_spot_map

    shapes = asked.boundaries
    if shapes is None or found.kind != "hot_spots":
        return []
    return [
        lambda width: hot_spot_map(
            found, shapes, source=asked.source, language=asked.language, width=width
        )
    ]


def _geojson(found: Measured, path: Path, asked: _Asked) -> None:
    assert asked.boundaries is not None  # `check_shapes` has refused
    path.write_bytes(to_geojson(found, asked.boundaries))


_WRITERS: dict[str, Callable[[Measured, Path, _Asked], Any]] = {
    ".geojson": _geojson,
    ".html": _page("html"),
    ".pdf": _page("pdf"),
}
