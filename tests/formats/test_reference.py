"""Reference areas: totals, shares, and a QCEW file of the nation."""

import polars as pl
import pytest

from distretto.analysis.selection.specialisation import location_quotient
from distretto.errors import FormatError
from distretto.formats.reference import read_reference


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "nation.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_totals_with_the_total_of_all(file):
    found = read_reference(
        file("industry,employment\n3141,50\n3131,30\n314,60\nTotal,1000\n"), level=4
    )
    assert found.table.rows() == [("3131", 30), ("3141", 50)]
    assert found.total == 1000


def test_shares_may_be_percentages(file):
    found = read_reference(file("naics,share\n3141,0.5 %\n3131,1.25%\n"))
    assert found.table.columns == ["industry", "share"]
    assert found.table.rows() == [("3131", 0.0125), ("3141", 0.005)]
    assert found.total is None


def test_the_only_other_column_of_numbers_is_the_figure(file):
    found = read_reference(file("industry,title,US 2018\n3141,Mills,50\n"))
    assert found.table.rows() == [("3141", 50)]


def test_the_nation_of_a_qcew_file(file):
    text = (
        "area_fips,own_code,industry_code,agglvl_code,size_code,year,disclosure_code,"
        "annual_avg_estabs,annual_avg_emplvl\n"
        "US000,0,10,10,0,2018,,9800000,146000000\n"
        "US000,5,3141,16,0,2018,,4600,51500\nUS000,5,314,15,0,2018,,6000,110000\n"
    )
    found = read_reference(file(text))
    assert found.table.rows() == [("3141", 51500)] and found.total == 146000000


def test_an_unknown_figure_stays_unknown(file):
    """Without a total, the sum of the known is too small: it is never the whole."""
    text = "industry,employment\n1312,1000\n1410,\n1520,2000\n"
    found = read_reference(file(text))
    assert found.table.rows() == [("1312", 1000), ("1410", None), ("1520", 2000)]
    assert found.total is None
    cells = pl.DataFrame(
        {"region": ["a", "a"], "industry": ["1312", "1520"], "employment": [50.0, 50.0]}
    )
    lq = location_quotient(cells, reference=found.table)
    # At least 3,000 in all: the quotients are no more than estimates.
    assert lq["lq_is_estimate"].to_list() == [True, True]


@pytest.mark.parametrize("head", ["percent", "per cent", "share (%)", "% of jobs"])
def test_bare_figures_under_per_cent_are_percentages(file, head):
    found = read_reference(file(f"naics,{head}\n3141,0.5\n3131,1.25%\n"))
    assert found.table.rows() == [("3131", 0.0125), ("3141", 0.005)]


YEARS = "industry,year,employment\n3141,2010,5\n3141,2018,9\n"


@pytest.mark.parametrize(("year", "jobs"), [(2010, 5), (2018, 9), (None, 9), (2015, 9)])
def test_the_reference_is_of_the_year_of_the_map(file, year, jobs):
    found = read_reference(file(YEARS), year=year)
    assert found.table.rows() == [("3141", jobs)]
    is_told = any("no figures of 2015" in str(note) for note in found.notes)
    assert is_told == (year == 2015)


@pytest.mark.parametrize(("year", "jobs"), [(2010, 40), (2018, 50), (2015, 50)])
def test_the_nation_is_of_the_year_of_the_map(file, year, jobs):
    head = (
        "area_fips,own_code,industry_code,agglvl_code,year,disclosure_code,"
        "annual_avg_estabs,annual_avg_emplvl\n"
    )
    rows = "US000,5,3141,16,2010,,4,40\nUS000,5,3141,16,2018,,5,50\n"
    found = read_reference(file(head + rows), year=year)
    assert found.table.rows() == [("3141", jobs)]
    is_told = any("no figures of 2015" in str(note) for note in found.notes)
    assert is_told == (year == 2015)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("industry,share\n3131,0.5\n3141,50\n", "shares_beyond_the_whole"),
        ("industry,share\n3131,1.5%\n3141,2%\n3151,oops\n", "bad_reference"),
        ("industry,share\n3131,0.5\n3141,-0.1\n", "bad_reference"),
        ("a,b,c\nx,1,2\n", "unclear_reference"),
        ("industry,employment\n3141,5\n3141,6\n", "double_reference"),
        ("industry,employment\n3131,5\n3141,many\n", "bad_reference"),
    ],
)
def test_a_reference_that_cannot_be_used_is_a_sentence(file, text, code):
    with pytest.raises(FormatError) as refused:
        read_reference(file(text))
    assert refused.value.code == code and "nation.csv" in str(refused.value)
