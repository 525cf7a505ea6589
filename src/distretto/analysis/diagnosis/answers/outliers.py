"""Answers far from those of like firms."""

from collections.abc import Sequence

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import check_at_least_zero, check_columns, polars_of
from distretto.analysis.diagnosis.quantities import check_quantities

# Makes the median deviation of a normal distribution its standard deviation.
NORMAL = 1.4826
FEWEST = 5


def outliers(
    answers: IntoFrame,
    questions: Sequence[str],
    *,
    response: str = "response",
    group: str | None = None,
    deviations: float = 3.0,
    consistency: float = NORMAL,
    fewest: int = FEWEST,
) -> pl.DataFrame:
    """Answers more than some median deviations from the median [leys2013].

    |x - median| > k * b * median(|x - median|), within each group, b = 1.4826

    A group of fewer than `fewest` answers is not judged, nor one where more than half
    answer the same: everything else would be far away.

    Parameters
    ----------
    answers : table, one row per response
        Columns named as the questions, numbers in their units, null where unknown.
    questions : names of columns
    response : str
        Column of the key of each response.
    group : str or None
        Column of like firms, such as the size class.
    deviations : float
        k, how many of them are too far, dimensionless.
    consistency : float
        b; 1 for the bare median deviation, dimensionless.
    fewest : int
        Least number of answers of a group, a count.

    Returns
    -------
    polars.DataFrame, one row per outlier
        `response`, `question`, `group`, `value`, `median`, `low` and `high`, the ends
        beyond which a value is an outlier, in the unit of the question.

    Raises
    ------
    InputError
        A column is missing, or holds text or an infinite number.
    """
    given = polars_of(answers, "answers")
    wanted = [response, *questions, *([group] if group else [])]
    check_columns(nw.from_native(given), wanted, "answers")
    check_quantities(given, questions)
    check_at_least_zero(deviations, "deviations")
    check_at_least_zero(consistency, "consistency")
    groups = pl.col(group).cast(pl.String) if group else pl.lit("all")
    base = given.with_columns(groups.alias("\0group"))
    reach = deviations * consistency
    found = [_of(base, name, response, reach, fewest) for name in questions]
    return pl.concat([_none(), *found])


def _none() -> pl.DataFrame:
    texts = dict.fromkeys(("response", "question", "group"), pl.String)
    return pl.DataFrame(
        schema={
            **texts,
            **dict.fromkeys(("value", "median", "low", "high"), pl.Float64),
        }
    )


def _of(
    base: pl.DataFrame, name: str, response: str, reach: float, fewest: int
) -> pl.DataFrame:
    value = pl.col(name).cast(pl.Float64).fill_nan(None)
    table = base.select(
        pl.col(response).cast(pl.String).alias("response"),
        pl.lit(name).alias("question"),
        pl.col("\0group").alias("group"),
        value.alias("value"),
    ).drop_nulls("value")
    middle = pl.col("value").median().over("group")
    apart = (pl.col("value") - pl.col("median")).abs().median().over("group")
    return (
        table.with_columns(median=middle, count=pl.len().over("group"))
        .with_columns(apart=apart)
        .with_columns(
            low=pl.col("median") - reach * pl.col("apart"),
            high=pl.col("median") + reach * pl.col("apart"),
        )
        .filter(
            pl.col("apart") > 0,
            pl.col("count") >= fewest,
            ~pl.col("value").is_between("low", "high"),
        )
        .select(_none().columns)
    )
