"""Two waves compared: by hand, and Kapferer's tailor shop held against NumPy."""

import math

import networkx as nx
import numpy as np
import polars as pl
import pytest
from tests.analysis.diagnosis.linkages.conftest import of_matrix

from distretto.analysis.diagnosis.linkages.change import compare_linkages
from distretto.analysis.diagnosis.linkages.interval import (
    density_interval,
    drawn_densities,
)
from distretto.analysis.diagnosis.linkages.qap import qap_correlation
from distretto.analysis.diagnosis.linkages.same_kinds import kinds_in_both
from distretto.analysis.diagnosis.linkages.survey import survey_of_linkages
from distretto.errors import InputError


def wave(pairs: str, actors: str, silent: str = "", **more):
    """Such as “ab bc”, among “abcd”, of whom “d” did not answer."""
    ties = pl.DataFrame(
        [tuple(pair) for pair in pairs.split()],
        schema={"from": pl.String, "to": pl.String},
        orient="row",
    )
    told = pl.DataFrame(
        {"actor": list(actors), "surveyed": [one not in silent for one in actors]}
    )
    return survey_of_linkages(ties, told, **more)


def test_a_wish_is_no_change():
    """ab is there and wished for, bc there alone, cd wished for alone: Jaccard 1/3."""
    now = wave("ab bc", "abcd")
    wish = wave("ab cd", "abcd", wave="desired", is_desired=True)
    found = compare_linkages(now, wish, permutations=99)
    assert (found.kept, found.new, found.lost) == (1, 1, 1)
    assert found.is_wish and found.jaccard == pytest.approx(1 / 3)
    assert math.isnan(found.qap.p_value) and not math.isnan(found.qap.correlation)
    assert found.measures["p_value"].is_null().all()
    assert found.measures["low"].is_null().all()


def test_two_wishes_may_change():
    first, second = (wave(ties, "abcd", is_desired=True) for ties in ("ab bc", "ab"))
    found = compare_linkages(first, second, permutations=99)
    assert not found.is_wish and not math.isnan(found.qap.p_value)


def test_a_wish_is_never_what_was_before():
    wish = wave("ab", "abc", wave="desired", is_desired=True)
    with pytest.raises(InputError) as refusal:
        compare_linkages(wish, wave("bc", "abc", wave="now"))
    assert refusal.value.code == "wish_before_what_is"


def test_entries_and_exits_stand_apart():
    """e leaves with one tie, f comes with two, d answers only once.

    Panel a, b, c: ab kept, bc lost, ac new: Jaccard 1/3, density 2/3 both times.
    """
    before = wave("ab bc ce ad", "abcde")
    after = wave("ab ac fa fb", "abcdf", silent="d")
    found = compare_linkages(before, after, permutations=99)
    assert (found.panel, found.unheard) == (("a", "b", "c"), ("d",))
    assert (found.entries, found.exits) == (("f",), ("e",))
    assert (found.kept, found.new, found.lost) == (1, 1, 1)
    assert found.jaccard == pytest.approx(1 / 3)
    assert (found.entry_ties, found.exit_ties) == (2, 1)
    told = {tuple(row[:2]): row[2] for row in found.ties.iter_rows()}
    assert told == {
        ("a", "b"): "kept",
        ("a", "c"): "new",
        ("b", "c"): "lost",
    }
    density = found.measures.row(0, named=True)
    assert density["before"] == density["after"] == pytest.approx(2 / 3)
    assert density["change"] == 0 and density["p_value"] == 1.0


def test_an_unanswered_question_is_no_lost_tie():
    before = wave("ab", "abc")
    open_ = pl.DataFrame({"from": ["a", "b"], "to": ["b", "a"]})
    after = survey_of_linkages(before.ties.clear(), before.actors, unanswered=open_)
    found = compare_linkages(before, after, permutations=9)
    assert (found.kept, found.new, found.lost) == (0, 0, 0)
    assert math.isnan(found.jaccard)


def kapferer(network, kind):
    return (network(f"Kapferer_TailorShop__{kind}T{k}") for k in (1, 2))


