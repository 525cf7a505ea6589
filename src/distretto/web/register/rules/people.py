"""People, and what they are in firms and institutions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.accounts.models import Programme
from distretto.web.history.rules import deed
from distretto.web.register.models import Organisation, Person, Position
from distretto.web.register.rules.writing import take

FACTS = (
    "name",
    "sex",
    "phone",
    "email",
    "speaks",
    "consent",
    "consent_on",
    "consent_for",
    "note",
)


def add_person(
    facts: Mapping[str, Any],
    *,
    programme: Programme,
    by: Any,
    organisation: Organisation | None = None,
    title: str = "",
    is_contact: bool = False,
) -> Person:
    """Enter a person, with their position where an organisation is given."""
    person = Person(programme=programme)
    with deed("person.added", by=by, programme=programme, about=facts["name"]):
        take(person, facts, FACTS)
        if organisation is not None:
            give_position(
                person, organisation, by=by, title=title, is_contact=is_contact
            )
    return person


def edit_person(person: Person, facts: Mapping[str, Any], *, by: Any) -> Person:
    """Change what is said of a person."""
    with deed("person.edited", by=by, programme=person.programme, about=facts["name"]):
        held: Person = Person.objects.select_for_update().get(pk=person.pk)
        take(held, facts, FACTS)
    return held


def retire_person(person: Person, *, by: Any, reason: str = "") -> Person:
    """Take a person out of use, as when they ask for it; their positions end too."""
    with deed(
        "person.retired",
        by=by,
        programme=person.programme,
        about=person,
        reason=reason,
    ):
        held: Person = Person.objects.select_for_update().get(pk=person.pk)
        for position in held.positions.current():
            position.retire()
            position.save(update_fields=["retired_at"])
        held.retire()
        held.save(update_fields=["retired_at"])
    return held


def give_position(
    person: Person,
    organisation: Organisation,
    *,
    by: Any,
    title: str = "",
    is_contact: bool = False,
    began_on: date | None = None,
) -> Position:
    """Say what a person is in a firm or institution.

    Raises
    ------
    RuleError
        They are of two programmes, or the person holds this position already.
    """
    if person.programme_id != organisation.programme_id:
        raise RuleError(
            "organisation_elsewhere",
            gettext_noop("“%(name)s” is not in the register of this programme."),
            name=organisation.name,
        )
    with deed(
        "position.given",
        by=by,
        programme=person.programme,
        about=f"{person}: {organisation}",
    ):
        there = Position.objects.current().filter(
            person=person, organisation=organisation, ended_on__isnull=True
        )
        if there.filter(title__iexact=title).exists():
            raise RuleError(
                "position_already",
                gettext_noop("“%(person)s” is that in “%(organisation)s” already."),
                person=person.name,
                organisation=organisation.name,
            )
        position = Position(
            person=person,
            organisation=organisation,
            title=title,
            is_contact=is_contact,
            began_on=began_on,
        )
        position.full_clean()
        position.save()
    return position


def end_position(
    position: Position, *, by: Any, ended_on: date | None, because: str = ""
) -> Position:
    """End a position; without a day it was a mistake and is taken back."""
    with deed(
        "position.ended",
        by=by,
        programme=position.person.programme,
        about=position,
        reason=because,
    ):
        held: Position = Position.objects.select_for_update().get(pk=position.pk)
        if ended_on is None:
            held.retire()
        else:
            held.ended_on = ended_on
        held.full_clean(exclude=["person", "organisation"])
        held.save()
    return held
