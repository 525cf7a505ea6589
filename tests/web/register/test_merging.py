"""Two records of one firm become one, and can become two again."""

from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from distretto.errors import RuleError
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register.comparison import hanging_on
from distretto.web.register.models import (
    Cluster,
    ClusterMember,
    Likeness,
    Organisation,
    Position,
)
from distretto.web.register.queries.alike import Pair, pairs_within
from distretto.web.register.rules import likenesses, members, merging, people
from distretto.web.register.rules import organisations as rules


def address(page, *arguments):
    return reverse(f"register:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def enter(programme, amina):
    def entered(name, **facts):
        return rules.add_organisation(
            {"name": name, **facts}, programme=programme, by=amina
        )

    return entered


@pytest.fixture
def knitwear(programme):
    return Cluster.objects.create(programme=programme, name="Knitwear")


@pytest.fixture
def two(enter):
    """One firm, written in two ways by two lists."""
    arka = enter(
        "Arka Knitwear Pvt. Ltd.",
        address="12 Mill Road, Old Harbour, Marsovia",
        employees=7,
        figures_year=2024,
    )
    other = enter(
        "ARKA KNITWEAR",
        address="12, Mill Rd, Old Harbour Marsovia",
        phone="+1 555 0100",
        women=3,
    )
    return arka, other


@pytest.fixture
def pair(two, programme, amina):
    likenesses.note_pairs(pairs_within(programme), programme=programme, by=amina)
    return Likeness.objects.get()


def test_the_one_keeps_its_facts_and_takes_what_it_is_told(two, amina):
    arka, other = two
    kept = merging.merge_organisations(arka, other, by=amina, take=["phone"])
    assert (kept.phone, kept.employees, kept.women) == ("+1 555 0100", 7, None)
    assert kept.other_names == "ARKA KNITWEAR"
    other.refresh_from_db()
    assert other.is_retired and other.merged_into == kept


def test_all_that_hangs_on_the_other_moves(two, knitwear, programme, amina):
    arka, other = two
    members.join_cluster(arka, knitwear, by=amina, joined_on=date(2025, 1, 1))
    members.join_cluster(other, knitwear, by=amina, joined_on=date(2024, 1, 1))
    lena = people.add_person(
        {"name": "Lena Ossa"}, programme=programme, by=amina, organisation=other
    )
    merging.merge_organisations(arka, other, by=amina)
    member = ClusterMember.objects.current().get()
    # Once a member, from the earlier day on.
    assert (member.organisation, member.joined_on) == (arka, date(2024, 1, 1))
    assert Position.objects.current().get(person=lena).organisation == arka


def test_a_merger_is_undone_as_one(two, knitwear, amina):
    arka, other = two
    members.join_cluster(arka, knitwear, by=amina)
    members.join_cluster(other, knitwear, by=amina)
    merging.merge_organisations(arka, other, by=amina, take=["phone", "name"])
    undo(Deed.objects.get(did="organisation.merged"), by=amina)
    arka.refresh_from_db()
    other.refresh_from_db()
    assert (arka.name, arka.phone, arka.other_names) == (
        "Arka Knitwear Pvt. Ltd.",
        "",
        "",
    )
    assert not other.is_retired and other.merged_into is None
    joined = ClusterMember.objects.current().values_list("organisation", flat=True)
    assert set(joined) == {arka.pk, other.pk}


def test_a_record_is_not_merged_with_itself_or_with_what_is_gone(two, amina):
    arka, other = two
    with pytest.raises(RuleError) as refusal:
        merging.merge_organisations(arka, arka, by=amina)
    assert refusal.value.code == "same_record"
    merging.merge_organisations(arka, other, by=amina)
    with pytest.raises(RuleError) as refusal:
        merging.merge_organisations(arka, other, by=amina)
    assert refusal.value.code == "organisation_out_of_use"


def test_open_questions_of_the_other_are_handed_on(enter, programme, amina):
    one, other, third = enter("Arka"), enter("Arka Knits"), enter("Arka Knit")
    pairs = [
        Pair(*sorted((left.pk, right.pk)), 0.9, [])
        for left, right in ((one, other), (other, third))
    ]
    likenesses.note_pairs(pairs, programme=programme, by=amina)
    merging.merge_organisations(one, other, by=amina)
    left = Likeness.objects.current().get(verdict=Likeness.Verdict.OPEN)
    assert {left.one, left.other} == {one, third}


@pytest.fixture
def judged(enter, programme, amina):
    """Three of much the same name, of which two were said to be different firms."""
    one, other, third = enter("Arka"), enter("Arka Knits"), enter("Arka Knit")
    pair = Pair(*sorted((other.pk, third.pk)), 0.9, [])
    likenesses.note_pairs([pair], programme=programme, by=amina)
    merging.deny_likeness(Likeness.objects.get(), by=amina)
    return one, other, third


def pair_of(one, other, verdict):
    pairs = Likeness.objects.current().filter(verdict=verdict)
    return [each for each in pairs if {each.one, each.other} == {one, other}]


def test_what_the_other_is_not_the_kept_one_is_not(judged, programme, amina):
    one, other, third = judged
    merging.merge_organisations(one, other, by=amina)
    assert pair_of(one, third, "different")
    again = [Pair(*sorted((one.pk, third.pk)), 0.9, [])]
    assert likenesses.note_pairs(again, programme=programme, by=amina) == 0
    undo(Deed.objects.get(did="organisation.merged"), by=amina)
    assert pair_of(other, third, "different") and not pair_of(one, third, "different")


def test_a_judgement_closes_the_open_question_of_the_kept_one(judged, programme, amina):
    one, other, third = judged
    asked = [Pair(*sorted((one.pk, third.pk)), 0.9, [])]
    likenesses.note_pairs(asked, programme=programme, by=amina)
    merging.merge_organisations(one, other, by=amina)
    assert pair_of(one, third, "different") and not pair_of(one, third, "open")
    undo(Deed.objects.get(did="organisation.merged"), by=amina)
    assert pair_of(one, third, "open") and pair_of(other, third, "different")


def test_pairs_are_found_shown_and_merged(client_of, amina, pair, two):
    arka, other = two
    assert {pair.one, pair.other} == {arka, other}
    client = client_of(amina)
    assert "ARKA KNITWEAR" in text(client.get(address("likenesses")))
    page = text(client.get(address("likeness", pair.pk)))
    assert "12, Mill Rd" in page
    assert "Addresses: " in page
    sent = {"keep": str(arka.pk), "take": ["phone"]}
    answer = client.post(address("merge", pair.pk), sent)
    assert answer.url == address("likenesses")
    arka.refresh_from_db()
    assert arka.phone == "+1 555 0100"
    assert "No pair waits" in text(client.get(address("likenesses")))


def test_the_other_one_may_stay(client_of, amina, pair, two):
    _, other = two
    url = address("likeness", pair.pk)
    page = text(client_of(amina).get(url, {"keep": str(other.pk)}))
    assert f'name="keep" value="{other.pk}"' in page
    client_of(amina).post(address("merge", pair.pk), {"keep": str(other.pk)})
    assert list(Organisation.objects.current()) == [other]


def test_the_name_that_stays_is_announced(client_of, amina, pair, two):
    """Before, by the page, whichever box is ticked; after, as it is now."""
    arka, other = two
    client = client_of(amina)
    page = text(client.get(address("likeness", pair.pk)))
    for name in (arka.name, other.name):
        assert f"The one record will be called “{name}”." in page
    sent = {"keep": str(arka.pk), "take": ["name"]}
    page = text(client.post(address("merge", pair.pk), sent, follow=True))
    assert "Two records are one now: “ARKA KNITWEAR”." in page


def test_two_that_are_said_to_differ_are_not_asked_about_again(
    client_of, amina, pair, programme
):
    client_of(amina).post(address("deny-likeness", pair.pk))
    noted = likenesses.note_pairs(
        pairs_within(programme), programme=programme, by=amina
    )
    assert noted == 0
    assert "No pair waits" in text(client_of(amina).get(address("likenesses")))


def test_the_whole_register_is_compared_in_the_background(
    client_of, amina, two, work_done
):
    with work_done():
        answer = client_of(amina).post(address("look-for-duplicates"))
    assert answer.status_code == 302
    assert Likeness.objects.count() == 1


def test_a_refusal_wins_over_a_consent(two, amina):
    arka, other = two
    rules.edit_organisation(arka, {"name": arka.name, "consent": "given"}, by=amina)
    rules.edit_organisation(
        other, {"name": other.name, "consent": "withdrawn"}, by=amina
    )
    assert merging.merge_organisations(arka, other, by=amina).consent == "withdrawn"


def test_what_only_the_other_stakeholder_knows_is_kept(two, knitwear, amina):
    from distretto.web.register.models import Stakeholder

    arka, other = two
    day = date(2026, 1, 1)
    Stakeholder.objects.create(cluster=knitwear, organisation=arka, as_of=day)
    Stakeholder.objects.create(
        cluster=knitwear, organisation=other, interest=5, influence=4, as_of=day
    )
    merging.merge_organisations(arka, other, by=amina)
    left = Stakeholder.objects.current().get()
    assert (left.organisation, left.interest, left.influence) == (arka, 5, 4)


def test_a_last_day_before_the_first_is_told(client_of, amina, enter, knitwear):
    firm = enter("Arka")
    member = members.join_cluster(firm, knitwear, by=amina, joined_on=date(2026, 1, 1))
    answer = client_of(amina).post(
        address("leave-cluster", member.pk), {"on": "2025-01-01"}, follow=True
    )
    assert "The last day is before the first day." in text(answer)


def test_what_hangs_on_a_record_is_counted_and_not_loaded(enter, programme, amina):
    firm = enter("Arka")
    for name in ("Lena Ossa", "Boris Ilin"):
        people.add_person(
            {"name": name}, programme=programme, by=amina, organisation=firm
        )
    with CaptureQueriesContext(connection) as made:
        assert hanging_on(firm) == [f"{Position._meta.verbose_name}: 2"]
    assert all(each["sql"].startswith("SELECT COUNT(") for each in made)


def test_every_fact_is_taken_from_one_record_or_the_other():
    groups = {name for group in merging.GROUPS.values() for name in group}
    # Other names are taken from both.
    assert groups | {"other_names"} == set(rules.FACTS)


def test_a_pair_met_twice_is_asked_about_once_by_its_best_likeness(
    enter, programme, amina
):
    """As when two rows of a list are one firm, and both are like a second one."""
    one, other = enter("Arka"), enter("Arka Knits")
    met = [Pair(one.pk, other.pk, 0.6, []), Pair(other.pk, one.pk, 0.9, [])]
    met.append(Pair(one.pk, other.pk, 0.7, []))
    assert likenesses.note_pairs(met, programme=programme, by=amina) == 1
    assert Likeness.objects.get().score == 0.9
    assert likenesses.note_pairs(met, programme=programme, by=amina) == 0
