"""Who is meant: a record that is there, or a name that becomes one."""

from dataclasses import dataclass
from typing import Any, TypeVar

from distretto.errors import RuleError, gettext_noop
from distretto.web.accounts.models import Programme
from distretto.web.register.kinds import FIRM
from distretto.web.register.models import Organisation, Person
from distretto.web.register.rules.organisations import add_organisation
from distretto.web.register.rules.people import add_person

Kept = TypeVar("Kept", Organisation, Person)


@dataclass(frozen=True)
class NewName:
    """Somebody who is not in the register yet, by the name that was typed."""

    name: str


def person_meant(
    meant: Person | NewName | None, *, programme: Programme, by: Any
) -> Person | None:
    """The person that is meant, entered first where only a name is known."""
    if isinstance(meant, NewName):
        return add_person({"name": meant.name}, programme=programme, by=by)
    return _checked(meant, programme)


def organisation_meant(
    meant: Organisation | NewName | None, *, programme: Programme, by: Any
) -> Organisation | None:
    """The same for a firm or institution; one that is entered so is a firm."""
    if isinstance(meant, NewName):
        facts = {"name": meant.name, "kind": FIRM}
        return add_organisation(facts, programme=programme, by=by)
    return _checked(meant, programme)


def _checked(record: Kept | None, programme: Programme) -> Kept | None:
    if record is not None and record.programme_id != programme.pk:
        raise RuleError(
            "somebody_elsewhere",
            gettext_noop("“%(name)s” is not in the register of this programme."),
            name=str(record),
        )
    return record
