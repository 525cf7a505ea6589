"""Establishments as points: what is a place, what is not, and what is told of it."""

import numpy as np
import pytest

from distretto.errors import FormatError, InputError
from distretto.formats.layouts.model import Choices
from distretto.formats.layouts.points import missing_of_points, read_points
from distretto.formats.tables import read_table

HEAD = "id,lat,lon,clae2,clae2_desc,jobs\n"


@pytest.fixture
def listed(tmp_path):
    def write(rows: str, head: str = HEAD):
        path = tmp_path / "plants.csv"
        path.write_text(head + rows, encoding="utf-8")
        return read_table(path)

    return write


def test_places_industries_and_sizes(listed):
    table = listed("1,-34.5,-58.5,25,Metal,12\n2,-34.6,-58.4,10,Food,\n")
    found = read_points(table, Choices())
    assert found.degrees.tolist() == [[-58.5, -34.5], [-58.4, -34.6]]
    assert found.industries.tolist() == ["25", "10"]
    assert found.names["25"] == "Metal"
    assert found.sizes[0] == 12 and np.isnan(found.sizes[1])
    # One tenth of a degree each way at 34.55 S: 6371.007 x sqrt(.1² + (.1 cos 34.55)²)
    # x pi / 180 = 111.195 x .1 x 1.2955 = 14.405 km.
    x, y = found.sites.x, found.sites.y
    assert np.hypot(*(np.diff(x), np.diff(y)))[0] == pytest.approx(14.405, abs=0.002)


def test_rows_without_a_place_are_left_out_and_told(listed):
    table = listed("1,-34.5,-58.5,25,Metal,1\n2,,,25,Metal,1\n3,0,0,25,Metal,1\n")
    found = read_points(table, Choices())
    assert found.sites.count == 1
    assert "2 establishments of 3 have no place and were left out." in map(
        str, found.notes
    )


@pytest.mark.parametrize("place", ["95.2", "north"])
def test_what_is_no_place_is_a_problem_with_its_row(listed, place):
    table = listed(f"1,-34.5,-58.5,25,Metal,1\n2,{place},-58.4,25,Metal,1\n")
    found = read_points(table, Choices())
    (problem,) = found.errors
    assert (problem.row, problem.column, problem.value) == (3, "lat", place)
    assert found.sites.count == 1


def test_lost_zeros_and_levels(listed):
    rows = "".join(f"{n},-34.{n},-58.5,{code},,1\n" for n, code in enumerate(CODES, 1))
    found = read_points(listed(rows), Choices(classification="ISIC4", level=2))
    assert found.industries.tolist() == ["01", "01", "14", "25"]
    assert found.names["01"].startswith("Crop and animal production")


CODES = ("111", "0112", "1410", "2511")


def test_a_code_too_coarse_for_the_level_is_a_site_without_industry(listed):
    table = listed("1,-34.5,-58.5,1410,,1\n2,-34.6,-58.5,1420,,1\n3,-34.7,-58.5,C,,1\n")
    found = read_points(table, Choices(classification="ISIC4", level=4))
    assert found.industries.tolist() == ["1410", "1420", ""]
    assert found.sites.count == 3


def test_the_base_chooses_the_sites(listed):
    table = listed("1,-34.5,-58.5,25,,1\n2,-34.6,-58.5,85,,1\n3,-34.7,-58.5,10,,1\n")
    found = read_points(table, Choices(classification="ISIC4"), base="manufacturing")
    assert found.industries.tolist() == ["25", "10"]
    assert any("2 establishments of 3" in str(note) for note in found.notes)


def test_metres_of_a_map_are_never_taken_for_degrees(listed):
    rows = "1,6100000,4200000,25,,1\n2,6103000,4204000,25,,1\n"
    with pytest.raises(FormatError, match=r"No row of “plants\.csv” has a place"):
        read_points(listed(rows), Choices())
    found = read_points(listed(rows), Choices(), unit="m")
    # 3 km north and 4 km east.
    assert np.hypot(np.diff(found.sites.x), np.diff(found.sites.y))[0] == 5
    assert found.degrees is None


def test_degrees_taken_for_metres_are_refused(listed):
    with pytest.raises(InputError, match="latitude and longitude"):
        read_points(
            listed("1,-34.5,-58.5,25,,1\n2,-34.6,-58.4,10,,1\n"), Choices(), unit="m"
        )


def test_what_is_missing_is_named(listed):
    table = listed("1,Kano,25\n", head="id,district,isic\n")
    assert missing_of_points(table, Choices()) == ["latitude", "longitude"]
