"""Writing within a deed, and undoing one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from distretto.errors import RuleError, gettext_noop
from distretto.web.history.models import Change, Deed

_current: ContextVar[Deed | None] = ContextVar("current_deed", default=None)


@contextmanager
def deed(
    did: str,
    *,
    by: Any,
    programme: Any = None,
    about: object = "",
    reason: str = "",
    undoes: Deed | None = None,
) -> Iterator[Deed]:
    """Bind all that is saved inside into one deed, in one transaction.

    Called inside another deed it joins it: a rule may use another rule.
    """
    if outer := _current.get():
        yield outer
        return
    with transaction.atomic():
        entry = Deed.objects.create(
            who=by,
            programme_id=getattr(programme, "pk", programme),
            did=did,
            about=str(about)[:300],
            reason=reason,
            undoes=undoes,
        )
        token = _current.set(entry)
        try:
            yield entry
        finally:
            _current.reset(token)


def note_version(instance: models.Model, history_instance: Any, **_: Any) -> None:
    """Add a new version to the current deed (called when a version is written)."""
    if entry := _current.get():
        previous = history_instance.prev_record
        Change.objects.create(
            deed=entry,
            model=instance._meta.label,
            object_id=instance.pk,
            version_id=history_instance.history_id,
            previous_id=previous.history_id if previous else None,
        )


def undo(entry: Deed, *, by: Any, reason: str = "") -> Deed:
    """Take a deed back: what it changed returns to what it was before.

    What it made is retired, not deleted. Refused where somebody has changed one of
    the records since, because their work would be lost.
    """
    with transaction.atomic():
        entry = Deed.objects.select_for_update().get(pk=entry.pk)
        if hasattr(entry, "undone_by"):
            raise RuleError(
                "already_undone", gettext_noop("This has already been undone.")
            )
        with deed(
            "history.undone",
            by=by,
            programme=entry.programme_id,
            about=entry.about,
            reason=reason,
            undoes=entry,
        ) as back:
            # One record may have changed twice within the deed: the earliest
            # version before it is the one to return to.
            for change in _first_and_last(entry):
                _return_to(*change)
        return back


def _first_and_last(entry: Deed) -> list[tuple[str, UUID, UUID | None, UUID]]:
    """Per record of a deed: label, id, the version before it, its last version."""
    spans: dict[tuple[str, UUID], tuple[UUID | None, UUID]] = {}
    for change in entry.changes.all():
        key = (change.model, change.object_id)
        before = spans[key][0] if key in spans else change.previous_id
        spans[key] = (before, change.version_id)
    return [(*key, *span) for key, span in reversed(spans.items())]


def _return_to(label: str, pk: UUID, before: UUID | None, after: UUID) -> None:
    model: Any = apps.get_model(label)
    instance = model.objects.select_for_update().get(pk=pk)
    if model.history.filter(id=pk).latest().history_id != after:
        raise RuleError(
            "changed_since",
            gettext_noop(
                "“%(what)s” has been changed again since. Undo the later change first."
            ),
            what=str(instance),
        )
    if before is None:
        instance.retired_at = timezone.now()
    else:
        instance = model.history.get(history_id=before).instance
    # Django takes a record built from a version for a new one, its key being set.
    instance.save(force_update=True)
