"""One cluster is one candidate, however many maps find it."""

from copy import copy

import pytest
from django.urls import reverse
from tests.web.selection.test_candidates import ROWS, cluster_map  # noqa: F401
from tests.web.selection.test_decision import choose

from distretto.errors import RuleError
from distretto.web.selection import twins
from distretto.web.selection.models import Candidate
from distretto.web.selection.queries import letters as letter_queries
from distretto.web.selection.rules import candidates as rules
from distretto.web.selection.rules import decision, letters
from distretto.web.selection.rules import maps as map_rules

# The knitwear of ROWS by another base: one region less, another location quotient.
AGAIN = ROWS[0] | {"regions": ["D07"], "region_names": ["Ostra"], "lq": 9.02}


@pytest.fixture
def other_map(cluster_map):  # noqa: F811
    found = copy(cluster_map)
    found.pk = found.id = type(found)().id
    found._state.adding = True
    found.name = "Manufacturing alone"
    found.save()
    return found


@pytest.fixture
def listed(round_, cluster_map, amina):  # noqa: F811
    return rules.add_from_map(round_, cluster_map, ROWS, by=amina).new


def test_a_second_map_does_not_make_a_second_candidate(
    round_, listed, other_map, amina
):
    elsewhere = AGAIN | {"regions": ["E01"], "region_names": ["Esker"]}
    added = rules.add_from_map(round_, other_map, [AGAIN, elsewhere], by=amina)
    assert [each.regions for each in added.new] == [["E01"]]
    assert [(row["lq"], each) for row, each in added.there] == [(9.02, listed[0])]
    assert round_.candidates.current().count() == 3


def test_codes_of_another_classification_are_not_compared(
    round_, listed, other_map, amina
):
    other_map.settings = {"classification": "NAICS"}
    assert rules.add_from_map(round_, other_map, [AGAIN], by=amina).new


def test_its_figures_stand_beside_those_of_the_candidate(
    round_, listed, other_map, amina
):
    for _twice in range(2):
        rules.add_map_figures(round_, other_map, [AGAIN], by=amina)
    knitwear = Candidate.objects.get(pk=listed[0].pk)
    assert [(each["value"], each["source"]) for each in knitwear.figures["lq"]] == [
        (6.5, "Statistics office (First map)"),
        (9.02, "Statistics office (Manufacturing alone)"),
    ]


def test_the_page_says_so_and_offers_the_figures(
    round_, listed, other_map, amina, client_of, monkeypatch
):
    monkeypatch.setattr(map_rules, "_rows", lambda saved, ranks: [AGAIN])
    url = reverse("selection:add-candidates", args=["lindara", other_map.pk])
    asked = {"ranks": ["1"], "round": round_.pk}
    page = client_of(amina).post(url, asked).content.decode()
    assert "In the round already" in page and "Knitwear: Ostra, Kolar" in page
    assert client_of(amina).post(url, asked | {"figures": "1"}).status_code == 302
    assert len(Candidate.objects.get(pk=listed[0].pk).figures["lq"]) == 2


def test_no_letter_goes_to_a_cluster_that_was_chosen(scored, amina, boris):
    """Two nominations of one cluster; one of them left, the other is chosen."""
    for name, regions in (("Knitwear", ["D07", "D08"]), ("Handloom", ["D07"])):
        candidate = scored.candidates.get(name=name)
        rules.change_candidate(
            candidate, by=amina, industries=["1430"], regions=regions
        )
    choose(scored, "Knitwear", by=boris)
    decided = decision.validate_decision(scored, by=boris, reason="Money for one.")
    assert [each.name for each in letter_queries.not_chosen(decided)] == ["Footwear"]
    with pytest.raises(RuleError) as refusal:
        letters.write_letter(
            decided.candidates.get(name="Handloom"),
            "en",
            by=boris,
            addressee="",
            text="Dear colleagues",
        )
    assert refusal.value.code == "twin_is_chosen"
    assert refusal.value.params["chosen"] == "Knitwear"


def test_codes_of_two_classifications_are_no_twins():
    """1430 is knitwear in ISIC Rev. 4 and nothing of the kind in NAICS 2017."""
    here = Candidate(industries=["1430"], regions=["N1"], classification="ISIC4")
    there = Candidate(industries=["1430"], regions=["N1"], classification="NAICS2017")
    unsaid = Candidate(industries=["1430"], regions=["N1"])
    assert not twins._is_same(here, there)
    assert twins._is_same(here, unsaid)
