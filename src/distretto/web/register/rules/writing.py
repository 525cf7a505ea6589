"""What rules do with a record once they have it."""

from collections.abc import Iterable, Mapping
from typing import Any

from distretto.web.history.models import Deed


def take(record: Any, facts: Mapping[str, Any], names: Iterable[str]) -> None:
    """Give a record those of the facts that are told, and save it."""
    for name in names:
        if name in facts:
            setattr(record, name, facts[name])
    save(record)


def save(record: Any) -> None:
    """Save a record that is as the model wants it."""
    record.full_clean()
    record.save()


def say_about(entry: Deed, about: object) -> None:
    """Say what a deed is about that only has a name once it is made."""
    entry.about = str(about)[:300]
    entry.save(update_fields=["about"])
