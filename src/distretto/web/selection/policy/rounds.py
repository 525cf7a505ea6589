"""Who may do what in a selection round.

Managers run the round. Agents and analysts help with candidates and tests. Assessors
are named people of any role, and see the round they score. An evaluator may follow it
from the start, because nobody can check later what was shown to nobody; members and
observers read it once it is announced, so that an unfinished list does no harm to
those on it. What a person cannot see does not exist for them (404); what they see but
may not do is refused (403).
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from distretto.web.accounts.models import Role
from distretto.web.accounts.policy import (
    EVERYBODY,
    MANAGERS,
    STAFF,
    May,
    programme_for,
)
from distretto.web.selection.models import Assessor, Candidate, Round, Veto

Kind = Role.Kind
HELPERS = frozenset({Kind.MANAGER, Kind.AGENT, Kind.ANALYST})
MAY: May = {
    "list": EVERYBODY,
    # Before the announcement; afterwards everybody in the programme reads.
    "view": STAFF | {Kind.EVALUATOR},
    "help": HELPERS,
    "manage": MANAGERS,
    # Whose name stands beside a score, unless the round shows names to everybody.
    "names": MANAGERS | {Kind.EVALUATOR},
    # Not a role's but a person's right: see `assessor_for`.
    "score": frozenset(),
}


def round_for(user: Any, slug: str, pk: UUID, *, to: str = "view") -> Round:
    """The round, with the user's role and place as assessor attached.

    Raises
    ------
    Http404
        There is none, or the user may not see it yet.
    PermissionDenied
        The user sees it and may not do this.
    """
    programme = programme_for(user, slug, to="list", may=MAY)
    found = Round.objects.current().filter(programme=programme, pk=pk).first()
    if found is None:
        raise Http404
    found.programme = programme
    found.my_assessor = _assessor_of(found, user)
    if not may_see(found):
        raise Http404
    if not may(found, to):
        raise PermissionDenied
    return found


def _assessor_of(round_: Round, user: Any) -> Assessor | None:
    seat = Assessor.objects.current().filter(round=round_, user=user).first()
    if seat:
        seat.round = round_
    return seat


def may_see(round_: Any) -> bool:
    """Whether a loaded round exists for its reader."""
    return (
        round_.programme.my_role.kind in MAY["view"]
        or round_.my_assessor is not None
        or round_.is_announced
    )


def may(round_: Any, to: str) -> bool:
    """Whether the reader of a loaded round may do this: also for templates."""
    if to == "view":
        return may_see(round_)
    if to == "score":
        return round_.my_assessor is not None
    # An assessor may raise a veto, whatever their role.
    if to == "veto":
        return round_.my_assessor is not None or may(round_, "help")
    if to == "names" and round_.names_assessors:
        return may_see(round_)
    return round_.programme.my_role.kind in MAY[to]


def candidate_of(round_: Round, pk: UUID) -> Candidate:
    """A candidate of a loaded round, or 404."""
    found = Candidate.objects.current().filter(round=round_, pk=pk).first()
    if found is None:
        raise Http404
    found.round = round_
    return found


def part_of(records: Any, pk: UUID) -> Any:
    """One of a loaded round's own records (test, criterion, assessor), or 404."""
    found = records.current().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def check_may_withdraw(round_: Round, veto: Veto, user: Any) -> None:
    """A veto is withdrawn by who raised it, or by a manager."""
    if veto.raised_by_id != user.pk and not may(round_, "manage"):
        raise PermissionDenied
