"""Who may: roles in a programme, and the loader every page starts with.

What a person cannot see does not exist for them (404); what they see but may not
do is refused (403). Each app names its actions in a table `MAY` of its own.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from distretto.web.accounts.models import Programme, Role, Token, User
from distretto.web.accounts.rules.tokens import digest_of

Kind = Role.Kind
EVERYBODY = frozenset(Kind)
# Who runs the programme's daily work; members, observers and evaluators read.
STAFF = frozenset({Kind.MANAGER, Kind.AGENT, Kind.ANALYST, Kind.MONITORING_OFFICER})
MANAGERS = frozenset({Kind.MANAGER})

May = Mapping[str, Collection[str]]
MAY: May = {
    "view": EVERYBODY,
    "manage": MANAGERS,
    # Who may read who did what. Members and observers do not: the history names
    # candidates of rounds that are not announced yet.
    "history": STAFF | {Kind.EVALUATOR},
    "undo": MANAGERS,
}
# How exact “last used” of a token is: a write for every request would be too many.
TOKEN_USE = timedelta(minutes=1)


def role_in(user: Any, programme: Programme) -> Role | None:
    """The user's role in a programme, or None."""
    if not user.is_authenticated:
        return None
    return programme.roles.open().filter(user=user).first()


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
        Role.objects.open()
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
    programme.my_role = role
    return programme


def role_of_programme(programme: Programme, pk: UUID) -> Role:
    """A current role of a loaded programme, or 404."""
    role = programme.roles.current().filter(pk=pk).select_related("user").first()
    if role is None:
        raise Http404
    return role


def person(user: Any) -> User:
    """The signed-in person as a record, apart from what the request carries."""
    return User.objects.get(pk=user.pk)


def may_found(user: Any) -> bool:
    """Whether somebody may begin a programme: who runs one already, or the site."""
    return user.is_superuser or (
        user.roles.open().filter(kind__in=MANAGERS).exists()
        if user.is_authenticated
        else False
    )


def founder(user: Any) -> None:
    """Refuse whoever may not begin a programme."""
    if not may_found(user):
        raise PermissionDenied


def token_of(user: Any, pk: UUID) -> Token:
    """One of a person's own current tokens, or 404."""
    token = Token.objects.current().filter(user=user, pk=pk).first()
    if token is None:
        raise Http404
    return token


def user_of_token(raw: str) -> User | None:
    """The person in whose name a token acts, or None; notes that it was used."""
    token = (
        Token.objects.current()
        .filter(digest=digest_of(raw), user__is_active=True)
        .select_related("user")
        .first()
    )
    if token is None:
        return None
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > TOKEN_USE:
        # Not a version: it says nothing about what people decided.
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.user


def may_in(programme: Programme, to: str, may: May = MAY) -> bool:
    """Whether the role attached to a loaded programme allows `to`: for templates."""
    return programme.my_role.kind in may[to]
