"""Where a cluster ends: neighbouring regions with the same specialisation join.

Administrative borders cut clusters in two. Regions that are specialised in the
same industry and touch (or are neighbours by any other rule the table of
neighbours follows) are one cluster.
"""

from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoDataFrame, IntoDataFrameT
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from distretto.analysis.checks import Frame, check_table
from distretto.errors import InputError, gettext_noop


def join_neighbours(
    cells: IntoDataFrameT,
    neighbours: IntoDataFrame,
    *,
    region: str = "region",
    industry: str = "industry",
    neighbour: str = "neighbour",
) -> IntoDataFrameT:
    """Join neighbouring regions of one industry into clusters [hopcroft1973].

    Two cells belong together if they have the same industry and a chain of
    neighbouring regions, all in the table, links them: the connected components
    of the graph of neighbours, taken within each industry.

    Parameters
    ----------
    cells : table in memory, one row per specialised region x industry
        Columns `region` and `industry` (codes, dimensionless). Only these cells
        join: choose them first, for example by their location quotient.
    neighbours : table in memory
        Pairs of neighbouring regions, `region` and `neighbour`. One direction is
        enough; regions without a row have no neighbour and stay single.
    region, industry, neighbour : str
        Names of the columns.

    Returns
    -------
    table of the same kind, the rows of `cells`
        With `cluster`, a number from 0 up: rows with the same number are one
        cluster. Numbers follow the order of industry, then region, whatever the
        order of the rows. An empty table gives an empty table.

    Raises
    ------
    InputError
        A column is missing, a code is blank, a cell comes twice, a table is lazy,
        or not one region is found among the neighbours.
    """
    frame = in_memory(cells, (region, industry), "cells", unique=True)
    pairs = in_memory(neighbours, (region, neighbour), "neighbours")
    nodes = _polars(frame.select(region, industry), ("region", "industry"))
    links = both_ways(_polars(pairs.select(region, neighbour), ("region", "neighbour")))
    check_overlap(nodes, links)
    labels = components(nodes, links)
    column = nw.new_series("cluster", labels, nw.Int64, backend=frame.implementation)
    if frame.implementation.is_pandas_like():  # rows are matched by their index
        column = nw.from_native(
            column.to_native().set_axis(frame.to_native().index), series_only=True
        )
    return frame.with_columns(column).to_native()


def both_ways(links: pl.DataFrame) -> pl.DataFrame:
    """Every pair of neighbours in both directions, once; none with itself."""
    turned = links.select(region="neighbour", neighbour="region")
    pairs = pl.concat([links.select("region", "neighbour"), turned]).unique()
    return pairs.filter(pl.col("region") != pl.col("neighbour"))


def components(nodes: pl.DataFrame, links: pl.DataFrame) -> NDArray[np.int64]:
    """The cluster of each row of `nodes` (region, industry); all industries at once."""
    ordered = nodes.with_row_index("place").sort("industry", "region")
    ordered = ordered.with_row_index("node")
    ends = ordered.select("node", "industry", "region")
    edges = (
        ends.join(links, on="region")
        .join(
            ends.rename({"node": "other", "region": "neighbour"}),
            on=["industry", "neighbour"],
        )
        .select("node", "other")
    )
    labels = _labels(len(ordered), edges["node"].to_numpy(), edges["other"].to_numpy())
    result = np.empty(len(ordered), dtype=np.int64)
    result[ordered["place"].to_numpy()] = labels
    return result


def _labels(count: int, start: NDArray[Any], end: NDArray[Any]) -> NDArray[np.int64]:
    """Components numbered by their first node."""
    if not count:
        return np.empty(0, dtype=np.int64)
    ones = np.ones(len(start), dtype=np.int8)
    graph = coo_array((ones, (start, end)), shape=(count, count))
    _, found = connected_components(graph, directed=False)
    _, first, labels = np.unique(found, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[labels].astype(np.int64)


def unknown_neighbours(
    members: pl.DataFrame, unknown: pl.DataFrame, links: pl.DataFrame
) -> pl.DataFrame:
    """Regions next to a cluster whose figure for its industry is unknown.

    `members` has cluster, region, industry; `unknown` region and industry; `links`
    both directions. Gives cluster and `unknown_regions`, a sorted list: they may
    belong to the cluster.
    """
    hidden = unknown.select(neighbour="region", industry="industry")
    touching = members.join(links, on="region").join(
        hidden, on=["neighbour", "industry"]
    )
    return touching.group_by("cluster").agg(
        unknown_regions=pl.col("neighbour").unique().sort()
    )


def in_memory(
    table: IntoDataFrame, keys: tuple[str, ...], name: str, *, unique: bool = False
) -> nw.DataFrame[Any]:
    frame: Frame = check_table(table, keys=keys, unique=unique, name=name)
    if isinstance(frame, nw.LazyFrame):
        raise InputError(
            "lazy_table",
            gettext_noop(
                "The %(name)s are a lazy table, and neighbours are joined in memory. "
                "Collect the table first."
            ),
            name=name,
        )
    return frame


def _polars(frame: nw.DataFrame[Any], names: tuple[str, ...]) -> pl.DataFrame:
    """The columns as text in a Polars table, under the names used here."""
    columns = frame.to_dict(as_series=False)
    texts = {
        name: [str(code) for code in column]
        for name, column in zip(names, columns.values(), strict=True)
    }
    return pl.DataFrame(texts, schema=dict.fromkeys(names, pl.String))


def read_links(neighbours: IntoDataFrame | None) -> pl.DataFrame | None:
    """The table of neighbours in both directions, codes as text; None stays None."""
    if neighbours is None:
        return None
    keys = ("region", "neighbour")
    pairs = in_memory(neighbours, keys, "neighbours")
    return both_ways(_polars(pairs.select(*keys), keys))


def check_overlap(nodes: pl.DataFrame, links: pl.DataFrame) -> None:
    """Codes of another system than the map's are refused, not taken for islands."""
    if not nodes.height or not links.height:
        return
    if not nodes["region"].is_in(links["region"].implode()).any():
        raise InputError(
            "no_common_regions",
            gettext_noop(
                "None of the regions is found among the neighbours: the cells have "
                "“%(here)s”, the neighbours “%(there)s”. Use the same codes in both."
            ),
            here=nodes["region"].min(),
            there=links["region"].min(),
        )
