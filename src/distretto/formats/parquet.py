"""Parquet files, scanned where they lie."""

from pathlib import Path

import polars as pl

from distretto.errors import FormatError, gettext_noop

MARK = b"PAR1"


def scan_parquet(path: Path) -> pl.LazyFrame:
    """A lazy table over a Parquet file, after its footer has been read."""
    try:
        frame = pl.scan_parquet(path)
        frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as damage:
        raise FormatError(
            "broken_parquet",
            gettext_noop(
                "“%(file)s” begins like a Parquet file but is damaged or was cut off. "
                "Write or download it again."
            ),
            file=path.name,
        ) from damage
    return frame
