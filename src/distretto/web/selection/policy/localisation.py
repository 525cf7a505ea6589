"""Who may see what of the industries that stand close together.

The points of a map are single firms. Whoever may not see those sees curves and figures
of industries with enough plants, no map, and no jobs: a difference of two industries
could give those of few firms away.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import numpy as np
from django.http import Http404

from distretto.analysis.selection.agglomeration.sites import Sites
from distretto.errors import ngettext_noop
from distretto.formats.localisation.report import LocalisationReport
from distretto.notes import Note
from distretto.web.accounts import policy
from distretto.web.accounts.models import Role
from distretto.web.register.models import Dataset
from distretto.web.selection.policy.maps import MAY
from distretto.web.selection.policy.secrecy import seen_by
from distretto.web.selection.queries import localisation as queries
from distretto.web.selection.queries.localisation import Result

HIDDEN = ngettext_noop(
    "%(count)s industry is not shown to your role, because it has fewer than %(least)s "
    "plants.",
    "%(count)s industries are not shown to your role, because they have fewer than "
    "%(least)s plants each.",
)
# Files that show where single plants stand.
OF_PLACES = frozenset({"geojson"})


@dataclass(frozen=True)
class SeenLocalisation:
    """A measured list as a role may see it."""

    report: LocalisationReport
    sees_places: bool
    note: Note | None = None


def result_for(user: Any, slug: str, pk: UUID) -> Result:
    """A result of a programme the user has a role in, or 404."""
    programme = policy.programme_for(user, slug, may=MAY)
    result = queries.result_in(programme, pk)
    if result is None:
        raise Http404
    result.run.programme = programme  # with the user's role
    return result


def seen(role: Role, dataset: Dataset, report: LocalisationReport) -> SeenLocalisation:
    """What a role may see of a measured list."""
    fewest = seen_by(role, dataset)
    if not fewest:
        return SeenLocalisation(report, sees_places=True)
    shown = tuple(each for each in report.found if each.density.plants >= fewest)
    hidden = len(report.found) - len(shown)
    note = Note(HIDDEN, count=hidden, least=fewest) if hidden else None
    report = replace(
        _without_places(report),
        found=shown,
        notes=(*report.notes, note) if note else report.notes,
    )
    return SeenLocalisation(report, sees_places=False, note=note)


def _without_places(report: LocalisationReport) -> LocalisationReport:
    """The report whose points are nowhere and of no size, so that none gets out."""
    points = report.points
    nowhere = np.full(points.sites.count, np.nan)
    sites = Sites(nowhere, nowhere, points.sites.scale_error)
    blank = replace(points, sites=sites, degrees=None, sizes=nowhere)
    return replace(report, points=blank)
