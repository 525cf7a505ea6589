"""Firms, institutions and people: entered, found, classed, in clusters, taken out."""

import csv
from datetime import date
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from distretto.errors import RuleError
from distretto.web.accounts.models import Role
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register import kinds
from distretto.web.register.models import (
    Cluster,
    ClusterMember,
    Organisation,
    Person,
    Position,
)
from distretto.web.register.queries import organisations as found_by
from distretto.web.register.queries.organisations import Asked
from distretto.web.register.rules import members, organisations, people
from distretto.web.register.rules import settings as setting_rules


def address(page, *arguments):
    return reverse(f"register:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def knitwear(programme):
    return Cluster.objects.create(programme=programme, name="Knitwear")


@pytest.fixture
def enter(programme, amina):
    """`enter("Arka Knits", employees=7)` enters a firm."""

    def entered(name, **facts):
        cluster = facts.pop("cluster", None)
        return organisations.add_organisation(
            {"name": name, **facts}, programme=programme, by=amina, cluster=cluster
        )

    return entered


def test_one_deed_makes_the_firm_and_its_membership(enter, knitwear, amina):
    firm = enter("Arka Knits", cluster=knitwear)
    entry = Deed.objects.get(did="organisation.added")
    assert entry.changes.count() == 2
    undo(entry, by=amina)
    firm.refresh_from_db()
    assert firm.is_retired
    assert not ClusterMember.objects.current().exists()


def test_more_women_than_people_are_refused(enter):
    with pytest.raises(ValidationError, match="more women than persons"):
        enter("Arka Knits", employees=3, women=4)
    assert not Organisation.objects.exists() and not Deed.objects.exists()


def test_half_a_point_is_refused(enter):
    with pytest.raises(ValidationError, match="both, or neither"):
        enter("Arka Knits", latitude=3.5)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"kind": "guild"}, "unknown_kind"),
        ({"size_class": "tiny"}, "unknown_size_class"),
        ({"industries": ["1439"]}, "unknown_industry"),
    ],
)
def test_what_the_programme_does_not_have_is_refused(enter, facts, code):
    with pytest.raises(RuleError) as refusal:
        enter("Arka Knits", **facts)
    assert refusal.value.code == code


def test_a_firm_is_a_member_once_and_leaves_with_a_day(enter, knitwear, amina):
    firm = enter("Arka Knits", cluster=knitwear)
    with pytest.raises(RuleError) as refusal:
        members.join_cluster(firm, knitwear, by=amina)
    assert refusal.value.code == "member_already"
    member = ClusterMember.objects.get()
    members.leave_cluster(member, by=amina, left_on=date(2025, 3, 1), because="Moved")
    assert not found_by.members_of(knitwear).exists()
    assert found_by.left_members(knitwear).get().left_because == "Moved"
    members.join_cluster(firm, knitwear, by=amina, joined_on=date(2026, 1, 1))
    assert found_by.members_of(knitwear).get() == firm


def test_size_classes_are_those_of_the_enterprise_surveys(enter, programme):
    """Micro under 5, small 5 to 19, medium 20 to 99, large from 100: method, 1.1."""
    words = kinds.words_of(programme)
    classes = [words.size_class_of(n) for n in (0, 4, 5, 19, 20, 99, 100)]
    assert classes == [
        "micro", "micro", "small", "small", "medium", "medium", "large",
    ]  # fmt: skip
    assert words.size_class_of(None, "small") == "small"
    assert words.size_class_of(None) == ""


def test_a_firm_of_a_told_class_is_counted_and_found_with_the_counted_ones(
    enter, programme
):
    enter("Counted", employees=7)
    enter("Told", size_class="small")
    enter("Counted otherwise", employees=30, size_class="small")
    enter("Unknown")
    words = kinds.words_of(programme)
    counted = found_by.sizes_counted(programme.organisations.all(), words)
    assert counted == {"micro": 0, "small": 2, "medium": 1, "large": 0, "": 1}
    small = found_by.organisations_matching(programme, Asked(size="small"))
    assert {each.name for each in small} == {"Counted", "Told"}
    missing = found_by.organisations_matching(programme, Asked(missing="employees"))
    assert [each.name for each in missing] == ["Unknown"]


def test_a_programme_takes_the_classes_of_its_law(enter, programme, boris, client_of):
    enter("Arka Knits", employees=7, kind="firm")
    sent = {
        "size_classes": "Micro: 0\nSmall: 10\nMedium: 50",
        "kinds": "Guild",
        "chain_stages": "Spinning\nKnitting",
        "unit_types": "",
    }
    answer = client_of(boris).post(address("change-settings"), sent)
    assert answer.status_code == 302
    words = kinds.words_of(programme)
    assert words.size_class_of(7) == "micro"
    assert words.kind_name("guild") == "Guild"
    assert words.chain_stages == ["Spinning", "Knitting"]
    enter("Weavers' guild", kind="guild")
    with pytest.raises(RuleError) as refusal:
        setting_rules.change_settings(
            programme,
            kinds.Words(kinds.KINDS, kinds.SIZE_CLASSES),
            by=boris,
        )
    assert refusal.value.code == "kind_in_use"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("Small: 5", "size_classes_in_disorder"),
        ("A: 0\nB: 0", "size_classes_in_disorder"),
    ],
)
def test_classes_must_begin_at_nought_and_rise(
    boris, client_of, programme, lines, code
):
    answer = client_of(boris).post(address("change-settings"), {"size_classes": lines})
    assert answer.status_code == 422
    assert "The first must begin at 0" in text(answer)
    answer = client_of(boris).post(
        address("change-settings"), {"size_classes": "Small"}
    )
    assert answer.status_code == 422
    assert "such as “Small: 5”" in text(answer)


