"""Clusters of points as a file: as other measures, with a map, and as GeoJSON."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from distretto.analysis.selection.measured import Measured
from distretto.errors import gettext_noop
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Picture
from distretto.formats.density.areas import areas_of
from distretto.formats.density.report import DensityReport
from distretto.formats.files import atomic_write
from distretto.formats.geometry import collection, feature, geometry_of
from distretto.formats.layouts.point_notes import check_degrees
from distretto.formats.measured import results as measured

ENDINGS = (*measured.ENDINGS, ".geojson")
TITLE = gettext_noop("Clusters of points: %(industries)s")
to_json = measured.to_json


def to_geojson(report: DensityReport) -> bytes:
    """Every cluster as an area with its figures, then every plant as a point."""
    plants = report.plants
    rows = report.measured.rows.to_dicts()
    features = [
        feature(geometry_of(area), {"kind": "cluster", **row})
        for row, area in zip(rows, areas_of(report), strict=True)
    ]
    numbers = [number or None for number in report.cluster.tolist()]
    assert plants.degrees is not None  # `check_degrees` has refused
    points = shapely.points(plants.degrees)
    for place, industry, number, is_core in zip(
        points, plants.industries, numbers, report.is_core, strict=True
    ):
        told = {
            "kind": "plant",
            "industry": str(industry) or None,
            "cluster": number,
            "is_core": bool(is_core),
        }
        features.append(feature(geometry_of(place), told))
    return collection(features, report.measured.settings, report.measured.notes)


def write_results(
    found: Measured,
    path: str | Path,
    *,
    report: DensityReport,
    borders: Mapping[str, BaseGeometry] | None = None,
    title: str = "",
    source: str = "",
    language: Language = ENGLISH,
) -> None:
    """Write clusters of points in the format that the file's ending names.

    Parameters
    ----------
    found : the measures of the report
    path : ends in one of `ENDINGS`
    report : DensityReport
    borders : shapes in degrees, drawn behind the map of a page
    title, source : heading of a page, and where its figures come from
    language : of a page or workbook; data files are in English whatever the language

    Raises
    ------
    FormatError
        The file cannot be written, or GeoJSON is asked for of places in a plane.
    """
    path = Path(path)
    if path.suffix.lower() != ".geojson":
        measured.write_results(
            found,
            path,
            title=title or title_of(found, language),
            source=source,
            language=language,
            pictures=lambda: _pictures(report, borders or {}, source, language),
        )
        return
    check_degrees(report.plants)
    with atomic_write(path) as target:
        target.write_bytes(to_geojson(report))


def title_of(found: Measured, language: Language) -> str:
    """What a page is called where nobody says."""
    names = found.settings["industry_names"]
    if not names:
        return language.say(measured.TITLES[found.kind])
    return language.say(TITLE) % {"industries": ", ".join(names)}


def _pictures(
    report: DensityReport,
    borders: Mapping[str, BaseGeometry],
    source: str,
    language: Language,
) -> list[Callable[[int], Picture]]:
    # Here, because charts take a second to load.
    from distretto.formats.charts.point_clusters import Clusters, point_cluster_map
    from distretto.formats.measured.page import measured_table

    plants, reach = report.plants, report.reach_km
    flat = np.column_stack([plants.sites.x, plants.sites.y])
    in_degrees = plants.degrees is not None
    clusters = Clusters(
        places=plants.degrees if plants.degrees is not None else flat,
        cluster=report.cluster,
        areas=areas_of(report),
        near_km=None if reach is None else reach / 2,
        table=measured_table(report.measured, language),
        borders=borders if in_degrees else {},
    )
    told: dict[str, Any] = {"source": source, "language": language}
    return [lambda width: point_cluster_map(clusters, width=width, **told)]
