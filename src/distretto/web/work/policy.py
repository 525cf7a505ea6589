"""Who may see and stop work in the background."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from distretto.web.accounts.models import Programme
from distretto.web.accounts.policy import (
    EVERYBODY,
    MANAGERS,
    STAFF,
    May,
    programme_for,
)
from distretto.web.work.models import Run

MAY: May = {"open": EVERYBODY, "view": STAFF, "cancel": MANAGERS}


def runs_for(user: Any, slug: str) -> Programme:
    """The programme whose background work the user may see."""
    return programme_for(user, slug, to="view", may=MAY)


def run_for(user: Any, slug: str, pk: UUID, *, to: str = "view") -> Run:
    """A run of a programme; who started it may see and stop it."""
    programme = programme_for(user, slug, to="open", may=MAY)
    run = programme.runs.filter(pk=pk).select_related("started_by").first()
    if run is None:
        raise Http404
    run.programme = programme
    if not may(run, to, user):
        raise PermissionDenied
    return run


def may(run: Run, to: str, user: Any) -> bool:
    """Whether the reader of a loaded run may do this."""
    if run.started_by_id == user.pk:
        return True
    return run.programme.my_role.kind in MAY[to]
