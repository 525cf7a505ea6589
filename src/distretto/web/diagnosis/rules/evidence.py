"""Interviews, and the evidence that findings rest on."""

from collections.abc import Mapping
from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.diagnosis.models import Evidence, Interview, Study
from distretto.web.diagnosis.rules.studies import changing
from distretto.web.register import arriving

FOLDER = "evidence"
INTERVIEW_FACTS = (
    "person",
    "organisation",
    "group",
    "held_on",
    "interviewer",
    "has_consent",
    "notes",
    "confidential",
)
FACTS = (
    "kind",
    "title",
    "quotation",
    "source",
    "dated",
    "interview",
    "address",
    "is_confidential",
)


def add_interview(study: Study, facts: Mapping[str, Any], *, by: Any) -> Interview:
    """Enter a conversation."""
    with changing(study, "interview.added", by=by) as held:
        interview = Interview(study=held)
        _take(interview, INTERVIEW_FACTS, facts)
    return interview


def edit_interview(
    interview: Interview, facts: Mapping[str, Any], *, by: Any
) -> Interview:
    """Change what is noted of a conversation."""
    with changing(interview.study, "interview.edited", by=by, about=interview):
        _take(interview, INTERVIEW_FACTS, facts)
    return interview


def retire_interview(interview: Interview, *, by: Any) -> Interview:
    """Take a conversation out, as when somebody takes back what they said."""
    with changing(interview.study, "interview.retired", by=by, about=interview):
        for each in [*interview.evidence.current(), interview]:
            each.retire()
            each.save(update_fields=["retired_at"])
    return interview


def add_evidence(
    study: Study,
    facts: Mapping[str, Any],
    *,
    by: Any,
    file: arriving.ArrivingFile | None = None,
) -> Evidence:
    """Put down something a finding can rest on.

    Raises
    ------
    RuleError
        It quotes somebody who did not agree to be quoted.
    """
    with changing(study, "evidence.added", by=by, about=facts["title"]) as held:
        evidence = Evidence(study=held)
        if file is not None:
            evidence.file.name = arriving.keep(file, FOLDER)
            evidence.file_name = (file.name or "file")[-200:]
        _check_consent(facts)
        _take(evidence, FACTS, facts)
    return evidence


def edit_evidence(evidence: Evidence, facts: Mapping[str, Any], *, by: Any) -> Evidence:
    """Change what is said of a piece of evidence."""
    with changing(evidence.study, "evidence.edited", by=by, about=facts["title"]):
        _check_consent(facts)
        _take(evidence, FACTS, facts)
    return evidence


def retire_evidence(evidence: Evidence, *, by: Any) -> Evidence:
    """Take a piece of evidence out; findings that rested on it show the gap."""
    with changing(evidence.study, "evidence.retired", by=by, about=evidence):
        for each in [*evidence.findings.current(), evidence]:
            each.retire()
            each.save(update_fields=["retired_at"])
    return evidence


def _check_consent(facts: Mapping[str, Any]) -> None:
    interview = facts.get("interview")
    is_open = not facts.get("is_confidential")
    if interview and facts.get("quotation") and is_open and not interview.has_consent:
        raise RuleError(
            "quoted_without_consent",
            gettext_noop(
                "%(who)s did not agree to be quoted. Mark the evidence confidential, "
                "or ask for consent and note it in the interview."
            ),
            who=str(interview),
        )


def _take(record: Any, names: tuple[str, ...], facts: Mapping[str, Any]) -> None:
    for name in names:
        if name in facts:
            setattr(record, name, facts[name])
    record.full_clean()
    record.save()
