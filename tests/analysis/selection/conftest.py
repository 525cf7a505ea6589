"""Real open data as the measures of selection take it."""

import json
from pathlib import Path

import polars as pl
import pytest
from shapely import STRtree
from shapely.geometry import shape

from distretto.analysis.selection.table import RegionIndustryTable

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


def as_table(rows: pl.DataFrame) -> RegionIndustryTable:
    """Private four-digit cells; totals of counties, industries and the state."""
    last = pl.col("year") == rows["year"].max()
    counts = ["establishments", "employment"]
    private, every = pl.col("own_code") == 5, pl.col("own_code") == 0
    level = pl.col("agglvl_code")
    cells = rows.filter(private & (level == 76))
    counties = rows.filter(every & (level == 70))
    industries = rows.filter(private & (level == 56))
    state = rows.filter(every & (level == 50) & last)
    return RegionIndustryTable(
        cells.select("region", "industry", "year", *counts),
        region_totals=counties.select("region", "year", *counts),
        industry_totals=industries.select("industry", "year", *counts),
        grand_total=state.select(counts).row(0, named=True),
        industry_names={"3141": "Textile furnishings mills"},
        classification="NAICS2017",
    )


@pytest.fixture(scope="session")
def georgia_rows(shared_data: Path) -> pl.DataFrame:
    return read_qcew(shared_data / "us_georgia_qcew" / "qcew_ga_2018.csv.gz")


@pytest.fixture(scope="session")
def georgia(georgia_rows: pl.DataFrame) -> RegionIndustryTable:
    return as_table(georgia_rows)


@pytest.fixture(scope="session")
def georgia_years(shared_data: Path) -> RegionIndustryTable:
    name = "qcew_ga_private_naics4_2015_2018.csv.gz"
    return as_table(read_qcew(shared_data / "us_georgia_qcew" / name))


@pytest.fixture(scope="session")
def georgia_neighbours(shared_data: Path) -> pl.DataFrame:
    """Counties whose borders touch."""
    path = shared_data / "boundaries" / "us_georgia_counties.geojson"
    features = json.loads(path.read_text())["features"]
    codes = [str(feature["id"]) for feature in features]
    shapes = [shape(feature["geometry"]) for feature in features]
    one, other = STRtree(shapes).query(shapes, predicate="intersects")
    return pl.DataFrame(
        {"region": [codes[i] for i in one], "neighbour": [codes[i] for i in other]}
    )


@pytest.fixture(scope="session")
def buenos_aires(shared_data: Path) -> pl.DataFrame:
    """47,093 establishments: region, industry (two digits) and size band."""
    path = shared_data / "argentina_amba_establishments" / "amba_establishments.csv.gz"
    rows = pl.read_csv(path, schema_overrides={"clae2": pl.String})
    return rows.select(
        region="departamento", industry="clae2", size="empleo_rep", band="empleo"
    )
