"""How people come in."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):
    """Nobody signs up alone: a manager invites."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def name_tried(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Under which name wrong passwords are counted: the e-mail, however it is spelt.

    allauth says `email` where it checks the password and `login` in its form.
    """
    given = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(given).strip().casefold()
