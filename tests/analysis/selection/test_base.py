"""A base that is no set, or that fits nothing, is refused by the library itself."""

from typing import Any

import polars as pl
import pytest

from distretto.analysis.selection.cluster_map import Thresholds, cluster_map
from distretto.analysis.selection.industry_sets import industries_of_base, within
from distretto.analysis.selection.specialisation import location_quotient
from distretto.analysis.selection.stars import stars
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError

SHOPS = pl.DataFrame(
    {
        "region": ["a", "a", "b"],
        "industry": ["4711", "4759", "4711"],
        "establishments": [30.0, 20.0, 10.0],
        "employment": [90.0, 40.0, 20.0],
    }
)


def mapped(cells: pl.DataFrame, *, base: Any) -> Any:
    return cluster_map(RegionIndustryTable(cells, classification="ISIC4"), base=base)


def quotients(cells: pl.DataFrame, *, base: Any) -> Any:
    return location_quotient(cells, base=base, classification="ISIC4")


def starred(cells: pl.DataFrame, *, base: Any) -> Any:
    return stars(cells, base=base, classification="ISIC4")


everywhere = pytest.mark.parametrize("measure", [mapped, quotients, starred])


@everywhere
@pytest.mark.parametrize("base", ["fishing", "4711", "", 5])
def test_an_unknown_set_is_refused(measure, base):
    with pytest.raises(InputError, match="Choose from “manufacturing”, “traded”") as no:
        measure(SHOPS, base=base)
    assert no.value.code == "no_such_set"


@everywhere
@pytest.mark.parametrize("base", ["manufacturing", ["1520"], [], ("4",)])
def test_a_base_that_fits_no_industry_is_refused(measure, base):
    with pytest.raises(InputError, match="Its industries are: “4711”, “4759”") as no:
        measure(SHOPS, base=base)
    assert no.value.code == "empty_base"


@everywhere
def test_one_industry_of_the_base_is_enough(measure):
    measure(SHOPS, base=["4711", "1520"])


def test_a_map_takes_the_beginnings_of_codes():
    assert mapped(SHOPS, base=("471",)).cells["industry"].unique().to_list() == ["4711"]
    assert mapped(SHOPS, base=["47"]).cells.height == 3
    with pytest.raises(InputError, match="none of the industries"):
        quotients(SHOPS, base=["47"])  # of rows that may not be there yet: whole codes


@pytest.mark.parametrize(
    ("base", "found"),
    [
        (["31"], {"3131", "3141"}),
        (["31-33"], {"3131", "3141", "3231"}),
        (["3131"], {"3131"}),
        (["10"], {"10"}),  # a code of the table is itself, not 101
        (["C10"], {"C1011"}),
        (["3"], set()),
        (["Textiles"], set()),
    ],
)
def test_what_the_codes_of_a_base_stand_for(base, found):
    industries = {"3131", "3141", "3231", "10", "101", "C1011", "Textiles 2"}
    assert within(base, industries) == found


def test_the_reason_for_no_clusters_is_the_one_that_holds():
    """All jobs hidden; then all shown and alike, so that every quotient is 1."""
    hidden = mapped(SHOPS.with_columns(employment=pl.lit(None, pl.Float64)), base=None)
    assert "employment of every cell is unknown" in str(hidden.absence)
    assert not hidden.is_judged
    alike = SHOPS.filter(industry="4711")
    found = mapped(alike, base=None)
    assert found.is_judged and "No cell reaches" in str(found.absence)
    some = cluster_map(
        RegionIndustryTable(SHOPS, classification="ISIC4"),
        thresholds=Thresholds(lq=0, establishments=0, employment=0),
    )
    assert some.absence is None
    assert "no cells" in str(mapped(SHOPS.clear(), base=None).absence)


@everywhere
def test_an_empty_table_has_nothing_to_compare(measure):
    measure(SHOPS.clear(), base=["1520"])


def test_the_values_of_a_lazy_table_are_not_looked_at():
    lazy = quotients(SHOPS.lazy(), base=["1520"]).collect()
    assert lazy["lq"].null_count() == 3


def test_the_industries_of_a_base_are_those_of_its_divisions():
    """By ISIC Rev. 4: manufacturing is divisions 10 to 33."""
    codes = ["09", "1030", "25", "33", "35"]
    found = industries_of_base(codes, "manufacturing", classification="ISIC4")
    assert found == {"1030", "25", "33"}
    assert industries_of_base(codes, ["25", "35"]) == {"25", "35"}
