"""Rules, outliers, repeated interviews and enumerators, by hand."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.analysis.diagnosis.answers.enumerators import enumerator_quality
from distretto.analysis.diagnosis.answers.outliers import outliers
from distretto.analysis.diagnosis.answers.repeated import agreement, reinterview_draw
from distretto.analysis.diagnosis.answers.rules import Rule, broken_rules
from distretto.errors import InputError
from distretto.formats.questionnaire import bottleneck_questionnaire

COSTS = Rule("costs", {"materials": 1, "wages": 1}, {"sales": 1.2})


def firms(**columns):
    height = len(next(iter(columns.values())))
    keys = {"response": [f"f{number}" for number in range(height)]}
    return pl.DataFrame(keys | columns, strict=False)


def test_costs_above_sales():
    # 80 + 41 is above 1.2 * 100; 80 + 40 is not; a blank says nothing.
    table = firms(
        materials=[80.0, 80, 80], wages=[41.0, 40, None], sales=[100.0, 100, 100]
    )
    (found,) = broken_rules(table, [COSTS]).iter_rows(named=True)
    assert found == {"response": "f0", "rule": "costs", "left": 121, "right": 120}


def test_shares_of_channels_are_about_a_hundred():
    rule = Rule("all", {"a": 1, "b": 1}, sense="about", plus=100, within=1)
    table = firms(a=[60.0, 60, 60], b=[40.0, 41, 42])
    assert broken_rules(table, [rule])["response"].to_list() == ["f2"]


def test_at_least_one():
    rule = Rule("one", {"fte": 1}, sense="at_least", plus=1)
    table = firms(fte=[1.0, 0.5])
    assert broken_rules(table, [rule])["response"].to_list() == ["f1"]


def test_a_rule_without_its_question_is_passed_over():
    assert broken_rules(firms(sales=[1.0]), [COSTS]).is_empty()


@given(st.floats(1, 1e9), st.floats(1, 1e9), st.floats(0.01, 1000))
def test_the_currency_does_not_matter(materials, sales, rate):
    rule = Rule("costs", {"materials": 1}, {"sales": 1.2})
    one = broken_rules(firms(materials=[materials], sales=[sales]), [rule])
    other = broken_rules(
        firms(materials=[materials * rate], sales=[sales * rate]), [rule]
    )
    near = abs(materials - 1.2 * sales) < 1e-6 * materials
    assert near or one.height == other.height


def test_the_rules_of_the_questionnaire_find_what_they_should():
    table = firms(
        women=[5.0, 9.0], workers=[8.0, 8.0], full_time=[8.0, 0.5],
        materials=[50.0, 90.0], energy=[1.0, 20.0], wages=[10.0, 20.0],
        bought_services=[1.0, 1.0], sales=[100.0, 100.0],
    )  # fmt: skip
    found = broken_rules(table, bottleneck_questionnaire().rules)
    assert found["response"].unique().to_list() == ["f1"]
    assert set(found["rule"]) == {"women", "full_time_one", "costs"}


def test_an_unknown_sense_is_refused():
    with pytest.raises(InputError, match="says “exactly”"):
        broken_rules(firms(a=[1.0]), [Rule("r", {"a": 1}, sense="exactly")])


# 1, 2, 3, 4, 100: median 3, deviations 2, 1, 0, 1, 97, their median 1.
FIVE = firms(x=[1.0, 2, 3, 4, 100])


def test_beyond_three_median_deviations():
    (found,) = outliers(FIVE, ["x"]).iter_rows(named=True)
    assert (found["response"], found["value"], found["median"]) == ("f4", 100, 3)
    assert found["high"] == pytest.approx(3 + 3 * 1.4826)


def test_the_bare_median_deviation():
    table = firms(x=[1.0, 2, 3, 4, 7])
    assert outliers(table, ["x"]).is_empty()  # up to 3 + 4.4478
    assert outliers(table, ["x"], consistency=1.0).height == 1  # up to 3 + 3


def test_like_is_compared_with_like():
    table = firms(
        x=[1.0, 2, 3, 2, 1, 101, 102, 103, 102, 101], size=["s"] * 5 + ["l"] * 5
    )
    assert outliers(table, ["x"], group="size").is_empty()


def test_where_most_say_the_same_nobody_is_an_outlier():
    assert outliers(firms(x=[5.0, 5, 5, 5, 90]), ["x"]).is_empty()


def test_a_group_of_few_is_not_judged():
    assert outliers(firms(x=[1.0, 2, 3, 100]), ["x"]).is_empty()


@given(
    st.lists(st.integers(-1000, 1000).map(float), min_size=5, max_size=30),
    st.sampled_from([0.25, 0.5, 2.0, 8.0]),
)
def test_the_unit_does_not_matter(values, times):
    one = outliers(firms(x=values), ["x"])["response"].to_list()
    other = outliers(firms(x=[times * v for v in values]), ["x"])["response"].to_list()
    assert one == other


ASKED = pl.DataFrame(
    {
        "response": [f"r{number:02}" for number in range(50)],
        "enumerator": ["Amina"] * 41 + ["Boris"] * 9,
    }
)


def test_a_twentieth_and_one_of_each():
    # 5 % of 41 is 2.05, rounded up to 3; of 9 it is 0.45, so 1.
    again = reinterview_draw(ASKED, enumerator="enumerator")
    assert again.group_by("enumerator").len().sort("enumerator").rows() == [
        ("Amina", 3),
        ("Boris", 1),
    ]
    mixed = ASKED.sample(fraction=1, shuffle=True, seed=3)
    assert again.equals(reinterview_draw(mixed, enumerator="enumerator"))
    assert not again.equals(reinterview_draw(ASKED, enumerator="enumerator", seed=4))


def test_kappa_of_a_two_by_two_table():
    """20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: the well-known 50 grant proposals.

    p_o = 35 / 50 = 0.7; p_e = 0.5 * 0.6 + 0.5 * 0.4 = 0.5; kappa = 0.4.
    """
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    found = agreement(firms(q=first), firms(q=second), ["q"])
    row = found.questions.row(0, named=True)
    assert (row["pairs"], row["agreeing_share"]) == (50, 0.7)
    assert row["kappa"] == pytest.approx(0.4)


def test_numbers_agree_within_a_tenth():
    # 10 and 9 differ by a tenth of 10: they agree. 10 and 8 do not. 0 and 0 do.
    found = agreement(firms(q=[10.0, 10, 0]), firms(q=[9.0, 8, 0]), ["q"])
    assert found.agreeing_share == pytest.approx(2 / 3)
    assert found.questions["kappa"].to_list() == [None]


def test_where_all_say_the_same_kappa_is_unknown():
    found = agreement(firms(q=["a", "a"]), firms(q=["a", "a"]), ["q"])
    assert found.questions.row(0) == ("q", 2, 1.0, None)


def test_a_second_interview_of_nobody_is_told():
    second = pl.DataFrame({"response": ["f9"], "q": ["a"]})
    found = agreement(firms(q=["a"]), second, ["q"])
    assert found.unmatched == ("f9",) and found.agreeing_share is None


def test_the_work_of_enumerators():
    """Amina: 3 interviews; Boris: 2, both quick, straight, and one an outlier."""
    items = {f"i{n}": [1.0, 2, 3, 4, 4] for n in range(3)}
    table = firms(
        enumerator=["Amina", "Amina", "Amina", "Boris", "Boris"],
        minutes=[40.0, 50, 60, 10, 12],
        q=["a", None, "b", "c", None],
        i3=[2.0, 2, 2, 4, 4],
        **items,
    )
    found = enumerator_quality(
        table,
        questions=["q", "i0"],
        items=["i0", "i1", "i2", "i3"],
        minutes="minutes",
        outlying=pl.DataFrame({"response": ["f3"]}),
    )
    amina, boris = found.iter_rows(named=True)
    assert (amina["interviews"], amina["minutes"], amina["minutes_others"]) == (
        3,
        50,
        11,
    )
    assert amina["missing_share"] == pytest.approx(1 / 6)
    # The second of Amina's is 2, 2, 2, 2.
    assert (amina["straight_share"], boris["straight_share"]) == (
        pytest.approx(1 / 3),
        1,
    )
    assert (boris["outlier_share"], boris["outlier_share_others"]) == (0.5, 0)
    # One outlier in five, and it is Boris's: 2 of 5 ways, exactly.
    assert boris["outlier_chance"] == pytest.approx(0.4)
    assert boris["is_small"]


def test_an_enumerator_alone_has_nobody_to_be_compared_with():
    found = enumerator_quality(
        firms(enumerator=["A"]), outlying=pl.DataFrame({"response": ["f0"]})
    )
    assert found["outlier_chance"].to_list() == [None]
    assert found["minutes"].to_list() == [None]
