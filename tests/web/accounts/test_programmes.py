"""Founding a programme, and saying what it is."""

import pytest
from django.urls import reverse

from distretto.errors import RuleError
from distretto.web.accounts.forms import NewProgrammeForm, ProgrammeForm
from distretto.web.accounts.models import Programme, Role
from distretto.web.accounts.rules.programmes import found_programme
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo

FIELDS = {
    "name": "Lindara clusters",
    "countries": "IN",
    "currency": "INR",
    "languages": "en, hi",
    "funders": "",
    "smallest_cell": 5,
}


def form_with(**changes):
    return ProgrammeForm({**FIELDS, **changes})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("in", "IN"),
        ("India, Ethiopia", "IN, ET"),
        ("côte d'ivoire; PE\nPE", "CI, PE"),
    ],
)
def test_countries_are_names_or_codes(typed, kept):
    form = form_with(countries=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["countries"] == kept


@pytest.mark.parametrize(
    ("field", "typed", "found"),
    [
        ("countries", "IN, Atlantis", "Atlantis"),
        ("countries", "XX", "XX"),
        ("currency", "RUP", "RUP"),
        ("currency", "Yuan", "Yuan"),
        ("languages", "en, français", "français"),
    ],
)
def test_an_unknown_code_is_named(field, typed, found):
    form = form_with(**{field: typed})
    assert not form.is_valid()
    assert f"“{found}” is not" in form.errors[field][0]


@pytest.mark.parametrize("cell", ["0", "-1", "five", ""])
def test_the_smallest_cell_is_at_least_one(cell):
    assert "smallest_cell" in form_with(smallest_cell=cell).errors


def test_settings_are_changed_and_kept_in_the_history(programme, boris, client_of):
    url = reverse("accounts:change-programme", args=["lindara"])
    assert client_of(boris).post(url, FIELDS).status_code == 302
    programme.refresh_from_db()
    assert programme.name == "Lindara clusters" and programme.currency == "INR"
    undo(Deed.objects.get(did="programme.changed"), by=boris)
    programme.refresh_from_db()
    assert programme.name == "Lindara cluster programme"


def test_a_refused_form_says_so_and_changes_nothing(programme, boris, client_of):
    url = reverse("accounts:change-programme", args=["lindara"])
    answer = client_of(boris).post(url, {**FIELDS, "currency": "RUP"})
    assert answer.status_code == 422
    programme.refresh_from_db()
    assert programme.currency == "EUR"


def test_who_founds_a_programme_manages_it(boris, client_of):
    url = reverse("accounts:found-programme")
    answer = client_of(boris).post(url, {**FIELDS, "slug": "second"})
    assert answer.status_code == 302
    second = Programme.objects.get(slug="second")
    assert Role.objects.get(programme=second).user == boris
    assert Deed.objects.get().programme_id == second.pk


@pytest.mark.parametrize("slug", ["wenzhou_shoes", "Wenzhou", "wenzhou shoes", "鞋"])
def test_a_short_name_is_refused_in_one_sentence(slug):
    form = NewProgrammeForm({**FIELDS, "slug": slug}, asks_name=False)
    assert form.errors["slug"] == [
        "Write small letters from a to z, digits and hyphens alone, such as "
        "wenzhou-shoes."
    ]


def test_a_currency_is_told_by_its_code():
    [sentence] = form_with(currency="Yuan").errors["currency"]
    assert "Write the three letters of ISO 4217, such as CNY" in sentence


def test_an_address_is_taken_once(programme, boris, client_of):
    url = reverse("accounts:found-programme")
    answer = client_of(boris).post(url, {**FIELDS, "slug": "lindara"})
    assert answer.status_code == 422


def test_only_managers_and_the_site_found_programmes(amina, chen, person, client_of):
    url = reverse("accounts:found-programme")
    assert client_of(amina).get(url).status_code == 403
    assert client_of(chen).get(url).status_code == 403
    site = person("Site", is_superuser=True)
    assert client_of(site).get(url).status_code == 200


def test_founding_is_undone_as_long_as_nothing_rests_on_it(boris):
    found_programme(by=boris, name="A mistake", slug="mistake")
    undo(Deed.objects.get(), by=boris)
    assert Programme.objects.get(slug="mistake").is_retired
    lasting = found_programme(by=boris, name="Lasting", slug="lasting")
    founded = Deed.objects.get(programme_id=lasting.pk)
    lasting.places.create(code="KN", name="Knitton")
    with pytest.raises(RuleError) as refusal:
        undo(founded, by=boris)
    assert refusal.value.code == "in_use"


def test_a_founder_without_a_name_is_asked_for_one(person, client_of):
    url = reverse("accounts:found-programme")
    site = person("Site", is_superuser=True)
    client = client_of(site)
    assert 'name="own_name"' not in client.get(url).content.decode()
    site.name = ""
    site.save()
    assert 'name="own_name"' in client.get(url).content.decode()
    said = {**FIELDS, "slug": "second", "own_name": "Ines Okafor"}
    assert client.post(url, said).status_code == 302
    site.refresh_from_db()
    assert site.name == "Ines Okafor"
    assert Role.objects.get(programme__slug="second").user == site
