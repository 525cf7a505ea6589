"""Days that cannot be read, days to come, reasons that are too long: told, not lost."""

from contextlib import contextmanager
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from distretto.errors import RuleError
from distretto.web.history.models import Deed
from distretto.web.register.models import (
    Cluster,
    ClusterMember,
    Meeting,
    Organisation,
    Person,
    Position,
    Promise,
)
from distretto.web.register.rules import (
    bodies,
    contacts,
    meeting_decisions,
    meetings,
    members,
    stakeholders,
)
from distretto.web.register.rules.contacts import Party

UNREADABLE = "“soon” cannot be read as a day. Write the year, the month and the day"
LONG = "so " * 120  # 359 characters without the last blank


def address(page, *arguments):
    return reverse(f"register:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def knitwear(programme):
    return Cluster.objects.create(programme=programme, name="Knitwear")


@pytest.fixture
def arka(programme):
    return Organisation.objects.create(programme=programme, name="Arka Knits")


@pytest.fixture
def member(arka, knitwear, amina):
    return members.join_cluster(arka, knitwear, by=amina)


@pytest.fixture
def lena(programme):
    return Person.objects.create(programme=programme, name="Lena Ossa")


@pytest.fixture
def post(client_of, amina):
    """What a page says after something was sent to it."""

    def sent(page, *arguments, **told):
        return text(client_of(amina).post(address(page, *arguments), told, follow=True))

    return sent


def test_a_member_is_not_joined_from_a_day_nobody_can_read(post, arka, knitwear):
    for page, arguments, told in (
        ("join-cluster", (knitwear.pk, arka.pk), {}),
        ("join-a-cluster", (arka.pk,), {"cluster": str(knitwear.pk)}),
    ):
        said = post(page, *arguments, joined_on="soon", **told)
        assert UNREADABLE in said
        assert not ClusterMember.objects.exists()


def test_a_membership_ends_on_a_day_or_is_taken_back(post, member):
    said = post("leave-cluster", member.pk, on="soon")
    assert UNREADABLE in said and ClusterMember.objects.current().exists()
    said = post("leave-cluster", member.pk, on="")
    assert "It is taken back." in said and "has ended" not in said
    assert not ClusterMember.objects.current().exists()


def test_a_position_begins_and_ends_on_a_day_or_is_taken_back(post, lena, arka):
    assert UNREADABLE in post("give-position", lena.pk, arka.pk, began_on="soon")
    position = Position.objects.create(person=lena, organisation=arka)
    assert UNREADABLE in post("end-position", position.pk, on="soon")
    said = post("end-position", position.pk, on="")
    assert "It is taken back." in said and "has ended" not in said


def test_a_position_that_is_refused_keeps_what_was_typed(post, lena, arka):
    Position.objects.create(person=lena, organisation=arka, title="Owner")
    for told, reason in (
        ({"title": "Treasurer", "began_on": "soon"}, UNREADABLE),
        (
            {"title": "Owner", "began_on": "2026-01-02"},
            "“Lena Ossa” is that in “Arka Knits” already.",
        ),
    ):
        said = post("give-position", lena.pk, arka.pk, **told)
        assert reason in said
        for typed in told.values():
            assert f'value="{typed}"' in said
    assert Position.objects.count() == 1


def test_a_position_says_who_is_the_one_to_speak_to(client_of, amina, post, lena, arka):
    page = text(client_of(amina).get(address("person", lena.pk), {"q": "Arka"}))
    assert 'name="is_contact"' in page
    told = {"title": "Owner", "is_contact": "on"}
    assert "the one to speak to" in post("give-position", lena.pk, arka.pk, **told)
    assert Position.objects.get().is_contact


def test_why_a_position_ends_is_asked_and_kept(client_of, amina, post, lena, arka):
    position = Position.objects.create(person=lena, organisation=arka)
    page = text(client_of(amina).get(address("person", lena.pk)))
    assert f'name="because" id="because-{position.pk}"' in page
    post("end-position", position.pk, on="2026-03-31", because="She retired.")
    entry = Deed.objects.get(did="position.ended")
    assert entry.reason == "She retired."
    assert "She retired." in text(
        client_of(amina).get(reverse("overview:deed", args=["lindara", entry.pk]))
    )


def test_a_firm_looked_for_is_offered_with_a_form_of_its_own(
    client_of, amina, programme, lena, arka
):
    other = Organisation.objects.create(programme=programme, name="Arka Dyes")
    said = text(client_of(amina).get(address("person", lena.pk), {"q": "arka"}))
    for each in (arka, other):
        assert f'for="began_on-{each.pk}"' in said
        assert f'id="began_on-{each.pk}"' in said


def test_what_is_refused_is_told_with_the_name_of_its_field(post, lena, arka):
    position = Position.objects.create(person=lena, organisation=arka)
    said = post("end-position", position.pk, on="soon")
    assert f"“Until”: {UNREADABLE}" in said
    # A reason says itself what it is about.
    said = post("retire-organisation", arka.pk, reason=LONG)
    assert TOO_LONG in said and f"”: {TOO_LONG}" not in said


def test_a_day_in_a_form_is_told_beside_it(post, programme, knitwear, amina):
    facts = {"name": "Commission", "kind": "commission"}
    body = bodies.form_body(facts, programme=programme, cluster=knitwear, by=amina)
    assert UNREADABLE in post("plan-meeting", body.pk, day="soon")
    assert not Meeting.objects.exists()


def test_a_file_of_an_unreadable_part_of_the_log_is_not_one_of_all(client_of, amina):
    url = address("contacts-file", "csv")
    answer = client_of(amina).get(url, {"since": "soon"}, follow=True)
    assert answer.redirect_chain and UNREADABLE in text(answer)


@pytest.fixture
def promise(programme, arka, amina):
    return contacts.note_promise(
        Party(arka), {"what": "Send it", "giver": "them"}, programme=programme, by=amina
    )


TOO_LONG = "The reason has 359 characters. Shorten it to"


def test_a_reason_too_long_is_told_and_nothing_is_done(post, member, arka, promise):
    assert TOO_LONG in post("retire-organisation", arka.pk, reason=LONG)
    assert TOO_LONG in post("leave-cluster", member.pk, because=LONG)
    assert TOO_LONG in post("break-promise", promise.pk, because=LONG)
    assert Promise.objects.get().is_open
    assert ClusterMember.objects.current().exists()
    assert Organisation.objects.current().exists()
    assert "Say why the promise was not kept." in post("break-promise", promise.pk)


def test_a_reason_too_long_for_dropping_a_decision_is_told(
    post, programme, knitwear, amina
):
    facts = {"name": "Commission", "kind": "commission"}
    body = bodies.form_body(facts, programme=programme, cluster=knitwear, by=amina)
    meeting = meetings.plan_meeting(body, {"day": date(2026, 3, 2)}, by=amina)
    decision = meeting_decisions.add_decision(
        meeting, {"text": "Buy a press", "task": "Ask for prices"}, by=amina
    )
    said = post("settle-meeting-decision", decision.pk, state="dropped", because=LONG)
    assert TOO_LONG in said
    decision.refresh_from_db()
    assert decision.is_open
    assert not Deed.objects.filter(did="meeting_decision.settled").exists()


# --- Days to come -----------------------------------------------------------------


@pytest.fixture
def tomorrow():
    return timezone.localdate() + timedelta(days=1)


@contextmanager
def refused(day):
    with pytest.raises(RuleError) as refusal:
        yield
    assert refusal.value.code == "day_to_come"
    assert refusal.value.params["day"] == day.isoformat()


def test_a_contact_of_a_day_to_come_is_refused_however_it_comes(
    programme, arka, amina, tomorrow
):
    told = {"day": tomorrow, "channel": "visit", "ours": amina, "said": "They agree."}
    with refused(tomorrow):
        contacts.note_contact(Party(arka), told, programme=programme, by=amina)
    now = told | {"day": timezone.localdate()}
    entry = contacts.note_contact(Party(arka), now, programme=programme, by=amina)
    with refused(tomorrow):
        contacts.edit_contact(entry, Party(arka), told, by=amina)


def test_where_somebody_stands_is_not_known_of_a_day_to_come(
    knitwear, arka, amina, tomorrow
):
    with refused(tomorrow):
        stakeholders.add_stakeholder(
            knitwear, {"as_of": tomorrow}, organisation=arka, by=amina
        )
    found = stakeholders.add_stakeholder(
        knitwear, {"as_of": timezone.localdate()}, organisation=arka, by=amina
    )
    with refused(tomorrow):
        stakeholders.assess_stakeholder(found, {"as_of": tomorrow}, by=amina)


@pytest.fixture
def held(programme, knitwear, amina):
    """A meeting that was held, with a decision."""
    facts = {"name": "Commission", "kind": "commission"}
    body = bodies.form_body(facts, programme=programme, cluster=knitwear, by=amina)
    meeting = meetings.plan_meeting(body, {"day": date(2026, 3, 2)}, by=amina)
    meeting_decisions.add_decision(meeting, {"text": "Buy a press"}, by=amina)
    return Meeting.objects.get()


def test_minutes_are_not_agreed_on_a_day_to_come(held, amina, tomorrow):
    with refused(tomorrow):
        meetings.agree_minutes(held, by=amina, on=tomorrow)
    meetings.agree_minutes(held, by=amina, on=timezone.localdate())


def test_a_meeting_that_was_held_is_not_moved_to_a_day_to_come(held, amina, tomorrow):
    with refused(tomorrow):
        meetings.edit_meeting(held, {"day": tomorrow}, by=amina)
    planned = meetings.plan_meeting(held.body, {"day": date(2026, 3, 3)}, by=amina)
    assert meetings.edit_meeting(planned, {"day": tomorrow}, by=amina).day == tomorrow
