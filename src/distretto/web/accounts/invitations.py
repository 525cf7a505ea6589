"""The link with which an invited person sets a password, and the letter that brings it.

Where the site sends e-mail, the link goes to the person and to nobody else, so that
the address is known to be theirs. A laptop sends none: there the manager sees the link
once and passes it on.
"""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from distretto.web.accounts.models import Role, User


def link_for(user: User, request: HttpRequest) -> str:
    """The address at which a person sets their first password."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )
    return request.build_absolute_uri(path)


def deliver(role: Role, request: HttpRequest) -> str | None:
    """Send the invitation; the link itself where the manager must pass it on.

    Nobody but the person gets a link to an account that has been used: a manager of
    one programme must not be able to enter another in somebody's name.
    """
    link = None if role.user.has_usable_password() else link_for(role.user, request)
    if not settings.SENDS_EMAIL:
        return link
    _send(role, link or request.build_absolute_uri(reverse("overview:home")))
    return None


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
