"""From a list of establishments to a table of regions by industries."""

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from distretto.analysis.checks import Frame, check_share, check_table, known


def establishments_to_cells(
    establishments: IntoFrameT,
    *,
    size: str | None = "size",
    minimum_known_share: float = 1.0,
    region: str = "region",
    industry: str = "industry",
    year: str | None = None,
) -> IntoFrameT:
    """Count establishments and add up persons by region and industry [isic2008].

    employment[r, i] = sum of size over the establishments of r and i

    Parameters
    ----------
    establishments : table, one row per establishment
        `region` and `industry` (codes) and, if known, `size`. A row is one
        establishment, whether its size is known or not. Polars, pandas, PyArrow,
        DuckDB or Spark; a lazy table is grouped where it lies and may be larger
        than memory.
    size : str or None
        Column of persons employed; size bands are turned into numbers before. None:
        the list has no sizes, and only establishments are counted.
    minimum_known_share : float
        The share (0 to 1) of a cell's establishments whose size must be known for
        its employment to be given. At 1, the default, one unknown size makes the
        employment of the cell unknown. Below 1, employment is the sum of the known
        sizes, so somewhat too small.
    region, industry : str
        Names of the columns.
    year : str, optional
        Name of a column of years, which makes one cell for each year.

    Returns
    -------
    table of the same kind, one row per region x industry (x year) that occurs
        `establishments` (count), `employment` (persons, null where too little is
        known), `employment_known` (persons in establishments of known size, a lower
        bound; null where no size is known) and `known_share` (share of the
        establishments whose size is known: 1 means all). The order of the rows is
        not promised. An empty list gives an empty table.

    Raises
    ------
    InputError
        A column is missing, a size is negative or text, or a code is blank.
    """
    keys = [region, industry, *([year] if year else [])]
    sizes = [size] if size else []
    frame = check_table(
        establishments, keys=keys, counts=sizes, name="list of establishments"
    )
    enough = check_share(minimum_known_share, "minimum_known_share")
    rows = frame.select(*keys, _persons(frame, size).alias("_size"))
    grouped: Any = rows.group_by(keys).agg(
        nw.len().alias("establishments"),
        nw.col("_size").sum().alias("employment_known"),
        nw.col("_size").count().alias("_sized"),
    )
    return _with_employment(grouped, keys, enough).to_native()


def _persons(frame: Frame, size: str | None) -> nw.Expr:
    if size is None:
        return nw.lit(None).cast(nw.Float64)
    if frame.collect_schema()[size].is_integer():  # has no NaN to look for
        return nw.col(size).cast(nw.Float64)
    return known(size)


def _with_employment(grouped: Frame, keys: list[str], enough: float) -> Frame:
    firms, sized = nw.col("establishments"), nw.col("_sized")
    share = sized.cast(nw.Float64) / firms.cast(nw.Float64)
    seen = grouped.select(
        *keys,
        firms.cast(nw.Int64),
        nw.when(sized > 0).then(nw.col("employment_known")).alias("employment_known"),
        share.alias("known_share"),
    )
    persons = nw.when(nw.col("known_share") >= enough).then(nw.col("employment_known"))
    columns = [*keys, "establishments", "employment", "employment_known", "known_share"]
    return seen.with_columns(persons.alias("employment")).select(*columns)
