"""The link with which an invited person sets a password, and the letter that brings it.

Where the site sends e-mail, the link goes to the person and to nobody else, so that
the address is known to be theirs. A laptop sends none: there the manager sees the link
once and passes it on.
"""

from dataclasses import dataclass
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from distretto.web.accounts.models import Role, User
from distretto.web.accounts.rules import people as rules

SESSION_KEY = "invitation"


SALT = "distretto.invitation"


@dataclass(frozen=True)
class Opened:
    """An invitation whose link was opened; `was_sent` where it came by e-mail."""

    role: Role
    was_sent: bool


def link_for(role: Role, request: HttpRequest) -> str:
    """The address at which a person takes up one role, and no other."""
    said = {"role": str(role.pk), "was_sent": settings.SENDS_EMAIL}
    path = reverse("accounts:accept", args=[signing.dumps(said, salt=SALT)])
    return request.build_absolute_uri(path)


def opened(token: str) -> Opened | None:
    """The invitation of a link, or None where it is worn out.

    One that was not sent is worn out as well where the site has begun to send: what
    is used there proves an address.
    """
    try:
        said = signing.loads(token, salt=SALT, max_age=settings.PASSWORD_RESET_TIMEOUT)
    except signing.BadSignature:
        return None
    role = Role.objects.current().select_related("user", "programme")
    found = role.filter(pk=said["role"], user__is_active=True).first()
    if found is None or said["was_sent"] != settings.SENDS_EMAIL:
        return None
    return Opened(found, said["was_sent"])


def password_page(user: User) -> str:
    """Where somebody who was never in sets a password; each call makes a new key."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )


def deliver(role: Role, request: HttpRequest) -> str | None:
    """Send the invitation; the link itself where the manager must pass it on.

    It opens the role in this programme alone: a manager of one programme must not be
    able to enter another in somebody's name.
    """
    link = link_for(role, request) if role.is_waiting else None
    if not settings.SENDS_EMAIL:
        return link
    _send(role, link or request.build_absolute_uri(reverse("overview:home")))
    return None


def take_up(invitation: Opened, user: User) -> None:
    """Open the role of a link that was used; all roles, where it came by e-mail."""
    if invitation.was_sent:
        rules.prove_address(user)
    if invitation.role.is_pending:
        rules.accept_invitation(invitation.role, by=user)


def password_was_set(request: HttpRequest, user: User, **_: Any) -> None:
    """Take up the invitation that led to the password, if one did.

    Without one, the link was asked for at the door and sent to the address.
    """
    token = request.session.pop(SESSION_KEY, "")
    invitation = opened(token) if token else None
    if invitation and invitation.role.user_id == user.pk:
        take_up(invitation, user)
    elif settings.SENDS_EMAIL:
        rules.prove_address(user)


def _send(role: Role, link: str) -> None:
    with override(role.user.language or settings.LANGUAGE_CODE):
        text = render_to_string(
            "accounts/invitation.txt",
            {
                "role": role,
                "link": link,
                "has_password": role.user.has_usable_password(),
            },
        )
        subject = gettext("You are invited to “%(programme)s”") % {
            "programme": role.programme.name
        }
    send_mail(subject, text, None, [role.user.email])
