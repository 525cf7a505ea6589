"""Industries that stand close together as files, by the same writers as the command."""

import tempfile
from pathlib import Path

from django.http import FileResponse
from django.utils.translation import gettext

from distretto.formats.localisation.results import write_results
from distretto.web.accounts.models import Role
from distretto.web.register import queries as register
from distretto.web.selection import files
from distretto.web.selection.policy.localisation import OF_PLACES, SeenLocalisation
from distretto.web.selection.queries.localisation import Result
from distretto.web.ui.pictures import page_language


def kinds_for(seen: SeenLocalisation) -> dict[str, object]:
    """The files that a reader may have, by their endings."""
    return {
        kind: label
        for kind, label in files.KINDS.items()
        if seen.sees_places or kind not in OF_PLACES
    }


def localisation_file(
    result: Result, role: Role, seen: SeenLocalisation, kind: str
) -> FileResponse:
    """A result as a file of this kind, named after its dataset."""
    name = f"{files.file_name(result.dataset.name)}-localisation.{kind}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_results(
            seen.report,
            path,
            borders=register.shapes_of(role.programme).shapes,
            title=gettext("Which industries of “%(dataset)s” stand close together")
            % {"dataset": result.dataset.name},
            source=result.dataset.source,
            language=page_language(),
            maps=seen.sees_places,
        )
        # Opened before the folder goes: the file lives until it has been sent.
        return FileResponse(path.open("rb"), as_attachment=True, filename=name)
