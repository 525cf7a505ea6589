"""Cluster maps as files, written by the same writers as the command uses."""

import re
import tempfile
from pathlib import Path

from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from distretto.formats.results import write_results
from distretto.web.selection.models import ClusterMap
from distretto.web.selection.policy import secrecy
from distretto.web.selection.queries.map_shapes import shapes_under
from distretto.web.ui.pictures import page_language

KINDS = {
    "xlsx": _("Excel workbook"),
    "csv": _("CSV table"),
    "pdf": _("PDF page"),
    "html": _("Web page in one file"),
    "geojson": _("GeoJSON, for mapping programs"),
    "parquet": _("Parquet table"),
    "json": _("JSON"),
}


def map_file(saved: ClusterMap, kind: str) -> FileResponse:
    """The map as a file of this kind, named after the map, in the page's language.

    Raises
    ------
    FormatError
        GeoJSON is asked for, and the programme has no boundaries of its regions.
    """
    role = saved.programme.my_role
    found = secrecy.seen_map(role, saved, saved.dataset).found
    name = f"{file_name(saved.name)}.{kind}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_results(
            found,
            path,
            boundaries=shapes_under(saved, saved.programme),
            title=saved.name,
            source=saved.dataset.source,
            language=page_language(),
        )
        # Opened before the folder goes: the file lives until it has been sent.
        return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def file_name(name: str) -> str:
    """A name that every system takes, in any script; without its ending."""
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:80] or "map"
