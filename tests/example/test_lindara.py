"""The worked example holds what its tutorial says of it."""

import polars as pl
import pytest
from shapely import coverage_is_valid

from distretto.example.districts import (
    DISTRICTS,
    district_shapes,
    districts_geojson,
)
from distretto.example.employment import YEARS, employment
from distretto.example.industries import INDUSTRIES
from distretto.example.selection_round import selection_round


def cell(district: str, industry: str, year: int = 2025) -> tuple[int, int | None]:
    row = employment().filter(
        pl.col("district") == district,
        pl.col("industry") == industry,
        pl.col("year") == year,
    )
    return row["establishments"].item(), row["employment"].item()


def test_size_of_the_country():
    assert (len(DISTRICTS), len(INDUSTRIES), YEARS) == (30, 60, (2020, 2025))


def test_districts_fit_together_without_gaps_or_overlaps():
    shapes = district_shapes()
    assert all(shape.is_valid for shape in shapes.values())
    assert coverage_is_valid(list(shapes.values()))


def test_every_district_of_the_table_is_on_the_map():
    on_the_map = {feature["id"] for feature in districts_geojson()["features"]}
    assert set(employment()["district"]) - {"Total"} == on_the_map


def test_the_footwear_cluster_crosses_a_border_with_an_unknown_beside_it():
    shapes = district_shapes()
    assert shapes["L18"].touches(shapes["L24"])
    assert shapes["L23"].touches(shapes["L24"])
    assert cell("L23", "1520") == (4, None)


@pytest.mark.parametrize("year", YEARS)
def test_totals_hold_what_is_suppressed(year):
    """A district's total is what is shown and what is suppressed: here 52 and 57."""
    table = employment().filter(pl.col("year") == year, pl.col("district") == "L23")
    total = table.filter(pl.col("industry") == "Total")["employment"].item()
    shown = table.filter(pl.col("industry") != "Total")["employment"].sum()
    assert total - shown == {2020: 52, 2025: 57}[year]


def test_the_traps_look_like_clusters_until_one_counts_the_firms():
    assert cell("L09", "2394") == (1, 905)
    assert cell("L25", "1394") == (3, 44)


def test_the_same_seed_draws_the_same_country():
    employment.cache_clear()
    first = employment()
    employment.cache_clear()
    assert employment().equals(first)


def test_weights_of_the_round_are_the_whole():
    assert sum(criterion.weight for criterion in selection_round().criteria) == 100


def test_every_scored_candidate_has_every_assessor():
    story = selection_round()
    assessors = {person.key for person in story.people if person.is_assessor}
    scored = {c.key for c in story.candidates if not c.left_at}
    assert set(story.scores) == {(c, a) for c in scored for a in assessors}


def test_whoever_leaves_the_round_leaves_with_a_reason():
    assert all(c.left_because for c in selection_round().candidates if c.left_at)


def test_an_assessor_who_could_not_say_is_not_a_zero():
    assert selection_round().scores["footwear", "emil"]["carry_on"] is None
