"""The contact log: noted in a minute, kept from those it was not told to."""

from datetime import date, timedelta
from html import unescape
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from distretto.errors import RuleError
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register.models import (
    Cluster,
    ContactEntry,
    Organisation,
    Person,
    Promise,
)
from distretto.web.register.queries.contacts import Asked, open_promises
from distretto.web.register.rules import contacts as rules
from distretto.web.register.rules.contacts import Party

DAY = date(2026, 3, 2)


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
def note(programme, knitwear, arka, amina):
    """`note("They agree.")` enters a visit to Arka Knits by Amina."""

    def noted(said, *, by=None, promise=None, party=None, **facts):
        told = {"day": DAY, "channel": "visit", "ours": by or amina, "said": said}
        return rules.note_contact(
            party or Party(arka),
            told | facts,
            promise=promise,
            programme=programme,
            cluster=knitwear,
            by=by or amina,
        )

    return noted


# --- Entries -----------------------------------------------------------------------


def test_contact_person_and_promise_are_one_deed(programme, amina, arka, note):
    from distretto.web.register.rules.naming import NewName

    promise = {"what": "Send the price list", "giver": "them", "due_on": DAY}
    note("They agree.", promise=promise, party=Party(arka, NewName("Nadia Osman")))
    entry = Deed.objects.get(did="contact.noted")
    assert entry.changes.count() == 3  # the person, the contact, the promise
    undo(entry, by=amina)
    assert not ContactEntry.objects.current().exists()
    assert not Promise.objects.current().exists()
    assert not Person.objects.current().exists()


def test_a_promise_is_of_those_who_were_spoken_to(note, arka, knitwear):
    promise = {"what": "Send the price list", "giver": "them"}
    given = note("They agree.", promise=promise).promises.get()
    assert (given.organisation, given.cluster) == (arka, knitwear)
    assert given.due_on is None and given.is_open


def test_somebody_must_be_named(note):
    with pytest.raises(ValidationError, match="Name a firm or institution"):
        note("Nobody.", party=Party())


def test_retiring_an_entry_retires_what_was_promised_in_it(note, amina):
    entry = note("They agree.", promise={"what": "Come", "giver": "them"})
    rules.retire_contact(entry, by=amina)
    assert not Promise.objects.current().exists()
    undo(Deed.objects.get(did="contact.retired"), by=amina)
    assert Promise.objects.current().exists()


# --- Promises ----------------------------------------------------------------------


def test_overdue_promises_come_first_and_those_without_a_day_last(
    note, programme, amina, boris
):
    today = timezone.localdate()
    for what, due in (
        ("some day", None),
        ("today", today),
        ("late", today - timedelta(days=1)),
    ):
        note("Said.", promise={"what": what, "giver": "them", "due_on": due})
    programme.my_role = programme.roles.get(user=boris)
    found = open_promises(programme, boris, Asked())
    told = [(each.promise.what, each.is_overdue) for each in found]
    assert told == [("late", True), ("today", False), ("some day", False)]


def test_a_promise_is_kept_or_broken_and_opened_again(note, amina):
    promise = note("Said.", promise={"what": "Come", "giver": "us"}).promises.get()
    rules.keep_promise(promise, by=amina, on=DAY)
    with pytest.raises(RuleError) as refusal:
        rules.break_promise(promise, by=amina, on=DAY, because="Ill")
    assert refusal.value.code == "promise_is_settled"
    rules.reopen_promise(promise, by=amina)
    with pytest.raises(ValidationError, match="Say why the promise was not kept"):
        rules.break_promise(promise, by=amina, on=DAY, because="")
    rules.break_promise(promise, by=amina, on=DAY, because="The road was closed.")
    promise.refresh_from_db()
    assert promise.kept_on is None and promise.broken_because


