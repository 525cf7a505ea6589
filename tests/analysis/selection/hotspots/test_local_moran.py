"""Local Moran's I, against esda, every draw of a small case, and the null."""

from itertools import combinations, permutations

import numpy as np
import polars as pl
import pytest

from distretto.analysis.selection.hotspots.local_moran import local_moran
from distretto.errors import InputError

VALUES = [9.13, 8.41, 3.07, 1.59, 7.83, 6.29, 2.71, 2.23, 1.37, 4.61, 0.19, 5.03]
# esda 2.9.0, Moran_Local(y, lat2W(3, 4), permutations=99999, seed=1), rows made to sum
# to one. It divides by the variance of a sample.
# fmt: off
ESDA = [1.9947261223444495, 0.8091882827898048, 0.019652769469930987,
        0.5356046826545603, 0.47379791716584346, 0.3257477372814253,
        0.26512863145163856, 0.3021946102342356, -0.6204873988273706,
        -0.04677912732983559, 0.11925587938554057, -0.23278346778206638]
# fmt: on
ESDA_GLOBAL = 0.3586587853489233


def grid(rows: int, columns: int) -> pl.DataFrame:
    """Cells of a grid that share a side."""
    pairs = [
        (r * columns + c, (r + down) * columns + c + right)
        for r in range(rows)
        for c in range(columns)
        for down, right in ((0, 1), (1, 0))
        if r + down < rows and c + right < columns
    ]
    return pl.DataFrame(pairs, schema=["region", "neighbour"], orient="row")


def regions(values: list) -> pl.DataFrame:
    return pl.DataFrame({"region": range(len(values)), "lq": values}, strict=False)


def test_it_is_esdas_but_for_the_variance():
    found = local_moran(regions(VALUES), grid(3, 4), value="lq", permutations=9999)
    np.testing.assert_allclose(found.local * 11 / 12, ESDA, atol=1e-12)
    assert found.moran == pytest.approx(ESDA_GLOBAL)
    assert found.quadrant[0] == "high-high"
    assert found.quadrant[2] == "low-low"
    assert found.quadrant[8] == "low-high"
    assert found.quadrant[11] == "high-low"


def ring() -> pl.DataFrame:
    """Weights one way round: 3, 1, 0.5 for even regions, 1 and 2 for odd ones."""
    even, odd = ((1, 3.0), (2, 1.0), (5, 0.5)), ((1, 1.0), (4, 2.0))
    rows = [
        (r, (r + step) % 12, weight)
        for r in range(12)
        for step, weight in (odd if r % 2 else even)
    ]
    names = ["region", "neighbour", "km"]
    return pl.DataFrame(rows, schema=names, orient="row")


# esda 2.9.0, Moran_Local(y, W({r: neighbours}, {r: weights}), transformation "r").
# fmt: off
ESDA_WEIGHTED = [
    1.3921988009663573, 0.3816357761622613, 0.19272654175656567, 0.08555157080155136,
    0.3620632609634674, -0.08474447171865845, 0.3757021377930346, 0.13453049359172706,
    0.10798383045417721, 0.03460678080716233, -0.5552283534790851,
    -0.019756530475968752]
# fmt: on


def test_with_weights_it_is_esdas_too():
    found = local_moran(regions(VALUES), ring(), value="lq", weight="km")
    np.testing.assert_allclose(found.local * 11 / 12, ESDA_WEIGHTED, atol=1e-12)
    assert found.moran == pytest.approx(0.2188427125111447)  # esda.Moran(y, w).I
    assert found.neighbours.tolist() == [3, 2] * 6


def test_weighted_p_values_are_those_of_every_order_of_others():
    values, pairs = np.array(VALUES), ring()
    found = local_moran(
        regions(VALUES), pairs, value="lq", weight="km", permutations=39_999
    )
    for here in (0, 1, 6, 11):
        own = pairs.filter(region=here)
        weights = own["km"].to_numpy()
        others = np.delete(values, here)
        drawn = np.array(list(permutations(others, len(weights)))) @ weights
        real = values[own["neighbour"].to_numpy()] @ weights
        tail = min((drawn >= real - 1e-9).mean(), (drawn <= real + 1e-9).mean())
        assert found.p_value[here] == pytest.approx(min(2 * tail, 1), abs=0.012)


