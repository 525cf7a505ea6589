"""Every index of concentration at once, worked by hand and on open data.

Shoes have 60 of 100 jobs in Kano, 40 in Jos, in five plants of 20; all industries have
200, 300 and 500 jobs in Kano, Jos and Lagos. So a = .2 .3 .5, q = .6 .4 0.

    Hoover = (.4 + .1 + .5) / 2 = .5
    Gini: LQ is 0, 4/3, 3 in Lagos, Jos, Kano; Q = 0, .4, 1
        1 - (.5 (0 + 0) + .3 (0 + .4) + .2 (.4 + 1)) = .6
    G = .16 + .01 + .25 = .42;  S2 = .38;  S3 = .16;  H = .2;  sum of z^4 = .008
    gamma = (.42 - .62 x .2) / (.62 x .8) = .296 / .496
    var G = 2 (.04 (.38 - .32 + .1444) - .008 (.38 - .64 + .4332)) = .0135808
    Maurel-Sedillot = ((.52 - .38) / .62 - .2) / .8
"""

import math

import numpy as np
import polars as pl
import pytest

from distretto.analysis.selection.concentration.ellison_glaeser import ellison_glaeser
from distretto.analysis.selection.concentration.industries import (
    industries_by_concentration,
)
from distretto.analysis.selection.concentration.pairs import pairs_by_coagglomeration
from distretto.analysis.selection.table import RegionIndustryTable

CELLS = pl.DataFrame(
    {
        "region": ["Kano", "Jos", "Kano", "Jos", "Lagos"],
        "industry": ["shoes", "shoes", "rest", "rest", "rest"],
        "establishments": [3.0, 2.0, 14.0, 26.0, 50.0],
        "employment": [60.0, 40.0, 140.0, 260.0, 500.0],
    }
)
PLANTS = pl.DataFrame(
    {
        "industry": ["shoes", "rest"],
        "plant_herfindahl": [0.2, 1 / 90],
        "plant_fourth_power": [0.008, 1 / 90**3],
    }
)


def rows_of(found) -> dict[str, dict]:
    return {row["code"]: row for row in found.rows.to_dicts()}


def said(found) -> str:
    return " ".join(map(str, found.notes))


def test_every_index_of_the_worked_example():
    found = industries_by_concentration(RegionIndustryTable(CELLS), plants=PLANTS)
    assert found.rows["code"].to_list() == ["shoes", "rest"]
    shoes = rows_of(found)["shoes"]
    assert shoes["hoover"] == pytest.approx(0.5)
    assert shoes["gini"] == pytest.approx(0.6)
    assert shoes["raw_concentration"] == pytest.approx(0.42)
    assert shoes["gamma"] == pytest.approx(0.296 / 0.496)
    assert shoes["z"] == pytest.approx(0.296 / math.sqrt(0.0135808))
    assert shoes["maurel_sedillot"] == pytest.approx(((0.14 / 0.62) - 0.2) / 0.8)
    assert (shoes["known_share"], shoes["establishments"]) == (1, 5)


def test_the_plants_of_the_table_itself_are_used():
    own = RegionIndustryTable(
        CELLS, plants=PLANTS.select("industry", "plant_herfindahl")
    )
    found = industries_by_concentration(own).rows
    told = industries_by_concentration(RegionIndustryTable(CELLS), plants=PLANTS).rows
    assert found["gamma"].to_list() == told["gamma"].to_list()
    assert not found["z"].count()  # which needs more than H


def test_without_plants_there_is_no_gamma_and_a_note_says_why():
    found = industries_by_concentration(RegionIndustryTable(CELLS))
    shoes = rows_of(found)["shoes"]
    assert (shoes["gamma"], shoes["z"], shoes["maurel_sedillot"]) == (None, None, None)
    assert shoes["gini"] == pytest.approx(0.6)
    assert "Gamma is missing" in said(found)


def test_establishments_are_plants_of_one_size():
    """Five that count alike: H = 1/5; q = .6 .4 0, a = 17/95, 28/95, 50/95."""
    found = industries_by_concentration(
        RegionIndustryTable(CELLS), value="establishments"
    )
    a, q = np.array([17, 28, 50]) / 95, np.array([0.6, 0.4, 0])
    raw, spread = ((q - a) ** 2).sum(), 1 - (a**2).sum()
    expected = (raw - spread / 5) / (spread * 4 / 5)
    assert rows_of(found)["shoes"]["gamma"] == pytest.approx(expected)


def test_small_industries_count_in_the_whole_and_are_not_listed():
    table = RegionIndustryTable(CELLS)
    found = industries_by_concentration(table, plants=PLANTS, fewest_plants=6)
    assert found.rows["code"].to_list() == ["rest"]
    everything = industries_by_concentration(table, plants=PLANTS)
    assert rows_of(found)["rest"] == rows_of(everything)["rest"]
    assert "1 industry of fewer than 6 establishments is not listed" in said(found)


def test_an_industry_that_hides_most_of_itself_has_no_index():
    """Of 100 jobs 40 are seen, though regions with 80 % of all jobs hide nothing."""
    cells = CELLS.with_columns(
        employment=pl.when(region="Kano", industry="shoes")
        .then(None)
        .otherwise("employment")
    )
    table = RegionIndustryTable(
        cells,
        region_totals=pl.DataFrame(
            {"region": ["Kano", "Jos", "Lagos"], "employment": [200.0, 300.0, 500.0]}
        ),
        industry_totals=pl.DataFrame(
            {"industry": ["shoes", "rest"], "employment": [100.0, 900.0]}
        ),
    )
    half = industries_by_concentration(table, minimum_known_share=0.5)
    assert rows_of(half)["shoes"]["gini"] is None
    assert rows_of(half)["shoes"]["known_share"] == pytest.approx(0.4)
    assert rows_of(half)["shoes"]["employment"] == 100
    assert "1 has no index" in said(half)
    less = industries_by_concentration(table, minimum_known_share=0.4)
    # Without Kano a = .375 .625 and q = 1 0: Hoover is .625.
    assert rows_of(less)["shoes"]["hoover"] == pytest.approx(0.625)


