"""Hot spots as a file: as other measures, and as a map and GeoJSON where shapes are."""

from collections.abc import Callable
from pathlib import Path

from distretto.analysis.selection.measured import Measured
from distretto.errors import FormatError, gettext_noop
from distretto.formats.boundaries import Boundaries
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Picture
from distretto.formats.files import atomic_write
from distretto.formats.geometry import collection, feature, geometry_of
from distretto.formats.measured import results as measured
from distretto.formats.results import needs_boundaries

ENDINGS = (*measured.ENDINGS, ".geojson")
to_json = measured.to_json


def to_geojson(found: Measured, boundaries: Boundaries) -> bytes:
    """A feature for each region, with all its figures; unknown is null."""
    shapes, as_point = boundaries.shapes, boundaries.are_circles
    features = [
        feature(geometry_of(shapes.get(row["code"]), as_point=as_point), row)
        for row in found.rows.to_dicts()
    ]
    return collection(features, found.settings, found.notes)


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
    if path.suffix.lower() != ".geojson":
        measured.write_results(
            found,
            path,
            title=title or title_of(found, language),
            source=source,
            language=language,
            pictures=lambda: _pictures(found, boundaries, source, language),
        )
        return
    assert boundaries is not None  # `check_shapes` has refused
    with atomic_write(path) as target:
        target.write_bytes(to_geojson(found, boundaries))


TITLE = gettext_noop("Hot spots of %(industry)s")


def title_of(found: Measured, language: Language) -> str:
    """What a page is called where nobody says."""
    if found.kind != "hot_spots":
        return language.say(measured.TITLES[found.kind])
    name = found.settings["industry_name"] or found.settings["industry"]
    return language.say(TITLE) % {"industry": name}


def _pictures(
    found: Measured, boundaries: Boundaries | None, source: str, language: Language
) -> list[Callable[[int], Picture]]:
    """The map, where there are shapes and one industry."""
    # Here, because charts take a second to load.
    from distretto.formats.hotspots.sheet import hot_spot_map

    if boundaries is None or found.kind != "hot_spots":
        return []
    return [
        lambda width: hot_spot_map(
            found, boundaries, source=source, language=language, width=width
        )
    ]
