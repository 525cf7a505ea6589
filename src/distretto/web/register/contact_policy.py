"""Who may see and change stakeholders, the contact log and promises.

They are about people, and what these said in trust: the staff's, and the evaluator's
to read. A confidential entry, with what was promised in it, is read by whoever wrote
it, by managers and by cluster agents, who must know what a cluster was told.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from distretto.web.accounts.models import Programme, Role
from distretto.web.accounts.policy import STAFF, May, may_in, programme_for
from distretto.web.history.models import CurrentQuerySet
from distretto.web.register.models import (
    Cluster,
    ContactEntry,
    Organisation,
    Promise,
    Stakeholder,
)
from distretto.web.register.policy import (
    MAY as REGISTER,
)
from distretto.web.register.policy import (
    cluster_for,
    organisation_for,
    register_for,
)

TRUSTED = frozenset({Role.Kind.MANAGER, Role.Kind.AGENT})
MAY: May = {
    "contacts": REGISTER["firms"],
    "edit": STAFF,
    "confidential": TRUSTED,
}


def contacts_for(user: Any, slug: str, *, to: str = "contacts") -> Programme:
    """The programme whose contact log the user may read or write."""
    programme_for(user, slug, to=to, may=MAY)
    return register_for(user, slug)


def contacts_cluster_for(
    user: Any, slug: str, pk: UUID, *, to: str = "contacts"
) -> Cluster:
    """A cluster whose contacts and stakeholders the user may read or write."""
    return cluster_for(user, slug, pk, to="firms" if to == "contacts" else to)


def contacts_organisation_for(user: Any, slug: str, pk: UUID) -> Organisation:
    """A firm or institution whose contacts the user may read."""
    return organisation_for(user, slug, pk, to="firms")


def stakeholder_for(
    user: Any, slug: str, pk: UUID, *, to: str = "contacts"
) -> Stakeholder:
    """A stakeholder of a cluster in use."""
    programme = contacts_for(user, slug, to=to)
    found = (
        Stakeholder.objects.current()
        .select_related("cluster", "organisation", "person")
        .filter(pk=pk, cluster__programme=programme, cluster__retired_at__isnull=True)
        .first()
    )
    if found is None:
        raise Http404
    found.cluster.programme = programme
    return found


def contact_for(
    user: Any, slug: str, pk: UUID, *, to: str = "contacts"
) -> ContactEntry:
    """An entry of the contact log that the user may read."""
    programme = contacts_for(user, slug, to=to)
    found = (
        visible_entries(programme, user)
        .select_related("cluster", "organisation", "person", "ours", "written_by")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    found.programme = programme
    return found


def promise_for(user: Any, slug: str, pk: UUID, *, to: str = "edit") -> Promise:
    """A promise that the user may read."""
    programme = contacts_for(user, slug, to=to)
    found = (
        visible_promises(programme, user)
        .select_related("cluster", "organisation", "person", "entry")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    found.programme = programme
    return found


def cluster_in(programme: Programme, query: Mapping[str, str]) -> Cluster | None:
    """The cluster that an address names behind its question mark, or 404."""
    return _asked(programme.clusters.current(), query.get("cluster", ""))


def organisation_in(
    programme: Programme, query: Mapping[str, str]
) -> Organisation | None:
    """The firm or institution that an address names so, or 404."""
    return _asked(programme.organisations.current(), query.get("organisation", ""))


def _asked(records: Any, pk: str) -> Any:
    if not pk:
        return None
    try:
        return records.get(pk=UUID(pk))
    except (ValueError, records.model.DoesNotExist) as missing:
        raise Http404 from missing


def visible_entries(programme: Programme, user: Any) -> CurrentQuerySet:
    """The entries of a loaded programme that this user may read.

    Every page and every file takes them from here.
    """
    if not may_in(programme, "contacts", MAY):
        raise PermissionDenied
    entries: CurrentQuerySet = programme.contacts.current()
    if may_in(programme, "confidential", MAY):
        return entries
    return entries.filter(Q(is_confidential=False) | Q(written_by=user))


def visible_promises(programme: Programme, user: Any) -> CurrentQuerySet:
    """The promises of a loaded programme that this user may read."""
    if not may_in(programme, "contacts", MAY):
        raise PermissionDenied
    promises: CurrentQuerySet = programme.promises.current()
    if may_in(programme, "confidential", MAY):
        return promises
    return promises.filter(
        Q(entry__isnull=True)
        | Q(entry__is_confidential=False)
        | Q(entry__written_by=user)
    )


def hidden_entries(user: Any) -> Q:
    """The condition under which the versions of an entry are hidden: for the history.

    An entry that is confidential now was so in all its versions for this reader.
    """
    return Q(is_confidential=True) & ~_trusting(user) & ~Q(written_by=user)


def hidden_promises(user: Any) -> Q:
    """The same of promises that were given in confidence."""
    told = Q(entry__isnull=False, entry__is_confidential=True)
    return told & ~_trusting(user) & ~Q(entry__written_by=user)


def _trusting(user: Any) -> Q:
    """Records of the programmes in which the user reads what is confidential."""
    trusted = Role.objects.open().filter(user=user, kind__in=TRUSTED)
    return Q(programme__in=trusted.values("programme"))
