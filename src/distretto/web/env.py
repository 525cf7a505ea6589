"""Typed readers of the environment: a wrong setting stops the start with a sentence."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The setting `name`, or the content of the file named by `NAME_FILE`."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names “{path}”, which cannot be read: {error.strerror}."
            ) from error
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """A switch: exactly “True” or “False”, so that a typing error is not a choice."""
    value = os.environ.get(name, str(default))
    if value not in {"True", "False"}:
        raise ImproperlyConfigured(
            f"{name} is “{value}”; it may only be “True” or “False”."
        )
    return value == "True"


def whole_number(name: str, *, default: int) -> int:
    """A whole number of zero or more."""
    value = os.environ.get(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(
            f"{name} is “{value}”; it must be a whole number of zero or more."
        )
    return int(value)


def names(name: str, default: str = "") -> list[str]:
    """A list of names between commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def folder(name: str, default: str) -> Path:
    """A folder, made where it is missing."""
    path = Path(text(name, default)).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} names “{path}”, which cannot be made: {error.strerror}."
        ) from error
    return path


def secret_key(name: str, beside: Path) -> str:
    """The secret key: from the setting, else one made once and kept beside the data.

    A laptop then needs no configuration, and sessions survive a restart.
    """
    if key := text(name):
        return key
    kept = beside / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64))
    return kept.read_text().strip()
