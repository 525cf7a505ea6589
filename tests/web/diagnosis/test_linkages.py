"""Linkages on the site: entered by hand, seen by the right people, the same figures."""

import re
from datetime import timedelta
from html import unescape
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from tests.web.diagnosis.linkage_cases import enter, small_cluster, wave_of

from distretto.analysis.diagnosis.linkages.cohesion import density
from distretto.analysis.diagnosis.linkages.graph import linkage_graph
from distretto.errors import RuleError
from distretto.formats.charts.language import ENGLISH
from distretto.formats.documents.blocks import Listing
from distretto.web.diagnosis import linkage_pictures as pictures
from distretto.web.diagnosis.linkage_baseline import of_linkages
from distretto.web.diagnosis.linkage_parts import linkages
from distretto.web.diagnosis.linkage_wish_parts import linkage_wish
from distretto.web.diagnosis.models import Linkage, LinkageActor, Study
from distretto.web.diagnosis.queries import linkages as queries
from distretto.web.diagnosis.queries.missing import missing_in
from distretto.web.diagnosis.rules import linkages as rules
from distretto.web.diagnosis.study_parts import baseline_table
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.register.models import Organisation


def address(page, *arguments):
    return reverse(f"diagnosis:{page}", args=["lindara", *arguments])


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def cluster(programme, files_aside):
    return small_cluster(programme)


@pytest.fixture
def wave(cluster):
    return wave_of(cluster, "Now", "A-B B-C C-A D-Bank")


@pytest.fixture
def later(cluster, wave):
    return wave_of(cluster, "Later", "A-B C-D D-E")


def actor(wave, name):
    return LinkageActor.objects.get(wave=wave, organisation__name=name)


# --- Who is asked -------------------------------------------------------------------


def test_members_become_actors_in_one_step_and_in_one_deed(
    client_of, amina, cluster, boris
):
    wave = wave_of(cluster, "First", "", actors="")
    client = client_of(amina)
    assert "7 members of the cluster are not on the list" in text(
        client.get(address("linkage-actors", wave.pk))
    )
    client.post(address("add-member-actors", wave.pk))
    kinds = dict(
        LinkageActor.objects.current().values_list("organisation__name", "kind")
    )
    assert kinds.pop("Bank") == "institution"
    assert set(kinds.values()) == {"firm"} and len(kinds) == 6
    undo(Deed.objects.get(did="linkage_actor.members_added"), by=boris)
    assert not LinkageActor.objects.current().exists()


def test_a_partner_is_noted_on_a_phone_with_several_kinds(client_of, amina, wave):
    sent = {
        "partner": "firm f",
        "relations": ["lending", "training"],
        "strength": "3",
        "is_formal": "yes",
    }
    one = actor(wave, "Firm E")
    answer = client_of(amina).post(address("note-linkages", one.pk), sent)
    assert answer.status_code == 302
    ties = Linkage.objects.filter(source__name="Firm E").order_by("relation")
    assert [(each.relation, each.strength, each.is_formal) for each in ties] == [
        ("lending", 3, True),
        ("training", 3, True),
    ]
    page = text(client_of(amina).get(address("linkage-actor", one.pk)))
    assert "Firm F" in page and "strong" in page


def test_saying_it_again_changes_the_tie(wave, amina):
    one, other = actor(wave, "Firm A"), Organisation.objects.get(name="Firm B")
    tie = rules.Tie(relation="lending", strength=-1)
    rules.note_linkages(one, other, [tie], by=amina)
    found = Linkage.objects.get(source=one.organisation, target=other)
    assert found.strength == -1


def test_an_unknown_strength_stays_unknown(wave, amina):
    one, other = actor(wave, "Firm E"), Organisation.objects.get(name="Firm B")
    rules.note_linkages(one, other, [rules.Tie("training")], by=amina)
    found = Linkage.objects.get(source=one.organisation)
    assert found.strength is None and found.is_formal is None


def test_who_is_named_and_no_member_stands_outside(client_of, amina, wave):
    sent = {"partner": "A buyer abroad", "relations": ["purchase"], "strength": ""}
    url = address("note-linkages", actor(wave, "Firm A").pk)
    client = client_of(amina)
    assert client.post(url, sent).status_code == 422  # nobody is called so: sure?
    assert client.post(url, sent | {"partner-pick": "new"}).status_code == 302
    assert actor(wave, "A buyer abroad").kind == "outside"


def test_nobody_is_its_own_partner(wave, amina):
    one = actor(wave, "Firm A")
    with pytest.raises(RuleError) as refusal:
        rules.note_linkages(one, one.organisation, [rules.Tie("training")], by=amina)
    assert refusal.value.code == "linkage_to_itself"


