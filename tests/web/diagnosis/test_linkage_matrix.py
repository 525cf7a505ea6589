"""The matrix of linkages: figures of groups for all, names for the staff alone."""

import csv
import io
from html import unescape
from itertools import pairwise

import openpyxl
import pytest
from django.urls import reverse
from tests.web.diagnosis.linkage_cases import enter, small_cluster, wave_of

from distretto.web.diagnosis.linkage_actor_matrix import actor_matrix
from distretto.web.diagnosis.linkage_matrix import group_matrix
from distretto.web.diagnosis.models import LinkageActor
from distretto.web.diagnosis.queries.linkages import linkages_of
from distretto.web.diagnosis.rules import linkages as rules
from distretto.web.register.models import Organisation, Place

WITHIN = ("firm", "institution", "team")


def address(page, *arguments):
    return reverse(f"diagnosis:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def cluster(programme, files_aside):
    return small_cluster(programme)


@pytest.fixture
def wave(cluster):
    """F was not asked and nobody named it."""
    return wave_of(cluster, "Now", "A-B B-A B-C C-A D-Bank", silent="F")


def moved(programme, names, code="N"):
    """Firms that are elsewhere."""
    place = Place.objects.create(programme=programme, code=code, name="Nordby")
    for name in names:
        firm = Organisation.objects.get(name=name)
        firm.place = place
        firm.save()


def groups_of(cluster, by="kind", fewest=0):
    linkages = linkages_of(cluster).waves[0].linkages
    found = group_matrix(linkages, by=by, relation="", among=WITHIN, fewest=fewest)
    return {each.name: each for each in found.groups}, found


def test_ties_and_density_of_each_pair_of_kinds(wave, cluster):
    """Firms: A-B, B-C and A-C of 6 x 5 / 2 pairs, each known by one who answered; one
    of six firms is tied to the bank; three of the four ties of firms are within."""
    groups, _found = groups_of(cluster)
    firms, bank = groups["Firms"], groups["Institutions"]
    assert [(each.ties, each.known_pairs) for each in firms.cells] == [(3, 15), (1, 6)]
    assert firms.cells[0].density == pytest.approx(0.2)
    assert firms.share_within == pytest.approx(0.75)
    assert (firms.actors, firms.answered) == (6, 5)
    assert bank.share_within == 0 and bank.cells[1].density is None  # no pair of one


def test_whose_word_it_rests_on(client_of, amina, wave, cluster):
    """A-B is told by both; B-C, C-A and D-Bank by one, though the other answered."""
    _groups, found = groups_of(cluster)
    assert (found.checks.reports.both, found.checks.reports.one) == (1, 3)
    assert (found.checks.silent, found.checks.empty) == (1, 1)
    page = text(client_of(amina).get(address("linkage-matrix", cluster.pk)))
    assert "whether it has ties is unknown, which is not none" in page


def test_few_firms_of_a_place_are_joined_for_others(
    client_of, person_as, programme, amina, wave, cluster
):
    """Two of six firms are elsewhere: fewer than five."""
    moved(programme, ("Firm A", "Firm B"))
    url = address("linkage-matrix", cluster.pk)
    assert "Nordby" in text(client_of(amina).get(url, {"by": "place"}))
    page = client_of(person_as("member")).get(url, {"by": "place"})
    assert ">Nordby<" not in text(page) and "Others and unknown" in text(page)


def test_few_firms_of_an_institution_are_not_told_to_others(wave, cluster):
    """One of six firms is tied to the bank; what sums would tell is withheld too."""
    staff, _found = groups_of(cluster)
    others, _found = groups_of(cluster, fewest=5)
    assert not staff["Firms"].cells[1].is_withheld
    assert others["Firms"].cells[1].is_withheld
    assert others["Institutions"].cells[0].is_withheld
    assert others["Firms"].share_within is None
    assert not others["Firms"].cells[0].is_withheld


def test_what_few_are_tied_to_is_not_given_back_by_the_sum(programme, files_aside):
    """Twelve firms: two with the bank, six with the school. All ties with institutions
    are told by kind, 8; less those with the school, they would tell of the two."""
    cluster = small_cluster(programme, "ABCDEFGHIJKL", ("Bank", "Loans"))
    enter(cluster, "School", kind="training")
    ties = "A-Bank B-Bank A-School B-School C-School D-School E-School F-School"
    wave_of(cluster, "Now", ties)
    kinds, _found = groups_of(cluster, fewest=5)
    names = [*kinds]
    across = kinds["Firms"].cells[names.index("Institutions")]
    assert (across.ties, across.is_withheld) == (8, False)
    places, found = groups_of(cluster, by="place", fewest=5)
    told = [
        each.name
        for each, cell in zip(found.groups, places["Marsovia"].cells, strict=True)
        if not cell.is_withheld
    ]
    assert told == ["Marsovia"]


def withheld_from(cluster):
    """With which groups the matrix of types withholds the ties of the firms."""
    groups, found = groups_of(cluster, by="place", fewest=5)
    cells = zip(found.groups, groups["Marsovia"].cells, strict=True)
    return {each.name for each, cell in cells if cell.is_withheld}, found.checks


def many_institutions(programme):
    """Twelve firms, and three institutions of a type each."""
    cluster = small_cluster(programme, "ABCDEFGHIJKL")
    enter(cluster, "School", kind="training")
    enter(cluster, "Lab", kind="research")
    return cluster


def test_a_group_without_ties_protects_none(programme, files_aside):
    """Two have the bank, none the school and six the lab: the sum is 8, and less the
    lab's six it is the bank's two, whether the school's none are told or not."""
    cluster = many_institutions(programme)
    ties = "A-Bank B-Bank A-Lab B-Lab C-Lab D-Lab E-Lab F-Lab"
    wave_of(cluster, "Now", ties)
    hidden, _checks = withheld_from(cluster)
    lines, found = groups_of(cluster, by="place", fewest=5)
    ties = [
        cell.ties
        for group, cell in zip(found.groups, lines["Marsovia"].cells, strict=True)
        if group.name in hidden
    ]
    assert sorted(ties) == [2, 6]


def test_where_none_protects_all_and_their_sum_are_withheld(
    client_of, person_as, amina, programme, files_aside
):
    """One of twelve firms has the bank, none another: A-B and A-Bank are all ties."""
    cluster = many_institutions(programme)
    wave_of(cluster, "Now", "A-Bank A-B")
    hidden, checks = withheld_from(cluster)
    assert len(hidden) == 3 and checks.is_withheld
    url = address("linkage-matrix", cluster.pk)
    for by in ("kind", "place"):
        page = text(client_of(person_as("member", f"M{by}")).get(url, {"by": by}))
        assert "How many ties there are in all is left out" in page
        assert "Ties told by both" not in page and "Told by one side" not in page
        assert "Ties told by both" in text(client_of(amina).get(url, {"by": by}))


def actors_of(cluster, **more):
    held = linkages_of(cluster)
    asked = {"by": "kind", "relation": "", "among": WITHIN} | more
    return actor_matrix(held.waves[0].linkages, **asked, pks=held.organisations)


def told(found, row, column):
    cells = dict(
        (actor.name, dict(zip((a.name for a in found.actors), cells, strict=True)))
        for actor, cells in found.cells(found.actors, found.actors)
    )
    return cells[row][column]


def test_who_names_whom_and_what_is_unknown(wave, cluster, amina):
    one = LinkageActor.objects.get(wave=wave, organisation__name="Firm E")
    other = Organisation.objects.get(name="Firm D")
    rules.note_linkages(one, other, [rules.Tie("purchase", -1)], by=amina)
    rules.note_linkages(
        one, Organisation.objects.get(name="Firm C"), [rules.Tie("training")], by=amina
    )
    found = actors_of(cluster)
    assert told(found, "Firm A", "Firm B").strength == 2
    assert told(found, "Firm C", "Firm B").what == "none"  # B named C, not C B
    assert told(found, "Firm F", "Firm A").what == "unknown"
    assert told(found, "Firm A", "Firm F").what == "none"
    assert told(found, "Firm E", "Firm D").what == "conflict"
    assert told(found, "Firm E", "Firm C").what == "tie"
    assert told(found, "Firm E", "Firm C").strength is None
    assert told(found, "Firm A", "Firm A").what == "self"


def test_an_actor_with_its_partners(wave, cluster):
    found = actors_of(cluster)
    near = [each.name for each in found.chosen("", "Firm D")]
    assert near == ["Firm D", "Bank"]
    assert [each.name for each in found.chosen("Institutions", "")] == ["Bank"]


def test_the_page_tells_strengths_and_who_has_not_answered(
    client_of, amina, wave, cluster
):
    page = text(client_of(amina).get(address("linkage-actor-matrix", cluster.pk)))
    assert '<td class="is-tie">2</td>' in page
    assert "has not answered" in page and "Firm F" in page
    focused = client_of(amina).get(
        address("linkage-actor-matrix", cluster.pk), {"focus": "Firm D"}
    )
    assert len(focused.context["rows"]) == 2


@pytest.mark.parametrize("role", ["member", "observer"])
def test_no_name_reaches_others(client_of, person_as, wave, cluster, role):
    client = client_of(person_as(role))
    url = address("linkage-matrix", cluster.pk)
    assert "Firm A" not in text(client.get(url, {"focus": "Firm A"}))
    assert client.get(address("linkage-actor-matrix", cluster.pk)).status_code == 403
    file_url = address("linkage-actor-matrix-file", cluster.pk, "csv")
    assert client.get(file_url).status_code == 403


def test_waves_of_few_firms_are_for_the_staff(client_of, person_as, programme, wave):
    programme.smallest_cell = 7
    programme.save()
    client, pk = client_of(person_as("member")), wave.cluster_id
    assert "fewer than 7 firms" in text(client.get(address("linkage-matrix", pk)))
    file_url = address("linkage-matrix-file", pk, "csv")
    assert client.get(file_url).status_code == 404


def test_groups_are_downloaded_as_they_are_shown(client_of, person_as, amina, wave):
    url = address("linkage-matrix-file", wave.cluster_id, "csv")

    def cells(client):
        rows = csv.DictReader(io.StringIO(text(client.get(url)).removeprefix("\ufeff")))
        return {(row["Group"], row["With"]): row["Ties"] for row in rows}

    assert cells(client_of(amina))["Firms", "Institutions"] == "1"
    assert cells(client_of(person_as("member")))["Firms", "Institutions"] == ""


def test_actors_are_downloaded_with_unknown_left_blank(client_of, amina, wave):
    url = address("linkage-actor-matrix-file", wave.cluster_id, "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(client_of(amina).get(url).content)).active
    head, *rows = sheet.iter_rows(values_only=True)
    by_name = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_name["Firm A"]["Firm B"] == 2
    assert by_name["Firm A"]["Firm D"] == 0
    assert by_name["Firm F"]["Firm A"] is None


def test_hundreds_of_actors_come_in_pages(client_of, amina, cluster):
    for one in range(60):
        enter(cluster, f"Firm {one:02}")
    ring = " ".join(f"{one:02}-{other:02}" for one, other in pairwise(range(60)))
    wave_of(cluster, "Now", ring)
    url = address("linkage-actor-matrix", cluster.pk)
    first = client_of(amina).get(url)
    assert (len(first.context["rows"]), len(first.context["columns"])) == (50, 50)
    last = client_of(amina).get(url, {"page": 2, "across": 2})
    assert len(last.context["rows"]) == 17  # 66 firms and a bank, less 50
    assert last.context["rows"][0][1][0].what == "self"


def test_a_kind_of_linkage_that_a_wave_lacks_is_told(client_of, amina, wave, cluster):
    wave_of(cluster, "Later", "A-B")
    one = LinkageActor.objects.get(wave=wave, organisation__name="Firm E")
    other = Organisation.objects.get(name="Firm D")
    rules.note_linkages(one, other, [rules.Tie("training", 1)], by=amina)
    later = linkages_of(cluster).waves[-1]
    asked = {"wave": str(later.pk), "relation": "training"}
    for page in ("linkage-matrix", "linkage-actor-matrix"):
        found = client_of(amina).get(address(page, cluster.pk), asked)
        assert "no ties of this kind" in text(found)


@pytest.mark.parametrize("page", ["linkage-matrix", "linkage-actor-matrix"])
def test_queries_do_not_grow(client_of, amina, wave, cluster, page, asked_of_database):
    client = client_of(amina)

    def read():
        assert client.get(address(page, cluster.pk)).status_code == 200

    read()
    few = asked_of_database(read)
    for one in range(12):
        enter(cluster, f"Firm {one:02}")
    wave_of(cluster, "Second", "00-01 01-02 02-03")
    read()
    assert asked_of_database(read) == few
