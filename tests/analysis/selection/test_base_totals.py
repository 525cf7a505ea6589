"""Totals within a base: by hand, as properties, and on Georgia's own file."""

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.analysis.selection.base_totals import base_totals, prefixes
from distretto.analysis.selection.cluster_map import Thresholds, cluster_map
from distretto.analysis.selection.specialisation import location_quotient
from distretto.analysis.selection.table import RegionIndustryTable

CARPET_DISTRICT = ["13129", "13213", "13313"]  # Gordon, Murray and Whitfield
METAL = ["13107", "13163", "13245"]  # Emanuel, Jefferson and Richmond
OPEN = Thresholds(lq=0, establishments=0, employment=0)

# Manufacturing of three regions; of the rest of the economy only a cell is listed.
#        3111   3112   3321 | 311 told  31-33 told    within manufacturing
# a       100      ?     50 |      140           ?    140 + 50 = 190
# b        10     20      ? |        -         500    500
# c         ?      5      7 |        -           -    unknown
# d         3      4      - |        -           -    3 + 4 = 7
# The nation employs 2,000 in manufacturing, 400 of them in 3111.
CELLS = pl.DataFrame(
    [
        *[("a", "3111", 100.0), ("a", "3112", None), ("a", "3321", 50.0)],
        *[("b", "3111", 10.0), ("b", "3112", 20.0), ("b", "3321", None)],
        *[("c", "3111", None), ("c", "3112", 5.0), ("c", "3321", 7.0)],
        *[("d", "3111", 3.0), ("d", "3112", 4.0), ("d", "4411", 900.0)],
    ],
    schema=["region", "industry", "employment"],
    orient="row",
)
TOLD = pl.DataFrame(
    [("a", "311", 140.0), ("a", "31-33", None), ("b", "31-33", 500.0)],
    schema=["region", "industry", "employment"],
    orient="row",
)
TABLE = RegionIndustryTable(
    CELLS,
    industry_totals=pl.DataFrame(
        {
            "industry": ["3111", "3112", "3321", "4411"],
            "employment": [400.0, 600.0, 300.0, 9_000.0],
        }
    ),
    region_group_totals=TOLD,
    group_totals=pl.DataFrame({"industry": ["31-33"], "employment": [2_000.0]}),
    classification="NAICS2017",
)


def by_region(found) -> dict:
    cells = found.cells.select("region", "region_total").unique()
    return dict(cells.iter_rows())


def test_published_groups_fill_what_cells_hide():
    found = cluster_map(TABLE, base="manufacturing", thresholds=OPEN)
    assert by_region(found) == {"a": 190, "b": 500, "c": None, "d": 7}
    quotients = {
        row["region"]: row["lq"]
        for row in found.cells.filter(pl.col("industry") == "3111").to_dicts()
    }
    share = 400 / 2_000
    assert quotients["a"] == pytest.approx(100 / 190 / share)
    assert quotients["b"] == pytest.approx(10 / 500 / share)
    assert quotients["c"] is None
    assert quotients["d"] == pytest.approx(3 / 7 / share)


def test_what_cannot_be_judged_is_counted_in_a_note():
    notes = [*map(str, cluster_map(TABLE, base="manufacturing", thresholds=OPEN).notes)]
    told = [note for note in notes if "cannot be judged" in note]
    assert len(told) == 1
    assert told[0].startswith("In 1 region (of 4) the total")
    assert told[0].endswith("Known cells that cannot be judged: 2.")
    assert not any("no quotient" in note for note in notes)


def test_a_list_of_codes_takes_the_groups_that_it_fills():
    # 311 lies in the list as a whole, 31-33 does not: 3321 is not listed.
    food = cluster_map(TABLE, base=["3111", "3112"], thresholds=OPEN)
    assert by_region(food) == {"a": 140, "b": 30, "c": None, "d": 7}
    part = cluster_map(TABLE, base=["3111", "3321"], thresholds=OPEN)
    assert by_region(part) == {"a": 150, "b": None, "c": None, "d": 3}


