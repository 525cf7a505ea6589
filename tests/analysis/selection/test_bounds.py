"""Measures of totals that leave out hidden cells: what they say of the truth."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.analysis.selection.cluster_map import Thresholds, cluster_map
from distretto.analysis.selection.specialisation import (
    focus,
    location_quotient,
    size,
    symmetric_location_quotient,
)
from distretto.analysis.selection.stars import stars
from distretto.analysis.selection.table import RegionIndustryTable

#        leather   other    visible    true total
# a           30      70        100           100
# b           15      35         50            50
# c       hidden     300        300           450      the hidden cell is 150
# visible     45     405        450
# true       195     405                      600
CELLS = pl.DataFrame(
    {
        "region": list("aabbcc"),
        "industry": ["leather", "other"] * 3,
        "employment": [30, 70, 15, 35, None, 300],
    }
)
TRUTH = CELLS.with_columns(pl.col("employment").fill_null(150))


def shown(table: pl.DataFrame, region: str, industry: str) -> dict:
    return table.row(
        by_predicate=(pl.col("region") == region) & (pl.col("industry") == industry),
        named=True,
    )


def test_a_share_of_a_visible_sum_is_the_most_that_it_can_be():
    """Other in c: 300 of the visible 300 are 100 %, of the true 450 two thirds."""
    row = shown(focus(CELLS), "c", "other")
    assert (row["focus"], row["focus_is_maximum"]) == (1.0, True)
    assert shown(focus(TRUTH), "c", "other")["focus"] == pytest.approx(300 / 450)
    whole = shown(focus(CELLS), "a", "leather")  # nothing is hidden in a
    assert (whole["focus"], whole["focus_is_maximum"]) == (0.3, False)
    # Leather in a: 30 of the visible 45, but of the true 195.
    row = shown(size(CELLS), "a", "leather")
    assert (row["size"], row["size_is_maximum"]) == (pytest.approx(30 / 45), True)
    assert shown(size(TRUTH), "a", "leather")["size"] == pytest.approx(30 / 195)
    assert not shown(size(CELLS), "a", "other")["size_is_maximum"]


def test_an_unknown_measure_is_no_bound():
    row = shown(stars(CELLS), "c", "leather")
    assert row["focus"] is None
    flags = ("focus_is_maximum", "size_is_maximum", "lq_is_maximum", "lq_is_estimate")
    assert not any(row[flag] for flag in flags)


def test_nobody_is_nobody_whatever_the_total():
    none = CELLS.with_columns(
        employment=pl.when(pl.col("employment") == 15).then(0).otherwise("employment")
    )
    row = shown(stars(none), "b", "leather")
    assert (row["size"], row["size_is_maximum"]) == (0.0, False)
    assert (row["lq"], row["lq_is_estimate"]) == (0.0, False)


@pytest.mark.parametrize(
    ("industry", "visible", "true"),
    [
        ("leather", (30 / 100) / (45 / 450), (30 / 100) / (195 / 600)),  # 3, not 0.92
        ("other", (70 / 100) / (405 / 450), (70 / 100) / (405 / 600)),  # 0.78, not 1.04
    ],
)
def test_a_quotient_of_visible_sums_errs_either_way(industry, visible, true):
    row = shown(location_quotient(CELLS), "a", industry)
    assert row["lq"] == pytest.approx(visible)
    assert (row["lq_is_estimate"], row["lq_is_maximum"]) == (True, False)
    assert shown(location_quotient(TRUTH), "a", industry)["lq"] == pytest.approx(true)


def test_with_the_whole_published_a_quotient_is_a_bound():
    """600 in all: leather in a is at most 0.3 / (45 / 600) = 4, other 1.04 for sure."""
    told = location_quotient(CELLS, grand_total=600)
    leather, other = shown(told, "a", "leather"), shown(told, "a", "other")
    assert (leather["lq"], leather["lq_is_maximum"]) == (pytest.approx(4), True)
    assert other["lq"] == pytest.approx((70 / 100) / (405 / 600))
    assert not other["lq_is_maximum"] and not other["lq_is_estimate"]


def test_against_another_area_only_the_region_matters():
    """Other is half the nation: in c at most 2, in truth (300 / 450) / 0.5 = 1.33."""
    nation = pl.DataFrame({"industry": ["leather", "other"], "share": [0.01, 0.5]})
    row = shown(location_quotient(CELLS, reference=nation), "c", "other")
    assert (row["lq"], row["lq_is_maximum"]) == (pytest.approx(2), True)
    true = shown(location_quotient(TRUTH, reference=nation), "c", "other")
    assert true["lq"] == pytest.approx(300 / 450 / 0.5)
    exact = shown(location_quotient(CELLS, reference=nation), "a", "other")
    assert not exact["lq_is_maximum"] and not exact["lq_is_estimate"]


def test_a_reference_with_an_unknown_part_makes_estimates():
    nation = pl.DataFrame({"industry": ["leather", "other"], "employment": [None, 500]})
    row = shown(location_quotient(CELLS, reference=nation), "a", "other")
    assert row["lq_is_estimate"]
    told = location_quotient(CELLS, reference=nation, grand_total=1_000)
    assert not shown(told, "a", "other")["lq_is_estimate"]


def test_the_symmetric_form_keeps_the_bounds():
    row = shown(symmetric_location_quotient(CELLS, grand_total=600), "a", "leather")
    assert row["slq"] == pytest.approx((4 - 1) / (4 + 1))
    assert row["slq_is_maximum"] and not row["slq_is_estimate"]


def test_published_totals_leave_nothing_open():
    regions = TRUTH.group_by("region").agg(pl.col("employment").sum())
    industries = TRUTH.group_by("industry").agg(pl.col("employment").sum())
    told = stars(CELLS, region_totals=regions, industry_totals=industries)
    flags = pl.col("^.*_is_(maximum|estimate)$")
    assert not told.select(pl.any_horizontal(flags)).to_series().any()
    visible = told.drop_nulls("employment")
    true = stars(TRUTH).filter(pl.Series(CELLS["employment"].is_not_null()))
    for measure in ("lq", "focus", "size"):
        assert visible[measure].to_list() == pytest.approx(true[measure].to_list())


def map_of(cells: pl.DataFrame, **published):
    return cluster_map(
        RegionIndustryTable(
            cells.with_columns(establishments=pl.lit(10.0)), **published
        ),
        neighbours=pl.DataFrame({"region": ["a", "b"], "neighbour": ["b", "c"]}),
        thresholds=Thresholds(lq=0, establishments=0, employment=0),
    )


def test_a_cluster_says_which_of_its_measures_are_bounds():
    """Leather in a and b: 45 of 45 visible persons, of 195 in truth."""
    found = {row["industry"]: row for row in map_of(CELLS).to_dict()["clusters"]}
    leather, other = found["leather"], found["other"]
    assert (leather["size"], leather["size_is_maximum"]) == (1.0, True)
    assert (leather["focus"], leather["focus_is_maximum"]) == (0.3, False)
    assert leather["lq_is_estimate"] and not leather["lq_is_maximum"]
    assert leather["known_share"] == pytest.approx(20 / 30)  # of the establishments
    # Other in a, b and c: 405 of the visible 450, of 600 in truth.
    assert (other["focus"], other["focus_is_maximum"]) == (pytest.approx(0.9), True)
    assert (other["size"], other["size_is_maximum"]) == (1.0, False)
    assert other["region_total_is_minimum"] and other["reference_total_is_minimum"]
    assert not other["industry_total_is_minimum"]


def test_no_hidden_cell_is_called_known():
    """Where the establishments of the hidden cell are none, nobody knows the share."""
    none = CELLS.with_columns(
        establishments=pl.when(pl.col("employment").is_null()).then(0.0).otherwise(10.0)
    )
    found = cluster_map(RegionIndustryTable(none), thresholds=Thresholds(0, 0, 0))
    leather = found.clusters.filter(industry="leather").row(0, named=True)
    assert leather["size_is_maximum"] and leather["known_share"] is None
    assert found.known_share is None


REGIONS, INDUSTRIES = "abc", ("10", "25", "47")
PAIRS = [(region, industry) for region in REGIONS for industry in INDUSTRIES]


@st.composite
def economies(draw):
    """A table with holes, what fills them, and which true totals were published."""
    count = st.integers(0, 1_000)
    pairs = draw(st.lists(st.sampled_from(PAIRS), min_size=2, unique=True))
    numbers = draw(st.lists(count, min_size=len(pairs), max_size=len(pairs)))
    holes = draw(st.sets(st.integers(0, len(pairs) - 1), min_size=1))
    truth = pl.DataFrame(pairs, schema=["region", "industry"], orient="row")
    truth = truth.with_columns(pl.Series("employment", numbers, pl.Float64))
    hidden = pl.int_range(pl.len()).is_in(sorted(holes))
    cells = truth.with_columns(employment=pl.when(~hidden).then("employment"))
    published = {}
    for key, codes in (("region", REGIONS), ("industry", INDUSTRIES)):
        told = draw(st.one_of(st.none(), st.sets(st.sampled_from(list(codes)))))
        if told is not None:
            sums = truth.group_by(key).agg(pl.col("employment").sum())
            published[f"{key}_totals"] = sums.filter(pl.col(key).is_in(sorted(told)))
    if draw(st.booleans()):
        published["grand_total"] = truth["employment"].sum()
    return cells, truth, published


def agrees(measure: str, row: dict, true: float | None) -> bool:
    """A maximum is not exceeded; what is neither bound nor estimate is right."""
    if row[measure] is None or row.get(f"{measure}_is_estimate"):
        return True
    if true is None:  # 0 / 0: nobody works there
        return False
    if row[f"{measure}_is_maximum"]:
        return true <= row[measure] * (1 + 1e-9)
    return row[measure] == pytest.approx(true, rel=1e-9)


@given(economies(), st.sampled_from([None, ["10", "25"], ["47"]]))
def test_whatever_the_hidden_cells_are_the_bounds_hold(economy, base):
    cells, truth, published = economy
    if base and not truth["industry"].is_in(base).any():
        return
    seen = stars(cells, base=base, **published).to_dicts()
    for row, true in zip(seen, stars(truth, base=base).to_dicts(), strict=True):
        for measure in ("lq", "focus", "size"):
            assert agrees(measure, row, true[measure]), (measure, row, true)


@given(economies())
def test_the_bounds_of_clusters_hold(economy):
    cells, truth, published = economy
    grand = published.pop("grand_total", None)
    told = {} if grand is None else {"grand_total": {"employment": grand}}
    for row in map_of(cells, **published, **told).to_dict()["clusters"]:
        inside = truth.filter(pl.col("region").is_in(row["regions"]))
        mine = inside.filter(industry=row["industry"])["employment"].sum()
        industry = truth.filter(industry=row["industry"])["employment"].sum()
        focus_true = mine / inside["employment"].sum()
        assert agrees("focus", row, focus_true)
        assert agrees("size", row, mine / industry)
        share = industry / truth["employment"].sum()
        assert agrees("lq", row, focus_true / share)
        if row["size_is_maximum"]:
            assert row["known_share"] is None or row["known_share"] < 1
