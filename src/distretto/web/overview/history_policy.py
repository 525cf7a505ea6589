"""Who may read the history and undo what."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from distretto.web.accounts.models import Programme
from distretto.web.accounts.policy import STAFF, may_in, programme_for
from distretto.web.history.models import Deed

# How long people may take back what they did themselves.
OWN_UNDO = timedelta(days=1)


def history_for(user: Any, slug: str) -> Programme:
    """The programme whose history the user may read."""
    return programme_for(user, slug, to="history")


def deed_for(user: Any, slug: str, pk: UUID, *, to: str = "view") -> Deed:
    """A deed of a programme whose history the user may read, with `programme`."""
    programme = history_for(user, slug)
    deeds = Deed.objects.select_related("who", "undoes", "undone_by__who")
    entry = deeds.filter(programme_id=programme.pk, pk=pk).first()
    if entry is None:
        raise Http404
    entry.programme = programme  # type: ignore[attr-defined]
    if to == "undo" and not may_undo(entry, programme, user):
        raise PermissionDenied
    return entry


def may_undo(entry: Deed, programme: Programme, user: Any) -> bool:
    """Managers may undo anything; staff what they did themselves within a day."""
    if may_in(programme, "undo"):
        return True
    is_own = entry.who_id == user.pk and timezone.now() - entry.at < OWN_UNDO
    return is_own and programme.my_role.kind in STAFF
