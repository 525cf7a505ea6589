"""The localisation of industries as a file: data, workbook, or page.

JSON, CSV and Parquet are exact and unrounded; unknown is null (in CSV, blank).
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from shapely.geometry.base import BaseGeometry

from distretto.analysis.selection.agglomeration.localised import plants_nearby
from distretto.errors import gettext_noop
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.files import atomic_write, check_target
from distretto.formats.geometry import collection
from distretto.formats.layouts.point_notes import check_degrees
from distretto.formats.localisation.report import LocalisationReport, row_of
from distretto.formats.result_files import (
    Asked,
    add_notes,
    add_sheet,
    csv_of,
    json_of,
    page_writer,
    workbook,
)
from distretto.formats.sheet_setup import for_paper, set_height, widths_of

DECIMALS = 6
INDUSTRIES, CURVES = gettext_noop("Industries"), gettext_noop("Curves")


def to_json(report: LocalisationReport, top: int | None = None) -> bytes:
    """Settings, the first industries with their curves, and notes; unknown is null."""
    return json_of(report.to_dict(top))


def to_frame(report: LocalisationReport) -> pl.DataFrame:
    """One row for each industry; ranges of distances as text, such as “0-8.7”."""
    return pl.DataFrame([_flat(row_of(report, each)) for each in report.found])


def to_csv(report: LocalisationReport) -> bytes:
    """The same as CSV UTF-8, exact; unknown is blank."""
    return csv_of(to_frame(report))


def to_curves(report: LocalisationReport) -> pl.DataFrame:
    """One row for each industry and distance."""
    frames = [
        pl.DataFrame({"industry": each.industry, **curve})
        for each in report.found
        for curve in [_curve_of(each.density)]
    ]
    return pl.concat(frames)


def _curve_of(density: Any) -> dict[str, Any]:
    return {
        "distance_km": density.distances_km,
        "density": density.density,
        "expected": density.expected,
        "lower": density.lower,
        "upper": density.upper,
        "lower_global": density.lower_global,
        "upper_global": density.upper_global,
    }


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: "; ".join(f"{low:g}-{high:g}" for low, high in value)
        if isinstance(value, list)
        else value
        for key, value in row.items()
    }


def to_geojson(report: LocalisationReport) -> bytes:
    """Every plant measured as a point, with the plants of its industry near it."""
    from distretto.formats.localisation.page import close_distance

    check_degrees(report.points)
    assert report.points.degrees is not None
    features = []
    for each in report.found:
        members = report.members(each.industry)
        near = close_distance(each)
        counts = plants_nearby(report.points.sites, members, near)
        places = np.round(report.points.degrees[members], DECIMALS).tolist()
        features += [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": place},
                "properties": {
                    "industry": each.industry,
                    "plants_nearby": int(count),
                    "within_km": near,
                },
            }
            for place, count in zip(places, counts, strict=True)
        ]
    return collection(features, report.settings, report.notes)


def _workbook(report: LocalisationReport, path: Path, asked: Asked) -> None:
    """Industries, curves and notes on a sheet each; text is never a formula."""
    with workbook(path, asked) as book:
        _fill(add_sheet(book, INDUSTRIES, asked.language), book, to_frame(report))
        _fill(add_sheet(book, CURVES, asked.language), book, to_curves(report))
        notes = (note.said(asked.language) for note in report.notes)
        add_notes(book, [asked.title, asked.source, *notes], asked.language)


def _fill(sheet: Any, book: Any, frame: pl.DataFrame) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    heads = [column.replace("_", " ").capitalize() for column in frame.columns]
    shown = [
        [
            ""
            if cell is None
            else f"{cell:.4}"
            if isinstance(cell, float)
            else str(cell)
            for cell in row
        ]
        for row in frame.head(2000).iter_rows()
    ]
    widths = widths_of(heads, shown)
    for place, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, head, bold)
    set_height(sheet, 0, heads, widths)
    for at, row in enumerate(frame.iter_rows(), start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(at, place, cell, wrapped)
            elif isinstance(cell, bool):
                sheet.write_boolean(at, place, cell)
            elif cell is not None:
                sheet.write_number(at, place, cell)
    sheet.freeze_panes(1, 1)
    for_paper(sheet, widths, head=0)


_page = page_writer("distretto.formats.localisation.page", "page")
_WRITERS: dict[str, Callable[[LocalisationReport, Path, Asked], Any]] = {
    ".json": lambda report, path, _: path.write_bytes(to_json(report)),
    ".csv": lambda report, path, _: path.write_bytes(to_csv(report)),
    ".parquet": lambda report, path, _: to_frame(report).write_parquet(path),
    ".geojson": lambda report, path, _: path.write_bytes(to_geojson(report)),
    ".xlsx": _workbook,
    ".html": _page,
    ".pdf": _page,
}


ENDINGS = tuple(_WRITERS)


def write_results(
    report: LocalisationReport,
    path: str | Path,
    *,
    borders: Mapping[str, BaseGeometry] | None = None,
    top: int | None = None,
    title: str = "",
    source: str = "",
    language: Language = ENGLISH,
    maps: bool = True,
) -> None:
    """Write a localisation in the format that the file's ending names.

    Parameters
    ----------
    report : LocalisationReport
    path : ends in .json, .csv, .parquet, .geojson, .xlsx, .html or .pdf
    borders : shapes in degrees, drawn behind the maps of a page
    top : how many industries a page shows the curve and the map of
    title, source : heading of a page or workbook, and where its figures come from
    language : of a page or workbook; data files are in English whatever the language
    maps : whether a page shows single plants on maps

    Raises
    ------
    FormatError
        The ending is another, or GeoJSON is asked for of places in a plane.
    """
    path = Path(path)
    check_target(path, ENDINGS)
    of_page = {"borders": borders or {}, "top": top, "maps": maps}
    asked = Asked(title, source, language, of_page)
    with atomic_write(path) as target:
        _WRITERS[path.suffix.lower()](report, Path(target), asked)
