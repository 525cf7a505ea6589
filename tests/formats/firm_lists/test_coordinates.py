"""Coordinates as people write them; expected degrees by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.formats.firm_lists.coordinates import both_degrees, degrees


@pytest.mark.parametrize(
    ("text", "value", "axis"),
    [
        ("-34.834", -34.834, None),
        ("5,6037", 5.6037, None),  # a comma never parts thousands here
        ("34,834", 34.834, None),
        ("5°36'13.3\"N", 5 + 36 / 60 + 13.3 / 3600, "latitude"),
        ("0° 11' 13″ W", -(11 / 60 + 13 / 3600), "longitude"),
        ("S 5 30 0", -5.5, "latitude"),
        ("12.5 Oeste", -12.5, "longitude"),
        ("5:36:00", 5.6, None),
        ("٥٫٦", 5.6, None),
    ],
)
def test_one_coordinate(text, value, axis):
    assert degrees(text) == (pytest.approx(value), axis)


@pytest.mark.parametrize("text", ["", "abc", "1234.5", "5°75'N", "-5°30'S", "1.234,5"])
def test_what_is_no_coordinate(text):
    assert degrees(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "5.6037, -0.187",
        "5.6037,-0.187",
        "5,6037; -0,187",
        "5,6037 -0,187",
        "(5.6037, -0.187)",
        "0.187W, 5.6037N",
        "5.6037 -0.187 12.0 4.5",  # as ODK writes it, with altitude and accuracy
        "POINT(-0.187 5.6037)",  # longitude first, as WKT has it
        "5°36'13.32\"N 0°11'13.2\"W",
    ],
)
def test_both_in_one_text(text):
    assert both_degrees(text) == pytest.approx((5.6037, -0.187))


@pytest.mark.parametrize("text", ["", "5.6", "12,5", "Main street 12, Accra"])
def test_what_are_no_two_coordinates(text):
    assert both_degrees(text) is None


@given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from([".", ","]))
def test_what_is_written_is_read(latitude, longitude, mark):
    text = f"{latitude:.5f}; {longitude:.5f}".replace(".", mark)
    assert both_degrees(text) == pytest.approx((latitude, longitude), abs=1e-5)


@given(st.floats(0, 89.9))
def test_degrees_minutes_and_seconds_are_read(value):
    whole, minutes = int(value), (value % 1) * 60
    text = f"{whole}°{int(minutes)}'{minutes % 1 * 59.99:.3f}\"S"
    expected = -(whole + int(minutes) / 60 + minutes % 1 * 59.99 / 3600)
    assert degrees(text) == (pytest.approx(expected, abs=1e-6), "latitude")
