"""A localisation as one file that is read again, so that it is measured once.

The file is a Parquet table of the points; curves, settings and notes travel in its
metadata. What is read from it gives the same pages, tables and files. Problems of
single rows are not kept.
"""

import io
import json
from dataclasses import asdict
from typing import Any

import numpy as np
import polars as pl

from distretto.analysis.selection.agglomeration.k_density import KDensity
from distretto.analysis.selection.agglomeration.localised import Localised
from distretto.analysis.selection.agglomeration.sites import Sites
from distretto.formats.layouts.points import Points
from distretto.formats.localisation.report import LocalisationReport
from distretto.notes import recalled

_METADATA = "localisation"
# What is said of the points as a whole.
_OF_POINTS = (
    *("names", "level", "columns", "rows"),
    *("is_estimate", "problem_count", "file"),
)
_RANGES = ("localised_km", "dispersed_km")


def pack(report: LocalisationReport) -> bytes:
    """The report as the content of a file."""
    points = report.points
    kept = {
        "points": {name: getattr(points, name) for name in _OF_POINTS},
        "scale_error": points.sites.scale_error,
        "found": [_plain(each) for each in report.found],
        "weighted": report.weighted,
        "settings": report.settings,
        "notes": [note.kept() for note in report.notes],
    }
    content = io.BytesIO()
    metadata = {_METADATA: json.dumps(kept, default=dict)}
    _table(points).write_parquet(content, metadata=metadata)
    return content.getvalue()


def unpack(content: bytes) -> LocalisationReport:
    """The report that was packed.

    Raises
    ------
    KeyError, TypeError, ValueError or polars.exceptions.PolarsError
        The content is damaged, or was packed by a version that kept another shape.
    """
    table = pl.read_parquet(io.BytesIO(content))
    kept = json.loads(pl.read_parquet_metadata(io.BytesIO(content))[_METADATA])
    return LocalisationReport(
        points=_points(table, kept),
        found=tuple(map(_localised, kept["found"])),
        weighted=kept["weighted"],
        settings=kept["settings"],
        notes=tuple(map(recalled, kept["notes"])),
    )


def _table(points: Points) -> pl.DataFrame:
    columns = {
        "x": points.sites.x,
        "y": points.sites.y,
        "industry": points.industries,
        "size": points.sizes,
    }
    if points.degrees is not None:
        columns |= {
            "longitude": points.degrees[:, 0],
            "latitude": points.degrees[:, 1],
        }
    return pl.DataFrame(columns)


def _points(table: pl.DataFrame, kept: dict[str, Any]) -> Points:
    in_degrees = "longitude" in table.columns
    return Points(
        sites=Sites(table["x"].to_numpy(), table["y"].to_numpy(), kept["scale_error"]),
        degrees=table.select("longitude", "latitude").to_numpy()
        if in_degrees
        else None,
        industries=table["industry"].to_numpy().astype(np.str_),
        sizes=table["size"].to_numpy(),
        problems=(),
        notes=(),
        **kept["points"],
    )


def _plain(each: Localised) -> dict[str, Any]:
    density = {
        name: value.tolist() if isinstance(value, np.ndarray) else value
        for name, value in asdict(each.density).items()
    }
    return asdict(each) | {"density": density}


def _localised(plain: dict[str, Any]) -> Localised:
    told: dict[str, Any] = {
        name: np.array(value) if isinstance(value, list) else value
        for name, value in plain["density"].items()
    }
    told |= {name: tuple(map(tuple, plain["density"][name])) for name in _RANGES}
    return Localised(**plain | {"density": KDensity(**told)})
