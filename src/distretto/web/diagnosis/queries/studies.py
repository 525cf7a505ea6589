"""A study as its pages show it: sections, what is missing, findings, problems."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext

from distretto.analysis.diagnosis.problems import (
    ProblemTree,
    problem_priorities,
    problem_tree,
)
from distretto.web.diagnosis.models import (
    Cause,
    Evidence,
    Finding,
    FindingEvidence,
    FindingVotes,
    Interview,
    Problem,
    Section,
    Study,
)
from distretto.web.diagnosis.numbers import number
from distretto.web.diagnosis.queries.evidence import with_codes
from distretto.web.diagnosis.study_sections import SECTIONS, SectionKind


@dataclass(frozen=True)
class SectionState:
    """One section of a study: what it is, its text, and remarks not yet answered."""

    kind: SectionKind
    section: Section | None
    open_remarks: int = 0

    @property
    def text(self) -> str:
        return self.section.text if self.section else ""

    @property
    def is_ready(self) -> bool:
        return bool(self.section and self.section.is_ready)


def sections_of(study: Study) -> list[SectionState]:
    """All sections in their order, written or not."""
    written = study.sections.current().annotate(
        open_remarks=Count(
            "notes", filter=Q(notes__retired_at__isnull=True, notes__answer="")
        )
    )
    by_key = {each.key: each for each in written}
    return [
        SectionState(
            kind,
            by_key.get(kind.key),
            by_key[kind.key].open_remarks if kind.key in by_key else 0,
        )
        for kind in SECTIONS
    ]


def findings_of(study: Study) -> QuerySet[Finding]:
    """The findings of a study in their order, with their evidence and last votes."""
    links = (
        FindingEvidence.objects.current()
        .filter(evidence__retired_at__isnull=True)
        .select_related("evidence")
    )
    newest = (
        FindingVotes.objects.current()
        .filter(finding=OuterRef("pk"))
        .order_by(F("held_on").desc(nulls_last=True), "-created_at")
    )
    found: QuerySet[Finding] = (
        study.findings.current()
        .annotate(
            last_votes=Subquery(newest.values("votes")[:1]),
            last_voters=Subquery(newest.values("voters")[:1]),
        )
        .prefetch_related(Prefetch("evidence", queryset=links, to_attr="links"))
    )
    return found


def by_votes(findings: Iterable[Finding]) -> list[Finding]:
    """Findings with most votes first; where none were counted, in their own order."""
    return sorted(findings, key=lambda each: -(each.last_votes or 0))  # type: ignore[attr-defined]


def board_of(study: Study) -> list[tuple[str, str, list[Finding]]]:
    """The four quadrants with their findings: code, name, findings."""
    findings = list(findings_of(study))
    with_codes(study, [link.evidence for each in findings for link in each.links])  # type: ignore[attr-defined]
    return [
        (code, str(name), [each for each in findings if each.quadrant == code])
        for code, name in Finding.Quadrant.choices
    ]


@dataclass(frozen=True)
class Ranked:
    """A problem with its priority (0 to 1, None where a part is unknown) and rank."""

    problem: Problem
    priority: float | None
    rank: int | None

    @property
    def rests_on(self) -> str:
        """Its evidence, without telling what is confidential, or its finding."""
        piece = self.problem.evidence
        if piece is None:
            return str(self.problem.finding or "")
        if piece.is_confidential:
            return gettext("in confidence")
        return f"[{piece.code}] {piece.title}"  # type: ignore[attr-defined]


def ranked_problems(study: Study) -> list[Ranked]:
    """The problems of a study, the most urgent first, the unknown last."""
    problems = {
        str(each.pk): each
        for each in study.problems.current().select_related("finding", "evidence")
    }
    if not problems:
        return []
    table = pl.DataFrame(
        [
            (pk, number(each.share), each.severity, each.feasibility)
            for pk, each in problems.items()
        ],
        schema={
            "problem": pl.String,
            "share": pl.Float64,
            "severity": pl.Float64,
            "feasibility": pl.Float64,
        },
        orient="row",
    )
    with_codes(study, [p.evidence for p in problems.values() if p.evidence])
    rows = problem_priorities(table).sort("rank", nulls_last=True, maintain_order=True)
    return [
        Ranked(problems[row["problem"]], row["priority"], row["rank"])
        for row in rows.iter_rows(named=True)
    ]


def causes_of(study: Study) -> list[Cause]:
    """The arrows between problems in use."""
    return list(
        Cause.objects.current()
        .filter(
            cause__study=study,
            cause__retired_at__isnull=True,
            effect__retired_at__isnull=True,
        )
        .select_related("cause", "effect")
    )


def tree_of(study: Study) -> tuple[dict[str, Problem], ProblemTree, list[Cause]]:
    """The problems by key, their layers, and the arrows."""
    problems = {str(each.pk): each for each in study.problems.current()}
    causes = causes_of(study)
    arrows = [(str(each.cause_id), str(each.effect_id)) for each in causes]
    return problems, problem_tree(list(problems), arrows), causes


def interviews_of(study: Study) -> QuerySet[Interview]:
    """The conversations of a study, the latest first."""
    found: QuerySet[Interview] = study.interviews.current().select_related(
        "person", "organisation"
    )
    return found


def may_be_named(interview: Interview) -> bool:
    """Agreed to be quoted, and nothing of it was said in confidence.

    Looks at its evidence: prefetch that of several.
    """
    has_secret = bool(interview.confidential.strip()) or any(
        each.is_confidential and not each.is_retired
        for each in interview.evidence.all()
    )
    is_known = interview.person is not None or interview.organisation is not None
    return interview.has_consent and is_known and not has_secret


def evidence_of(study: Study, *, sees_confidential: bool) -> QuerySet[Evidence]:
    """The evidence of a study, with how many findings rest on each piece."""
    found: QuerySet[Evidence] = (
        study.evidence.current()
        .select_related("interview__person", "interview__organisation")
        .annotate(
            finding_count=Count("findings", filter=Q(findings__retired_at__isnull=True))
        )
    )
    return found if sees_confidential else found.filter(is_confidential=False)
