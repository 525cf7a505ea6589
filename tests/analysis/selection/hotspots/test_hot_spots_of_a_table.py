"""Hot spots of an industry and of all, from a table of regions and industries."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from distretto.analysis.selection.hotspots.by_industry import hot_spots_by_industry
from distretto.analysis.selection.hotspots.figures import spots
from distretto.analysis.selection.hotspots.local_moran import local_moran
from distretto.analysis.selection.hotspots.of_industry import hot_spots_of_industry
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError

SIDE = 9
CODES = [f"r{row}{column}" for row in range(SIDE) for column in range(SIDE)]
NEIGHBOURS = pl.DataFrame(
    [
        (f"r{r}{c}", f"r{r + down}{c + right}")
        for r in range(SIDE)
        for c in range(SIDE)
        for down, right in ((0, 1), (1, 0))
        if r + down < SIDE and c + right < SIDE
    ],
    schema=["region", "neighbour"],
    orient="row",
)
# Nine regions around r11 have 50 of their 100 jobs in carpets, r55 has 5, none else.
CARPETS = {f"r{r}{c}": 50 for r in range(3) for c in range(3)} | {"r55": 5}


def table(hidden: tuple[str, ...] = (), **more: object) -> RegionIndustryTable:
    cells = [
        (code, "carpets", None if code in hidden else jobs)
        for code, jobs in CARPETS.items()
    ]
    cells += [(code, "other", 100 - CARPETS.get(code, 0)) for code in CODES]
    frame = pl.DataFrame(
        cells, schema=["region", "industry", "employment"], orient="row"
    )
    totals = pl.DataFrame({"region": CODES, "employment": [100] * len(CODES)})
    return RegionIndustryTable(frame, region_totals=totals, **more)


def of_carpets(given: RegionIndustryTable, **asked: object):
    return hot_spots_of_industry(given, NEIGHBOURS, "carpets", **asked)


def test_the_core_of_a_district_is_one_hot_spot():
    """By hand: 455 of 8,100 jobs are in carpets, so that LQ is 0.5 / (455 / 8100)."""
    found = of_carpets(table())
    hot = found.rows.filter(pl.col("hot_spot").is_not_null())
    assert {"r11", "r10", "r01"} <= set(hot["code"]) <= set(CARPETS) - {"r55"}
    assert hot["hot_spot"].unique().to_list() == [1]
    first = found.rows.row(0, named=True)
    assert first["lq"] == pytest.approx(0.5 * 8100 / 455)
    assert found.settings["hot_share"] == pytest.approx(hot.height * 50 / 455)
    assert found.rows.height == 81 and found.settings["regions_measured"] == 81


def test_it_is_the_local_moran_of_all_quotients_with_zero_where_nothing_is_listed():
    found = of_carpets(table(), permutations=199, seed=3)
    quotients = pl.DataFrame(
        {"region": CODES, "lq": [CARPETS.get(c, 0) / 100 / (455 / 8100) for c in CODES]}
    )
    own = local_moran(quotients, NEIGHBOURS, value="lq", permutations=199, seed=3)
    local = dict(zip(own.regions, own.local, strict=True))
    for code, here in found.rows.select("code", "local_moran").iter_rows():
        assert here == pytest.approx(local[code])
    assert found.settings["moran"] == pytest.approx(own.moran)


def test_the_mean_of_neighbours_is_in_the_unit_of_the_measure():
    """By hand: r11 has four neighbours of 50 jobs, r55 four of none."""
    rows = of_carpets(table(), measure="count").rows
    around = dict(rows.select("code", "neighbours_mean").iter_rows())
    assert around["r11"] == pytest.approx(50)
    assert around["r55"] == pytest.approx(0, abs=1e-9)


def test_a_hidden_region_is_left_out_by_name_and_is_not_zero():
    found = of_carpets(table(hidden=("r11",), region_names={"r11": "Dalton"}))
    last = found.rows.filter(code="r11").row(0, named=True)
    assert last["left_out"] == "unknown" and last["p_value"] is None
    assert found.settings["regions_measured"] == 80
    assert "1 region of 81 has no known figure" in str(found.notes[0])
    assert "“Dalton”" in str(found.notes[0])
    # r01 has r00, r02 left: its mean is not pulled down by a zero.
    around = dict(found.rows.select("code", "neighbours_mean").iter_rows())
    assert around["r01"] == pytest.approx(found.rows.filter(code="r00")["lq"][0])


def test_an_island_is_named():
    pairs = NEIGHBOURS.filter(pl.col("region") != "r00")
    found = hot_spots_of_industry(table(), pairs, "carpets")
    assert found.rows.filter(code="r00")["left_out"].to_list() == ["no_neighbours"]
    assert any("no neighbour with a known figure" in str(n) for n in found.notes)


def test_a_share_of_the_region_has_the_hot_spots_of_the_quotient():
    """LQ is the share times one number, which changes no z and no p-value."""
    shares = pl.DataFrame(
        {"region": CODES, "share": [CARPETS.get(code, 0) / 100 for code in CODES]}
    )
    own = local_moran(shares, NEIGHBOURS, value="share", permutations=99)
    rows = of_carpets(table(), permutations=99).rows
    told = dict(rows.select("code", "p_value").iter_rows())
    np.testing.assert_allclose([told[code] for code in own.regions], own.p_value)


def test_symmetric_quotients_and_counts_are_measures_too():
    by_slq = of_carpets(table(), measure="slq").rows
    # By hand: (LQ - 1) / (LQ + 1) of nothing is -1.
    assert by_slq.filter(code="r66")["slq"].to_list() == [-1]
    by_count = of_carpets(table(), measure="count")
    assert any("large regions are hot" in str(note) for note in by_count.notes)


def test_few_draws_are_said_to_be_too_few():
    found = of_carpets(table(), permutations=19)
    assert found.rows["is_significant"].sum() == 0
    assert any("3,240 draws would tell" in str(note) for note in found.notes)


@pytest.mark.parametrize(
    ("industry", "asked", "code"),
    [
        ("carpet", {}, "no_such_code"),
        ("carpets", {"measure": "share"}, "no_such_measure"),
        ("carpets", {"value": "firms"}, "no_such_value"),
    ],
)
def test_what_cannot_be_measured_is_told(industry, asked, code):
    with pytest.raises(InputError) as refusal:
        hot_spots_of_industry(table(), NEIGHBOURS, industry, **asked)
    assert refusal.value.code == code


def test_an_industry_that_is_hidden_everywhere_is_told():
    with pytest.raises(InputError) as refusal:
        of_carpets(table(hidden=tuple(CARPETS)))
    assert refusal.value.code == "industry_unseen"


def test_all_industries_by_their_hot_regions():
    found = hot_spots_by_industry(table(), NEIGHBOURS)
    first = found.rows.row(0, named=True)
    alone = of_carpets(table())
    assert first["code"] == "carpets"
    assert first["hot_spots"] == 1
    hot = alone.rows.filter(pl.col("hot_spot").is_not_null())
    assert first["hot_regions"] == hot.height
    assert sorted(first["hot_names"].split("; ")) == sorted(hot["code"])
    assert first["regions_with"] == 10 and first["regions_measured"] == 81
    assert any("by chance, about 0.1" in str(note) for note in found.notes)


def test_what_there_is_no_time_for_is_named():
    """By hand: 455 jobs are in carpets, and the other 7,645 of 8,100 in the others."""
    found = hot_spots_by_industry(
        table(), NEIGHBOURS, permutations=99, most_draws=99 * 81
    )
    assert found.rows["code"].to_list() == ["other"]
    said = "1 industry of fewer known jobs was left out"
    assert any(said in str(n) and "“carpets”" in str(n) for n in found.notes)


@pytest.mark.parametrize(
    ("known", "kept", "said"),
    [
        ((5, 1), "carpets", "of fewer establishments"),
        ((5, None), "other", "of fewer known jobs"),
    ],
)
def test_large_industries_are_those_of_most_plants_where_all_are_known(
    known, kept, said
):
    """By hand: carpets have 10 x 5 = 50 plants and 455 jobs, the others 1 and 7,645."""
    plants, others = known
    first = (pl.col("industry") == "other") & (pl.col("region") == "r00")
    cells = pl.DataFrame(table().cells).with_columns(
        establishments=pl.when(pl.col("industry") == "carpets")
        .then(plants)
        .when(first)
        .then(others)
        .otherwise(0)
    )
    found = hot_spots_by_industry(
        RegionIndustryTable(cells), NEIGHBOURS, permutations=99, most_draws=99 * 81
    )
    assert found.rows["code"].to_list() == [kept]
    assert any(said in str(note) for note in found.notes)


def test_an_industry_of_two_regions_is_not_measured():
    cells = pl.concat(
        [
            table().cells,
            pl.DataFrame(
                {"region": ["r00", "r66"], "industry": "rare", "employment": [3, 4]}
            ).cast({"employment": pl.Int64}),
        ]
    )
    found = hot_spots_by_industry(RegionIndustryTable(cells), NEIGHBOURS)
    assert "rare" not in found.rows["code"]
    assert "fewer than 3 regions" in str(found.notes[0])


def test_an_industry_that_is_the_same_everywhere_is_told_for_what_it_is():
    """10 jobs in each of 81 regions: many have it, and none more than others."""
    flat = pl.DataFrame({"region": CODES}).with_columns(
        industry=pl.lit("flat"), employment=pl.lit(10, pl.Int64)
    )
    cells = pl.concat([table().cells, flat])
    found = hot_spots_by_industry(
        RegionIndustryTable(cells), NEIGHBOURS, measure="count", permutations=99
    )
    assert sorted(found.rows["code"]) == ["carpets", "other"]
    assert str(found.notes[0]) == (
        "1 industry whose figure is the same in all regions where it is known has no "
        "hot spots and was not measured: “flat”."
    )
    assert not any("fewer than 3 regions" in str(note) for note in found.notes)


def test_many_hidden_figures_are_warned_of():
    """Nine of ten regions that have carpets are hidden: those seen are no sample."""
    frame = pl.DataFrame(table(hidden=tuple(list(CARPETS)[:9])).cells).with_columns(
        establishments=pl.lit(2)
    )
    found = of_carpets(RegionIndustryTable(frame))
    said = " ".join(map(str, found.notes))
    assert "11% of the figures are unknown" in said
    assert "The number of establishments is known of every cell" in said


@pytest.mark.parametrize(("weight", "count"), [(1.0, 1), (0.0, 2), (None, 2)])
def test_neighbours_of_no_weight_join_no_spots(weight, count):
    found = local_moran(
        pl.DataFrame({"region": ["a", "b", "c"], "lq": [3, 2, 1]}),
        pl.DataFrame({"region": ["a", "b"], "neighbour": ["b", "c"]}),
        value="lq",
    )
    both = replace(
        found,
        quadrant=("high-high", "high-high", None),
        is_significant=np.array([True, True, False]),
    )
    pairs = pl.DataFrame(
        {"region": ["a"], "neighbour": ["b"], "w": [weight]},
        schema_overrides={"w": pl.Float64},
    )
    assert spots(both, pairs, "w")["hot_spot"].n_unique() == count
