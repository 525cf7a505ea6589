"""Ranking by weighted sum, TOPSIS and PROMETHEE II; figures say where they are from."""

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from distretto.analysis.selection.assessors import assessor_summary
from distretto.analysis.selection.ranking import (
    RangedScores,
    promethee_ii,
    rank_candidates,
    topsis,
    weighted_sum,
)
from distretto.analysis.selection.ranks import competition_ranks, possible_ranks
from distretto.analysis.selection.scores import score_matrix
from distretto.errors import InputError

# Choosing a fighter aircraft: the worked example of Hwang and Yoon (1981), repeated
# in Yoon and Hwang (1995): speed, range, payload, cost, reliability, manoeuvrability.
AIRCRAFT = [
    [2.0, 1500, 20_000, 5.5, 5, 9],
    [2.5, 2700, 18_000, 6.5, 3, 5],
    [1.8, 2000, 21_000, 4.5, 7, 7],
    [2.2, 1800, 20_000, 5.0, 5, 5],
]
AIRCRAFT_WEIGHTS = [0.2, 0.1, 0.1, 0.1, 0.2, 0.3]
AIRCRAFT_DIRECTIONS = ["benefit"] * 3 + ["cost"] + ["benefit"] * 2

METHODS = {
    "weighted sum": weighted_sum,
    "topsis": topsis,
    "topsis, range": lambda *args, **kw: topsis(*args, normalisation="range", **kw),
    "promethee": promethee_ii,
    "promethee, linear": lambda *args, **kw: promethee_ii(
        *args, indifference=0.5, preference=2.0, **kw
    ),
}
every_method = pytest.mark.parametrize("rank", METHODS.values(), ids=METHODS)

points = st.integers(1, 5).map(float)
grids = arrays(float, st.tuples(st.integers(2, 6), st.integers(1, 4)), elements=points)


def test_weighted_sum_of_the_method():
    # 0.4 * 5 + 0.3 * 3 + 0.3 * 2 = 3.5; (3.5 - 1) / 4 * 100 = 62.5
    assert weighted_sum([[5, 3, 2]], [0.4, 0.3, 0.3]).score == pytest.approx([62.5])


def test_topsis_of_the_textbook():
    ranking = topsis(
        AIRCRAFT, AIRCRAFT_WEIGHTS, directions=AIRCRAFT_DIRECTIONS, low=None, high=None
    )
    # The book rounds on the way, so its third digit may be one off.
    assert ranking.score == pytest.approx([0.643, 0.268, 0.613, 0.312], abs=0.001)
    assert ranking.rank.tolist() == [1, 4, 2, 3]


def test_promethee_by_hand():
    # Weights .5, .3, .2; who beats whom on each criterion (first, second, third):
    # a (4, 3, 2), b (3, 2, 4), c (5, 1, 3).
    # pi(a, b) = .5 + .3 = .8   pi(b, a) = .2
    # pi(a, c) = .3             pi(c, a) = .5 + .2 = .7
    # pi(b, c) = .3 + .2 = .5   pi(c, b) = .5
    # phi(a) = (1.1 - .9) / 2 = .1, phi(b) = (.7 - 1.3) / 2 = -.3, phi(c) = .2
    ranking = promethee_ii([[4, 3, 2], [3, 2, 4], [5, 1, 3]], [0.5, 0.3, 0.2])
    assert ranking.score == pytest.approx([0.1, -0.3, 0.2])
    assert ranking.rank.tolist() == [2, 3, 1]


def test_promethee_linear_by_hand():
    # One criterion, values 1, 2, 4, indifference .5, preference 2.5:
    # P(1) = (1 - .5) / 2 = .25, P(2) = .75, P(3) = 1.
    # phi(4) = (P(3) + P(2)) / 2 = .875; phi(2) = (P(1) - P(2)) / 2 = -.25
    # phi(1) = -(P(1) + P(3)) / 2 = -.625
    ranking = promethee_ii([[1], [2], [4]], [1], indifference=0.5, preference=2.5)
    assert ranking.score == pytest.approx([-0.625, -0.25, 0.875])


