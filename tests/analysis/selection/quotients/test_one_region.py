"""The quotients of one region, against SciPy and by hand.

Shoes: 60 of 100 jobs are in Kano, which has 200 of 1,000: LQ 3. With H = .2 that is
like 3 of 5 plants. The others have quotients of 4/3 (a = .3) and 0 (a = .5), so that

    A = .2 x 2^2 + .3 x (1/3)^2 + .5 x 1 - 3/5 = .7333...
    shrunken = 1 + 2 A / (A + 1 / (5 x .2))
"""

import polars as pl
import pytest
from scipy.stats import binomtest

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


def test_the_worked_example():
    found = industries_of_region(RegionIndustryTable(CELLS), "Kano", plants=PLANTS)
    shoes, wilson = shoes_of(found), binomtest(3, 5).proportion_ci(method="wilson")
    assert shoes["lq"] == pytest.approx(3)
    assert shoes["lq_low"] == pytest.approx(wilson.low / 0.2)
    assert shoes["lq_high"] == pytest.approx(wilson.high / 0.2)
    between = 0.8 + 1 / 30 + 0.5 - 0.6
    assert shoes["lq_shrunken"] == pytest.approx(1 + 2 * between / (between + 1))
    assert shoes["is_small"]  # 3 plants of five, and 1 with a quotient of 1
    assert found.settings["total"] == 200


def test_counted_plants_are_taken_for_equal():
    """Five plants: the same interval as with H = 1/5, and a note that it is narrow."""
    found = industries_of_region(RegionIndustryTable(COUNTED), "Kano")
    told = industries_of_region(RegionIndustryTable(CELLS), "Kano", plants=PLANTS)
    assert shoes_of(found)["lq_low"] == pytest.approx(shoes_of(told)["lq_low"])
    assert "equal in size" in str(found.notes[0])


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
