"""Means and shares of stratified samples, against published examples."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from distretto.analysis.diagnosis.bottlenecks.estimates import stratified_means
from distretto.analysis.diagnosis.bottlenecks.shares import share_interval
from distretto.errors import InputError

# The Census of Agriculture of 1992 in Lohr, Sampling: Design and Analysis, example 3.2:
# counties in each region, counties sampled, mean and variance of acres in farms.
LOHR = {
    "NC": (1054, 103, 300_504.16, 29_618_183_543),
    "NE": (220, 21, 97_629.81, 7_647_472_708),
    "S": (1382, 135, 211_315.04, 53_587_487_856),
    "W": (422, 41, 662_295.51, 396_185_950_266),
}
COUNTIES = 3078


def counties() -> pl.DataFrame:
    """Acres with the published mean and variance in each region.

    The estimate takes nothing else from the sample, so any such numbers will do.
    """
    parts = []
    for region, (whole, sampled, mean, variance) in LOHR.items():
        spread = np.linspace(-1, 1, sampled)
        spread *= np.sqrt(variance / spread.var(ddof=1))
        parts.append(
            pl.DataFrame(
                {
                    "region": region,
                    "acres": mean + spread,
                    "weight": whole / sampled,
                }
            )
        )
    return pl.concat(parts)


def test_lohr_stratified_sample_of_counties():
    """Published: a total of 909,736,034 acres with a standard error of 50,417,248."""
    found = stratified_means(
        counties(),
        ["acres"],
        weight="weight",
        stratum="region",
        population={region: row[0] for region, row in LOHR.items()},
    ).row(0, named=True)
    assert found["mean"] * COUNTIES == pytest.approx(909_736_034, rel=1e-7)
    assert found["error"] * COUNTIES == pytest.approx(50_417_248, rel=1e-6)
    assert (found["firms"], found["freedom"]) == (300, 296)


def test_one_simple_sample_is_the_textbook():
    # 2, 4, 6, 8: mean 5, variance 20 / 3, error sqrt(20 / 3 / 4) = 1.29099;
    # t with 3 degrees of freedom is 3.18245, so 5 -+ 4.10852.
    table = pl.DataFrame({"x": [2.0, 4, 6, 8]})
    found = stratified_means(table, ["x"]).row(0, named=True)
    assert found["mean"] == 5
    assert found["error"] == pytest.approx(1.2909944)
    assert found["high"] - 5 == pytest.approx(3.1824463 * 1.2909944)


def test_half_of_a_population_halves_the_variance():
    table = pl.DataFrame({"x": [2.0, 4, 6, 8]})
    free = stratified_means(table, ["x"])["error"][0]
    half = stratified_means(
        table.with_columns(s=pl.lit("a")), ["x"], stratum="s", population={"a": 8}
    )["error"][0]
    assert half == pytest.approx(free / 2**0.5)


def test_a_whole_population_is_certain():
    table = pl.DataFrame({"x": [1.0, 0, 1, 1], "s": list("aabb")})
    found = stratified_means(
        table, ["x"], shares=["x"], stratum="s", population={"a": 2, "b": 2}
    ).row(0, named=True)
    assert (found["low"], found["mean"], found["high"]) == (0.75, 0.75, 0.75)


def test_who_did_not_answer_keeps_a_whole_population_uncertain():
    # Ten of twenty answered: f = 1/2. By hand, with five of 4 and five of 0:
    # u = (y - 2) / 10, sum of u^2 = 10 * 4 / 100 = 0.4, sum of u = 0, n = 20;
    # V = (1 - 1/2) * 20/19 * 0.4.
    table = pl.DataFrame({"y": [4.0, 0.0] * 5 + [None] * 10, "s": ["a"] * 20})
    table = table.with_columns(severe=(pl.col("y") >= 3).cast(pl.Float64))
    found = stratified_means(
        table, ["y", "severe"], shares=["severe"], stratum="s", population={"a": 20}
    )
    mean, severe = found.to_dicts()
    assert mean["mean"] == 2.0
    assert mean["error"] == pytest.approx((0.5 * 20 / 19 * 0.4) ** 0.5)
    assert severe["low"] < severe["mean"] == 0.5 < severe["high"]


def test_who_did_not_answer_counts_in_the_stratum():
    """A mean of some is a ratio: by hand for two strata of two, one firm silent.

    w = 1; y = 1, 3 in a; 5 and unknown in b. m = 3; u = (-2, 0) / 3 in a and (2, 0) / 3
    in b. Each stratum: n / (n - 1) * (sum u2 - (sum u)2 / n) = 2 * (4/9 - 2/9) = 4/9.
    V = 8 / 9.
    """
    table = pl.DataFrame({"x": [1.0, 3, 5, None], "s": list("aabb")})
    found = stratified_means(table, ["x"], stratum="s").row(0, named=True)
    assert found["mean"] == 3 and found["firms"] == 3
    assert found["error"] == pytest.approx((8 / 9) ** 0.5)


def test_one_firm_of_a_stratum_is_held_against_the_middle():
    """y = 1, 3 in a and 8 alone in b: m = 4, u = (-3, -1, 4) / 3.

    a: 2 * (10/9 - (4/3)2 / 2) = 4/9; b: (4/3)2 = 16/9. V = 20/9.
    """
    table = pl.DataFrame({"x": [1.0, 3, 8], "s": list("aab")})
    found = stratified_means(table, ["x"], stratum="s").row(0, named=True)
    assert found["error"] == pytest.approx((20 / 9) ** 0.5)


def test_nobody_answered_and_one_alone():
    table = pl.DataFrame({"x": [None, None, None], "y": [3.0, None, None]})
    nobody, alone = stratified_means(table, ["x", "y"]).iter_rows(named=True)
    assert nobody["mean"] is None and nobody["firms"] == 0
    assert alone["mean"] == 3 and alone["error"] is None and alone["low"] is None


def test_korn_and_graubard_is_clopper_and_pearson_of_the_effective_number():
    """A share of 0.5 among 21 firms has the variance of 20 tries.

    The exact interval of 10 in 20 is published as 0.2720 to 0.7280; scipy's binomtest
    gives the same.
    """
    error = (0.25 / 20) ** 0.5
    low, high = share_interval(0.5, error, 21, freedom=20)
    assert (low, high) == pytest.approx((0.2720, 0.7280), abs=5e-5)
    exact = stats.binomtest(10, 20).proportion_ci(method="exact")
    assert (low, high) == pytest.approx((exact.low, exact.high))


def test_everybody_says_yes_is_not_certain():
    # None of 10: 0 to 1 - 0.025 ** (1 / 10), the exact interval.
    low, high = share_interval(0.0, 0.0, 10, freedom=9)
    assert (low, high) == pytest.approx((0, 1 - 0.025**0.1))
    low, high = share_interval(1.0, 0.0, 10, freedom=9)
    assert (low, high) == pytest.approx((0.025**0.1, 1))


def test_fewer_degrees_of_freedom_widen_it():
    many = share_interval(0.3, 0.05, 100, freedom=99)
    few = share_interval(0.3, 0.05, 100, freedom=5)
    assert few[0] < many[0] and few[1] > many[1]


def exact(hits: int, tries: int) -> tuple[float, float]:
    """The exact binomial interval as scipy's binomtest has it."""
    found = stats.binomtest(hits, tries).proportion_ci(method="exact")
    return found.low, found.high


