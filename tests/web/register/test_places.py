"""Places: maps are looked at first; names are found without accents."""

import json
import os
import time
from html import unescape

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from distretto.errors import RuleError
from distretto.formats.boundaries import read_boundaries
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register import arriving, maps, queries
from distretto.web.register.models import Cluster, ClusterPlace, Place
from distretto.web.register.rules import places as rules

FACTS = {"source": "Land survey 2020", "licence": "CC BY 4.0"}


def address(page, *arguments):
    return reverse(f"register:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


def place(code):
    return Place.objects.current().get(code=code)


@pytest.mark.parametrize(
    "words", ["sao joao", "SÃO", "joao SAO", "São João", "n1", "oao"]
)
def test_found_without_regard_to_case_and_accents(words, programme, squares):
    found = queries.places_matching(programme, words)
    assert [each.name for each in found] == ["São João"]


def test_not_found_by_other_words(programme, squares):
    assert not queries.places_matching(programme, "São Paulo").exists()


def test_names_that_changed_are_found_by_the_new_one(programme, squares, amina):
    rules.edit_place(place("N1"), name="Évora", by=amina)
    assert queries.places_matching(programme, "evora").get().code == "N1"
    assert not queries.places_matching(programme, "joao").exists()


def test_neighbours_share_a_border_and_not_only_a_corner(programme, squares):
    # By hand: N1 and N2 share an edge; N3 touches N2 at one corner.
    pairs = queries.neighbours_of(programme)
    assert pairs.rows() == [("N1", "N2"), ("N2", "N1")]


def test_neighbours_are_computed_once_for_each_state(
    programme, squares, amina, kept_files, monkeypatch
):
    queries.neighbours_of(programme)
    kept = [name for name in kept_files() if name.startswith("neighbours/")]
    assert len(kept) == 1
    rules.retire_place(place("N2"), by=amina)
    assert queries.neighbours_of(programme).is_empty()


def test_without_boundaries_nobody_is_a_neighbour(programme):
    pairs = queries.neighbours_of(programme)
    assert pairs.is_empty() and pairs.columns == ["region", "neighbour"]
    assert queries.shapes_of(programme).shapes == {}


def test_shapes_come_back_as_they_were(programme, squares):
    shapes = queries.shapes_of(programme)
    assert shapes.names["N2"] == "Łódź"
    assert shapes.shapes["N2"].bounds == (1, 0, 2, 1)


def test_a_map_is_one_deed_that_can_be_undone(programme, squares, amina):
    entry = Deed.objects.get(did="places.added")
    assert entry.changes.count() == 3
    assert Place.history.count() == 3
    undo(entry, by=amina)
    assert not programme.places.current().exists()


def test_a_hundred_places_cost_as_many_queries_as_three(
    programme, amina, tmp_path, geojson, django_assert_max_num_queries
):
    path = tmp_path / "grid.geojson"
    path.write_bytes(geojson({f"G{n}": (n % 10, n // 10) for n in range(100)}))
    boundaries = read_boundaries(path, code_property="code")
    with django_assert_max_num_queries(9):
        rules.add_places(
            boundaries, programme=programme, by=amina, source="x", licence="y"
        )
    assert programme.places.count() == 100


def test_what_is_there_stays_unless_it_is_to_be_replaced(
    programme, squares, amina, tmp_path, geojson
):
    rules.edit_place(place("N1"), name="Evora", by=amina)
    path = tmp_path / "moved.geojson"
    path.write_bytes(geojson({"N1": (5, 5), "N4": (6, 5)}))
    boundaries = read_boundaries(path, code_property="code")
    told = {"programme": programme, "by": amina, **FACTS}
    assert rules.add_places(boundaries, **told) == (1, 0)
    assert place("N1").longitude == 0.5
    assert rules.add_places(boundaries, **told, replace=True) == (0, 2)
    moved = place("N1")
    assert (moved.longitude, moved.latitude) == (5.5, 5.5)
    assert moved.name == "Evora" and moved.source == "Land survey 2020"


def test_a_map_that_adds_nothing_is_refused(
    programme, squares, amina, tmp_path, geojson
):
    path = tmp_path / "same.geojson"
    path.write_bytes(geojson())
    boundaries = read_boundaries(path, code_property="code")
    with pytest.raises(RuleError) as refusal:
        rules.add_places(boundaries, programme=programme, by=amina, **FACTS)
    assert refusal.value.code == "places_all_there"


def test_a_place_of_a_cluster_is_not_retired(programme, squares, amina):
    cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    ClusterPlace.objects.create(cluster=cluster, place=place("N1"))
    with pytest.raises(RuleError) as refusal:
        rules.retire_place(place("N1"), by=amina)
    assert refusal.value.code == "place_in_use"
    assert "Knitwear" in str(refusal.value)
    assert not place("N1").is_retired


def test_a_map_is_looked_at_before_it_is_used(
    client_of, amina, programme, upload, geojson
):
    client = client_of(amina)
    response = upload(client, "upload-places", geojson(), "districts.geojson")
    page = text(response)
    assert "“districts.geojson” was read; nothing is added yet." in page
    assert "São João" in page and "<svg" in page
    assert "code (3 different: N1, N2, N3)" in page
    rows = response.context["page"].object_list
    assert [each["code"] for each in rows] == ["N1", "N2", "N3"]
    assert "country (1 different: LI)" in page
    assert not Place.objects.exists()
    accept = response.redirect_chain[-1][0] + "accept/"
    incomplete = client.post(accept, {"code_property": "code"})
    assert incomplete.status_code == 422 and not Place.objects.exists()
    done = client.post(accept, {**FACTS, "code_property": "code"}, follow=True)
    assert "3 places were added." in text(done)
    assert place("N1").licence == "CC BY 4.0"


def test_codes_are_matched_with_those_of_the_datasets(
    client_of, amina, accepted, upload, geojson
):
    page = text(upload(client_of(amina), "upload-places", geojson(), "m.geojson"))
    assert "100.0\N{NO-BREAK SPACE}% of 2" in page or "100.0 % of 2" in page
    assert '<option value="code" selected>' in page


def test_a_map_of_other_regions_is_said_to_be_one(
    client_of, amina, accepted, upload, geojson
):
    other = geojson({"X1": (0, 0), "X2": (1, 0)})
    page = text(upload(client_of(amina), "upload-places", other, "m.geojson"))
    assert "do not match the map “m.geojson”" in page
    assert "Add the places" in page


def test_places_of_other_regions_are_added_only_when_that_is_confirmed(
    client_of, amina, accepted, upload, geojson
):
    client = client_of(amina)
    other = geojson({"X1": (0, 0), "X2": (1, 0)})
    response = upload(client, "upload-places", other, "m.geojson")
    accept = response.redirect_chain[-1][0] + "accept/"
    told = {**FACTS, "code_property": "code"}
    refused = client.post(accept, told)
    assert refused.status_code == 422 and not Place.objects.exists()
    assert "Confirm that these places are wanted" in text(refused)
    client.post(accept, {**told, "although_others": "on"})
    assert Place.objects.count() == 2


def test_regions_whose_codes_are_too_long_are_told_and_not_added(
    client_of, amina, programme, upload, geojson
):
    """A code has at most 40 characters, a name 200: 41 and 201 are too many."""
    client, long = client_of(amina), "N" * 41
    content = geojson({"N1": (0, 0), long: (1, 0), "N3": (2, 1)})
    content = content.replace(json.dumps("Ñandú")[1:-1].encode(), b"n" * 201)
    response = upload(client, "upload-places", content, "m.geojson")
    here, page = response.redirect_chain[-1][0], text(response)
    told = {**FACTS, "code_property": "code"}
    assert "2 regions cannot be places and are not added" in page
    assert long in page and "that are short enough: “country”" not in page
    client.post(here + "accept/", told)
    assert [each.code for each in Place.objects.all()] == ["N1"]


def test_a_map_without_any_code_that_fits_is_refused(
    client_of, amina, programme, upload, geojson
):
    """Every value of `remark` has 41 characters; those of `code` have two."""
    content = geojson({"N1": (0, 0), "N2": (1, 0)}, remark="x" * 41)
    client = client_of(amina)
    response = upload(client, "upload-places", content, "m.geojson")
    here = response.redirect_chain[-1][0]
    refused = client.get(here, {"code_property": "remark"})
    assert refused.status_code == 422
    assert "No region of “m.geojson” can be a place" in text(refused)
    assert "short enough: code, name, country" in text(refused)
    told = {**FACTS, "code_property": "remark"}
    assert client.post(here + "accept/", told).status_code == 422
    unheard = client.post(here + "accept/", {**FACTS, "code_property": "?"})
    assert unheard.status_code == 422
    assert not Place.objects.exists()


def test_a_rule_refuses_codes_that_are_too_long(programme, amina, tmp_path, geojson):
    path = tmp_path / "long.geojson"
    path.write_bytes(geojson({"N" * 41: (0, 0)}))
    boundaries = read_boundaries(path, code_property="code")
    with pytest.raises(RuleError) as refusal:
        rules.add_places(boundaries, programme=programme, by=amina, **FACTS)
    assert refusal.value.code == "place_too_long"


def test_regions_beyond_180_degrees_are_places_of_the_other_side(
    programme, amina, tmp_path, geojson
):
    """The middle of a square from 190 to 191 degrees east lies at 169.5 west."""
    path = tmp_path / "east.geojson"
    path.write_bytes(geojson({"N1": (190, 0)}))
    boundaries = read_boundaries(path, code_property="code")
    rules.add_places(boundaries, programme=programme, by=amina, **FACTS)
    assert place("N1").longitude == -169.5


def test_the_states_of_the_us_by_their_names(
    client_of, amina, programme, upload, shared_data
):
    """56 regions; “Commonwealth of the Northern Mariana Islands” has 44 letters."""
    client = client_of(amina)
    content = (shared_data / "boundaries/us_states_10m.topojson").read_bytes()
    response = upload(client, "upload-places", content, "us.topojson")
    here = response.redirect_chain[-1][0]
    page = text(client.get(here, {"code_property": "name"}))
    assert "1 region cannot be a place and is not added" in page
    assert "“Commonwealth of the Northern Mariana Islands”" in page and "“id”" in page
    done = client.post(
        here + "accept/", {**FACTS, "code_property": "name"}, follow=True
    )
    assert "55 places were added." in text(done)


def test_another_property_may_hold_the_codes(
    client_of, amina, programme, upload, geojson
):
    client = client_of(amina)
    response = upload(client, "upload-places", geojson(), "m.geojson")
    here = response.redirect_chain[-1][0]
    page = text(client.get(here, {"code_property": "name"}))
    assert '<option value="name" selected>' in page
    assert '<th scope="row">São João</th>' in page


def test_a_map_looked_at_by_others_does_not_exist(
    client_of, amina, dora, programme, upload, geojson
):
    response = upload(client_of(amina), "upload-places", geojson(), "m.geojson")
    here = response.redirect_chain[-1][0]
    assert client_of(dora).get(here).status_code == 404
    theirs = here.replace("/lindara/", "/another/")
    assert client_of(dora).get(theirs).status_code == 404
    assert client_of(amina).get(here[:-2] + "x/").status_code == 404


def test_shapes_with_crossing_lines_are_mended_and_told(
    client_of, amina, programme, upload
):
    bow_tie = [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]
    content = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "id": "B",
                    "properties": {},
                    "geometry": {"type": "Polygon", "coordinates": bow_tie},
                }
            ],
        }
    ).encode()
    page = text(upload(client_of(amina), "upload-places", content, "m.geojson"))
    assert "1 shape with crossing lines mended." in page


def test_a_place_shows_its_map_and_its_neighbours(client_of, amina, squares):
    page = text(client_of(amina).get(address("place", place("N1").pk)))
    assert "Łódź" in page and "Ñandú" not in page.split("<svg")[0]
    assert "Map of 3 places; filled: São João." in page


def test_a_name_is_put_right_by_a_form(client_of, amina, squares):
    client, url = client_of(amina), address("edit-place", place("N1").pk)
    assert client.post(url, {"name": ""}).status_code == 422
    assert client.post(url, {"name": "Évora"}).status_code == 302
    assert place("N1").name == "Évora"


def test_a_refusal_is_said_with_and_without_htmx(
    client_of, htmx_of, amina, programme, squares
):
    cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    ClusterPlace.objects.create(cluster=cluster, place=place("N1"))
    url = address("retire-place", place("N1").pk)
    assert htmx_of(amina).post(url).status_code == 409
    page = client_of(amina).post(url, follow=True)
    assert "The cluster “Knitwear” reaches into" in text(page)


def test_the_list_costs_the_same_however_long(
    client_of, amina, programme, django_assert_num_queries
):
    client = client_of(amina)
    Place.objects.create(programme=programme, code="A", name="A")
    client.get(address("places"))
    with CaptureQueriesContext(connection) as one:
        client.get(address("places"))
    before = len(one)
    for number in range(70):
        Place.objects.create(programme=programme, code=str(number), name="B")
    client.get(address("places"))
    with django_assert_num_queries(before):
        response = client.get(address("places"))
    assert len(response.content) < 100_000


def test_a_kept_map_is_forgotten_after_a_day(
    programme, amina, arrived, geojson, monkeypatch
):
    kept = maps.keep_map(arrived(geojson(), "m.geojson"), programme)
    assert maps.kept_map(kept.token, programme) == kept
    token = kept.token
    monkeypatch.setattr(maps, "FORGOTTEN_AFTER", -1)
    assert maps.kept_map(token, programme) is None


def test_georgia_has_the_neighbours_of_dalton(
    programme, amina, shared_data, django_assert_max_num_queries
):
    """Whitfield County borders Catoosa, Walker, Gordon and Murray in Georgia."""
    boundaries = read_boundaries(shared_data / "boundaries/us_georgia_counties.geojson")
    with django_assert_max_num_queries(12):
        rules.add_places(
            boundaries, programme=programme, by=amina, source="Census", licence="none"
        )
    pairs = queries.neighbours_of(programme)
    around = pairs.filter(pl.col("region") == "13313")["neighbour"].to_list()
    names = queries.shapes_of(programme).names
    assert {names[code] for code in around} == {"Catoosa", "Walker", "Gordon", "Murray"}


def test_maps_and_halves_of_files_are_swept_after_a_day(
    programme, arrived, geojson, files_aside, kept_files
):
    with arriving.arrive(geojson({"A": (0, 0)}), "old.geojson") as file:
        old = maps.keep_map(file, programme)
    half = files_aside / "arriving" / "half.part"
    half.write_bytes(b"cut off by a power cut")
    yesterday = time.time() - maps.FORGOTTEN_AFTER - 60
    for path in (half, files_aside / old.stored):
        os.utime(path, (yesterday, yesterday))
    new = maps.keep_map(arrived(geojson({"B": (0, 0)}), "new.geojson"), programme)
    assert maps.kept_map(old.token, programme) is None
    assert maps.kept_map(new.token, programme) == new
    assert not half.exists()