def test_equal_weights_are_no_weights():
    both = pl.concat(
        [grid(3, 4), grid(3, 4).select(region="neighbour", neighbour="region")]
    )
    plain = local_moran(regions(VALUES), grid(3, 4), value="lq")
    given = both.with_columns(weight=pl.lit(7))
    weighted = local_moran(regions(VALUES), given, value="lq", weight="weight")
    np.testing.assert_allclose(weighted.local, plain.local)
    np.testing.assert_array_equal(weighted.p_value, plain.p_value)


def test_a_neighbour_of_weight_zero_is_none_and_an_unknown_weight_is_left_out():
    """0 has 1 (of weight 2) alone: 2 has weight 0, and the weight of 3 is unknown."""
    rows = [(0, 1, 2.0), (0, 2, 0.0), (0, 3, None), (1, 0, 1.0), (2, 0, None)]
    pairs = pl.DataFrame(rows, schema=["region", "neighbour", "w"], orient="row")
    found = local_moran(regions([5.0, 4.0, 1.0, 2.0]), pairs, value="lq", weight="w")
    z = (np.array([5, 4, 1, 2]) - 3) / np.std([5, 4, 1, 2])
    assert found.local[0] == pytest.approx(z[0] * z[1])
    assert found.neighbours.tolist() == [1, 1, 0, 0]
    assert found.islands == ("2", "3")


def test_a_weight_below_zero_or_a_pair_listed_twice_is_refused():
    rows = [(0, 1, -2.0), (1, 0, 1.0)]
    pairs = pl.DataFrame(rows, schema=["region", "neighbour", "w"], orient="row")
    for given in (pairs, pl.concat([pairs[1:], pairs[1:]])):
        with pytest.raises(InputError):
            local_moran(regions([1, 2]), given, value="lq", weight="w")


def test_p_values_are_those_of_every_choice_of_neighbours():
    """Every choice of as many others counts alike. (esda, which compares I, drops
    draws of the real neighbours where rounding parts two equal sums.)
    """
    values, pairs = np.array(VALUES), grid(3, 4)
    found = local_moran(regions(VALUES), pairs, value="lq", permutations=39_999)
    both = pl.concat([pairs, pairs.select(region="neighbour", neighbour="region")])
    for here in range(12):
        near = both.filter(region=here)["neighbour"].to_list()
        others = np.delete(values, here)
        drawn = np.array([sum(o) for o in combinations(others, len(near))])
        real = values[near].sum()
        tail = min((drawn >= real - 1e-9).mean(), (drawn <= real + 1e-9).mean())
        assert found.p_value[here] == pytest.approx(min(2 * tail, 1), abs=0.012)


def test_a_region_of_mean_value_is_no_hot_spot():
    """Its I is 0 whatever is drawn, and p is 1 (esda says 1 / (permutations + 1))."""
    found = local_moran(regions([4, 0, 2, 1, 3]), grid(1, 5), value="lq")
    assert found.local[2] == 0
    assert found.p_value[2] == 1


def test_under_the_null_nothing_is_found():
    """Values without a pattern: one in twenty is below 0.05, none is a discovery."""
    values = np.random.default_rng(4).normal(size=2500)
    found = local_moran(regions(list(values)), grid(50, 50), value="lq")
    assert np.mean(found.p_value < 0.05) == pytest.approx(0.05, abs=0.015)
    assert found.is_significant.sum() == 0
    assert abs(found.moran) < 0.05


def test_a_planted_hot_spot_is_found():
    values = np.random.default_rng(4).normal(size=(30, 30))
    values[10:16, 10:16] += 6
    found = local_moran(
        regions(list(values.ravel())), grid(30, 30), value="lq", permutations=4999
    )
    inside = np.zeros((30, 30), dtype=bool)
    inside[11:15, 11:15] = True
    assert found.is_significant.reshape(30, 30)[inside].all()
    hot = found.is_significant & (np.array(found.quadrant) == "high-high")
    far = np.ones((30, 30), dtype=bool)
    far[9:17, 9:17] = False
    assert hot.reshape(30, 30)[far].sum() <= 3


