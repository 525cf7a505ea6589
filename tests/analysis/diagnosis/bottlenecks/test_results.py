"""The bottlenecks of a small cluster, worked by hand."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distretto.analysis.diagnosis.bottlenecks.hidden import told_by_difference
from distretto.analysis.diagnosis.bottlenecks.indicators import Indicator
from distretto.analysis.diagnosis.bottlenecks.results import bottlenecks
from distretto.errors import InputError

DIRECT = (0.0, 1.0, 2.0, 3.0, 4.0)
INDICATORS = [
    Indicator("TEC1", "TEC", terms={"t": 1}, anchors=DIRECT),
    Indicator("CRE1", "CRE", terms={"c": 1}, anchors=DIRECT),
    Indicator(
        "LAB7", "LAB", terms={"k": 1}, anchors=(0, 0.25, 0.5, 0.75, 1),
        is_zero_tolerance=True,
    ),
]  # fmt: skip
# Ten firms. Technology: six of ten are severe (3 or more); mean 2.4.
TABLE = pl.DataFrame(
    {
        "response": [f"f{number}" for number in range(10)],
        "t": [4.0, 4, 3, 3, 3, 3, 1, 1, 1, 1],
        "c": [0.0, 0, 1, 1, 2, 2, 0, 0, None, None],
        "k": [0.0] * 9 + [1],
        "seen_t": [1.0, 1, 1, 1, 1, 1, 1, 1, 1, 3],
        "seen_c": [4.0, 4, 4, 4, 4, 4, 4, 4, 4, 4],
        "size": ["micro"] * 5 + ["small"] * 5,
        "sex": ["woman"] * 3 + ["man"] * 7,
        "first": ["CRE"] * 8 + ["TEC"] * 2,
        "second": ["TEC"] * 8 + ["CRE"] * 2,
    }
)
SEEN = {"TEC": "seen_t", "CRE": "seen_c"}


def found(table=TABLE, **asked):
    return bottlenecks(table, INDICATORS, seen=SEEN, **asked)


def row(table, **wanted):
    return table.filter(**wanted).row(0, named=True)


def test_share_and_mean_of_a_category():
    technology = row(found().categories, category="TEC")
    assert technology["severe_share"] == pytest.approx(0.6)
    assert technology["mean"] == pytest.approx(2.4)
    assert (technology["firms"], technology["not_enough"]) == (10, 0)
    # Six of ten, exact: the effective number is 9, as the variance divides by n - 1.
    assert 0 < technology["severe_share_low"] < 0.6 < technology["severe_share_high"]


def test_the_most_severe_comes_first():
    assert found().categories["category"].to_list() == ["TEC", "LAB", "CRE"]


def test_who_answered_too_little_is_counted():
    credit = row(found().categories, category="CRE")
    assert (credit["firms"], credit["not_enough"]) == (8, 2)
    assert credit["mean"] == pytest.approx(6 / 8)


def test_firms_see_otherwise_than_is_measured():
    """Technology is severe and hardly seen; credit is seen and hardly measured.

    seen TEC: (9 * 1 + 3) / 10 = 1.2, so the gap is 1.2 - 2.4. The gap of CRE is over
    the eight firms with both: 4 - 0.75.
    """
    rows = found(fewest=0).categories
    assert row(rows, category="TEC")["gap"] == pytest.approx(-1.2)
    assert row(rows, category="CRE")["gap"] == pytest.approx(3.25)
    assert row(rows, category="LAB")["gap"] is None


def test_the_biggest_obstacles_that_firms_name():
    rows = found(biggest=["first", "second"]).categories
    assert row(rows, category="CRE")["first_share"] == pytest.approx(0.8)
    assert row(rows, category="CRE")["named_share"] == pytest.approx(1.0)
    assert row(rows, category="LAB")["named_share"] == 0


def test_weights_make_some_firms_count_more():
    """Women's firms, all severe, stand for three each: (9 + 3) / (9 + 7) severe."""
    weighted = TABLE.with_columns(w=pl.when(pl.col("sex") == "woman").then(3.0).otherwise(1.0))  # fmt: skip # noqa: E501
    rows = found(weighted, weight="w").categories
    assert row(rows, category="TEC")["severe_share"] == pytest.approx(12 / 16)


