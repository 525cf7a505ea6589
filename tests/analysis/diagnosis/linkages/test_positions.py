"""Where actors stand: brokers, groups, coupling, knowledge, institutions."""

import itertools
import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.diagnosis.linkages.conftest import of_matrix

from distretto.analysis.diagnosis.linkages.brokerage import ROLES, brokerage
from distretto.analysis.diagnosis.linkages.coupling import coupling
from distretto.analysis.diagnosis.linkages.graph import linkage_graph
from distretto.analysis.diagnosis.linkages.institutions import institution_ties
from distretto.analysis.diagnosis.linkages.knowledge_roles import knowledge_roles
from distretto.analysis.diagnosis.linkages.mixing import external_internal
from distretto.analysis.diagnosis.linkages.survey import survey_of_linkages
from distretto.errors import InputError


def matrices(most: int = 7):
    """Square arrays of zeros and ones without a diagonal."""
    return st.integers(1, most).flatmap(
        lambda n: st.lists(st.integers(0, 1), min_size=n * n, max_size=n * n).map(
            lambda cells: np.array(cells).reshape(n, n) * (1 - np.eye(n, dtype=int))
        )
    )


def by_looking(matrix: np.ndarray, groups: list) -> list[dict[str, int]]:
    """Gould and Fernandez word for word: every triple looked at."""
    n = len(matrix)
    found = [dict.fromkeys(ROLES, 0) for _ in range(n)]
    for a, b, c in itertools.permutations(range(n), 3):
        if not (matrix[a, b] and matrix[b, c]) or matrix[a, c]:
            continue
        ga, gb, gc = groups[a], groups[b], groups[c]
        if None in (ga, gb, gc):
            continue
        if ga == gb == gc:
            role = "coordinator"
        elif ga == gc:
            role = "itinerant"
        elif ga == gb:
            role = "representative"
        elif gb == gc:
            role = "gatekeeper"
        else:
            role = "liaison"
        found[b][role] += 1
    return found


@given(matrices(), st.data())
def test_brokers_are_those_found_by_looking_at_every_triple(matrix, data):
    n = len(matrix)
    groups = data.draw(
        st.lists(st.sampled_from(["x", "y", "z", None]), min_size=n, max_size=n)
    )
    graph = of_matrix(matrix, [str(k) for k in range(n)]).directed
    wanted = by_looking(matrix, groups)
    for row, told, group in zip(
        brokerage(graph, groups).to_dicts(), wanted, groups, strict=True
    ):
        if group is None:
            assert all(row[role] is None for role in (*ROLES, "brokered"))
        else:
            assert {role: row[role] for role in ROLES} == told
            assert row["brokered"] == sum(told.values())


def test_ties_within_and_across():
    """a - b and b - c in the north, c - d across: E = 1, I = 2."""
    matrix = np.zeros((4, 4), dtype=int)
    for i, j in ((0, 1), (1, 2), (2, 3)):
        matrix[i, j] = matrix[j, i] = 1
    graph = of_matrix(matrix, list("abcd")).undirected
    found = external_internal(graph, ["north", "north", "north", "south"])
    assert (found.within, found.across) == (2, 1)
    assert found.index == pytest.approx(-1 / 3)
    # Of six pairs three are within: if all were as likely, E = I.
    assert found.expected == pytest.approx(0.0)
    by = {row["group"]: row for row in found.by_group.to_dicts()}
    assert by["north"]["index"] == pytest.approx(-1 / 3)
    assert by["south"]["index"] == 1.0
    with pytest.raises(InputError, match="3 groups for 4 actors"):
        external_internal(graph, ["north"] * 3)


def test_unknown_groups_are_left_out():
    graph = of_matrix(np.ones((3, 3), dtype=int) - np.eye(3, dtype=int), list("abc"))
    found = external_internal(graph.undirected, ["x", "y", None])
    assert (found.within, found.across, found.left_out) == (0, 1, 1)
    assert found.index == 1.0


def test_coupling_by_hand():
    """a sells 3 to b and 1 to c: (3/4)^2 + (1/4)^2 = 10/16; b and c have one buyer."""
    ties = pl.DataFrame({"from": ["a", "a"], "to": ["b", "c"], "strength": [3, 1]})
    graph = linkage_graph(survey_of_linkages(ties))
    found = coupling(graph)
    assert found.first == pytest.approx([10 / 16, 1, 1])
    assert found.second == pytest.approx([1, 10 / 16, 10 / 16])
    assert coupling(graph, valued=False).first == pytest.approx([0.5, 1, 1])


