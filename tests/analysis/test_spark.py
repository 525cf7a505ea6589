"""Every function of tables on Spark: equal results, tables still to be run."""

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.analysis.test_engines import (
    ANSWERS,
    CELLS,
    ENGINES,
    MEASURES,
    assert_equal,
    plain,
)

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore"),  # PySpark warns of its own dependencies
]


@pytest.fixture(scope="module")
def on_spark(spark: Any) -> Callable[[pl.DataFrame], Any]:
    """Tables of Spark, each handed over once."""
    tables: dict[int, tuple[pl.DataFrame, Any]] = {}

    def convert(table: pl.DataFrame) -> Any:
        if id(table) not in tables:  # kept beside, so that its number stays its own
            tables[id(table)] = table, spark.createDataFrame(table.to_arrow())
        return tables[id(table)][1]

    return convert


@pytest.mark.parametrize("measure", MEASURES)
def test_spark_gives_the_same(measure, on_spark):
    result = MEASURES[measure](on_spark)
    assert type(result) is type(on_spark(CELLS))  # still to be run, on Spark
    assert_equal(plain(result), plain(MEASURES[measure](ENGINES["polars"])))


@pytest.mark.parametrize("name", ANSWERS)
def test_spark_gives_the_same_answer(name, on_spark):
    found, expected = ANSWERS[name](on_spark), ANSWERS[name](ENGINES["polars"])
    np.testing.assert_allclose(found, expected, rtol=1e-12)
