"""Tables of measures as files, pages and sentences, in English and beyond."""

import io
import json

import polars as pl
import pytest
import python_calamine

from distretto.analysis.selection.concentration.industries import (
    industries_by_concentration,
)
from distretto.analysis.selection.concentration.pairs import pairs_by_coagglomeration
from distretto.analysis.selection.diversity.regions import regions_by_specialisation
from distretto.analysis.selection.measured import Measured
from distretto.analysis.selection.quotients.one_region import industries_of_region
from distretto.analysis.selection.relatedness.by_category import industries_by_category
from distretto.analysis.selection.relatedness.by_complexity import (
    industries_by_complexity,
    regions_by_complexity,
)
from distretto.analysis.selection.relatedness.prospects import prospects_of_region
from distretto.analysis.selection.relatedness.related import related_industries
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.measured.columns import COLUMNS, cell_text, shown_columns
from distretto.formats.measured.leads import lead
from distretto.formats.measured.meanings import meanings
from distretto.formats.measured.results import ENDINGS, to_json, write_results

CELLS = pl.DataFrame(
    {
        "region": ["Kano", "Jos", "Kano", "Jos", "Lagos"],
        "industry": ["1511", "1511", "2511", "2511", "2511"],
        "establishments": [3.0, 2.0, 14.0, 26.0, 50.0],
        "employment": [60.0, 40.0, 140.0, 260.0, None],
    }
)
TABLE = RegionIndustryTable(CELLS, industry_names={"1511": "=SHOES()"})
FOUND = {
    "concentration": industries_by_concentration(TABLE, minimum_known_share=0),
    "pairs": pairs_by_coagglomeration(TABLE, 3, minimum_known_share=0),
    "specialisation": regions_by_specialisation(TABLE, minimum_known_share=0),
    "region": industries_of_region(TABLE, "Kano", minimum_known_share=0),
    "complexity": regions_by_complexity(TABLE, minimum_known_share=0),
    "complexities": industries_by_complexity(TABLE, minimum_known_share=0),
    "related": related_industries(TABLE, "1511", minimum_known_share=0),
    "prospects": prospects_of_region(TABLE, "Lagos", value="establishments"),
    "categories": industries_by_category(
        RegionIndustryTable(
            pl.concat(
                [
                    CELLS,
                    CELLS.filter(industry="1511").with_columns(
                        industry=pl.lit("1512"), establishments=9.0
                    ),
                ]
            ),
            industry_names={"1511": "=SHOES()"},
        ),
        numbers=[2],
    ),
}
every_kind = pytest.mark.parametrize("found", FOUND.values(), ids=FOUND)


@every_kind
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("language", [ENGLISH, Language("ar")], ids=["en", "ar"])
def test_every_kind_is_written(found, ending, language, tmp_path):
    path = tmp_path / f"found{ending}"
    write_results(found, path, source="Own count", language=language)
    assert path.stat().st_size > 100


@every_kind
def test_exact_files_hold_every_column(found, tmp_path):
    path = tmp_path / "found.parquet"
    write_results(found, path)
    assert pl.read_parquet(path).equals(found.listing())
    assert json.loads(to_json(found))["rows"] == found.rows.to_dicts()
    assert len(json.loads(to_json(found, 1))["rows"]) == 1


def test_a_name_that_would_run_is_harmless_in_csv(tmp_path):
    path = tmp_path / "found.csv"
    write_results(FOUND["concentration"], path)
    assert "'=SHOES()" in path.read_text()


def test_the_workbook_has_figures_as_numbers_and_blank_where_unknown(tmp_path):
    path = tmp_path / "found.xlsx"
    write_results(FOUND["region"], path, title="Kano", source="Own count")
    book = python_calamine.load_workbook(io.BytesIO(path.read_bytes()))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:5] == ["Code", "Name", "Jobs", "Plants", "LQ"]
    assert len(rows) == 1 + FOUND["region"].rows.height
    assert {type(row[2]) for row in rows[1:]} == {float}
    notes = [row[0] for row in book.get_sheet_by_index(1).to_python()]
    assert notes[:2] == ["Kano", "Own count"]


@every_kind
def test_every_shown_column_is_one_of_the_rows(found):
    for each in (found, *found.further):
        shown = {column.key for column in COLUMNS[each.kind]}
        scores = {key for key in shown if key.startswith("score_")}  # of what was known
        assert shown - scores <= set(each.rows.columns)


@every_kind
def test_the_answer_is_a_sentence(found):
    said = lead(found, ENGLISH)
    assert said.endswith(".") and "None" not in said and "nan" not in said


def test_further_tables_are_sheets_of_their_own(tmp_path):
    path = tmp_path / "found.xlsx"
    write_results(FOUND["categories"], path)
    book = python_calamine.load_workbook(io.BytesIO(path.read_bytes()))
    assert book.sheet_names == [
        "Industries that belong together",
        "What was tried",
        "Each industry",
        "Notes",
    ]
    told = json.loads(to_json(FOUND["categories"]))
    assert {"members", "alternatives"} <= set(told)


def test_a_sum_that_lacks_hidden_cells_is_at_least_so_much():
    rows = FOUND["concentration"].rows.to_dicts()
    rest = next(row for row in rows if row["code"] == "2511")
    columns = {each.key: each for each in COLUMNS["concentration"]}
    assert cell_text(rest, columns["employment"], ENGLISH) == "≥\u00a0400"
    told = meanings([(FOUND["concentration"], list(columns.values()), rows)], ENGLISH)
    assert any(each.startswith("≥ means") for each in told)


def test_without_plants_g_is_not_shown():
    found = FOUND["concentration"]
    keys = [each.key for each in shown_columns(found, found.rows.to_dicts())]
    assert "gini" in keys
    assert not {"gamma", "raw_concentration", "plant_herfindahl"} & set(keys)


def measured(**first) -> Measured:
    row = {"code": "15", "name": None, "gini": 0.5, "hoover": 0.4, "z": None, **first}
    return Measured("concentration", pl.DataFrame([row]), {}, ())


@pytest.mark.parametrize(
    ("gamma", "z", "said"),
    [
        (
            0.12,
            8.04,
            "15 is more concentrated than its plants alone explain: gamma 0.1",
        ),
        (0.12, 8.04, "Above 0.05 is called highly concentrated"),
        (0.12, 1.2, "chance may have done that"),
        (0.03, 4.0, "Above 0.05 would be called highly concentrated"),
        (-0.01, -1.0, "No industry is more concentrated than its plants alone explain"),
        (0.12, None, "gamma 0.120. Above"),
        (None, None, "15 is spread least like the whole: Gini 0.50; 40\u00a0% of it"),
    ],
)
def test_the_first_industry_is_read_as_its_gamma_is(gamma, z, said):
    assert said in lead(measured(gamma=gamma, z=z), ENGLISH)


def test_nothing_known_is_nothing_said():
    assert lead(measured(gamma=None, gini=None), ENGLISH) == ""
    empty = Measured("pairs", FOUND["pairs"].rows.clear(), {}, ())
    assert lead(empty, ENGLISH) == ""


def test_every_kind_is_named_where_results_are_described():
    assert Measured.__doc__ is not None
    assert not [kind for kind in COLUMNS if f"“{kind}”" not in Measured.__doc__]
