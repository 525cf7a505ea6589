"""Who may see and change the register.

Rows of an uploaded table may be single firms' figures. Whoever is not of the staff
sees what a dataset is and where it comes from, never its rows.
"""

from typing import Any
from uuid import UUID

from django.http import Http404

from distretto.web.accounts.models import Programme, Role
from distretto.web.accounts.policy import (
    EVERYBODY,
    MANAGERS,
    STAFF,
    May,
    may_in,
    programme_for,
)
from distretto.web.register.models import (
    Cluster,
    ClusterMember,
    Dataset,
    FirmList,
    Likeness,
    Organisation,
    Person,
    Place,
    Position,
)

MAY: May = {
    "view": EVERYBODY,
    "edit": STAFF,
    "rows": STAFF,
    # Firms are each other's competitors: their records, and the people in them, are
    # for the staff, and for whoever must check its work.
    "firms": STAFF | {Role.Kind.EVALUATOR},
    # What may be found and named: how firms are classed, for all of the programme.
    "settings": MANAGERS,
}


def register_for(user: Any, slug: str, *, to: str = "view") -> Programme:
    """The programme whose register this is; `may_edit` says so for templates."""
    programme = programme_for(user, slug, to=to, may=MAY)
    programme.may_edit = may_in(programme, "edit", MAY)  # type: ignore[attr-defined]
    programme.sees_firms = may_in(programme, "firms", MAY)  # type: ignore[attr-defined]
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


def organisation_for(
    user: Any, slug: str, pk: UUID, *, to: str = "firms"
) -> Organisation:
    """A firm or institution in use of a programme whose firms the user may see."""
    programme = register_for(user, slug, to=to)
    found = programme.organisations.current().select_related("place")
    return _one(found.defer("place__shape"), pk, programme)


def organisation_of(programme: Programme, pk: UUID) -> Organisation:
    """A firm or institution in use of a loaded programme, or 404."""
    return _one(programme.organisations.current(), pk, programme)


def cluster_of(programme: Programme, pk: UUID) -> Cluster:
    """A cluster in use of a loaded programme, or 404."""
    return _one(programme.clusters.current(), pk, programme)


def cluster_named(programme: Programme, pk: str) -> Cluster:
    """A cluster by what a form sent as its id, or 404."""
    try:
        return cluster_of(programme, UUID(pk))
    except ValueError as wrong:
        raise Http404 from wrong


def member_for(user: Any, slug: str, pk: UUID, *, to: str = "edit") -> ClusterMember:
    """A membership of a cluster of the programme."""
    programme = register_for(user, slug, to=to)
    here = ClusterMember.objects.current().filter(cluster__programme=programme)
    return _found(here.select_related("cluster__programme", "organisation"), pk)


def position_for(user: Any, slug: str, pk: UUID, *, to: str = "edit") -> Position:
    """A position of a person of the programme."""
    programme = register_for(user, slug, to=to)
    here = Position.objects.current().filter(person__programme=programme)
    return _found(here.select_related("person__programme", "organisation"), pk)


def person_for(user: Any, slug: str, pk: UUID, *, to: str = "firms") -> Person:
    """A person in use of a programme whose firms the user may see."""
    programme = register_for(user, slug, to=to)
    return _one(programme.persons.current(), pk, programme)


def firm_list_for(user: Any, slug: str, pk: UUID, *, to: str = "rows") -> FirmList:
    """A list of firms of a programme, whatever its state."""
    programme = register_for(user, slug, to=to)
    found = programme.firm_lists.current().select_related("run", "cluster")
    return _one(found, pk, programme)


def likeness_for(user: Any, slug: str, pk: UUID, *, to: str = "edit") -> Likeness:
    """A pair of records that may be the same firm."""
    programme = register_for(user, slug, to=to)
    found = programme.likenesses.current().select_related("one", "other")
    return _one(found, pk, programme)


def _one(records: Any, pk: UUID, programme: Programme) -> Any:
    found = _found(records, pk)
    found.programme = programme  # with the user's role
    return found


def _found(records: Any, pk: UUID) -> Any:
    try:
        return records.get(pk=pk)
    except records.model.DoesNotExist as missing:
        raise Http404 from missing