@pytest.mark.filterwarnings("ignore:Alternatives with indices")
@pytest.mark.parametrize("ways", [{}, {"normalisation": "range"}])
def test_topsis_equals_pymcdm(ways):
    from pymcdm import methods, normalizations

    theirs = {
        True: normalizations.minmax_normalization,
        False: normalizations.vector_normalization,
    }[bool(ways)]
    scores = np.random.default_rng(1).uniform(1, 5, (300, 6))
    weights = np.full(6, 1 / 6)
    types = np.array([1, -1, 1, 1, -1, 1])
    directions = ["benefit" if type_ > 0 else "cost" for type_ in types]
    ours = topsis(scores, weights, directions=directions, **ways)
    expected = methods.TOPSIS(theirs)(scores, weights, types)
    assert ours.score == pytest.approx(expected, abs=1e-12)
    assert (ours.rank == methods.TOPSIS().rank(expected)).all()


@pytest.mark.filterwarnings("ignore:Alternatives with indices")
@pytest.mark.parametrize(
    ("name", "q", "p"), [("usual", 0, 0), ("vshape", 0, 2.5), ("vshape_2", 0.5, 2)]
)
def test_promethee_equals_pymcdm(name, q, p):
    from pymcdm.methods import PROMETHEE_II

    scores = np.random.default_rng(2).integers(1, 6, (200, 4)).astype(float)
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    other = (
        PROMETHEE_II(name) if name == "usual" else PROMETHEE_II(name, [p] * 4, [q] * 4)
    )
    expected = other(scores, weights, np.array([1, 1, -1, 1]))
    ours = promethee_ii(
        scores,
        weights,
        directions=["benefit", "benefit", "cost", "benefit"],
        indifference=q,
        preference=p,
    )
    assert ours.score == pytest.approx(expected, abs=1e-12)


@every_method
def test_ties_share_the_smallest_rank(rank):
    ranking = rank([[5, 5], [3, 3], [3, 3], [1, 1]], [1, 1])
    assert ranking.rank.tolist() == [1, 2, 2, 4]
    assert ranking.is_tied.tolist() == [False, True, True, False]
    assert ranking.in_top(2).tolist() == [True, True, True, False]


@every_method
def test_a_vetoed_candidate_is_out_but_listed_with_its_ground(rank):
    scores = [[5, 5], [3, 4], [2, 2]]
    ranking = rank(
        scores,
        [1, 1],
        candidates=["tanneries", "knitwear", "pottery"],
        vetoes={"tanneries": "Effluent goes untreated into the river."},
    )
    alone = rank(scores[1:], [1, 1], candidates=["knitwear", "pottery"])
    rows = list(ranking.rows())
    assert [row.candidate for row in rows] == ["knitwear", "pottery", "tanneries"]
    assert (rows[2].rank, rows[2].score) == (None, None)
    assert rows[2].veto == "Effluent goes untreated into the river."
    assert ranking.score[1:] == pytest.approx(alone.score)  # as if it were not there


def test_missing_scores_of_the_weighted_sum_are_a_range():
    # Half the weight is known: 5 of 5 points. With 1 on the other: 50, with 5: 100,
    # with 3, the middle: 75.
    ranking = weighted_sum([[5, np.nan], [4, 4]], [1, 1])
    assert ranking.score.tolist() == [75, 75]
    assert ranking.score_low.tolist() == [50, 75]
    assert ranking.score_high.tolist() == [100, 75]
    assert ranking.rank_best.tolist() == [1, 1]
    assert ranking.rank_worst.tolist() == [2, 2]
    assert ranking.missing.tolist() == [1, 0]