def test_having_no_partner_is_an_answer(client_of, amina, cluster):
    wave = wave_of(cluster, "First", "A-B", silent="ABCDEF")
    one = actor(wave, "Firm C")
    answer = client_of(amina).post(address("note-no-linkage", one.pk))
    assert answer.url == address("linkage-actor", actor(wave, "Firm D").pk)
    one.refresh_from_db()
    assert one.surveyed is True
    one_wave = queries.linkages_of(cluster).waves[0].linkages
    graph = linkage_graph(one_wave, among=("firm",))
    # Only C answered: its five pairs are known, and the one that A told.
    assert graph.possible == 6


def test_an_actor_with_ties_stays(wave, amina):
    with pytest.raises(RuleError) as refusal:
        rules.retire_linkage_actor(actor(wave, "Firm A"), by=amina)
    assert refusal.value.code == "actor_has_linkages"
    rules.retire_linkage_actor(actor(wave, "Firm F"), by=amina)
    assert len(queries.linkages_of(wave.cluster).waves[0].linkages.actors) == 6


def test_a_linkage_is_taken_back(client_of, amina, wave):
    tie = Linkage.objects.get(source__name="Firm D")
    client_of(amina).post(address("retire-linkage", tie.pk))
    tie.refresh_from_db()
    assert tie.is_retired


# --- What is read -------------------------------------------------------------------


def test_the_page_has_the_figures_of_the_library(client_of, amina, wave, cluster):
    """Among six firms three of fifteen pairs are tied: 20 %."""
    held = queries.linkages_of(cluster)
    graph = linkage_graph(held.waves[0].linkages, among=("firm",))
    assert density(graph) == pytest.approx(3 / 15)
    page = text(client_of(amina).get(address("linkage-measures", cluster.pk)))
    assert "20.0\N{NO-BREAK SPACE}%" in page
    assert "Of a hundred pairs" in page


def test_a_change_is_seen_at_once(wave, cluster, amina):
    before = queries.linkages_of(cluster)
    assert queries.linkages_of(cluster) is before
    one, other = actor(wave, "Firm E"), Organisation.objects.get(name="Firm F")
    rules.note_linkages(one, other, [rules.Tie("lending", 1)], by=amina)
    after = queries.linkages_of(cluster)
    assert len(after.waves[0].linkages.ties) == len(before.waves[0].linkages.ties) + 1
    organisation = one.organisation
    organisation.name = "Firm Echo"
    organisation.save()
    assert "Firm Echo" in queries.linkages_of(cluster).organisations


def test_firms_of_one_name_are_told_apart(programme, cluster):
    Organisation.objects.create(programme=programme, name="Firm A")
    wave = wave_of(cluster, "Now", "B-C")
    twin = Organisation.objects.filter(name="Firm A").last()
    LinkageActor.objects.get_or_create(wave=wave, organisation=twin)
    first = Organisation.objects.filter(name="Firm A").first()
    LinkageActor.objects.get_or_create(wave=wave, organisation=first)
    names = queries.linkages_of(cluster).organisations
    assert {"Firm A (Marsovia)", "Firm A"} <= set(names)


def test_ties_without_an_entry_as_actor_are_kept(wave, cluster):
    one = actor(wave, "Firm A")
    one.retire()
    one.save()
    held = queries.linkages_of(cluster).waves[0].linkages
    assert "Firm A" in held.actors["actor"].to_list()


# --- The picture --------------------------------------------------------------------


def test_nobody_moves_between_waves_and_kinds(wave, later, cluster):
    held = queries.linkages_of(cluster)
    how = {"cluster": "Knitwear", "source": "", "fewest": 0}
    now, then = (
        pictures.drawn(held, pictures.Asked(wave=str(each.pk)), **how).places.of()
        for each in (wave, later)
    )
    assert now == then


def test_new_ties_are_green_and_lost_ones_dashed(client_of, amina, wave, later):
    query = {"wave": str(later.pk), "before": str(wave.pk)}
    page = text(client_of(amina).get(address("linkages", wave.cluster_id), query))
    assert "New tie" in page and "Lost tie" in page
    assert 'stroke-dasharray="5 3"' in page


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ({}, ["Size: number of ties", "7 actors, 4 ties"], ["Arrows point"]),
        ({"size": "betweenness"}, ["Size: Betweenness"], ["Size: number of ties"]),
        ({"size": "employees"}, ["Size: Persons employed"], ["Size: number of ties"]),
        ({"who": "firms"}, ["6 actors, 3 ties"], []),
        ({"least": "3"}, ["0 ties"], []),
        ({"focus": "Firm A"}, ["Firm A and its partners", "3 actors"], []),
        ({"arrows": "on"}, ["Arrows point to whom was named"], []),
        ({"labels": "numbers"}, ["Names are withheld"], [">Firm A</text>"]),
        ({"labels": "nothing"}, [], ["Names where there is room", ">Firm A</text>"]),
        ({"as": "table"}, ["<table", ">Firm F</"], ["Size: number of ties"]),
        (
            {"wave": "none of them", "focus": "nobody", "least": "x"},
            ["7 actors, 4 ties"],
            ["and its partners"],
        ),
    ],
)
def test_every_choice_is_drawn(client_of, amina, wave, query, there, not_there):
    """Ties A-B, B-C, C-A of strength 2 and D with the bank; E and F have none."""
    answer = client_of(amina).get(address("linkages", wave.cluster_id), query)
    page = text(answer)
    assert answer.status_code == 200
    assert [each for each in there if each not in page] == []
    assert [each for each in not_there if each in page] == []