@pytest.mark.parametrize("kind", ["Sociational", "Instrumental"])
def test_kapferers_waves_equal_another_computation(network, kind):
    """Counts, centralisation and QAP from NumPy and networkx alone."""
    first, second = kapferer(network, kind)
    directed = kind == "Instrumental"
    found = compare_linkages(
        first.linkages, second.linkages, directed=directed, permutations=499, seed=7
    )
    x, y = first.matrix.astype(bool), second.matrix.astype(bool)
    per_tie = 1 if directed else 2
    assert found.kept == (x & y).sum() // per_tie
    assert found.new == (~x & y).sum() // per_tie
    assert found.lost == (x & ~y).sum() // per_tie
    assert found.jaccard == pytest.approx((x & y).sum() / (x | y).sum())
    rows = {row["measure"]: row for row in found.measures.to_dicts()}
    for matrix, when in ((x, "before"), (y, "after")):
        peer = nx.from_numpy_array(np.maximum(matrix, matrix.T).astype(int))
        degree = np.array([count for _, count in peer.degree()])
        n = len(degree)
        assert rows["degree_centralisation"][when] == pytest.approx(
            (degree.max() - degree).sum() / ((n - 1) * (n - 2))
        )
        between = np.array(list(nx.betweenness_centrality(peer).values()))
        assert rows["betweenness_centralisation"][when] == pytest.approx(
            (between.max() - between).sum() / (n - 1)
        )
        assert rows["density"][when] == pytest.approx(nx.density(peer))
        assert rows["mean_degree"][when] == pytest.approx(degree.mean())
        if directed:
            arcs = nx.from_numpy_array(matrix.astype(int), create_using=nx.DiGraph)
            assert rows["directed_density"][when] == pytest.approx(nx.density(arcs))
            told = matrix.sum() / n
            assert rows["directed_mean_degree"][when] == pytest.approx(told)
    assert ("directed_density" in rows) == directed == found.is_directed
    # By pairs: tied where either of the two told it.
    x_pairs, y_pairs = (np.triu(one | one.T) for one in (x, y))
    assert found.pairs_kept == (x_pairs & y_pairs).sum()
    assert found.pairs_new == (~x_pairs & y_pairs).sum()
    assert found.pairs_lost == (x_pairs & ~y_pairs).sum()
    # QAP: the cells off the diagonal, correlated by NumPy, rows and columns moved.
    off = ~np.eye(len(x), dtype=bool)
    rng = np.random.default_rng(7)
    seen = np.corrcoef(x[off], y[off])[0, 1]
    drawn = []
    for _ in range(499):
        place = rng.permutation(len(x))
        drawn.append(np.corrcoef(x[off], y[np.ix_(place, place)][off])[0, 1])
    drawn = np.array(drawn)
    assert found.qap.correlation == pytest.approx(seen)
    assert found.qap.p_greater == (1 + (drawn >= seen).sum()) / 500
    assert found.qap.chance_sd == pytest.approx(drawn.std())


def test_kapferers_shop_in_figures(network):
    """What the page of the method tells; counts by NumPy in the test above."""
    first, second = kapferer(network, "Sociational")
    found = compare_linkages(first.linkages, second.linkages)
    assert (found.kept, found.new, found.lost) == (103, 120, 55)
    assert found.jaccard == pytest.approx(103 / 278)
    assert found.qap.correlation == pytest.approx(0.398, abs=5e-4)
    assert found.qap.p_value == pytest.approx(0.001)


@pytest.mark.parametrize("hidden", [False, True])
def test_qap_equals_numpy_whether_all_pairs_are_known_or_not(hidden):
    rng = np.random.default_rng(5)
    x, y = (rng.random((2, 12, 12)) < 0.3) & ~np.eye(12, dtype=bool)
    names = [str(k) for k in range(12)]
    told = [True] * 10 + [not hidden] * 2
    if hidden:
        y[10:] = False
    first = of_matrix(x.astype(int), names).directed
    second = of_matrix(y.astype(int), names, surveyed=told).directed
    found = qap_correlation(first, second, permutations=99, seed=2)
    known = ~np.eye(12, dtype=bool)
    known_y = known & np.array(told)[:, None]
    draws = np.random.default_rng(2)
    places = [np.arange(12), *(draws.permutation(12) for _ in range(99))]
    values = []
    for place in places:
        moved = np.ix_(place, place)
        cells = known & known_y[moved]
        values.append(np.corrcoef(x[cells], y[moved][cells])[0, 1])
    assert found.correlation == pytest.approx(values[0])
    assert found.chance_mean == pytest.approx(np.mean(values[1:]))
    extreme = np.abs(values[1:]) >= abs(values[0]) - 1e-12
    assert found.p_value == (1 + extreme.sum()) / 100


