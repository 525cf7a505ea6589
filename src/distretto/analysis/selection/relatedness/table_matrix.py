"""The quotients of a published table as a matrix, and who has what by them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from distretto.analysis.checks import check_at_least_zero
from distretto.analysis.selection.cluster_source import Source, read
from distretto.analysis.selection.measured import own_shares, way_out
from distretto.analysis.selection.relatedness.matrices import Floats, Presence
from distretto.analysis.selection.source_quotients import (
    cells_without_total,
    quotients_of,
    total_notes,
)
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import gettext_noop, ngettext_noop
from distretto.notes import Note

# Tables of fewer regions or industries are small for measures of co-occurrence: ours.
FEW = 20


@dataclass(frozen=True)
class TableMatrix:
    """One year of a table as matrices of regions by industries.

    Attributes
    ----------
    source : Source
    regions, industries : tuples of str
        Codes, in rising order.
    lq : array of shape (regions, industries)
        Location quotients (dimensionless): 0 where a pair is not listed, NaN where
        unknown.
    presence : Presence
        Where the quotient is at the threshold or above.
    maxima, estimates : int
        How many presences rest on a quotient that is “at most”, or “about”.
    """

    source: Source
    regions: tuple[str, ...]
    industries: tuple[str, ...]
    lq: Floats
    presence: Presence
    maxima: int
    estimates: int

    @property
    def known(self) -> Floats:
        """1 where the presence is known, else 0."""
        told = self.presence.known
        return np.ones(self.lq.shape) if told is None else told.astype(np.float64)


def table_matrix(
    table: RegionIndustryTable,
    value: str,
    base: str | Collection[str] | None,
    year: int | None,
    threshold: float,
) -> TableMatrix:
    """Quotients and presences of one year."""
    return matrix_of(read(table, value, base, year), threshold)


def matrix_of(
    source: Source, threshold: float, like: "TableMatrix | None" = None
) -> TableMatrix:
    """Quotients and presences of a source; `like` another year, row by row."""
    limit = check_at_least_zero(threshold, "threshold")
    cells = quotients_of(source)
    if like is None:
        regions, industries = (
            tuple(sorted(cells[key].unique())) for key in ("region", "industry")
        )
    else:
        regions, industries = like.regions, like.industries
        cells = cells.filter(
            pl.col("region").is_in(regions), pl.col("industry").is_in(industries)
        )
    rows, columns = (
        _places(cells["region"], regions),
        _places(cells["industry"], industries),
    )
    # What is known to be zero is absent, even where its quotient is 0 / 0.
    nobody = pl.when(pl.col(source.value) == 0).then(0.0)
    told = cells.select(pl.coalesce("lq", nobody).alias("lq"))["lq"]
    lq = np.zeros((len(regions), len(industries)))
    lq[rows, columns] = told.to_numpy()
    # What has no row at all in this year is unknown in it: codes change over the years.
    lq[np.setdiff1d(np.arange(len(regions)), rows)] = np.nan
    lq[:, np.setdiff1d(np.arange(len(industries)), columns)] = np.nan
    known = ~np.isnan(lq)
    present = np.nan_to_num(lq, nan=-1.0) >= limit
    there = cells.filter(pl.col("lq") >= limit)
    return TableMatrix(
        source=source,
        regions=regions,
        industries=industries,
        lq=lq,
        presence=Presence(present, None if known.all() else known),
        maxima=int(there["lq_is_maximum"].sum() or 0),
        estimates=int(there["lq_is_estimate"].sum() or 0),
    )


def _places(codes: pl.Series, order: Sequence[str]) -> Floats:
    return pl.Series(order, dtype=pl.String).search_sorted(codes).to_numpy()


def with_known_share(
    rows: pl.DataFrame, source: Source, key: str, least: float, measures: Sequence[str]
) -> pl.DataFrame:
    """With `known_share` of each row; without the measures where it is too small."""
    both = rows.join(
        own_shares(source, key).rename({"own_share": "known_share"}),
        on=key,
        how="left",
    )
    enough = (pl.col("known_share") >= least).fill_null(True)
    return both.with_columns(
        pl.when(enough).then(pl.col(name)).alias(name) for name in measures
    )


def unknown_note(matrix: TableMatrix) -> list[Note]:
    """How many presences are hidden, and what is done about it."""
    unknown = int((matrix.known == 0).sum())
    if not unknown:
        return []
    count = int((matrix.lq > 0).sum()) + unknown
    seen = cells_without_total(matrix.source).filter(pl.col(matrix.source.value) > 0)
    return [
        Note(_UNKNOWN, count=unknown - seen.height, all=count),
        *way_out(matrix.source),
    ]


def matrix_notes(matrix: TableMatrix) -> list[Note]:
    """What presences rest on: unknown totals, sums that lack cells, a small table."""
    notes = total_notes(matrix.source)
    if matrix.estimates:
        notes.append(Note(_ESTIMATES, count=matrix.estimates))
    elif matrix.maxima:
        notes.append(Note(_MAXIMA, count=matrix.maxima))
    regions, industries = matrix.lq.shape
    if min(regions, industries) < FEW:
        notes.append(Note(_SMALL, regions=regions, industries=industries, few=FEW))
    return notes


_UNKNOWN = ngettext_noop(
    "Of %(all)s pairs of a region and an industry where there is something, %(count)s "
    "is hidden: whether the region is specialised in it is unknown, and pairs of "
    "industries are counted over the regions where both are known.",
    "Of %(all)s pairs of a region and an industry where there is something, %(count)s "
    "are hidden: whether the region is specialised in them is unknown, and pairs of "
    "industries are counted over the regions where both are known.",
)
_ESTIMATES = ngettext_noop(
    "%(count)s region counts as specialised by a quotient that is about right only, "
    "for the total of all is a sum that lacks hidden cells.",
    "%(count)s times a region counts as specialised by a quotient that is about right "
    "only, for the total of all is a sum that lacks hidden cells.",
)
_MAXIMA = ngettext_noop(
    "%(count)s region counts as specialised by a quotient that may be lower, for "
    "a total is a sum that lacks hidden cells.",
    "%(count)s times a region counts as specialised by a quotient that may be lower, "
    "for a total is a sum that lacks hidden cells.",
)
_SMALL = gettext_noop(
    "The table has %(regions)s regions and %(industries)s industries. With fewer than "
    "%(few)s of either, one plant more or less can turn the order around: take it for "
    "a hint."
)
