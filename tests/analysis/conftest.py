"""One small Spark for all tests of analysis."""

import os
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pytest

# Spark looks at the whole plan of a table at each step that is added to it, and turns
# every plan into code: on tables of ten rows nothing else takes time. What serves large
# tables is left out.
SETTINGS = {
    # The driver listens on this machine alone.
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    # Ten rows are sooner read by an interpreter than by code that is compiled first.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    # Else each column that is written down asks for the line of Python it is from.
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    "spark.driver.extraJavaOptions": (
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xms768m -XX:MetaspaceSize=256m"
    ),
}


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A session of Spark on this machine; skipped only without Java."""
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("there is no Java here: the tests on PySpark need it (17 or newer)")
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable  # of those that work for it
    builder = SparkSession.builder.master("local[1]")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
