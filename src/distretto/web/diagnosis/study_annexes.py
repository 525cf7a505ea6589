"""The annexes of a study: what was asked, whom, who endorsed it, where, and sources.

Everybody of the programme reads a study: nobody is named who did not agree to be
quoted, and the map has dots without names, a kilometre or so from where they are.
"""

from collections.abc import Iterator
from datetime import date
from textwrap import shorten

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Column, Table
from distretto.formats.documents.blocks import (
    Block,
    Drawing,
    Facts,
    Heading,
    Listing,
    Quote,
    Text,
)
from distretto.formats.questionnaire.editing import only_blocks
from distretto.formats.questionnaire.model import Question, Questionnaire
from distretto.web.diagnosis.models import (
    EndorsedEdition,
    Evidence,
    Form,
    Interview,
    Study,
)
from distretto.web.diagnosis.queries import questionnaires
from distretto.web.diagnosis.queries import studies as queries
from distretto.web.diagnosis.queries.evidence import with_codes
from distretto.web.diagnosis.study_photos import photos
from distretto.web.diagnosis.survey_parts import published_of
from distretto.web.register import pictures
from distretto.web.register.kinds import FIRM
from distretto.web.register.queries import organisations as register
from distretto.web.register.queries.clusters import places_of
from distretto.web.register.queries.places import shapes_of

_LONGEST = 160  # letters of the answers that a question offers
_LONGEST_WORDS = 400  # letters of what a piece of evidence says
_ROUNDED = 2  # decimals of a degree: a kilometre or so


def annexes(
    study: Study, decision: EndorsedEdition | None, language: Language
) -> list[Block]:
    """All annexes that have something to tell, lettered."""
    found = [
        (gettext("questionnaire"), [*_questionnaire(study, language)]),
        (gettext("interviews held"), [*_interviews(study)]),
        (gettext("endorsement"), [*_endorsement(decision)]),
        (gettext("where the firms are"), [*_map(study)]),
        (gettext("evidence and sources"), [*_sources(study)]),
    ]
    told: list[Block] = []
    there = [(title, blocks) for title, blocks in found if blocks]
    for letter, (title, blocks) in zip("ABCDE", there, strict=False):
        named = gettext("Annex %(letter)s: %(title)s")
        told += [Heading(named % {"letter": letter, "title": title}), *blocks]
    return told


def _questionnaire(study: Study, language: Language) -> Iterator[Block]:
    """The questions of the version whose results the study shows, block by block."""
    asked = _asked(study)
    if asked is None:
        return
    form, questionnaire = asked
    words = questionnaires.language_for(questionnaire)
    rows = []
    for block in questionnaire.blocks:
        name = questionnaire.label(block.labels, words) or block.code
        for question in block.questions:
            if not question.is_retired:
                label = questionnaire.label(question.labels, words) or question.code
                answer = _answer(questionnaire, question, words)
                rows.append((name, question.code, label, answer))
                name = ""  # it is said once
    columns = (
        Column("block", gettext("Block")),
        Column("code", gettext("Code")),
        Column("question", gettext("Question")),
        Column("answer", gettext("Answer")),
    )
    yield Listing(
        Table(columns, tuple(rows)),
        ("1.3fr", "1.2fr", "3.4fr", "2.1fr"),
        caption=gettext("Questions of “%(form)s”") % {"form": form},
    )


def _asked(study: Study) -> tuple[Form, Questionnaire] | None:
    survey = (
        study.wave.surveys.current().select_related("form").first()
        if study.wave
        else None
    )
    if survey is None:
        return None
    found = published_of(study)
    form = found.asked_by if found else survey.form
    whole = questionnaires.whole(form)
    return form, only_blocks(whole, survey.blocks) if survey.blocks else whole


def _answer(form: Questionnaire, question: Question, language: str) -> str:
    """The unit of a number, the answers to choose from; of a text, nothing."""
    choices = [
        form.label(each.labels, language) or each.name
        for each in form.offered(question)
        if not each.is_retired
    ]
    told = "; ".join(choices) or form.measure(question, language)
    return shorten(told, _LONGEST, placeholder=" …")


