"""Specialisation and concentration measured on open data, against what is published."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy.stats import binomtest

from distretto.analysis.selection.concentration.ellison_glaeser import ellison_glaeser
from distretto.analysis.selection.concentration.hoover import hoover_concentration
from distretto.analysis.selection.concentration.plant_arrays import plant_concentration
from distretto.analysis.selection.concentration.plants import plant_herfindahl
from distretto.analysis.selection.diversity.hachman import hachman_index
from distretto.analysis.selection.quotients.interval import location_quotient_interval
from distretto.analysis.selection.quotients.shrinkage import shrunken_location_quotient
from distretto.analysis.selection.regions import establishments_to_cells

# Lines of the table of gross product by state that are the sectors of NAICS, with
# government as one.
SECTORS = [3, 6, 10, 11, 12, 34, 35, 36, 45, 51, 56, 60, 64, 65, 69, 70, 76, 79, 82, 83]
CARPETS = "3141"
WHITFIELD = "13313"  # Dalton and around it


@pytest.fixture(scope="module")
def hachman_of_states(shared_data: Path) -> pl.DataFrame:
    path = shared_data / "us_states_bea_employment" / "State_GDP_2007_2019.csv.gz"
    product = pl.read_csv(path, infer_schema_length=None).select(
        region="GeoName",
        industry="LineCode",
        product=pl.col("2018").cast(pl.Float64, strict=False),
    )
    sectors = product.filter(pl.col("industry").is_in(SECTORS))
    nation = pl.col("region").str.starts_with("United States")
    return hachman_index(
        sectors.filter(~nation),
        industry_totals=sectors.filter(nation).drop("region"),
        value="product",
    ).sort("hachman", descending=True, nulls_last=True)


def test_the_states_most_like_the_nation_are_those_published(hachman_of_states):
    """Benway (2020), for 2018: six states pass 95, Utah slightly before Missouri."""
    above = hachman_of_states.filter(pl.col("hachman") > 0.95)
    assert above["region"].to_list() == [
        "Utah",
        "Missouri",
        "Arizona",
        "Georgia",
        "Pennsylvania",
        "Illinois",
    ]


@pytest.mark.parametrize(
    ("state", "score"),
    [("Kansas", 92.4), ("Iowa", 75.8), ("Nevada", 67.5), ("Oklahoma", 47.8)],
)
def test_the_scores_of_states_are_those_published(hachman_of_states, state, score):
    """Benway (2020), to the digit printed; the data have been revised since."""
    found = hachman_of_states.filter(pl.col("region") == state)["hachman"].item()
    assert 100 * found == pytest.approx(score, abs=0.1)


def test_states_with_a_hidden_sector_have_no_score_and_say_so(hachman_of_states):
    unknown = hachman_of_states.filter(pl.col("hachman").is_null())
    assert 0 < unknown.height < 5
    assert (unknown["known_share"] < 1).all()


def test_carpets_in_georgia_beyond_doubt(georgia):
    """Whitfield has 85 of 261 carpet mills: SciPy's interval of that share."""
    totals = georgia.region_totals
    found = location_quotient_interval(
        georgia.cells,
        value="establishments",
        region_totals=totals,
        industry_totals=georgia.industry_totals,
        grand_total=georgia.grand_total["establishments"],
    ).filter(pl.col("industry") == CARPETS)
    here = found.filter(pl.col("region") == WHITFIELD).row(0, named=True)
    whole = totals.filter(pl.col("region") == WHITFIELD)["establishments"].item()
    share = whole / georgia.grand_total["establishments"]
    wilson = binomtest(85, 261).proportion_ci(method="wilson")
    assert here["lq_low"] == pytest.approx(wilson.low / share)
    assert here["lq_high"] == pytest.approx(wilson.high / share)
    assert here["lq_low"] > 30 and not here["is_small"]
    # One mill in a small county makes a quotient above 5, of which nothing is sure.
    single = found.filter((pl.col("establishments") == 1) & (pl.col("lq") > 5))
    assert single["is_small"].all() and single.height


def test_shrinking_trusts_a_county_the_more_the_larger_it_is(georgia):
    found = shrunken_location_quotient(
        georgia.cells, value="establishments", region_totals=georgia.region_totals
    ).filter(pl.col("industry") == CARPETS)
    sizes = georgia.region_totals.select("region", all="establishments")
    by_size = found.join(sizes, on="region").sort("all")
    assert by_size["weight"].is_sorted()
    carpets = by_size.filter(pl.col("region") == WHITFIELD)
    assert carpets["weight"].item() > 0.95 > by_size["weight"][0]
    assert carpets["lq_shrunken"].item() > 30


def test_hidden_jobs_leave_most_industries_unknown_and_no_establishments(georgia):
    by_jobs = hoover_concentration(georgia.cells, region_totals=georgia.region_totals)
    unknown = by_jobs.filter(pl.col("hoover").is_null())
    assert unknown.height > 0.5 * by_jobs.height
    assert (unknown["known_share"] < 1).all()
    by_firms = hoover_concentration(
        georgia.cells, value="establishments", region_totals=georgia.region_totals
    )
    assert by_firms["hoover"].null_count() == 0
    hoover = dict(by_firms.select("industry", "hoover").iter_rows())
    assert hoover[CARPETS] > 10 * hoover["7225"]  # restaurants are everywhere


def test_every_activity_of_buenos_aires_from_tables_and_from_arrays(buenos_aires):
    quick = plant_concentration(
        buenos_aires["region"], buenos_aires["industry"], buenos_aires["size"]
    )
    table = ellison_glaeser(
        establishments_to_cells(buenos_aires), plant_herfindahl(buenos_aires)
    ).sort("industry")
    assert list(quick.industries) == table["industry"].to_list()
    assert quick.ellison_glaeser == pytest.approx(table["gamma"].to_numpy(), abs=1e-12)
    assert quick.z == pytest.approx(table["z"].to_numpy())
    assert np.isfinite(quick.z).all()
    # Metalworking has districts of its own; schools follow the people.
    metal, schools = (quick.industries.index(code) for code in ("25", "85"))
    assert quick.ellison_glaeser[metal] > 0.02 > quick.ellison_glaeser[schools]
