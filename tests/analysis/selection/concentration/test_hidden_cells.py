"""A hidden cell leaves its region out, for its industry, on both sides."""

import polars as pl
import pytest

from distretto.analysis.selection.concentration.ellison_glaeser import (
    ellison_glaeser,
    maurel_sedillot,
)
from distretto.analysis.selection.concentration.gini import locational_gini
from distretto.analysis.selection.concentration.hoover import hoover_concentration

REGIONS = ["a", "b", "c", "d", "e"]
TOTALS = pl.DataFrame({"region": REGIONS, "employment": [100, 250, 80, 400, 170]})
CELLS = pl.DataFrame(
    {
        "region": ["a", "b", "d", "e"],  # nobody in c
        "industry": ["shoes"] * 4,
        "employment": [30, None, 45, 25],
    }
)
PLANTS = pl.DataFrame(
    {
        "industry": ["shoes"],
        "plant_herfindahl": [0.2],
        "plant_fourth_power": [0.015],
    }
)


@pytest.mark.parametrize(
    ("measure", "options"),
    [
        (hoover_concentration, {}),
        (locational_gini, {"convention": "lorenz"}),
        (locational_gini, {"convention": "area"}),
        (locational_gini, {"convention": "quotients"}),
        (ellison_glaeser, {"plants": PLANTS}),
        (maurel_sedillot, {"plants": PLANTS}),
    ],
)
def test_the_industry_is_measured_as_if_its_region_were_not_there(measure, options):
    hidden = measure(CELLS, region_totals=TOTALS, minimum_known_share=0.7, **options)
    without = measure(
        CELLS.filter(pl.col("region") != "b"),
        region_totals=TOTALS.filter(pl.col("region") != "b"),
        **options,
    )
    assert hidden["known_share"].item() == pytest.approx(0.75)
    assert without["known_share"].item() == 1
    for column in hidden.columns[1:-2]:
        assert hidden[column].item() == pytest.approx(without[column].item()), column
    strict = measure(CELLS, region_totals=TOTALS, **options)
    assert strict[hidden.columns[1]].item() is None


def test_a_region_that_is_published_as_empty_but_has_people_gives_no_index():
    """The table contradicts itself: no share of nothing can be taken."""
    odd = TOTALS.with_columns(employment=pl.Series([0, 250, 80, 400, 170]))
    cells = CELLS.with_columns(employment=pl.col("employment").fill_null(10))
    assert hoover_concentration(cells, region_totals=odd)["hoover"].item() is None