def test_keeping_a_promise_is_undone(note, amina):
    promise = note("Said.", promise={"what": "Come", "giver": "us"}).promises.get()
    rules.keep_promise(promise, by=amina, on=DAY)
    undo(Deed.objects.get(did="promise.kept"), by=amina)
    promise.refresh_from_db()
    assert promise.is_open


# --- In confidence -----------------------------------------------------------------


@pytest.fixture
def secret(note):
    promise = {"what": "Lend to the group", "giver": "them"}
    return note("He doubts two names.", is_confidential=True, promise=promise)


def test_what_was_told_in_confidence_is_on_no_page_and_in_no_file(
    secret, knitwear, arka, client_of, person_as, boris
):
    analyst, trusted = client_of(person_as("analyst")), client_of(boris)
    for url in (
        address("contacts"),
        address("cluster-contacts", knitwear.pk),
        address("organisation-contacts", arka.pk),
        address("contacts-file", "csv"),
    ):
        hidden, shown = text(analyst.get(url)), text(trusted.get(url))
        assert "He doubts two names." not in hidden, url
        assert "Lend to the group" not in hidden, url
        assert "He doubts two names." in shown, url


def test_whoever_wrote_it_reads_it(note, client_of, person_as):
    analyst = person_as("analyst")
    entry = note("Told to me.", by=analyst, is_confidential=True)
    assert client_of(analyst).get(address("contact", entry.pk)).status_code == 200
    other = person_as("monitoring_officer")
    assert client_of(other).get(address("contact", entry.pk)).status_code == 404


def test_the_history_tells_neither_what_nor_who(
    secret, arka, client_of, person_as, boris
):
    promise = secret.promises.get()
    analyst, trusted = client_of(person_as("analyst")), client_of(boris)
    entry = Deed.objects.get(did="contact.noted")
    deed = reverse("overview:deed", args=["lindara", entry.pk])
    listed = reverse("overview:history", args=["lindara"])
    records = [
        reverse("overview:record-history", args=["lindara", label, record.pk])
        for label, record in (
            ("register.ContactEntry", secret),
            ("register.Promise", promise),
        )
    ]
    for url in (deed, listed, *records):
        page = text(analyst.get(url))
        for words in ("He doubts two names.", "Lend to the group", "Arka Knits"):
            assert words not in page, (url, words)
    assert "What was said in confidence is hidden here." in text(analyst.get(deed))
    assert "He doubts two names." in text(trusted.get(deed))


def test_another_programmes_manager_is_not_trusted_here(secret, dora, client_of):
    assert client_of(dora).get(address("contact", secret.pk)).status_code == 404


# --- Pages -------------------------------------------------------------------------


def quick(amina, **more):
    return {
        "organisation": "arka knits",
        "person": "",
        "channel": "phone",
        "said": "They agree.",
        "day": timezone.localdate().isoformat(),
        "ours": str(amina.pk),
        "giver": "them",
        **more,
    }


def test_a_contact_is_noted_from_a_name_a_tap_and_a_sentence(
    client_of, amina, knitwear, arka
):
    due = timezone.localdate() + timedelta(days=7)
    sent = quick(amina, promised="Send the price list", due_on=due.isoformat())
    url = address("note-cluster-contact", knitwear.pk)
    answer = client_of(amina).post(url, sent)
    assert answer.headers["Location"] == address("cluster-contacts", knitwear.pk)
    entry = ContactEntry.objects.get()
    assert (entry.organisation, entry.channel, entry.ours) == (arka, "phone", amina)
    assert entry.promises.get().due_on == due


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"organisation": ""}, "Name a firm or institution"),
        ({"day": "2999-01-01"}, "still to come"),
        ({"said": ""}, "required"),
        ({"due_on": "2026-01-01"}, "Say what was promised until then."),
        ({"ours": "0190b2d2-0000-7000-8000-000000000000"}, "valid choice"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    client_of, amina, knitwear, arka, wrong, said
):
    url = address("note-cluster-contact", knitwear.pk)
    answer = client_of(amina).post(url, quick(amina, **wrong))
    assert answer.status_code == 422 and said in text(answer)
    assert not ContactEntry.objects.exists()


