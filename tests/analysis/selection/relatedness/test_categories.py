"""Cluster categories and how good they are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distretto.analysis.selection.relatedness.categories import cluster_categories
from distretto.analysis.selection.relatedness.validation import validation_scores
from distretto.errors import InputError

NAN = np.nan
# Industries 0 and 1, 2 and 3 belong together; 4 is with the first two.
SMALL = np.array(
    [
        [9.0, 0.8, 0.1, 0.2, 0.6],
        [0.8, 9.0, 0.3, 0.0, 0.4],
        [0.1, 0.3, 9.0, 0.7, 0.2],
        [0.2, 0.0, 0.7, 9.0, 0.1],
        [0.6, 0.4, 0.2, 0.1, 9.0],
    ]
)


def test_within_and_between_by_hand():
    """WCR of 0, 1, 4: (.8 + .6 + .4) / 3; BCR: (.1 + .2 + .3 + 0 + .2 + .1) / 6."""
    found = validation_scores(SMALL, [0, 0, 1, 1, 0])
    np.testing.assert_allclose(found.within, [1.8 / 3, 0.7])
    assert found.between[0, 1] == found.between[1, 0] == pytest.approx(0.9 / 6)
    np.testing.assert_allclose(found.industry_within, [0.7, 0.6, 0.7, 0.7, 0.5])
    np.testing.assert_allclose(found.industry_between[:2, 1], [0.15, 0.15])
    assert found.score == 1


def test_what_is_badly_placed_fails_by_hand():
    """4 with 2 and 3: its .15 inside is below its .5 to 0 and 1, so 4 of 5 industries
    pass; 2 has (.7 + .2) / 2 against .2. Both categories pass: (1 + 1 + .8 + .8) / 4.
    """
    found = validation_scores(SMALL, [0, 0, 1, 1, 1])
    assert found.industries_above_mean == pytest.approx(0.8)
    assert found.categories_above_mean == 1
    assert found.score == pytest.approx(0.9)


def test_the_percentile_is_numpys():
    """Of nine other categories, 95 % lie below a point between the two largest."""
    rng = np.random.default_rng(1)
    matrix = rng.random((30, 30))
    matrix = (matrix + matrix.T) / 2
    matrix[3, 5] = matrix[5, 3] = NAN
    category = np.arange(30) % 10
    found = validation_scores(matrix, category)
    others = found.industry_between
    most = [np.nanpercentile(row, 95) for row in others]
    assert found.industries_above_most == np.mean(found.industry_within > most)
    inside = [k for k in range(30) if k % 10 == 3 and k != 3]
    assert found.industry_within[3] == pytest.approx(matrix[3, inside].mean())


def test_unknown_pairs_are_left_out_of_means():
    """Without the pair 0, 4, WCR of 0, 1, 4 is (.8 + .4) / 2."""
    matrix = SMALL.copy()
    matrix[0, 4] = matrix[4, 0] = NAN
    found = validation_scores(matrix, [0, 0, 1, 1, 0])
    assert found.within[0] == pytest.approx(0.6)


def test_one_alone_has_no_inside():
    found = validation_scores(SMALL, [0, 0, 1, 1, 2])
    assert np.isnan(found.within[2])
    assert np.isnan(found.industry_within[4])
    assert found.categories_above_mean == pytest.approx(2 / 3)


def blocks(sizes: list[int], seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Similarity .8 inside blocks and .1 between them, with noise."""
    truth = np.repeat(np.arange(len(sizes)), sizes)
    rng = np.random.default_rng(seed)
    noise = rng.normal(0, 0.05, (len(truth), len(truth)))
    matrix = np.where(truth[:, None] == truth, 0.8, 0.1) + (noise + noise.T) / 2
    return matrix, truth


@pytest.mark.parametrize("method", ["ward", "k-means"])
def test_planted_categories_come_back(method):
    matrix, truth = blocks([5, 6, 7, 4])
    names = [f"i{k}" for k in range(len(truth))]
    found = cluster_categories({"near": matrix}, names, numbers=[4], methods=[method])
    np.testing.assert_array_equal(found.category, truth)
    assert found.after_moves.score == 1
    assert found.members("i0") == ("i0", "i1", "i2", "i3", "i4")
    assert {code for code, _ in found.nearest("i0", 4)} == {"i1", "i2", "i3", "i4"}


