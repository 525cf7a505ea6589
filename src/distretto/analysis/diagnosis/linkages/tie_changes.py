"""Which ties were kept, came or were lost between two waves."""

import math
from dataclasses import dataclass

import numpy as np
import polars as pl

from distretto.analysis.diagnosis.linkages.graph import Graph, Integers
from distretto.analysis.diagnosis.linkages.qap import known_pairs

KEPT, NEW, LOST = STATUSES = ("kept", "new", "lost")


@dataclass(frozen=True)
class TieChanges:
    """Pairs tied in one wave or both, by their places in the panel."""

    i: Integers
    j: Integers
    status: np.ndarray

    def count(self, status: str) -> int:
        """How many have that fate."""
        return int((self.status == status).sum())

    @property
    def kept_share(self) -> float:
        """Jaccard's: of all ties that were there in one wave or both; NaN of none."""
        return self.count(KEPT) / len(self.status) if len(self.status) else math.nan

    def table(self, panel: tuple[str, ...]) -> pl.DataFrame:
        """`from`, `to` and `status`, by name."""
        names = np.array(panel, dtype=object)
        return pl.DataFrame(
            {
                "from": list(names[self.i]),
                "to": list(names[self.j]),
                "status": list(self.status),
            },
            schema={"from": pl.String, "to": pl.String, "status": pl.String},
        )


def tie_changes(before: Graph, after: Graph) -> TieChanges:
    """The fate of each tie; those without a direction come once.

    Of a pair unknown in one wave, nobody knows whether it changed.
    """
    known = known_pairs(before) & known_pairs(after)
    x, y = (graph.ties.toarray().astype(bool) & known for graph in (before, after))
    either = x | y
    if not before.is_directed:
        either = np.triu(either)
    i, j = np.nonzero(either)
    status = np.where(x[i, j], np.where(y[i, j], KEPT, LOST), NEW)
    return TieChanges(i, j, status)
