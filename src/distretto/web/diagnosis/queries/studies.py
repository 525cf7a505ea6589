"""A study as its pages show it: sections, what is missing, findings, problems."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext, ngettext

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
from distretto.web.diagnosis.queries.linkages import wave_of
from distretto.web.diagnosis.study_sections import SECTIONS, SectionKind
from distretto.web.register.models import Cluster

CURRENT = Q(retired_at__isnull=True)


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


def board_of(study: Study) -> list[tuple[str, str, list[Finding]]]:
    """The four quadrants with their findings: code, name, findings."""
    findings = list(findings_of(study))
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


def missing_in(study: Study) -> list[str]:
    """What a study lacks before it should go to the commission, in sentences."""
    return list(_missing(study))


def _missing(study: Study) -> Iterator[str]:
    states = sections_of(study)
    unwritten = [each for each in states if not each.text.strip()]
    if unwritten:
        yield ngettext(
            "%(count)s section has no text yet: %(first)s.",
            "%(count)s sections have no text yet; the first: %(first)s.",
            len(unwritten),
        ) % {"count": len(unwritten), "first": unwritten[0].kind.title}
    yield from _missing_findings(study)
    yield from _missing_figures(study)
    if study.wave is None:
        yield gettext(
            "No wave is named: say whose answers and linkages the study speaks of."
        )
    elif not study.wave.surveys.current().filter(PUBLISHED).exists():
        yield gettext(
            "No results of the survey of “%(wave)s” are published: a study shows what "
            "everybody may see."
        ) % {"wave": study.wave.name}
    yield from _missing_linkages(study)
    interviews = interviews_of(study).count()
    if interviews < LEAST_INTERVIEWS:
        yield ngettext(
            "Only %(count)s interview is entered; the method asks for 30 to 60 firms "
            "and 10 to 20 institutions.",
            "Only %(count)s interviews are entered; the method asks for 30 to 60 firms "
            "and 10 to 20 institutions.",
            interviews,
        ) % {"count": interviews}
    open_remarks = sum(each.open_remarks for each in states)
    if open_remarks:
        yield ngettext(
            "%(count)s remark of the commission is not answered.",
            "%(count)s remarks of the commission are not answered.",
            open_remarks,
        ) % {"count": open_remarks}


PUBLISHED = Q(published__isnull=False, published__retired_at__isnull=True)
LEAST_INTERVIEWS = 10
QUADRANTS = tuple(Finding.Quadrant)


def _missing_findings(study: Study) -> Iterator[str]:
    findings = list(findings_of(study))
    empty = [
        str(quadrant.label)
        for quadrant in QUADRANTS
        if not any(each.quadrant == quadrant for each in findings)
    ]
    if empty:
        yield gettext("No finding yet under: %(names)s.") % {"names": ", ".join(empty)}
    bare = [each for each in findings if not each.links]  # type: ignore[attr-defined]
    if bare:
        yield ngettext(
            "%(count)s finding rests on no evidence: “%(first)s”.",
            "%(count)s findings rest on no evidence; the first: “%(first)s”.",
            len(bare),
        ) % {"count": len(bare), "first": bare[0].statement}
    ranked = ranked_problems(study)
    unknown = [each for each in ranked if each.priority is None]
    if not ranked:
        yield gettext("No problem is named yet.")
    elif unknown:
        yield ngettext(
            "%(count)s problem has no priority, because its share, severity or "
            "feasibility is unknown: “%(first)s”.",
            "%(count)s problems have no priority, because a share, severity or "
            "feasibility is unknown; the first: “%(first)s”.",
            len(unknown),
        ) % {"count": len(unknown), "first": unknown[0].problem.statement}


def _missing_linkages(study: Study) -> Iterator[str]:
    """Linkages of which too few were asked for any figure of the whole."""
    found = wave_of(study)
    if found is None or not found[1].is_thin:
        return
    wave = found[1]
    yield ngettext(
        "Only %(count)s of %(actors)s actors of “%(wave)s” was asked about linkages: "
        "too few for figures of the cluster.",
        "Only %(count)s of %(actors)s actors of “%(wave)s” were asked about linkages: "
        "too few for figures of the cluster.",
        wave.surveyed or 0,
    ) % {"count": wave.surveyed, "actors": wave.counted, "wave": wave.name}


def _missing_figures(study: Study) -> Iterator[str]:
    """Indicators of which no value is chosen, and so none is in the baseline."""
    told = study.figures.current().filter(of="").values_list("indicator", "is_used")
    used = {indicator for indicator, is_used in told if is_used}
    for indicator in sorted({each for each, _used in told} - used):
        yield gettext(
            "Sources disagree on “%(indicator)s”, and no value is chosen: choose one "
            "in the profile."
        ) % {"indicator": indicator}


def studies_of(clusters: Sequence[Cluster]) -> dict[Any, Study]:
    """The study of each cluster that has one."""
    found = Study.objects.current().filter(cluster__in=clusters)
    return {each.cluster_id: each for each in found}