def test_coupling_of_unknown_strength_is_unknown():
    ties = pl.DataFrame({"from": ["a", "c"], "to": ["b", "d"], "strength": [None, 2]})
    graph = linkage_graph(survey_of_linkages(ties))
    assert np.isnan(coupling(graph).first).tolist() == [True, False, True, False]


# Who asks whom: everybody asks a, and a asks b; c and d ask each other; e asks nobody.
ASKS = ["ba", "ca", "da", "ab", "cb", "bc", "cd", "dc"]


def asking():
    ties = pl.DataFrame({"from": [p[0] for p in ASKS], "to": [p[1] for p in ASKS]})
    actors = pl.DataFrame({"actor": list("abcdef")})
    return linkage_graph(survey_of_linkages(ties, actors), directed=True)


def test_five_roles_by_hand():
    """Local ties (both ways): a 4, b 4, c 5, d 3, e 0, f 0; mean 16 / 6 = 2.67.

    External sources 3, 0, 0, 0, 4, 0, mean 7 / 6. a gives 3 and receives 1: gatekeeper;
    b, c and d are active; e is tied outside only: external star; f is isolated.
    """
    found = knowledge_roles(asking(), [3, 0, 0, 0, 4, 0])
    roles = dict(found.table.select("actor", "role").iter_rows())
    assert roles["a"] == "gatekeeper"
    assert [roles[one] for one in "bcd"] == ["active_exchanger"] * 3
    assert roles["e"] == "external_star" and roles["f"] == "isolated"
    assert found.open_from == pytest.approx(7 / 6)
    assert found.active_from == pytest.approx(16 / 6)
    # With a higher line, those between are weak exchangers.
    weak = knowledge_roles(asking(), [3, 0, 0, 0, 4, 0], active_from=5, few=2)
    roles = dict(weak.table.select("actor", "role").iter_rows())
    assert [roles[one] for one in "abcd"] == [
        *["weak_exchanger"] * 2,
        "active_exchanger",
        "weak_exchanger",
    ]


def test_who_gives_depends_on_the_question():
    """Asked “who asked you?”, ties point to whom receives: a then receives most."""
    found = knowledge_roles(asking(), [3, 0, 0, 0, 4, 0], toward="receiver")
    assert found.table.row(0, named=True)["role"] == "active_exchanger"


def test_a_role_that_hangs_on_the_unknown_is_unknown():
    found = knowledge_roles(asking(), [None, None, 0, 0, 4, None])
    roles = dict(found.table.select("actor", "role").iter_rows())
    assert roles["a"] is None  # gatekeeper or active: nobody knows
    assert roles["b"] == "active_exchanger"  # gives 2, receives 2: never a gatekeeper
    assert roles["f"] is None


@pytest.mark.parametrize("sources", [[1], [-1] * 6, ["many"] * 6, [math.inf] * 6])
def test_sources_that_are_none_are_refused(sources):
    with pytest.raises(InputError, match="one for each of the 6 actors"):
        knowledge_roles(asking(), sources)


def test_firms_and_institutions_by_hand():
    """Four firms, three institutions of three types, ties told by either side.

    f1: lab, bank, school; f2: bank; f3: none; f4 did not answer. Ties 4 of 3 firms;
    by institution lab 1, bank 2, school 1: HHI = (1 + 4 + 1) / 16.
    """
    actors = pl.DataFrame(
        {
            "actor": ["f1", "f2", "f3", "f4", "lab", "bank", "school"],
            "kind": ["firm"] * 4 + ["institution"] * 3,
            "group": [None] * 4 + ["research", "finance", "training"],
            "surveyed": [True] * 3 + [False] + [True] * 3,
        }
    )
    pairs = ["f1 lab", "bank f1", "f1 school", "f2 bank", "f1 f2"]
    ties = pl.DataFrame(
        [pair.split() for pair in pairs], schema=["from", "to"], orient="row"
    )
    found = institution_ties(survey_of_linkages(ties, actors))
    assert found.firms == 3
    assert found.tied_share == pytest.approx(2 / 3)
    assert found.mean_ties == pytest.approx(4 / 3)
    assert found.concentration == pytest.approx(6 / 16)
    assert found.several_types_share == pytest.approx(1 / 3)
    assert found.by_institution["firms"].to_list() == [1, 2, 1]


def test_without_institutions_nothing_is_said():
    found = institution_ties(survey_of_linkages(pl.DataFrame({"from": "a", "to": "b"})))
    assert math.isnan(found.tied_share) and math.isnan(found.several_types_share)
