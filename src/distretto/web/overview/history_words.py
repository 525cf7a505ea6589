"""What a deed changed, field by field, in words.

However many records a deed touched, the versions and the names in them are read with
a few queries per kind of record.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from distretto.notes import is_kept
from distretto.web.accounts.policy import role_in
from distretto.web.diagnosis.policy.studies import (
    hidden_evidence,
    hidden_interviews,
    hidden_links,
)
from distretto.web.history.models import Change
from distretto.web.register.contact_policy import hidden_entries, hidden_promises
from distretto.web.selection.policy.blindness import hidden_fields
from distretto.web.selection.policy.secrecy import sees_all
from distretto.web.ui.templatetags.ui import explain

# Of these models some records are hidden from some readers: the condition.
HIDDEN: dict[str, Callable[[Any], Q]] = {
    "selection.Score": hidden_fields,
    "diagnosis.Evidence": hidden_evidence,
    "diagnosis.FindingEvidence": hidden_links,
    "diagnosis.Interview": hidden_interviews,
    "register.ContactEntry": hidden_entries,
    "register.Promise": hidden_promises,
}
# Of these the name alone tells who spoke, or of what.
NAMELESS = {"diagnosis.Evidence", "diagnosis.FindingEvidence", "diagnosis.Interview"}
# What of a record may be of single firms, and is told to the staff only.
OF_FIRMS = {"selection.Candidate": {"figures"}}
# Known from the page; what people cannot edit is not told either.
UNTOLD = {"programme"}
# Answers are read on their own page, which keeps the sensitive ones back.
UNTOLD_OF = {"diagnosis.Response": {"answers", "repeats", "unplaced"}}
LONGEST = 400


@dataclass(frozen=True)
class FieldChange:
    """One field before and after; None is unknown or empty."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class RecordChange:
    """What a deed did to one record."""

    label: str
    pk: UUID
    kind: str
    name: str
    happened: str
    fields: Sequence[FieldChange]
    is_new: bool
    is_hidden: bool


Key = tuple[str, UUID]
Span = tuple[UUID | None, UUID]


def record_changes(spans: Mapping[Key, Span], reader: Any) -> list[RecordChange]:
    """What a deed did to each of these records, in their order."""
    told: dict[Key, RecordChange] = {}
    for label in {label for label, _pk in spans}:
        of_model = [(pk, span) for (each, pk), span in spans.items() if each == label]
        for change in _told(label, of_model, reader):
            told[(label, change.pk)] = change
    return [told[key] for key in spans]


def record_story(
    label: str, pk: UUID, deeds: Iterable[Any], reader: Any
) -> list[RecordChange]:
    """What each of these deeds did to one record; they carry its `changes_here`."""
    spans = [(pk, spans_of(entry.changes_here)[(label, pk)]) for entry in deeds]
    return _told(label, spans, reader)


def spans_of(changes: Iterable[Change]) -> dict[Key, Span]:
    """Per record: the version before the deed (None: made by it), and its last one.

    In the order in which the deed first touched them.
    """
    spans: dict[Key, Span] = {}
    for change in changes:
        key = (change.model, change.object_id)
        before = spans[key][0] if key in spans else change.previous_id
        spans[key] = (before, change.version_id)
    return spans


def _told(
    label: str, spans: Sequence[tuple[UUID, Span]], reader: Any
) -> list[RecordChange]:
    """The changes of records of one model, in the order given."""
    model: Any = apps.get_model(label)
    pks = list({pk for pk, _span in spans})
    wanted = {version for _pk, span in spans for version in span if version}
    versions = model.history.in_bulk(list(wanted), field_name="history_id")
    records = model._base_manager.select_related().in_bulk(pks)
    hidden = _hidden(label, model, pks, reader)
    names = _names(model, versions.values(), reader)
    untold = _untold(label, reader, records)
    return [
        RecordChange(
            label=label,
            pk=pk,
            kind=str(model._meta.verbose_name),
            name=_name(label, records[pk], hidden),
            happened=_happened(versions.get(before), versions[after]),
            fields=()
            if pk in hidden
            else _fields(model, versions.get(before), versions[after], names, untold),
            is_new=before is None,
            is_hidden=pk in hidden,
        )
        for pk, (before, after) in spans
    ]


def _hidden(label: str, model: Any, pks: Iterable[UUID], reader: Any) -> set[UUID]:
    if label not in HIDDEN:
        return set()
    found = model._base_manager.filter(HIDDEN[label](reader), pk__in=list(pks))
    return set(found.values_list("pk", flat=True))


def _name(label: str, record: Any, hidden: set[UUID]) -> str:
    is_nameless = label in NAMELESS and record.pk in hidden
    return _("in confidence") if is_nameless else str(record)


def _untold(label: str, reader: Any, records: Mapping[UUID, Any]) -> set[str]:
    """Fields of these records, all of one programme, that are not told the reader."""
    untold = UNTOLD | UNTOLD_OF.get(label, set())
    of_firms = OF_FIRMS.get(label)
    if not of_firms or not records:
        return untold
    programme = next(iter(records.values())).round.programme
    return untold if sees_all(role_in(reader, programme)) else untold | of_firms


def _happened(before: Any, after: Any) -> str:
    if before is None:
        return _("made")
    if before.retired_at is None and after.retired_at is not None:
        return _("retired")
    if before.retired_at is not None and after.retired_at is None:
        return _("brought back")
    return _("changed")


def _fields(
    model: Any, before: Any, after: Any, names: "Names", untold: set[str]
) -> list[FieldChange]:
    changes = []
    for field in model._meta.concrete_fields:
        is_told = field.editable and field.name not in untold
        if not (is_told and hasattr(after, field.attname)):
            continue
        was = _said(field, before, names) if before else None
        becomes = _said(field, after, names)
        if was != becomes:
            changes.append(FieldChange(str(field.verbose_name), was, becomes))
    return changes


# --- Values as people read them ----------------------------------------------------

Names = dict[tuple[type[models.Model], Any], str]


def _names(model: Any, versions: Iterable[Any], reader: Any) -> Names:
    """The names of all records that these versions point at: few queries per kind."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    versions = list(versions)
    for field in model._meta.concrete_fields:
        if field.is_relation:
            wanted[field.related_model].update(
                getattr(version, field.attname, None) for version in versions
            )
    return {
        (related, pk): name
        for related, pks in wanted.items()
        for pk, name in _named(related, pks - {None}, reader).items()
    }


def _named(related: Any, pks: set[Any], reader: Any) -> dict[Any, str]:
    label = related._meta.label
    records = related._base_manager.select_related().in_bulk(list(pks))
    hidden = _hidden(label, related, pks, reader) if label in NAMELESS else set()
    return {pk: _name(label, record, hidden) for pk, record in records.items()}


def _said(field: Any, version: Any, names: Names) -> str | None:
    value = getattr(version, field.attname, None)
    if value is None or value == "":
        return None
    if field.is_relation:
        return names.get((field.related_model, value), str(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _worded(value)[:LONGEST] or None


def _worded(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value)
    if is_kept(value):
        return str(explain(value))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_worded(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_worded(each) for each in value)
    if value is None:
        return _("unknown")
    return str(formats.localize(value))
