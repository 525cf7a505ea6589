"""Files that people download from the register."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext

from distretto.errors import gettext_noop
from distretto.formats.harmless import harmless
from distretto.web.ui.downloads import CSV, csv_for_excel, download
from distretto.web.ui.templatetags.ui import explain


def problems_csv(problems: Iterable[Mapping[str, Any]], file_name: str) -> HttpResponse:
    """Problems row by row, as UTF-8 CSV that Excel opens rightly."""
    name = f"{Path(file_name).stem}-problems.csv"
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [
            gettext("Sheet"),
            gettext("Row"),
            gettext("Column"),
            gettext("Found"),
            gettext("Kind"),
            gettext("What to do"),
        ]
    )
    for problem in problems:
        writer.writerow([harmless(cell) for cell in _cells(problem)])
    return download(csv_for_excel(text.getvalue().encode()), name, CSV)


def _cells(problem: Mapping[str, Any]) -> list[Any]:
    kind = KINDS[problem["severity"]]
    places = [problem["sheet"], problem["row"], problem["column"], problem["value"]]
    return [*places, gettext(kind), explain(problem)]


KINDS = {
    "warning": gettext_noop("Note"),
    "question": gettext_noop("Question"),
    "error": gettext_noop("Problem"),
}
