"""What Krugman's index is by chance, by hand, by simulation and on Georgia's counties.

Four plants in two industries that are as large: X is binomial (4, 1/2), and

    E |X / 4 - 1/2| = (1 + 1) / 16 x 1/2 + (4 + 4) / 16 x 1/4 = .1875

for each of the two, so that Krugman is .375 by chance.
"""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, spearmanr

from distretto.analysis.selection.diversity.by_chance import departure_by_chance
from distretto.analysis.selection.diversity.regions import regions_by_specialisation
from distretto.analysis.selection.table import RegionIndustryTable

CELLS = pl.DataFrame(
    {
        "region": ["Kano", "Lagos", "Lagos"],
        "industry": ["15", "15", "25"],
        "establishments": [4.0, 6.0, 10.0],
        "employment": [8.0, 12.0, 20.0],
    }
)


def row_of(found, code: str) -> dict:
    return found.rows.row(by_predicate=pl.col("code") == code, named=True)


def test_four_plants_by_hand():
    assert departure_by_chance(4, 0.5) == pytest.approx(0.1875)
    found = regions_by_specialisation(
        RegionIndustryTable(CELLS), value="establishments"
    )
    kano = row_of(found, "Kano")
    assert kano["krugman"] == pytest.approx(1.0)  # |1 - .5| + |0 - .5|
    assert kano["krugman_by_chance"] == pytest.approx(0.375)
    assert kano["krugman_excess"] == pytest.approx(0.625)


def test_jobs_come_by_plants():
    """Plants of two jobs each: eight jobs are four plants."""
    kano = row_of(regions_by_specialisation(RegionIndustryTable(CELLS)), "Kano")
    assert kano["krugman_by_chance"] == pytest.approx(0.375)


def test_uneven_plants_are_fewer():
    """H = 1/5 of the 20 jobs in each: four jobs a plant, so that Kano has two.

    E |X / 2 - 1/2| = 2 / 4 x 1/2 = .25 for each of the two.
    """
    plants = pl.DataFrame({"industry": ["15", "25"], "plant_herfindahl": [0.2, 0.2]})
    found = regions_by_specialisation(RegionIndustryTable(CELLS), plants=plants)
    assert row_of(found, "Kano")["krugman_by_chance"] == pytest.approx(0.5)


def test_without_plants_the_order_is_that_of_the_index_and_a_note_says_so():
    found = regions_by_specialisation(RegionIndustryTable(CELLS.drop("establishments")))
    assert found.rows["krugman_excess"].null_count() == 2
    assert found.rows["code"].to_list() == ["Kano", "Lagos"]
    assert any("plants are not counted" in str(note) for note in found.notes)


@given(n=st.integers(1, 400), b=st.floats(1e-6, 1 - 1e-6))
def test_the_closed_form_is_the_sum_over_the_distribution(n, b):
    x = np.arange(n + 1)
    by_sum = (np.abs(x / n - b) * binom.pmf(x, n, b)).sum()
    assert departure_by_chance(n, b) == pytest.approx(by_sum, rel=1e-6)


def test_part_of_a_plant_is_less_like_the_whole_than_one():
    b = 0.1
    values = departure_by_chance(np.array([1e-9, 0.3, 0.7, 1.0]), b)
    assert values[0] == pytest.approx(2 * b)
    assert (np.diff(values) < 0).all()


def test_the_sum_is_what_simulated_regions_have():
    rng = np.random.default_rng(7)
    mix = rng.dirichlet(np.full(60, 0.4))
    drawn = rng.multinomial(50, mix, size=20_000) / 50
    simulated = np.abs(drawn - mix).sum(axis=1)
    error = simulated.std() / np.sqrt(len(simulated))
    expected = departure_by_chance(50, mix).sum()
    assert expected == pytest.approx(simulated.mean(), abs=4 * error)


def test_georgia_is_no_longer_ranked_by_the_size_of_its_counties(georgia):
    """The airport of Atlanta lies in Clayton County (13063)."""
    rows = regions_by_specialisation(
        georgia, value="establishments", minimum_known_share=0.5
    ).rows
    plants = rows["establishments"]
    assert spearmanr(rows["krugman"], plants).statistic < -0.95
    assert spearmanr(rows["krugman_excess"], plants).statistic > -0.4
    assert "13063" in rows["code"].head(10)
