"""Samples of firms, against Cochran's examples and by hand."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.analysis.diagnosis.sampling.allocation import allocated_sizes
from distretto.analysis.diagnosis.sampling.drawing import stratified_sample
from distretto.analysis.diagnosis.sampling.precision import (
    expected_precision,
    sample_size,
)
from distretto.analysis.diagnosis.sampling.weighting import response_weights
from distretto.errors import InputError


def test_cochrans_64_cities():
    """16 large and 48 other cities, a sample of 24 (Cochran 1977, chapter 5).

    Variances 53,843 and 5,581: in proportion 6 and 18, by Neyman 12 and 12:
    16 * 232.04 = 3,713 and 48 * 74.71 = 3,586, so 24 * 3,713 / 7,299 = 12.2.
    """
    cities, deviations = [16, 48], [53_843**0.5, 5_581**0.5]
    assert allocated_sizes(cities, 24).tolist() == [6, 18]
    neyman = allocated_sizes(cities, 24, allocation="neyman", spread=deviations)
    assert neyman.tolist() == [12, 12]
    assert allocated_sizes(cities, 24, allocation="equal").tolist() == [12, 12]


def test_what_a_stratum_cannot_give_the_others_do():
    # Equal parts of 30 would be 10 each; the first has 4, so 13 each remain.
    assert allocated_sizes([4, 50, 50], 30, allocation="equal").tolist() == [4, 13, 13]


def test_a_minimum_and_a_stratum_taken_whole():
    # The third is taken whole; 22 remain for 9 and 91: 1.98 is two at least.
    sizes = allocated_sizes([9, 91, 6], 28, minimum=2, certain=[False, False, True])
    assert sizes.tolist() == [2, 20, 6]


@given(
    st.lists(st.integers(1, 300), min_size=1, max_size=8),
    st.integers(1, 500),
    st.sampled_from(["proportional", "equal"]),
)
def test_sizes_add_up_and_stay_within_bounds(firms, size, allocation):
    least = sum(min(each, 2) for each in firms)
    wanted = max(size, least)
    sizes = allocated_sizes(firms, wanted, allocation=allocation)
    assert sizes.sum() == min(wanted, sum(firms))
    assert all(min(2, n) <= k <= n for k, n in zip(sizes, firms, strict=True))


def test_too_small_a_sample_says_what_is_needed():
    with pytest.raises(InputError, match="the strata need 6 at least"):
        allocated_sizes([10, 10, 10], 5)


def test_neyman_without_a_spread_is_refused():
    with pytest.raises(InputError) as refusal:
        allocated_sizes([10, 10], 6, allocation="neyman")
    assert refusal.value.code == "no_spread"


REGISTER = pl.DataFrame(
    {
        "firm": [f"F{number:03}" for number in range(120)],
        "size": ["micro"] * 90 + ["small"] * 24 + ["large"] * 6,
        "jobs": [*range(1, 91), *range(10, 34), 100, 120, 150, 200, 300, 400],
    }
)


def draw(register=REGISTER, size=40, **asked):
    return stratified_sample(register, size, strata=["size"], **asked)


def test_every_stratum_gives_its_part_and_weights_stand_for_all():
    sample = draw()
    # 40 of 120 is a third: 30, 8 and 2.
    assert dict(sample.strata.select("stratum", "sampled").iter_rows()) == {
        "large": 2,
        "micro": 30,
        "small": 8,
    }
    chosen = sample.drawn.filter(role="sample")
    assert chosen["weight"].sum() == pytest.approx(120)


def test_no_firm_is_drawn_twice_and_replacements_have_an_order():
    drawn = draw(replacements=3).drawn
    assert drawn["firm"].is_unique().all()
    reserve = drawn.filter(role="replacement", stratum="micro")
    assert reserve["order"].to_list() == [1, 2, 3]


def test_reserves_end_where_the_stratum_does():
    sample = draw(certain=["large"])
    assert sample.strata.filter(stratum="large").row(0) == ("large", 6, 6, 0, 1.0, True)


def test_the_seed_repeats_the_draw_whatever_the_order():
    mixed = REGISTER.sample(fraction=1, shuffle=True, seed=5)
    assert draw().drawn.equals(draw(mixed).drawn)
    assert not draw().drawn.equals(draw(seed=2).drawn)


def test_every_firm_has_the_same_chance_within_its_stratum():
    """400 draws of 8 of 24: each firm about 133 times, give or take 5 deviations.

    The deviation of a count is sqrt(400 / 3 * 2 / 3) = 9.4.
    """
    few = REGISTER.filter(pl.col("size") == "small")
    counts = pl.concat(
        draw(few, 8, seed=seed).drawn.filter(role="sample") for seed in range(400)
    )["firm"].value_counts()
    assert counts.height == 24
    assert counts["count"].is_between(133 - 47, 133 + 47).all()


def test_neyman_takes_the_spread_from_the_register():
    sizes = draw(allocation="neyman", spread="jobs").strata
    # Large firms differ most: all six, though a sixth of the register would be one.
    assert sizes.filter(stratum="large")["sampled"].item() == 6


def test_an_unknown_size_is_a_stratum():
    some = REGISTER.with_columns(
        size=pl.when(pl.col("firm") < "F010").then(None).otherwise("size")
    )
    assert "unknown" in draw(some).strata["stratum"].to_list()


def test_a_firm_listed_twice_is_refused():
    with pytest.raises(InputError) as refusal:
        draw(pl.concat([REGISTER, REGISTER.head(1)]))
    assert refusal.value.code == "duplicated_key"


def test_a_certain_stratum_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="no stratum “huge”"):
        draw(certain=["huge"])


STRATA = pl.DataFrame(
    {"stratum": ["a", "b", "c"], "population": [100, 50, 10], "sampled": [20, 10, 2]}
)


def test_those_who_answered_stand_for_those_who_did_not():
    # a: 16 of 20 answered: 100 / 20 * 20 / 16 = 6.25. c: nobody did.
    responses = pl.DataFrame({"stratum": ["a"] * 16 + ["b"] * 10})
    found = response_weights(STRATA, responses)
    a, b, c = found.strata.iter_rows(named=True)
    assert (a["design_weight"], a["response_share"], a["weight"]) == (5, 0.8, 6.25)
    assert b["weight"] == 5
    assert c["weight"] is None and c["responded"] == 0
    assert found.known_share == pytest.approx(150 / 160)


@given(st.lists(st.integers(1, 20), min_size=3, max_size=3))
def test_weights_of_responses_add_up_to_the_register(answered):
    names = ["a", "b", "c"]
    large = STRATA.with_columns(population=pl.lit(100))
    responses = pl.DataFrame(
        {"stratum": [n for n, k in zip(names, answered, strict=True) for _ in range(k)]}
    )
    found = response_weights(large, responses).strata
    assert (found["weight"] * found["responded"]).sum() == pytest.approx(300)


def test_a_response_of_no_stratum_is_refused():
    with pytest.raises(InputError, match="Stratum “z” has 1 responses"):
        response_weights(STRATA, pl.DataFrame({"stratum": ["z"]}))


def test_cochrans_blood_groups():
    """An island of 3,200: d = 5 %, one in 20 beyond (t = 2), p = 50 % (section 4.4).

    Published: n0 = 400, n = 400 / (1 + 399 / 3,200) = 356.
    """
    two_deviations = 0.954499736
    found = sample_size(3200, 0.05, level=two_deviations)
    assert (found.responses, found.firms) == (356, 356)


def test_who_will_not_answer_is_asked_for():
    # 356 responses of 80 % who answer: 445 firms.
    found = sample_size(3200, 0.05, level=0.954499736, response_share=0.8)
    assert found.firms == 445


def test_a_mean_needs_its_deviation():
    # n0 = (1.959964 * 10 / 2)2 = 96.04; n = 96.04 / (1 + 96.04 / 500) = 80.56.
    assert sample_size(500, 2, deviation=10).responses == 81


def test_never_more_than_there_are():
    assert sample_size(12, 0.01).responses == 12
    assert sample_size(0, 0.05).responses == 0


def test_precision_of_one_stratum_is_the_textbook():
    # sqrt(0.25 * (1 - 100 / 400) / 100) = 0.0433; times 1.96 = 0.0849.
    one = pl.DataFrame({"population": [400], "sampled": [100]})
    found = expected_precision(one, deviation=2.0)
    assert found.share_error == pytest.approx(0.0433013, abs=1e-6)
    assert found.share_reach == pytest.approx(0.0848690, abs=1e-6)
    assert found.mean_error == pytest.approx(2 * (0.75 / 100) ** 0.5)


def test_a_census_has_no_error():
    one = pl.DataFrame({"population": [40, 2], "sampled": [40, 2]})
    assert expected_precision(one).share_reach == 0


def test_a_stratum_without_sample_leaves_it_unknown():
    some = pl.DataFrame({"population": [40, 2], "sampled": [20, 0]})
    assert expected_precision(some).share_reach is None


@given(st.integers(20, 2000), st.floats(0.02, 0.2))
def test_the_size_asked_for_gives_the_precision(population, reach):
    needed = sample_size(population, reach).responses
    one = pl.DataFrame({"population": [population], "sampled": [needed]})
    found = expected_precision(one).share_reach
    # The planning formula has N - 1 where the other has N: half a firm of difference.
    assert found is not None and found <= reach * 1.03