def _interviews(study: Study) -> Iterator[Block]:
    """Those who agreed to be quoted by name; of the others, how many there were."""
    found = queries.interviews_of(study).order_by("held_on", "created_at")
    held = list(found.prefetch_related("evidence"))
    named = [each for each in held if queries.may_be_named(each)]
    columns = (
        Column("day", gettext("Day")),
        Column("group", gettext("Group")),
        Column("who", gettext("Who")),
    )
    rows = tuple((_day(each.held_on), each.group, _who(each)) for each in named)
    if rows:
        yield Listing(
            Table(columns, rows),
            ("1fr", "1fr", "3fr"),
            caption=gettext("Interviews with those who agreed to be quoted"),
        )
    rest = len(held) - len(named)
    if rest:
        told = ngettext(
            "%(count)s more interview was held with somebody who is not named.",
            "%(count)s more interviews were held with people who are not named.",
            rest,
        )
        yield Text(told % {"count": rest})


def _who(interview: Interview) -> str:
    told = (interview.person, interview.organisation)
    return ", ".join(str(each) for each in told if each is not None)


def _day(day: date | None) -> str:
    return date_format(day) if day else ""


def _endorsement(decision: EndorsedEdition | None) -> Iterator[Block]:
    """The meeting, its decisions, and what the gate said was missing."""
    if decision is None:
        return
    meeting = decision.meeting
    yield Facts.of(
        (gettext("Endorsed on"), _day(decision.endorsed_on)),
        (gettext("Body"), meeting.body.name if meeting else ""),
        (gettext("Meeting"), _day(meeting.day) if meeting else ""),
        (gettext("Place"), meeting.place if meeting else ""),
        (
            gettext("Minutes agreed on"),
            _day(meeting.minutes_agreed_on) if meeting else "",
        ),
    )
    yield Quote(decision.decision)
    if decision.missing:
        yield Text(gettext("What was missing when it was endorsed:"))
        yield from (Text(f"– {each}") for each in decision.missing)
        yield Text(gettext("Why it was endorsed all the same:"))
        yield Quote(decision.reason)
    decisions = meeting.decisions.current() if meeting else ()
    rows = tuple((each.number, each.text) for each in decisions)
    if rows:
        columns = (
            Column("number", gettext("No."), "count"),
            Column("text", gettext("Decision")),
        )
        yield Listing(
            Table(columns, rows),
            ("10mm", "1fr"),
            caption=gettext("Decisions in the minutes of the meeting"),
        )


def _map(study: Study) -> Iterator[Block]:
    """Where the firms of the cluster are; not where few would be told of."""
    cluster = study.cluster
    firms = register.members_of(cluster).filter(kind=FIRM)
    located = register.points_of(firms)
    if len(located) < cluster.programme.smallest_cell:
        return
    # Firms that are near to each other have one dot.
    points = {
        (round(latitude, _ROUNDED), round(longitude, _ROUNDED), "")
        for latitude, longitude, _name in located
    }
    shapes = shapes_of(cluster.programme)
    filled = places_of(cluster).values_list("code", flat=True)
    drawn = pictures.points_map(
        shapes.shapes, shapes.names, sorted(points), filled=list(filled)
    )
    if drawn is None:
        return
    yield Drawing(
        gettext("Where the firms are"),
        pictures.on_paper(drawn),
        drawn.description,
        caption=gettext("Dots stand a kilometre or so from where firms are."),
    )


def _sources(study: Study) -> Iterator[Block]:
    """The evidence, by the code that texts cite it by; of what is confidential no more.

    A code in a text leads to a row here, so that nobody looks for it in vain.
    """
    found = queries.evidence_of(study, sees_confidential=True).order_by("created_at")
    evidence = with_codes(study, found)
    if not evidence:
        return
    open_ones = queries.evidence_of(study, sees_confidential=False)
    named = set(open_ones.values_list("pk", flat=True))
    columns = (
        Column("code", gettext("Code")),
        Column("title", gettext("Evidence")),
        Column("quotation", gettext("What it says")),
        Column("source", gettext("Source")),
        Column("dated", gettext("Day")),
    )
    kept_back = (gettext("A source that is kept back"), "", "", "")
    rows = tuple(
        (
            each.code,  # type: ignore[attr-defined]
            *(_told_of(each) if each.pk in named else kept_back),
        )
        for each in evidence
    )
    yield Listing(
        Table(columns, rows),
        ("10mm", "2fr", "3fr", "1.5fr", "1.3fr"),
        caption=gettext("Evidence that the study rests on"),
    )
    shown = (each for each in evidence if each.pk in named)
    yield from photos(each for each in shown if each.kind == Evidence.Kind.PHOTO)


def _told_of(evidence: Evidence) -> tuple[str, str, str, str]:
    return (
        evidence.title,
        shorten(evidence.quotation, _LONGEST_WORDS, placeholder=" …"),
        evidence.source or str(evidence.get_kind_display()),
        _day(evidence.dated),
    )
