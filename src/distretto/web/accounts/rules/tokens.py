"""Tokens: keys for programs that act in a person's name."""

import secrets
from hashlib import sha256
from typing import Any

from distretto.web.accounts.models import Token, User
from distretto.web.history.rules import deed

# Says what it is to people who find one, and to scanners of leaked secrets.
PREFIX = "distretto_"


def make_token(*, by: User, name: str) -> tuple[Token, str]:
    """A new token and its text, which is shown now and kept nowhere."""
    text = PREFIX + secrets.token_urlsafe(32)
    with deed("token.made", by=by, about=name):
        token = Token(user=by, name=name, digest=digest_of(text))
        token.full_clean()
        token.save()
    return token, text


def retire_token(token: Token, *, by: Any) -> None:
    """End a token at once."""
    with deed("token.retired", by=by, about=token.name):
        token.retire()
        token.save()


def digest_of(text: str) -> str:
    """What is kept of a token. It is long and random, so one plain hash is enough."""
    return sha256(text.encode()).hexdigest()