def test_no_picture_is_of_a_day_to_come(client_of, amina, wave):
    """A wave that goes on for a month is drawn as of today."""
    wave.ended_on = timezone.localdate() + timedelta(days=30)
    wave.save()
    url = address("linkage-picture", wave.cluster_id, "svg")
    page = text(client_of(amina).get(url))
    assert date_format(timezone.localdate()) in page
    assert date_format(wave.ended_on) not in page


def test_numbers_stand_for_names_in_the_assembly(client_of, amina, wave):
    query = {"labels": "numbers"}
    client = client_of(amina)
    url = address("linkage-picture", wave.cluster_id, "svg")
    assert "Firm A" in text(client.get(url))
    assert "Firm A" not in text(client.get(url, query))


def test_a_map_of_numbers_is_refused_in_words(client_of, amina, wave):
    for each in Organisation.objects.all():
        each.latitude, each.longitude = 10.0, 20.0
        each.save()
    query = {"labels": "numbers", "layout": "map"}
    answer = client_of(amina).get(address("linkages", wave.cluster_id), query)
    assert answer.status_code == 422
    assert "A map would tell who the numbers are" in text(answer)


def test_a_map_has_the_outlines_of_the_places(wave, cluster):
    """Firms at two points, Marsovia between them, and the bank at none."""
    from distretto.web.register.models import Place

    for name, longitude in (("Firm A", 20.05), ("Firm B", 20.15)):
        firm = Organisation.objects.get(name=name)
        firm.latitude, firm.longitude = 10.05, longitude
        firm.save()
    how = {"cluster": "Knitwear", "source": "", "fewest": 0}
    asked = pictures.Asked(layout="map")
    bare = pictures.drawn(queries.linkages_of(cluster), asked, **how).drawing
    assert ">Place unknown<" in bare and " km<" in bare
    place = Place.objects.get(name="Marsovia")
    west, east, south, north = 20.08, 20.12, 10.04, 10.06
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    place.shape = {"type": "Polygon", "coordinates": [ring]}
    place.save()
    found = pictures.drawn(queries.linkages_of(cluster), asked, **how).drawing
    assert found.count("<path") == bare.count("<path") + 1


def test_htmx_gets_the_picture_alone(client_of, amina, wave):
    url = address("linkages", wave.cluster_id)
    answer = text(client_of(amina).get(url, headers={"HX-Request": "true"}))
    assert answer.strip().startswith('<div id="sociogram"')
    assert "<html" not in answer and "<svg" in answer


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_the_picture_is_downloaded(client_of, amina, wave, kind):
    url = address("linkage-picture", wave.cluster_id, kind)
    answer = client_of(amina).get(url)
    begins = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}[kind]
    assert answer.content.startswith(begins)


@pytest.mark.parametrize("kind", ["xlsx", "csv", "graphml", "gexf", "json"])
def test_ties_and_measures_are_downloaded(client_of, amina, wave, later, kind):
    url = address("linkage-file", wave.cluster_id, kind)
    answer = client_of(amina).get(url)
    assert answer.status_code == 200 and len(answer.content) > 100


# --- Change -------------------------------------------------------------------------


def test_the_change_is_told_in_a_sentence(client_of, amina, wave, later, cluster):
    """AB kept; BC and CA lost; CD and DE new. D-Bank is lost, too."""
    page = text(client_of(amina).get(address("linkage-change", cluster.pk)))
    assert "Of 4 ties before, 1 were kept and 3 lost; 2 came." in page
    firms = {"view": "firms"}
    page = text(client_of(amina).get(address("linkage-change", cluster.pk), firms))
    assert "Of 3 ties before, 1 were kept and 2 lost; 2 came." in page
    assert "Ties are counted by pairs" in page


def test_a_change_of_ties_with_direction_is_told_by_pairs_too(
    client_of, amina, cluster
):
    """AB, BA and BC before, AB and CD after: as told, 1 kept, 2 lost, 1 new. By pairs,
    AB is kept, BC lost, CD new.
    """
    wave_of(cluster, "Now", "A-B B-A B-C")
    wave_of(cluster, "Later", "A-B C-D")
    page = text(client_of(amina).get(address("linkage-change", cluster.pk)))
    assert "Of 3 ties before, 1 were kept and 2 lost; 1 came." in page
    assert "as the sociogram draws them: 1 kept, 1 lost, 1 new." in page
    assert "Density, by pairs" in page and "Density, with direction" in page


