"""Who may see and stop work in the background."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from distretto.web.accounts.models import Programme
from distretto.web.accounts.policy import MANAGERS, STAFF, May, programme_for
from distretto.web.work.models import Run

MAY: May = {"view": STAFF, "cancel": MANAGERS}


def runs_for(user: Any, slug: str) -> Programme:
    """The programme whose background work the user may see."""
    return programme_for(user, slug, to="view", may=MAY)


def run_for(user: Any, slug: str, pk: UUID, *, to: str = "view") -> Run:
    """A run of a programme; who started it may also stop it."""
    programme = runs_for(user, slug)
    run = programme.runs.filter(pk=pk).select_related("started_by").first()
    if run is None:
        raise Http404
    run.programme = programme
    if not may(run, to, user):
        raise PermissionDenied
    return run


def may(run: Run, to: str, user: Any) -> bool:
    """Whether the reader of a loaded run may do this."""
    if to == "cancel" and run.started_by_id == user.pk:
        return True
    return run.programme.my_role.kind in MAY[to]