def test_by_group():
    groups = found(by=["size"]).groups
    micro = row(groups, category="TEC", group="micro")
    assert micro["severe_share"] == 1 and micro["mean"] == pytest.approx(17 / 5)
    assert row(groups, category="TEC", group="small")["severe_share"] == 0.2


def test_three_women_are_hidden_and_the_men_beside_them():
    groups = found(by=["sex"]).groups.filter(category="TEC")
    assert groups["is_hidden"].to_list() == [True, True]
    figures = groups.select("firms", "mean", "severe_share", "seen_mean", "gap_low")
    assert figures.null_count().row(0) == (2,) * 5


def test_nothing_is_hidden_where_nobody_asks_for_it():
    groups = found(by=["sex"], fewest=0).groups
    assert row(groups, category="TEC", group="woman")["firms"] == 3


def test_a_group_that_is_not_known_is_a_group():
    """Else the total less the known groups would tell the few."""
    some = TABLE.with_columns(
        size=pl.when(pl.col("response") == "f0").then(None).otherwise("size")
    )
    groups = found(some, by=["size"]).groups.filter(category="TEC")
    assert groups["group"].to_list() == ["micro", "small", None]
    # Of 4, 5 and 1 firms: the first and the last are few, and five together.
    assert groups["is_hidden"].to_list() == [True, False, True]


def test_cells_of_two_variables():
    cells = found(cross=[("size", "sex")], fewest=0).cells
    cell = row(cells, category="TEC", group="micro", other_group="woman")
    assert cell["firms"] == 3 and cell["mean"] == pytest.approx(11 / 3)
    hidden = found(by=["size", "sex"], cross=[("size", "sex")]).cells
    assert hidden.filter(category="TEC")["is_hidden"].all()


def test_a_child_at_work_is_counted_and_hidden_where_few():
    assert row(found().alarms, indicator="LAB7")["firms"] is None
    assert row(found(fewest=0).alarms, indicator="LAB7")["firms"] == 1


def test_indicators_stand_by_themselves():
    technology = row(found().indicators, indicator="TEC1")
    assert technology["median"] == 3 and technology["severe_share"] == 0.6
    # The only indicator of its category is as sure as the category.
    whole = row(found().categories, category="TEC")
    for name in ("mean_low", "mean_high", "severe_share_low", "severe_share_high"):
        assert technology[name] == pytest.approx(whole[name])


def test_who_cannot_be_told_apart_from_the_first_is_told_by_the_same_firms():
    """By hand, for each firm severe in technology less severe in the other.

    Labour: six firms 1, three 0, one -1: mean 0.5, V = 4.5 / 9 / 10 = 0.05, and
    0.5 - 2.262 * 0.2236 = -0.006: like the first, though 10 % are far from 60 %.
    Credit, of which two say nothing: six 1, two 0: mean 0.75, V = 10/9 * 1.5 / 64, and
    0.75 - 2.365 * 0.1614 = 0.37: told apart.
    """
    rows = found().categories
    assert rows["category"].to_list() == ["TEC", "LAB", "CRE"]
    assert rows["like_first"].to_list() == [None, True, False]


def test_of_a_hidden_category_nobody_is_told_whether_it_is_like_the_first():
    few = TABLE.with_columns(k=pl.when(pl.int_range(10) > 5).then("k"))
    rows = found(few).categories
    assert row(rows, category="LAB")["is_hidden"]
    assert row(rows, category="LAB")["like_first"] is None


def test_two_firms_more_next_month_are_not_told():
    """Eight firms were shown; ten would tell the two that came."""
    before = found(TABLE.head(8), keep_members=True)
    assert row(before.categories, category="TEC")["firms"] == 8
    after = found(released=before.members)
    assert row(after.categories, category="TEC")["is_hidden"]
    assert not row(after.categories, category="CRE")["is_hidden"], "nobody came"


