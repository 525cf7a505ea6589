"""The known neighbours of each region and their weights, row by row, in arrays."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from narwhals.typing import IntoDataFrame
from numpy.typing import NDArray

from distretto.analysis.checks import check_table
from distretto.analysis.selection.delineation import (
    check_overlap,
    in_memory,
    read_links,
)

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Near:
    """Neighbours of regions, row by row.

    Attributes
    ----------
    starts : array of shape (regions + 1,), integers
        The neighbours of region i are those from starts[i] to before starts[i + 1].
    others : array of shape (pairs,), integers
        Which region each neighbour is.
    weights : array of shape (pairs,), dimensionless
        How much a neighbour counts; the mean of each region's is 1.
    """

    starts: Integers
    others: Integers
    weights: Floats

    def lags(self, values: Floats) -> Floats:
        """The weighted mean of the neighbours' values; 0 without any."""
        counts = np.diff(self.starts)
        here = np.repeat(np.arange(len(counts)), counts)
        sums = np.bincount(
            here, weights=self.weights * values[self.others], minlength=len(counts)
        )
        return sums / np.maximum(counts, 1)

    def among(self, chosen: Integers) -> "Near":
        """Of some regions only; the rest have no neighbours, and are nobody's."""
        number = np.full(len(self.starts) - 1, -1)
        number[chosen] = np.arange(len(chosen))
        counts = np.diff(self.starts)[chosen]
        starts = np.concatenate([[0], np.cumsum(counts)])
        return Near(starts, number[self.others], self.weights)


def read_near(
    regions: pl.Series,
    known: Booleans,
    neighbours: IntoDataFrame,
    weight: str | None,
) -> Near:
    """The neighbours whose value is known, of regions whose value is.

    Without `weight` all count alike, and both ways round.
    """
    links = _links(neighbours, weight)
    nodes = pl.DataFrame({"region": regions}).with_row_index("place")
    check_overlap(nodes, links)
    pairs = links.join(nodes, on="region").join(
        nodes.rename({"region": "neighbour", "place": "other"}), on="neighbour"
    )
    here, there = (
        pairs[name].to_numpy().astype(np.int64) for name in ("place", "other")
    )
    weights = pairs["weight"].to_numpy() if weight else np.ones(len(here))
    kept = known[here] & known[there] & (weights > 0)  # NaN is not above 0
    here, there, weights = here[kept], there[kept], weights[kept]
    order = np.lexsort((there, here))
    here, there, weights = here[order], there[order], weights[order]
    counts = np.bincount(here, minlength=len(regions))
    if weight:
        sums = np.bincount(here, weights=weights, minlength=len(regions))
        weights = weights * (counts / np.maximum(sums, 1e-300))[here]
    return Near(np.concatenate([[0], np.cumsum(counts)]), there, weights)


def _links(neighbours: IntoDataFrame, weight: str | None) -> pl.DataFrame:
    """Pairs as text; with their weights, NaN where unknown."""
    if weight is None:
        links = read_links(neighbours)
        assert links is not None
        return links
    keys = ("region", "neighbour")
    frame: Any = in_memory(neighbours, keys, "neighbours", unique=True)
    check_table(frame, keys=keys, counts=(weight,), name="neighbours")
    held = frame.select(*keys, weight).to_polars()
    links = held.select(
        pl.col(*keys).cast(pl.String),
        pl.col(weight).cast(pl.Float64).fill_null(float("nan")).alias("weight"),
    )
    return links.filter(pl.col("region") != pl.col("neighbour"))
