"""The same function on every engine: equal results, the same kind back.

Every public function that takes a table is in `MEASURES` (a table comes back),
`ANSWERS` (something else does), `DIAGNOSIS` (Polars comes back) or, where it is for
tables in memory only, `IN_MEMORY`.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from narwhals.typing import IntoDataFrame, IntoDataFrameT, IntoFrame, IntoFrameT
from polars.testing import assert_frame_equal
from tests.contracts.test_analysis import CALLS

import distretto.analysis
from distretto.analysis.selection.concentration.cluster_index import cluster_index
from distretto.analysis.selection.concentration.coagglomeration import (
    coagglomeration,
    group_coagglomeration,
)
from distretto.analysis.selection.concentration.ellison_glaeser import (
    ellison_glaeser,
    maurel_sedillot,
)
from distretto.analysis.selection.concentration.gini import locational_gini
from distretto.analysis.selection.concentration.hoover import hoover_concentration
from distretto.analysis.selection.concentration.plants import plant_herfindahl
from distretto.analysis.selection.concentration.size_bands import (
    plant_herfindahl_from_bands,
)
from distretto.analysis.selection.delineation import join_neighbours
from distretto.analysis.selection.diversity.entropy import shannon_entropy
from distretto.analysis.selection.diversity.hachman import hachman_index
from distretto.analysis.selection.diversity.herfindahl import herfindahl_index
from distretto.analysis.selection.diversity.krugman import krugman_specialisation
from distretto.analysis.selection.diversity.regional_gini import regional_gini
from distretto.analysis.selection.diversity.variety import related_variety
from distretto.analysis.selection.growth.life_cycle import life_cycle
from distretto.analysis.selection.growth.parts import PARTS
from distretto.analysis.selection.growth.quotients import location_quotient_growth
from distretto.analysis.selection.growth.ratios import gerfin_ratios
from distretto.analysis.selection.growth.shift_share import shift_share, shift_share_by
from distretto.analysis.selection.hotspots.local_moran import local_moran
from distretto.analysis.selection.quotients.interval import location_quotient_interval
from distretto.analysis.selection.quotients.shrinkage import shrunken_location_quotient
from distretto.analysis.selection.quotients.standardised import (
    standardised_location_quotient,
)
from distretto.analysis.selection.regions import establishments_to_cells
from distretto.analysis.selection.relatedness.panel import complexity_panel
from distretto.analysis.selection.specialisation import (
    focus,
    location_quotient,
    size,
    symmetric_location_quotient,
)
from distretto.analysis.selection.stars import stars

CELLS = pl.DataFrame(
    {
        "region": ["a", "a", "a", "b", "b", "c", "c"],
        "industry": ["10", "25", "47", "10", "47", "25", "47"],
        "employment": [20, 40, 40, None, 100, 0, 50],
    },
    schema_overrides={"employment": pl.Int32},
)
REGION_TOTALS = pl.DataFrame({"region": ["a", "b"], "employment": [110, 180]})
INDUSTRY_TOTALS = pl.DataFrame({"industry": ["10", "25"], "employment": [100, 60]})
REFERENCE = pl.DataFrame({"industry": ["10", "47"], "share": [0.2, 0.5]})
LIST = pl.DataFrame(
    {
        "region": ["a", "a", "a", "b", "b", "c"],
        "industry": ["10", "10", "25", "10", "10", "25"],
        "size": [5, 30, 12, 8, None, None],
    },
    schema_overrides={"size": pl.Int32},
)
YEARS = pl.concat(
    [
        CELLS.with_columns(
            pl.col("employment") + 5 * step,
            year=pl.lit(2016 + step),
        )
        for step in range(3)
    ]
)
YEARLY_REGIONS, YEARLY_INDUSTRIES = (
    pl.concat(
        [
            totals.with_columns(pl.col("employment") + step, year=pl.lit(2016 + step))
            for step in range(3)
        ]
    )
    for totals in (REGION_TOTALS, INDUSTRY_TOTALS)
)
NEAR = pl.DataFrame({"region": ["a", "b", "b"], "neighbour": ["b", "a", "c"]})

PLANTS = pl.DataFrame(
    {
        "region": ["a", "b", "b", "c", "a", "c"],
        "industry": ["10", "10", "10", "25", "25", "25"],
        "size": [5, 30, 12, 8, 7, None],
    },
    schema_overrides={"size": pl.Int32},
)
# How plants of CELLS' industries might be divided; of 47 nobody knows.
HERFINDAHL = pl.DataFrame(
    {
        "industry": ["10", "25", "47"],
        "plant_herfindahl": [0.25, 0.1, None],
        "plant_fourth_power": [0.07, 0.02, None],
    }
)
BANDS = pl.DataFrame(
    {
        "industry": ["10", "10", "25"],
        "plants": [4, 2, 3],
        "employment": [20, 60, None],
        "lower": [2, 10, 1],
        "upper": [9, None, 9],
    }
)
GROUPS = pl.DataFrame({"industry": ["10", "25", "47"], "group": ["x", "x", "y"]})
SITES = CELLS.with_columns(establishments=pl.Series([2, 3, 4, 1, 9, 0, 5]))
AREAS = pl.DataFrame(
    {"region": ["a", "b", "c"], "area": [5.0, 2.5, 8.0], "population": [90, 70, 50]}
)

Convert = Callable[[pl.DataFrame], Any]


def duck(table: pl.DataFrame) -> duckdb.DuckDBPyRelation:
    return duckdb.from_arrow(table.to_arrow())


def in_pandas(table: pl.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(table.to_dict(as_series=False))


ENGINES: dict[str, Convert] = {
    "polars": lambda table: table,
    "polars lazy": lambda table: table.lazy(),
    "pandas": in_pandas,
    "pyarrow": lambda table: table.to_arrow(),
    "duckdb": duck,
}


def growth(of: "Convert", **more: Any) -> dict[str, Any]:
    """What the functions of growth are asked on an engine."""
    return {
        "start": 2016,
        "end": 2018,
        "region_totals": of(YEARLY_REGIONS),
        "industry_totals": of(YEARLY_INDUSTRIES),
        **more,
    }


def shares(method: str) -> Callable[["Convert"], Any]:
    def measure(of: Convert) -> Any:
        near = {"neighbours": of(NEAR)} if method.startswith("spatial") else {}
        return shift_share(of(YEARS), **growth(of, method=method, **near))

    return measure


MEASURES: dict[str, Callable[[Convert], Any]] = {
    "location_quotient": lambda of: location_quotient(of(CELLS)),
    "location_quotient, published totals": lambda of: location_quotient(
        of(CELLS),
        region_totals=of(REGION_TOTALS),
        industry_totals=of(INDUSTRY_TOTALS),
        grand_total=400,
    ),
    "location_quotient, reference": lambda of: location_quotient(
        of(CELLS), reference=of(REFERENCE)
    ),
    "location_quotient, base": lambda of: location_quotient(
        of(CELLS), base="manufacturing", classification="ISIC4"
    ),
    "location_quotient, totals of the base": lambda of: location_quotient(
        of(CELLS),
        base=["10", "25"],
        base_totals=of(REGION_TOTALS),
        base_total=400,
    ),
    "location_quotient, list of industries": lambda of: location_quotient(
        of(CELLS), base=["10", "47"], industry_totals=of(INDUSTRY_TOTALS)
    ),
    "symmetric_location_quotient": lambda of: symmetric_location_quotient(of(CELLS)),
    "focus": lambda of: focus(of(CELLS), region_totals=of(REGION_TOTALS)),
    "size": lambda of: size(of(CELLS)),
    "stars": lambda of: stars(of(CELLS)),
    "establishments_to_cells": lambda of: establishments_to_cells(of(LIST)),
    **{f"shift_share, {method}": shares(method) for method in PARTS},
    "shift_share, without totals": lambda of: shift_share(
        of(YEARS), start=2016, end=2018
    ),
    "shift_share_by": lambda of: shift_share_by(of(YEARS), by="region", **growth(of)),
    "gerfin_ratios": lambda of: gerfin_ratios(of(YEARS), **growth(of)),
    "life_cycle": lambda of: life_cycle(of(YEARS), **growth(of)),
    "location_quotient_growth": lambda of: location_quotient_growth(
        of(YEARS), **growth(of)
    ),
    "establishments_to_cells, without sizes": lambda of: establishments_to_cells(
        of(LIST), size=None
    ),
    **{
        f"locational_gini, {convention}": lambda of, convention=convention: (
            locational_gini(
                of(CELLS),
                convention=convention,
                region_totals=of(REGION_TOTALS),
                minimum_known_share=0.2,
            )
        )
        for convention in ("lorenz", "area", "quotients")
    },
    "hoover_concentration": lambda of: hoover_concentration(of(CELLS)),
    "hoover_concentration, whatever is known": lambda of: hoover_concentration(
        of(CELLS), minimum_known_share=0
    ),
    "plant_herfindahl": lambda of: plant_herfindahl(of(PLANTS)),
    "plant_herfindahl_from_bands": lambda of: plant_herfindahl_from_bands(of(BANDS)),
    "ellison_glaeser": lambda of: ellison_glaeser(
        of(CELLS), of(HERFINDAHL), minimum_known_share=0.2
    ),
    "maurel_sedillot": lambda of: maurel_sedillot(of(CELLS), of(HERFINDAHL)),
    "cluster_index": lambda of: cluster_index(of(SITES), of(AREAS)),
    **{
        name: lambda of, measure=measure, settings=settings: measure(
            of(CELLS), minimum_known_share=0.2, **settings
        )
        for name, measure, settings in (
            ("krugman_specialisation", krugman_specialisation, {}),
            (
                "krugman_specialisation, mean of others",
                krugman_specialisation,
                {"against": "mean-of-others"},
            ),
            ("hachman_index", hachman_index, {}),
            ("regional_gini", regional_gini, {"convention": "quotients"}),
            ("herfindahl_index", herfindahl_index, {}),
            ("shannon_entropy", shannon_entropy, {}),
            ("related_variety", related_variety, {"digits": 1}),
            ("standardised_location_quotient", standardised_location_quotient, {}),
            (
                "standardised_location_quotient, log",
                standardised_location_quotient,
                {"log": True},
            ),
        )
    },
    "related_variety, groups": lambda of: related_variety(
        of(CELLS), groups=of(GROUPS), industry_totals=of(INDUSTRY_TOTALS)
    ),
    "location_quotient_interval": lambda of: location_quotient_interval(
        of(CELLS), plants=of(HERFINDAHL)
    ),
    "shrunken_location_quotient": lambda of: shrunken_location_quotient(
        of(CELLS), plants=of(HERFINDAHL), minimum_known_share=0.2
    ),
}

ANSWERS: dict[str, Callable[[Convert], Any]] = {
    "coagglomeration": lambda of: (
        coagglomeration(of(CELLS), minimum_known_share=0.2).gamma
    ),
    "group_coagglomeration": lambda of: group_coagglomeration(
        of(CELLS), ["25", "47"], minimum_known_share=0.2
    ),
}

IN_MEMORY: dict[str, Callable[[Convert], Any]] = {
    "complexity_panel": lambda of: plain(
        complexity_panel(of(CELLS.drop_nulls()), threshold=0.9).cells
    ),
    "join_neighbours": lambda of: plain(
        join_neighbours(of(CELLS.select("region", "industry")), of(NEAR))
    ),
    "local_moran": lambda of: local_moran(of(AREAS), of(NEAR), value="area").local,
}
EAGER = ("pandas", "pyarrow")

# What the diagnosis measures is small: any kind of table in, Polars out. The calls are
# those of the contract of all functions.
DIAGNOSIS = (
    "agreement",
    "bottlenecks",
    "broken_rules",
    "channel_shares",
    "conflicting_values",
    "cost_structure",
    "duplicates_within",
    "enumerator_quality",
    "expected_precision",
    "institutional_matrix",
    "match_against",
    "outliers",
    "price_build_up",
    "price_joints",
    "problem_priorities",
    "reinterview_draw",
    "response_weights",
    "severities",
    "stratified_means",
    "stratified_sample",
    "survey_of_linkages",
)


def functions_of(*kinds: Any) -> set[str]:
    """Public functions whose first parameter is a table of one of these kinds."""
    found = set()
    package = distretto.analysis
    for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(each.name)
        for name, thing in vars(module).items():
            if not inspect.isfunction(thing) or thing.__module__ != module.__name__:
                continue
            first = next(iter(inspect.signature(thing).parameters.values()), None)
            told = "\nParameters\n" in (inspect.getdoc(thing) or "")
            if told and first is not None and first.annotation in kinds:
                found.add(name)
    return found


def test_every_function_of_tables_is_measured_here():
    """A name begins with the function's; what comes after a comma says how."""
    measured = {name.split(", ")[0] for name in (*MEASURES, *ANSWERS)}
    measured |= set(DIAGNOSIS)
    assert measured == functions_of(IntoFrame, IntoFrameT)
    assert set(IN_MEMORY) == functions_of(IntoDataFrame, IntoDataFrameT)