@pytest.mark.parametrize("number", ["", "0 "])
def test_the_same_results_are_shown_again(number):
    """Ten firms have a score in technology, eight in credit: no two firms are told."""
    before = found(keep_members=True)
    released = {f"{number}{cell}": firms for cell, firms in before.members.items()}
    after = found(released=released).categories
    assert after["firms"].to_list() == [10, 10, 8]
    assert not after["is_hidden"].any()


def test_five_firms_more_may_be_shown():
    before = found(TABLE.head(5), keep_members=True)
    after = found(released=before.members).categories
    assert not row(after, category="TEC")["is_hidden"]
    assert row(after, category="CRE")["is_hidden"], "of credit it was three more"


def test_a_firm_that_took_the_place_of_another_is_not_told():
    """Firm 9, of score 1, is replaced by firm 10, of score 4.

    Means were 24/10 and would be 27/10: ten times the difference, 3, is firm 10's score
    less firm 9's, and with scores from 0 to 4 firm 10's is 3 or 4.
    """
    before = found(keep_members=True)
    assert row(before.categories, category="TEC")["mean"] == pytest.approx(2.4)
    newcomer = TABLE.tail(1).with_columns(
        response=pl.lit("newcomer"), t=pl.lit(4.0), seen_t=pl.lit(1.0)
    )
    now = pl.concat([TABLE.head(9), newcomer])
    assert row(found(now).categories, category="TEC")["mean"] == pytest.approx(2.7)
    after = row(found(now, released=before.members).categories, category="TEC")
    assert (after["mean"], after["severe_share"], after["seen_mean"]) == (None,) * 3


def test_what_firms_say_is_held_against_earlier_results():
    """Firm 9 has no score and says 3: 10 * 1.2 less 9 * 1 would be what it says."""
    unscored = TABLE.with_columns(t=pl.Series([4.0, 4, 3, 3, 3, 3, 1, 1, 1, None]))
    before = found(TABLE.head(9), keep_members=True)
    assert row(before.categories, category="TEC")["seen_mean"] == 1
    technology = row(
        found(unscored, released=before.members).categories, category="TEC"
    )
    assert technology["mean"] == pytest.approx(23 / 9), "of the same nine firms"
    assert (technology["seen_mean"], technology["seen_firms"]) == (None, None)
    assert (technology["gap"], technology["gap_low"]) == (None, None)


def test_the_gap_of_one_firm_is_hidden():
    """Ten firms have a score and ten say something, and firm 9 alone does both."""
    answers = pl.DataFrame(
        {
            "response": [f"f{number}" for number in range(19)],
            "t": [2.0] * 10 + [None] * 9,
            "seen_t": [None] * 9 + [4.0] * 10,
        }
    )
    technology = row(found(answers).categories, category="TEC")
    assert (technology["firms"], technology["seen_firms"]) == (10, 10)
    assert (technology["mean"], technology["seen_mean"]) == (2, 4)
    assert technology["gap"] is None
    assert row(found(answers, fewest=0).categories, category="TEC")["gap"] == 2


def test_what_firms_see_is_told_where_nothing_was_measured():
    """Nothing measures roads: two of ten say 4, eight 1, a mean of 16/10."""
    table = TABLE.with_columns(seen_r=pl.Series([4.0] * 2 + [1.0] * 8))
    asked = {**SEEN, "ROA": "seen_r", "SEA": "seen_s"}
    result = bottlenecks(table, INDICATORS, seen=asked, by=["size"])
    assert result.categories["category"].to_list() == ["TEC", "LAB", "CRE", "ROA"]
    roads = row(result.categories, category="ROA")
    assert (roads["seen_mean"], roads["seen_severe_share"]) == (1.6, 0.2)
    assert (roads["seen_firms"], roads["is_hidden"]) == (10, False)
    # Nothing was asked, and so nothing is known, nor anybody short of answers.
    assert (roads["indicators"], roads["firms"], roads["not_enough"]) == (0, 0, None)
    assert (roads["mean"], roads["severe_share"], roads["gap"]) == (None,) * 3
    micro = row(result.groups, category="ROA", group="micro")
    assert micro["seen_mean"] == pytest.approx((4 + 4 + 1 + 1 + 1) / 5)


