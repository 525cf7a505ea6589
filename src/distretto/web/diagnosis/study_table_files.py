"""The tables of a study as files: CSV and Excel, unrounded, unknown left blank."""

import csv
import io
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Column
from distretto.formats.harmless import harmless
from distretto.formats.result_files import Asked, add_sheet, workbook
from distretto.web.diagnosis.study_measures import StudyMeasures
from distretto.web.diagnosis.study_tables import TABLES, Named
from distretto.web.ui.downloads import CSV, XLSX, csv_for_excel, download

KINDS: Mapping[str, Any] = {"xlsx": _("Excel workbook"), "csv": _("CSV table")}


def answer(
    found: StudyMeasures, key: str, ending: str, language: Language
) -> HttpResponse:
    """One table of a study as a download."""
    if key not in TABLES or ending not in WRITERS:
        raise Http404
    content, content_type = WRITERS[ending](TABLES[key](found, language), language)
    return download(content, f"{key}.{ending}", content_type)


def _heading(column: Column) -> str:
    return f"{column.name} ({column.unit})" if column.unit else column.name


def _csv(named: Named, language: Language) -> tuple[bytes, str]:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(_heading(each)) for each in named.table.columns])
    for row in named.table.rows:
        writer.writerow([harmless(each) for each in row])
    return csv_for_excel(text.getvalue().encode()), CSV


def _xlsx(named: Named, language: Language) -> tuple[bytes, str]:
    asked = Asked(named.title, "", language)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        with workbook(path, asked) as book:
            # No sheet has a longer name.
            sheet = add_sheet(book, named.title[:31], language)
            _fill(book, sheet, named)
        return path.read_bytes(), XLSX


def _fill(book: Any, sheet: Any, named: Named) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    percent = book.add_format({"num_format": "0.0%"})
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(named.table.columns):
        sheet.write_string(0, place, _heading(column), bold)
        for line, row in enumerate(named.table.rows, start=1):
            cell = row[place]
            if isinstance(cell, str):
                sheet.write_string(line, place, cell)
            elif cell is not None:
                form = percent if column.kind == "share" else None
                sheet.write_number(line, place, cell, form)
    sheet.autofit(260)


Writer = Callable[[Named, Language], tuple[bytes, str]]
WRITERS: Mapping[str, Writer] = {"csv": _csv, "xlsx": _xlsx}
