"""Which categories cannot be told apart from the one that comes first."""

import numpy as np
import polars as pl

from distretto.analysis.diagnosis.bottlenecks.estimated import Study
from distretto.analysis.diagnosis.bottlenecks.estimates import intervals, means_of


def like_the_first(study: Study, ranked: pl.DataFrame) -> pl.DataFrame:
    """Whether each category may well be as severe as the first [lumley2010].

    d = y(first) - y(other) for each firm with both, y being 1 where it is severe; a
    category is like the first where the interval of the mean of d holds 0. The same
    firms answered both: two intervals that overlap would say less.

    Null for the first itself, and where a share is hidden or unknown.
    """
    shares = ranked["severe_share"].to_list()
    told = np.array([share is not None for share in shares], dtype=bool)
    alike: list[bool | None] = [None] * len(shares)
    if told.any():
        place = {name: number for number, name in enumerate(study.names)}
        order = [place[name] for name in ranked["category"]]
        severe = study.measures["severe_share"][:, order]
        first = int(np.argmax(told))
        found = means_of(severe[:, [first]] - severe, study.design)
        nowhere = [False] * len(shares)
        low, high = intervals(found, study.design, study.level, nowhere)
        for number in np.flatnonzero(told & ~np.isnan(low)).tolist():
            alike[number] = bool(low[number] <= 0 <= high[number])
        alike[first] = None
    return ranked.with_columns(like_first=pl.Series(alike, dtype=pl.Boolean))
