"""Cells of a list of firms, read one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.formats.firm_lists.cells import is_span_of_years, year_of

# What a person reads in them, who knows nothing of the firm; the survey is of 2026.
SPELLINGS = [
    ("2019", 2019),
    ("٢٠١٩", 2019),
    ("2018.0", 2018),  # as programs write numbers
    ("12.03.2004", 2004),
    ("03/25/2004", 2004),
    ("2011-05-01", 2011),
    ("2011-05-01 00:00:00", 2011),
    ("2011-05-01T10:30:00+01:00", 2011),
    # The offset of a time of day is no year.
    ("2011-05-01 00:00:00+0300", 2011),
    ("2011-05-01 00:00:00 -0530", 2011),
    ("2011-05-01T00:00:00.000+1400", 2011),
    ("Sun May 01 2011 00:00:00 GMT+0300", 2011),
    ("01.02.2018-31.12.2018", 2018),
    ("31.02.2019", None),  # no month has that day
    ("2019-13-40", None),
    ("Mar 2022", 2022),
    ("12/2018", 2018),
    ("2018-07", 2018),
    ("2001-02", 2001),  # February, or until 2002: the same year
    ("13.2018", None),  # no such month
    ("2018-45", None),
    ("2018/19", 2018),
    ("1999-00", 1999),
    ("2018-2019", 2018),
    ("2018 – 2019", 2018),
    ("2018, 2018", 2018),
    ("2019-2018", None),
    ("1998-2015", None),  # a band, or until when it worked
    ("1999-2000-2001", None),
    ("12.2018-2019", None),
    ("12.2018-03.2019", None),
    ("01.02.2018-01.02.2019", None),
    ("1998 (reg. 4521)", None),
    ("12.2018-2099", None),
    ("2026-2027", None),  # one is to come
    ("founded 1.5.1999", 1999),
    ("since 1987", 1987),
    ("2018, 19 workers", 2018),
    ("2019年", 2019),
    ("founded 1.5.1999, moved 2003", None),
    ("moved 2003, founded 1999", None),
    ("1990s", None),
    ("1990's", None),
    ("1990er Jahre", None),
    (">1990", None),
    ("before 1990", None),
    ("After 1990", None),
    ("avant 1990", None),
    ("Après 1990", None),
    ("antes de 1990", None),
    ("vor 1990", None),
    ("nach 1990", None),
    ("قبل 1990", None),
    ("بعد1990", None),
    ("Vorarlberg, 1990", 1990),
    ("1492", None),
    ("2562", None),
    ("19990501", None),
    ("", None),
    ("old", None),
]


@pytest.mark.parametrize(("text", "year"), SPELLINGS)
def test_the_year_that_a_person_reads(text, year):
    assert year_of(text, 2026) == year


def test_spans_are_of_two_years_that_follow_each_other():
    spans = [text for text, _ in SPELLINGS if is_span_of_years(text, 2026)]
    assert spans == ["2018/19", "1999-00", "2018-2019", "2018 – 2019"]


@given(st.text("0129 .-/–:T", max_size=14))
def test_any_cell_gives_a_year_that_is_written_in_it_or_none(text):
    year = year_of(text, 2026)
    assert year is None or (str(year) in text and 1500 <= year <= 2026)
