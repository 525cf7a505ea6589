"""Lists of firms: looked at first, taken in as one deed, taken in again, undone."""

import json
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from distretto.errors import RuleError
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register.models import (
    Cluster,
    ClusterMember,
    FirmList,
    Likeness,
    Listing,
    Organisation,
    Position,
)
from distretto.web.register.rules import firm_lists as rules
from distretto.web.register.rules import organisations
from distretto.web.register.rules.firm_lists import ListFacts

LIST = """No;Firm name;Address;District;ISIC;Workers;Owner sex;Phone;Contact;Colour
1;Arka Knitwear Pvt. Ltd.;12 Mill Road, Old Port;São João;1430;7;F;5550100;Lena Ossa;red
2;Belo Tex;3 Quay Street, New Harbour;Łódź;1430;40;M;;;blue
3;ARKA KNITWEAR;12, Mill Rd, Old Port;N1;1430;;;;;
4;Ciro Shoes;9 Hill Lane, Upper Town;Ñandú;1520;12;;;;green
"""
AGAIN = """No;Firm name;Address;District;ISIC;Workers;Owner sex;Phone;Contact;Colour
1;Arka Knitwear Private Limited;12 Mill Road, Old Port;N1;1430;9;F;5550100;;red
2;Belo Tex;3 Quay Street, New Harbour;Łódź;1430;40;M;5550102;;blue
5;Dora Hats;1 Cape Street, Lower Town;Łódź;1430;3;F;;;grey
"""
FACTS = ListFacts(name="Members 2025", source="Knitters' association", year=2025)


