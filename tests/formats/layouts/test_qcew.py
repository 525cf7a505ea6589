"""The QCEW as the bureau publishes it. Figures: the publication's own records."""

from pathlib import Path

import polars as pl
import pytest

from distretto.errors import FormatError
from distretto.formats.layouts import read, understand

# The annual single file's head and a few of its columns, in its own order.
SINGLE = (
    '"area_fips","own_code","industry_code","agglvl_code","size_code","year","qtr",'
    '"disclosure_code","annual_avg_estabs","annual_avg_emplvl"\n'
)
BY_AREA = SINGLE.replace("annual_avg_estabs", "annual_avg_estabs_count").replace(
    "area_fips", 'area_fips","area_title'
)


@pytest.fixture
def table(tmp_path):
    def write(head: str, *rows: str) -> Path:
        path = tmp_path / "2018.annual.singlefile.csv"
        path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
        return path

    return write


ROWS = (
    '"US000","0","10","10","0","2018","A","",9800000,146000000',
    '"US000","5","3141","16","0","2018","A","",4600,51500',
    '"13000","0","10","50","0","2018","A","",278738,4430136',
    '"13000","5","3141","56","0","2018","A","",400,25449',
    '"13313","0","10","70","0","2018","A","",2248,56490',
    '"13313","5","3141","76","0","2018","A","",85,11822',
    '"13313","3","6111","76","0","2018","A","",9,900',
    '"13313","5","3149","76","0","2018","A","N",9,0',
    '"13999","5","3141","76","0","2018","A","",2,7',
)


def test_the_nation_is_the_reference_where_the_file_has_it(table):
    found = read(table(SINGLE, *ROWS))
    assert found.cells.rows() == [
        ("13313", "3141", 2018, 85, 11822),
        ("13313", "3149", 2018, 9, None),  # disclosure code N: not a zero
    ]
    assert found.region_totals.rows() == [("13313", 2018, 2248, 56490)]
    assert found.industry_totals.rows() == [("3141", 2018, 4600, 51500)]
    assert found.grand_total == {"establishments": 9800000, "employment": 146000000}


def test_sectors_are_totals_of_groups_and_no_cells(table):
    sectors = (
        '"US000","5","31-33","14","0","2018","A","",340000,12700000',
        '"13313","5","31-33","74","0","2018","A","",280,21265',
        '"13313","5","314","75","0","2018","A","N",120,0',
        '"13313","3","31-33","74","0","2018","A","",1,3',
    )
    found = read(table(SINGLE, *ROWS, *sectors))
    assert found.cells["industry"].to_list() == ["3141", "3149"]
    assert found.region_group_totals.rows() == [
        ("13313", "31-33", 2018, 280, 21265),
        ("13313", "314", 2018, 120, None),  # hidden: not a zero
    ]
    assert found.group_totals.rows() == [("31-33", 2018, 340000, 12700000)]
    by_sector = read(table(SINGLE, *ROWS, *sectors), level=2)
    assert by_sector.region_group_totals is None and by_sector.group_totals is None


def test_the_file_by_area_has_other_names(table):
    rows = (
        ROWS[4].replace('"13313"', '"13313","Whitfield County, Georgia"'),
        ROWS[5].replace('"13313"', '"13313","Whitfield County, Georgia"'),
    )
    found = read(table(BY_AREA, *rows))
    assert found.cells["employment"].to_list() == [11822]
    assert found.region_names == {"13313": "Whitfield County, Georgia"}
    assert found.industry_totals is None and found.grand_total is None


def test_a_quarterly_file_is_refused_in_a_sentence(table):
    head = SINGLE.replace("annual_avg_estabs", "qtrly_estabs").replace(
        "annual_avg_emplvl", "month3_emplvl"
    )
    with pytest.raises(FormatError, match="quarterly file of the QCEW"):
        read(table(head, ROWS[5]))


def test_the_nation_alone_has_no_regions(table):
    with pytest.raises(FormatError, match="figures of the nation alone"):
        read(table(SINGLE, *ROWS[:2]))


def test_all_of_georgia(shared_data):
    understood = understand(shared_data / "us_georgia_qcew" / "qcew_ga_2018.csv.gz")
    assert (understood.layout, understood.level) == ("qcew", 4)
    assert (understood.regions, understood.rows) == (159, 118_287)
    found = understood.table()
    whitfield = found.cells.filter(
        pl.col("region") == "13313", pl.col("industry") == "3141"
    )
    assert whitfield.select("establishments", "employment").row(0) == (85, 11822)
    # 66 % of the file is suppressed for employment; none of it may be a zero, unless
    # the publication itself discloses a zero.
    assert found.cells["employment"].null_count() == 12_795  # level 76, private, N
    assert found.grand_total == {"establishments": 278738, "employment": 4430136}
    assert all(check.agrees for check in understood.totals)


def test_sectors_and_six_digits_of_georgia(shared_data):
    path = shared_data / "us_georgia_qcew" / "qcew_ga_2018.csv.gz"
    sectors = read(path, level=2).cells
    manufacturing = sectors.filter(
        pl.col("region") == "13313", pl.col("industry") == "31-33"
    )
    assert manufacturing["employment"].to_list() == [21265]
    found = read(path, level=6)
    carpets = found.cells.filter(
        pl.col("region") == "13313", pl.col("industry") == "314110"
    )
    assert carpets.select("establishments", "employment").row(0) == (82, None)
    assert found.industry_names["314110"] == "Carpet and Rug Mills"


def test_a_level_that_is_not_published_is_a_sentence(shared_data):
    path = shared_data / "us_georgia_qcew" / "qcew_ga_2018.csv.gz"
    with pytest.raises(FormatError, match="industries of: 2, 3, 4, 5, 6 digits"):
        read(path, level=8)


def test_four_years_stay_for_growth(shared_data):
    name = "qcew_ga_private_naics4_2015_2018.csv.gz"
    understood = understand(shared_data / "us_georgia_qcew" / name)
    assert understood.years == (2015, 2016, 2017, 2018)
    totals = understood.table().industry_totals.filter(pl.col("industry") == "3141")
    assert totals["employment"].to_list()[::3] == [24745, 25449]  # 2015, 2018


def test_a_total_cannot_be_named_where_rows_are_marked(table):
    path = table(SINGLE, '"13313","5","3141",76,"0",2018,"A","",85,11822')
    with pytest.raises(FormatError, match="marks its own totals, so “13313”"):
        read(path, total_region="13313")


OWNERS = (
    '"13000","5","10","51","0","2018","A","",270000,3777824',
    '"13313","5","10","71","0","2018","A","",2200,51116',
    '"13313","3","10","71","0","2018","A","",40,4278',
    '"13999","5","10","71","0","2018","A","",900,132814',
)


def test_totals_of_the_ownership_of_the_cells_are_kept_for_growth(table):
    """The state is the reference of its counties; the nation is a wider area."""
    alike = read(table(SINGLE, *ROWS[2:], *OWNERS)).alike
    assert alike.regions.rows() == [("13313", 2018, 2200, 51116)]
    assert alike.whole == {2018: {"establishments": 270000, "employment": 3777824}}
    assert alike.covers_regions
    assert "private establishments" in str(alike.note)
    wider = read(table(SINGLE, *ROWS, *OWNERS)).alike
    assert (wider.whole, wider.covers_regions) == ({}, False)
    assert read(table(SINGLE, *ROWS[2:])).alike.regions is None
