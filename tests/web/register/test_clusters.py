"""Clusters entered by hand: right codes, real places, nothing lost while looking."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from distretto.errors import RuleError
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register import queries
from distretto.web.register.models import Cluster, Place
from distretto.web.register.rules import clusters as rules
from distretto.web.register.rules.clusters import ClusterFacts


def address(page, *arguments):
    return reverse(f"register:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def knitwear(programme, squares, amina):
    """A knitwear cluster in São João."""
    facts = ClusterFacts("Knitwear", products="Pullovers", industries=("1430",))
    places = Place.objects.filter(code="N1")
    return rules.add_cluster(facts, places, programme=programme, by=amina)


def codes_of(cluster):
    return [place.code for place in queries.places_of(cluster)]


def test_a_cluster_is_one_deed(knitwear, amina):
    entry = Deed.objects.get(did="cluster.added")
    assert entry.changes.count() == 2  # the cluster and its place
    undo(entry, by=amina)
    knitwear.refresh_from_db()
    assert knitwear.is_retired


def test_places_come_and_go(knitwear, amina):
    facts = ClusterFacts("Knitwear", industries=("1430",))
    rules.edit_cluster(knitwear, facts, Place.objects.exclude(code="N1"), by=amina)
    assert sorted(codes_of(knitwear)) == ["N2", "N3"]
    rules.edit_cluster(knitwear, facts, Place.objects.filter(code="N1"), by=amina)
    assert codes_of(knitwear) == ["N1"]


def test_codes_must_exist_and_the_nearest_is_named(programme, amina):
    facts = ClusterFacts("Knitwear", industries=("1439",))
    with pytest.raises(RuleError) as refusal:
        rules.add_cluster(facts, [], programme=programme, by=amina)
    assert refusal.value.code == "unknown_industry"
    assert "“1439” is no industry of ISIC Rev. 4" in str(refusal.value)
    assert "“1430”" in str(refusal.value)
    assert not Cluster.objects.exists() and not Deed.objects.exists()


def test_places_of_other_programmes_are_refused(other_programme, programme, amina):
    elsewhere = Place.objects.create(programme=other_programme, code="E", name="Else")
    with pytest.raises(RuleError) as refusal:
        rules.add_cluster(
            ClusterFacts("Knitwear"), [elsewhere], programme=programme, by=amina
        )
    assert refusal.value.code == "place_elsewhere"
    assert not Cluster.objects.exists()


def test_entered_by_a_form(client_of, amina, programme, squares):
    place = Place.objects.get(code="N2")
    sent = {
        "name": "Footwear",
        "products": "Boots",
        "classification": "ISIC4",
        "codes": "1520 1512",
        "places": [place.pk],
        "stage": "emerging",
        "origin": "Named by the chamber.",
    }
    response = client_of(amina).post(address("add-cluster"), sent, follow=True)
    page = text(response)
    for words in ("Footwear", "Emerging", "Łódź", "1512", "Named by the chamber."):
        assert words in page
    made = Cluster.objects.get()
    assert made.industries == ["1520", "1512"] and codes_of(made) == ["N2"]


def test_a_wrong_code_is_said_beside_the_field(client_of, amina, programme):
    sent = {"name": "X", "classification": "ISIC4", "codes": "1439"}
    response = client_of(amina).post(address("add-cluster"), sent)
    assert response.status_code == 422
    assert "the nearest is “1430”" in text(response)
    assert 'value="X"' in text(response)


@pytest.mark.parametrize("browser", ["client_of", "htmx_of"])
def test_looking_for_codes_keeps_what_was_typed(browser, request, amina, programme):
    client = request.getfixturevalue(browser)(amina)
    sent = {
        "name": "Footwear",
        "classification": "ISIC4",
        "codes": "1512",
        "find_industries": "footwear",
        "find": "industries",
    }
    response = client.post(address("add-cluster"), sent)
    page = text(response)
    assert response.status_code == 200
    assert 'value="Footwear"' in page and 'value="1512"' in page
    assert 'name="found" value="1520"' in page
    assert "Nothing was saved" not in page
    assert ("<html" in page) == (browser == "client_of")
    assert not Cluster.objects.exists()


def test_ticked_codes_are_saved_beside_typed_ones(client_of, amina, programme):
    sent = {
        "name": "Footwear",
        "classification": "ISIC4",
        "codes": "1512",
        "found": ["1520", "1512"],
    }
    client_of(amina).post(address("add-cluster"), sent)
    assert Cluster.objects.get().industries == ["1512", "1520"]


def test_chosen_places_stay_while_others_are_looked_for(client_of, amina, knitwear):
    chosen = Place.objects.get(code="N1")
    sent = {
        "name": "Knitwear",
        "classification": "ISIC4",
        "places": [chosen.pk],
        "find_places": "lodz",
        "find": "places",
    }
    response = client_of(amina).post(address("edit-cluster", knitwear.pk), sent)
    page = text(response)
    assert f'value="{chosen.pk}" ' in page and "checked" in page
    assert "São João (N1)" in page and "Łódź (N2)" in page
    assert "Ñandú" not in page


def test_edited_and_retired(client_of, amina, knitwear):
    client, url = client_of(amina), address("edit-cluster", knitwear.pk)
    page = text(client.get(url))
    assert 'value="1430"' in page and "checked" in page
    sent = {"name": "Woollens", "classification": "ISIC4", "codes": "1430"}
    assert client.post(url, sent).status_code == 302
    knitwear.refresh_from_db()
    assert knitwear.name == "Woollens" and codes_of(knitwear) == []
    client.post(address("retire-cluster", knitwear.pk))
    assert client.get(address("cluster", knitwear.pk)).status_code == 404


def test_an_empty_list_says_what_to_do(client_of, amina, programme):
    page = text(client_of(amina).get(address("clusters")))
    assert "No cluster yet." in page and address("add-cluster") in page


def test_the_list_costs_the_same_however_long(
    client_of, amina, knitwear, programme, django_assert_num_queries
):
    client = client_of(amina)
    with CaptureQueriesContext(connection) as one:
        client.get(address("clusters"))
    before = len(one)
    places = list(Place.objects.all())
    for number in range(60):
        facts = ClusterFacts(f"Cluster {number}", industries=("1430",))
        rules.add_cluster(facts, places, programme=programme, by=amina)
    with django_assert_num_queries(before):
        response = client.get(address("clusters"))
    assert len(response.content) < 100_000
