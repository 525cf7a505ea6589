"""Undoing a deed: each record returns to what it was, a thousand at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from distretto.errors import RuleError, gettext_noop
from distretto.web.history import deeds
from distretto.web.history.models import Deed, Record
from distretto.web.history.rules.writing import (
    BATCH,
    deed,
    newest_versions,
    note_versions,
)


@dataclass(frozen=True)
class _Span:
    """What a deed did to one record: the version before it, and its last version."""

    pk: UUID
    before: UUID | None
    after: UUID


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
            retired = [each for batch in _batches(entry) for each in _return(*batch)]
            _check_unused(retired)
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


def _batches(entry: Deed) -> Iterator[tuple[Any, list[_Span]]]:
    """The records of a deed, model by model, the last one made first."""
    # One record may have changed twice within the deed: the earliest version before
    # it is the one to return to.
    spans: dict[tuple[str, UUID], _Span] = {}
    for change in entry.changes.all():
        key = (change.model, change.object_id)
        before = spans[key].before if key in spans else change.previous_id
        spans[key] = _Span(change.object_id, before, change.version_id)
    of_model: dict[str, list[_Span]] = defaultdict(list)
    for (label, _pk), span in reversed(spans.items()):
        of_model[label].append(span)
    for label, several in of_model.items():
        for start in range(0, len(several), BATCH):
            yield apps.get_model(label), several[start : start + BATCH]


def _return(model: Any, spans: Sequence[_Span]) -> list[Record]:
    """Return records of one model to what they were; those that are retired now."""
    pks = [span.pk for span in spans]
    # Itself alone: PostgreSQL locks nothing that an ordering joins and may lack.
    held = model.objects.select_for_update(of=("self",)).filter(pk__in=pks)
    there = {each.pk: each for each in held}
    newest = newest_versions(model, pks)
    _check_unchanged(model, there, newest, spans)
    past = model.history.filter(history_id__in=[span.before for span in spans])
    earlier = {version.history_id: version.instance for version in past}
    returned = [
        earlier[span.before] if span.before else _retired(there[span.pk])
        for span in spans
    ]
    _save_all(returned, [there[span.pk] for span in spans], newest)
    return [each for each in returned if each.is_retired]


def _check_unchanged(
    model: Any,
    there: dict[UUID, Record],
    newest: dict[UUID, UUID],
    spans: Iterable[_Span],
) -> None:
    """Each record is as the deed left it: as its version, or as an undoing made it."""
    later = [span for span in spans if newest[span.pk] != span.after]
    left = {
        version.history_id: version.instance
        for version in model.history.filter(history_id__in=[s.after for s in later])
    }
    for span in later:
        if _differing([left[span.after]], [there[span.pk]]):
            raise RuleError(
                "changed_since",
                gettext_noop(
                    "“%(what)s” has been changed again since. Undo the later change "
                    "first."
                ),
                what=str(there[span.pk]),
            )


def _retired(record: Record) -> Record:
    retired = copy(record)
    retired.retire()
    return retired


def _save_all(
    returned: Sequence[Record], there: Sequence[Record], newest: dict[UUID, UUID]
) -> None:
    """Save records as they once were, each with its version, if that may still be."""
    try:
        with transaction.atomic():
            _write(returned, there)
    except IntegrityError:
        # One by one, the last made first: then one may make room for the next, and
        # the one that cannot return is named.
        for each in returned:
            _save_again(each)
    else:
        note_versions(returned, newest)


def _write(returned: Sequence[Record], there: Sequence[Record]) -> None:
    model: Any = type(returned[0])
    names = _differing(returned, there)
    values = [{name: getattr(each, name) for name in names} for each in returned]
    if all(each == values[0] for each in values):
        pks = [each.pk for each in returned]
        model.objects.filter(pk__in=pks).update(**values[0])
    else:
        model.objects.bulk_update(returned, names)


def _differing(returned: Sequence[Record], there: Sequence[Record]) -> list[str]:
    """The fields in which any record differs from what it is to be."""
    names = [field.attname for field in type(returned[0])._meta.concrete_fields]
    pairs = list(zip(returned, there, strict=True))
    return [
        name
        for name in names
        if any(getattr(then, name) != getattr(now, name) for then, now in pairs)
    ]


def _save_again(instance: Record) -> None:
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


def _check_unused(retired: Sequence[Record]) -> None:
    """Nothing that is still in use may rest on what is retired now."""
    of_model: dict[Any, list[UUID]] = defaultdict(list)
    for each in retired:
        of_model[type(each)].append(each.pk)
    for model, pks in of_model.items():
        for start in range(0, len(pks), BATCH):
            _check_batch_unused(model, pks[start : start + BATCH])


def _check_batch_unused(model: Any, pks: Sequence[UUID]) -> None:
    for relation in model._meta.related_objects:
        other = relation.related_model
        if not (isinstance(other, type) and issubclass(other, Record)):
            continue
        using = other.objects.current().filter(**{f"{relation.field.name}__in": pks})
        if user := using.first():
            raise RuleError(
                "in_use",
                gettext_noop(
                    "“%(what)s” is in use: “%(user)s” rests on it. Undo that first."
                ),
                what=str(getattr(user, relation.field.name)),
                user=str(user),
            )
