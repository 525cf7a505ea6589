"""The minutes of a meeting as a document: to send round, to sign, to file."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext, ngettext

from distretto.formats.charts.picture import Column, Table
from distretto.formats.documents.blocks import (
    Block,
    Facts,
    Heading,
    Listing,
    Quote,
    in_its_direction,
)
from distretto.web.register.counted import Counted
from distretto.web.register.models import Meeting, MeetingDecision
from distretto.web.register.queries.meetings import MeetingState, Seat
from distretto.web.ui.pictures import page_language

OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {"pdf": "application/pdf", "docx": OFFICE}


def document(meeting: Meeting, state: MeetingState, kind: str) -> tuple[bytes, str]:
    """The minutes as PDF or Word, in the language of the page, and what they are."""
    language = page_language()
    title = gettext("Minutes: %(body)s") % {"body": meeting.body.name}
    blocks = [in_its_direction(each, language) for each in _blocks(meeting, state)]
    # Each writer brings a library of its own, loaded when it is asked for.
    if kind == "pdf":
        from distretto.formats.documents.printed import document as write
    else:
        from distretto.formats.documents.word import document as write
    return write(title, blocks, language), KINDS[kind]


def _blocks(meeting: Meeting, state: MeetingState) -> Iterator[Block]:
    yield _opening(meeting, state)
    if meeting.agenda:
        yield Heading(gettext("Agenda"))
        yield Quote(meeting.agenda)
    seats = [*state.seats, *state.guests]
    if seats:
        yield Heading(gettext("Attendance"))
        yield Listing(_attendance(seats), ("3fr", "3fr", "2fr", "2fr"))
    if meeting.minutes:
        yield Heading(gettext("What was said"))
        yield Quote(meeting.minutes)
    if state.decisions:
        yield Heading(gettext("Decisions"))
        yield Listing(
            _decisions(state.decisions), ("8mm", "5fr", "2fr", "3fr", "2fr", "2fr")
        )


def _opening(meeting: Meeting, state: MeetingState) -> Facts:
    body = meeting.body
    begins = time_format(meeting.begins_at) if meeting.begins_at else ""
    agreed = meeting.minutes_agreed_on
    return Facts.of(
        (gettext("Programme"), body.programme.name),
        (gettext("Cluster"), body.cluster.name if body.cluster else ""),
        (gettext("Day"), " ".join((date_format(meeting.day), begins)).strip()),
        (gettext("Place"), meeting.place),
        (
            gettext("Chaired by"),
            meeting.chaired_by.name if meeting.chaired_by else "",
        ),
        (gettext("Voting members who came"), in_words(state.turnout.came)),
        (
            gettext("Minutes"),
            gettext("agreed on %(day)s") % {"day": date_format(agreed)}
            if agreed
            else gettext("draft"),
        ),
    )


def in_words(counted: Counted) -> str:
    """How many of how many; of whom it is not known is said."""
    if counted.is_bare:
        return ""
    told = gettext("%(yes)s of %(of)s") % {"yes": counted.yes, "of": counted.of}
    if not counted.unknown:
        return told
    rest = ngettext("%(count)s not marked", "%(count)s not marked", counted.unknown) % {
        "count": counted.unknown
    }
    return f"{told}, {rest}"


def _attendance(seats: list[Seat]) -> Table:
    return Table(
        (
            Column("person", gettext("Person")),
            Column("represents", gettext("For")),
            Column("office", gettext("Office")),
            Column("mark", gettext("Attendance")),
        ),
        tuple(
            (
                seat.person.name,
                _whom(seat),
                seat.member.get_office_display() if seat.member else gettext("Guest"),
                _mark(seat),
            )
            for seat in seats
        ),
    )


def _whom(seat: Seat) -> str:
    represents: Any = seat.member.represents if seat.member else None
    return represents.name if represents else ""


def _mark(seat: Seat) -> str:
    if seat.attendance is None:
        return gettext("not marked")
    told = seat.attendance.get_mark_display()
    instead = seat.attendance.represented_by
    return f"{told}: {instead}" if instead else told


def _decisions(decisions: Any) -> Table:
    return Table(
        (
            Column("number", gettext("No."), "count"),
            Column("text", gettext("Decision")),
            Column("votes", gettext("For, against, abstaining")),
            Column("task", gettext("What is to be done")),
            Column("lead", gettext("Who")),
            Column("due", gettext("Until")),
        ),
        tuple(
            (
                each.number,
                each.text,
                _votes(each),
                each.task,
                each.lead,
                date_format(each.due_on) if each.due_on else "",
            )
            for each in decisions
        ),
    )


def _votes(decision: MeetingDecision) -> str:
    counts = (decision.votes_for, decision.votes_against, decision.abstaining)
    if all(each is None for each in counts):
        return ""
    return ", ".join(
        gettext("not counted") if each is None else str(each) for each in counts
    )
