"""The work of those who ask: who is quick, who leaves gaps, who ticks one column."""

from collections.abc import Sequence

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame
from scipy import stats

from distretto.analysis.checks import check_columns, check_counts, polars_of

SMALL = 20
_LEAST_ITEMS = 4


def enumerator_quality(
    answers: IntoFrame,
    *,
    enumerator: str = "enumerator",
    response: str = "response",
    questions: Sequence[str] = (),
    items: Sequence[str] = (),
    minutes: str | None = None,
    outlying: IntoFrame | None = None,
    small: int = SMALL,
) -> pl.DataFrame:
    """How the interviews of each enumerator differ from those of the others [un2005].

    Shares are of interviews or of answers; the chance of the outliers is Fisher's
    exact test of interviews with an outlier, this enumerator against the others
    [fisher1922]. They point at whom to go along with, and prove nothing.

    Parameters
    ----------
    answers : table, one row per response
    enumerator, response : str
        Columns of who asked and of the key.
    questions : names of columns
        Of which blanks are counted as missing.
    items : names of columns
        Questions with one scale, such as those from 1 to 5: four or more, all
        answered and all alike, are a straight line.
    minutes : str or None
        Column of the length of each interview, in minutes.
    outlying : table or None
        `response` of each outlier, as `outliers` gives them.
    small : int
        Fewer interviews than this are too few to judge by, a count.

    Returns
    -------
    polars.DataFrame, one row per enumerator, the most interviews first
        `enumerator`, `interviews` (a count), `minutes` (the median), `minutes_others`,
        `missing_share`, `straight_share` (of interviews), `outlier_share` and
        `outlier_share_others` (of interviews), shares from 0 to 1; `outlier_chance`,
        a p-value; `is_small`. Null where unknown.

    Raises
    ------
    InputError
        A column is missing, or a length is negative or text.
    """
    given = polars_of(answers, "answers")
    wanted = [enumerator, response, *questions, *items, *([minutes] if minutes else [])]
    check_columns(nw.from_native(given), wanted, "answers")
    if minutes:
        check_counts(nw.from_native(given), minutes, "answers")
    table = given.select(
        pl.col(enumerator).cast(pl.String).fill_null("").alias("enumerator"),
        minutes=pl.col(minutes).cast(pl.Float64).fill_nan(None) if minutes else None,
        missing=_missing(questions),
        straight=_straight(items),
        outlier=_outlier(response, outlying),
    )
    counted = table.group_by("enumerator").len()
    names = counted.sort("len", "enumerator", descending=[True, False])
    rows = [_of(table, name, small) for name in names["enumerator"]]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


_SCHEMA = {
    "enumerator": pl.String,
    "interviews": pl.Int64,
    "minutes": pl.Float64,
    "minutes_others": pl.Float64,
    "missing_share": pl.Float64,
    "straight_share": pl.Float64,
    "outlier_share": pl.Float64,
    "outlier_share_others": pl.Float64,
    "outlier_chance": pl.Float64,
    "is_small": pl.Boolean,
}


def _missing(questions: Sequence[str]) -> pl.Expr:
    if not questions:
        return pl.lit(None, pl.Float64)
    return pl.mean_horizontal(
        [pl.col(name).is_null().cast(pl.Float64) for name in questions]
    )


def _straight(items: Sequence[str]) -> pl.Expr:
    """1 where all items are answered alike, 0 where not, null where some are blank."""
    if len(items) < _LEAST_ITEMS:
        return pl.lit(None, pl.Float64)
    known = pl.all_horizontal([pl.col(name).is_not_null() for name in items])
    alike = pl.all_horizontal([pl.col(name) == pl.col(items[0]) for name in items])
    return pl.when(known).then(alike.cast(pl.Float64))


def _outlier(response: str, outlying: IntoFrame | None) -> pl.Expr:
    if outlying is None:
        return pl.lit(None, pl.Boolean)
    keys = polars_of(outlying, "outliers")["response"].unique().to_list()
    return pl.col(response).cast(pl.String).is_in([str(key) for key in keys])


def _of(table: pl.DataFrame, name: str, small: int) -> tuple[object, ...]:
    is_theirs = pl.col("enumerator") == name
    theirs, others = table.filter(is_theirs), table.filter(~is_theirs)
    return (
        name,
        theirs.height,
        theirs["minutes"].median(),
        others["minutes"].median(),
        theirs["missing"].mean(),
        theirs["straight"].mean(),
        theirs["outlier"].mean(),
        others["outlier"].mean(),
        _chance(theirs["outlier"], others["outlier"]),
        theirs.height < small,
    )


def _chance(theirs: pl.Series, others: pl.Series) -> float | None:
    """Fisher's exact test, both sides; null where there is nobody to compare with."""
    if not theirs.count() or not others.count():
        return None
    counts = [
        [int(each.sum() or 0), each.count() - int(each.sum() or 0)]
        for each in (theirs, others)
    ]
    return float(stats.fisher_exact(counts).pvalue)
