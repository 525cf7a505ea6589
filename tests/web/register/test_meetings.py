"""Meetings: who came, minutes as a draft and agreed, decisions carried out."""

from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from distretto.errors import RuleError
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register import body_policy
from distretto.web.register.models import (
    Attendance,
    Cluster,
    Meeting,
    MeetingDecision,
    Person,
)
from distretto.web.register.queries import meetings as queries
from distretto.web.register.queries.bodies import members_of
from distretto.web.register.rules import bodies
from distretto.web.register.rules import meeting_decisions as decisions
from distretto.web.register.rules import meetings as rules

FORMED, FIRST, SECOND = date(2026, 1, 1), date(2026, 2, 2), date(2026, 4, 6)


def address(page, *arguments):
    return reverse(f"register:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def commission(programme, amina):
    cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    facts = {"kind": "commission", "name": "Commission", "quorum": Decimal("0.5")}
    return bodies.form_body(facts, programme=programme, cluster=cluster, by=amina)


@pytest.fixture
def seat(commission, programme, amina):
    def seated(name, office="member", began_on=FORMED):
        person = Person.objects.create(programme=programme, name=name)
        return bodies.seat_member(
            commission, person, office=office, began_on=began_on, by=amina
        )

    return seated


@pytest.fixture
def four(seat):
    """Four voting members and a secretary."""
    names = ("Ada", "Ben", "Cem", "Dia")
    return [*(seat(name) for name in names), seat("Eva", office="secretary")]


@pytest.fixture
def meet(commission, amina):
    """`meet(FIRST, {ada: "present"})` is a meeting with these marks."""

    def held(day, marks=()):
        meeting = rules.plan_meeting(commission, {"day": day}, by=amina)
        told = {member: (mark, "") for member, mark in dict(marks).items()}
        if told:
            rules.mark_all(meeting, told, by=amina)
        meeting.refresh_from_db()
        return meeting

    return held


@pytest.fixture
def read_as(programme, commission):
    """`read_as(amina)` is the commission as its reader has it, with their role."""
    return lambda user: body_policy.body_for(user, "lindara", commission.pk)


# --- Who came ----------------------------------------------------------------------


def test_turnout_counts_voting_members_of_that_day(four, seat, meet, read_as, amina):
    """By hand: of Ada, Ben, Cem, Dia two came, one was represented, one is not
    marked: two or three of four came. Three of four are in the room, and the quorum is
    two. Eva writes, and Fay joined later: neither counts."""
    ada, ben, cem, _dia, eva = four
    seat("Fay", began_on=FIRST + timedelta(days=1))
    marks = {ada: "present", ben: "present", cem: "represented", eva: "present"}
    meet(FIRST, marks)
    body = read_as(amina)
    (turnout,) = queries.turnouts_of(body, members_of(body))
    assert (turnout.came.yes, turnout.came.most_count, turnout.came.of) == (2, 3, 4)
    assert turnout.quorum == "met"


def test_the_quorum_is_open_while_the_unmarked_decide(four, meet, read_as, amina):
    ada, ben, cem, dia, _eva = four
    one = meet(FIRST, {ada: "present", ben: "absent", cem: "excused"})
    body = read_as(amina)
    assert queries.turnouts_of(body, members_of(body))[0].quorum == "open"
    rules.mark_attendance(one, dia, "absent", by=amina)
    assert queries.turnouts_of(body, members_of(body))[0].quorum == "missed"


def test_not_marked_is_unknown_and_not_absent(four, meet, read_as, amina):
    meet(FIRST)
    body = read_as(amina)
    (turnout,) = queries.turnouts_of(body, members_of(body))
    assert turnout.came.is_bare and turnout.quorum is None


def test_coming_again_is_of_those_invited_twice(four, seat, meet, read_as, amina):
    """Ada came twice; Ben once and was absent once; Cem came once and is not marked
    once; Dia never. So one of four, or two. Fay was invited once, and is not asked."""
    ada, ben, cem, dia, _eva = four
    fay = seat("Fay", began_on=SECOND)
    meet(FIRST, {ada: "present", ben: "present", cem: "present", dia: "absent"})
    marks = {ada: "present", ben: "absent", dia: "excused", fay: "present"}
    meet(SECOND, marks)
    body = read_as(amina)
    again = queries.coming_again(body, members_of(body))
    assert (again.yes, again.most_count, again.of) == (1, 2, 4)


def test_one_meeting_says_nothing_of_coming_again(four, meet, read_as, amina):
    meet(FIRST, {four[0]: "present"})
    body = read_as(amina)
    assert queries.coming_again(body, members_of(body)) is None


def test_marking_holds_the_meeting_and_taking_a_mark_away_is_a_mark(four, meet, amina):
    meeting = meet(FIRST)
    assert not meeting.is_held
    rules.mark_attendance(
        meeting, four[0], "represented", by=amina, represented_by="A. Ruiz"
    )
    meeting.refresh_from_db()
    assert meeting.is_held
    found = Attendance.objects.current().get()
    assert found.represented_by == "A. Ruiz"
    rules.mark_attendance(meeting, four[0], "present", by=amina, represented_by="x")
    found.refresh_from_db()
    assert (found.mark, found.represented_by) == ("present", "")
    rules.mark_attendance(meeting, four[0], "", by=amina)
    assert not Attendance.objects.current().exists()


def test_marking_many_is_one_deed_of_what_changed(four, meet, amina):
    meeting = meet(FIRST, {four[0]: "present"})
    told = {member: ("present", "") for member in four}
    assert rules.mark_all(meeting, told, by=amina) == 4
    entry = Deed.objects.filter(did="attendance.marked").first()
    assert entry.changes.count() == 4
    undo(entry, by=amina)
    assert [each.member for each in Attendance.objects.current()] == [four[0]]


def test_who_was_no_member_then_is_not_marked(seat, meet, amina):
    later = seat("Fay", began_on=SECOND)
    with pytest.raises(RuleError) as refusal:
        rules.mark_attendance(meet(FIRST), later, "present", by=amina)
    assert refusal.value.code == "not_a_member_then"


def test_a_meeting_does_not_move_to_a_day_before_its_members(four, meet, amina):
    meeting = meet(FIRST, {four[0]: "present"})
    with pytest.raises(RuleError) as refusal:
        rules.edit_meeting(meeting, {"day": FORMED - timedelta(days=1)}, by=amina)
    assert refusal.value.code == "not_a_member_then"


def test_before_its_day_people_excuse_themselves_and_nobody_has_come(
    four, commission, amina
):
    day = timezone.localdate() + timedelta(days=7)
    meeting = rules.plan_meeting(commission, {"day": day}, by=amina)
    rules.mark_attendance(meeting, four[0], "excused", by=amina)
    for rule in (
        lambda: rules.mark_attendance(meeting, four[1], "present", by=amina),
        lambda: rules.write_minutes(meeting, minutes="All said.", by=amina),
        lambda: decisions.add_decision(meeting, {"text": "Agreed."}, by=amina),
    ):
        with pytest.raises(RuleError) as refusal:
            rule()
        assert refusal.value.code == "meeting_still_to_come"
        assert f"This meeting has not begun: it is on {day}." in str(refusal.value)
    meeting.refresh_from_db()
    assert not meeting.is_held
    assert [each.mark for each in Attendance.objects.current()] == ["excused"]


def test_a_member_is_no_guest(four, meet, amina):
    with pytest.raises(RuleError) as refusal:
        rules.add_guest(meet(FIRST), four[0].person, by=amina)
    assert refusal.value.code == "guest_is_member"


def test_a_seat_with_attendance_is_ended_and_not_taken_back(four, meet, amina):
    meet(FIRST, {four[0]: "absent"})
    with pytest.raises(RuleError) as refusal:
        bodies.retire_member(four[0], by=amina)
    assert refusal.value.code == "member_has_attended"


# --- Minutes -----------------------------------------------------------------------


def test_agreed_minutes_are_not_written_into(four, meet, amina):
    meeting = meet(FIRST, {four[0]: "present"})
    rules.write_minutes(meeting, minutes="All said.", by=amina)
    rules.agree_minutes(meeting, on=SECOND, by=amina)
    for rule in (
        lambda: rules.mark_attendance(meeting, four[1], "present", by=amina),
        lambda: rules.write_minutes(meeting, minutes="Else.", by=amina),
        lambda: decisions.add_decision(meeting, {"text": "Late."}, by=amina),
        lambda: rules.retire_meeting(meeting, by=amina),
    ):
        with pytest.raises(RuleError) as refusal:
            rule()
        assert refusal.value.code == "minutes_are_agreed"
        assert str(SECOND) in str(refusal.value)
    rules.reopen_minutes(meeting, by=amina, reason="A name was wrong.")
    rules.write_minutes(meeting, minutes="Else.", by=amina)


def test_minutes_are_not_agreed_before_there_are_any(meet, amina):
    meeting = meet(FIRST)
    with pytest.raises(RuleError) as refusal:
        rules.agree_minutes(meeting, on=SECOND, by=amina)
    assert refusal.value.code == "no_minutes"


def test_a_draft_is_read_by_the_staff_and_agreed_minutes_by_all(
    four, meet, amina, client_of, person_as
):
    meeting = meet(FIRST, {four[0]: "present"})
    rules.write_minutes(meeting, minutes="Names and numbers.", by=amina)
    decisions.add_decision(meeting, {"text": "We share a stall."}, by=amina)
    member, url = client_of(person_as("member")), address("meeting", meeting.pk)
    document = address("minutes-document", meeting.pk, "docx")
    before = text(member.get(url))
    assert "Names and numbers." not in before and "We share a stall." not in before
    assert "The minutes are not agreed yet." in before
    assert member.get(document).status_code == 404
    assert "Names and numbers." in text(client_of(person_as("evaluator")).get(url))
    rules.agree_minutes(meeting, on=SECOND, by=amina)
    after = text(member.get(url))
    assert "Names and numbers." in after and "We share a stall." in after
    assert member.get(document).status_code == 200


def test_the_signed_paper_is_kept_and_handed_out(meet, amina, client_of):
    meeting = meet(FIRST)
    sent = {
        "minutes": "",
        "file": SimpleUploadedFile("signed minutes.pdf", b"%PDF-1.7 signed"),
    }
    client = client_of(amina)
    assert client.post(address("write-minutes", meeting.pk), sent).status_code == 302
    answer = client.get(address("minutes-file", meeting.pk))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 signed"
    assert "signed%20minutes.pdf" in answer.headers["Content-Disposition"] or (
        'filename="signed minutes.pdf"' in answer.headers["Content-Disposition"]
    )


def test_an_empty_file_is_refused_beside_what_was_written(meet, amina, client_of):
    meeting = meet(FIRST)
    sent = {"minutes": "All said.", "file": SimpleUploadedFile("scan.pdf", b"")}
    answer = client_of(amina).post(address("write-minutes", meeting.pk), sent)
    assert answer.status_code == 422
    assert "“scan.pdf” is empty" in text(answer) and "All said." in text(answer)
    meeting.refresh_from_db()
    assert not meeting.minutes


def test_minutes_as_word_and_pdf_say_what_the_page_says(four, meet, amina, client_of):
    from docx import Document
    from pypdf import PdfReader

    meeting = meet(FIRST, {four[0]: "present", four[1]: "absent"})
    rules.write_minutes(meeting, minutes="Finishing is the bottleneck.", by=amina)
    facts = {"text": "We share a stall.", "task": "Ask the fair", "lead": "Ada"}
    decisions.add_decision(meeting, facts | {"votes_for": 3}, by=amina)
    client = client_of(amina)
    word = client.get(address("minutes-document", meeting.pk, "docx"))
    paper = Document(BytesIO(word.content))
    said = [each.text for each in paper.paragraphs]
    cells = [c.text for table in paper.tables for row in table.rows for c in row.cells]
    assert "Finishing is the bottleneck." in said
    assert {"Ada", "Present", "Absent", "We share a stall.", "Ask the fair"} <= {*cells}
    assert "not marked" in cells and "3, not counted, not counted" in cells
    pdf = client.get(address("minutes-document", meeting.pk, "pdf"))
    printed = "".join(
        page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages
    )
    assert "Finishing is the bottleneck." in printed and "We share a stall." in printed


# --- Decisions ---------------------------------------------------------------------


def test_decisions_are_numbered_and_unknown_votes_are_no_zeros(meet, amina):
    meeting = meet(FIRST)
    for text_ in ("One.", "Two."):
        decisions.add_decision(meeting, {"text": text_, "votes_against": 0}, by=amina)
    one, two = meeting.decisions.current()
    assert (one.number, two.number) == (1, 2)
    assert (one.votes_for, one.votes_against) == (None, 0)
    assert one.state == ""  # nothing is to be done about it


def test_no_more_votes_than_members_who_may_have_voted(four, meet, amina):
    """Of four who vote one was away and two are not marked; the secretary has none."""
    meeting = meet(FIRST, {four[0]: "present", four[1]: "absent"})
    told = {"text": "Agreed.", "votes_for": 2, "votes_against": 1, "abstaining": 0}
    decisions.add_decision(meeting, told, by=amina)
    with pytest.raises(RuleError, match="4 votes are told, but 3 members"):
        decisions.add_decision(meeting, told | {"abstaining": 1}, by=amina)
    decision = meeting.decisions.current().get()
    # Marked as absent afterwards: what is to be done is put right all the same.
    rules.mark_all(meeting, {four[0]: ("absent", "")}, by=amina)
    decisions.edit_decision(decision, told | {"task": "Ask the fair"}, by=amina)
    with pytest.raises(RuleError, match="3 votes are told, but 2 members"):
        decisions.edit_decision(
            decision, told | {"votes_for": 3, "votes_against": 0}, by=amina
        )


def test_what_is_to_be_done_comes_with_the_overdue_first(meet, read_as, amina):
    meeting, today = meet(FIRST), timezone.localdate()
    for task, due in (
        ("some day", None),
        ("soon", today + timedelta(days=3)),
        ("today", today),
        ("late", today - timedelta(days=1)),
    ):
        facts = {"text": "Agreed.", "task": task, "due_on": due}
        decisions.add_decision(meeting, facts, by=amina)
    tasks = queries.to_be_done(read_as(amina))
    told = [(each.decision.task, each.is_late) for each in tasks]
    # The last day is included: what is due today is not late.
    assert told == [
        ("late", True),
        ("today", False),
        ("soon", False),
        ("some day", False),
    ]


def test_a_decision_is_dropped_with_a_reason_only(meet, amina):
    facts = {"text": "Agreed.", "task": "Ask the bank"}
    decision = decisions.add_decision(meet(FIRST), facts, by=amina)
    with pytest.raises(RuleError) as refusal:
        decisions.settle_decision(decision, "dropped", by=amina, on=SECOND)
    assert refusal.value.code == "dropped_without_a_reason"
    decisions.settle_decision(
        decision, "dropped", by=amina, on=SECOND, because="The bank closed."
    )
    decision.refresh_from_db()
    assert (decision.state, decision.settled_on) == ("dropped", SECOND)
    decisions.settle_decision(decision, "open", by=amina, on=SECOND)
    decision.refresh_from_db()
    assert decision.settled_on is None and not decision.settled_because


def test_decisions_of_agreed_minutes_are_still_carried_out(meet, amina):
    meeting = meet(FIRST)
    facts = {"text": "Agreed.", "task": "Ask the bank"}
    decision = decisions.add_decision(meeting, facts, by=amina)
    rules.agree_minutes(meeting, on=SECOND, by=amina)
    decisions.settle_decision(decision, "done", by=amina, on=SECOND)
    with pytest.raises(RuleError):
        decisions.edit_decision(decision, {"text": "Else."}, by=amina)


def test_who_and_until_when_without_what_is_asked_about(meet, amina, client_of):
    url = address("add-meeting-decision", meet(FIRST).pk)
    answer = client_of(amina).post(url, {"text": "Agreed.", "lead": "Ada"})
    assert answer.status_code == 422 and not MeetingDecision.objects.exists()
    assert "Say what is to be done" in text(answer)


# --- The page of attendance -----------------------------------------------------------


def test_the_whole_list_is_saved_at_once_without_javascript(
    four, meet, amina, client_of
):
    meeting = meet(FIRST)
    ada, ben, *_rest = four
    sent = {
        f"{ada.pk}-mark": "excused",
        f"{ben.pk}-mark": "represented",
        f"{ben.pk}-represented_by": "A. Ruiz",
        "rest": "present",
    }
    answer = client_of(amina).post(address("mark-attendance", meeting.pk), sent)
    assert answer.headers["Location"] == address("meeting", meeting.pk)
    marks = {each.member.person.name: each.mark for each in Attendance.objects.all()}
    assert marks == {
        "Ada": "excused",
        "Ben": "represented",
        "Cem": "present",
        "Dia": "present",
        "Eva": "present",
    }
    assert Deed.objects.filter(did="attendance.marked").count() == 1


def test_one_tap_saves_one_person_and_says_how_many_came(four, meet, amina, htmx_of):
    meeting, ada = meet(FIRST), four[0]
    sent = {"member": str(ada.pk), f"{ada.pk}-mark": "present"}
    answer = htmx_of(amina).post(address("mark-attendance", meeting.pk), sent)
    assert answer.status_code == 200
    said = text(answer)
    assert "Saved at" in said and "1 to 4 of 4" in said and "<html" not in said
    assert Attendance.objects.get().mark == "present"


def test_the_first_tap_says_whether_the_quorum_is_reached(seat, meet, amina, htmx_of):
    """By hand: one voting member of one is half of them, and more."""
    ada, url = seat("Ada"), address("mark-attendance", meet(FIRST).pk)
    sent = {"member": str(ada.pk), f"{ada.pk}-mark": "present"}
    assert "quorum reached" in text(htmx_of(amina).post(url, sent))


def test_a_tap_on_agreed_minutes_is_refused_in_place(four, meet, amina, htmx_of):
    meeting, ada = meet(FIRST, {four[1]: "present"}), four[0]
    rules.write_minutes(meeting, minutes="All said.", by=amina)
    rules.agree_minutes(meeting, on=SECOND, by=amina)
    sent = {"member": str(ada.pk), f"{ada.pk}-mark": "present"}
    answer = htmx_of(amina).post(address("mark-attendance", meeting.pk), sent)
    assert answer.status_code == 409 and 'role="alert"' in text(answer)
    assert Attendance.objects.count() == 1


def test_a_strangers_mark_is_not_found(four, meet, amina, htmx_of):
    sent = {"member": "0190b2d2-0000-7000-8000-000000000000"}
    url = address("mark-attendance", meet(FIRST).pk)
    assert htmx_of(amina).post(url, sent).status_code == 404


@pytest.mark.parametrize("page", ["meeting", "mark-attendance"])
def test_pages_ask_as_much_of_many_as_of_few(four, seat, meet, amina, client_of, page):
    meeting = meet(FIRST, {four[0]: "present"})
    decisions.add_decision(meeting, {"text": "One."}, by=amina)
    client, url = client_of(amina), address(page, meeting.pk)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    more = {seat(f"Member {number}"): ("present", "") for number in range(30)}
    rules.mark_all(meeting, more, by=amina)
    for number in range(20):
        decisions.add_decision(meeting, {"text": f"Decision {number}"}, by=amina)
    with CaptureQueriesContext(connection) as many:
        answer = client.get(url)
    assert len(many) == len(few)
    assert len(answer.content) < 100_000


def test_many_meetings_cost_the_body_no_more_queries(four, meet, amina, client_of):
    client = client_of(amina)
    meet(FIRST, {four[0]: "present"})
    url = address("body", Meeting.objects.get().body_id)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(10):
        meet(FIRST + timedelta(days=number), {four[1]: "present"})
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)
