"""Published totals beside the sums of their parts."""

from collections.abc import Iterator

import polars as pl

from distretto.errors import gettext_noop
from distretto.formats.layouts.model import COUNTS, TotalCheck
from distretto.formats.layouts.questions import accepted_note, some
from distretto.formats.layouts.rows import Rows
from distretto.formats.listed import line_of
from distretto.formats.problems import Problem
from distretto.formats.subtotals import find_subtotals

MOST_EXPLAINED = 1.02  # of a published total by its parts: more is no rounding
RUN_TOLERANCE = 0.005
# What was summed where totals of the first are compared with their parts.
PARTS = {"region": "industry", "industry": "region"}


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
            pl.len().alias("count"),
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
                    row["count"],
                )
            )
    return checks


def tell_excess(
    rows: Rows, cells: pl.DataFrame, checks: tuple[TotalCheck, ...], accepted: bool
) -> None:
    """Add what counts twice to the problems; what was accepted, to the notes too."""
    asked = {
        each.params["key"] for each in rows.problems if each.code == "maybe_groups"
    }
    for kind, problem in _excesses(cells, checks, accepted):
        if PARTS[kind] in asked:  # the question names those that count twice
            continue
        rows.problems.append(problem)
        if accepted:
            rows.notes.append(accepted_note(problem.template, problem.params))


def _excesses(
    cells: pl.DataFrame, checks: tuple[TotalCheck, ...], accepted: bool
) -> Iterator[tuple[str, Problem]]:
    """Cells that add up to more than the published totals: some count twice."""
    last = max((check.year or 0 for check in checks), default=0)
    now = cells.filter(pl.col("year") == last)
    for kind, parts in PARTS.items():
        for measure in COUNTS:
            alike = [
                check
                for check in checks
                if (check.kind, check.measure, check.year or 0) == (kind, measure, last)
            ]
            published = sum(check.published for check in alike)
            found = sum(check.parts for check in alike)
            if found > MOST_EXPLAINED * published + 1:
                suspects = suspected(now, parts, measure, found - published)
                yield (
                    kind,
                    _excess(parts, measure, found, published, suspects, accepted),
                )


def suspected(cells: pl.DataFrame, key: str, measure: str, excess: float) -> list[str]:
    """Labels that are groups of others as far as sums show it; empty where they do not.

    Offices list groups before or after what they are made of. A block at either end
    of the file whose sum is the excess is taken for them, else what is the sum of
    consecutive others in nearly every cell. Large figures alone prove nothing: whoever
    leaves out a large industry that is none of them loses data.
    """
    sums = (
        cells.group_by(key)
        .agg(pl.col(measure).sum(), pl.col("row").min())
        .sort("row", key)
    )
    labels, values = sums[key].to_list(), sums[measure].to_list()
    for ends in (labels[::-1], values[::-1]), (labels, values):
        block = _block(*ends, excess)
        if block and len(block) <= len(labels) / 2:
            return sorted(block)
    return find_subtotals(cells, key, PARTS[key], measure).doubled()


def _block(labels: list[str], values: list[float], excess: float) -> list[str]:
    """The first labels whose figures add up to the excess; none where none do."""
    total = 0.0
    for place, value in enumerate(values):
        total += value
        if abs(total - excess) <= RUN_TOLERANCE * excess:
            return labels[: place + 1]
        if total > excess:
            break
    return []


def _excess(
    key: str,
    measure: str,
    found: float,
    published: float,
    suspects: list[str],
    accepted: bool,
) -> Problem:
    return Problem(
        "parts_exceed_totals",
        _EXCESS_OF[key] if suspects else _EXCESS[key],
        {
            "excess": f"{100 * (found / published - 1):,.1f}" if published else "–",
            "measure": measure,
            "found": f"{found:,.0f}",
            "published": f"{published:,.0f}",
            "suspects": some(suspects),
            "codes": line_of(suspects),
            "key": key,
        },
        severity="warning" if accepted else "error",
    )


_EXCESS_OF = {
    "region": gettext_noop(
        "the figures of all regions exceed the published total by %(excess)s %% "
        "(%(measure)s: %(found)s of %(published)s), so that some count twice. By their "
        "sums, %(suspects)s hold others of the list: leave them out, or say which one "
        "is the total of all."
    ),
    "industry": gettext_noop(
        "the figures of all industries exceed the published total by %(excess)s %% "
        "(%(measure)s: %(found)s of %(published)s), so that some count twice. By their "
        "sums, %(suspects)s hold others of the list: leave them out, or say which one "
        "is the total of all."
    ),
}
_EXCESS = {
    "region": gettext_noop(
        "the figures of all regions exceed the published total by %(excess)s %% "
        "(%(measure)s: %(found)s of %(published)s), so that some regions must be "
        "counted twice. No sums show which: leave out groups of regions by their "
        "codes, or say which one is the total of all."
    ),
    "industry": gettext_noop(
        "the figures of all industries exceed the published total by %(excess)s %% "
        "(%(measure)s: %(found)s of %(published)s), so that some industries must be "
        "counted twice. No sums show which: leave out groups of industries by their "
        "codes, or say which one is the total of all."
    ),
}
