"""Reference areas: totals, shares, and a QCEW file of the nation."""

import pytest

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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a,b,c\nx,1,2\n", "unclear_reference"),
        ("industry,employment\n3141,5\n3141,6\n", "double_reference"),
        ("industry,employment\n3131,5\n3141,many\n", "bad_reference"),
    ],
)
def test_a_reference_that_cannot_be_used_is_a_sentence(file, text, code):
    with pytest.raises(FormatError) as refused:
        read_reference(file(text))
    assert refused.value.code == code and "nation.csv" in str(refused.value)
