"""The contact log: who was spoken to, and what was promised.

What a deed is about names nobody: the history is read by people who may not read a
confidential entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.accounts.models import Programme
from distretto.web.history.rules import deed
from distretto.web.register.models import (
    Cluster,
    ContactEntry,
    Organisation,
    Person,
    Promise,
)
from distretto.web.register.rules.days import check_has_come
from distretto.web.register.rules.naming import (
    NewName,
    organisation_meant,
    person_meant,
)
from distretto.web.register.rules.writing import save, say_about, take

ENTRY_FACTS = ("day", "channel", "ours", "said", "is_confidential")
PROMISE_FACTS = ("giver", "what", "due_on")


@dataclass(frozen=True)
class Party:
    """Whom it is about: a firm or institution, a person, or both."""

    organisation: Organisation | NewName | None = None
    person: Person | NewName | None = None


def note_contact(
    party: Party,
    facts: Mapping[str, Any],
    *,
    programme: Programme,
    by: Any,
    cluster: Cluster | None = None,
    promise: Mapping[str, Any] | None = None,
) -> ContactEntry:
    """Enter that somebody was spoken to, with what was promised, in one deed.

    Raises
    ------
    RuleError
        The day is still to come: a meeting that is planned is no contact yet.
    """
    entry = ContactEntry(programme=programme, cluster=cluster, written_by=by)
    with deed("contact.noted", by=by, programme=programme) as done:
        _check_cluster(cluster, programme)
        _take_party(entry, party, by)
        check_has_come(facts.get("day"))
        take(entry, facts, ENTRY_FACTS)
        say_about(done, entry)
        if promise is not None:
            _promise(entry, promise)
    return entry


def edit_contact(
    entry: ContactEntry, party: Party, facts: Mapping[str, Any], *, by: Any
) -> ContactEntry:
    """Put an entry right, and whom it is about."""
    with deed("contact.edited", by=by, programme=entry.programme, about=entry):
        held = _held(entry)
        check_has_come(facts.get("day"))
        _take_party(held, party, by)
        take(held, facts, ENTRY_FACTS)
    return held


def retire_contact(entry: ContactEntry, *, by: Any, reason: str = "") -> ContactEntry:
    """Take an entry out of the log that was a mistake, with what was promised in it."""
    with deed(
        "contact.retired", by=by, programme=entry.programme, about=entry, reason=reason
    ):
        held = _held(entry)
        for promise in held.promises.current():
            promise.retire()
            promise.save(update_fields=["retired_at"])
        held.retire()
        held.save(update_fields=["retired_at"])
    return held


def note_promise(
    party: Party,
    facts: Mapping[str, Any],
    *,
    programme: Programme,
    by: Any,
    cluster: Cluster | None = None,
) -> Promise:
    """Enter a promise that stands alone."""
    promise = Promise(programme=programme, cluster=cluster)
    with deed("promise.noted", by=by, programme=programme):
        _check_cluster(cluster, programme)
        _take_party(promise, party, by)
        take(promise, facts, PROMISE_FACTS)
    return promise


def promise_in(entry: ContactEntry, facts: Mapping[str, Any], *, by: Any) -> Promise:
    """Add a promise that was given on this occasion."""
    with deed("promise.noted", by=by, programme=entry.programme, about=entry):
        return _promise(_held(entry), facts)


def keep_promise(promise: Promise, *, by: Any, on: date) -> Promise:
    """Note that a promise was kept."""
    with deed("promise.kept", by=by, programme=promise.programme):
        held = _held_promise(promise)
        _check_open(held)
        held.kept_on = on
        save(held)
    return held


def break_promise(promise: Promise, *, by: Any, on: date, because: str) -> Promise:
    """Note that a promise was not kept, and why."""
    with deed("promise.broken", by=by, programme=promise.programme):
        held = _held_promise(promise)
        _check_open(held)
        held.broken_on, held.broken_because = on, because
        save(held)
    return held


def reopen_promise(promise: Promise, *, by: Any) -> Promise:
    """Take back that a promise was kept or broken."""
    with deed("promise.reopened", by=by, programme=promise.programme):
        held = _held_promise(promise)
        held.kept_on, held.broken_on, held.broken_because = None, None, ""
        save(held)
    return held


def edit_promise(promise: Promise, facts: Mapping[str, Any], *, by: Any) -> Promise:
    """Change what was promised, or until when."""
    with deed("promise.edited", by=by, programme=promise.programme):
        held = _held_promise(promise)
        take(held, facts, PROMISE_FACTS)
    return held


def retire_promise(promise: Promise, *, by: Any, reason: str = "") -> Promise:
    """Take back a promise that nobody gave."""
    with deed("promise.retired", by=by, programme=promise.programme, reason=reason):
        held = _held_promise(promise)
        held.retire()
        held.save(update_fields=["retired_at"])
    return held


def _promise(entry: ContactEntry, facts: Mapping[str, Any]) -> Promise:
    promise = Promise(
        programme=entry.programme,
        cluster=entry.cluster,
        entry=entry,
        organisation=entry.organisation,
        person=entry.person,
    )
    take(promise, facts, PROMISE_FACTS)
    return promise


def _held(entry: ContactEntry) -> ContactEntry:
    held: Any = ContactEntry.objects.select_for_update(of=("self",))
    found: ContactEntry = held.select_related(
        "programme", "cluster", "organisation", "person"
    ).get(pk=entry.pk)
    return found


def _held_promise(promise: Promise) -> Promise:
    held: Any = Promise.objects.select_for_update(of=("self",))
    found: Promise = held.select_related("programme").get(pk=promise.pk)
    return found


def _check_open(promise: Promise) -> None:
    if not promise.is_open:
        raise RuleError(
            "promise_is_settled",
            gettext_noop(
                "Whether this promise was kept is noted already. Open it again first."
            ),
        )


def _check_cluster(cluster: Cluster | None, programme: Programme) -> None:
    if cluster is not None and cluster.programme_id != programme.pk:
        raise RuleError(
            "cluster_elsewhere",
            gettext_noop("“%(cluster)s” is not a cluster of this programme."),
            cluster=cluster.name,
        )


def _take_party(record: ContactEntry | Promise, party: Party, by: Any) -> None:
    programme = record.programme
    record.organisation = organisation_meant(
        party.organisation, programme=programme, by=by
    )
    record.person = person_meant(party.person, programme=programme, by=by)
