"""Texts in CSV that spreadsheets would run; the signs are those of OWASP's advice."""

import csv
import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distretto.formats.harmless import FORMULA_STARTS, harmless, harmless_texts
from distretto.formats.tables import read_table


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-silk", "'-silk"),
        ("\t=1", "'\t=1"),
        ("'=1", "''=1"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("wool", "wool"),
        ("", ""),
        (-3.5, -3.5),
        ("-3.5", "-3.5"),
        ("-3-4", "'-3-4"),
        ("+234 803 123 4567", "'+234 803 123 4567"),
        ("+2348031234567", "'+2348031234567"),
        ("+2.5", "'+2.5"),
        ("08031234567", "08031234567"),
        (None, ""),
        (True, True),
    ],
)
def test_only_texts_that_would_run_change(cell, written):
    assert harmless(cell) == written
    if isinstance(cell, str):
        frame = pl.DataFrame({"cell": [cell]}).with_columns(harmless_texts())
        assert frame.item() == written


TEXTS = st.text("=+-@'\t\n＝ab1", min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_our_own_reader_gives_the_texts_as_they_were(tmp_path_factory, texts):
    path = tmp_path_factory.getbasetemp() / "texts.csv"
    frame = pl.DataFrame({"key": ["k"] * len(texts), "text": texts, "end": "e"})
    made = frame.with_columns(harmless_texts())
    assert made["text"].to_list() == [harmless(each) for each in texts]
    made.write_csv(path, quote_style="always")
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            is_number = re.fullmatch(r"-\d+", row["text"])
            assert is_number or not row["text"].startswith(FORMULA_STARTS)
    found = read_table(Path(path), delimiter=",").frame.collect()
    assert found["text"].to_list() == texts
