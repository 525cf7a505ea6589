"""What stands behind a cluster, by hand."""

import polars as pl
import pytest

from distretto.analysis.selection.background import cluster_background
from distretto.analysis.selection.growth.explained import explain_growth
from distretto.analysis.selection.table import RegionIndustryTable

# Two years of four regions. Mills and dyers are in a and b, shops everywhere.
CELLS = pl.DataFrame(
    {
        "region": ["a", "b", "a", "b", "a", "b", "c", "d"] * 2,
        "industry": (["mill"] * 2 + ["dye"] * 2 + ["shop"] * 4) * 2,
        "year": [2015] * 8 + [2020] * 8,
        "employment": [
            *(100, 50, 10, 10, 200, 200, 200, 230),
            *(150, 60, 12, 10, 220, 210, 200, 250),
        ],
        "establishments": [1] * 16,
    }
)


def behind(cells: pl.DataFrame = CELLS, **more):
    table = RegionIndustryTable(cells, industry_names={"dye": "Dyers"})
    asked = {"regions": ["a", "b"], "industry": "mill", **more}
    return cluster_background(table, **asked)


def test_growth_is_of_the_regions_together_and_adds_up():
    """150 mill jobs to 210. All jobs: 1,000 to 1,112, 11.2 %, mills 40 %.

    Mills are in no other region: nothing of it is of the place itself.
    """
    growth = behind().growth
    assert (growth["value_start"], growth["value_end"]) == (150, 210)
    assert growth["national"] == pytest.approx(150 * 0.112)
    assert growth["mix"] == pytest.approx(150 * (0.4 - 0.112))
    assert growth["regional"] == pytest.approx(0)
    assert (growth["from"], growth["to"]) == (2015, 2020)


def test_growth_of_one_region_is_what_the_command_tells():
    growth = behind(regions=["a"]).growth
    told = explain_growth(RegionIndustryTable(CELLS), region="a", by="industry")
    row = told.rows.filter(code="mill").row(0, named=True)
    for name in ("national", "mix", "regional", "change"):
        assert growth[name] == pytest.approx(row[name])


def test_a_year_that_is_hidden_leaves_the_growth_unknown():
    hidden = CELLS.with_columns(
        employment=pl.when(pl.col("year") == 2015, pl.col("region") == "b")
        .then(None)
        .otherwise("employment")
    )
    assert behind(hidden).growth is None
    assert behind(CELLS.filter(year=2020)).growth is None


def test_a_year_that_does_not_list_a_region_leaves_the_growth_unknown():
    """As on the map: a place that was not surveyed had somebody, nobody knows whom."""
    found = behind(CELLS.filter((pl.col("year") == 2020) | (pl.col("region") != "b")))
    assert found.growth is None
    # Of a pair that a surveyed place does not list, there was none: 100 to 210.
    unlisted = (pl.col("year") == 2015) & (pl.col("region") == "b")
    unlisted &= pl.col("industry") == "mill"
    assert behind(CELLS.filter(~unlisted)).growth["value_start"] == 100


def test_a_published_total_of_one_region_is_not_that_of_two():
    """Of b no total was published: then that of both is the sum of what is seen."""
    totals = pl.DataFrame({"region": ["a", "c", "d"], "employment": [400, 300, 400]})
    table = RegionIndustryTable(
        CELLS.filter(year=2020).drop("year"), region_totals=totals
    )
    found = cluster_background(table, regions=["a", "b"], industry="mill").related
    assert found["value"].to_list() == [22]
    whole = 662 + 300 + 400
    assert found["lq"].to_list() == pytest.approx([(22 / 662) / (22 / whole)])


def test_codes_may_be_numbers():
    numbers = CELLS.with_columns(
        pl.col("region").replace_strict({"a": 1, "b": 2, "c": 3, "d": 4})
    )
    assert behind(numbers, regions=["1", "2"]).growth["value_end"] == 210


def test_what_goes_with_it_and_what_of_that_is_here():
    """a and b have both, of two with each: proximity 1; 22 of 22 dyers are here.

    LQ here: (22 / 662) / (22 / 1,112). Shops are nowhere specialised beside them.
    """
    [dyers] = behind().related.to_dicts()
    assert (dyers["code"], dyers["name"], dyers["both"]) == ("dye", "Dyers", 2)
    assert dyers["proximity"] == 1
    assert dyers["by_chance"] == pytest.approx(2 * 2 / 4)
    assert dyers["value"] == 22
    assert dyers["lq"] == pytest.approx((22 / 662) / (22 / 1_112))


def test_what_is_not_listed_is_not_here_and_what_is_hidden_is_unknown():
    elsewhere = behind(regions=["c"]).related.to_dicts()[0]
    assert (elsewhere["value"], elsewhere["lq"]) == (0, 0)
    hidden = pl.DataFrame(
        {
            "region": ["c"],
            "industry": ["dye"],
            "year": [2020],
            "employment": [None],
            "establishments": [1],
        },
        schema=CELLS.schema,
    )
    told = behind(pl.concat([CELLS, hidden]), regions=["c"]).related
    assert told["value"].to_list() == told["lq"].to_list() == [None]


def test_carpets_of_georgia(georgia):
    """With one year there is no growth; wholesale of furnishings goes with carpets."""
    found = cluster_background(
        georgia, regions=["13313", "13129", "13213"], industry="3141"
    )
    assert found.growth is None
    assert "4232" in found.related["code"].to_list()
