"""The cluster map, on a small table worked by hand and on real open data."""

import json
from dataclasses import replace

import polars as pl
import pytest

from distretto.analysis.selection.cluster_map import (
    ClusterMap,
    Thresholds,
    cluster_map,
)
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError

CARPET_DISTRICT = {"13129", "13213", "13313"}  # Gordon, Murray and Whitfield


def test_the_carpet_district_comes_first_even_county_by_county(georgia):
    first = cluster_map(georgia).to_dict()["clusters"][0]
    assert (first["regions"], first["industry"]) == (["13313"], "3141")
    # As published in the file: 85 establishments, 11,822 persons.
    assert (first["establishments"], first["employment"]) == (85, 11_822)


def test_neighbouring_counties_join_into_one_district(georgia, georgia_neighbours):
    first = cluster_map(georgia, neighbours=georgia_neighbours).to_dict()["clusters"][0]
    assert set(first["regions"]) == CARPET_DISTRICT
    assert first["regions"][0] == "13313"  # the largest member first
    # 18,662 of the industry's 25,449 persons in Georgia: 73 %.
    assert (first["industry"], first["employment"]) == ("3141", 18_662)
    assert first["size"] == pytest.approx(18_662 / 25_449)
    assert first["stars"] == 3


def test_a_quotient_can_be_followed_to_the_published_figures(georgia):
    first = cluster_map(georgia).clusters.row(0, named=True)
    # Whitfield 11,822 of 56,490; Georgia 25,449 of 4,430,136 (the file's own rows).
    assert first["region_total"] == 56_490
    assert first["reference_industry_total"] == 25_449
    assert first["reference_total"] == 4_430_136
    by_hand = (11_822 / 56_490) / (25_449 / 4_430_136)
    assert first["lq"] == pytest.approx(by_hand, rel=1e-12)


# Four regions in a row, a - b - c - d, 1,000 persons each, 60 firms each.
#        knitting   firms   focus   LQ = focus / (470 / 4,000)
# a         200       12    0.20     1.70
# b         250       10    0.25     2.13
# c      unknown       5
# d          20        3    0.02     0.17
# The industry employs 470 in the four regions together and 45 more that the cell of c
# hides: 515 as published.
HAND = RegionIndustryTable(
    pl.DataFrame(
        {
            "region": list("abcd") * 2,
            "industry": ["1391"] * 4 + ["4711"] * 4,
            "establishments": [12, 10, 5, 3, 48, 50, 55, 57],
            "employment": [200, 250, None, 20, 800, 750, None, 980],
        }
    ),
    region_totals=pl.DataFrame({"region": list("abcd"), "employment": [1_000] * 4}),
    industry_totals=pl.DataFrame(
        {"industry": ["1391", "4711"], "employment": [515, 3_485]}
    ),
    grand_total={"employment": 4_000, "establishments": 240},
    region_names={"a": "Alba", "b": "Borgo"},
    industry_names={"1391": "Knitted fabrics"},
    classification="ISIC4",
)
ROW = pl.DataFrame({"region": ["a", "b", "c"], "neighbour": ["b", "c", "d"]})


def only(table: RegionIndustryTable, **settings) -> dict:
    clusters = cluster_map(table, **settings).to_dict()["clusters"]
    assert len(clusters) == 1
    return clusters[0]


def without(table: RegionIndustryTable, **columns) -> RegionIndustryTable:
    return replace(table, cells=table.cells.with_columns(**columns))


def test_two_regions_reach_together_what_neither_has_alone():
    """12 and 10 firms are fewer than 20 each, 22 together."""
    assert cluster_map(HAND).clusters.height == 0
    cluster = only(HAND, neighbours=ROW)
    assert cluster["regions"] == ["b", "a"]  # the largest first
    assert cluster["region_names"] == ["Borgo", "Alba"]
    assert cluster["industry_name"] == "Knitted fabrics"
    assert (cluster["employment"], cluster["establishments"]) == (450, 22)


