"""Real open data as the measures of selection take it."""

from pathlib import Path

import polars as pl
import pytest

from distretto.analysis.selection.table import RegionIndustryTable
from distretto.formats import layouts
from distretto.formats.boundaries import read_boundaries
from distretto.formats.neighbours import neighbours

YEAR_2018 = "qcew_ga_2018.csv.gz"
CODES = {"area_fips": pl.String, "industry_code": pl.String}


def read_qcew(path: Path) -> pl.DataFrame:
    """The file as published; suppressed employment (“N”) is null, not zero."""
    rows = pl.read_csv(path, schema_overrides={**CODES, "disclosure_code": pl.String})
    hidden = (pl.col("disclosure_code") == "N").fill_null(False)
    return rows.with_columns(
        region=pl.col("area_fips"),
        industry=pl.col("industry_code"),
        establishments=pl.col("annual_avg_estabs"),
        employment=pl.when(~hidden).then(pl.col("annual_avg_emplvl")),
    )


@pytest.fixture(scope="session")
def georgia_rows(shared_data: Path) -> pl.DataFrame:
    """The file as published, with its own quotients."""
    return read_qcew(shared_data / "us_georgia_qcew" / YEAR_2018)


@pytest.fixture(scope="session")
def georgia(shared_data: Path) -> RegionIndustryTable:
    """Private four-digit industries; totals of counties, industries and the state."""
    return layouts.read(shared_data / "us_georgia_qcew" / YEAR_2018, level=4)


@pytest.fixture(scope="session")
def georgia_years(shared_data: Path) -> RegionIndustryTable:
    name = "qcew_ga_private_naics4_2015_2018.csv.gz"
    return layouts.read(shared_data / "us_georgia_qcew" / name, level=4)


@pytest.fixture(scope="session")
def georgia_neighbours(shared_data: Path) -> pl.DataFrame:
    """Counties that share a border."""
    path = shared_data / "boundaries" / "us_georgia_counties.geojson"
    return neighbours(read_boundaries(path))


@pytest.fixture(scope="session")
def buenos_aires(shared_data: Path) -> pl.DataFrame:
    """47,093 establishments: region, industry (two digits) and size band."""
    path = shared_data / "argentina_amba_establishments" / "amba_establishments.csv.gz"
    rows = pl.read_csv(path, schema_overrides={"clae2": pl.String})
    return rows.select(
        region="departamento", industry="clae2", size="empleo_rep", band="empleo"
    )