def test_graphs_of_other_actors_are_not_correlated():
    one = of_matrix(np.zeros((2, 2)), ["a", "b"]).undirected
    other = of_matrix(np.zeros((3, 3)), ["a", "b", "c"]).undirected
    with pytest.raises(InputError, match="2 and 3 actors"):
        qap_correlation(one, other)


def test_the_interval_is_that_of_drawing_actors_one_by_one(network):
    """Snijders and Borgatti word for word: draw, look up each pair, fill twins."""
    held = network("Kapferer_TailorShop__SociationalT1")
    matrix, n = held.matrix, len(held.matrix)
    rng = np.random.default_rng(9)
    off = matrix[np.triu_indices(n, 1)]
    drawn = []
    for _ in range(2000):
        who = rng.integers(0, n, n)
        cells = matrix[np.ix_(who, who)].astype(float)
        same = who[:, None] == who[None, :]
        cells[same] = rng.choice(off, same.sum())
        drawn.append(cells[np.triu_indices(n, 1)].mean())
    ours = density_interval(held.undirected, draws=2000)
    assert ours.standard_error == pytest.approx(np.std(drawn), rel=0.08)
    assert ours.low == pytest.approx(np.quantile(drawn, 0.025), abs=0.01)
    assert ours.high == pytest.approx(np.quantile(drawn, 0.975), abs=0.01)


def test_draws_have_the_density_as_their_mean(network):
    """E = (1 - 1/n) d + d/n = d, whatever is tied."""
    held = network("Lazega_Lawyers__Friendship")
    for graph in (held.directed, held.undirected):
        drawn = drawn_densities(graph, draws=4000, seed=1)
        wanted = graph.count / graph.possible
        assert drawn.mean() == pytest.approx(wanted, abs=4 * drawn.std() / 60)


def test_silent_actors_leave_the_mean_where_it_was():
    rng = np.random.default_rng(3)
    matrix = ((rng.random((40, 40)) < 0.2) & ~np.eye(40, dtype=bool)).astype(int)
    told = [True] * 30 + [False] * 10
    matrix[30:] = 0
    held = of_matrix(matrix, [str(k) for k in range(40)], surveyed=told)
    for graph in (held.directed, held.undirected):
        drawn = drawn_densities(graph, draws=4000, seed=1)
        wanted = graph.count / graph.possible
        assert drawn.mean() == pytest.approx(wanted, rel=0.02)


def of_kinds(kinds: str, name: str = ""):
    """One tie of each of these kinds."""
    ties = pl.DataFrame({"relation": kinds.split()}).with_columns(
        pl.lit("a").alias("from"), pl.lit("b").alias("to")
    )
    return survey_of_linkages(ties, wave=name)


def test_waves_of_different_questions_are_not_compared():
    lends, buys = of_kinds("lends", "2024"), of_kinds("buys", "2026")
    with pytest.raises(InputError) as refusal:
        compare_linkages(lends, buys, permutations=9)
    assert refusal.value.code == "no_kind_in_common"
    assert "“2024” has “lends”, “2026” has “buys”" in str(refusal.value)


def test_kinds_in_both_stand_in_the_order_of_the_first():
    both, one = of_kinds("buys lends"), of_kinds("sells lends buys")
    assert kinds_in_both(both, one) == ["buys", "lends"]


def test_a_wave_without_ties_is_compared():
    """Nobody was tied, and then a and b are: one new tie."""
    nobody = wave("", "ab")
    found = compare_linkages(nobody, of_kinds("lends", "2026"), permutations=9)
    assert (found.kept, found.new, found.lost) == (0, 1, 0)