def test_a_missing_voice_leaves_a_range_too():
    # Two of three gave 4: the third could make it (8 + 1) / 3 = 3 or (8 + 5) / 3.
    # Weighted sum over two criteria of equal weight, the other a 4:
    # 25 x (0.5 x 4 + 0.5 x s - 1) = 75 with s = 4, 62.5 with 3, 79 1/6 with 13/3.
    means = RangedScores(*np.array([[[4.0, 4.0]], [[4.0, 3.0]], [[4.0, 13 / 3]]]))
    ranking = weighted_sum(means, [1, 1])
    assert ranking.score.tolist() == [75]
    assert ranking.score_low == pytest.approx([62.5])
    assert ranking.score_high == pytest.approx([475 / 6])
    assert (ranking.missing.tolist(), ranking.partial.tolist()) == ([0], [1])


def test_ranges_hold_their_scores():
    with pytest.raises(InputError) as refusal:
        weighted_sum(RangedScores(*np.array([[[4.0]], [[4.5]], [[5.0]]])), [1])
    assert refusal.value.code == "ranges_do_not_match"


def completions(scores):
    """Every way to fill the gaps with whole points from 1 to 5."""
    gaps = np.argwhere(np.isnan(scores))
    for values in itertools.product((1.0, 2.0, 3.0, 4.0, 5.0), repeat=len(gaps)):
        full = scores.copy()
        full[tuple(gaps.T)] = values
        yield full


def test_what_cancels_to_rounding_is_a_tie():
    """0.1 + 0.2 - 0.3 is nothing, and 5.6e-17 in floating point."""
    nothing = 0.1 + 0.2 - 0.3
    rank, is_tied = competition_ranks(np.array([nothing, -nothing, -0.5]))
    assert rank.tolist() == [1, 1, 3]
    rank, is_tied = competition_ranks(np.array([nothing, -nothing]))
    assert rank.tolist() == [1, 1] and is_tied.all()
    best, worst = possible_ranks(
        np.array([nothing, -nothing]), np.array([nothing, -nothing])
    )
    assert best.tolist() == [1, 1] and worst.tolist() == [1, 1]


@every_method
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_bounds_contain_every_completion(rank, data):
    scores = data.draw(grids)
    cells = st.tuples(*(st.integers(0, size - 1) for size in scores.shape))
    for cell in data.draw(st.lists(cells, min_size=1, max_size=3, unique=True)):
        scores[cell] = np.nan
    criteria = scores.shape[1]
    directions = data.draw(
        st.lists(
            st.sampled_from(["benefit", "cost"]), min_size=criteria, max_size=criteria
        )
    )
    weights = data.draw(arrays(float, criteria, elements=st.integers(1, 9).map(float)))
    ranking = rank(scores, weights, directions=directions)
    lowest, highest = np.full(len(scores), np.inf), np.full(len(scores), -np.inf)
    for full in completions(scores):
        one = rank(full, weights, directions=directions)
        lowest, highest = np.fmin(lowest, one.score), np.fmax(highest, one.score)
        if not np.isnan(one.score).any():
            assert (one.rank >= ranking.rank_best).all()
            assert (one.rank <= ranking.rank_worst).all()
    check_bounds(ranking, lowest, highest)


def check_bounds(ranking, lowest, highest):
    """The bounds hold, and where they are said to be exact they are reached."""
    defined = np.isfinite(lowest)
    assert (ranking.score_low <= lowest + 1e-9)[defined].all()
    assert (ranking.score_high >= highest - 1e-9)[defined].all()
    if ranking.bounds_are_exact:
        assert ranking.score_low[defined] == pytest.approx(lowest[defined])
        assert ranking.score_high[defined] == pytest.approx(highest[defined])


