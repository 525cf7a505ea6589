"""Gates, not locks: a gate says what is missing, and opens to a reason."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from distretto.errors import RuleError, gettext_noop
from distretto.web.history.models import Record
from distretto.web.selection.models import Round


@dataclass(frozen=True)
class Gate:
    """Something the method asks for first: a code and a sentence with its figures."""

    code: str
    template: str
    params: dict[str, Any]

    def __str__(self) -> str:
        return self.template % self.params


def gate(code: str, template: str, **params: Any) -> Gate:
    """A gate that stands closed."""
    return Gate(code, template, params)


def pass_gates(gates: Iterable[Gate], reason: str) -> str:
    """What the history keeps: the reason, and each gate it opened.

    Raises
    ------
    RuleError
        A gate is closed and no reason is given.
    """
    closed = list(gates)
    if closed and not reason.strip():
        raise RuleError(closed[0].code, closed[0].template, **closed[0].params)
    return "\n".join([reason.strip(), *(f"({each})" for each in closed)]).strip()


def say_why(reason: str) -> str:
    """The reason, which must be there."""
    if not reason.strip():
        raise RuleError(
            "reason_missing",
            gettext_noop("Say why. The reason is kept in the history of the round."),
        )
    return reason.strip()


def locked(round_: Round) -> Round:
    """The round as it is now, held until the deed is done."""
    return (
        Round.objects.select_for_update().select_related("programme").get(pk=round_.pk)
    )


@contextmanager
def holding(round_: Round) -> Iterator[Round]:
    """The round as it is now, held until the block is done: lock first, then check.

    What a page has loaded may be old. A check of it, or a reason not asked for because
    of it, would let a colleague's deed of this moment through.
    """
    with transaction.atomic():
        yield locked(round_)


@contextmanager
def holding_open(round_: Round) -> Iterator[Round]:
    """The same for all that a decision rests on: refused once it is validated."""
    with holding(round_) as now:
        check_not_decided(now)
        yield now


def check_not_decided(round_: Round) -> None:
    """Refuse where the round is decided: what a decision rests on stands under it."""
    if round_.is_decided:
        raise RuleError(
            "already_decided",
            gettext_noop(
                "“%(round)s” is decided, and what the decision rests on stands. Undo "
                "the validation in the history first, or keep it for the next round."
            ),
            round=round_.name,
        )


def held(record: Any) -> Any:
    """The record as it is now, held until the deed is done.

    What a page has loaded may be old, and saving it whole would undo a colleague.
    """
    return type(record).objects.select_for_update().get(pk=record.pk)


def keep(record: Record) -> Record:
    """Check a record whole, and save it."""
    record.full_clean()
    record.save()
    return record
