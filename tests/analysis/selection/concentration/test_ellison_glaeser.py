"""Ellison and Glaeser's, and Maurel and Sédillot's, index, from tables and arrays."""

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distretto.analysis.selection.coding import coded
from distretto.analysis.selection.concentration.dartboard import (
    ellison_glaeser_gamma,
    expected_raw,
    maurel_sedillot_gamma,
    variance_of_raw,
)
from distretto.analysis.selection.concentration.ellison_glaeser import (
    ellison_glaeser,
    maurel_sedillot,
)
from distretto.analysis.selection.concentration.plant_arrays import plant_concentration
from distretto.analysis.selection.concentration.plants import plant_herfindahl
from distretto.analysis.selection.regions import establishments_to_cells
from distretto.errors import InputError

# Shoes: plants of 30 and 10 in the east, of 10 in the west; q = 0.8, 0.2.
# The whole: 50 persons in the east, 50 in the west; a = 0.5 each.
PLANTS = pl.DataFrame(
    {
        "region": ["east", "east", "west", "east", "west"],
        "industry": ["shoes", "shoes", "shoes", "food", "food"],
        "size": [30, 10, 10, 10, 40],
    }
)


def of(table: pl.DataFrame, industry: str, column: str) -> float | None:
    return table.filter(pl.col("industry") == industry)[column].item()


def measured(plants: pl.DataFrame) -> pl.DataFrame:
    return ellison_glaeser(establishments_to_cells(plants), plant_herfindahl(plants))


def test_by_hand():
    """G = 0.3^2 + 0.3^2 = 0.18; S2 = 0.5; H = 0.6^2 + 0.2^2 + 0.2^2 = 0.44.

    gamma = (0.18 - 0.5 x 0.44) / (0.5 x 0.56) = -0.04 / 0.28 = -1/7.
    S3 = 0.25, the sum of z^4 = 0.1296 + 2 x 0.0016 = 0.1328:
    var G = 2 (0.1936 (0.5 - 0.5 + 0.25) - 0.1328 (0.5 - 1 + 0.75))
          = 2 x 0.25 x (0.1936 - 0.1328) = 0.0304.
    """
    found = measured(PLANTS)
    assert of(found, "shoes", "raw_concentration") == pytest.approx(0.18)
    assert of(found, "shoes", "plant_herfindahl") == pytest.approx(0.44)
    assert of(found, "shoes", "expected_raw") == pytest.approx(0.22)
    assert of(found, "shoes", "gamma") == pytest.approx(-1 / 7)
    assert of(found, "shoes", "standard_error") == pytest.approx(0.0304**0.5)
    assert of(found, "shoes", "z") == pytest.approx(-0.04 / 0.0304**0.5)


def test_maurel_and_sedillot_by_hand():
    """((0.64 + 0.04 - 0.5) / 0.5 - 0.44) / 0.56 = (0.36 - 0.44) / 0.56 = -1/7.

    With two equal regions the two indices are the same.
    """
    found = maurel_sedillot(establishments_to_cells(PLANTS), plant_herfindahl(PLANTS))
    assert of(found, "shoes", "gamma") == pytest.approx(-1 / 7)


def every_throw(shares, whole):
    """G of every way to throw the plants at the regions, and the chance of each."""
    for places in itertools.product(range(len(whole)), repeat=len(shares)):
        parts = np.bincount(places, shares, len(whole))
        yield ((parts - whole) ** 2).sum(), np.prod(whole[list(places)])


