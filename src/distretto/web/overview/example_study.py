"""The study of the example's first cluster, told through the rules and endorsed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from distretto.example.study import Row, StudyStory, study_story
from distretto.formats.charts.language import Language
from distretto.web.accounts.models import User
from distretto.web.diagnosis import linkage_parts, study_files, survey_parts
from distretto.web.diagnosis.models import (
    BaselineValue,
    EndorsedEdition,
    Evidence,
    Study,
    Wave,
)
from distretto.web.diagnosis.queries import baseline
from distretto.web.diagnosis.queries.missing import missing_in
from distretto.web.diagnosis.rules import evidence, findings, problems, studies
from distretto.web.overview.example_tables import tell_tables
from distretto.web.register.models import Body, Cluster, Organisation

TELLING = 3  # as many of the survey's figures as a piece of evidence names


def tell_study(body: Body, cluster: Cluster, people: Mapping[str, User]) -> Study:
    """Write the study, lay it before the commission, and endorse it."""
    story, amina = study_story(), people["amina"]
    study = _begin(story, cluster, amina)
    tell_tables(story, study, by=amina)
    for key, text in story.sections.items():
        studies.write_section(study, key, text=text.strip(), is_ready=True, by=amina)
    pieces = _evidence(story, study, amina)
    board = _board(story, study, pieces, amina)
    _problems(story, study, board, pieces, amina)
    _endorse(story, study, body, people)
    return study


def day(ago: int) -> date:
    """The day so many days before today."""
    return timezone.localdate() - timedelta(days=ago)


def _begin(story: StudyStory, cluster: Cluster, by: User) -> Study:
    wave = Wave.objects.current().filter(cluster=cluster, kind=Wave.Kind.BASELINE)
    study = studies.begin_study(cluster, title=story.title, by=by)
    facts = {
        "title": story.title,
        "wave": wave.first(),
        "product": story.product,
        "product_unit": story.product_unit,
        "currency": story.currency,
    }
    return studies.edit_study(study, facts, by=by)


def _evidence(story: StudyStory, study: Study, by: User) -> dict[str, Evidence]:
    """Conversations, and what is quoted of them, of papers, and of this site."""
    talks = {row["key"]: _interview(row, study, by) for row in story.interviews}
    pieces = {}
    for row in story.evidence:
        talk = talks.get(row.get("interview", ""))
        facts = {
            "kind": row.get("kind", Evidence.Kind.INTERVIEW),
            "title": row["title"],
            "quotation": row.get("quotation") or _figures(row["from"], study),
            "source": row.get("source", ""),
            "interview": talk,
            "dated": talk.held_on if talk else None,
        }
        pieces[row["key"]] = evidence.add_evidence(study, facts, by=by)
    return pieces


def _interview(row: Row, study: Study, by: User) -> Any:
    organisations = Organisation.objects.current().filter(
        programme=study.cluster.programme
    )
    facts = {
        "organisation": organisations.filter(name=row["organisation"]).get()
        if "organisation" in row
        else None,
        "group": row["group"],
        "held_on": day(row["ago"]),
        "interviewer": by.name,
        "has_consent": row.get("consent", True),
        "notes": row["notes"],
        "confidential": row.get("confidential", ""),
    }
    return evidence.add_interview(study, facts, by=by)


def _figures(origin: str, study: Study) -> str:
    """What the survey or the linkages say today, in words."""
    if origin == "survey":
        severe = [each for each in _severe(study) if each.value is not None]
        told = sorted(severe, key=lambda each: -(each.value or 0))[:TELLING]
        return "; ".join(f"{e.indicator}: {_percent(e.value)}" for e in told)
    values = linkage_parts.of_linkages(study)
    return "; ".join(
        f"{each.indicator}, {each.group}: {Language().number(each.value, 3)}"
        for each in values
        if each.key == "linkages:density"
    )


def _severe(study: Study) -> list[BaselineValue]:
    values = survey_parts.of_survey(study)
    return [each for each in values if each.key.endswith(":severe")]


def _percent(value: float | None) -> str:
    return Language().percent(value, 0)


def _board(
    story: StudyStory, study: Study, pieces: Mapping[str, Evidence], by: User
) -> dict[str, Any]:
    """Findings with their evidence, the votes of a meeting, and options."""
    board = {
        row["key"]: findings.add_finding(
            study,
            quadrant=row["quadrant"],
            statement=row["statement"],
            bottleneck=row.get("bottleneck", ""),
            evidence=[pieces[key] for key in row["evidence"]],
            by=by,
        )
        for row in story.findings
    }
    findings.record_votes(
        study,
        {board[row["key"]]: row["votes"] for row in story.findings},
        occasion=story.votes["occasion"],
        voters=story.votes["voters"],
        held_on=day(story.votes["ago"]),
        by=by,
    )
    for row in story.options:
        inside, outside = board[row["inside"]], board[row["outside"]]
        findings.add_option(inside, outside, statement=row["statement"], by=by)
    return board


def _problems(
    story: StudyStory,
    study: Study,
    board: Mapping[str, Any],
    pieces: Mapping[str, Evidence],
    by: User,
) -> None:
    shares = {each.key: each.value for each in _severe(study)}
    named = {}
    for row in story.problems:
        category = row.get("bottleneck", "")
        share = row.get("share") or shares.get(f"survey:{category}:severe")
        facts = {
            **row,
            "share": None if share is None else f"{float(share):.4f}",
            "finding": board.get(row.get("finding", "")),
            "evidence": pieces.get(row.get("evidence", "")),
        }
        named[row["key"]] = problems.add_problem(study, facts, by=by)
    for row in story.causes:
        problems.link_cause(named[row["cause"]], named[row["effect"]], by=by)


def _endorse(
    story: StudyStory, study: Study, body: Body, people: Mapping[str, User]
) -> None:
    """As the commission decided: with what it knew to be missing."""
    boris = people["boris"]
    studies.send_to_commission(study, body, by=people["amina"])
    note = story.remark
    studies.remark(study, note["section"], text=note["text"], by=people["farah"])
    meeting = body.meetings.get(decisions__text__startswith=story.decision)
    decision = meeting.decisions.get(text__startswith=story.decision)
    endorsement = studies.Endorsement(
        endorsed_on=meeting.day,
        decision=decision.text,
        meeting=meeting,
        reason=story.reason,
    )
    studies.endorse(study, endorsement, gate=missing_in, freeze=_freeze, by=boris)


def _freeze(edition: EndorsedEdition) -> studies.Frozen:
    study = edition.study
    return study_files.keep_pdf(study, edition), baseline.values_for(study)