def plain(table: Any) -> pl.DataFrame:
    """Any table as Polars, in one order, numbers as numbers, NaN as null."""
    if isinstance(table, pl.LazyFrame):
        table = table.collect()
    elif isinstance(table, pd.DataFrame):
        table = pl.DataFrame(table.to_dict(orient="list"), strict=False)
    elif isinstance(table, duckdb.DuckDBPyRelation):
        table = table.pl()
    elif isinstance(table, pa.Table):
        table = pl.DataFrame(table)
    elif not isinstance(table, pl.DataFrame):
        table = pl.DataFrame(table.toArrow())
    keys = [name for name in ("region", "industry") if name in table.columns]
    words = [*keys, *({"stage"} & set(table.columns))]
    numbers = [name for name in table.columns if name not in words]
    return table.select(
        pl.col(*words).cast(pl.String).replace("NaN", None),
        pl.col(*numbers).cast(pl.Float64).fill_nan(None),
    ).sort(*keys)


def assert_equal(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    assert found.columns == expected.columns
    for name in expected.columns:
        if expected[name].dtype == pl.String:
            assert found[name].to_list() == expected[name].to_list()
        else:
            wanted = [
                None if number is None else pytest.approx(number, rel=1e-12, abs=1e-14)
                for number in expected[name]
            ]
            assert found[name].to_list() == wanted, name


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("measure", MEASURES)
def test_every_engine_gives_the_same(measure, engine):
    convert = ENGINES[engine]
    result = MEASURES[measure](convert)
    assert type(result) is type(convert(CELLS))  # the same kind back, lazy stays lazy
    assert_equal(plain(result), plain(MEASURES[measure](ENGINES["polars"])))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ANSWERS)
