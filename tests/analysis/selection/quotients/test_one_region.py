"""The quotients of one region, against SciPy and by hand.

Shoes: 60 of 100 jobs are in Kano, which has 200 of 1,000: LQ 3. With H = .2 that is
like 3 of 5 plants, where 1 is expected. The others have 2 and 0, where 1.5 and 2.5 are.
"""

import numpy as np
import polars as pl
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import binomtest, nbinom

from distretto.analysis.selection.cluster_map import cluster_map
from distretto.analysis.selection.quotients.one_region import industries_of_region
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError

CELLS = pl.DataFrame(
    {
        "region": ["Kano", "Jos", "Kano", "Jos", "Lagos"],
        "industry": ["shoes", "shoes", "rest", "rest", "rest"],
        "employment": [60.0, 40.0, 140.0, 260.0, 500.0],
    }
)
PLANTS = pl.DataFrame(
    {"industry": ["shoes", "rest"], "plant_herfindahl": [0.2, 0.0005]}
)
COUNTED = CELLS.with_columns(establishments=pl.Series([3.0, 2.0, 14.0, 26.0, 50.0]))


def shoes_of(found) -> dict:
    return found.rows.filter(code="shoes").row(0, named=True)


def best_variance(counts: list[int], expected: list[float]) -> float:
    """Of Gamma distributed quotients of mean 1, by SciPy."""
    means = np.array(expected)

    def loss(log_variance: float) -> float:
        theta = np.exp(-log_variance)
        return -float(nbinom.logpmf(counts, theta, theta / (theta + means)).sum())

    return float(np.exp(minimize_scalar(loss, bounds=(-6, 6), method="bounded").x))


def test_the_worked_example():
    found = industries_of_region(RegionIndustryTable(CELLS), "Kano", plants=PLANTS)
    shoes, wilson = shoes_of(found), binomtest(3, 5).proportion_ci(method="wilson")
    assert shoes["lq"] == pytest.approx(3)
    assert shoes["lq_low"] == pytest.approx(wilson.low / 0.2)
    assert shoes["lq_high"] == pytest.approx(wilson.high / 0.2)
    variance = best_variance([3, 2, 0], [1.0, 1.5, 2.5])
    shrunken = 1 + 2 * variance / (variance + 1)
    assert shoes["lq_shrunken"] == pytest.approx(shrunken, rel=1e-3)
    assert shoes["is_small"]  # 3 plants of five, and 1 with a quotient of 1
    assert found.settings["total"] == 200


def test_counted_plants_that_are_alike_in_every_region_are_equal():
    """Five plants, of 20 jobs on average in both regions: as with H = 1/5."""
    found = industries_of_region(RegionIndustryTable(COUNTED), "Kano")
    told = industries_of_region(RegionIndustryTable(CELLS), "Kano", plants=PLANTS)
    assert shoes_of(found)["lq_low"] == pytest.approx(shoes_of(told)["lq_low"])
    assert "How unequal they are is estimated" in str(found.notes[0])


def test_persons_do_not_choose_one_by_one():
    found = industries_of_region(RegionIndustryTable(CELLS), "Kano")
    shoes = shoes_of(found)
    assert shoes["lq"] == pytest.approx(3)
    assert (shoes["lq_low"], shoes["lq_shrunken"]) == (None, None)
    assert "no intervals" in str(found.notes[0])


def test_what_the_region_has_not_is_not_listed_and_what_it_hides_is():
    cells = pl.concat(
        [
            COUNTED,
            COUNTED.head(2).with_columns(
                industry=pl.Series(["none", "hidden"]),
                region=pl.lit("Kano"),
                employment=pl.Series([0.0, None]),
            ),
        ]
    )
    rows = industries_of_region(RegionIndustryTable(cells), "Kano").rows
    assert "none" not in rows["code"].to_list()
    assert rows["code"].to_list()[-1] == "hidden"
    assert rows["lq"].to_list()[-1] is None


def test_a_region_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="no region “Abuja”"):
        industries_of_region(RegionIndustryTable(CELLS), "Abuja")


def test_carpets_in_whitfield(georgia):
    """85 of the 261 carpet mills of Georgia: 34 to 48 times its share, by SciPy."""
    found = industries_of_region(georgia, "13313", value="establishments")
    first = found.rows.row(0, named=True)
    wilson = binomtest(85, 261).proportion_ci(method="wilson")
    whole = georgia.region_totals.filter(region="13313")["establishments"].item()
    share = whole / georgia.grand_total["establishments"]
    assert (first["code"], first["establishments"]) == ("3141", 85)
    assert first["lq_low"] == pytest.approx(wilson.low / share)
    assert first["lq_high"] == pytest.approx(wilson.high / share)


def test_a_quotient_of_unknown_totals_is_neither_bounded_nor_drawn():
    """As on the cluster map: Jos hides its rest, and nobody published the whole."""
    hidden = COUNTED.with_columns(
        employment=pl.when(pl.col("region") == "Jos", pl.col("industry") == "rest")
        .then(None)
        .otherwise("employment")
    )
    shoes = shoes_of(industries_of_region(RegionIndustryTable(hidden), "Kano"))
    assert shoes["lq"] is not None
    assert (shoes["lq_low"], shoes["lq_shrunken"]) == (None, None)
    on_map = cluster_map(RegionIndustryTable(hidden)).cells
    assert on_map.filter(region="Kano")["lq_shrunken"].to_list() == [None, None]


def test_the_plants_of_the_table_are_used_and_a_name_is_understood():
    named = RegionIndustryTable(
        CELLS, plants=PLANTS, region_names={"Kano": "Kano City"}
    )
    told = industries_of_region(RegionIndustryTable(CELLS), "Kano", plants=PLANTS)
    found = industries_of_region(named, "Kano")
    assert shoes_of(found)["lq_low"] == shoes_of(told)["lq_low"]
    with pytest.raises(InputError, match=r"“Kano” \(Kano City\)"):
        industries_of_region(named, "Kano City")