@pytest.mark.parametrize(
    ("shares", "whole"),
    [
        ([0.6, 0.2, 0.2], [0.5, 0.5]),
        ([0.4, 0.3, 0.2, 0.1], [0.2, 0.3, 0.5]),
        ([0.25] * 4, [0.1, 0.2, 0.3, 0.4]),
        ([1.0], [0.3, 0.7]),
    ],
)
def test_mean_and_variance_are_those_of_every_possible_throw(shares, whole):
    """All throws of the darts, each with its chance: no formula."""
    shares, whole = np.array(shares), np.array(whole)
    raw, chance = np.array(list(every_throw(shares, whole))).T
    mean = raw @ chance
    herfindahl, fourth = (shares**2).sum(), (shares**4).sum()
    whole2, whole3 = (whole**2).sum(), (whole**3).sum()
    assert chance.sum() == pytest.approx(1)
    assert expected_raw(herfindahl, whole2) == pytest.approx(mean)
    assert variance_of_raw(herfindahl, fourth, whole2, whole3) == pytest.approx(
        ((raw - mean) ** 2) @ chance, abs=1e-15
    )
    if herfindahl < 1:
        by_chance = ellison_glaeser_gamma(raw, herfindahl, whole2) @ chance
        assert by_chance == pytest.approx(0, abs=1e-12)


def test_maurel_and_sedillot_are_zero_by_chance_too():
    shares, whole = np.array([0.4, 0.3, 0.2, 0.1]), np.array([0.2, 0.3, 0.5])
    index = 0.0
    for places in itertools.product(range(3), repeat=4):
        parts = np.bincount(places, shares, 3)
        gamma = maurel_sedillot_gamma(
            (parts**2).sum(), (shares**2).sum(), (whole**2).sum()
        )
        index += gamma * np.prod(whole[list(places)])
    assert index == pytest.approx(0, abs=1e-12)


def test_all_plants_in_one_region_is_one_for_maurel_and_sedillot():
    """((1 - S2) / (1 - S2) - H) / (1 - H) = 1, whatever the sizes."""
    plants = PLANTS.with_columns(
        region=pl.when(pl.col("industry") == "shoes")
        .then(pl.lit("east"))
        .otherwise("region")
    )
    found = maurel_sedillot(establishments_to_cells(plants), plant_herfindahl(plants))
    assert of(found, "shoes", "gamma") == pytest.approx(1)


def random_plants(seed: int, number: int = 300) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "region": rng.choice(list("abcdefg"), number),
            "industry": rng.choice(["10", "13", "25", "31"], number),
            "size": rng.integers(0, 90, number),
        }
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_tables_and_arrays_agree(seed):
    plants = random_plants(seed)
    table = measured(plants).sort("industry")
    pairs = maurel_sedillot(
        establishments_to_cells(plants), plant_herfindahl(plants)
    ).sort("industry")
    quick = plant_concentration(plants["region"], plants["industry"], plants["size"])
    assert list(quick.industries) == table["industry"].to_list()
    for array, column in (
        (quick.ellison_glaeser, table["gamma"]),
        (quick.raw, table["raw_concentration"]),
        (quick.expected, table["expected_raw"]),
        (quick.standard_error, table["standard_error"]),
        (quick.z, table["z"]),
        (quick.herfindahl, table["plant_herfindahl"]),
        (quick.maurel_sedillot, pairs["gamma"]),
    ):
        assert array == pytest.approx(column.to_numpy(), rel=1e-9, abs=1e-12)


def test_region_totals_weigh_the_regions():
    """a = 0.25 and 0.75: G = (0.8 - 0.25)^2 + (0.2 - 0.75)^2 = 0.605."""
    totals = pl.DataFrame({"region": ["east", "west"], "employment": [100, 300]})
    table = ellison_glaeser(
        establishments_to_cells(PLANTS), plant_herfindahl(PLANTS), region_totals=totals
    )
    assert of(table, "shoes", "raw_concentration") == pytest.approx(0.605)
    quick = plant_concentration(
        PLANTS["region"], PLANTS["industry"], PLANTS["size"], region_totals=[100, 300]
    )
    assert quick.raw[quick.industries.index("shoes")] == pytest.approx(0.605)