def test_measures_of_a_joined_cluster_are_taken_of_its_sums():
    cluster = only(HAND, neighbours=ROW)
    assert cluster["focus"] == pytest.approx(450 / 2_000)
    assert cluster["size"] == pytest.approx(450 / 515)
    lq = (450 / 2_000) / (515 / 4_000)  # 1.7476
    assert cluster["lq"] == pytest.approx(lq)
    strength = (450 / 515 * lq * 450 / 2_000) ** (1 / 3)
    assert cluster["strength"] == pytest.approx(strength)
    # Size: largest of three known cells in the industry (250) is the bar. Specialised:
    # 1.75 < 2. Focus: the bar is the largest of six cells, 0.98.
    assert (cluster["size_star"], cluster["lq_star"], cluster["focus_star"]) == (
        1,
        0,
        0,
    )
    assert cluster["stars"] == 1


def test_unknown_neighbours_may_belong_and_are_never_counted():
    result = cluster_map(HAND, neighbours=ROW)
    cluster = result.to_dict()["clusters"][0]
    assert cluster["unknown_regions"] == ["c"]
    assert cluster["known_share"] == pytest.approx(470 / 515)
    # Visible: 470 of knitting and 2,530 of retail, of 4,000.
    assert result.known_share == pytest.approx(3_000 / 4_000)
    assert any("never counted as zero" in note for note in map(str, result.notes))


def test_the_funnel_and_the_reason_of_every_cell():
    result = cluster_map(HAND, neighbours=ROW)
    assert result.funnel == {
        "listed": 8,
        "known": 6,
        "specialised": 2,
        "joined": 1,
        "enough_establishments": 1,
        "enough_employment": 1,
        "certain": 1,
    }
    reasons = dict(result.cells.select("region", "left_out").head(4).iter_rows())
    assert reasons == {"a": None, "b": None, "c": "unknown", "d": "lq"}
    assert result.cells["cluster"].to_list()[:4] == [1, 1, None, None]
    few = cluster_map(HAND)
    assert few.cells["left_out"].to_list()[:2] == ["establishments"] * 2
    small = cluster_map(HAND, neighbours=ROW, thresholds=Thresholds(employment=451))
    assert small.cells["left_out"].to_list()[:2] == ["employment"] * 2
    assert small.funnel["enough_employment"] == 0


def test_unknown_firms_are_not_taken_for_too_few():
    no_firms = without(HAND, establishments=pl.lit(None, pl.Int64))
    cluster = only(no_firms, neighbours=ROW)
    assert cluster["establishments"] is None
    assert cluster["establishments_known"] is None
    notes = [*map(str, cluster_map(no_firms, neighbours=ROW).notes)]
    assert any("unknown establishments" in note for note in notes)


def test_a_partly_known_sum_is_unknown_with_its_known_part():
    firms = pl.Series([12, None, 5, 3, 48, 50, 55, 57])
    cluster = only(without(HAND, establishments=firms), neighbours=ROW)
    assert cluster["establishments"] is None
    assert cluster["establishments_known"] == 12


def test_quotients_of_establishments_where_employment_is_suppressed():
    """a, b and c: 27 of 163 firms... LQ of a is (12 / 60) / (30 / 240) = 1.6."""
    table = replace(HAND, region_totals=None, industry_totals=None)
    cluster = only(table, value="establishments", neighbours=ROW)
    assert cluster["regions"] == ["a", "b"]
    assert cluster["value"] == cluster["establishments"] == 22
    assert cluster["lq"] == pytest.approx((22 / 120) / (30 / 240))
    assert cluster["employment"] == 450


