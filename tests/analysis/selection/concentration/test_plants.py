"""Herfindahl indices of plants: from plants, and from bands of sizes."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distretto.analysis.selection.concentration.plants import plant_herfindahl
from distretto.analysis.selection.concentration.size_bands import (
    plant_herfindahl_from_bands,
)

BANDS = pl.DataFrame(
    {
        "industry": ["shoes", "shoes"],
        "plants": [4, 2],
        "employment": [20, 60],
        "lower": [2, 10],
        "upper": [9, None],
    }
)


def test_by_hand():
    """Shares 0.6, 0.2, 0.2: 0.36 + 0.04 + 0.04; 0.1296 + 0.0016 + 0.0016."""
    plants = pl.DataFrame({"industry": ["shoes"] * 3, "size": [30, 10, 10]})
    found = plant_herfindahl(plants)
    assert found["plants"].item() == 3
    assert found["plant_herfindahl"].item() == pytest.approx(0.44)
    assert found["plant_fourth_power"].item() == pytest.approx(0.1328)


def test_unknown_sizes_are_not_zero():
    plants = pl.DataFrame(
        {"industry": ["shoes"] * 4 + ["food"], "size": [30, 10, None, None, None]}
    )
    strict = plant_herfindahl(plants).sort("industry")
    assert strict["plant_herfindahl"].to_list() == [None, None]
    assert strict["known_share"].to_list() == [0, 0.5]
    loose = plant_herfindahl(plants, minimum_known_share=0.5).sort("industry")
    assert loose["plant_herfindahl"].to_list() == [None, pytest.approx(0.625)]


def test_fourth_powers_of_two_sizes_in_the_middles_of_the_band():
    """Sizes 5 and 15 of a band 0 to 20: 0.25^4 + 0.75^4 = 0.3203125."""
    band = pl.DataFrame(
        {
            "industry": ["shoes"],
            "plants": [2],
            "employment": [20],
            "lower": [0],
            "upper": [20],
        }
    )
    found = plant_herfindahl_from_bands(band)
    assert found["plant_herfindahl"].item() == pytest.approx(0.0625 + 0.5625)
    assert found["plant_fourth_power"].item() == pytest.approx(0.3203125)


def test_bands_by_hand():
    """Means 5 and 30, 80 persons in all.

    Low: (4 x 25 + 2 x 900) / 6400 = 1900 / 6400.
    Steps: 5 lies 3 above 2 and 4 below 9, so v = 3^2 (1 - 1/16) / 3 = 2.8125; 30 lies
    20 above 10, so v = 20^2 (1 - 1/4) / 3 = 100. Together (4 x 27.8125 + 2 x 1000)
    / 6400 = 2111.25 / 6400.
    High: in the first band all at 2 and 9, (5 - 2) (9 - 5) = 12 more than 25 each,
    148 in all (one plant with all that is over has 14, more than the band allows);
    in the second plants of 10 and 50, 100 + 2500. Together 2748 / 6400.
    """
    found = plant_herfindahl_from_bands(BANDS)
    assert found["plants"].item() == 6
    assert found["herfindahl_low"].item() == pytest.approx(1900 / 6400)
    assert found["plant_herfindahl"].item() == pytest.approx(2111.25 / 6400)
    assert found["herfindahl_high"].item() == pytest.approx(2748 / 6400)
    assert found["known_share"].item() == 1


def test_the_steps_are_those_of_sizes_at_equal_steps():
    """Two plants of mean 30 that reach 20 to each side: 20 and 40, as computed."""
    one = BANDS.filter(pl.col("plants") == 2)
    sizes = np.array([20.0, 40.0])
    found = plant_herfindahl_from_bands(one)
    assert found["plant_herfindahl"].item() == pytest.approx((sizes**2).sum() / 3600)


@pytest.mark.parametrize(
    "wrong",
    [
        {"employment": [None, 60]},
        {"employment": [200, 60]},  # 50 persons a plant, in a band of 2 to 9
        {"lower": [None, 10]},
    ],
)
def test_a_band_that_cannot_be_read_makes_the_industry_unknown(wrong):
    found = plant_herfindahl_from_bands(
        BANDS.with_columns(
            **{
                name: pl.Series(values, dtype=pl.Int64)
                for name, values in wrong.items()
            }
        )
    )
    assert found["plant_herfindahl"].item() is None
    assert found["known_share"].item() < 1


def test_a_band_without_plants_says_nothing():
    empty = pl.DataFrame(
        {
            "industry": ["shoes"],
            "plants": [0],
            "employment": [0],
            "lower": [500],
            "upper": [None],
        },
        schema=BANDS.schema,
    )
    both = plant_herfindahl_from_bands(pl.concat([BANDS, empty]))
    assert both.equals(plant_herfindahl_from_bands(BANDS))


EDGES = np.array([1, 10, 50, 250, np.inf])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 2_000), min_size=1, max_size=40))
def test_the_true_index_lies_between_the_bounds(sizes):
    plants = pl.DataFrame({"industry": ["x"] * len(sizes), "size": sizes})
    place = np.searchsorted(EDGES, sizes, side="right") - 1
    rows = []
    for band in np.unique(place):
        inside = np.array(sizes)[place == band]
        top = None if np.isinf(EDGES[band + 1]) else int(EDGES[band + 1]) - 1
        rows.append(("x", len(inside), int(inside.sum()), int(EDGES[band]), top))
    names = ["industry", "plants", "employment", "lower", "upper"]
    schema = dict(zip(names, [pl.String, *[pl.Int64] * 4], strict=True))
    bands = pl.DataFrame(rows, schema=schema, orient="row")
    found = plant_herfindahl_from_bands(bands)
    low, high = found["herfindahl_low"].item(), found["herfindahl_high"].item()
    true = plant_herfindahl(plants)["plant_herfindahl"].item()
    assert low - 1e-12 <= true <= high + 1e-12
    assert low - 1e-12 <= found["plant_herfindahl"].item() <= high + 1e-12