def test_the_best_of_all_that_was_tried_is_kept():
    """Four planted blocks: eight categories split them and score lower."""
    matrix, truth = blocks([5, 6, 7, 4])
    names = list(map(str, range(len(truth))))
    found = cluster_categories({"near": matrix}, names, numbers=[4, 8], move=False)
    assert {one.categories for one in found.candidates} == {4, 8}
    assert found.candidates[0].categories == 4
    scores = [one.score for one in found.candidates]
    assert scores == sorted(scores, reverse=True)
    np.testing.assert_array_equal(found.category, truth)


def test_several_measures_are_weighed_in_standard_deviations():
    """The same measure in another unit changes nothing."""
    matrix, truth = blocks([5, 6, 7])
    other, _ = blocks([5, 6, 7], seed=2)
    names = list(map(str, range(len(truth))))
    one = cluster_categories({"a": matrix, "b": other}, names, numbers=[3])
    scaled = cluster_categories({"a": matrix, "b": 1000 * other}, names, numbers=[3])
    np.testing.assert_allclose(one.average, scaled.average, atol=1e-9)
    np.testing.assert_array_equal(one.category, truth)
    assert set(one.candidates[0].scores) == {"a", "b", "average"}


def test_an_outlier_moves_to_where_it_is_nearest():
    """By the first measure industry 0 is of the first block, by the second and third,
    which weigh more in the average, of the second.
    """
    matrix, _ = blocks([5, 5, 5])
    other = matrix.copy()
    other[0, 1:5] = other[1:5, 0] = 0.1
    other[0, 5:10] = other[5:10, 0] = 0.8
    stronger = other.copy()
    stronger[0, 5:10] = stronger[5:10, 0] = 3.0
    names = list(map(str, range(15)))
    kept = cluster_categories(
        {"a": matrix, "b": stronger}, names, numbers=[3], methods=["ward"], move=False
    )
    moved = cluster_categories(
        {"a": matrix, "b": stronger}, names, numbers=[3], methods=["ward"]
    )
    assert kept.moves == ()
    for one in moved.moves:
        assert one.between > one.within
    assert moved.category[0] == moved.category[5]


def test_industries_related_to_none_are_named():
    matrix, truth = blocks([4, 4])
    wide = np.full((9, 9), NAN)
    wide[:8, :8] = matrix
    found = cluster_categories({"near": wide}, list("abcdefghi"), numbers=[2])
    assert found.unrelated == ("i",)
    assert found.category.tolist() == [*truth.tolist(), -1]
    assert found.members("i") == ()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_scores_do_not_depend_on_numbering(seed):
    rng = np.random.default_rng(seed)
    matrix = rng.random((12, 12))
    matrix = (matrix + matrix.T) / 2
    category = np.concatenate([[0, 1, 2], rng.integers(0, 3, 9)])
    one = validation_scores(matrix, category)
    turned = validation_scores(matrix, 2 - category)
    assert one.score == pytest.approx(turned.score)
    assert 0 <= one.score <= 1


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: validation_scores(SMALL, [0, 0, 0, 0, 0]), "no_categories"),
        (lambda: validation_scores(SMALL, [0, 1]), "no_categories"),
        (lambda: validation_scores([[1, 2]], [0]), "matrix_not_square"),
        (
            lambda: cluster_categories({"a": SMALL}, list("abcde"), numbers=[9]),
            "no_such_categories",
        ),
        (
            lambda: cluster_categories(
                {"a": SMALL}, list("abcde"), numbers=[2], methods=["dbscan"]
            ),
            "no_such_categories",
        ),
        (lambda: cluster_categories({}, [], numbers=[2]), "no_such_categories"),
    ],
)
def test_what_cannot_be_formed_is_told(call, code):
    with pytest.raises(InputError) as refusal:
        call()
    assert refusal.value.code == code
