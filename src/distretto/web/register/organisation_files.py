"""Firms and institutions as files: a table, a workbook, points for mapping programs."""

import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats.result_files import Asked, add_sheet, csv_of, workbook
from distretto.web.register.kinds import Words
from distretto.web.register.models import Organisation
from distretto.web.register.rules.organisations import FACTS
from distretto.web.ui.downloads import CSV, XLSX, csv_for_excel, download
from distretto.web.ui.pictures import page_language

KINDS: Mapping[str, Any] = {
    "xlsx": _("Excel workbook"),
    "csv": _("CSV table"),
    "geojson": _("GeoJSON, for mapping programs"),
}
# Told in columns of their own; all other facts stand under the names of the fields, so
# that the file can be read in again as a list.
APART = ("kind", "industries", "size_class", "place")
TOLD = tuple(name for name in FACTS if name not in APART)


def answer(found: Iterable[Organisation], ending: str, words: Words) -> HttpResponse:
    """These organisations as a download."""
    if ending not in WRITERS:
        raise Http404
    name = f"{gettext('firms')}.{ending}"
    content, content_type = WRITERS[ending](table_of(found, words))
    return download(content, name, content_type)


def table_of(found: Iterable[Organisation], words: Words) -> pl.DataFrame:
    """A row for each organisation; unknown is null."""
    rows = [_row(each, words) for each in found]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _row(each: Organisation, words: Words) -> tuple[Any, ...]:
    size = words.size_class_of(each.employees, each.size_class)
    return (
        str(each.pk),
        each.kind,
        *(_cell(getattr(each, name)) for name in TOLD),
        ", ".join(each.industries) or None,
        size or None,
        each.place.code if each.place else None,
        each.place.name if each.place else None,
        "; ".join(m.cluster.name for m in each.open_memberships) or None,  # type: ignore[attr-defined]
    )


def _cell(value: Any) -> Any:
    return None if value == "" else value


NUMBERS = {
    **dict.fromkeys(("founded", "employees", "women", "figures_year"), pl.Int64),
    **dict.fromkeys(("latitude", "longitude"), pl.Float64),
    **dict.fromkeys(("is_registered", "exports"), pl.Boolean),
    "consent_on": pl.Date,
}
SCHEMA: dict[str, Any] = {
    "id": pl.String,
    "kind": pl.String,
    **{name: NUMBERS.get(name, pl.String) for name in TOLD},
    "industries": pl.String,
    "size_class": pl.String,
    "place_code": pl.String,
    "place": pl.String,
    "clusters": pl.String,
}


def _csv(table: pl.DataFrame) -> tuple[bytes, str]:
    return csv_for_excel(csv_of(table)), CSV


def _xlsx(table: pl.DataFrame) -> tuple[bytes, str]:
    asked = Asked(gettext("Firms and institutions"), "", page_language())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "firms.xlsx"
        with workbook(path, asked) as book:
            sheet = add_sheet(book, "Firms and institutions", asked.language)
            bold = book.add_format({"bold": True, "bottom": 1})
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            sheet.freeze_panes(1, 3)
            sheet.autofilter(0, 0, max(table.height, 1), table.width - 1)
            for column, name in enumerate(table.columns):
                sheet.write_string(0, column, name, bold)
                for row, cell in enumerate(table[name], start=1):
                    _write(sheet, row, column, cell, day)
            sheet.autofit(260)
        return path.read_bytes(), XLSX


def _write(sheet: Any, row: int, column: int, cell: Any, day: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif hasattr(cell, "year"):
        sheet.write_datetime(row, column, cell, day)
    elif cell is not None:
        sheet.write(row, column, cell)


def _geojson(table: pl.DataFrame) -> tuple[bytes, str]:
    """Those with a place on the map; the others have none to be drawn at."""
    placed = table.filter(pl.col("latitude").is_not_null())
    features = [
        {
            "type": "Feature",
            "id": row["id"],
            "geometry": {
                "type": "Point",
                "coordinates": [row["longitude"], row["latitude"]],
            },
            "properties": {
                name: value
                for name, value in row.items()
                if name not in ("id", "latitude", "longitude")
            },
        }
        for row in placed.iter_rows(named=True)
    ]
    told = {"type": "FeatureCollection", "features": features}
    text = json.dumps(told, ensure_ascii=False, default=str)
    return text.encode(), "application/geo+json"


Writer = Callable[[pl.DataFrame], tuple[bytes, str]]
WRITERS: Mapping[str, Writer] = {"csv": _csv, "xlsx": _xlsx, "geojson": _geojson}
