"""The cluster map, on small tables worked by hand and on real open data."""


import pytest

from distretto.analysis.selection.cluster_map import (
    cluster_map,
)

CARPET_DISTRICT = {"13129", "13213", "13313"}  # Gordon, Murray and Whitfield


def test_the_carpet_district_comes_first_even_county_by_county(georgia):
    first = cluster_map(georgia).to_dict()["clusters"][0]
    assert (first["regions"], first["industry"]) == (["13313"], "3141")
    # As published in the file: 85 establishments, 11,822 persons.
    assert (first["establishments"], first["employment"]) == (85, 11_822)


def test_neighbouring_counties_join_into_one_district(georgia, georgia_neighbours):
    first = cluster_map(georgia, neighbours=georgia_neighbours).to_dict()["clusters"][0]
    assert set(first["regions"]) == CARPET_DISTRICT
    assert first["regions"][0] == "13313"  # the largest member first
    # 18,662 of the industry's 25,449 persons in Georgia: 73 %.
    assert (first["industry"], first["employment"]) == ("3141", 18_662)
    assert first["size"] == pytest.approx(18_662 / 25_449)
    assert first["stars"] == 3


def test_a_quotient_can_be_followed_to_the_published_figures(georgia):
    first = cluster_map(georgia).clusters.row(0, named=True)
    # Whitfield 11,822 of 56,490; Georgia 25,449 of 4,430,136 (the file's own rows).
    assert first["region_total"] == 56_490
    assert first["reference_industry_total"] == 25_449
    assert first["reference_total"] == 4_430_136
    by_hand = (11_822 / 56_490) / (25_449 / 4_430_136)
    assert first["lq"] == pytest.approx(by_hand, rel=1e-12)