def test_lines_between_roles_are_set_on_the_page(client_of, amina, cluster, programme):
    """A is tied to B and back, and to two outside; B to C.

    Local ties: A 2, B 3, C 1; sources: A 2, B and C 0 each. From 2 sources and 2
    ties on, A is open and active, but gives no more than it gets; from 3 ties on, it
    is a weak exchanger.
    """
    for name in ("Mill", "Dealer"):
        Organisation.objects.create(programme=programme, name=name)
    wave_of(
        cluster, "Now", "A-B B-A B-C A-Mill A-Dealer", actors="A B C D E F Mill Dealer"
    )
    LinkageActor.objects.filter(organisation__name__in=("Mill", "Dealer")).update(
        kind="outside", surveyed=None
    )

    def role(**lines):
        asked = {"view": "firms", "relation": "lending"} | lines
        found = client_of(amina).get(address("linkage-measures", cluster.pk), asked)
        row = next(row for row in found.context["actors"] if row["name"] == "Firm A")
        return {column["key"]: cell for column, cell in row["cells"]}["knowledge_role"]

    assert role(open_from=2, active_from=2).casefold().startswith("active")
    assert role(open_from=2, active_from=3).casefold().startswith("weak")
    page = text(client_of(amina).get(address("linkage-measures", cluster.pk)))
    assert "Coupling" in page and "Giuliani and Bell" in page


def test_a_change_needs_two_waves(client_of, amina, wave, cluster):
    page = text(client_of(amina).get(address("linkage-change", cluster.pk)))
    assert "A second wave is needed" in page


@pytest.fixture
def wish(cluster):
    """Entered before the wave of what is, as it may be."""
    return wave_of(cluster, "Wished for", "A-B C-D", kind="desired")


@pytest.mark.parametrize("asked", ["", "wish first", "wish second"])
def test_a_wish_is_never_read_as_the_past(client_of, amina, wish, wave, cluster, asked):
    """A-B is both; B-C, C-A and D-Bank are there alone, C-D is wished for alone."""
    query = {
        "": {},
        "wish first": {"before": wish.pk, "wave": wave.pk},
        "wish second": {"before": wave.pk, "wave": wish.pk},
    }[asked]
    page = text(client_of(amina).get(address("linkage-change", cluster.pk), query))
    page = page.split("<main")[1].split("</main>")[0]
    assert "Of 4 ties that are there, 1 are wished for, too; 3 are not." in page
    assert "Wished for and not there yet: 1." in page
    assert "What is wished for in the linkages" in page
    for word in ("changed", "lost", "kept", "p-value", "QAP", "earlier"):
        assert word not in page, word


def test_two_waves_that_are_there_are_compared_first(
    client_of, amina, wish, wave, later, cluster
):
    page = text(client_of(amina).get(address("linkage-change", cluster.pk)))
    assert "From “Now” to “Later”" in page
    page = text(
        client_of(amina).get(address("linkage-change", cluster.pk), {"wave": wish.pk})
    )
    assert "“Later” against what is wished for: “Wished for”" in page


def test_a_wish_is_drawn_as_a_wish_whichever_is_chosen_first(
    client_of, amina, wish, wave, cluster
):
    url = address("linkages", cluster.pk)
    query = {"wave": str(wave.pk), "before": str(wish.pk)}
    page = text(client_of(amina).get(url, query))
    assert "Tie wished for, not there yet" in page
    assert "Wished for, against Now" in page
    assert "New tie" not in page and "Lost tie" not in page


def test_wishes_come_after_what_is(client_of, amina, wish, wave, later, cluster):
    names = [each.name for each in queries.linkages_of(cluster).waves]
    assert names == ["Now", "Later", "Wished for"]
    page = text(client_of(amina).get(address("linkage-waves", cluster.pk)))
    places = [page.index(f"<bdi>{name}</bdi>") for name in names]
    assert places == sorted(places)


# --- What it means ------------------------------------------------------------------


def test_brokers_are_named_for_those_who_see_names(
    client_of, person_as, amina, cluster
):
    """In A-B-C-D-E, C stands between four pairs, B and D between three."""
    wave_of(cluster, "Now", "A-B B-C C-D D-E")
    url = address("linkage-measures", cluster.pk)
    page = text(client_of(amina).get(url))
    assert "most often through Firm C, Firm B, Firm D." in page
    page = text(client_of(person_as("member")).get(url))
    assert "Brokers" not in page and "Firm C" not in page


