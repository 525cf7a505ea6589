"""Vetoes: a ground that rules a candidate out whatever its scores."""

from typing import Any

from django.utils import timezone

from distretto.errors import RuleError, gettext_noop
from distretto.web.history.rules import deed
from distretto.web.selection.models import Candidate, Criterion, Veto
from distretto.web.selection.rules.gates import held, holding_open, keep, say_why


def raise_veto(
    candidate: Candidate, *, by: Any, ground: str, criterion: Criterion | None = None
) -> Veto:
    """Rule a candidate out on a ground; it is then listed apart from the ranking."""
    with (
        holding_open(candidate.round),
        _about("veto.raised", candidate, by, say_why(ground)),
    ):
        if criterion and not criterion.can_veto:
            raise RuleError(
                "criterion_cannot_veto",
                gettext_noop("“%(criterion)s” may not rule a candidate out."),
                criterion=criterion.name,
            )
        veto = Veto(
            candidate=candidate, criterion=criterion, ground=ground, raised_by=by
        )
        return keep(veto)  # type: ignore[return-value]


def withdraw_veto(veto: Veto, *, by: Any, reason: str) -> Veto:
    """Take a veto back, with the reason; the version before keeps its ground."""
    with (
        holding_open(veto.candidate.round),
        _about("veto.withdrawn", veto.candidate, by, say_why(reason)),
    ):
        veto = held(veto)
        veto.retired_at = timezone.now()
        veto.save()
        return veto


def _about(did: str, candidate: Candidate, by: Any, reason: str) -> Any:
    programme = candidate.round.programme_id
    return deed(did, by=by, programme=programme, about=candidate, reason=reason)
