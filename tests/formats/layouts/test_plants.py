"""Plants of a list under the codes and regions of its table."""

from pathlib import Path

import polars as pl
import pytest

from distretto.analysis.selection.concentration.size_bands import (
    plant_herfindahl_from_bands,
)
from distretto.formats.layouts import understand_table
from distretto.formats.layouts.model import Choices
from distretto.formats.layouts.plants import Plants, read_plants
from distretto.formats.tables import read_table


def plants_in(path: Path, **choices) -> Plants | None:
    table, asked = read_table(path), Choices(**choices)
    return read_plants(table, asked, understand_table(table, asked))


@pytest.fixture
def listed(tmp_path):
    def write(*rows: str, head: str = "region,industry,size") -> Path:
        path = tmp_path / "plants.csv"
        path.write_text("\n".join([head, *rows]) + "\n")
        return path

    return write


def herfindahl(found: Plants | None) -> dict[str, float | None]:
    assert found is not None
    return dict(found.indices.select("industry", "plant_herfindahl").iter_rows())


def test_sizes_that_are_counted(listed):
    """Sizes 60, 30 and 10: H = .36 + .09 + .01, and the fourth powers likewise."""
    found = plants_in(
        listed("a,1511,60", "b,1511,30", "b,1511,10", "a,2511,8"),
        layout="establishments",
    )
    assert herfindahl(found) == {"1511": pytest.approx(0.46), "2511": 1}
    shoes = found.indices.filter(industry="1511").row(0, named=True)
    assert shoes["plant_fourth_power"] == pytest.approx(0.6**4 + 0.3**4 + 0.1**4)
    assert (shoes["plants"], shoes["known_share"], found.notes) == (3, 1, ())


def test_sizes_that_are_no_whole_numbers(listed):
    """Three of 0.1 add up to 0.30000000000000004, and still are alike."""
    head = "region,industry,employment"
    path = listed("a,15,0.1", "b,15,0.1", "b,15,0.1", head=head)
    found = plants_in(path, layout="establishments")
    assert herfindahl(found)["15"] == pytest.approx(1 / 3)


def test_bands_differ_by_equal_steps(listed):
    """Two of 1-9 count 5 each, at 3 and 7 then; one of 10-50 counts 30.

    H = (9 + 49 + 900) / 40^2.
    """
    found = plants_in(listed("a,15,1-9", "b,15,1-9", "b,15,10-50"))
    assert herfindahl(found)["15"] == pytest.approx(958 / 1600)
    assert "equal steps" in str(found.notes[0])


def test_an_unknown_size_makes_the_index_unknown(listed):
    path = listed("a,15,60", "a,15,20", "b,15,", "b,25,5")
    assert herfindahl(plants_in(path, layout="establishments"))["15"] is None
    some = plants_in(path, layout="establishments", minimum_known_share=0.6)
    assert herfindahl(some)["15"] == pytest.approx(0.75**2 + 0.25**2)


def test_plants_go_under_the_codes_of_the_cells(listed):
    """Two digits; a region left out; a lost zero put back."""
    path = listed("a,1511,30", "b,1512,10", "c,1512,99", "a,111,5", "b,2511,5")
    found = plants_in(
        path,
        layout="establishments",
        level=2,
        leave_out=("c",),
        classification="ISIC4",
    )
    assert herfindahl(found)["15"] == pytest.approx(0.75**2 + 0.25**2)
    assert found.indices["plants"].sum() == 4
    assert "01" in herfindahl(found)


def test_only_the_last_year_counts(listed):
    head = "region,industry,size,year"
    path = listed("a,15,5,2017", "a,15,7,2018", "b,15,7,2018", head=head)
    found = plants_in(path, layout="establishments")
    assert herfindahl(found)["15"] == pytest.approx(0.5)


def test_a_table_of_regions_and_industries_has_no_plants(listed):
    path = listed("a,15,60", "b,15,20", head="region,industry,employment")
    assert plants_in(path, layout="long") is None


def test_a_list_without_sizes_has_none_either(listed):
    path = listed("a,15", "a,15", "b,25", head="region,industry")
    assert plants_in(path, layout="establishments") is None


def test_every_band_of_buenos_aires(shared_data, buenos_aires_bands):
    """The same as from the file's own bands and the figures beside them."""
    name = "argentina_amba_establishments/amba_establishments.csv.gz"
    found = herfindahl(plants_in(shared_data / name))
    told = dict(
        plant_herfindahl_from_bands(buenos_aires_bands)
        .select("industry", "plant_herfindahl")
        .iter_rows()
    )
    assert len(found) == 19
    assert {code.zfill(2): index for code, index in told.items()} == pytest.approx(
        found
    )


@pytest.fixture
def buenos_aires_bands(shared_data) -> pl.DataFrame:
    path = shared_data / "argentina_amba_establishments" / "amba_establishments.csv.gz"
    rows = pl.read_csv(path, schema_overrides={"clae2": pl.String})
    low = {"a": 1, "b": 10, "c": 50, "d": 200, "e": 500}
    high = {"a": 9, "b": 49, "c": 199, "d": 499, "e": None}
    band = pl.col("empleo").str.slice(0, 1)
    return rows.group_by(industry="clae2", band=band).agg(
        plants=pl.len(),
        employment=pl.col("empleo_rep").sum(),
        lower=band.first().replace_strict(low, return_dtype=pl.Float64),
        upper=band.first().replace_strict(high, return_dtype=pl.Float64),
    )