@every_method
@settings(max_examples=40, deadline=None)
@given(
    votes=arrays(float, (2, 3, 2), elements=points),
    silent=st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 1)),
        min_size=1,
        max_size=3,
        unique=True,
    ),
    directions=st.lists(st.sampled_from(["benefit", "cost"]), min_size=2, max_size=2),
)
def test_bounds_contain_whatever_the_silent_could_say(rank, votes, silent, directions):
    for place in silent:
        votes[place] = np.nan
    means = assessor_summary(votes).means()
    ranking = rank(means, [2, 1], directions=directions)
    lowest, highest = np.full(3, np.inf), np.full(3, -np.inf)
    for full in completions(votes):
        one = rank(full.mean(axis=0), [2, 1], directions=directions)
        lowest, highest = np.fmin(lowest, one.score), np.fmax(highest, one.score)
    check_bounds(ranking, lowest, highest)


@every_method
@given(scores=grids, data=st.data())
def test_order_of_candidates_and_criteria_does_not_matter(rank, scores, data):
    rows = data.draw(st.permutations(range(scores.shape[0])))
    columns = data.draw(st.permutations(range(scores.shape[1])))
    weights = np.arange(1.0, scores.shape[1] + 1)
    ranking = rank(scores, weights)
    shuffled = rank(scores[rows][:, columns], weights[columns])
    assert shuffled.score == pytest.approx(ranking.score[rows], nan_ok=True)


@every_method
@given(scores=grids, data=st.data())
def test_a_better_score_never_lowers_a_candidate(rank, scores, data):
    row = data.draw(st.integers(0, scores.shape[0] - 1))
    column = data.draw(st.integers(0, scores.shape[1] - 1))
    weights = np.ones(scores.shape[1])
    before = rank(scores, weights).score[row]
    scores[row, column] = 5.0
    after = rank(scores, weights).score[row]
    assert np.isnan(before) or np.isnan(after) or after >= before - 1e-9


@given(scores=grids)
def test_net_flows_sum_to_zero(scores):
    weights = np.ones(scores.shape[1])
    for settings_ in ({}, {"indifference": 1.0, "preference": 3.0}):
        flows = promethee_ii(scores, weights, **settings_).score
        assert flows.sum() == pytest.approx(0, abs=1e-12)
        assert (np.abs(flows) <= 1 + 1e-12).all()


@every_method
def test_a_cost_is_a_benefit_turned_round(rank):
    scores = np.array([[5.0, 1], [3, 4], [2, 2]])
    turned = scores.copy()
    turned[:, 1] = 6 - turned[:, 1]  # 1 becomes 5, 5 becomes 1
    if rank is topsis:
        return  # the vector norm of the turned scores is another
    cost = rank(scores, [1, 2], directions=["benefit", "cost"])
    assert cost.score == pytest.approx(rank(turned, [1, 2]).score)


@every_method
def test_input_is_left_alone(rank):
    scores = np.array([[5, np.nan], [3, 2]])
    before, weights = scores.copy(), np.array([2.0, 2.0])
    rank(scores, weights)
    assert np.array_equal(scores, before, equal_nan=True)
    assert weights.tolist() == [2, 2]


def test_topsis_of_equal_candidates_is_undefined_and_tied():
    ranking = topsis([[3, 3], [3, 3]], [1, 1])
    assert np.isnan(ranking.score).all()
    assert ranking.rank.tolist() == [1, 1]
    assert ranking.is_tied.all()


def test_tables_give_names_and_weights_go_by_name():
    table = pl.DataFrame({"candidate": ["b", "a"], "market": [2, 5], "jobs": [4, None]})
    ranking = weighted_sum(table, {"jobs": 30, "market": 70})
    # b: (.7 * 2 + .3 * 4 - 1) * 25 = 40; a: (.7 * 5 + .3 * 3 - 1) * 25 = 85
    assert ranking.candidates == ("b", "a")
    assert ranking.score == pytest.approx([40, 85])
    frame = table.to_pandas()
    assert weighted_sum(frame, {"jobs": 30, "market": 70}).score == pytest.approx(
        [40, 85]
    )


