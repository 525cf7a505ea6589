"""Who may see and change the register.

Rows of an uploaded table may be single firms' figures. Whoever is not of the staff
sees what a dataset is and where it comes from, never its rows.
"""

from typing import Any
from uuid import UUID

from django.http import Http404

from distretto.web.accounts.models import Programme
from distretto.web.accounts.policy import (
    EVERYBODY,
    STAFF,
    May,
    may_in,
    programme_for,
)
from distretto.web.register.models import Cluster, Dataset, Place

MAY: May = {"view": EVERYBODY, "edit": STAFF, "rows": STAFF}


def register_for(user: Any, slug: str, *, to: str = "view") -> Programme:
    """The programme whose register this is; `may_edit` says so for templates."""
    programme = programme_for(user, slug, to=to, may=MAY)
    programme.may_edit = may_in(programme, "edit", MAY)  # type: ignore[attr-defined]
    return programme


def place_for(user: Any, slug: str, pk: UUID, *, to: str = "view") -> Place:
    """A place in use of a programme the user has a role in."""
    programme = register_for(user, slug, to=to)
    return _one(programme.places.current(), pk, programme)


def cluster_for(user: Any, slug: str, pk: UUID, *, to: str = "view") -> Cluster:
    """A cluster in use of a programme the user has a role in."""
    programme = register_for(user, slug, to=to)
    return _one(programme.clusters.current(), pk, programme)


def dataset_for(user: Any, slug: str, pk: UUID, *, to: str = "view") -> Dataset:
    """A dataset of a programme the user has a role in, whatever its state."""
    programme = register_for(user, slug, to=to)
    return _one(programme.datasets.current().select_related("run"), pk, programme)


def _one(records: Any, pk: UUID, programme: Programme) -> Any:
    try:
        found = records.get(pk=pk)
    except records.model.DoesNotExist as missing:
        raise Http404 from missing
    found.programme = programme  # with the user's role
    return found