def test_the_columns_of_the_actors_are_explained_beneath(client_of, amina, wave):
    page = text(client_of(amina).get(address("linkage-measures", wave.cluster_id)))
    assert "What the columns say" in page
    assert "If it left, others would be cut off from the rest." in page


def test_a_wave_of_nobody_says_where_to_begin(client_of, person_as, amina, cluster):
    """Seven members; those who only look have no button."""
    wave = wave_of(cluster, "First", "", actors="")
    page = text(client_of(amina).get(address("linkages", cluster.pk)))
    assert f'href="{address("linkage-actors", wave.pk)}"' in page
    assert "Begin with “First”" in page
    assert f'action="{address("add-member-actors", wave.pk)}"' in page
    assert "7 members of the cluster can be put on the list of “First” at once" in page
    page = text(client_of(person_as("observer")).get(address("linkages", cluster.pk)))
    assert "Begin with “First”" not in page and "at once" not in page


# --- Who was asked, and who was not ------------------------------------------------


def test_all_places_count_the_same_firms_as_alone(client_of, amina, cluster):
    """A-B are tied; C and D were asked and have none; E and F were not asked."""
    # Where figures of one may be told, both views are.
    cluster.programme.smallest_cell = 1
    cluster.programme.save()
    wave = wave_of(cluster, "Now", "A-B A-Bank", silent="EF")
    client = client_of(amina)
    study = Study.objects.create(cluster=cluster, title="Study", wave=wave)
    picture = text(client.get(address("linkages", cluster.pk)))
    assert "Surveyed, without any tie in the cluster: 2." in picture
    assert "Not surveyed, and named by nobody: 2." in picture
    page = text(client.get(address("linkage-measures", cluster.pk)))
    assert "2 actors have no tie at all." in page
    assert "2 actors were not surveyed and are named by nobody" in page
    _picture, listing = linkages(study, ENGLISH)
    columns = [column.key for column in listing.table.columns]
    for row in listing.table.rows:  # everybody, and firms alone
        told = dict(zip(columns, row, strict=True))
        assert (told["isolates"], told["unheard"]) == (2, 2)
    values = [
        each for each in of_linkages(study) if each.key.startswith("linkages:isolates")
    ]
    assert [each.value for each in values] == [2, 2]
    assert all("named by nobody: 2" in each.sample for each in values)


def test_a_study_shows_neither_names_nor_numbers_and_says_why(wave, cluster):
    study = Study.objects.create(cluster=cluster, title="Study", wave=wave)
    picture, _listing = linkages(study, ENGLISH)
    for drawing in (picture.svg, picture.on_page):
        assert "Firm A" not in drawing and "Bank" not in drawing
        assert not re.search(r">\d+</text>", drawing)
        assert "Names are withheld" in drawing
    assert picture.caption.startswith("Everybody of the programme reads a study")


@pytest.fixture
def hardly_asked(cluster):
    """One of seven was asked."""
    wave = wave_of(cluster, "Now", "A-B", silent="ABCDEFBank")
    LinkageActor.objects.filter(wave=wave).update(surveyed=None)
    LinkageActor.objects.filter(wave=wave, organisation__name="Firm A").update(
        surveyed=True
    )
    return wave


def test_no_advice_rests_on_one_answer(client_of, amina, hardly_asked, cluster):
    page = text(client_of(amina).get(address("linkage-measures", cluster.pk)))
    assert "Only 1 of 7 actors was surveyed" in page
    assert "Begin" not in page.split("<main")[1] and "Of a hundred" not in page
    assert page.count("few surveyed") == 2  # in both columns of figures
    assert "those of a few and say nothing of the whole" in page


def test_ties_of_whom_nobody_asked_are_unknown_and_not_none(
    client_of, amina, hardly_asked, cluster
):
    """Firm C was not asked and is named by nobody; A was, and told of one."""
    page = text(client_of(amina).get(address("linkage-measures", cluster.pk)))
    rows = {
        name: re.findall(r'<td class="number">(.*?)</td>', page.split(f">{name}<")[1])
        for name in ("Firm A", "Firm C")
    }
    assert rows["Firm A"][0] == "1"
    assert rows["Firm C"][0] == '<span class="unknown">unknown</span>'


def test_a_study_says_that_few_were_asked(hardly_asked, cluster):
    study = Study.objects.create(cluster=cluster, title="Study", wave=hardly_asked)
    missing = " ".join(missing_in(study))
    assert "Only 1 of 7 actors of “Now” was asked about linkages" in missing
    assert "Fewer than 5 firms of “Now” answered about linkages" in missing


