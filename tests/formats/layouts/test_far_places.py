"""Places that are probably wrong: far from the others, exchanged, outside.

Expected figures are worked out by hand in the tests: a degree of latitude is
6371.007 km x pi / 180 = 111.195 km.
"""

import numpy as np
import pytest
from shapely.geometry import box

from distretto.formats.layouts.far_places import far_notes, outside_notes
from distretto.formats.layouts.model import Choices
from distretto.formats.layouts.points import read_points
from distretto.formats.tables import read_table

# 19 plants along a meridian, from 10.00 to 10.18 degrees north.
NORTH = 10 + np.arange(19) / 100
EAST = np.full(19, 20.0)


def told(north, east, unit="degrees"):
    rows = np.arange(2, len(north) + 2)
    return [str(note) for note in far_notes(rows, north, east, unit)]


def test_a_list_without_strangers_says_nothing():
    assert told(NORTH, EAST) == []


def test_an_exchanged_place_is_told_with_its_row():
    # The median is 10.095 N, 20 E. Exchanged, the last is at 10.05 N; of the 20
    # distances so found the 19th is 0.085 degrees = 9.45 km, so that 94.5 km is far.
    far, exchanged = told(np.append(NORTH, 20.0), np.append(EAST, 10.05))
    assert far == (
        "1 establishment of 20 stands more than 94.5 km from the middle of the list, "
        "although 95 % of all stand within 9.45 km: its place may be wrong. It counts "
        "all the same; it is in row 21."
    )
    assert "look exchanged" in exchanged and "row 21" in exchanged


def test_a_lost_minus_is_far_and_not_exchanged():
    # The median is 10.085 S, and the 19th distance that to 10.18 S: 10.56 km.
    (far,) = told(np.append(-NORTH, 10.05), np.append(EAST, 20.0))
    assert far.startswith("1 establishment of 20 stands more than 106 km")


def test_where_a_third_is_exchanged_it_still_shows():
    some = np.arange(19) % 3 == 0
    north, east = np.where(some, EAST, NORTH), np.where(some, NORTH, EAST)
    far, exchanged = told(north, east)
    assert far.startswith("7 establishments of 19") and "in row 2." in far
    # All seven, for within 95 % lie all 19 places but the farthest.
    assert "of 7 of those" in exchanged


def test_across_the_date_line_nobody_is_far():
    assert told(np.full(40, -17.0), np.linspace(179.9, 180.1, 40) % 360) == []
    turned = (np.linspace(179.9, 180.1, 41) + 180) % 360 - 180
    assert told(np.full(41, -17.0), turned) == []


def test_a_town_where_all_share_one_place_has_no_measure_of_far():
    assert told(np.append(np.full(19, 10.0), 11.0), np.full(20, 20.0)) == []


def test_in_a_plane_metres_are_metres():
    # 19 plants at 1,000 to 1,018 km north and one at 1,000, 2,000 km east: the median
    # is at 1,008.5, and 19 of the 20 are within 1,018 - 1,008.5 = 9.5 km.
    up = 1e6 + np.append(np.arange(19) * 1e3, 0.0)
    (far,) = told(up, np.append(np.zeros(19), 2e6), "m")
    assert far.startswith("1 establishment of 20 stands more than 95 km")


def test_outside_the_boundaries_is_counted():
    shapes = {"1": box(20, 10, 21, 11), "2": box(21, 10, 22, 11)}
    inside = [[20.5, 10.5], [21.5, 10.5]]
    assert outside_notes(np.array(inside), shapes) == []
    assert outside_notes(None, shapes) == []
    # Another country, and one that is exchanged.
    some = np.array([*inside, [50.0, 50.0], [10.5, 20.5]])
    first, second = map(str, outside_notes(some, shapes))
    assert first == "2 establishments of 4 lie outside the boundaries."
    assert second.endswith("the other way round it would lie inside the boundaries.")
    every = np.array(inside)[:, ::-1]
    first, second = map(str, outside_notes(every, shapes))
    assert first == "No establishment lies inside the boundaries."
    assert second.startswith("The latitude and longitude of 2 of those")


def test_longitudes_of_0_to_360_are_inside_too():
    assert (
        outside_notes(np.array([[301.5, -34.5]]), {"1": box(-59, -35, -58, -34)}) == []
    )


@pytest.mark.parametrize(
    ("place", "sentence"),
    [("-122.3,37.8", "no latitude, but would be"), ("-122.3,95", "no place on")],
)
def test_a_latitude_that_could_be_a_longitude_is_told_so(tmp_path, place, sentence):
    path = tmp_path / "plants.csv"
    path.write_text(f"id,lat,lon,isic\n1,37.7,-122.2,25\n2,{place},25\n")
    problem = read_points(read_table(path), Choices()).errors[0]
    assert problem.row == 3 and sentence in str(problem)
