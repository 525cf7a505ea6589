"""Every snippet of the page on large registers runs, and the engines agree."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "how-to" / "large-registers.md"
SNIPPETS = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), flags=re.M | re.S)
REGIONS = [f"{number:02}" for number in range(12)]


@pytest.fixture
def names(tmp_path, monkeypatch) -> dict[str, Any]:
    """What snippets have named, in a folder with a register of ours."""
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(4)
    number = 600
    register = pl.DataFrame(
        {
            "region": rng.choice(REGIONS, number),
            "industry": rng.choice(["10", "25"], number),
            "size": rng.integers(1, 90, number),
        }
    )
    register.head(200).write_csv("register-1.csv")
    register.tail(-200).write_csv("register-2.csv")
    register.select(
        "industry",
        x=pl.Series(rng.uniform(0, 60, number)),
        y=pl.Series(rng.uniform(0, 60, number)),
    ).write_parquet("plants.parquet")
    # Regions along a road.
    line = {"region": REGIONS[:-1], "neighbour": REGIONS[1:]}
    pl.DataFrame(line).write_parquet("neighbours.parquet")
    return {"__name__": "__main__"}


def run(names: dict[str, Any], *, leave_out: tuple[str, ...]) -> None:
    """The page from top to bottom, but for what needs one of these programs."""
    for snippet in SNIPPETS:
        if not any(word in snippet for word in leave_out):
            exec(compile(snippet, str(PAGE), "exec"), names)


def test_on_a_laptop_and_with_duckdb(names):
    run(names, leave_out=("spark", "dask"))
    rows = pl.read_csv("register-*.csv", schema_overrides=names["kinds"])
    cells = pl.read_parquet("cells.parquet").sort("region", "industry")
    by_hand = rows.group_by("region", "industry").agg(pl.col("size").sum())
    by_hand = by_hand.sort("region", "industry")
    assert cells["employment"].to_list() == by_hand["size"].to_list()
    of_duckdb = pl.read_parquet("cells-of-duckdb.parquet")
    assert of_duckdb.sort("region", "industry").equals(cells)
    assert names["concentration"].height == 2
    assert "lq" in pl.read_parquet("quotients.parquet").columns


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")  # PySpark warns of its own dependencies
def test_with_spark(names, spark, tmp_path):
    stand_in(spark, tmp_path)
    names["spark"] = spark
    run(names, leave_out=("dask",))
    read, order = pl.read_parquet, ("region", "industry")
    cells = read("cells-of-spark/*.parquet").sort(order)
    assert cells.equals(read("cells.parquet").sort(order).select(cells.columns))
    assert names["found_by_spark"] == [names["curve"](name) for name in names["names"]]
    same_hot_spots(names, pl.from_pandas(names["hot_spots_by_spark"]))
    assert names["spark_concentration"].count() == 2


def test_with_dask(names):
    pytest.importorskip("dask", reason="Dask, optional, is not here")
    run(names, leave_out=("spark",))
    found = list(names["found_by_dask"])
    assert found == [names["curve"](name) for name in names["names"]]
    same_hot_spots(names, names["hot_spots_by_dask"])


def stand_in(spark: Any, folder: Path) -> None:
    """Spark looks for files where it was started, until it is told."""
    java, context = spark.sparkContext._jvm.org.apache.hadoop.fs, spark.sparkContext
    files = java.FileSystem.get(context._jsc.hadoopConfiguration())
    files.setWorkingDirectory(java.Path(str(folder)))


def same_hot_spots(names: dict[str, Any], found: pl.DataFrame) -> None:
    """As one industry after the other has them here, at every region."""
    quotients = pl.read_parquet("quotients.parquet").sort("region")
    for industry, rows in found.sort("region").group_by("industry"):
        here = names["hot_spots"](quotients.filter(pl.col("industry") == industry[0]))
        assert rows["region"].to_list() == here["region"].to_list() == REGIONS
        assert rows["local"].to_list() == pytest.approx(here["local"].to_list())
    assert found.height == 2 * len(REGIONS)
