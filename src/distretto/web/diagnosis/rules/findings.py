"""Findings: strengths, weaknesses, opportunities, threats, and what follows."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.diagnosis.models import (
    Evidence,
    Finding,
    FindingEvidence,
    FindingVotes,
    StrategyOption,
    Study,
)
from distretto.web.diagnosis.rules.studies import changing, changing_part

INSIDE = (Finding.Quadrant.STRENGTH, Finding.Quadrant.WEAKNESS)


def add_finding(
    study: Study,
    *,
    quadrant: str,
    statement: str,
    bottleneck: str = "",
    evidence: Collection[Evidence] = (),
    by: Any,
) -> Finding:
    """Put a finding on the board, with the evidence it rests on."""
    with changing(study, "finding.added", by=by, about=statement) as held:
        last = held.findings.current().filter(quadrant=quadrant).count()
        finding = Finding(
            study=held,
            quadrant=quadrant,
            statement=statement,
            bottleneck=bottleneck,
            order=last,
        )
        finding.full_clean()
        finding.save()
        set_evidence(finding, evidence)
    return finding


def edit_finding(
    finding: Finding,
    *,
    statement: str,
    bottleneck: str,
    evidence: Collection[Evidence],
    by: Any,
) -> Finding:
    """Reword a finding, or rest it on other evidence."""
    with changing_part(finding, "finding.edited", by=by, about=statement) as held:
        held.statement, held.bottleneck = statement, bottleneck
        held.full_clean()
        held.save()
        set_evidence(held, evidence)
    return held


def move_finding(finding: Finding, *, quadrant: str, place: int, by: Any) -> Finding:
    """Move a finding to a quadrant and a place in it, the first being 0.

    Options that no longer pair inside with outside go with the move.
    """
    with changing_part(finding, "finding.moved", by=by) as held:
        others = list(
            held.study.findings.current().filter(quadrant=quadrant).exclude(pk=held.pk)
        )
        held.quadrant = quadrant
        others.insert(min(max(place, 0), len(others)), held)
        for order, each in enumerate(others):
            if each.order != order or each is held:
                each.order = order
                each.save(update_fields=["order", "quadrant"])
        stays_inside = quadrant in INSIDE
        broken = held.options_outside if stays_inside else held.options_inside
        for option in broken.current():
            option.retire()
            option.save(update_fields=["retired_at"])
    return held


def retire_finding(finding: Finding, *, by: Any) -> Finding:
    """Take a finding off the board, with the options that followed from it."""
    with changing_part(finding, "finding.retired", by=by) as held:
        for problem in held.problems.current():
            problem.finding = None
            problem.save(update_fields=["finding"])
        for link in [
            *held.evidence.current(),
            *held.votes.current(),
            *held.options_inside.current(),
            *held.options_outside.current(),
            held,
        ]:
            link.retire()
            link.save(update_fields=["retired_at"])
    return held


def set_evidence(finding: Finding, evidence: Collection[Evidence]) -> None:
    """Let a finding rest on these pieces of evidence, within the caller's deed."""
    wanted = {each.pk: each for each in evidence if each.study_id == finding.study_id}
    for link in finding.evidence.current():
        if wanted.pop(link.evidence_id, None) is None:
            link.retire()
            link.save(update_fields=["retired_at"])
    for each in wanted.values():
        FindingEvidence.objects.create(finding=finding, evidence=each)


def record_votes(
    study: Study,
    votes: Mapping[Finding, int],
    *,
    occasion: str,
    voters: int | None,
    held_on: date | None,
    by: Any,
) -> int:
    """Write down how a meeting voted on the findings; how many got votes said.

    Raises
    ------
    RuleError
        A finding has more votes than there were voters.
    """
    with changing(study, "finding.voted", by=by, about=occasion or study):
        for finding, count in votes.items():
            if voters is not None and count > voters:
                raise RuleError(
                    "more_votes_than_voters",
                    gettext_noop(
                        "“%(finding)s” has %(votes)s votes of %(voters)s voters. "
                        "Nobody votes for one finding twice."
                    ),
                    finding=finding.statement,
                    votes=count,
                    voters=voters,
                )
            FindingVotes.objects.create(
                finding=finding,
                occasion=occasion,
                votes=count,
                voters=voters,
                held_on=held_on,
            )
    return len(votes)


def add_option(
    inside: Finding, outside: Finding, *, statement: str, by: Any
) -> StrategyOption:
    """Say what follows of a strength or weakness beside an opportunity or threat.

    Raises
    ------
    RuleError
        They are not one from inside and one from outside the cluster, of one study.
    """
    is_pair = (
        inside.quadrant in INSIDE
        and outside.quadrant not in INSIDE
        and inside.study_id == outside.study_id
    )
    if not is_pair:
        raise RuleError(
            "no_pair",
            gettext_noop(
                "An option pairs a strength or weakness with an opportunity or threat."
            ),
        )
    with changing(inside.study, "option.added", by=by, about=statement) as held:
        option = StrategyOption(
            study=held, inside=inside, outside=outside, statement=statement
        )
        option.full_clean()
        option.save()
    return option


def retire_option(option: StrategyOption, *, by: Any) -> StrategyOption:
    """Take an option back."""
    with changing_part(option, "option.retired", by=by) as held:
        held.retire()
        held.save(update_fields=["retired_at"])
    return held
