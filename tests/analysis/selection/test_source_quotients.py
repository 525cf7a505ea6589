"""Within a base, every command takes the same quotients, and none where none are known.

Food is compared (3111, 3121), in jobs: Atlanta hides one of its two figures.

            3111  3121  5211
    Atlanta   60     ?    40
    Bibb      40    60   100
    Cobb      10    90   100
"""

import polars as pl
import pytest

from distretto.analysis.selection.cluster_map import cluster_map
from distretto.analysis.selection.hotspots.of_industry import hot_spots_of_industry
from distretto.analysis.selection.quotients.one_region import industries_of_region
from distretto.analysis.selection.relatedness.by_complexity import regions_by_complexity
from distretto.analysis.selection.relatedness.prospects import prospects_of_region
from distretto.analysis.selection.relatedness.table_matrix import table_matrix
from distretto.analysis.selection.table import RegionIndustryTable

REGIONS = ("Atlanta", "Bibb", "Cobb")
FOOD = ("3111", "3121")
CELLS = pl.DataFrame(
    {
        "region": [region for region in REGIONS for _ in range(3)],
        "industry": [*FOOD, "5211"] * 3,
        "employment": [60.0, None, 40.0, 40.0, 60.0, 100.0, 10.0, 90.0, 100.0],
        "establishments": [5.0] * 9,
    }
)
PAIRS = pl.DataFrame({"region": REGIONS, "neighbour": ["Bibb", "Cobb", "Atlanta"]})
SECTOR = pl.DataFrame(
    {"region": ["Atlanta"], "industry": ["31"], "employment": [100.0]}
)


def of_map(table, region: str) -> dict[str, float | None]:
    cells = cluster_map(table, base=FOOD).cells.filter(region=region)
    return dict(cells.select("industry", "lq").iter_rows())


def of_region(table, region: str) -> dict[str, float | None]:
    rows = industries_of_region(table, region, base=FOOD).rows
    return dict(rows.select("code", "lq").iter_rows())


def of_matrix(table, region: str) -> dict[str, float | None]:
    matrix = table_matrix(table, "employment", FOOD, None, 1.0)
    row = matrix.lq[matrix.regions.index(region)]
    return dict(zip(matrix.industries, pl.Series(row).fill_nan(None), strict=True))


def of_hot_spots(table, region: str) -> dict[str, float | None]:
    found = {
        each: hot_spots_of_industry(table, PAIRS, each, base=FOOD, permutations=19)
        for each in FOOD
    }
    return {each: of.rows.filter(code=region)["lq"][0] for each, of in found.items()}


everywhere = pytest.mark.parametrize(
    "quotients", [of_map, of_region, of_matrix, of_hot_spots]
)


@everywhere
def test_a_region_that_hides_a_part_of_the_base_has_no_quotients(quotients):
    """What is seen of Atlanta's food is not the whole of it."""
    table = RegionIndustryTable(CELLS)
    assert quotients(table, "Atlanta") == {"3111": None, "3121": None}


@everywhere
def test_quotients_of_a_whole_region_are_by_hand(quotients):
    """Food seen has 60 + 100 + 100 jobs, 110 of them in 3111: .4 / (110 / 260)."""
    lq = quotients(RegionIndustryTable(CELLS), "Bibb")
    assert lq["3111"] == pytest.approx(0.4 / (110 / 260))
    assert lq["3121"] == pytest.approx(0.6 / (150 / 260))


def test_a_sector_that_was_published_is_the_total_of_the_base():
    """Atlanta's 100 jobs in 31: .6 / (110 / 260)."""
    table = RegionIndustryTable(
        CELLS.with_columns(pl.col("industry").replace({"3121": "3112"})),
        region_group_totals=SECTOR,
    )
    told = table_matrix(table, "employment", ("3111", "3112"), None, 1.0)
    assert told.lq[0, 0] == pytest.approx(0.6 / (110 / 260))
    row = industries_of_region(table, "Atlanta", base=("3111", "3112")).rows
    assert row.filter(code="3111")["lq"][0] == told.lq[0, 0]


def test_it_is_said_why_there_are_none():
    table = RegionIndustryTable(CELLS)
    said = (
        "In 1 region (of 3) the total of the industries compared is unknown, because "
        "figures are hidden there"
    )
    for found in (
        cluster_map(table, base=FOOD),
        regions_by_complexity(table, base=FOOD),
        prospects_of_region(table, "Bibb", base=FOOD),
    ):
        told = [str(note) for note in found.notes]
        assert any(said in note and "judged: 1." in note for note in told)
    here, there = (
        " ".join(map(str, industries_of_region(table, region, base=FOOD).notes))
        for region in ("Atlanta", "Bibb")
    )
    assert "There are no quotients: the region's total" in here
    assert "There are no quotients" not in there


def test_what_cannot_be_judged_is_not_counted_as_hidden():
    """Of six pairs one is hidden; of Atlanta's other one the figure is known."""
    found = prospects_of_region(RegionIndustryTable(CELLS), "Bibb", base=FOOD)
    assert any("Of 6 pairs" in str(n) and "1 is hidden" in str(n) for n in found.notes)


def test_the_whole_table_is_compared_as_before():
    """By hand: of Atlanta's 100 jobs seen, .6 in 3111; of 500 in all, 110."""
    table = RegionIndustryTable(CELLS)
    told = table_matrix(table, "employment", None, None, 1.0)
    assert told.lq[0, 0] == pytest.approx(0.6 / (110 / 500))
