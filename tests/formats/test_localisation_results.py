"""The workbook of a localisation is in the reader's language."""

import zipfile

import numpy as np
import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.layouts.model import Choices
from distretto.formats.layouts.points import read_points
from distretto.formats.localisation.report import measure
from distretto.formats.localisation.results import write_results
from distretto.formats.tables import read_table

WORDS = {"Industries": "الصناعات", "Curves": "المنحنيات", "Notes": "ملاحظات"}
ARABIC = Language("ar", say=lambda sentence: WORDS.get(sentence, sentence))


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    rng = np.random.default_rng(2)
    frame = pl.DataFrame(
        {
            "latitude": rng.uniform(0, 0.6, 60),
            "longitude": rng.uniform(0, 0.6, 60),
            "isic": ["1430"] * 30 + ["1511"] * 30,
        }
    )
    path = tmp_path_factory.mktemp("plants") / "plants.csv"
    frame.write_csv(path)
    return measure(read_points(read_table(path), Choices()), simulations=99)


@pytest.mark.parametrize(
    ("language", "names", "is_rtl"),
    [(ENGLISH, list(WORDS), False), (ARABIC, list(WORDS.values()), True)],
)
def test_all_sheets_are_named_and_turned_alike(
    report, tmp_path, language, names, is_rtl
):
    path = tmp_path / "found.xlsx"
    write_results(report, path, language=language)
    assert CalamineWorkbook.from_path(path).sheet_names == names
    with zipfile.ZipFile(path) as parts:
        for number in (1, 2, 3):
            sheet = parts.read(f"xl/worksheets/sheet{number}.xml")
            assert (b'rightToLeft="1"' in sheet) == is_rtl
