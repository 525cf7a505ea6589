"""Variety within and between groups of related industries."""

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.checks import (
    Frame,
    as_frame,
    check_columns,
    check_joinable,
    check_table,
    known,
)
from distretto.analysis.selection.composition import answered, summed
from distretto.analysis.selection.diversity.entropy import surprise
from distretto.analysis.selection.diversity.mixes import mixes
from distretto.analysis.selection.totals import attach
from distretto.errors import InputError, gettext_noop


def related_variety(
    cells: IntoFrameT,
    *,
    digits: int = 2,
    groups: IntoFrame | None = None,
    industry_totals: IntoFrame | None = None,
    minimum_known_share: float = 1.0,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Related and unrelated variety of each region [frenken2007].

    unrelated: UV[r] = sum over g of P[g] log2(1 / P[g])
    related: RV[r] = sum over g of P[g] H[g],  H[g] = sum over i in g of
    p[i] / P[g] log2(P[g] / p[i])

    p[i] is the industry's share of the region, P[g] that of its group. The two add up
    to Shannon's entropy.

    Parameters
    ----------
    cells, industry_totals, minimum_known_share, value, region, industry
        As for `krugman_specialisation`: a table of counts (persons, establishments).
    digits : int
        Industries are related where so many first characters of their codes agree:
        2, with industries of five digits, in the source.
    groups : table, optional
        `industry` and `group`, in place of `digits`: any groups, such as cluster
        categories. An industry that is not listed counts as unknown.

    Returns
    -------
    table of the same kind, one row per region
        `related_variety`, `unrelated_variety` and their sum `variety`, in bits: 0
        where the region has one industry in each group, or one group. `known_share`
        and `is_estimate` as for `krugman_specialisation`.

    Raises
    ------
    InputError
        As for `krugman_specialisation`; or `digits` is not a number of one or more.
    """
    check_digits(digits)
    grouped = _grouped(cells, groups, digits, value, industry)
    rows = mixes(
        grouped.to_native(),
        industry_totals=industry_totals,
        value=value,
        region=region,
        industry=industry,
    )
    bits = summed(rows, region, {"_bits": surprise(nw.col("_part"))})
    between = _between(rows, region)
    sums: Any = bits.join(between, on=region, how="left")  # type: ignore[arg-type]
    unrelated, all_bits = nw.col("_between"), nw.col("_bits")
    related = all_bits - unrelated
    return answered(
        sums,
        region,
        minimum_known_share,
        related_variety=nw.when(related > 0).then(related).otherwise(0.0),
        unrelated_variety=unrelated,
        variety=all_bits,
    ).to_native()


def check_digits(digits: int) -> None:
    """Groups need codes of one character or more."""
    whole = isinstance(digits, int) and not isinstance(digits, bool)
    if not whole or digits < 1:
        raise InputError(
            "digits_not_above_zero",
            gettext_noop(
                "“digits” is %(found)s; give the number of first characters of a code "
                "that related industries share, one or more."
            ),
            found=digits,
        )


def _grouped(
    cells: IntoFrame, groups: IntoFrame | None, digits: int, value: str, industry: str
) -> Frame:
    """The cells with `_group`; a cell without one is hidden."""
    frame = as_frame(cells, "cells")
    check_columns(frame, (industry, value), "cells")
    if groups is None:
        start = nw.col(industry).cast(nw.String).str.slice(0, digits)
        return frame.with_columns(start.alias("_group"))
    name = "groups of industries"
    table = check_table(groups, keys=(industry, "group"), name=name)
    check_table(groups, keys=(industry,), unique=True, name=name)
    table = check_joinable(frame, table, industry, name)
    placed = table.select(industry, nw.col("group").alias("_group"))
    rows = attach(frame, (placed, industry))
    number = frame.collect_schema()[value]
    if not (number.is_numeric() or number == nw.Unknown):
        return rows  # to be refused by name
    grouped = nw.when(~nw.col("_group").is_null()).then(known(value))
    return rows.with_columns(grouped.alias(value))


def _between(rows: Frame, region: str) -> Frame:
    """Entropy of the groups' shares of each region."""
    parts: Any = rows.select(region, "_group", "_part")
    shares = parts.group_by([region, "_group"]).agg(nw.col("_part").sum())
    bits = shares.select(region, surprise(nw.col("_part")).alias("_between"))
    sums = bits.group_by(region).agg(nw.col("_between").sum())
    return sums.with_columns(nw.col("_between").fill_null(0.0))
