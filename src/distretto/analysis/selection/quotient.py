"""The parts of a location quotient, for one region, one industry and a reference."""

from collections.abc import Collection
from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame

from distretto.analysis.checks import (
    Frame,
    as_frame,
    check_at_least_zero,
    check_joinable,
    known,
)
from distretto.analysis.selection.bounds import (
    HIDDEN,
    MINIMA,
    minima,
    quotient_bounds,
)
from distretto.analysis.selection.industry_sets import (
    check_base,
    family_of,
    is_in_set,
)
from distretto.analysis.selection.totals import attach, check_totals, totals_by
from distretto.errors import InputError, gettext_noop

# Columns beside `lq`, so that a page can show a quotient with its own figures, and
# which of these are the least that they can be.
PARTS = (
    "region_total",
    "industry_total",
    "reference_industry_total",
    "reference_total",
    "reference_share",
    *MINIMA,
)


def quotient_parts(
    frame: Frame,
    *,
    region_totals: IntoFrame | None,
    industry_totals: IntoFrame | None,
    grand_total: float | None,
    reference: IntoFrame | None,
    base: str | Collection[str] | None,
    classification: str | None,
    value: str,
    region: str,
    industry: str,
    base_totals: IntoFrame | None = None,
    base_total: float | None = None,
) -> Frame:
    """The checked cells with `lq`, its bounds, the known shares and its parts."""
    if base is not None:  # what is published over all industries does not count
        region_totals, grand_total = base_totals, base_total
    told_regions = check_totals(region_totals, region, value, "region totals")
    told_industries = check_totals(industry_totals, industry, value, "industry totals")
    inside: nw.Expr | None = None
    if base is not None:
        family = _family(frame, base, classification, industry)
        inside = is_in_set(base, industry, family)
    part = _inside(frame, inside)
    if told_industries is not None:
        told_industries = _inside(told_industries, inside)
    regions = totals_by(
        region, part, value, told_regions, "region", complete=base is not None
    )
    industries = totals_by(
        industry,
        part,
        value,
        told_industries,
        "industry",
        complete=told_industries is not None,  # else a sum meets a published whole
    )
    if reference is None:
        by_industry = _by_industry(base, told_regions, told_industries)
        parts = (industries, "industry") if by_industry else (regions, "region")
        shares = _own_shares(industries, parts, grand_total)
    else:
        whole_area = None if base is not None else grand_total
        shares = _given_shares(frame, reference, inside, whole_area, value, industry)
    whole = attach(frame, (regions, region), (industries, industry), (shares, industry))
    return _with_quotient(whole, inside, value)


def _inside(frame: Frame, inside: nw.Expr | None) -> Frame:
    return frame if inside is None else frame.filter(inside)


def _by_industry(base: object, regions: Frame | None, industries: Frame | None) -> bool:
    """Whether the grand total is the sum of the industries, not of the regions."""
    return base is not None or (regions is None and industries is not None)


def _family(
    frame: Frame, base: str | Collection[str], classification: str | None, industry: str
) -> str | None:
    """The family of the codes, with a base that fits them; lazy ones are not run."""
    codes: list[str] = []
    if isinstance(frame, nw.DataFrame):
        column = frame.get_column(industry).unique().cast(nw.String)
        codes = column.drop_nulls().to_list()
    family = family_of(classification, codes)
    check_base(base, family, codes)
    return family


def _own_shares(
    industries: Frame, parts: tuple[Frame, str], grand_total: float | None
) -> Frame:
    """The table's own area as the reference; its whole is told, or the sum of parts."""
    sums = industries.drop("industry_known_share").rename(
        {
            "industry_total": "reference_industry_total",
            "industry_hidden": "reference_industry_hidden",
        }
    )
    if grand_total is None:
        whole, name = parts
        grand: Any = whole.select(
            nw.col(f"{name}_total").sum().alias("reference_total"),
            nw.col(f"{name}_hidden").sum().alias("reference_hidden"),
        )
        sums = sums.join(grand, how="cross")
    else:
        sums = sums.with_columns(*_fixed(grand_total))
    return sums.with_columns(_ratio("reference_industry_total", "reference_total"))


def _given_shares(
    frame: Frame,
    reference: IntoFrame,
    inside: nw.Expr | None,
    grand_total: float | None,
    value: str,
    industry: str,
) -> Frame:
    """Another area as the reference, by its totals or by its shares."""
    names = as_frame(reference, "reference").collect_schema().names()
    column = "share" if "share" in names else value
    table = check_totals(reference, industry, column, "reference")
    assert table is not None
    if column == "share":
        _check_shares(table)
    table = _inside(check_joinable(frame, table, industry, "reference"), inside)
    weight = known(column).alias("reference_industry_total")
    lacking = known(column).is_null().cast(nw.Float64).alias("reference_hidden")
    nothing_lacks = nw.lit(0.0).alias("reference_industry_hidden")  # else no quotient
    sums = table.select(nw.col(industry), weight, nothing_lacks, lacking)
    if grand_total is not None and column != "share":
        sums = sums.with_columns(*_fixed(grand_total))
    elif column == "share" and inside is None:
        sums = sums.with_columns(*_fixed(1.0))
    else:
        total = nw.col("reference_industry_total").sum()
        sums = sums.with_columns(
            total.alias("reference_total"), nw.col("reference_hidden").sum()
        )
    sums = sums.with_columns(_ratio("reference_industry_total", "reference_total"))
    if column == "share":  # a share has no total to show
        nothing = nw.lit(None).cast(nw.Float64)
        sums = sums.with_columns(
            nothing.alias("reference_industry_total"), nothing.alias("reference_total")
        )
    return sums


def _fixed(total: float) -> tuple[nw.Expr, nw.Expr]:
    """A whole that is told leaves nothing out."""
    number = check_at_least_zero(total, "grand_total")
    return (
        nw.lit(number).cast(nw.Float64).alias("reference_total"),
        nw.lit(0.0).alias("reference_hidden"),
    )


def _ratio(part: str, whole: str) -> nw.Expr:
    share = nw.when(nw.col(whole) > 0).then(nw.col(part) / nw.col(whole))
    return share.alias("reference_share")


def _check_shares(table: Frame) -> None:
    if isinstance(table, nw.DataFrame):
        too_much = table.filter(nw.col("share") > 1)
        if len(too_much):
            raise InputError(
                "share_above_one",
                gettext_noop(
                    "The reference has a share of %(found)s. Give shares from 0 to 1: "
                    "1.5 %% is 0.015."
                ),
                found=too_much["share"][0],
            )


def _with_quotient(frame: Frame, inside: nw.Expr | None, value: str) -> Frame:
    if inside is not None:  # outside the base there is nothing to measure against
        columns = ("region_total", "region_known_share")
        frame = frame.with_columns(
            nw.when(inside).then(nw.col(column)).alias(column) for column in columns
        )
    share = nw.col("reference_share")
    quotient = known(value) / nw.col("region_total") / share
    measured = frame.with_columns(nw.when(share > 0).then(quotient).alias("lq"))
    flagged = measured.with_columns(*minima()).drop(*HIDDEN)
    return flagged.with_columns(*quotient_bounds())
