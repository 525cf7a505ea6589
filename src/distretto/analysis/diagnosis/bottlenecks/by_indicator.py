"""Indicators one by one, and alarms: for those who see single firms."""

import numpy as np
import polars as pl

from distretto.analysis.diagnosis.bottlenecks.estimated import Study, at_least, hide
from distretto.analysis.diagnosis.bottlenecks.estimates import (
    intervals,
    matrix_of,
    means_of,
)
from distretto.analysis.diagnosis.bottlenecks.severities import Severities


def by_indicator(judged: Severities, study: Study, severe: float) -> pl.DataFrame:
    """Mean severity, share of firms and median of each indicator.

    Both matrices hold the same firms: the count of the one is that of the other.
    """
    codes = [each.code for each in judged.indicators]
    matrix = matrix_of(judged.table, codes)
    both = np.hstack([matrix, at_least(matrix, severe)])
    wide = len(codes)
    found = means_of(both, study.design)
    are_shares = [place >= wide for place in range(2 * wide)]
    low, high = intervals(found, study.design, study.level, are_shares)
    medians = judged.values.select(pl.col(code).median() for code in codes)
    table = pl.DataFrame(
        {
            "indicator": codes,
            "category": [each.category for each in judged.indicators],
            "firms": found.count[:wide].astype(int),
            "mean": found.mean[:wide],
            "mean_low": low[:wide],
            "mean_high": high[:wide],
            "severe_share": found.mean[wide:],
            "severe_share_low": low[wide:],
            "severe_share_high": high[wide:],
            "median": list(medians.row(0)) if codes else [],
        },
        schema_overrides={"median": pl.Float64},
    ).with_columns(pl.col(pl.Float64).fill_nan(None))
    return hide(table, [0 < each < study.guard.fewest for each in table["firms"]])


def alarms_of(judged: Severities, fewest: int) -> pl.DataFrame:
    """Firms with any severity of an indicator where none is tolerated."""
    codes = [each.code for each in judged.indicators if each.is_zero_tolerance]
    firms = [int((judged.table[code] > 0).sum()) for code in codes]
    table = pl.DataFrame(
        {"indicator": codes, "firms": firms},
        schema={"indicator": pl.String, "firms": pl.Int64},
    )
    return hide(table, [0 < each < fewest for each in firms])