def test_of_few_who_see_something_nothing_is_told_without_a_measure_either():
    table = TABLE.with_columns(seen_r=pl.Series([4.0] * 4 + [None] * 6))
    roads = row(
        bottlenecks(table, INDICATORS, seen={"ROA": "seen_r"}).categories,
        category="ROA",
    )
    assert (roads["seen_mean"], roads["seen_firms"]) == (None, None)


def test_a_gap_that_tells_who_gave_one_answer_alone_is_hidden():
    """Of credit ten firms say 4 and eight have a score, of mean 6/8.

    The gap of the eight, 26/8, and their scores give what they say: 26 + 6 = 32. Of 40
    are left 8: firms 8 and 9 say 4 each. Of technology all ten gave both.
    """
    rows = found().categories
    credit, technology = row(rows, category="CRE"), row(rows, category="TEC")
    assert (credit["mean"], credit["seen_mean"]) == (0.75, 4)
    assert [credit[name] for name in ("gap", "gap_low", "gap_high")] == [None] * 3
    assert technology["gap"] == pytest.approx(-1.2)


@pytest.mark.parametrize(
    ("only_seen", "only_scored", "is_hidden"),
    [(0, 0, False), (1, 0, True), (2, 2, True), (2, 3, False), (0, 5, False)],
)
def test_those_who_gave_one_answer_alone_are_counted_on_both_sides(
    only_seen, only_scored, is_hidden
):
    """Ten gave both; seen less measured less the gap is of the others, of both sides.

    Of two and three it is what two say less what three score: of five firms.
    """
    answers = pl.DataFrame(
        {
            "response": [f"f{n}" for n in range(10 + only_seen + only_scored)],
            "t": [2.0] * 10 + [None] * only_seen + [2.0] * only_scored,
            "seen_t": [3.0] * 10 + [3.0] * only_seen + [None] * only_scored,
        }
    )
    technology = row(found(answers).categories, category="TEC")
    assert technology["gap"] == (None if is_hidden else 1)
    assert (technology["mean"], technology["seen_mean"]) == (2, 3)


def test_with_the_gap_of_a_group_those_of_its_variable_are_hidden():
    """Of three sizes, each ten firms, one, none and five gave no score.

    The whole is shown: six firms gave one answer alone. Were the gaps of b and c shown,
    it would give that of a back, and with a's means the answer of a's one firm; were
    those of a and b hidden alone, the same of the two together.
    """
    answers = pl.DataFrame(
        {
            "response": [f"f{number}" for number in range(30)],
            "t": [None] + [2.0] * 24 + [None] * 5,
            "seen_t": [3.0] * 30,
            "size": ["a"] * 10 + ["b"] * 10 + ["c"] * 10,
        }
    )
    result = found(answers, by=["size"])
    assert row(result.categories, category="TEC")["gap"] == 1
    groups = result.groups.filter(category="TEC")
    assert groups["seen_mean"].to_list() == [3, 3, 3]
    assert groups["gap"].to_list() == [None] * 3


def test_who_names_a_hidden_category_is_hidden():
    """Nine of ten firms were there, and the tenth alone named technology first."""
    table = TABLE.with_columns(first=pl.Series(["CRE"] * 9 + ["TEC"]))
    before = found(table.head(9), biggest=["first", "second"], keep_members=True)
    assert row(before.categories, category="CRE")["first_share"] == 1
    after = found(table, biggest=["first", "second"], released=before.members)
    shares = after.categories.select("first_share", "named_share")
    assert row(after.categories, category="TEC")["is_hidden"]
    assert not row(after.categories, category="CRE")["is_hidden"], "eight, as before"
    assert shares.null_count().row(0) == (3, 3)


def test_a_category_that_few_answered_has_no_share_that_names_it():
    some = TABLE.with_columns(t=pl.Series([4.0] * 4 + [None] * 6))
    rows = found(some, biggest=["first"]).categories
    assert row(rows, category="TEC")["first_share"] is None
    assert row(rows, category="CRE")["first_share"] == pytest.approx(0.8)


