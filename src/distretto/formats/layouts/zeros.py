"""Zero jobs where there are establishments: often a figure that was hidden."""

import polars as pl

from distretto.errors import gettext_noop, ngettext_noop
from distretto.notes import Note


def is_doubtful() -> pl.Expr:
    """Rows with establishments and no jobs."""
    return (pl.col("establishments") > 0) & (pl.col("employment") == 0)


def read_as_told(rows: pl.DataFrame, zero_is_unknown: bool) -> pl.DataFrame:
    """The rows with doubtful zeros as unknown, where a person said that they are."""
    if not zero_is_unknown:
        return rows
    jobs = pl.when(~is_doubtful().fill_null(False)).then("employment")
    return rows.with_columns(employment=jobs)


def zero_notes(rows: pl.DataFrame, zero_is_unknown: bool) -> list[Note]:
    """How many zeros are doubtful, or that they were read as unknown."""
    if zero_is_unknown:
        return [Note(_UNKNOWN)]
    count = rows.filter(is_doubtful()).height
    return [Note(_DOUBTFUL, count=count, cells=rows.height)] if count else []


_DOUBTFUL = ngettext_noop(
    "%(count)s cell of %(cells)s has establishments and 0 jobs, and was read so. If "
    "offices wrote 0 for a figure that is suppressed, say “zero is unknown”.",
    "%(count)s cells of %(cells)s have establishments and 0 jobs, and were read so. If "
    "offices wrote 0 for figures that are suppressed, say “zero is unknown”.",
)
_UNKNOWN = gettext_noop(
    "Cells with establishments and 0 jobs were read as unknown, as asked."
)
