"""Categories of a published table: two heaps of industries that nobody could miss."""

import numpy as np
import polars as pl
import pytest

from distretto.analysis.selection.relatedness.by_category import industries_by_category
from distretto.analysis.selection.relatedness.linkages import profile_similarity
from distretto.analysis.selection.relatedness.related import Linkage
from distretto.analysis.selection.relatedness.validation import validation_scores
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError

INDUSTRIES = [f"i{k}" for k in range(8)]


def cells(seed: int = 1) -> pl.DataFrame:
    """Four industries live in the north, four in the south."""
    rng = np.random.default_rng(seed)
    return pl.DataFrame(
        [
            {
                "region": f"{side}{region}",
                "industry": name,
                "employment": float(rng.integers(50, 90) if at_home else 1),
                "establishments": float(rng.integers(5, 9) if at_home else 1),
            }
            for side in "ns"
            for region in range(6)
            for place, name in enumerate(INDUSTRIES)
            for at_home in [(place < 4) == (side == "n")]
        ]
    )


def groups(found) -> set[frozenset[str]]:
    return {frozenset(row["codes"].split()) for row in found.rows.to_dicts()}


NORTH, SOUTH = frozenset(INDUSTRIES[:4]), frozenset(INDUSTRIES[4:])


def test_the_two_heaps_are_found():
    found = industries_by_category(RegionIndustryTable(cells()), numbers=[2])
    assert groups(found) == {NORTH, SOUTH}
    assert found.settings["measures"] == ["employment", "establishments"]
    assert found.rows["industries"].to_list() == [4, 4]
    both = {each.kind: each.rows for each in found.further}
    assert both["members"].height == 8 and found.listing().height == 8
    # Two counts and their mean, by two methods.
    assert both["alternatives"].height == 3 * 2
    assert both["alternatives"]["score"].is_sorted(descending=True)


def test_the_scores_are_those_of_the_measures():
    found = industries_by_category(
        RegionIndustryTable(cells()), numbers=[2], move=False
    )
    wide = cells().pivot("region", index="industry", values="employment")
    near = profile_similarity(wide.drop("industry").to_numpy())
    members = dict(found.listing().select("code", "category").iter_rows())
    labels = np.array([members[code] - 1 for code in wide["industry"]])
    best = found.further[0].rows.row(0, named=True)
    assert best["score_employment"] == validation_scores(near, labels).score


def test_who_trades_goes_together_where_places_say_nothing():
    flat = cells().with_columns(employment=10.0, establishments=2.0)
    shares = np.full((8, 8), 0.01)
    for block in (slice(0, 4), slice(4, 8)):
        shares[block, block] = 0.5
    linkage = Linkage(tuple(INDUSTRIES), shares)
    found = industries_by_category(
        RegionIndustryTable(flat), linkage=linkage, numbers=[2]
    )
    assert groups(found) == {NORTH, SOUTH}
    assert found.settings["measures"] == ["linkage"]


def test_an_industry_that_is_mostly_hidden_is_placed_by_the_other_measures():
    table = cells().with_columns(
        employment=pl.when(
            (pl.col("industry") == "i0") & pl.col("region").is_in(["n0", "n1", "n2"])
        )
        .then(None)
        .otherwise("employment")
    )
    found = industries_by_category(
        RegionIndustryTable(table), numbers=[2], minimum_known_share=0.9
    )
    assert groups(found) == {NORTH, SOUTH}
    told = " ".join(map(str, found.notes))
    assert "Of 1 industry (of 8), too much employment is hidden" in told
    total = found.rows.filter(pl.col("codes").str.contains("i0"))
    assert total["employment_is_minimum"].to_list() == [True]


def test_what_is_not_counted_is_unknown_of_a_category_and_not_said_to_be_hidden():
    """Half the pairs are not listed, which tells nothing of establishments either."""
    sparse = cells().filter(pl.col("employment") > 1)
    table = sparse.with_columns(establishments=pl.lit(None, pl.Float64))
    found = industries_by_category(RegionIndustryTable(table), numbers=[2])
    assert found.settings["measures"] == ["employment"]
    assert found.rows["establishments"].to_list() == [None, None]
    assert found.rows["establishments_is_minimum"].to_list() == [False, False]
    assert found.rows["employment"].sum() == sparse["employment"].sum()
    assert not any("hidden" in str(note) for note in found.notes)


def test_a_category_has_at_least_what_is_known_of_its_members():
    """By hand: of i0 all is hidden, the other three of the north have 6 x 5 + 6 x 1."""
    known = pl.when(pl.col("industry") != "i0").then(
        pl.when(pl.col("establishments") > 1).then(5.0).otherwise(1.0)
    )
    table = cells().with_columns(establishments=known)
    found = industries_by_category(RegionIndustryTable(table), numbers=[2])
    rows = found.rows.sort(pl.col("codes").str.contains("i0"), descending=True)
    assert rows["establishments"].to_list() == [3 * 36, 4 * 36]
    assert rows["establishments_is_minimum"].to_list() == [True, False]


def test_one_measure_is_tried_once_each_way_and_does_not_tie_with_itself():
    """By two methods into two or three categories; in standard deviations it is one."""
    found = industries_by_category(
        RegionIndustryTable(cells()), values=["employment"], numbers=[2, 3]
    )
    ways = found.further[0].rows
    assert ways["name"].unique().to_list() == ["employment"]
    assert ways.select("method", "categories").is_unique().all()
    assert found.settings["tried"] == 2 * 2
    assert "score_average" not in ways.columns
    assert found.settings["score_after_moves"] == pytest.approx(ways["score"][0])


def test_nothing_known_is_refused_in_a_sentence():
    empty = (
        cells()
        .with_columns(employment=None, establishments=None)
        .cast({"employment": pl.Float64, "establishments": pl.Float64})
    )
    with pytest.raises(InputError) as refusal:
        industries_by_category(RegionIndustryTable(empty), numbers=[2])
    assert refusal.value.code == "no_relatedness"


def test_the_same_seed_gives_the_same_categories():
    table = RegionIndustryTable(cells(3))
    one, other = (
        industries_by_category(table, numbers=[2, 3, 4], seed=7) for _ in range(2)
    )
    assert one.rows.equals(other.rows)


@pytest.mark.parametrize(
    ("industries", "first", "last"), [(301, 30, 60), (1000, 30, 60), (20, 2, 4)]
)
def test_the_numbers_that_are_tried_follow_the_size_of_the_table(
    industries, first, last
):
    from distretto.analysis.selection.relatedness.by_category import _numbers

    numbers = _numbers(industries)
    assert (numbers[0], numbers[-1]) == (first, last) and len(numbers) <= 7
