"""The worked example on this site: whether it is there, and how to sign in to it.

Making it is in `example_programme`, which needs far more than a start may wait for.
"""

import secrets
from dataclasses import dataclass

from django.conf import settings

from distretto.example.selection_round import selection_round
from distretto.web.accounts.models import Programme, Role

SLUG = "lindara"


@dataclass(frozen=True)
class SignIn:
    """How to look at the example: the same password for all its people.

    `roles` has the role of each in the programme, by their address.
    """

    roles: dict[str, str]
    password: str


def is_there() -> bool:
    """Whether the example has been made."""
    return Programme.objects.filter(slug=SLUG).exists()


def sign_in() -> SignIn:
    """Who may look at the example, and the password made for this machine."""
    people = selection_round().people
    roles = {
        email_of(person.key): str(Role.Kind(person.role).label) for person in people
    }
    return SignIn(roles, password_here())


def email_of(key: str) -> str:
    """The address of one of the example's people."""
    return f"{key}@lindara.example"


def password_here() -> str:
    """Made once for this machine, because a published password is none."""
    kept = settings.DATA_DIR / "example-password"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text("-".join(secrets.token_hex(2) for _ in range(3)))
    return kept.read_text().strip()