def test_the_log_is_narrowed_down(client_of, amina, note, programme):
    other = Organisation.objects.create(programme=programme, name="Blue Gate")
    note("In March.")
    note("In May.", day=date(2026, 5, 4), channel="phone", party=Party(other))
    client = client_of(amina)
    for query, shown, hidden in (
        ("q=arka", "In March.", "In May."),
        ("channel=phone", "In May.", "In March."),
        ("since=2026-05-04", "In May.", "In March."),  # both days are included
        ("until=2026-03-02", "In March.", "In May."),
    ):
        page = text(client.get(f"{address('contacts')}?{query}"))
        assert shown in page and hidden not in page, query
    both = text(client.get(f"{address('contacts')}?since=never"))
    assert "In March." in both and "In May." in both


def test_a_file_has_the_part_of_the_log_that_the_page_shows(client_of, amina, note):
    note("=HYPERLINK(1)", promise={"what": "Come", "giver": "us"})
    note("In May.", day=date(2026, 5, 4))
    client = client_of(amina)
    table = client.get(f"{address('contacts-file', 'csv')}?until=2026-03-02")
    rows = table.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2 and "'=HYPERLINK(1)" in rows[1]  # no formula for Excel
    book = client.get(address("contacts-file", "xlsx"))
    sheets = CalamineWorkbook.from_filelike(BytesIO(book.content))
    assert sheets.sheet_names == ["Contacts", "Promises"]
    assert sheets.get_sheet_by_name("Contacts").to_python()[2][0] == DAY
    assert sheets.get_sheet_by_name("Promises").to_python()[1][4] == "Come"


def test_one_tap_keeps_a_promise_in_place(note, amina, htmx_of):
    promise = note("Said.", promise={"what": "Come", "giver": "us"}).promises.get()
    answer = htmx_of(amina).post(address("keep-promise", promise.pk))
    assert answer.status_code == 200
    assert "kept on" in text(answer) and "<html" not in text(answer)
    again = htmx_of(amina).post(address("keep-promise", promise.pk))
    assert again.status_code == 409 and 'role="alert"' in text(again)


def test_without_javascript_a_promise_leads_back_to_its_page(note, amina, client_of):
    promise = note("Said.", promise={"what": "Come", "giver": "us"}).promises.get()
    url, client = address("keep-promise", promise.pk), client_of(amina)
    back = address("contacts")
    assert client.post(url, {"back": back}).headers["Location"] == back
    elsewhere = {"back": "//evil.example/"}
    to_log = address("cluster-contacts", promise.cluster_id)
    assert client.post(url, elsewhere).headers["Location"] == to_log


def test_breaking_a_promise_wants_a_reason(note, amina, htmx_of):
    promise = note("Said.", promise={"what": "Come", "giver": "us"}).promises.get()
    url = address("break-promise", promise.pk)
    assert htmx_of(amina).post(url, {"because": " "}).status_code == 409
    answer = htmx_of(amina).post(url, {"because": "The road was closed."})
    assert answer.status_code == 200 and "The road was closed." in text(answer)


def test_the_log_asks_as_much_of_many_as_of_few(client_of, amina, note, knitwear):
    client, url = client_of(amina), address("cluster-contacts", knitwear.pk)
    promise = {"what": "Come", "giver": "them"}
    note("Said.", promise=promise)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(40):
        note(f"Said {number}.", promise=promise)
    with CaptureQueriesContext(connection) as many:
        answer = client.get(url)
    assert len(many) == len(few)
    assert len(answer.content) < 100_000
    # Twelve of forty-one promises are shown; the others are a link away.
    assert "And 29 more open promises" in text(answer)
    everything = text(client.get(f"{url}?promises=all"))
    assert everything.count('class="promise"') == 41
