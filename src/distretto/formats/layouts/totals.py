"""Published totals beside the sums of their parts."""

import polars as pl

from distretto.formats.layouts.model import COUNTS, TotalCheck


def check_totals(
    cells: pl.DataFrame, regions: pl.DataFrame, industries: pl.DataFrame
) -> tuple[TotalCheck, ...]:
    """Compare published totals of regions and of industries with the cells."""
    return (
        *_compare("region", regions, cells),
        *_compare("industry", industries, cells),
    )


def _compare(
    key: str, published: pl.DataFrame, cells: pl.DataFrame
) -> list[TotalCheck]:
    checks = []
    for measure in COUNTS:
        parts = cells.group_by(key, "year").agg(
            pl.col(measure).sum().alias("parts"),
            pl.col(measure).is_not_null().all().alias("all_known"),
            pl.col(measure).is_not_null().any().alias("any_known"),
        )
        both = published.join(parts, on=[key, "year"]).filter(
            pl.col(measure).is_not_null(), pl.col("any_known")
        )
        for row in both.sort(key, "year").iter_rows(named=True):
            year = row["year"] or None
            checks.append(
                TotalCheck(
                    key,
                    row[key],
                    measure,
                    row[measure],
                    row["parts"],
                    row["all_known"],
                    year,
                )
            )
    return checks