def address(page, *arguments):
    return reverse(f"register:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def knitwear(programme):
    return Cluster.objects.create(programme=programme, name="Knitwear")


@pytest.fixture
def uploaded(programme, squares, knitwear, amina, arrived):
    """The list, understood, waiting for a yes."""
    return rules.upload_firm_list(
        arrived(LIST.encode(), "members.csv"),
        programme=programme,
        by=amina,
        cluster=knitwear,
    )


@pytest.fixture
def taken(uploaded, amina):
    return rules.accept_firm_list(uploaded, FACTS, by=amina)


def test_the_dry_run_enters_nobody_and_says_what_will_happen(uploaded):
    assert uploaded.status == FirmList.Status.UNDERSTOOD
    assert uploaded.findings["counts"] == {
        "rows": 4,
        "repeated": 1,  # row 4 of the file is the firm of row 2
        "known": 0,
        "new": 3,
        "doubtful": 0,
    }
    assert uploaded.findings["unused"] == ["Colour"]
    assert not Organisation.objects.exists()


def test_one_thing_is_said_of_a_column_that_is_kept(client_of, amina, uploaded):
    """The cells stay beside each firm, though nothing is read in them."""
    page = text(client_of(amina).get(address("firm-list", uploaded.pk)))
    assert "kept beside each firm as it stands: Colour." in page
    assert "not used" not in page


def test_one_deed_enters_all(taken, knitwear):
    assert Deed.objects.filter(did="firm_list.accepted").count() == 1
    firms = {each.name: each for each in Organisation.objects.all()}
    assert set(firms) == {"Arka Knitwear Pvt. Ltd.", "Belo Tex", "Ciro Shoes"}
    arka = firms["Arka Knitwear Pvt. Ltd."]
    assert (arka.employees, arka.owner, arka.industries) == (7, "women", ["1430"])
    assert (arka.place.code, arka.figures_year) == ("N1", 2025)
    assert arka.figures_source == "Knitters' association"
    assert arka.other_names == "ARKA KNITWEAR"
    assert ClusterMember.objects.filter(cluster=knitwear).count() == 3
    assert Position.objects.get().person.name == "Lena Ossa"
    # Every row as it stood, with the column that nobody understood.
    assert Listing.objects.count() == 4
    assert Listing.objects.get(key="2").told["Colour"] == "blue"
    assert taken.findings["taken"]["entered"] == 3


def test_a_list_is_undone_as_one(taken, amina):
    undo(Deed.objects.get(did="firm_list.accepted"), by=amina)
    assert not Organisation.objects.current().exists()
    assert not ClusterMember.objects.current().exists()
    taken.refresh_from_db()
    assert taken.status == FirmList.Status.UNDERSTOOD


def again(programme, amina, arrived, taken, **facts):
    new = rules.upload_firm_list(
        arrived(AGAIN.encode(), "members-2026.csv"),
        programme=programme,
        by=amina,
        update_of=taken,
    )
    told = {"name": "Members 2026", "source": taken.source, "year": 2026, **facts}
    return rules.accept_firm_list(new, ListFacts(**told), by=amina)


def test_a_newer_state_fills_what_was_not_known(programme, amina, arrived, taken):
    new = again(programme, amina, arrived, taken)
    assert new.findings["taken"]["entered"] == 1  # Dora Hats
    arka = Organisation.objects.get(name="Arka Knitwear Pvt. Ltd.")
    assert (arka.employees, arka.figures_year) == (7, 2025)  # known: it stays
    assert "Arka Knitwear Private Limited" in arka.other_names
    assert Organisation.objects.get(name="Belo Tex").phone == "5550102"
    assert Organisation.objects.count() == 4


def test_a_newer_state_replaces_where_it_is_told(programme, amina, arrived, taken):
    again(programme, amina, arrived, taken, replace=True)
    arka = Organisation.objects.get(name="Arka Knitwear Pvt. Ltd.")
    assert (arka.employees, arka.figures_year) == (9, 2026)
    # Said by the earlier list alone: it stays.
    assert Organisation.objects.get(name="Ciro Shoes").employees == 12


def test_the_same_list_twice_enters_nobody_twice(
    programme, amina, arrived, taken, squares
):
    new = rules.upload_firm_list(
        arrived(LIST.encode(), "other-name.csv"), programme=programme, by=amina
    )
    assert new.findings["counts"]["new"] == 0
    assert new.findings["counts"]["known"] == 3


def test_who_may_be_known_is_entered_and_put_on_the_list(
    programme, amina, arrived, squares
):
    known = organisations.add_organisation(
        {"name": "Belo Textil", "address": "3 Quay Street, New Harbour"},
        programme=programme,
        by=amina,
    )
    rules.accept_firm_list(
        rules.upload_firm_list(arrived(LIST.encode()), programme=programme, by=amina),
        FACTS,
        by=amina,
    )
    doubts = Likeness.objects.filter(verdict=Likeness.Verdict.OPEN)
    belo = Organisation.objects.filter(name="Belo Tex").first()
    # Either taken for the same at once, or put on the list: never lost, never twice.
    if belo is None:
        known.refresh_from_db()
        assert known.other_names == "Belo Tex"
    else:
        assert {doubts.get().one, doubts.get().other} == {known, belo}


def test_cells_that_cannot_be_used_need_a_yes(programme, amina, arrived, squares):
    wrong = LIST.replace(";7;F;", ";seven or so;F;")
    found = rules.upload_firm_list(
        arrived(wrong.encode()), programme=programme, by=amina
    )
    assert found.findings["error_count"] == 1
    with pytest.raises(RuleError) as refusal:
        rules.accept_firm_list(found, FACTS, by=amina)
    assert refusal.value.code == "list_problems_not_accepted"
    assert not Organisation.objects.exists()
    agreed = ListFacts(name="Members", source="Association", accept_problems=True)
    rules.accept_firm_list(found, agreed, by=amina)
    arka = Organisation.objects.get(name__startswith="Arka")
    assert arka.employees is None
    assert arka.listings.first().told["Workers"] == "seven or so"


def test_a_list_without_names_calls_firms_by_what_they_do(
    programme, amina, arrived, squares
):
    nameless = "id,district,activity,lat,lon\n"
    nameless += "11,N1,Knitting,0.5,0.25\n12,N1,Knitting,0.5,0.75\n"
    found = rules.upload_firm_list(
        arrived(nameless.encode()), programme=programme, by=amina
    )
    rules.accept_firm_list(found, FACTS, by=amina)
    names = {each.name for each in Organisation.objects.all()}
    assert names == {"Knitting · N1 · 11", "Knitting · N1 · 12"}


def test_a_file_that_is_no_table_is_refused_and_not_kept(
    programme, amina, arrived, kept_files
):
    found = rules.upload_firm_list(
        arrived(b"\x00\x01\x02\x03" * 50, "list.xlsx"), programme=programme, by=amina
    )
    assert found.status == FirmList.Status.REFUSED
    assert not [name for name in kept_files() if name.startswith("lists/")]


def test_from_the_upload_to_the_members(client_of, amina, squares, knitwear):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = client_of(amina)
    sent = {
        "file": SimpleUploadedFile("members.csv", LIST.encode()),
        "cluster": str(knitwear.pk),
    }
    answer = client.post(address("upload-firm-list"), sent)
    found = FirmList.objects.get()
    assert answer.url == address("firm-list", found.pk)
    page = text(client.get(answer.url))
    assert "will be entered" in page and "Colour" in page
    sent = {"name": "Members", "source": "Association", "replace": "fill"}
    answer = client.post(address("accept-firm-list", found.pk), sent)
    assert answer.status_code == 302
    assert "known already" in text(client.get(answer.url))
    assert "Belo Tex" in text(client.get(address("members", knitwear.pk)))
    firm = Organisation.objects.get(name="Belo Tex")
    assert "blue" in text(client.get(address("organisation", firm.pk)))


def test_columns_may_be_told(client_of, amina, uploaded):
    columns = {
        f"column_{role}": name for role, name in uploaded.findings["columns"].items()
    }
    sent = columns | {"column_products": "Colour"}
    answer = client_of(amina).post(address("read-firm-list", uploaded.pk), sent)
    assert answer.status_code == 302
    uploaded.refresh_from_db()
    assert uploaded.findings["columns"]["products"] == "Colour"
    assert uploaded.findings["unused"] == []


def test_problems_can_be_taken_along(client_of, amina, programme, arrived, squares):
    wrong = LIST.replace(";40;M;", ";-4;M;")
    found = rules.upload_firm_list(
        arrived(wrong.encode()), programme=programme, by=amina
    )
    url = address("firm-list-problems-csv", found.pk)
    rows = client_of(amina).get(url).content.decode()
    assert "Workers" in rows and "-4" in rows


def test_long_lists_are_taken_in_in_the_background(
    programme, amina, arrived, work_done, client_of, monkeypatch
):
    monkeypatch.setattr(rules, "BACKGROUND_FROM_ROWS", 2)
    found = rules.upload_firm_list(
        arrived(LIST.encode()), programme=programme, by=amina
    )
    with work_done():
        sent = {"name": "Members", "source": "Association", "replace": "fill"}
        client_of(amina).post(address("accept-firm-list", found.pk), sent)
    found.refresh_from_db()
    assert found.status == FirmList.Status.ACCEPTED
    assert json.dumps(found.findings["taken"])
    assert Deed.objects.filter(did="firm_list.taking_in_began").count() == 1
    assert not Deed.objects.filter(did="firm_list.reading_began").exists()
    assert Organisation.objects.count() == 3


def test_sister_firms_at_one_address_are_two_and_put_on_the_list(
    programme, amina, arrived, squares
):
    """AKH Fashions is not AKH Shirts, although both are at the same vague address."""
    sisters = (
        "name,address\n"
        "Arka Fashions Ltd,Savar Dhaka 1340\n"
        "Arka Shirts Ltd,Savar Dhaka 1340\n"
    )
    found = rules.upload_firm_list(
        arrived(sisters.encode()), programme=programme, by=amina
    )
    assert found.findings["counts"]["repeated"] == 0
    rules.accept_firm_list(found, FACTS, by=amina)
    assert Organisation.objects.count() == 2


def test_what_is_folded_is_shown(client_of, amina, uploaded, text_of):
    page = text_of(client_of(amina).get(address("firm-list", uploaded.pk)))
    assert "ARKA KNITWEAR" in page and "repeats row" in page


@pytest.fixture
def text_of():
    return text


def test_lists_are_undone_one_after_the_other(
    programme, amina, arrived, taken, squares
):
    """The later list fills a record of the earlier one; both are undone in turn."""
    again(programme, amina, arrived, taken)
    later, earlier = Deed.objects.filter(did="firm_list.accepted")
    undo(later, by=amina)
    undo(earlier, by=amina)
    assert not Organisation.objects.current().exists()


def test_a_list_of_legal_names_alone_is_named_by_them(
    programme, amina, arrived, squares
):
    spanish = "Razón social;Dirección\nCalzado Niño S.A.;Calle 12, Lima\n"
    spanish += "Tejidos Ñandú;Calle 9, Lima\n"
    found = rules.upload_firm_list(
        arrived(spanish.encode()), programme=programme, by=amina
    )
    rules.accept_firm_list(found, FACTS, by=amina)
    assert {each.name for each in Organisation.objects.all()} == {
        "Calzado Niño S.A.",
        "Tejidos Ñandú",
    }


def queries_of_filling(count, programme, amina, arrived):
    """How many queries it takes to fill in the size of so many firms that are known."""
    names = [f"Firm number {number} of {count}" for number in range(count)]
    rows = "name,tax number,workers\n"
    for number, name in enumerate(names, start=1):
        facts = {"name": name, "tax_number": f"{count}000{number:03}"}
        organisations.add_organisation(facts, programme=programme, by=amina)
        rows += f"{name},{facts['tax_number']},{number}\n"
    found = rules.upload_firm_list(
        arrived(rows.encode()), programme=programme, by=amina
    )
    with CaptureQueriesContext(connection) as made:
        taken = rules.accept_firm_list(found, FACTS, by=amina)
    assert taken.findings["taken"]["changed"] == count
    firms = programme.organisations.filter(name__in=names)
    assert sorted(firms.values_list("employees", flat=True)) == [*range(1, count + 1)]
    undo(Deed.objects.filter(did="firm_list.accepted").first(), by=amina)
    assert not firms.filter(employees__isnull=False).exists()
    return len(made)


def test_filling_in_what_is_not_known_asks_no_more_for_more_firms(
    programme, amina, arrived, squares
):
    few = queries_of_filling(4, programme, amina, arrived)
    # SQLite takes so many values a statement that one of them comes in two parts.
    assert queries_of_filling(24, programme, amina, arrived) <= few + 1


def test_a_total_is_told_and_never_entered(programme, amina, arrived, squares):
    found = rules.upload_firm_list(
        arrived(f"{LIST};Total;;;;59;;;;\n".encode()), programme=programme, by=amina
    )
    assert found.findings["error_count"] == 1
    assert found.findings["counts"]["new"] == 3
    with pytest.raises(RuleError) as refusal:
        rules.accept_firm_list(found, FACTS, by=amina)
    assert refusal.value.code == "list_problems_not_accepted"
    agreed = ListFacts(name="Members", source="Association", accept_problems=True)
    rules.accept_firm_list(found, agreed, by=amina)
    assert Organisation.objects.count() == 3


def test_within_the_deed_there_is_the_writing_alone(
    programme, amina, arrived, squares, monkeypatch
):
    """Where one may write at a time, nobody waits while firms are made ready."""
    firms = "name,phone\n" + "".join(f"Firm {n},55501{n:02}\n" for n in range(30))
    found = rules.upload_firm_list(
        arrived(firms.encode()), programme=programme, by=amina
    )
    seen = []
    enter = rules.enter

    def watched(ready):
        with CaptureQueriesContext(connection) as made:
            counts = enter(ready)
        seen.extend(each["sql"].split(maxsplit=1)[0] for each in made)
        return counts

    monkeypatch.setattr(rules, "enter", watched)
    rules.accept_firm_list(found, FACTS, by=amina)
    # Firms and listings, each with its versions and its part of the deed.
    assert seen.count("SELECT") == 0 and len(seen) == 6


def test_a_firm_that_goes_while_a_list_is_made_ready_is_told(
    programme, amina, arrived, taken, monkeypatch
):
    new = rules.upload_firm_list(
        arrived(AGAIN.encode(), "members-2026.csv"),
        programme=programme,
        by=amina,
        update_of=taken,
    )
    make_ready = rules.rows_made_ready

    def gone_meanwhile(*arguments):
        ready = make_ready(*arguments)
        belo = Organisation.objects.get(name="Belo Tex")
        organisations.retire_organisation(belo, by=amina, reason="It has closed.")
        return ready

    monkeypatch.setattr(rules, "rows_made_ready", gone_meanwhile)
    with pytest.raises(RuleError) as refusal:
        rules.accept_firm_list(new, FACTS, by=amina)
    assert refusal.value.code == "register_has_changed"
    assert not Organisation.objects.filter(name="Dora Hats").exists()


# The classes: micro up to 4, small up to 19, medium up to 99, large from 100 persons.
BANDS = """name,size,latitude,longitude
Arka Knits,1-9,-34.61,-58.38
Belo Tex,20-49,-34.62,-58.39
Ciro Shoes,200-499,-34.63,-58.40
Dora Hats,,-34.64,-58.41
"""


def test_a_band_within_one_class_gives_it_and_another_stays_as_told(
    programme, amina, arrived, squares, client_of
):
    found = rules.upload_firm_list(
        arrived(BANDS.encode()), programme=programme, by=amina
    )
    assert found.findings["known"]["size_class"] == 2
    client = client_of(amina)
    page = text(client.get(address("firm-list", found.pk)))
    assert "1 row gets no size class: “1-9” is not within one size class" in page
    rules.accept_firm_list(found, FACTS, by=amina)
    firms = {each.name: each for each in Organisation.objects.all()}
    classes = [firms[name].size_class for name in sorted(firms)]
    assert classes == ["", "medium", "large", ""]
    page = text(client.get(address("organisation", firms["Arka Knits"].pk)))
    assert "“1-9” in Members 2025, which is not within one class" in page
    # One point with no outline around it makes no map, but it is known.
    assert "-34.61, -58.38" in page
    for name in ("Belo Tex", "Dora Hats"):
        page = text(client.get(address("organisation", firms[name].pk)))
        assert "not within one class" not in page
