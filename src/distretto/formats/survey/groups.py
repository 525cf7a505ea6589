"""Groups of firms that every survey is told apart by."""

import polars as pl

# Persons working in the firm, up to and without the figure.
SIZES = (("micro", 10.0), ("small", 50.0), ("medium", 250.0))
LARGE = "large"
SIZE = "size_class"
USUAL = (SIZE, "owner_sex", "chain_stage", "place")


def with_size_class(wide: pl.DataFrame) -> pl.DataFrame:
    """The answers with the size class of each firm, by its workers; null if unknown."""
    if "workers" not in wide.columns:
        return wide.with_columns(pl.lit(None, pl.String).alias(SIZE))
    workers = pl.col("workers").cast(pl.Float64)
    (smallest, below), *others = SIZES
    size = pl.when(workers < below).then(pl.lit(smallest))
    for name, below in others:
        size = size.when(workers < below).then(pl.lit(name))  # type: ignore[assignment]
    known = pl.when(workers.is_not_null()).then(size.otherwise(pl.lit(LARGE)))
    return wide.with_columns(known.alias(SIZE))
