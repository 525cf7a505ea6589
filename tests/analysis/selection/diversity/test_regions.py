"""Every index of specialisation at once, worked by hand.

Kano has 25 jobs in 1511, 25 in 1512 and 50 in 2511; Lagos 25, 25 and 250. So s = .25
.25 .5 against b = .125 .125 .75:

    Krugman = .125 + .125 + .25 = .5
    Hachman: mean LQ = .25 x 2 + .25 x 2 + .5 x 2/3 = 4/3, and so .75
    Herfindahl = .0625 + .0625 + .25 = .375;  entropy = .5 + .5 + .5 = 1.5 bits
    groups 15 and 25 have half each: unrelated variety 1, related 1/2 x 1 = .5
"""

import polars as pl
import pytest

from distretto.analysis.selection.diversity.regions import (
    levels_of,
    regions_by_specialisation,
)
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError

CELLS = pl.DataFrame(
    {
        "region": ["Kano"] * 3 + ["Lagos"] * 3,
        "industry": ["1511", "1512", "2511"] * 2,
        "employment": [25.0, 25.0, 50.0, 25.0, 25.0, 250.0],
    }
)


def test_every_index_of_the_worked_example():
    found = regions_by_specialisation(
        RegionIndustryTable(CELLS, region_names={"Kano": "Kano city"})
    )
    kano = found.rows.row(0, named=True)
    assert (kano["code"], kano["name"], kano["employment"]) == (
        "Kano",
        "Kano city",
        100,
    )
    expected = {
        "krugman": 0.5,
        "hachman": 0.75,
        "herfindahl": 0.375,
        "equivalent_industries": 8 / 3,
        "entropy": 1.5,
        "related_variety": 0.5,
        "unrelated_variety": 1.0,
        "known_share": 1.0,
    }
    assert {name: kano[name] for name in expected} == pytest.approx(expected)


def test_codes_without_levels_have_no_variety():
    groups = pl.col("industry").replace({"1511": "15", "1512": "16", "2511": "25"})
    table = RegionIndustryTable(CELLS.with_columns(groups))
    found = regions_by_specialisation(table)
    assert found.rows["related_variety"].null_count() == 2
    assert "variety are missing" in str(found.notes[0])
    assert found.rows["entropy"].null_count() == 0


@pytest.mark.parametrize(
    ("codes", "digits"),
    [
        (["1511", "1512", "2511"], 2),
        (["C1511", "C1512", "C2511"], 3),
        (["15.11", "15.12"], 2),
        (["15", "25"], None),
        (["shoes", "bags"], None),
        ([], None),
    ],
)
def test_two_digit_groups_are_found_where_codes_have_more(codes, digits):
    assert levels_of(codes) == digits


def test_a_region_that_hides_most_of_itself_has_no_index():
    """Of 400 jobs of Kano 100 are seen."""
    totals = pl.DataFrame({"region": ["Kano", "Lagos"], "employment": [400.0, 300.0]})
    table = RegionIndustryTable(CELLS, region_totals=totals)
    rows = regions_by_specialisation(table, minimum_known_share=0.5).rows
    kano = rows.filter(code="Kano").row(0, named=True)
    assert (kano["krugman"], kano["known_share"]) == (None, 0.25)
    assert kano["employment"] == 400
    assert rows.filter(code="Lagos")["krugman"].item() is not None


def test_groups_of_no_digits_are_refused():
    with pytest.raises(InputError, match="digits"):
        regions_by_specialisation(RegionIndustryTable(CELLS), group_digits=0)
