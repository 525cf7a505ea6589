"""The study's section 11 tells linkages now and as wished."""

import pytest
from django.urls import reverse
from tests.web.diagnosis.linkage_cases import small_cluster, wave_of

from distretto.formats.charts.language import ENGLISH
from distretto.formats.documents.blocks import Drawing, Listing, Text
from distretto.web.diagnosis import study_parts
from distretto.web.diagnosis.models import Linkage, Study
from distretto.web.diagnosis.study_sections import SECTIONS


@pytest.fixture
def cluster(programme, files_aside):
    return small_cluster(programme)


@pytest.fixture
def now(cluster):
    return wave_of(cluster, "Now", "A-B B-C C-A D-Bank")


def told(cluster):
    study = Study.objects.create(cluster=cluster, title="Study")
    parts = next(each for each in SECTIONS if each.key == "linkages").parts
    return study_parts.blocks_of(study, parts, ENGLISH)


def test_what_is_wished_for_stands_beside_what_is(now, cluster):
    """Now A-B, B-C, C-A and D-Bank; A-B and C-A are wished for too, and E-F."""
    # Where figures of one may be told, both views are.
    cluster.programme.smallest_cell = 1
    cluster.programme.save()
    wave_of(cluster, "Wished for", "A-B C-A E-F", kind="desired")
    blocks = told(cluster)
    pictures = [each for each in blocks if isinstance(each, Drawing)]
    assert len(pictures) == 3
    assert (
        "Wished for" in pictures[1].svg
        and "1 not there yet; 2 there, not" in pictures[2].svg
    )
    table = [each for each in blocks if isinstance(each, Listing)][-1].table
    keys = [each.key for each in table.columns]
    rows = {row[0]: dict(zip(keys, row, strict=True)) for row in table.rows}
    asked = ("panel", "there", "kept", "lost", "new")
    assert [rows["Everybody"][key] for key in asked] == [7, 4, 2, 2, 1]
    assert [rows["Firms alone"][key] for key in asked] == [6, 3, 2, 1, 1]
    # Three ties of fifteen pairs, now as wished.
    densities = [rows["Firms alone"][f"density_{one}"] for one in ("now", "wished")]
    assert densities == pytest.approx([0.2, 0.2])
    everything = "".join(each.svg + each.on_page for each in pictures)
    assert "Firm A" not in everything and "Bank" not in everything


def test_wishes_of_few_firms_are_not_told(client_of, person_as, now, cluster):
    """One firm said what it wishes for; the list has six."""
    wish = wave_of(cluster, "Wished for", "A-B", kind="desired", silent="BCDEFBank")
    assert len([each for each in told(cluster) if isinstance(each, Drawing)]) == 1
    url = reverse("diagnosis:linkage-change", args=["lindara", cluster.pk])
    pair = {"before": now.pk, "wave": wish.pk}
    said = "rest on the answers of fewer than 5 firms"
    member = client_of(person_as("member")).get(url, pair).content.decode()
    assert said in member
    assert said not in client_of(person_as("agent")).get(url, pair).content.decode()


def test_nobody_moves_between_what_is_and_what_is_wished_for(now, cluster):
    from distretto.web.diagnosis.linkage_pictures import Asked, drawn
    from distretto.web.diagnosis.queries.linkages import linkages_of

    wish = wave_of(cluster, "Wished for", "E-F", kind="desired")
    held = linkages_of(cluster)
    how = {"cluster": "Knitwear", "source": "", "fewest": 5}
    one, other = (
        drawn(held, Asked(wave=str(each.pk), labels="numbers"), **how)
        for each in (now, wish)
    )
    assert one.places.of() == other.places.of()


@pytest.mark.parametrize(
    "wish",
    [
        {"ties": "A-B", "actors": "A B"},  # two firms: fewer than five
        {"ties": "", "silent": ("A", "B", "C", "D", "E", "F", "Bank")},  # no answer
    ],
)
def test_a_wish_of_few_firms_or_of_nobody_is_not_told(now, cluster, wish):
    wave_of(cluster, "Wished for", wish.pop("ties"), kind="desired", **wish)
    assert len([each for each in told(cluster) if isinstance(each, Drawing)]) == 1


def test_a_wish_of_another_kind_is_shown_and_not_compared(now, cluster):
    wish = wave_of(cluster, "Wished for", "A-B C-A", kind="desired")
    Linkage.objects.filter(wave=wish).update(relation="training")
    blocks = told(cluster)
    assert len([each for each in blocks if isinstance(each, Drawing)]) == 2
    why = [each.text for each in blocks if isinstance(each, Text)]
    assert any("have no kind of linkage in common" in each for each in why)
