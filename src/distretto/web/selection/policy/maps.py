"""Who may measure, save and retire cluster maps."""

from typing import Any
from uuid import UUID

from django.http import Http404

from distretto.web.accounts import policy
from distretto.web.accounts.policy import EVERYBODY, STAFF, May
from distretto.web.selection.models import ClusterMap

MAY: May = {"view": EVERYBODY, "measure": STAFF}


def map_for(user: Any, slug: str, pk: UUID, *, to: str = "view") -> ClusterMap:
    """A saved map of a programme the user has a role in."""
    programme = policy.programme_for(user, slug, to=to, may=MAY)
    maps = programme.cluster_maps.current().select_related("dataset")
    try:
        saved = maps.get(pk=pk)
    except ClusterMap.DoesNotExist as missing:
        raise Http404 from missing
    saved.programme = programme
    return saved
