"""Bodies: who sits for whom, from when to when, and what the method asks of them."""

from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from distretto.errors import RuleError
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register.models import (
    Body,
    BodyMember,
    Cluster,
    Organisation,
    Person,
    SeatGroup,
)
from distretto.web.register.queries import bodies as queries
from distretto.web.register.rules import bodies as rules
from distretto.web.register.rules.naming import NewName


def address(page, *arguments):
    return reverse(f"register:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def knitwear(programme):
    return Cluster.objects.create(programme=programme, name="Knitwear")


@pytest.fixture
def commission(knitwear, programme, amina):
    return rules.form_body(
        {
            "kind": "commission",
            "name": "Commission",
            "firms_target": Decimal("0.5"),
            "women_target": Decimal("0.3"),
        },
        programme=programme,
        cluster=knitwear,
        by=amina,
    )


@pytest.fixture
def firms(commission, amina):
    facts = {"name": "Firms", "stands_for": "firm", "seats": 3}
    return rules.add_seat_group(commission, facts, by=amina)


@pytest.fixture
def seat(commission, programme, amina):
    """`seat("Nadia", sex="woman", firm="Arka")` seats somebody in the commission."""

    def seated(name, *, sex="", firm="", kind="firm", **told):
        person = Person.objects.create(programme=programme, name=name, sex=sex)
        if firm:
            told["represents"] = Organisation.objects.create(
                programme=programme, name=firm, kind=kind
            )
        return rules.seat_member(commission, person, by=amina, **told)

    return seated


# --- Bodies ------------------------------------------------------------------------


def test_a_steering_committee_is_of_no_cluster_and_the_others_are(
    programme, knitwear, amina
):
    committee = {"kind": "steering_committee", "name": "Committee"}
    rules.form_body(committee, programme=programme, by=amina)
    with pytest.raises(ValidationError, match="belongs to the programme"):
        rules.form_body(committee, programme=programme, cluster=knitwear, by=amina)
    with pytest.raises(ValidationError, match="belong to a cluster"):
        rules.form_body(
            {"kind": "commission", "name": "Alone"}, programme=programme, by=amina
        )
    assert Body.objects.count() == 1


def test_a_body_of_another_programmes_cluster_is_refused(
    programme, other_programme, amina
):
    elsewhere = Cluster.objects.create(programme=other_programme, name="Else")
    with pytest.raises(RuleError) as refusal:
        rules.form_body(
            {"kind": "commission", "name": "Commission"},
            programme=programme,
            cluster=elsewhere,
            by=amina,
        )
    assert refusal.value.code == "cluster_elsewhere"


@pytest.mark.parametrize("quorum", ["0", "1.2", "-0.1"])
def test_a_quorum_is_a_share(commission, amina, quorum):
    facts = {"name": "Commission", "quorum": Decimal(quorum)}
    with pytest.raises(ValidationError):
        rules.edit_body(commission, facts, by=amina)


def test_forming_is_undone_only_while_nothing_rests_on_it(commission, seat, amina):
    formed = Deed.objects.get(did="body.formed")
    seat("Nadia")
    with pytest.raises(RuleError) as refusal:
        undo(formed, by=amina)
    assert refusal.value.code == "in_use"
    undo(Deed.objects.get(did="body_member.seated"), by=amina)
    undo(formed, by=amina)
    commission.refresh_from_db()
    assert commission.is_retired


# --- Members -----------------------------------------------------------------------


def test_nobody_sits_twice_at_once(commission, seat, amina):
    nadia = seat("Nadia").person
    with pytest.raises(ValidationError, match="in the body already"):
        rules.seat_member(commission, nadia, by=amina)


def test_who_left_may_come_back_on_a_later_day(commission, seat, amina):
    member = seat("Nadia", began_on=date(2025, 1, 1))
    rules.end_member(member, by=amina, ended_on=date(2025, 6, 30), because="Moved away")
    for day in (None, date(2025, 6, 30)):  # days are inclusive
        with pytest.raises(RuleError) as refusal:
            rules.seat_member(commission, member.person, by=amina, began_on=day)
        assert refusal.value.code == "sat_until_later"
    again = rules.seat_member(
        commission, member.person, by=amina, began_on=date(2025, 7, 1)
    )
    assert [each.pk for each in queries.state_of(commission).former] == [member.pk]
    assert again.sat_on(date(2025, 7, 1)) and not again.sat_on(date(2025, 6, 30))


def test_a_seat_does_not_end_before_it_began(seat, amina):
    member = seat("Nadia", began_on=date(2025, 6, 1))
    with pytest.raises(ValidationError, match="last day is before"):
        rules.end_member(member, by=amina, ended_on=date(2025, 5, 31))


def test_there_is_one_chair(seat):
    seat("Nadia", office="chair")
    with pytest.raises(ValidationError, match="has a chair already"):
        seat("Ivo", office="chair")


def test_seats_of_another_body_are_refused(programme, knitwear, seat, amina):
    other = rules.form_body(
        {"kind": "working_group", "name": "Dyeing"},
        programme=programme,
        cluster=knitwear,
        by=amina,
    )
    group = rules.add_seat_group(other, {"name": "Dyers"}, by=amina)
    with pytest.raises(RuleError) as refusal:
        seat("Nadia", seat_group=group)
    assert refusal.value.code == "seats_of_another_body"


def test_a_new_name_becomes_a_person_and_goes_with_the_deed(commission, amina):
    member = rules.seat_member(
        commission, NewName("Nadia Osman"), represents=NewName("Arka"), by=amina
    )
    assert member.person.name == "Nadia Osman" and member.represents.is_firm
    entry = Deed.objects.get(did="body_member.seated")
    assert entry.about == "Nadia Osman: Commission"
    undo(entry, by=amina)
    assert not Person.objects.current().exists()
    assert not Organisation.objects.current().exists()


def test_people_of_another_programme_are_refused(commission, other_programme, amina):
    stranger = Person.objects.create(programme=other_programme, name="Zed")
    with pytest.raises(RuleError) as refusal:
        rules.seat_member(commission, stranger, by=amina)
    assert refusal.value.code == "somebody_elsewhere"


def test_seats_are_not_taken_away_from_under_somebody(firms, seat, amina):
    member = seat("Nadia", seat_group=firms)
    with pytest.raises(RuleError) as refusal:
        rules.retire_seat_group(firms, by=amina)
    assert refusal.value.code == "seats_are_filled" and "Nadia" in str(refusal.value)
    rules.end_member(member, by=amina, ended_on=timezone.localdate())
    rules.retire_seat_group(firms, by=amina)
    assert not SeatGroup.objects.current().exists()


# --- What the method asks -----------------------------------------------------------


def test_firms_and_women_are_counted_among_those_who_vote(commission, firms, seat):
    """By hand: five vote. Two sit for firms by their seat, one represents a firm, one
    an authority, of one nothing is known: firms are three or four of five. Women are
    one of five, or two with the person of whom nobody has said it."""
    seat("Nadia", sex="woman", seat_group=firms)
    seat("Ivo", sex="man", firm="Office", kind="authority", seat_group=firms)
    seat("Karim", sex="man", firm="Blue Gate")
    seat("Pavel", sex="man", firm="District", kind="authority")
    seat("R. Castellan")
    seat("Sofia", sex="woman", firm="Institute", kind="research", office="observer")
    state = queries.state_of(commission)
    firm_count, women = state.firms.counted, state.women.counted
    assert (firm_count.yes, firm_count.most_count, firm_count.of) == (3, 4, 5)
    assert state.firms.verdict == "met"  # 3 of 5 are more than half
    assert (women.yes, women.most_count, women.of) == (1, 2, 5)
    assert state.women.verdict == "open"  # 0.3 of 5 are 1.5: one is not, two are enough
    assert [each.person.name for each in state.helpers] == ["Sofia"]


def test_groups_say_what_is_filled_and_what_is_empty(commission, firms, seat, amina):
    open_group = rules.add_seat_group(commission, {"name": "Friends"}, by=amina)
    seat("Nadia", seat_group=firms)
    seat("Pavel", seat_group=open_group)
    seat("Karim")
    state = queries.state_of(commission)
    assert [each.empty for each in state.groups] == [2, None]
    assert [each.person.name for each in state.ungrouped] == ["Karim"]
    # A number that is not fixed makes the share of all seats unknown.
    assert state.firm_seats is None


def test_seats_for_firms_among_all_seats(commission, firms, amina):
    """Three of five: three for firms, two for authorities."""
    facts = {"name": "Authorities", "stands_for": "authority", "seats": 2}
    rules.add_seat_group(commission, facts, by=amina)
    seats = queries.state_of(commission).firm_seats
    assert (seats.counted.yes, seats.counted.of) == (3, 5)


def test_groups_of_producers_count_as_firms(commission, seat):
    seat("Zahra", firm="Loom circle", kind="worker_group")
    assert queries.state_of(commission).firms.counted.yes == 1


def test_who_is_named_for_a_later_day_is_among_those_of_now(commission, seat):
    seat("Nadia", began_on=timezone.localdate() + timedelta(days=30))
    assert queries.state_of(commission).voting == 1


# --- Pages -------------------------------------------------------------------------


def test_a_commission_is_formed_by_a_form(client_of, amina, knitwear):
    sent = {
        "kind": "commission",
        "name": "Commission",
        "firms_target": "50",
        "women_target": "33.3",
        "quorum": "66.7",
    }
    answer = client_of(amina).post(address("form-cluster-body", knitwear.pk), sent)
    body = Body.objects.get()
    assert answer.headers["Location"] == address("body", body.pk)
    assert body.quorum == Decimal("0.667") and body.women_target == Decimal("0.333")
    page = text(client_of(amina).get(address("edit-body", body.pk)))
    assert 'value="66.7"' in page and 'value="50"' in page


def test_a_quorum_over_all_is_refused_beside_its_field(client_of, amina, knitwear):
    sent = {"kind": "commission", "name": "Commission", "quorum": "150"}
    answer = client_of(amina).post(address("form-cluster-body", knitwear.pk), sent)
    assert answer.status_code == 422 and not Body.objects.exists()


def test_the_name_of_a_member_is_enough(client_of, amina, commission, programme):
    nadia = Person.objects.create(programme=programme, name="Nadia Osman")
    arka = Organisation.objects.create(programme=programme, name="Arka Knits")
    sent = {"person": "nadia osman", "represents": "arka knits", "office": "member"}
    answer = client_of(amina).post(address("seat-member", commission.pk), sent)
    assert answer.status_code == 302
    member = BodyMember.objects.get()
    assert (member.person, member.represents) == (nadia, arka)


def test_two_of_one_name_are_asked_about(client_of, amina, commission, programme):
    one, _other = (
        Person.objects.create(programme=programme, name="Ali Hassan") for _ in range(2)
    )
    url, sent = address("seat-member", commission.pk), {"person": "Ali Hassan"}
    client = client_of(amina)
    answer = client.post(url, sent | {"office": "member"})
    assert answer.status_code == 422 and not BodyMember.objects.exists()
    assert "Who is meant by “Ali Hassan”?" in text(answer)
    client.post(url, sent | {"office": "member", "person-pick": str(one.pk)})
    assert BodyMember.objects.get().person == one


def test_a_part_of_a_longer_name_is_not_taken_for_the_whole(
    client_of, amina, commission, programme
):
    Person.objects.create(programme=programme, name="Alia Hassan")
    url = address("seat-member", commission.pk)
    answer = client_of(amina).post(url, {"person": "Ali", "office": "member"})
    assert answer.status_code == 422
    assert "Enter “Ali” as a new person" in text(answer)


def test_a_choice_among_records_of_another_programme_is_no_choice(
    client_of, amina, commission, other_programme
):
    stranger = Person.objects.create(programme=other_programme, name="Zed")
    sent = {"person": "Zed", "person-pick": str(stranger.pk), "office": "member"}
    answer = client_of(amina).post(address("seat-member", commission.pk), sent)
    assert answer.status_code == 422 and not BodyMember.objects.exists()


def test_a_second_chair_is_refused_in_words(client_of, amina, commission, seat):
    seat("Nadia", office="chair")
    sent = {"person": "Ivo", "person-pick": "new", "office": "chair"}
    answer = client_of(amina).post(address("seat-member", commission.pk), sent)
    assert answer.status_code == 422
    assert "The body has a chair already." in text(answer)
    # What was begun is taken back: no new person without a seat.
    assert not Person.objects.filter(name="Ivo").exists()


def test_everybody_sees_names_and_only_the_staff_the_ways_to_them(
    client_of, person_as, amina, commission, seat
):
    member = seat("Nadia Osman", firm="Arka Knits")
    theirs = text(client_of(person_as("observer")).get(address("body", commission.pk)))
    ours = text(client_of(amina).get(address("body", commission.pk)))
    way = address("person", member.person_id)
    assert "Nadia Osman" in theirs and "Arka Knits" in theirs
    assert way not in theirs and way in ours


def test_a_person_and_a_firm_say_where_they_sit(client_of, amina, commission, seat):
    member = seat("Nadia Osman", firm="Arka Knits", office="chair")
    client = client_of(amina)
    person = text(client.get(address("person", member.person_id)))
    firm = text(client.get(address("organisation", member.represents_id)))
    assert address("body", commission.pk) in person and "Chair" in person
    assert address("body", commission.pk) in firm and "Nadia Osman" in firm


def test_pages_ask_as_much_of_many_as_of_few(
    client_of, amina, commission, firms, seat, knitwear
):
    client = client_of(amina)
    pages = [
        address("body", commission.pk),
        address("cluster-bodies", knitwear.pk),
        address("bodies"),
    ]
    seat("Nadia", firm="Arka", seat_group=firms)
    counts = []
    for page in pages:
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))
    for number in range(30):
        seat(f"Member {number}", firm=f"Firm {number}", seat_group=firms)
    for page, count in zip(pages, counts, strict=True):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(page)
        assert len(asked) == count, page
        assert len(answer.content) < 100_000
