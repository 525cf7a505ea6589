"""Stakeholders: where they stand, where they stood, and on which part of the grid."""

from datetime import date
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from distretto.errors import RuleError
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register.models import Cluster, Organisation, Person, Stakeholder
from distretto.web.register.queries import stakeholders as queries
from distretto.web.register.rules import stakeholders as rules
from distretto.web.register.rules.merging import merge_organisations
from distretto.web.register.rules.naming import NewName

SPRING, SUMMER, AUTUMN = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)


def address(page, *arguments):
    return reverse(f"register:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def knitwear(programme):
    return Cluster.objects.create(programme=programme, name="Knitwear")


@pytest.fixture
def bank(programme):
    return Organisation.objects.create(programme=programme, name="Bank")


@pytest.fixture
def add(knitwear, amina):
    def added(who, as_of=SPRING, **position):
        key = "person" if isinstance(who, Person) else "organisation"
        told = (
            {key: who} if not isinstance(who, str) else {"organisation": NewName(who)}
        )
        return rules.add_stakeholder(
            knitwear, {"as_of": as_of, **position}, by=amina, **told
        )

    return added


@pytest.mark.parametrize(
    ("interest", "influence", "group"),
    [
        (5, 5, "close"),
        (4, 4, "close"),
        (3, 4, "satisfied"),
        (4, 3, "informed"),
        (3, 3, "monitor"),
        (1, 1, "monitor"),
        (None, 5, None),
        (5, None, None),
    ],
)
def test_four_and_five_are_high(interest, influence, group):
    assert queries.group_of(interest, influence) == group


def test_the_closest_come_first_and_the_unknown_last(add, knitwear):
    add("Monitor", interest=1, influence=1)
    add("Unknown", interest=5)
    add("Informed", interest=5, influence=2)
    add("Close", interest=4, influence=4)
    add("Satisfied", interest=1, influence=5)
    placed = queries.stakeholders_of(knitwear)
    names = [str(each.stakeholder) for each in placed]
    assert names == ["Close", "Satisfied", "Informed", "Monitor", "Unknown"]
    assert [each.number for each in placed] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("field", ["interest", "influence"])
@pytest.mark.parametrize("value", [0, 6])
def test_the_scale_goes_from_one_to_five(add, bank, field, value):
    with pytest.raises(ValidationError):
        add(bank, **{field: value})


def test_the_same_is_not_added_twice_however_named(add, programme, bank):
    add(bank)
    with pytest.raises(ValidationError, match="among the stakeholders already"):
        add(bank)
    person = Person.objects.create(programme=programme, name="Nadia")
    add(person)
    with pytest.raises(ValidationError, match="among the stakeholders already"):
        add(person)


def test_somebody_must_be_named(knitwear, amina):
    with pytest.raises(ValidationError, match="Name a firm or institution"):
        rules.add_stakeholder(knitwear, {"as_of": SPRING}, by=amina)


def test_earlier_positions_are_kept_one_for_each_day(add, bank, amina):
    found = add(bank, attitude=-2)
    rules.assess_stakeholder(found, {"as_of": SUMMER, "attitude": -1}, by=amina)
    # The same day once more puts it right.
    rules.assess_stakeholder(found, {"as_of": SUMMER, "attitude": 0}, by=amina)
    found = rules.assess_stakeholder(found, {"as_of": AUTUMN, "attitude": 1}, by=amina)
    earlier = [(each.as_of, each.attitude) for each in queries.positions_of(found)]
    assert earlier == [(SUMMER, 0), (SPRING, -2)]


def test_a_position_that_was_taken_back_is_no_earlier_one(add, bank, amina):
    found = add(bank, attitude=-2)
    rules.assess_stakeholder(found, {"as_of": SUMMER, "attitude": 2}, by=amina)
    undo(Deed.objects.get(did="stakeholder.assessed"), by=amina)
    found.refresh_from_db()
    assert (found.as_of, found.attitude) == (SPRING, -2)
    assert queries.positions_of(found) == []


def test_an_earlier_day_does_not_replace_the_present(add, bank, amina):
    found = add(bank, as_of=SUMMER)
    with pytest.raises(RuleError) as refusal:
        rules.assess_stakeholder(found, {"as_of": SPRING}, by=amina)
    assert refusal.value.code == "position_before_the_present"


def test_merging_two_firms_leaves_one_stakeholder(add, bank, programme, amina):
    other = Organisation.objects.create(programme=programme, name="The Bank")
    add(bank)
    add(other)
    merge_organisations(bank, other, by=amina)
    assert [each.organisation for each in Stakeholder.objects.current()] == [bank]


def test_a_day_to_come_is_refused_on_the_page(client_of, amina, add, bank):
    found = add(bank)
    url = address("assess-stakeholder", found.pk)
    answer = client_of(amina).post(url, {"as_of": "2999-01-01", "interest": "5"})
    assert answer.status_code == 422 and "still to come" in text(answer)


def test_the_page_shows_the_grid_and_its_table(client_of, amina, add, bank, knitwear):
    add(bank, interest=2, influence=5, wants="Borrowers with books")
    page = text(client_of(amina).get(address("stakeholders", knitwear.pk)))
    assert "<svg" in page and "Keep satisfied" in page
    assert "Borrowers with books" in page


def test_unknown_is_said_and_never_a_zero(client_of, amina, add, bank, knitwear):
    found = add(bank)
    page = text(client_of(amina).get(address("stakeholder", found.pk)))
    assert page.count('class="unknown"') >= 3


def test_the_list_asks_as_much_of_many_as_of_few(client_of, amina, add, knitwear):
    client, url = client_of(amina), address("stakeholders", knitwear.pk)
    add("Bank 0", interest=1, influence=1)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(1, 40):
        add(f"Bank {number}", interest=1 + number % 5, influence=1 + number % 4)
    with CaptureQueriesContext(connection) as many:
        answer = client.get(url)
    assert len(many) == len(few)
    assert len(answer.content) < 100_000
