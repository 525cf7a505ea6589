"""A cluster map as a file: JSON, CSV, Parquet, GeoJSON, Excel, or a page.

JSON, CSV and Parquet are exact and unrounded; unknown is null (in CSV, blank).
"""

import importlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import shapely

from distretto.analysis.selection.cluster_map import ClusterMap
from distretto.errors import FormatError, gettext_noop
from distretto.formats.boundaries import Boundaries
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.files import atomic_write
from distretto.formats.files import check_target as check_ending_and_folder
from distretto.formats.geometry import geometry_of
from distretto.formats.result_files import csv_of, json_of
from distretto.formats.result_workbook import to_xlsx

if TYPE_CHECKING:
    from distretto.formats.charts.language import Language


def to_json(found: ClusterMap, top: int | None = None) -> bytes:
    """Settings, known share and clusters, best first; unknown is null."""
    return json_of(found.to_dict(top))


def to_csv(found: ClusterMap, top: int | None = None) -> bytes:
    """The clusters as CSV UTF-8; several regions are parted by "; ".

    Texts that a spreadsheet would take for formulas begin with an apostrophe.
    """
    return csv_of(
        _top(found, top).with_columns(pl.col(pl.List(pl.String)).list.join("; "))
    )


def write_parquet(found: ClusterMap, path: Path, top: int | None = None) -> None:
    """The clusters as Parquet, regions as lists."""
    _top(found, top).write_parquet(path)


def to_geojson(
    found: ClusterMap, boundaries: Boundaries, top: int | None = None
) -> bytes:
    """One feature for each cluster: its regions' shapes joined, with all measures."""
    features = [
        {
            "type": "Feature",
            "id": cluster["rank"],
            "geometry": _joined(cluster["regions"], boundaries.shapes),
            "properties": cluster,
        }
        for cluster in found.to_dict(top)["clusters"]
    ]
    collection = {
        "type": "FeatureCollection",
        "settings": found.settings,
        "known_share": found.known_share,
        "notes": [str(note) for note in found.notes],
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def write_results(
    found: ClusterMap,
    path: str | Path,
    *,
    boundaries: Boundaries | None = None,
    top: int | None = None,
    title: str = "",
    source: str = "",
    language: Language = ENGLISH,
) -> None:
    """Write a cluster map in the format that the file's ending names.

    Parameters
    ----------
    found : the cluster map
    path : ends in .json, .csv, .parquet, .geojson, .xlsx, .html or .pdf
    boundaries : the regions' shapes; GeoJSON needs them, pages draw a map with them
    top : only the first so many clusters
    title, source : heading of a page or workbook, and where its figures come from
    language : of a page or workbook; data files are in English whatever the language

    Raises
    ------
    FormatError
        The ending is another, or GeoJSON is asked for without boundaries.
    """
    path = Path(path)
    check_target(path, boundaries is not None)
    with atomic_write(path) as target:
        asked = _Asked(boundaries, top, title, source, language)
        _WRITERS[path.suffix.lower()](found, Path(target), asked)


def check_target(path: str | Path, has_boundaries: bool) -> None:
    """Refuse a target that cannot be written, before the work is done."""
    check_ending_and_folder(path, _WRITERS)
    if Path(path).suffix.lower() == ".geojson" and not has_boundaries:
        raise needs_boundaries(path)


def needs_boundaries(path: str | Path) -> FormatError:
    """The refusal of GeoJSON where there are no shapes."""
    return FormatError(
        "needs_boundaries",
        gettext_noop(
            "“%(file)s” needs the shapes of the regions: give their boundaries as "
            "GeoJSON too."
        ),
        file=Path(path).name,
    )


def _top(found: ClusterMap, top: int | None) -> pl.DataFrame:
    return found.clusters if top is None else found.clusters.head(top)


def _joined(regions: list[str], shapes: Mapping[str, Any]) -> dict[str, Any] | None:
    parts = [shapes[region] for region in regions if region in shapes]
    return geometry_of(shapely.union_all(parts)) if parts else None


@dataclass(frozen=True)
class _Asked:
    """What a writer may need beside the map and the path."""

    boundaries: Boundaries | None
    top: int | None
    title: str
    source: str
    language: Language


_Writer = Callable[[ClusterMap, Path, _Asked], None]


def _page(kind: str) -> _Writer:
    def write(found: ClusterMap, path: Path, asked: _Asked) -> None:
        # Here, because charts take a second to load.
        page = importlib.import_module("distretto.formats.map_page")
        getattr(page, f"write_{kind}")(
            found,
            asked.boundaries,
            path,
            top=asked.top,
            title=asked.title,
            source=asked.source,
            language=asked.language,
        )

    return write


def _workbook(found: ClusterMap, path: Path, asked: _Asked) -> None:
    content = to_xlsx(
        found,
        asked.top,
        title=asked.title,
        source=asked.source,
        language=asked.language,
    )
    _save(path, content)


_WRITERS: dict[str, _Writer] = {
    ".json": lambda found, path, asked: _save(path, to_json(found, asked.top)),
    ".csv": lambda found, path, asked: _save(path, to_csv(found, asked.top)),
    ".parquet": lambda found, path, asked: write_parquet(found, path, asked.top),
    ".geojson": lambda found, path, asked: _save(
        path, to_geojson(found, _there(asked.boundaries), asked.top)
    ),
    ".xlsx": _workbook,
    ".html": _page("html"),
    ".pdf": _page("pdf"),
}


def _save(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _there(shapes: Boundaries | None) -> Boundaries:
    assert shapes is not None  # `check_target` has refused
    return shapes
