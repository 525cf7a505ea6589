"""Who may: roles in a programme, and the loader every page starts with.

What a person cannot see does not exist for them (404); what they see but may not
do is refused (403). Each app names its actions in a table `MAY` of its own.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from distretto.web.accounts.models import Programme, Role

Kind = Role.Kind
EVERYBODY = frozenset(Kind)
# Who runs the programme's daily work; members, observers and evaluators read.
STAFF = frozenset({Kind.MANAGER, Kind.AGENT, Kind.ANALYST, Kind.MONITORING_OFFICER})
MANAGERS = frozenset({Kind.MANAGER})

May = Mapping[str, Collection[str]]
MAY: May = {"view": EVERYBODY, "manage": MANAGERS, "undo": MANAGERS}


def role_in(user: Any, programme: Programme) -> Role | None:
    """The user's role in a programme, or None."""
    if not user.is_authenticated:
        return None
    return programme.roles.current().filter(user=user).first()


def programme_for(
    user: Any, slug: str, *, to: str = "view", may: May = MAY
) -> Programme:
    """The programme, with the user's role attached as `my_role`.

    Raises
    ------
    Http404
        There is none, or the user has no role in it.
    PermissionDenied
        The user's role does not allow this.
    """
    role = (
        Role.objects.current()
        .filter(user=user, programme__slug=slug, programme__retired_at__isnull=True)
        .select_related("programme")
        .first()
        if user.is_authenticated
        else None
    )
    if role is None:
        raise Http404
    return checked(role, to=to, may=may)


def checked(role: Role, *, to: str, may: May) -> Programme:
    """The programme of a role, if the role allows `to`."""
    if role.kind not in may[to]:
        raise PermissionDenied
    programme = role.programme
    programme.my_role = role  # type: ignore[attr-defined]
    return programme


def may_in(programme: Any, to: str, may: May = MAY) -> bool:
    """Whether the role attached to a loaded programme allows `to`: for templates."""
    return programme.my_role.kind in may[to]
