"""Criteria and weights: agreed, minuted, and never changed in silence."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from distretto.errors import RuleError, gettext_noop
from distretto.web.history.rules import deed
from distretto.web.selection.models import Criterion, Round
from distretto.web.selection.rules.gates import held, holding_open, keep, say_why

WHOLE = Decimal(100)


def add_criterion(
    round_: Round, *, by: Any, reason: str = "", **fields: Any
) -> Criterion:
    """Add a criterion at the end, without weight until one is agreed."""
    with _about("criterion.added", round_, by, fields["name"], reason) as round_:
        last = round_.criteria.current().order_by("order").last()
        order = last.order + 1 if last else 1
        criterion = Criterion(round=round_, order=order, **fields)
        return keep(criterion)  # type: ignore[return-value]


def change_criterion(
    criterion: Criterion, *, by: Any, reason: str = "", **fields: Any
) -> Criterion:
    """Change the words of a criterion."""
    with _about("criterion.changed", criterion.round, by, criterion, reason):
        criterion = held(criterion)
        for name, value in fields.items():
            setattr(criterion, name, value)
        return keep(criterion)  # type: ignore[return-value]


def remove_criterion(criterion: Criterion, *, by: Any, reason: str = "") -> Criterion:
    """Take a criterion away; scores on it are kept in the history."""
    with _about("criterion.removed", criterion.round, by, criterion, reason):
        criterion = held(criterion)
        criterion.retired_at = timezone.now()
        criterion.save()
        return criterion


def set_weights(
    round_: Round,
    weights: Mapping[UUID, Decimal | None],
    *,
    by: Any,
    reason: str = "",
    minutes: str = "",
    participants: str = "",
) -> list[Criterion]:
    """Propose weights, in percent; once they are fixed, change them with a reason.

    Proposals may be unfinished. Fixed weights sum to 100 % at any time. Minutes and
    participants are kept as a draft of those that will fix the weights.
    """
    with _about("weights.changed", round_, by, round_, reason) as round_:
        criteria = _weighed(round_, weights)
        if round_.has_fixed_weights:
            _check_whole(criteria)
        else:
            _minuted(round_, minutes, participants)
        return criteria


def _minuted(round_: Round, minutes: str, participants: str) -> None:
    """A draft of the minutes; nothing said leaves what is there."""
    said = (minutes.strip(), participants.strip())
    if any(said) and said != (round_.weights_minutes, round_.weights_participants):
        round_.weights_minutes, round_.weights_participants = said
        keep(round_)


def _weighed(round_: Round, weights: Mapping[UUID, Decimal | None]) -> list[Criterion]:
    """The criteria of a round, those named with their new weights."""
    criteria = list(round_.criteria.current().select_for_update())
    for criterion in criteria:
        if criterion.pk in weights and weights[criterion.pk] != criterion.weight:
            criterion.weight = weights[criterion.pk]
            keep(criterion)
    return criteria


def fix_weights(
    round_: Round,
    *,
    by: Any,
    minutes: str,
    participants: str,
    weights: Mapping[UUID, Decimal | None] | None = None,
) -> Round:
    """Fix criteria and weights, with minutes and who took part, before any score shows.

    `weights` are those to be fixed, where they are not kept already. After the scores
    were visible this is a change like any other: with a reason, which the minutes give.
    """
    with _deed("weights.fixed", round_, by, round_, minutes) as round_:
        if round_.has_fixed_weights:
            raise RuleError(
                "weights_fixed", gettext_noop("The weights are fixed already.")
            )
        _check_minuted(minutes, participants)
        _check_whole(_weighed(round_, weights or {}))
        round_.weights_fixed_at = timezone.now()
        round_.weights_minutes = minutes.strip()
        round_.weights_participants = participants.strip()
        return keep(round_)  # type: ignore[return-value]


def unfix_weights(
    round_: Round,
    *,
    by: Any,
    reason: str,
    weights: Mapping[UUID, Decimal | None] | None = None,
) -> Round:
    """Open criteria and weights again; scores are kept, the reason is recorded.

    `weights` are kept as a proposal, be they whole or not.
    """
    with _deed("weights.unfixed", round_, by, round_, say_why(reason)) as round_:
        if not round_.has_fixed_weights:
            raise RuleError("weights_open", gettext_noop("The weights are not fixed."))
        round_.weights_fixed_at = None
        _weighed(round_, weights or {})
        return keep(round_)  # type: ignore[return-value]


def _check_minuted(minutes: str, participants: str) -> None:
    if not (minutes.strip() and participants.strip()):
        raise RuleError(
            "minutes_missing",
            gettext_noop("Write down who agreed the weights, and the minutes."),
        )


def _check_whole(criteria: list[Criterion]) -> None:
    empty = [each for each in criteria if each.weight is None]
    if empty:
        raise RuleError(
            "weight_missing",
            gettext_noop(
                "“%(criterion)s” has no weight. Give it one, 0 included, or remove the "
                "criterion."
            ),
            criterion=empty[0].name,
        )
    total = sum((each.weight or Decimal(0) for each in criteria), Decimal(0))
    if total != WHOLE:
        raise RuleError(
            "weights_not_whole",
            gettext_noop(
                "The weights sum to %(total)s %%. Change them until they sum to 100 %%."
            ),
            total=total.normalize().__format__("f"),
        )


def check_weights(round_: Round) -> None:
    """Refuse where the weights do not make a whole."""
    _check_whole(list(round_.criteria.current()))


@contextmanager
def _about(
    did: str, round_: Round, by: Any, about: object, reason: str
) -> Iterator[Round]:
    """A deed about criteria: open while they are, with a reason once they are fixed."""
    with holding_open(round_) as now:
        told = say_why(reason) if needs_reason(now) else reason.strip()
        with deed(did, by=by, programme=now.programme_id, about=about, reason=told):
            yield now


@contextmanager
def _deed(
    did: str, round_: Round, by: Any, about: object, reason: str
) -> Iterator[Round]:
    with (
        holding_open(round_) as now,
        deed(did, by=by, programme=now.programme_id, about=about, reason=reason),
    ):
        yield now


def needs_reason(round_: Round) -> bool:
    """Whether changes of criteria need a reason: they are fixed, or scores are seen."""
    return round_.has_fixed_weights or round_.is_scoring_closed