def test_growth_from_the_first_to_the_last_year():
    """a and b: 150 + 150 in 2015, 450 in 2018: one half more."""
    before = HAND.cells.with_columns(
        employment=pl.Series([150, 150, None, 10, 800, 750, None, 980]),
        year=pl.lit(2015),
    )
    now = HAND.cells.with_columns(year=pl.lit(2018))
    table = replace(HAND, cells=pl.concat([before, now]))
    result = cluster_map(table, neighbours=ROW)
    assert result.settings["year"] == 2018
    assert result.settings["growth_from"] == 2015
    assert result.clusters["growth"].item() == pytest.approx(0.5)
    newly = replace(HAND, cells=pl.concat([before[1:], now]))  # a is not listed: nobody
    assert only(newly, neighbours=ROW)["growth"] == pytest.approx(2.0)
    hidden = before.with_columns(
        employment=pl.when(pl.col("region") != "a").then(pl.col("employment"))
    )
    unknown = replace(HAND, cells=pl.concat([hidden, now]))
    assert only(unknown, neighbours=ROW)["growth"] is None
    elsewhere = before.filter(pl.col("region") != "a")  # a was not surveyed at all
    partly = replace(HAND, cells=pl.concat([elsewhere, now]))
    assert only(partly, neighbours=ROW)["growth"] is None
    with pytest.raises(InputError, match=r"no year 2019. They have: 2015, 2018"):
        cluster_map(table, year=2019)


def test_growth_is_unknown_with_one_year():
    assert only(HAND, neighbours=ROW)["growth"] is None


def test_a_blank_column_of_years_is_none():
    cells = HAND.cells.with_columns(year=pl.lit(None, pl.Int64))
    assert only(replace(HAND, cells=cells), neighbours=ROW)["employment"] == 450


def test_the_reference_replaces_the_quotient_only():
    nation = pl.DataFrame({"industry": ["1391"], "share": [0.05]})
    cluster = only(HAND, reference=nation, neighbours=ROW)
    assert cluster["lq"] == pytest.approx((450 / 2_000) / 0.05)
    assert cluster["size"] == pytest.approx(450 / 515)
    totals = pl.DataFrame({"industry": ["1391"], "employment": [100]})
    by_total = only(HAND, reference=totals, reference_total=2_000, neighbours=ROW)
    assert by_total["lq"] == pytest.approx((450 / 2_000) / 0.05)
    notes = [*map(str, cluster_map(HAND, reference=nation).notes)]
    assert any("have no quotient" in note for note in notes)  # 4711 is not listed


def test_a_base_shows_its_own_industries_only():
    result = cluster_map(HAND, base="manufacturing", thresholds=Thresholds(lq=0))
    assert set(result.cells["industry"]) == {"1391"}
    assert result.settings["base"] == "manufacturing"
    # Alone in the base: everywhere the whole of it.
    assert result.cells["lq"].drop_nulls().to_list() == pytest.approx([1.0] * 3)
    assert result.known_share == pytest.approx(470 / 515)


def test_a_suppressed_total_of_an_industry_is_unknown_and_no_sum_of_the_visible():
    """Knitting is hidden in c and in its total: 470 visible persons are no total."""
    totals = pl.DataFrame({"industry": ["1391", "4711"], "employment": [None, 3_485]})
    found = cluster_map(replace(HAND, industry_totals=totals), neighbours=ROW)
    knitting = found.cells.filter(pl.col("industry") == "1391")
    assert knitting["lq"].null_count() == knitting["size"].null_count() == 4
    assert any("3 cells have no quotient" in note for note in map(str, found.notes))


def test_without_published_totals_the_known_share_counts_establishments():
    table = replace(HAND, region_totals=None, industry_totals=None, grand_total=None)
    result = cluster_map(table)
    assert result.known_share == pytest.approx((240 - 60) / 240)
    knitting = result.cells.filter(pl.col("industry") == "1391")
    assert knitting["industry_known_share"][0] == pytest.approx(25 / 30)
    assert any(
        "too small where cells are unknown" in note for note in map(str, result.notes)
    )