def test_without_groups_a_sum_with_a_hidden_cell_is_no_total():
    bare = replace(TABLE, region_group_totals=None, group_totals=None)
    found = cluster_map(bare, base="manufacturing", thresholds=OPEN)
    assert by_region(found) == {"a": None, "b": None, "c": None, "d": 7}
    lq = location_quotient(
        CELLS, base=["3111", "3112", "3321"], value="employment"
    ).filter(pl.col("region") != "d")
    assert lq["lq"].null_count() == lq.height


def test_totals_within_the_base_can_be_given_with_the_cells():
    within = pl.DataFrame({"region": ["a", "b"], "employment": [190.0, 500.0]})
    found = location_quotient(
        CELLS,
        base=["3111", "3112", "3321"],
        base_totals=within,
        base_total=2_000,
        industry_totals=TABLE.industry_totals,
        region_totals=pl.DataFrame({"region": ["a"], "employment": [7_777]}),
        grand_total=8_888,
    )
    lq = dict(found.filter(pl.col("industry") == "3111").select("region", "lq").rows())
    assert lq["a"] == pytest.approx(100 / 190 / (400 / 2_000))
    assert lq["b"] == pytest.approx(10 / 500 / (400 / 2_000))
    assert lq["c"] is None and lq["d"] == pytest.approx(3 / 7 / (400 / 2_000))


@pytest.mark.parametrize(
    ("group", "starts"),
    [
        ("31-33", ("31", "32", "33")),
        ("08-10", ("08", "09", "10")),
        ("311", ("311",)),
        ("C10", ("C10",)),
        ("1011-1", ("1011-1",)),
    ],
)
def test_how_the_codes_of_a_group_begin(group, starts):
    assert prefixes(group) == starts


amounts = st.lists(
    st.one_of(st.none(), st.integers(0, 1_000).map(float)), min_size=6, max_size=6
)


@given(amounts, amounts, st.sets(st.integers(0, 5)))
def test_what_is_known_is_right_whatever_is_hidden(first, second, shown):
    """Truth: hidden cells hold 1,000. Published groups are sums of the truth."""
    codes = ["3111", "3112", "3121", "3122", "3311", "3312"]
    groups = {"31-33": "3", "311": "311", "312": "312", "331": "331"}
    rows = [
        (region, code, amount)
        for region, held in (("a", first), ("b", second))
        for code, amount in zip(codes, held, strict=True)
    ]
    schema = ["region", "industry", "employment"]
    kinds = {"employment": pl.Float64}
    cells = pl.DataFrame(rows, schema, orient="row", schema_overrides=kinds)
    truth = cells.with_columns(pl.col("employment").fill_null(1_000))
    told = [
        (
            region,
            group,
            truth.filter(
                pl.col("region") == region, pl.col("industry").str.starts_with(start)
            )["employment"].sum()
            if 4 * (region == "b") + place in shown
            else None,
        )
        for region in "ab"
        for place, (group, start) in enumerate(groups.items())
    ]
    published = pl.DataFrame(told, schema, orient="row", schema_overrides=kinds)
    found = base_totals(
        cells, published, value="employment", inside=codes, industries=[*codes, "4411"]
    )
    totals = dict(found.rows())
    for region, held in (("a", first), ("b", second)):
        right = truth.filter(pl.col("region") == region)["employment"].sum()
        assert totals[region] is None or totals[region] == right
        if None not in held:
            assert totals[region] == right
    if 0 in shown:  # the sector of the first region was published
        assert totals["a"] is not None


def rows_of(
    georgia_rows, level: str, industry: str, regions: list[str]
) -> pl.DataFrame:
    return georgia_rows.filter(
        pl.col("agglvl_code") == int(level),
        pl.col("own_code") == 5,
        pl.col("industry") == industry,
        pl.col("region").is_in(regions),
    )


