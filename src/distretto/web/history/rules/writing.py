"""Writing within a deed: every version is bound to what was done."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import models, transaction

from distretto.web.history.models import Change, Deed, Record
from distretto.web.history.rules.current import current_deed

BATCH = 1_000


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
    if outer := current_deed.get():
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
        token = current_deed.set(entry)
        try:
            yield entry
        finally:
            current_deed.reset(token)


def note_version(instance: models.Model, history_instance: Any, **_: Any) -> None:
    """Add a new version to the current deed (called when a version is written)."""
    if entry := current_deed.get():
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
    newest_first = others.exclude(history_id=version.history_id).order_by(
        "-history_date", "-history_id"
    )
    return newest_first.values_list("history_id", flat=True).first()


def newest_versions(model: Any, pks: Sequence[UUID]) -> dict[UUID, UUID]:
    """The newest version of each of these records."""
    past = model.history.filter(id__in=pks).order_by("history_date", "history_id")
    return dict(past.values_list("id", "history_id"))


def change_all(records: Sequence[Record], **values: Any) -> None:
    """Give many records of one model the same values, each with its version.

    What saving them one by one does, with a few queries for each thousand.
    """
    for start in range(0, len(records), BATCH):
        _change_batch(records[start : start + BATCH], values)


def _change_batch(records: Sequence[Record], values: Mapping[str, Any]) -> None:
    model: Any = type(records[0])
    pks = [each.pk for each in records]
    before = newest_versions(model, pks)
    model.objects.filter(pk__in=pks).update(**values)
    for record in records:
        for name, value in values.items():
            setattr(record, name, value)
    note_versions(records, before)


def update_all(records: Sequence[Record], names: Sequence[str]) -> None:
    """Save these fields of many changed records of one model, each with its version.

    What saving them one by one does, with a few queries for each thousand.
    """
    for start in range(0, len(records), BATCH):
        batch = records[start : start + BATCH]
        model: Any = type(batch[0])
        before = newest_versions(model, [each.pk for each in batch])
        model.objects.bulk_update(batch, names, batch_size=100)
        note_versions(batch, before)


def note_versions(records: Sequence[Record], before: Mapping[UUID, UUID]) -> None:
    """Write a version of each of these changed records and add it to the deed."""
    model: Any = type(records[0])
    _bind(model, model.history.bulk_history_create(records, update=True), before)


def _bind(model: Any, made: Sequence[Any], before: Mapping[UUID, UUID]) -> None:
    """Add versions to the current deed."""
    if entry := current_deed.get():
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