def test_adjusted_p_values_by_hand():
    """Benjamini and Hochberg: n p / rank, never rising towards smaller p."""
    found = local_moran(regions(VALUES), grid(3, 4), value="lq")
    order = np.argsort(found.p_value)
    raised = found.p_value[order] * 12 / np.arange(1, 13)
    expected = np.minimum.accumulate(raised[::-1])[::-1]
    np.testing.assert_allclose(found.adjusted_p_value[order], np.minimum(expected, 1))


def test_the_seed_decides_and_the_order_of_neighbours_does_not():
    table, pairs = regions(VALUES), grid(3, 4)
    one = local_moran(table, pairs, value="lq", seed=3)
    again = local_moran(table, pairs.reverse(), value="lq", seed=3)
    other = local_moran(table, pairs, value="lq", seed=4)
    np.testing.assert_array_equal(one.p_value, again.p_value)
    assert (one.p_value != other.p_value).any()


def test_islands_and_unknown_regions_are_named_and_left_out():
    """Region 5's only neighbour is unknown, region 6 has none."""
    table = regions([5.0, 4.0, 1.0, 0.5, None, 2.0, 3.0])
    pairs = pl.DataFrame({"region": [0, 1, 2, 4], "neighbour": [1, 2, 3, 5]})
    found = local_moran(table, pairs, value="lq")
    assert found.unknown == ("4",)
    assert found.islands == ("5", "6")
    assert np.isnan(found.local[4:]).all()
    assert found.quadrant[4:] == (None, None, None)
    assert not found.is_significant[4:].any()
    z = np.array([5, 4, 1, 0.5, 2, 3])
    z = (z - z.mean()) / z.std()
    assert found.local[1] == pytest.approx(z[1] * (z[0] + z[2]) / 2)


def test_many_neighbours_are_drawn_without_repetition():
    """With all others as neighbours the mean is the same in every draw: p is 1."""
    values = [float(k) for k in range(30)]
    star = pl.DataFrame(
        {"region": [7] * 29, "neighbour": [k for k in range(30) if k != 7]}
    )
    found = local_moran(regions(values), star, value="lq", permutations=99)
    assert found.p_value[7] == 1


def test_an_empty_table_has_no_regions():
    empty = pl.DataFrame(schema={"region": pl.String, "lq": pl.Float64})
    found = local_moran(empty, grid(2, 2), value="lq")
    assert found.regions == ()
    assert np.isnan(found.moran)


@pytest.mark.parametrize(
    ("table", "settings", "code"),
    [
        (regions([2, 2, 2]), {}, "values_all_the_same"),
        (regions([2, 2, 3]), {"permutations": 9}, "no_such_test"),
        (regions([2, 2, 3]), {"level": 1.5}, "no_such_test"),
        (regions(["a", "b", "c"]), {}, "value_not_a_number"),
        (regions([1.0, np.inf, 2.0]), {}, "value_infinite"),
        (regions([1, 2, 3]).lazy(), {}, "lazy_regions"),
        (regions([1, 2, 3]).with_columns(region=pl.lit("x")), {}, "duplicated_key"),
    ],
)
def test_what_cannot_be_tested_is_told(table, settings, code):
    with pytest.raises(InputError) as refusal:
        local_moran(table, grid(1, 3), value="lq", **settings)
    assert refusal.value.code == code


def test_draws_that_end_early_give_the_same_answer_nearly():
    """Regions like any other need few draws; hot ones get them all."""
    values = np.random.default_rng(4).normal(size=(30, 30))
    values[10:16, 10:16] += 6
    table, pairs = regions(list(values.ravel())), grid(30, 30)
    whole = local_moran(table, pairs, value="lq", permutations=9999)
    early = local_moran(table, pairs, value="lq", permutations=9999, enough=200)
    np.testing.assert_allclose(early.p_value, whole.p_value, atol=0.25)
    surely = whole.p_value < 0.01
    np.testing.assert_array_equal(early.p_value[surely], whole.p_value[surely])
    assert (early.is_significant == whole.is_significant).mean() > 0.99
