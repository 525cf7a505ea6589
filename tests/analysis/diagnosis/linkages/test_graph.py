"""The graph: what a tie is, and that unknown is not none."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.analysis.diagnosis.linkages.centrality import degree_centralisation
from distretto.analysis.diagnosis.linkages.cohesion import (
    density,
    mean_degree,
    reciprocity,
    transitivity,
    valued_density,
)
from distretto.analysis.diagnosis.linkages.graph import linkage_graph
from distretto.analysis.diagnosis.linkages.interval import coverage
from distretto.analysis.diagnosis.linkages.qap import known_pairs
from distretto.analysis.diagnosis.linkages.survey import survey_of_linkages
from distretto.errors import InputError

# Six firms, five ties (method, formulas: n = 6, m = 5 gives 1/3).
#   a - b - c - a is a triangle, d hangs on c by a weak tie, e - f stand apart.
PAIRS = [("a", "b", 3), ("b", "c", 2), ("c", "a", 1), ("c", "d", 1), ("e", "f", 2)]
TIES = pl.DataFrame(PAIRS, schema=["from", "to", "strength"], orient="row")
SIX = pl.DataFrame({"actor": list("abcdef")})


def test_the_worked_example_of_the_method():
    graph = linkage_graph(survey_of_linkages(TIES, SIX))
    assert density(graph) == pytest.approx(1 / 3)
    # Strengths 3 + 2 + 1 + 1 + 2 = 9 of 3 x 15 = 45.
    assert valued_density(graph) == pytest.approx(0.2)
    assert mean_degree(graph) == pytest.approx(10 / 6)
    # One triangle; pairs that meet: 1 at a, 1 at b, 3 at c.
    assert transitivity(graph) == pytest.approx(3 / 5)


def test_ties_are_counted_by_a_direction_that_there_is():
    graph = linkage_graph(survey_of_linkages(TIES, SIX))
    with pytest.raises(InputError, match="cannot be counted by “other”"):
        degree_centralisation(graph, by="other")


def test_directed_counts_every_way():
    back = pl.DataFrame({"from": ["b"], "to": ["a"], "strength": [1]})
    linkages = survey_of_linkages(pl.concat([TIES, back]), SIX)
    graph = linkage_graph(linkages, directed=True)
    assert (graph.count, graph.possible) == (6, 30)
    assert density(graph) == pytest.approx(0.2)
    assert reciprocity(graph) == pytest.approx(2 / 6)
    # The union keeps the stronger report: 3, not 1.
    assert linkage_graph(linkages).strength[0, 1] == 3


def test_a_conflict_is_no_tie():
    rows = [*PAIRS, ("a", "f", -1)]
    ties = pl.DataFrame(rows, schema=["from", "to", "strength"], orient="row")
    graph = linkage_graph(survey_of_linkages(ties, SIX))
    assert graph.count == 5 and density(graph) == pytest.approx(1 / 3)
    assert graph.conflicts.nnz == 2  # both ways


def test_none_is_no_tie_and_unknown_strength_is_one():
    rows = [("a", "b", 0.0), ("b", "c", None), ("c", "d", 3.0)]
    ties = pl.DataFrame(rows, schema=["from", "to", "strength"], orient="row")
    graph = linkage_graph(survey_of_linkages(ties, SIX))
    assert graph.count == 2
    # The tie of unknown strength counts with the mean of the others, 3: 6 of 3 x 15.
    assert valued_density(graph) == pytest.approx(6 / 45)
    nothing = survey_of_linkages(ties.with_columns(strength=pl.lit(None)), SIX)
    assert np.isnan(valued_density(linkage_graph(nothing)))  # unknown, not zero


def test_nobody_answers_for_the_silent():
    """e and f did not answer: their pair is unknown, e - f is no longer asked."""
    actors = SIX.with_columns(surveyed=pl.Series([True] * 4 + [False] * 2))
    told = TIES.filter(pl.col("from") != "e")
    linkages = survey_of_linkages(told, actors)
    graph = linkage_graph(linkages)
    assert graph.possible == 14 and density(graph) == pytest.approx(4 / 14)
    by_sender = linkage_graph(linkages, directed=True)
    assert by_sender.possible == 20  # four senders, five others each
    assert coverage(graph).surveyed_share == pytest.approx(4 / 6)
    assert coverage(graph).known_pairs_share == pytest.approx(14 / 15)


def test_one_report_is_enough_where_the_other_was_not_given():
    open_ = pl.DataFrame({"from": ["d", "d"], "to": ["a", "c"]})
    linkages = survey_of_linkages(TIES, SIX, unanswered=open_)
    # d said nothing of a and c; a said “none”, c named d.
    assert linkage_graph(linkages).possible == 15
    assert linkage_graph(linkages, directed=True).possible == 28


def test_a_least_strength_makes_unknown_ones_unanswered():
    rows = [("a", "b", None), ("b", "c", 1.0), ("c", "d", 3.0)]
    ties = pl.DataFrame(rows, schema=["from", "to", "strength"], orient="row")
    graph = linkage_graph(survey_of_linkages(ties, SIX), directed=True, weakest=2)
    assert (graph.count, graph.possible) == (1, 29)


def test_relations_join_by_the_strongest():
    rows = [("a", "b", "buys", 1), ("a", "b", "lends", 3), ("b", "a", "buys", -1)]
    columns = ["from", "to", "relation", "strength"]
    linkages = survey_of_linkages(pl.DataFrame(rows, schema=columns, orient="row"))
    assert linkages.relations == ["buys", "lends"]
    assert linkage_graph(linkages).strength[0, 1] == 3
    assert linkage_graph(linkages, relation="buys").strength[0, 1] == 1
    with pytest.raises(InputError, match="only: “buys”, “lends”"):
        linkage_graph(linkages, relation="sells")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"strength": [3, 2, 1, 1, 9]}, "row 5: the strength “9” is none"),
        ({"strength": [3, 2, 1, 1, -2]}, "row 5"),
        ({"to": list("bcadz")}, "name “z”, who is not in the list"),
        ({"from": list("aacce"), "to": list("bbadf")}, "more than one row"),
    ],
)
def test_what_is_wrong_is_said(change, said):
    wrong = TIES.with_columns(**{name: pl.Series(v) for name, v in change.items()})
    with pytest.raises(InputError, match=said):
        survey_of_linkages(wrong, SIX)


def test_a_strange_kind_of_actor_is_refused():
    with pytest.raises(InputError, match=r"of the kind “bank”\. Kinds are: firm"):
        survey_of_linkages(TIES, SIX.with_columns(kind=pl.lit("bank")))


def test_ties_to_oneself_are_left_out_and_counted():
    ties = pl.DataFrame({"from": ["a", "a"], "to": ["a", "b"]})
    linkages = survey_of_linkages(ties)
    assert (linkages.loops, linkages.ties.height) == (1, 1)
    assert not linkages.is_roster


@st.composite
def surveys(draw):
    """Any small survey: ties, silent actors, open questions."""
    n = draw(st.integers(1, 7))
    names = [str(k) for k in range(n)]
    pairs = [(a, b) for a in names for b in names if a != b]
    states = draw(
        st.lists(st.sampled_from("-to"), min_size=len(pairs), max_size=len(pairs))
    )
    silent = draw(st.lists(st.booleans(), min_size=n, max_size=n))
    schema = {"from": pl.String, "to": pl.String}
    tables = [
        pl.DataFrame(
            [pair for pair, state in zip(pairs, states, strict=True) if state == kind],
            schema=schema,
            orient="row",
        )
        for kind in "to"
    ]
    actors = pl.DataFrame({"actor": names, "surveyed": [not s for s in silent]})
    return survey_of_linkages(tables[0], actors, unanswered=tables[1])


@given(surveys(), st.booleans())
def test_possible_pairs_are_those_that_are_known(linkages, directed):
    """The count from sparse arrays equals a look at every pair."""
    graph = linkage_graph(linkages, directed=directed)
    square = known_pairs(graph)
    assert graph.possible == square.sum() // (1 if directed else 2)
    assert not (graph.ties.toarray().astype(bool) & ~square).any()
    if graph.possible:
        assert 0 <= density(graph) <= 1


@given(surveys())
def test_a_part_has_the_ties_among_those_kept(linkages):
    graph = linkage_graph(linkages, directed=True)
    kept = np.arange(len(graph))[::2]
    part = graph.part(kept)
    assert (part.ties.toarray() == graph.ties.toarray()[np.ix_(kept, kept)]).all()
    assert part.actors == graph.actors[::2]