@pytest.mark.parametrize(
    "typed",
    ["ñandú", "nandu", "Nandu Tejidos", "nadnu", "tejdos", "Ñandu"],
)
def test_search_forgives(client_of, amina, enter, typed):
    enter("Ñandú Tejidos")
    enter("Arka Knits")
    answer = text(client_of(amina).get(address("organisations"), {"q": typed}))
    assert "Ñandú Tejidos" in answer
    assert "Arka Knits" not in answer


def test_search_crosses_scripts(client_of, amina, enter):
    enter("Арка Трикотаж")
    assert "Арка" in text(client_of(amina).get(address("organisations"), {"q": "arka"}))


def test_a_change_is_found_at_once(client_of, amina, enter):
    firm = enter("Arka Knits")
    client = client_of(amina)
    assert "Arka Knits" in text(client.get(address("organisations"), {"q": "arka"}))
    organisations.edit_organisation(firm, {"name": "Belo Knits"}, by=amina)
    assert "Belo Knits" in text(client.get(address("organisations"), {"q": "belo"}))
    assert "Nobody fits" in text(client.get(address("organisations"), {"q": "arka"}))


def test_entered_by_a_form_with_a_place_by_its_name(
    client_of, amina, squares, knitwear
):
    sent = {
        "name": "Arka Knits",
        "kind": "firm",
        "classification": "ISIC4",
        "codes": "1430",
        "place_named": "sao joao",
        "employees": "7",
        "consent": "given",
        "exports": "True",
    }
    url = address("add-organisation") + f"?cluster={knitwear.pk}"
    answer = client_of(amina).post(url, sent)
    firm = Organisation.objects.get()
    assert answer.url == address("organisation", firm.pk)
    assert (firm.place.code, firm.exports, firm.industries) == ("N1", True, ["1430"])
    assert firm.is_registered is None  # nobody said
    page = text(client_of(amina).get(answer.url))
    assert "São João" in page and "Knitwear" in page


def test_a_place_that_is_not_there_is_named_with_the_nearest(client_of, amina, squares):
    sent = {"name": "Arka", "kind": "firm", "classification": "ISIC4"}
    sent |= {"place_named": "Joao", "consent": "not_asked"}
    answer = client_of(amina).post(address("add-organisation"), sent)
    assert answer.status_code == 422
    assert "Near it: São João" in text(answer)
    assert "Arka" in text(answer)  # what was typed is still there


def test_whoever_is_there_already_is_shown_before_entering(client_of, amina, enter):
    enter("Arka Knitwear Pvt. Ltd.", address="12 Mill Road")
    sent = {"name": "ARKA KNITWEAR", "kind": "firm", "classification": "ISIC4"}
    sent |= {"consent": "not_asked", "address": "12, Mill Rd"}
    client = client_of(amina)
    answer = client.post(address("add-organisation"), sent)
    assert answer.status_code == 409
    assert "Arka Knitwear Pvt. Ltd." in text(answer)
    assert Organisation.objects.count() == 1
    client.post(address("add-organisation"), sent | {"although": "1"})
    assert Organisation.objects.count() == 2


def test_a_person_is_entered_with_the_position(client_of, amina, enter):
    firm = enter("Arka Knits")
    sent = {
        "name": "Lena Ossa",
        "consent": "given",
        "title": "Owner",
        "is_contact": "on",
    }
    answer = client_of(amina).post(address("add-person-to", firm.pk), sent)
    assert answer.url == address("organisation", firm.pk)
    position = Position.objects.get()
    assert (position.title, position.is_contact) == ("Owner", True)
    page = text(client_of(amina).get(answer.url))
    assert "Lena Ossa" in page and "the one to speak to" in page


def test_positions_end_and_stay_known(enter, programme, amina):
    firm = enter("Arka Knits")
    lena = people.add_person({"name": "Lena Ossa"}, programme=programme, by=amina)
    position = people.give_position(lena, firm, by=amina, title="Owner")
    with pytest.raises(RuleError) as refusal:
        people.give_position(lena, firm, by=amina, title="owner")
    assert refusal.value.code == "position_already"
    people.end_position(position, by=amina, ended_on=date(2025, 5, 1))
    assert found_by.positions_in(firm).get().ended_on == date(2025, 5, 1)
    people.give_position(lena, firm, by=amina, title="Owner")