def test_few_firms_are_worth_no_more_than_they_are():
    """An error of 0.05 would make 0.4 x 0.6 / 0.05^2 = 96 firms of five.

    They are worth five, and ten where half of the firms there answered: 5 / (1 - 1/2).
    """
    found = share_interval(0.4, 0.05, 5, freedom=40)
    assert found == pytest.approx(exact(2, 5))
    half = share_interval(0.4, 0.05, 5, freedom=40, answered=0.5)
    assert half == pytest.approx(exact(4, 10))


def test_strata_of_one_mind_make_no_more_firms():
    """By hand: all four of a say yes, and one of four in b. p = 5/8; u is the same in
    all of a, and (-5, -5, -5, 3) / 64 in b: V = 4/3 * 48/64^2 = 1/64, and
    n* = 15/64 / (1/64) * (t(7) / t(6))^2 = 14.0 of eight firms. Where they are half of
    all, V is half and n* = 28.0, of eight firms that are worth 8 / (1 - 1/2) = 16.
    """
    table = pl.DataFrame({"y": [1.0] * 5 + [0.0] * 3, "s": list("aaaabbbb")})
    asked = {"columns": ["y"], "shares": ["y"], "stratum": "s"}
    alone = stratified_means(table, **asked).row(0, named=True)
    assert alone["error"] == pytest.approx(1 / 8)
    assert (alone["low"], alone["high"]) == pytest.approx(exact(5, 8))
    half = stratified_means(table, **asked, population={"a": 8, "b": 8})
    half = half.row(0, named=True)
    assert (half["low"], half["high"]) == pytest.approx(exact(10, 16))


def test_a_mean_of_few_has_few_degrees_of_freedom():
    """Three of ten firms answered: Student's t of two degrees is 4.302653."""
    table = pl.DataFrame({"x": [1.0, 2.0, 3.0, *[None] * 7]})
    found = stratified_means(table, ["x"]).row(0, named=True)
    assert found["freedom"] == 2
    assert found["high"] - 2 == pytest.approx(4.302653 * found["error"])


def test_an_interval_of_nobody_is_unknown():
    assert np.isnan(share_interval(float("nan"), float("nan"), 0, freedom=5)).all()
    assert np.isnan(share_interval(0.5, 0.1, 9, freedom=0)).all()


@given(st.floats(0, 1), st.floats(0, 0.4), st.integers(2, 500), st.integers(1, 500))
def test_an_interval_holds_its_share_and_stays_a_share(share, error, count, freedom):
    low, high = share_interval(share, error, count, freedom=freedom)
    assert -1e-9 <= low <= share + 1e-6 and share - 1e-6 <= high <= 1 + 1e-9


@given(
    st.lists(st.tuples(st.floats(0, 4), st.floats(0.5, 20)), min_size=2, max_size=30),
    st.floats(0.1, 100),
)
def test_weights_count_by_their_proportions(rows, times):
    table = pl.DataFrame(rows, schema=["x", "w"], orient="row")
    one = stratified_means(table, ["x"], weight="w").row(0)
    other = stratified_means(
        table.with_columns(pl.col("w") * times), ["x"], weight="w"
    ).row(0)
    assert one[2:4] == pytest.approx(other[2:4], rel=1e-6, abs=1e-9)


def test_a_weight_that_is_lacking_is_refused():
    table = pl.DataFrame({"x": [1.0, 2.0], "w": [1.0, None]})
    with pytest.raises(InputError, match="row 2, column “w”"):
        stratified_means(table, ["x"], weight="w")


def test_more_responses_than_firms_are_refused():
    table = pl.DataFrame({"x": [1.0, 2.0], "s": ["a", "a"]})
    with pytest.raises(InputError, match="2 responses"):
        stratified_means(table, ["x"], stratum="s", population={"a": 1})