def test_a_baseline_says_of_how_few_it_is(cluster):
    """Five of thirteen actors answered: 38 %, and five of the twelve firms."""
    for letter in "GHIJKL":
        enter(cluster, f"Firm {letter}")
    wave = wave_of(cluster, "Now", "A-B", silent=[*"FGHIJKL", "Bank"])
    study = Study.objects.create(cluster=cluster, title="Study", wave=wave)
    values = of_linkages(study)
    assert {each.n for each in values} == {5}
    assert {each.sample.split(" surveyed")[0] for each in values} == {
        "5 of 13",
        "5 of 12",
    }
    notes = " ".join(
        listing.note
        for listing in baseline_table(study, ENGLISH)
        if isinstance(listing, Listing)
    )
    assert "5 of 13 surveyed; too few to speak of the whole" in notes


def test_whole_numbers_of_a_baseline_are_whole(wave, cluster):
    """E and F have no tie, and D none to a firm: 2 and 3, not 2.0; seven members."""
    # Where figures of one may be told, both views are.
    cluster.programme.smallest_cell = 1
    cluster.programme.save()
    study = Study.objects.create(cluster=cluster, title="Study", wave=wave)
    rows = [
        row
        for listing in baseline_table(study, ENGLISH)
        if isinstance(listing, Listing)
        for row in listing.table.worded(ENGLISH)
    ]
    isolates = [row[1:3] for row in rows if row[0].startswith("Isolates")]
    assert isolates == [["2", "3"]]
    assert [row[1] for row in rows if row[0] == "Members of the cluster"] == ["7"]


# --- Who sees what ------------------------------------------------------------------

PAGES = ("linkages", "linkage-measures", "linkage-change")


@pytest.mark.parametrize("role", ["member", "observer"])
@pytest.mark.parametrize("page", PAGES)
def test_firms_have_no_names_for_others(client_of, person_as, wave, later, role, page):
    client = client_of(person_as(role))
    queries_ = [{}, {"focus": "Firm A"}, {"labels": "names"}, {"as": "table"}]
    for query in queries_:
        found = text(client.get(address(page, wave.cluster_id), query))
        assert "Firm A" not in found and "Firm B" not in found
    url = address("linkage-picture", wave.cluster_id, "svg")
    assert "Firm A" not in text(client.get(url, {"labels": "names", "focus": "Firm A"}))


def test_who_is_in_conflict_is_for_the_staff(client_of, person_as, amina, wave):
    one, other = actor(wave, "Firm E"), Organisation.objects.get(name="Firm F")
    rules.note_linkages(one, other, [rules.Tie("purchase", -1)], by=amina)
    url = address("linkages", wave.cluster_id)
    assert ">Conflict<" in text(client_of(amina).get(url))
    for query in ({}, {"relation": "purchase"}):
        page = text(client_of(person_as("member", f"M{query}")).get(url, query))
        assert ">Conflict<" not in page


def test_the_assembly_sees_conflicts_where_they_are_asked_for(
    client_of, person_as, amina, wave
):
    one, other = actor(wave, "Firm E"), Organisation.objects.get(name="Firm F")
    rules.note_linkages(one, other, [rules.Tie("purchase", -1)], by=amina)
    url = address("linkages", wave.cluster_id)
    numbers = {"labels": "numbers"}
    page = text(client_of(amina).get(url, numbers))
    assert ">Conflict<" not in page and "Conflicts are left out" in page
    asked = numbers | {"conflicts": "on"}
    page = text(client_of(amina).get(url, asked))
    assert ">Conflict<" in page and "conflicts=on" in page
    assert ">Conflict<" not in text(client_of(person_as("member")).get(url, asked))


@pytest.mark.parametrize("page", PAGES)
def test_waves_of_few_firms_are_for_the_staff(
    client_of, person_as, programme, wave, later, page
):
    programme.smallest_cell = 7
    programme.save()
    found = text(client_of(person_as("member")).get(address(page, wave.cluster_id)))
    assert "fewer than 7 firms" in found
    assert "<svg" not in found.split("<main")[1]


def few_heard(cluster, name="Now", kind="baseline"):
    """Six firms are on the list; A alone answered: it works with B, C and the bank."""
    return wave_of(
        cluster, name, "A-B A-C A-Bank", silent=("B", "C", "D", "E", "F"), kind=kind
    )


@pytest.mark.parametrize("role", ["member", "observer"])
@pytest.mark.parametrize("page", ["linkages", "linkage-measures", "linkage-matrix"])
def test_what_few_firms_answered_is_for_the_staff(
    client_of, person_as, amina, cluster, role, page
):
    few_heard(cluster)
    url = address(page, cluster.pk)
    client = client_of(person_as(role))
    for query in ({}, {"as": "table"}):
        found = text(client.get(url, query)).split("<main")[1]
        assert "rest on the answers of fewer than 5 firms" in found
        assert "<svg" not in found and "<table" not in found
    for kind in ("svg", "png", "pdf"):
        picture = address("linkage-picture", cluster.pk, kind)
        assert client.get(picture).status_code == 404
    assert "<table" in text(client_of(amina).get(url, {"as": "table"}))