def test_who_asks_to_be_taken_out_is_gone_from_the_pages(
    client_of, enter, programme, amina
):
    firm = enter("Arka Knits")
    lena = people.add_person(
        {"name": "Lena Ossa"}, programme=programme, by=amina, organisation=firm
    )
    client_of(amina).post(address("retire-person", lena.pk), {"reason": "Asked for it"})
    assert "Lena" not in text(client_of(amina).get(address("organisation", firm.pk)))
    assert client_of(amina).get(address("person", lena.pk)).status_code == 404
    assert Person.objects.get().is_retired


def test_competitors_do_not_see_each_others_records(
    client_of, person_as, enter, knitwear
):
    firm = enter("Arka Knits", cluster=knitwear)
    member = client_of(person_as(Role.Kind.MEMBER, "Mela"))
    assert member.get(address("organisations")).status_code == 403
    assert member.get(address("organisation", firm.pk)).status_code == 403
    assert member.get(address("members", knitwear.pk)).status_code == 403
    assert "Arka" not in text(member.get(address("register")))


@pytest.mark.parametrize("firms", [3, 60])
def test_the_queries_of_the_list_do_not_grow(
    client_of, amina, enter, knitwear, squares, firms, django_assert_max_num_queries
):
    for number in range(firms):
        enter(f"Firm {number}", cluster=knitwear, employees=number)
    client = client_of(amina)
    client.get(address("organisations"))  # what is loaded once is loaded
    client.get(address("members", knitwear.pk))
    with django_assert_max_num_queries(14):
        client.get(address("organisations"))
    with django_assert_max_num_queries(16):
        client.get(address("organisations"), {"q": "firm"})
    with django_assert_max_num_queries(22):
        client.get(address("members", knitwear.pk))


@pytest.mark.parametrize(
    ("ending", "start"), [("csv", "\ufeffid,kind,name"), ("geojson", '{"type"')]
)
def test_what_is_listed_can_be_taken_along(client_of, amina, enter, ending, start):
    enter("Arka Knits", latitude=1.5, longitude=2.5, employees=7)
    enter("Belo Tex")
    url = address("organisations-file", ending)
    got = client_of(amina).get(url, {"q": "arka"}).content.decode()
    assert got.startswith(start)
    assert "Arka Knits" in got and "Belo" not in got


def test_a_workbook_of_firms_opens(client_of, amina, enter, tmp_path):
    enter("=Arka Knits", employees=7)
    path = tmp_path / "firms.xlsx"
    url = address("organisations-file", "xlsx")
    path.write_bytes(client_of(amina).get(url).content)
    heads, firm = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    told = dict(zip(heads, firm, strict=True))
    assert told["name"] == "=Arka Knits"  # a text, which no spreadsheet runs
    assert (told["employees"], told["latitude"]) == (7, "")


# Of two whom “Lena Ossa” may mean, the one written so is the likelier, although by
# name “Anna Lenna Ossa” comes first.
@pytest.fixture
def lenas(programme, amina, enter):
    for name in ("Anna Lenna Ossa", "Lena Ossa"):
        people.add_person({"name": name}, programme=programme, by=amina)
        enter(name)


def places_in(page):
    return page.index(">Lena Ossa<"), page.index(">Anna Lenna Ossa<")


def test_the_best_hit_comes_first_wherever_somebody_is_looked_for(
    client_of, amina, lenas, knitwear
):
    client = client_of(amina)
    person = Person.objects.get(name="Lena Ossa")
    for url in (
        address("people"),
        address("organisations"),
        address("choose-member", knitwear.pk),
        address("person", person.pk),
    ):
        listed = text(client.get(url, {"q": "lena ossa"})).split("<form", 1)[1]
        best, other = places_in(listed)
        assert best < other, url
    file = client.get(address("organisations-file", "csv"), {"q": "lena ossa"})
    rows = file.content.decode().splitlines()
    assert [row.split(",")[2] for row in rows[1:]] == ["Lena Ossa", "Anna Lenna Ossa"]


def test_the_words_of_the_programme_are_read_once_a_page(
    client_of, amina, enter, knitwear
):
    enter("Arka Knits", cluster=knitwear)
    client = client_of(amina)
    for url in (address("organisations"), address("members", knitwear.pk)):
        with CaptureQueriesContext(connection) as made:
            client.get(url, {"q": "arka"})
        read = [each for each in made if "register_registersettings" in each["sql"]]
        assert len(read) == 1, url


def test_a_file_has_every_fact(client_of, amina, enter):
    enter("Arka Knits", consent="given", consent_for="The sociogram")
    file = client_of(amina).get(address("organisations-file", "csv")).content.decode()
    heads, firm = csv.reader(file.removeprefix("\ufeff").splitlines())
    told = dict(zip(heads, firm, strict=True))
    assert told["consent_for"] == "The sociogram"
    # The place stands there by code and name.
    assert set(organisations.FACTS) - {"place"} <= set(heads)
