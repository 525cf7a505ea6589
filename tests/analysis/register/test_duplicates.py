"""Records that may be the same firm: by hand, by simulation, and on judged pairs."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from distretto.analysis.register.candidate_pairs import alike_names, cosines, grams_of
from distretto.analysis.register.duplicates import duplicates_within, match_against
from distretto.analysis.register.grouping import groups_of
from distretto.analysis.register.weighing import UNKNOWN, Usual, chances, weigh
from distretto.errors import InputError
from distretto.formats.firm_lists.country_names import country_code

FIRMS = pl.DataFrame(
    {
        "name": [
            "Arka Tekstil San. ve Tic. A.Ş.",
            "ООО «Арка Текстиль»",
            "Lindara Leather Ltd Unit 1",
            "Lindara Leather Ltd Unit 2",
            "Kestrel Foods",
            "Kestrel Foods Ltd",
            None,
        ],
        "address": [
            "Organize Sanayi 4. Cad. 12, Çorlu",
            "Organize Sanayi, 4. cadde no 12, Corlu",
            "9 Mill Road, Northbridge",
            "9 Mill Road, Northbridge",
            "1 Quay Street, Harbourton",
            "77 Ridge Avenue, Uplands",
            None,
        ],
        "tax_number": [
            "1234567890",
            "123 456 7890",
            None,
            None,
            "998877",
            "112233",
            "",
        ],
    }
)


def pair_of(found, left, right):
    rows = found.pairs.filter(pl.col("left") == left, pl.col("right") == right)
    return rows.row(0, named=True) if rows.height else None


def test_one_firm_in_two_scripts_is_the_same():
    pair = pair_of(duplicates_within(FIRMS), 0, 1)
    assert pair["score"] > 0.99
    assert (pair["name"], pair["tax_number"]) == ("same", "same")
    assert pair["name_bits"] > 0 and pair["tax_number_bits"] > 0


def test_different_units_speak_against_all_that_agrees():
    pair = pair_of(duplicates_within(FIRMS), 2, 3)
    assert pair["against"] == ["unit"]
    assert pair["score"] <= 0.6


def test_different_tax_numbers_speak_against_the_same_name():
    found = duplicates_within(FIRMS, least=0)
    pair = pair_of(found, 4, 5)
    assert pair["against"] == ["tax_number"] and pair["score"] <= 0.6
    assert found.groups.rows() == [(1, 0), (1, 1)]


@pytest.mark.parametrize(
    ("more", "is_shown"),
    [
        ({"phone": ["+999 71 1037", "+999 71 2036"]}, True),
        ({"place": ["Rivanta", "Rivanta"]}, True),
        ({"place": ["Rivanta", "Tarkesh"]}, False),
        ({"tax_number": ["998877", "112233"], "phone": ["1037", "2036"]}, False),
    ],
)
def test_a_name_that_stands_there_twice_is_shown(more, is_shown):
    """Two telephones speak against: without the rule the score is below a half."""
    firms = pl.DataFrame({"name": ["Bontà Footwear", "Bonta Footwear"], **more})
    pair = pair_of(duplicates_within(firms), 0, 1)
    assert (pair is not None and pair["score"] >= 0.5) is is_shown


def test_blank_is_unknown_and_says_nothing():
    pair = pair_of(duplicates_within(FIRMS), 2, 3)
    assert pair["tax_number"] is None and pair["tax_number_bits"] == 0
    assert 6 not in duplicates_within(FIRMS, least=0).pairs["right"]


def test_new_records_are_matched_with_known_ones_only():
    new = pl.DataFrame({"name": ["Arka Textile Ltd", "Arka Textile Ltd"]})
    known = pl.DataFrame({"firm": ["Kestrel Foods", "Arka Tekstil"]})
    found = match_against(new, known, known_columns={"name": "firm"})
    assert found.pairs.select("left", "right").rows() == [(0, 1), (1, 1)]
    assert found.groups.is_empty()


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (pl.DataFrame({"firm": ["Arka"]}), "no_such_column"),
        (pl.DataFrame({"name": ["A"], "latitude": [91.0]}), "not_a_coordinate"),
        (pl.DataFrame({"name": ["A"], "latitude": ["north"]}), "not_a_coordinate"),
    ],
)
def test_what_cannot_be_compared_is_refused(table, code):
    with pytest.raises(InputError) as refusal:
        duplicates_within(table)
    assert refusal.value.code == code


def test_lists_of_nothing_have_no_duplicates():
    for table in (FIRMS.clear(), FIRMS.head(1), FIRMS.tail(1)):
        found = duplicates_within(table)
        assert found.pairs.is_empty() and found.groups.is_empty()


def test_the_score_of_one_pair_by_hand():
    # share 0.1, so odds 1/9; name "same": 0.60 to 0.02 is 30 to 1; together 30/9,
    # which is a chance of 30/39. With an unknown field it stays the same.
    usual = {"name": Usual((0.6, 0.4), (0.02, 0.98)), "phone": Usual((1, 0), (0, 1))}
    levels = {"name": np.array([0], np.int8)}
    weights = weigh({"name": np.array([], np.int8)}, usual, 0.1)
    assert chances(levels, weights)[0] == pytest.approx(30 / 39)
    assert weights.bits("name")[0] == pytest.approx(np.log2(30))


def test_weights_come_from_the_pairs_where_there_are_many():
    """Pairs drawn with known rates: EM finds them again, whatever is usual."""
    rng = np.random.default_rng(1)
    count, share = 40_000, 0.3
    same = rng.random(count) < share
    true_same, true_other = (0.9, 0.8, 0.7), (0.1, 0.05, 0.2)
    levels = {}
    for field, m, u in zip("abc", true_same, true_other, strict=True):
        agree = rng.random(count) < np.where(same, m, u)
        levels[field] = np.where(agree, 0, 1).astype(np.int8)
    usual = {field: Usual((0.7, 0.3), (0.2, 0.8)) for field in "abc"}
    found = weigh(levels, usual, 0.2)
    # What is usual weighs as a tenth of the pairs, so that it draws a little.
    assert found.share == pytest.approx(share, abs=0.05)
    for field, m, u in zip("abc", true_same, true_other, strict=True):
        assert found.same[field][0] == pytest.approx(m, abs=0.08)
        assert found.other[field][0] == pytest.approx(u, abs=0.04)


@given(
    st.lists(st.tuples(st.integers(-1, 1), st.integers(-1, 2)), min_size=1, max_size=40)
)
def test_weights_are_rates_and_chances_are_shares(pairs):
    first, second = (np.array(column, np.int8) for column in zip(*pairs, strict=True))
    usual = {
        "a": Usual((0.8, 0.2), (0.1, 0.9)),
        "b": Usual((0.6, 0.3, 0.1), (0.1, 0.3, 0.6)),
    }
    levels = {"a": first, "b": second}
    found = weigh(levels, usual, 0.1)
    for rates in (*found.same.values(), *found.other.values()):
        assert rates.sum() == pytest.approx(1) and (rates > 0).all()
    score = chances(levels, found)
    assert ((score >= 0) & (score <= 1)).all()
    nothing = (first == UNKNOWN) & (second == UNKNOWN)
    assert score[nothing] == pytest.approx(found.share)


NAMES = st.lists(
    st.lists(
        st.sampled_from(
            ["arka", "lindara", "kestrel", "leather", "textile", "mill", "foods", "2"]
        ),
        max_size=4,
    ).map(" ".join),
    max_size=12,
)


@settings(max_examples=40)
@given(NAMES, st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter(names, random):
    order = list(range(len(names)))
    random.shuffle(order)
    table = pl.DataFrame({"name": names}, schema={"name": pl.String})
    one = duplicates_within(table, least=0).pairs
    other = duplicates_within(table[order], least=0).pairs
    scores = {
        frozenset(row[:2]): row[2]
        for row in one.select("left", "right", "score").rows()
    }
    again = {
        frozenset((order[left], order[right])): score
        for left, right, score in other.select("left", "right", "score").rows()
    }
    assert again.keys() == scores.keys()
    assert all(again[pair] == pytest.approx(scores[pair]) for pair in scores)


@settings(max_examples=40)
@given(NAMES)
def test_groups_share_no_record_and_hold_their_surest_pairs(names):
    table = pl.DataFrame({"name": names}, schema={"name": pl.String})
    found = duplicates_within(table)
    assert found.groups["row"].is_unique().all()
    sizes = found.groups.group_by("group").len()["len"]
    assert (sizes >= 2).all() or sizes.is_empty()


def test_weak_links_make_no_chain():
    # 0 like 1 and 1 like 2, but 0 and 2 are unlike: the mean of the two pairs between
    # {0, 1} and {2} is (0.92 + 0.1) / 2 = 0.51, too little.
    scores = {(0, 1): 0.99, (1, 2): 0.92, (0, 2): 0.1}
    links = [(left, right, s) for (left, right), s in scores.items() if s >= 0.9]
    assert groups_of(links, scores) == [(0, 1)]
    # With 0.7 between 0 and 2 it is (0.92 + 0.7) / 2 = 0.81: one firm.
    assert groups_of(links, {**scores, (0, 2): 0.7}) == [(0, 1, 2)]


def test_names_are_alike_by_their_letters():
    grams = grams_of(["arka", "arka", "xyz", ""])
    pairs = np.array([[0, 1], [0, 2], [0, 3]])
    assert cosines(grams, pairs) == pytest.approx([1, 0, 0])
    assert alike_names(grams).tolist() == [[0, 1]]
    assert alike_names(grams, 1).tolist() == [[0, 1]]


# --- On real lists ------------------------------------------------------------------
# Pairs of 932 plants, as 14 brands list them, judged by eye before the last settings:
# 35 the same, 8 that nobody can tell (left out), 146 others.


@pytest.fixture(scope="module")
def plants(shared_data):
    path = shared_data / "oar_facility_lists" / "facilities_geocoded_14_lists.csv"
    plants = pl.read_csv(path)
    codes = [country_code(country) for country in plants["country"]]
    return plants.with_columns(
        pl.Series("country", codes), latitude="lat", longitude="lng"
    )


@pytest.fixture(scope="module")
def judged(plants):
    path = Path(__file__).with_name("judged_pairs.csv")
    scores = duplicates_within(plants, least=0).pairs.select("left", "right", "score")
    return (
        pl.read_csv(path)
        .filter(pl.col("judgement") != "unsure")
        .join(scores, on=["left", "right"], how="left")
        .with_columns(pl.col("score").fill_null(0), same=pl.col("judgement") == "same")
    )


def precision_and_recall(judged: pl.DataFrame, taken: pl.Series) -> tuple[float, float]:
    right = int((judged["same"] & taken).sum())
    return right / int(taken.sum()), right / int(judged["same"].sum())


def test_who_is_taken_for_the_same_firm_mostly_is(judged):
    precision, recall = precision_and_recall(judged, judged["score"] >= 0.9)
    assert precision >= 0.9 and recall >= 0.8


def test_nearly_all_that_are_the_same_are_shown_to_be_looked_at(judged):
    precision, recall = precision_and_recall(judged, judged["score"] >= 0.5)
    assert precision >= 0.5 and recall >= 0.9


def test_it_judges_better_than_names_alone(judged, plants):
    """Against equal names, and against the ratio of sets of words at its usual 90."""
    names = [name.strip().lower() for name in plants["name"]]
    pairs = judged.select("left", "right").rows()
    equal = pl.Series([names[left] == names[right] for left, right in pairs])
    alike = pl.Series(
        [fuzz.token_set_ratio(names[a], names[b]) >= 90 for a, b in pairs]
    )
    precision, recall = precision_and_recall(judged, judged["score"] >= 0.9)
    assert recall > 3 * precision_and_recall(judged, equal)[1]
    assert precision > 1.5 * precision_and_recall(judged, alike)[0]