def test_tables_of_any_kind_pass_the_door():
    table = pl.DataFrame({"candidate": ["b", "a"], "market": [2, None], "jobs": [4, 1]})
    kinds = [table, table.lazy(), table.to_arrow(), table.to_pandas()]
    kinds.append(table.to_pandas().astype({"market": "Int64"}))
    for kind in kinds:
        matrix = score_matrix(kind, [1, 3])
        assert matrix.candidates == ("b", "a")
        assert matrix.criteria == ("market", "jobs")
        assert matrix.weights.tolist() == [0.25, 0.75]
        assert np.array_equal(matrix.values, [[2, 4], [np.nan, 1]], equal_nan=True)


def test_methods_side_by_side():
    rankings = rank_candidates([[5, 4], [1, 2]], [1, 1])
    assert list(rankings) == ["weighted-sum", "topsis", "promethee"]
    assert all(ranking.rank.tolist() == [1, 2] for ranking in rankings.values())


@pytest.mark.parametrize(
    ("code", "scores", "weights", "options"),
    [
        ("off_the_scale", [[6, 1]], [1, 1], {}),
        ("not_finite", [[np.inf, 1]], [1, 1], {}),
        ("missing_without_scale", [[np.nan, 1]], [1, 1], {"low": None}),
        ("not_a_weight", [[5, 1]], [1, -1], {}),
        ("not_a_weight", [[5, 1]], [1, np.nan], {}),
        ("no_weight", [[5, 1]], [0, 0], {}),
        ("weights_do_not_match", [[5, 1]], [1], {}),
        ("weights_do_not_match", [[5, 1]], {"1": 1, "3": 1}, {}),
        ("scores_not_a_grid", [5, 1], [1, 1], {}),
        ("scores_not_a_grid", np.empty((0, 2)), [1, 1], {}),
        ("scores_not_numbers", [["five", 1]], [1, 1], {}),
        ("scores_not_numbers", pl.DataFrame({"a": ["x"], "b": [1]}), [1, 1], {}),
        ("not_a_table", {1, 2}, [1, 1], {}),
        ("not_a_direction", [[5, 1]], [1, 1], {"directions": ["up", "down"]}),
        ("scale_upside_down", [[5, 1]], [1, 1], {"low": 5, "high": 1}),
        ("veto_of_nobody", [[5, 1]], [1, 1], {"vetoes": {"x": "no"}}),
        ("duplicated_name", [[5], [1]], [1], {"candidates": ["x", "x"]}),
        ("names_do_not_match", [[5], [1]], [1], {"candidates": ["x"]}),
    ],
)
def test_what_cannot_be_ranked_is_said(code, scores, weights, options):
    with pytest.raises(InputError) as refusal:
        topsis(scores, weights, **options)
    assert refusal.value.code == code


def test_the_sentence_says_where_what_and_what_to_do():
    with pytest.raises(
        InputError, match="Candidate “knitwear”, criterion “market”"
    ) as no:
        weighted_sum([[7]], [1], candidates=["knitwear"], criteria=["market"])
    assert "7 is off the scale from 1 to 5" in str(no.value)


@pytest.mark.parametrize(("q", "p"), [(-1, 2), (2, 1), (1, 0), (0, np.nan)])
def test_thresholds_must_make_sense(q, p):
    with pytest.raises(InputError) as refusal:
        promethee_ii([[5], [1]], [1], indifference=q, preference=p)
    assert refusal.value.code == "bad_thresholds"


def test_topsis_refuses_what_it_cannot_do():
    with pytest.raises(InputError) as refusal:
        topsis([[5], [1]], [1], normalisation="sum")
    assert refusal.value.code == "no_such_normalisation"
    with pytest.raises(InputError) as refusal:
        topsis([[np.nan], [1]], [1], low=-1)
    assert refusal.value.code == "negative_scale"


def test_a_single_candidate_and_nobody_left():
    for rank in METHODS.values():
        assert rank([[4, 2]], [1, 1]).rank.tolist() == [1]
        nobody = rank([[4, 2]], [1, 1], vetoes={"1": "conflict zone"})
        assert np.isnan(nobody.rank).all()