def test_the_pair_of_the_worked_example():
    """rest: q - a = -2/45, -1/90, 1/18, so that the sum of products is -.42 / 9."""
    found = pairs_by_coagglomeration(RegionIndustryTable(CELLS), 5)
    (pair,) = found.rows.to_dicts()
    assert {pair["code"], pair["other_code"]} == {"shoes", "rest"}
    assert pair["gamma"] == pytest.approx(-0.42 / 9 / 0.62)
    few = pairs_by_coagglomeration(RegionIndustryTable(CELLS), 5, fewest_plants=6)
    assert few.rows.is_empty() and few.settings["pairs"] == 0


def test_yarn_and_carpets_stand_together_in_georgia(georgia):
    """Dalton's mills: the strongest pair of all manufacturing, by establishments."""
    found = pairs_by_coagglomeration(
        georgia,
        3,
        value="establishments",
        base="manufacturing",
        minimum_known_share=0.5,
        fewest_plants=10,
    )
    first = found.rows.row(0, named=True)
    assert (first["code"], first["other_code"]) == ("3131", "3141")
    assert first["gamma"] > 0.1


def test_hidden_jobs_keep_georgia_from_gamma_but_not_its_establishments(georgia):
    by_jobs = industries_by_concentration(georgia, minimum_known_share=0.5)
    assert by_jobs.rows["gamma"].null_count() == by_jobs.rows.height
    assert "known of every cell" in said(by_jobs)
    seen = by_jobs.rows.drop_nulls("gini")
    assert seen["known_share"].min() >= 0.5
    by_firms = industries_by_concentration(
        georgia, value="establishments", minimum_known_share=0.5
    )
    gammas = dict(by_firms.rows.select("code", "gamma").iter_rows())
    cells = georgia.cells.select("region", "industry", "establishments")
    whole = georgia.region_totals.select("region", "establishments")
    mills = cells.filter(industry="3141")["establishments"].sum()
    told = ellison_glaeser(
        cells,
        pl.DataFrame({"industry": ["3141"], "plant_herfindahl": [1 / mills]}),
        region_totals=whole,
        value="establishments",
    )
    carpets = told.filter(industry="3141")["gamma"].item()
    assert gammas["3141"] == pytest.approx(carpets)
    assert carpets > 0.05 > 0.02 > gammas["7225"]  # restaurants are everywhere


def test_hidden_regions_share_what_the_area_leaves_by_their_hidden_establishments():
    """Of 1,000 jobs 200 are in Kano and 40 seen in Jos; 760 are hidden.

    Jos has 26 establishments in its hidden cell, Lagos 52: 40 + 760 / 3 and 2 / 3 of
    760, so a = .2 .2933 .5067. Shoes (.6 .4 0) are known everywhere, the rest in Kano.

        Hoover of shoes = (.4 + .1067 + .5067) / 2 = .50667
    """
    table = RegionIndustryTable(
        CELLS.with_columns(
            establishments=pl.Series([3.0, 2.0, 14.0, 26.0, 52.0]),
            employment=pl.Series([60.0, 40.0, 140.0, None, None]),
        ),
        region_totals=pl.DataFrame(
            {"region": ["Kano", "Jos", "Lagos"], "employment": [200.0, None, None]}
        ),
        industry_totals=pl.DataFrame(
            {"industry": ["shoes", "rest"], "employment": [100.0, 900.0]}
        ),
        grand_total={"employment": 1_000.0, "establishments": None},
    )
    found = industries_by_concentration(table, minimum_known_share=0.1)
    shoes, rest = (rows_of(found)[code] for code in ("shoes", "rest"))
    assert shoes["hoover"] == pytest.approx(0.38 / 0.75)
    assert (shoes["known_share"], shoes["is_estimate"]) == (1, True)
    assert rest["known_share"] == pytest.approx(140 / 900)  # of itself; .2 of the whole
    assert "2 have no published total" in said(found)
    assert "2 have no published total" in said(pairs_by_coagglomeration(table))


def test_a_rest_that_cannot_be_is_not_shared():
    table = RegionIndustryTable(
        CELLS.with_columns(employment=pl.Series([60.0, 40.0, 140.0, 260.0, None])),
        region_totals=pl.DataFrame(
            {"region": ["Kano", "Jos", "Lagos"], "employment": [200.0, 300.0, None]}
        ),
        grand_total={"employment": 400.0, "establishments": None},  # of another area
    )
    found = industries_by_concentration(table, minimum_known_share=0)
    assert rows_of(found)["rest"]["known_share"] is None
    assert "no published total" not in said(found)


def test_carpets_of_georgia_have_an_index_within_manufacturing(georgia):
    """18 of 155 counties have no total of manufacturing; carpets are hidden in some."""
    found = industries_by_concentration(
        georgia, base="manufacturing", minimum_known_share=0.5
    )
    carpets = rows_of(found)["3141"]
    assert carpets["gini"] > 0.8 and carpets["known_share"] > 0.6
    assert found.rows.filter(code="3141")["is_estimate"].item()