def test_totals_of_some_regions_only_are_not_the_whole():
    """Of a and b 2,000 are published: what is visible, 3,000, is no 150 % of all."""
    some = pl.DataFrame({"region": ["a", "b"], "employment": [1_000, 1_000]})
    table = replace(HAND, region_totals=some, industry_totals=None, grand_total=None)
    result = cluster_map(table)
    assert result.settings["known_share_of"] == "establishments"
    assert result.known_share == pytest.approx((240 - 60) / 240)


def test_parts_above_a_published_total_are_told():
    totals = pl.DataFrame({"industry": ["1391", "4711"], "employment": [400, 3_485]})
    notes = [*map(str, cluster_map(replace(HAND, industry_totals=totals)).notes)]
    assert any("“1391”" in note and "mixed with details" in note for note in notes)


def test_json_of_a_map(georgia):
    result = cluster_map(georgia)
    text = json.dumps(result.to_dict(top=2), allow_nan=False)
    told = json.loads(text)
    assert set(told) >= {"settings", "known_share", "clusters"}
    assert len(told["clusters"]) == 2
    wanted = (
        "regions industry employment establishments lq focus size stars known_share"
    )
    assert set(told["clusters"][0]) >= set(wanted.split())
    assert told["clusters"][0]["growth"] is None
    assert isinstance(told["clusters"][0]["employment"], int)


def test_the_order_of_rows_and_the_kind_of_table_do_not_matter(
    georgia, georgia_neighbours
):
    expected = cluster_map(georgia, neighbours=georgia_neighbours)
    shuffled = replace(
        georgia,
        cells=georgia.cells.sample(fraction=1, shuffle=True, seed=1).to_pandas(),
        region_totals=georgia.region_totals.lazy(),
        industry_totals=georgia.industry_totals.to_arrow(),
    )
    found = cluster_map(shuffled, neighbours=georgia_neighbours.reverse().to_pandas())
    same(found, expected)
    lazy = replace(georgia, cells=georgia.cells.lazy())
    same(cluster_map(lazy, neighbours=georgia_neighbours), expected)


def same(found: ClusterMap, expected: ClusterMap) -> None:
    assert found.funnel == expected.funnel
    assert found.known_share == pytest.approx(expected.known_share)
    for column in ("regions", "industry", "stars", "unknown_regions"):
        assert found.clusters[column].equals(expected.clusters[column])
    for column in ("lq", "strength"):
        pairs = zip(found.clusters[column], expected.clusters[column], strict=True)
        assert all(one == pytest.approx(other) for one, other in pairs)


def test_no_rows_give_an_empty_map():
    result = cluster_map(replace(HAND, cells=HAND.cells.clear()), neighbours=ROW)
    assert result.to_dict()["clusters"] == []
    assert result.funnel["listed"] == 0
    bare = RegionIndustryTable(HAND.cells.clear())
    assert cluster_map(bare).known_share is None


def test_zeros_are_listed_and_are_no_clusters():
    nobody = without(HAND, employment=pl.lit(0))
    result = cluster_map(
        replace(nobody, region_totals=None, industry_totals=None, grand_total=None)
    )
    assert result.clusters.height == 0
    assert set(result.cells["left_out"]) == {"undefined"}


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (HAND.cells.vstack(HAND.cells[:1]), "more than one row for “a”, “1391”"),
        (HAND.cells.drop("employment"), "no column “employment”"),
        (HAND.cells.with_columns(employment=-1), "“-1.*” is not a count"),
    ],
)
def test_bad_cells_are_a_sentence(cells, says):
    with pytest.raises(InputError, match=says):
        cluster_map(replace(HAND, cells=cells))
    with pytest.raises(InputError, match=says):
        cluster_map(replace(HAND, cells=cells.lazy()))


def test_settings_out_of_range_are_refused():
    with pytest.raises(InputError, match="“lq” is -1; give a number of zero or more"):
        Thresholds(lq=-1)
    with pytest.raises(InputError, match="not of “wages”"):
        cluster_map(HAND, value="wages")