def test_georgia_s_carpets_within_manufacturing(
    georgia, georgia_rows, georgia_neighbours
):
    """18,662 of 33,084 in the three counties, 25,449 of 406,818 in the state.

    All four are rows of the file: sectors of the counties (level 74) and of the
    state (54), the industry in them (76) and in the state (56).
    """
    carpets = rows_of(georgia_rows, "76", "3141", CARPET_DISTRICT)["employment"].sum()
    sector = rows_of(georgia_rows, "74", "31-33", CARPET_DISTRICT)["employment"].sum()
    state = rows_of(georgia_rows, "54", "31-33", ["13000"])["employment"].item()
    industry = rows_of(georgia_rows, "56", "3141", ["13000"])["employment"].item()
    assert (carpets, sector, industry, state) == (18_662, 33_084, 25_449, 406_818)
    found = cluster_map(georgia, base="manufacturing", neighbours=georgia_neighbours)
    first = found.clusters.row(0, named=True)
    assert sorted(first["regions"]) == CARPET_DISTRICT
    assert first["focus"] == pytest.approx(18_662 / 33_084)  # 0.564
    assert first["lq"] == pytest.approx((18_662 / 33_084) / (25_449 / 406_818))
    assert first["lq"] == pytest.approx(9.0, abs=0.05)


def test_georgia_s_metal_structures_within_manufacturing(georgia, georgia_rows):
    """Emanuel, Jefferson, Richmond: 772 of the 10,272 published, and not of 2,075."""
    sector = rows_of(georgia_rows, "74", "31-33", METAL)
    published = dict(sector.select("region", "employment").rows())
    assert published == {"13107": 1_483, "13163": 926, "13245": 7_863}
    state = rows_of(georgia_rows, "56", "3323", ["13000"])["employment"].item()
    found = cluster_map(georgia, base="manufacturing")
    cells = found.cells.filter(
        pl.col("region").is_in(METAL), pl.col("industry") == "3323"
    )
    jobs, whole = cells["employment"].sum(), cells["region_total"].sum()
    assert (jobs, whole) == (502 + 76 + 194, 1_483 + 926 + 7_863)
    by_hand = (772 / 10_272) / (state / 406_818)
    assert by_hand == pytest.approx(2.5, abs=0.05)
    joined = jobs / whole / cells["reference_share"][0]
    assert joined == pytest.approx(by_hand)
    # Richmond by itself is below the state's share, so the three are no cluster.
    richmond = cells.filter(pl.col("region") == "13245")["lq"].item()
    assert richmond == pytest.approx((194 / 7_863) / (state / 406_818))
    assert richmond < 1


def test_georgia_s_hidden_sectors_are_unknown_and_told(georgia):
    """18 counties have a hidden row 31-33 (disclosure code N), 137 a published one."""
    found = cluster_map(georgia, base="manufacturing")
    totals = by_region(found)
    assert len(totals) == 155
    assert sum(total is None for total in totals.values()) == 18
    assert any("In 18 regions (of 155)" in note for note in map(str, found.notes))


def test_neighbours_of_the_carpet_district_that_may_belong(
    georgia, georgia_rows, georgia_neighbours
):
    """Six by the file: counties beside the three with a row of 3141 that is hidden."""
    beside = georgia_neighbours.filter(pl.col("region").is_in(CARPET_DISTRICT))
    around = set(beside["neighbour"]) - set(CARPET_DISTRICT)
    hidden = georgia_rows.filter(
        pl.col("agglvl_code") == 76,
        pl.col("industry") == "3141",
        pl.col("disclosure_code") == "N",
        pl.col("region").is_in(list(around)),
    )["region"].to_list()
    assert sorted(hidden) == ["13015", "13047", "13111", "13115", "13227", "13295"]
    first = cluster_map(georgia, neighbours=georgia_neighbours).clusters.row(
        0, named=True
    )
    assert first["unknown_regions"] == sorted(hidden)
