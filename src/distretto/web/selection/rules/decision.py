"""The decision: drafted, validated, announced; and clusters made of what was chosen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from distretto.errors import RuleError, gettext_noop
from distretto.web.history.rules import deed
from distretto.web.register.models import Cluster, ClusterPlace, Place
from distretto.web.selection.models import Candidate, Choice, Decision, Round
from distretto.web.selection.queries import ranking
from distretto.web.selection.rules.gates import (
    Gate,
    gate,
    keep,
    locked,
    pass_gates,
)


@dataclass(frozen=True)
class Verdict:
    """What the committee says of one candidate; undecided without `is_chosen`."""

    is_chosen: bool | None
    reasons: str


def write_decision(
    round_: Round,
    verdicts: Mapping[UUID, Verdict],
    *,
    by: Any,
    reasons_for_rest: str = "",
    **fields: Any,
) -> Decision:
    """Write the decision down, whole or in part; it binds nobody until validated.

    `reasons_for_rest` stands for every candidate in the ranking of which nothing else
    is said: it is not chosen.
    """
    with _about("decision.written", round_, by):
        round_ = locked(round_)
        _check_scored(round_)
        decision = round_.decisions.current().first() or Decision(round=round_)
        for name, value in fields.items():
            setattr(decision, name, value)
        keep(decision)
        for candidate in _in_the_ranking(round_):
            verdict = verdicts.get(candidate.pk)
            if verdict is None and reasons_for_rest.strip():
                verdict = Verdict(False, reasons_for_rest)
            _write_choice(decision, candidate, verdict)
        return decision


def _in_the_ranking(round_: Round) -> list[Candidate]:
    return list(
        round_.candidates.current().filter(stage=Round.Stage.SCORED, left_at="")
    )


def _write_choice(
    decision: Decision, candidate: Candidate, verdict: Verdict | None
) -> None:
    there = decision.choices.current().filter(candidate=candidate).first()
    if verdict is None:
        return
    if verdict.is_chosen is None:
        if there:
            there.retired_at = timezone.now()
            there.save()
        return
    choice = there or Choice(decision=decision, candidate=candidate)
    said = (verdict.is_chosen, verdict.reasons.strip())
    if there and said == (there.is_chosen, there.reasons):
        return
    choice.is_chosen, choice.reasons = said
    if not choice.reasons:
        raise RuleError(
            "reasons_missing",
            gettext_noop("Give the reasons for “%(candidate)s”."),
            candidate=candidate.name,
        )
    keep(choice)


def validation_gates(round_: Round) -> Iterator[Gate]:
    """What the method asks for before a decision is validated."""
    chosen = Choice.objects.current().filter(
        decision__round=round_, decision__retired_at=None, is_chosen=True
    )
    count = chosen.count()
    if count != round_.places_to_choose:
        yield gate(
            "other_number_chosen",
            gettext_noop(
                "%(chosen)d are chosen, and the round is to choose %(places)d. Change "
                "the choice, or say why the number differs."
            ),
            chosen=count,
            places=round_.places_to_choose,
        )
    if not round_.has_fixed_weights:
        yield gate(
            "weights_not_fixed",
            gettext_noop(
                "The weights are not fixed with minutes. Fix them, or say why not."
            ),
        )


def validate_decision(
    round_: Round,
    *,
    by: Any,
    reason: str = "",
    written: Mapping[str, Any] | None = None,
) -> Round:
    """Make the decision binding: the chosen go on, the others leave with reasons.

    `written` is what `write_decision` takes, where it is not kept already: it is
    written down in the same deed.
    """
    with _about("decision.validated", round_, by) as entry:
        round_ = locked(round_)
        _check_scored(round_)
        if written is not None:
            write_decision(round_, by=by, **written)
        entry.reason = pass_gates(validation_gates(round_), reason)
        entry.save(update_fields=["reason"])
        _check_nobody_waits(round_)
        choices = _complete_choices(round_)
        _freeze_ranking(round_)
        for candidate in _in_the_ranking(round_):
            _apply(candidate, choices.get(candidate.pk))
        round_.stage = Round.Stage.VALIDATED
        return keep(round_)  # type: ignore[return-value]


def _freeze_ranking(round_: Round) -> None:
    """Keep the ranking that the committee had before it with its decision."""
    decision = round_.decisions.current().get()
    decision.ranking = ranking.kept_of(round_)
    keep(decision)


def _complete_choices(round_: Round) -> dict[UUID, Choice]:
    """The choice of every candidate in the ranking; refuses where one is lacking.

    Only who is ruled out needs none: the ground of the veto is the reason.
    """
    decision = round_.decisions.current().first()
    if decision is None:
        raise RuleError(
            "no_decision", gettext_noop("Write the decision down before validating it.")
        )
    choices = {each.candidate_id: each for each in decision.choices.current()}
    for candidate in _in_the_ranking(round_):
        if candidate.pk not in choices and not _ground(candidate):
            raise RuleError(
                "undecided",
                gettext_noop(
                    "“%(candidate)s” is neither chosen nor not chosen. Decide, with "
                    "reasons."
                ),
                candidate=candidate.name,
            )
    return choices


def _ground(candidate: Candidate) -> str:
    veto = candidate.vetoes.current().first()
    return veto.ground if veto else ""


def _check_nobody_waits(round_: Round) -> None:
    """At the decision everybody has been scored or has left with a reason."""
    waiting = round_.candidates.current().filter(
        stage__in=[Round.Stage.LONG_LIST, Round.Stage.SHORT_LIST], left_at=""
    )
    if first := waiting.first():
        raise RuleError(
            "still_waiting",
            gettext_noop(
                "“%(candidate)s” is still on the list “%(stage)s”. Score it, or let "
                "it leave with a reason."
            ),
            candidate=first.name,
            stage=first.get_stage_display(),
        )


def _apply(candidate: Candidate, choice: Choice | None) -> None:
    ground = _ground(candidate)
    if choice and choice.is_chosen and ground:
        raise RuleError(
            "chosen_despite_veto",
            gettext_noop(
                "“%(candidate)s” is ruled out: %(ground)s Withdraw the veto with a "
                "reason before choosing it."
            ),
            candidate=candidate.name,
            ground=ground,
        )
    if choice and choice.is_chosen:
        candidate.stage = Round.Stage.VALIDATED
    else:
        candidate.left_at = candidate.stage
        candidate.left_because = choice.reasons if choice else ground
    candidate.full_clean(exclude=["round", "cluster_map", "cluster"])
    candidate.save()


def announce(round_: Round, *, by: Any, on: date) -> Round:
    """Announce the choice: from now on everybody in the programme reads the round."""
    with _about("round.announced", round_, by):
        round_ = locked(round_)
        if round_.stage != Round.Stage.VALIDATED:
            raise RuleError(
                "not_validated",
                gettext_noop("Only a validated decision is announced, and once."),
            )
        chosen = round_.candidates.current().filter(
            stage=Round.Stage.VALIDATED, left_at=""
        )
        for candidate in chosen.select_for_update():
            candidate.stage = Round.Stage.ANNOUNCED
            candidate.save()
        round_.stage, round_.announced_on = Round.Stage.ANNOUNCED, on
        return keep(round_)  # type: ignore[return-value]


CHOSEN = (Round.Stage.VALIDATED, Round.Stage.ANNOUNCED)


def make_cluster(candidate: Candidate, *, by: Any) -> Cluster:
    """Make a cluster of the register of a chosen candidate, with how it came there."""
    with deed(
        "cluster.made", by=by, programme=candidate.round.programme_id, about=candidate
    ):
        candidate = _held(candidate)
        _check_chosen(candidate)
        cluster = Cluster(
            programme=candidate.round.programme,
            name=candidate.name,
            products=candidate.products,
            industries=candidate.industries,
            origin=_origin(candidate),
        )
        if candidate.classification:
            cluster.classification = candidate.classification
        keep(cluster)
        for place in _places_of(candidate):
            keep(ClusterPlace(cluster=cluster, place=place))
        candidate.cluster = cluster
        keep(candidate)
        return cluster


def _held(candidate: Candidate) -> Candidate:
    held = Candidate.objects.select_for_update(of=("self",))
    return held.select_related("round__programme").get(pk=candidate.pk)


def _check_chosen(candidate: Candidate) -> None:
    if candidate.has_left or candidate.stage not in CHOSEN:
        raise RuleError(
            "not_chosen",
            gettext_noop("“%(candidate)s” is not chosen by a validated decision."),
            candidate=candidate.name,
        )
    if candidate.cluster_id:
        raise RuleError(
            "cluster_there",
            gettext_noop("“%(candidate)s” is in the register already."),
            candidate=candidate.name,
        )


def _origin(candidate: Candidate) -> str:
    decision = candidate.round.decisions.current().get()
    reasons = decision.choices.current().get(candidate=candidate).reasons
    return gettext(
        "Chosen in “%(round)s” on %(date)s by %(validators)s. Reasons: %(reasons)s"
    ) % {
        "round": candidate.round.name,
        "date": date_format(decision.decided_on),
        "validators": decision.validators,
        "reasons": reasons,
    }


def _places_of(candidate: Candidate) -> list[Place]:
    """The places of the register with the codes of the candidate's regions."""
    places = candidate.round.programme.places.current()
    return list(places.filter(code__in=candidate.regions))


def _check_scored(round_: Round) -> None:
    if round_.stage != Round.Stage.SCORED:
        raise RuleError(
            "not_at_decision",
            gettext_noop(
                "A decision is written after the scoring is closed and before it is "
                "validated. This round stands at “%(stage)s”."
            ),
            stage=round_.get_stage_display(),
        )


def _about(did: str, round_: Round, by: Any, reason: str = "") -> Any:
    return deed(did, by=by, programme=round_.programme_id, about=round_, reason=reason)