def test_a_neighbour_unknown_in_another_industry_is_none_of_this_cluster():
    firms = pl.Series([200, 250, 20, 20, 800, 750, None, 980])
    cluster = only(without(HAND, employment=firms), neighbours=ROW)
    assert cluster["unknown_regions"] == []


def test_nobody_is_no_cluster_however_low_the_threshold():
    nobody = pl.Series([200, 250, 0, 20, 800, 750, 1_000, 980])
    everything = Thresholds(lq=0, establishments=0, employment=0)
    result = cluster_map(without(HAND, employment=nobody), thresholds=everything)
    assert result.funnel["specialised"] == 7


def test_growth_of_the_carpet_makers_of_whitfield(georgia_years):
    """As published: from 11,233 persons in 2015 to 11,822 in 2018."""
    first = cluster_map(georgia_years).to_dict()["clusters"][0]
    assert first["regions"] == ["13313"]
    assert first["growth"] == pytest.approx(11_822 / 11_233 - 1)


def test_stars_come_before_strength(georgia):
    places = cluster_map(georgia).clusters.select("stars", "strength").rows()
    assert places == sorted(places, reverse=True)
    strength = [strength for _, strength in places]
    assert strength != sorted(strength, reverse=True)  # the two orders do differ


def test_an_earlier_year_has_its_own_grand_total():
    """The given one is of the last year: 4,000. In 2015 there were 4 x 900."""
    years = [2015, 2018]
    cells = pl.concat([HAND.cells.with_columns(year=pl.lit(year)) for year in years])
    totals = pl.DataFrame(
        {
            "region": list("abcd") * 2,
            "year": [2015] * 4 + [2018] * 4,
            "employment": [900] * 4 + [1_000] * 4,
        }
    )
    table = replace(HAND, cells=cells, region_totals=totals)
    for year, expected in ((2015, 3_600), (2018, 4_000)):
        result = cluster_map(table, neighbours=ROW, year=year)
        assert result.clusters["reference_total"].item() == expected


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        # One cell of three, and two: “its” goes with the one that is unknown.
        (1, "The map cannot judge 1 cell (of 3): its employment is unknown"),
        (2, "The map cannot judge 2 cells (of 3): their employment is unknown"),
    ],
)
def test_the_unknown_are_counted_and_not_all_cells(hidden, said):
    figures = [None] * hidden + [5.0] * (3 - hidden)
    cells = pl.DataFrame(
        {"region": ["a", "b", "c"], "industry": ["x"] * 3, "employment": figures},
        schema_overrides={"employment": pl.Float64},
    )
    found = cluster_map(RegionIndustryTable(cells))
    assert any(str(note).startswith(said) for note in found.notes)


def test_a_total_one_less_than_rounded_parts_mixes_nothing():
    """Four parts of 25, rounded each, may add up to 2 more than 98, not to 6 more."""

    def told(total: int) -> str:
        cells = pl.DataFrame(
            {
                "region": list("abcd") * 2,
                "industry": ["x"] * 4 + ["y"] * 4,
                "establishments": [25.0] * 8,
                "employment": [None] * 8,
            },
            schema_overrides={"employment": pl.Float64},
        )
        totals = pl.DataFrame({"industry": ["x", "y"], "establishments": [total, 100]})
        table = RegionIndustryTable(cells=cells, industry_totals=totals)
        return " ".join(map(str, cluster_map(table, value="establishments").notes))

    assert "add up to more than" not in told(98)
    assert "“x”, add up to more than" in told(94)


def test_indices_of_plants_that_come_twice_are_refused_by_their_name():
    cells = pl.DataFrame({"region": ["a"], "industry": ["10"], "employment": [9.0]})
    twice = pl.DataFrame({"industry": ["10", "10"], "plant_herfindahl": [0.2, 0.3]})
    with pytest.raises(InputError, match="Herfindahl indices of plants"):
        cluster_map(RegionIndustryTable(cells, plants=twice))
