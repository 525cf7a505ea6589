"""Cells of a list of firms, read one by one."""

import pytest

from distretto.formats.firm_lists.cells import year_of


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2019", 2019),
        ("12.03.2004", 2004),
        ("03/25/2004", 2004),
        ("2011-05-01", 2011),
        ("31.02.2019", None),  # no month has that day
        ("2019-13-40", None),
        ("founded 1.5.1999, moved 2003", 1999),
        ("Mar 2022", 2022),
    ],
)
def test_a_day_that_is_in_no_calendar_gives_no_year(text, year):
    assert year_of(text, 2026) == year
