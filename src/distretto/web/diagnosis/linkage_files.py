"""Linkages as files: the picture, the graph for other programs, the measures."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats.charts import render as charts
from distretto.formats.linkages.report import LinkageReport
from distretto.formats.linkages.results import write_results
from distretto.formats.sociogram import render
from distretto.web.diagnosis.linkage_pictures import (
    WIDE,
    Asked,
    drawn,
    places_for,
)
from distretto.web.diagnosis.queries.linkage_measures import report_of
from distretto.web.diagnosis.queries.linkages import Held
from distretto.web.ui.downloads import download
from distretto.web.ui.pictures import page_language

PICTURES: Mapping[str, Any] = {
    "svg": _("SVG picture"),
    "png": _("PNG picture"),
    "pdf": _("PDF page"),
}
FILES: Mapping[str, Any] = {
    "xlsx": _("Excel workbook of all measures"),
    "csv": _("CSV list of ties"),
    "graphml": _("GraphML, for graph programs"),
    "gexf": _("GEXF, for Gephi"),
    "json": _("JSON of all measures"),
}
MEASURED = frozenset({"xlsx", "json"})
TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "graphml": "application/xml",
    "gexf": "application/xml",
    "json": "application/json",
}


def telling(seen: Any) -> dict[str, Any]:
    """What a picture says beside the ties: whose they are, and from where."""
    programme = seen.cluster.programme
    return {
        "cluster": seen.cluster.name,
        "source": programme.name,
        "fewest": seen.fewest,
    }


def picture_answer(seen: Any, asked: Asked, kind: str) -> HttpResponse:
    """The picture that is asked for as a download.

    Raises
    ------
    InputError
        As for the picture on the page.
    """
    found = drawn(seen.held, asked, **telling(seen))
    if kind == "svg":
        content: Any = charts.on_paper(render.page_svg(found))
    else:
        content = render.png(found) if kind == "png" else render.pdf(found)
    return _answer(content, kind, seen.cluster.name)


def file_answer(seen: Any, kind: str) -> HttpResponse:
    """Ties, actors or measures of all waves as a download."""
    held = seen.held
    places = places_for(held, width=WIDE)
    with tempfile.TemporaryDirectory(prefix="distretto-") as folder:
        path = Path(folder) / f"linkages.{kind}"
        write_results(
            report_of(held) if kind in MEASURED else _unmeasured(held),
            path,
            title=seen.cluster.name,
            source=seen.cluster.programme.name,
            language=page_language(),
            positions=places.of(),
        )
        return _answer(path.read_bytes(), kind, seen.cluster.name)


def _unmeasured(held: Held) -> LinkageReport:
    """The ties and actors alone, where a file has no measures."""
    return LinkageReport(tuple(held.linkages), (), {})


def _answer(content: bytes | str, kind: str, cluster: str) -> HttpResponse:
    name = f"{cluster} {gettext('linkages')}.{kind}"
    return download(content, name, TYPES[kind])