def test_cells_of_two_variables_are_held_against_earlier_results():
    """Of 10 firms in each cell one more joins the first: it alone would be told."""
    firms = pl.DataFrame(
        {
            "response": [f"f{number}" for number in range(41)],
            "t": [1.0] * 40 + [4.0],
            "size": ["a"] * 20 + ["b"] * 20 + ["a"],
            "place": (["x"] * 10 + ["y"] * 10) * 2 + ["x"],
        }
    )
    cross = [("size", "place")]
    before = found(firms.head(40), cross=cross, keep_members=True)
    assert before.cells.filter(category="TEC")["firms"].to_list() == [10] * 4
    after = found(firms, cross=cross, released=before.members).cells
    assert row(after, category="TEC", group="a", other_group="x")["is_hidden"]


def test_groups_do_not_give_a_hidden_whole_back():
    """A firm of score 4 joins the 4, 10 and 6 firms of three groups, each of score 1.

    The whole was 20 firms of mean 1. Groups of 5, 10 and 6 firms, of means 8/5, 1 and
    1, would sum to 24, and 24 less 20 is the new firm.
    """
    firms = pl.DataFrame(
        {
            "response": [f"f{number}" for number in range(21)],
            "t": [1.0] * 20 + [4.0],
            "size": ["a"] * 4 + ["b"] * 10 + ["c"] * 6 + ["a"],
        }
    )
    before = found(firms.head(20), by=["size"], keep_members=True)
    groups = before.groups.filter(category="TEC")
    assert groups["firms"].to_list() == [None, 10, None]
    assert row(before.categories, category="TEC")["firms"] == 20
    after = found(firms, by=["size"], released=before.members)
    assert row(after.categories, category="TEC")["is_hidden"]
    assert after.groups.filter(category="TEC")["mean"].to_list() == [None] * 3


def test_groups_of_two_variables_do_not_tell_one_firm():
    """Size a is firms 0 to 9, place x firms 0 to 10.

    Their means are 15/10 and 18/11: 11 * 18/11 - 10 * 15/10 = 3 is firm 10's own
    score. The smaller is hidden, and size b with it, as the whole is shown.
    """
    firms = pl.DataFrame(
        {
            "response": [f"f{number}" for number in range(30)],
            "t": [1.0] * 5 + [2.0] * 5 + [3.0] + [2.0] * 19,
            "size": ["a"] * 10 + ["b"] * 20,
            "place": ["x"] * 11 + ["y"] * 19,
        }
    )
    groups = found(firms, by=["size", "place"]).groups.filter(category="TEC")
    assert groups["group"].to_list() == ["a", "b", "x", "y"]
    assert groups["is_hidden"].to_list() == [True, True, False, False]
    assert row(groups, group="x")["mean"] == pytest.approx(18 / 11)
    open_to_all = found(firms, by=["size", "place"], fewest=0).groups
    assert not open_to_all["is_hidden"].any()


@settings(max_examples=40)
@given(st.lists(st.tuples(*[st.sampled_from("abc")] * 2), min_size=12, max_size=30))
def test_no_two_cells_that_are_shown_tell_a_few_firms(groups):
    firms = pl.DataFrame(
        {
            "response": [f"f{number}" for number in range(len(groups))],
            "t": [1.0] * len(groups),
            "size": [size for size, _ in groups],
            "place": [place for _, place in groups],
        }
    )
    by = ["size", "place"]
    shown = found(firms, by=by, cross=[("size", "place")], keep_members=True).members
    technology = {c: who for c, who in shown.items() if c.split(" | ")[0] == "TEC"}
    assert "TEC" in technology
    assert told_by_difference(technology, technology.items()) == ()


def test_a_category_that_nobody_answered_is_unknown():
    silent = TABLE.with_columns(c=pl.lit(None, pl.Float64))
    credit = row(found(silent).categories, category="CRE")
    assert credit["mean"] is None and credit["firms"] == 0


def test_a_group_that_is_no_column_is_refused():
    with pytest.raises(InputError, match="no column “colour”"):
        found(by=["colour"])


def test_without_any_question_of_an_indicator_there_is_no_category():
    answers = pl.DataFrame({"response": ["a", "b"], "consent": ["yes", "yes"]})
    found = bottlenecks(answers, INDICATORS)
    assert found.categories.height == 0
    assert found.categories.schema["category"] == pl.String
