"""A whole table as the reference area; expected values are added up by hand."""

from dataclasses import replace

import polars as pl

from distretto.analysis.selection.references import reference_area
from distretto.analysis.selection.table import RegionIndustryTable

#        leather  cloth     2017: leather of a 5
# a          30     70
# b           ?     50
ROWS = [("a", "leather", 2018, 30.0), ("a", "cloth", 2018, 70.0)]
ROWS += [("b", "leather", 2018, None), ("b", "cloth", 2018, 50.0)]
ROWS += [("a", "leather", 2017, 5.0)]
TABLE = RegionIndustryTable(
    pl.DataFrame(
        ROWS, schema=["region", "industry", "year", "employment"], orient="row"
    )
)


def test_cells_add_up_and_a_hidden_one_makes_its_industry_unknown():
    area = reference_area(TABLE)
    found = dict(area.industries.iter_rows())
    assert found == {"cloth": 120, "leather": None}
    assert (area.total, area.year) == (None, 2018)


def test_an_earlier_year_is_taken_when_it_is_named():
    area = reference_area(TABLE, year=2017)
    assert dict(area.industries.iter_rows()) == {"leather": 5}


def test_published_totals_go_before_sums():
    totals = pl.DataFrame(
        {
            "industry": ["cloth", "leather"],
            "year": [2018, 2018],
            "employment": [121.0, 40.0],
        }
    )
    table = replace(TABLE, industry_totals=totals, grand_total={"employment": 161.0})
    area = reference_area(table)
    found = dict(area.industries.select("industry", "employment").iter_rows())
    assert found == {"cloth": 121, "leather": 40} and area.total == 161
