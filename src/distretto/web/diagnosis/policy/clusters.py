"""Who may do what in the diagnosis of a cluster.

Answers of firms and ties by name are for the staff, and for evaluators to read. What
is counted of them, and the study once it is with the commission, everybody of the
programme reads.
"""

from typing import Any
from uuid import UUID

from django.http import Http404

from distretto.web.accounts.models import Programme, Role
from distretto.web.accounts.policy import EVERYBODY, MANAGERS, STAFF, May, may_in
from distretto.web.diagnosis.models import Wave
from distretto.web.register import policy as register
from distretto.web.register.models import Cluster

MAY: May = {
    "view": EVERYBODY,
    # Answers by firm, interviews, drafts.
    "firms": STAFF | {Role.Kind.EVALUATOR},
    # What was said in confidence: for the staff alone.
    "confidential": STAFF,
    "edit": STAFF,
    "manage": MANAGERS,
}


def cluster_for(user: Any, slug: str, pk: UUID, *, to: str = "view") -> Cluster:
    """A cluster of a programme, if the user's role allows `to` in its diagnosis.

    Raises
    ------
    Http404
        There is none, or the user has no role in the programme.
    PermissionDenied
        The role does not allow this.
    """
    return register.cluster_for(user, slug, pk, to=REGISTER[to])


# What each right here asks of the register, which stands below.
REGISTER = {"view": "view", "firms": "firms", "edit": "edit", "manage": "settings"}


def wave_for(user: Any, slug: str, pk: UUID, *, to: str = "view") -> Wave:
    """A wave of a cluster of the programme, with the user's role on its programme."""
    programme = register.register_for(user, slug, to=REGISTER[to])
    return one_of(
        Wave.objects.current()
        .filter(cluster__programme=programme, cluster__retired_at__isnull=True)
        .select_related("cluster"),
        pk,
        programme,
    )


def one_of(records: Any, pk: UUID, programme: Programme, *, within: str = "") -> Any:
    """One of some records, or 404, with the user's role on its programme.

    They have a `cluster`, or a wave of one, or neither and a programme; `within` is
    the way from a record to what has them: “survey”.
    """
    found = records.filter(pk=pk).first()
    if found is None:
        raise Http404
    owner = found
    for name in (*within.split("."), "wave", "cluster"):
        owner = getattr(owner, name, owner) if name else owner
    owner.programme = programme
    return found


def may(programme: Programme, to: str) -> bool:
    """Whether the role attached to a loaded programme allows `to`."""
    return may_in(programme, to, MAY)
