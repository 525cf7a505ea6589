"""A round: started, changed, and its long list closed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from distretto.errors import RuleError, gettext_noop
from distretto.web.accounts.models import Programme
from distretto.web.history.rules import change_all, deed
from distretto.web.selection.defaults import default_criteria, default_tests
from distretto.web.selection.models import Candidate, Round
from distretto.web.selection.rules.gates import (
    check_not_decided,
    holding,
    keep,
    say_why,
)

# What the ranking is worked out from; a decision rests on them too.
RANKED_BY = frozenset({"places_to_choose", "seed"})
WEIGHTY = RANKED_BY | {"names_assessors"}


def start_round(programme: Programme, *, by: Any, **fields: Any) -> Round:
    """Start a round with the tests and criteria of the method."""
    with deed("round.started", by=by, programme=programme, about=fields["name"]):
        round_ = Round(programme=programme, **fields)
        keep(round_)
        for part in [*default_tests(round_), *default_criteria(round_)]:
            keep(part)
        return round_


def change_round(round_: Round, *, by: Any, reason: str = "", **fields: Any) -> Round:
    """Change name, purpose, number to choose, seed, or who reads assessors' names.

    After the scores are visible the number to choose and the seed bear on the
    outcome, and assessors have scored on what they were told of their names: changing
    these needs a reason. After the decision number and seed stay as they are.
    """
    with holding(round_) as round_:
        changed = {
            name for name, value in fields.items() if value != getattr(round_, name)
        }
        if changed & RANKED_BY:
            check_not_decided(round_)
        if changed & WEIGHTY and round_.is_scoring_closed:
            reason = say_why(reason)
        with _about("round.changed", round_, by, reason):
            for name, value in fields.items():
                setattr(round_, name, value)
            return keep(round_)  # type: ignore[return-value]


def close_long_list(
    round_: Round,
    *,
    by: Any,
    reason: str = "",
    reasons: Mapping[UUID, str] | None = None,
) -> Round:
    """End the long list: who is not on the short list leaves, each with a reason.

    So that at every later stage each candidate is either in the funnel or has left it
    with a reason. `reasons` has a candidate's own, which its letter quotes; `reason`
    stands for all of which nothing else is said.
    """
    with holding(round_) as round_:
        _check_stage(round_, Round.Stage.LONG_LIST)
        own = {pk: words.strip() for pk, words in (reasons or {}).items()}
        leaving = list(_still_on_long_list(round_))
        rest = [each for each in leaving if not own.get(each.pk)]
        if rest:
            reason = say_why(reason)
        with _about("round.long_list_closed", round_, by, reason):
            _check_short_list(round_)
            change_all(rest, left_at=Round.Stage.LONG_LIST, left_because=reason)
            _let_leave([each for each in leaving if own.get(each.pk)], own)
            round_.stage = Round.Stage.SHORT_LIST
            return keep(round_)  # type: ignore[return-value]


def _let_leave(candidates: list[Candidate], reasons: Mapping[UUID, str]) -> None:
    for each in candidates:
        each.left_at, each.left_because = Round.Stage.LONG_LIST, reasons[each.pk]
        keep(each)


def _still_on_long_list(round_: Round) -> Any:
    return round_.candidates.current().filter(stage=Round.Stage.LONG_LIST, left_at="")


def _check_stage(round_: Round, stage: str) -> None:
    if round_.stage != stage:
        raise RuleError(
            "long_list_closed", gettext_noop("The long list is closed already.")
        )


def _check_short_list(round_: Round) -> None:
    if not Candidate.objects.filter(
        round=round_, stage=Round.Stage.SHORT_LIST, left_at="", retired_at=None
    ).exists():
        raise RuleError(
            "short_list_empty",
            gettext_noop("The short list is empty. Move at least one candidate to it."),
        )


def _about(did: str, round_: Round, by: Any, reason: str = "") -> Any:
    return deed(did, by=by, programme=round_.programme_id, about=round_, reason=reason)
