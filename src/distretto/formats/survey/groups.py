"""Groups of firms that every survey is told apart by."""

from collections.abc import Mapping

import polars as pl

# Persons working in the firm, from the figure up to the next class.
SIZES: Mapping[str, int] = {"micro": 0, "small": 10, "medium": 50, "large": 250}
SIZE = "size_class"
USUAL = (SIZE, "owner_sex", "chain_stage", "place")


def with_size_class(
    wide: pl.DataFrame, sizes: Mapping[str, int] = SIZES
) -> pl.DataFrame:
    """The answers with the size class of each firm, by its workers; null if unknown.

    `sizes` are the classes and where each begins, the smallest first.
    """
    found = pl.lit(None, pl.String)
    if "workers" in wide.columns:
        workers = pl.col("workers").cast(pl.Float64)
        for name, least in sizes.items():
            found = pl.when(workers >= least).then(pl.lit(name)).otherwise(found)
    return wide.with_columns(found.alias(SIZE))
