"""Tables of regions by industries are kept by content and read back unchanged."""

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from django.core.files.storage import default_storage
from polars.testing import assert_frame_equal

from distretto.analysis.selection.cluster_map import cluster_map
from distretto.analysis.selection.table import AlikeTotals, RegionIndustryTable
from distretto.notes import Note
from distretto.web.register import tables

FORMS = (
    "%(count)s cell of %(place)s unknown.",
    "%(count)s cells of %(place)s unknown.",
)


def table() -> RegionIndustryTable:
    """Two years, one cell unknown, with published totals of the regions."""
    cells = pl.DataFrame(
        {
            "region": ["A", "A", "B"],
            "industry": ["14", "14", "15"],
            "year": [2020, 2021, 2021],
            "establishments": [3.0, 4.0, None],
            "employment": [None, 40.0, 7.0],
        },
        schema_overrides={"year": pl.Int32},
    )
    totals = pl.DataFrame(
        {
            "region": ["A", "B"],
            "year": [2021, 2021],
            "establishments": [5.0, 2.0],
            "employment": [50.0, 9.0],
        },
        schema_overrides={"year": pl.Int32},
    )
    groups = pl.DataFrame(
        {
            "region": ["A", "A"],
            "industry": ["1", "1"],
            "year": [2020, 2021],
            "establishments": [9.0, None],
            "employment": [None, 45.0],
        },
        schema_overrides={"year": pl.Int32},
    )
    return RegionIndustryTable(
        cells=cells,
        region_group_totals=groups,
        group_totals=groups.drop("region"),
        region_totals=totals,
        grand_total={"establishments": 7.0, "employment": 59.0},
        region_names={"A": "São João"},
        industry_names={"14": "Wearing apparel"},
        classification="ISIC4",
        notes=(Note(FORMS, count=2, place="São João"),),
        origin={"layout": "long", "coordinates": {"A": [1.5, 2.5]}},
    )


def test_what_is_read_is_what_was_written():
    written = table()
    read = tables.read(tables.write(written))
    assert_frame_equal(read.cells.collect(), written.cells)
    assert_frame_equal(read.region_totals.collect(), written.region_totals)
    assert_frame_equal(read.region_group_totals.collect(), written.region_group_totals)
    assert_frame_equal(read.group_totals.collect(), written.group_totals)
    assert read.industry_totals is None
    for name in ("grand_total", "region_names", "industry_names", "origin", "notes"):
        assert getattr(read, name) == getattr(written, name)
    assert read.classification == "ISIC4"


def test_frames_stay_lazy_until_they_are_needed():
    assert isinstance(tables.read(tables.write(table())).cells, pl.LazyFrame)


def test_plants_are_kept_and_are_of_the_last_year():
    plants = pl.DataFrame({"industry": ["14", "15"], "plant_herfindahl": [0.2, None]})
    name = tables.write(replace(table(), plants=plants))
    assert_frame_equal(tables.read(name).plants, plants)
    assert tables.read(name, year=2020).plants is None
    assert tables.read(tables.write(table())).plants is None


def test_the_same_table_is_kept_once(kept_files):
    assert tables.write(table()) == tables.write(table())
    assert len(kept_files()) == 1


def test_an_earlier_year_forgets_what_came_after_it():
    read = tables.read(tables.write(table()), year=2020)
    assert read.cells.collect()["year"].to_list() == [2020]
    assert read.region_totals.collect().is_empty()
    # The grand total was of 2021: of 2020 it is not known.
    assert read.grand_total is None


@pytest.mark.parametrize("year", [2021, 2030, None])
def test_the_last_year_and_later_keep_everything(year):
    read = tables.read(tables.write(table()), year=year)
    assert read.cells.collect().height == 3
    assert read.grand_total == {"establishments": 7.0, "employment": 59.0}


def test_a_table_without_groups_has_none():
    plain = replace(table(), region_group_totals=None, group_totals=None)
    read = tables.read(tables.write(plain))
    assert read.region_group_totals is None and read.group_totals is None


def kept_by_an_earlier_version(layout: str) -> str:
    """A kept table of the kind that knew neither editions nor totals of sectors.

    Its notes were sentences.
    """
    plain = replace(
        table(), region_group_totals=None, group_totals=None, origin={"layout": layout}
    )
    path = Path(default_storage.path(tables.write(plain)))
    told = json.loads(pl.read_parquet_metadata(path)["distretto"])
    del told["edition"]
    told["notes"] = ["One cell unknown."]
    frame = pl.read_parquet(path)
    frame.write_parquet(path, metadata={"distretto": json.dumps(told)})
    return str(path.relative_to(default_storage.path("")))


def test_a_table_of_an_earlier_version_is_measured_and_says_what_it_lacks():
    read = tables.read(kept_by_an_earlier_version("qcew"))
    assert str(read.notes[0]) == "One cell unknown."
    assert "did not keep the published totals of groups" in str(read.notes[1])
    # LQ of 15 in B, 2021: (7 / 9) / (7 / 59), all of the table's published totals.
    cells = cluster_map(read).cells.filter(pl.col("industry") == "15")
    assert cells["lq"].to_list() == [pytest.approx((7 / 9) / (7 / 59))]


def test_layouts_without_sectors_lack_nothing():
    assert len(tables.read(kept_by_an_earlier_version("long")).notes) == 1
    assert tables.read(tables.write(table())).notes == table().notes


def test_totals_of_what_the_cells_count_come_back():
    regions = pl.DataFrame(
        {
            "region": ["A", "A"],
            "year": pl.Series([2020, 2021], dtype=pl.Int32),
            "establishments": [1.0, 2.0],
            "employment": [30.0, None],
        }
    )
    whole = {2020: {"establishments": 4.0, "employment": 90.0}, 2021: {}}
    alike = AlikeTotals(regions, whole, True, Note("Of %(owners)s.", owners="firms"))
    name = tables.write(replace(table(), alike=alike))
    read = tables.read(name).alike
    assert_frame_equal(read.regions.collect(), regions)
    assert (read.whole, read.covers_regions) == (whole, True)
    assert str(read.note) == "Of firms."
    assert tables.read(tables.write(table())).alike is None