def test_an_unknown_size_makes_its_industry_unknown_unless_less_is_asked_for():
    plants = PLANTS.with_columns(size=pl.Series([30, None, 10, 10, 40]))
    found = measured(plants)
    assert of(found, "shoes", "gamma") is None
    assert of(found, "food", "gamma") is not None
    columns = plants["region"], plants["industry"], plants["size"]
    strict = plant_concentration(*columns)
    shoes = strict.industries.index("shoes")
    assert np.isnan(strict.ellison_glaeser[shoes])
    assert strict.known_share[shoes] == pytest.approx(2 / 3)
    loose = plant_concentration(*columns, minimum_known_share=0.5)
    # Plants of 30 and 10: (3/4)^2 + (1/4)^2.
    assert loose.herfindahl[shoes] == pytest.approx(0.625)


def test_one_plant_or_one_region_tells_nothing():
    one = PLANTS.filter(pl.col("size") != 10)  # a plant for each industry
    assert measured(one)["gamma"].to_list() == [None, None]
    assert measured(one)["z"].to_list() == [None, None]
    here = PLANTS.with_columns(region=pl.lit("east"))
    assert measured(here)["gamma"].to_list() == [None, None]
    arrays = plant_concentration(here["region"], here["industry"], here["size"])
    assert np.isnan(arrays.ellison_glaeser).all() and np.isnan(arrays.z).all()


def test_without_fourth_powers_there_is_no_standard_error():
    sizes = plant_herfindahl(PLANTS).drop("plant_fourth_power")
    found = ellison_glaeser(establishments_to_cells(PLANTS), sizes)
    assert of(found, "shoes", "gamma") == pytest.approx(-1 / 7)
    assert of(found, "shoes", "z") is None


def test_an_industry_without_plants_has_no_index():
    sizes = plant_herfindahl(PLANTS).filter(pl.col("industry") == "food")
    found = ellison_glaeser(establishments_to_cells(PLANTS), sizes)
    assert of(found, "shoes", "gamma") is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sizes": [1, 2]}, "plants_differ_in_length"),
        ({"sizes": [1, 2, -3, 4, 5]}, "size_below_zero"),
        ({"sizes": ["few"] * 5}, "sizes_not_numbers"),
        ({"regions": ["a", None, "b", "b", "a"]}, "blank_label"),
        ({"regions": [0.5, 1, 2, 3, 4]}, "labels_not_a_list"),
        ({"region_totals": [1, 2, 3]}, "region_totals_do_not_fit"),
        ({"region_totals": [1, -2]}, "region_totals_do_not_fit"),
    ],
)
def test_arrays_that_make_no_sense_are_refused(change, code):
    right = {
        "regions": ["a", "a", "b", "b", "a"],
        "industries": [1, 1, 1, 2, 2],
        "sizes": [1, 2, 3, 4, 5],
    }
    with pytest.raises(InputError) as refusal:
        plant_concentration(**{**right, **change})
    assert refusal.value.code == code


def test_labels_of_every_kind_are_coded_alike():
    """Text, categories and numbers, with gaps or without, give the same places."""
    names = ["b", "d", "b", "a"]
    numbers = [5, 9, 5, 2]
    text = pl.Series(names)
    for given_labels, labels in (
        (names, ("a", "b", "d")),
        (text, ("a", "b", "d")),
        (text.cast(pl.Categorical), ("a", "b", "d")),
        (text.cast(pl.Enum(["z", "d", "a", "b"])), ("a", "b", "d")),
        (np.array(names), ("a", "b", "d")),
        (np.array(numbers), (2, 5, 9)),
        (np.array(numbers) * 10**9, (2 * 10**9, 5 * 10**9, 9 * 10**9)),
    ):
        found = coded(given_labels, "names")
        assert found.numbers.tolist() == [1, 2, 1, 0]
        assert found.labels == labels
    assert coded(np.array([1, 0, 2]), "names").numbers.tolist() == [1, 0, 2]