def test_a_study_takes_no_figures_that_few_firms_answered(cluster):
    wave = few_heard(cluster)
    study = Study.objects.create(cluster=cluster, title="Study", wave=wave)
    assert linkages(study, ENGLISH) == []
    assert of_linkages(study) == []


@pytest.mark.parametrize("page", ["linkages", "linkage-picture"])
def test_waves_that_few_firms_share_are_not_drawn_together(
    client_of, person_as, amina, cluster, page
):
    """A to E answered now, F to J later: each wave has five, and both share none."""
    for letter in "GHIJ":
        enter(cluster, f"Firm {letter}")
    now = wave_of(cluster, "Now", "A-B", silent="FGHIJ")
    later = wave_of(cluster, "Later", "F-G", silent="ABCDE")
    kinds = ["svg"] if page == "linkage-picture" else []
    url = address(page, cluster.pk, *kinds)
    both = {"wave": later.pk, "before": now.pk}
    client = client_of(person_as("member"))
    for each in (now, later):
        assert client.get(url, {"wave": each.pk}).status_code == 200
    refused = client.get(url, both)
    assert refused.status_code == (404 if kinds else 422)
    if not kinds:
        said = "Fewer than 5 firms answered both in “Now” and in “Later”"
        assert said in text(refused)
        assert "<svg" not in text(refused).split("<main")[1]
    assert client_of(amina).get(url, both).status_code == 200


def test_waves_that_few_firms_share_are_not_compared(client_of, person_as, cluster):
    """A to F answered now, E and F alone of them later, with G, H and I."""
    for letter in "GHI":
        enter(cluster, f"Firm {letter}")
    wave_of(cluster, "Now", "A-B", silent="GHI")
    wave_of(cluster, "Later", "E-G", silent="ABCD")
    url = address("linkage-change", cluster.pk)
    page = text(client_of(person_as("member")).get(url))
    assert "Too few firms answered in both waves" in page
    assert "See it in the sociogram" not in page
    assert "See it in the sociogram" in text(client_of(person_as("agent")).get(url))


def test_colours_of_few_firms_are_no_colours(programme, wave, cluster):
    """Two of six firms are elsewhere: fewer than five."""
    from distretto.web.register.models import Place

    other = Place.objects.create(programme=programme, code="N", name="Nordby")
    for name in ("Firm A", "Firm B"):
        firm = Organisation.objects.get(name=name)
        firm.place = other
        firm.save()
    held = queries.linkages_of(cluster)
    asked = pictures.Asked(colour="place", labels="numbers")
    how = {"cluster": "Knitwear", "source": ""}
    assert "Nordby" in pictures.drawn(held, asked, **how, fewest=0).drawing
    assert "Nordby" not in pictures.drawn(held, asked, **how, fewest=5).drawing


def test_few_firms_of_an_institution_are_not_counted_for_others(
    client_of, person_as, amina, wave, cluster
):
    """One of six firms is tied to the bank: staff read 1, others that it is few."""
    url = address("linkage-measures", cluster.pk)
    assert "few: fewer than 5" in text(client_of(person_as("member")).get(url))
    assert "few: fewer than" not in text(client_of(amina).get(url))


def measures_of(client, cluster):
    """The page of measures within its frame."""
    page = text(client.get(address("linkage-measures", cluster.pk)))
    return page.split("<main")[1].split("</main")[0]


def large_cluster(programme):
    return small_cluster(programme, "ABCDEFGHIJKL", ("Bank", "Loans", "School"))


def test_what_few_have_with_institutions_is_not_told_of_all_together(
    client_of, person_as, amina, programme, files_aside
):
    """One of twelve firms has an institution: 8.3 %, a mean of 0.1, one has all.

    Ties are A-B and A-Bank: two of everybody, one of firms alone.
    """
    cluster = large_cluster(programme)
    wave_of(cluster, "Now", "A-Bank A-B")
    summary = ("Tied to an institution", "Institutions of a firm, on average")
    page = measures_of(client_of(amina), cluster)
    assert all(each in page for each in (*summary, "8.3\N{NO-BREAK SPACE}%"))
    assert '<th scope="col" class="number">Everybody' in page
    page = measures_of(client_of(person_as("member")), cluster)
    assert not any(each in page for each in (*summary, "8.3\N{NO-BREAK SPACE}%"))
    assert "have a tie to an institution" not in page
    assert "Concentration on few institutions" not in page
    assert "Figures of all institutions together are left out" in page
    # Ties of everybody less those of firms alone are those with institutions.
    assert "Left out: Everybody." in page and "Firms alone" in page
    assert '<th scope="col" class="number">Everybody' not in page
    assert '<option value="everybody"' not in page


