"""Writing within a deed, and undoing one."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction

from distretto.errors import RuleError, gettext_noop
from distretto.web.history import deeds
from distretto.web.history.models import Change, Deed, Record

BATCH = 1_000
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
        is_new = history_instance.history_type == "+"
        Change.objects.create(
            deed=entry,
            model=instance._meta.label,
            object_id=instance.pk,
            version_id=history_instance.history_id,
            previous_id=None if is_new else _version_before(history_instance),
        )


def _version_before(version: Any) -> UUID | None:
    """The version before the newest one.

    Not simple-history's `prev_record`: that goes by the time alone, and overlooks a
    version written within the same microsecond. Here the number decides such a tie.
    """
    others = type(version).objects.filter(id=version.id)
    return _newest(others.exclude(history_id=version.history_id))


def _newest(versions: Any) -> UUID | None:
    newest_first = versions.order_by("-history_date", "-history_id")
    return newest_first.values_list("history_id", flat=True).first()


def change_all(records: Sequence[Record], **values: Any) -> None:
    """Give many records of one model the same values, each with its version.

    What saving them one by one does, with a few queries for each thousand.
    """
    for start in range(0, len(records), BATCH):
        _change_batch(records[start : start + BATCH], values)


def _change_batch(records: Sequence[Record], values: Mapping[str, Any]) -> None:
    model: Any = type(records[0])
    pks = [each.pk for each in records]
    past = model.history.filter(id__in=pks).order_by("history_date", "history_id")
    before = dict(past.values_list("id", "history_id"))
    model.objects.filter(pk__in=pks).update(**values)
    for record in records:
        for name, value in values.items():
            setattr(record, name, value)
    made = model.history.bulk_history_create(records, update=True)
    if entry := _current.get():
        Change.objects.bulk_create(
            Change(
                deed=entry,
                model=model._meta.label,
                object_id=version.id,
                version_id=version.history_id,
                previous_id=before.get(version.id),
            )
            for version in made
        )


def undo(entry: Deed, *, by: Any, reason: str = "") -> Deed:
    """Take a deed back: what it changed returns to what it was before.

    What it made is retired, not deleted. Refused where somebody has changed one of
    the records since, or made something that rests on it, because their work would
    be lost; and where the app of the deed has a guard that says no.
    """
    with transaction.atomic():
        entry = Deed.objects.select_for_update().get(pk=entry.pk)
        _check_not_undone(entry)
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
            deeds.check_undo(entry, by=by)
        return back


def _check_not_undone(entry: Deed) -> None:
    if Deed.objects.filter(undoes=entry).exists():
        raise RuleError("already_undone", gettext_noop("This has been undone already."))
    if not entry.changes.exists():
        raise RuleError(
            "nothing_to_undo",
            gettext_noop("This changed no record, so there is nothing to undo."),
        )


def _first_and_last(entry: Deed) -> list[tuple[str, UUID, UUID | None, UUID]]:
    """Per record of a deed: label, id, the version before it, its last version.

    The last one made comes first, so that parts go before what they are parts of.
    """
    spans: dict[tuple[str, UUID], tuple[UUID | None, UUID]] = {}
    for change in entry.changes.all():
        key = (change.model, change.object_id)
        before = spans[key][0] if key in spans else change.previous_id
        spans[key] = (before, change.version_id)
    return [(*key, *span) for key, span in reversed(spans.items())]


def _return_to(label: str, pk: UUID, before: UUID | None, after: UUID) -> None:
    model: Any = apps.get_model(label)
    instance = model.objects.select_for_update().get(pk=pk)
    if _newest(model.history.filter(id=pk)) != after:
        raise RuleError(
            "changed_since",
            gettext_noop(
                "“%(what)s” has been changed again since. Undo the later change first."
            ),
            what=str(instance),
        )
    if before is None:
        instance.retire()
    else:
        instance = model.history.get(history_id=before).instance
    if instance.is_retired:
        _check_unused(instance)
    _save_again(instance)


def _check_unused(instance: Record) -> None:
    """Nothing that is still in use may rest on what is about to be retired."""
    for relation in instance._meta.related_objects:
        model = relation.related_model
        if not (isinstance(model, type) and issubclass(model, Record)):
            continue
        using = model.objects.current().filter(**{relation.field.name: instance})
        if user := using.first():
            raise RuleError(
                "in_use",
                gettext_noop(
                    "“%(what)s” is in use: “%(user)s” rests on it. Undo that first."
                ),
                what=str(instance),
                user=str(user),
            )


def _save_again(instance: Record) -> None:
    """Save a record as it once was, if that may still be."""
    # An instance made from a version looks new to Django, and would be inserted.
    instance._state.adding = False
    try:
        instance.validate_constraints()
    except ValidationError as error:
        raise RuleError(
            "cannot_return",
            gettext_noop(
                "“%(what)s” cannot be as it was, because something else has taken its "
                "place: %(why)s"
            ),
            what=str(instance),
            why=" ".join(error.messages),
        ) from error
    instance.save(force_update=True)
