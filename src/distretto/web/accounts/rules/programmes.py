"""Founding a programme, and saying what it is."""

from collections.abc import Mapping
from typing import Any

from distretto.web.accounts.models import Programme, Role
from distretto.web.history.rules import deed

# What a manager may change; the short name stays, because addresses carry it.
SETTINGS = (
    "name",
    "countries",
    "currency",
    "languages",
    "funders",
    "smallest_cell",
)


def found_programme(*, by: Any, name: str, slug: str, **fields: Any) -> Programme:
    """Begin a programme; whoever does is its first manager."""
    with deed("programme.founded", by=by, about=name) as entry:
        programme = Programme(name=name, slug=slug, **fields)
        programme.full_clean()
        programme.save()
        # The deed is older than what it founds.
        entry.programme_id = programme.pk
        entry.save(update_fields=["programme_id"])
        Role.objects.create(
            programme=programme,
            user=by,
            kind=Role.Kind.MANAGER,
            # The worked example is founded by people who may have no password.
            is_pending=not by.has_usable_password(),
        )
        return programme


def change_programme(
    programme: Programme, *, by: Any, values: Mapping[str, Any]
) -> Programme:
    """Change what the programme says of itself and its rules of disclosure."""
    with deed("programme.changed", by=by, programme=programme, about=programme.name):
        programme = Programme.objects.select_for_update().get(pk=programme.pk)
        for name in SETTINGS:
            if name in values:
                setattr(programme, name, values[name])
        programme.full_clean()
        programme.save()
        return programme