def test_every_engine_gives_the_same_answer(name, engine):
    found, expected = (ANSWERS[name](ENGINES[each]) for each in (engine, "polars"))
    assert np.isfinite(expected).any()
    np.testing.assert_allclose(found, expected, rtol=1e-12)


@pytest.mark.parametrize("engine", EAGER)
@pytest.mark.parametrize("name", IN_MEMORY)
def test_tables_in_memory_of_any_kind_give_the_same(name, engine):
    found, expected = (IN_MEMORY[name](ENGINES[each]) for each in (engine, "polars"))
    if isinstance(expected, pl.DataFrame):
        assert_equal(found, expected)
    else:
        np.testing.assert_allclose(found, expected, rtol=1e-12)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", DIAGNOSIS)
def test_the_diagnosis_takes_tables_of_any_kind(name, engine):
    call, table, _column = CALLS[name]
    found, expected = call(ENGINES[engine](table)), call(table)
    pairs = list(zip(polars_in(found), polars_in(expected), strict=True))
    assert pairs or found == expected
    for one, other in pairs:
        assert_frame_equal(one, other, check_dtypes=False)


def polars_in(answer: Any) -> Iterator[pl.DataFrame]:
    """The tables of an answer, in their order."""
    if isinstance(answer, pl.DataFrame):
        yield answer
    elif is_dataclass(answer):
        for field in fields(answer):
            yield from polars_in(getattr(answer, field.name))
    elif isinstance(answer, tuple):
        for each in answer:
            yield from polars_in(each)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_handed_in_is_unchanged(engine):
    table = ENGINES[engine](CELLS)
    stars(table)
    assert plain(table).equals(plain(CELLS))


@pytest.mark.parametrize("engine", ["pandas", "pyarrow", "polars lazy"])
def test_small_tables_of_another_kind_are_taken_along(engine):
    """Published totals often come from elsewhere than the cells."""
    mixed = location_quotient(
        ENGINES[engine](CELLS),
        region_totals=REGION_TOTALS,
        industry_totals=in_pandas(INDUSTRY_TOTALS),
        grand_total=400,
    )
    expected = MEASURES["location_quotient, published totals"](ENGINES["polars"])
    assert_equal(plain(mixed), plain(expected))


def test_by_hand_on_every_engine():
    """10 in a: (20 / 110) / (100 / 400), from the published totals."""
    for convert in ENGINES.values():
        lq = plain(MEASURES["location_quotient, published totals"](convert))["lq"]
        assert lq[0] == pytest.approx((20 / 110) / (100 / 400))
