"""The example's linkages: of whoever is there, the same again, of the right shape."""

from collections import Counter

import pytest

from distretto.example.linkages import (
    DESIRED,
    KINDS,
    NOW,
    OUTSIDE,
    Actor,
    linkages,
)

FIRMS = [
    Actor(f"f{one}", True, place="here" if one % 3 else "there", stage=f"s{one % 4}")
    for one in range(120)
]
INSTITUTIONS = [Actor(f"i{one}", False) for one in range(10)]


@pytest.fixture(scope="module")
def told():
    return linkages([*FIRMS, *INSTITUTIONS])


def test_the_same_actors_have_the_same_ties(told):
    assert linkages([*FIRMS, *INSTITUTIONS]) == told
    assert linkages([*FIRMS, *INSTITUTIONS], seed=2) != told


def test_ties_are_such_as_a_survey_takes(told):
    keys = [(each.wave, each.source, each.target, each.relation) for each in told.ties]
    assert len(set(keys)) == len(keys)
    for each in told.ties:
        assert each.source != each.target
        assert each.source in told.answered  # who was not asked tells nothing
        assert each.strength in (-1, 1, 2, 3)
        assert each.relation in KINDS


def test_a_firm_has_some_partners_and_wishes_for_more(told):
    waves = Counter(each.wave for each in told.ties)
    assert waves[DESIRED] > waves[NOW] > 300
    conflicts = {each.wave for each in told.ties if each.strength == -1}
    assert conflicts == {NOW}
    assert 95 <= len(told.answered) <= 119


def test_neighbours_work_together_more_often(told):
    """With 1 : 2 places, 5 of 9 pairs would be of one place by chance."""
    place = {each.key: each.place for each in FIRMS}
    pairs = {
        (each.source, each.target)
        for each in told.ties
        if each.wave == NOW and each.target in place
    }
    near = sum(place[one] == place[other] for one, other in pairs)
    assert near / len(pairs) > 5 / 9 + 0.1


@pytest.mark.parametrize("actors", [[], FIRMS[:2], INSTITUTIONS])
def test_nothing_where_there_are_too_few(actors):
    assert linkages(actors).ties == ()


def test_a_few_firms_are_enough():
    assert {each.wave for each in linkages(FIRMS[:12]).ties} == {NOW, DESIRED}


def test_firms_have_knowledge_from_elsewhere_too(told):
    """About 12 % of the firms that answered name each, so that there are roles."""
    knows = [
        each
        for each in told.ties
        if each.target in OUTSIDE and each.relation == "information"
    ]
    assert {each.target for each in knows} == set(OUTSIDE)
    waves = Counter(each.wave for each in knows)
    assert waves[NOW] == waves[DESIRED]
    assert 0.06 < waves[NOW] / len(told.answered) / len(OUTSIDE) < 0.2


def test_ties_within_do_not_hang_on_who_is_outside(told):
    within = linkages([*FIRMS, *INSTITUTIONS], outside={})
    assert within.ties == tuple(e for e in told.ties if e.target not in OUTSIDE)
