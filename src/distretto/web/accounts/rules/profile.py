"""What a person says of themself."""

from distretto.web.accounts.models import User
from distretto.web.history.rules import deed


def change_profile(user: User, *, name: str, language: str) -> User:
    """Change a person's own name and language."""
    with deed("profile.changed", by=user, about=name):
        user.name, user.language = name, language
        user.full_clean()
        user.save(update_fields=["name", "language"])
        return user