def test_a_study_tells_no_more_of_few_than_the_page(programme, files_aside):
    """Two ties of everybody, one of firms alone: of A-Bank everybody reads nothing."""
    cluster = large_cluster(programme)
    wave = wave_of(cluster, "Now", "A-Bank A-B")
    wave_of(cluster, "Wish", "A-Bank A-B B-C", kind="desired")
    study = Study.objects.create(cluster=cluster, title="Study", wave=wave)
    told = {each.key: each.value for each in of_linkages(study)}
    assert told["linkages:ties:firms"] == 1 and "linkages:ties:everybody" not in told
    for part in (linkages, linkage_wish):
        [listing] = [each for each in part(study, ENGLISH) if isinstance(each, Listing)]
        assert [row[0] for row in listing.table.rows] == ["Firms alone"]


def test_the_mean_does_not_give_back_the_one_that_is_withheld(
    client_of, person_as, amina, programme, files_aside
):
    """Of twelve firms two have the bank and six, the two among them, the school: the
    mean is 8 / 12, which times twelve less six is two. With three at the loans, two
    institutions of five firms are withheld, and the mean gives none back."""
    cluster = large_cluster(programme)
    ties = "A-Bank B-Bank A-School B-School C-School D-School E-School F-School"
    wave_of(cluster, "Now", ties)
    mean = "Institutions of a firm, on average"
    assert mean in measures_of(client_of(amina), cluster)
    client = client_of(person_as("member"))
    page = measures_of(client, cluster)
    assert mean not in page and "Tied to an institution" not in page
    assert '<th scope="col" class="number">Everybody' in page  # six have any: enough
    wave_of(cluster, "Later", f"{ties} A-Loans C-Loans D-Loans")
    page = measures_of(client, cluster)
    assert mean in page and "Tied to an institution" in page
    # With the sum, that of squares would give two of them back.
    assert "Concentration on few institutions" not in page


def test_the_change_of_everybody_is_left_out_with_its_ties(
    client_of, person_as, amina, programme, files_aside
):
    """One firm has the bank, then and now; A-B is there both times."""
    cluster = large_cluster(programme)
    for name in ("Now", "Later"):
        wave_of(cluster, name, "A-Bank A-B")
    url = address("linkage-change", cluster.pk)
    asked = {"view": "everybody"}
    assert "Of 2 ties before" in text(client_of(amina).get(url, asked))
    page = text(client_of(person_as("member")).get(url, asked))
    assert "Of 1 tie before" in page and "Of 2 ties before" not in page


# --- Speed ---------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["linkages", "linkage-measures", "linkage-waves"])
def test_queries_do_not_grow_with_the_cluster(
    client_of, amina, wave, cluster, page, asked_of_database
):
    client = client_of(amina)

    def read():
        assert client.get(address(page, cluster.pk)).status_code == 200

    read()  # what does not hang on the linkages is kept now
    wave_of(cluster, "Second", "A-B")
    few, few_again = asked_of_database(read), asked_of_database(read)
    for letter in "GHIJKLMNOPQRSTUVWXYZ":
        enter(cluster, f"Firm {letter}")
    ring = " ".join(f"{one}-{other}" for one, other in pairwise("ABCDEFGHIJKLMNOPQRST"))
    wave_of(cluster, "Third", ring)
    wave_of(cluster, "Fourth", ring)
    assert asked_of_database(read) == few
    assert asked_of_database(read) == few_again


def test_what_is_wished_for_is_no_baseline(cluster):
    now = wave_of(cluster, "Now", "A-B")
    wave_of(cluster, "Wished for", "A-B B-C", kind="desired")
    study = Study.objects.create(cluster=cluster, title="Study", wave=now)
    values = {each.source for each in of_linkages(study)}
    assert "Wished for" not in values
    study.wave = None
    assert "Wished for" not in {each.source for each in of_linkages(study)}


def test_a_wave_of_no_answers_is_no_change(client_of, amina, wave, cluster):
    """Not known is not gone."""
    empty = wave_of(cluster, "Endline", "", silent="ABCDEF")
    LinkageActor.objects.filter(wave=empty).update(surveyed=None)
    page = text(
        client_of(amina).get(
            address("linkage-change", cluster.pk),
            {"before": wave.pk, "wave": empty.pk},
        )
    )
    assert "Nobody has answered in “Endline” yet" in page
    assert "lost" not in page.partition("<main")[2].partition("</main")[0]


def test_answers_to_different_questions_are_not_compared(
    client_of, amina, wave, later, cluster
):
    Linkage.objects.filter(wave=later).update(relation="training")
    said = "“Now” and “Later” are not compared: they have no kind of linkage in common"
    page = client_of(amina).get(address("linkage-change", cluster.pk))
    assert page.status_code == 200 and said in text(page)
    query = {"wave": str(later.pk), "before": str(wave.pk)}
    page = client_of(amina).get(address("linkages", cluster.pk), query)
    assert page.status_code == 422 and said in text(page)
