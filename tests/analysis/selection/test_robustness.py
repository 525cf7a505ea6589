"""Robustness of a choice. Expected values by hand, or from a plain count of draws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from distretto.analysis.selection import robustness as module
from distretto.analysis.selection.overturning import weight_to_overturn
from distretto.analysis.selection.ranking import (
    RangedScores,
    promethee_ii,
    topsis,
    weighted_sum,
)
from distretto.analysis.selection.robustness import drawn_weights, robustness
from distretto.errors import InputError

rng = np.random.default_rng
RANK = {"weighted-sum": weighted_sum, "topsis": topsis, "promethee": promethee_ii}


def round_of(seed, candidates=12, criteria=4):
    chance = np.random.default_rng(seed)
    scores = chance.uniform(1, 5, (candidates, criteria))
    return scores, chance.dirichlet(np.full(criteria, 3.0))


def test_two_criteria_by_hand():
    # Weights .5 and .5; a scores (5, 1), b (1, 5): a tie, and whichever weight is
    # drawn larger decides, each in half of the draws.
    result = robustness([[5, 1], [1, 5]], [1, 1], top=1, draws=20_000)
    assert result.is_in_top.tolist() == [True, True]  # tied at the edge: both count
    assert result.in_top_share == pytest.approx([0.5, 0.5], abs=0.02)
    # Nobody had chosen between them, so that neither of them coming in is a change.
    assert result.is_at_edge.tolist() == [True, True]
    assert (result.top_changed_share, result.winner_changed_share) == (0, 0)
    assert result.mean_rank.sum() == pytest.approx(3)


def test_a_tie_at_the_edge_is_not_a_changed_choice():
    # Two of four; equal weights. a (5, 5) is sure, b (5, 1) and c (1, 5) tie for the
    # second place, d (1, 1) is last whatever the weights: 0 draws change the choice.
    scores = [[5, 5], [5, 1], [1, 5], [1, 1]]
    result = robustness(scores, [1, 1], top=2, draws=2_000)
    assert result.is_in_top.tolist() == [True, True, True, False]
    assert result.is_at_edge.tolist() == [False, True, True, False]
    assert result.in_top_share[[0, 3]].tolist() == [1, 0]
    assert result.top_changed_share == 0
    # With c a little better, b is out as agreed: wherever the first weight is drawn
    # enough larger for b to come in, the choice is another.
    scores[2] = [1.2, 5]
    result = robustness(scores, [1, 1], top=2, draws=2_000)
    assert not result.is_at_edge.any()
    assert result.top_changed_share == result.in_top_share[1] > 0


def test_relative_range_by_hand():
    # The lead of a over b is 4 * (w1 - w2) points; with w = .6, .4 moved by 20 % it
    # lies between .48 - .48 = 0 and more: a wins always. By 50 % b may win: it does
    # where .6 * (1 + u) < .4 * (1 + v), that is v > .5 + 1.5 u. Within the square of
    # side 1 (u and v from -.5 to .5) the triangle has its corners at u = -.5, v = -.25
    # and u = 0, v = .5: area .5 * .5 * .75 = .1875.
    scores = [[5, 1], [1, 5]]
    firm = robustness(scores, [0.6, 0.4], top=1, vary=0.2, draws=5_000)
    assert firm.in_top_share.tolist() == [1, 0]
    assert firm.top_changed_share == firm.winner_changed_share == 0
    loose = robustness(scores, [0.6, 0.4], top=1, vary=0.5, draws=40_000)
    assert loose.top_changed_share == pytest.approx(0.1875, abs=0.01)


def test_any_weights_by_hand():
    # b beats a where 4 * w1 < 3 * w2 and w1 + w2 = 1: w1 < 3 / 7 of the unit length.
    result = robustness(
        [[5, 1], [1, 4]], [0.9, 0.1], top=1, way="any", draws=40_000, seed=3
    )
    assert result.in_top_share == pytest.approx([4 / 7, 3 / 7], abs=0.01)


def test_dirichlet_stays_around_the_weights():
    weights = np.array([0.5, 0.3, 0.2])
    drawn = drawn_weights(weights, "dirichlet", 0.2, 100.0, 40_000, rng(5))
    assert drawn.sum(axis=1) == pytest.approx(1)
    assert drawn.mean(axis=0) == pytest.approx(weights, abs=0.002)
    spread = np.sqrt(weights * (1 - weights) / 101)
    assert drawn.std(axis=0) == pytest.approx(spread, rel=0.03)


@pytest.mark.parametrize("method", RANK)
@pytest.mark.parametrize("way", ["relative", "dirichlet", "any"])
def test_equals_ranking_again_and_again(method, way):
    scores, weights = round_of(7)
    result = robustness(
        scores, weights, top=3, method=method, way=way, draws=60, seed=9
    )
    drawn = drawn_weights(weights, way, 0.2, 100.0, 60, rng(9))
    ranks = np.array([RANK[method](scores, each).rank for each in drawn])
    base = RANK[method](scores, weights).rank <= 3
    assert result.in_top_share == pytest.approx((ranks <= 3).mean(axis=0))
    assert result.mean_rank == pytest.approx(ranks.mean(axis=0))
    assert (result.rank_best == ranks.min(axis=0)).all()
    assert (result.rank_worst == ranks.max(axis=0)).all()
    assert result.rank_share.sum(axis=1) == pytest.approx(1)
    changed = ((ranks <= 3) != base).any(axis=1).mean()
    assert result.top_changed_share == pytest.approx(changed)


@pytest.mark.parametrize("way", ["relative", "dirichlet", "any"])
@pytest.mark.parametrize("draw_missing", [False, True])
def test_blocks_and_seeds_give_identical_results(monkeypatch, draw_missing, way):
    scores, weights = round_of(4)
    scores[[0, 3, 3], [1, 0, 2]] = np.nan
    options = {"top": 4, "draws": 500, "seed": 11, "way": way}
    options["draw_missing"] = draw_missing
    whole = robustness(scores, weights, **options)
    monkeypatch.setattr(module, "BLOCK", 100)
    pieces = robustness(scores, weights, **options)
    assert np.array_equal(whole.in_top_share, pieces.in_top_share)
    assert np.array_equal(whole.rank_share, pieces.rank_share)
    other = robustness(scores, weights, **{**options, "seed": 12})
    assert not np.array_equal(whole.mean_rank, other.mean_rank)


def test_missing_scores_are_drawn_over_their_scale():
    # a is known to score 3 of 5 points. b is unknown: with uniform draws it beats a
    # in half of them; at the middle of the scale it ties with a in every one.
    scores = [[3.0], [np.nan]]
    drawn = robustness(scores, [1], top=1, draws=20_000, draw_missing=True)
    assert drawn.in_top_share == pytest.approx([0.5, 0.5], abs=0.02)
    fixed = robustness(scores, [1], top=1, draws=100)
    assert fixed.in_top_share.tolist() == [1, 1]


def test_two_unknown_candidates_are_not_twins():
    result = robustness(
        [[np.nan], [np.nan]], [1], top=1, draws=4_000, draw_missing=True
    )
    assert result.in_top_share == pytest.approx([0.5, 0.5], abs=0.03)


def test_twins_tie_in_every_draw():
    scores = [[4.1, 2.3, 3.7]] * 2 + [[1, 1, 1]]
    result = robustness(scores, [0.3, 0.3, 0.4], top=1, draws=200)
    assert result.in_top_share.tolist() == [1, 1, 0]
    assert result.rank_share[:, 0].tolist() == [1, 1, 0]
    assert result.mean_rank.tolist() == [1, 1, 3]


def test_a_vetoed_candidate_is_never_chosen():
    result = robustness(
        [[5, 5], [3, 4], [2, 2]], [1, 1], top=1, draws=100, vetoes={"1": "child labour"}
    )
    assert np.isnan(result.in_top_share[0])
    assert result.is_in_top.tolist() == [False, True, False]
    assert result.in_top_share[1] == 1


@pytest.mark.parametrize(
    ("code", "options"),
    [
        ("no_such_way", {"way": "somehow"}),
        ("no_such_method", {"method": "lottery"}),
        ("setting_out_of_range", {"vary": 1.0}),
        ("setting_out_of_range", {"vary": 0.0}),
        ("setting_out_of_range", {"draws": 0}),
        ("setting_out_of_range", {"top": 0}),
        ("setting_out_of_range", {"concentration": 0.0}),
        ("draws_need_weighted_sum", {"method": "topsis", "draw_missing": True}),
        ("nobody_left", {"vetoes": {"1": "no", "2": "no"}}),
    ],
)
def test_settings_that_make_no_sense_are_refused(code, options):
    with pytest.raises(InputError) as refusal:
        robustness([[5], [1]], [1], **{"top": 1, **options})
    assert refusal.value.code == code


def test_weight_to_overturn_by_hand():
    # a (5, 1), b (1, 4), weights .6 and .4. a leads while 4 t > 3 (1 - t), so b draws
    # level where the first weight falls to 3 / 7, or the second rises to 4 / 7.
    first, second = weight_to_overturn(
        [[5, 1], [1, 4]], [0.6, 0.4], top=1, candidates=["a", "b"]
    )
    assert first.overturning_weight == pytest.approx(3 / 7)
    assert first.change == pytest.approx(3 / 7 - 0.6)
    assert (first.leaves, first.enters) == ("a", "b")
    assert second.overturning_weight == pytest.approx(4 / 7)


def test_a_choice_that_no_weight_overturns():
    for each in weight_to_overturn([[5, 4], [3, 2], [1, 1]], [0.6, 0.4], top=1):
        assert each.overturning_weight is None and each.change is None


def test_a_tie_at_the_edge_is_overturned_by_nothing_at_all():
    one, _ = weight_to_overturn([[5, 1], [1, 5], [1, 1]], [1, 1], top=1)
    assert one.change == 0
    # Twins tie for ever: they are chosen together, whatever the weights.
    for each in weight_to_overturn([[5, 4], [5, 4], [1, 1]], [1, 1], top=1):
        assert each.change is None


def test_everybody_chosen_and_all_the_weight_on_one():
    assert all(
        each.change is None
        for each in weight_to_overturn([[5, 1], [1, 5]], [1, 1], top=2)
    )
    only, none = weight_to_overturn([[5, 1], [1, 5]], [1, 0], top=1)
    assert only.change is None  # the other has no proportion to keep
    assert none.overturning_weight == pytest.approx(0.5)


@pytest.mark.parametrize("method", ["weighted-sum", "promethee"])
@settings(max_examples=60, deadline=None)
@given(
    scores=arrays(float, (6, 3), elements=st.floats(1, 5, width=16)),
    weights=arrays(float, 3, elements=st.integers(1, 9).map(float)),
    top=st.integers(1, 4),
)
def test_the_choice_holds_up_to_the_crossing_and_not_beyond(
    method, scores, weights, top
):
    weights = weights / weights.sum()
    rank = RANK[method]
    base = rank(scores, weights).in_top(top)
    if base.sum() > top:
        return  # ties at the edge have a test of their own
    for k, found in enumerate(
        weight_to_overturn(scores, weights, top=top, method=method)
    ):
        others = np.delete(weights, k) / (1 - weights[k])

        def chosen(t, k=k, others=others):
            return rank(scores, np.insert((1 - t) * others, k, t)).in_top(top)

        def lead(t, k=k, others=others):
            score = rank(scores, np.insert((1 - t) * others, k, t)).score
            return score[base].min() - score[~base].max()

        if found.overturning_weight is None:
            reach = (0.0, 1.0)
        else:
            beyond = found.change * 1.001 + np.sign(found.change) * 1e-3
            t = weights[k] + beyond
            if 0 <= t <= 1:
                assert lead(t) < 0
                assert not np.array_equal(chosen(t), base)
            size = abs(found.change) * 0.999
            reach = (max(0, weights[k] - size), min(1, weights[k] + size))
        for t in np.linspace(*reach, 9):
            assert lead(t) >= -1e-9


def test_only_methods_linear_in_the_weights_have_crossing_points():
    with pytest.raises(InputError) as refusal:
        weight_to_overturn([[5], [1]], [1], top=1, method="topsis")
    assert refusal.value.code == "not_linear"
    with pytest.raises(InputError):
        weight_to_overturn([[5], [1]], [1], top=0)


def test_missing_voices_are_drawn_within_their_range():
    # A's mean is drawn evenly between 2 and 4, B stands at 2.5: A is first where it is
    # drawn above, in 3/4 of the draws.
    means = RangedScores(*np.array([[[3.0], [2.5]], [[2.0], [2.5]], [[4.0], [2.5]]]))
    drawn = robustness(means, [1], top=1, draws=20_000, draw_missing=True)
    assert drawn.in_top_share == pytest.approx([0.75, 0.25], abs=0.01)
    assert robustness(means, [1], top=1, draws=100).in_top_share.tolist() == [1, 0]
