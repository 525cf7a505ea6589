"""Interviews, and the evidence that findings rest on.

Deeds on what was said in confidence name the study: evaluators read the history.
"""

from collections.abc import Mapping
from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.diagnosis.models import Evidence, Interview, Study
from distretto.web.diagnosis.rules.said_again import shares_words
from distretto.web.diagnosis.rules.studies import changing, changing_part, held_part
from distretto.web.history.rules import deed
from distretto.web.register import arriving
from distretto.web.register.rules.datasets import check_size
from distretto.web.register.rules.days import check_has_come

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
    """Enter a conversation.

    Raises
    ------
    RuleError
        Its day is still to come.
    """
    check_has_come(facts.get("held_on"))
    with changing(study, "interview.added", by=by) as held:
        interview = Interview(study=held)
        _take(interview, INTERVIEW_FACTS, facts)
    return interview


def edit_interview(
    interview: Interview, facts: Mapping[str, Any], *, by: Any
) -> Interview:
    """Change what is noted of a conversation.

    Where the consent to be quoted is taken back, all that came of it becomes
    confidential.
    """
    check_has_come(facts.get("held_on"))
    study = interview.study
    with changing_part(interview, "interview.edited", by=by, about=study) as held:
        _take(held, INTERVIEW_FACTS, facts)
        if not held.has_consent:
            _keep_back(held)
    return held


def take_consent_back(interview: Interview, *, by: Any) -> Interview:
    """Note that somebody does not want to be quoted any more.

    Nobody has to wait for the next edition for that: it passes while the study is
    endorsed. The document that was endorsed stays as it is.
    """
    study = interview.study
    programme = study.cluster.programme
    with deed("interview.consent_back", by=by, programme=programme, about=study):
        held: Interview = held_part(interview)
        held.has_consent = False
        held.save(update_fields=["has_consent"])
        _keep_back(held)
    return held


def _keep_back(interview: Interview) -> None:
    """All that came of the conversation becomes confidential.

    A recording, a photo or a source may tell who spoke, as a quotation does.
    """
    for piece in interview.evidence.current().filter(is_confidential=False):
        piece.is_confidential = True
        piece.save(update_fields=["is_confidential"])


def retire_interview(interview: Interview, *, by: Any) -> Interview:
    """Take a conversation out, as when somebody takes back what they said.

    Its evidence goes with it, and findings that rested on that show the gap.
    """
    study = interview.study
    with changing_part(interview, "interview.retired", by=by, about=study) as held:
        for piece in held.evidence.current():
            _retire_piece(piece)
        held.retire()
        held.save(update_fields=["retired_at"])
    return held


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
        It is open and came of a conversation with somebody who did not agree to be
        quoted, or quotes what was said in confidence; it says nothing that could be
        looked up, or the file is too large.
    """
    about = study if facts.get("is_confidential") else facts["title"]
    with changing(study, "evidence.added", by=by, about=about) as held:
        evidence = Evidence(study=held)
        if file is not None:
            check_size(file)
            evidence.file.name = arriving.keep(file, FOLDER)
            evidence.file_name = (file.name or "file")[-200:]
        _take(evidence, FACTS, facts)
        _check_consent(evidence)
        _check_confidence(evidence)
        _check_holds_something(evidence)
    return evidence


def edit_evidence(evidence: Evidence, facts: Mapping[str, Any], *, by: Any) -> Evidence:
    """Change what is said of a piece of evidence."""
    is_confidential = evidence.is_confidential or facts.get("is_confidential")
    about = evidence.study if is_confidential else evidence
    with changing_part(evidence, "evidence.edited", by=by, about=about) as held:
        _take(held, FACTS, facts)
        _check_consent(held)
        _check_confidence(held)
        _check_holds_something(held)
    return held


def retire_evidence(evidence: Evidence, *, by: Any) -> Evidence:
    """Take a piece of evidence out; findings that rested on it show the gap."""
    about = evidence.study if evidence.is_confidential else evidence
    with changing_part(evidence, "evidence.retired", by=by, about=about) as held:
        _retire_piece(held)
    return held


def _retire_piece(piece: Evidence) -> None:
    for problem in piece.problems.current():
        problem.evidence = None
        problem.save(update_fields=["evidence"])
    for each in [*piece.findings.current(), piece]:
        each.retire()
        each.save(update_fields=["retired_at"])


def _check_holds_something(piece: Evidence) -> None:
    if not any((piece.quotation, piece.source, piece.address, piece.file)):
        raise RuleError(
            "evidence_without_content",
            gettext_noop(
                "“%(title)s” says nothing that could be looked up. Give the words or "
                "the figure, the source, an address on this site, or a file."
            ),
            title=piece.title,
        )


def _check_consent(piece: Evidence) -> None:
    interview = piece.interview
    if interview and not interview.has_consent and not piece.is_confidential:
        raise RuleError(
            "quoted_without_consent",
            gettext_noop(
                "%(who)s did not agree to be quoted; a recording, a photo or a source "
                "may tell who spoke as well. Mark the evidence confidential, or ask "
                "for consent and note it in the interview."
            ),
            who=str(interview),
        )


def _check_confidence(piece: Evidence) -> None:
    interview = piece.interview
    if interview is None or piece.is_confidential:
        return
    if shares_words(piece.quotation, interview.confidential):
        raise RuleError(
            "quoted_in_confidence",
            gettext_noop(
                "The quotation has words of the confidential part of the interview "
                "with %(who)s. Mark the evidence confidential, or quote other words."
            ),
            who=str(interview),
        )


def _take(record: Any, names: tuple[str, ...], facts: Mapping[str, Any]) -> None:
    for name in names:
        if name in facts:
            setattr(record, name, facts[name])
    record.full_clean()
    record.save()
