"""A table of cells as a matrix of regions by industries, for measures of pairs."""

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from distretto.analysis.checks import Frame, check_table, known
from distretto.analysis.selection.coding import Coded, coded
from distretto.analysis.selection.totals import check_totals, totals_by

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CountMatrix:
    """Counts of regions by industries, with what each region has in all.

    Attributes
    ----------
    counts : array of shape (n_regions, n_industries)
        NaN where the cell is hidden; 0 where the pair is not listed.
    whole : array of shape (n_regions,)
        Each region's share of the whole (0 to 1); NaN where there is no whole.
    regions, industries : tuples
        Codes, in rising order.
    is_estimate : bool
        Whether the whole is a sum that lacks hidden cells.
    """

    counts: Floats
    whole: Floats
    regions: tuple[Any, ...]
    industries: tuple[Any, ...]
    is_estimate: bool


def count_matrix(
    cells: IntoFrame,
    *,
    region_totals: IntoFrame | None,
    value: str,
    region: str,
    industry: str,
) -> CountMatrix:
    """The checked cells as a matrix; a lazy table is run for it."""
    keys = (region, industry)
    frame = check_table(cells, keys=keys, counts=(value,), unique=True, name="cells")
    told = check_totals(region_totals, region, value, "region totals")
    totals = _in_memory(totals_by(region, frame, value, told, "region"))
    rows = _in_memory(frame.select(*keys, known(value).alias("_value")))
    kinds = coded(rows.get_column(industry).to_native(), "industries")
    # A region may be among the published totals only.
    both = coded([*_labels(rows, region), *_labels(totals, region)], "regions")
    here, listed = both.numbers[: len(rows)], both.numbers[len(rows) :]
    sizes = np.zeros(both.count)
    sizes[listed] = np.nan_to_num(_floats(totals, "region_total"))
    total = sizes.sum()
    return CountMatrix(
        counts=_placed(here, both.count, kinds, _floats(rows, "_value")),
        whole=sizes / total if total > 0 else np.full(both.count, np.nan),
        regions=both.labels,
        industries=kinds.labels,
        is_estimate=bool(np.nansum(_floats(totals, "region_hidden")) > 0),
    )


def _placed(here: Any, regions: int, kinds: Coded, values: Floats) -> Floats:
    counts = np.zeros((regions, kinds.count))
    counts[here, kinds.numbers] = values
    return counts


def _in_memory(frame: Frame) -> nw.DataFrame[Any]:
    return frame.collect() if isinstance(frame, nw.LazyFrame) else frame


def _labels(frame: nw.DataFrame[Any], column: str) -> Any:
    return frame.get_column(column).to_list()


def _floats(frame: nw.DataFrame[Any], column: str) -> Floats:
    values = frame.get_column(column).cast(nw.Float64).to_list()
    return np.array(values, dtype=np.float64)
