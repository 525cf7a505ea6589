"""How the specialisation of a region in an industry changed."""

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.checks import Frame
from distretto.analysis.selection.growth.measuring import in_order
from distretto.analysis.selection.growth.years import (
    Columns,
    cells_by_year,
    check_years,
    figure,
    let_in,
    published_by_year,
)
from distretto.analysis.selection.specialisation import location_quotient

__all__ = ["location_quotient_growth"]

FLAGS = ("lq_is_maximum", "lq_is_estimate")


def location_quotient_growth(
    cells: IntoFrameT,
    *,
    start: int,
    end: int,
    region_totals: IntoFrame | None = None,
    industry_totals: IntoFrame | None = None,
    reference: IntoFrame | None = None,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
    year: str = "year",
) -> IntoFrameT:
    """Change of the location quotient from one year to another [hoover1936].

    lq_change = LQ1 - LQ0,  lq_growth = LQ1 / LQ0 - 1, LQ as at `location_quotient`

    Both quotients are taken over the same cells: what is hidden in one of the years is
    left out of both, and so is a total that was published for one of them only. Else a
    figure that comes out of hiding would look like growth.

    Parameters
    ----------
    cells, start, end, region_totals, industry_totals, reference
        As for `shift_share`; the reference has totals (`value`), not shares.
    value, region, industry, year
        As for `shift_share`.

    Returns
    -------
    table of the same kind, one row per region x industry listed in either year
        `value_start`, `value_end` (in the unit of `value`, such as persons),
        `lq_start`, `lq_end`, `lq_change` and `lq_growth`, dimensionless. Null where the
        cell is unknown in either year or a quotient is undefined; `lq_growth` where
        the first quotient is zero. `lq_is_maximum` and `lq_is_estimate` tell of either
        quotient what `location_quotient` tells.

    Raises
    ------
    InputError
        As for `shift_share` and `location_quotient`.
    """
    check_years(start, end)
    at, years = Columns(value, region, industry, year), (start, end)
    frame = cells_by_year(let_in(cells, at.keys, at, "cells", years), years, at)
    both = _known_in_both(frame, years, at.keys)
    told = {
        name: _published(table, key, name.replace("_", " "), years, at)
        for name, table, key in (
            ("region_totals", region_totals, region),
            ("industry_totals", industry_totals, industry),
            ("reference", reference, industry),
        )
        if table is not None
    }
    first, last = (
        _quotients(both, {name: _of(t, y, at) for name, t in told.items()}, y, at, end)
        for y, end in ((start, "start"), (end, "end"))
    )
    joined: Any = frame.join(first, on=at.keys, how="left")  # type: ignore[arg-type]
    joined = joined.join(last, on=at.keys, how="left")
    before, after = nw.col("lq_start"), nw.col("lq_end")
    flags = (nw.col(f"{f}_start") | nw.col(f"{f}_end") for f in FLAGS)
    found = joined.select(
        *at.keys,
        nw.col(figure(start)).alias("value_start"),
        nw.col(figure(end)).alias("value_end"),
        before,
        after,
        (after - before).alias("lq_change"),
        nw.when(before > 0).then(after / before - 1).alias("lq_growth"),
        *(flag.alias(name) for flag, name in zip(flags, FLAGS, strict=True)),
    )
    return in_order(found, at.keys).to_native()


def _known_in_both(frame: Frame, years: tuple[int, int], keys: list[str]) -> Frame:
    """The figures of both years, null in both where either is."""
    first, last = (nw.col(figure(year)) for year in years)
    known = ~first.is_null() & ~last.is_null()
    return frame.select(
        *keys,
        *(nw.when(known).then(nw.col(figure(y))).alias(figure(y)) for y in years),
    )


def _published(
    table: IntoFrame, key: str, name: str, years: tuple[int, int], at: Columns
) -> Frame:
    frame = let_in(table, [key], at, name, years)
    return _known_in_both(published_by_year(frame, key, years, at), years, [key])


def _of(wide: Frame, year: int, at: Columns) -> Any:
    """The totals of one year, as `location_quotient` takes them."""
    names = wide.collect_schema().names()
    key = at.region if at.region in names else at.industry
    return wide.select(key, nw.col(figure(year)).alias(at.value)).to_native()


def _quotients(
    both: Frame, told: dict[str, Any], year: int, at: Columns, end: str
) -> Frame:
    cells = both.select(*at.keys, nw.col(figure(year)).alias(at.value)).to_native()
    found: Any = nw.from_native(
        location_quotient(
            cells, value=at.value, region=at.region, industry=at.industry, **told
        )
    )
    return found.select(
        *at.keys,
        nw.col("lq").alias(f"lq_{end}"),
        *(nw.col(flag).alias(f"{flag}_{end}") for flag in FLAGS),
    )
