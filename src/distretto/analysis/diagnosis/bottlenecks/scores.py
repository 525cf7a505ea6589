"""Scores of categories: the mean severity of their indicators."""

from dataclasses import dataclass

import polars as pl

from distretto.analysis.checks import check_share
from distretto.analysis.diagnosis.bottlenecks.severities import Severities

LEAST_ANSWERED = 0.5


@dataclass(frozen=True)
class CategoryScores:
    """Scores of categories for each response.

    Attributes
    ----------
    table : polars.DataFrame, one row per response
        `response`, and a column for each category: score 0 to 4, null where too few
        of its indicators were answered.
    answered : polars.DataFrame
        The same columns: the share of the indicators that were answered.
    asked : dict of category to the number of indicators asked
    """

    table: pl.DataFrame
    answered: pl.DataFrame
    asked: dict[str, int]


def category_scores(
    found: Severities, *, least_answered: float = LEAST_ANSWERED
) -> CategoryScores:
    """Score of each category for each response [unido2001].

    S = mean of the severities of the indicators answered, where the share answered
    is at least `least_answered`; else unknown

    Parameters
    ----------
    found : Severities
        As `severities` gives them: numbers from 0 to 4, null where unknown.
    least_answered : float
        Share of the category's indicators, from 0 to 1, that must be answered.

    Returns
    -------
    CategoryScores
        Dimensionless, from 0 (no problem) to 4 (very severe); null where not enough
        was answered.

    Raises
    ------
    InputError
        The share is not between 0 and 1.
    """
    check_share(least_answered, "least_answered")
    members: dict[str, list[str]] = {}
    for each in found.indicators:
        members.setdefault(each.category, []).append(each.code)
    answered = found.table.select(
        "response",
        *(_answered(codes).alias(name) for name, codes in members.items()),
    )
    table = found.table.select(
        "response",
        *(
            pl.when(_answered(codes) >= max(least_answered, 1e-12))
            .then(pl.mean_horizontal(codes))
            .alias(name)
            for name, codes in members.items()
        ),
    )
    return CategoryScores(
        table, answered, {name: len(codes) for name, codes in members.items()}
    )


def _answered(codes: list[str]) -> pl.Expr:
    known = [pl.col(code).is_not_null().cast(pl.Float64) for code in codes]
    return pl.mean_horizontal(known)
